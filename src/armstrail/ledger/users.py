"""The users of a ledger: their names, and what each may do. A change is a row more; the last one holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast
from unicodedata import normalize

from sqlalchemy import func, select

from armstrail.errors import AskedError, UnknownNameError
from armstrail.ledger.schema import passwords, user_states, users

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row, Select

Role = Literal["reader", "reviewer", "owner"]
ROLES: tuple[Role, ...] = ("reader", "reviewer", "owner")
"""Each may do what those before it may."""

_LONGEST = 80
_LONGEST_TYPED = 1_000


@dataclass(frozen=True, slots=True)
class User:
    """A user as they stand now; `made` is ISO 8601 in UTC."""

    name: str
    role: Role
    made: str
    disabled: bool


def line_of(words: str, what: str) -> str:
    """A name or a label: one line of up to 80 characters, NFC. Raises AskedError where it cannot be one."""
    line = " ".join(normalize("NFC", words[:_LONGEST_TYPED]).split())
    if len(line) > _LONGEST or not line.isprintable() or not any(map(str.isalnum, line)):
        raise AskedError(f"a {what} is one line of up to {_LONGEST} characters, with a letter or digit")
    return line


def folded(name: str) -> str:
    """A name as it is compared, however it is written; "" where it cannot be one."""
    if len(name) > _LONGEST_TYPED:
        return ""
    line = " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).split())
    return line if line.isprintable() else ""


def role_of(role: str) -> Role:
    """Raises AskedError where this is no role."""
    if role not in ROLES:
        raise AskedError(f"{role}: is no role; the roles are {', '.join(ROLES)}")
    return role


def lesser(one: Role, other: Role) -> Role:
    """The one that may do less."""
    return min(one, other, key=ROLES.index)


def all_users(db: Connection) -> list[User]:
    """By name."""
    return [user_of(row) for row in db.execute(states().order_by(users.c.folded))]


def found(db: Connection, name: str) -> Row[Any] | None:
    """The row of a user, as `states` gives it, with the hash of the password."""
    asked = (
        states()
        .add_columns(passwords.c.hash.label("password"))
        .join(passwords, passwords.c.user_id == users.c.id)
        .where(users.c.folded == folded(name))
    )
    return db.execute(asked).first()


def known(db: Connection, name: str) -> Row[Any]:
    """The same. Raises UnknownNameError where there is no such user."""
    row = found(db, name)
    if row is None:
        raise UnknownNameError(
            f"{name[:_LONGEST]}: there is no such user; `armstrail user list` shows who there is"
        )
    return row


def states() -> Select[Any]:
    """Users as they stand: user_id, name, role, made, disabled."""
    last = select(func.max(user_states.c.id)).where(user_states.c.user_id == users.c.id).correlate(users)
    return (
        select(
            users.c.id.label("user_id"),
            users.c.name.label("user"),
            users.c.made.label("joined"),
            user_states.c.role.label("held"),
            user_states.c.disabled,
        )
        .select_from(users)
        .join(user_states, user_states.c.id == last.scalar_subquery())
    )


def user_of(row: Any) -> User:  # noqa: ANN401 - a row
    """The user of a row of `states`."""
    return User(row.user, cast("Role", row.held), row.joined, bool(row.disabled))


def add(db: Connection, name: str, role: Role, hashed: str, made: str) -> None:
    """Add a user. Raises AskedError where there is one of this name."""
    if found(db, name):
        raise AskedError(f"{name}: there is a user of this name already; `armstrail user list` shows them")
    number = (db.scalar(select(func.max(users.c.id))) or 0) + 1
    db.execute(users.insert(), {"id": number, "name": name, "folded": folded(name), "made": made})
    db.execute(passwords.insert(), {"user_id": number, "hash": hashed})
    _append(db, number, role, made)


def change(db: Connection, row: Row[Any], made: str, *, role: Role, disabled: bool) -> None:
    """Append how a user stands from now on. Raises AskedError where the ledger would be left without an owner."""
    user = user_of(row)
    if user.role == "owner" and not user.disabled and (disabled or role != "owner"):
        owners = [one for one in all_users(db) if one.role == "owner" and not one.disabled]
        if len(owners) == 1:
            raise AskedError(f"{user.name}: is the only owner; make another one first")
    _append(db, row.user_id, role, made, disabled=disabled)


def _append(db: Connection, user: int, role: Role, made: str, *, disabled: bool = False) -> None:
    number = (db.scalar(select(func.max(user_states.c.id))) or 0) + 1
    state = {"id": number, "user_id": user, "role": role, "disabled": int(disabled), "made": made}
    db.execute(user_states.insert(), state)
