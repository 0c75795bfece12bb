"""What was told of over time: counts by period and value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

By = Literal["month", "year"]


@dataclass(frozen=True, slots=True)
class Told:
    """How many records have a value in a period, from how many origins they come that tell of it there for the first
    time; `search` is the address of the search that finds them, None where they have no day to be asked for by; `step`
    is how dark their cell is, 1 to 5.
    """

    records: int
    origins: int
    search: str | None
    step: int


@dataclass(frozen=True, slots=True)
class Period:
    """A month (2024-03) or a year (2024), "" where no day is known, with what was told of in it: a place for each value
    of the grid, None where nothing was.
    """

    period: str
    told: tuple[Told | None, ...]
    records: int


@dataclass(frozen=True, slots=True)
class Column:
    """A value, what it is called, and all records that have it; `search` finds these."""

    value: str
    name: str
    records: int
    search: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A period in a strip of bars: its place from the left, and how high it is, in hundredths of the highest."""

    place: int
    height: int
    said: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The bars of one column."""

    column: Column
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Periods:
    """Counts `by` month or year, the newest period first, of some values (`columns`).

    `strips` have the same in order of time, each period `first` to `last` a place, of `places` in all; the bars of all
    strips have one scale, `most` the highest.
    """

    by: By
    columns: tuple[Column, ...]
    rows: tuple[Period, ...]
    strips: tuple[Strip, ...]
    first: str
    last: str
    places: int
    most: int
