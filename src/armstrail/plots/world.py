"""Who to whom on a map of the world: a line from each supplier to each recipient."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armstrail.plots.arcs import CENTRE, HEIGHT, SCALE, WIDTH, arc, labelled, place
from armstrail.plots.figures import Flow, added, signposts, totals
from armstrail.plots.frame import Spec, Telling, counted, framed, nothing
from armstrail.plots.looks import FAINT, FLOW, INK, LAND, PAPER
from armstrail.plots.matrix import COLUMNS, table, titled
from armstrail.plots.names import party, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHOWN = 60
_NAMED = 45
_LETTERS = 26
_FAINTEST = 15
"""Lines of so many times fewer origins than the most look the same."""
_THIN, _BROAD = 1.0, 10.0
_LEGEND = (30.0, 330.0, 190.0, 430.0)
"""Where the legend stands: left, top, right, bottom. It is in the South Pacific."""

_HOW = (
    "A line runs from its broad end, the supplier, to its point, the recipient; its width counts independent origins "
    "(texts that are told anew, reprints folded into them). It shows who to whom, not a route. Every claim counts, "
    "whatever its stage, denials too."
)
_OUTLINE = (
    "Outline: the coasts of Natural Earth 1:110m, without borders. It states no position on any border or territory; "
    "a point stands about the middle of a state's largest piece of land."
)


def world(cells: Sequence[Flow]) -> Spec:
    """The flows between states on a map; what cannot be drawn is told in the caption."""
    flows = added(cells)
    if not flows:
        return nothing(Telling(titled([]), (), COLUMNS), "Nothing to show: no flows are told of.")
    between = [flow for flow in flows if _drawable(flow)]
    drawn = between[:_SHOWN]
    title = titled(between, " between states")
    telling = Telling(title, tuple(_caption(flows, between)), COLUMNS, table(flows))
    return framed(_body(drawn), telling, wide=WIDTH)


def _drawable(flow: Flow) -> bool:
    return flow.supplier != flow.recipient and None not in (place(flow.supplier), place(flow.recipient))


def _caption(flows: list[Flow], between: list[Flow]) -> Iterator[str]:
    yield _HOW
    rest = between[_SHOWN:]
    if rest:
        many = counted(len(rest), "flow")
        yield (
            f"Drawn are the {_SHOWN} flows told of most; {many} between states, of at most "
            f"{counted(rest[0].origins, 'origin')} each, are not."
        )
    lacking = len(flows) - len(between)
    if lacking:
        yield (
            f"{counted(lacking, 'flow')} cannot be drawn: from or to a bloc, a region, a group, a company or a party "
            "that is unstated, or within one state."
        )
    yield _OUTLINE


def _body(drawn: list[Flow]) -> Spec:
    most = drawn[0].origins if drawn else 1
    layer = [_land(), _lines(drawn, most), *_points(drawn)]
    if drawn:
        layer += _legend(most)
    return {"width": WIDTH, "height": HEIGHT, "layer": layer}


def _land() -> Spec:
    return {
        "data": {"values": _outline(), "format": {"type": "topojson", "feature": "land"}},
        "projection": {"type": "equalEarth", "scale": SCALE, "translate": list(CENTRE)},
        "mark": {"type": "geoshape", "fill": LAND, "stroke": None, "clip": True, "tooltip": None},
    }


@cache
def _outline() -> dict[str, Any]:
    path = Path(__file__).with_name("assets") / "land-110m.json"
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held


def _width(origins: int, most: int) -> float:
    return _THIN + (_BROAD - _THIN) * origins / max(most, 1)


def _tapered(width: float, step: float) -> float:
    return round(max(width * (1 - 0.85 * step), 0.6), 2)


def _at(field: str, name: str) -> Spec:
    """A place in pixels, as it stands."""
    return {name: {"field": field, "type": "quantitative", "scale": None, "axis": None}}


def _trail(points: list[dict[str, Any]], told: list[Spec] | None) -> Spec:
    """Lines that grow thinner on their way."""
    size = {"field": "width", "type": "quantitative", "scale": None, "legend": None}
    encoding = {
        **_at("x", "x"),
        **_at("y", "y"),
        "size": size,
        "detail": {"field": "line", "type": "nominal"},
    }
    encoding |= {"order": {"field": "step", "type": "quantitative"}, "tooltip": told}
    return {
        "data": {"values": points},
        "mark": {"type": "trail", "color": FLOW, "opacity": 0.55},
        "encoding": encoding,
    }


def _lines(drawn: list[Flow], most: int) -> Spec:
    points = []
    for number, flow in enumerate(drawn):
        width = _width(flow.origins, most)
        names = {"supplier": party(flow.supplier), "recipient": party(flow.recipient)}
        told = {**names, "origins": flow.origins, "claims": flow.claims, "line": number}
        points += [
            {"x": x, "y": y, "step": step, "width": _tapered(width, step), **told}
            for x, y, step in arc(place(flow.supplier) or (0, 0), place(flow.recipient) or (0, 0))
        ]
    told_of = [
        {"field": "supplier", "title": "supplier"},
        {"field": "recipient", "title": "recipient"},
        {"field": "origins", "title": "independent origins", "type": "quantitative", "format": ",d"},
        {"field": "claims", "title": "claims", "type": "quantitative", "format": ",d"},
    ]
    return _trail(points, told_of)


def _points(drawn: list[Flow]) -> Iterator[Spec]:
    """The states at the ends of lines, and the names of those that are told of most, where there is room."""
    ends = totals((key, flow.origins) for flow in drawn for key in (flow.supplier, flow.recipient))
    spots = [(key, place(key) or (0, 0)) for key in ends]
    dots = [{"x": x, "y": y, "state": party(key)} for key, (x, y) in spots]
    yield {
        "data": {"values": dots},
        "mark": {
            "type": "circle",
            "size": 18,
            "color": INK,
            "opacity": 1,
            "stroke": PAPER,
            "strokeWidth": 0.7,
        },
        "encoding": {**_at("x", "x"), **_at("y", "y"), "tooltip": {"field": "state", "title": "state"}},
    }
    taken = [_LEGEND, *((x - 3, y - 3, x + 3, y + 3) for _, (x, y) in spots)]
    names = [(key, short(party(key), _LETTERS)) for key in list(ends)[:_NAMED]]
    labels = labelled(names, taken)
    for align in ("left", "right", "center"):
        values = [
            {"x": label.x, "y": label.y, "name": label.words} for label in labels if label.align == align
        ]
        for halo in ({"stroke": PAPER, "strokeWidth": 3, "opacity": 0.8}, {"color": INK}):
            mark = {
                "type": "text",
                "align": align,
                "baseline": "middle",
                "fontSize": 11,
                "tooltip": None,
                **halo,
            }
            text = {"text": {"field": "name", "type": "nominal"}}
            yield {
                "data": {"values": values},
                "mark": mark,
                "encoding": {**_at("x", "x"), **_at("y", "y"), **text},
            }


def _legend(most: int) -> Iterator[Spec]:
    """Lines of some widths, each with the number it stands for, the broadest below."""
    left, top, _, _ = _LEGEND
    numbers = signposts(most, least=most // _FAINTEST)
    rows = [(number, top + 26 + 18 * row) for row, number in enumerate(numbers)]
    points = [
        {"x": left + 60 * step, "y": y, "step": step, "line": -1 - number}
        | {"width": _tapered(_width(number, most), step)}
        for number, y in rows
        for step in (0.0, 0.5, 1.0)
    ]
    yield _trail(points, None)
    heads = [{"x": left, "y": top + 6, "words": "independent origins"}]
    said = [{"x": left + 72, "y": y, "words": f"{number:,}"} for number, y in rows]
    for values, colour in ((heads, FAINT), (said, INK)):
        mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11, "color": colour}
        text = {"text": {"field": "words", "type": "nominal"}, "tooltip": {"value": None}}
        yield {
            "data": {"values": values},
            "mark": mark,
            "encoding": {**_at("x", "x"), **_at("y", "y"), **text},
        }
