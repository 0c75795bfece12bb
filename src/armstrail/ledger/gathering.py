"""Deals in the ledger: kept up to date with every reading and every decision, and read back.

The strands of each claim are kept with the deal they stand in. A new text is compared within the blocks of its dyads
and goods alone; what comes later than all of a block is taken in without going over the rest.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, select, update

from armstrail.deals import Decided, Gathering, Placed, Told, block, deal, order, said, strand_key, strands
from armstrail.deals.kinds import rules
from armstrail.errors import AskedError, UnknownNameError
from armstrail.ledger import cached, deal_columns, messages, schema
from armstrail.ledger import judgements as decided_on
from armstrail.ledger.columns import ORIGIN, Values
from armstrail.ledger.deal_columns import Places
from armstrail.ledger.entries import Entry, claim_entries
from armstrail.ledger.naming import names
from armstrail.ledger.portions import portions, rows_of
from armstrail.ledger.schema import claims, documents, faces, joins, judgements, now, readings
from armstrail.model import Claim, Deal, Strand
from armstrail.records import claim_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection

_LITTLE = 1_000
_KEPT_FIELDS = [field.name for field in fields(Strand)][
    :-2
]  # the key is kept beside, the reason follows from `why`
_ORIGIN_PLACE = _KEPT_FIELDS.index("origin")


def await_gathering(db: Connection, numbers: Collection[int]) -> None:
    """Note documents that are to be gathered: what they hold has changed, or what was decided of it."""
    table = schema.awaiting
    noted = {row.document_id for row in rows_of(db, select(table), table.c.document_id, numbers)}
    if rows := [{"document_id": number} for number in sorted(set(numbers) - noted)]:
        db.execute(table.insert(), rows)


def awaiting(db: Connection) -> int:
    """How many documents are to be gathered: all, where they were gathered by other rules."""
    table = schema.awaiting if _by_these_rules(db) else faces
    return db.scalar(select(func.count()).select_from(table)) or 0


def awaited(db: Connection) -> list[int] | None:
    """The numbers of the documents that are noted; None where all are to be gathered, by other rules than before."""
    return list(db.scalars(select(schema.awaiting.c.document_id))) if _by_these_rules(db) else None


def gather_awaited(db: Connection, numbers: Collection[int] | None = None) -> None:
    """Gather the documents that were noted, or those of some numbers among them; all documents, where they were
    gathered by other rules.
    """
    table = schema.awaiting
    if not _by_these_rules(db):
        regather(db)
        db.execute(delete(table))
        return
    noted = set(db.scalars(select(table.c.document_id)))
    if wanted := noted if numbers is None else noted.intersection(numbers):
        gather(db, wanted)
        messages.gather(db, wanted)
        for some in portions(sorted(wanted)):
            db.execute(delete(table).where(table.c.document_id.in_(some)))


def little_awaited(db: Connection, most: int) -> bool:
    """Whether some documents are noted, no more than so many, and they stand among so few strands that to gather them
    takes less than a second.
    """
    numbers = awaited(db) if 0 < awaiting(db) <= most else None
    if not numbers:
        return False
    return cached.answer(db, ("strands beside", tuple(numbers)), lambda: _beside(db, numbers)) <= _LITTLE


def _beside(db: Connection, numbers: Collection[int]) -> int:
    """How many strands stand in the blocks that some documents stand in now, or will."""
    table = schema.strands
    blocks = {row.block for row in rows_of(db, select(table.c.block), table.c.document_id, numbers)}
    blocks |= {block(strand) for strand, _, _ in _strands_of(db, numbers)}
    asked = select(func.count()).select_from(table)
    return sum(db.scalar(asked.where(table.c.block.in_(some))) or 0 for some in portions(sorted(blocks)))


def _by_these_rules(db: Connection) -> bool:
    return db.scalar(select(schema.gathered.c.rules)) == _rules()


@cache
def _rules() -> str:
    """A name for the rules by which deals and messages are made, and for the shape in which strands are kept."""
    told = json.dumps([rules(), messages.rules(), _KEPT_FIELDS], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def regather(db: Connection) -> None:
    """Gather everything anew."""
    db.execute(delete(schema.strands))
    deal_columns.clear(db)
    gather(db, list(db.scalars(select(faces.c.id))))
    messages.regather(db)
    db.execute(delete(schema.gathered))
    db.execute(schema.gathered.insert(), {"rules": _rules()})


def gather(db: Connection, numbers: Collection[int]) -> None:
    """Gather anew what documents hold: their claims have changed, or what was decided of them."""
    table, decisions, places = schema.strands, _Decisions(db), Places(db)
    former = _forget(db, places, numbers)
    changed = {row.block for row in former}
    blocks, groups = set(changed), decisions.groups(row.key for row in former)
    for some in portions(sorted(numbers)):
        rows = [
            _row(_Held(strand_key(strand), strand, claim, document), block(strand))
            for strand, claim, document in _strands_of(db, some)
        ]
        if rows:
            db.execute(table.insert(), rows)
            blocks |= {row["block"] for row in rows}
            groups |= decisions.groups(row["key"] for row in rows)
    to, left = decisions.move(db, places, groups)
    changed |= left
    blocks |= to | left
    for some in portions(sorted(blocks)):
        held: dict[str, list[_Held]] = defaultdict(list)
        for row in db.execute(select(table).where(table.c.block.in_(some))):
            held[row.block].append(_held(row))
        sheet = _Sheet()
        for name, strands_of in held.items():
            sheet.block(strands_of, decisions.decided, replay=name in changed)
        sheet.write(db, places)
    places.write()


def _forget(db: Connection, places: Places, numbers: Collection[int]) -> list[Any]:
    """Delete the strands of documents and their deals; gives their rows."""
    table = schema.strands
    asked = select(table.c.key, table.c.claim_id, table.c.block, table.c.deal)
    former = rows_of(db, asked, table.c.document_id, numbers)
    if former:
        for some in portions(sorted(numbers)):
            db.execute(delete(table).where(table.c.document_id.in_(some)))
        places.unmake(row.deal for row in former)
        places.move(row.claim_id for row in former)
    return former


@dataclass(frozen=True, slots=True)
class _Held:
    """A strand with the numbers of its claim and document, and the deal it stands in, "" where it is new."""

    key: str
    strand: Strand
    claim: int
    document: int
    deal: str = ""
    why: tuple[str, ...] = ()


class _Sheet:
    """What gathering some blocks changes: strands in other deals than before, and the deals concerned."""

    def __init__(self) -> None:
        self._changed: list[dict[str, str]] = []
        self._claims: set[int] = set()
        self._deals: set[str] = set()
        self._placed: dict[str, list[Placed]] = {}

    def block(self, held: list[_Held], decided: Decided, *, replay: bool) -> None:
        """Gather a block. What stands before the first new strand stays where it is, but for a `replay`."""
        held.sort(key=lambda one: order(one.strand))
        gathering, fixed = Gathering(decided), not replay
        by_deal: dict[str, list[Placed]] = defaultdict(list)
        touched = {one.deal for one in held} if replay else set()
        for one in held:
            fixed = fixed and bool(one.deal)
            placed = Placed(one.key, one.strand, one.deal, one.why)
            if fixed:
                gathering.restore(placed)
            else:
                placed = gathering.place(one.strand)
                if (one.deal, one.why) != (placed.deal, placed.why):
                    self._changed.append({"of": one.key, "to": placed.deal, "for": " ".join(placed.why)})
                    self._claims.add(one.claim)
                    touched |= {one.deal, placed.deal}
            by_deal[placed.deal].append(placed)
        self._deals |= touched
        self._placed |= {key: by_deal[key] for key in touched if key in by_deal}

    def write(self, db: Connection, places: Places) -> None:
        """Write it."""
        if self._changed:
            table = schema.strands
            changing = update(table).where(table.c.key == bindparam("of"))
            db.execute(changing.values(deal=bindparam("to"), why=bindparam("for")), self._changed)
        places.move(self._claims)
        places.unmake(self._deals)
        places.make([_deal_row(key, placed) for key, placed in self._placed.items()])


def _row(one: _Held, name: str) -> dict[str, Any]:
    return {
        "key": one.key,
        "claim_id": one.claim,
        "document_id": one.document,
        "block": name,
        "deal": one.deal,
        "why": " ".join(one.why),
        "record": json.dumps([getattr(one.strand, name) for name in _KEPT_FIELDS], ensure_ascii=False),
    }


def _held(row: Any) -> _Held:  # noqa: ANN401 - a row
    strand = Strand(*[*json.loads(row.record), row.key])
    return _Held(row.key, strand, row.claim_id, row.document_id, row.deal, tuple(row.why.split()))


def _deal_row(key: str, placed: Sequence[Placed]) -> dict[str, Any]:
    made = deal(key, [one.strand for one in placed])
    return {
        "key": key,
        "supplier": made.supplier,
        "recipient": made.recipient,
        "category": made.category,
        "designation": made.designation,
        "claims": len({strand.claim for strand in made.strands}),
        "last": max((strand.published for strand in made.strands if strand.published), default=None),
    }


# ------------------------------------------------------------------ claims, and what was decided of them


def _strands_of(
    db: Connection, numbers: Collection[int], *, through: bool = True
) -> Iterator[tuple[Strand, int, int]]:
    """The strands of the current claims of documents, with the numbers of claim and document, under the names that they
    have through all readings; unless `through`, under those of the current one alone.
    """
    edits = _edits(db, numbers)
    for number, by_reading in _readings(db, numbers, former=through).items():
        rows = by_reading.pop(max(by_reading))
        if not rows:
            continue
        ids = {row.key: row.id for row in rows}
        read = _told(rows)
        told = []
        for row, one in zip(rows, read, strict=True):
            change = edits.get(row.key, {})
            if change:
                told.append(replace(one, claim=claim_of(json.loads(row.record) | change)))
            elif change is not None:
                told.append(one)
        document = rows[0].document
        made: Iterable[Strand] = strands(document, rows[0].published, told, read if told != read else ())
        if by_reading:
            before = (_told(by_reading[reading]) for reading in sorted(by_reading))
            made = names(document, (*before, read)).given(made)
        for strand in made:
            yield strand, ids[strand.claim], number


def _told(rows: Sequence[Any]) -> list[Told]:
    return [Told(row.key, claim_of(json.loads(row.record)), row.document) for row in rows]


def _readings(db: Connection, numbers: Collection[int], *, former: bool) -> dict[int, dict[int, list[Any]]]:
    """The claims of the current reading of documents, and of those `former` that have any: by document and reading, in
    their order. The current one is the last.
    """
    asked = (
        select(claims.c.id, claims.c.key, claims.c.document_id, claims.c.reading_id, claims.c.record)
        .add_columns(
            documents.c.key.label("document"), faces.c.published, faces.c.reading_id.label("current")
        )
        .join(faces, faces.c.id == claims.c.document_id)
        .join(documents, documents.c.id == claims.c.document_id)
        .where(
            claims.c.reading_id <= faces.c.reading_id if former else claims.c.reading_id == faces.c.reading_id
        )
    )
    found: dict[int, dict[int, list[Any]]] = {}
    for row in sorted(rows_of(db, asked, claims.c.document_id, numbers), key=lambda row: row.id):
        by_reading = found.setdefault(row.document_id, {row.current: []})
        by_reading.setdefault(row.reading_id, []).append(row)
    return found


def _edits(db: Connection, numbers: Collection[int]) -> dict[str, dict[str, Any] | None]:
    """What reviewers changed of claims, by name; None where all who decided on a claim reject it."""
    judged = rows_of(db, select(judgements.c.document_id).distinct(), judgements.c.document_id, numbers)
    found: dict[str, dict[str, Any] | None] = {}
    for (number,) in judged:
        by_record = defaultdict(list)
        for standing in decided_on.standing(db, number):
            if standing.record and standing.holds:
                by_record[standing.record].append(standing.judgement)
        for record, some in by_record.items():
            if all(judgement.decision == "rejected" for judgement in some):
                found[record] = None
            elif edited := [j.changes for j in some if j.decision == "edited" and j.changes]:
                found[record] = edited[-1]
    return found


class _Decisions:
    """What reviewers decided of deals: groups of strands that stand together, and which of these do not.

    A group is whole and apart from others whichever of its strands are there.
    """

    def __init__(self, db: Connection) -> None:
        self._group: dict[str, int] = {}
        self._members: dict[int, dict[str, None]] = {}  # the strand that others were joined to first
        self._apart: dict[int, set[int]] = defaultdict(set)
        self._numbers = count()
        for row in db.execute(select(joins).order_by(joins.c.id)):
            one, other = (
                self._group[key] if key in self._group else self._new(key) for key in (row.one, row.other)
            )
            if row.name == "together":
                self._join(one, other)
            else:
                self._part(row.one, one, other)
        self.decided = Decided(self._group, self._apart)

    def _new(self, key: str) -> int:
        """A group of a strand alone."""
        self._group[key] = number = next(self._numbers)
        self._members[number] = {key: None}
        return number

    def _join(self, one: int, other: int) -> None:
        """All of one group stand with another from now on."""
        if one == other:
            return
        for group in self._apart.pop(one, ()):
            self._apart[group].remove(one)
            self._keep_apart(group, other)
        joined = self._members.pop(one)
        self._members[other] |= joined
        self._group |= dict.fromkeys(joined, other)

    def _part(self, key: str, one: int, other: int) -> None:
        """A strand stands with another no longer: it leaves the group of both, or their groups are kept apart."""
        if one == other:
            del self._members[other][key]
            one = self._new(key)
            for group in self._apart[other]:
                self._keep_apart(one, group)
        self._keep_apart(one, other)

    def _keep_apart(self, one: int, other: int) -> None:
        if one != other:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def groups(self, keys: Iterable[str]) -> set[int]:
        """The groups that some strands stand in."""
        return {self._group[key] for key in keys if key in self._group}

    def move(self, db: Connection, places: Places, groups: Collection[int]) -> tuple[set[str], set[str]]:
        """Set the block of the strands of each of these groups to that of its first; gives the blocks that some came
        to, and those that some left, which are to be gone over from the beginning.
        """
        table = schema.strands
        keys = [key for group in groups for key in self._members[group]]
        held = {row.key: row for row in rows_of(db, select(table), table.c.key, keys)}
        to: dict[str, str] = {}
        for group in groups:
            there = [key for key in self._members[group] if key in held]
            to |= dict.fromkeys(there, block(_held(held[there[0]]).strand) if there else "")
        moving = [row for row in held.values() if row.block != to[row.key]]
        if moving:
            changing = update(table).where(table.c.key == bindparam("of"))
            db.execute(
                changing.values(block=bindparam("to"), deal=""),
                [{"of": row.key, "to": to[row.key]} for row in moving],
            )
        left = [row for row in moving if row.deal]
        places.unmake(row.deal for row in left)
        return {to[row.key] for row in moving}, {row.block for row in left}


def merge(db: Connection, one: str, other: str, reviewer: str, note: str = "") -> str:
    """Decide that two deals are one; gives its key. Raises UnknownNameError where there is no such deal."""
    first, second = _of_deal(db, one), _of_deal(db, other)
    if first == second:
        raise AskedError(f"{one} and {other} are one deal already")
    pairs = [("together", row.key, first[0].key) for row in (*first[1:], *second)]
    return _decide(db, pairs, reviewer, note, [*first, *second])


def split(db: Connection, key: str, names: Collection[str], reviewer: str, note: str = "") -> str:
    """Decide that some claims or strands of a deal are another deal; gives its key.

    `names` are their names or the beginnings of these. Raises AskedError where the deal lacks one, or has no others,
    or where there is no reviewer.
    """
    held = _of_deal(db, key)
    claim_keys = {row.key: _held(row).strand.claim for row in held}
    there = sorted({*claim_keys, *claim_keys.values()})
    wanted = {_whole(key, name, there) for name in names}
    going = [row for row in held if row.key in wanted or claim_keys[row.key] in wanted]
    staying = [row for row in held if row.key not in wanted and claim_keys[row.key] not in wanted]
    if not going or not staying:
        what = "none of these claims" if not going else "no other claims"
        raise AskedError(f"{key}: has {what}; `armstrail deals {key}` lists those it has")
    pairs = [("together", row.key, staying[0].key) for row in staying[1:]]
    pairs.append(("apart", going[0].key, staying[0].key))
    for row in going[1:]:  # each joins the first at once, so that there are never more than two groups
        pairs += [("apart", row.key, staying[0].key), ("together", row.key, going[0].key)]
    return _decide(db, pairs, reviewer, note, held, going[0].key)


def _whole(key: str, name: str, there: Sequence[str]) -> str:
    """The name of a deal's claim or strand that begins so; `there` are sorted."""
    first = bisect_left(there, name)
    found = [one for one in there[first : first + 2] if one.startswith(name)]
    if len(found) == 1:
        return found[0]
    what = "no claim" if not found else "more than one claim whose name begins with"
    raise AskedError(f"{key}: has {what} {name!r}; `armstrail deals {key}` lists those it has")


