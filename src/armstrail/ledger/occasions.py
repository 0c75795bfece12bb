"""Occasions in the ledger: the events that texts name, with who said what on each; counted from columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from armstrail.errors import UnknownNameError
from armstrail.ledger import cached, columns
from armstrail.ledger.listing import Listing
from armstrail.ledger.speaking import Month, by_month
from armstrail.ledger.tallies import day, distinct, span_of_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from armstrail.ledger.columns import Numbers

OCCASION = "occasion"
_TOP = 20
_COUNTED = ("speaker", "party", "topic", "message", "outlet", "channel")


@dataclass(frozen=True, slots=True)
class OccasionEntry:
    """An occasion by name: how many statements were made there, by how many speakers, from how many independent
    origins; days of the first and the last publication.
    """

    name: str
    statements: int
    speakers: int
    origins: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class OccasionView:
    """An occasion: who spoke there, on which topics, in which outlets it is told, and when."""

    entry: OccasionEntry
    months: tuple[Month, ...]
    counts: dict[str, dict[str, int]]


def occasions(db: Connection, *, words: str = "", size: int = 50, start: int = 0) -> Listing[OccasionEntry]:
    """A page of the occasions, those of most statements first; of those whose names hold some words, in any case."""
    tally = cached.answer(db, "tally of occasions", lambda: _tally(db))
    wanted = words.strip().casefold()
    there = [name for name in tally if wanted in name.casefold()]
    return Listing(tuple(_entries(db, there[start : start + size])), len(there))


def occasion(db: Connection, name: str) -> OccasionView:
    """The occasion of a name, exactly as it is kept. Raises UnknownNameError where nothing was said there."""
    numbers = _at(db, name)
    if not name or not len(numbers):
        raise UnknownNameError(f"{name}: the ledger holds nothing that was said there")
    return OccasionView(
        _entries(db, [name])[0],
        by_month(db, "statements", numbers, "topic"),
        {dimension: columns.counts(db, "statements", dimension, numbers, _TOP) for dimension in _COUNTED},
    )


def _tally(db: Connection) -> dict[str, int]:
    numbers = np.flatnonzero(columns.column(db, "statements", columns.CURRENT) == 1)
    codes = columns.column(db, "statements", OCCASION)[numbers]
    counted, names = np.bincount(codes, minlength=1), columns.named(db, "statements", OCCASION)
    held = {names.get(code, ""): int(counted[code]) for code in np.flatnonzero(counted).tolist()}
    return dict(sorted(((n, c) for n, c in held.items() if n), key=lambda one: (-one[1], one[0])))


def _at(db: Connection, name: str) -> Numbers:
    having = columns.having(db, "statements", OCCASION, [name])
    return np.flatnonzero(having & (columns.column(db, "statements", columns.CURRENT) == 1))


def _entries(db: Connection, names: Sequence[str]) -> list[OccasionEntry]:
    made = []
    for name in names:
        numbers = _at(db, name)
        one = np.zeros(len(numbers), np.int64)
        begin, end = span_of_days(one, columns.column(db, "statements", columns.DAY)[numbers], 1)
        origins = distinct(one, columns.column(db, "statements", columns.FIRST)[numbers], 1)
        speakers = columns.distinct(db, "statements", "speaker", numbers)
        made.append(OccasionEntry(name, len(numbers), speakers, int(origins[0]), day(begin[0]), day(end[0])))
    return made
