"""The network in PyTorch behind the reader's seam: for measuring while training, and to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from armstrail.reader.network import (
    Steps,
    Tellings,
    Vectors,
    distances,
    inputs,
    parts_seen,
    places,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

    from armstrail.reader.network import Floats, Ints, Run
    from armstrail.reader.windows import Window
    from training.encoder import Parts, Reader


class TorchNetwork:
    """A trained `Reader` as the `Network` that armstrail.reader asks."""

    def __init__(self, reader: Reader, tokenizer: Tokenizer) -> None:
        self.reader = reader.eval()
        self.tokenizer = tokenizer

    @torch.no_grad()
    def read(self, window: Window) -> Vectors:
        ids, features, first, ruled = (torch.from_numpy(x)[None] for x in inputs(window))
        h = self.reader.words(ids, features, torch.ones_like(ids, dtype=torch.bool), first, ruled)
        return Vectors(h[0].numpy(), _scores(self.reader.cue(h))[0], _scores(self.reader.on(h))[0])

    def tell(self, vectors: Vectors, named: Floats, words: Ints, part: Ints) -> Tellings:  # noqa: ARG002
        """Nothing: topics are learnt on the graphs that ship (training.topics)."""
        return Tellings.none(*part.shape)

    def confidence(self, kind: str, evidence: Sequence[float]) -> float | None:  # noqa: ARG002
        """Not calibrated."""
        return None

    def _parts(
        self, head: Parts, vectors: Vectors, window: Window, runs: Sequence[Run]
    ) -> tuple[torch.Tensor, ...]:
        _, _, away, line = (torch.from_numpy(x) for x in places(window, runs))
        h = torch.from_numpy(vectors.words)
        word, meet = head.project(h)
        pooled = _pooled(h, runs)
        n = len(runs)
        lines = line.clamp(-3, 3) + 3
        part = torch.from_numpy(parts_seen(window, runs))
        tags, z = head(word.expand(n, -1, -1), meet.expand(n, -1, -1), pooled, away, lines, None, part)
        return tags, z, pooled, line == 0

    @torch.no_grad()
    def attributions(self, vectors: Vectors, window: Window, cues: Sequence[Run]) -> Floats:
        return _scores(self._parts(self.reader.attribution, vectors, window, cues)[0])

    @torch.no_grad()
    def transfers(self, vectors: Vectors, window: Window, predicates: Sequence[Run]) -> Steps:
        tags, z, pooled, inside = self._parts(self.reader.transfer, vectors, window, predicates)
        kinds = self.reader.kinds(pooled, z, inside)
        return Steps(_scores(tags), *(_scores(kinds[k]) for k in ("stage", "polarity", "certainty")))

    @torch.no_grad()
    def mentions(
        self, vectors: Vectors, runs: Sequence[Run], predicates: Sequence[Run]
    ) -> tuple[Floats, Floats]:
        h = torch.from_numpy(vectors.words)
        own, on = _pooled(h, runs), _pooled(h, predicates)
        start = np.array([[s] for s, _ in runs])
        end = np.array([[e] for _, e in runs])
        away = torch.from_numpy(distances(len(h), start, end))
        category = _scores(self.reader.category(torch.cat([own, on], 1)))
        return category, _scores(self.reader.antecedents(h.expand(len(runs), -1, -1), own, on, away))


def _pooled(h: torch.Tensor, runs: Sequence[Run]) -> torch.Tensor:
    return torch.stack([h[s:e].mean(0) for s, e in runs])


def _scores(logits: torch.Tensor) -> Floats:
    return logits.log_softmax(-1).numpy()
