"""A window's vectors -> attributions: the cues, then source and content of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from armstrail import cues
from armstrail.model import Attribution, Span
from armstrail.reader.decoding import PLACES, best_tags, runs
from armstrail.reader.subjects import (
    OPENING,
    behind_by,
    by_whom,
    citing,
    is_question,
    is_told_of,
    own_source,
    words_of,
)

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
        if s >= window.start
        and not _transfers(vectors, window, (s, e))
        and not _refers(window, (s, e))
        and words_of(window, (s, e)).lower() not in OPENING
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
        sources = [run for run in sources if not _is_nobody(window, run, cue)]
        if sources and (own := own_source(window, sources[0], cue)):
            sources = [own]
        content = [(s, e) for s, e, kind in parts if kind == 1]
        if sources and is_question(window, cue):
            sources = behind_by(window, cue)
        elif sources and is_told_of(window, sources[0], cue):
            if any(known.others for known in cues.find(words_of(window, cue))):
                content = sorted([*sources, *content])
            sources = behind_by(window, cue)
        if content:
            sure = network.confidence("statement", _evidence(vectors, cue, score, row))
            made = Attribution(
                tuple(window.span(*r) for r in sources),
                (window.span(*cue),),
                tuple(window.span(*r) for r in content),
                sure,
            )
            found.append(Marked(made, cue, sources, content))
    found = [by_whom(window, one, found) for one in found]
    found += citing(window, found)
    known = [{cue.kind for cue in cues.find(words_of(window, a.cue))} for a in found]
    both = list(zip(found, known, strict=True))
    return [a for a, of in both if _one_place(a.attribution) and not any(_repeats(a, of, *b) for b in both)]


# "(see Annex 3)", "reported in row 7", "listed in ABC12" lead elsewhere and report nothing.
LEADS = re.compile(r"[(\[] (?:see|cf\.?)$", re.IGNORECASE)
ENTRY = re.compile(r"(?:in|under|as) (?:(?:row|line|entry|item|note|table|annex) \d|[A-Z]{2,}\d)")
BE = frozenset("is was be been being 's ’s".split())
ARTICLES = frozenset("a an the".split())


def _refers(window: Window, cue: Run) -> bool:
    """Whether a cue sends the reader to another place of the text's own."""
    before, after = words_of(window, (max(cue[0] - 1, 0), cue[1])), words_of(window, (cue[1], cue[1] + 3))
    return bool(LEADS.search(before) or ENTRY.match(after))


def _is_nobody(window: Window, source: Run, cue: Run) -> bool:
    """Whether a source names nobody: "It was announced that", an article, or the participle of such a cue alone."""
    words = words_of(window, source).lower()
    if words in ARTICLES:
        return True
    verb = any(found.kind == "verb" for found in cues.find(words_of(window, cue)))
    if words == "it":
        passive = words_of(window, (source[1], cue[1])).lower().split()[:1]
        return verb and source[1] <= cue[0] and not BE.isdisjoint(passive)
    kinds = {found.kind for found in cues.find(words)}
    return "verb" in kinds and kinds <= {"verb", "passive"} and " " not in words


def _repeats(one: Marked, known: set[str], other: Marked, others: set[str]) -> bool:
    """Whether one tells again what another tells. `known` are the kinds of its cue that tables know.

    Each may take the other's cue for its source: then one is known, surer or earlier. A cue that no table knows may
    stand in the other's source ("officials" in "…, officials said"). Beside a verb of the same source and content what
    is none adds nothing ("said in a statement").
    """
    inside = _meet([one.cue], other.source)
    if inside and _meet(one.source, [other.cue]):
        ranks = [
            (bool(k), a.attribution.confidence or 0, -a.cue[0]) for a, k in ((one, known), (other, others))
        ]
        return ranks[0] < ranks[1]
    if inside and not known:
        return _meet(one.content, other.content)
    alike = one.source == other.source and one.content == other.content
    return alike and "verb" in others and "verb" not in known


def _meet(some: Sequence[Run], others: Sequence[Run]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)


def _transfers(vectors: Vectors, window: Window, cue: tuple[int, int]) -> bool:
    """Whether the words state a transfer and report nothing: "sold". "Promised" does both."""
    start, end = cue
    likely = [float(1 - np.exp(scores[start:end, 0]).min()) for scores in (vectors.cue, vectors.on)]
    return likely[1] > likely[0] and not cues.find(words_of(window, cue))


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
