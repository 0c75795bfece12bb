"""A window's vectors -> attributions: the cues, then source and content of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from armstrail import cues
from armstrail.model import Attribution, Span
from armstrail.reader.decoding import PLACES, best_tags, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.reader.decoding import Tags
    from armstrail.reader.network import Floats, Network, Run, Vectors
    from armstrail.reader.windows import Window


class Marked(NamedTuple):
    """An attribution, and the words of the window that are its cue, its source and its content."""

    attribution: Attribution
    cue: Run
    source: list[Run]
    content: list[Run]


def find(network: Network, vectors: Vectors, window: Window) -> list[Marked]:
    """The attributions whose cues stand in the core of a window. One has a cue, at most one source, some content."""
    marked = [
        (s, e)
        for s, e, _ in runs(best_tags(vectors.cue[None])[0])
        if s >= window.start and not _transfers(vectors, window, (s, e))
    ]
    if not marked:
        return []
    scores = network.attributions(vectors, window, marked)[:, :, 0]
    tags = best_tags(scores)
    found = []
    for cue, row, score in zip(marked, tags, scores, strict=True):
        parts = runs(row)
        sources = [(s, e) for s, e, kind in parts if kind == 0]
        if len(sources) > 1:
            sources = [max(sources, key=lambda r: float(score[np.arange(*r), row[r[0] : r[1]]].mean()))]
        content = [(s, e) for s, e, kind in parts if kind == 1]
        if content:
            sure = network.confidence("statement", _evidence(vectors, cue, score, row))
            made = Attribution(
                tuple(window.span(*r) for r in sources),
                (window.span(*cue),),
                tuple(window.span(*r) for r in content),
                sure,
            )
            found.append(Marked(made, cue, sources, content))
    return [a for a in found if _one_place(a.attribution) and not any(_turned(a, b) for b in found)]


def _turned(one: Marked, other: Marked) -> bool:
    """Whether one takes another's cue for its source and the other's source for its cue, and is less sure of it; of
    two that are equally sure the earlier cue is one.
    """
    sure = [(a.attribution.confidence or 0, -a.cue[0]) for a in (one, other)]
    return _meet([one.cue], other.source) and _meet(one.source, [other.cue]) and sure[0] < sure[1]


def _meet(some: Sequence[Run], others: Sequence[Run]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)


def _transfers(vectors: Vectors, window: Window, cue: tuple[int, int]) -> bool:
    """Whether the words state a transfer and report nothing: "sold". "Promised" does both."""
    start, end = cue
    likely = [float(1 - np.exp(scores[start:end, 0]).min()) for scores in (vectors.cue, vectors.on)]
    words = " ".join(token.text for token in window.tokens[start:end])
    return likely[1] > likely[0] and not cues.find(words)


def _evidence(vectors: Vectors, cue: tuple[int, int], scores: Floats, tags: Tags) -> tuple[float, ...]:
    """How sure the network is of a cue, of all tags for it, of the least sure one; and whether there is a source."""
    own = vectors.cue[cue[0] : cue[1]].max(1)
    each = scores[np.arange(len(tags)), tags]
    kinds = set(((tags[tags > 0] - 1) // PLACES).tolist())
    return float(own.mean()), max(float(each.sum()), -8.0), max(float(each.min()), -4.0), float(0 in kinds)


def _one_place(found: Attribution) -> bool:
    """Whether all of an attribution stands in the text, or all in the title."""
    spans: tuple[Span, ...] = (*found.source, *found.cue, *found.content)
    return len({span.place for span in spans}) == 1
