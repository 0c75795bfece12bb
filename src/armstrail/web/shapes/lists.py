"""What lists have in common: facets to narrow them by, and pages to turn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: what it is asked by, what it is called, how many records have it, whether it is asked for."""

    value: str
    name: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list can be narrowed by: `name` is the parameter of the address, `title` what a person reads.

    `values` are the most frequent; those asked for stand first. The numbers of a facet do not take its own choice into
    account, so that a second value can be added.
    """

    name: str
    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Turning:
    """Where in a list a page stands: `number` of `pages`, counted from 1, `size` records each, `total` in all."""

    number: int
    pages: int
    size: int
    total: int

    @property
    def first(self) -> int:
        """The place of the page's first record, counted from 1."""
        return (self.number - 1) * self.size + 1
