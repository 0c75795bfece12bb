"""A claim, or a statement: its words in their place, its history, what was decided, the same dyad elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail.exports.deals import goods
from armstrail.exports.lights import lights, pieces
from armstrail.exports.sourced import link, party
from armstrail.ledger import Query
from armstrail.model import Claim, Span
from armstrail.web.cards import claim_card, statement_card
from armstrail.web.citing import Site, cite_opened
from armstrail.web.documents import cards, shown
from armstrail.web.examples.records import CLAIM, STATEMENT
from armstrail.web.hits import hits
from armstrail.web.problems import Refused
from armstrail.web.shapes.claims import ClaimPage, DealLink, Place, StatementPage, VersionShown
from armstrail.web.views import View, show
from armstrail.web.visitors import TheLedger

if TYPE_CHECKING:
    from fastapi import FastAPI

    from armstrail.ledger import History, Ledger
    from armstrail.ledger.history import Version
    from armstrail.model import Reading
    from armstrail.web.shapes.documents import PieceShown
    from armstrail.web.shapes.search import Hit

_AROUND = 600
_ELSEWHERE = 6


def register(app: FastAPI) -> None:
    """Add the pages."""
    show(app, View("/claims/{name}", "claim.html", claim, ClaimPage, example=CLAIM))
    show(
        app,
        View(
            "/statements/{name}",
            "statement.html",
            statement,
            StatementPage,
            example=STATEMENT,
        ),
    )


def claim(name: str, ledger: TheLedger, site: Site) -> ClaimPage:
    """One claim with its words in their place, its history, its deals, and the same dyad elsewhere."""
    seen = ledger.last_judgement()
    history, reading = _opened(ledger, name, "c")
    card = (
        next((one for one in cards(history, reading)[0] if one.id == history.key), None) if reading else None
    )
    newest = newest_of(history)
    assert isinstance(newest.record, Claim)  # noqa: S101 - its name begins with c
    current = card is not None
    own = newest.record
    words_around, in_title = around(reading, own.id, own.span) if reading and current else ((), False)
    elsewhere, total = _elsewhere(ledger, newest.record, history)
    return ClaimPage(
        claim=card or claim_card(newest.record, history.document, history.key, history.judgements, None),
        current=current,
        around=words_around,
        in_title=in_title,
        document=place_of(history),
        versions=tuple(map(_version, history.versions)),
        deals=deals_of(ledger, history.key),
        elsewhere=elsewhere,
        elsewhere_total=total,
        citation=cite_opened(history, "plain", site),
        seen=seen,
    )


def statement(name: str, ledger: TheLedger, site: Site) -> StatementPage:
    """One statement with its words in their place, its history, and the claims that stand in it."""
    seen = ledger.last_judgement()
    history, reading = _opened(ledger, name, "s")
    claims, statements = cards(history, reading) if reading else ((), ())
    card = next((one for one in statements if one.id == history.key), None)
    newest = newest_of(history)
    assert not isinstance(newest.record, Claim)  # noqa: S101 - its name begins with s
    words = newest.record.content or newest.record.cue or newest.record.source
    words_around, in_title = around(reading, newest.record.id, words[0]) if reading and card else ((), False)
    return StatementPage(
        statement=card or statement_card(newest.record, history.document, history.key, history.judgements),
        current=card is not None,
        around=words_around,
        in_title=in_title,
        document=place_of(history),
        versions=tuple(map(_version, history.versions)),
        claims=tuple(one for one in claims if one.statement == history.key),
        citation=cite_opened(history, "plain", site),
        seen=seen,
    )


def _opened(ledger: Ledger, name: str, kind: str) -> tuple[History, Reading | None]:
    """Raises Refused (404) where the name is that of another kind of record."""
    if not name.startswith(kind):
        raise Refused(404, f"{name[:80]} is no name of a {'claim' if kind == 'c' else 'statement'}.")
    history, reading = ledger.opened(name)
    if not history.versions:  # a document, by the id its source gives it
        raise Refused(404, f"{name[:80]} is the name of a document.")
    return history, reading


def newest_of(history: History) -> Version:
    """A record as the newest reading that had it has it."""
    return next((one for one in history.versions if one.current), history.versions[-1])


def around(
    reading: Reading, record: str, span: Span, most: int = _AROUND, least: int = 0
) -> tuple[tuple[PieceShown, ...], bool]:
    """What stands around some words of a record, by its label, with all words of it lit; and whether that is the title.

    Whole paragraphs where they are short, `most` characters on either side, and further ones where these have less
    than the `least`.
    """
    read, own = reading.document, [light for light in lights(reading) if light.record == record]
    if span.place == "title":
        return shown(pieces(own, "title", read.title)), True
    text = read.text
    before = text.rfind("\n\n", 0, max(span.start - least, 0))
    start = max(before + 2 if before >= 0 else 0, span.start - most)
    after = text.find("\n\n", span.end + least)
    end = min(after if after >= 0 else len(text), span.end + most)
    if text[max(start - 1, 0) : start].strip():  # not in the middle of a word
        start = text.find(" ", start, span.start) + 1 or start
    if text[end : end + 1].strip():
        end = max(text.rfind(" ", span.end, end), 0) or end
    lit = [
        replace(light, span=Span(max(light.span.start, start) - start, min(light.span.end, end) - start))
        for light in own
        if light.span.place == "text" and light.span.start < end and light.span.end > start
    ]
    return shown(pieces(lit, "text", text[start:end])), False


def place_of(history: History) -> Place:
    """The document that a record stands in."""
    read = history.document
    return Place(history.document_key, read.name, read.outlet, read.published, link(read.url))


def _version(version: Version) -> VersionShown:
    record = version.record
    said = (
        f"{record.stage}, {record.polarity}, {record.certainty}"
        if isinstance(record, Claim)
        else record.voice
    )
    return VersionShown(version.reader, version.made, said, record.confidence, version.current)


def deals_of(ledger: Ledger, key: str) -> tuple[DealLink, ...]:
    """The deals that a claim stands in."""
    return tuple(
        DealLink(
            one.id,
            f"{party(one.supplier)} → {party(one.recipient)}: {goods(one)}",
            len({strand.claim for strand in one.strands}),
        )
        for one in ledger.deals_of_claim(key)
    )


def _elsewhere(ledger: Ledger, record: Claim, history: History) -> tuple[tuple[Hit, ...], int]:
    """The newest claims of the same dyad in other documents, and how many there are."""
    query = Query(
        supplier=tuple(one.id for one in record.supplier), recipient=tuple(one.id for one in record.recipient)
    )
    if not query.supplier or not query.recipient:
        return (), 0
    found = ledger.find("claims", query, size=_ELSEWHERE + len(history.records))
    here = ledger.find("claims", replace(query, document=(history.document_key,)), size=1).total
    others = [entry for entry in found.entries if entry.document_key != history.document_key]
    return hits(ledger, "claims", others[:_ELSEWHERE]), found.total - here
