"""Whether a strand tells of the transfer that a deal is: what speaks for and against it, by the codebook's weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from armstrail.deals.kinds import Kind, alike, rules
from armstrail.deals.strands import kind_of
from armstrail.model import Stage  # noqa: TC001 - a constant has its type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.model import Strand

NO_DAY = date(9999, 12, 31).toordinal()
BEFORE_ORDER: frozenset[Stage] = frozenset({"sought", "offered", "negotiating", "approved"})
_TO_ORDER: frozenset[Stage] = BEFORE_ORDER | {"agreed"}

_OF_MODELS = frozenset({"same_designation", "variant", "other_variant"})
_OF_DESIGNATIONS = _OF_MODELS | {"short_name"}

PARTS = frozenset({"rest", "last", "earlier"})
"""Wordings of a part of what was ordered: "the other six", "the last six", "the first six"."""

Number = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class View:
    """A strand as it is compared: its kind, its number, when its step is (days, as date.toordinal counts them)."""

    strand: Strand
    kind: Kind
    number: Number | None
    when: int
    dated: bool
    due: bool  # it is to be delivered then (codebook, decided case 24)

    @property
    def stage(self) -> Stage:
        return self.strand.stage


def view(strand: Strand) -> View:
    """A strand made ready for comparing."""
    number = (strand.least, strand.most)
    stated, published = ordinal(strand.date), ordinal(strand.published)
    agreed = strand.stage == "agreed"
    then = (strand.published or "").startswith(strand.date or "no date")
    due = agreed and not then and bool(stated and published and stated > published + _days("ahead"))
    if due or (agreed and then):
        stated = None  # neither what is to come nor the year or month of publication tells when it was agreed
    return View(
        strand,
        kind_of(strand),
        None if number == (None, None) else number,
        stated or published or NO_DAY,
        stated is not None,
        due,
    )


@lru_cache(maxsize=100_000)
def ordinal(iso: str | None) -> int | None:
    """The day of a date: of a year its middle, of a month its first day; None where it is none."""
    parts = [int(part) for part in takewhile(str.isdecimal, (iso or "").split("-"))]
    if not parts or not 1 <= parts[0] <= 9999:
        return None
    try:
        return date(*[*parts, *(7, 1)[len(parts) - 1 :]][:3]).toordinal()
    except ValueError:
        return None


@dataclass(slots=True)
class Features:
    """What of a deal decides whether a strand belongs to it; grows with every strand."""

    kinds: list[Kind] = field(default_factory=list)
    numbers: dict[Stage, dict[Number, set[str | None]]] = field(default_factory=dict)  # with who says them
    values: set[tuple[str | None, float]] = field(default_factory=set)
    texts: dict[str, set[int]] = field(default_factory=dict)  # the places of its claims, by text
    numbered: dict[str, set[int]] = field(default_factory=dict)  # the places of those that tell a number
    first: int = NO_DAY
    last: int = 0
    ordered: set[int] = field(default_factory=set)  # days at which it is said to have been ordered
    agreed: int | None = None  # the first of the days at which that was said
    stopped: bool = False  # it is said to have been cancelled or withheld
    settled: bool = False  # it is said to have been agreed or delivered
    announced: bool = False  # a step up to the order is told of
    complete: int | None = None  # when all of it was delivered
    further: bool = False

    def add(self, new: View) -> None:
        """Take a strand in."""
        strand = new.strand
        if new.kind not in self.kinds:
            self.kinds.append(new.kind)
        if new.number:
            said = self.numbers.setdefault(new.stage, {})
            said.setdefault(new.number, set()).add(strand.speaker)
            self.numbered.setdefault(strand.document, set()).add(strand.place)
        if strand.amount is not None:
            self.values.add((strand.currency, strand.amount))
        self.texts.setdefault(strand.document, set()).add(strand.place)
        if new.when != NO_DAY:
            self.first, self.last = min(self.first, new.when), max(self.last, new.when)
        self.stopped |= new.stage in ("cancelled", "withheld")
        self.settled |= new.stage in ("agreed", "delivered") and strand.polarity == "asserted"
        self.announced |= new.stage in _TO_ORDER and strand.polarity == "asserted"
        if new.stage == "agreed" and strand.polarity == "asserted":
            self.agreed = min(self.agreed or NO_DAY, new.when)
            if new.dated:
                self.ordered.add(new.when)
        self._complete(new)
        self.further |= strand.wording == "further"

    def _complete(self, new: View) -> None:
        if new.stage != "delivered" or new.strand.certainty != "fact" or new.when == NO_DAY:
            return
        ordered = self.most_ordered()
        least = (new.number[0] or new.number[1] or 0) if new.number else 0
        if new.strand.wording == "last" or (ordered and least >= ordered) or _remains(new, self):
            self.complete = min(self.complete or NO_DAY, new.when)

    def most_ordered(self) -> int | None:
        """The largest number that a step up to the order tells of."""
        found = [n for stage in _TO_ORDER for pair in self.numbers.get(stage, ()) for n in pair if n]
        return max(found, default=None)


def compare(new: View, deal: Features) -> tuple[str, ...] | None:
    """The features of a strand beside a deal, as deals.yaml names them; None where it cannot be the same goods."""
    goods = _goods(new, deal.kinds)
    if goods is None or _others_told_of(new, deal):
        return None
    same_text = new.strand.document in deal.texts
    found = [*goods]
    if new.strand.refers and "unspecific" in goods:
        found.append("refers")
    elif new.strand.refers or new.strand.wording in PARTS:
        found.append("definite")
    found += _numbers(new, deal, same_text=same_text)
    found += _values(new.strand, deal)
    found += _times(new, deal, same_text=same_text)
    if new.strand.wording == "further":
        found.append(_further(new, deal))
    if new.number and new.strand.place in deal.numbered.get(new.strand.document, ()):
        found.append("other_item")
    return tuple(found)


def _others_told_of(new: View, deal: Features) -> bool:
    """Whether words say that other goods are meant: "another six" beside a deal that was made, "the first six" beside
    one for another six.
    """
    if new.strand.wording == "earlier":
        return deal.further
    beside = new.strand.wording == "further" and deal.settled and not deal.further
    return beside and not _unnumbered(new, deal) and not _remains(new, deal)


def _remains(new: View, deal: Features) -> bool:
    """Whether a number makes up, with one that was delivered, what was ordered: "the first four … eight more"."""
    ordered, least = deal.most_ordered(), (new.number or (None, None))[0]
    if not ordered or not least:
        return False
    return any(
        abs((had or 0) + least - ordered) <= 0.02 * ordered for had, _ in deal.numbers.get("delivered", ())
    )


def _further(new: View, deal: Features) -> str:
    """What it says that a strand tells of goods beside earlier ones, which may be this deal's."""
    if deal.further:
        return "same_further"
    if _remains(new, deal):
        return "remains"
    return "further_unnumbered" if deal.settled else "further_unsettled"


