"""Cells -> rows: numbers, years and doubts as registers write them. Pure; what cannot be read is told with its cell.

A number or year in brackets, or with a question mark behind it, is one that the register is not sure of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from armstrail.model import Field, RegisterRow
from armstrail.registers import names

if TYPE_CHECKING:
    from collections.abc import Iterable

Cells = tuple[str, ...]
Reader = Callable[[int, Cells], RegisterRow]
"""Makes a row of the line of its file and its cells; raises RowFault."""

UNTOLD = frozenset(
    ["", "..", "...", "-", "–", "—", "?", "n/a", "na", "nil", "unknown", "classified", "not specified"]
)
YEARS = range(1900, 2101)
DIGITS = 12  # of a number of pieces; more are a slip, and no database holds them
THOUSANDS = 3  # digits of a group
ABSENT = -1  # the place of a column that a table has not: that of the empty cell set behind the others
_DASHES = str.maketrans("–—‒", "---")


class RowFault(Exception):  # noqa: N818 - it is no error of the program, but what is told of a line
    """A row that cannot be read; its text says which cell, and what to do."""


class Estimate(NamedTuple):
    """A number, or years, and whether the cell itself marks them as uncertain."""

    numbers: tuple[int, ...]
    unsure: bool


class Places(NamedTuple):
    """Where the fields of a row stand among its cells; ABSENT where the table has no such column."""

    supplier: int
    recipient: int
    designation: int = ABSENT
    description: int = ABSENT
    category: int = ABSENT
    order_year: int = ABSENT
    ordered: int = ABSENT
    delivered: int = ABSENT
    delivery_years: int = ABSENT
    status: int = ABSENT
    comments: int = ABSENT
    transfer: int = ABSENT


FIELDS: tuple[Field, ...] = ("order_year", "ordered", "delivered", "delivery_years")
MARKS = frozenset(["?", "yes", "y", "true", "x"])  # what stands in a column of doubts


class Rows:
    """The reader of rows whose fields stand in some places.

    `doubts` are the places of the columns that say whether a field is uncertain; `fixed` gives the supplier or the
    recipient of all rows, where no column has it. Cells are remembered: a register has many rows and few of them.
    """

    def __init__(
        self, places: Places, doubts: Mapping[Field, int], fixed: Mapping[str, str] | None = None
    ) -> None:
        self._places = places
        self._doubts = tuple(doubts.get(field, ABSENT) for field in FIELDS)
        self._supplier, self._recipient = ((fixed or {}).get(side, "") for side in ("supplier", "recipient"))
        self._numbers, self._years, self._order_years = _Numbers(), _Years(), _Years(one=True)
        self._unsure = _Doubts()

    def __call__(self, line: int, cells: Cells) -> RegisterRow:
        """The row of a line. Raises RowFault."""
        place, at = self._places, (*cells, "")
        supplier = self._supplier or at[place.supplier].strip()
        recipient = self._recipient or at[place.recipient].strip()
        if not supplier and not recipient:
            raise RowFault("names neither a supplier nor a recipient; fill them in, or take the line out")
        order_year = self._order_years[at[place.order_year]]
        ordered, delivered = self._numbers[at[place.ordered]], self._numbers[at[place.delivered]]
        delivery = self._years[at[place.delivery_years]]
        designation, description = at[place.designation].strip(), at[place.description].strip()
        one, two, three, four = self._doubts
        return RegisterRow(
            line,
            cells,
            at[place.transfer].strip() or f"line {line}",
            names.party(supplier),
            names.party(recipient),
            supplier,
            recipient,
            designation,
            description,
            names.category(at[place.category] or description, designation),
            order_year.numbers[0] if order_year.numbers else None,
            ordered.numbers[0] if ordered.numbers else None,
            delivered.numbers[0] if delivered.numbers else None,
            delivery.numbers,
            at[place.status].strip(),
            at[place.comments].strip(),
            self._unsure[
                (at[one], at[two], at[three], at[four]),
                (order_year.unsure, ordered.unsure, delivered.unsure, delivery.unsure),
            ],
        )


class _Numbers(dict[str, Estimate]):
    """Cells of numbers, each read once."""

    def __missing__(self, cell: str) -> Estimate:
        self[cell] = found = number(cell)
        return found


class _Years(dict[str, Estimate]):
    """Cells of years, each read once; of `one` year, or of several."""

    def __init__(self, *, one: bool = False) -> None:
        super().__init__()
        self._one = one

    def __missing__(self, cell: str) -> Estimate:
        found = years(cell)
        if self._one and len(found.numbers) > 1:
            raise RowFault(f"has {_shown(cell)} where one year stands; write that of the order, as in 2019")
        self[cell] = found
        return found


class _Doubts(dict[tuple[tuple[str, ...], tuple[bool, ...]], frozenset[Field]]):
    """Which fields are uncertain, by the cells of doubts and by the marks of the cells themselves."""

    def __missing__(self, key: tuple[tuple[str, ...], tuple[bool, ...]]) -> frozenset[Field]:
        self[key] = found = frozenset(
            field
            for field, cell, unsure in zip(FIELDS, *key, strict=True)
            if unsure or cell.strip().casefold() in MARKS
        )
        return found


def number(cell: str) -> Estimate:
    """A number of pieces. Raises RowFault where the cell holds something else.

    >>> number("1 200"), number("(12)"), number("..")
    (Estimate(numbers=(1200,), unsure=False), Estimate(numbers=(12,), unsure=True), Estimate(numbers=(), unsure=False))
    """
    text, unsure = _bare(cell)
    if text.casefold() in UNTOLD:
        return Estimate((), unsure)
    whole, _, rest = text.partition(".")
    digits = _ungrouped(whole)
    odd = bool(rest.strip("0")) or len(rest) == THOUSANDS  # "1.000" is one, or a thousand
    if not digits.isascii() or not digits.isdigit() or len(digits) > DIGITS or odd:
        formula = "a formula; save the table with its values" if text.startswith("=") else "no number"
        raise RowFault(
            f"has {_shown(cell)} where a number of pieces stands, which is {formula}; write it in digits, "
            "or leave the cell empty"
        )
    return Estimate((int(digits),), unsure)


def years(cell: str) -> Estimate:
    """Years, ascending: one, several, first and last, or a date. Raises RowFault where the cell holds something else.

    >>> years("1979; 1981"), years("2012-2014"), years("(2019)")
    (Estimate(numbers=(1979, 1981), unsure=False), Estimate(numbers=(2012, 2013, 2014), unsure=False), \
Estimate(numbers=(2019,), unsure=True))
    """
    found: set[int] = set()
    doubtful = False
    for part in cell.replace(",", ";").split(";"):
        text, unsure = _bare(part)
        doubtful |= unsure
        if len(text) == 4 and text.isascii() and text.isdigit() and int(text) in YEARS:
            found.add(int(text))  # as nearly all are
        elif text.casefold() not in UNTOLD:
            found.update(_span(text.translate(_DASHES), cell))
    return Estimate(tuple(sorted(found)), doubtful)


def _span(text: str, cell: str) -> Iterable[int]:
    """The years of one part of a cell: a year, a year with month and day, or the first and the last."""
    first, _, last = (part.strip() for part in text.partition("-"))
    if len(last) > 2 and last[2] == "-" and last[:2].isdigit():  # 2019-03-31
        last = ""
    if last.isdigit() and len(last) == 2 and 0 < int(last) <= 12:  # 2019-03: a month, as ISO 8601 has it
        if first[2:] < last:
            raise RowFault(
                f"has {_shown(cell)} where a year stands, which may be a month or the last of several years; "
                f"write {first} or {first}-{first[:2]}{last}"
            )
        last = ""
    ends = [_year(end, cell) for end in (first, last or first)]
    if ends[0] > ends[1]:
        raise RowFault(
            f"has years that end before they begin: {_shown(cell)}; write the first before the last"
        )
    return range(ends[0], ends[1] + 1)


def _year(text: str, cell: str) -> int:
    text = text.removesuffix(".0")  # a number of a spreadsheet
    if len(text) != 4 or not text.isascii() or not text.isdigit() or int(text) not in YEARS:
        raise RowFault(
            f"has {_shown(cell)} where a year stands, which is none between {YEARS[0]} and {YEARS[-1]}; "
            "write it as 2019, or leave the cell empty"
        )
    return int(text)


def _bare(cell: str) -> tuple[str, bool]:
    """A cell without the marks of doubt around it, and whether there were any."""
    text = cell.strip()
    bare = text.removesuffix("?").removeprefix("~").strip() if len(text) > 1 else text
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    return bare, bare != text


def _ungrouped(whole: str) -> str:
    """The digits of a number whose thousands are set apart: 1,200, 1 200, 1'200; the words as they are otherwise."""
    for mark in (",", " ", "\u00a0", "\u202f", "'"):
        groups = whole.split(mark)
        if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3:
            return "".join(groups)
    return whole


def _shown(cell: str) -> str:
    """A cell as it is told to people, not longer than a line."""
    text = " ".join(cell.split())
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
