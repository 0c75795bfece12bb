"""What the tests of sources are made with: a guest of loopback, a clock, a memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from armstrail.sources import Guest, Visit


@dataclass
class Clock:
    """Time that passes only while somebody sleeps; from 1 January 2000 on."""

    time: float = 946_684_800.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


class Kept:
    """A memory that keeps the last visits."""

    def __init__(self) -> None:
        self.visits: dict[str, Visit] = {}

    def last(self, address: str) -> Visit | None:
        return self.visits.get(address)

    def record(self, visit: Visit) -> None:
        self.visits[visit.address] = visit


def guest(clock: Clock | None = None, **settings: Any) -> Guest:
    """A guest of loopback who loses no time."""
    clock = clock or Clock()
    given: dict[str, Any] = {"allow_private": True, "clock": clock.now, "sleep": clock.sleep, **settings}
    return Guest(**given)
