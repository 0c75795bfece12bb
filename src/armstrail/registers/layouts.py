"""What a register's table looks like: which of its heads are which fields, and what its other lines tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.model import RegisterRow, Release
    from armstrail.registers.rows import Cells, Reader

Columns = Mapping[str, int]
"""Field -> the place of its column."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the tables of a register are laid out.

    `heads` has, for each field, the heads that its column may have, the usual first. A table is of this layout where
    it has a column for all that is `needed`, and for one of each group of `either`; a column for what is `expected`
    may be lacking, which is told. `reader` makes the reader of a release's rows, `dated` finds the day on which it was
    made in the lines before the head (ISO, or None), `covered` the years that it covers.
    """

    name: str
    register: str
    title: str
    heads: Mapping[str, tuple[str, ...]]
    needed: frozenset[str]
    reader: Callable[[Release, Columns], Reader]
    either: tuple[frozenset[str], ...] = ()
    expected: frozenset[str] = frozenset()
    dated: Callable[[Sequence[str]], str | None] = field(default=lambda _: None)
    covered: Callable[[Release, Sequence[RegisterRow]], tuple[int | None, int | None]] = field(
        default=lambda _, rows: spanned(rows)
    )

    def columns(self, cells: Cells) -> dict[str, int]:
        """The places of the fields that a line of heads has columns for, each the first of its heads."""
        heads: dict[str, int] = {}
        for place, cell in enumerate(cells):
            heads.setdefault(plain(cell), place)
        heads.pop("", None)
        found = {}
        for name, known in self.heads.items():
            place_of = next((heads[head] for head in map(plain, known) if head in heads), None)
            if place_of is not None:
                found[name] = place_of
        return found

    def lacking(self, columns: Columns) -> list[str]:
        """The heads of the columns without which a table is not of this layout; empty where it is."""
        alone = [self.heads[name][0] for name in sorted(self.needed - columns.keys())]
        groups = [sorted(names) for names in self.either if not names & columns.keys()]
        return alone + [" or ".join(self.heads[name][0] for name in names) for names in groups]


def plain(head: str) -> str:
    """A head as it is compared: without case, doubled spaces, and what stands in brackets at its end.

    >>> plain(" Final  importer State(s) "), plain("State of origin (if not exporter)")
    ('final importer state', 'state of origin')
    """
    text = " ".join(head.replace("_", " ").split()).casefold()
    while text.endswith(")") and "(" in text.lstrip("("):
        text = text[: text.rindex("(")].rstrip()
    return text


def spanned(rows: Sequence[RegisterRow]) -> tuple[int | None, int | None]:
    """The first and the last year of the rows' deliveries, or of their orders where none is delivered."""
    years = [year for row in rows for year in row.delivery_years]
    years = years or [row.order_year for row in rows if row.order_year is not None]
    return (min(years), max(years)) if years else (None, None)
