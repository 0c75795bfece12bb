"""Document -> which of its passages are worth reading for claims.

A passage is a paragraph. It passes where it holds a word of the gate (`codebook/gate.yaml`, the strong
nouns of `nouns.yaml`, designations, armed groups), where one near it does, or where it speaks again of
what another passage of the text named.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from armstrail.codebook import tables
from armstrail.codebook.surfaces import lower
from armstrail.sentences import paragraphs

# Kinds of words: a common noun may go on behind its last letter ("radars", "weaponry"), a name may not,
# a name that is also a common word needs a capital letter too.
_STEM, _NAME, _WEAK = range(3)
NOTHING = "no word of arms or military aid in it or near it"


class Passage(NamedTuple):  # made in half the time of a dataclass, and most of a corpus goes no further
    """A paragraph of a text, start to end in characters, and whether it is read for claims."""

    start: int
    end: int
    passes: bool


def passages(text: str, title: str = "") -> list[Passage]:
    """The passages of a text in order. A title with a word of the gate opens the first passages."""
    spans = list(paragraphs(text))
    named = _named(title, text, spans)
    if not named:
        return [Passage(start, end, False) for start, end in spans]  # noqa: FBT003 - quicker without a name
    passing = _widened(text, spans, named)
    return [Passage(start, end, number in passing) for number, (start, end) in enumerate(spans)]


def _named(title: str, text: str, spans: list[tuple[int, int]]) -> set[int]:
    """The numbers of the passages that hold a word of the gate; -1 is the title."""
    before = len(title) + 1 if title else 0
    small = lower(f"{title}\n{text}" if title else text)
    automaton, kinds = _automaton()
    found: set[int] = set()
    starts: list[int] = []
    known = 0  # up to here a passage is known to hold one
    for index, start, end in automaton.find_matches_as_indexes(small):
        if start < known or (start and small[start - 1].isalnum()):
            continue
        kind = kinds[index]
        if kind and not _is_whole(small[end - 1 : end + 2]):
            continue
        if kind == _WEAK and (title[start] if start < before else text[start - before]).islower():
            continue
        starts = starts or [before + s for s, _ in spans]
        number = bisect_right(starts, start) - 1
        found.add(number)
        known = before + spans[number][1] if number >= 0 else before
    return found


def _is_whole(ending: str) -> bool:
    """Whether a name ends after the first of three characters.

    It may take a plural s ("MiGs"), and a designation that ends in a digit its sub-model ("F-16C", "S-300PMU").
    """
    last, after = ending[0], ending[1:]
    if not after[:1].isalnum():
        return True
    return (after[0] == "s" and not after[1:].isalnum()) or (last.isdigit() and not after[0].isdigit())


def _widened(text: str, spans: list[tuple[int, int]], named: set[int]) -> set[int]:
    """The passages that hold a word of the gate, stand near one that does, or speak of it again."""
    near = int(tables()["gate"]["context"])
    passing = {number for middle in named for number in range(middle - near, middle + near + 1)}
    for number, (start, end) in enumerate(spans):
        if number not in passing:
            small = text[start:end].lower()
            for word in _again():
                if word in small:
                    passing.add(number)
                    break
    return passing


@cache
def _again() -> tuple[str, ...]:
    """The words that speak of a transfer again, without those that hold another of them."""
    words: list[str] = tables()["gate"]["again"]
    return tuple(word for word in words if not any(other != word and other in word for other in words))


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, bytes]:
    """All words of the gate, and for each of them its kind."""
    gate = tables()["gate"]
    kinds = {_STEM: gate["stems"], _NAME: gate["names"], _WEAK: gate["weak"]}
    automaton = ahocorasick_rs.AhoCorasick(
        [word for words in kinds.values() for word in words],
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        store_patterns=False,
    )
    return automaton, b"".join(bytes([kind]) * len(words) for kind, words in kinds.items())
