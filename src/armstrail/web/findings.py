"""Deals beside the releases of registers that the ledger has; each release is read once and kept while it is used."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from armstrail.errors import RegisterError
from armstrail.exports.deals import goods
from armstrail.exports.findings import row_record
from armstrail.web.shapes.registers import DealOfRow, FaultShown, FindingShown, ReleaseShown, RowShown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from armstrail.ledger import Ledger, ReleaseEntry
    from armstrail.model import Deal, RegisterRow, Release
    from armstrail.registers.comparison import Register
    from armstrail.web.releases import Releases

_MOST_DEALS = 300
"""Deals that are compared for one page of a register."""

_FAULTS = 50
_ADDRESS = 16  # letters of the hash


def release_shown(entry: ReleaseEntry) -> ReleaseShown:
    """A release with the first of its faults."""
    release = entry.release
    return ReleaseShown(
        id=release.sha256[:_ADDRESS],
        name=release.name,
        register=release.register,
        date=release.date,
        file=release.file,
        sha256=release.sha256,
        layout=release.layout,
        added=entry.added,
        first=release.first,
        last=release.last,
        rows=entry.rows,
        complete=release.complete,
        preamble=release.preamble,
        faults=tuple(FaultShown(fault.line, fault.reason) for fault in release.faults[:_FAULTS]),
        faults_total=len(release.faults),
    )


def row_shown(row: RegisterRow, release: Release, deals: tuple[DealOfRow, ...] | None) -> RowShown:
    """A row of a release with the deals that it is matched with; None where these were not looked for."""
    return RowShown(
        line=row.line,
        supplier=row.supplier,
        supplier_name=row.supplier_name,
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        designation=row.designation,
        description=row.description,
        category=row.category,
        ordered=row.ordered,
        order_year=row.order_year,
        delivered=row.delivered,
        delivery_years=row.delivery_years,
        status=row.status,
        comments=row.comments,
        uncertain=tuple(sorted(row.estimated)),
        deals=deals,
        record=row_record(row, release),
    )


def findings(ledger: Ledger, releases: Releases, deal: Deal) -> tuple[FindingShown, ...]:
    """How a deal stands against each release: the newest of every register, then earlier ones as long as all that is
    compared can be held at once.
    """
    entries = ledger.releases()
    newest = {entry.release.register: entry for entry in reversed(entries)}
    left, found = releases.most_rows, {}
    for entry in sorted(entries, key=lambda one: newest[one.release.register] is not one):
        left -= entry.rows
        held = left >= 0 or newest[entry.release.register] is entry
        found[id(entry)] = _finding(ledger, releases, deal, entry) if held else _not_compared(entry)
    return tuple(found[id(entry)] for entry in entries)


def _finding(ledger: Ledger, releases: Releases, deal: Deal, entry: ReleaseEntry) -> FindingShown:
    try:
        register = releases.get(ledger, entry.release).register
    except RegisterError as error:
        return FindingShown(release_shown(entry), None, (), (str(error),), ())
    found = register.find(deal)
    rows = tuple(row_shown(register.rows[line], entry.release, None) for line in found.lines)
    return FindingShown(release_shown(entry), found.verdict, found.differs, found.reasons, rows)


def _not_compared(entry: ReleaseEntry) -> FindingShown:
    why = f'an earlier release, not compared here; `armstrail compare "{entry.release.name}"` does'
    return FindingShown(release_shown(entry), None, (), (why,), ())


@dataclass(frozen=True, slots=True)
class Matched:
    """The deals of the ledger that rows are matched with, by line; `too_many` lie between some of the parties, the
    lines of which are `left`.
    """

    deals: dict[int, list[DealOfRow]]
    left: frozenset[int]
    too_many: int

    def of(self, row: RegisterRow) -> tuple[DealOfRow, ...] | None:
        """The deals of a row; None where they were not looked for."""
        return None if row.line in self.left else tuple(self.deals.get(row.line, ()))


def matched(
    ledger: Ledger,
    register: Register,
    rows: Sequence[RegisterRow],
    *,
    whole: bool = False,
    most: int = _MOST_DEALS,
) -> Matched:
    """The deals that rows are matched with, of at most so many. Where more lie between the parties of the rows, those
    of one dyad after the other, as far as they are not too many; none at all where the `whole` is asked for.
    """
    known = [row for row in rows if row.supplier and row.recipient]
    found, total = _deals(ledger, register, known, most)
    if found is not None:
        return Matched(_by_line(register, found), frozenset(), 0)
    if whole:
        return Matched({}, frozenset(row.line for row in known), total)
    by_dyad: dict[tuple[str | None, str | None], list[RegisterRow]] = defaultdict(list)
    for row in known:
        by_dyad[row.supplier, row.recipient].append(row)
    deals: dict[int, list[DealOfRow]] = {}
    left, lines, budget = 0, set(), most
    for some in by_dyad.values():
        found, total = _deals(ledger, register, some, budget)
        if found is None:
            left += total
            lines |= {row.line for row in some}
        else:
            budget -= total
            deals |= _by_line(register, found)
    return Matched(deals, frozenset(lines), left)


def unclaimed(ledger: Ledger, register: Register, rows: Iterable[RegisterRow]) -> Iterator[RegisterRow]:
    """The rows that no deal of the ledger is matched with, in their order, however many deals there are: those of a
    dyad are compared when its first row comes.
    """
    claimed: set[int] = set()
    compared: set[tuple[str, str]] = set()
    for row in rows:
        if row.supplier and row.recipient and (row.supplier, row.recipient) not in compared:
            compared.add((row.supplier, row.recipient))
            found, _ = _deals(ledger, register, [row])
            claimed.update(_by_line(register, found or ()))
        if row.line not in claimed:
            yield row


def _deals(
    ledger: Ledger, register: Register, rows: Iterable[RegisterRow], most: int | None = None
) -> tuple[Iterable[Deal] | None, int]:
    """The deals between the parties of some rows, and how many there are; None where they are more than so many."""
    dyads = {(row.supplier or "", row.recipient or "") for row in rows}
    suppliers = sorted({name for one, other in dyads for name in register.parties_of(one, other)})
    recipients = sorted({name for one, other in dyads for name in register.parties_of(other, one)})
    if not dyads:
        return (), 0
    names, total = ledger.deals_found(most=most, supplier=tuple(suppliers), recipient=tuple(recipients))
    return (ledger.deals_of(names, origins=False) if most is None or total <= most else None), total


def _by_line(register: Register, deals: Iterable[Deal]) -> dict[int, list[DealOfRow]]:
    found: dict[int, list[DealOfRow]] = defaultdict(list)
    for deal in deals:
        finding = register.find(deal)
        for line in finding.lines:
            found[line].append(DealOfRow(deal.id, goods(deal), finding.verdict, finding.differs))
    return found
