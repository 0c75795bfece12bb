"""Adding to the ledger: captures, the documents they hold, their readings, in one transaction or not at all.

Whatever is there already is not added again, so that the same run may be stopped, repeated, or go on twice at once.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, or_, select

from armstrail import values
from armstrail.ledger import gathering, judgements, words
from armstrail.ledger.columns import CONFIDENCE, Changes
from armstrail.ledger.entries import document_of
from armstrail.ledger.keys import claim_keys, document_key, statement_keys
from armstrail.ledger.portions import portions, rows_of
from armstrail.ledger.rows import claim_row, permille, record_values, statement_row
from armstrail.ledger.schema import (
    KEPT,
    bodies,
    captures,
    claims,
    documents,
    faces,
    failures,
    now,
    readings,
    sightings,
    statements,
    visits,
)
from armstrail.records import coverage_record, own_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection

    from armstrail.ledger.folding import Folding
    from armstrail.model import Document, Reading
    from armstrail.sources.visits import Visit

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Addition:
    """What one capture brings: its bytes, then the document in them, then its reading, as far as it came.

    `address` is where it was got, for good: an address of the web, a whole path. `fault` says why there is no
    document, or no reading. A document that is known already comes without a reading. `named`: the id of the document
    is the source's own, not where it lies.
    """

    address: str
    body: bytes
    fetched: str | None = None
    status: int | None = None
    kind: str | None = None
    charset: str | None = None
    document: Document | None = None
    named: bool = False
    reading: Reading | None = None
    fault: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


Face = tuple[str, str]
"""What decides which of a text's sightings it is shown and read by: the day it was published, then its address."""


NO_DAY = "9999"


def face(document: Document, address: str, fetched: str | None = None) -> Face:
    """The earliest publication goes first, one without a date last; the order of adding decides nothing."""
    return (published_day(document, fetched) or NO_DAY, address)


def published_day(document: Document, fetched: str | None = None) -> str | None:
    """The day of publication as YYYY-MM-DD, where the document's own date can be read.

    None, too, where that is later than the day after the text was fetched (None: today), which clocks of the other
    side of the earth can make: no text was published after it was got, so such a date is of no use.
    """
    day = values.published_date(document.published)
    got = datetime.now(UTC)
    with suppress(ValueError):  # an archive may say anything of its time
        got = datetime.fromisoformat(fetched or "")
    return day.isoformat() if day and day <= got.date() + timedelta(days=1) else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows were new, by table, and the source's own ids that name more than one text."""

    new: dict[str, int]
    ambiguous: tuple[str, ...]


def append(
    db: Connection,
    folding: Folding,
    additions: Sequence[Addition],
    reader: str,
    visited: Sequence[Visit] = (),
) -> Outcome:
    """Add what captures brought, their readings made by `reader`, and the visits that brought them; fold the texts."""
    sheet = _Sheet(db, reader)
    ambiguous = sheet.add(additions)
    for visit in visited:
        sheet.visit(visit)
    sheet.write()
    folding.fold(db, sheet.shown)
    judgements.renew(db, sheet.shown)
    gathering.await_gathering(db, sheet.shown)
    return Outcome({table.name: len(rows) for table, rows in sheet.rows.items()}, ambiguous)


def outdated(db: Connection, reader: str) -> Iterator[Addition]:
    """The documents whose current reading `reader` did not make, as they were captured where they are shown from."""
    asked = (
        select(
            captures,
            sightings,
            documents.c.text,
            documents.c.key,
            bodies.c.packed,
            sightings.c.name.label("source_id"),
        )
        .select_from(faces)
        .join(documents, faces.c.id == documents.c.id)
        .join(sightings, faces.c.sighting_id == sightings.c.id)
        .join(captures, sightings.c.capture_id == captures.c.id)
        .join(bodies, captures.c.body_id == bodies.c.id)
        .outerjoin(readings, faces.c.reading_id == readings.c.id)
        .where(or_(readings.c.name.is_(None), readings.c.name != reader))
        .order_by(documents.c.key)
    )
    for row in db.execute(asked, execution_options={"stream_results": True}):
        body, document = zlib.decompress(row.packed), document_of(row, row.text)
        yield Addition(row.address, body, row.fetched, row.status, row.kind, row.charset, document)


