"""Pages that a feed, a sitemap or a list names: each asked for once, a bad one no end of the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from armstrail.errors import SourceError
from armstrail.sources.capture import Capture, Kind, cut, guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from armstrail.sources.answers import Answer
    from armstrail.sources.guest import Guest
    from armstrail.sources.visits import Visit

KNOWN = "known already"
UNCHANGED = "not changed since the last visit"

KINDS: dict[str, Kind] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/x-ndjson": "row",
    "application/jsonl": "row",
}
_TEXTUAL = ("text/", "application/json", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and what the list that names it says of it; `published` as YYYY-MM-DD."""

    address: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None


def absolute(url: str | None, address: str) -> str:
    """The address that a list at `url` means; as the list has it, where it is none that can be asked for."""
    from urllib.parse import urljoin  # noqa: PLC0415 - slow, for addresses only

    try:
        return urljoin(url or "", address)
    except ValueError:
        return address


def follow(links: Iterable[Link | Capture], guest: Guest) -> Iterator[Capture]:
    """The page of each link, in order; what a list holds itself is handed on. Known pages are passed over."""
    for link in links:
        if isinstance(link, Capture):
            yield link
        elif link.address in guest.asked or guest.knows(link.address):
            yield Capture(link.address, b"", url=link.address, passed=KNOWN)
        else:
            guest.asked.add(link.address)
            yield from _page(link, guest)


def remembered(captures: Iterable[Capture], visit: Visit, guest: Guest) -> Iterator[Capture]:
    """The captures of a list, and its visit remembered after them; not where one failed, which is then tried again."""
    whole = True
    for capture in captures:
        whole = whole and capture.fault is None
        yield capture
    if whole:
        guest.memory.record(visit)


def is_textual(answer: Answer) -> bool:
    """Whether an answer is of a type that texts come in."""
    return answer.media_type in KINDS or answer.media_type.startswith(_TEXTUAL)


def texts(place: str, answer: Answer) -> Iterator[Capture]:
    """The texts of an answer: a page, a text or the lines of JSONL."""
    kind = KINDS.get(answer.media_type)
    for capture in cut(place, [answer.body], kind=kind, charset=answer.charset, url=answer.url):
        yield replace(capture, fetched=answer.fetched, status=answer.status)


def _page(link: Link, guest: Guest) -> Iterator[Capture]:
    place = link.address
    try:
        with guarded(place):
            answer = guest.ask(place)
        visit = guest.visit(place, answer)
        if not is_textual(answer):
            guest.memory.record(visit)
            yield Capture(place, b"", url=place, passed=f"no page: {answer.media_type}")
            return
        found = [
            replace(capture, title=link.title, published=link.published, outlet=link.outlet)
            for capture in texts(place, answer)
        ]
    except SourceError as error:
        yield Capture(place, b"", fault=error.reason, url=place)
        return
    # Before the page is handed on: who remembers visits must have it when the page is dealt with.
    guest.memory.record(visit)
    yield from found
