"""Reports to the UN Register of Conventional Arms (UNROCA), as tables.

What could be established. Each report on unroca.org is a page of its own, /COUNTRY/report/YEAR/, headed "UNROCA
original report" and the state with the year; its table of exports has the columns Category (I-VII), Final importer
state, Number of items, State of origin (if not exporter), Intermediate location(s) (if any), Description of items,
Comments on the transfer; that of imports is the same with the other side, whose column is taken to be called Exporter
state, which is a guess by its pattern; newer reports have four such tables more, of small arms and of light weapons.
That is known at second hand, from two programs that read these pages (Klohto/UNROCA-scraper on GitHub, and an older one
like it); the site itself could not be asked. Their own output is one list of all reports, with the fields table, year,
exporter, importer, category, num_items, state_of_origin, intermediate_locations, description, comments. The site also
answers in JSON (/api/COUNTRY/), with sums by category and not with transfers. No file that the site itself offers to be
saved as CSV or XLSX could be found: none is read here that is laid out in a way of its own, and one that has these
heads is.

So these are read, by their heads, in any order and with other columns among them:
- a table of one report, with the reporting state and the year in columns, or in the lines before its head
- a table of many reports, with exporter and importer

A report on exports has its state as the supplier, one on imports as the recipient. The state of origin and intermediate
locations are neither; they stay in the cells. What UNROCA lists has been transferred: items are delivered, in the year
of the report. A row's status says which side reported it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail.errors import RegisterError
from armstrail.registers import names
from armstrail.registers.layouts import Columns, Layout, plain
from armstrail.registers.rows import ABSENT, Cells, Places, RowFault, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from armstrail.model import RegisterRow, Release
    from armstrail.registers.rows import Reader

BY_SUPPLIER, BY_RECIPIENT = "reported by the supplier", "reported by the recipient"

_HEADED = re.compile(r"\W*([^\d:;,\t]+?)\W+((?:19|20)\d\d)\W*")
_LABELLED = re.compile(r"\W*([a-z ]+?)\s*[:;,\t]+\s*([^:;,\t]+?)\W*", re.IGNORECASE)
_LONGEST = 200  # of a line that may name a report; searching longer ones would take time for nothing
_REPORTERS = ("Reporting state", "Reporting country", "Reporter", "Country", "State")
_YEARS = ("Year", "Calendar year", "Reporting year", "Year of report")


def reports(rows: Iterable[RegisterRow]) -> frozenset[tuple[str, int]]:
    """The reports that rows come from, each as its state and year.

    A state that reported that it transferred nothing has no rows, and cannot be told from one that did not report.
    """
    found: set[tuple[str, int]] = set()
    for row in rows:
        side = row.supplier if row.status == BY_SUPPLIER else row.recipient
        if row.status and side:
            found.update((side, year) for year in row.delivery_years)
    return frozenset(found)


class _Reports:
    """The reader of rows of UNROCA."""

    def __init__(self, columns: Columns, state: str, year: str) -> None:
        self._state, self._year = state, (int(year),) if year else ()
        self._category = columns["category"]
        self._reporter = columns.get("reporter", ABSENT)
        self._direction = columns.get("direction", ABSENT)
        self._sides = columns.get("supplier", ABSENT), columns.get("recipient", ABSENT)
        taken = ("designation", "delivered", "delivery_years", "comments")
        places = {name: columns[name] for name in taken if name in columns}
        # Both sides are set behind the cells, since the report fills in its own.
        self._rows = Rows(Places(supplier=-3, recipient=-2, description=self._category, **places), {})

    def __call__(self, line: int, cells: Cells) -> RegisterRow:
        """The row of a line. Raises RowFault."""
        words = cells[self._category].strip()
        if plain(words) in ("", "category"):
            raise RowFault(
                "has no category of UNROCA's, I to VIII or its name; if another table begins here, save each as a "
                "file of its own"
            )
        by, supplier, recipient = self._sided((*cells, ""))
        row = self._rows(line, (*cells, supplier, recipient))
        years = row.delivery_years or self._year
        if not years:
            raise RowFault("has no year of its report; fill it in")
        return replace(
            row,
            cells=cells,
            status=by,
            category=names.reported(words, row.designation),
            delivery_years=years,
        )

    def _sided(self, at: Cells) -> tuple[str, str, str]:
        """Who reported a row, its supplier and its recipient; the report's own state stands for a side left empty."""
        supplier, recipient = (at[place].strip() for place in self._sides)
        reporter = at[self._reporter].strip() or self._state
        by = self._reported_by(at[self._direction].casefold(), reporter, supplier, recipient)
        if by == BY_SUPPLIER:
            supplier = supplier or reporter
        elif by == BY_RECIPIENT:
            recipient = recipient or reporter
        return by, supplier, recipient

    def _reported_by(self, direction: str, reporter: str, supplier: str, recipient: str) -> str:
        """Which side reported a row, as its direction, the columns or the names tell; "" where nothing does."""
        if "export" in direction:
            return BY_SUPPLIER
        if "import" in direction:
            return BY_RECIPIENT
        if ABSENT in self._sides:
            return BY_RECIPIENT if self._sides[1] == ABSENT else BY_SUPPLIER
        same = [_same(reporter, side) for side in (supplier, recipient)]
        if same[0] == same[1]:
            return ""
        return BY_SUPPLIER if same[0] else BY_RECIPIENT


