"""Deals a page at a time, counted by what they are of; from their columns (`armstrail.ledger.deal_columns`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from armstrail.ledger import cached, columns, gathering, searching
from armstrail.ledger.deal_columns import DEAL, DIMENSIONS, KIND, RANK, RANKS
from armstrail.ledger.searching import Query

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from armstrail.ledger.columns import Numbers
    from armstrail.model import Deal


@dataclass(frozen=True, slots=True)
class DealQuery:
    """Which deals to find: of any of some parties and goods, of at least so many claims, one of which at least holds
    some words, last told of between two days.
    """

    supplier: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    least: int = 1
    words: str = ""
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class DealPage:
    """Some deals of those that were asked for: how many these are in all, `at_least` where a common word has still
    more; how many have each value of a supplier, a recipient, a category; how many documents are still to be gathered.
    """

    deals: tuple[Deal, ...]
    total: int
    counts: dict[str, dict[str, int]]
    awaiting: int
    at_least: bool = False


def deal_page(
    db: Connection,
    *,
    size: int = 50,
    start: int = 0,
    top: int = 12,
    widen: bool = True,
    **which: Any,  # noqa: ANN401 - as DealQuery takes them
) -> DealPage:
    """A page of deals, those last told of first; and of each dimension the `top` values that most of them have, with
    `widen` as though nothing were asked of it.
    """
    asked = _Asked(db, DealQuery(**which))
    keys = asked.page(size, start)
    return DealPage(
        tuple(gathering.deal_entries(db, keys)),
        asked.total(),
        {dimension: asked.count(dimension, top, widen=widen) for dimension in DIMENSIONS},
        gathering.awaiting(db),
        asked.more,
    )


def deals_found(
    db: Connection,
    most: int | None = None,
    **which: Any,  # noqa: ANN401 - as DealQuery takes them
) -> tuple[list[str], int]:
    """The keys of the deals of all pages, or none where they are more than `most`; and how many they are."""
    asked = _Asked(db, DealQuery(**which))
    total = asked.total()
    return ([] if most is not None and total > most else asked.keys(total)), total


class _Asked:
    """The deals that are asked for, in the state that a transaction sees; what was asked before is remembered."""

    def __init__(self, db: Connection, query: DealQuery) -> None:
        self._db, self._query = db, query

    @cached_property
    def _found(self) -> Numbers:
        return self._passing()

    def total(self) -> int:
        return cached.answer(self._db, (KIND, self._query), lambda: len(self._found))

    def page(self, size: int, start: int) -> list[str]:
        """The keys of one page."""
        return cached.answer(self._db, (KIND, self._query, size, start), lambda: self._page(size, start))

    def count(self, dimension: str, top: int, *, widen: bool) -> dict[str, int]:
        """How many deals have each value."""
        return cached.answer(
            self._db,
            (KIND, self._query, dimension, top, widen),
            lambda: columns.counts(self._db, KIND, dimension, self._counted(dimension, widen=widen), top),
        )

    def keys(self, number: int) -> list[str]:
        """So many keys from the first on, which are not remembered."""
        return self._page(number, 0)

    @property
    def more(self) -> bool:
        """Whether some claims that hold the words were not looked at."""
        return self._claims.more if self._claims else False

    def _page(self, size: int, start: int) -> list[str]:
        days, ranks = (columns.column(self._db, KIND, name).take(self._found) for name in (columns.DAY, RANK))
        order = days.astype(np.int64) * RANKS + (RANKS - 1 - ranks)
        numbers = searching.page(searching.Found(self._found, order), size, start)
        keys = columns.named(self._db, "claims", DEAL, numbers)
        return [keys[number] for number in numbers]

    def _counted(self, dimension: str, *, widen: bool) -> Numbers:
        return self._passing(dimension) if widen and getattr(self._query, dimension) else self._found

    def _passing(self, but: str = "") -> Numbers:
        """The numbers of the deals that all filters let through, except those of a dimension."""
        held = columns.column(self._db, KIND, columns.CURRENT) == 1
        for dimension, mask in self._filters:
            if not but or dimension != but:
                held &= mask
        return np.flatnonzero(held)

    @cached_property
    def _filters(self) -> list[tuple[str, NDArray[np.bool_]]]:
        """Which deals each filter lets through, under its dimension."""
        db, query = self._db, self._query
        held = [
            (dimension, columns.having(db, KIND, dimension, values))
            for dimension in DIMENSIONS
            if (values := getattr(query, dimension))
        ]
        if query.least > 1:
            held.append(("", columns.column(db, KIND, columns.CLAIMS) >= query.least))
        if query.since or query.until:
            held.append(("", searching.within(db, KIND, query.since, query.until)))
        if self._claims:
            held.append(("", self._telling(self._claims.numbers)))
        return held

    @cached_property
    def _claims(self) -> searching.Found | None:
        """The claims that hold the words; None where there are no words."""
        words = self._query.words
        return searching.found(self._db, "claims", Query(words=words), "newest") if words.strip() else None

    def _telling(self, claims: Numbers) -> NDArray[np.bool_]:
        """Whether each deal has any of some claims."""
        held = np.zeros(len(columns.column(self._db, KIND, columns.CURRENT)), np.bool_)
        _, told = columns.spread(self._db, "claims", DEAL, claims)
        held[told[told < len(held)]] = True  # the codes of those that stand in none may lie beyond
        return held
