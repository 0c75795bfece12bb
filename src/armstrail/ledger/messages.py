"""Messages in the ledger: kept up to date with every reading, and read back.

Each current statement whose reader tells what it means stands in a component, of statements that links lead to from one
another, and in a message, a part of that. A new statement is compared with all others; only the components that it is
linked with are parted into messages anew. A message of one statement is none to show.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import delete, func, select

from armstrail.codebook import tables
from armstrail.errors import UnknownNameError
from armstrail.ledger import cached, columns
from armstrail.ledger.columns import ORIGIN, Changes, Values
from armstrail.ledger.listing import Listing
from armstrail.ledger.portions import portions, rows_of
from armstrail.ledger.rows import MESSAGE
from armstrail.ledger.schema import faces, messages, statements, uttered
from armstrail.ledger.searching import Asked, Query
from armstrail.ledger.speaking import Month, by_month
from armstrail.ledger.tallies import different
from armstrail.messages import (
    Linked,
    Uttered,
    components,
    directions,
    groups,
    least_likeness,
    links,
    message,
)
from armstrail.messages import uttered as as_uttered
from armstrail.records import statement_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Connection, Select

    from armstrail.ledger.columns import Numbers

_COMPARED = 20_000
_TOP = 20
_COUNTED = ("speaker", "party", "outlet", "topic", "event", "occasion", "channel")


@dataclass(frozen=True, slots=True)
class MessageEntry:
    """A message by its name and its clearest wording: how many statements, from how many independent origins, days of
    the first and the last publication.
    """

    key: str
    wording: str
    statements: int
    origins: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message: who says it how often, in which outlets, on which topics and occasions, and when."""

    entry: MessageEntry
    months: tuple[Month, ...]
    counts: dict[str, dict[str, int]]


def gather(db: Connection, numbers: Collection[int]) -> None:
    """Gather anew what documents say: their statements have changed."""
    touched = _forget(db, numbers)
    new = [u for some in portions(sorted(numbers)) for u in _uttered(db, statements.c.document_id.in_(some))]
    linked = Linked()
    ids = {u.key: number for number, u in new}
    known = _near(db, new)
    for one, other, _ in links([u for _, u in new], [u for _, u in known]):
        linked.add(one, other)
    ids |= {u.key: number for number, u in known}
    beside = [ids[key] for key in linked.of]
    touched |= {
        row.component for row in rows_of(db, select(uttered.c.component), uttered.c.statement_id, beside)
    }
    _part(db, touched, new, linked)


def rules() -> Any:  # noqa: ANN401 - JSON
    """What messages are made by."""
    return tables()["messages"]


def regather(db: Connection) -> None:
    """Gather everything anew."""
    db.execute(delete(uttered))
    db.execute(delete(messages))
    gather(db, list(db.scalars(select(faces.c.id))))


def listed(
    db: Connection, query: Query, *, wording: str = "", size: int = 50, start: int = 0
) -> Listing[MessageEntry]:
    """A page of the messages of the statements that a query finds, those of most origins first; of those whose
    `wording` holds some words, in any case. A message of one statement is none to list.
    """
    order = cached.answer(db, ("messages", query), lambda: _order(db, Asked(db, "statements", query).found))
    wanted = wording.strip().casefold()
    if wanted:
        having = set(columns.holding(db, select(messages.c.key), messages.c.wording, wanted))
        order = [entry for entry in order if entry[0] in having]
    page = order[start : start + size]
    rows = {row.key: row for row in rows_of(db, select(messages), messages.c.key, [key for key, *_ in page])}
    return Listing(
        tuple(
            MessageEntry(key, rows[key].wording, held, origins, rows[key].first, rows[key].last)
            for key, held, origins in page
            if key in rows
        ),
        len(order),
    )


