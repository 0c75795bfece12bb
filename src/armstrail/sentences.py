"""Text -> paragraphs, sentences and tokens, each a run of the text's own characters.

A caption or an agency's credit that is run into the next words ("… 2022.President …", "ReutersRussian …")
ends there, so that it swallows no sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from armstrail.codebook import lexicon, tables
from armstrail.model import Place, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# A text without a full stop must not become one sentence of a million characters.
LONGEST = 4_000
PARTIES = frozenset({"state", "bloc", "group"})

# The first looks only where a run of marks begins: a million full stops are one run, not a million.
END = re.compile(r"""(?<![.!?…])[.!?…]+["'”’»)\]]*(?=\s|$)|[.!?]["”’]?(?=“?[A-ZÀ-Þ][a-zà-ÿ])""")
TOKEN = re.compile(
    r"""
    \d+(?:[.,:/]\d+)*(?:%|st|nd|rd|th|mm|s)?(?![\w])   # 1,370  24.9  155mm  1980s
    | [^\W\d_](?:\.[^\W\d_])+\.?                       # U.S.  a.m.
    | \w+(?:[-‑/.&](?!for-)(?<!-for-)\w+)*(?:['’](?=[^\W\d_])(?!s\b|S\b)\w+)?   # words, F-16C/D, don't
    | ['’][sS]\b                                       # possessive
    | \S
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a possessive s or one punctuation mark; `lower` is its lower-case form."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text or title; `paragraph` counts from 0."""

    span: Span
    paragraph: int
    tokens: tuple[Token, ...]


def split(text: str, place: Place = "text") -> list[Sentence]:
    """All sentences of a text in order; every character that is no white space lies in exactly one."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        for s, e in _sentences(text, start, end):
            found.append(Sentence(Span(s, e, place), number, tokenise(text, s, e)))
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each run of lines that is not blank; every line is its own paragraph."""
    begin = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = begin if len(words) == len(line) else begin + len(line) - len(line.lstrip())
            yield start, start + len(words)
        begin += len(line) + 1


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end without the white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def tokenise(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of text[start:end]. Two parties that a hyphen joins are three: "Chad-Libya"."""
    return tuple(
        Token(m.start() + s, m.start() + e, m.group()[s:e], m.group()[s:e].lower())
        for m in TOKEN.finditer(text, start, end)
        for s, e in (_compound(m.group()) if "-" in m.group() else ((0, m.end() - m.start()),))
    )


@lru_cache(1 << 12)
def _compound(word: str) -> tuple[tuple[int, int], ...]:
    """Where the parts of a word with hyphens stand: parties and what joins them, or the word whole."""
    parts = [(m.start(), m.end()) for m in re.finditer(r"[^-]+|-", word)]
    names = [word[s:e] for s, e in parts[::2]]
    if len(names) > 1 and not _is_party(word) and all(map(_is_party, names)):
        return tuple(parts)
    return ((0, len(word)),)


def _is_party(word: str) -> bool:
    """Whether the whole of a word names a state, bloc or group."""
    return any(
        (match.start, match.end) == (0, len(word)) and any(form.kind in PARTIES for form in match.forms)
        for match in lexicon.find(word)
    )


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    credit = _credit(text, start, end)
    if credit:
        yield start, credit
        begin = credit
    for match in END.finditer(text, begin, end):
        if match.end() < end and not _ends(text, begin, match, end):
            continue
        yield from _short(text, *trim(text, begin, match.end()))
        begin = match.end()
    s, e = trim(text, begin, end)
    if s < e:
        yield from _short(text, s, e)


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Break what is longer than any sentence at a space, or where there is none, anywhere."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield trim(text, start, cut)
        start, _ = trim(text, cut, end)
    if start < end:
        yield start, end


def _credit(text: str, start: int, end: int) -> int | None:
    """The end of an agency's name that is run into a paragraph's first word."""
    match = _credits().match(text, start, end)
    return match.end() if match else None


def _ends(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Whether a full stop, question or exclamation mark ends a sentence."""
    before = text[max(begin, match.start() - 24) : match.start()]
    word = re.search(r"[\w.]*$", before)
    last = word.group() if word else ""
    after = text[match.end() : min(end, match.end() + 60)].lstrip()
    if not after:
        return True
    first = re.match(r"[\"'“‘(\[]*([^\W_]*)", after)
    opener = first.group(1) if first else ""
    mark = match.group()[0]
    if mark == "…" or match.group().startswith("..."):
        return opener[:1].isupper()
    if mark == ".":
        if match.group() == "." and not text[match.end()].isspace():
            # run-in: "2022.President", never "www.example.Com" or "U.S.Navy"
            return len(last) > 1 and "." not in last and last not in _words("abbreviations")
        if last in _words("initialisms"):
            return opener in _words("starters") or after[:1] in '"“'
        if last in _words("abbreviations") or (len(last) == 1 and last.isupper()):
            return False
    elif _reported(after, match.group()):
        return False
    return not opener[:1].islower() and not _in_brackets(text, begin, match.end(), end)


def _in_brackets(text: str, begin: int, stop: int, end: int) -> bool:
    """Whether a full stop stands inside a short bracket: "(see A1. A2)"."""
    opened = text.rfind("(", max(begin, stop - 80), stop)
    return opened >= 0 and text.find(")", opened, stop) < 0 and text.find(")", stop, min(end, stop + 80)) >= 0


def _reported(after: str, marks: str) -> bool:
    """'"Why?" Smith asked': the reporting clause belongs to the question."""
    if marks[-1] not in "\"”’'":
        return False
    return any(w in _words("reporting") for w in re.findall(r"\w+", after)[:4])


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(tables()["sentences"][key])


@cache
def _credits() -> re.Pattern[str]:
    names = sorted(tables()["sentences"]["credits"], key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, names)) + ")(?=[A-Z][a-z]|(?<=[a-z])A )")
