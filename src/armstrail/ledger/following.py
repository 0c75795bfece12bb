"""Going through a list a record at a time, by the last record rather than by its number in the list.

Who decides on a list of what nobody has decided on takes records out of it; a place in it would leap over others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from sqlalchemy import Table, select

from armstrail.ledger import columns, searching
from armstrail.ledger.rows import REVIEW
from armstrail.ledger.schema import claims, faces, judgements, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Select

    from armstrail.ledger.columns import Numbers
    from armstrail.ledger.entries import Entry, Kind
    from armstrail.ledger.searching import Order, Query

    Ranks = NDArray[Any]

Way = Literal["after", "before", "at"]

_AT_ONCE = 400
_TABLES: dict[str, Table] = {"claims": claims, "statements": statements}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in a list: `after` or `before` the record of a name, or `at` it; at the beginning where the name is "".

    Before a record stand also those that `reviewer` has decided on, so that one may go back to them.
    """

    key: str = ""
    way: Way = "after"
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A record of a list, None where it ends there; and how many records the list has."""

    entry: Entry[Any] | None
    total: int


def beside(
    db: Connection,
    kind: Kind,
    query: Query,
    mark: Mark,
    *,
    order: Order | None = None,
    among: Sequence[str] | None = None,
) -> tuple[int | None, int]:
    """The number of the record at some place of a list; and how many records the list has.

    The list are the claims or statements that a query finds, or those of them that are `among` some names, where no
    `order` is given in that of these. The record of the mark need not be in the list, only in the same one of records
    reviewed in any way; of one that is not, the list begins anew.
    """
    table = _TABLES[kind]
    here: int = db.scalar(_current(table).where(table.c.key == mark.key)) or 0 if mark.key else 0
    whole = searching.found(db, kind, replace(query, review=()), order)
    numbers, ranks = whole.numbers, whole.ranks
    if among is not None:
        places = _places(db, table, among)
        kept = np.isin(numbers, list(places))
        numbers, ranks = numbers[kept], ranks[kept]
        if order is None:
            ranks = -np.array([places[number] for number in numbers.tolist()], np.float64)
    listed: NDArray[np.bool_] = _reviewed(db, kind, query)[numbers]
    total = int(np.count_nonzero(listed))
    if mark.way == "at" and here:
        return here, total
    at = np.flatnonzero(numbers == here)
    if not len(at):
        return _first(numbers, ranks, listed), total
    rank = ranks[at[0]]
    if mark.way == "before":
        listed |= np.isin(numbers, _decided_by(db, table, mark.reviewer))
        listed &= (ranks > rank) | ((ranks == rank) & (numbers > here))
        return _last(numbers, ranks, listed), total
    return _first(numbers, ranks, listed & ((ranks < rank) | ((ranks == rank) & (numbers < here)))), total


def _first(numbers: Numbers, ranks: Ranks, listed: NDArray[np.bool_]) -> int | None:
    """The number of the greatest rank, of those alike the greatest number, as in every list."""
    places = np.flatnonzero(listed)
    if not len(places):
        return None
    held = ranks[places]
    return int(numbers[places[held == held.max()]].max())


def _last(numbers: Numbers, ranks: Ranks, listed: NDArray[np.bool_]) -> int | None:
    """The number that comes last."""
    places = np.flatnonzero(listed)
    if not len(places):
        return None
    held = ranks[places]
    return int(numbers[places[held == held.min()]].min())


def _reviewed(db: Connection, kind: Kind, query: Query) -> NDArray[np.bool_]:
    if query.review:
        return columns.having(db, kind, REVIEW, query.review)
    current: NDArray[np.bool_] = columns.column(db, kind, columns.CURRENT) == 1
    return current


def _current(table: Table) -> Select[Any]:
    return select(table.c.id).join(faces, faces.c.reading_id == table.c.reading_id)


def _places(db: Connection, table: Table, among: Sequence[str]) -> dict[int, int]:
    """The numbers of the records of some names, each with the place of its name."""
    places = {name: place for place, name in enumerate(among)}
    found: dict[int, int] = {}
    for start in range(0, len(among), _AT_ONCE):
        asked = (
            _current(table).add_columns(table.c.key).where(table.c.key.in_(among[start : start + _AT_ONCE]))
        )
        found.update((row.id, places[row.key]) for row in db.execute(asked))
    return found


def _decided_by(db: Connection, table: Table, reviewer: str) -> list[int]:
    names = select(judgements.c.record).where(judgements.c.reviewer == reviewer)
    return list(db.scalars(_current(table).where(table.c.key.in_(names)))) if reviewer else []
