"""Text -> words held at a distance: in quotation marks, and nobody's speech (codebook-statements)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from armstrail.codebook import tables
from armstrail.model import Distanced, Document, Span
from armstrail.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from armstrail.model import Statement
    from armstrail.sentences import Sentence

MARKS = (
    re.compile(r"“(?P<words>[^“”\n]{2,80})”|\"(?P<straight>[^\"\n]{2,80})\""),
    re.compile(r"(?<![\w’'])[‘'](?P<words>[^‘’'\n]{2,80})[’'](?!\w)"),
)
OUTER = re.compile(r"“[^“”]*”|\"[^\"]*\"")
MOST_WORDS = 6
WORD = re.compile(r"[^\W_][\w'’-]*")
NAME = r"(?:the\s+)?[A-ZÀ-Þ][\w'’.-]*(?:\s+[A-ZÀ-Þ][\w'’.-]*){0,3}|(?:the|his|her|its|their)\s+(?:[a-z]+\s+)?[a-z]+"


def distanced(
    document: Document, split: Iterable[Sentence], said: Sequence[Statement]
) -> tuple[tuple[Statement, ...], list[tuple[Span, Distanced]]]:
    """The statements with the words that they hold at a distance, and the sentence and words of all others.

    What stands within the content of a statement is its speaker's speech, but for marks within marks.
    """
    content = [(statement, piece) for statement in said for piece in statement.content]
    pieces = Pieces(piece for _, piece in content)
    held: dict[str, list[Distanced]] = {}
    own: list[tuple[Span, Distanced]] = []
    for sentence in split:
        words = document.words(sentence.span)
        for match in _marked(words):
            start, end = (sentence.span.start + i for i in match.span(match.lastindex or 0))
            at = Span(start, end, sentence.span.place)
            by = next((content[n][0] for n in pieces.meeting(at)), None)
            nested = _inside(words, match)
            named = _calls().search(words[: match.start()]) is not None
            if named:
                by = None  # "what Minsk calls": the outlet uses another's words
            elif (by is not None) != nested:
                continue
            if not _is_fragment(words, match, within=nested):
                continue
            found = Distanced(at, _whose(words, match, sentence.span))
            if by:
                held.setdefault(by.id, []).append(found)
            else:
                own.append((sentence.span, found))
    return tuple(replace(s, distanced=tuple(held[s.id])) if s.id in held else s for s in said), own


def _marked(words: str) -> Iterator[re.Match[str]]:
    """What stands in double marks, then what stands in single ones."""
    if any(mark in words for mark in "“\"‘'"):
        for marks in MARKS:
            yield from marks.finditer(words)


def _inside(words: str, match: re.Match[str]) -> bool:
    """Whether single marks stand within double ones."""
    return match.re is MARKS[1] and any(
        o.start() < match.start() and match.end() < o.end() for o in OUTER.finditer(words)
    )


def _is_fragment(words: str, match: re.Match[str], *, within: bool) -> bool:
    """Whether the marks hold a few words of their sentence, and neither speech nor a name."""
    inner = match[match.lastindex or 0]
    held = WORD.findall(inner)
    if not held or len(held) > MOST_WORDS or re.search(r"[.!?]$", inner) or inner.endswith(","):
        return False
    if all(w[:1].isupper() or w[:1].isdigit() for w in held if len(w) > 3) and not held[0].islower():
        return False  # a name or a title
    before = WORD.findall(words[: match.start()])
    if not before and not re.match(r"\s*[a-z]", words[match.end() :]):
        return False  # nothing is around it: speech
    table = _table()
    last = [w.lower() for w in before[-2:]]
    calls = _calls().search(words[: match.start()])
    if calls is None and last and (last[-1] in table["names"] or last[-1] in table["speech"]):
        return False
    if re.search(r"[,:]\s*$", words[: match.start()]):
        return within or _after(words, match) is not None
    following = WORD.findall(words[match.end() : match.end() + 40])
    return not (
        following
        and following[0].lower() in table["speech"]
        and "," in words[match.end() - 2 : match.end() + 2]
    )


def _whose(words: str, match: re.Match[str], sentence: Span) -> Span | None:
    """Who uses the words, where the text says so: "what Moscow calls", "as Ankara terms it", "Moscow's"."""
    before = _calls().search(words[: match.start()])
    found = before or _after(words, match)
    if found is None:
        found = re.search(
            r"(?P<who>[A-ZÀ-Þ][\w.-]*(?:\s+[A-ZÀ-Þ][\w.-]*)?)['’]s?\s+(?:so-called\s+)?[“\"‘']$",
            words[: match.start() + 1],
        )
    if found is None:
        return None
    start, end = found.span("who")
    return Span(sentence.start + start, sentence.start + end, sentence.place)


def _after(words: str, match: re.Match[str]) -> re.Match[str] | None:
    """ ", as Ankara terms it" after the marks."""
    return _afterwards().match(words, match.end())


@cache
def _table() -> dict[str, frozenset[str]]:
    return {name: frozenset(some) for name, some in tables()["distance"].items()}


@cache
def _calls() -> re.Pattern[str]:
    calls = "|".join(sorted(_table()["calls"], key=len, reverse=True))
    return re.compile(
        rf"\b(?:what\s+(?=(?:{NAME})\s+(?:has\s+|have\s+)?(?:{calls})\b)|(?:{calls})\s+by\s+)(?P<who>{NAME})"
        rf"(?:\s+(?:has|have))?(?:\s+(?:{calls}))?(?:\s+(?:a|an|the|its|his|their|as))*\s*$"
    )


@cache
def _afterwards() -> re.Pattern[str]:
    calls = "|".join(sorted(_table()["calls"], key=len, reverse=True))
    return re.compile(rf",?\s+as\s+(?P<who>{NAME})\s+(?:{calls}|puts?)\b")
