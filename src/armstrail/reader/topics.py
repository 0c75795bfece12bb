"""A window's vectors -> what its statements and its own sentences are about: topics, event, parts, meaning.

Each word that is said has its odds of carrying a topic; a statement has a topic as far as some of them carry it and as
far as the whole hints at it. A topic is shown with the words that carry it most: they need not be enough by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from armstrail.model import Span, Subject, Told
from armstrail.reader import acts
from armstrail.reader.decoding import best_tags, runs
from armstrail.reader.network import BESIDE, CONTENT, CUE, EVENTS, SOURCE, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from armstrail.reader.attributions import Marked
    from armstrail.reader.network import Floats, Network, Run, Tellings, Vectors
    from armstrail.reader.windows import Window

MOST = 96  # words of a statement that are looked at
LEAST = 0.5  # how likely a topic must be
LEAST_EVENT, BESIDE_NONE = 0.2, 0.3
"""How likely an event must be: by itself, and in shares of how likely it is that there is none. Its confidence says how
far to trust it.
"""
FEWEST = 4  # words of a sentence of the outlet's own that is looked at
SCALE = 127  # of a meaning in whole numbers

Parts = list[tuple[int, int]]
"""The words of a statement, in order, each with what it is to it."""


def of_attribution(window: Window, cue: Run, source: Sequence[Run], content: Sequence[Run]) -> Parts:
    """The words of an attribution: those that say something, and the others of the cue's sentence."""
    line = window.line[cue[0]]
    found = {w: BESIDE for w in range(len(window.line)) if window.line[w] == line}
    for kind, some in ((CONTENT, content), (SOURCE, source), (CUE, [cue])):
        for start, end in some:
            found |= dict.fromkeys(range(start, end), kind)
    return sorted(found.items())[:MOST]


def of_line(window: Window, line: int) -> Parts:
    """The words of a sentence that reports nobody's words."""
    return [(w, CONTENT) for w in range(len(window.line)) if window.line[w] == line][:MOST]


def own_lines(window: Window, reported: Sequence[Run]) -> Iterator[int]:
    """The lines of a window's core that hold nothing `reported`, no cue and no content, and are long enough to tell
    something.
    """
    taken = {window.line[w] for run in reported for w in range(*run)}
    for number in range(window.core, len(window.lines)):
        if number not in taken and len(window.lines[number].tokens) >= FEWEST:
            yield number


def told_of(window: Window, marked: Sequence[Marked]) -> tuple[list[Parts], list[int]]:
    """All that a window tells: its attributions, and behind these the lines of the outlet's own, with their numbers."""
    own = list(own_lines(window, [run for m in marked for run in (m.cue, *m.content)]))
    reported = [of_attribution(window, m.cue, m.source, m.content) for m in marked]
    return [*reported, *(of_line(window, line) for line in own)], own


def tell(network: Network, vectors: Vectors, window: Window, asked: Sequence[Parts]) -> list[Told]:
    """What each of some statements of a window is about."""
    if not asked:
        return []
    longest = max(map(len, asked))
    words, part = np.zeros((len(asked), longest), np.int64), np.zeros((len(asked), longest), np.int64)
    for row, parts in enumerate(asked):
        words[row, : len(parts)] = [w for w, _ in parts]
        part[row, : len(parts)] = [p for _, p in parts]
    found = network.tell(vectors, acts.named(window), words, part)
    return [_told(window, parts, found, row) for row, parts in enumerate(asked)]


def _told(window: Window, parts: Parts, found: Tellings, row: int) -> Told:
    size = len(parts)
    at = [w for w, _ in parts]
    says = np.array([part in (CONTENT, CUE) for _, part in parts])
    marked = dict(_parts(window, at, found.tags[row, :size]))
    likely = np.exp(found.event[row])
    event = 1 + int(likely[1:].argmax())
    sure = float(likely[event])
    told = sure >= LEAST_EVENT and sure >= BESIDE_NONE * float(likely[0])
    return Told(
        tuple(_subjects(window, at, says, found, row)),
        EVENTS[event - 1] if told else None,
        tuple(marked.get(0, ())),
        tuple(marked.get(1, ())),
        tuple(marked.get(2, ())),
        round(sure, 3) if told else None,
        np.rint(found.meaning[row] * SCALE).astype(np.int8).tobytes(),
    )


def _subjects(
    window: Window, at: Sequence[int], says: NDArray[np.bool_], found: Tellings, row: int
) -> Iterator[Subject]:
    likely = 1 / (1 + np.exp(-found.topics[row].clip(-50, 50)))  # of no words at all the odds are endless
    for number, topic in enumerate(TOPICS):
        if likely[number] >= LEAST:
            run = _carrying(np.where(says, found.carries[row, : len(at), number], -np.inf))
            yield Subject(topic, tuple(_spans(window, [at[i] for i in run])), round(float(likely[number]), 3))
    if likely.max() < LEAST:
        yield Subject("other", (), round(float(1 - likely.max()), 3))


def _carrying(odds: Floats) -> list[int]:
    """The word that carries a topic most, with those beside it that carry it too."""
    top = int(odds.argmax())
    if np.isneginf(odds[top]):
        return []  # what is said lies behind the words that are looked at
    least = min(0.0, float(odds[top]))
    first = last = top
    while first > 0 and odds[first - 1] >= least:
        first -= 1
    while last + 1 < len(odds) and odds[last + 1] >= least:
        last += 1
    return list(range(first, last + 1))


def _parts(window: Window, at: Sequence[int], scores: Floats) -> Iterator[tuple[int, list[Span]]]:
    found: dict[int, list[Span]] = {}
    for start, end, kind in runs(best_tags(scores[None])[0]):
        found.setdefault(kind, []).extend(_spans(window, at[start:end]))
    yield from found.items()


def _spans(window: Window, at: Sequence[int]) -> Iterator[Span]:
    """Words as spans, those that stand together as one."""
    first = 0
    for i in range(1, len(at) + 1):
        if i == len(at) or at[i] != at[i - 1] + 1 or window.line[at[i]] != window.line[at[i - 1]]:
            yield window.span(at[first], at[i - 1] + 1)
            first = i
