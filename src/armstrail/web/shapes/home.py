"""The first page."""

from __future__ import annotations

from dataclasses import dataclass

from armstrail.web.shapes.search import Hit


@dataclass(frozen=True, slots=True)
class HomePage:
    """How much the ledger holds: documents with their current statements and claims, of which nobody has decided on
    `to_review`, and releases of registers; and the newest claims.
    """

    documents: int
    statements: int
    claims: int
    releases: int
    to_review: int
    newest: tuple[Hit, ...]