def _of_deal(db: Connection, key: str) -> list[Any]:
    """The rows of a deal, in their order; that of the strand of this name, where the deal has another name by now."""
    table = schema.strands
    now_in = db.scalar(select(table.c.deal).where(table.c.key == key))
    rows = db.execute(select(table).where(table.c.deal == (now_in or key))).all()
    if not rows:
        raise UnknownNameError(f"{key}: no deal has this name; `armstrail deals` lists them")
    return sorted(rows, key=lambda row: order(_held(row).strand))


def _decide(
    db: Connection,
    pairs: Sequence[tuple[str, str, str]],
    reviewer: str,
    note: str,
    rows: Sequence[Any],
    wanted: str | None = None,
) -> str:
    decided_on.must_be_told(reviewer, note)
    _keep(db, pairs, reviewer, note)
    gather(db, {row.document_id for row in rows})
    asked = select(schema.strands.c.deal).where(schema.strands.c.key == (wanted or rows[0].key))
    return db.scalar(asked) or ""


def _keep(db: Connection, pairs: Sequence[tuple[str, str, str]], reviewer: str, note: str) -> None:
    number = (db.scalar(select(func.max(joins.c.id))) or 0) + 1
    made = now()
    db.execute(
        joins.insert(),
        [
            {
                "id": number + n,
                "name": name,
                "reviewer": reviewer,
                "made": made,
                "one": one,
                "other": other,
                "note": note,
            }
            for n, (name, one, other) in enumerate(pairs)
        ],
    )


