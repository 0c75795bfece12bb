"""Articles by chance: of every day, of arms, of both, and of a wire that several outlets print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Literal

from bench.corpus import words
from bench.corpus.languages import LANGUAGES
from bench.made import ARMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Kind = Literal["everyday", "mention", "arms"]
"""`mention` holds a word of arms in passing, and tells of no transfer."""

_SLOT = re.compile(r"\{(\w+)\}")
_PLACES = [begin + end for begin in words.SYLLABLES for end in words.PLACE_ENDS]
_NAMES = [
    f"{first} {begin}{end}"
    for first in words.FIRST_NAMES
    for begin in words.SYLLABLES
    for end in words.NAME_ENDS
]
_EVERYWHERE: dict[str, list[str]] = {
    "place": _PLACES,
    "name": _NAMES,
    "count": [str(number) for number in range(14, 990)],
    "two": [str(number) for number in range(11, 99)],
}


@dataclass(frozen=True, slots=True)
class Article:
    """What an outlet prints: its language, its title, its paragraphs."""

    language: str
    kind: Kind
    title: str
    paragraphs: tuple[str, ...]


class _Patterns:
    """Patterns that are filled by chance."""

    def __init__(self, patterns: Sequence[str], *slots: dict[str, list[str]]) -> None:
        known = dict(chain.from_iterable(some.items() for some in (_EVERYWHERE, *slots)))
        self._filled = [
            (_SLOT.sub("%s", pattern), [known[name] for name in _SLOT.findall(pattern)])
            for pattern in (pattern.replace("%", "%%") for pattern in patterns)
        ]

    def draw(self, chance: Callable[[], float]) -> str:
        """One sentence or title, with its first letter a capital."""
        pattern, slots = self._filled[int(chance() * len(self._filled))]
        text = pattern % tuple([slot[int(chance() * len(slot))] for slot in slots])
        return text[0].upper() + text[1:]


_ITEMS = {"items": list(chain.from_iterable(ARMS.values()))}
_ENGLISH = {name: _Patterns(patterns, words.ENGLISH) for name, patterns in words.SUBJECTS.items()}
_SUBJECTS = list(_ENGLISH.values())
_TITLES = _Patterns(words.TITLES, words.ENGLISH)
_MENTIONS = _Patterns(words.MENTIONS, words.ENGLISH)
_ARMS = _Patterns(words.ARMS_SENTENCES, words.ENGLISH, words.ARMS_SLOTS, _ITEMS)
_ARMS_AROUND = _Patterns(words.ARMS_AROUND, words.ENGLISH, words.ARMS_SLOTS)
_ARMS_TITLES = _Patterns(words.ARMS_TITLES, words.ARMS_SLOTS, _ITEMS)
_FOREIGN = {name: _Patterns(patterns, slots) for name, (patterns, slots) in LANGUAGES.items()}
MENU_HEADLINES = _Patterns(words.MENU_HEADLINES, words.ARMS_SLOTS)


def article(language: str, kind: Kind, draw: Random) -> Article:
    """An article of five to twenty paragraphs of one to three sentences."""
    chance = draw.random
    if language != "en":
        return Article(language, "everyday", headline(language, chance), _body(_FOREIGN[language], chance))
    if kind == "arms":
        return Article(language, kind, _ARMS_TITLES.draw(chance), _arms_body(chance))
    paragraphs = _body(_SUBJECTS[int(chance() * len(_SUBJECTS))], chance)
    if kind == "mention":
        place = int(chance() * len(paragraphs))
        told = f"{paragraphs[place]} {_MENTIONS.draw(chance)}"
        paragraphs = (*paragraphs[:place], told, *paragraphs[place + 1 :])
    return Article(language, kind, _TITLES.draw(chance), paragraphs)


def headline(language: str, chance: Callable[[], float], longest: int = 80) -> str:
    """A title, for an article or for a link to another: of so many characters at most, whole words, one at least."""
    text = (_TITLES if language == "en" else _FOREIGN[language]).draw(chance)
    if len(text) > longest:
        text = text[:longest].rpartition(" ")[0] or text.partition(" ")[0]
    return text.rstrip(" ,.。")


@cache
def wire(seed: int, kind: Kind, number: int) -> Article:
    """A story of a wire, the same wherever it is printed."""
    return article("en", kind, Random(f"{seed} {kind} {number}"))  # noqa: S311 - the same in every run


def printed(story: Article, draw: Random) -> Article:
    """A wire's story as one outlet prints it: with a credit, often with another title, cut, or added to."""
    chance = draw.random
    paragraphs = list(story.paragraphs)
    if chance() < 0.5:
        paragraphs = paragraphs[: max(3, int(len(paragraphs) * (0.5 + 0.5 * chance())))]
    if chance() < 0.2:
        paragraphs.append(_ENGLISH["council"].draw(chance))
    paragraphs[0] = f"{_PLACES[int(chance() * 300)].upper()} (Meridian Wire) - {paragraphs[0]}"
    title = (
        story.title
        if chance() < 0.6
        else f"{story.title}, {draw.choice(('reports say', 'again', 'updated'))}"
    )
    return Article(story.language, story.kind, title, tuple(paragraphs))


def _body(patterns: _Patterns, chance: Callable[[], float]) -> tuple[str, ...]:
    return tuple(
        " ".join([patterns.draw(chance) for _ in range(1 + int(3 * chance()))])
        for _ in range(5 + int(16 * chance()))
    )


def _arms_body(chance: Callable[[], float]) -> tuple[str, ...]:
    """A first sentence of a transfer, two or three more of transfers, and much around them."""
    paragraphs = [_ARMS.draw(chance)]
    for number in range(4 + int(16 * chance())):
        patterns = _ARMS_AROUND if number < 4 or chance() < 0.5 else _ENGLISH["council"]
        told = [patterns.draw(chance) for _ in range(1 + int(3 * chance()))]
        if chance() < 0.2:
            told[0] = _ARMS.draw(chance)
        paragraphs.append(" ".join(told))
    return tuple(paragraphs)
