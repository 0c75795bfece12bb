"""Decisions as a form sends them: each is kept once, however often it is sent, and none hides another.

A form knows the ledger as it stood when the form was made: `seen` is the number of the last judgement there was then.
What the same reviewer has decided since in the same words is this form, sent again; what others have decided since,
they have decided without knowing of this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from armstrail.errors import UnknownNameError
from armstrail.ledger import audit
from armstrail.ledger.audit import AuditEntry
from armstrail.ledger.judgements import Standing, judge, standing
from armstrail.ledger.listing import Listing
from armstrail.ledger.schema import claims, columns, documents, judgements, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from armstrail.ledger.audit import Actor
    from armstrail.model import Decision, Judgement


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision as it is kept now. `again`: it was kept already. `meanwhile` is what others have decided on the same
    record since the form was made, the last of each.
    """

    judgement: Judgement
    again: bool
    meanwhile: tuple[Judgement, ...]


def last(db: Connection) -> int:
    """The number of the last judgement; 0 where there is none."""
    return db.scalar(select(func.max(judgements.c.id))) or 0


def state(db: Connection) -> int:
    """The number of the last change of what records are found by; 0 where there are none."""
    return db.scalar(select(func.max(columns.c.stamp))) or 0


def decide(
    db: Connection,
    key: str,
    decision: Decision,
    by: Actor,
    *,
    changes: dict[str, object] | None = None,
    note: str = "",
    seen: int | None = None,
) -> Taken:
    """Keep a decision on the current record of a name, and note it in the audit log; once, where the form is told.

    Raises UnknownNameError where no current record has the name, AskedError where nobody decides.
    """
    since = [] if seen is None else decided_since(db, key, seen)
    own = [one for one in since if one.reviewer == by.name]
    if own and _told(own[-1]) == (decision, changes, note):
        return Taken(own[-1], again=True, meanwhile=_of_others(since, by.name))
    made = judge(db, key, decision, by.name, changes=changes, note=note)
    _note(db, made, by)
    return Taken(made, again=False, meanwhile=_of_others(since, by.name))


def undo(db: Connection, key: str, by: Actor, *, seen: int) -> Taken | None:
    """Take back the last decision of a reviewer on a record: what they had decided before holds again, else nothing.

    None where there is none to take back, or they have decided since the form was made: it was sent again.
    """
    since = decided_since(db, key, seen)
    if any(one.reviewer == by.name for one in since):
        return None
    document = _document(db, key)
    asked = select(judgements.c.undoes).where(judgements.c.document_id == document).order_by(judgements.c.id)
    decided = zip(standing(db, document), db.scalars(asked), strict=True)
    own = [
        (s.judgement, undoes) for s, undoes in decided if s.concerns(key) and s.judgement.reviewer == by.name
    ]
    held = _stack(own)
    if not held:
        return None
    former: Judgement | None = held[-2] if len(held) > 1 else None
    made = judge(
        db,
        key,
        former.decision if former else "withdrawn",
        by.name,
        changes=former.changes if former else None,
        note=former.note if former else "",
        undoes=True,
    )
    _note(db, made, by)
    return Taken(made, again=False, meanwhile=())


def _note(db: Connection, made: Judgement, by: Actor) -> None:
    """Note a decision in the audit log."""
    audit.note(db, AuditEntry("judgement", by.name, by.address, made.record, made.decision), made.made)


def _stack(decided: Iterable[tuple[Judgement, bool | None]]) -> list[Judgement]:
    """What a reviewer has decided on a record, without what was taken back. Where it was not kept whether one takes
    another back, one like that before the last does.
    """
    held: list[Judgement] = []
    for one, undoes in decided:
        if one.decision == "withdrawn":
            held = []
        elif undoes or (undoes is None and len(held) > 1 and _told(one) == _told(held[-2])):
            del held[-1:]
        else:
            held.append(one)
    return held


def _told(one: Judgement) -> tuple[object, ...]:
    return one.decision, one.changes, one.note


def decided_since(db: Connection, key: str, seen: int) -> list[Judgement]:
    """The judgements on the record of a name after the one of a number, in the order they were made."""
    document = _document(db, key)
    known = select(func.count()).where(judgements.c.document_id == document, judgements.c.id <= seen)
    since = standing(db, document)[db.scalar(known) or 0 :]
    return [one.judgement for one in since if one.concerns(key)]


def _of_others(since: Sequence[Judgement], name: str) -> tuple[Judgement, ...]:
    return tuple({one.reviewer: one for one in since if one.reviewer != name}.values())


def _document(db: Connection, key: str) -> int:
    number: int | None = None
    table = {"s": statements, "c": claims}.get(key[:1])
    if table is not None:
        number = db.scalar(select(table.c.document_id).where(table.c.key == key).limit(1))
    if number is None:
        raise UnknownNameError(
            f"{key[:80]}: no statement or claim has this name; `armstrail find WORDS` lists names"
        )
    return number


def decisions(
    db: Connection,
    *,
    record: str = "",
    document: str = "",
    reviewer: str = "",
    size: int = 50,
    start: int = 0,
) -> Listing[Standing]:
    """Judgements, the newest first: all, or those on a record or a document of a name, or of a reviewer."""
    asked = select(judgements.c.id, judgements.c.document_id)
    if record:
        asked = asked.where(judgements.c.record == record)
    if document:
        asked = asked.join(documents, documents.c.id == judgements.c.document_id).where(
            documents.c.key == document
        )
    if reviewer:
        asked = asked.where(judgements.c.reviewer == reviewer)
    total = db.scalar(select(func.count()).select_from(asked.subquery())) or 0
    rows = db.execute(asked.order_by(judgements.c.id.desc()).limit(size).offset(start)).all()
    found: dict[int, Standing] = {}
    for number in {row.document_id for row in rows}:
        ids = db.scalars(
            select(judgements.c.id).where(judgements.c.document_id == number).order_by(judgements.c.id)
        )
        found |= dict(zip(ids, standing(db, number), strict=True))
    return Listing(tuple(found[row.id] for row in rows), total)
