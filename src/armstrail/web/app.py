"""The application: settings in, FastAPI out."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response

from armstrail import __version__
from armstrail.ledger import Ledger
from armstrail.web import (
    accounts,
    agreement,
    api,
    audit,
    citing,
    claims,
    deals,
    deciding,
    documents,
    flows,
    guarding,
    home,
    messages,
    outlets,
    problems,
    registers,
    review,
    samples,
    search,
    signing,
    speakers,
    stories,
)
from armstrail.web.problems import Refused
from armstrail.web.rendering import ELSEWHERE, STATIC
from armstrail.web.views import API
from armstrail.web.visitors import new_secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from armstrail.ledger.accounts import AccountRules
    from armstrail.web.settings import Settings

NOUNS = (
    home,
    samples,
    search,
    citing,
    documents,
    claims,
    deals,
    flows,
    speakers,
    messages,
    outlets,
    registers,
    stories,
    review,
    deciding,
    agreement,
    api,
    signing,
    accounts,
    audit,
)
"""What there are pages on; each adds its own."""


def create_app(settings: Settings, rules: AccountRules | None = None) -> FastAPI:
    """The workbench on one ledger; `rules` are what its accounts are held to, where these are not the usual ones.

    Raises LedgerError where the ledger cannot be opened.
    """

    @asynccontextmanager
    async def closing(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.ledger.close()

    app = FastAPI(
        title="Armstrail",
        version=__version__,
        description="Who said what about arms passing from whom to whom, each record with its exact words.",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=closing,
    )
    app.state.settings = settings
    app.state.ledger = Ledger.open(settings.ledger, rules=rules)
    app.state.csrf = new_secret()
    problems.handle(app)
    app.add_middleware(guarding.Guard, settings=settings)
    for noun in NOUNS:
        noun.register(app)
    app.get("/static/{name}", include_in_schema=False)(_static)
    return app


def _static(name: str) -> Response:
    """A file that pages load. Its address changes with its content, so browsers may keep it."""
    files = {path.name: path for path in STATIC.iterdir()} | ELSEWHERE
    if name not in files:
        raise Refused(404, "There is no such file.")
    return FileResponse(files[name], headers={"Cache-Control": "public, max-age=31536000, immutable"})
