"""The audit log: who did what, when, from where. Only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import func, select

from armstrail.ledger.schema import audit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row

Act = Literal[
    "sign-in",
    "failed sign-in",
    "refused sign-in",
    "sign-out",
    "judgement",
    "merge",
    "split",
    "user added",
    "role",
    "password",
    "disabled",
    "enabled",
    "token made",
    "token revoked",
]

_LONGEST = 200
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and from which address; "" where that is not known."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line of the log: when (ISO 8601 in UTC; "" is now), who, from which address, did what, on which record (its
    name, a user's name, a token's id), with which outcome.
    """

    what: Act
    who: str = ""
    address: str = ""
    record: str = ""
    outcome: str = ""
    made: str = ""


def note(db: Connection, entry: AuditEntry, made: str) -> None:
    """Add a line; words of others are cut to one line of 200 characters."""
    row = {
        "id": size(db) + 1,
        "made": entry.made or made,
        "who": _line(entry.who),
        "address": _line(entry.address),
        "what": entry.what,
        "record": _line(entry.record),
        "outcome": _line(entry.outcome),
    }
    db.execute(audit.insert(), row)


def size(db: Connection) -> int:
    """How many lines there are: they are numbered from 1, and none is ever deleted."""
    return db.scalar(select(func.max(audit.c.id))) or 0


def audited(db: Connection, start: int, some: int) -> list[AuditEntry]:
    """Some lines, the newest first, but for so many of the newest."""
    asked = select(audit).where(audit.c.id <= size(db) - start).order_by(audit.c.id.desc()).limit(some)
    return [_entry(row) for row in db.execute(asked)]


def all_entries(db: Connection) -> Iterator[AuditEntry]:
    """All lines, the newest first, a few at a time."""
    asked = select(audit).order_by(audit.c.id.desc()).execution_options(yield_per=_AT_ONCE)
    return map(_entry, db.execute(asked))


def is_told(db: Connection, entry: AuditEntry, since: str) -> bool:
    """Whether the same was noted, of the same person and address, after a time."""
    asked = select(audit.c.id).where(
        audit.c.address == _line(entry.address),
        audit.c.what == entry.what,
        audit.c.made > since,
        audit.c.who == _line(entry.who),
    )
    return db.scalar(asked.limit(1)) is not None


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(cast("Act", row.what), row.who, row.address, row.record, row.outcome, row.made)


def _line(words: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in words[:_LONGEST])
