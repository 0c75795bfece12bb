"""One's own account with its tokens; for owners, all accounts and the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from armstrail.errors import AskedError
from armstrail.ledger.accounts import ROLES, Role
from armstrail.web.problems import RESPONSES, Refused, sentence
from armstrail.web.rendering import rendered
from armstrail.web.shapes.accounts import (
    AccountPage,
    NewUser,
    TokenMade,
    TokenShown,
    UserChange,
    UserShown,
    UsersPage,
)
from armstrail.web.signing import begun, local, signing
from armstrail.web.views import API, View, show
from armstrail.web.visitors import (
    AnyOwner,
    AnyReader,
    TheActor,
    TheLedger,
    TheSettings,
    Visitor,
    own_form,
)

if TYPE_CHECKING:
    from fastapi import FastAPI

    from armstrail.ledger import Ledger
    from armstrail.ledger.accounts import Actor, Token, User

_TOKEN = {
    "id": "k3f2a91c04d",
    "user": "A. Reviewer",
    "label": "nightly export",
    "role": "reader",
    "made": "2026-03-01T09:00:00Z",
    "expires": "2026-05-30T09:00:00Z",
    "revoked": None,
    "used": "2026-03-02",
    "holds": True,
}
_USER = {"name": "A. Reviewer", "role": "reviewer", "made": "2026-02-01T09:00:00Z", "disabled": False}


def member(visitor: AnyReader, _: Annotated[None, Depends(signing)]) -> Visitor:
    """Somebody with an account, or their token."""
    return visitor


def person(visitor: Annotated[Visitor, Depends(member)]) -> Visitor:
    """Somebody who has signed in: who finds a token must not make others of it that outlive it."""
    if visitor.token:
        raise Refused(403, "A token may not do this: sign in.")
    return visitor


def keeper(visitor: AnyOwner, _: Annotated[None, Depends(signing)]) -> Visitor:
    """An owner, or their token."""
    return visitor


Member = Annotated[Visitor, Depends(member)]
Person = Annotated[Visitor, Depends(person)]


def register(app: FastAPI) -> None:
    """Add the pages, and what changes an account."""
    account_example = {
        "name": "A. Reviewer",
        "role": "reviewer",
        "roles": ["reader", "reviewer"],
        "tokens": [_TOKEN],
    }
    users_example = {"users": [_USER], "tokens": [_TOKEN], "roles": list(ROLES)}
    show(app, View("/account", "account.html", account, AccountPage, example=account_example, needs=member))
    show(app, View("/users", "users.html", users, UsersPage, example=users_example, needs=keeper))
    own: dict[str, Any] = {"dependencies": [Depends(person), Depends(own_form)], "include_in_schema": False}
    app.post("/account/password", **own)(change_password)
    app.post("/account/tokens", **own)(make_token)
    app.post("/tokens/{key}/revoke", **own)(revoke_and_return)
    owners: dict[str, Any] = {
        "dependencies": [Depends(keeper), Depends(own_form)],
        "include_in_schema": False,
    }
    app.post("/users", **owners)(add)
    app.post("/users/role", **owners)(set_role)
    app.post("/users/disable", **owners)(disable)
    app.post("/users/enable", **owners)(enable)
    owners = {"dependencies": [Depends(keeper), Depends(own_form)], "responses": RESPONSES}
    app.post(f"{API}/users", status_code=201, **owners)(add_user)
    app.patch(f"{API}/users", **owners)(change_user)
    app.delete(f"{API}/tokens/{{key}}", dependencies=[Depends(own_form)], responses=RESPONSES)(revoke)


# ------------------------------------------------------------------ one's own


def account(visitor: Member, ledger: TheLedger) -> AccountPage:
    """One's own account and its tokens."""
    user = ledger.accounts.user(visitor.name)
    return AccountPage(user.name, user.role, _up_to(user.role), _tokens(ledger, user.name))


