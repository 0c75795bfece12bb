"""Signing in and out.

The form is ours to send alone: a page of somebody else that signed one in, as somebody else, would see what one then
types. So it carries a proof that fits a cookie, and a browser that says it comes from elsewhere is refused.
"""

from __future__ import annotations

import hmac
import re
from functools import partial
from typing import TYPE_CHECKING, Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from armstrail.errors import TooManyAttemptsError
from armstrail.web.problems import Refused, sentence
from armstrail.web.rendering import rendered
from armstrail.web.shapes.accounts import SignInPage
from armstrail.web.visitors import (
    TheActor,
    TheLedger,
    TheSettings,
    Visitor,
    cookie_name,
    cookie_of,
    from_elsewhere,
    new_secret,
    own_form,
    settings_of,
    visitor_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI

    from armstrail.ledger import Ledger
    from armstrail.ledger.accounts import Actor, Session
    from armstrail.web.settings import Settings

_AT_ONCE = 4
"""So many sign-ins are looked at, each slowly: who reads does not wait for who tries passwords."""

_FORM = "armstrail-form"
_SEED = re.compile(r"[A-Za-z0-9_-]{43}")
_LONGEST = 2_000
_UNKNOWN = "No account has this name and this password."
_STALE = "This form is out of date: send it once more."


def signing(settings: TheSettings) -> None:
    """Refuse where nobody signs in."""
    if settings.read_only:
        raise Refused(403, "This workbench is for reading alone: nobody signs in.")
    if not settings.accounts:
        raise Refused(
            404, "This workbench has no accounts: `armstrail serve --accounts` asks people to sign in."
        )


def register(app: FastAPI) -> None:
    """Add the form, and the buttons that send it and sign out."""
    app.state.signing = CapacityLimiter(_AT_ONCE)
    needs = [Depends(signing)]
    app.get("/sign-in", dependencies=needs, include_in_schema=False)(form)
    app.post("/sign-in", dependencies=[*needs, Depends(_own_site)], include_in_schema=False)(sign_in)
    app.post("/sign-out", dependencies=[*needs, Depends(_own_or_ended)], include_in_schema=False)(sign_out)


def local(address: str) -> str:
    """An address if it leads to a page of this workbench, else that of the first page: a link to the form must not
    lead elsewhere in the end.
    """
    ours = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if ours and address.isprintable() and len(address) <= _LONGEST else "/"


def begun(session: Session | None, settings: Settings, to: str) -> Response:
    """The way to a page with a session that has begun; to the form, where none could."""
    response = RedirectResponse(to if session else "/sign-in", 303)
    if session:
        _set(response, settings, session.token)
    return response


def form(
    request: Request,
    visitor: Annotated[Visitor, Depends(visitor_of)],
    to: Annotated[str, Query(alias="next")] = "/",
) -> Response:
    """The form to sign in; who has signed in goes on to where they wanted."""
    return RedirectResponse(local(to), 303) if visitor.name else _shown(request, to)


async def sign_in(  # noqa: PLR0913, PLR0917 - one parameter of the form each
    request: Request,
    ledger: TheLedger,
    settings: TheSettings,
    actor: TheActor,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    to: Annotated[str, Form(alias="next")] = "/",
    proof: Annotated[str, Form()] = "",
) -> Response:
    """Begin a new session, and end the one that the browser had; or show the form again with what was wrong."""
    seed = _seed(request)
    if not seed or not hmac.compare_digest(proof.encode(), _proof(request, seed).encode()):
        return _shown(request, to, name, _STALE, 403)
    trying = partial(_begun, ledger, name, password, actor, cookie_of(request))
    try:
        session = await to_thread.run_sync(trying, limiter=request.app.state.signing)
    except TooManyAttemptsError as error:
        return _shown(request, to, name, sentence(error), 429, {"Retry-After": str(error.seconds)})
    if session is None:
        return _shown(request, to, name, _UNKNOWN, 401, {"WWW-Authenticate": "Bearer"})
    response = begun(session, settings, local(to))
    _forget(response, settings, _FORM)
    return response


def _begun(ledger: Ledger, name: str, password: str, actor: Actor, former: str) -> Session | None:
    session = ledger.accounts.sign_in(name, password, actor.address)
    if session and former:
        ledger.accounts.sign_out(former, actor.address)
    return session


def sign_out(request: Request, ledger: TheLedger, settings: TheSettings, actor: TheActor) -> Response:
    """End the session."""
    if cookie := cookie_of(request):
        ledger.accounts.sign_out(cookie, actor.address)
    response = RedirectResponse("/sign-in", 303)
    _forget(response, settings)
    return response


def _forget(response: Response, settings: Settings, *name: str) -> None:
    response.delete_cookie(
        cookie_name(settings, *name), path="/", secure=settings.secure, httponly=True, samesite="lax"
    )


def _shown(
    request: Request,
    to: str,
    name: str = "",
    fault: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    settings = settings_of(request)
    seed = _seed(request) or new_secret()  # a form in another window keeps its own
    page = SignInPage(name[:_LONGEST], local(to), fault, _proof(request, seed))
    response = rendered(request, "sign-in.html", page, status=status, headers=headers)
    _set(response, settings, seed, _FORM)
    return response


def _seed(request: Request) -> str:
    """What the browser was given with its first form; "" where it was given nothing of ours."""
    seed = request.cookies.get(cookie_name(settings_of(request), _FORM), "")
    return seed if _SEED.fullmatch(seed) else ""


def _set(response: Response, settings: Settings, value: str, *name: str) -> None:
    """Set a cookie that scripts cannot read, and that the forms of other sites do not send."""
    response.set_cookie(
        cookie_name(settings, *name), value, path="/", secure=settings.secure, httponly=True, samesite="lax"
    )


def _proof(request: Request, seed: str) -> str:
    """What only this server can have put into a form, for the browser of one cookie."""
    secret: str = request.app.state.csrf
    return hmac.new(secret.encode(), f"sign-in {seed}".encode(), "sha256").hexdigest()


def _own_site(request: Request) -> None:
    """Refuse (403) what a browser says that a page of somebody else had it send."""
    if from_elsewhere(request):
        raise Refused(403, "Sign in on the workbench's own page.")


async def _own_or_ended(request: Request, visitor: Annotated[Visitor, Depends(visitor_of)]) -> None:
    """Who has no session any more may sign out by whatever form."""
    if visitor.name:
        await own_form(request, visitor)
