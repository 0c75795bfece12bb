"""Deals -> figures: how many claims and independent origins tell of each dyad, and of each stage in each month."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from armstrail.plots.figures import Flow, Point

if TYPE_CHECKING:
    from collections.abc import Iterable

    from armstrail.model import Deal


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
    """Which stage in which month of publication, by how many claims and origins."""
    claims: dict[tuple[str, str], set[str]] = defaultdict(set)
    origins: dict[tuple[str, str], set[str]] = defaultdict(set)
    for deal in deals:
        for strand in deal.strands:
            when = (strand.published or "")[:7], strand.stage
            claims[when].add(strand.claim)
            origins[when].add(strand.origin)
    return [Point(*when, len(found), len(origins[when])) for when, found in sorted(claims.items())]  # type: ignore[arg-type]
