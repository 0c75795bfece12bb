"""What a file of a table is, whatever packed it: lines of cells, some before the head, the rows behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.model import Fault
    from armstrail.registers.rows import Cells

Line = tuple[int, "Cells"]
"""A line of a file, counted from 1, and its cells."""

LOOKED = 60
"""Among how many lines the head of a table is looked for."""


class Grid(Protocol):
    """A table in a file, in one reading of it: a sheet, or lines cut at one kind of mark."""

    name: str

    def head(self) -> Iterator[Line]:
        """The first lines, at most LOOKED of them."""

    def preamble(self, line: int) -> tuple[str, ...]:
        """The lines before that one, as they stand."""

    def rows(self, line: int, width: int) -> Iterator[Line | Fault]:
        """What stands behind the head in that line, `width` cells each; a fault for each row that has not so many."""

    def traits(self) -> str:
        """How it is written, in words, where that is not as usual; known when its rows were read."""


def misfit(count: int, width: int) -> str:
    """What is said of a row that has not as many cells as the table has columns."""
    why = (
        "a line break within it, or a missing mark between cells"
        if count < width
        else "a mark within a cell that is not in quotation marks"
    )
    return f"has {count} cells where the table has {width}: {why}; mend the line, and bring the file in again"
