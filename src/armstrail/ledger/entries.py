"""Records as the ledger gives them: under their names, with the document they stand in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from sqlalchemy import Select, Table, select

from armstrail.ledger.columns import ORIGIN, Values
from armstrail.ledger.schema import claims, documents, faces, readings, sightings, statements
from armstrail.model import Claim, Document, Reading, Statement
from armstrail.records import claim_of, coverage_of, own_of, statement_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

Kind = Literal["documents", "statements", "claims"]
KINDS: tuple[Kind, ...] = ("documents", "statements", "claims")

_Record = TypeVar("_Record", Document, Statement, Claim)
_AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Entry(Generic[_Record]):
    """One record: its name in the ledger, what it is called in lists, the record, and the document it stands in.

    The document comes without its text, but for the entry of a document itself; `document_key` is its name in the
    ledger, `document.id` the id that its source gives it. `reader` read it, `origin` names the document that its words
    come from first: this one, or another that carries the same text. `statement_key` names the statement that a claim
    stands in; `words` are those of the source, the cue and the content of a statement.
    """

    key: str
    name: str
    record: _Record
    document: Document
    document_key: str
    reader: str | None
    origin: str
    statement_key: str | None = None
    words: dict[str, str] = field(default_factory=dict)


def entries(db: Connection, kind: Kind, numbers: Sequence[int] | None = None) -> Iterator[Entry[Any]]:
    """The current records of a kind: those of some numbers, in that order; all, by document, where none are given."""
    if kind == "documents":
        return document_entries(db, numbers)
    return statement_entries(db, numbers) if kind == "statements" else claim_entries(db, numbers)


def document_entries(db: Connection, numbers: Sequence[int] | None = None) -> Iterator[Entry[Document]]:
    """The documents of some numbers, in that order; all, by name, where none are given."""
    asked = _of_documents(text=True)
    origins = Values(db, "documents", ORIGIN)
    if numbers is None:
        rows: Iterator[Any] = (
            row
            for some in _by_name(db)
            for row in db.execute(asked.where(faces.c.id.in_(some)).order_by(documents.c.key))
        )
    else:
        rows = _in_order(db, asked, faces.c.id, numbers)
    for row, origin in _with_origins(rows, origins):
        document = document_of(row, row.text)
        yield Entry(row.document_key, document.name, document, document, row.document_key, row.reader, origin)


def statement_entries(db: Connection, numbers: Sequence[int] | None = None) -> Iterator[Entry[Statement]]:
    """The current statements, as for documents."""
    for row, origin in _records(db, statements, numbers):
        yield Entry(
            row.record_key,
            row.record_name,
            statement_of(json.loads(row.record)),
            document_of(row),
            row.document_key,
            row.reader,
            origin,
            words={"source": row.source, "cue": row.cue, "content": row.content},
        )


def claim_entries(db: Connection, numbers: Sequence[int] | None = None) -> Iterator[Entry[Claim]]:
    """The current claims, as for documents."""
    for row, origin in _records(db, claims, numbers):
        yield Entry(
            row.record_key,
            row.record_name,
            claim_of(json.loads(row.record)),
            document_of(row),
            row.document_key,
            row.reader,
            origin,
            row.statement,
        )


def reading_of(db: Connection, key: str) -> Reading | None:
    """The current reading of the document of a key, whole; None where it was not read."""
    asked = (
        _of_documents(text=True)
        .add_columns(faces.c.reading_id, readings.c.coverage, readings.c.own)
        .where(documents.c.key == key, faces.c.reading_id.is_not(None))
    )
    row = db.execute(asked).first()
    if row is None:
        return None
    said, found = (
        db.execute(select(*kept).where(table.c.reading_id == row.reading_id).order_by(table.c.id)).all()
        for table, kept in (
            (statements, (statements.c.record, statements.c.meaning)),
            (claims, (claims.c.record,)),
        )
    )
    return Reading(
        document_of(row, row.text),
        tuple(statement_of(json.loads(one.record), one.meaning or b"") for one in said),
        tuple(claim_of(json.loads(one.record)) for one in found),
        coverage_of(json.loads(row.coverage)),
        tuple(map(own_of, json.loads(row.own or "[]"))),
    )


def _records(db: Connection, table: Table, numbers: Sequence[int] | None) -> Iterator[tuple[Any, str]]:
    asked, origins = record_rows(table), Values(db, table.name, ORIGIN)
    if numbers is not None:
        yield from _with_origins(_in_order(db, asked, table.c.id, numbers), origins)
        return
    current = asked.join(faces, faces.c.reading_id == readings.c.id).order_by(documents.c.key, table.c.id)
    rows = (row for some in _by_name(db) for row in db.execute(current.where(faces.c.id.in_(some))))
    yield from _with_origins(rows, origins)


def _with_origins(rows: Iterator[Any], origins: Values) -> Iterator[tuple[Any, str]]:
    """Rows, each with the key of its origin."""
    while some := list(islice(rows, _AT_ONCE)):
        yield from zip(some, origins.of([row.id for row in some]), strict=True)


def record_rows(table: Table) -> Select[Any]:
    """Rows of statements or claims, with what was read and by whom."""
    return (
        select(
            table.c.id,
            table.c.key.label("record_key"),
            table.c.name.label("record_name"),
            table.c.record,
            *([table.c.statement] if table is claims else [table.c.source, table.c.cue, table.c.content]),
            documents.c.key.label("document_key"),
            readings.c.name.label("reader"),
            readings.c.made,
            *SIGHTED,
        )
        .select_from(table)
        .join(readings, table.c.reading_id == readings.c.id)
        .join(sightings, readings.c.sighting_id == sightings.c.id)
        .join(documents, table.c.document_id == documents.c.id)
    )


SIGHTED = (
    sightings.c.name.label("source_id"),
    sightings.c.title,
    sightings.c.published,
    sightings.c.outlet,
    sightings.c.url,
    sightings.c.notes,
    sightings.c.credit,
)
"""What `document_of` needs of a sighting."""


def _of_documents(*, text: bool) -> Select[Any]:
    return (
        select(
            faces.c.id,
            documents.c.key.label("document_key"),
            *([documents.c.text] if text else []),
            readings.c.name.label("reader"),
            *SIGHTED,
        )
        .select_from(faces)
        .join(documents, faces.c.id == documents.c.id)
        .join(sightings, faces.c.sighting_id == sightings.c.id)
        .outerjoin(readings, faces.c.reading_id == readings.c.id)
    )


def document_of(row: Any, text: str = "") -> Document:  # noqa: ANN401 - a row
    """The document that a row of a sighting tells of, its id there labelled `source_id`."""
    return Document(
        id=row.source_id,
        text=text,
        title=row.title,
        published=row.published,
        outlet=row.outlet,
        url=row.url,
        notes=tuple(json.loads(row.notes)),
        credit=row.credit,
    )


def _by_name(db: Connection) -> Iterator[list[int]]:
    """The numbers of all documents, by name, some at a time: an export holds no more in memory."""
    last = ""
    while rows := db.execute(
        select(documents.c.key, documents.c.id)
        .where(documents.c.key > last)
        .order_by(documents.c.key)
        .limit(_AT_ONCE)
    ).all():
        yield [row.id for row in rows]
        last = rows[-1].key


def _in_order(db: Connection, asked: Select[Any], column: Any, numbers: Sequence[int]) -> Iterator[Any]:  # noqa: ANN401
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = {row.id: row for row in db.execute(asked.where(column.in_(some)))}
        yield from (rows[number] for number in some if number in rows)
