"""What names pages, told by what it holds: feeds, sitemaps, lists of addresses; from a file or from the web."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from armstrail.errors import DocumentError, SourceError
from armstrail.sources.capture import HEAD, Capture, guarded, whole
from armstrail.sources.encoding import decode
from armstrail.sources.links import UNCHANGED, follow, remembered
from armstrail.sources.packing import GZIP, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.sources.answers import Answer
    from armstrail.sources.guest import Guest

DEEPEST = 3
"""So many sitemaps may lead to one another before a page."""

_ADDRESS = re.compile(r"https?://[^\s<>\"\x00]+", re.IGNORECASE)


def is_xml(head: bytes, charset: str | None = None) -> bool:
    """Whether an input begins as XML that is no page."""
    if b"<" not in head[:64]:
        return False
    from armstrail.sources.markup import shape  # noqa: PLC0415 - for what may be XML only

    return shape(head[:HEAD], charset) is not None


def addresses(body: bytes) -> list[str]:
    """The addresses of a list: one a line, blank lines and lines that begin with # apart; [] where it is no list."""
    lines = [line.strip() for line in decode(body)[0].removeprefix("\ufeff").splitlines()]
    named = [line for line in lines if line and not line.startswith("#")]
    return named if all(map(_ADDRESS.fullmatch, named)) else []


def listed(place: str, body: bytes, guest: Guest) -> Iterator[Capture]:
    """The pages that a feed or a sitemap in a file names. Raises SourceError where it cannot be read or is neither."""
    yield from _Listing(guest, {place}).captures(place, body)


def visited(place: str, answer: Answer, guest: Guest) -> Iterator[Capture]:
    """The same of an answer of an address, whose visit is remembered once all of it was dealt with."""
    yield from _Listing(guest, {place}).visited(place, answer)


@dataclass(frozen=True, slots=True)
class _Listing:
    """What is known while a list is followed: the lists that were opened, and how many lead to this one."""

    guest: Guest
    opened: set[str]
    depth: int = 1

    def captures(
        self, place: str, body: bytes, charset: str | None = None, url: str | None = None
    ) -> Iterator[Capture]:
        from armstrail.sources.feeds import entries  # noqa: PLC0415 - for lists only
        from armstrail.sources.markup import shape  # noqa: PLC0415
        from armstrail.sources.sitemaps import below, pages  # noqa: PLC0415

        found = shape(body[:HEAD], charset)
        if found == "feed":
            yield from follow(entries(place, body, charset, url), self.guest)
        elif found == "sitemap":
            yield from follow(pages(place, body, charset, url), self.guest)
        elif found == "index":
            for address in below(place, body, charset, url):
                if address not in self.opened:
                    self.opened.add(address)
                    yield from self._below(address)
        else:
            raise DocumentError(place, "is XML, but neither a page nor a feed nor a sitemap")

    def visited(self, place: str, answer: Answer) -> Iterator[Capture]:
        from armstrail.sources.markup import shape  # noqa: PLC0415 - for lists only

        visit = self.guest.visit(place, answer)
        if shape(answer.body[:HEAD], answer.charset) == "index":
            # An index may stay as it is while the sitemaps that it names change.
            visit = replace(visit, etag=None, last_modified=None)
        found = self.captures(place, answer.body, answer.charset, answer.url)
        yield from remembered(found, visit, self.guest)

    def _below(self, address: str) -> Iterator[Capture]:
        """The pages of a sitemap that an index names; one that cannot be had is no end of the others."""
        try:
            if self.depth >= DEEPEST:
                raise SourceError(address, f"is not opened: more than {DEEPEST} sitemaps lead to one another")
            with guarded(address):
                answer = unpacked_answer(address, self.guest.ask(address, self.guest.memory.last(address)))
                if answer.status == 304:
                    yield Capture(
                        address, b"", url=address, status=304, fetched=answer.fetched, passed=UNCHANGED
                    )
                    return
                yield from _Listing(self.guest, self.opened, self.depth + 1).visited(address, answer)
        except SourceError as error:
            yield Capture(address, b"", url=address, fault=error.reason)


def unpacked_answer(place: str, answer: Answer) -> Answer:
    """An answer whose body is no longer gzipped, as the sitemaps of large sites are. Raises SourceError."""
    if not answer.body.startswith(GZIP):
        return answer
    return replace(answer, body=whole(place, unpacked(place, answer.body, iter(()))))