def _same(one: str, other: str) -> bool:
    known = names.party(one)
    return bool(one) and (
        one.casefold() == other.casefold() or (known is not None and known == names.party(other))
    )


def _reader(release: Release, columns: Columns) -> Reader:
    """Raises RegisterError where neither the columns nor the lines before them say which state reports."""
    state, year = _report(release.preamble)
    one_side = not {"supplier", "recipient"} <= columns.keys()
    if one_side and "reporter" not in columns and not state:
        raise RegisterError(
            release.file,
            "is a report to UNROCA that does not say of which state; add a column Reporting state, or write the state "
            'and the year above the table ("Ruritania 2014")',
        )
    if "delivery_years" not in columns and not year:
        raise RegisterError(
            release.file, "is a report to UNROCA that does not say of which year; add a column Year"
        )
    return _Reports(columns, state, year)


def _report(preamble: Sequence[str]) -> tuple[str, str]:
    """The state and the year of a report, as the lines before the head of its table say; "" where they do not."""
    state = year = ""
    for line in (line for line in preamble if len(line) <= _LONGEST):
        if (labelled := _LABELLED.fullmatch(line)) and plain(labelled[1]) in map(plain, _REPORTERS):
            state = state or labelled[2].strip()
        elif labelled and plain(labelled[1]) in map(plain, _YEARS):
            year = year or labelled[2].strip()
        elif (headed := _HEADED.fullmatch(line)) and names.party(headed[1]):
            state, year = state or headed[1], year or headed[2]
    return state, year if year.isdigit() else ""


UNROCA = Layout(
    name="unroca",
    register="unroca",
    title="a report to UNROCA",
    heads={
        "category": ("Category", "Category of equipment"),
        "recipient": (
            "Final importer state",
            "Final importer",
            "Importer state",
            "Importing state",
            "Importer",
        ),
        "supplier": ("Exporter state", "Exporting state", "Exporter"),
        "delivered": ("Number of items", "num_items"),
        "origin": ("State of origin",),
        "via": ("Intermediate location", "Intermediate locations"),
        "designation": ("Description of items", "Description of item", "Description"),
        "comments": ("Comments on the transfer", "Comments", "Remarks"),
        "reporter": _REPORTERS,
        "delivery_years": _YEARS,
        "direction": ("Exports/imports", "Direction", "Transfer", "Type of transfer", "Type", "table"),
    },
    needed=frozenset(["category", "delivered"]),
    either=(frozenset(["supplier", "recipient"]),),
    reader=_reader,
)
