"""One request, within limits of size and time. Slow to import: urllib.request."""

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
from urllib.parse import quote, urlsplit, urlunsplit

from armstrail.errors import AddressError, LimitError
from armstrail.sources.connecting import RefusedError

if TYPE_CHECKING:
    from email.message import Message

    from armstrail.sources.answers import Limits

AGENT = "armstrail/0.1 (reads news on arms transfers for research; one page at a time)"
_CHUNK = 1 << 16
_MEMBER = b"\x1f"  # what a packed member begins with


class NotAskedError(AddressError):
    """An address is not asked for at all: it is none, or of a private network."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one request gave, whatever its status; `body` is unpacked, and empty where the status is not 200."""

    status: int
    reason: str
    headers: Message
    body: bytes
    url: str

    @property
    def words(self) -> str:
        return f"answered {self.status} {self.reason}".rstrip()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request to make: for the `place` that the user named, at the address `url`, with some more headers."""

    place: str
    url: str
    headers: dict[str, str]


def request(wanted: Wanted, limits: Limits, seconds: float, opener: urllib.request.OpenerDirector) -> Reply:
    """What an http or https address replies, within so many seconds. Redirects are not followed.

    Raises AddressError where it gives no reply, LimitError where it gives too much. The work is done in a thread
    of its own, since no time limit of a socket covers name look-up, headers and body together.
    """
    results: list[Reply | Exception] = []

    def work() -> None:
        try:
            results.append(_ask(wanted, limits, time.monotonic() + seconds, opener))
        except Exception as error:  # noqa: BLE001 - raised again below, where it is seen
            results.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if not results:
        raise AddressError(wanted.place, late(limits))
    if isinstance(results[0], Exception):
        raise results[0]
    return results[0]


def late(limits: Limits) -> str:
    """What is said of an address that takes too long."""
    return f"did not answer in full within {limits.seconds:g} seconds"


def clean(address: str) -> str:
    """An address as it may be sent: spaces and letters beyond ASCII encoded, no fragment."""
    try:
        parts = urlsplit(address.strip())
        host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    except (ValueError, UnicodeError):
        return address
    marks = "%/:=&?~#+!$,;'@()*[]"
    return urlunsplit((parts.scheme, host, quote(parts.path, marks), quote(parts.query, marks), ""))


def host_of(place: str, url: str) -> str:
    """Scheme, host and port of an address, as in https://example.org:8080. Raises NotAskedError else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAskedError(place, "is not an address that can be asked for") from None
    if parts.scheme not in ("http", "https"):
        raise NotAskedError(place, "is not an http or https address, or leads to another kind")
    # urllib decodes percent signs in a host, so that another would be asked than is looked at here.
    if not parts.hostname or "%" in parts.netloc:
        raise NotAskedError(place, "is not an address that can be asked for")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port or (443 if parts.scheme == 'https' else 80)}"


def _ask(wanted: Wanted, limits: Limits, deadline: float, opener: urllib.request.OpenerDirector) -> Reply:
    headers = {"User-Agent": AGENT, "Accept": "text/html, text/plain, */*;q=0.1", "Accept-Encoding": "gzip"}
    try:
        # The scheme was checked.
        asked = urllib.request.Request(wanted.url, headers=headers | wanted.headers)  # noqa: S310
        response = opener.open(asked, timeout=limits.silence)
        with response:
            body = _body(wanted.place, response, limits, deadline) if response.status == 200 else b""
            return Reply(response.status, response.reason or "", response.headers, body, response.geturl())
    except urllib.error.HTTPError as error:
        error.close()
        return Reply(error.code, str(error.reason or ""), error.headers, b"", wanted.url)
    except (OSError, ValueError, EOFError, zlib.error, http.client.HTTPException) as error:
        raise _trouble(wanted.place, error) from error


def _body(place: str, response: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    """The body, unpacked where the server packed it, read in pieces so that neither limit is far overrun."""
    packed = (response.headers.get("Content-Encoding") or "").strip().lower() in ("gzip", "x-gzip")
    unpacker = _Unpacker(limits.largest + 1) if packed else None
    parts, size = [], 0
    while chunk := response.read1(_CHUNK):
        piece = unpacker.unpack(chunk) if unpacker else chunk
        size += len(piece)
        if size > limits.largest:
            raise LimitError(place, f"is larger than the {limits.largest / 1e6:g} MB that one text may have")
        if time.monotonic() > deadline:
            raise AddressError(place, late(limits))
        parts.append(piece)
    missing = getattr(response, "length", None)
    if missing:
        raise AddressError(place, f"broke off {missing} bytes before its end")
    if unpacker and parts and not unpacker.ended:
        raise AddressError(place, "broke off in the middle of what it had packed")
    return b"".join(parts)


class _Unpacker:
    """Unpacks what comes in pieces, of one packed member or of several after one another; no piece to more than `most`
    bytes.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._member = zlib.decompressobj(wbits=47)

    @property
    def ended(self) -> bool:
        """Whether what came so far is whole."""
        return self._member.eof

    def unpack(self, packed: bytes) -> bytes:
        """The bytes of the next piece. Raises zlib.error where it is not packed so; what stands behind the last member
        is left out.
        """
        found = b""
        while packed and len(found) < self._most:
            if self._member.eof:
                if not packed.startswith(_MEMBER):
                    break
                self._member = zlib.decompressobj(wbits=47)
            found += self._member.decompress(packed, self._most - len(found))
            packed = self._member.unused_data
        return found


def _trouble(place: str, error: Exception) -> AddressError:
    """What went wrong, in a line a person can act on."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, RefusedError):
        return NotAskedError(place, f"{reason}; --allow-private fetches it all the same")
    if isinstance(reason, TimeoutError):
        return AddressError(place, "did not answer in time")
    if isinstance(reason, ssl.SSLError):
        return AddressError(
            place, f"has a certificate or encryption that is not accepted ({reason.reason or reason})"
        )
    if isinstance(reason, http.client.InvalidURL | ValueError):
        return NotAskedError(place, "is not an address that can be asked for")
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return AddressError(place, f"cannot be reached ({' '.join(str(said).split()).lower()})")
