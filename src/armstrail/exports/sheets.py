"""Sheets of an XLSX workbook, row by row, within what Excel and XML can hold; what had to be changed is counted.

No text becomes a formula or an error: a cell is text by its type, and one that a spreadsheet would take for a formula
once it is edited has the mark of quoted text. Rows go to disk as they come, so that memory does not grow with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armstrail.exports.rows import FORMULA
from armstrail.exports.sourced import link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | None

CHARACTERS = 32_767
"""The characters of a cell, as Excel counts them: those beyond the first 65,536 of Unicode are two."""
_ADDRESS = 2_079
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ERRORS = "#"  # openpyxl takes "#N/A" and the like for errors


@dataclass(frozen=True, slots=True)
class Limits:
    """The most rows of a sheet, the heads among them, and the most links: Excel calls a file with more damaged."""

    rows: int = 1_048_576
    links: int = 65_530


EXCEL = Limits()


@dataclass(slots=True)
class Changes:
    """What was done to texts: characters removed that XML cannot hold, in how many cells; how many cells were cut; how
    many links were left as text.
    """

    removed: int = 0
    cleaned: int = 0
    cut: int = 0
    unlinked: int = 0


class Sheet:
    """A sheet with heads, which goes on in a second one ("claims 2") where a sheet of Excel is full.

    `widths` are those of columns in characters; `linked` names the columns whose addresses become links.
    """

    def __init__(
        self,
        book: Workbook,
        title: str,
        columns: Sequence[str],
        changes: Changes,
        *,
        widths: Mapping[str, float],
        linked: str | None = None,
        limits: Limits = EXCEL,
    ) -> None:
        self.title, self.columns, self.written = title, columns, 0
        self._book, self._changes, self._widths, self._limits = book, changes, widths, limits
        self._linked = columns.index(linked) if linked else -1
        self._parts: list[WriteOnlyWorksheet] = []
        self._rows = self._links = 0
        self._begin()

    def append(self, values: Sequence[Value], name: str) -> None:
        """Write a row; `name` is where the whole of a text is to be found that has to be cut."""
        if self._rows == self._limits.rows:
            self._end()
            self._begin()
        sheet = self._parts[-1]
        sheet.append(
            [
                self._cell(value, name, linked=place == self._linked) if isinstance(value, str) else value
                for place, value in enumerate(values)
            ]
        )
        self._rows += 1
        self.written += 1

    def end(self) -> None:
        """Say what the filter spans: known only now."""
        self._end()

    def _begin(self) -> None:
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - for this format only

        number = len(self._parts) + 1
        title = self.title if number == 1 else f"{self.title} {number}"
        place = self._book.index(self._parts[-1]) + 1 if self._parts else None
        sheet: Any = self._book.create_sheet(title, place)
        for column, head in enumerate(self.columns, 1):
            sheet.column_dimensions[get_column_letter(column)].width = self._widths.get(head, 14)
        sheet.freeze_panes = "A2"
        self._parts.append(sheet)
        sheet.append([_head(sheet, head) for head in self.columns])
        self._rows, self._links = 1, 0

    def _end(self) -> None:
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see above

        sheet: Any = self._parts[-1]
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(self.columns))}{self._rows}"

    def _cell(self, words: str, name: str, *, linked: bool) -> Value | Cell:
        words = fitting(words, name, self._changes)
        if linked and (address := link(words)):
            if self._links < self._limits.links and len(address) <= _ADDRESS:
                self._links += 1
                return _link(self._parts[-1], address)
            self._changes.unlinked += 1
        if words.lstrip(" ").startswith((*FORMULA, _ERRORS)):
            return text(self._parts[-1], words)
        return words or None  # a cell without content, which readers of inline strings stumble over


def fitting(words: str, name: str, changes: Changes) -> str:
    """A text as a cell can hold it: without characters that XML forbids, no longer than Excel allows."""
    if _FORBIDDEN.search(words):
        words, removed = _FORBIDDEN.subn("", words)
        changes.removed += removed
        changes.cleaned += 1
    if len(words) > CHARACTERS // 2 and _length(words) > CHARACTERS:
        changes.cut += 1
        behind = f"… (cut; the whole is in {name})"
        kept = words[: CHARACTERS - len(behind)]
        while (over := _length(kept) + len(behind) - CHARACTERS) > 0:
            kept = kept[: -((over + 1) // 2)]
        words = kept + behind
    return words


def _length(words: str) -> int:
    """The length in units of UTF-16."""
    return len(words.encode("utf-16-le")) // 2


def _head(sheet: Any, words: str) -> Cell:  # noqa: ANN401 - a sheet
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - for this format only
    from openpyxl.styles import Font  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, words)
    cell.font = Font(bold=True)
    return cell


def text(sheet: Any, words: str) -> Cell:  # noqa: ANN401
    """A cell that is text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _link(sheet: Any, address: str) -> Cell:  # noqa: ANN401
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, address)
    cell.hyperlink = address
    cell.font = Font(color="0563C1", underline="single")
    return cell
