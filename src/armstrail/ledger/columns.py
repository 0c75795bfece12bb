"""What records are filtered and counted by, as columns of numbers: one array a dimension, a place a record.

A database counts a million rows by six facets in seconds; over arrays it takes milliseconds, exactly, with any
filters. They are kept in chunks of 16,384 places, so that a few new records rewrite a few kilobytes. Each value of a
dimension has a code; a list of values ("FRA; DEU") has one too, which knows its members. The dimension "" says
which records are current: those of the newest reading of each document. "day" holds days, counted from year 1,
"document" the numbers of documents, "first" those of the documents that the words of records come from first,
"confidence" thousandths and one more, "claims" how many a deal has.

A transaction that reads finds columns and the names of codes in memory (`armstrail.ledger.cached`).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from sqlalchemy import delete, func, select, update

from armstrail.ledger import cached
from armstrail.ledger.cached import CHUNK
from armstrail.ledger.schema import columns, documents, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Column, Connection, Select

    from armstrail.ledger.cached import Codes

Numbers = np.ndarray[tuple[int], np.dtype[np.intp]]

SEPARATOR = "; "
"""Between the members of a list."""

CURRENT, DAY, DOCUMENT, ORIGIN, FIRST = "", "day", "document", "origin", "first"
CONFIDENCE, CLAIMS = "confidence", "claims"
NONE = 0

_Wanted = TypeVar("_Wanted")
_AT_ONCE = 400
_FEW = 4


class Changes:
    """What one transaction writes into the columns: gathered, then each chunk written once."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
        self._numbers: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)

    def enter(self, kind: str, number: int, values: dict[str, str], day: str | None) -> None:
        """A record becomes current, with its values by dimension and the day of its publication."""
        for dimension, value in values.items():
            self._values[kind, dimension][number] = value
        self._numbers[kind, DAY][number] = date.fromisoformat(day).toordinal() if day else NONE
        self._numbers[kind, CURRENT][number] = 1

    def place(self, kind: str, number: int, document: int, origin: str) -> None:
        """The document of a record, and the key of the document that its words come from first."""
        self._numbers[kind, DOCUMENT][number] = document
        self._values[kind, ORIGIN][number] = origin

    def value(self, kind: str, dimension: str, number: int, value: str) -> None:
        """A value of one record."""
        self._values[kind, dimension][number] = value

    def count(self, kind: str, number: int, **values: int) -> None:
        """What a record has that is a number itself."""
        for dimension, value in values.items():
            self._numbers[kind, dimension][number] = value

    def leave(self, kind: str, number: int) -> None:
        """A record is current no more."""
        self._numbers[kind, CURRENT][number] = 0

    def write(self, db: Connection) -> None:
        for (kind, dimension), held in self._values.items():
            codes = coded(db, kind, dimension, set(held.values()))
            self._numbers[kind, dimension] = {number: codes[value] for number, value in held.items()}
        stamp = _next_stamp(db) if self._numbers else 0
        for (kind, dimension), numbers in self._numbers.items():
            _write(db, kind, dimension, numbers, stamp)


def clear(db: Connection, kind: str) -> None:
    """No record of a kind is current any more."""
    changing = update(columns).where(columns.c.kind == kind, columns.c.dimension == CURRENT)
    db.execute(changing.values(codes=bytes(4 * CHUNK), stamp=_next_stamp(db)))


def column(db: Connection, kind: str, dimension: str) -> Codes:
    """The codes of all records, by their number, from 1 on; NONE where there is none. As long as that of which are
    current, which has all of them; not to be changed.
    """
    codes, size = cached.column(db, kind, dimension), len(cached.column(db, kind, CURRENT))
    if len(codes) >= size:
        return codes[:size]
    return np.concatenate((codes, np.zeros(size - len(codes), np.int32)))