class _Sheet:
    """The rows of one transaction: gathered with numbers that follow on, then written table by table."""

    def __init__(self, db: Connection, reader: str) -> None:
        self.db = db
        self.reader = reader
        self.now = now()
        self.rows: dict[Table, list[Row]] = {table: [] for table in KEPT}
        self.next: dict[Table, int] = {}
        self.changes = Changes()
        self.shown: dict[int, Row] = {}

    def add(self, additions: Sequence[Addition]) -> tuple[str, ...]:
        """Gather what is new; gives the sources' own ids that name more than one text."""
        known = _Known(self.db, additions, self.reader)
        self.faces = known.faces
        for addition, sha256, name in zip(additions, known.hashes, known.names, strict=True):
            if addition.fault and not addition.body:
                self._failure(addition, known)
                continue
            body = self._body(addition, sha256, known.bodies)
            capture = self._capture(addition, body, known.captures)
            document = sighting = None
            if addition.document:
                document = self._document(addition.document, name, known.documents)
                sighting = self._sighting(addition, addition.document, (capture, document), known.sightings)
                if addition.reading and (document, sighting) not in known.readings:
                    known.readings.add((document, sighting))
                    self._reading(addition, addition.document, name, (document, sighting))
                elif document not in self.faces:
                    self._show(addition, addition.document, (document, sighting), None, [])
                if addition.named:
                    known.named[addition.document.id].add(document)
            if addition.fault:
                self._failure(addition, known, capture, document)
        return tuple(sorted(name for name, held in known.named.items() if len(held) > 1))

    def visit(self, visit: Visit) -> None:
        """Gather a visit to an address of the web."""
        self._put(
            visits,
            address=visit.address,
            made=visit.time,
            status=visit.status,
            etag=visit.etag,
            last_modified=visit.last_modified,
        )

    def _body(self, addition: Addition, sha256: str, known: dict[str, int]) -> int:
        if sha256 not in known:
            packed = zlib.compress(addition.body, 6)
            known[sha256] = self._put(bodies, sha256=sha256, size=len(addition.body), packed=packed)
        return known[sha256]

    def _capture(self, addition: Addition, body: int, known: dict[tuple[str, int], int]) -> int:
        key = (addition.address, body)
        if key not in known:
            known[key] = self._put(
                captures,
                address=addition.address,
                fetched=addition.fetched or self.now,
                status=addition.status,
                body_id=body,
                kind=addition.kind,
                charset=addition.charset,
            )
        return known[key]

    def _document(self, document: Document, name: str, known: dict[str, int]) -> int:
        if name not in known:
            known[name] = self._put(documents, key=name, title=document.title, text=document.text)
        return known[name]

    def _sighting(
        self, addition: Addition, document: Document, key: tuple[int, int], known: dict[tuple[int, int], int]
    ) -> int:
        if key not in known:
            known[key] = self._put(
                sightings,
                capture_id=key[0],
                document_id=key[1],
                name=document.id,
                title=document.title,
                published=document.published,
                day=published_day(document, addition.fetched),
                outlet=document.outlet,
                url=document.url,
                notes=json.dumps(document.notes, ensure_ascii=False),
                credit=document.credit,
            )
        return known[key]

    def _failure(
        self, addition: Addition, known: _Known, capture: int | None = None, document: int | None = None
    ) -> None:
        """Why a capture gave no document, or a document no reading; said once, not at each new try."""
        if (addition.address, addition.fault) not in known.failures:
            known.failures.add((addition.address, addition.fault))
            self._put(
                failures,
                address=addition.address,
                capture_id=capture,
                document_id=document,
                made=self.now,
                name=addition.fault,
            )

    def _reading(self, addition: Addition, document: Document, name: str, at: tuple[int, int]) -> None:
        """A reading with its records."""
        reading = addition.reading
        if reading is None:
            return
        number = self._put(
            readings,
            document_id=at[0],
            sighting_id=at[1],
            name=self.reader,
            made=self.now,
            coverage=json.dumps(coverage_record(reading.coverage), ensure_ascii=False),
            own=json.dumps([own_record(sentence) for sentence in reading.own], ensure_ascii=False),
        )
        shared = {
            "reading_id": number,
            "document_id": at[0],
            "published": published_day(document, addition.fetched),
            "outlet": document.outlet,
        }
        said = dict(
            zip((s.id for s in reading.statements), statement_keys(name, reading.statements), strict=True)
        )
        new: list[tuple[Table, Row]] = [
            (statements, {"key": said[statement.id], **shared, **statement_row(document, statement)})
            for statement in reading.statements
        ]
        for claim, key in zip(reading.claims, claim_keys(name, reading.claims), strict=True):
            within = said.get(claim.statement or "")
            new.append((claims, {"key": key, **shared, **claim_row(claim), "statement": within}))
        for table, row in new:
            row["id"] = self._put(table, **row)
        self._show(addition, document, at, number, new)

    def _show(
        self,
        addition: Addition,
        document: Document,
        at: tuple[int, int],
        reading: int | None,
        new: list[tuple[Table, Row]],
    ) -> None:
        """Make a reading its document's current one, unless an earlier publication of it was read, or this one by the
        same reader.
        """
        day = published_day(document, addition.fetched)
        here = face(document, addition.address, addition.fetched)
        former = self.faces.get(at[0])
        if former and former["name"]:
            same = former["name"] == self.reader and former["face"] == here
            if same or former["face"] < here:
                return
        if former:
            self._withdraw(former)
        self.faces[at[0]] = self.shown[at[0]] = {
            "id": at[0],
            "sighting_id": at[1],
            "reading_id": reading,
            "published": day,
            "outlet": document.outlet,
            "name": self.reader if reading else None,
            "face": here,
            "new": new,
        }
        self.changes.enter("documents", at[0], {"outlet": document.outlet or ""}, day)
        for table, row in new:
            self.changes.enter(table.name, row["id"], record_values(table.name, row), day)
            self.changes.count(table.name, row["id"], **{CONFIDENCE: permille(row["confidence"])})

    def _withdraw(self, former: Row) -> None:
        """The records of the reading that was current until now are current no more; they stay where they are."""
        if "new" in former:  # of this very transaction
            for table, row in former["new"]:
                self.changes.leave(table.name, row["id"])
            return
        for table in (statements, claims):
            for number in self.db.scalars(
                select(table.c.id).where(table.c.reading_id == former["reading_id"])
            ):
                self.changes.leave(table.name, number)

    def _put(self, table: Table, **row: object) -> int:
        """Gather a row; its number is the next of its table, which holds since only one writes at a time."""
        if table not in self.next:
            self.next[table] = (self.db.scalar(select(func.max(table.c.id))) or 0) + 1
        number = self.next[table]
        self.next[table] += 1
        self.rows[table].append({"id": number, **row})
        return number

    def write(self) -> None:
        """Write what was gathered."""
        for table, rows in self.rows.items():
            if rows:
                self.db.execute(table.insert(), rows)
        for table in (documents, statements, claims):
            words.add(self.db, table.name, self.rows[table])
        if self.shown:
            for some in portions(list(self.shown)):
                self.db.execute(faces.delete().where(faces.c.id.in_(some)))
            columns = [column.name for column in faces.c]
            self.db.execute(faces.insert(), [{c: row[c] for c in columns} for row in self.shown.values()])
        self.changes.write(self.db)


