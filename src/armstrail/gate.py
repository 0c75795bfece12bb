"""Document -> which of its passages are worth reading for claims.

A passage is a paragraph. It passes where it holds a word of the gate (`codebook/gate.yaml`, the strong
nouns of `nouns.yaml`, designations, armed groups), where one near it does, or where it speaks again of
what another passage of the text named.
"""

from __future__ import annotations

import re
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
_BEGINNING = re.compile(r"(?<![^\W_])[^\W_]")
_LONGEST = 60  # no word of the gate that begins in another reaches further behind it
NOTHING = "no word of arms or military aid in it or near it"


class Passage(NamedTuple):  # made in half the time of a dataclass, and most of a corpus goes no further
    """A paragraph of a text, start to end in characters, and whether it is read for claims."""

    start: int
    end: int
    passes: bool


_passage = tuple.__new__  # a Passage without the names of its fields, for the many that do not pass


class _Words(NamedTuple):
    """Words of the gate, and the kind of each."""

    automaton: ahocorasick_rs.AhoCorasick
    kinds: bytes


def passages(text: str, title: str = "") -> list[Passage]:
    """The passages of a text in order. A title with a word of the gate opens the first passages."""
    if not (_prepared or _cached.cache_info().currsize):
        # the first text, which may be the only one: where the common nouns let all of it through,
        # the automaton over all names need not be built
        found = _widened(text, title, _places(title, text, _nouns()))
        if all(passage.passes for passage in found):
            return found
    places = _places(title, text, _all_words())
    if places:
        return _widened(text, title, places)
    return [_passage(Passage, (start, end, False)) for start, end in paragraphs(text)]


def holds_word(text: str, title: str = "") -> bool:
    """Whether a text or its title holds a word of the gate. Where none does, no passage passes."""
    return bool(_places(title, text, _all_words()))


def prepare() -> None:
    """Get ready for thousands of texts: takes half a second and some memory, and words are found twice as quickly."""
    if not _prepared:
        _prepared.append(_over(_every_word(), ahocorasick_rs.Implementation.DFA))


def _places(title: str, text: str, words: _Words) -> list[int]:
    """Where words of the gate begin in title and text, joined by a line end; one a line is enough."""
    whole = f"{title}\n{text}" if title else text
    small = lower(whole)
    kinds = words.kinds
    found: list[int] = []
    known = 0  # up to here the line is known to hold one
    for index, start, end in words.automaton.find_matches_as_indexes(small):
        if start < known:
            continue
        if (start and small[start - 1].isalnum()) or (
            kinds[index] and not _counts(kinds[index], whole, small, start, end)
        ):
            start = _hidden(words, whole, small, start, end)  # noqa: PLW2901
            if start < 0:
                continue
        found.append(start)
        known = small.find("\n", end)
        if known < 0:
            break
    return found


def _counts(kind: int, whole: str, small: str, start: int, end: int) -> bool:
    """Whether a name is a name where it stands.

    It may take a plural s ("MiGs"), and a designation that ends in a digit its sub-model ("F-16C", "S-300PMU").
    """
    after = small[end : end + 2]
    if after[:1].isalnum() and not (
        (after[0] == "s" and not after[1:].isalnum()) or (small[end - 1].isdigit() and not after[0].isdigit())
    ):
        return False
    return kind != _WEAK or not whole[start].islower()


def _hidden(words: _Words, whole: str, small: str, start: int, end: int) -> int:
    """Where a word of the gate begins that a longer one, which does not count, has hidden; -1 where none does.

    "Heckler & Koch G36" holds "Heckler & Koch G3", which is none here, and behind which "G36" must not be lost.
    """
    if small[start:end].isalnum():
        return -1
    for place in _BEGINNING.finditer(small, start + 1, end):
        begin = place.start()
        for index, first, last in words.automaton.find_matches_as_indexes(small[begin : end + _LONGEST]):
            if first:
                break
            kind = words.kinds[index]
            if not kind or _counts(kind, whole, small, begin, begin + last):
                return begin
    return -1


def _widened(text: str, title: str, places: list[int]) -> list[Passage]:
    """The passages that hold a word of the gate, stand near one that does, or speak of it again, pass."""
    spans = list(paragraphs(text))
    before = len(title) + 1 if title else 0
    starts = [before + start for start, _ in spans]
    near = int(tables()["gate"]["context"])
    passing: set[int] = set()
    for place in places:
        middle = bisect_right(starts, place) - 1  # -1 is the title
        passing.update(range(middle - near, middle + near + 1))
    found: list[Passage] = []
    for number, (start, end) in enumerate(spans):
        passes = number in passing or bool(places and _speaks_again(text[start:end].lower()))
        found.append(Passage(start, end, passes))
    return found


def _speaks_again(small: str) -> bool:
    for word in _again():  # noqa: SIM110 - a plain loop is twice as quick as any()
        if word in small:
            return True
    return False


@cache
def _again() -> tuple[str, ...]:
    """The words that speak of a transfer again, without those that hold another of them."""
    words: list[str] = tables()["gate"]["again"]
    return tuple(word for word in words if not any(other != word and other in word for other in words))


_prepared: list[_Words] = []


def _all_words() -> _Words:
    return _prepared[0] if _prepared else _cached()


@cache
def _cached() -> _Words:
    return _over(_every_word())


def _every_word() -> dict[int, list[str]]:
    gate = tables()["gate"]
    return {_STEM: gate["stems"], _NAME: [*gate["short"], *gate["names"]], _WEAK: gate["weak"]}


@cache
def _nouns() -> _Words:
    """The common nouns alone, which are few."""
    gate = tables()["gate"]
    return _over({_STEM: gate["stems"], _NAME: gate["short"]})


def _over(kinds: dict[int, list[str]], implementation: ahocorasick_rs.Implementation | None = None) -> _Words:
    automaton = ahocorasick_rs.AhoCorasick(
        [word for words in kinds.values() for word in words],
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        store_patterns=False,
        implementation=implementation,
    )
    return _Words(automaton, b"".join(bytes([kind]) * len(words) for kind, words in kinds.items()))
