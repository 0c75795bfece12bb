"""Spans of a text, asked which of them another one meets."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from armstrail.model import Place, Span


class Pieces:
    """Some spans in an order of their own; a look-up goes over those near, not over all of a long text."""

    def __init__(self, spans: Iterable[Span]) -> None:
        places: dict[Place, list[tuple[int, int, int]]] = {}
        for number, span in enumerate(spans):
            places.setdefault(span.place, []).append((span.start, span.end, number))
        self._sorted = {place: sorted(some) for place, some in places.items()}
        self._reach = {
            place: list(accumulate((end for _, end, _ in some), max)) for place, some in self._sorted.items()
        }

    def meeting(self, span: Span) -> list[int]:
        """The numbers of the spans that overlap another, in their order."""
        some, reach = self._sorted.get(span.place, []), self._reach.get(span.place, [])
        found = []
        at = bisect_left(some, (span.end,)) - 1
        while at >= 0 and reach[at] > span.start:
            start, end, number = some[at]
            if start < span.end and end > span.start:
                found.append(number)
            at -= 1
        return sorted(found)

    def hold(self, span: Span) -> bool:
        """Whether one of the spans holds the whole of another."""
        some, reach = self._sorted.get(span.place, []), self._reach.get(span.place, [])
        behind = bisect_left(some, (span.start + 1,))
        return behind > 0 and reach[behind - 1] >= span.end
