"""A network that marks what a test tells it to: behind the reader's own seam."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from armstrail.reader.network import (
    ATTRIBUTION_ROLES,
    CATEGORIES,
    CERTAINTIES,
    CONTENT,
    CUE,
    EVENTS,
    POLARITIES,
    STAGES,
    TOLD_ROLES,
    TOPICS,
    TRANSFER_ROLES,
    Steps,
    Tellings,
    Vectors,
)
from armstrail.reader.weights import FOLDER, tokenizer_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

    from armstrail.reader.network import Floats, Ints, Run
    from armstrail.reader.windows import Window


@dataclass
class Fake:
    """Marks words wherever they stand in a window: cues with their parts, predicates with theirs.

    Parts are named by role; "words?" and "words*" mark them with ever less certainty. `means` says which word names
    whom a mention's words stand for, or how likely each does ("": nobody), `kinds` which category they are. `topics`,
    `events` and `told` say which single words carry a topic, tell an event or play a part, in whatever statement they
    stand.
    """

    cues: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    steps: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    states: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    means: dict[str, str | dict[str, float]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    tokenizer: Tokenizer = field(default_factory=lambda: tokenizer_of(Path(FOLDER) / "vocabulary.txt"))
    asked: list[tuple[float, ...]] = field(default_factory=list)
    window: Window | None = None

    def read(self, window: Window) -> Vectors:
        self.window = window
        cue, on = ([(words, 0) for words in found] for found in (self.cues, self.steps))
        return Vectors(
            np.zeros((len(window.tokens), 1), np.float32), tags(window, cue, 1), tags(window, on, 1)
        )

    def attributions(self, vectors: Vectors, window: Window, cues: Sequence[Run]) -> Floats:  # noqa: ARG002
        return np.stack([parts(window, self.cues[at(window, run)], ATTRIBUTION_ROLES) for run in cues])

    def transfers(self, vectors: Vectors, window: Window, predicates: Sequence[Run]) -> Steps:  # noqa: ARG002
        words = [at(window, run) for run in predicates]
        stated = [self.states.get(w, ("delivered", "asserted", "fact")) for w in words]
        return Steps(
            np.stack([parts(window, self.steps[w], TRANSFER_ROLES) for w in words]),
            *(
                np.stack([chosen(all_of.index(s[n]), len(all_of)) for s in stated])
                for n, all_of in enumerate((STAGES, POLARITIES, CERTAINTIES))
            ),
        )

    def mentions(
        self,
        vectors: Vectors,  # noqa: ARG002
        runs: Sequence[Run],
        predicates: Sequence[Run],  # noqa: ARG002
    ) -> tuple[Floats, Floats]:
        assert self.window is not None
        words = [at(self.window, run) for run in runs]
        kinds = [CATEGORIES.index(self.kinds.get(w, "unspecified")) for w in words]
        return (
            np.stack([chosen(k, len(CATEGORIES)) for k in kinds]),
            np.stack([self._meant(w) for w in words]),
        )

    def _meant(self, words: str) -> Floats:
        """Log scores of whom words stand for: of each word, and of nobody."""
        assert self.window is not None
        told = self.means.get(words, "")
        if isinstance(told, str):
            told = {told: 0.0}
        tokens = [token.text for token in self.window.tokens] + [""]
        return np.array([told.get(token, -9.0) for token in tokens], np.float32)

    def tell(self, vectors: Vectors, named: Floats, words: Ints, part: Ints) -> Tellings:  # noqa: ARG002
        assert self.window is not None
        found = Tellings.none(*part.shape)
        found.carries, found.topics = found.carries.copy(), found.topics.copy()
        for row, column in zip(*np.nonzero(part), strict=True):
            word = self.window.tokens[words[row, column]].text
            if word in self.topics:
                topic = TOPICS.index(self.topics[word])
                found.carries[row, column, topic] = 3
                if part[row, column] in (CONTENT, CUE):
                    found.topics[row, topic] = 3
            if word in self.events:
                found.event[row, EVENTS.index(self.events[word]) + 1] = 3
            if word in self.told:
                found.tags[row, column, 4 * TOLD_ROLES.index(self.told[word]) + 4] = 3
        found.event -= np.log(np.exp(found.event).sum(1, keepdims=True))
        return found

    def confidence(self, kind: str, evidence: Sequence[float]) -> float | None:  # noqa: ARG002
        self.asked.append(tuple(evidence))
        return 0.75


def at(window: Window, run: Run) -> str:
    return " ".join(token.text for token in window.tokens[run[0] : run[1]])


def place(window: Window, words: str) -> Run:
    """The first run of a window's tokens that are these words."""
    wanted = words.split()
    texts = [token.text for token in window.tokens]
    return next((i, i + len(wanted)) for i in range(len(texts)) if texts[i : i + len(wanted)] == wanted)


def chosen(index: int, size: int) -> Floats:
    scores = np.full(size, -5.0, np.float32)
    scores[index] = -0.1
    return scores


def parts(window: Window, marked: dict[str, tuple[str, ...]], layers: Sequence[Sequence[str]]) -> Floats:
    return np.stack(
        [
            tags(
                window,
                [(w, kind) for kind, role in enumerate(roles) for w in marked.get(role, ())],
                len(roles),
            )
            for roles in layers
        ],
        1,
    )


def tags(window: Window, found: Sequence[tuple[str, int]], kinds: int) -> Floats:
    scores = np.full((len(window.tokens), 1 + 4 * kinds), -5.0, np.float32)
    scores[:, 0] = -0.1
    for words, kind in found:
        sure = -1.0 if words.endswith("*") else -0.5 if words.endswith("?") else -0.01
        words = words.rstrip("*?")  # noqa: PLW2901
        if words.split()[0] not in [t.text for t in window.tokens]:
            continue
        start, end = place(window, words)
        row = [1 + 4 * kind + t for t in ([3] if end - start == 1 else [0, *[1] * (end - start - 2), 2])]
        for i, tag in zip(range(start, end), row, strict=True):
            scores[i] = -6.0
            scores[i, tag] = sure
    return scores
