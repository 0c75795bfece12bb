"""Who to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from armstrail.web.shapes.lists import Facet
from armstrail.web.shapes.periods import Periods
from armstrail.web.shapes.search import Chosen

Form = Literal["matrix", "map"]


@dataclass(frozen=True, slots=True)
class Side:
    """A party as a supplier or a recipient: its id ("" is not stated), its name, and how many claims name it so with
    one of the parties on the other side.
    """

    id: str
    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class Cell:
    """How many claims tell of a supplier and a recipient, from how many independent origins; `search` is the address of
    the search that finds them; `step` is how dark their cell is, 1 to 5.
    """

    supplier: Side
    recipient: Side
    claims: int
    origins: int
    search: str
    step: int


@dataclass(frozen=True, slots=True)
class Row:
    """A supplier of the matrix, with a place for each recipient, None where no claim tells of the two."""

    supplier: Side
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A map: what it is called, how it was counted, and its specification in Vega-Lite."""

    title: str
    caption: tuple[str, ...]
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FlowsPage:
    """Suppliers by recipients: the `most` of each that most claims name, of `suppliers` and `recipients` in all, of
    `dyads` that are told of. Every claim counts, whatever its stage, denials too; one with two suppliers counts for
    each.

    `claims`, `documents` and `origins` are all that the filters (`words`, `chosen`, `since`, `until`) leave. `flows`
    are the dyads of most claims, the most first. `stages` tells of the same claims over time. `picture` is the map,
    where it is asked for.
    """

    form: Form
    words: str
    since: str | None
    until: str | None
    chosen: tuple[Chosen, ...]
    facets: tuple[Facet, ...]
    claims: int
    documents: int
    origins: int
    dyads: int
    suppliers: int
    recipients: int
    most: int
    heads: tuple[Side, ...]
    rows: tuple[Row, ...]
    flows: tuple[Cell, ...]
    stages: Periods
    picture: Picture | None
