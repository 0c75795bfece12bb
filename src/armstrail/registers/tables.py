"""Tables of the user's own: what he says of their columns, as TOML, checked.

```toml
name = "panel of experts"      # the register's name
date = 2025-03-01              # the day of this release
years = [2010, 2024]           # the years that it covers
categories = ["tank", "uav"]   # the goods that it covers; all where this is left out
sheet = "Transfers"            # of a workbook
header = 3                     # the line of the heads
[columns]                      # which of its columns is which
supplier = "Exporter"
recipient = "Importer"
designation = "Type"
[fixed]                        # what holds of all rows
recipient = "Ruritania"
```
"""

from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

from armstrail.errors import RegisterError
from armstrail.registers import names
from armstrail.registers.layouts import Layout, spanned
from armstrail.registers.rows import YEARS, Places, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from armstrail.model import RegisterRow, Release
    from armstrail.registers.layouts import Columns
    from armstrail.registers.rows import Reader

NAME = "table"
KEYS = ("name", "date", "years", "categories", "sheet", "header", "columns", "fixed")
COLUMNS = Places._fields
SIDES = ("supplier", "recipient")

Mapping = dict[str, Any]
"""What is said of a table, as its TOML has it, the date as text."""


def read(path: Path) -> Mapping:
    """What a mapping file says. Raises RegisterError, which names the file and the key."""
    try:
        told = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise RegisterError(str(path), "no such file; check its name and folder") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(str(path), f"cannot be read as UTF-8 text ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(str(path), f"is no TOML: {error}; text stands in quotation marks") from error
    if isinstance(told.get("date"), date):
        told["date"] = told["date"].isoformat()[:10]
    for check in (_check_keys, _check_columns, _check_scope, _check_place):
        if wrong := check(told):
            raise RegisterError(str(path), wrong)
    return told


def layout(told: Mapping) -> Layout:
    """The layout that a mapping describes."""

    def reader(_: Release, columns: Columns) -> Reader:
        return Rows(Places(**({"supplier": -1, "recipient": -1} | dict(columns))), {}, told.get("fixed"))

    def covered(_: Release, rows: Sequence[RegisterRow]) -> tuple[int | None, int | None]:
        return tuple(told["years"]) if "years" in told else spanned(rows)

    return Layout(
        name=NAME,
        register=told.get("name", ""),
        title="the table",
        heads={field: (head,) for field, head in told["columns"].items()},
        needed=frozenset(told["columns"]),
        reader=reader,
        dated=lambda _: told.get("date"),
        covered=covered,
    )


def of_release(release: Release) -> Layout:
    """The layout of a release whose mapping the user gave."""
    return layout(json.loads(release.mapping or "{}"))


def _check_keys(told: Mapping) -> str | None:
    if unknown := [key for key in told if key not in KEYS]:
        return f"{unknown[0]} is no key; allowed are {', '.join(KEYS)}"
    for key, kind, words in (
        ("name", str, "text"),
        ("sheet", str, "text"),
        ("header", int, "the number of a line, counted from 1"),
        ("columns", dict, "a section, as [columns]"),
        ("fixed", dict, "a section, as [fixed]"),
    ):
        if key in told and (not isinstance(told[key], kind) or not told[key] or told[key] is True):
            return f"{key} has to be {words}, and is {told[key]!r}"
    if told.get("name", "") in names.registers():
        return f"name is {told['name']}, a register that is known already; give the table one of its own"
    return None


def _check_columns(told: Mapping) -> str | None:
    columns, fixed = told.get("columns", {}), told.get("fixed", {})
    if unknown := [key for key in columns if key not in COLUMNS]:
        return f"[columns] has {unknown[0]}, which is no key; allowed are {', '.join(COLUMNS)}"
    if unknown := [key for key in fixed if key not in SIDES]:
        return f"[fixed] has {unknown[0]}, which is no key; allowed are {' and '.join(SIDES)}"
    for section, values in (("columns", columns), ("fixed", fixed)):
        if wrong := [key for key, value in values.items() if not isinstance(value, str) or not value.strip()]:
            return f"[{section}] {wrong[0]} has to be text, and is {values[wrong[0]]!r}"
    for side in SIDES:
        if (side in columns) == (side in fixed):
            twice = (
                "both in [columns] and in [fixed]"
                if side in columns
                else "neither in [columns] nor in [fixed]"
            )
            return f"{side} stands {twice}; name its column, or what it is in all rows"
    if not {"designation", "description", "category"} & columns.keys():
        return (
            "[columns] says of none what the goods are; name that of the designation, description or category"
        )
    return None


def _check_scope(told: Mapping) -> str | None:
    if "date" in told and not is_day(told["date"]):
        return f"date has to be a day, as 2025-03-01, and is {told['date']!r}"
    years = told.get("years", [YEARS[0], YEARS[-1]])
    fits = isinstance(years, list) and len(years) == 2 and all(type(y) is int and y in YEARS for y in years)
    if not fits or years[0] > years[1]:
        return f"years have to be the first and the last, as [2010, 2024], and are {years!r}"
    kinds = told.get("categories", [])
    if not isinstance(kinds, list) or ("categories" in told and not kinds):
        return f'categories have to be a list, as ["tank", "uav"], and are {kinds!r}'
    if unknown := [kind for kind in kinds if kind not in names.categories()]:
        return f"categories has {unknown[0]!r}; allowed are {', '.join(sorted(names.categories()))}"
    return None


def _check_place(told: Mapping) -> str | None:
    header = told.get("header", 1)
    return f"header has to be the number of a line, counted from 1, and is {header!r}" if header < 1 else None


def is_day(words: object) -> bool:
    """Whether some words are a day as ISO 8601 writes it, YYYY-MM-DD."""
    try:
        return isinstance(words, str) and len(words) == 10 and bool(date.fromisoformat(words))
    except ValueError:
        return False
