"""Deals -> figures: how many claims and independent origins tell of each dyad, and of each stage in each month."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from armstrail.plots.figures import Flow, Point

if TYPE_CHECKING:
    from collections.abc import Iterable

    from armstrail.model import Deal, Stage


def flows_of(deals: Iterable[Deal]) -> list[Flow]:
    """Who to whom, by how many claims and origins; a claim of several items counts once."""
    claims: dict[tuple[str, str], set[str]] = defaultdict(set)
    origins: dict[tuple[str, str], set[str]] = defaultdict(set)
    for deal in deals:
        for strand in deal.strands:
            claims[strand.supplier, strand.recipient].add(strand.claim)
            origins[strand.supplier, strand.recipient].add(strand.origin)
    return [Flow(*dyad, len(found), len(origins[dyad])) for dyad, found in sorted(claims.items())]


def points_of(deals: Iterable[Deal]) -> list[Point]:
    """Which stage in which month, by how many claims and origins: a claim counts in its month of publication, an origin
    in the first in which one of its prints tells of the stage.
    """
    claims: dict[tuple[str, Stage], set[str]] = defaultdict(set)
    first: dict[tuple[str, Stage], str] = {}
    for strand in (strand for deal in deals for strand in deal.strands):
        month = (strand.published or "")[:7]
        claims[month, strand.stage].add(strand.claim)
        before = first.get((strand.origin, strand.stage), "")
        first[strand.origin, strand.stage] = min(filter(None, (before, month)), default="")
    origins = Counter((month, stage) for (_, stage), month in first.items())
    return [Point(*when, len(found), origins[when]) for when, found in sorted(claims.items())]
