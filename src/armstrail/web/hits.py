"""Records of the ledger as they stand in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armstrail.exports.entries import Judged, entry_record
from armstrail.exports.sourced import party, short
from armstrail.model import Claim, Statement
from armstrail.web.shapes.search import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from armstrail.ledger import Entry, Kind, Ledger, Query
    from armstrail.model import Party

_NEWEST = 10
_SHOWN = 400
_NAME = 90


def hits(ledger: Ledger, kind: Kind, entries: Sequence[Entry[Any]]) -> tuple[Hit, ...]:
    """Entries of one kind, with the decisions on them that hold."""
    judged = judged_on(ledger, entries)
    return tuple(_hit(kind, entry, judged) for entry in entries)


def newest(ledger: Ledger, kind: Kind, query: Query) -> tuple[Hit, ...]:
    """The newest records that a query finds."""
    return hits(ledger, kind, ledger.find(kind, query, size=_NEWEST, order="newest").entries)


def judged_on(ledger: Ledger, entries: Iterable[Entry[Any]]) -> Judged:
    """The decisions on the records of some entries."""
    return Judged(ledger.judgements_on(sorted({entry.document_key for entry in entries})))


def _hit(kind: Kind, entry: Entry[Any], judged: Judged) -> Hit:
    record, document = entry.record, entry.document
    words, name = short(document.text, _SHOWN), entry.name
    said_by: tuple[str, ...] = ()
    if isinstance(record, Claim):
        name = f"{_parties(record.supplier)} → {_parties(record.recipient)}: {_goods(record)}"
        words, said_by = record.evidence, tuple(speaker.name for speaker in record.speakers)
    elif isinstance(record, Statement):
        words = entry.words["content"]
        said_by = (record.speaker.name,) if record.speaker else ()
    return Hit(
        id=entry.key,
        kind=kind,
        name=name,
        words=words,
        said_by=said_by,
        stage=record.stage if isinstance(record, Claim) else None,
        denied=isinstance(record, Claim) and record.polarity == "denied",
        confidence=None if kind == "documents" else record.confidence,
        document=entry.document_key,
        title=document.title or document.id,
        outlet=document.outlet,
        published=document.published,
        decided=tuple(f"{one['decision']} ({one['reviewer']})" for one in judged.of(entry.key)),
        record=entry_record(entry, kind, judged),
    )


def _parties(some: Iterable[Party]) -> str:
    return ", ".join(dict.fromkeys(party(one.id) for one in some)) or "unstated"


def _goods(claim: Claim) -> str:
    said = (
        f"{item.quantity.mention if item.quantity else ''} {item.mention}".strip() for item in claim.items
    )
    return short("; ".join(said), _NAME) or "goods unstated"
