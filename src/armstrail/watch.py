"""Addresses to be asked again and again for what is new: which of them, how often. A file of TOML.

every = "1h"                     # how often, where an address does not say; s, m, h, d
interval = 1.0                   # seconds between two requests to one host

[[watch]]
address = "https://example.org/news.rss"

[[watch]]
address = "https://example.com/sitemap.xml"
every = "1d"
"""

from __future__ import annotations

import re
import time
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from armstrail.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LEAST = 60.0


@dataclass(slots=True)
class Watch:
    """The addresses and how many seconds apart each is asked; `interval` as in the file."""

    every: dict[str, float]
    interval: float = 1.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file. Raises SourceError, with what is wrong in it."""
        place = str(path)
        try:
            with path.open("rb") as stream:
                plan = tomllib.load(stream)
        except OSError as error:
            raise SourceError(
                place, f"cannot be opened ({(error.strerror or str(error)).lower()})"
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SourceError(place, f"is not TOML ({error})") from error
        unknown = sorted(set(plan) - {"every", "interval", "watch"})
        if unknown:
            raise SourceError(place, f"holds {unknown[0]!r}; it may hold every, interval and [[watch]]")
        usual = _seconds(place, plan.get("every", "1h"))
        entries = plan.get("watch")
        if not isinstance(entries, list) or not entries:
            raise SourceError(place, 'names nothing to watch; add [[watch]] and address = "https://…"')
        interval = plan.get("interval", 1.0)
        if not isinstance(interval, int | float) or isinstance(interval, bool) or interval < 0:
            raise SourceError(place, "`interval` is not a number of seconds")
        return cls(dict(_entry(place, entry, usual) for entry in entries), float(interval))

    def due(self) -> list[str]:
        """The addresses whose time has come; they are next due as far from now as each is to be asked."""
        now = self.clock()
        due = [address for address in self.every if self._next.get(address, now) <= now]
        self._next.update((address, now + self.every[address]) for address in due)
        return due

    def wait(self) -> None:
        """Sleep until the next address is due."""
        self.sleep(max(0.0, min(self._next.values()) - self.clock()))


def _entry(place: str, entry: Any, usual: float) -> tuple[str, float]:  # noqa: ANN401 - what TOML holds
    if not isinstance(entry, dict) or not isinstance(entry.get("address"), str):
        raise SourceError(place, "has a [[watch]] without an address")
    address = entry["address"]
    if not re.match(r"https?://", address):
        raise SourceError(place, f"{address!r} is not an http or https address")
    unknown = sorted(set(entry) - {"address", "every"})
    if unknown:
        raise SourceError(place, f"has {unknown[0]!r} for {address}; it may hold address and every")
    return address, _seconds(place, entry["every"]) if "every" in entry else usual


def _seconds(place: str, words: Any) -> float:  # noqa: ANN401 - what TOML holds
    found = _SPAN.fullmatch(words) if isinstance(words, str) else None
    if not found:
        raise SourceError(place, f"`every` is {words!r}; write it as in 30m, 1h, 2d")
    return max(_LEAST, float(found[1]) * _SECONDS[found[2]])
