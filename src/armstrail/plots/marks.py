"""What is told of a deal, as marks on a line of time: when each stands, what it stands for, where it finds room."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from armstrail.deals.likeness import view
from armstrail.plots.looks import STAGES
from armstrail.plots.names import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from armstrail.model import Deal, Stage, Strand

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
_HALF = 9.0
_LETTER = 6.5


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that a date may mean, as ordinals of the calendar."""

    first: int
    last: int

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2


@dataclass(frozen=True, slots=True)
class Mark:
    """The strands that tell the same stage of a deal for the same days, alike denied or not, as a fact or not.

    Where not `dated`, the claims state no day of it, at most one on which what was agreed is to be delivered; `days` is
    that of publication.
    """

    stage: Stage
    days: Days
    dated: bool
    denied: bool
    fact: bool
    strands: tuple[Strand, ...]

    @property
    def origins(self) -> int:
        return len({strand.origin for strand in self.strands})


def days(words: str | None) -> Days | None:
    """The days of a date (1987, 1987-03, 1987-03-04, longer ones cut to the day); None where it is none."""
    found = _DATE.match(words or "")
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        month = month or 12
        last = first if day else first.replace(month=month, day=monthrange(first.year, month)[1])
    except ValueError:
        return None
    return Days(first.toordinal(), last.toordinal())


def marks(deal: Deal) -> list[Mark]:
    """The marks of a deal, in the order of time and of the stages; strands without any date have none."""
    alike: dict[tuple[Stage, Days, bool, bool, bool], list[Strand]] = {}
    for strand in deal.strands:
        stated = None if view(strand).due else days(strand.date)
        when = stated or days(strand.published)
        if when:
            denied, fact = strand.polarity == "denied", strand.certainty == "fact"
            alike.setdefault((strand.stage, when, stated is not None, denied, fact), []).append(strand)
    found = [Mark(*key, tuple(strands)) for key, strands in alike.items()]
    return sorted(
        found, key=lambda mark: (mark.days.middle, STAGES.index(mark.stage), mark.denied, not mark.fact)
    )


def undated(deals: Iterable[Deal]) -> int:
    """How many claims have neither a date nor a day of publication."""
    strands = (strand for deal in deals for strand in deal.strands)
    return len({strand.claim for strand in strands if not (days(strand.date) or days(strand.published))})


def lanes(found: Sequence[Mark], scale: float) -> list[int]:
    """The lane of each mark, so that none covers another; `scale` is pixels a day."""
    ends: list[float] = []
    chosen = []
    for mark in found:
        middle, reach = mark.days.middle * scale, (mark.days.last - mark.days.first) * scale / 2
        start = middle - max(_HALF, reach)
        number = len(str(mark.origins)) * _LETTER if mark.origins > 1 else 0
        end = middle + max(_HALF + number, reach)
        lane = next((at for at, taken in enumerate(ends) if taken <= start), len(ends))
        ends[lane:] = [end, *ends[lane + 1 :]]
        chosen.append(lane)
    return chosen


def said(words: Iterable[str | None], most: int = 4) -> str:
    """Different words in a row, the first ones, and how many more there are."""
    different = list(dict.fromkeys(plain(word) for word in words if word))
    more = f" and {len(different) - most} more" if len(different) > most else ""
    return "; ".join(different[:most]) + more
