"""The queue: records to decide on, one at a time, in their words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi import Query as Parameter

from armstrail.agreement import holding, judged_documents
from armstrail.exports.deals import goods
from armstrail.exports.passages import coded
from armstrail.exports.sourced import party
from armstrail.ledger import Mark, Query
from armstrail.model import Claim
from armstrail.web.asking import asked
from armstrail.web.cards import decision_shown
from armstrail.web.claims import around, deals_of, newest_of, place_of
from armstrail.web.documents import cards
from armstrail.web.examples.decisions import REVIEW
from armstrail.web.narrowing import chosen, filters
from armstrail.web.problems import Refused
from armstrail.web.rendering import parameters_of
from armstrail.web.shapes.claims import DealLink
from armstrail.web.shapes.review import Done, Item, Order, ReviewPage
from armstrail.web.views import View, jsonl_response, show
from armstrail.web.visitors import AnyReviewer, TheLedger, reviewer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from armstrail.ledger import Ledger
    from armstrail.ledger.judgements import Standing
    from armstrail.web.visitors import Visitor

_MOST, _LEAST = 2_500, 500
"""How many characters stand around the words of a record, on either side."""

_PLACE = frozenset({"after", "before", "at", "done", "known", "back", "page", "size"})
"""The parameters of an address that do not tell which list it is."""

_Name = Annotated[str, Parameter(max_length=100)]


def register(app: FastAPI) -> None:
    """Add the page, and all decisions as passages that a reader learns from."""
    show(app, View("/review", "review.html", review, ReviewPage, example=REVIEW, needs=reviewer))
    app.get("/review/passages.jsonl", dependencies=[Depends(reviewer)], include_in_schema=False)(passages)


@dataclass(frozen=True, slots=True)
class Listed:
    """Which records are gone through, in which order: those of a query or of a deal; and `list`, the address of it."""

    kind: Literal["claims", "statements"]
    query: Query
    order: Order
    deal: str
    list: str


def listed(
    request: Request,
    query: Annotated[Query, Depends(asked)],
    kind: Literal["claims", "statements"] = "claims",
    order: Order | None = None,
    deal: _Name = "",
) -> Listed:
    """The list of an address: what nobody has decided on, the least confident first, where it does not say."""
    if not query.review:
        query = replace(query, review=("unreviewed",))
    if order is None or (order == "deal" and not deal):
        order = "deal" if deal else "confidence"
    return Listed(kind, query, order, deal, list_of(request.url.query))


def list_of(address: str) -> str:
    """The parameters of an address, or of a form's field, that tell which list it is."""
    return urlencode([(name, value) for name, value in parameters_of(address)[:200] if name not in _PLACE])


@dataclass(frozen=True, slots=True)
class Going:
    """Where in the list: after, before or at the record of a name. `done` is the one decided on just now, `known` the
    number of the last judgement that its form knew.
    """

    mark: Mark
    done: str
    known: int


def going(
    visitor: AnyReviewer,
    after: _Name = "",
    before: _Name = "",
    at: _Name = "",
    done: _Name = "",
    known: Annotated[int, Parameter(ge=0, le=2**53)] = 0,
) -> Going:
    """The place of an address."""
    for way, key in (("at", at), ("before", before), ("after", after)):
        if key:
            return Going(Mark(key, cast("Any", way), visitor.name), done, known)
    return Going(Mark(), done, known)


def review(
    ledger: TheLedger,
    visitor: AnyReviewer,
    listed: Annotated[Listed, Depends(listed)],
    going: Annotated[Going, Depends(going)],
) -> ReviewPage:
    """The next record to decide on, of what a search finds or of a deal."""
    seen = ledger.last_judgement()  # first of all: what is decided from here on, this page may not know
    deal, among = _of_deal(ledger, listed.deal) if listed.deal else (None, None)
    query, order = listed.query, None if listed.order == "deal" else listed.order
    found = ledger.beside(listed.kind, query, going.mark, order=order, among=among)
    return ReviewPage(
        kind=listed.kind,
        order=listed.order,
        review=query.review,
        list=listed.list,
        chosen=filters(chosen(replace(query, review=()))),
        asked={"q": query.words, "since": query.since or "", "until": query.until or ""},
        deal=deal,
        left=found.total,
        item=item(ledger, visitor, found.entry.key) if found.entry else None,
        done=_done(ledger, visitor, going) if going.done else None,
        seen=seen,
    )


def item(ledger: Ledger, visitor: Visitor, key: str) -> Item:
    """The record of a name with the words around it. Raises Refused (404) where the newest reading has it no more."""
    history, reading = ledger.opened(key)
    claims, statements = cards(history, reading) if reading and history.versions else ((), ())
    claim = next((one for one in claims if one.id == history.key), None)
    statement = next((one for one in statements if one.id == history.key), None)
    card = claim or statement
    if card is None or reading is None:
        raise Refused(
            404, f"{key[:80]} is no claim and no statement that the newest reading of its text has."
        )
    record = newest_of(history).record
    span = record.span if isinstance(record, Claim) else (record.content or record.cue or record.source)[0]
    words, in_title = around(reading, record.id, span, _MOST, _LEAST)
    own = [one for one in card.judgements if one.reviewer == visitor.name and one.holds]
    return Item(
        claim=claim,
        statement=statement,
        around=words,
        in_title=in_title,
        document=place_of(history),
        deals=deals_of(ledger, history.key) if claim else (),
        own=own[-1] if own else None,
    )


def _of_deal(ledger: Ledger, name: str) -> tuple[DealLink, list[str]]:
    """A deal, and the names of its claims in their order."""
    deal = ledger.deal(name, wait=False)
    among = list(dict.fromkeys(strand.claim for strand in deal.strands))
    return DealLink(
        deal.id, f"{party(deal.supplier)} → {party(deal.recipient)}: {goods(deal)}", len(among)
    ), among


def _done(ledger: Ledger, visitor: Visitor, going: Going) -> Done | None:
    """What the visitor has decided on a record since a form was made, and others meanwhile."""
    since = ledger.decided_since(going.done, going.known)
    own = [one for one in since if one.reviewer == visitor.name]
    if not own:
        return None
    others = {one.reviewer: one for one in since if one.reviewer != visitor.name}
    return Done(going.done, own[-1].words, own[-1].decision, tuple(map(decision_shown, others.values())))


def passages(ledger: TheLedger) -> Response:
    """What reviewers decided as coded passages, a line for each document and reviewer, sent as they are made."""
    judged = ledger.judgements()
    by_document: dict[str, list[Standing]] = {}
    for standing in holding(judged):
        by_document.setdefault(standing.judgement.document, []).append(standing)

    def rows() -> Iterator[dict[str, Any]]:
        for key in judged_documents(judged):
            reading = ledger.reading(key)
            if reading:
                yield from coded(reading, by_document[key]).rows

    return jsonl_response(rows(), "passages")
