"""Corrections of deals: these claims are another deal, these two are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError

from armstrail.errors import LedgerError
from armstrail.ledger.accounts import AuditEntry
from armstrail.web.deciding import Halted, unsaved
from armstrail.web.problems import RESPONSES, Problem, Refused, is_page
from armstrail.web.rendering import address_asked
from armstrail.web.shapes.deals import Corrected, Merging, Splitting
from armstrail.web.views import API
from armstrail.web.visitors import TheActor, TheLedger, own_form, reviewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from armstrail.ledger import Ledger
    from armstrail.ledger.accounts import Actor
    from armstrail.ledger.audit import Act

_Shape = TypeVar("_Shape", Splitting, Merging)


@dataclass(frozen=True, slots=True)
class Form:
    """What a form has sent on the deal of a name: the address it was sent to, and its fields, some of one name."""

    name: str
    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def note(self) -> str:
        return "".join(self.all_of("note")).strip()

    def all_of(self, name: str) -> tuple[str, ...]:
        """The values of the fields of a name."""
        return tuple(value for one, value in self.fields if one == name)


async def sent(name: str, request: Request) -> Form:
    """What was sent; its lines end as those of a text do, not as browsers send them."""
    given = (await request.form()).multi_items()
    fields = tuple((one, value.replace("\r\n", "\n")) for one, value in given if isinstance(value, str))
    return Form(name, address_asked(request), fields)


Sent = Annotated[Form, Depends(sent)]


def register(app: FastAPI) -> None:
    """Add what corrects deals: forms, and the same for programs."""
    needs = [Depends(reviewer), Depends(own_form)]
    app.post("/deals/{name}/split", include_in_schema=False)(split_form)
    app.post("/deals/{name}/merge", include_in_schema=False)(merge_form)
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


def split_form(halt: Halted, form: Sent, request: Request, ledger: TheLedger, actor: TheActor) -> Response:
    """The same from a form; leads to the new deal, or shows again what was typed and why it is not kept."""

    def corrected() -> Corrected:
        claims = form.all_of("claim")
        if not claims:
            raise Refused(422, "Choose the claims that are another deal, on the page of the deal.")
        return split(form.name, _asked(Splitting, claims=claims, note=form.note), ledger, actor)

    return _answer(halt, form, request, corrected)


def merge_form(halt: Halted, form: Sent, request: Request, ledger: TheLedger, actor: TheActor) -> Response:
    """The same from a form, where a name that is written goes before one of the list; leads to the deal of both."""

    def corrected() -> Corrected:
        wanted = "".join(form.all_of("other")).strip() or "".join(form.all_of("suggested"))
        if not wanted:
            raise Refused(422, "Choose the other deal from the list, or write its name.")
        return merge(form.name, _asked(Merging, other=wanted, note=form.note), ledger, actor)

    return _answer(halt, form, request, corrected)


def _answer(
    halt: Refused | None, form: Form, request: Request, corrected: Callable[[], Corrected]
) -> Response:
    try:
        if halt:
            raise halt
        return RedirectResponse(f"/deals/{corrected().deal}", 303)
    except (Refused, LedgerError) as error:
        if not is_page(request):
            raise
        return unsaved(request, form.action, form.fields, error)


def _asked(shape: type[_Shape], **fields: object) -> _Shape:
    """What a form asks for, in the shape of the API. Raises Refused (422) where it has not that shape."""
    try:
        return TypeAdapter(shape).validate_python(fields)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise Refused(422, f"What was asked for is not understood: {where}: {fault['msg']}."[:300]) from error


def _must_be_gathered(ledger: Ledger) -> None:
    """Refuse (409) what would wait for a big gathering."""
    if left := ledger.gather_if_few():
        raise Refused(
            409,
            f"{left:,} documents are still to be gathered into deals: run `armstrail deals`, then try again.",
        )


def _note(ledger: Ledger, actor: Actor, what: Act, record: str, outcome: str) -> None:
    ledger.accounts.note(AuditEntry(what, actor.name, actor.address, record, outcome))
