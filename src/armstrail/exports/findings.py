"""Findings: how deals stand against a register, for the eye or as JSONL; and the register's own rows."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from armstrail.exports import counted
from armstrail.exports.deals import goods
from armstrail.exports.sourced import party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from armstrail.ledger import ReleaseEntry
    from armstrail.model import Deal, Finding, RegisterRow, Release

Found = tuple["Deal", "Finding"]

_SHOWN = 20  # faults


def write_lines(
    found: Iterable[Found], release: Release, rows: Mapping[int, RegisterRow], out: TextIO
) -> None:
    """JSONL: an object a deal, with the register's rows that it was matched with."""
    for deal, finding in found:
        out.write(json.dumps(finding_record(deal, finding, release, rows), ensure_ascii=False) + "\n")


def finding_record(
    deal: Deal, finding: Finding, release: Release, rows: Mapping[int, RegisterRow]
) -> dict[str, Any]:
    """A finding as an object of JSON: the verdict, in what the register differs, the reasons, the rows."""
    return {
        "deal": finding.deal,
        "supplier": deal.supplier or None,
        "recipient": deal.recipient or None,
        "category": deal.category,
        "designation": deal.designation,
        "register": release.register,
        "release": release.date,
        "sha256": release.sha256,
        "verdict": finding.verdict,
        "differs": list(finding.differs),
        "reasons": list(finding.reasons),
        "features": [asdict(feature) for feature in finding.features],
        "rows": [row_record(rows[line], release) for line in finding.lines],
    }


def row_record(row: RegisterRow, release: Release) -> dict[str, Any]:
    """A row of a register as an object of JSON: the line, what it says, and its cells as they stand."""
    return {
        "line": row.line,
        "supplier": row.supplier,
        "recipient": row.recipient,
        "designation": row.designation,
        "category": row.category,
        "order_year": row.order_year,
        "ordered": row.ordered,
        "delivered": row.delivered,
        "delivery_years": list(row.delivery_years),
        "status": row.status,
        "estimated": sorted(row.estimated),
        "cells": dict(zip(_heads(release), row.cells, strict=False)),
    }


def _heads(release: Release) -> list[str]:
    """The heads of the columns, no two the same; those without a name go by the one before them."""
    heads: list[str] = []
    for head in release.columns:
        name = head.strip() or f"{heads[-1] if heads else ''} ?".strip()
        names = chain([name], (f"{name} ({number})" for number in count(2)))
        heads.append(next(one for one in names if one not in heads))
    return heads


def write_table(found: Iterable[Found], rows: Mapping[int, RegisterRow], out: TextIO) -> None:
    """For each deal its finding, the reasons and the register's rows."""
    for deal, finding in found:
        _write(_finding(deal, finding, rows), out)


def _finding(deal: Deal, finding: Finding, rows: Mapping[int, RegisterRow]) -> Iterator[str]:
    what = f" in {', '.join(finding.differs)}" if finding.differs else ""
    yield f"{finding.verdict}{what}: {party(deal.supplier)} → {party(deal.recipient)}: {goods(deal)}"
    yield f"  {deal.id}: {counted(len({strand.claim for strand in deal.strands}), 'claim')}"
    for line in finding.lines:
        yield f"  {row_line(rows[line])}"
    for reason in finding.reasons:
        yield f"  {reason}"
    yield ""


def write_rows(rows: Iterable[RegisterRow], out: TextIO) -> int:
    """Rows of a register, one a line; gives how many."""
    number = 0
    for number, row in enumerate(rows, 1):  # noqa: B007 - it is counted
        _write([f"{row.supplier_name} → {row.recipient_name}: {row_line(row)}"], out)
    return number


def row_line(row: RegisterRow) -> str:
    """A row of a register in one line; "?" where it marks a figure as uncertain."""

    def figure(value: object, *fields: str) -> str:
        return f"{'unknown' if value is None else value}{'?' if row.estimated & set(fields) else ''}"

    years = "; ".join(map(str, row.delivery_years)) or "none"
    return (
        f"line {row.line}: {row.designation} ({row.description}), ordered {figure(row.ordered, 'ordered')}"
        f" in {figure(row.order_year, 'order_year')}, delivered {figure(row.delivered, 'delivered')}"
        f" in {figure(years, 'delivery_years')}" + (f", {row.status}" if row.status else "")
    )


def write_releases(entries: Sequence[ReleaseEntry], out: TextIO) -> None:
    """The releases that a ledger has, one a line, those not complete marked."""
    for entry in entries:
        _write([_release(entry)], out)


def release_record(entry: ReleaseEntry) -> dict[str, Any]:
    """A release as an object of JSON, with what of it could not be read."""
    return {
        **asdict(entry.release),
        "complete": entry.release.complete,
        "added": entry.added,
        "rows": entry.rows,
    }


def write_release(entry: ReleaseEntry, out: TextIO) -> None:
    """One release: where it comes from, what it covers, what of it could not be read."""
    release = entry.release
    _write(
        [
            _release(entry),
            f"  file {release.file}, SHA-256 {release.sha256}",
            f"  layout {release.layout}, added {entry.added}",
            *(f"  | {line}" for line in release.preamble),
            *(f"  line {fault.line}: {fault.reason}" for fault in release.faults[:_SHOWN]),
        ],
        out,
    )
    if len(release.faults) > _SHOWN:
        _write([f"  and {len(release.faults) - _SHOWN:,} more that could not be read"], out)


def _release(entry: ReleaseEntry) -> str:
    release = entry.release
    years = (
        f", years {release.first or '…'} to {release.last or '…'}" if release.first or release.last else ""
    )
    lacking = "" if release.complete else f", NOT COMPLETE: {counted(len(release.faults), 'fault')}"
    return f"{release.name} ({release.sha256[:8]}): {counted(entry.rows, 'row')}{years}{lacking}"


def _write(lines: Iterable[str], out: TextIO) -> None:
    for line in lines:
        out.write("".join(letter if letter.isprintable() else " " for letter in line).rstrip() + "\n")
