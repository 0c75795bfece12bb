"""The tables of a scan, as Parquet: their columns, how they are written, all or nothing, and read back."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from armstrail.errors import OutputError, SourceError
from armstrail.exports.entries import statement_cells
from armstrail.exports.rows import COLUMNS, cells
from armstrail.model import Document
from armstrail.records import claim_record, coverage_record, own_record, statement_record

try:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]
except ModuleNotFoundError:
    raise OutputError("a scan needs pyarrow: `pip install 'armstrail[scale]'`") from None

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from armstrail.model import Reading, Statement, Story
    from armstrail.sources import Capture

Row = dict[str, Any]

_TEXT, _WHOLE, _REAL = pa.string(), pa.int64(), pa.float64()
# What of memory the rows may take that are not written yet.
_HELD = 16_000_000
_ROWS_HELD = 5_000
_OVERHEAD = 200
_AT_ONCE = 50  # each may be as large as a page may be


def _schema(columns: str, **kinds: pa.DataType) -> pa.Schema:
    return pa.schema([(name, kinds.get(name, _TEXT)) for name in columns.split()])


_PAGE = "doc place published outlet url title"
_STATEMENT = f"{_PAGE} statement speaker party source cue content in start end voice"
_STATEMENT += " topics event occasion channel confidence record meaning"
_DOCUMENT = "doc place url title published outlet credit text notes"
_DOCUMENT_KINDS = {"notes": pa.list_(_TEXT)}
_CAPTURE = "address fetched status kind charset sha256 bytes body"
_CAPTURE_KINDS = {"status": pa.int32(), "bytes": _WHOLE, "body": pa.binary()}
SCHEMAS: dict[str, pa.Schema] = {
    "documents": _schema(_DOCUMENT, **_DOCUMENT_KINDS),
    "captures": _schema(f"place url {_CAPTURE}", **_CAPTURE_KINDS),
    "stories": _schema(
        "story origin reason agency doc relation share of_origin own", share=_REAL, of_origin=_REAL
    ),
    "statements": _schema(_STATEMENT, start=_WHOLE, end=_WHOLE, confidence=_REAL, meaning=pa.binary()),
    "claims": _schema(
        " ".join(["place", *COLUMNS, "record"]), start=_WHOLE, end=_WHOLE, amount=_REAL, confidence=_REAL
    ),
    "coverage": _schema(
        "doc place url characters read reason skipped unresolved own", characters=_WHOLE, read=_WHOLE
    ),
    "failures": _schema("place reason"),
    # What a scan itself goes on with.
    "texts": _schema(f"{_DOCUMENT} print {_CAPTURE}", print=pa.uint64(), **_DOCUMENT_KINDS, **_CAPTURE_KINDS),
    "prints": _schema("print size marks", print=pa.uint64(), size=pa.uint32(), marks=pa.list_(pa.uint32())),
}
"""The columns of each table. A row of `stories` is a document of a story; `record` is the whole record as JSON, as in
docs/records.md, and `own`, `skipped` and `unresolved` are JSON, too. `meaning` is what a statement means as 96 whole
numbers of a byte each.
"""

TABLES = ("documents", "stories", "statements", "claims", "coverage", "failures", "captures")
"""Those that are left when a scan is done."""


@dataclass(slots=True)
class Table:
    """A Parquet file that is being written, under a name that it loses when it is whole."""

    path: Path
    schema: pa.Schema
    rows: int = 0
    _held: list[Row] = field(default_factory=list)
    _size: int = 0
    _writer: pq.ParquetWriter | None = None

    def add(self, row: Row) -> None:
        self._held.append(row)
        self.rows += 1
        self._size += _OVERHEAD + sum(len(cell) for cell in row.values() if isinstance(cell, str | bytes))
        if self._size > _HELD or len(self._held) >= _ROWS_HELD:
            self.flush()

    def flush(self) -> None:
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(self._part, self.schema, compression="zstd")
        if self._held:
            self._writer.write_table(pa.Table.from_pylist(self._held, self.schema))
        self._held, self._size = [], 0

    def close(self) -> None:
        self.flush()
        if self._writer:
            self._writer.close()

    def keep(self) -> None:
        os.replace(self._part, self.path)  # noqa: PTH105 - both on one disk: whole or not at all

    def drop(self) -> None:
        if self._writer:
            self._writer.close()
        self._part.unlink(missing_ok=True)

    @property
    def _part(self) -> Path:
        """Of this process alone: one that was given up may still be writing."""
        return self.path.with_suffix(f".{os.getpid()}.part")


class Tables:
    """Some tables of one part of a scan. A context manager: all of them are there when it ends well, else none."""

    def __init__(self, folders: dict[str, Path], name: str) -> None:
        """`folders` are those of the tables, `name` what this part's files are called."""
        self._tables = {
            table: Table(folder / f"{name}.parquet", SCHEMAS[table]) for table, folder in folders.items()
        }

    def __getitem__(self, table: str) -> Table:
        return self._tables[table]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for table in self._tables.values():
                table.close()
            for table in self._tables.values():
                table.keep()
        else:
            with ExitStack() as each:
                for table in self._tables.values():
                    each.callback(table.drop)


