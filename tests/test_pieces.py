"""Spans met by another: the same as when all of them are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from armstrail.model import Span
from armstrail.pieces import Pieces

if TYPE_CHECKING:
    from armstrail.model import Place

PLACES: tuple[Place, ...] = ("text", "title")
SPANS = st.builds(
    lambda start, size, place: Span(start, start + size, place),
    st.integers(0, 30),
    st.integers(1, 12),
    st.sampled_from(PLACES),
)


@given(st.lists(SPANS, max_size=12), SPANS)
def test_those_that_overlap_are_met_in_their_order(spans: list[Span], asked: Span) -> None:
    assert Pieces(spans).meeting(asked) == [n for n, span in enumerate(spans) if span.overlaps(asked)]


@given(st.lists(SPANS, max_size=12), SPANS)
def test_one_that_holds_it_whole_holds_it(spans: list[Span], asked: Span) -> None:
    assert Pieces(spans).hold(asked) == any(span.holds(asked) for span in spans)


def test_a_long_one_that_began_long_before_is_met() -> None:
    spans = [Span(0, 500), *(Span(i, i + 1) for i in range(1, 400))]
    assert Pieces(spans).meeting(Span(450, 460)) == [0]
