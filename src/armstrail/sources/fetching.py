"""Fetching one address, within limits of size, time and redirects. Slow to import: urllib.request."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
import urllib.error
import urllib.request
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from armstrail.errors import AddressError, LimitError, SourceError
from armstrail.sources.capture import LARGEST

if TYPE_CHECKING:
    from email.message import Message

AGENT = "armstrail/0.1 (reads news on arms transfers for research; one page at a time)"
_MOVED = (301, 302, 303, 307, 308)
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """How far to go for one address: seconds in all, seconds of silence, bytes of its body, redirects."""

    seconds: float = 30.0
    silence: float = 10.0
    largest: int = LARGEST
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: its bytes, unpacked; the media type and charset of its headers; where it was found."""

    body: bytes
    media_type: str
    charset: str | None
    url: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects are followed here, in sight of the limits: the library's own way reads their bodies whole."""

    def redirect_request(self, *_: object) -> None:
        return None


def fetch(place: str, limits: Limits) -> Answer:
    """What an http or https address gives.

    Raises AddressError where it gives nothing, LimitError where it gives too much. The work is done in a thread
    of its own, since no time limit of a socket covers name look-up, headers, body and redirects together.
    """
    results: list[Answer | SourceError] = []

    def work() -> None:
        try:
            results.append(_follow(place, limits))
        except SourceError as error:
            results.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(limits.seconds)
    if not results:
        raise AddressError(place, f"did not answer in full within {limits.seconds:g} seconds")
    if isinstance(results[0], SourceError):
        raise results[0]
    return results[0]


def _follow(place: str, limits: Limits) -> Answer:
    """The answer at the end of the redirects."""
    deadline = time.monotonic() + limits.seconds
    url = _clean(place)
    for _ in range(limits.redirects + 1):
        try:
            if urlsplit(url).scheme not in ("http", "https"):
                raise AddressError(place, "is not an http or https address, or leads to another kind")
            answer = _ask(place, url, limits, deadline)
            if isinstance(answer, Answer):
                return answer
            url = urljoin(url, _clean(answer))
        except (OSError, ValueError, EOFError, zlib.error, http.client.HTTPException) as error:
            raise AddressError(place, _trouble(error)) from error
    raise AddressError(place, f"redirects more than {limits.redirects} times")


def _ask(place: str, url: str, limits: Limits, deadline: float) -> Answer | str:
    """One request: its answer, or the address that it redirects to."""
    opener = urllib.request.build_opener(_NoRedirect)
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        url,
        headers={
            "User-Agent": AGENT,
            "Accept": "text/html, text/plain, */*;q=0.1",
            "Accept-Encoding": "gzip",
        },
    )
    try:
        response = opener.open(request, timeout=limits.silence)
    except urllib.error.HTTPError as error:
        error.close()
        target = error.headers.get("Location")
        if error.code in _MOVED and target:
            return target
        raise AddressError(place, f"answered {error.code} {error.reason}".rstrip()) from error
    with response:
        headers: Message = response.headers
        body = _body(place, response, limits, deadline)
        return Answer(body, headers.get_content_type(), headers.get_content_charset(), response.geturl())


def _body(place: str, response: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    """The body, unpacked where the server packed it, read in pieces so that neither limit is far overrun."""
    unpacker = zlib.decompressobj(wbits=47) if response.headers.get("Content-Encoding") == "gzip" else None
    parts, size = [], 0
    while chunk := response.read1(_CHUNK):
        piece = unpacker.decompress(chunk, limits.largest + 1) if unpacker else chunk
        size += len(piece)
        if size > limits.largest:
            raise LimitError(place, f"is larger than the {limits.largest / 1e6:g} MB that one text may have")
        if time.monotonic() > deadline:
            raise AddressError(place, f"did not answer in full within {limits.seconds:g} seconds")
        parts.append(piece)
    missing = getattr(response, "length", None)
    if missing:
        raise AddressError(place, f"broke off {missing} bytes before its end")
    return b"".join(parts)


def _clean(address: str) -> str:
    """An address as it may be sent: spaces and letters beyond ASCII encoded, no fragment."""
    try:
        parts = urlsplit(address.strip())
        host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    except (ValueError, UnicodeError):
        return address
    marks = "%/:=&?~#+!$,;'@()*[]"
    return urlunsplit((parts.scheme, host, quote(parts.path, marks), quote(parts.query, marks), ""))


def _trouble(error: Exception) -> str:
    """What went wrong, in a line a person can act on."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return "did not answer in time"
    if isinstance(reason, ssl.SSLError):
        return f"its certificate or encryption is not accepted ({reason.reason or reason})"
    if isinstance(reason, http.client.InvalidURL | ValueError):
        return "is not an address that can be asked for"
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return f"cannot be reached ({' '.join(str(said).split()).lower()})"
