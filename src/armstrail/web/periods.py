"""Counts by month as a grid: periods by values, each cell with the search that finds what it counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from armstrail.web.narrowing import search_of
from armstrail.web.shapes.periods import Bar, Column, Period, Periods, Strip, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from armstrail.ledger import Kind, Query
    from armstrail.web.shapes.periods import By

_MOST_MONTHS, _WIDEST = 48, 120
_LOWEST = 4  # of a bar, so that one record is seen
_STEPS = 5
_YEAR = 4


class Monthly(Protocol):
    """What was told of a value in a month; "" is no month."""

    @property
    def month(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def records(self) -> int: ...
    @property
    def origins(self) -> int: ...


def periods(
    told: Iterable[Monthly],
    values: Sequence[tuple[str, str]],
    query: Query,
    kind: Kind,
    field: str | None = None,
) -> Periods:
    """A grid of what was told of `values` (each with its name) of a field of a query, by month; by year where months
    would be too many. Values that nothing was told of are left out. Without a field there is one column, "".
    """
    by, sums = _summed(list(told))
    most = max((records for records, _ in sums.values()), default=0)
    columns = tuple(
        Column(value, name, number, search_of(_within(query, "", field, value), kind))
        for value, name in values
        if (number := sum(records for (_, of), (records, _) in sums.items() if of == value))
    )
    named = sorted({period for period, _ in sums if period}, reverse=True)
    undated = [""] if any(not period for period, _ in sums) else []

    def cell(period: str, value: str) -> Told | None:
        if (period, value) not in sums:
            return None
        records, origins = sums[period, value]
        search = search_of(_within(query, period, field, value), kind) if period else None
        return Told(records, origins, search, step(records, most))

    rows = tuple(
        Period(period, cells, sum(one.records for one in cells if one))
        for period in (*named, *undated)
        for cells in [tuple(cell(period, column.value) for column in columns)]
    )
    places = list(_all_between(named[-1], named[0])) if named else []
    strips = tuple(Strip(column, tuple(_bars(places, sums, column.value, most))) for column in columns)
    first, last = (named[-1], named[0]) if named else ("", "")
    return Periods(by, columns, rows, strips, first, last, len(places), most)


def _summed(months: list[Monthly]) -> tuple[By, dict[tuple[str, str], tuple[int, int]]]:
    """Records and origins by period and value."""
    named = {one.month for one in months if one.month}
    spread = len(named) > _MOST_MONTHS or (named and len(_all_between(min(named), max(named))) > _WIDEST)
    sums: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in months:
        period = one.month[:_YEAR] if spread else one.month
        records, origins = sums[period, one.value]
        sums[period, one.value] = (records + one.records, origins + one.origins)
    return "year" if spread else "month", dict(sums)


def _bars(
    places: Sequence[str], sums: dict[tuple[str, str], tuple[int, int]], value: str, most: int
) -> Iterator[Bar]:
    for place, period in enumerate(places):
        if (period, value) in sums:
            records, _ = sums[period, value]
            yield Bar(place, max(_LOWEST, round(100 * records / most)), f"{period}: {records:,}")


def step(number: int, most: int) -> int:
    """How dark the cell of a number is, 1 to 5, of the greatest: each step doubles it."""
    share = number / most
    return next((_STEPS - back for back in range(_STEPS - 1) if share > 0.5 ** (back + 1)), 1)


def _within(query: Query, period: str, field: str | None, value: str) -> Query:
    """A query of one value in one period; "" is all of its time."""
    if field:
        asked: dict[str, Any] = {field: (value,)}
        query = replace(query, **asked)
    if not period:
        return query
    since, until = query.since or "", query.until or ""
    return replace(
        query,
        since=since if since.startswith(period) else period,
        until=until if until.startswith(period) else period,
    )


def _all_between(first: str, last: str) -> Sequence[str]:
    """All months, or years, from one to another."""
    if len(first) == _YEAR:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    begin, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]
