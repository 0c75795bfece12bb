"""What goes wrong, in one shape: RFC 9457's problem details, as JSON or as a page."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from armstrail.errors import ArmstrailError, AskedError, LedgerError, TooManyAttemptsError, UnknownNameError
from armstrail.web import rendering

if TYPE_CHECKING:
    from collections.abc import Mapping

_log = logging.getLogger("armstrail.web")
_MOST_FAULTS = 20
_STATUS = {
    UnknownNameError: 404,
    AskedError: 422,
    TooManyAttemptsError: 429,
    LedgerError: 503,
    ArmstrailError: 400,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong and what to do: `status` and `title` are HTTP's, `detail` is a line for a person, `faults` name
    the parameters that were not understood. `type` is always "about:blank".
    """

    status: int
    title: str
    detail: str
    type: str = "about:blank"
    faults: tuple[str, ...] = ()


class Refused(Exception):  # noqa: N818 - it is an answer
    """An answer that is a problem: raised by a page, shown as JSON or as a page."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        faults: tuple[str, ...] = (),
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, dict(headers or {})
        self.faults = faults


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": HTTPStatus(status).phrase}
    for status in (400, 401, 403, 404, 413, 414, 422, 429, 500, 503)
}
"""What every address of the API may answer, beside what it is for."""


def handle(app: FastAPI) -> None:
    """Let every fault be answered in the one shape."""
    app.exception_handler(Refused)(_refused)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(ArmstrailError)(_armstrail)


def answer(
    request: Request,
    status: int,
    detail: str,
    faults: tuple[str, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as JSON, or as a page where a browser asks for one."""
    problem = Problem(status, HTTPStatus(status).phrase, detail, faults=faults)
    if is_page(request):
        return rendering.rendered(request, "problem.html", problem, status=status, headers=headers)
    return JSONResponse(
        asdict(problem), status, media_type="application/problem+json", headers=dict(headers or {})
    )


def is_page(request: Request) -> bool:
    """Whether a browser asks for a page, not for data."""
    path = request.url.path
    data = path.startswith("/api/") or path.endswith((".json", ".csv", ".jsonl", ".bib", ".txt"))
    return not data and "text/html" in request.headers.get("accept", "")


def status_of(error: ArmstrailError) -> int:
    """The status of HTTP that fits an error."""
    return next(status for kind, status in _STATUS.items() if isinstance(error, kind))


def sentence(error: ArmstrailError) -> str:
    """What an error says, as a page tells it: with a capital and a full stop."""
    said = str(error)
    return f"{said[0].upper()}{said[1:]}."


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - it is registered for these
    if error.status == 401 and (elsewhere := _to_sign_in(request)):
        return elsewhere
    headers = error.headers
    if (
        error.status == 401 and "hx-request" in request.headers
    ):  # a part of a page cannot be the form: all of it goes
        headers["HX-Redirect"] = "/sign-in"
    return answer(request, error.status, error.detail, error.faults, headers=headers)


def _to_sign_in(request: Request) -> Response | None:
    """The way to the form and back again, for who asks for a page without having signed in."""
    if not is_page(request) or request.method != "GET" or "authorization" in request.headers:
        return None
    here = rendering.address_asked(request)
    return RedirectResponse(rendering.address("/sign-in", next=here if here != "/" else ""), 303)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
    from armstrail.web.visitors import visitor_of  # noqa: PLC0415 - which answers in problems

    with suppress(Refused, LedgerError):
        visitor_of(request)  # no page has asked who it is, and the problem's own page says it
    detail = {
        404: "There is nothing at this address.",
        405: "This address does not take that method.",
    }.get(error.status_code, str(error.detail))
    return answer(request, error.status_code, detail, headers=error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for these
    faults = tuple(
        f"{'.'.join(str(part) for part in fault['loc'][1:]) or 'body'}: {fault['msg']}"[:200]
        for fault in error.errors()[:_MOST_FAULTS]
    )
    return answer(request, 422, f"What was asked for is not understood: {faults[0]}.", faults)


def _armstrail(request: Request, error: Exception) -> Response:
    """What the ledger says: that it has no such record, or that it cannot be read or written now."""
    assert isinstance(error, ArmstrailError)  # noqa: S101 - it is registered for these
    waits = {"Retry-After": str(error.seconds)} if isinstance(error, TooManyAttemptsError) else {}
    return answer(request, status_of(error), str(error), headers=waits)


def unforeseen(request: Request, error: Exception) -> Response:
    """The answer to a fault that nobody foresaw; it is logged."""
    if isinstance(error, Refused):
        return answer(request, error.status, error.detail)
    if isinstance(error, UnicodeEncodeError):  # JSON can hold what no ledger and no answer can
        return answer(
            request, 422, "What was sent holds half of a character: a surrogate without its other half."
        )
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    return answer(request, 500, "A fault of Armstrail's own; what was being written is not there by halves.")
