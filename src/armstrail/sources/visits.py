"""What is remembered of former visits to addresses, so that nothing is asked for twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Visit:
    """One answer of an address: when (ISO 8601, UTC), its HTTP status, and what to ask by whether it has changed."""

    address: str
    time: str
    status: int
    etag: str | None = None
    last_modified: str | None = None


class Memory(Protocol):
    """What remembers visits: a ledger, or nothing."""

    def last(self, address: str) -> Visit | None:
        """The last visit to an address; None where there was none."""

    def record(self, visit: Visit) -> None:
        """Remember a visit."""


class Forgetful:
    """Remembers nothing."""

    def last(self, address: str) -> Visit | None:  # noqa: ARG002 - the protocol's argument
        return None

    def record(self, visit: Visit) -> None:
        """Forget it at once."""
