"""The first page: what the ledger holds, and where to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.ledger import Query
from armstrail.web.examples.records import HOME
from armstrail.web.hits import hits
from armstrail.web.shapes.home import HomePage
from armstrail.web.views import View, show
from armstrail.web.visitors import TheLedger

if TYPE_CHECKING:
    from fastapi import FastAPI

_NEWEST = 8


def register(app: FastAPI) -> None:
    """Add the page."""
    show(app, View("/", "home.html", home, HomePage, example=HOME))


def home(ledger: TheLedger) -> HomePage:
    """What the ledger holds."""
    found = ledger.search("claims", Query(), size=_NEWEST, start=0, by=("review",))
    return HomePage(
        documents=ledger.find("documents", Query(), size=1).total,
        statements=ledger.find("statements", Query(), size=1).total,
        claims=found.page.total,
        releases=len(ledger.releases()),
        to_review=found.counts["review"].get("unreviewed", 0),
        newest=hits(ledger, "claims", found.page.entries),
    )
