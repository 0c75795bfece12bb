"""What stands before every request: the host it names, how large it is, and the headers of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.datastructures import MutableHeaders

from armstrail.web.problems import Refused, answer, unforeseen

if TYPE_CHECKING:
    from fastapi import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from armstrail.web.settings import Settings

_LARGEST_BODY = 1_000_000
_LONGEST_QUERY = 16_000
_READING = {"GET", "HEAD", "OPTIONS"}
_TOO_LARGE = "What was sent is too large: a megabyte at most."

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a page may load and run: what this server sends as files, and nothing that stands within a page."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware: refuse requests for other hosts and those too large, give every answer its headers, answer
    every fault in the one shape.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, begun, taken = Request(scope), False, 0

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._add_headers(MutableHeaders(raw=message["headers"]))
            await send(message)

        async def receiving() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > _LARGEST_BODY:
                raise Refused(413, _TOO_LARGE)
            return message

        try:
            refusal = _refusal(request, self._settings)
            await (refusal or self._app)(scope, receiving, sending)
        except Exception as error:
            if begun:
                raise
            await unforeseen(request, error)(scope, receive, sending)

    def _add_headers(self, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", "no-store" if self._settings.accounts else "no-cache")
        if self._settings.secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def _refusal(request: Request, settings: Settings) -> Response | None:
    host = request.headers.get("host", "")
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    if name.lower() not in settings.hosts and "*" not in settings.hosts:
        return answer(
            request, 400, f"This server is not called {name[:80]!r}; `armstrail serve --name` adds a name."
        )
    if len(request.url.query) > _LONGEST_QUERY:
        return answer(request, 414, "The address is too long: ask for less at once.")
    if "\0" in request.url.path or "%00" in request.url.query:
        return answer(request, 400, "The address holds a character that is none.")
    if settings.read_only and request.method not in _READING:
        return answer(request, 403, "This workbench is for reading alone: nothing can be changed here.")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > _LARGEST_BODY:
        return answer(request, 413, _TOO_LARGE)
    return None
