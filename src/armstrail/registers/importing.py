"""A file -> a release of a register and its rows: its layout is told by what it holds, whatever its name."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from armstrail.errors import LimitError, RegisterError, SourceError
from armstrail.model import Fault, RegisterRow, Release
from armstrail.registers import delimited, names, spreadsheets, tables
from armstrail.registers.rows import RowFault
from armstrail.registers.sipri import SIPRI, SIPRI_YEARS
from armstrail.registers.unroca import UNROCA

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from armstrail.registers.grids import Grid
    from armstrail.registers.layouts import Columns, Layout
    from armstrail.registers.rows import Cells, Reader

LAYOUTS: tuple[Layout, ...] = (SIPRI_YEARS, SIPRI, UNROCA)
"""The layouts that are known; a table is of the first that it fits."""

LARGEST = 400_000_000
"""The most bytes that a file may have."""

FAULTS = 10_000
"""How many faults of a file are told one by one."""

_NEAR = 3  # so many known heads in a line are told of as a head that lacks others
_OLE = b"\xd0\xcf\x11\xe0"


def load(
    path: Path, *, register: str | None = None, mapping: Path | None = None, released: str | None = None
) -> tuple[Release, list[RegisterRow]]:
    """A release of a register, and its rows in the order of the file.

    `register` is what it is to be called, where not by its own name; `mapping` says of a table of the user's which of
    its columns is which (`armstrail.registers.tables`); `released` is the day on which it was made, where the file does
    not say. Rows that cannot be read are faults of the release, each with its line. Raises SourceError where the file
    cannot be read, LimitError where it is too large, DocumentError where it is empty or binary, RegisterError where it
    is no register that is known, or the mapping does not fit it.
    """
    if released is not None and not tables.is_day(released):
        raise RegisterError(
            str(path), f'was released on "{released}", which is no day; write it as 2025-03-01'
        )
    told = tables.read(mapping) if mapping else None
    body = _body(path)
    grids, lost = _grids(path, body, told)
    if told and mapping:
        layout, grid, line, heads = _mapped(str(path), str(mapping), grids, told)
    else:
        layout, grid, line, heads = _recognised(str(path), grids)
    release = Release(
        register=_name(path, layout, register),
        date=released or layout.dated(grid.preamble(line)),
        layout=layout.name,
        file=path.name,
        sha256=hashlib.sha256(body).hexdigest(),
        columns=heads,
        preamble=grid.preamble(line),
        mapping=json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None,
    )
    faults = ([Fault(0, lost)] if lost else []) + _lacking(layout, heads, line)
    rows = _rows(grid, line, len(heads), layout.reader(release, layout.columns(heads)), faults)
    if not rows:
        faults.append(Fault(line, "has no rows below it that can be read; fetch the table again"))
    first, last = layout.covered(release, rows)
    written = ", ".join(filter(None, (layout.name, grid.traits())))
    return replace(release, layout=written, first=first, last=last, faults=_some(faults)), rows


def rows_of(release: Release, lines: Iterable[tuple[int, Sequence[str]]]) -> list[RegisterRow]:
    """Rows made again of their lines and cells, by the tables of today. Raises RegisterError where one cannot be."""
    read = _reader(release)
    try:
        return [read(line, tuple(cells)) for line, cells in lines]
    except RowFault as fault:
        raise RegisterError(release.file, f"holds a row that cannot be read again: it {fault}") from fault


def row_of(release: Release, line: int, cells: Sequence[str]) -> RegisterRow:
    """One row made again; see `rows_of`."""
    return rows_of(release, [(line, cells)])[0]


@lru_cache(maxsize=8)
def _reader(release: Release) -> Reader:
    layout = layout_of(release)
    return layout.reader(release, layout.columns(release.columns))


def layout_of(release: Release) -> Layout:
    """The layout of a release. Raises RegisterError where this version knows none of its name."""
    name = release.layout.partition(",")[0]
    if name == tables.NAME:
        return tables.of_release(release)
    found = next((layout for layout in LAYOUTS if layout.name == name), None)
    if found is None:
        raise RegisterError(
            release.file, f"is laid out as {name}, which this version of Armstrail does not know"
        )
    return found


def _rows(grid: Grid, line: int, width: int, read: Reader, faults: list[Fault]) -> list[RegisterRow]:
    rows: list[RegisterRow] = []
    for item in grid.rows(line, width):
        if isinstance(item, Fault):
            faults.append(item)
            continue
        try:
            rows.append(read(*item))
        except RowFault as fault:
            if any(cell.strip() for cell in item[1]):  # else it is a blank line of a spreadsheet
                faults.append(Fault(item[0], str(fault)))
    return rows


def _some(faults: list[Fault]) -> tuple[Fault, ...]:
    """The faults that are kept: each of them, or the first of so many that nobody reads them, and how many more."""
    if len(faults) <= FAULTS:
        return tuple(faults)
    more = Fault(
        faults[FAULTS].line, f"and {len(faults) - FAULTS:,} faults more from this line on; mend these first"
    )
    return (*faults[:FAULTS], more)


# ------------------------------------------------------------------ what the file is


def _body(path: Path) -> bytes:
    place = str(path)
    try:
        if path.stat().st_size > LARGEST:
            raise LimitError(place, f"is larger than the {LARGEST // 1_000_000} MB that a register may have")
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(place, "no such file; check its name and folder") from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise SourceError(place, f"cannot be read ({reason})") from error


def _grids(path: Path, body: bytes, told: tables.Mapping | None) -> tuple[Sequence[Grid], str | None]:
    if body.startswith(spreadsheets.ZIP):
        return spreadsheets.grids(str(path), body, (told or {}).get("sheet")), None
    if body.startswith(_OLE):
        raise RegisterError(
            str(path), "is an old Excel file, or has a password; save it as XLSX or CSV, without one"
        )
    return delimited.grids(str(path), body)


def _recognised(place: str, grids: Iterable[Grid]) -> tuple[Layout, Grid, int, Cells]:
    """The layout of a table, and where its head stands. Raises RegisterError where no line fits a layout."""
    near: tuple[int, str] = (0, "")
    for grid in grids:
        for line, cells in grid.head():
            for layout in LAYOUTS:
                columns = layout.columns(cells)
                lacking = layout.lacking(columns)
                if not lacking:
                    return layout, grid, line, cells
                if len(columns) > max(near[0], _NEAR - 1):
                    told = f"line {line} looks like the head of {layout.title}, but has no column {_listed(lacking)}"
                    near = len(columns), told
    raise RegisterError(
        place,
        f"is no register that is known: {near[1] or 'no line has the heads of one'}; fetch it again as its website "
        "gives it, or say in a mapping which column is which",
    )


def _mapped(
    place: str, mapping: str, grids: Sequence[Grid], told: tables.Mapping
) -> tuple[Layout, Grid, int, Cells]:
    """The same for a table that the user has told of. Raises RegisterError, which names the key that does not fit."""
    layout = tables.layout(told)
    best: tuple[Columns, Cells] = {}, ()
    for grid in grids:
        for line, cells in grid.head():
            if line != told.get("header", line):
                continue
            columns = layout.columns(cells)
            if not layout.lacking(columns):
                return layout, grid, line, cells
            if (len(columns), len(cells)) > (len(best[0]), len(best[1])):
                best = columns, cells
    heads = _listed([cell for cell in best[1] if cell.strip()]) or "none"
    key = next(key for key in told["columns"] if key not in best[0])
    where = f"line {told['header']} of the table" if "header" in told else "the table"
    raise RegisterError(
        mapping,
        f'[columns] {key} is "{told["columns"][key]}", and {where} ({place}) has no such column; its columns are: '
        f"{heads}",
    )


def _name(path: Path, layout: Layout, register: str | None) -> str:
    """What the release is called. Raises RegisterError where that is the name of another register."""
    name = register or layout.register or path.stem
    if name in names.registers() and name != layout.register:
        raise RegisterError(str(path), f"holds {layout.title}, and is not to be called {name}")
    return name


def _lacking(layout: Layout, heads: Cells, line: int) -> list[Fault]:
    """What is told of columns that a register has, and this table of it has not."""
    lacking = [layout.heads[name][0] for name in sorted(layout.expected - layout.columns(heads).keys())]
    if not lacking:
        return []
    return [Fault(line, f"has no column {_listed(lacking)}; nothing is known of it in all rows")]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
