"""Pictures of what a ledger holds: who to whom, when, and the stages of deals.

`flows`, `timeline` and `stages` turn plain figures into a Vega-Lite specification, `write_html` and `write_picture`
write one. A specification says itself what is counted and how: the title, the caption and the figures as a table
stand in it. Nothing in it loads anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from armstrail.plots.counting import flows_of, points_of
from armstrail.plots.figures import Flow, Point
from armstrail.plots.frame import Spec
from armstrail.plots.matrix import matrix
from armstrail.plots.page import write_html
from armstrail.plots.periods import timeline
from armstrail.plots.pictures import write_picture
from armstrail.plots.steps import stages
from armstrail.plots.world import world

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Flow",
    "Point",
    "Spec",
    "flows",
    "flows_of",
    "points_of",
    "stages",
    "timeline",
    "write_html",
    "write_picture",
]


def flows(cells: Sequence[Flow], *, form: Literal["matrix", "map"]) -> Spec:
    """Who to whom: a matrix of suppliers by recipients, or lines on a map of the world."""
    return matrix(cells) if form == "matrix" else world(cells)