class Values:
    """The values that records have of a dimension, by their numbers. What a code stands for is asked once."""

    def __init__(self, db: Connection, kind: str, dimension: str) -> None:
        self._db, self._kind, self._dimension = db, kind, dimension
        self._column = cached.column(db, kind, dimension)
        self._names: dict[int, str] = {NONE: ""}

    def of(self, numbers: Sequence[int]) -> list[str]:
        codes = [int(self._column[number]) if number < len(self._column) else NONE for number in numbers]
        new = sorted(set(codes) - self._names.keys())
        self._names.update(named(self._db, self._kind, self._dimension, new))
        return [self._names[code] for code in codes]


def having(
    db: Connection, kind: str, dimension: str, values: Sequence[str], *, within: bool = False
) -> NDArray[np.bool_]:
    """Whether each record has any of some values; `within`: a value whose name holds them, in any case, will do."""
    codes: set[int] = set()
    asked = select(terms.c.code).where(terms.c.kind == kind, terms.c.dimension == dimension)
    for value in values:
        if within and value:
            codes.update(holding(db, asked, terms.c.value, value))
        elif (code := db.scalar(asked.where(terms.c.value == value))) is not None:
            codes |= {code, *cached.lists(db, kind, dimension).having(code)}
    return any_of(column(db, kind, dimension), codes)


def holding(db: Connection, asked: Select[tuple[_Wanted]], column: Column[str], words: str) -> list[_Wanted]:
    """What is asked of the rows whose `column` holds some words, in any case: SQLite knows no capitals beyond ASCII,
    PostgreSQL those of its locale, so that words with such letters are looked for here.
    """
    if words.isascii():
        return list(db.scalars(asked.where(column.icontains(words, autoescape=True))))
    wanted = words.casefold()
    return [found for found, text in db.execute(asked.add_columns(column)) if wanted in text.casefold()]


