"""SIPRI's trade register, in the two layouts that its website gives.

In the one a row is a deal, with all its years of delivery in one cell; unnamed columns hold a question mark for the
column before them. In the other a row is a year of deliveries, and the rows of one id of the database are one transfer;
columns of their own say what is an estimate. Both begin with some lines on what was asked for and when. Established
from exports of March 2025 and April 2024; the columns may come in another order, and others may stand among them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from armstrail.codebook import tables
from armstrail.registers import names
from armstrail.registers.layouts import Columns, Layout, spanned
from armstrail.registers.rows import Places, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.model import Field, RegisterRow, Release
    from armstrail.registers.rows import Reader

SIPRI_COLUMNS = (
    "Recipient",
    "Supplier",
    "Year of order",
    " ",
    "Number ordered",
    " ",
    "Weapon designation",
    "Weapon description",
    "Number delivered",
    " ",
    "Year(s) of delivery",
    "status",
    "Comments",
    "SIPRI TIV per unit",
    "SIPRI TIV for total order",
    "SIPRI TIV of delivered weapons",
)
"""The heads of the layout with a row for each deal, in their order; " " holds the doubts of the column before it."""

_HEADS = {
    "supplier": ("Supplier",),
    "recipient": ("Recipient",),
    "designation": ("Weapon designation", "Designation"),
    "description": ("Weapon description", "Description"),
    "order_year": ("Year of order", "Order year", "Order date"),
    "status": ("status",),
    "comments": ("Comments",),
}
_DOUBTED: tuple[Field, ...] = ("order_year", "ordered", "delivered", "delivery_years")
_RANGE = re.compile(r"year range '([^']*)' to '([^']*)'")
_GENERATED = re.compile(r"data generated:\s*(\d{1,2})\s+([a-z]+)\s+(\d{4})", re.IGNORECASE)


def _reader(release: Release, columns: Columns) -> Reader:
    """Rows of deals: an unnamed column behind that of a field holds its doubts."""
    doubts: dict[Field, int] = {}
    for field in _DOUBTED:
        after = columns.get(field, len(release.columns)) + 1
        if after < len(release.columns) and not release.columns[after].strip():
            doubts[field] = after
    return Rows(Places(**columns), doubts)


def _years_reader(_: Release, columns: Columns) -> Reader:
    """Rows of years of delivery: columns of doubts have heads of their own."""
    places = {name: place for name, place in columns.items() if not name.startswith("doubt_")}
    doubts: dict[Field, int] = {
        field: columns[f"doubt_{field}"] for field in _DOUBTED if f"doubt_{field}" in columns
    }
    return Rows(Places(**places), doubts)


def generated(preamble: Sequence[str]) -> str | None:
    """The day on which the website made a table; None where the lines before the head do not say.

    >>> generated(["Data generated: 3 Feb 2024 11:05:12 AM"])
    '2024-02-03'
    """
    for line in preamble:
        if found := _GENERATED.search(line):
            day, word, year = found.groups()
            month = next((m["month"] for m in _months() if m["name"].startswith(word[:3].title())), None)
            if month and 1 <= int(day) <= 31:
                return f"{year}-{month:02}-{int(day):02}"
    return None


def _months() -> list[dict[str, str]]:
    months: list[dict[str, str]] = tables()["dates"]["months"]
    return months


def _covered(release: Release, rows: Sequence[RegisterRow]) -> tuple[int | None, int | None]:
    """The years that were asked for; where none were, all up to the year before the table was made."""
    asked = next((found for line in release.preamble if (found := _RANGE.search(line))), None)
    if asked is None:
        return spanned(rows)
    first, last = (int(year) if year.isdigit() else None for year in asked.groups())
    if last is None:
        last = int(release.date[:4]) - 1 if release.date else spanned(rows)[1]
    return first or int(names.registers()["sipri"]["since"]), last


SIPRI = Layout(
    name="sipri",
    register="sipri",
    title="SIPRI's trade register",
    heads=_HEADS
    | {
        "ordered": ("Number ordered",),
        "delivered": ("Number delivered", "Numbers delivered"),
        "delivery_years": ("Year(s) of delivery", "Year(s) of deliveries", "Years of delivery"),
    },
    needed=frozenset(["supplier", "recipient"]),
    either=(frozenset(["designation", "description"]), frozenset(["delivered", "delivery_years"])),
    expected=frozenset(
        ["designation", "description", "order_year", "ordered", "delivered", "delivery_years"]
    ),
    reader=_reader,
    dated=generated,
    covered=_covered,
)

SIPRI_YEARS = Layout(
    name="sipri-years",
    register="sipri",
    title="SIPRI's trade register by delivery year",
    heads=_HEADS
    | {
        "transfer": ("SIPRI AT Database ID",),
        "delivered": ("Numbers delivered", "Number delivered"),
        "delivery_years": ("Delivery year",),
        "doubt_order_year": ("Order date is estimate",),
        "doubt_delivered": ("Numbers delivered is estimate",),
        "doubt_delivery_years": ("Delivery year is estimate",),
    },
    needed=frozenset(["supplier", "recipient", "transfer", "delivery_years"]),
    either=(frozenset(["designation", "description"]),),
    expected=frozenset(["designation", "description", "order_year", "delivered"]),
    reader=_years_reader,
    dated=generated,
    covered=_covered,
)
