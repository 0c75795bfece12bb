"""Accounts, their tokens, and the audit log, as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from armstrail.web.shapes.lists import Turning

Role = Literal["reader", "reviewer", "owner"]


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The form to sign in: the name as it was typed, where one goes next, what was wrong ("" at first), and what shows
    that the form is ours.
    """

    name: str
    next: str
    fault: str
    proof: str


@dataclass(frozen=True, slots=True)
class TokenShown:
    """A token of the API: its id, whose it is, what it is for, what it may do, when it was made, and when it expires or
    was revoked, None where it is not; `used` is the day of its last use. `holds` unless it is over with.
    """

    id: str
    user: str
    label: str
    role: Role
    made: str
    expires: str | None
    revoked: str | None
    used: str | None
    holds: bool


@dataclass(frozen=True, slots=True)
class TokenMade:
    """A new token with its secret, which is shown this once."""

    secret: str
    token: TokenShown


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account: the name, the role, and the tokens, the newest first; a token may have one of `roles`."""

    name: str
    role: Role
    roles: tuple[Role, ...]
    tokens: tuple[TokenShown, ...]


@dataclass(frozen=True, slots=True)
class UserShown:
    """A user: what they may do, since when there is the account, and whether it is disabled."""

    name: str
    role: Role
    made: str
    disabled: bool


@dataclass(frozen=True, slots=True)
class UsersPage:
    """All users, by name, the tokens of all, the newest first, and the `roles` there are."""

    users: tuple[UserShown, ...]
    tokens: tuple[TokenShown, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to be added."""

    name: str
    password: str
    role: Role = "reader"


@dataclass(frozen=True, slots=True)
class UserChange:
    """What is to change of the user of a name: what is left out stays."""

    name: str
    role: Role | None = None
    disabled: bool | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line of the log: when (ISO 8601 in UTC), who ("" where nobody was known), from which address, did what, on
    which record, with which outcome. `link` is the address of the record's page, "" where it has none.
    """

    made: str
    who: str
    address: str
    what: str
    record: str
    outcome: str
    link: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the audit log, the newest line first."""

    lines: tuple[AuditLine, ...]
    turning: Turning
