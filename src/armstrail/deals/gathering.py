"""Strands -> deals: one after the other, in the order of publication, each into the deal that it fits best.

The order does not depend on when a text was added, so that the same claims make the same deals; what comes after all
others is taken in without going over them again. What a strand is compared with is bounded, so that the time grows
with the strands and no faster: the deals of its own text, of its number and value, and those last told of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from armstrail.deals.kinds import UNSPECIFIED, rules
from armstrail.deals.likeness import NO_DAY, Features, View, compare, ordinal, view, weight
from armstrail.deals.strands import block, kind_of, strand_key
from armstrail.model import Deal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from armstrail.model import Strand

_RECENT = 16  # deals last told of that a strand is compared with
_OF_NUMBER = 8  # deals of the same number


@dataclass(frozen=True, slots=True)
class Decided:
    """What reviewers decided of strands: the group that each stands in, by its key, and from which other groups each
    group is kept apart.
    """

    groups: Mapping[str, int] = field(default_factory=dict)
    apart: Mapping[int, Collection[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """A strand in its deal: the deal's key, and why, as deals.yaml names the reasons."""

    key: str
    strand: Strand
    deal: str
    why: tuple[str, ...]


def order(strand: Strand) -> tuple[object, ...]:
    """The order in which strands are gathered: by the day and the text, within a text the most specific first."""
    specific = (
        (strand.designation is not None) + (strand.quantity is not None) - (strand.category == UNSPECIFIED)
    )
    day = ordinal(strand.published) or NO_DAY
    return (day, strand.document, -specific, strand.place, strand.part, strand.claim)


class Gathering:
    """The deals of one block (`strands.block`), strand by strand."""

    def __init__(self, decided: Decided | None = None) -> None:
        self._decided = decided or Decided()
        self._deals: dict[str, Features] = {}
        self._of_group: dict[int, str] = {}  # the deal of each group that was decided on
        self._recent: dict[str, None] = {}  # in the order in which they were last told of
        self._by: dict[object, list[str]] = defaultdict(list)  # deals by number, by value and by text

    def restore(self, placed: Placed) -> None:
        """Take in a strand whose deal is known. Strands come in their order."""
        self._put(placed.key, view(placed.strand), placed.deal)

    def place(self, strand: Strand) -> Placed:
        """Find a strand its deal. Strands come in their order."""
        key, new = strand_key(strand), view(strand)
        deal, why = self._decide(key, new)
        self._put(key, new, deal)
        return Placed(key, strand, deal, (*why, "named_in_text") if strand.filled else why)

    def _decide(self, key: str, new: View) -> tuple[str, tuple[str, ...]]:
        parted: set[str] = set()
        if (group := self._decided.groups.get(key)) is not None:
            if group in self._of_group:
                return self._of_group[group], ("joined",)
            others = self._decided.apart.get(group, ())
            parted = {self._of_group[other] for other in others if other in self._of_group}
        best, most = None, float(rules()["joins"])
        why: tuple[str, ...] = ("parted",) if parted else ("first",)
        for name in self._candidates(new):
            if name in parted:
                continue
            found = compare(new, self._deals[name])
            if found is not None and weight(found) >= most and (weight(found) > most or best is None):
                best, most, why = name, weight(found), found
        return best or key, why

    def _candidates(self, new: View) -> Iterable[str]:
        """The deals to compare with, those told of last first."""
        found = dict.fromkeys(islice(reversed(self._recent), _RECENT))
        for mark in _marks(new):
            found |= dict.fromkeys(reversed(self._by[mark][-_OF_NUMBER:])) if mark in self._by else {}
        return found

    def _put(self, key: str, new: View, deal: str) -> None:
        features = self._deals.get(deal)
        if features is None:
            features = self._deals[deal] = Features()
        features.add(new)
        if (group := self._decided.groups.get(key)) is not None:
            self._of_group[group] = deal
        self._recent.pop(deal, None)
        self._recent[deal] = None
        for mark in _marks(new):
            if self._by[mark][-1:] != [deal]:
                self._by[mark].append(deal)


def _marks(new: View) -> list[object]:
    """What deals are found by, beside having been told of last."""
    strand = new.strand
    found: list[object] = [strand.document]
    if new.number:
        found.append((new.number, new.kind.family))
    if strand.amount is not None:
        found.append((strand.currency, strand.amount))
    return found


# ------------------------------------------------------------------ whole deals


def gather(strands: Iterable[Strand], decided: Decided | None = None) -> list[Deal]:
    """The deals of strands of any blocks, by key."""
    blocks: dict[str, list[Strand]] = defaultdict(list)
    for strand in strands:
        blocks[block(strand)].append(strand)
    found: dict[str, list[Strand]] = defaultdict(list)
    for some in blocks.values():
        gathering = Gathering(decided)
        for strand in sorted(some, key=order):
            placed = gathering.place(strand)
            found[placed.deal].append(replace(strand, reason=said(placed.why)))
    return [deal(key, placed) for key, placed in sorted(found.items())]


def deal(key: str, strands: Sequence[Strand]) -> Deal:
    """A deal of its strands, in their order. Its parties are those of the first that names both, else of the first
    that name them, since a reviewer may have joined what is told of an unstated party to it; its goods those told of
    these parties, since he may have joined what is told of others.
    """
    whole = [strand for strand in strands if strand.supplier and strand.recipient][:1]
    supplier = next((strand.supplier for strand in (*whole, *strands) if strand.supplier), "")
    recipient = next((strand.recipient for strand in (*whole, *strands) if strand.recipient), "")
    theirs = [s for s in strands if s.supplier in (supplier, "") and s.recipient in (recipient, "")]
    return Deal(key, supplier, recipient, *_goods(theirs or strands), tuple(strands))


@lru_cache(maxsize=50_000)
def said(why: tuple[str, ...]) -> str:
    """Reasons in words, what speaks against it after what speaks for it."""
    features, others = rules()["features"], rules()["reasons"]
    told = [
        (features[name]["reason"], features[name]["weight"]) if name in features else (others[name], 0)
        for name in why
    ]
    against = "; ".join(words for words, weighs in told if weighs < 0)
    return "; ".join(words for words, weighs in told if weighs >= 0) + (
        f"; though {against}" if against else ""
    )


def _goods(strands: Sequence[Strand]) -> tuple[str, str | None]:
    """The category and designation that most strands have of those that have a designation; else the most frequent
    category that is not unspecified. Of those alike, what was said first.
    """
    designated = [strand for strand in strands if strand.designation]
    variants = [strand for strand in designated if kind_of(strand).variant] or designated
    if variants:
        names = Counter(strand.designation for strand in variants)
        best = max(variants, key=lambda strand: names[strand.designation])
        return best.category, best.designation
    named = Counter(strand.category for strand in strands if strand.category != UNSPECIFIED)
    return (max(named, key=named.__getitem__), None) if named else (UNSPECIFIED, None)
