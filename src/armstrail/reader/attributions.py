"""A window's vectors -> attributions: the cues, then source and content of each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from armstrail import cues, parties
from armstrail.codebook import tables
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
        if s >= window.start
        and not _transfers(vectors, window, (s, e))
        and not _refers(window, (s, e))
        and _words(window, (s, e)).lower() not in OPENING
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
        if sources and (own := _own_source(window, sources[0], cue)):
            sources = [own]
        content = [(s, e) for s, e, kind in parts if kind == 1]
        if sources and _is_question(window, cue):
            sources = _behind_by(window, cue)
        elif sources and _is_told_of(window, sources[0], cue):
            if any(known.others for known in cues.find(_words(window, cue))):
                content = sorted([*sources, *content])
            sources = _behind_by(window, cue)
        if content:
            sure = network.confidence("statement", _evidence(vectors, cue, score, row))
            made = Attribution(
                tuple(window.span(*r) for r in sources),
                (window.span(*cue),),
                tuple(window.span(*r) for r in content),
                sure,
            )
            found.append(Marked(made, cue, sources, content))
    found = [_by_whom(window, one, found) for one in found]
    found += _citing(window, found)
    known = [{cue.kind for cue in cues.find(_words(window, a.cue))} for a in found]
    both = list(zip(found, known, strict=True))
    return [a for a, of in both if _one_place(a.attribution) and not any(_repeats(a, of, *b) for b in both)]


# "(see Annex 3)", "reported in row 7", "listed in ABC12" lead elsewhere and report nothing.
LEADS = re.compile(r"[(\[] (?:see|cf\.?)$", re.IGNORECASE)
ENTRY = re.compile(r"(?:in|under|as) (?:(?:row|line|entry|item|note|table|annex) \d|[A-Z]{2,}\d)")
# What opens a content reports nothing itself.
OPENING = frozenset("that whether if".split())
BE = frozenset("is was be been being 's ’s".split())
COPULAS = frozenset("am is are was were be been being ’re 're stand stands stood".split())
ARTICLES = frozenset("a an the".split())


def _refers(window: Window, cue: Run) -> bool:
    """Whether a cue sends the reader to another place of the text's own."""
    before, after = _words(window, (max(cue[0] - 1, 0), cue[1])), _words(window, (cue[1], cue[1] + 3))
    return bool(LEADS.search(before) or ENTRY.match(after))


def _is_nobody(window: Window, source: Run, cue: Run) -> bool:
    """Whether a source names nobody: "It was announced that", an article, or the participle of such a cue alone."""
    words = _words(window, source).lower()
    if words in ARTICLES:
        return True
    verb = any(found.kind == "verb" for found in cues.find(_words(window, cue)))
    if words == "it":
        passive = _words(window, (source[1], cue[1])).lower().split()[:1]
        return verb and source[1] <= cue[0] and not BE.isdisjoint(passive)
    kinds = {found.kind for found in cues.find(words)}
    return "verb" in kinds and kinds <= {"verb", "passive"} and " " not in words


def _by_whom(window: Window, one: Marked, others: Sequence[Marked]) -> Marked:
    """An attribution whose source is that of another, as said by whoever its own words name.

    Told within the other's content, it is said by the subject of its own clause: "The survey found that most voters
    believed". Beside the other, it is what its source was asked ("Lund, asked about it, said") or cites another
    ("Radio 4, citing two officers, said"), who then says the same.
    """
    for other in others:
        if other is one or not (one.source and other.source):
            continue
        (start, end), (first, _) = one.source[0], other.source[0]
        quoted = window.tokens[other.cue[0]].text.lower() in tables()["contexts"]["quoted"]
        if (
            quoted and start == first <= other.cue[0] < end <= one.cue[0]
        ):  # "The daily quoted officials as saying"
            return _said_by(window, one, (other.cue[0] + 1, end), one.content)
        if one.source != other.source:
            continue
        around = next((r for r in other.content if r[0] < one.cue[0] and one.cue[1] <= r[1]), None)
        if around:
            own = _subject(window, (around[0], one.cue[0]))
            return _said_by(window, one, own, one.content) if own else one
        word = window.tokens[one.cue[0]].text.lower()
        if (
            word in tables()["contexts"]["asked"]
            and one.cue[1] < other.cue[0]
            and _words(window, (one.cue[0] - 1, one.cue[0])) == ","
        ):
            return _said_by(window, one, None, one.content)
        if word in tables()["contexts"]["citing"] and (cited := _cited(window, one.cue[1])):
            return _said_by(window, one, cited, other.content)
    return one


