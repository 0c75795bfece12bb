"""Days, weeks, months and seasons: which one a word means, seen from the day of publication."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from armstrail.values.patterns import any_of, plain, table

FIRST_YEAR, LAST_YEAR = 1900, 2099


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar, or this century and the last, do not have it."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


@cache
def _months() -> dict[str, int]:
    return {
        name.lower(): entry["month"]
        for entry in table("dates")["months"]
        for name in (entry["name"], *entry["abbreviations"])
    }


@cache
def _weekdays() -> dict[str, int]:
    return {
        name.lower(): entry["weekday"]
        for entry in table("dates")["weekdays"]
        for name in (entry["name"], *entry["abbreviations"])
    }


@cache
def names(kind: str) -> tuple[str, ...]:
    """The names and abbreviations of the months or the weekdays, as written and the names in capitals too."""
    entries = table("dates")[kind]
    written = [name for entry in entries for name in (entry["name"], *entry["abbreviations"])]
    shouted = [entry["name"].upper() for entry in entries]
    if kind == "months":
        shouted += [name.upper() for entry in entries for name in entry["abbreviations"]]
    return tuple(dict.fromkeys([*written, *shouted]))


def any_month() -> str:
    """An alternative of all names of months."""
    return any_of(names("months"))


def any_weekday() -> str:
    """The same of the weekdays."""
    return any_of(names("weekdays"))


def month_number(name: str) -> int:
    """January is 1; any case of letters."""
    return _months()[name.lower()]


def weekday_number(name: str) -> int:
    """Monday is 1 (ISO 8601)."""
    return _weekdays()[name.lower()]


def nearest_day(month: int, day: int, published: date, *, future: bool) -> date | None:
    """The last such day up to the publication, or the first from it; 29 February may be years away."""
    for step in range(9):
        found = valid_day(published.year + (step if future else -step), month, day)
        if found and (found >= published if future else found <= published):
            return found
    return None


def nearest_month(month: int, published: date, *, future: bool) -> tuple[int, int]:
    """Year and month: the last such month up to the publication's, or the first from it."""
    if future:
        return published.year + (month < published.month), month
    return published.year - (month > published.month), month


def month_from(published: date, months: int) -> tuple[int, int]:
    """Year and month so many months from the publication."""
    count = published.year * 12 + published.month - 1 + months
    return count // 12, count % 12 + 1


def iso_month(year: int, month: int) -> str:
    """1987-03."""
    return f"{year:04d}-{month:02d}"


def iso_week(day: date) -> str:
    """To the precision that the week of a day allows: its month, or the year where it lies in two months."""
    monday = day - timedelta(days=day.weekday())
    return _iso_days(monday, monday + timedelta(days=6), middle=monday + timedelta(days=3))


def iso_weekend(day: date) -> str:
    """The same of the weekend of a day's week."""
    saturday = day + timedelta(days=5 - day.weekday())
    return _iso_days(saturday, saturday + timedelta(days=1), middle=saturday)


def _iso_days(first: date, last: date, *, middle: date) -> str:
    return iso_month(first.year, first.month) if first.month == last.month else f"{middle.year:04d}"


def season_year(season: str, published: date, turn: int | None) -> int:
    """The year in which a season begins.

    `turn`: -1 the last one that is over, 0 this year's, 1 the first that is to come, None the last one that has begun.
    """
    begins = int(table("dates")["seasons"][plain(season)])
    now = published.year * 12 + published.month - 1
    if turn == 0:
        return published.year
    for year in range(published.year + 1, published.year - 3, -1):
        start = year * 12 + begins - 1
        if (turn == -1 and start + 3 <= now) or (turn is None and start <= now):
            return year
    return published.year + (published.month >= begins)
