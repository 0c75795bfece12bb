"""Stories: a list of them, and one with its documents."""

from __future__ import annotations

from dataclasses import dataclass

from armstrail.web.shapes.lists import Turning


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list: its origin's title, outlet and day (`document` is its name), the agency that it is credited
    to, how many `printings` it has in how many `outlets`, how they stand to the origin, the first day and the last.
    """

    id: str
    title: str
    outlet: str | None
    published: str | None
    agency: str | None
    reason: str
    printings: int
    outlets: int
    relations: dict[str, int]
    first: str | None
    last: str | None
    document: str


@dataclass(frozen=True, slots=True)
class StoriesPage:
    """Stories of at least `least` printings, the largest first; with `words`, those one of whose documents has them."""

    words: str
    least: int
    stories: tuple[StoryRow, ...]
    turning: Turning


@dataclass(frozen=True, slots=True)
class PassageShown:
    """Words of a text that its origin lacks, with what stands before and after them."""

    before: str
    own: str
    after: str


@dataclass(frozen=True, slots=True)
class PrintingShown:
    """A document of a story: how it stands to the origin, how much of its words the origin has (0 to 1), how much of
    the origin's it has, and its own passages, of `own_total`.
    """

    document: str
    title: str
    outlet: str | None
    published: str | None
    relation: str
    share: float
    of_origin: float
    own: tuple[PassageShown, ...]
    own_total: int


@dataclass(frozen=True, slots=True)
class OutletOf:
    """An outlet that prints a story: how often, how that stands to the origin, and when first. `origin`: it is the
    outlet of the origin.
    """

    name: str
    printings: int
    relations: dict[str, int]
    first: str | None
    origin: bool


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story: why its origin is that, who prints it, and its documents, a page at a time, the origin first."""

    id: str
    title: str
    agency: str | None
    reason: str
    outlets: tuple[OutletOf, ...]
    documents: tuple[PrintingShown, ...]
    turning: Turning
