"""Addresses on the web: a page or a file of texts, or a feed or a sitemap that names pages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail.errors import AddressError
from armstrail.sources.capture import Capture
from armstrail.sources.links import UNCHANGED, is_textual, texts
from armstrail.sources.listed import is_xml, unpacked_answer, visited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.sources.guest import Guest

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class Address:
    """An http or https address."""

    def takes(self, place: str) -> bool:
        return bool(_ADDRESS.match(place))

    def captures(self, place: str, guest: Guest) -> Iterator[Capture]:
        answer = guest.ask(place, guest.memory.last(place))
        if answer.status == 304:
            yield Capture(place, b"", url=answer.url, fetched=answer.fetched, status=304, passed=UNCHANGED)
            return
        answer = unpacked_answer(place, answer)
        # Many feeds are served as pages or as plain text.
        if is_xml(answer.body, answer.charset):
            yield from visited(place, answer, guest)
            return
        if answer.media_type.endswith("gzip"):
            answer = replace(answer, media_type="application/octet-stream")
        if not is_textual(answer):
            raise AddressError(place, f"is {answer.media_type}, not a page or a text")
        found = texts(place, answer)
        first = next(found)
        # Before anything is handed on: who remembers visits must have it when the page is dealt with.
        guest.memory.record(guest.visit(place, answer))
        yield first
        yield from found

    def expected(self, place: str) -> int | None:  # noqa: ARG002 - it may name any number of pages
        return None
