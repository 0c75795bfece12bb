"""Finding records: by words, by what they name, by time; pages of them, and how many each value has."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from armstrail.errors import LedgerError
from armstrail.ledger import columns, words
from armstrail.ledger.rows import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from armstrail.ledger.columns import Codes, Numbers
    from armstrail.ledger.entries import Kind

RANKED = 10_000
"""How many matches of words are ranked: the newest, where a common word has more."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to find. Several values of one field: any of them; several fields: all of them.

    `words` as armstrail.ledger.words reads them. `supplier` and `recipient` are ids of parties, `category`, `stage`,
    `polarity`, `voice` values of the codebook, "" what is not stated. `speaker` and `outlet` are words that their names
    hold, in any case; `origin` are keys of documents that the words come from first. `since` and `until` are days of
    publication, both included: 2021, 2021-03 or 2021-03-04.
    """

    words: str = ""
    supplier: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    polarity: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def applies_to(self, kind: Kind) -> bool:
        """Whether records of a kind have all that is asked for: a document has no stage."""
        asked = {f.name for f in fields(self) if getattr(self, f.name)} - {"words", "since", "until"}
        return asked <= set(DIMENSIONS[kind])


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of records that a query finds, and what they are ordered by, the greatest first: how well each
    holds the words, where there are words, else its day.

    `more`: a word of the query is so common that only the newest of its records were looked at.
    """

    kind: Kind
    numbers: Numbers
    ranks: NDArray[np.float64] | Codes
    more: bool = False


def found(db: Connection, kind: Kind, query: Query) -> Found:
    """All current records of a kind that a query finds."""
    held = columns.column(db, kind, columns.CURRENT) == 1
    for dimension in DIMENSIONS[kind]:
        if values := getattr(query, dimension, ()):
            held &= columns.having(db, kind, dimension, values, within=dimension in ("speaker", "outlet"))
    if query.since or query.until:
        days = columns.column(db, kind, columns.DAY)
        held &= (days >= _first(query.since)) & (days <= _last(query.until)) & (days != columns.NONE)
    if not query.words.strip():
        numbers = np.flatnonzero(held)
        return Found(kind, numbers, columns.column(db, kind, columns.DAY)[numbers])
    matches = words.matches(db, kind, query.words, RANKED)
    numbers, ranks = np.array([m[0] for m in matches], np.intp), np.array([m[1] for m in matches], np.float64)
    kept = held[numbers]
    return Found(kind, numbers[kept], ranks[kept], more=len(matches) == RANKED)


def sources(db: Connection, what: Found) -> tuple[int, int]:
    """How many documents records stand in, and from how many origins their words come."""
    documents = (
        len(what.numbers)
        if what.kind == "documents"
        else columns.distinct(db, what.kind, columns.DOCUMENT, what.numbers)
    )
    return documents, columns.distinct(db, what.kind, columns.ORIGIN, what.numbers)


def page(what: Found, size: int, start: int) -> list[int]:
    """The numbers of one page, the greatest rank first, of those alike the newest."""
    last = start + size
    chosen = np.arange(len(what.numbers))
    if last < len(chosen):  # to order the page alone takes a tenth of the time
        least = np.partition(what.ranks, -last)[-last]
        chosen = np.flatnonzero(what.ranks >= least)
    order = np.lexsort((-what.numbers[chosen], -what.ranks[chosen]))
    numbers: list[int] = what.numbers[chosen[order]][start:last].tolist()
    return numbers


def counts(
    db: Connection, what: Found, top: int, by: Sequence[str] | None = None
) -> dict[str, dict[str, int]]:
    """How many of the records have each value, by dimension: the `top` most frequent; and by year, the newest first."""
    asked = by or [*(d for d in DIMENSIONS[what.kind] if d != columns.ORIGIN), "year"]
    return {
        dimension: _years(columns.column(db, what.kind, columns.DAY).take(what.numbers))
        if dimension == "year"
        else columns.counts(db, what.kind, dimension, what.numbers, top)
        for dimension in asked
    }


def _years(days: Codes) -> dict[str, int]:
    """How many of some days lie in each year, the newest first; under "" how many are no day."""
    tally = np.bincount(days)
    counted: dict[str, int] = {}
    for year in range(date.fromordinal(max(1, len(tally) - 1)).year, 0, -1):
        first = date(year, 1, 1).toordinal()
        number = int(tally[first:].sum())
        tally = tally[:first]
        if number:
            counted[str(year)] = number
        if not tally[1:].any():
            break
    return {**counted, **({"": int(tally[0])} if len(tally) and tally[0] else {})}


def _first(since: str | None) -> int:
    """The number of the first day of a time: of a day, a month, a year. Raises LedgerError where it is none."""
    return _day(since, since + "-01-01"[len(since) - 4 :]) if since else 0


def _last(until: str | None) -> int:
    """The number of its last day."""
    if not until:
        return date.max.toordinal()
    return _day(until, *(until + end for end in ("-12-31"[len(until) - 4 :], "-30", "-29", "-28")))


def _day(asked: str, *spelt: str) -> int:
    for words_of_day in spelt:
        with suppress(ValueError):
            return date.fromisoformat(words_of_day).toordinal()
    raise LedgerError(f"{asked}: is no day; write 2021, 2021-03 or 2021-03-04")
