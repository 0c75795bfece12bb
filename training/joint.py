"""Coded statements as batches for the whole reader: so the encoder, too, learns what statements are about.

The head for topics (`training.topics`) alone learns on an encoder that stays as it is; it is learnt anew once the
encoder has changed. Statements of fold 0 are never shown to the encoder, so that `training.topics --folds 1` measures
on what nothing has learnt from.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from armstrail.reader.weights import FOLDER, Weights
from training.batches import inputs
from training.statements import load
from training.topics import (
    Example,
    coded_examples,
    collate,
    fold_of,
    loss_of_codes,
    loss_of_messages,
    message_examples,
    weight_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

    from training.encoder import Reader

CODED, GATHERED = 24, 64  # statements of a batch


@dataclass(slots=True)
class Told:
    """Statements, each with its window, as a batch; `weight` of the topics, None where messages are learnt."""

    windows: tuple[Tensor, ...]
    some: Sequence[Example]
    weight: Tensor | None

    def loss(self, reader: Reader) -> Tensor:
        """What statements ask of the reader and its head for topics."""
        h, head = reader.words(*self.windows), reader.topic
        given = collate(self.some, torch.cat([h[row, e.at] for row, e in enumerate(self.some)]))
        if self.weight is None:
            return loss_of_messages(head, given, self.some)
        return loss_of_codes(head, given, self.some, self.weight)


def examples() -> tuple[list[Example], list[Example]]:
    """Coded statements, and those of coded messages in the order of their files."""
    network = Weights(FOLDER, ("read", "attribution"))
    return [e for e in coded_examples(load(), network) if fold_of(e)], message_examples(network)


def told_batches(coded: Sequence[Example], gathered: Sequence[Example], seed: int) -> Iterator[Told]:
    """All coded statements once, windows of like length together; those of messages as they neighbour each other."""
    rng = random.Random(seed)
    weight = weight_of(coded)
    order = sorted(coded, key=lambda e: len(e.window.ids) + rng.random() * 24)
    made = [Told(_windows(some), some, weight) for some in _parted(order, CODED)]
    start = rng.randrange(GATHERED)
    made += [Told(_windows(some), some, None) for some in _parted(gathered[start:], GATHERED)]
    rng.shuffle(made)
    yield from made


def _parted(some: Sequence[Example], size: int) -> list[Sequence[Example]]:
    return [some[first : first + size] for first in range(0, len(some), size)]


def _windows(some: Sequence[Example]) -> tuple[Tensor, ...]:
    windows = [e.window for e in some]
    ids, features, mask, first, ruled, _ = (
        torch.from_numpy(x) for x in inputs(windows, max(len(w.tokens) for w in windows))
    )
    return ids, features, mask, first, ruled
