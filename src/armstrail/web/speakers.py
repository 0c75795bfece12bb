"""Speakers, and what one of them said over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, get_args

from fastapi import Depends
from fastapi import Query as Parameter

from armstrail.exports.sourced import party as party_name
from armstrail.ledger import Query
from armstrail.model import Topic
from armstrail.parties import party_of
from armstrail.plots.looks import STAGES
from armstrail.web.examples.counted import SPEAKER, SPEAKERS
from armstrail.web.hits import newest
from armstrail.web.message_rows import message_rows
from armstrail.web.narrowing import search_of
from armstrail.web.periods import periods
from armstrail.web.shapes.speakers import DyadRow, SpeakerPage, SpeakerRow, SpeakersPage, Voice
from armstrail.web.turning import Asked, asked_page
from armstrail.web.views import View, show
from armstrail.web.visitors import TheLedger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from armstrail.ledger import SpeakerEntry

_NEWEST = 10


def register(app: FastAPI) -> None:
    """Add the pages."""
    show(
        app,
        View(
            "/speakers",
            "speakers.html",
            speakers,
            SpeakersPage,
            rows=_rows,
            example=SPEAKERS,
        ),
    )
    show(app, View("/speakers/one", "speaker.html", speaker, SpeakerPage, example=SPEAKER))


def speakers(
    ledger: TheLedger,
    turn: Annotated[Asked, Depends(asked_page)],
    q: Annotated[str, Parameter(max_length=300, description="What their names hold, in any case.")] = "",
    party: Annotated[
        str, Parameter(max_length=300, description="The party they stand for: an id or a name.")
    ] = "",
) -> SpeakersPage:
    """Speakers by name, those of most statements and claims first."""
    of = party_of(party.strip())
    found = ledger.speakers(words=q, party=of or None, size=turn.size, start=turn.start)
    return SpeakersPage(
        words=q,
        party=party,
        party_name=party_name(of) if of else "",
        speakers=tuple(map(_row, found.entries)),
        turning=turn.of(found.total),
    )


def speaker(
    ledger: TheLedger, name: Annotated[str, Parameter(max_length=2_000, description="The whole name.")]
) -> SpeakerPage:
    """What a speaker said over time, and of whose arms."""
    view, query = ledger.speaker(name), Query(speaker_name=(name,))
    return SpeakerPage(
        speaker=_row(view.entry),
        stages=periods(view.stages, [(stage, stage) for stage in STAGES], query, "claims", "stage"),
        months=periods(view.months, [("", "statements")], query, "statements"),
        topics=periods(view.topics, [(t, t) for t in get_args(Topic)], query, "statements", "topic"),
        voices=tuple(
            Voice(voice, number, search_of(Query(speaker_name=(name,), voice=(voice,)), "statements"))
            for voice, number in view.voices.items()
        ),
        dyads=tuple(
            DyadRow(
                one.supplier,
                party_name(one.supplier),
                one.recipient,
                party_name(one.recipient),
                one.claims,
                one.origins,
                search_of(Query(speaker_name=(name,), supplier=(one.supplier,), recipient=(one.recipient,))),
            )
            for one in view.dyads
        ),
        messages=message_rows(ledger.messages(query, size=_NEWEST).entries),
        statements=newest(ledger, "statements", query),
        claims=newest(ledger, "claims", query),
    )


def _row(one: SpeakerEntry) -> SpeakerRow:
    return SpeakerRow(
        one.name,
        one.party,
        party_name(one.party) if one.party else None,
        one.statements,
        one.claims,
        one.origins,
        one.outlets,
        one.first,
        one.last,
    )


def _rows(page: SpeakersPage) -> Iterator[dict[str, object]]:
    for one in page.speakers:
        yield {
            "name": one.name,
            "party": one.party,
            "statements": one.statements,
            "claims": one.claims,
            "origins": one.origins,
            "outlets": one.outlets,
            "first": one.first,
            "last": one.last,
        }
