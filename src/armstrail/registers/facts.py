"""What a deal's claims say, as a register would have it: numbers, years, condition, and what came to nothing."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from armstrail.codebook import tables
from armstrail.deals.likeness import view
from armstrail.deals.strands import kind_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from armstrail.deals.kinds import Kind
    from armstrail.model import Deal, Stage, Strand

Number = tuple[int | None, int | None]

_ORDERED: tuple[Stage, ...] = ("agreed", "approved", "unclear")
_STOPPED: tuple[Stage, ...] = ("cancelled", "withheld")
_BEFORE: tuple[Stage, ...] = ("sought", "offered", "negotiating", "approved")
_CALIBRE = re.compile(r"\b(\d{2,3})[\s-]?(?:mm|millimet(?:re|er)s?)\b")
NOT_AGREED, NOT_DELIVERED = "that it was not agreed", "that it was not delivered"
_SHOWN = 3


class Facts:
    """What is asserted of a deal, each fact looked for when it is asked for: most deals need few of them.

    Years are those stated, and for want of these those of publication. `stopped` are the stages by which it came to
    nothing, where no claim says that it went on afterwards; `called_off` where that was before anything is said to
    have been delivered.
    """

    def __init__(self, deal: Deal) -> None:
        self.deal = deal
        self.goods: tuple[tuple[Kind, str | None], ...] = tuple(
            dict.fromkeys((kind_of(strand), strand.designation) for strand in deal.strands)
        )

    # ------------------------------------------------------------------ the claims, by what they say

    @cached_property
    def _asserted(self) -> list[Strand]:
        return [strand for strand in self.deal.strands if strand.polarity == "asserted"]

    @cached_property
    def _orders(self) -> list[Strand]:
        return [s for s in self._asserted if s.stage in _ORDERED]

    @cached_property
    def _numbered(self) -> list[Strand]:
        """The claims whose numbers are those of the order: an approval may be of more than is then ordered."""
        counted = [s for s in self._orders if s.stage != "approved"] or self._orders
        return [*counted, *(s for s in self._asserted if s.stage in _STOPPED)]

    @cached_property
    def _deliveries(self) -> list[Strand]:
        return [s for s in self._asserted if s.stage == "delivered"]

    @cached_property
    def _went_on(self) -> bool:
        return any(s.stage in ("agreed", "delivered") for s in self._asserted)

    # ------------------------------------------------------------------ numbers and designations

    @cached_property
    def designations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s.designation for s in self.deal.strands if s.designation))

    @cached_property
    def ordered(self) -> tuple[Number, ...]:
        return _numbers(self._numbered)

    @cached_property
    def order_words(self) -> tuple[str, ...]:
        return _words(self._numbered)

    @cached_property
    def delivered(self) -> tuple[Number, ...]:
        return _numbers(self._deliveries)

    @cached_property
    def delivery_words(self) -> tuple[str, ...]:
        return _words(self._deliveries)

    @cached_property
    def in_parts(self) -> bool:
        return any(s.wording for s in self._deliveries)

    @cached_property
    def calibre(self) -> int | None:
        """The calibre of guns in millimetres, where the words tell it: the largest."""
        if self.deal.category != "artillery":
            return None
        words = " ".join(f"{s.mention} {s.designation or ''}" for s in self.deal.strands)
        return max((int(found) for found in _CALIBRE.findall(words)), default=None)

    @cached_property
    def conditions(self) -> frozenset[str]:
        return frozenset(s.condition for s in self._asserted if s.condition)

    # ------------------------------------------------------------------ years

    @cached_property
    def stated_order_years(self) -> frozenset[int]:
        return _stated(self._orders)

    @cached_property
    def order_years(self) -> frozenset[int]:
        return self.stated_order_years or _years_of_publication(
            s for s in self._orders if s.stage == "agreed"
        )

    @cached_property
    def stated_delivery_years(self) -> frozenset[int]:
        return _stated(self._deliveries)

    @cached_property
    def delivery_years(self) -> frozenset[int]:
        return self.stated_delivery_years or _years_of_publication(self._deliveries)

    @cached_property
    def published(self) -> frozenset[int]:
        return _years_of_publication(self.deal.strands)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years of orders and deliveries, else of publication."""
        return self.order_years | self.delivery_years or self.published

    def published_after(self, years: Collection[int]) -> bool:
        """Whether all of it was published after the last of some years."""
        return bool(years and self.published) and min(self.published) > max(years)

    def told_by(self) -> int | None:
        """The year in which the last claim was published, where some claim says that it was agreed or delivered."""
        told = any(s.stage in ("agreed", "delivered") and s.certainty == "fact" for s in self._asserted)
        return max(self.published, default=None) if told else None

    def in_last_year(self, years: Collection[int]) -> bool:
        """Whether a delivery is told of, not as a part, that is dated to the last of some years."""
        return bool(years) and max(years) in self.stated_delivery_years and not self.in_parts

    # ------------------------------------------------------------------ how far it came

    @cached_property
    def stopped(self) -> tuple[str, ...]:
        stages: list[str] = [
            s.stage for s in self._asserted if s.stage in _STOPPED and _last_word(s, self._asserted)
        ]
        denied = {s.stage for s in self.deal.strands if s.polarity == "denied"}
        if "delivered" in denied and not self._deliveries:
            stages.append(NOT_DELIVERED)
        if "agreed" in denied and not self._went_on:
            stages.append(NOT_AGREED)
        return tuple(dict.fromkeys(stages))

    @cached_property
    def was_delivered(self) -> bool:
        return any(s.certainty == "fact" for s in self._deliveries)

    @cached_property
    def before_order(self) -> bool:
        return all(s.stage in _BEFORE for s in self.deal.strands)

    @cached_property
    def nothing_passed(self) -> bool:
        stopped = all(s.stage in _STOPPED or s.polarity == "denied" for s in self.deal.strands)
        return stopped and not self._went_on

    @cached_property
    def called_off(self) -> bool:
        return "cancelled" in self.stopped and not self._deliveries


def _last_word(strand: Strand, asserted: Iterable[Strand]) -> bool:
    """Whether nothing later says that the transfer was agreed or went ahead."""
    return not any(
        other.stage in ("agreed", "delivered") and (other.published or "") > (strand.published or "")
        for other in asserted
    )


def _numbers(strands: Iterable[Strand]) -> tuple[Number, ...]:
    """The numbers of pieces; of batteries or shipments no register counts any."""
    found = ((s.least, s.most) for s in strands if not _in_units(s.mention))
    return tuple(dict.fromkeys(number for number in found if number != (None, None)))


def _in_units(mention: str) -> bool:
    """Whether what is counted is no piece but a unit of several: "three Patriot batteries"."""
    return any(word in rules()["units"] for word in mention.casefold().split())


def _words(strands: Iterable[Strand]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.quantity for s in strands if s.quantity))


def _stated(strands: Iterable[Strand]) -> frozenset[int]:
    """The years of the steps as stated. What is agreed may have the date of a delivery to come (codebook, decided
    case 24), which is none of the order.
    """
    return frozenset(int(s.date[:4]) for s in strands if s.date and not view(s).due)


def _years_of_publication(strands: Iterable[Strand]) -> frozenset[int]:
    return frozenset(int(s.published[:4]) for s in strands if s.published)


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
