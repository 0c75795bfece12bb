"""Setting the deals of a ledger beside a release of a register: in several processes where they are many."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from armstrail.ledger import Ledger
from armstrail.registers import rows_of
from armstrail.registers.comparison import Register

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from armstrail.model import Finding, Release

MANY = 20_000
"""Deals from which on other processes are worth their start, of a second or two each."""

_AT_ONCE = 2_000

_register: Register
_ledger: Ledger


def register_of(ledger: Ledger, release: Release) -> Register:
    """A release in a ledger, ready for comparing."""
    return Register(release, rows_of(release, ledger.register_rows(release)))


def findings(
    place: str, register: Register, keys: Sequence[str], *, workers: int | None = None
) -> Iterator[Finding]:
    """The findings of the deals of some keys of the ledger at a place, in that order.

    In so many processes; one a core where there are many deals, else in this one.
    """
    workers = workers or (os.cpu_count() or 1 if len(keys) >= MANY else 1)
    some = iter(keys)
    parts = iter(lambda: list(islice(some, _AT_ONCE)), [])
    if workers == 1:
        with Ledger.open(place) as ledger:
            for part in parts:
                yield from map(register.find, ledger.deals_of(part, origins=False))
        return
    starting = (place, register.release)
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start, initargs=starting) as pool:
        for found in pool.map(_find, parts):
            for finding in found:
                register.claim(finding)
                yield finding


def _start(place: str, release: Release) -> None:
    """What each process has open."""
    global _ledger, _register  # noqa: PLW0603 - a process of the pool has no other place for it
    _ledger = Ledger.open(place)
    _register = register_of(_ledger, release)


def _find(keys: list[str]) -> list[Finding]:
    return [_register.find(deal) for deal in _ledger.deals_of(keys, origins=False)]
