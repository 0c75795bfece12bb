"""Pieces of patterns that dates, quantities and money share."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from armstrail.codebook import lexicon, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What may stand between two words: a line may end there, a paragraph not.
SPACE = r"(?:\s{1,2})"
DASH = r"[-‐‑–—]"
# How many characters before a number are searched for the words that belong to it.
REACH = 40


def table(name: str) -> dict[str, Any]:
    """One of the codebook's tables that is a mapping."""
    found: dict[str, Any] = tables()[name]
    return found


def any_of(words: Iterable[str]) -> str:
    """An alternative of words, the longest first, with any space between their parts."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("\\ ", SPACE) for word in longest_first)


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    """The first word of each phrase, lower case: where to look for the phrase at all."""
    return frozenset(re.split(r"[ -]", phrase.lower(), maxsplit=1)[0] for phrase in phrases)


def plain(words: str) -> str:
    """The words in lower case with single spaces, as the tables have them."""
    return " ".join(words.split()).lower()


FIRST_WORD = re.compile(r"[^\W\d_]+")
# A word that continues no other.
WORD = re.compile(r"(?<![\w-])[^\W\d_]+")
JOIN = re.compile(rf"{SPACE}|-")
GAP = re.compile(SPACE)


class Phrases:
    """Phrases that begin with a letter, looked for only where one of their first words stands.

    A look at each word of a text takes a tenth of the time of a search for all phrases.
    """

    def __init__(self, phrases: Iterable[str], *, tail: str = r"(?![\w-])", fold: bool = True) -> None:
        """`tail`: what must follow them; `fold`: whether they count in any case of letters."""
        self._fold = fold
        by_word: dict[str, list[str]] = {}
        for phrase in phrases:
            for first in FIRST_WORD.findall(phrase)[:1]:
                by_word.setdefault(first.lower() if fold else first, []).append(phrase)
        self._by_word, self._tail = by_word, tail
        self._patterns: dict[
            str, re.Pattern[str]
        ] = {}  # compiled when first needed: a text needs few of them

    def match(self, text: str, position: int) -> re.Match[str] | None:
        """The longest of the phrases at a position."""
        word = FIRST_WORD.match(text, position)
        return self._at(text, word) if word else None

    def match_after(self, join: re.Pattern[str], text: str, position: int) -> re.Match[str] | None:
        """The same after `join`, which must be there."""
        joint = join.match(text, position)
        return self.match(text, joint.end()) if joint else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All of them in a text, in order, without overlaps."""
        position = 0
        for word in WORD.finditer(text):
            if word.start() >= position and (match := self._at(text, word)):
                position = match.end()
                yield match

    def _at(self, text: str, word: re.Match[str]) -> re.Match[str] | None:
        first = word[0].lower() if self._fold else word[0]
        group = self._by_word.get(first)
        if group is None:
            return None
        pattern = self._patterns.get(first)
        if pattern is None:
            flags = re.IGNORECASE if self._fold else re.NOFLAG
            pattern = self._patterns[first] = re.compile(rf"(?:{any_of(group)}){self._tail}", flags)
        return pattern.match(text, word.start())


class Before:
    """Phrases just before a position, which is looked at only where the last word of one of them stands."""

    def __init__(self, phrases: Iterable[str], *, gap: str = SPACE, fold: bool = True) -> None:
        """`gap`: what stands between a phrase and the position; `fold`: whether they count in any case of letters."""
        phrases = list(phrases)
        self._last = frozenset(re.split(r"[ -]", phrase)[-1].lower() for phrase in phrases)
        flags = re.IGNORECASE if fold else re.NOFLAG
        self._pattern = re.compile(rf"(?<![\w-])(?P<words>{any_of(phrases)}){gap}$", flags)

    def match(self, text: str, end: int) -> re.Match[str] | None:
        """The longest of the phrases that end before `end`; its group "words" is the phrase."""
        start = max(0, end - REACH)
        words = text[start:end].rsplit(None, 1)
        if not words or LAST.sub("", words[-1]).lower() not in self._last:
            return None
        return self._pattern.search(text, start, end)


# What may stand before or after the last word in one piece with it.
LAST = re.compile(r"^.*[-(“\"‘'—]|-$")


@cache
def bounds_before() -> Before:
    """Words that open a number downwards or upwards."""
    return Before(bound_kinds())


@cache
def bound_kinds() -> dict[str, str]:
    """The words of `bounds_before` -> lower, upper or about."""
    return {word: kind for kind, words in table("numbers")["before"].items() for word in words}


@cache
def between_before() -> Before:
    """The word that makes "and" a range."""
    return Before(["between"])


@cache
def _names_before() -> Before:
    return Before(table("numbers")["not_after"], gap="[ \u00a0-]", fold=False)


CAPITAL_WORD = re.compile(r"(?<![\w.])([A-ZÀ-Þ][\w.]{0,30})[ \u00a0-]$")


def is_name(text: str, start: int, digits: str) -> bool:
    """Whether the digits at `start` are part of a name: Block 70, Resolution 1929, Leopard 2."""
    if _names_before().match(text, start):
        return True
    word = CAPITAL_WORD.search(text, max(0, start - REACH), start)
    return word is not None and lexicon.knows(f"{word[1]} {digits}")
