"""Pages of what a query finds, alone or with how many of it has each value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armstrail.ledger import cached, speaking
from armstrail.ledger.entries import entries
from armstrail.ledger.searching import Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from armstrail.ledger.entries import Entry, Kind
    from armstrail.ledger.searching import Order, Query


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the records that a query finds, of `total` in all, in so many `documents`, whose words come from so many
    `origins`; `at_least` where a common word has still more.
    """

    entries: tuple[Entry[Any], ...]
    total: int
    documents: int
    origins: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Search:
    """A page, and how many records have each value, by dimension; both of one state of the ledger."""

    page: Page
    counts: dict[str, dict[str, int]]


def find(
    db: Connection,
    kind: Kind,
    query: Query,
    *,
    order: Order | None = None,
    **which: Any,  # noqa: ANN401 - as `_page` takes them
) -> Page:
    """A page of the records that a query finds."""
    return _page(db, kind, Asked(db, kind, query, order), **which)


def search(
    db: Connection,
    kind: Kind,
    query: Query,
    *,
    order: Order | None = None,
    top: int = 12,
    by: Sequence[str] | None = None,
    widen: bool = True,
    **which: Any,  # noqa: ANN401 - as above
) -> Search:
    """The same, with the `top` most frequent values of each dimension."""
    asked = Asked(db, kind, query, order)
    return Search(_page(db, kind, asked, **which), asked.counts(top, by, widen=widen))


def _page(db: Connection, kind: Kind, asked: Asked, *, size: int = 50, start: int = 0) -> Page:
    held = asked.totals()
    records = tuple(entries(db, kind, asked.page(size, start)))
    return Page(records, held.total, held.documents, held.origins, held.more)


def flows(db: Connection, query: Query, top: int) -> list[tuple[str, str, int, int]]:
    """The suppliers with their recipients that most of the claims that a query finds tell of: how many claims, of how
    many origins.
    """

    def dyads() -> list[tuple[str, str, int, int]]:
        numbers = Asked(db, "claims", query).found
        return [(d.supplier, d.recipient, d.claims, d.origins) for d in speaking.dyads(db, numbers, top)]

    return cached.answer(db, ("flows", query, top), dyads)


def months(db: Connection, query: Query, dimension: str, top: int) -> list[tuple[str, str, int, int]]:
    """How many claims that a query finds were published in each month, by the `top` values that most of them have of a
    dimension: month, value, claims, origins.
    """

    def by_month() -> list[tuple[str, str, int, int]]:
        asked = Asked(db, "claims", query)
        kept = asked.counts(top, [dimension], widen=False)[dimension]
        counted = speaking.by_month(db, "claims", asked.found, dimension)
        return [(m.month, m.value, m.records, m.origins) for m in counted if m.value in kept]

    return cached.answer(db, ("months", query, dimension, top), by_month)
