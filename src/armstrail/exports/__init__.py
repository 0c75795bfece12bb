"""Readings in the forms that others read: JSONL, CSV, a page, a table for the terminal.

A format is a module with a `write`: it takes readings one by one and writes each before it asks for the next.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from armstrail.model import Reading

Format = Literal["table", "jsonl", "html", "csv"]

FORMATS: tuple[Format, ...] = get_args(Format)

_MODULES: dict[Format, str] = {"table": "terminal", "jsonl": "lines", "html": "page", "csv": "rows"}


class Writer(Protocol):
    """What the module of a format has."""

    def write(self, readings: Iterable[Reading], out: TextIO) -> None: ...


def write(readings: Iterable[Reading], form: Format, out: TextIO) -> None:
    """Write the readings in a format. The module of the format is loaded here: one command needs one."""
    writer = cast("Writer", import_module(f"armstrail.exports.{_MODULES[form]}"))
    writer.write(readings, out)


def counted(number: int, word: str) -> str:
    """A number and its word: "1 claim", "2,000 claims"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
