"""Claims as rows of CSV, for a spreadsheet or a statistics package: one row a claim, lists joined by "; "."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from armstrail.model import Claim, Document, Reading

Cell = str | int | float | None

COLUMNS = (
    "doc published outlet url title claim evidence in start end supplier supplier_id recipient recipient_id"
    " items categories designations quantities quantity_min quantity_max"
    " value amount currency stage polarity certainty date date_iso speakers cue voice statement confidence"
).split()

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """CSV: a line of column names, then a line for each claim."""
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for reading in readings:
        lines.writerows([safe(cell) for cell in cells(reading.document, claim)] for claim in reading.claims)


def safe(cell: Cell) -> Cell:
    """A cell as a spreadsheet may have it: text that it would run as a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return cell


def cells(document: Document, claim: Claim) -> list[Cell]:
    """The cells of one claim, in the order of COLUMNS."""
    value, date = claim.value, claim.date
    quantities = [item.quantity for item in claim.items]
    return [
        document.id,
        document.published,
        document.outlet,
        document.url,
        document.title,
        claim.id,
        claim.evidence,
        claim.span.place,
        claim.span.start,
        claim.span.end,
        _joined(party.mention for party in claim.supplier),
        _joined(party.id for party in claim.supplier),
        _joined(party.mention for party in claim.recipient),
        _joined(party.id for party in claim.recipient),
        _joined(item.mention for item in claim.items),
        _joined(item.category for item in claim.items),
        _joined(item.designation or "" for item in claim.items),
        _joined(quantity.mention if quantity else "" for quantity in quantities),
        _joined(_number(quantity.min if quantity else None) for quantity in quantities),
        _joined(_number(quantity.max if quantity else None) for quantity in quantities),
        value.mention if value else None,
        value.amount if value else None,
        value.currency if value else None,
        claim.stage,
        claim.polarity,
        claim.certainty,
        date.mention if date else None,
        date.iso if date else None,
        _joined(speaker.name for speaker in claim.speakers),
        claim.cue,
        claim.voice,
        claim.statement,
        claim.confidence,
    ]


def _joined(parts: Iterable[str]) -> str:
    """A list as one cell; empty places are kept where any is filled, so that lists of one claim stay in step."""
    places = list(parts)
    return "; ".join(places) if any(places) else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
