"""What records are filtered and counted by, as columns of numbers: one array a dimension, a place a record.

A database counts a million rows by six facets in seconds; over arrays it takes milliseconds, exactly, with any
filters. They are kept in chunks of 16,384 places, so that a few new records rewrite a few kilobytes. Each value of a
dimension has a code; a list of values ("FRA; DEU") has one too, which knows its members. The dimension "" says
which records are current: those of the newest reading of each document. "day" holds days, counted from year 1,
"document" the numbers of documents.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import delete, func, select

from armstrail.ledger.schema import columns, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

Codes = np.ndarray[tuple[int], np.dtype[np.int32]]
Numbers = np.ndarray[tuple[int], np.dtype[np.intp]]

SEPARATOR = "; "
"""Between the members of a list."""

CURRENT, DAY, DOCUMENT, ORIGIN = "", "day", "document", "origin"
NONE = 0

_CHUNK = 1 << 14
_AT_ONCE = 400


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

    def leave(self, kind: str, number: int) -> None:
        """A record is current no more."""
        self._numbers[kind, CURRENT][number] = 0

    def write(self, db: Connection) -> None:
        for (kind, dimension), held in self._values.items():
            codes = _coded(db, kind, dimension, set(held.values()))
            self._numbers[kind, dimension] = {number: codes[value] for number, value in held.items()}
        for (kind, dimension), numbers in self._numbers.items():
            _write(db, kind, dimension, numbers)


def column(db: Connection, kind: str, dimension: str) -> Codes:
    """The codes of all records, by their number, from 1 on; NONE where there is none."""
    asked = select(columns.c.codes).where(columns.c.kind == kind, columns.c.dimension == dimension)
    chunks = [np.frombuffer(packed, np.int32) for packed in db.scalars(asked.order_by(columns.c.chunk))]
    return np.concatenate(chunks) if chunks else np.zeros(0, np.int32)


class Values:
    """The values that records have of a dimension, by their numbers. What a code stands for is asked once."""

    def __init__(self, db: Connection, kind: str, dimension: str) -> None:
        self._db, self._kind, self._dimension = db, kind, dimension
        self._column = column(db, kind, dimension)
        self._names: dict[int, str] = {NONE: ""}

    def of(self, numbers: Sequence[int]) -> list[str]:
        codes = [int(self._column[number]) if number < len(self._column) else NONE for number in numbers]
        new = sorted(set(codes) - self._names.keys())
        self._names.update(_names(self._db, self._kind, self._dimension, new))
        return [self._names[code] for code in codes]


def having(
    db: Connection, kind: str, dimension: str, values: Sequence[str], *, within: bool
) -> NDArray[np.bool_]:
    """Whether each record has any of some values; `within`: a value whose name holds them, in any case, will do."""
    codes: set[int] = set()
    for value in values:
        asked = select(terms.c.code).where(terms.c.kind == kind, terms.c.dimension == dimension)
        if within and value:
            codes.update(db.scalars(asked.where(terms.c.value.icontains(value, autoescape=True))))
        else:
            code = db.scalar(asked.where(terms.c.value == value))
            codes.update([] if code is None else [code, *_lists_of(db, kind, dimension, code)])
    held = column(db, kind, dimension)
    wanted = np.zeros(max((*codes, int(held.max(initial=0)))) + 1, np.bool_)
    wanted[list(codes)] = True
    return wanted[held]


def distinct(db: Connection, kind: str, dimension: str, among: Numbers) -> int:
    """How many different values some records have."""
    held = column(db, kind, dimension)
    seen = np.zeros(int(held.max(initial=0)) + 1, np.bool_)
    seen[held if np.count_nonzero(held) == len(among) else held.take(among)] = True
    return int(np.count_nonzero(seen[1:]))


def counts(db: Connection, kind: str, dimension: str, among: Numbers, top: int) -> dict[str, int]:
    """How many of some records have each value: the `top` values that most have, those alike in any order."""
    held = column(db, kind, dimension)
    # Where these are all that have a code, the column is counted as it stands.
    tally = np.bincount(held if np.count_nonzero(held) == len(among) else held.take(among))
    tally[:1] = 0
    for code, members in _lists(db, kind, dimension).items():
        if code < len(tally) and tally[code]:
            tally = np.concatenate([tally, np.zeros(max(0, max(members) + 1 - len(tally)), tally.dtype)])
            tally[members] += tally[code]
            tally[code] = 0
    best = _most(tally, top)
    names = _names(db, kind, dimension, best)
    return {names[code]: int(tally[code]) for code in best}


def _most(tally: NDArray[np.int64], top: int) -> list[int]:
    """The codes that most have, the first codes of those alike. To order all of them would take most of the time."""
    if len(tally) > top:
        least = max(1, int(np.partition(tally, -top)[-top]))
        more = np.flatnonzero(tally > least)
        codes = np.concatenate((more, np.flatnonzero(tally == least)[: top - len(more)]))
    else:
        codes = np.flatnonzero(tally)
    ordered: list[int] = codes[np.lexsort((codes, -tally[codes]))].tolist()
    return ordered


def _write(db: Connection, kind: str, dimension: str, numbers: dict[int, int]) -> None:
    """Set places of a column."""
    by_chunk: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        by_chunk[number // _CHUNK].append(number)
    here = (columns.c.kind == kind, columns.c.dimension == dimension, columns.c.chunk.in_(sorted(by_chunk)))
    held = {row.chunk: row.codes for row in db.execute(select(columns).where(*here))}
    if held:
        db.execute(delete(columns).where(*here))
    rows = []
    for chunk, some in by_chunk.items():
        codes = np.frombuffer(held[chunk], np.int32).copy() if chunk in held else np.zeros(_CHUNK, np.int32)
        codes[[number % _CHUNK for number in some]] = [numbers[number] for number in some]
        rows.append({"kind": kind, "dimension": dimension, "chunk": chunk, "codes": codes.tobytes()})
    db.execute(columns.insert(), rows)


def _coded(db: Connection, kind: str, dimension: str, values: Iterable[str]) -> dict[str, int]:
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


def _lists(db: Connection, kind: str, dimension: str) -> dict[int, list[int]]:
    """The codes of lists, with those of their members."""
    asked = select(terms.c.code, terms.c.members).where(
        terms.c.kind == kind, terms.c.dimension == dimension, terms.c.members.is_not(None)
    )
    return {row.code: sorted({int(code) for code in row.members.split()}) for row in db.execute(asked)}


def _lists_of(db: Connection, kind: str, dimension: str, code: int) -> list[int]:
    return [held for held, members in _lists(db, kind, dimension).items() if code in members]


def _names(db: Connection, kind: str, dimension: str, codes: Sequence[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    for start in range(0, len(codes), _AT_ONCE):
        asked = select(terms.c.code, terms.c.value).where(
            terms.c.kind == kind,
            terms.c.dimension == dimension,
            terms.c.code.in_(codes[start : start + _AT_ONCE]),
        )
        names.update((row.code, row.value) for row in db.execute(asked))
    return names
