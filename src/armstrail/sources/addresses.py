"""Addresses on the web: one page or one file of texts each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from armstrail.errors import AddressError
from armstrail.sources.capture import Capture, Kind, cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.sources.fetching import Limits

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_KINDS: dict[str, Kind] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/x-ndjson": "row",
    "application/jsonl": "row",
}
_TEXTUAL = ("text/", "application/json", "application/octet-stream")


class Address:
    """An http or https address."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits

    def takes(self, place: str) -> bool:
        return bool(_ADDRESS.match(place))

    def captures(self, place: str) -> Iterator[Capture]:
        from armstrail.sources.fetching import Limits, fetch  # noqa: PLC0415 - slow, for addresses only

        answer = fetch(place, self.limits or Limits())
        kind = _KINDS.get(answer.media_type)
        if kind is None and not answer.media_type.startswith(_TEXTUAL):
            raise AddressError(place, f"is {answer.media_type}, not a page or a text")
        yield from cut(place, [answer.body], kind=kind, charset=answer.charset, url=answer.url)

    def expected(self, place: str) -> int | None:  # noqa: ARG002 - an address is taken to be one page
        return 1
