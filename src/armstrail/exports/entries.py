"""What a ledger holds, as JSONL, CSV or Parquet: documents, statements, claims, each under its name, with judgements.

What is written depends on what was read, not on when or in how many runs.
"""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

from armstrail.errors import OutputError
from armstrail.exports.rows import COLUMNS, cells, safe
from armstrail.records import claim_record, statement_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO, TextIO

    from armstrail.ledger.entries import Entry, Kind
    from armstrail.ledger.judgements import Standing
    from armstrail.model import Claim, Document, Statement

Form = Literal["jsonl", "csv", "parquet"]
Row = dict[str, Any]

_AT_ONCE = 5_000
_DOCUMENT = ("doc", "published", "outlet", "url", "title")
_NUMBERS: dict[str, str] = {"start": "int64", "end": "int64", "amount": "float64", "confidence": "float64"}

FIELDS: dict[Kind, tuple[str, ...]] = {
    "documents": ("id", *_DOCUMENT, "notes", "origin", "reader", "text"),
    "statements": (
        "id",
        "document",
        *_DOCUMENT,
        "speaker",
        "party",
        "source",
        "cue",
        "content",
        "in",
        "start",
        "end",
        "voice",
        "topics",
        "event",
        "occasion",
        "channel",
        "confidence",
        "origin",
        "reader",
        "judgements",
    ),
    "claims": (
        "id",
        "document",
        *(name for name in COLUMNS if name not in ("claim", "statement", "confidence")),
        "statement",
        "confidence",
        "origin",
        "reader",
        "judgements",
    ),
}
"""The columns of a table of each kind."""


class Judged:
    """The judgements that hold, by record: the last of each reviewer, unless it was withdrawn."""

    def __init__(self, standings: Iterable[Standing]) -> None:
        self._held: dict[str, list[Row]] = {}
        for standing in standings:
            judgement = standing.judgement
            if standing.record and standing.holds:
                self._held.setdefault(standing.record, []).append(
                    {
                        "decision": judgement.decision,
                        "reviewer": judgement.reviewer,
                        "made": judgement.made,
                        "changes": judgement.changes,
                        "note": judgement.note,
                    }
                )

    def of(self, key: str) -> list[Row]:
        return self._held.get(key, [])


def write_lines(entries: Iterable[Entry[Any]], kind: Kind, judged: Judged, out: TextIO) -> None:
    """JSONL: an object a record, with all its spans (docs/records.md)."""
    for entry in entries:
        out.write(json.dumps(entry_record(entry, kind, judged), ensure_ascii=False) + "\n")


def write_rows(entries: Iterable[Entry[Any]], kind: Kind, judged: Judged, out: TextIO) -> None:
    """CSV: a row a record; what a spreadsheet would run as a formula is defused."""
    lines = csv.writer(out)
    lines.writerow(FIELDS[kind])
    for row in table_rows(entries, kind, judged):
        lines.writerow([safe(row[name]) for name in FIELDS[kind]])


def write_parquet(entries: Iterable[Entry[Any]], kind: Kind, judged: Judged, out: BinaryIO) -> None:
    """Parquet: the columns of the CSV, numbers as numbers. Raises OutputError where pyarrow is lacking."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - large, and for this format only
        import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415
    except ModuleNotFoundError:
        raise OutputError("Parquet needs pyarrow: `pip install 'armstrail[parquet]'`") from None
    kinds = {"int64": pa.int64(), "float64": pa.float64()}
    schema = pa.schema([(name, kinds.get(_NUMBERS.get(name, ""), pa.string())) for name in FIELDS[kind]])
    with pq.ParquetWriter(out, schema) as writer:
        for some in _parts(table_rows(entries, kind, judged)):
            for row in some:
                if row.get("amount") is not None:
                    row["amount"] = float(row["amount"])  # Arrow takes no whole number beyond 2^53 for one
            writer.write_table(pa.Table.from_pylist(some, schema=schema))


def entry_record(entry: Entry[Any], kind: Kind, judged: Judged) -> Row:
    """One record as an object of JSON, its document's fields before its own."""
    document: Document = entry.document
    shared = {
        "id": entry.key,
        "doc": document.id,
        "url": document.url,
        "published": document.published,
        "outlet": document.outlet,
        "title": document.title,
        "origin": entry.origin,
    }
    if kind == "documents":
        return {**shared, "text": document.text, "notes": list(document.notes), "reader": entry.reader}
    shared["document"] = entry.document_key
    own = statement_record(entry.record) if kind == "statements" else claim_record(entry.record)
    own.pop("id")
    if kind == "claims":
        own["statement"] = entry.statement_key
    else:
        own["words"] = entry.words
    return {**shared, **own, "reader": entry.reader, "judgements": judged.of(entry.key)}


def write_judgements(standings: Iterable[Standing], out: TextIO) -> None:
    """JSONL: an object a judgement, those that are orphaned or superseded among them."""
    for standing in standings:
        out.write(json.dumps(judgement_record(standing), ensure_ascii=False) + "\n")


def judgement_record(standing: Standing) -> Row:
    """A judgement as an object of JSON, with the record it holds for now: null where it is orphaned."""
    return {**asdict(standing.judgement), "holds_for": standing.record, "superseded": standing.superseded}


def table_rows(entries: Iterable[Entry[Any]], kind: Kind, judged: Judged) -> Iterator[Row]:
    """The rows of a table of a kind, by its FIELDS."""
    for entry in entries:
        document: Document = entry.document
        row: Row = {
            "id": entry.key,
            "document": entry.document_key,
            "doc": document.id,
            "published": document.published,
            "outlet": document.outlet,
            "url": document.url,
            "title": document.title,
            "origin": entry.origin,
            "reader": entry.reader,
        }
        if kind == "documents":
            row |= {"notes": "; ".join(document.notes), "text": document.text}
        else:
            row |= {
                "judgements": "; ".join(f"{j['decision']} ({j['reviewer']})" for j in judged.of(entry.key))
            }
            row |= _claim(entry) if kind == "claims" else statement_cells(entry.record, entry.words)
        yield row


def _claim(entry: Entry[Claim]) -> Row:
    named = dict(zip(COLUMNS, cells(entry.document, entry.record), strict=True))
    return {**named, "statement": entry.statement_key}


def statement_cells(statement: Statement, words: dict[str, str]) -> Row:
    """The cells of a statement, whose source, cue and content have these words."""
    pieces = statement.content or statement.cue or statement.source
    about, occasion = statement.about, statement.occasion
    return {
        "speaker": statement.speaker.name if statement.speaker else None,
        "party": statement.speaker.party if statement.speaker else None,
        **words,
        "in": pieces[0].place,
        "start": min(span.start for span in pieces),
        "end": max(span.end for span in pieces),
        "voice": statement.voice,
        "topics": "; ".join(subject.topic for subject in about.topics) if about else None,
        "event": about.event if about else None,
        "occasion": occasion.name or occasion.mention if occasion else None,
        "channel": occasion.kind if occasion else None,
        "confidence": statement.confidence,
    }


def _parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
