"""Records to rows of their tables, with the names by which lists show them, and the values they are found by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from armstrail.ledger.columns import ORIGIN, SEPARATOR
from armstrail.records import claim_record, statement_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from armstrail.model import Claim, Document, Item, Party, Statement

Row = dict[str, Any]

DIMENSIONS = {
    "documents": ("outlet", "origin"),
    "statements": (
        "speaker",
        "party",
        "topic",
        "event",
        "message",
        "occasion",
        "channel",
        "voice",
        "outlet",
        "review",
        "origin",
    ),
    "claims": (
        "supplier",
        "recipient",
        "category",
        "stage",
        "polarity",
        "certainty",
        "voice",
        "speaker",
        "outlet",
        "review",
        "origin",
    ),
}
"""What records of each kind can be filtered and counted by, beside the day."""

REVIEW, UNREVIEWED = "review", "unreviewed"

MESSAGE = "message"
"""What statements are gathered by: it depends on others, and is entered when they are (`ledger.messages`)."""

_PLACES = {
    "claims": {
        "supplier": "suppliers",
        "recipient": "recipients",
        "category": "categories",
        "speaker": "speakers",
    },
    "statements": {"topic": "topics"},
}
_NAME = 120


def statement_row(document: Document, statement: Statement) -> Row:
    """The columns of a statement, but for those that tell where it belongs."""
    content = document.pieces(statement.content)
    speaker = statement.speaker.name if statement.speaker else None
    return {
        "name": _cut(f"{speaker or 'unnamed'}: {' '.join(content.split())}"),
        "speaker": speaker,
        "party": statement.speaker.party if statement.speaker else None,
        "voice": statement.voice,
        **_told(statement),
        "source": document.pieces(statement.source),
        "cue": document.pieces(statement.cue),
        "content": content,
        "confidence": statement.confidence,
        "record": json.dumps(statement_record(statement), ensure_ascii=False),
    }


def _told(statement: Statement) -> Row:
    """What a statement is about and where it was made, as columns."""
    about, occasion = statement.about, statement.occasion
    return {
        "topics": SEPARATOR.join(subject.topic for subject in about.topics) if about else None,
        "event": about.event if about else None,
        "occasion": occasion.name if occasion else None,
        "channel": occasion.kind if occasion else None,
        "meaning": statement.meaning or None,
    }


def claim_row(claim: Claim) -> Row:
    """The columns of a claim, but for those that tell where it belongs."""
    suppliers, recipients = _ids(claim.supplier), _ids(claim.recipient)
    items = SEPARATOR.join(map(_item, claim.items))
    return {
        "name": _cut(f"{suppliers or '?'} → {recipients or '?'}: {items or 'arms'}, {claim.stage}"),
        "suppliers": suppliers,
        "recipients": recipients,
        "items": items,
        "categories": SEPARATOR.join(dict.fromkeys(item.category for item in claim.items)),
        "stage": claim.stage,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "speakers": SEPARATOR.join(dict.fromkeys(speaker.name for speaker in claim.speakers)),
        "voice": claim.voice,
        "evidence": claim.evidence,
        "confidence": claim.confidence,
        "record": json.dumps(claim_record(claim), ensure_ascii=False),
    }


def record_values(kind: str, row: Mapping[str, Any]) -> dict[str, str]:
    """The values that a record is found by, lists joined; "" is the value of what is not stated.

    Its origin and its message are not among them: these depend on other documents (`armstrail.ledger.folding`,
    `armstrail.ledger.messages`). As far as can be told here, nobody has decided on it yet.
    """
    places = _PLACES.get(kind, {})
    held = {d: row[places.get(d, d)] or "" for d in DIMENSIONS[kind] if d not in (ORIGIN, REVIEW, MESSAGE)}
    return held | ({REVIEW: UNREVIEWED} if REVIEW in DIMENSIONS[kind] else {})


def permille(confidence: float | None) -> int:
    """A confidence as its column has it: thousandths and one more; 0 where there is none."""
    return 0 if confidence is None else round(1_000 * confidence) + 1


def _ids(parties: Iterable[Party]) -> str:
    return SEPARATOR.join(dict.fromkeys(party.id for party in parties))


def _item(item: Item) -> str:
    number = f"{item.quantity.mention} " if item.quantity else ""
    return f"{number}{item.designation or item.mention}"


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"