def change_password(  # noqa: PLR0913, PLR0917 - one parameter of the form each
    request: Request,
    visitor: Person,
    ledger: TheLedger,
    settings: TheSettings,
    actor: TheActor,
    current: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change one's own password; one's other sessions end."""
    said = "" if password == again else "The new password was typed in two ways."
    session = None
    if not said:
        try:
            session = ledger.accounts.change_password(visitor.name, current, password, actor.address)
        except AskedError as error:
            said = sentence(error)
        else:
            said = "" if session else "That is not your current password."
    if said:
        return rendered(request, "account.html", account(visitor, ledger), status=422, said=said)
    return begun(session, settings, "/account?changed")


def make_token(
    request: Request,
    visitor: Person,
    ledger: TheLedger,
    actor: TheActor,
    label: Annotated[str, Form()] = "",
    role: Annotated[Role, Form()] = "reader",
    days: Annotated[int | None, Form()] = None,
) -> Response:
    """Make a token of one's own, and show it this once."""
    try:
        secret, token = ledger.accounts.make_token(visitor.name, label, role, days, actor)
    except AskedError as error:
        page = account(visitor, ledger)
        return rendered(request, "account.html", page, status=422, said=sentence(error))
    return rendered(request, "token.html", TokenMade(secret, _token(token, holds=True)))


def revoke_and_return(
    key: str,
    visitor: Person,
    ledger: TheLedger,
    actor: TheActor,
    to: Annotated[str, Form()] = "/account",
) -> Response:
    """Revoke a token, and go back to the list."""
    _revoke(ledger, visitor, key, actor)
    return RedirectResponse(local(to), 303)


def revoke(key: str, visitor: Member, ledger: TheLedger, actor: TheActor) -> TokenShown:
    """Revoke a token of one's own; an owner, of anybody."""
    return _revoke(ledger, visitor, key, actor)


def _revoke(ledger: Ledger, visitor: Visitor, key: str, actor: Actor) -> TokenShown:
    if visitor.token and not visitor.may("owner"):
        raise Refused(403, "A token may revoke others only where it has the role owner: sign in.")
    theirs = {token.id for token in ledger.accounts.tokens(visitor.name)}
    if key not in theirs and not visitor.may("owner"):
        raise Refused(404, "You have no token of this id.")
    return _token(ledger.accounts.revoke(key, actor), holds=False)


# ------------------------------------------------------------------ for owners


def users(ledger: TheLedger) -> UsersPage:
    """All users, and the tokens of all."""
    return UsersPage(tuple(map(_user, ledger.accounts.users())), _tokens(ledger), ROLES)


def add_user(new: NewUser, ledger: TheLedger, actor: TheActor) -> UserShown:
    """Add a user."""
    return _user(ledger.accounts.add_user(new.name, new.password, new.role, actor))


def change_user(change: UserChange, ledger: TheLedger, actor: TheActor) -> UserShown:
    """Give a user another role, disable or enable them; their sessions end."""
    accounts = ledger.accounts
    if change.role is not None:
        accounts.set_role(change.name, change.role, actor)
    if change.disabled is not None:
        (accounts.disable if change.disabled else accounts.enable)(change.name, actor)
    return _user(accounts.user(change.name))


Name = Annotated[str, Form()]
RoleTyped = Annotated[Role, Form()]


def add(
    request: Request,
    ledger: TheLedger,
    actor: TheActor,
    name: Name = "",
    password: Annotated[str, Form()] = "",
    role: RoleTyped = "reader",
) -> Response:
    """Add a user, and go back to the list."""
    try:
        ledger.accounts.add_user(name, password, role, actor)
    except AskedError as error:
        return _users_again(request, ledger, error)
    return _to_users()


def set_role(
    request: Request, ledger: TheLedger, actor: TheActor, role: RoleTyped, name: Name = ""
) -> Response:
    """Give a user another role, and go back to the list."""
    return _changed(request, ledger, actor, UserChange(name, role=role))


def disable(request: Request, ledger: TheLedger, actor: TheActor, name: Name = "") -> Response:
    """Let a user in no more, and go back to the list."""
    return _changed(request, ledger, actor, UserChange(name, disabled=True))


def enable(request: Request, ledger: TheLedger, actor: TheActor, name: Name = "") -> Response:
    """Let a user in again, and go back to the list."""
    return _changed(request, ledger, actor, UserChange(name, disabled=False))


def _changed(request: Request, ledger: Ledger, actor: Actor, change: UserChange) -> Response:
    try:
        change_user(change, ledger, actor)
    except AskedError as error:
        return _users_again(request, ledger, error)
    return _to_users()


def _users_again(request: Request, ledger: Ledger, error: AskedError) -> Response:
    return rendered(request, "users.html", users(ledger), status=422, said=sentence(error))


def _to_users() -> Response:
    return RedirectResponse("/users", 303)


# ------------------------------------------------------------------ as they are shown


def _up_to(role: Role) -> tuple[Role, ...]:
    return ROLES[: ROLES.index(role) + 1]


def _user(user: User) -> UserShown:
    return UserShown(user.name, user.role, user.made, user.disabled)


def _tokens(ledger: Ledger, user: str | None = None) -> tuple[TokenShown, ...]:
    return tuple(_token(token, holds=ledger.accounts.holds(token)) for token in ledger.accounts.tokens(user))


def _token(token: Token, *, holds: bool) -> TokenShown:
    return TokenShown(
        token.id,
        token.user,
        token.label,
        token.role,
        token.made,
        token.expires,
        token.revoked,
        token.used,
        holds,
    )
