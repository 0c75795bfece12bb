"""Asking other people's machines for pages, as a good guest: by their rules, not too often, nothing twice."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from armstrail.errors import AddressError, SourceError
from armstrail.sources.answers import Answer, Limits, is_private
from armstrail.sources.capture import UNWRITABLE
from armstrail.sources.visits import Forgetful, Memory, Visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from urllib.request import OpenerDirector

    from protego import Protego

    from armstrail.sources.fetching import Reply

TOKEN = "armstrail"  # noqa: S105 - the name that robots.txt files call us by
PATIENCE = 30.0
"""The most seconds that are waited because a host asks for it: Crawl-delay, Retry-After."""

TRIES = 3
_MOVED = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_A_YEAR = 366 * 86400.0


@dataclass(slots=True)
class _Host:
    """What is known of one host: its rules, or why it is not asked; when it may be asked next (seconds)."""

    rules: Protego | None = None
    refusal: str | None = None
    delay: float = 0.0
    next: float = 0.0
    closed_until: float = 0.0


@dataclass(slots=True)
class Guest:
    """How addresses are asked for in one run, and what their hosts said meanwhile. For one thread.

    `interval` is the least time in seconds between two addresses of one host; `allow_private` fetches addresses of
    this machine and of private networks too. `asked` are the pages that lists named so far. The rest are seams: the
    time in seconds since 1970, a pause, a name's IP addresses, and whether an IP address is refused.
    """

    memory: Memory = field(default_factory=Forgetful)
    allow_private: bool = False
    interval: float = 1.0
    limits: Limits = field(default_factory=Limits)
    asked: set[str] = field(default_factory=set)
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    resolve: Callable[[str, int], list[str]] | None = None
    refuses: Callable[[str], bool] = is_private
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _opener: OpenerDirector | None = None

    def ask(self, place: str, last: Visit | None = None) -> Answer:
        """What an http or https address gives at the end of its redirects; status 304 if not changed since `last`.

        Raises AddressError where it gives nothing, or its host does not want it asked; LimitError where it gives
        too much.
        """
        from armstrail.sources.fetching import clean, host_of  # noqa: PLC0415 - slow, for addresses only

        url = clean(place)
        host_of(place, url)
        reply = self._follow(place, url, _conditions(last), robots=True)
        if reply.status != 200 and not (reply.status == 304 and last):
            raise AddressError(place, reply.words)
        direct = reply.url == url
        return Answer(
            reply.body,
            reply.headers.get_content_type(),
            _kept(reply.headers.get_content_charset()),
            reply.url,
            reply.status,
            _kept(reply.headers.get("ETag")) if direct else None,
            _kept(reply.headers.get("Last-Modified")) if direct else None,
            _moment(self.clock()),
        )

    def visit(self, place: str, answer: Answer) -> Visit:
        """An answer as what is to be remembered of it."""
        return Visit(
            place, answer.fetched or _moment(self.clock()), answer.status, answer.etag, answer.last_modified
        )

    def knows(self, place: str) -> bool:
        """Whether an address was captured before."""
        last = self.memory.last(place)
        return last is not None and last.status in (200, 304)

    def _follow(self, place: str, url: str, headers: dict[str, str], *, robots: bool) -> Reply:
        """The reply at the end of the redirects. Conditions hold for the first address only: the one that an address
        leads to may be another each time, and an older one than the last.
        """
        from urllib.parse import urljoin  # noqa: PLC0415 - slow, for addresses only

        from armstrail.sources.fetching import clean, host_of  # noqa: PLC0415

        left, former = self.limits.seconds, ""
        for _ in range(self.limits.redirects + 1):
            host = host_of(place, url)
            if robots:
                self._admit(place, url, host)
            # What a host sends on to itself is one visit, and its rules are read before the first.
            if robots and host != former:
                self._wait(host)
            reply, left = self._reply(place, url, headers, left)
            target = reply.headers.get("Location")
            if reply.status not in _MOVED or not target:
                return reply
            try:
                url = urljoin(url, clean(_unmangled(target)))
            except ValueError:
                raise AddressError(place, "redirects to what is no address") from None
            former, headers = host, {}
        raise AddressError(place, f"redirects more than {self.limits.redirects} times")

    def _reply(self, place: str, url: str, headers: dict[str, str], left: float) -> tuple[Reply, float]:
        """The reply to one request, and the seconds left for more; a busy host is asked again when it says so."""
        from armstrail.sources.fetching import Wanted, host_of, late, request  # noqa: PLC0415 - slow

        host = self._hosts.setdefault(host_of(place, url), _Host())
        for attempt in range(TRIES):
            if left <= 0:
                raise AddressError(place, late(self.limits))
            start = time.monotonic()
            try:
                reply = request(Wanted(place, url, headers), self.limits, left, self._opened())
            finally:
                host.next = self.clock() + max(self.interval, host.delay)
            left -= time.monotonic() - start
            if reply.status not in _BUSY:
                return reply, left
            pause = _pause(reply.headers.get("Retry-After"), self.clock())
            if pause is None:
                raise AddressError(place, reply.words)
            host.closed_until = self.clock() + pause
            if pause > PATIENCE or attempt == TRIES - 1:
                raise AddressError(place, f"{reply.words}; come back after {_moment(host.closed_until)}")
            self.sleep(max(pause, self.interval))
            host.closed_until = 0.0
        raise AssertionError  # the last attempt returns or raises

    def _opened(self) -> OpenerDirector:
        from armstrail.sources.connecting import Gate, opener, resolve  # noqa: PLC0415 - slow

        if self._opener is None:
            refuses = (lambda _: False) if self.allow_private else self.refuses
            self._opener = opener(Gate(self.resolve or resolve, refuses))
        return self._opener

    def _admit(self, place: str, url: str, host: str) -> None:
        """Raises AddressError where a host's robots.txt does not allow an address, or cannot be had."""
        known = self._hosts.setdefault(host, _Host())
        if known.rules is None and known.refusal is None:
            self._learn(known, place, host)
        if known.closed_until > self.clock():
            raise AddressError(
                place, f"is not asked: its host said to come back after {_moment(known.closed_until)}"
            )
        if known.refusal is not None:
            raise AddressError(place, known.refusal)
        if known.rules is not None and not known.rules.can_fetch(url, TOKEN):
            raise AddressError(
                place, f"its host does not allow it to be fetched ({host_name(host)}/robots.txt)"
            )

    def _learn(self, known: _Host, place: str, host: str) -> None:
        """Read a host's robots.txt, once. A client error means that it has no rules; anything else, that it is shut."""
        from protego import Protego  # noqa: PLC0415 - for addresses only

        from armstrail.sources.fetching import NotAskedError  # noqa: PLC0415

        try:
            reply = self._follow(place, f"{host_name(host)}/robots.txt", {}, robots=False)
        except NotAskedError:
            raise  # the address itself is at fault
        except SourceError as error:
            known.refusal = f"its host's robots.txt {error.reason}; the host is not asked now"
            return
        finally:
            known.next = 0.0  # to ask for the rules does not count as a visit
        if reply.status != 200 and not 400 <= reply.status < 500:
            known.refusal = f"its host's robots.txt {reply.words}; the host is not asked now"
            return
        known.rules = Protego.parse(reply.body.decode("utf-8-sig", "replace"))
        known.delay = min(float(known.rules.crawl_delay(TOKEN) or 0), PATIENCE)

    def _wait(self, host: str) -> None:
        """Wait until a host may be asked; never longer than its interval, however the clock is set meanwhile."""
        known = self._hosts[host]
        pause = min(known.next - self.clock(), max(self.interval, known.delay))
        if pause > 0:
            self.sleep(pause)


def host_name(host: str) -> str:
    """A host without the port that goes without saying."""
    scheme, _, rest = host.partition("://")
    return f"{scheme}://{rest.removesuffix(':443' if scheme == 'https' else ':80')}"


def _unmangled(header: str) -> str:
    """A header as its server meant it: letters beyond ASCII come in UTF-8, and http.client reads them as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _kept(header: str | None) -> str | None:
    """A header as it can be remembered; None where it cannot."""
    return None if header and UNWRITABLE.search(header) else header


def _conditions(last: Visit | None) -> dict[str, str]:
    """The headers that ask for an address only if it has changed."""
    headers = {}
    if last and last.etag:
        headers["If-None-Match"] = last.etag
    if last and last.last_modified:
        headers["If-Modified-Since"] = last.last_modified
    return headers


def _pause(told: str | None, now: float) -> float | None:
    """The seconds that a Retry-After header asks to wait; None where it says nothing."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - slow, for busy hosts only

    told = (told or "").strip()
    if told.isascii() and told.isdigit():
        return min(float(told), _A_YEAR)
    try:
        return min(max(parsedate_to_datetime(told).timestamp() - now, 0.0), _A_YEAR)
    except (ValueError, TypeError, OverflowError):
        return None


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")
