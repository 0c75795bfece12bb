"""The history of one record: its words, what was read when, where its text was seen, what people decided."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from armstrail.exports import counted
from armstrail.exports.entries import judgement_record
from armstrail.exports.stories import story_record
from armstrail.model import Claim
from armstrail.records import claim_record, statement_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from armstrail.ledger.history import History, Version
    from armstrail.ledger.judgements import Standing
    from armstrail.model import Document, Party, Span, Statement

_SHOWN = 600
_AROUND = 160


def write_json(history: History, out: TextIO) -> None:
    """One object of JSON with everything."""
    out.write(json.dumps(_object(history), ensure_ascii=False) + "\n")


def write_text(history: History, out: TextIO) -> None:
    """Lines for a person."""
    for line in _lines(history):
        out.write("".join(letter if letter.isprintable() else " " for letter in line).rstrip() + "\n")


def _object(history: History) -> dict[str, Any]:
    document = history.document
    return {
        "id": history.key,
        "document": history.document_key,
        "doc": document.id,
        "title": document.title,
        "published": document.published,
        "outlet": document.outlet,
        "url": document.url,
        **({} if history.versions else {"text": document.text}),
        "versions": [
            {
                "reader": version.reader,
                "made": version.made,
                "current": version.current,
                **(
                    claim_record(version.record)
                    if isinstance(version.record, Claim)
                    else statement_record(version.record)
                ),
            }
            for version in history.versions
        ],
        "readings": [asdict(reading) for reading in history.readings],
        "captures": [asdict(capture) for capture in history.captures],
        "judgements": [judgement_record(standing) for standing in history.judgements],
        "failures": list(history.failures),
        "records": [{"id": key, "name": name} for key, name in history.records if not history.versions],
        "stories": [story_record(entry.story, entry.documents) for entry in history.stories],
    }


def _lines(history: History) -> Iterator[str]:
    document = history.document
    yield document.title or document.id
    yield "  " + " · ".join(filter(None, (document.outlet, document.published, document.url or document.id)))
    yield f"  {history.document_key}"
    for note in document.notes:
        yield f"  note: {note}"
    yield ""
    if history.versions:
        yield from _record(history)
    else:
        text = " ".join(document.text.split())
        yield text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
        yield ""
        yield f"Holds {counted(len(history.records), 'record')}"
        yield from (f"  {key}  {name}" for key, name in history.records)
    yield ""
    yield from _stories(history)
    yield "Readings"
    for reading in history.readings:
        held = f"{counted(reading.statements, 'statement')}, {counted(reading.claims, 'claim')}"
        yield f"  {reading.made}  {reading.reader}: {held}{_now(current=reading.current)}"
    yield from (f"  failed: {reason}" for reason in history.failures)
    yield "Captures"
    for capture in history.captures:
        status = f" {capture.status}" if capture.status else ""
        yield f"  {capture.fetched}{status}  {capture.address}"
        yield f"    sha256 {capture.sha256}, {capture.size:,} bytes"
    yield from _judgements(history.judgements)


def _stories(history: History) -> Iterator[str]:
    """The stories of two or more that the text stands in, and how."""
    large = [entry for entry in history.stories if len(entry.story.documents) > 1]
    if large:
        yield "Stories"
    for entry in large:
        mine = next(m for m in entry.story.documents if m.document == history.document_key)
        origin = entry.documents[0]
        where = " · ".join(filter(None, (origin.outlet, origin.published))) or origin.id
        how = "the origin" if mine.relation == "origin" else f"{mine.relation} ({mine.share:.0%}) of {where}"
        yield f"  {entry.story.id}: {how}; {counted(len(entry.documents), 'document')}"


def _record(history: History) -> Iterator[str]:
    newest = next((v for v in history.versions if v.current), history.versions[-1])
    yield f"{history.key}{'' if newest.current else '  (no longer found by the newest reading)'}"
    yield from (
        _claim(newest.record)
        if isinstance(newest.record, Claim)
        else _statement(newest.record, history.document)
    )
    span = newest.record.span if isinstance(newest.record, Claim) else _whole(newest.record)
    yield ""
    yield from (f"  {line}" for line in _in_place(history.document, span))
    if len(history.versions) > 1:
        yield ""
        yield "Versions"
        yield from (_version(version) for version in history.versions)


def _claim(claim: Claim) -> Iterator[str]:
    yield f"  {_parties(claim.supplier)} → {_parties(claim.recipient)}"
    for item in claim.items:
        yield f"  {item.quantity.mention + ' ' if item.quantity else ''}{item.mention} ({item.category})"
    step = ", ".join(
        word for word in (claim.stage, claim.polarity, claim.certainty) if word not in ("asserted", "fact")
    )
    yield f"  {step}{' ' + claim.date.iso if claim.date else ''}{_confidence(claim.confidence)}"
    if claim.value:
        yield f"  {claim.value.mention}"
    who = " quoting ".join(speaker.name for speaker in claim.speakers)
    yield f"  says {who}" if who else "  in the outlet's own voice"


def _statement(statement: Statement, document: Document) -> Iterator[str]:
    who = statement.speaker.name if statement.speaker else "nobody named"
    cue = " … ".join(document.words(span) for span in statement.cue)
    yield f"  {who}{f', “{cue}”' if cue else ''} ({statement.voice}){_confidence(statement.confidence)}"


def _version(version: Version) -> str:
    record = version.record
    what = (
        f"{record.stage}, {record.polarity}, {record.certainty}"
        if isinstance(record, Claim)
        else record.voice
    )
    return f"  {version.made}  {version.reader}: {what}{_confidence(record.confidence)}{_now(current=version.current)}"


def _judgements(standings: tuple[Standing, ...]) -> Iterator[str]:
    if standings:
        yield "Judgements"
    for standing in standings:
        judgement = standing.judgement
        state = (
            "superseded"
            if standing.superseded
            else ""
            if standing.record
            else "orphaned: no reading holds it now"
        )
        yield f"  {judgement.made}  {judgement.reviewer}: {judgement.decision}{f' ({state})' if state else ''}"
        yield f"    “{judgement.words}”"
        if judgement.note:
            yield f"    {judgement.note}"


def _in_place(document: Document, span: Span) -> Iterator[str]:
    """The words where they stand, between ⟦ and ⟧."""
    whole = document.title if span.place == "title" else document.text
    before, after = whole[max(0, span.start - _AROUND) : span.start], whole[span.end : span.end + _AROUND]
    shown = f"{before}⟦{whole[span.start : span.end]}⟧{after}"
    yield ("in the title: " if span.place == "title" else "") + " ".join(shown.split())


def _whole(statement: Statement) -> Span:
    pieces = statement.content or statement.cue or statement.source
    return pieces[0]


def _parties(parties: tuple[Party, ...]) -> str:
    return ", ".join(f"{party.mention} ({party.id})" for party in parties) or "unstated"


def _confidence(confidence: float | None) -> str:
    return "" if confidence is None else f", confidence {confidence:.2f}"


def _now(*, current: bool) -> str:
    return " (current)" if current else ""