def keep_names(db: Connection) -> None:
    """In a ledger from before strands kept their names: what was decided of a strand under the name that a correction
    gave it is decided of it under its first.
    """
    last = {
        key: row for row in db.execute(select(joins).order_by(joins.c.id)) for key in (row.one, row.other)
    }
    numbers = set(db.scalars(select(judgements.c.document_id).distinct())) if last else set()
    for strand, _, _ in _strands_of(db, sorted(numbers), through=False):
        later = strand_key(replace(strand, key=None))
        if later in last and later != strand_key(strand):
            decision = last[later]
            _keep(db, [("together", strand_key(strand), later)], decision.reviewer, decision.note)
    await_gathering(db, numbers)


def follow_names(db: Connection) -> None:
    """In a ledger from before names were kept through readings: what was decided of a strand under the name that the
    current reading gave it is decided of it under the one it keeps.
    """
    asked = select(claims.c.document_id).join(faces, faces.c.id == claims.c.document_id)
    numbers = db.scalars(asked.where(claims.c.reading_id < faces.c.reading_id).distinct()).all()
    last = {
        key: row for row in db.execute(select(joins).order_by(joins.c.id)) for key in (row.one, row.other)
    }
    renamed = set()
    for some in portions(sorted(numbers)):
        for number, by_reading in _readings(db, some, former=True).items():
            current = max(by_reading)
            made = db.scalar(select(readings.c.made).where(readings.c.id == current)) or ""
            rows = [by_reading[reading] for reading in sorted(by_reading)]
            kept = names(rows[0][0].document, map(_told, rows)).kept
            for own, name in kept.items():
                if own == name:
                    continue
                renamed.add(number)
                decision = last.get(own)
                if decision and decision.made >= made and own not in kept.values():
                    _keep(db, [("together", name, own)], decision.reviewer, decision.note)
    await_gathering(db, renamed)


