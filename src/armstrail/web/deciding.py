"""Decisions: from the forms of pages, and from programs. What cannot be kept is shown again as it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args

from fastapi import Depends, Request, Response
from fastapi import Query as Parameter
from fastapi.responses import RedirectResponse

from armstrail.agreement import edited
from armstrail.codebook import tables
from armstrail.errors import LedgerError
from armstrail.exports.lights import lights, pieces
from armstrail.ledger import Mark
from armstrail.model import Claim, Decision, Judgement
from armstrail.web.cards import claim_card, decision_shown, standing_shown
from armstrail.web.changes import Faulty, checked
from armstrail.web.claims import place_of
from armstrail.web.documents import shown
from armstrail.web.editing import changes_of, choices, fields_of, groups
from armstrail.web.problems import RESPONSES, Refused, is_page, status_of
from armstrail.web.rendering import address_asked, rendered
from armstrail.web.review import Going, Listed, item, listed, review
from armstrail.web.shapes.review import (
    Deciding,
    EditPage,
    JudgementShown,
    JudgementsPage,
    Kept,
    ReviewPage,
    Unsaved,
)
from armstrail.web.turning import Asked, asked_page
from armstrail.web.views import API
from armstrail.web.visitors import (
    CSRF_FIELD,
    TYPIST_FIELD,
    AnyReviewer,
    TheActor,
    TheLedger,
    Visitor,
    from_elsewhere,
    own_form,
    reader,
    reviewer,
    visitor_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI

    from armstrail.ledger import History, Ledger
    from armstrail.model import Reading

_LONGEST_NOTE = 5_000
_DECISIONS = get_args(Decision)
_DOCUMENT = re.compile(r"d[0-9a-f]{1,64}")

Back = Literal["queue", "record", "document"]
TheList = Annotated[Listed, Depends(listed)]


@dataclass(frozen=True, slots=True)
class Form:
    """What a form has sent: on the record of a name, from a list or another page, its fields by name."""

    name: str
    fields: dict[str, str]
    listed: Listed
    back: Back
    action: str

    @property
    def seen(self) -> int:
        """The number of the last judgement that the form knew; 0 where it does not say."""
        told = self.fields.get("seen", "")
        return int(told) if re.fullmatch(r"[0-9]{1,15}", told) else 0


async def sent(name: str, request: Request, listed: TheList, back: Back = "queue") -> Form:
    """What was sent; its lines end as those of a text do, not as browsers send them."""
    fields = {
        one: value.replace("\r\n", "\n")
        for one, value in (await request.form()).items()
        if isinstance(value, str)
    }
    return Form(name, fields, listed, back, address_asked(request))


async def halted(request: Request, visitor: Annotated[Visitor, Depends(visitor_of)]) -> Refused | None:
    """Why a form is shown again instead of being kept: its session has ended, or its secret is out of date.

    Raises Refused (401, 403) where what was typed is not to be shown: another has typed it, or no page of ours sent it.
    """
    try:
        await reviewer(visitor)
        await own_form(request, visitor)
    except Refused as error:
        page = is_page(request) and not {"hx-request", "authorization"} & set(request.headers)
        if not page or from_elsewhere(request):
            raise
        if error.status == 401:
            told = "You are no longer signed in: sign in, then send this once more."
            return Refused(401, told, headers=error.headers)
        if not visitor.may("reviewer") or (await request.form()).get(TYPIST_FIELD) != visitor.name:
            raise
        return Refused(
            403, "This form was out of date, so nothing is kept yet: look it over and send it once more."
        )
    return None


Sent = Annotated[Form, Depends(sent)]
Halted = Annotated[Refused | None, Depends(halted)]


def register(app: FastAPI) -> None:
    """Add the form that edits, what takes decisions, and the list of these."""
    needs = [Depends(reviewer), Depends(own_form)]
    app.get("/review/{name}/edit", dependencies=[Depends(reviewer)], include_in_schema=False)(edit)
    app.post("/review/{name}", include_in_schema=False)(decide_form)
    app.post("/review/{name}/undo", dependencies=needs, include_in_schema=False)(undo_form)
    app.post(f"{API}/judgements", dependencies=needs, responses=RESPONSES)(decide)
    app.get(f"{API}/judgements", dependencies=[Depends(reader)], responses=RESPONSES)(judgements)


# ------------------------------------------------------------------ from programs


def decide(asked: Deciding, ledger: TheLedger, actor: TheActor) -> Kept:
    """Keep a decision on a statement or a claim: accepted, rejected, edited, or withdrawn."""
    changes: dict[str, object] | None = None
    if asked.decision == "edited":
        opened = _opened(ledger, asked.record)
        changes = checked(opened.claim, asked.changes or {}, opened.reading.document)
    elif asked.changes:
        raise Refused(422, "changes: go with the decision “edited” alone.")
    note = _note(asked.note)
    taken = ledger.decide(asked.record, asked.decision, actor, changes=changes, note=note, seen=asked.seen)
    return Kept(
        asked.record,
        decision_shown(taken.judgement),
        taken.again,
        tuple(map(decision_shown, taken.meanwhile)),
    )


def judgements(
    ledger: TheLedger,
    turn: Annotated[Asked, Depends(asked_page)],
    record: Annotated[str, Parameter(max_length=100, description="The name of a statement or a claim.")] = "",
    document: Annotated[str, Parameter(max_length=100, description="The name of a document.")] = "",
    reviewer: Annotated[str, Parameter(max_length=300, description="Who decided.")] = "",
) -> JudgementsPage:
    """What reviewers decided, the newest first: all, or on one record, in one document, of one reviewer."""
    found = ledger.decisions(
        record=record, document=document, reviewer=reviewer, size=turn.size, start=turn.start
    )
    return JudgementsPage(
        tuple(
            JudgementShown(
                one.judgement.record,
                one.judgement.document,
                standing_shown(one),
                one.record,
            )
            for one in found.entries
        ),
        turn.of(found.total),
    )


# ------------------------------------------------------------------ from forms


def decide_form(
    halt: Halted,
    form: Sent,
    request: Request,
    ledger: TheLedger,
    visitor: Annotated[Visitor, Depends(visitor_of)],
    actor: TheActor,
) -> Response:
    """Keep a decision, and go on to the next record of the list, or back to where the form stood."""
    if halt:
        return _again(form, request, ledger, visitor, halt)
    decision = form.fields.get("decision", "")
    try:
        if decision not in _DECISIONS:
            raise Refused(422, f"A decision is one of {', '.join(_DECISIONS)}.")
        note = _note(form.fields.get("note", ""))
        changes: dict[str, object] | None = None
        if decision == "edited":
            opened = _opened(ledger, form.name)
            changes = changes_of(opened.claim, form.fields, opened.reading.document)
        made = cast("Decision", decision)
        taken = ledger.decide(form.name, made, actor, changes=changes, note=note, seen=form.seen)
    except (Refused, LedgerError) as error:
        return _again(form, request, ledger, visitor, error)
    return RedirectResponse(_onwards(taken.judgement, form), 303)


def undo_form(form: Sent, ledger: TheLedger, actor: TheActor) -> Response:
    """Take back what the visitor last decided on a record, and show it again."""
    ledger.undo(form.name, actor, seen=form.seen)
    if form.back == "queue":
        return RedirectResponse(f"/review?{form.listed.list}&at={_plain(form.name)}", 303)
    return RedirectResponse(_page_of(form.name, form), 303)


def _again(
    form: Form, request: Request, ledger: Ledger, visitor: Visitor, error: Refused | LedgerError
) -> Response:
    """The page of a form with all that was typed in it, and why it could not be kept."""
    status = error.status if isinstance(error, Refused) else status_of(error)
    problem, note = str(error), form.fields.get("note", "")
    try:
        page: EditPage | ReviewPage
        if status == 401:
            raise error  # who has not signed in is shown nothing of the ledger
        if form.fields.get("decision") == "edited":
            opened = _opened(ledger, form.name)
            template, page = "edit.html", _edit_page(opened, form.fields, form.listed, form.back)
        else:
            there = Going(Mark(form.name, "at", visitor.name), "", 0)
            template, page = "review.html", review(ledger, visitor, form.listed, there)
            page = replace(
                page, item=item(ledger, visitor, form.name)
            )  # no other record, should this one be gone
        page = replace(page, note=note, problem=problem, seen=form.seen)
        return rendered(request, template, page, status=status)
    except (Refused, LedgerError):  # it is gone, or cannot even be read, or not by them
        return unsaved(request, form.action, tuple(form.fields.items()), error)


def unsaved(
    request: Request, action: str, fields: tuple[tuple[str, str], ...], error: Refused | LedgerError
) -> Response:
    """A page of no more than what was typed in a form, to be sent once more, and why it could not be kept."""
    note = "".join(value for one, value in fields if one == "note")
    kept = tuple((one, value) for one, value in fields if one not in ("note", CSRF_FIELD))
    status = error.status if isinstance(error, Refused) else status_of(error)
    headers = error.headers if isinstance(error, Refused) else None
    return rendered(
        request, "unsaved.html", Unsaved(action, kept, note, str(error)), status=status, headers=headers
    )


def _onwards(made: Judgement, form: Form) -> str:
    if form.back == "queue":
        key = _plain(form.name)
        return f"/review?{form.listed.list}&after={key}&done={key}&known={form.seen}"
    return _page_of(made.record, form)


def _page_of(name: str, form: Form) -> str:
    key, document = _plain(name), form.fields.get("document", "")
    if form.back == "document" and _DOCUMENT.fullmatch(document):
        return f"/documents/{document}#{key}"
    return f"/{'claims' if key.startswith('c') else 'statements'}/{key}"


def _plain(name: str) -> str:
    """A name that may stand in an address."""
    return re.sub(r"[^0-9a-z]", "", name)[:100]


def _note(note: str) -> str:
    note = note.replace("\r\n", "\n").strip()
    if len(note) > _LONGEST_NOTE:
        raise Refused(422, f"The note has {len(note):,} characters; {_LONGEST_NOTE:,} at most are kept.")
    return note


# ------------------------------------------------------------------ the form that edits


def edit(
    name: str,
    request: Request,
    ledger: TheLedger,
    visitor: AnyReviewer,
    listed: TheList,
    back: Back = "queue",
) -> Response:
    """The form that edits a claim: as it was read, or as the visitor has edited it before. A page alone: its data are
    those of the claim.
    """
    seen, opened = ledger.last_judgement(), _opened(ledger, name)
    own = [
        one.judgement
        for one in opened.history.judgements
        if one.judgement.reviewer == visitor.name and one.record == opened.history.key and not one.superseded
    ]
    fields = fields_of(edited(opened.claim, own[-1]) if own else opened.claim)
    note = own[-1].note if own and own[-1].decision == "edited" else ""
    page = replace(_edit_page(opened, fields, listed, back), seen=seen, note=note)
    return rendered(request, "edit.html", page)


def _edit_page(opened: _Opened, fields: Mapping[str, str], listed: Listed, back: Back) -> EditPage:
    claim, history, read = opened.claim, opened.history, opened.reading.document
    lit = [one for one in lights(opened.reading) if one.record == claim.id]
    return EditPage(
        claim=claim_card(claim, read, history.key, history.judgements, None),
        document=place_of(history),
        title=shown(pieces(lit, "title", read.title)),
        text=shown(pieces(lit, "text", read.text)),
        choices=choices(fields),
        groups=groups(fields, fields_of(claim), read),
        parties=tuple(
            (entry["id"], entry["name"]) for kind in ("states", "blocs") for entry in tables()[kind]
        ),
        list=listed.list,
        back=back,
        seen=0,
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """A claim as the newest reading has it, with all that is known of it."""

    claim: Claim
    history: History
    reading: Reading


def _opened(ledger: Ledger, name: str) -> _Opened:
    """The claim of a name. Raises Refused where there is none, or it cannot be edited."""
    history, reading = ledger.opened(name)
    current = next((one.record for one in history.versions if one.current), None)
    if isinstance(current, Claim) and reading:
        return _Opened(current, history, reading)
    if history.key.startswith("s"):
        raise Faulty([("", "A statement is accepted or rejected as it is")])
    raise Refused(404, f"{name[:80]} is no claim that the newest reading of its text has.")
