"""CSV: text -> lines of cells, and back, as it was.

A row whose comment holds a line break without quotation marks is put together again, since SIPRI's website writes such;
a quotation mark that is never closed costs its own line, not the rest of the file.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from armstrail.errors import DocumentError, RegisterError
from armstrail.model import Fault
from armstrail.registers.grids import LOOKED, Line, misfit
from armstrail.sources.encoding import binary, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from armstrail.model import RegisterRow, Release
    from armstrail.registers.rows import Cells

MARKS = {",": "", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""What may stand between cells, with its word in a layout; the first is the usual one."""

_ENDS = {"\n": "", "\r\n": "CRLF", "\r": "CR"}
_HTML = ("<!doctype", "<!--", "<html", "<head", "<body", "<?xml", "<div", "<p>")
_OPEN = "has a quotation mark that is not closed; mend the line, and bring the file in again"
_TOO_LONG = f"has a cell of more than {csv.field_size_limit():,} characters; mend the line, and bring the file in again"
_PARTS = 20  # over how many lines a row may be broken
_FAULTS = 1_000  # of lines with quotation marks; a file with more is no CSV, and each costs time


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV is written: the mark between cells, the end of lines, whether all cells are quoted, whether line breaks
    stand in cells without quotation marks, whether the last line has no end.
    """

    mark: str = ","
    end: str = "\n"
    quoted: bool = False
    broken: bool = False
    open_ended: bool = False

    @property
    def words(self) -> str:
        """What differs from the usual, as it stands in a layout's name."""
        flags = {"quoted": self.quoted, "broken lines": self.broken, "no last end": self.open_ended}
        words = [MARKS[self.mark], _ENDS[self.end], *(word for word, held in flags.items() if held)]
        return ", ".join(filter(None, words))

    @classmethod
    def of(cls, layout: str) -> Dialect:
        """The dialect that a release's layout names."""
        words = set(layout.split(", ")[1:])
        mark = next((mark for mark, word in MARKS.items() if word in words), ",")
        end = next((end for end, word in _ENDS.items() if word in words), "\n")
        return cls(mark, end, "quoted" in words, "broken lines" in words, "no last end" in words)


def grids(place: str, body: bytes) -> tuple[list[Delimited], str | None]:
    """The readings of a text as a table, one for each mark, and what was lost in decoding it.

    Raises DocumentError where it is no text, RegisterError where it is a page or another format.
    """
    if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise DocumentError(place, "is empty; fetch it again")
    if reason := binary(body):
        raise DocumentError(place, f"{reason}; save the table as CSV or XLSX")
    text, note = decode(body)
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(_HTML):
        raise RegisterError(
            place,
            "is a web page, not a table: the download failed, or needs to be done in a browser; fetch the CSV again",
        )
    if start.startswith(("{", "[{", "[[")):
        raise RegisterError(place, "is JSON, not a table; save it as CSV or XLSX")
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    lost = note if "�" in text else None
    return [Delimited(lines, mark) for mark in MARKS], lost