# ------------------------------------------------------------------ reading back


def deal_keys(
    db: Connection,
    *,
    supplier: Sequence[str] = (),
    recipient: Sequence[str] = (),
    category: Sequence[str] = (),
    least: int = 1,
) -> list[str]:
    """The keys of deals between some parties, of some goods, of at least so many claims; those last told of first."""
    table = schema.deals
    asked = select(table.c.key).where(table.c.claims >= least)
    for column, wanted in (
        (table.c.supplier, supplier),
        (table.c.recipient, recipient),
        (table.c.category, category),
    ):
        if wanted:
            asked = asked.where(column.in_(wanted))
    return list(db.scalars(asked.order_by(func.coalesce(table.c.last, "").desc(), table.c.key)))


def deal_entries(db: Connection, keys: Sequence[str], *, origins: bool = True) -> Iterator[Deal]:
    """The deals of some keys, in that order, each read from the database when it is asked for. Without `origins` a
    strand has its own document for its origin, which takes less time.
    """
    first = Values(db, "claims", ORIGIN) if origins else None
    for some in portions(keys):
        for made, _ in _deals(db, some, first):
            yield made


def sourced_entries(db: Connection, keys: Sequence[str]) -> Iterator[tuple[Deal, list[Entry[Claim]]]]:
    """The same, each with its claims in the order of its strands."""
    first = Values(db, "claims", ORIGIN)
    for some in portions(keys):
        found = list(_deals(db, some, first))
        numbers = sorted({number for _, claims_of in found for number in claims_of})
        held = {entry.key: entry for entry in claim_entries(db, numbers)}
        for made, _ in found:
            yield made, [held[key] for key in dict.fromkeys(strand.claim for strand in made.strands)]


