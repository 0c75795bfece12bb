"""Releases of registers that are kept in memory while they are used: ready for comparing, their rows to be narrowed."""

from __future__ import annotations

from collections import Counter, OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from armstrail.comparing import register_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from armstrail.ledger import Ledger
    from armstrail.model import RegisterRow, Release
    from armstrail.registers.comparison import Register

SIDES = ("supplier", "recipient")

_MOST_ROWS = 150_000
"""Rows of registers that are kept at once, of some two kilobytes each."""


class HeldRelease:
    """A release: the `register` as it is compared, and its `rows` in the order of the file."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.rows: tuple[RegisterRow, ...] = tuple(register.rows.values())
        self._parties = {side: [_party(row, side) for row in self.rows] for side in SIDES}
        self._words = ["\n".join(row.cells).casefold() for row in self.rows]

    def having(self, words: str, chosen: Mapping[str, Sequence[str]]) -> list[RegisterRow]:
        """The rows that hold some words, in any case, and are of the parties that are chosen of each side: by id, or as
        the register writes them where no table has them.
        """
        return [self.rows[at] for at in self._places(words, chosen)]

    def counts(self, words: str, chosen: Mapping[str, Sequence[str]], top: int) -> dict[str, dict[str, int]]:
        """How many of these rows each party has, of each side; those of one side whatever is chosen of it."""
        found = {}
        for side in SIDES:
            names, others = self._parties[side], {one: some for one, some in chosen.items() if one != side}
            found[side] = dict(Counter([names[at] for at in self._places(words, others)]).most_common(top))
        return found

    def _places(self, words: str, chosen: Mapping[str, Sequence[str]]) -> Sequence[int]:
        places: Sequence[int] = range(len(self.rows))
        for side, wanted in chosen.items():
            if wanted:
                names = self._parties[side]
                places = [at for at in places if names[at] in wanted]
        for word in words.casefold().split():
            places = [at for at in places if word in self._words[at]]
        return places


class Releases:
    """The releases that were used last, of `most_rows` in all; shared by all threads."""

    def __init__(self, most_rows: int = _MOST_ROWS) -> None:
        self.most_rows = most_rows
        self._lock = Lock()
        self._held: OrderedDict[tuple[str | None, ...], HeldRelease] = OrderedDict()

    def get(self, ledger: Ledger, release: Release) -> HeldRelease:
        """A release, read from the ledger where it is not held. Raises RegisterError where it cannot be."""
        key = (release.sha256, release.register, release.date, release.mapping)
        with self._lock:
            if key not in self._held:
                self._held[key] = HeldRelease(register_of(ledger, release))
            self._held.move_to_end(key)
            while len(self._held) > 1 and sum(len(one.rows) for one in self._held.values()) > self.most_rows:
                self._held.popitem(last=False)
            return self._held[key]


def releases_of(request: Request) -> Releases:
    """The releases that the application holds."""
    releases: Releases = request.app.state.releases
    return releases


TheReleases = Annotated[Releases, Depends(releases_of)]


def _party(row: RegisterRow, side: str) -> str:
    known: str | None = getattr(row, side)
    written: str = getattr(row, f"{side}_name")
    return known or written
