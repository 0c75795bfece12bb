"""Accounts: who may use a ledger, how they sign in, and what they did.

A page asks `session` or `token` who it is that asks, and decides itself what their role may do. What changes an account
is noted in the audit log, by whom (`by`) and from where.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from armstrail.errors import AskedError, LedgerError, TooManyAttemptsError
from armstrail.ledger import attempts, audit, sessions, users
from armstrail.ledger.attempts import Attempt, Limits
from armstrail.ledger.audit import Actor, AuditEntry
from armstrail.ledger.passwords import Passwords, check
from armstrail.ledger.schema import passwords, time_of
from armstrail.ledger.sessions import Session, Token
from armstrail.ledger.users import ROLES, Role, User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Row, Update

    from armstrail.ledger.audit import Act
    from armstrail.ledger.opening import Database

__all__ = [
    "ROLES",
    "AccountRules",
    "Accounts",
    "Actor",
    "AuditEntry",
    "Role",
    "Session",
    "Token",
    "User",
]

MOST_DAYS = 3_650
"""For which a token is made at most, where it is made for some days."""

_MINUTE = timedelta(minutes=1)
_NOBODY = Actor()


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class AccountRules:
    """What accounts are held to. Argon2id takes `memory_cost` KiB, `time_cost` passes, `parallelism` lanes; a session
    ends when it was not used for `idle`, and after the `longest` in any case; of sign-ins, so many may fail within a
    `window`: of a name from one address (`per_name`), and of all names from it (`per_address`).
    """

    time_cost: int = 3
    memory_cost: int = 65_536
    parallelism: int = 4
    idle: timedelta = timedelta(hours=12)
    longest: timedelta = timedelta(days=14)
    window: timedelta = timedelta(minutes=15)
    per_name: int = 10
    per_address: int = 100
    clock: Callable[[], datetime] = _now


class Accounts:
    """The users of a ledger, their sessions and tokens, and the audit log.

    Names are found however they are written: case and compatible characters do not matter.
    """

    def __init__(self, database: Database, rules: AccountRules) -> None:
        self._database = database
        self._rules = rules
        self._limits = Limits(rules.per_name, rules.per_address, rules.window)
        self._passwords = Passwords(rules.time_cost, rules.memory_cost, rules.parallelism)

    # ------------------------------------------------------------------ users

    def users(self) -> list[User]:
        """All users, by name."""
        with self._database.reading() as db:
            return users.all_users(db)

    def user(self, name: str) -> User:
        """Raises UnknownNameError where there is no such user."""
        with self._database.reading() as db:
            return users.user_of(users.known(db, name))

    def add_user(self, name: str, password: str, role: Role, by: Actor = _NOBODY) -> User:
        """Add a user. Raises AskedError where the name, the password or the role may not be, or the name is taken."""
        name, role = users.line_of(name, "name"), users.role_of(role)
        check(password, name)
        hashed = self._passwords.hashed(password)
        with self._database.writing() as db:
            made = time_of(self._rules.clock())
            users.add(db, name, role, hashed, made)
            self._note(db, "user added", by, name, role)
        return User(name, role, made, disabled=False)

    def set_role(self, name: str, role: Role, by: Actor = _NOBODY) -> None:
        """Give a user another role, and end their sessions.

        Raises UnknownNameError where there is no such user, AskedError where it is the only owner or this is no role.
        """
        role = users.role_of(role)
        with self._database.writing() as db:
            row = users.known(db, name)
            self._change(db, row, role=role, disabled=bool(row.disabled))
            self._note(db, "role", by, row.user, role)

    def set_password(self, name: str, password: str, by: Actor = _NOBODY) -> None:
        """Give a user another password, and end their sessions. The former one's hash is not kept.

        Raises UnknownNameError where there is no such user, AskedError where the password may not be.
        """
        check(password, self.user(name).name)
        hashed = self._passwords.hashed(password)
        with self._database.writing() as db:
            row = users.known(db, name)
            _keep(db, row, hashed)
            sessions.end_all(db, row.user_id)
            self._note(db, "password", by, row.user)

    def change_password(self, name: str, current: str, password: str, address: str) -> Session | None:
        """Give a user who knows their current password another one, and a new session; None where they do not.

        Raises AskedError where the new password may not be, TooManyAttemptsError as `sign_in`.
        """
        check(password, name)
        session = self.sign_in(name, current, address)
        if session is None:
            return None
        self.set_password(session.user, password, Actor(session.user, address))
        return self.sign_in(session.user, password, address)

    def disable(self, name: str, by: Actor = _NOBODY) -> None:
        """End a user's sessions and let them sign in no more, nor their tokens; what they decided stays.

        Raises UnknownNameError where there is no such user, AskedError where it is the only owner.
        """
        self._set_disabled(name, "disabled", by, disabled=True)

    def enable(self, name: str, by: Actor = _NOBODY) -> None:
        """Let a user sign in again, and their tokens. Raises UnknownNameError where there is no such user."""
        self._set_disabled(name, "enabled", by, disabled=False)

    def _set_disabled(self, name: str, act: Act, by: Actor, *, disabled: bool) -> None:
        with self._database.writing() as db:
            row = users.known(db, name)
            self._change(db, row, role=row.held, disabled=disabled)
            self._note(db, act, by, row.user)

    def _change(self, db: Connection, row: Row[Any], *, role: Role, disabled: bool) -> None:
        users.change(db, row, time_of(self._rules.clock()), role=role, disabled=disabled)
        sessions.end_all(db, row.user_id)

    # ------------------------------------------------------------------ sessions

    def sign_in(self, name: str, password: str, address: str) -> Session | None:
        """A new session of a user; None where there is no such user, the password is another, or they are disabled.

        All three take as long. Raises TooManyAttemptsError, soon, where too many failed: of this name from this
        address, or of all names from it; IPv6 addresses of one /64 network count as one.
        """
        attempt = Attempt.of(name, address, self._rules.clock())
        self._hold_back(attempt, name)
        with self._database.writing() as db:
            if seconds := attempts.wait(db, attempt, self._limits):
                raise TooManyAttemptsError(seconds)
            attempts.count(db, attempt, self._limits)
            row = users.found(db, name)
        # Others write meanwhile: to make a hash takes long.
        hashed: str = row.password if row else ""
        fits = self._passwords.fits(password, hashed)
        newer = self._passwords.hashed(password) if fits and self._passwords.outdated(hashed) else None
        with self._database.writing() as db:
            row = users.found(db, name)
            who = Actor(row.user if row else "", address)
            if row is None or not fits or row.disabled or row.password != hashed:
                reason = "unknown name" if row is None else "disabled" if row.disabled else "wrong password"
                self._note(db, "failed sign-in", who, outcome=reason)
                return None
            if newer:
                _keep(db, row, newer)
            attempts.forgive(db, attempt)
            moment = self._rules.clock()
            sessions.forget_ended(db, moment, self._rules.idle)
            self._note(db, "sign-in", who)
            return sessions.begin(db, row, moment, self._rules.longest)

    def _hold_back(self, attempt: Attempt, name: str) -> None:
        """Raise TooManyAttemptsError where this is to wait, and note it, once a minute: writes would hold others up."""
        with self._database.reading() as db:
            seconds = attempts.wait(db, attempt, self._limits)
            if not seconds:
                return
            row = users.found(db, name)
            entry = AuditEntry("refused sign-in", row.user if row else "", attempt.network)
            told = audit.is_told(db, entry, time_of(attempt.moment - _MINUTE))
        if not told:
            with self._database.writing() as db:
                self._note(db, entry.what, Actor(entry.who, entry.address), outcome="too many failed")
        raise TooManyAttemptsError(seconds)

    def session(self, token: str) -> Session | None:
        """The session of a token; None where it is unknown or ended, or its user disabled."""
        with self._database.reading() as db:
            found = sessions.session(db, token, self._rules.clock(), self._rules.idle)
        return self._used(found)

    def sign_out(self, token: str, address: str = "") -> None:
        """End a session; nothing happens where it has ended already."""
        with self._database.writing() as db:
            whose = sessions.end(db, token)
            if whose is not None:
                self._note(db, "sign-out", Actor(whose, address))

    def _used(self, found: tuple[Session, Update | None] | None) -> Session | None:
        """Keep when a session or a token was used, unless others are writing: readers do not wait for them."""
        if found is None:
            return None
        known, touch = found
        if touch is not None:
            with suppress(LedgerError), self._database.touching() as db:
                db.execute(touch)
        return known

    # ------------------------------------------------------------------ tokens of the API

    def make_token(
        self,
        user: str,
        label: str,
        role: Role | None = None,
        days: int | None = None,
        by: Actor = _NOBODY,
    ) -> tuple[str, Token]:
        """A new token of a user, with its secret, which cannot be shown again; it holds for so many days, or for ever.

        Raises UnknownNameError where there is no such user; AskedError where the role is above theirs, or a label,
        a role or days may not be.
        """
        label = users.line_of(label, "label")
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise AskedError(f"a token holds for 1 to {MOST_DAYS:,} days, or for ever")
        with self._database.writing() as db:
            row = users.known(db, user)
            wanted = users.role_of(role or row.held)
            if users.lesser(wanted, row.held) != wanted:
                raise AskedError(f"{row.user}: is a {row.held}, and a token of theirs may not be more")
            secret, key = sessions.make_token(db, row.user_id, label, wanted, self._rules.clock(), days)
            self._note(db, "token made", by, key, f"{wanted} of {row.user}")
            return secret, sessions.token_of(db, key)

    def tokens(self, user: str | None = None) -> list[Token]:
        """The tokens of a user, or of all, the newest first. Raises UnknownNameError where there is no such user."""
        with self._database.reading() as db:
            return sessions.all_tokens(db, None if user is None else users.known(db, user).user_id)

    def holds(self, token: Token) -> bool:
        """Whether a token was not revoked and has not expired."""
        return token.revoked is None and (
            token.expires is None or token.expires > time_of(self._rules.clock())
        )

    def token(self, secret: str) -> Session | None:
        """Who a token stands for; None where it is unknown, revoked or expired, or its user disabled."""
        with self._database.reading() as db:
            found = sessions.token(db, secret, self._rules.clock())
        return self._used(found)

    def revoke(self, key: str, by: Actor = _NOBODY) -> Token:
        """Revoke the token of an id. Raises UnknownNameError where there is none."""
        with self._database.writing() as db:
            token = sessions.token_of(db, key)
            sessions.revoke(db, key, time_of(self._rules.clock()))
            self._note(db, "token revoked", by, key, f"of {token.user}")
            return sessions.token_of(db, key)

    # ------------------------------------------------------------------ the audit log

    def note(self, entry: AuditEntry) -> None:
        """Add a line to the log; what this class does it notes itself."""
        with self._database.writing() as db:
            audit.note(db, entry, time_of(self._rules.clock()))

    def audited(self, start: int = 0, size: int = 50) -> list[AuditEntry]:
        """Lines of the log, the newest first."""
        with self._database.reading() as db:
            return audit.audited(db, start, size)

    def audit_size(self) -> int:
        """How many lines the log has."""
        with self._database.reading() as db:
            return audit.size(db)

    def audit_log(self) -> Iterator[AuditEntry]:
        """All lines, the newest first, each read when it is asked for."""
        with self._database.reading() as db:
            yield from audit.all_entries(db)

    def _note(self, db: Connection, what: Act, by: Actor, record: str = "", outcome: str = "") -> None:
        entry = AuditEntry(what, by.name, by.address, record, outcome)
        audit.note(db, entry, time_of(self._rules.clock()))


def _keep(db: Connection, row: Row[Any], hashed: str) -> None:
    """Put a hash in the place of the former one, which is of use to nobody but a thief."""
    db.execute(passwords.update().where(passwords.c.user_id == row.user_id).values(hash=hashed))
