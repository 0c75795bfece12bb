"""Who asks: by a session, by a token of the API, or from this machine without an account; and what they may do."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request

from armstrail.ledger import Ledger
from armstrail.ledger.accounts import Actor, Session
from armstrail.web.problems import Refused
from armstrail.web.settings import Settings

Role = Literal["nobody", "reader", "reviewer", "owner"]
ROLES: tuple[Role, ...] = ("nobody", "reader", "reviewer", "owner")

COOKIE = "armstrail"
CSRF_FIELD = "csrf"
TYPIST_FIELD = "by"
CSRF_HEADER = "x-csrf-token"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. `csrf` is what a form of theirs must send back; `token`: by a token of the API, which no browser sends
    by itself.
    """

    name: str
    role: Role
    csrf: str = ""
    token: bool = False

    def may(self, role: Role) -> bool:
        """Whether they may do what this role does."""
        return ROLES.index(self.role) >= ROLES.index(role)


def settings_of(request: Request) -> Settings:
    """How the workbench is run."""
    settings: Settings = request.app.state.settings
    return settings


def ledger_of(request: Request) -> Ledger:
    """The ledger that it shows."""
    ledger: Ledger = request.app.state.ledger
    return ledger


def visitor_of(request: Request) -> Visitor:
    """Who asks. Raises Refused (401) where a token is none."""
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known is None:
        request.state.visitor = known = _visitor(request)
    return known


def _visitor(request: Request) -> Visitor:
    settings, state = settings_of(request), request.app.state
    if settings.read_only:
        return Visitor("", "reader")
    if not settings.accounts:
        return Visitor(settings.reviewer, "owner", csrf=state.csrf)
    session = _session(request)
    if session is None:
        return Visitor("", "nobody")
    return Visitor(session.user, session.role, session.csrf, token=session.api != "")


def _session(request: Request) -> Session | None:
    """Whose token or whose cookie it is; other ways to ask, as a proxy may have of its own, are passed over."""
    accounts = ledger_of(request).accounts
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        session = accounts.token(secret.strip())
        if session is None:
            raise Refused(
                401,
                "This token is not known, or holds no more: your account page makes a new one.",
                headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        return session
    cookie = cookie_of(request)
    return accounts.session(cookie) if cookie else None


def cookie_of(request: Request) -> str:
    """The token of the session that a browser sends; "" where it sends none."""
    return request.cookies.get(cookie_name(settings_of(request)), "")


def cookie_name(settings: Settings, name: str = COOKIE) -> str:
    """The name of a cookie; by HTTPS one that no other host, nor a page without HTTPS, can have set."""
    return f"__Host-{name}" if settings.secure else name


async def actor_of(request: Request, visitor: Annotated[Visitor, Depends(visitor_of)]) -> Actor:
    """Who asks and from which address, for the audit log."""
    return Actor(visitor.name, request.client.host if request.client else "")


def new_secret() -> str:
    """A secret that nobody guesses."""
    return secrets.token_urlsafe(32)


async def reader(visitor: Annotated[Visitor, Depends(visitor_of)]) -> Visitor:
    """Raises Refused (401) where nobody has signed in who must."""
    return _at_least(visitor, "reader")


async def reviewer(visitor: Annotated[Visitor, Depends(visitor_of)]) -> Visitor:
    """As `reader`; raises Refused (403) also where they may not decide."""
    return _at_least(visitor, "reviewer")


async def owner(visitor: Annotated[Visitor, Depends(visitor_of)]) -> Visitor:
    """As `reader`; raises Refused (403) also where they do not own the ledger."""
    return _at_least(visitor, "owner")


def _at_least(visitor: Visitor, role: Role) -> Visitor:
    if visitor.may(role):
        return visitor
    if visitor.role == "nobody":
        raise Refused(401, "Sign in first.", headers={"WWW-Authenticate": "Bearer"})
    raise Refused(403, f"This needs the role {role}; yours is {visitor.role}.")


async def own_form(request: Request, visitor: Annotated[Visitor, Depends(visitor_of)]) -> None:
    """Refuse (403) what a page of somebody else makes a browser send: what changes something must carry the secret of
    a form of ours, or a token of the API.
    """
    if visitor.token:
        return
    given = request.headers.get(CSRF_HEADER)
    if given is None and request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        form = await request.form()
        given = str(form.get(CSRF_FIELD, ""))
    if given is None and not _from_browser(request) and not settings_of(request).accounts:
        return  # a program on this machine
    if not visitor.csrf or not hmac.compare_digest((given or "").encode(), visitor.csrf.encode()):
        raise Refused(403, "This form is out of date or not ours: load the page again and send it once more.")


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that a page of somebody else had it send this."""
    origin = request.headers.get("origin")
    place = request.headers.get("sec-fetch-site", "same-origin")
    return place not in {"same-origin", "none"} or (origin is not None and not _ours(request, origin))


def _ours(request: Request, origin: str) -> bool:
    """Whether pages of an origin are ours: it is the host that is asked, or has a name that the workbench has."""
    host = origin.partition("://")[2]
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return host != "" and (host == request.headers.get("host") or name in settings_of(request).hosts)


def _from_browser(request: Request) -> bool:
    """Whether a browser sent it: they all say where from with what changes something."""
    return any(name in request.headers for name in ("origin", "sec-fetch-site", "referer"))


AnyReader = Annotated[Visitor, Depends(reader)]
AnyReviewer = Annotated[Visitor, Depends(reviewer)]
AnyOwner = Annotated[Visitor, Depends(owner)]
TheLedger = Annotated[Ledger, Depends(ledger_of)]
TheActor = Annotated[Actor, Depends(actor_of)]
TheSettings = Annotated[Settings, Depends(settings_of)]
