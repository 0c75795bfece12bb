"""Texts and the bonds between them to stories: which text stands in which, decided for a family at a time.

Texts joined by bonds "version" are one core: each is a version of the others, through however many. A bond "part"
joins cores without making them one: a digest that prints two stories stands in both, and they stay two. Of the cores
that hold each other's text the foremost (`armstrail.stories.origins`) is the origin, the others stand in its story.

All of it depends on the texts and their bonds alone, not on the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from armstrail.stories.overlaps import Bond

    Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """The texts of one story: its origin, the versions of it, and the texts that hold a part or hold it as a part."""

    origin: int
    versions: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


class Families:
    """Which numbers hang together, however long the chain between them."""

    def __init__(self) -> None:
        self._above: list[int] = []

    def grow(self, count: int) -> None:
        self._above += range(len(self._above), count)

    def of(self, number: int) -> int:
        """The number that stands for the family of a number."""
        above = self._above
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    def join(self, one: int, other: int) -> None:
        one, other = self.of(one), self.of(other)
        if one != other:
            self._above[max(one, other)] = min(one, other)


def versions(bonds: Mapping[Pair, Bond], texts: Iterable[int] = ()) -> dict[int, int]:
    """For each of some texts, and of those that have bonds, the text that stands for its core."""
    place = {text: number for number, text in enumerate(dict.fromkeys((*texts, *chain.from_iterable(bonds))))}
    named = list(place)
    families = Families()
    families.grow(len(named))
    for (one, other), bond in bonds.items():
        if bond == "version":
            families.join(place[one], place[other])
    return {text: named[families.of(number)] for text, number in place.items()}


def cores(texts: Iterable[int], bonds: Mapping[Pair, Bond], rank: Callable[[int], Any]) -> list[list[int]]:
    """The cores of a family of texts, and the texts of each, the foremost first: the one with the least `rank`."""
    ordered = sorted(texts, key=rank)
    core = versions(bonds, ordered)
    held: dict[int, list[int]] = defaultdict(list)
    for text in ordered:
        held[core[text]].append(text)
    return list(held.values())


def unsettled(found: Sequence[Sequence[int]], bonds: Iterable[Pair]) -> set[Pair]:
    """Pairs to be compared before the cores are grouped: a text that has to do with some text of another core, and the
    foremost of that core.
    """
    first = {text: core[0] for core in found for text in core}
    return {
        (min(text, first[other]), max(text, first[other]))
        for pair in bonds
        for text, other in (pair, pair[::-1])
        if first[text] != first[other] != other
    }


def groups(found: Sequence[Sequence[int]], bonds: Mapping[Pair, Bond]) -> list[Group]:
    """The stories of cores, the foremost first.

    A text that shares words with the foremost of a core before its own stands in the story of that, which is an origin.
    What it shares with an earlier text that itself stands in a story, and not through that story, is that one's own:
    then that one is an origin too. So of any two texts that share words there is a story in which both stand.
    """
    place = {text: number for number, core in enumerate(found) for text in core}
    order = {text: number for number, text in enumerate(text for core in found for text in core)}
    first = {text: core[0] for core in found for text in core}
    near: dict[int, list[Pair]] = defaultdict(list)
    for pair in bonds:
        for text, other in (pair, pair[::-1]):
            if place[other] < place[text]:
                near[place[text]].append((text, other))
    guests: dict[int, dict[int, None]] = {}
    stands: dict[int, set[int]] = defaultdict(set)
    for number, core in enumerate(found):
        pairs = near[number]
        if len(core) > 1:
            for text in core:
                stands[text].add(core[0])
        pairs.sort(key=lambda p: (p[1] not in guests, p[1] != first[p[1]], order[p[1]], order[p[0]]))
        for text, other in pairs:
            if other in guests or not stands[text] & stands[other]:
                guests.setdefault(other, {})[text] = None
                stands[text].add(other)
                stands[other].add(other)
        if not pairs:
            guests.setdefault(core[0], {})
            stands[core[0]].add(core[0])
    return [
        Group(
            text,
            tuple(core[1:]) if text == core[0] else (),
            tuple(sorted(guests.get(text, ()), key=order.__getitem__)),
        )
        for core in found
        for text in core
        if text in guests or (text == core[0] and len(core) > 1)
    ]
