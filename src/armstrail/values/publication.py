"""When a document was published, from the words of its source."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from armstrail.values.almanac import any_month, month_number, valid_day

if TYPE_CHECKING:
    from datetime import date

# 2022-03-02, 2022/3/2, 2022-03-02T10Z, 2022-03-02T10:00Z, 2022-03-02 10:00:00+01:00
ISO = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ]\d{2}(?:Z|:?\d{2}.{0,30})?)?")
# 20220302, 20220302T101500Z, 20220302101500
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
# What may follow: a time, with or without its zone.
TIME = r"(?:,?\s{1,2}(?:at\s)?\d{1,2}[:.]\d{2}.{0,30})?"
NUMERIC = re.compile(rf"(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}}){TIME}")


def published_date(words: str | None) -> date | None:
    """The day a source gives as the document's publication; None where it gives none, or only a month or year.

    >>> published_date("02 Mar 2022")
    datetime.date(2022, 3, 2)
    >>> published_date("March 2022") is None
    True
    """
    stated = (words or "").strip()
    if match := ISO.fullmatch(stated):
        return valid_day(int(match[1]), int(match[3]), int(match[4]))
    if match := COMPACT.fullmatch(stated):
        return valid_day(int(match[1]), int(match[2]), int(match[3]))
    if match := NUMERIC.fullmatch(stated):
        return day_first(int(match[1]), int(match[2]), int(match[3]))
    for pattern in _in_words():
        if match := pattern.fullmatch(stated):
            return valid_day(int(match["year"]), month_number(match["month"]), int(match["day"]))
    return None


def day_first(first: int, second: int, year: int) -> date | None:
    """24/02/2022; the month first only where the day cannot be."""
    return valid_day(year, second, first) or valid_day(year, first, second)


@cache
def _in_words() -> tuple[re.Pattern[str], ...]:
    weekday = r"(?:[A-Za-z]{3,9}\.?,?\s{1,2})?"
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
    month = rf"(?P<month>{any_month()})"
    return (
        re.compile(rf"{weekday}{day}[\s-]{month},?[\s-]{year}{TIME}", re.IGNORECASE),
        re.compile(rf"{weekday}{month}\s{{1,2}}{day},?\s{{1,2}}{year}{TIME}", re.IGNORECASE),
        # Wed Mar  2 10:00:00 2022, as computers write it
        re.compile(
            rf"{weekday}{month}\s{{1,2}}{day}\s[\d:]{{5,8}}(?:\s[A-Z]{{3,4}})?\s{year}", re.IGNORECASE
        ),
    )