def _unnumbered(new: View, deal: Features) -> bool:
    """Whether a strand without a number may be about what its own text told of first."""
    return deal.texts.keys() == {new.strand.document} and not new.number


@lru_cache(maxsize=50_000)
def weight(features: tuple[str, ...]) -> float:
    """What features come to together."""
    weights = _weights()
    return sum(weights[feature] for feature in features)


@cache
def _weights() -> dict[str, float]:
    return {name: float(entry["weight"]) for name, entry in rules()["features"].items()}


def _goods(new: View, kinds: Sequence[Kind]) -> tuple[str, ...] | None:
    """The features of the goods: those of the kind in the deal that is most like them; None where one excludes them."""
    found = [(alike(new.kind, other), other) for other in kinds]
    names = {name for name, _ in found if name}
    if "other_variant" in names and not names & {"same_designation", "variant"}:
        names = {"other_variant"}  # whatever general word was said of them, too
    likest = max(sorted(names), key=lambda name: _weights()[name], default=None)
    others = [other for name, other in found if name is None and new.kind.family and other.family]
    models = any(new.kind.variant and other.variant for other in others)
    if likest is None or (others and likest not in (_OF_MODELS if models else _OF_DESIGNATIONS)):
        return None
    nouns = {other.noun for other in kinds} - {None}
    if not new.kind.noun or not nouns:
        return (likest,)
    if new.kind.noun in nouns:
        return (likest, "same_noun")
    return (likest,) if likest in _OF_DESIGNATIONS else None


# ------------------------------------------------------------------ numbers and values


def _numbers(new: View, deal: Features, *, same_text: bool) -> list[str]:
    if not new.number or not deal.numbers:
        return []
    known = {number for said in deal.numbers.values() for number in said}
    if any(_same(new.number, number) for number in known):
        return ["same_number"]
    if any(_same((new.strand.former, new.strand.former), number) for number in known):
        return ["former_number"]
    ordered = deal.most_ordered()
    highest = new.number[1] or new.number[0] or 0
    fewer = bool(ordered) and highest < (ordered or 0) * (1 - _share("near_number"))
    if fewer and (
        new.strand.wording in PARTS or _remains(new, deal) or new.due or new.stage not in _TO_ORDER
    ):
        return ["part"]
    about = _about(new)
    if about != "exact" and any(_near(new.number, number, about) for number in known):
        return ["near_number"]
    if new.stage not in _TO_ORDER:
        by_one = all(by == {new.strand.speaker} for said in deal.numbers.values() for by in said.values())
        at_odds = same_text and by_one
        return [] if not ordered else ["other_number" if at_odds else "more_than_ordered"]
    alike_stage = deal.numbers.get(new.stage)
    if alike_stage is None:
        if ordered:
            changed = highest and 1 - _share("changed_number") <= ordered / highest <= 1 + _share(
                "changed_number"
            )
            return ["changed_number" if changed else "other_number"]
        return ["other_number"] if new.when > deal.last + _days("soon") else []
    by_others = all(new.strand.speaker not in by for by in alike_stage.values())
    soon = new.when - deal.last <= _days("revised") and deal.first - new.when <= _days("revised")
    return ["revised_number" if soon and (by_others if same_text else True) else "other_number"]


