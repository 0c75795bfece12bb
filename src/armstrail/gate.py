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
from armstrail.codebook.lexicon import lower
from armstrail.sentences import paragraphs

_WEAK = 2  # the kind of a designation that is a common word in lower case
NOTHING = "no word of arms or military aid in it or near it"


class Passage(NamedTuple):  # made in half the time of a dataclass, and most of a corpus goes no further
    """A paragraph of a text, start to end in characters, and whether it is read for claims."""

    start: int
    end: int
    passes: bool


def passages(text: str, title: str = "") -> list[Passage]:
    """The passages of a text in order. A title with a word of the gate opens the first passages."""
    before = len(title) + 1 if title else 0
    found = hits(f"{title}\n{text}" if title else text)
    if not found:
        return [Passage(start, end, False) for start, end in paragraphs(text)]  # noqa: FBT003 - quicker without a name
    spans = list(paragraphs(text))
    starts = [before + start for start, _ in spans]
    passing = _widened(text, spans, {bisect_right(starts, position) - 1 for position in found})
    return [Passage(start, end, number in passing) for number, (start, end) in enumerate(spans)]


def hits(text: str) -> list[int]:
    """Where words of the gate begin, in characters of the text.

    A common noun may go on behind its last letter ("radars", "weaponry"). A name or a short word may only take a
    plural s ("MiGs"), and a designation that ends in a digit its sub-model ("F-16C", "S-300PMU").
    """
    small = lower(text)
    automaton, kinds = _automaton()
    found: list[int] = []
    for index, start, end in automaton.find_matches_as_indexes(small):
        if start and small[start - 1].isalnum():
            continue
        kind = kinds[index]
        if kind:
            after = small[end : end + 2]
            if after[:1].isalnum() and not (
                (after[0] == "s" and not after[1:].isalnum())
                or (small[end - 1].isdigit() and not after[0].isdigit())
            ):
                continue
            if kind == _WEAK and text[start].islower():
                continue
        found.append(start)
    return found


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
    kinds = [gate["stems"], gate["names"], gate["weak"]]
    automaton = ahocorasick_rs.AhoCorasick(
        [word for words in kinds for word in words],
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        store_patterns=False,
    )
    return automaton, b"".join(bytes([kind]) * len(words) for kind, words in enumerate(kinds))
