"""Where texts come from: the one place that touches files and the network.

A source takes a place (a path, an address, "-") and gives captures: bytes, and what came with them.
`armstrail.documents` makes documents of captures. A new kind of place is a new class in `SOURCES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from armstrail.sources.addresses import Address
from armstrail.sources.capture import Capture
from armstrail.sources.files import File, StandardInput

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SOURCES", "Capture", "Source", "captures", "expected"]


class Source(Protocol):
    """One kind of place that texts come from."""

    def takes(self, place: str) -> bool:
        """Whether a place, as the user named it, is of this kind. Looks at the name only."""

    def captures(self, place: str) -> Iterator[Capture]:
        """What lies there, in order, read as it is asked for; raises SourceError where it cannot go on."""

    def expected(self, place: str) -> int | None:
        """How many captures to expect, for a progress bar; None where only reading would tell."""


SOURCES: tuple[Source, ...] = (StandardInput(), Address(), File())


def captures(place: str) -> Iterator[Capture]:
    """All captures of one place, from the first source that takes it."""
    return _source(place).captures(place)


def expected(places: list[str]) -> int | None:
    """How many captures the places hold together; None where one of them cannot tell before it is read."""
    total = 0
    for place in places:
        count = _source(place).expected(place)
        if count is None:
            return None
        total += count
    return total


def _source(place: str) -> Source:
    return next(source for source in SOURCES if source.takes(place))