def numbers_agree(one: Number, other: Number) -> bool:
    """Whether two numbers can be meant to be the same, one of them rounded; where nothing is stated, they can."""
    return _near(one, other) or _near(other, one)


def _about(new: View) -> str:
    """How a number is meant: to the piece ("exact"), by a word that says so about it, or round; the names of shares."""
    least, most = new.number or (None, None)
    words = f" {(new.strand.quantity or '').casefold()} "
    if least != most or any(f" {word} " in words for word in rules()["about"]):
        return "near_about"
    return "near_number" if least is not None and least >= 50 and least % 10 == 0 else "exact"


def _same(one: Number, other: Number) -> bool:
    return one == other or (None not in (*one, *other) and one[0] == one[1] == other[0] == other[1])


def _near(one: Number, other: Number, about: str = "near_number") -> bool:
    """Whether two ranges meet when the first is widened by the share that rounding allows."""
    share = _share("near_number" if about == "exact" else about)
    least, most = (one[0] or 0) * (1 - share), (one[1] or one[0] or 0) * (1 + share)
    if one[1] is None:
        most = float("inf")
    low, high = other[0] or 0, other[1] if other[1] is not None else float("inf")
    return least <= high and low <= most


def _values(strand: Strand, deal: Features) -> list[str]:
    if strand.amount is None:
        return []
    here = [amount for currency, amount in deal.values if currency == strand.currency]
    if not here:
        return []
    share = _share("same_value")
    same = any(abs(amount - strand.amount) <= share * max(amount, strand.amount) for amount in here)
    return ["same_value" if same else "other_value"]


# ------------------------------------------------------------------ times


def _times(new: View, deal: Features, *, same_text: bool) -> list[str]:
    found = []
    gap = max(0, new.when - deal.last, deal.first - new.when) if new.when != NO_DAY and deal.last else None
    if same_text and (gap is None or gap <= _days("years")):
        found.append("same_text")
        if deal.texts[new.strand.document] & {new.strand.place - 1, new.strand.place, new.strand.place + 1}:
            found.append("just_before")
    elif gap is not None:
        found.append(_apart(gap, new, deal))
    found += _order_dates(new, deal)
    if new.strand.wording not in ("rest", "last"):
        found += _after_completion(new, deal, same_text=same_text)
    return found


def _order_dates(new: View, deal: Features) -> list[str]:
    """Whether the dates that are told of the order and of the delivery go together."""
    if not new.dated or not deal.ordered:
        return []
    if new.stage == "delivered" and new.when < min(deal.ordered) - _days("before_order"):
        return ["delivered_before"]
    if new.stage != "agreed":
        return []
    apart = min(abs(new.when - day) for day in deal.ordered)
    if apart <= _days("same_order"):
        return ["same_order_date"]
    return ["other_order_date"] if apart > _days("other_order") and not _within_a_year(new, deal) else []


def _after_completion(new: View, deal: Features, *, same_text: bool) -> list[str]:
    """Whether all had been delivered, or the order was long made, when a step is told of that comes before it."""
    if new.stage not in _TO_ORDER or new.strand.polarity != "asserted":
        return []
    if deal.complete and new.when >= deal.complete + (0 if same_text else _days("completion")):
        return ["new_round" if new.stage in BEFORE_ORDER else "after_completion"]
    long_after = deal.agreed and not deal.stopped and new.when > deal.agreed + _days("other_order")
    return ["back_again"] if new.stage in BEFORE_ORDER and long_after else []


def _within_a_year(new: View, deal: Features) -> bool:
    """Whether a year is all that the strand tells of its date, and the deal was ordered in that year."""
    if len(new.strand.date or "") != 4:
        return False
    return any(date.fromordinal(day).year == int(new.strand.date or 0) for day in deal.ordered)


def _apart(gap: int, new: View, deal: Features) -> str:
    for name in ("soon", "months", "years", "long"):
        if gap <= _days(name):
            due = new.stage == "delivered" and deal.announced and not deal.complete and new.when >= deal.first
            return "due" if due and name in {"years", "long"} else name
    return "ages"


@cache
def _days(name: str) -> int:
    return int(rules()["days"][name])


@cache
def _share(name: str) -> float:
    return float(rules()["shares"][name])
