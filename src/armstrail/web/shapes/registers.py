"""Registers: releases, their rows, and how a deal stands against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from armstrail.web.shapes.lists import Facet, Turning
from armstrail.web.shapes.search import Chosen


@dataclass(frozen=True, slots=True)
class FaultShown:
    """What of a file could not be read: its line, 0 where it is the whole file, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseShown:
    """A release of a register: its name and date, the file that was brought in with its SHA-256 and layout, when, the
    years that it covers, its rows, the lines before its head, and what could not be read, of `faults_total`.

    It is `complete` where all could be read. `id` is what its page is called by.
    """

    id: str
    name: str
    register: str
    date: str | None
    file: str
    sha256: str
    layout: str
    added: str
    first: int | None
    last: int | None
    rows: int
    complete: bool
    preamble: tuple[str, ...]
    faults: tuple[FaultShown, ...]
    faults_total: int


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """The releases of registers that are in the ledger, by register, the newest first."""

    releases: tuple[ReleaseShown, ...]


@dataclass(frozen=True, slots=True)
class DealOfRow:
    """A deal that a row is matched with: its name, its goods, its finding."""

    id: str
    goods: str
    verdict: str
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of a register: its line, the parties as written and as ids (none where no table has them), the goods, the
    numbers and years, the fields that the register marks as `uncertain`.

    `deals` are those that it is matched with; none (null) where so many lie between the parties that they were not
    compared here. `record` has its cells as they stand.
    """

    line: int
    supplier: str | None
    supplier_name: str
    recipient: str | None
    recipient_name: str
    designation: str
    description: str
    category: str | None
    ordered: int | None
    order_year: int | None
    delivered: int | None
    delivery_years: tuple[int, ...]
    status: str
    comments: str
    uncertain: tuple[str, ...]
    deals: tuple[DealOfRow, ...] | None
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One release: a page of its rows, in the order of the file. `words` and `chosen` narrow them, `unclaimed` to those
    that no deal of the ledger is matched with.

    `too_many` deals lie between the parties of the rows to compare them all at once: then no rows are given for
    `unclaimed`, else rows without deals.
    """

    release: ReleaseShown
    words: str
    unclaimed: bool
    chosen: tuple[Chosen, ...]
    rows: tuple[RowShown, ...]
    turning: Turning
    facets: tuple[Facet, ...]
    too_many: int


@dataclass(frozen=True, slots=True)
class FindingShown:
    """How a deal stands against a release: the `verdict` (recorded, differs, not recorded, cannot tell), in which
    fields it differs, the reasons, and the rows that it was matched with.

    `verdict` is none where the release was not compared; the reason tells why.
    """

    release: ReleaseShown
    verdict: str | None
    differs: tuple[str, ...]
    reasons: tuple[str, ...]
    rows: tuple[RowShown, ...]
