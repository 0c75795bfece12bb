"""What reviewers decided: appended, never overwritten, and followed through new readings.

A judgement holds for the record it was made on. Where a newer reading no longer has that record, it holds for the one
of the same dyad whose evidence shares most of its words; where there is none, it is orphaned: shown, not dropped.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import Table, func, select

from armstrail.errors import AskedError, UnknownNameError
from armstrail.ledger.columns import CONFIDENCE, Changes
from armstrail.ledger.keys import dyad
from armstrail.ledger.rows import REVIEW, UNREVIEWED, permille
from armstrail.ledger.schema import claims, documents, faces, judgements, now, sightings, statements
from armstrail.model import Claim, Decision, Judgement, Span, Statement
from armstrail.records import claim_of, statement_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection

Review = Literal["unreviewed", "accepted", "rejected", "edited", "disputed"]
"""How a current record is reviewed: as all reviewers who decided on it did; "disputed" where they differ. What was
withdrawn does not count.
"""

_AT_ONCE = 400
_ENTERED_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Standing:
    """A judgement and how it stands now: `record` is the current record it holds for, None where it is orphaned;
    `superseded` where the same reviewer has decided otherwise since.
    """

    judgement: Judgement
    record: str | None
    superseded: bool

    @property
    def holds(self) -> bool:
        """Whether its reviewer has neither decided otherwise since nor withdrawn it."""
        return not self.superseded and self.judgement.decision != "withdrawn"


def judge(
    db: Connection,
    key: str,
    decision: Decision,
    reviewer: str,
    *,
    changes: dict[str, object] | None = None,
    note: str = "",
) -> Judgement:
    """Append a decision on the current record of that name.

    Raises UnknownNameError where there is none, AskedError where nobody decides or the note is no text.
    """
    must_be_told(reviewer, note)
    table = claims if key.startswith("c") else statements
    asked = (
        select(table.c.record, table.c.document_id, documents.c.key, documents.c.text, sightings.c.title)
        .join(faces, faces.c.reading_id == table.c.reading_id)
        .join(sightings, sightings.c.id == faces.c.sighting_id)
        .join(documents, documents.c.id == table.c.document_id)
        .where(table.c.key == key)
    )
    row = db.execute(asked).first()
    if row is None:
        raise UnknownNameError(
            f"{key}: no current statement or claim has this name; `armstrail show {key}` tells its history"
        )
    span, suppliers, recipients = _tied(table, json.loads(row.record))
    made = Judgement(
        record=key,
        document=row.key,
        decision=decision,
        reviewer=reviewer,
        made=now(),
        span=span,
        words=(row.title if span.place == "title" else row.text)[span.start : span.end],
        suppliers=tuple(suppliers),
        recipients=tuple(recipients),
        changes=changes,
        note=note,
    )
    number = (db.scalar(select(func.max(judgements.c.id))) or 0) + 1
    db.execute(judgements.insert(), {"id": number, "document_id": row.document_id, **_row(table.name, made)})
    renew(db, [row.document_id])
    return made


def renew(db: Connection, numbers: Collection[int]) -> None:
    """Note how the current records of some documents are reviewed: decisions were made, or a reading is new."""
    changes = Changes()
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _AT_ONCE):
        judged = select(judgements.c.document_id).distinct()
        some = judgements.c.document_id.in_(wanted[start : start + _AT_ONCE])
        for document in db.scalars(judged.where(some)).all():
            held = _reviews(standing(db, document))
            for table in (claims, statements):
                asked = select(table.c.id, table.c.key).join(faces, faces.c.reading_id == table.c.reading_id)
                for row in db.execute(asked.where(table.c.document_id == document)):
                    changes.value(table.name, REVIEW, row.id, held.get(row.key, UNREVIEWED))
    changes.write(db)


def enter_all(db: Connection) -> None:
    """Write how all records are reviewed, their confidence and certainty, in a ledger from before that was written."""
    for table in (claims, statements):
        certain = [table.c.certainty] if table is claims else []
        asked = select(table.c.id, table.c.confidence, *certain)
        asked = asked.join(faces, faces.c.reading_id == table.c.reading_id)
        last = db.scalar(select(func.max(table.c.id))) or 0
        for start in range(0, last + 1, _ENTERED_AT_ONCE):
            changes = Changes()
            here = table.c.id.between(start, start + _ENTERED_AT_ONCE - 1)
            for row in db.execute(asked.where(here)):
                changes.value(table.name, REVIEW, row.id, UNREVIEWED)
                changes.count(table.name, row.id, **{CONFIDENCE: permille(row.confidence)})
                if table is claims:
                    changes.value(table.name, "certainty", row.id, row.certainty)
            changes.write(db)
    renew(db, list(db.scalars(select(judgements.c.document_id).distinct())))


def _reviews(standings: Iterable[Standing]) -> dict[str, str]:
    """How records are reviewed, by their names: as all who decided on one did; disputed, where they differ."""
    decided: dict[str, list[tuple[Decision, object]]] = defaultdict(list)
    for one in standings:
        if one.record and one.holds:
            decided[one.record].append((one.judgement.decision, one.judgement.changes))
    return {
        record: some[0][0] if all(other == some[0] for other in some) else "disputed"
        for record, some in decided.items()
    }


def must_be_told(reviewer: str, note: str) -> None:
    """Raises AskedError where the name of who decides has no letter or digit, or the note a character that is none."""
    if not any(map(str.isalnum, reviewer)):
        raise AskedError("a decision needs the name of who decides")
    if "\0" in note:
        raise AskedError("a note cannot hold the null character")


def standing(db: Connection, document: int | None = None) -> list[Standing]:
    """All judgements, or those on one document, in the order they were made, with how they stand now."""
    return _standing(db, None if document is None else judgements.c.document_id == document)


def standing_on(db: Connection, keys: Sequence[str]) -> list[Standing]:
    """The judgements on documents of some keys, likewise."""
    return _standing(db, documents.c.key.in_(keys))


def _standing(db: Connection, which: ColumnElement[bool] | None) -> list[Standing]:
    asked = select(judgements, documents.c.key.label("document")).join(
        documents, documents.c.id == judgements.c.document_id
    )
    if which is not None:
        asked = asked.where(which)
    rows = db.execute(asked.order_by(judgements.c.id)).all()
    current = {number: _current(db, number) for number in {row.document_id for row in rows}}
    made = [(_judgement(row), _holder(row, current[row.document_id])) for row in rows]
    last = {(j.reviewer, record or j.record): index for index, (j, record) in enumerate(made)}
    return [
        Standing(judgement, record, superseded=last[judgement.reviewer, record or judgement.record] != index)
        for index, (judgement, record) in enumerate(made)
    ]


@dataclass(frozen=True, slots=True)
class _Tied:
    """A current record, and what judgements are tied to."""

    key: str
    kind: str
    span: Span
    suppliers: list[str]
    recipients: list[str]


def _current(db: Connection, document: int) -> list[_Tied]:
    found = []
    for table in (claims, statements):
        asked = (
            select(table.c.key, table.c.record)
            .join(faces, faces.c.reading_id == table.c.reading_id)
            .where(table.c.document_id == document)
            .order_by(table.c.id)
        )
        found += [
            _Tied(row.key, table.name, *_tied(table, json.loads(row.record))) for row in db.execute(asked)
        ]
    return found


def _holder(row: Any, current: Iterable[_Tied]) -> str | None:  # noqa: ANN401 - a row of judgements
    """The current record that a judgement holds for."""
    best, most = None, 0
    span = Span(row.start, row.end, row.place)
    for tied in current:
        if tied.key == row.record:
            return tied.key
        dyads_agree = (tied.suppliers, tied.recipients) == (
            json.loads(row.suppliers),
            json.loads(row.recipients),
        )
        shared = (
            min(tied.span.end, span.end) - max(tied.span.start, span.start) if tied.span.overlaps(span) else 0
        )
        longer = max(span.end - span.start, tied.span.end - tied.span.start)
        if tied.kind == row.kind and dyads_agree and shared > most and 2 * shared > longer:
            best, most = tied.key, shared
    return best


def _tied(table: Table, record: dict[str, Any]) -> tuple[Span, list[str], list[str]]:
    """The words and the dyad of a record: the evidence of a claim, the content of a statement."""
    if table is claims:
        claim: Claim = claim_of(record)
        return claim.span, *dyad(claim)
    statement: Statement = statement_of(record)
    pieces = statement.content or statement.cue or statement.source
    place = pieces[0].place
    here = [span for span in pieces if span.place == place]
    return Span(min(s.start for s in here), max(s.end for s in here), place), [], []


def _row(kind: str, made: Judgement) -> dict[str, object]:
    return {
        "name": made.decision,
        "reviewer": made.reviewer,
        "made": made.made,
        "kind": kind,
        "record": made.record,
        "place": made.span.place,
        "start": made.span.start,
        "end": made.span.end,
        "words": made.words,
        "suppliers": json.dumps(made.suppliers),
        "recipients": json.dumps(made.recipients),
        "changes": None if made.changes is None else json.dumps(made.changes, ensure_ascii=False),
        "note": made.note,
    }


def _judgement(row: Any) -> Judgement:  # noqa: ANN401 - a row
    return Judgement(
        record=row.record,
        document=row.document,
        decision=cast("Decision", row.name),
        reviewer=row.reviewer,
        made=row.made,
        span=Span(row.start, row.end, row.place),
        words=row.words,
        suppliers=tuple(json.loads(row.suppliers)),
        recipients=tuple(json.loads(row.recipients)),
        changes=json.loads(row.changes) if row.changes else None,
        note=row.note,
    )
