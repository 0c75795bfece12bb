"""A reading as one JSON object (docs/records.md): the fields of the codebook, and where their words stand.

Offsets are pairs `[start, end]` of the text. What stands in the title says so: `"in": "title"` for a record's
`span` (and `source`, `content`), `"cue_in"`, `"name_in"`, `"designation_in"` for its other spans.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from armstrail.model import (
        Claim,
        Coverage,
        Item,
        Money,
        Party,
        Place,
        Quantity,
        Reading,
        Span,
        Speaker,
        Statement,
    )
    from armstrail.model import Date as When

Record = dict[str, Any]
"""An object of JSON: strings, numbers, null, lists and objects of these."""


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """JSONL: a line for each reading."""
    for reading in readings:
        out.write(json.dumps(record(reading), ensure_ascii=False) + "\n")


def record(reading: Reading) -> Record:
    """One reading, whole."""
    document = reading.document
    return {
        "doc": document.id,
        "url": document.url,
        "published": document.published,
        "outlet": document.outlet,
        "title": document.title,
        "statements": [_statement(statement) for statement in reading.statements],
        "claims": [_claim(claim) for claim in reading.claims],
        "coverage": _coverage(reading.coverage),
        "notes": list(document.notes),
    }


def _statement(statement: Statement) -> Record:
    pieces = (*statement.content, *statement.cue, *statement.source)
    place: Place = pieces[0].place if pieces else "text"
    return {
        "id": statement.id,
        "source": _pairs(statement.source, place),
        "cue": _pairs(statement.cue, place),
        "content": _pairs(statement.content, place),
        **({"in": "title"} if place == "title" else {}),
        "speaker": _speaker(statement.speaker) if statement.speaker else None,
        "voice": statement.voice,
        "confidence": statement.confidence,
    }


def _claim(claim: Claim) -> Record:
    place = claim.span.place
    return {
        "id": claim.id,
        "evidence": claim.evidence,
        **_at(claim.span),
        "supplier": [_party(party) for party in claim.supplier],
        "recipient": [_party(party) for party in claim.recipient],
        "items": [_item(item) for item in claim.items],
        "value": _money(claim.value) if claim.value else None,
        "stage": claim.stage,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "date": _date(claim.date) if claim.date else None,
        "speakers": [_speaker(speaker) for speaker in claim.speakers],
        "cue": claim.cue,
        **_at(claim.cue_span, "cue_"),
        "voice": claim.voice,
        "words": {
            "stage": _pairs(claim.stage_words, place),
            "polarity": _pairs(claim.polarity_words, place),
            "certainty": _pairs(claim.certainty_words, place),
        },
        "statement": claim.statement,
        "confidence": claim.confidence,
    }


def _party(party: Party) -> Record:
    state = {"state": party.state} if party.state else {}
    return {"mention": party.mention, "id": party.id, **state, **_at(party.span)}


def _item(item: Item) -> Record:
    return {
        "mention": item.mention,
        "category": item.category,
        "designation": item.designation,
        **(_at(item.designation_span, "designation_") if item.designation_span else {}),
        "quantity": _quantity(item.quantity) if item.quantity else None,
        **_at(item.span),
    }


def _quantity(quantity: Quantity) -> Record:
    return {"mention": quantity.mention, "min": quantity.min, "max": quantity.max, **_at(quantity.span)}


def _money(money: Money) -> Record:
    return {"mention": money.mention, "amount": money.amount, "currency": money.currency, **_at(money.span)}


def _date(date: When) -> Record:
    return {"mention": date.mention, "iso": date.iso, **_at(date.span)}


def _speaker(speaker: Speaker) -> Record:
    return {
        "mention": speaker.mention,
        "name": speaker.name,
        "party": speaker.party,
        **_at(speaker.span),
        **_at(speaker.name_span, "name_"),
    }


def _coverage(coverage: Coverage) -> Record:
    return {
        "characters": coverage.characters,
        "read": coverage.read,
        "skipped": [{**_at(passage.span), "reason": passage.reason} for passage in coverage.skipped],
        "unresolved": [{**_at(words.span), "what": words.what} for words in coverage.unresolved],
    }


def _at(span: Span | None, prefix: str = "") -> Record:
    """Where words stand: their pair, and `in` where that is the title; `prefix` tells spans of one record apart."""
    if span is None:
        return {f"{prefix}span": None}
    title = {f"{prefix}in": "title"} if span.place == "title" else {}
    return {f"{prefix}span": [span.start, span.end], **title}


def _pairs(spans: Iterable[Span], place: Place) -> list[list[int | str]]:
    """Spans as pairs; one that stands elsewhere than its record has its place as a third member."""
    return [[span.start, span.end, *([span.place] if span.place != place else [])] for span in spans]
