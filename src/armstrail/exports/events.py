"""Events in PLOVER's field names (github.com/openeventdata/PLOVER), as JSONL or CSV, with the words they rest on.

PLOVER's own: id, date, source and target (actorText, code, sector), event, eventText, mode, context, text, language,
publication, coder, version, dateCoded. Added: `cameo`, the root code of that older scheme; `speaker`, who says so;
`confidence`; `record`, the name of the statement or claim; `origin`, that of the document that the words come from
first; `evidence`, where they stand.
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from armstrail import __version__
from armstrail.events import events
from armstrail.exports.rows import safe
from armstrail.ledger.keys import claim_keys, document_key, statement_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

    from armstrail.events import Event, EventActor
    from armstrail.model import Document, Reading, Span

Row = dict[str, Any]
PLOVER = "0.8"
"""The version of PLOVER's manual that types, modes and contexts follow."""

FIELDS = (
    "id",
    "date",
    "sourceText",
    "sourceCode",
    "sourceSector",
    "targetText",
    "targetCode",
    "targetSector",
    "event",
    "eventText",
    "mode",
    "context",
    "cameo",
    "text",
    "speaker",
    "confidence",
    "record",
    "origin",
    "document",
    "in",
    "start",
    "end",
    "publication",
    "url",
    "language",
    "coder",
    "version",
    "dateCoded",
)
"""The columns of the CSV; where a field of PLOVER's is a list of objects, each of its parts has a column."""


def rows(readings: Iterable[Reading], origins: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The events of readings, an object each. `origins` are those of the records and documents that have another origin
    than their own document, by name.
    """
    day, known = datetime.now(UTC).date().isoformat(), origins or {}
    for reading in readings:
        name = document_key(reading.document)
        names: dict[tuple[str, str], str] = {}
        said = zip(reading.statements, statement_keys(name, reading.statements), strict=True)
        found = zip(reading.claims, claim_keys(name, reading.claims), strict=True)
        names |= {("statement", statement.id): key for statement, key in said}
        names |= {("claim", claim.id): key for claim, key in found}
        for event in events(reading):
            record = names.get((event.kind, event.record or ""))
            yield _row(reading.document, name, event, record, known.get(record or name, name), day)


def write_lines(readings: Iterable[Reading], out: TextIO, origins: Mapping[str, str] | None = None) -> int:
    """JSONL: an object an event; gives how many."""
    number = 0
    for row in rows(readings, origins):
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        number += 1
    return number


def write_rows(readings: Iterable[Reading], out: TextIO, origins: Mapping[str, str] | None = None) -> int:
    """CSV: a row an event, lists joined by "; "; what a spreadsheet would run as a formula is defused."""
    lines = csv.writer(out)
    lines.writerow(FIELDS)
    number = 0
    for row in rows(readings, origins):
        flat = {**row, **row["evidence"], "context": "; ".join(row["context"])}
        for side in ("source", "target"):
            for part, column in (("actorText", "Text"), ("code", "Code"), ("sector", "Sector")):
                flat[side + column] = "; ".join(actor[part] or "" for actor in row[side])
        lines.writerow([safe(flat[name]) for name in FIELDS])
        number += 1
    return number


def _row(document: Document, name: str, event: Event, record: str | None, origin: str, day: str) -> Row:
    return {
        "id": f"{record or f'{name}:{event.span.place}:{event.span.start}'}:{event.type}",
        "date": event.date,
        "source": [_actor(actor) for actor in event.source],
        "target": [_actor(actor) for actor in event.target],
        "event": event.type,
        "eventText": event.words,
        "mode": event.mode,
        "context": list(event.contexts),
        "cameo": event.cameo,
        "text": document.words(event.span),
        "speaker": event.speaker,
        "confidence": event.confidence,
        "record": record,
        "origin": origin,
        "evidence": {"document": name, **_place(event.span)},
        "publication": document.outlet,
        "url": document.url,
        "language": "en",
        "coder": f"armstrail {__version__}",
        "version": PLOVER,
        "dateCoded": day,
    }


def _actor(actor: EventActor) -> Row:
    return {"actorText": actor.words, "code": actor.code, "sector": actor.sector}


def _place(span: Span) -> Row:
    return {"in": span.place, "start": span.start, "end": span.end}
