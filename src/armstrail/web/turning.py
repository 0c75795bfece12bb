"""Pages of lists: which one is asked for, and whether it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from armstrail.exports import counted
from armstrail.web.problems import Refused
from armstrail.web.shapes.lists import Turning

SIZE = 25
_MOST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """The page that is asked for."""

    page: int
    size: int

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size

    def of(self, total: int) -> Turning:
        """Where it stands in a list of so many. Raises Refused (404) where the list has no such page."""
        pages = max(1, -(-total // self.size))
        if self.page > pages:
            raise Refused(
                404, f"The list has {counted(pages, 'page')}, none of the number {min(self.page, 10**15):,}."
            )
        return Turning(self.page, pages, self.size, total)


async def asked_page(
    page: Annotated[int, Query(ge=1, le=2**53, description="The number of the page, from 1.")] = 1,
    size: Annotated[int, Query(ge=1, le=_MOST, description="How many records a page has.")] = SIZE,
) -> Asked:
    """The page of an address."""
    return Asked(page, size)
