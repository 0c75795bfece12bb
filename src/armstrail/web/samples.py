"""A first look: the sample articles that come with Armstrail, read into an empty ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, Response
from fastapi.responses import RedirectResponse

import armstrail
from armstrail.intake import Intake
from armstrail.progress import Progress
from armstrail.web.problems import Refused
from armstrail.web.visitors import TheLedger, own_form, owner

if TYPE_CHECKING:
    from fastapi import FastAPI

    from armstrail.ledger import Ledger

ARTICLES = Path(armstrail.__file__).with_name("samples") / "articles.jsonl"


def register(app: FastAPI) -> None:
    """Add the button of the first page."""
    app.post("/samples", dependencies=[Depends(owner), Depends(own_form)], include_in_schema=False)(samples)


def samples(ledger: TheLedger) -> Response:
    """Read the sample articles; only into a ledger that holds nothing, so that they never stand among others."""
    if ledger.sizes()["documents"]:
        raise Refused(409, "This ledger holds documents already; the samples go into an empty one alone.")
    read_samples(ledger)
    return RedirectResponse("/", 303)


def read_samples(ledger: Ledger) -> None:
    """Read the sample articles into a ledger."""
    with Intake(ledger, Progress("Reading", bar=False), workers=1) as intake:
        intake.add([str(ARTICLES)])
