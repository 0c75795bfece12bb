"""Where texts come from: the one place that touches files and the network.

A source takes a place (a path, a pattern, an address, "-") and gives captures: bytes, and what came with them.
Addresses are asked by a guest, which knows the rules of their hosts and remembers former visits.
`armstrail.documents` makes documents of captures. A new kind of place is a new class in `SOURCES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from armstrail.sources.addresses import Address
from armstrail.sources.capture import Capture, address_of, guarded, writable
from armstrail.sources.encoding import decode
from armstrail.sources.files import File, StandardInput
from armstrail.sources.folders import ARCHIVES, Folder, Pattern, named_files
from armstrail.sources.guest import Guest
from armstrail.sources.links import KNOWN
from armstrail.sources.visits import Forgetful, Memory, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ARCHIVES",
    "KNOWN",
    "SOURCES",
    "Capture",
    "Forgetful",
    "Guest",
    "Memory",
    "Source",
    "Visit",
    "address_of",
    "captures",
    "decode",
    "expected",
    "guarded",
    "named_files",
    "writable",
]


class Source(Protocol):
    """One kind of place that texts come from."""

    def takes(self, place: str) -> bool:
        """Whether a place, as the user named it, is of this kind. Looks at its name, and whether that is a folder."""

    def captures(self, place: str, guest: Guest) -> Iterator[Capture]:
        """What lies there, in order, read as it is asked for; raises SourceError where it cannot go on."""

    def expected(self, place: str) -> int | None:
        """How many captures to expect, for a progress bar; None where only reading would tell."""


SOURCES: tuple[Source, ...] = (StandardInput(), Address(), Folder(), Pattern(), File())


def captures(place: str, guest: Guest | None = None) -> Iterator[Capture]:
    """All captures of one place, from the first source that takes it. The default guest remembers nothing.

    A capture that is `passed` holds no text; one with a `fault` could not be had, and the others go on. Raises
    SourceError where a place cannot be gone on with.
    """
    with guarded(place):
        yield from _source(place).captures(place, guest or Guest())


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
