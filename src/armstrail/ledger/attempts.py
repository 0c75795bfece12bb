"""Attempts to sign in: how many fail, and when there were too many of them.

They are counted for a name from one network, and for a network; never for a name alone, or anybody could lock its
owner out. An attempt counts as failed until its password is found to be right, so that many at once count, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from armstrail.ledger.schema import attempts, time_of
from armstrail.ledger.users import folded

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """How many sign-ins may fail within a `window`: of a name from one network, and of all names from it."""

    per_name: int
    per_network: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt at a moment (UTC): the hash of the name as it was typed, and the network it comes from."""

    name: str
    network: str
    moment: datetime

    @classmethod
    def of(cls, name: str, address: str, moment: datetime) -> Attempt:
        key = folded(name) or name
        return cls(sha256(key.encode("utf-8", "surrogatepass")).hexdigest(), network_of(address), moment)


def network_of(address: str) -> str:
    """What one person can change at will counts as one: of IPv6 the first half."""
    try:
        known = ip_address(address)
    except ValueError:
        return "".join(letter if letter.isprintable() else " " for letter in address[:_LONGEST])
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Network((int(known) >> 64 << 64, 64)))


def wait(db: Connection, attempt: Attempt, limits: Limits) -> int:
    """For how many seconds an attempt is not looked at; 0 where it is."""
    network = attempts.c.network == attempt.network
    return max(
        _wait(db, attempt, limits, limits.per_name, [attempts.c.name == attempt.name, network]),
        _wait(db, attempt, limits, limits.per_network, [network]),
    )


def _wait(
    db: Connection, attempt: Attempt, limits: Limits, most: int, which: list[ColumnElement[bool]]
) -> int:
    """Until the last but `most` of those that count has passed out of the window."""
    asked = (
        select(attempts.c.made)
        .where(*which, attempts.c.made > time_of(attempt.moment - limits.window))
        .order_by(attempts.c.made.desc())
        .offset(most - 1)
        .limit(1)
    )
    made = db.scalar(asked)
    if made is None:
        return 0
    ends = datetime.fromisoformat(made).astimezone(UTC) + limits.window
    return max(1, ceil((ends - attempt.moment).total_seconds()))


def count(db: Connection, attempt: Attempt, limits: Limits) -> None:
    """Count an attempt as failed, and forget those that no longer count."""
    db.execute(attempts.delete().where(attempts.c.made <= time_of(attempt.moment - limits.window)))
    number = (db.scalar(select(func.max(attempts.c.id))) or 0) + 1
    row = {
        "id": number,
        "name": attempt.name,
        "network": attempt.network,
        "made": time_of(attempt.moment),
    }
    db.execute(attempts.insert(), row)


def forgive(db: Connection, attempt: Attempt) -> None:
    """Forget what failed of this name from this network: its owner has signed in from there."""
    db.execute(
        attempts.delete().where(attempts.c.name == attempt.name, attempts.c.network == attempt.network)
    )
