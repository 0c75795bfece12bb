"""XLSX workbooks -> lines of cells. Nothing in them is evaluated, followed or unpacked beyond measure.

Formulas come as their text; links to other files are left alone. What unpacks to far more than it holds, declares
entities, or is wider or longer than a register is refused.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from armstrail.errors import LimitError, RegisterError
from armstrail.registers.grids import LOOKED, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook import Workbook

    from armstrail.model import Fault

ZIP = b"PK\x03\x04"
UNPACKED = 400_000_000
"""The most bytes that a workbook may unpack to."""
TIMES = 200
"""How many times its size a workbook may unpack to, from SMALL bytes on."""
SMALL = 20_000_000
WIDEST, LONGEST = 1_000, 1_048_576
"""The most columns and rows of a sheet that is read; the rows are as many as Excel has."""

_DAMAGED = (
    AttributeError,
    EOFError,
    KeyError,
    IndexError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,  # of XML: xml.etree.ElementTree.ParseError is one
    TypeError,
    ValueError,
    struct.error,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl and zipfile raise on workbooks that are not as they expect."""


def grids(place: str, body: bytes, sheet: str | None = None) -> list[Sheet]:
    """The sheets of a workbook, or the one of that name.

    Raises LimitError where it is too large, RegisterError where it is no workbook or has no such sheet.
    """
    _guard(place, body)
    book = _opened(place, body)
    sheets = [Sheet(place, one) for one in book.worksheets if sheet in (None, one.title)]
    if not sheets:
        there = ", ".join(one.title for one in book.worksheets)
        raise RegisterError(
            place, f'has no sheet "{sheet}"; there are: {there}' if there else "has no sheet with cells"
        )
    return sheets


def _guard(place: str, body: bytes) -> None:
    """Refuse what is no workbook, or is made to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts = packed.infolist()
            if "xl/workbook.xml" not in packed.namelist():
                raise RegisterError(place, "is packed, but no XLSX workbook; save the table as XLSX or CSV")
            size = sum(part.file_size for part in parts)
            if size > UNPACKED or size > max(SMALL, TIMES * len(body)):
                raise LimitError(
                    place, f"unpacks to {size / 1e6:,.0f} MB, which no register needs; save the table as CSV"
                )
            for part in parts:  # whatever their names: a workbook may call its parts as it likes
                with packed.open(part) as stream:
                    _without_entities(place, stream.read(1 << 16))
    except _DAMAGED as error:
        raise RegisterError(
            place, f"is a damaged workbook ({_words(error)}); fetch or save it again"
        ) from error


def _without_entities(place: str, head: bytes) -> None:
    """Refuse XML that declares a document type, where entities that unpack themselves would stand.

    It can only stand before the first element; an unfinished head is no fault here.
    """

    def refuse(*_: object) -> None:
        raise RegisterError(place, "declares XML entities, as no workbook needs; save the table as CSV")

    class Begun(Exception):  # noqa: N818 - it ends the parsing
        pass

    def begin(*_: object) -> None:
        raise Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        parser.Parse(head, False)  # noqa: FBT003 - expat takes it so
    except Begun:
        return
    except expat.ExpatError:  # told where the part is read
        return
    if len(head) == 1 << 16:
        raise RegisterError(place, "is no workbook as programs save it; save the table as CSV")


def _opened(place: str, body: bytes) -> Workbook:
    from openpyxl import load_workbook  # noqa: PLC0415 - few tables are workbooks

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not read: styles, validations, extensions
            return load_workbook(io.BytesIO(body), read_only=True, data_only=False, keep_links=False)
    except _DAMAGED as error:
        raise RegisterError(
            place, f"is a damaged workbook ({_words(error)}); fetch or save it again"
        ) from error


class Sheet:
    """A sheet, read row by row."""

    def __init__(self, place: str, sheet: Any) -> None:  # noqa: ANN401 - the types know no read-only sheets
        self.name: str = sheet.title
        self._place, self._sheet = place, sheet

    def head(self) -> Iterator[Line]:
        yield from islice(self._lines(), LOOKED)

    def preamble(self, line: int) -> tuple[str, ...]:
        before: dict[int, str] = {}
        for at, cells in self._lines():
            if at >= line:
                break
            before[at] = ",".join(" ".join(cell.splitlines()) for cell in cells)
        return tuple(before.get(at, "") for at in range(1, line))

    def rows(self, line: int, width: int) -> Iterator[Line | Fault]:
        """The rows behind the head; cells that are not there are empty ones."""
        for at, cells in self._lines():
            if at > line:
                yield at, cells + ("",) * (width - len(cells))

    def traits(self) -> str:
        return f"sheet {self.name}"

    def _lines(self) -> Iterator[Line]:
        """The rows that hold something, without the empty cells at their end."""
        self._sheet.reset_dimensions()  # what the file says of them may be anything
        try:
            for line, row in enumerate(self._sheet.iter_rows(values_only=True), 1):
                if line > LONGEST:
                    raise LimitError(self._place, f"has more than {LONGEST:,} rows; save the table as CSV")
                if len(row) > WIDEST:
                    raise LimitError(
                        self._place,
                        f"has {len(row):,} columns in row {line}, and {WIDEST:,} are read; save only the table, as CSV",
                    )
                cells = tuple(map(_text, row))
                while cells and not cells[-1]:
                    cells = cells[:-1]
                if cells:
                    yield line, cells
        except _DAMAGED as error:
            raise RegisterError(
                self._place, f"is a damaged workbook ({_words(error)}); fetch or save it again"
            ) from error


def _text(value: Any) -> str:  # noqa: ANN401 - a cell holds anything
    """A cell's value as a CSV would have it: whole numbers without a point, days as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "text", value))  # of a formula for several cells


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
