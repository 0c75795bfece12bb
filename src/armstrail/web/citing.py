"""Every document, statement, claim and deal as a citation: BibTeX, CSL-JSON, a line of plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request, Response

from armstrail.exports.citations import Form, cite, cite_deal
from armstrail.ledger import Entry
from armstrail.model import Statement
from armstrail.web.problems import RESPONSES
from armstrail.web.shapes.citing import Citation
from armstrail.web.views import API
from armstrail.web.visitors import TheLedger, reader, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from armstrail.ledger import History, Ledger

_FORMS: dict[Form, tuple[str, str]] = {
    "bibtex": ("bib", "application/x-bibtex; charset=utf-8"),
    "csl": ("csl", "application/vnd.citationstyles.csl+json"),
    "plain": ("txt", "text/plain; charset=utf-8"),
}
"""The ending of the address of each form, and its media type."""

_DEAL = re.compile(r"t[0-9a-f]*")


async def site_of(request: Request) -> str:
    """The address that readers ask this workbench by, without a path; a proxy that ends HTTPS asks by HTTP."""
    base = request.base_url
    return str(base.replace(scheme="https") if settings_of(request).secure else base).rstrip("/")


Site = Annotated[str, Depends(site_of)]


def register(app: FastAPI) -> None:
    """Add the citations of each kind of record, beside its page."""
    needs = [Depends(reader)]
    for kind in ("documents", "statements", "claims", "deals"):
        for form, (ending, media) in _FORMS.items():
            app.get(f"/{kind}/{{name}}.{ending}", dependencies=needs, include_in_schema=False)(
                _download(form, media)
            )
    app.get(f"{API}/citations/{{name}}", dependencies=needs, responses=RESPONSES)(citation)


def citation(name: str, ledger: TheLedger, site: Site, form: Form = "plain") -> Citation:
    """How to cite the document, statement, claim or deal of a name."""
    return Citation(name, form, cited(ledger, name, form, site))


def cited(ledger: Ledger, name: str, form: Form, site: str) -> str:
    """The citation of the record of a name. Raises UnknownNameError where there is none."""
    if _DEAL.fullmatch(name):
        deal = ledger.deal(name, wait=False)
        claims = ledger.deal_claims(deal.id)
        captured = ledger.captured(sorted({entry.document_key for entry in claims}))
        return cite_deal(deal, claims, form, captured, site)
    return cite_opened(ledger.opened(name)[0], form, site)


def cite_opened(history: History, form: Form, site: str) -> str:
    """The citation of a document, statement or claim of which all is known."""
    captured = min((one.fetched for one in history.captures), default="")[:10]
    return cite(_entry(history), form, captured or None, site)


def _entry(history: History) -> Entry[Any]:
    read = history.document
    version = next((one for one in reversed(history.versions) if one.current), None)
    version = version or (history.versions[-1] if history.versions else None)
    record = version.record if version else read
    words = {}
    if isinstance(record, Statement):
        words = {
            role: " … ".join(map(read.words, getattr(record, role))) for role in ("source", "cue", "content")
        }
    return Entry(
        history.key,
        read.name,
        record,
        read,
        history.document_key,
        version.reader if version else None,
        history.document_key,
        words=words,
    )


def _download(form: Form, media: str) -> Callable[..., Response]:
    def download(name: str, ledger: TheLedger, site: Site) -> Response:
        return Response(cited(ledger, name, form, site), media_type=media)

    return download
