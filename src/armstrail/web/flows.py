"""Who to whom: a matrix or a map of what claims tell of, and their stages over time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Response
from fastapi import Query as Parameter

from armstrail.exports.sourced import party
from armstrail.ledger.speaking import Month
from armstrail.plots import Flow
from armstrail.plots import flows as picture_of
from armstrail.plots.frame import bare, told
from armstrail.plots.looks import STAGES
from armstrail.web.asking import Asking
from armstrail.web.examples.counted import FLOWS
from armstrail.web.facets import facets
from armstrail.web.narrowing import chosen, filters, search_of
from armstrail.web.periods import periods, step
from armstrail.web.shapes.flows import Cell, FlowsPage, Form, Picture, Row, Side
from armstrail.web.views import View, csv_response, show
from armstrail.web.visitors import TheLedger, reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fastapi import FastAPI

    from armstrail.ledger import Query

    Dyad = tuple[str, str, int, int]
    Sides = dict[str, Side]

_ALL = 100_000
_LISTED, _MAPPED = 25, 400
_FACETS = ("category", "stage", "polarity", "certainty", "supplier", "recipient")


def register(app: FastAPI) -> None:
    """Add the page, and all dyads as a table."""
    show(app, View("/flows", "flows.html", flows, FlowsPage, example=FLOWS))
    app.get("/flows.csv", dependencies=[Depends(reader)], include_in_schema=False)(table)


def flows(
    ledger: TheLedger,
    query: Asking,
    form: Annotated[
        Form, Parameter(description="A matrix, or a map with its specification in Vega-Lite.")
    ] = "matrix",
    most: Annotated[
        int, Parameter(ge=1, le=40, description="How many suppliers and recipients are shown.")
    ] = 12,
) -> FlowsPage:
    """Who passes arms to whom, as claims tell it: suppliers by recipients, with the stages over time."""
    found = ledger.search("claims", query, size=1, by=_FACETS)
    dyads = ledger.flows(query, top=_ALL)
    sides = (
        _sides((supplier, claims) for supplier, _, claims, _ in dyads),
        _sides((recipient, claims) for _, recipient, claims, _ in dyads),
    )
    return FlowsPage(
        form=form,
        words=query.words,
        since=query.since,
        until=query.until,
        chosen=filters(chosen(query)),
        facets=facets(found.counts, chosen(query)),
        claims=found.page.total,
        documents=found.page.documents,
        origins=found.page.origins,
        dyads=len(dyads),
        suppliers=len(sides[0]),
        recipients=len(sides[1]),
        most=most,
        heads=tuple(sides[1].values())[:most],
        rows=_rows(query, dyads, sides, most),
        flows=tuple(_cell(query, dyad, sides, dyads[0]) for dyad in dyads[:_LISTED]),
        stages=periods(
            [Month(*month) for month in ledger.months(query, "stage")],
            [(stage, stage) for stage in STAGES],
            query,
            "claims",
            "stage",
        ),
        picture=_map(dyads) if form == "map" else None,
    )


def table(ledger: TheLedger, query: Asking) -> Response:
    """All dyads as CSV."""
    columns = ("supplier", "recipient", "claims", "origins")
    return csv_response(
        (dict(zip(columns, dyad, strict=True)) for dyad in ledger.flows(query, top=_ALL)), "flows"
    )


def _sides(named: Iterable[tuple[str, int]]) -> Sides:
    """The parties on one side, those that most claims name first; what is not stated stands last."""
    claims: Counter[str] = Counter()
    for one, number in named:
        claims[one] += number
    ordered = sorted(claims, key=lambda one: (not one, -claims[one], one))
    return {one: Side(one, party(one), claims[one]) for one in ordered}


def _rows(query: Query, dyads: Sequence[Dyad], sides: tuple[Sides, Sides], most: int) -> tuple[Row, ...]:
    suppliers, recipients = (list(side)[:most] for side in sides)
    shown = {dyad[:2]: dyad for dyad in dyads if dyad[0] in suppliers and dyad[1] in recipients}
    return tuple(
        Row(
            sides[0][one],
            tuple(
                _cell(query, shown[one, other], sides, dyads[0]) if (one, other) in shown else None
                for other in recipients
            ),
        )
        for one in suppliers
    )


def _cell(query: Query, dyad: Dyad, sides: tuple[Sides, Sides], largest: Dyad) -> Cell:
    supplier, recipient, claims, origins = dyad
    search = search_of(replace(query, supplier=(supplier,), recipient=(recipient,)))
    return Cell(sides[0][supplier], sides[1][recipient], claims, origins, search, step(claims, largest[2]))


def _map(dyads: Sequence[Dyad]) -> Picture:
    spec = picture_of([Flow(*dyad) for dyad in dyads[:_MAPPED]], form="map")
    telling = told(spec)
    left = f"Of {len(dyads):,} dyads only the {_MAPPED} of most claims were looked at for this map."
    return Picture(telling.title, (*telling.caption, *([left] if len(dyads) > _MAPPED else [])), bare(spec))
