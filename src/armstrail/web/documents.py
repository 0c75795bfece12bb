"""A document: its text with the words of every record lit, and all that is known of how it came here."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from armstrail.exports.lights import lights, pieces
from armstrail.exports.sourced import link
from armstrail.web.cards import claim_card, statement_card
from armstrail.web.citing import Site, cite_opened
from armstrail.web.examples.records import DOCUMENT
from armstrail.web.problems import Refused
from armstrail.web.shapes.documents import (
    CaptureShown,
    Covered,
    DocumentPage,
    Passed,
    PieceShown,
    ReadingShown,
    StoryMember,
    StoryShown,
)
from armstrail.web.views import View, show
from armstrail.web.visitors import TheLedger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastapi import FastAPI

    from armstrail.exports.lights import Piece
    from armstrail.ledger import History, StoryEntry
    from armstrail.model import Document, Reading, Span
    from armstrail.web.shapes.records import ClaimCard, StatementCard


def register(app: FastAPI) -> None:
    """Add the page."""
    show(
        app,
        View("/documents/{name}", "document.html", document, DocumentPage, example=DOCUMENT),
    )


def document(name: str, ledger: TheLedger, site: Site) -> DocumentPage:
    """One document with its records; by its name, or the id its source gives it."""
    seen = ledger.last_judgement()
    history, reading = ledger.opened(name)
    if history.versions:
        raise Refused(404, f"{name} is the name of a record, not of a document.")
    read = history.document
    lit = lights(reading) if reading else []
    claims, statements = cards(history, reading) if reading else ((), ())
    return DocumentPage(
        id=history.document_key,
        name=read.name,
        source_id=read.id,
        outlet=read.outlet,
        published=read.published,
        url=link(read.url),
        credit=read.credit,
        notes=read.notes,
        sha256=hashlib.sha256(read.text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=shown(pieces(lit, "title", read.title)),
        text=shown(pieces(lit, "text", read.text)),
        claims=claims,
        statements=statements,
        coverage=_covered(reading) if reading else None,
        stories=tuple(
            _story(entry, history.document_key)
            for entry in history.stories
            if len(entry.story.documents) > 1 or entry.story.agency
        ),
        captures=tuple(
            CaptureShown(
                one.address,
                one.fetched,
                one.status,
                one.sha256,
                one.size,
                one.title,
                one.published,
                one.outlet,
            )
            for one in history.captures
        ),
        readings=tuple(
            ReadingShown(one.reader, one.made, one.statements, one.claims, one.current)
            for one in history.readings
        ),
        failures=history.failures,
        citation=cite_opened(history, "plain", site),
        seen=seen,
    )


def cards(history: History, reading: Reading) -> tuple[tuple[ClaimCard, ...], tuple[StatementCard, ...]]:
    """The claims and statements of a reading, under their names in the ledger."""
    keys = [key for key, _ in history.records]
    claim_keys, statement_keys = keys[: len(reading.claims)], keys[len(reading.claims) :]
    named = {one.id: key for one, key in zip(reading.statements, statement_keys, strict=True)}
    return (
        tuple(
            claim_card(one, reading.document, key, history.judgements, named.get(one.statement or ""))
            for one, key in zip(reading.claims, claim_keys, strict=True)
        ),
        tuple(
            statement_card(one, reading.document, key, history.judgements)
            for one, key in zip(reading.statements, statement_keys, strict=True)
        ),
    )


def shown(some: Iterable[Piece]) -> tuple[PieceShown, ...]:
    """Pieces of a text as a page has them."""
    return tuple(
        PieceShown(one.words, one.roles, one.records, one.owner, one.tag, one.told, one.begins)
        for one in some
    )


def _covered(reading: Reading) -> Covered:
    coverage, read = reading.coverage, reading.document
    return Covered(
        coverage.characters,
        coverage.read,
        tuple(_passed(read, one.span, one.reason) for one in coverage.skipped),
        tuple(_passed(read, one.span, one.what) for one in coverage.unresolved),
    )


def _passed(read: Document, span: Span, reason: str) -> Passed:
    return Passed(read.words(span), span.start, span.end, reason)


def _story(entry: StoryEntry, here: str) -> StoryShown:
    story = entry.story
    return StoryShown(
        story.id,
        story.agency,
        story.reason,
        tuple(
            StoryMember(
                document=member.document,
                title=read.name,
                outlet=read.outlet,
                published=read.published,
                relation=member.relation,
                share=member.share,
                own=tuple(read.words(span) for span in member.own),
                here=member.document == here,
            )
            for member, read in zip(story.documents, entry.documents, strict=True)
        ),
    )
