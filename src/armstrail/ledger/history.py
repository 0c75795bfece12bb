"""The history of one record: every reading that had it, every capture of its text, every judgement on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from armstrail.errors import UnknownNameError
from armstrail.ledger.entries import document_entries, record_rows
from armstrail.ledger.folding import StoryEntry, stories_of
from armstrail.ledger.judgements import Standing, standing
from armstrail.ledger.schema import (
    bodies,
    captures,
    claims,
    documents,
    faces,
    failures,
    readings,
    sightings,
    statements,
)
from armstrail.records import claim_of, statement_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from armstrail.model import Claim, Document, Statement

_LEAST = 4


@dataclass(frozen=True, slots=True)
class Version:
    """A record as one reading has it; `current` where that is its document's current reading."""

    record: Claim | Statement
    reader: str
    made: str
    current: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A capture of a document: where, when, the HTTP status, the hash and size of its bytes, and what it says of it."""

    address: str
    fetched: str
    status: int | None
    sha256: str
    size: int
    id: str
    title: str
    published: str | None
    outlet: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class ReadingMade:
    """A reading of a document: by whom, when, how many records it has."""

    reader: str
    made: str
    statements: int
    claims: int
    current: bool


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one record. For a document, `versions` is empty; `records` names what the document holds
    now, claims before statements; `stories` are those that its text stands in.
    """

    key: str
    document: Document
    document_key: str
    versions: tuple[Version, ...]
    readings: tuple[ReadingMade, ...]
    captures: tuple[Seen, ...]
    judgements: tuple[Standing, ...]
    failures: tuple[str, ...]
    records: tuple[tuple[str, str], ...]
    stories: tuple[StoryEntry, ...]


def resolve(db: Connection, name: str) -> str:
    """The full key for a name: a key or its beginning, the id that a source gives a document, an address.

    Raises UnknownNameError where nothing, or more than one record, has it.
    """
    found: set[str] = set()
    table = {"d": documents, "s": statements, "c": claims}.get(name[:1])
    if table is not None and len(name) >= _LEAST and name.isalnum():
        column = table.c.key
        found.update(
            db.scalars(select(column).where(column >= name, column < f"{name}~").distinct().limit(9))
        )
    if not found:
        asked = (
            select(documents.c.key)
            .join(sightings, sightings.c.document_id == documents.c.id)
            .join(captures, captures.c.id == sightings.c.capture_id)
            .where(or_(sightings.c.name == name, captures.c.address == name))
        )
        found.update(db.scalars(asked.distinct().limit(9)))
    if not found:
        raise UnknownNameError(
            f"{name}: the ledger has no record of this name; `armstrail find WORDS` lists names"
        )
    if len(found) > 1:
        raise UnknownNameError(f"{name}: may be any of {', '.join(sorted(found)[:8])}; give more of the name")
    return found.pop()


def history(db: Connection, name: str) -> History:
    """The history of the record of a name (see `resolve`)."""
    key = resolve(db, name)
    table = {"s": statements, "c": claims}.get(key[0])
    document = db.scalars(
        select(documents.c.id).where(documents.c.key == key)
        if table is None
        else select(table.c.document_id).where(table.c.key == key)
    ).first()
    assert document is not None  # noqa: S101 - `resolve` has found it
    entry = next(document_entries(db, [document]), None)
    if entry is None:
        raise UnknownNameError(
            f"{key}: was captured and not read yet; `armstrail add` with its source reads it"
        )
    current = db.scalar(select(faces.c.reading_id).where(faces.c.id == document))
    standings = standing(db, document)
    if table is not None:
        standings = [s for s in standings if s.concerns(key)]
    return History(
        key=key,
        document=entry.record,
        document_key=entry.document_key,
        versions=() if table is None else _versions(db, table, key, current),
        readings=_readings(db, document, current),
        captures=_captures(db, document),
        judgements=tuple(standings),
        failures=tuple(db.scalars(select(failures.c.name).where(failures.c.document_id == document))),
        records=_names(db, current) if current else (),
        stories=tuple(stories_of(db, document)),
    )


def _versions(db: Connection, table: Table, key: str, current: int | None) -> tuple[Version, ...]:
    asked = (
        record_rows(table)
        .add_columns(readings.c.id.label("reading"))
        .where(table.c.key == key)
        .order_by(table.c.id)
    )
    return tuple(
        Version(
            claim_of(json.loads(row.record)) if table is claims else statement_of(json.loads(row.record)),
            row.reader,
            row.made,
            row.reading == current,
        )
        for row in db.execute(asked)
    )


def _readings(db: Connection, document: int, current: int | None) -> tuple[ReadingMade, ...]:
    rows = db.execute(
        select(readings).where(readings.c.document_id == document).order_by(readings.c.id)
    ).all()
    return tuple(
        ReadingMade(
            row.name, row.made, _held(db, statements, row.id), _held(db, claims, row.id), row.id == current
        )
        for row in rows
    )


def _held(db: Connection, table: Table, reading: int) -> int:
    return db.scalar(select(func.count()).select_from(table).where(table.c.reading_id == reading)) or 0


def _captures(db: Connection, document: int) -> tuple[Seen, ...]:
    asked = (
        select(
            captures.c.address,
            captures.c.fetched,
            captures.c.status,
            bodies.c.sha256,
            bodies.c.size,
            sightings.c.name,
            sightings.c.title,
            sightings.c.published,
            sightings.c.outlet,
            sightings.c.url,
        )
        .select_from(sightings)
        .join(captures, sightings.c.capture_id == captures.c.id)
        .join(bodies, captures.c.body_id == bodies.c.id)
        .where(sightings.c.document_id == document)
        .order_by(captures.c.fetched, captures.c.id)
    )
    rows: list[Any] = list(db.execute(asked))
    return tuple(Seen(*row) for row in rows)


def _names(db: Connection, reading: int) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for table in (claims, statements):
        asked = select(table.c.key, table.c.name).where(table.c.reading_id == reading).order_by(table.c.id)
        found += [(row.key, row.name) for row in db.execute(asked)]
    return tuple(found)
