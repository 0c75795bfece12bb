"""What the pictures of flows and of time are made from, and how it is added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from armstrail.model import Stage


@dataclass(frozen=True, slots=True)
class Flow:
    """How much is told of arms from one party to another.

    The parties are ids, "" where unstated; `origins` is the number of independent origins, `claims` that of claims.
    """

    supplier: str
    recipient: str
    claims: int
    origins: int


@dataclass(frozen=True, slots=True)
class Point:
    """How much was told of one stage in one month: `month` is that of publication, YYYY-MM, "" where unknown.

    `origins` is the number of independent origins that tell of it for the first time, `claims` that of claims. Longer
    dates are cut to their month.
    """

    month: str
    stage: Stage
    claims: int
    origins: int


def added(cells: Iterable[Flow]) -> list[Flow]:
    """One flow for each dyad, the most told of first; a dyad that is given twice is added up."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for cell in cells:
        claims, origins = sums.get((cell.supplier, cell.recipient), (0, 0))
        sums[cell.supplier, cell.recipient] = (claims + cell.claims, origins + cell.origins)
    found = [Flow(*dyad, *counts) for dyad, counts in sums.items()]
    return sorted(found, key=lambda flow: (-flow.origins, -flow.claims, flow.supplier, flow.recipient))


def totals(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The sum for each key, the largest first, equal ones by key."""
    sums: dict[str, int] = {}
    for key, number in counted:
        sums[key] = sums.get(key, 0) + number
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))


def signposts(most: int, *, least: int = 1) -> list[int]:
    """At most five round numbers from `least` to `most`, itself the last: what a legend shows."""
    if most <= 4:
        return list(range(1, most + 1))
    rounds = [step * 10**power for power in range(len(str(most))) for step in (1, 2, 5)]
    below = [number for number in rounds if least <= number <= most * 0.7]
    return [*below[:: max(-(-len(below) // 4), 1)], most]