def _order(db: Connection, numbers: Numbers) -> list[tuple[str, int, int]]:
    """The messages that some statements make with another: key, how many of them, how many origins of these."""
    codes = columns.column(db, "statements", MESSAGE)[numbers].astype(np.int64)
    first = columns.column(db, "statements", columns.FIRST)[numbers].astype(np.int64)
    size, texts = int(codes.max(initial=0)) + 1, int(first.max(initial=0)) + 1
    held = np.bincount(codes, minlength=size)
    origins = np.bincount(different(codes * texts + first) // texts, minlength=size)
    every = np.bincount(columns.column(db, "statements", MESSAGE), minlength=size)
    names = columns.named(db, "statements", MESSAGE)
    there = [code for code in np.flatnonzero(held).tolist() if names.get(code) and every[code] > 1]
    found = [(names[code], int(held[code]), int(origins[code])) for code in there]
    return sorted(found, key=lambda one: (-one[2], -one[1], one[0]))


def view(db: Connection, key: str) -> MessageView:
    """The message of a name. Raises UnknownNameError where there is none."""
    row = db.execute(select(messages).where(messages.c.key == key)).first()
    numbers = Asked(db, "statements", Query(message=(key,))).found
    if row is None or not len(numbers):
        raise UnknownNameError(f"{key}: no message has this name; `armstrail messages` lists them")
    origins = columns.distinct(db, "statements", ORIGIN, numbers)
    counts = {d: columns.counts(db, "statements", d, numbers, _TOP) for d in _COUNTED}
    entry = MessageEntry(row.key, row.wording, len(numbers), origins, row.first, row.last)
    return MessageView(entry, by_month(db, "statements", numbers, "outlet"), counts)


def _forget(db: Connection, numbers: Collection[int]) -> set[int]:
    """Take the statements of documents out of their components; gives these."""
    found: set[int] = set()
    for some in portions(sorted(numbers)):
        rows = db.execute(
            select(uttered.c.statement_id, uttered.c.component).where(uttered.c.document_id.in_(some))
        ).all()
        if rows:
            found |= {row.component for row in rows}
            db.execute(delete(uttered).where(uttered.c.document_id.in_(some)))
    return found


def _part(db: Connection, touched: set[int], new: Sequence[tuple[int, Uttered]], linked: Linked) -> None:
    """Part the statements of some components, and new ones, into components and messages."""
    held = dict(new)
    former: list[str] = []
    for some in portions(sorted(touched)):
        rows = db.execute(select(uttered).where(uttered.c.component.in_(some))).all()
        former += [row.message for row in rows]
        held |= dict(_uttered(db, statements.c.id.in_([row.statement_id for row in rows])))
        db.execute(delete(uttered).where(uttered.c.component.in_(some)))
    # links among those that were there are not kept: they are found again
    ours = {number for number, _ in new}
    for one, other, _ in links([u for number, u in held.items() if number not in ours], ()):
        linked.add(one, other)
    by_key = {u.key: (number, u) for number, u in held.items()}
    changes, placed, made = Changes(), [], []
    for component in components(by_key, linked):
        name = min(by_key[key][0] for key in component)
        known = {key: by_key[key][1] for key in component}
        for group in groups(sorted(component), linked, known):
            found = message([known[key] for key in group])
            made.append(
                {"key": found.key, "wording": found.wording, "first": found.first, "last": found.last}
            )
            for key in group:
                number = by_key[key][0]
                placed.append(
                    {
                        "statement_id": number,
                        "component": name,
                        "message": found.key,
                        "meaning": known[key].meaning,
                    }
                )
                changes.value("statements", MESSAGE, number, found.key)
    for some in portions(sorted({*former, *(row["key"] for row in made)})):
        db.execute(delete(messages).where(messages.c.key.in_(some)))
    if made:
        db.execute(messages.insert(), made)
    if placed:
        asked = select(statements.c.id, statements.c.document_id)
        documents = {row.id: row.document_id for row in rows_of(db, asked, statements.c.id, held)}
        db.execute(
            uttered.insert(), [row | {"document_id": documents[row["statement_id"]]} for row in placed]
        )
    changes.write(db)


def _near(db: Connection, new: Sequence[tuple[int, Uttered]]) -> list[tuple[int, Uttered]]:
    """The statements gathered already that are alike enough to some new ones to be compared with them."""
    if not new:
        return []
    mine, wanted = directions([u.meaning for _, u in new]), least_likeness()
    last = db.scalar(select(func.max(uttered.c.statement_id))) or 0
    found: list[int] = []
    for start in range(0, last + 1, _COMPARED):
        asked = select(uttered.c.statement_id, uttered.c.meaning)
        rows = db.execute(asked.where(uttered.c.statement_id.between(start, start + _COMPARED - 1))).all()
        if rows:
            alike = directions([row.meaning for row in rows]) @ mine.T
            found += [rows[place].statement_id for place in np.flatnonzero(alike.max(1) >= wanted).tolist()]
    return [pair for some in portions(found) for pair in _uttered(db, statements.c.id.in_(some))]


def _uttered(db: Connection, which: Any) -> Iterator[tuple[int, Uttered]]:  # noqa: ANN401
    """Current statements as they are compared, with their numbers."""
    asked: Select[Any] = (
        select(
            statements.c.id,
            statements.c.key,
            statements.c.record,
            statements.c.content,
            statements.c.meaning,
            faces.c.published,
            faces.c.outlet,
        )
        .join(faces, faces.c.reading_id == statements.c.reading_id)
        .where(which, statements.c.meaning.is_not(None))
        .order_by(statements.c.id)
    )
    origins = Values(db, "statements", ORIGIN)
    for row in db.execute(asked).all():
        statement = statement_of(json.loads(row.record), row.meaning)
        origin = origins.of([row.id])[0]
        made = as_uttered(row.key, statement, row.content, row.published or "", origin, row.outlet or "")
        if made:
            yield row.id, made