def standing_in(db: Connection, kind: str, documents_named: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each record stands in any of the documents of some keys."""
    numbers: set[int] = set()
    for start in range(0, len(documents_named), _AT_ONCE):
        some = documents.c.key.in_(documents_named[start : start + _AT_ONCE])
        numbers.update(db.scalars(select(documents.c.id).where(some)))
    return any_of(column(db, kind, DOCUMENT), numbers)


def any_of(held: Codes, codes: Collection[int]) -> NDArray[np.bool_]:
    """Whether each place has any of some codes."""
    if len(codes) <= _FEW:
        found = np.zeros(len(held), np.bool_)
        for code in codes:
            found |= held == code
        return found
    wanted = np.zeros(max((*codes, int(held.max(initial=0)))) + 1, np.bool_)
    wanted[list(codes)] = True
    return wanted.take(held)


def distinct(db: Connection, kind: str, dimension: str, among: Numbers) -> int:
    """How many different values some records have."""
    held = column(db, kind, dimension)
    seen = np.zeros(int(held.max(initial=0)) + 1, np.bool_)
    whole = 2 * len(among) > len(held) and np.count_nonzero(held) == len(among)
    seen[held if whole else held.take(among)] = True
    return int(np.count_nonzero(seen[1:]))


def counts(db: Connection, kind: str, dimension: str, among: Numbers, top: int) -> dict[str, int]:
    """How many of some records have each value: the `top` values that most have, those alike in any order."""
    if not top:
        return {}
    held = column(db, kind, dimension)
    # Where these are all that have a code, the column is counted as it stands.
    whole = 2 * len(among) > len(held) and np.count_nonzero(held) == len(among)
    tally = np.bincount(held if whole else held.take(among))
    tally[:1] = 0
    tally = cached.lists(db, kind, dimension).shared(tally)
    best = most(tally, top)
    names = named(db, kind, dimension, best)
    return {names[code]: int(tally[code]) for code in best}


def most(tally: NDArray[np.int64], top: int) -> list[int]:
    """The codes that most have, the first codes of those alike. To order all of them would take most of the time."""
    if len(tally) > top:
        least = max(1, int(np.partition(tally, -top)[-top]))
        more = np.flatnonzero(tally > least)
        codes = np.concatenate((more, np.flatnonzero(tally == least)[: top - len(more)]))
    else:
        codes = np.flatnonzero(tally)
    ordered: list[int] = codes[np.lexsort((codes, -tally[codes]))].tolist()
    return ordered


def spread(db: Connection, kind: str, dimension: str, numbers: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
    """The values of some records, a list as each of its members: places among the numbers, and a code for each."""
    codes, places = column(db, kind, dimension)[numbers].astype(np.int64), np.arange(len(numbers))
    held = cached.lists(db, kind, dimension)
    if not len(held.codes):
        return places, codes
    lengths, members_of = held.spread(int(codes.max(initial=0)) + 1)
    starts = np.cumsum(lengths) - lengths
    each = lengths[codes]
    within = np.arange(int(each.sum())) - np.repeat(np.cumsum(each) - each, each)
    return np.repeat(places, each), members_of[np.repeat(starts[codes], each) + within]


def _next_stamp(db: Connection) -> int:
    return (db.scalar(select(func.max(columns.c.stamp))) or 0) + 1


def _write(db: Connection, kind: str, dimension: str, numbers: dict[int, int], stamp: int) -> None:
    """Set places of a column."""
    by_chunk: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        by_chunk[number // CHUNK].append(number)
    here = (columns.c.kind == kind, columns.c.dimension == dimension, columns.c.chunk.in_(sorted(by_chunk)))
    held = {row.chunk: row.codes for row in db.execute(select(columns).where(*here))}
    if held:
        db.execute(delete(columns).where(*here))
    rows = []
    for chunk, some in by_chunk.items():
        codes = np.frombuffer(held[chunk], np.int32).copy() if chunk in held else np.zeros(CHUNK, np.int32)
        codes[[number % CHUNK for number in some]] = [numbers[number] for number in some]
        rows.append(
            {"kind": kind, "dimension": dimension, "chunk": chunk, "codes": codes.tobytes(), "stamp": stamp}
        )
    db.execute(columns.insert(), rows)


def coded(db: Connection, kind: str, dimension: str, values: Iterable[str]) -> dict[str, int]:
    """The codes of values; those that have none yet are given one, a list after its members."""
    parts = {part for value in values if SEPARATOR in value for part in value.split(SEPARATOR)}
    wanted = sorted({*values, *parts}, key=lambda value: (SEPARATOR in value, value))
    codes: dict[str, int] = {}
    here = (terms.c.kind == kind, terms.c.dimension == dimension)
    for start in range(0, len(wanted), _AT_ONCE):
        asked = select(terms.c.value, terms.c.code).where(
            *here, terms.c.value.in_(wanted[start : start + _AT_ONCE])
        )
        codes.update((row.value, row.code) for row in db.execute(asked))
    new = [value for value in wanted if value not in codes]
    first = (db.scalar(select(func.max(terms.c.code)).where(*here)) if new else 0) or 0
    rows = []
    for code, value in enumerate(new, first + 1):
        codes[value] = code
        members = (
            " ".join(str(codes[part]) for part in value.split(SEPARATOR)) if SEPARATOR in value else None
        )
        rows.append({"kind": kind, "dimension": dimension, "code": code, "value": value, "members": members})
    if rows:
        db.execute(terms.insert(), rows)
    return codes


def lists(db: Connection, kind: str, dimension: str) -> dict[int, list[int]]:
    """The codes of lists, with those of their members. Not to be changed."""
    return cached.lists(db, kind, dimension).by_code


def named(db: Connection, kind: str, dimension: str, codes: Sequence[int] | None = None) -> dict[int, str]:
    """The values that some codes stand for; all of a dimension, where none are given. Not to be changed."""
    return cached.names(db, kind, dimension, codes)
