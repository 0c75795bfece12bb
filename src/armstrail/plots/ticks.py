"""Where a line of time is marked, and how: as finely as its span allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

_MOST = 10
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 6_000, 12_000)
"""Months from one mark to the next."""

_SHORTEST = 28
"""Days of a month, at least."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on a line of time: the day, as an ordinal, its name, and its year where it is to be told."""

    day: int
    name: str
    year: str


def ticks(first: int, last: int) -> list[Tick]:
    """At most ten marks from one day to another, both as ordinals: days, the firsts of months, or years."""
    if last - first < _MOST * 7:
        return _named(_weeks(first, last), "day")
    step = next((step for step in _STEPS if last - first < _MOST * step * _SHORTEST), _STEPS[-1])
    return _named(_firsts(first, last, step), "month" if step < 12 else "year")


def _weeks(first: int, last: int) -> list[date]:
    """The Mondays."""
    start = first + (1 - first) % 7
    return [date.fromordinal(day) for day in range(start, last + 1, 7) if _in_calendar(day)]


def _firsts(first: int, last: int, step: int) -> list[date]:
    """The first days of each so many months."""
    low, high = (_date(day) for day in (first, last))
    months = range(low.year * 12, high.year * 12 + 12, step)
    aligned = range(months.start - months.start % step, months.stop, step)
    found = [date(month // 12, month % 12 + 1, 1) for month in aligned if month >= 12]
    return [day for day in found if first <= day.toordinal() <= last]


def _named(days: list[date], unit: str) -> list[Tick]:
    if unit == "year":
        return [Tick(day.toordinal(), f"{day.year}", "") for day in days]
    new = [True, *(day.year != before.year for before, day in pairwise(days))][: len(days)]
    return [
        Tick(
            day.toordinal(),
            MONTHS[day.month - 1] if unit == "month" else f"{day.day} {MONTHS[day.month - 1]}",
            f"{day.year}" if first else "",
        )
        for day, first in zip(days, new, strict=True)
    ]


def _in_calendar(ordinal: int) -> bool:
    return 1 <= ordinal <= date.max.toordinal()


def _date(ordinal: int) -> date:
    """The day of an ordinal, the nearest one that the calendar has."""
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