class _Known:
    """What of some additions is in the ledger already."""

    def __init__(self, db: Connection, additions: Sequence[Addition], reader: str) -> None:
        self.db = db
        self.hashes = [addition.sha256 for addition in additions]
        self.names = [document_key(a.document) if a.document else "" for a in additions]
        self.bodies = self._numbers(bodies.c.sha256, self.hashes)
        self.documents = self._numbers(documents.c.key, self.names)
        held = rows_of(self.db, select(captures), captures.c.address, {a.address for a in additions})
        self.captures = {(row.address, row.body_id): row.id for row in held}
        failed = rows_of(
            self.db, select(failures), failures.c.address, {a.address for a in additions if a.fault}
        )
        self.failures = {(row.address, row.name) for row in failed}
        touched = set(self.documents.values())
        seen = rows_of(self.db, select(sightings), sightings.c.document_id, touched)
        self.sightings = {(row.capture_id, row.document_id): row.id for row in seen}
        read = rows_of(
            self.db, select(readings).where(readings.c.name == reader), readings.c.document_id, touched
        )
        self.readings = {(row.document_id, row.sighting_id) for row in read}
        self.named: dict[str, set[int]] = defaultdict(set)
        own = {a.document.id for a in additions if a.document and a.named}
        for row in rows_of(self.db, select(sightings.c.name, sightings.c.document_id), sightings.c.name, own):
            self.named[row.name].add(row.document_id)
        self.faces = {row.id: self._face(row) for row in rows_of(self.db, _FACES, faces.c.id, touched)}

    @staticmethod
    def _face(row: Any) -> Row:  # noqa: ANN401 - a row of _FACES
        found: Row = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way, in spite of its name
        return {**found, "face": (found.pop("day") or NO_DAY, found.pop("address"))}

    def _numbers(self, column: Column[str], keys: Iterable[str]) -> dict[str, int]:
        return dict(map(tuple, rows_of(self.db, select(column, column.table.c.id), column, keys)))


_FACES = (
    select(faces, readings.c.name, sightings.c.day, captures.c.address)
    .select_from(faces)
    .join(sightings, faces.c.sighting_id == sightings.c.id)
    .join(captures, sightings.c.capture_id == captures.c.id)
    .outerjoin(readings, faces.c.reading_id == readings.c.id)
)
