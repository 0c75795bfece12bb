"""The audit log, for owners."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Response

from armstrail.web.shapes.accounts import AuditLine, AuditPage
from armstrail.web.turning import Asked, asked_page
from armstrail.web.views import View, csv_response, show
from armstrail.web.visitors import TheLedger, owner

if TYPE_CHECKING:
    from fastapi import FastAPI

    from armstrail.ledger.accounts import AuditEntry

_EXAMPLE: dict[str, Any] = {
    "lines": [
        {
            "made": "2026-03-01T09:00:00Z",
            "who": "A. Reviewer",
            "address": "192.0.2.1",
            "what": "judgement",
            "record": "c3f2a91c04d5e6f708192",
            "outcome": "accepted",
            "link": "/claims/c3f2a91c04d5e6f708192",
        }
    ],
    "turning": {"number": 1, "pages": 1, "size": 25, "total": 1},
}
_PAGES = {"c": "claims", "s": "statements", "t": "deals"}
"""Of records that people decide on, by the letter that their names begin with."""


def register(app: FastAPI) -> None:
    """Add the page, and the whole log as a table."""
    show(app, View("/audit", "audit.html", audit, AuditPage, example=_EXAMPLE, needs=owner))
    app.get("/audit.csv", dependencies=[Depends(owner)], include_in_schema=False)(table)


def audit(ledger: TheLedger, turn: Annotated[Asked, Depends(asked_page)]) -> AuditPage:
    """Who did what, when and from where, the newest first."""
    turning = turn.of(ledger.accounts.audit_size())
    return AuditPage(tuple(map(_line, ledger.accounts.audited(turn.start, turn.size))), turning)


def table(ledger: TheLedger) -> Response:
    """The whole log as CSV."""
    return csv_response(map(asdict, ledger.accounts.audit_log()), "audit")


def _line(entry: AuditEntry) -> AuditLine:
    decided = entry.what in {"judgement", "merge", "split"} and entry.record[:1] in _PAGES
    link = f"/{_PAGES[entry.record[0]]}/{entry.record}" if decided else ""
    return AuditLine(entry.made, entry.who, entry.address, entry.what, entry.record, entry.outcome, link)