class Delimited:
    """Lines of text, cut at one kind of mark."""

    name = ""

    def __init__(self, lines: list[str], mark: str) -> None:
        self._lines, self._mark = lines, mark
        self._broken = False
        self._head = 0  # the line of the head

    def head(self) -> Iterator[Line]:
        reader = csv.reader(islice(self._lines, LOOKED), delimiter=self._mark)
        line = 1
        while True:
            try:
                for cells in reader:
                    yield line, tuple(cells)
                    line = reader.line_num + 1
                return
            except csv.Error:
                line = reader.line_num + 1

    def preamble(self, line: int) -> tuple[str, ...]:
        return tuple(text.rstrip("\r\n") for text in self._lines[: line - 1])

    def traits(self) -> str:
        first, second = (self._lines[at : at + 1] for at in (self._head - 1, self._head))
        end = _end(first[0]) or "\n"
        quoted = all(line[0].lstrip("\ufeff").startswith('"') for line in (first, second) if line)
        return Dialect(self._mark, end, quoted, self._broken, not _end(self._lines[-1])).words

    def rows(self, line: int, width: int) -> Iterator[Line | Fault]:
        self._head = line
        pieces = _Pieces(width)
        for item in self._records(line, width):
            if isinstance(item, Fault) or len(item[1]) == width:
                yield from pieces.given_up()
                yield item
                continue
            at, cells = item
            if len(cells) > width:
                yield from pieces.given_up()
                kept = not any(cell.strip() for cell in cells[width:])
                yield item if kept else Fault(at, misfit(len(cells), width))
            elif pieces.take(cells):
                self._broken |= pieces.whole
                yield from pieces.put_together()
            elif cells:
                yield from pieces.given_up()
                pieces.begin(at, cells)
            pieces.end = _end(self._lines[at - 1])
        yield from pieces.given_up()

    def _records(self, at: int, width: int) -> Iterator[Line | Fault]:
        """The records behind so many lines; after one that cannot be right, reading begins in its next line."""
        failed = 0
        while at < len(self._lines) and failed < _FAULTS:
            reader = csv.reader(islice(self._lines, at, None), delimiter=self._mark)
            begun = at
            try:
                for cells in reader:
                    line, after = at + 1, begun + reader.line_num
                    if after > line and len(cells) != width:
                        raise csv.Error
                    at = after
                    yield line, tuple(cells)
                return
            except csv.Error:
                long = len(self._lines[at]) > csv.field_size_limit()
                failed, at = failed + 1, at + 1
                yield Fault(at, _TOO_LONG if long else _OPEN)
        if at < len(self._lines):
            yield Fault(at + 1, f"no further: {failed:,} lines had quotation marks that are not closed")


class _Pieces:
    """A row that is short so far, and may go on in the next line: line, cells, and how the line ended."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._line, self._count, self._parts = 0, 0, 0
        self._cells: list[str] = []
        self.end = "\n"

    @property
    def whole(self) -> bool:
        return len(self._cells) == self._width

    def begin(self, line: int, cells: Cells) -> None:
        self._line, self._count, self._parts = line, len(cells), 1
        self._cells = list(cells)

    def take(self, cells: Cells) -> bool:
        """Take the cells of the next line, if they can be the rest: behind the cell that was broken stand figures."""
        many = self._parts >= _PARTS or len(self._cells) + len(cells[1:]) > self._width
        if not self._cells or many or not figures(cells[1:]):
            return False
        self._parts += 1
        self._cells[-1] += self.end + "".join(cells[:1])
        self._cells += cells[1:]
        return True

    def put_together(self) -> Iterator[Line]:
        """The row, once it has all its cells."""
        if self.whole:
            yield self._line, tuple(self._cells)
            self._cells = []

    def given_up(self) -> Iterator[Fault]:
        """The fault of a row that stayed short."""
        if self._cells:
            yield Fault(self._line, misfit(self._count, self._width))
            self._cells = []


def figures(cells: Iterable[str]) -> bool:
    """Whether some cells hold figures or nothing."""
    return all(
        not cell.strip() or cell.strip().replace(",", ".").replace(".", "", 1).isdigit() for cell in cells
    )


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


# ------------------------------------------------------------------ writing


def write(release: Release, rows: Iterable[RegisterRow], out: TextIO) -> None:
    """Write a release as it was: the lines before its head, the head, all cells of all rows."""
    dialect = Dialect.of(release.layout)
    lines = [*release.preamble, _line(release.columns, dialect)]
    written = (_line(row.cells, dialect) for row in rows)
    if dialect.open_ended:
        out.write(dialect.end.join([*lines, *written]))
        return
    out.writelines(line + dialect.end for line in lines)
    out.writelines(line + dialect.end for line in written)


def _line(cells: Cells, dialect: Dialect) -> str:
    line = dialect.mark.join(cells)
    plain = '"' not in line and "\n" not in line and "\r" not in line
    if not dialect.quoted and plain and line.count(dialect.mark) == len(cells) - 1:
        return line
    return dialect.mark.join(_cell(cells, at, dialect) for at in range(len(cells)))


def _cell(cells: Cells, at: int, dialect: Dialect) -> str:
    cell = cells[at]
    if not dialect.quoted and '"' not in cell and dialect.mark not in cell:
        bare = "\n" not in cell and "\r" not in cell
        # As `_Pieces` puts it together again.
        if bare or (dialect.broken and at < len(cells) - 1 and figures(cells[at + 1 :])):
            return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'
