"""The names of strands through the readings of a document: one that a newer reader reads otherwise keeps its name, by
which its deal is known and decided on, and no other strand is given it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from armstrail.deals import strand_key, strands
from armstrail.deals.kinds import UNSPECIFIED
from armstrail.ledger.judgements import share

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from armstrail.deals import Told
    from armstrail.model import Span, Strand


_SIDES = ("supplier", "recipient")


@dataclass(frozen=True, slots=True)
class Names:
    """What the strands of a document's last reading are called: `kept` by the name each would have by what it says;
    `taken` are all names that strands of the document have or had.
    """

    kept: dict[str, str]
    taken: frozenset[str]

    def given(self, made: Iterable[Strand]) -> Iterator[Strand]:
        """Strands of that reading, as read or as corrected, under their names."""
        taken = set(self.taken)
        for strand in made:
            own = strand_key(strand)
            name = self.kept.get(own) or _free(strand, own, taken)
            taken.add(name)
            yield strand if name == own else replace(strand, key=name)


def names(document: str, readings: Iterable[Sequence[Told]]) -> Names:
    """The names after some readings of a document, the oldest first; those after fewer of them were the same."""
    forms: list[_Form] = []
    kept: dict[str, str] = {}
    taken: set[str] = set()
    for told in readings:
        made = _forms(document, told)
        kept = _followed(forms, made)
        for one in made:
            if one.own not in kept:
                kept[one.own] = _free(one.strand, one.own, taken)
                taken.add(kept[one.own])
        new = dict.fromkeys(replace(one, name=kept[one.own]) for one in made)
        forms = sorted({**dict.fromkeys(forms), **new}, key=lambda one: one.place)
    return Names(kept, frozenset(taken))


def _free(strand: Strand, own: str, taken: Collection[str]) -> str:
    """A strand's own name, else the first that it would have as a later item of its claim, which none has or had."""
    if own not in taken:
        return own
    bare = replace(strand, key=None)
    later = (strand_key(replace(bare, part=part)) for part in count(strand.part + 1))
    return next(name for name in later if name not in taken)


@dataclass(frozen=True, slots=True)
class _Form:
    """A strand as one reading has it: its name by what it says, where its evidence and its item stand, its name."""

    own: str
    strand: Strand
    evidence: Span
    item: Span | None
    name: str = ""

    @property
    def place(self) -> tuple[str, int]:
        return self.evidence.place, self.evidence.start

    @property
    def said(self) -> tuple[str, Span | None, str]:
        return self.own, self.item, self.strand.stage


def _forms(document: str, told: Sequence[Told]) -> list[_Form]:
    claims = {one.key: one.claim for one in told}
    return [
        _Form(
            strand_key(strand),
            strand,
            claims[strand.claim].span,
            claims[strand.claim].items[strand.part].span if claims[strand.claim].items else None,
        )
        for strand in strands(document, None, told)
    ]


def _followed(former: Sequence[_Form], made: Sequence[_Form]) -> dict[str, str]:
    """The names of those that some were in a former reading, each name but once. `former` stand in the order of places.

    They are the same where they say the same; else where they have most words of their evidence, the dyad, and the
    goods in common; else where there is nothing else that the one can have become, nor the other have been.
    """
    found: dict[str, str] = {}
    used: set[str] = set()

    def follow(own: str, name: str) -> None:
        if own not in found and name not in used:
            found[own] = name
            used.add(name)

    said = defaultdict(list)
    for form in former:
        said[form.said].append(form.name)
    for one in made:
        if one.own in said.get(one.said, ()):
            follow(one.own, one.own)
    for one in made:
        for name in said.get(one.said, ()):
            follow(one.own, name)
    pairs = list(_beside([form for form in former if form.name not in used], made, found))
    alike = [(_alike(form, one), one.own, form.name) for form, one in pairs]
    for score, own, name in sorted(alike, key=lambda pair: pair[0], reverse=True):
        if score >= (1,):
            follow(own, name)
    possible = {(one.own, form.name) for form, one in pairs if _may_be(form, one)}
    possible = {(own, name) for own, name in possible if own not in found and name not in used}
    owns, names_of = (Counter(pair[at] for pair in possible) for at in (0, 1))
    for own, name in possible:
        if owns[own] == names_of[name] == 1:
            follow(own, name)
    return found


def _beside(
    former: Sequence[_Form], made: Sequence[_Form], found: Collection[str]
) -> Iterator[tuple[_Form, _Form]]:
    """Each of those made that are not found yet, with each former one that has most words of its evidence."""
    places = [form.place for form in former]
    for one in made:
        if one.own not in found:
            (where, start), length = one.place, one.evidence.end - one.evidence.start
            first = bisect_left(places, (where, start - length))
            last = bisect_right(places, (where, start + length))
            for form in former[first:last]:
                if share(form.evidence, one.evidence) > 0.5:
                    yield form, one


def _alike(one: _Form, other: _Form) -> tuple[float, ...]:
    """How alike two are, of most of the same words; below (1,) where that does not make them the same."""
    if _shared(one, other) < 2:
        return (0,)
    if one.item and other.item and not one.item.overlaps(other.item):
        return (0,)
    stage = one.strand.stage == other.strand.stage
    goods = one.item is not None and other.item is not None
    return (goods + stage, goods, one.own == other.own, share(one.evidence, other.evidence))


def _may_be(one: _Form, other: _Form) -> bool:
    """Whether one may have become the other: a party of the same goods, or the goods of a dyad, are read otherwise."""
    if one.item and other.item and one.item.overlaps(other.item):
        parties = [(getattr(one.strand, side), getattr(other.strand, side)) for side in _SIDES]
        return any(first == second or not (first and second) for first, second in parties)
    kinds = {one.strand.goods, other.strand.goods} - {UNSPECIFIED}
    return _shared(one, other) == 2 and len(kinds) < 2


def _shared(one: _Form, other: _Form) -> int:
    """How many of their two parties are the same."""
    return sum(getattr(one.strand, side) == getattr(other.strand, side) for side in _SIDES)