def _citing(window: Window, found: Sequence[Marked]) -> list[Marked]:
    """What those say whom a sentence cites for what another says in it, where the network marks no cue: "Radio 4 said,
    citing two officers".
    """
    made = []
    for at, token in enumerate(window.tokens):
        if token.text.lower() not in tables()["contexts"]["citing"] or any(
            a.cue[0] <= at < a.cue[1] for a in found
        ):
            continue
        before = [
            a for a in found if a.source and a.cue[1] <= at and window.line[a.cue[0]] == window.line[at]
        ]
        if before and (cited := _cited(window, at + 1)):
            content = [r for r in before[-1].content if r[1] <= at or r[0] >= cited[1]]
            one = replace(before[-1].attribution, cue=(window.span(at, at + 1),))
            if content:
                made.append(_said_by(window, Marked(one, (at, at + 1), [], []), cited, content))
    return made


def _said_by(window: Window, one: Marked, source: Run | None, content: list[Run]) -> Marked:
    sources = [source] if source else []
    made = replace(
        one.attribution,
        source=tuple(window.span(*r) for r in sources),
        content=tuple(window.span(*r) for r in content),
    )
    return Marked(made, one.cue, sources, content)


def _cited(window: Window, start: int) -> Run | None:
    """The people or papers that words from `start` on name: "two officers", "documents seen by the paper"."""
    end = start
    while (
        end < len(window.tokens)
        and window.line[end] == window.line[start]
        and re.match(r"\w", window.tokens[end].text)
    ):
        end += 1
    words = _words(window, (start, end))
    heads = {word.removesuffix("s") for word in words.lower().split()}
    offices = tables()["offices"]
    known = heads & {*offices["persons"], *offices["press"], *tables()["contexts"]["cited"]}
    party = end - start <= LONGEST_NAME and not OWNED.search(words) and parties.identify(words)
    return (start, end) if (known or party) and end - start <= 2 * LONGEST_SUBJECT else None


LONGEST_NAME = 3  # words
OWNED = re.compile(r"[’']s\b")  # what is cited is a thing of somebody's
LONGEST_SUBJECT = 6  # words; what is longer holds verbs of its own


def _subject(window: Window, before: Run) -> Run | None:
    """The words that are the subject of a verb, among those that stand before it in its clause; None where there are
    more than a noun phrase.
    """
    table = tables()["contexts"]
    words = [token.text.lower() for token in window.tokens[slice(*before)]]
    start, end = 0, len(words)
    while start < end and words[start] in OPENING:
        start += 1
    while end > start and any(
        words[end - 1] in table[name] for name in ("auxiliaries", "have", "adverbs", "modals")
    ):
        end -= 1
    inside = words[start:end]
    if window.tokens[before[1]].text.lower() == "to" or inside[-1:] == ["to"]:
        return None  # no verb of a clause of its own
    verbs = any(word in table[name] for word in inside for name in ("auxiliaries", "have", "modals"))
    joined = any(not re.search(r"\w", word) or word in ("and", "or", "but", *OPENING) for word in inside)
    if not 0 < len(inside) <= LONGEST_SUBJECT or verbs or joined:
        return None
    return before[0] + start, before[0] + end