def rows_of(path: Path, table: str) -> Iterator[Row]:
    """The rows of a file, as far as they have the columns of a table, a few at a time. Raises SourceError where it is
    not there or damaged.
    """
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_AT_ONCE, columns=SCHEMAS[table].names):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise SourceError(str(path), "is missing or damaged; scan again") from error


def document_of(row: Row) -> Document:
    """The document of a row of `documents`."""
    return Document(
        id=row["doc"],
        text=row["text"],
        title=row["title"],
        published=row["published"],
        outlet=row["outlet"],
        url=row["url"],
        notes=tuple(row["notes"]),
        credit=row["credit"],
    )


def document_row(document: Document, place: str) -> Row:
    """The row of a document."""
    return {
        "doc": document.id,
        "place": place,
        "url": document.url,
        "title": document.title,
        "published": document.published,
        "outlet": document.outlet,
        "credit": document.credit,
        "text": document.text,
        "notes": list(document.notes),
    }


def text_row(capture: Capture, document: Document, number: int, address: str) -> Row:
    """A document as it is carried to where it is read, with the capture it comes from; `number` is its print, `address`
    where it was got, for good.
    """
    return {
        **document_row(document, capture.place),
        "print": number,
        "address": address,
        "fetched": capture.fetched,
        "status": capture.status,
        "kind": capture.kind,
        "charset": capture.charset,
        "sha256": hashlib.sha256(capture.body).hexdigest(),
        "bytes": len(capture.body),
        "body": capture.body,
    }


def statement_rows(reading: Reading, place: str) -> Iterator[Row]:
    """A row for each statement."""
    document = reading.document
    for statement in reading.statements:
        yield {
            **_page(document, place),
            "statement": statement.id,
            **statement_cells(statement, _words(document, statement)),
            "record": _json(statement_record(statement)),
            "meaning": statement.meaning,
        }


def claim_rows(reading: Reading, place: str) -> Iterator[Row]:
    """A row for each claim."""
    for claim in reading.claims:
        row = dict(zip(COLUMNS, cells(reading.document, claim), strict=True))
        amount = None if claim.value is None or claim.value.amount is None else float(claim.value.amount)
        yield {"place": place, **row, "amount": amount, "record": _json(claim_record(claim))}


def coverage_row(reading: Reading, place: str) -> Row:
    """What was read of a document."""
    told = coverage_record(reading.coverage)
    return {
        "doc": reading.document.id,
        "place": place,
        "url": reading.document.url,
        "characters": told["characters"],
        "read": told["read"],
        "reason": None,
        "skipped": _json(told["skipped"]),
        "unresolved": _json(told["unresolved"]),
        "own": _json([own_record(sentence) for sentence in reading.own]),
    }


def story_rows(story: Story) -> Iterator[Row]:
    """A row for each document of a story."""
    for member in story.documents:
        yield {
            "story": story.id,
            "origin": story.origin,
            "reason": story.reason,
            "agency": story.agency,
            "doc": member.document,
            "relation": member.relation,
            "share": member.share,
            "of_origin": member.of_origin,
            "own": _json([[span.start, span.end] for span in member.own]),
        }


def _words(document: Document, statement: Statement) -> dict[str, str]:
    return {name: document.pieces(getattr(statement, name)) for name in ("source", "cue", "content")}


def _page(document: Document, place: str) -> Row:
    return {
        "doc": document.id,
        "place": place,
        "published": document.published,
        "outlet": document.outlet,
        "url": document.url,
        "title": document.title,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
