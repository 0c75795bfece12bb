"""Sessions of browsers and tokens of the API: what somebody is known by who has signed in.

Both are random, and only their hash is kept: who reads the ledger cannot use them.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import or_, select

from armstrail.errors import UnknownNameError
from armstrail.ledger.schema import sessions, time_of, tokens, users
from armstrail.ledger.users import Role, lesser, states

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row, Update

PREFIX = "armstrail_"
"""What an API token begins with, so that people, and programs that look for lost ones, know it."""

_SEEN = timedelta(minutes=15)
"""How exactly it is kept when a session was last used: a page that is read is not to write each time."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has signed in, or a program with an API token of theirs; times are ISO 8601 in UTC.

    `token` is what they are known by: a browser's cookie, or the secret of the API token of the id `api`.
    """

    user: str
    role: Role
    made: str
    expires: str | None
    token: str = field(repr=False)
    api: str = ""

    @property
    def csrf(self) -> str:
        """What a form of theirs must send back, which other sites cannot know."""
        return hmac.new(_bytes(self.token), b"csrf", sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Token:
    """An API token; `revoked` is when it was, `used` the day of its last use; its secret is not known any more."""

    id: str
    user: str
    label: str
    role: Role
    made: str
    expires: str | None
    revoked: str | None
    used: str | None


def begin(db: Connection, row: Any, moment: datetime, longest: timedelta) -> Session:  # noqa: ANN401 - a row of states
    """A new session of a user."""
    token = secrets.token_urlsafe(32)
    made, expires = time_of(moment), time_of(moment + longest)
    db.execute(
        sessions.insert(),
        {"hash": _hash(token), "user_id": row.user_id, "made": made, "seen": made, "expires": expires},
    )
    return Session(row.user, row.held, made, expires, token)


def session(
    db: Connection, token: str, moment: datetime, idle: timedelta
) -> tuple[Session, Update | None] | None:
    """The session of a token if it still holds, and what is to be noted of its use, if anything is."""
    asked = (
        states()
        .add_columns(sessions.c.made, sessions.c.seen, sessions.c.expires)
        .join(sessions, sessions.c.user_id == users.c.id)
        .where(
            sessions.c.hash == _hash(token),
            sessions.c.expires > time_of(moment),
            sessions.c.seen > time_of(moment - idle),
        )
    )
    row = db.execute(asked).first()
    if row is None or row.disabled:
        return None
    touch = sessions.update().where(sessions.c.hash == _hash(token)).values(seen=time_of(moment))
    due = row.seen <= time_of(moment - _SEEN)
    return Session(row.user, row.held, row.made, row.expires, token), touch if due else None


def end(db: Connection, token: str) -> str | None:
    """End a session; gives whose it was, None where there is none."""
    asked = select(users.c.name).join(sessions, sessions.c.user_id == users.c.id)
    whose = db.scalar(asked.where(sessions.c.hash == _hash(token)))
    db.execute(sessions.delete().where(sessions.c.hash == _hash(token)))
    return whose


def end_all(db: Connection, user: int) -> None:
    """End all sessions of a user."""
    db.execute(sessions.delete().where(sessions.c.user_id == user))


def forget_ended(db: Connection, moment: datetime, idle: timedelta) -> None:
    """Delete the sessions that no longer hold, whoever they were of."""
    ended = or_(sessions.c.expires <= time_of(moment), sessions.c.seen <= time_of(moment - idle))
    db.execute(sessions.delete().where(ended))


# ------------------------------------------------------------------ tokens of the API


def make_token(
    db: Connection, user: int, label: str, role: Role, moment: datetime, days: int | None
) -> tuple[str, str]:
    """Make a token of a user; gives its secret and its id."""
    secret = PREFIX + secrets.token_urlsafe(32)
    key = f"k{_hash(secret)[:10]}"
    row = {
        "hash": _hash(secret),
        "key": key,
        "user_id": user,
        "label": label,
        "role": role,
        "made": time_of(moment),
        "expires": None if days is None else time_of(moment + timedelta(days=days)),
    }
    db.execute(tokens.insert(), row)
    return secret, key


def token(db: Connection, secret: str, moment: datetime) -> tuple[Session, Update | None] | None:
    """As `session`, by the secret of a token; its role is never above the user's own of now."""
    if not secret.startswith(PREFIX):
        return None
    asked = (
        states()
        .add_columns(*tokens.c)
        .join(tokens, tokens.c.user_id == users.c.id)
        .where(
            tokens.c.hash == _hash(secret),
            tokens.c.revoked.is_(None),
            or_(tokens.c.expires.is_(None), tokens.c.expires > time_of(moment)),
        )
    )
    row = db.execute(asked).first()
    if row is None or row.disabled:
        return None
    day = time_of(moment)[:10]
    touch = tokens.update().where(tokens.c.hash == _hash(secret)).values(used=day)
    found = Session(row.user, lesser(row.role, row.held), row.made, row.expires, secret, row.key)
    return found, touch if row.used != day else None


def all_tokens(db: Connection, user: int | None) -> list[Token]:
    """The tokens of a user, or of all, the newest first."""
    asked = select(tokens, users.c.name).join(users, users.c.id == tokens.c.user_id)
    if user is not None:
        asked = asked.where(tokens.c.user_id == user)
    return [_token(row) for row in db.execute(asked.order_by(tokens.c.made.desc(), tokens.c.key))]


def token_of(db: Connection, key: str) -> Token:
    """Raises UnknownNameError where there is no token of this id."""
    asked = select(tokens, users.c.name).join(users, users.c.id == tokens.c.user_id)
    row = db.execute(asked.where(tokens.c.key == key)).first() if key.isalnum() else None
    if row is None:
        raise UnknownNameError(
            f"{key[:80]}: there is no token of this id; `armstrail user tokens NAME` shows them"
        )
    return _token(row)


def revoke(db: Connection, key: str, made: str) -> None:
    """From now on the token does not hold; one that was revoked before stays as it was."""
    db.execute(tokens.update().where(tokens.c.key == key, tokens.c.revoked.is_(None)).values(revoked=made))


def _token(row: Row[Any]) -> Token:
    return Token(
        row.key,
        row.name,
        row.label,
        cast("Role", row.role),
        row.made,
        row.expires,
        row.revoked,
        row.used,
    )


def _hash(token: str) -> str:
    return sha256(_bytes(token)).hexdigest()


def _bytes(token: str) -> bytes:
    return token.encode("utf-8", "surrogatepass")