def _own_source(window: Window, source: Run, cue: Run) -> Run | None:
    """Whoever stands beside a cue as its own subject where a source is further away: "Peru wants five, says the maker",
    "Peru, so pilots say, has", "Peru, which Quito accuses of".
    """
    words = [token.text.lower() for token in window.tokens[source[1] : cue[0]]]
    if source[1] > cue[0] or not words or not any(c.kind == "verb" for c in cues.find(_words(window, cue))):
        return None
    opens = max((i for i, word in enumerate(words) if word in ("so", "which", "whom")), default=None)
    if opens is not None and (words[opens] != "so" or words[opens - 1 : opens] == [","]):
        return _subject(window, (source[1] + opens + 1, cue[0]))
    inverted = window.tokens[cue[0]].text.lower() in tables()["contexts"]["inverted"]
    if not inverted or words[-1] != "," or len(words) == 1:
        return None
    end = cue[1]
    while (
        end < len(window.tokens)
        and window.line[end] == window.line[cue[0]]
        and re.match(r"\w", window.tokens[end].text)
    ):
        end += 1
    behind = _subject(window, (cue[1], end)) if end < len(window.tokens) else None
    named = behind and (
        window.tokens[cue[1]].text[0].isupper() or _words(window, (cue[1], cue[1] + 1)).lower() in NOUN_PHRASE
    )
    return behind if named and window.tokens[end].text in (",", ".") else None


NOUN_PHRASE = frozenset("a an the his her its their our my one two three several some many most".split())


def _is_told_of(window: Window, source: Run, cue: Run) -> bool:
    """Whether a source is whom a cue is said of or to: "Iran is accused", "Egypt has been told"."""
    table = tables()["contexts"]
    words = [token.text.lower() for token in window.tokens[: cue[1]]]
    participle = next((i for i in range(*cue) if words[i] in table["told_of"]), None)
    if participle is None or source[1] > cue[0]:
        return False
    if window.tokens[participle + 1 : participle + 2]:
        behind = window.tokens[participle + 1].text.lower()
        if behind in table["told_of_with"].get(words[participle], ()):
            return True
    before = participle - 1
    while before >= source[1] and (
        words[before] in (*table["adverbs"], "long") or words[before].endswith("ly")
    ):
        before -= 1
    return before >= source[1] and words[before] in COPULAS


def _is_question(window: Window, cue: Run) -> bool:
    """Whether a cue is what somebody was asked, by whom nobody says: "Asked whether", "when asked"."""
    before = window.tokens[cue[0] - 1].text.lower() if cue[0] else ""
    opens = (
        cue[0] == 0 or window.line[cue[0] - 1] != window.line[cue[0]] or before in ("when", "if", "“", '"')
    )
    return opens and window.tokens[cue[0]].text.lower() in tables()["contexts"]["asked"]


def _behind_by(window: Window, cue: Run) -> list[Run]:
    """The source that "by" leads right behind a cue: "accused by two monitors of"."""
    tokens = window.tokens
    start = cue[1] + 1
    if cue[1] >= len(tokens) or tokens[cue[1]].text.lower() != "by":
        if tokens[cue[1] - 1].text.lower() != "by":
            return []
        start = cue[1]
    end = start
    while end < min(len(tokens), start + 10) and window.line[end] == window.line[cue[0]]:
        word = tokens[end].text
        name = word == "of" and end + 1 < len(tokens) and tokens[end + 1].text[:1].isupper()
        if word.lower() in ENDS_SOURCE and not name:
            return [(start, end)] if end > start else []
        end += 1
    return []


# What a source behind "by" ends at.
ENDS_SOURCE = frozenset("of that to for with as over in on at during after before when while , . ; :".split())


def _words(window: Window, run: Run) -> str:
    return " ".join(token.text for token in window.tokens[slice(*run)])


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
    return likely[1] > likely[0] and not cues.find(_words(window, cue))


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
