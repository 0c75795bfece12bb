"""What was found in a ledger, as a list for the eye or as JSONL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from armstrail.exports import counted
from armstrail.exports.entries import Judged, entry_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from armstrail.ledger import Entry, Kind, Page

_LONGEST = 300


def write_lines(pages: dict[Kind, Page], out: TextIO) -> None:
    """JSONL: an object a record, `kind` first."""
    for kind, page in pages.items():
        for entry in page.entries:
            record = entry_record(entry, kind, Judged(()))
            record.pop("text", None)
            out.write(json.dumps({"kind": kind.removesuffix("s"), **record}, ensure_ascii=False) + "\n")


def write_table(pages: dict[Kind, Page], out: TextIO) -> None:
    """A list of each kind: the id, what it says, its words, where it was published."""
    for kind, page in pages.items():
        for line in _lines(kind, page):
            out.write("".join(letter if letter.isprintable() else " " for letter in line) + "\n")


def _lines(kind: Kind, page: Page) -> Iterator[str]:
    more = "at least " if page.at_least else ""
    shown = f", {len(page.entries):,} shown" if len(page.entries) < page.total else ""
    within = f" in {counted(page.documents, 'document')}" if kind != "documents" else ""
    origins = f", {counted(page.origins, 'origin')}" if page.total else ""
    yield f"{more}{counted(page.total, kind.removesuffix('s'))}{within}{origins}{shown}".capitalize()
    for entry in page.entries:
        yield f"  {entry.key}  {entry.name}"
        words = _words(kind, entry)
        if words:
            yield f"    “{words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + '…'}”"
        document = entry.document
        where = (document.outlet, document.published, document.title if kind != "documents" else "")
        yield "    " + (" · ".join(filter(None, where)) or document.id)
        if entry.origin != entry.document_key:
            yield f"    the words of {entry.origin}"
    yield ""


def _words(kind: Kind, entry: Entry[Any]) -> str:
    """The evidence of a claim; a document and a statement are called by their words."""
    return " ".join(entry.record.evidence.split()) if kind == "claims" else ""
