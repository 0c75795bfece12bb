"""The key to the marks of stages, laid out above them: what each outline, and each way to draw it, stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armstrail.plots.looks import COLOURS, CROSSED, FAINT, INK, PAPER, SHAPES, edge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from armstrail.model import Stage
    from armstrail.plots.frame import Spec

_LETTER = 5.5
_LINE = 22
_ABOVE = 48
"""The room for the axis between the key and the marks."""

_SAMPLE: Stage = "agreed"


def key(present: Sequence[Stage], *, left: float, right: float) -> Iterator[Spec]:
    """The stages that are there, and below them how a mark is drawn."""
    kinds = [(stage, _mark(stage)) for stage in present]
    ways = [
        ("no day stated: that of publication", _mark(_SAMPLE, fill=PAPER)),
        ("planned or possible", _mark(_SAMPLE, size=45)),
        ("denied", _mark(_SAMPLE)),
    ]
    placed = [*_placed(kinds, left, right)]
    below = max(y for *_, y in placed) + _LINE
    placed += [(name, mark, x, y + below) for name, mark, x, y in _placed(ways, left, right)]
    bottom = max(y for *_, y in placed) + _ABOVE
    for name, mark, x, y in placed:
        at = {"x": x + 6, "y": y - bottom}
        yield _still(mark | at)
        if name == "denied":
            yield _still({"type": "point", **CROSSED} | at)
        words = {"type": "text", "text": name, "align": "left", "baseline": "middle", "fontSize": 11}
        colour = INK if mark["fill"] != PAPER and name in present else FAINT
        yield _still(words | {"color": colour, "x": x + 18, "y": y - bottom})


def _mark(stage: Stage, *, fill: str = "", size: int = 110) -> dict[str, Any]:
    colour = COLOURS[stage]
    look = {"fill": fill or colour, "stroke": edge(colour), "strokeWidth": 1.4, "size": size, "opacity": 1}
    return {"type": "point", "shape": SHAPES[stage], **look}


def _placed(
    entries: Sequence[tuple[str, dict[str, Any]]], left: float, right: float
) -> Iterator[tuple[str, dict[str, Any], float, float]]:
    """Entries one after another, on a new line where one would not fit."""
    x, y = left, 0.0
    for name, mark in entries:
        wide = 18 + len(name) * _LETTER + 16
        if x + wide > right and x > left:
            x, y = left, y + _LINE
        yield name, mark, x, y
        x += wide


def _still(mark: dict[str, Any]) -> Spec:
    return {"data": {"values": [{}]}, "mark": {"tooltip": None, **mark}}
