"""What reviewers decided: appended, never overwritten, and followed through new readings.

A judgement holds for the record it was made on. In a newer reading it holds for the one of the same dyad whose evidence
shares most of its words; among several of one dyad in a sentence, for the one of the same goods and stage, whatever its
name. Where there is none, it is orphaned: shown, not dropped.
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
from armstrail.ledger.schema import (
    claims,
    documents,
    faces,
    judgements,
    now,
    readings,
    sightings,
    statements,
)
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
    `superseded` where the same reviewer has decided otherwise since; `reused` where another record has the name now
    that it was made under.
    """

    judgement: Judgement
    record: str | None
    superseded: bool
    reused: bool = False

    @property
    def holds(self) -> bool:
        """Whether its reviewer has neither decided otherwise since nor withdrawn it."""
        return not self.superseded and self.judgement.decision != "withdrawn"

    def concerns(self, key: str) -> bool:
        """Whether it holds for the record of a name, or was made on the one that had this name last."""
        return key == self.record or (key == self.judgement.record and not self.reused)


def judge(
    db: Connection,
    key: str,
    decision: Decision,
    reviewer: str,
    *,
    changes: dict[str, object] | None = None,
    note: str = "",
    undoes: bool = False,
) -> Judgement:
    """Append a decision on the current record of that name; `undoes` where it takes the one before it back.

    Raises UnknownNameError where there is none, AskedError where nobody decides or the note is no text.
    """
    must_be_told(reviewer, note)
    table = claims if key.startswith("c") else statements
    asked = (
        select(table.c.record, table.c.document_id, table.c.reading_id)
        .add_columns(documents.c.key, documents.c.text, sightings.c.title)
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
    tied = _tied(table, key, row.record)
    made = Judgement(
        record=key,
        document=row.key,
        decision=decision,
        reviewer=reviewer,
        made=now(),
        span=tied.span,
        words=(row.title if tied.span.place == "title" else row.text)[tied.span.start : tied.span.end],
        suppliers=tuple(tied.suppliers),
        recipients=tuple(tied.recipients),
        changes=changes,
        note=note,
    )
    number = (db.scalar(select(func.max(judgements.c.id))) or 0) + 1
    place = {"id": number, "document_id": row.document_id, "reading_id": row.reading_id, "undoes": undoes}
    db.execute(judgements.insert(), place | _row(table.name, made))
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
    read = {number: _Read(db, number) for number in {row.document_id for row in rows}}
    made = [(_judgement(row), read[row.document_id].holder(row)) for row in rows]
    about = [(j.reviewer, record, None if record else j.record) for j, record in made]
    last = {one: index for index, one in enumerate(about)}
    return [
        Standing(
            judgement,
            record,
            superseded=last[about[index]] != index,
            reused=record != judgement.record and read[row.document_id].has(judgement.record),
        )
        for index, (row, (judgement, record)) in enumerate(zip(rows, made, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class _Tied:
    """A record, and what judgements are tied to: the evidence of a claim and its dyad, the content of a statement.
    Claims of one sentence and dyad differ in `goods` (where their items stand) and `stage`.
    """

    key: str
    kind: str
    span: Span
    suppliers: list[str]
    recipients: list[str]
    goods: tuple[Span, ...] = ()
    stage: str = ""


def _tied(table: Table, key: str, record: str) -> _Tied:
    if table is claims:
        claim: Claim = claim_of(json.loads(record))
        goods = tuple(item.span for item in claim.items)
        return _Tied(key, table.name, claim.span, *dyad(claim), goods, claim.stage)
    statement: Statement = statement_of(json.loads(record))
    pieces = statement.content or statement.cue or statement.source
    place = pieces[0].place
    here = [span for span in pieces if span.place == place]
    whole = Span(min(s.start for s in here), max(s.end for s in here), place)
    return _Tied(key, table.name, whole, [], [])


class _Read:
    """The readings of a document, of which each is read from the database when it is asked for."""

    def __init__(self, db: Connection, document: int) -> None:
        self._db = db
        self._current = db.scalar(select(faces.c.reading_id).where(faces.c.id == document))
        self._document = document
        self._records: dict[int | None, list[_Tied]] = {}

    def holder(self, row: Any) -> str | None:  # noqa: ANN401 - a row of judgements
        """The current record that a judgement holds for."""
        reading = row.reading_id or self._reading(row)
        if reading == self._current:
            return str(row.record)
        span, dyads = (
            Span(row.start, row.end, row.place),
            (json.loads(row.suppliers), json.loads(row.recipients)),
        )

        def among(number: int | None) -> list[_Tied]:
            return [
                tied
                for tied in self._of(number)
                if (tied.kind, (tied.suppliers, tied.recipients)) == (row.kind, dyads)
                and share(tied.span, span) > 0.5  # most of the words
            ]

        return _followed(row.record, among(reading), among(self._current))

    def has(self, key: str) -> bool:
        """Whether a current record has a name."""
        return any(tied.key == key for tied in self._of(self._current))

    def _reading(self, row: Any) -> int | None:  # noqa: ANN401 - a row of judgements
        """The reading that a judgement was made on, where that was not kept: of those with its record the last made
        before it, else the first.
        """
        table = claims if row.kind == claims.name else statements
        asked = select(readings.c.id, readings.c.made).join(table, table.c.reading_id == readings.c.id)
        of_record = (table.c.document_id == self._document) & (table.c.key == row.record)
        held = self._db.execute(asked.where(of_record).order_by(readings.c.id)).all()
        before = [reading.id for reading in held if reading.made < row.made]
        return before[-1] if before else next((reading.id for reading in held), None)

    def _of(self, reading: int | None) -> list[_Tied]:
        if reading not in self._records:
            self._records[reading] = [
                _tied(table, row.key, row.record)
                for table in (claims, statements)
                for row in self._db.execute(
                    select(table.c.key, table.c.record)
                    .where(table.c.reading_id == reading)
                    .order_by(table.c.id)
                )
            ]
        return self._records[reading]


def _followed(record: str, former: Sequence[_Tied], current: Sequence[_Tied]) -> str | None:
    """The current record that is what a former one was, among those of its words and dyad in either reading: those most
    alike are the same, each but once.
    """
    alone = len(former) <= 1 and len(current) <= 1
    pairs = [(_alike(one, other), one.key, other.key) for one in former for other in current]
    followed: dict[str, str] = {}
    for alike, one, other in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        if (alike >= (1,) or alone) and one not in followed and other not in followed.values():
            followed[one] = other
    return followed.get(record)


def _alike(one: _Tied, other: _Tied) -> tuple[float, ...]:
    """How alike two records of one dyad are; below (1,) where they tell of different goods, or of another stage and no
    goods.
    """
    goods = any(a.overlaps(b) for a in one.goods for b in other.goods)
    if one.goods and other.goods and not goods:
        return (-1,)
    return (goods + (one.stage == other.stage), goods, one.key == other.key, share(one.span, other.span))


def share(one: Span, other: Span) -> float:
    """The share of the longer of two spans that both hold, 0 to 1."""
    shared = min(one.end, other.end) - max(one.start, other.start) if one.overlaps(other) else 0
    return shared / max(one.end - one.start, other.end - other.start, 1)


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
