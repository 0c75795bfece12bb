"""The seam to the network: a window's words in, scores out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, get_args

import numpy as np

from armstrail.model import Certainty, EventType, Polarity, Stage, Topic, Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from armstrail.reader.windows import Window

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Run = tuple[int, int]

OPEN, CLOSE = 101, 102  # the pieces that open and close a window
DISTANCES = 26
# The parts that words play, in layers: a word plays one of each layer at most. A supplier may be who says it, an item
# the sum that is given.
ATTRIBUTION_ROLES = (("source", "content"),)
TRANSFER_ROLES = (("supplier", "recipient", "item", "date"), ("said", "value", "no", "may"))
SIDES = TRANSFER_ROLES[0][:2]
Kind = Literal["statement", "claim", "rule"]  # whose confidence: a claim that rules alone see is "rule"
STAGES: tuple[Stage, ...] = get_args(Stage)
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
VOICES: tuple[Voice, ...] = get_args(Voice)
TOPICS: tuple[Topic, ...] = get_args(Topic)[:-1]  # "other" says that none of them holds
EVENTS: tuple[EventType, ...] = get_args(EventType)
TOLD_ROLES = ("source", "target", "object")
MEANING = 96  # numbers of a direction
UNLIKELY = 20.0
# What a word is to a statement, as the graph of topics is given it; 0 is no word.
CONTENT, CUE, SOURCE, BESIDE = 1, 2, 3, 4
CATEGORIES = (
    "tank", "armoured_vehicle", "artillery", "combat_aircraft", "other_aircraft", "uav", "attack_helicopter",
    "other_helicopter", "warship", "other_ship", "missile", "manpads", "air_defence", "small_arms", "ammunition",
    "sensor", "engine", "vehicle", "equipment", "service", "funds", "unspecified",
)  # fmt: skip


@dataclass(slots=True)
class Vectors:
    """What the encoder makes of W words: a vector each [W, D], and log scores of the anchors' tags [W, 5]."""

    words: Floats
    cue: Floats
    on: Floats


@dataclass(slots=True)
class Steps:
    """For N transfer predicates log scores: tags of the words that play a part [N, W, 2, 17], what each states."""

    tags: Floats
    stage: Floats
    polarity: Floats
    certainty: Floats


@dataclass(slots=True)
class Tellings:
    """For N statements of L words at most: each word's log odds of carrying a topic [N, L, 9], those of the whole
    [N, 9], log scores of no event and of each [N, 17], tags of source, target and object [N, L, 13], and what is said
    as a direction [N, 96].
    """

    carries: Floats
    topics: Floats
    event: Floats
    tags: Floats
    meaning: Floats

    @classmethod
    def none(cls, statements: int, words: int) -> Tellings:
        """What tells nothing of any statement: of a network that has not learnt to."""
        event = np.full((statements, 1 + len(EVENTS)), -UNLIKELY, np.float32)
        tags = np.full((statements, words, 1 + 4 * len(TOLD_ROLES)), -UNLIKELY, np.float32)
        event[:, 0] = tags[:, :, 0] = 0
        odds = np.full((statements, words, len(TOPICS)), -UNLIKELY, np.float32)
        return cls(odds, odds[:, 0], event, tags, np.zeros((statements, MEANING), np.float32))


class Network(Protocol):
    """The network, by its graphs. Log scores throughout."""

    tokenizer: Tokenizer

    def read(self, window: Window) -> Vectors: ...

    def attributions(self, vectors: Vectors, window: Window, cues: Sequence[Run]) -> Floats:
        """Tags of source and content for N cues: [N, W, 1, 9]."""
        ...

    def transfers(self, vectors: Vectors, window: Window, predicates: Sequence[Run]) -> Steps: ...

    def mentions(
        self, vectors: Vectors, runs: Sequence[Run], predicates: Sequence[Run]
    ) -> tuple[Floats, Floats]:
        """For M mentions with their predicates: categories as items [M, 22], words that name whom they mean [M, W + 1].

        The last of the words is nobody.
        """
        ...

    def tell(self, vectors: Vectors, named: Floats, words: Ints, part: Ints) -> Tellings:
        """What N statements are about: what the window's words name (`acts.named`), which of them are theirs [N, L] and
        what each is to them [N, L].
        """
        ...

    def confidence(self, kind: Kind, evidence: Sequence[float]) -> float | None:
        """How often a record is right for which the network is as sure as `evidence` says; None: not calibrated."""
        ...


def inputs(window: Window) -> tuple[Ints, Ints, Ints, Ints]:
    """Pieces [P], features [P, F], each word's first piece [W], and whether rules see a transfer stated in it [W]."""
    ids = np.array([OPEN, *window.ids, CLOSE], np.int64)
    features = np.zeros((len(ids), len(window.features[0]) if window.features else 0), np.int64)
    if window.features:
        features[1:-1] = window.features
    ruled = np.zeros(len(window.tokens), np.int64)
    for (start, end), _ in window.seen():
        ruled[start:end] = 1
    return ids, features, np.array(window.first, np.int64) + 1, ruled


def places(window: Window, runs: Sequence[Run]) -> tuple[Ints, Ints, Ints, Ints]:
    """Start and end of N anchors [N, 1], how far [N, W] and how many lines away [N, W] each word stands."""
    start = np.array([[s] for s, _ in runs], np.int64)
    end = np.array([[e] for _, e in runs], np.int64)
    line = np.array(window.line, np.int64)
    return start, end, distances(len(line), start, end), line[None, :] - line[start[:, 0]][:, None]


def parts_seen(window: Window, runs: Sequence[Run]) -> Ints:
    """The part that rules see each word play for N predicates, where they see them too, as in RULED. [N, W]"""
    found = np.zeros((len(runs), len(window.tokens)), np.int64)
    for row, (start, end) in zip(found, runs, strict=True):
        for on, parts in window.seen():
            if on[0] < end and start < on[1]:
                for kind, (first, last) in parts:
                    row[first:last] = kind
    return found


def distances(words: int, start: Ints, end: Ints) -> Ints:
    """How far each of the words stands from runs, in thirteen steps each way. [N, W] of 0 to 25"""
    place = np.arange(words)[None, :]
    away = np.where(place < start, place - start, np.where(place >= end, place - end + 1, 0))
    far = np.minimum(np.abs(away), 120)
    step = np.where(far <= 6, far, 6 + np.ceil(np.log2(np.maximum(far, 1) / 6) * 1.7).astype(np.int64))
    step = np.minimum(step, 12)
    return np.clip(np.where(away < 0, 12 - step, 12 + step + (away > 0)), 0, DISTANCES - 1)
