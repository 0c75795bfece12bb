"""Corrections of deals: these claims are another deal, these two are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Form
from fastapi.responses import RedirectResponse

from armstrail.ledger.accounts import AuditEntry
from armstrail.web.problems import RESPONSES, Problem, Refused
from armstrail.web.shapes.deals import Corrected, Merging, Splitting
from armstrail.web.views import API
from armstrail.web.visitors import TheActor, TheLedger, own_form, reviewer

if TYPE_CHECKING:
    from fastapi import FastAPI

    from armstrail.ledger import Ledger
    from armstrail.ledger.accounts import Actor
    from armstrail.ledger.audit import Act

_Note = Annotated[str, Form(max_length=2_000)]
_Name = Annotated[str, Form(max_length=100)]


def register(app: FastAPI) -> None:
    """Add what corrects deals: forms, and the same for programs."""
    needs = [Depends(reviewer), Depends(own_form)]
    app.post("/deals/{name}/split", dependencies=needs, include_in_schema=False)(split_form)
    app.post("/deals/{name}/merge", dependencies=needs, include_in_schema=False)(merge_form)
    answers = {**RESPONSES, 409: {"model": Problem, "description": "Conflict"}}
    app.post(f"{API}/deals/{{name}}/split", dependencies=needs, responses=answers)(split)
    app.post(f"{API}/deals/{{name}}/merge", dependencies=needs, responses=answers)(merge)


def split(name: str, asked: Splitting, ledger: TheLedger, actor: TheActor) -> Corrected:
    """Decide that some claims of a deal are another deal; gives its name."""
    _must_be_gathered(ledger)
    made = ledger.split(name, asked.claims, actor.name, asked.note)
    _note(ledger, actor, "split", name, made)
    return Corrected(made)


def merge(name: str, asked: Merging, ledger: TheLedger, actor: TheActor) -> Corrected:
    """Decide that a deal and another one are one; gives its name."""
    _must_be_gathered(ledger)
    made = ledger.merge(name, asked.other, actor.name, asked.note)
    _note(ledger, actor, "merge", name, made)
    return Corrected(made)


def split_form(
    name: str,
    ledger: TheLedger,
    actor: TheActor,
    claim: Annotated[list[_Name], Form(max_length=1_000)] = [],  # noqa: B006 - FastAPI copies it
    note: _Note = "",
) -> RedirectResponse:
    """The same from a form; leads to the new deal."""
    if not claim:
        raise Refused(422, "Choose the claims that are another deal, on the page of the deal.")
    made = split(name, Splitting(tuple(claim), note), ledger, actor)
    return RedirectResponse(f"/deals/{made.deal}", 303)


def merge_form(
    name: str,
    ledger: TheLedger,
    actor: TheActor,
    other: _Name = "",
    suggested: _Name = "",
    note: _Note = "",
) -> RedirectResponse:
    """The same from a form, where a name that is written goes before one of the list; leads to the deal of both."""
    wanted = other.strip() or suggested
    if not wanted:
        raise Refused(422, "Choose the other deal from the list, or write its name.")
    made = merge(name, Merging(wanted, note), ledger, actor)
    return RedirectResponse(f"/deals/{made.deal}", 303)


def _must_be_gathered(ledger: Ledger) -> None:
    """Refuse (409) what would wait for a big gathering."""
    if left := ledger.gather_if_few():
        raise Refused(
            409,
            f"{left:,} documents are still to be gathered into deals: run `armstrail deals`, then try again.",
        )


def _note(ledger: Ledger, actor: Actor, what: Act, record: str, outcome: str) -> None:
    ledger.accounts.note(AuditEntry(what, actor.name, actor.address, record, outcome))
