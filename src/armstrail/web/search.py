"""A search over everything that was read, narrowed by facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Response
from fastapi import Query as Parameter

from armstrail.exports.entries import FIELDS, entry_record, table_rows
from armstrail.exports.sourced import short
from armstrail.ledger import Query
from armstrail.web.asking import Asking
from armstrail.web.examples.records import SEARCH
from armstrail.web.facets import facets
from armstrail.web.hits import hits, judged_on
from armstrail.web.narrowing import chosen, filters
from armstrail.web.problems import RESPONSES
from armstrail.web.shapes.search import Kind, SearchPage
from armstrail.web.turning import Asked, asked_page
from armstrail.web.views import API, View, batched, csv_response, jsonl_response, show
from armstrail.web.visitors import TheLedger, reader

if TYPE_CHECKING:
    from fastapi import FastAPI

    from armstrail.ledger import Ledger

AskedKind = Annotated[Kind, Parameter(description="Which records to find.")]

BY: dict[Kind, tuple[str, ...]] = {
    "claims": (
        *("supplier", "recipient", "category", "stage", "polarity", "certainty"),
        *("voice", "speaker", "outlet", "origin", "review", "year"),
    ),
    "statements": (
        *("speaker", "party", "topic", "event", "occasion", "channel"),
        *("voice", "outlet", "origin", "review", "year"),
    ),
    "documents": ("outlet", "year"),
}
"""What each kind of records is counted by."""


def register(app: FastAPI) -> None:
    """Add the page, and all that a search finds as a table or as lines of JSON."""
    show(app, View("/search", "search.html", search, SearchPage, example=SEARCH))
    app.get("/search.csv", dependencies=[Depends(reader)], include_in_schema=False)(table)
    app.get(
        f"{API}/search.jsonl",
        dependencies=[Depends(reader)],
        response_class=Response,  # of no media type of its own
        responses={**RESPONSES, 200: {"content": {"application/jsonl": {}}}},
    )(lines)


def search(
    ledger: TheLedger,
    query: Asking,
    turn: Annotated[Asked, Depends(asked_page)],
    kind: AskedKind = "claims",
) -> SearchPage:
    """Records that a search finds, a page at a time, with facets to narrow it by."""
    found = ledger.search(kind, query, size=turn.size, start=turn.start, by=BY[kind])
    page = found.page
    asked = chosen(query)
    titles = _titles(ledger, {*found.counts.get("origin", ()), *query.origin})
    year: dict[str, tuple[str, ...]] = (
        {"year": (query.since,)} if query.since and query.since == query.until else {}
    )
    return SearchPage(
        kind=kind,
        words=query.words,
        since=query.since,
        until=query.until,
        chosen=filters(asked, titles),
        hits=hits(ledger, kind, page.entries),
        turning=turn.of(page.total),
        documents=page.documents,
        origins=page.origins,
        at_least=page.at_least,
        facets=facets(found.counts, asked | year, titles),
    )


def table(ledger: TheLedger, query: Asking, kind: AskedKind = "claims") -> Response:
    """All that a search finds as CSV, in the columns of `armstrail export`."""
    entries = ledger.found(kind, query)
    rows = (row for some in batched(entries) for row in table_rows(some, kind, judged_on(ledger, some)))
    return csv_response(({name: row[name] for name in FIELDS[kind]} for row in rows), kind, FIELDS[kind])


def lines(ledger: TheLedger, query: Asking, kind: AskedKind = "claims") -> Response:
    """All that a search finds as JSONL: an object a record, in the shape of docs/records.md, sent as it is read."""
    entries = ledger.found(kind, query)
    records = (
        entry_record(entry, kind, judged)
        for some in batched(entries)
        for judged in [judged_on(ledger, some)]
        for entry in some
    )
    return jsonl_response(records, kind)


def _titles(ledger: Ledger, keys: set[str]) -> dict[str, str]:
    """What the documents of some names are called."""
    if not keys:
        return {}
    held = ledger.find("documents", Query(document=tuple(sorted(keys))), size=len(keys))
    return {entry.key: short(entry.name, 80) for entry in held.entries}
