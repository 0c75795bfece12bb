"""Deals: a list to narrow, and one with each cell and its evidence, its versions, its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from fastapi import Depends, Request, Response
from fastapi import Query as Parameter

from armstrail.exports import counted
from armstrail.exports.citations import cite_deal
from armstrail.exports.deal_rows import table_row
from armstrail.exports.deals import deal_record
from armstrail.parties import party_of
from armstrail.web import correcting
from armstrail.web.asking import Day, Words
from armstrail.web.cells import claims_told, contradicted, deal_head, other_deal, time_line, told_by
from armstrail.web.citing import Site
from armstrail.web.examples.deals import DEAL, DEALS
from armstrail.web.facets import facets
from armstrail.web.findings import findings
from armstrail.web.narrowing import filters
from armstrail.web.problems import Refused
from armstrail.web.releases import TheReleases
from armstrail.web.shapes.deals import DealPage, DealsPage
from armstrail.web.turning import Asked, asked_page
from armstrail.web.views import View, csv_response, show
from armstrail.web.visitors import TheLedger, reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI

    from armstrail.ledger import Entry, Ledger
    from armstrail.model import Claim, Deal
    from armstrail.web.shapes.deals import OtherDeal

_OTHERS = 12
_CITED = 5


class Narrowed(NamedTuple):
    """What deals are asked for, by the names that `Ledger.deal_page` has."""

    words: str
    supplier: tuple[str, ...]
    recipient: tuple[str, ...]
    category: tuple[str, ...]
    least: int
    since: str | None
    until: str | None


def asked_deals(
    q: Annotated[
        str, Parameter(max_length=1_000, description="Words that at least one claim of it has.")
    ] = "",
    supplier: Words = [],  # noqa: B006 - FastAPI copies it
    recipient: Words = [],  # noqa: B006
    category: Words = [],  # noqa: B006
    least: Annotated[int, Parameter(ge=1, le=1_000_000, description="At least so many claims.")] = 1,
    since: Day = None,
    until: Day = None,
) -> Narrowed:
    """The deals of an address: parties by id or name, the days of the last publication."""
    suppliers, recipients = (tuple(map(party_of, some)) for some in (supplier, recipient))
    return Narrowed(q, suppliers, recipients, tuple(category), least, since or None, until or None)


AskedDeals = Annotated[Narrowed, Depends(asked_deals)]


def register(app: FastAPI) -> None:
    """Add the pages, all deals that are found as a table, and what corrects them."""
    show(app, View("/deals", "deals.html", deals, DealsPage, example=DEALS))
    app.get("/deals.csv", dependencies=[Depends(reader)], include_in_schema=False)(table)
    show(app, View("/deals/{name}", "deal.html", deal, DealPage, example=DEAL))
    correcting.register(app)


def deals(ledger: TheLedger, asked: AskedDeals, turn: Annotated[Asked, Depends(asked_page)]) -> DealsPage:
    """Deals, those last told of first, a page at a time, with facets to narrow them by."""
    found = ledger.deal_page(**asked._asdict(), size=turn.size, start=turn.start)
    chosen = {name: getattr(asked, name) for name in ("supplier", "recipient", "category")}
    return DealsPage(
        words=asked.words,
        since=asked.since,
        until=asked.until,
        least=asked.least,
        chosen=filters(chosen),
        deals=tuple(map(deal_head, found.deals)),
        turning=turn.of(found.total),
        at_least=found.at_least,
        facets=facets(found.counts, chosen),
        awaiting=found.awaiting,
    )


def table(ledger: TheLedger, asked: AskedDeals) -> Response:
    """All deals that are found as CSV, in the columns of `armstrail export deals`."""
    names, _ = ledger.deals_found(**asked._asdict())
    return csv_response(map(table_row, ledger.deals_of(names)), "deals")


def deal(
    name: str,
    request: Request,
    ledger: TheLedger,
    releases: TheReleases,
    turn: Annotated[Asked, Depends(asked_page)],
    site: Site,
) -> DealPage:
    """One deal with the evidence of each cell, its versions, its claims with their reasons, its findings; by any name
    that it ever had.
    """
    one, claims = ledger.deal_opened(name)
    if one.id != name and request.url.path == f"/deals/{name}":
        raise _elsewhere(request, one.id)
    order = tuple(dict.fromkeys(strand.claim for strand in one.strands))
    some = order[turn.start : turn.start + turn.size]
    others, others_total = _others(ledger, one)
    return DealPage(
        deal=deal_head(one),
        versions=told_by(one),
        contradictions=contradicted(one),
        times=time_line(one),
        order=order,
        claims=claims_told(one, order, some, {entry.key: entry for entry in claims}),
        turning=turn.of(len(order)),
        findings=findings(ledger, releases, one),
        others=others,
        others_total=others_total,
        citation=_citation(ledger, one, claims, site),
        awaiting=ledger.awaiting(),
        record=deal_record(one),
    )


def _citation(ledger: Ledger, one: Deal, claims: Sequence[Entry[Claim]], site: str) -> str:
    """How to cite a deal, with the first of its documents; the addresses below it give all."""
    keys = list(dict.fromkeys(entry.document_key for entry in claims))
    first = keys[:_CITED]
    some = [entry for entry in claims if entry.document_key in first]
    cited = cite_deal(one, some, "plain", ledger.captured(first), site)
    left = len(keys) - len(first)
    return f"{cited.rstrip()} And {counted(left, 'document')} more." if left else cited


def _elsewhere(request: Request, now: str) -> Refused:
    """The page is at the name that the deal has by now, which may change again; data are given under every name."""
    query = f"?{request.url.query}" if request.url.query else ""
    return Refused(307, f"This deal goes by the name {now}.", headers={"Location": f"/deals/{now}{query}"})


def _others(ledger: Ledger, one: Deal) -> tuple[tuple[OtherDeal, ...], int]:
    """Other deals between the same parties, those last told of first, and how many there are."""
    if not one.supplier or not one.recipient:
        return (), 0
    names, total = ledger.deals_found(supplier=(one.supplier,), recipient=(one.recipient,))
    others = [name for name in names if name != one.id][:_OTHERS]
    return tuple(map(other_deal, ledger.deals_of(others, origins=False))), total - 1
