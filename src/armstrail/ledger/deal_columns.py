"""What deals are found by, as columns; and the deals that each claim stands in.

The columns of the kind "deals" have its "supplier", "recipient" and "category", the "day" it was last told of, how
many "claims" it has, and as "rank" where its name stands among all names there can be. Its place there is the code of
its name in the column "deal" of claims, so that deals are found by their claims, too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from armstrail.ledger import columns
from armstrail.ledger.schema import claims, deals, strands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

KIND, DEAL = deals.name, "deal"
DIMENSIONS = ("supplier", "recipient", "category")
RANK = "rank"

RANKS = 1 << 31
"""How many ranks there are."""

_AT_ONCE = 400
_MANY = 1 << 16


class Places:
    """What one gathering changes of deals, and of which claims stand in them."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._made: dict[str, dict[str, Any]] = {}
        self._gone: set[str] = set()
        self._claims: set[int] = set()

    def unmake(self, keys: Iterable[str]) -> None:
        """Delete the deals of some keys."""
        wanted = sorted(set(keys) - {""})
        for start in range(0, len(wanted), _AT_ONCE):
            self._db.execute(delete(deals).where(deals.c.key.in_(wanted[start : start + _AT_ONCE])))
        self._gone.update(wanted)
        for key in wanted:
            self._made.pop(key, None)

    def make(self, rows: Sequence[dict[str, Any]]) -> None:
        """Insert deals."""
        if rows:
            self._db.execute(deals.insert(), rows)
        self._made |= {row["key"]: row for row in rows}
        if len(self._made) > _MANY:
            self._write_deals()

    def move(self, numbers: Iterable[int]) -> None:
        """Some claims stand in other deals than before."""
        self._claims.update(numbers)

    def write(self) -> None:
        """Write the columns."""
        self._write_deals()
        moved = sorted(self._claims)
        for start in range(0, len(moved), _MANY):
            some = moved[start : start + _MANY]
            parts = (some[at : at + _AT_ONCE] for at in range(0, len(some), _AT_ONCE))
            _enter_claims(self._db, some, [strands.c.claim_id.in_(part) for part in parts])
        self._claims = set()

    def _write_deals(self) -> None:
        _enter_deals(self._db, self._made, self._gone)
        self._made, self._gone = {}, set()


def clear(db: Connection) -> None:
    """Delete all deals."""
    db.execute(delete(deals))
    columns.clear(db, KIND)


def enter_all(db: Connection) -> None:
    """Write all these columns, in a ledger from before there were any."""
    if columns.column(db, KIND, columns.CURRENT).any():
        return
    asked, key = select(deals).order_by(deals.c.key).limit(_MANY), ""
    while rows := [dict(row) for row in db.execute(asked.where(deals.c.key > key)).mappings()]:
        _enter_deals(db, {row["key"]: row for row in rows}, ())
        key = rows[-1]["key"]
    last = db.scalar(select(func.max(strands.c.claim_id))) or 0
    for start in range(0, last + 1, _MANY):
        _enter_claims(db, (), [strands.c.claim_id.between(start, start + _MANY - 1)])


def _enter_deals(db: Connection, made: Mapping[str, Mapping[str, Any]], gone: Collection[str]) -> None:
    """Write which deals there are, and which are no longer, by their names."""
    places = columns.coded(db, claims.name, DEAL, made.keys() | gone)
    changes = columns.Changes()
    for key in gone:
        changes.leave(KIND, places[key])
    for key, row in made.items():
        changes.enter(KIND, places[key], {name: row[name] for name in DIMENSIONS}, row["last"])
        changes.count(KIND, places[key], **{columns.CLAIMS: row["claims"], RANK: _rank(key)})
    changes.write(db)


def _enter_claims(db: Connection, numbers: Sequence[int], which: Iterable[ColumnElement[bool]]) -> None:
    """Write which deals some claims stand in: those of some numbers, and those of some strands."""
    held: dict[int, set[str]] = defaultdict(set, {number: set() for number in numbers})
    for some in which:
        for row in db.execute(select(strands.c.claim_id, strands.c.deal).where(some)):
            held[row.claim_id].add(row.deal)
    changes = columns.Changes()
    for number, keys in held.items():
        changes.value(claims.name, DEAL, number, columns.SEPARATOR.join(sorted(keys)))
    changes.write(db)


def _rank(key: str) -> int:
    """The place of a name among all there can be: a name is a letter and hexadecimal digits."""
    return int(key[1:9], 16) >> 1
