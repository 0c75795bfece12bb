"""Counting what is different among many numbers, group by group; in milliseconds for a million."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from armstrail.ledger.cached import Codes

    Groups = NDArray[np.integer[Any]]

_DENSE = 4


def different(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """The different ones of some keys, none of them negative, the least first."""
    ordered = np.sort(keys)  # numpy.unique hashes integers, which takes forty times as long
    return ordered[starts(ordered)]


def starts(ordered: NDArray[np.int64]) -> NDArray[np.intp]:
    """The places at which ordered keys change, the first among them."""
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.flatnonzero(new)


def counted(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different ones of some keys, none of them negative, the least first, and how often each occurs."""
    if int(keys.max(initial=0)) <= _DENSE * len(keys):  # to count them in place takes a third of the time
        tally = np.bincount(keys)
        there = np.flatnonzero(tally)
        return there, tally[there]
    ordered = np.sort(keys)
    begins = starts(ordered)
    return ordered[begins], np.diff(begins, append=len(ordered))


def distinct(groups: Groups, values: Groups, count: int) -> NDArray[np.int64]:
    """How many different values each of so many groups has."""
    span = int(values.max(initial=0)) + 1
    return np.bincount(different(groups.astype(np.int64) * span + values) // span, minlength=count)


def span_of_days(groups: Groups, days: Codes, count: int) -> tuple[Codes, Codes]:
    """The first and the last day of each of so many groups; 0 where none of its days is known."""
    first, last = np.full(count, date.max.toordinal(), np.int32), np.zeros(count, np.int32)
    known = days != 0
    np.minimum.at(first, groups[known], days[known])
    np.maximum.at(last, groups[known], days[known])
    return np.where(last == 0, last, first), last


def day(number: int) -> str | None:
    """A day counted from year 1 as YYYY-MM-DD; None for 0, which is no day."""
    return date.fromordinal(int(number)).isoformat() if number else None


def most_first(counts: dict[str, int]) -> dict[str, int]:
    """Counts, the most frequent first, of those alike by name; what does not occur is left out."""
    there = [(name, number) for name, number in counts.items() if number]
    return dict(sorted(there, key=lambda count: (-count[1], count[0])))
