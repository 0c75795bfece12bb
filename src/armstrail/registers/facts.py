"""What a deal's claims say, as a register would have it: numbers, years, condition, and what came to nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from armstrail.codebook import tables
from armstrail.deals.strands import kind_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from armstrail.deals.kinds import Kind
    from armstrail.model import Deal, Stage, Strand

Number = tuple[int | None, int | None]

_ORDERED: tuple[Stage, ...] = ("agreed", "approved", "unclear")
_STOPPED: tuple[Stage, ...] = ("cancelled", "withheld")
_BEFORE: tuple[Stage, ...] = ("sought", "offered", "negotiating", "approved")
_CALIBRE = re.compile(r"\b(\d{2,3})[\s-]?mm\b")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asserted of a deal. Years are those stated, and for want of these those of publication.

    `stopped` are the stages by which it came to nothing, where no claim says that it went on afterwards.
    """

    deal: Deal
    goods: tuple[tuple[Kind, str | None], ...]
    designations: tuple[str, ...]
    ordered: tuple[Number, ...]
    order_words: tuple[str, ...]
    delivered: tuple[Number, ...]
    delivery_words: tuple[str, ...]
    stated_order_years: frozenset[int]
    order_years: frozenset[int]
    stated_delivery_years: frozenset[int]
    delivery_years: frozenset[int]
    published: frozenset[int]
    conditions: frozenset[str]
    stopped: tuple[str, ...]
    was_delivered: bool
    before_order: bool
    nothing_passed: bool
    calibre: int | None
    in_parts: bool

    @property
    def years(self) -> frozenset[int]:
        """The years of orders and deliveries, else of publication."""
        return self.order_years | self.delivery_years or self.published

    def published_after(self, years: Collection[int]) -> bool:
        """Whether all of it was published after the last of some years."""
        return bool(years and self.published) and min(self.published) > max(years)

    def in_last_year(self, years: Collection[int]) -> bool:
        """Whether a delivery is told of, not as a part, that is dated to the last of some years."""
        return bool(years) and max(years) in self.stated_delivery_years and not self.in_parts


def facts(deal: Deal) -> Facts:
    """The facts of a deal."""
    asserted = [strand for strand in deal.strands if strand.polarity == "asserted"]
    ordered = [s for s in asserted if s.stage in _ORDERED]
    delivered = [s for s in asserted if s.stage == "delivered"]
    went_on = {s.stage for s in asserted} & {"agreed", "delivered"}
    stopped: tuple[str, ...] = tuple(
        dict.fromkeys(s.stage for s in asserted if s.stage in _STOPPED and _last_word(s, asserted))
    )
    denied = [s for s in deal.strands if s.polarity == "denied" and s.stage == "delivered"]
    if denied and not delivered:
        stopped = (*stopped, "that it was not delivered")
    counted = [s for s in ordered if s.stage != "approved"] or ordered
    stated_orders, stated_deliveries = _stated(ordered), _stated(delivered)
    return Facts(
        deal=deal,
        goods=tuple(dict.fromkeys((kind_of(strand), strand.designation) for strand in deal.strands)),
        designations=tuple(dict.fromkeys(s.designation for s in deal.strands if s.designation)),
        ordered=_numbers([*counted, *(s for s in asserted if s.stage in _STOPPED)]),
        order_words=_words([*counted, *(s for s in asserted if s.stage in _STOPPED)]),
        delivered=_numbers(delivered),
        delivery_words=_words(delivered),
        stated_order_years=stated_orders,
        order_years=stated_orders or _years_of_publication([s for s in ordered if s.stage == "agreed"]),
        stated_delivery_years=stated_deliveries,
        delivery_years=stated_deliveries or _years_of_publication(delivered),
        published=_years_of_publication(deal.strands),
        conditions=frozenset(s.condition for s in asserted if s.condition),
        stopped=stopped,
        was_delivered=any(s.certainty == "fact" for s in delivered),
        before_order=all(s.stage in _BEFORE for s in deal.strands),
        nothing_passed=not went_on
        and all(s.stage in _STOPPED or s.polarity == "denied" for s in deal.strands),
        calibre=_calibre(deal),
        in_parts=any(s.wording for s in delivered),
    )


def _last_word(strand: Strand, asserted: Iterable[Strand]) -> bool:
    """Whether nothing later says that the transfer was agreed or went ahead."""
    return not any(
        other.stage in ("agreed", "delivered") and (other.published or "") > (strand.published or "")
        for other in asserted
    )


def _numbers(strands: Iterable[Strand]) -> tuple[Number, ...]:
    found = ((s.least, s.most) for s in strands)
    return tuple(dict.fromkeys(number for number in found if number != (None, None)))


def _words(strands: Iterable[Strand]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.quantity for s in strands if s.quantity))


def _stated(strands: Iterable[Strand]) -> frozenset[int]:
    """The years of the steps as stated. What is agreed may have the date of a delivery to come (codebook, decided
    case 24), which is none of the order.
    """
    return frozenset(
        int(s.date[:4])
        for s in strands
        if s.date and not (s.stage == "agreed" and s.date > (s.published or s.date))
    )


def _years_of_publication(strands: Iterable[Strand]) -> frozenset[int]:
    return frozenset(int(s.published[:4]) for s in strands if s.published)


def _calibre(deal: Deal) -> int | None:
    """The calibre of guns in millimetres, where the words tell it: the largest."""
    if deal.category != "artillery":
        return None
    words = " ".join(f"{s.mention} {s.designation or ''}" for s in deal.strands)
    return max((int(found) for found in _CALIBRE.findall(words)), default=None)


# ------------------------------------------------------------------ numbers and words


def exact(number: Number, here: int) -> bool:
    """Whether a number as stated is one of the register."""
    return number[0] == number[1] == here


def close(number: Number, here: int, share: str) -> bool:
    """Whether a number as stated can be meant to be one of the register, by a share of findings.yaml."""
    slack = here * float(rules()["shares"][share])
    least = number[0] if number[0] is not None else 0
    highest = number[1] if number[1] is not None else float("inf")
    return least - slack <= here <= highest + slack


def most(number: Number) -> int:
    """The most that a number as stated can be, as far as it is bounded."""
    return number[1] or number[0] or 0


def years_of(name: str) -> int:
    """A span of years of findings.yaml."""
    return int(rules()["years"][name])


def said(name: str, **words: object) -> str:
    """A reason in words."""
    return str(rules()["reasons"][name]).format(**words)


def listed(words: Iterable[object]) -> str:
    """Some words as a list, not too long."""
    some = [str(word) for word in words]
    if isinstance(words, frozenset):
        some.sort()
    return ", ".join(some[:_SHOWN]) + (f" and {len(some) - _SHOWN} more" if len(some) > _SHOWN else "")


@cache
def rules() -> dict[str, Any]:
    """The table of the codebook by which deals are set beside registers (findings.yaml)."""
    table: dict[str, Any] = tables()["findings"]
    return table