def deals_of_claim(db: Connection, key: str) -> list[Deal]:
    """The deals that the claim of a name stands in."""
    table = schema.strands
    asked = select(table.c.deal).join(claims, claims.c.id == table.c.claim_id).where(claims.c.key == key)
    return list(deal_entries(db, sorted(set(db.scalars(asked))), origins=False))


def deal_of(db: Connection, name: str) -> Deal:
    """The deal of a name; see `deal_key`."""
    return next(deal_entries(db, [deal_key(db, name)]))


def deal_key(db: Connection, name: str) -> str:
    """The key of the deal of a key or its beginning, or of the one that the strand of that key stands in now: a deal
    keeps all names it ever had. Raises UnknownNameError where there is none, or more than one.
    """
    table = schema.strands
    found = list(db.scalars(select(table.c.deal).distinct().where(_begins(table.c.deal, name)).limit(2)))
    if not found:
        found = list(db.scalars(select(table.c.deal).distinct().where(_begins(table.c.key, name)).limit(2)))
    if not found:
        raise UnknownNameError(f"{name}: no deal has this name; `armstrail deals` lists them")
    if len(found) > 1:
        raise UnknownNameError(f"{name}: more than one deal has a name that begins so; give more of it")
    key: str = found[0]
    return key


def _begins(column: Column[str], name: str) -> Any:  # noqa: ANN401 - a condition
    return and_(column >= name, column < name + "~")


def _deals(db: Connection, keys: Sequence[str], first: Values | None) -> Iterator[tuple[Deal, list[int]]]:
    """Deals with the numbers of their claims; `first` tells which documents have their words first."""
    table = schema.strands
    rows = db.execute(select(table).where(table.c.deal.in_(keys))).all()
    origins = first.of([row.claim_id for row in rows]) if first else [""] * len(rows)
    by_deal: dict[str, list[Strand]] = defaultdict(list)
    numbers: dict[str, list[int]] = defaultdict(list)
    for row, origin in zip(rows, origins, strict=True):
        kept = json.loads(row.record)
        kept[_ORIGIN_PLACE] = origin or kept[_ORIGIN_PLACE]
        kept += (row.key, said(tuple(row.why.split())))
        by_deal[row.deal].append(Strand(*kept))
        numbers[row.deal].append(row.claim_id)
    for key in keys:
        yield deal(key, sorted(by_deal[key], key=order)), numbers[key]
