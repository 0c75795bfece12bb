"""Outlets, and who copies whom."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from fastapi import Query as Parameter

from armstrail.exports.sourced import party
from armstrail.ledger import Query
from armstrail.web.asking import Day
from armstrail.web.examples.counted import COPYING, OUTLET, OUTLETS
from armstrail.web.hits import newest
from armstrail.web.shapes.outlets import CopyingPage, CopyingRow, OutletPage, OutletRow, OutletsPage
from armstrail.web.turning import Asked, asked_page
from armstrail.web.views import View, show
from armstrail.web.visitors import TheLedger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastapi import FastAPI

    from armstrail.ledger import Copying, OutletEntry

_FIRST_PAIRS, _PAIRS = 10, 200


def register(app: FastAPI) -> None:
    """Add the pages."""
    show(
        app,
        View("/outlets", "outlets.html", outlets, OutletsPage, rows=_rows, example=OUTLETS),
    )
    show(
        app,
        View(
            "/outlets/copying",
            "copying.html",
            copying,
            CopyingPage,
            rows=_pairs,
            example=COPYING,
        ),
    )
    show(app, View("/outlets/one", "outlet.html", outlet, OutletPage, example=OUTLET))


def outlets(
    ledger: TheLedger,
    turn: Annotated[Asked, Depends(asked_page)],
    q: Annotated[str, Parameter(max_length=300, description="What their names hold, in any case.")] = "",
) -> OutletsPage:
    """Outlets, those of most documents first, with how much of what they print came from others."""
    found = ledger.outlets(words=q, size=turn.size, start=turn.start)
    return OutletsPage(
        words=q,
        outlets=tuple(map(_outlet, found.entries)),
        turning=turn.of(found.total),
        copying=_copying(ledger.copies(top=_FIRST_PAIRS)),
    )


def copying(
    ledger: TheLedger,
    since: Day = None,
    until: Day = None,
    most: Annotated[int, Parameter(ge=1, le=2_000, description="How many pairs.")] = _PAIRS,
) -> CopyingPage:
    """Who copies whom: pairs of outlets, those of most documents first."""
    since, until = since or None, until or None
    return CopyingPage(since, until, _copying(ledger.copies(since=since, until=until, top=most)))


def outlet(
    ledger: TheLedger, name: Annotated[str, Parameter(max_length=2_000, description="Any of its names.")]
) -> OutletPage:
    """An outlet: whom it copies, who copies it."""
    view = ledger.outlet(name)
    names = view.entry.names
    return OutletPage(
        outlet=_outlet(view.entry),
        copies=_copying(view.copies),
        copied_by=_copying(view.copied_by),
        newest=newest(ledger, "documents", Query(outlet_name=names)) if names else (),
    )


def _outlet(one: OutletEntry) -> OutletRow:
    return OutletRow(
        one.name,
        one.names,
        one.documents,
        one.origins,
        one.copied,
        one.claims,
        one.first,
        one.last,
        one.country,
        party(one.country) if one.country else None,
        one.kind,
        one.owner,
    )


def _copying(some: Iterable[Copying]) -> tuple[CopyingRow, ...]:
    return tuple(
        CopyingRow(one.origin, one.outlet, one.stories, one.documents, one.relations, one.share)
        for one in some
    )


def _rows(page: OutletsPage) -> Iterator[dict[str, object]]:
    for one in page.outlets:
        row = asdict(one)
        del row["names"], row["country_name"]
        yield row


def _pairs(page: CopyingPage) -> Iterator[dict[str, object]]:
    for one in page.copying:
        relations = "; ".join(f"{name}: {number}" for name, number in one.relations.items())
        yield asdict(one) | {"relations": relations}
