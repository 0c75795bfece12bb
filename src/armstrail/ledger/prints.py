"""How each printing stands in its stories, as columns: who printed it and when, whose text it is, how much of it.

The columns of the kind "members" have a place for each member of a story: its "outlet", "day" and "document"; its
"relation" and "share" (in thousandths, and 1); the "story", as the number of the printing that is its origin; as
"origin" the outlet of that, or the agency that it is credited to.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, inspect, select, text, update

from armstrail import outlets
from armstrail.ledger import columns
from armstrail.ledger.schema import (
    claims,
    documents,
    members,
    printings,
    sightings,
    statements,
    stories,
    terms,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from armstrail.ledger.cached import Codes
    from armstrail.ledger.columns import Numbers

KIND = members.name
OUTLET, RELATION, SHARE, STORY = "outlet", "relation", "share", "story"

_AT_ONCE = 400
_RECORDS_AT_ONCE = 1 << 16


def numbered(
    db: Connection, rows: Sequence[dict[str, Any]], freed: Iterable[int]
) -> Sequence[dict[str, Any]]:
    """Rows of members, each given its number: one that is free, so that a story made anew takes up no more of them."""
    spare = sorted(freed, reverse=True)
    last = db.scalar(select(func.max(members.c.number))) or 0
    last = max(last, spare[0]) if spare else last
    for row in rows:
        if spare:
            row["number"] = spare.pop()
        else:
            last += 1
            row["number"] = last
    return rows


def note(db: Connection, numbers: Sequence[int], freed: Iterable[int] = ()) -> None:
    """Write the columns of members of some numbers; those of the freed hold nobody any more, unless given anew."""
    changes = columns.Changes()
    first = sightings.alias()
    asked = (
        select(
            members.c.number,
            members.c.relation,
            members.c.share,
            printings.c.document_id,
            sightings.c.day,
            sightings.c.outlet,
            stories.c.origin_id,
            func.coalesce(stories.c.agency, first.c.outlet).label("origin"),
        )
        .join_from(members, printings, members.c.printing_id == printings.c.id)
        .join(sightings, sightings.c.id == printings.c.id)
        .join(stories, members.c.story == stories.c.key)
        .join(first, first.c.id == stories.c.origin_id)
    )
    for start in range(0, len(numbers), _AT_ONCE):
        for row in db.execute(asked.where(members.c.number.in_(numbers[start : start + _AT_ONCE]))):
            values = {OUTLET: row.outlet or "", RELATION: row.relation}
            changes.enter(KIND, row.number, values, row.day)
            changes.place(KIND, row.number, row.document_id, row.origin or "")
            changes.count(KIND, row.number, story=row.origin_id, share=round(1000 * row.share) + 1)
    for number in set(freed) - set(numbers):
        changes.leave(KIND, number)
    changes.write(db)


def add_numbers(db: Connection) -> None:
    """Let members have numbers, in a ledger from before they had any."""
    if "number" not in {column["name"] for column in inspect(db).get_columns(members.name)}:
        db.execute(text("ALTER TABLE members ADD COLUMN number INTEGER"))
        db.execute(text("CREATE INDEX ix_members_number ON members (number)"))


def enter_all(db: Connection) -> None:
    """Write all these columns, and "first" of statements and claims, in a ledger from before there were any."""
    if db.scalar(select(members.c.story).where(members.c.number.is_(None)).limit(1)):
        order = func.row_number().over(order_by=(members.c.story, members.c.place)).label("number")
        placed = select(members.c.story, members.c.printing_id, order).subquery()
        here = (members.c.story == placed.c.story, members.c.printing_id == placed.c.printing_id)
        db.execute(update(members).where(*here).values(number=placed.c.number))
        last = db.scalar(select(func.max(members.c.number))) or 0
        for start in range(1, last + 1, _RECORDS_AT_ONCE):
            note(db, range(start, min(start + _RECORDS_AT_ONCE, last + 1)))
    for table in (statements, claims):
        if not columns.column(db, table.name, columns.FIRST).any():
            _enter_first(db, table.name)


def _enter_first(db: Connection, kind: str) -> None:
    asked = (
        select(terms.c.code, documents.c.id)
        .join(documents, documents.c.key == terms.c.value)
        .where(terms.c.kind == kind, terms.c.dimension == columns.ORIGIN)
    )
    origins = columns.column(db, kind, columns.ORIGIN)
    numbers = np.zeros(int(origins.max(initial=0)) + 1, np.int32)
    for row in db.execute(asked):
        numbers[row.code] = row.id
    for start in range(0, len(origins), _RECORDS_AT_ONCE):
        changes = columns.Changes()
        for number, first in enumerate(numbers[origins[start : start + _RECORDS_AT_ONCE]].tolist(), start):
            changes.count(kind, number, first=first)
        changes.write(db)


def current(db: Connection) -> Numbers:
    """The numbers of all members."""
    return np.flatnonzero(columns.column(db, KIND, columns.CURRENT) == 1)


def relations(db: Connection) -> dict[str, int]:
    """The codes of relations."""
    return {value: code for code, value in columns.named(db, KIND, RELATION).items()}


class Outlets:
    """The outlets that are named in some columns: one under its usual name, however its documents name it.

    `names` are usual names, `places` the place there of each usual name, `kept` the names as documents have them.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.kept: list[set[str]] = []
        self.places: dict[str, int] = {}

    def column(self, db: Connection, kind: str, dimension: str, numbers: Numbers) -> Codes:
        """The outlet of each of some records, as its place among the names."""
        held = columns.column(db, kind, dimension)
        named = columns.named(db, kind, dimension)
        places = np.zeros(max(named, default=0) + 1, np.int32)
        for code, value in named.items():
            places[code] = self._place(value)
            if dimension == OUTLET:
                self.kept[places[code]].add(value)
        return places[held[numbers]]

    def _place(self, value: str) -> int:
        name = usual(value)
        if name not in self.places:
            self.places[name] = len(self.names)
            self.names.append(name)
            self.kept.append(set())
        return self.places[name]


@cache
def usual(name: str) -> str:
    """The usual name of an outlet, where the codebook knows it."""
    known = outlets.outlet(name)
    return known.name if known else name
