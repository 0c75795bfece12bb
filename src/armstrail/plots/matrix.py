"""Who to whom as a matrix: suppliers by recipients, a number and a shade in each cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from armstrail.plots.figures import Flow, added, signposts, totals
from armstrail.plots.frame import Spec, Telling, counted, framed, nothing
from armstrail.plots.looks import BLACK, PAPER, SHADES, dark
from armstrail.plots.names import parties, party, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLUMNS = ("supplier", "recipient", "independent origins", "claims")

_SHOWN = 25
_STEP = 30
_LABEL = 190
_LEAST_FULL = 4
_LETTERS = 40

_AXIS: Spec = {
    "grid": True,
    "tickBand": "extent",
    "ticks": False,
    "domain": False,
    "labelPadding": 6,
    "labelLimit": _LABEL,
    "labelOverlap": False,
    "titlePadding": 10,
}
_TOP: Spec = {"orient": "top", "labelAngle": -45, "titleAnchor": "start"}
_SIDE: Spec = {"titleAngle": 0, "titleAlign": "right", "titleX": -6, "titleY": -10, "titleBaseline": "bottom"}

_HOW = (
    "The number in a cell counts independent origins: texts that are told anew, reprints folded into them. An origin "
    "that tells of several flows counts in each. Every claim counts, whatever its stage, denials too. An empty cell "
    "means that no text read tells of it, not that nothing passed."
)


def matrix(cells: Sequence[Flow]) -> Spec:
    """The most frequent suppliers by the most frequent recipients, all others summed."""
    flows = added(cells)
    if not flows:
        return nothing(
            Telling(titled([]), (), COLUMNS),
            "Nothing to show: no flows are told of.",
        )
    rows = _ranked((flow.supplier, flow.origins) for flow in flows)
    columns = _ranked((flow.recipient, flow.origins) for flow in flows)
    values = _values(flows, rows, columns)
    telling = Telling(titled(flows), tuple(_caption(rows, columns)), COLUMNS, table(flows))
    label = max(min(_LABEL, 6 * len(name)) for name in rows.values())
    wide = label + _STEP * len(set(columns.values()))
    return framed(_body(values, rows, columns), telling, wide=wide)


def table(flows: Iterable[Flow]) -> tuple[tuple[str | int, ...], ...]:
    """The figures of flows, a row each."""
    return tuple((party(flow.supplier), party(flow.recipient), flow.origins, flow.claims) for flow in flows)


def _ranked(counted_keys: Iterable[tuple[str, int]]) -> dict[str, str]:
    """The label that each party goes under, in the order of the axis: the frequent, the others, the unstated."""
    sums = totals(counted_keys)
    stated = [key for key in sums if key]
    kept = stated if len(stated) == _SHOWN + 1 else stated[:_SHOWN]
    unstated = [""] if "" in sums else []
    names = parties([*kept, *unstated])
    rest = stated[len(kept) :]
    label = f"others ({len(rest)})"
    if label in names.values():
        label = f"all {label}"
    return (
        {key: names[key] for key in kept} | dict.fromkeys(rest, label) | {key: names[key] for key in unstated}
    )


def _values(flows: list[Flow], rows: dict[str, str], columns: dict[str, str]) -> list[dict[str, Any]]:
    cells: dict[tuple[str, str], list[int]] = {}
    for flow in flows:
        cell = cells.setdefault((rows[flow.supplier], columns[flow.recipient]), [0, 0])
        cell[0] += flow.origins
        cell[1] += flow.claims
    most = _full(origins for origins, _ in cells.values())
    return [
        {
            "supplier": supplier,
            "recipient": recipient,
            "origins": origins,
            "claims": claims,
            "shown": _shown(origins),
            "dark": dark(math.sqrt(origins / most)),
        }
        for (supplier, recipient), (origins, claims) in cells.items()
    ]


def _full(origins: Iterable[int]) -> int:
    """How many origins the darkest shade stands for: a single one is no darkest."""
    return max(*origins, _LEAST_FULL)


def _shown(number: int) -> str:
    """A number that fits into a cell."""
    if number < 10_000:
        return str(number)
    return f"{number / 1_000:.0f}k" if number < 999_500 else f"{number / 1_000_000:.1f}M"


def _body(values: list[dict[str, Any]], rows: dict[str, str], columns: dict[str, str]) -> Spec:
    told = [
        {"field": "supplier", "title": "supplier"},
        {"field": "recipient", "title": "recipient"},
        {"field": "origins", "title": "independent origins", "format": ",d"},
        {"field": "claims", "title": "claims", "format": ",d"},
    ]
    ink = {"condition": {"test": "datum.dark", "value": PAPER}, "value": BLACK}
    shown = {"text": {"field": "shown", "type": "nominal"}, "color": ink}
    shade = _shade(max(value["origins"] for value in values))
    return {
        "width": {"step": _STEP},
        "height": {"step": _STEP},
        "data": {"values": values},
        "encoding": {
            "x": _axis("recipient", columns, title="recipient →", look=_TOP),
            "y": _axis("supplier", rows, title="supplier ↓", look=_SIDE),
            "tooltip": told,
        },
        "layer": [
            {"mark": {"type": "rect", "stroke": PAPER, "strokeWidth": 1}, "encoding": {"color": shade}},
            {"mark": {"type": "text", "fontSize": 11}, "encoding": shown},
        ],
    }


def _axis(field: str, labels: dict[str, str], *, title: str, look: Spec) -> Spec:
    order = list(dict.fromkeys(labels.values()))
    return {"field": field, "type": "nominal", "title": title, "sort": order, "axis": {**_AXIS, **look}}


def _shade(most: int) -> Spec:
    return {
        "field": "origins",
        "type": "quantitative",
        "scale": {"type": "sqrt", "domain": [0, _full([most])], "range": list(SHADES)},
        "legend": {
            "title": "independent origins",
            "orient": "bottom",
            "direction": "horizontal",
            "gradientLength": 200,
            "gradientThickness": 10,
            "values": signposts(most),
            "format": ",d",
            "offset": 14,
        },
    }


def titled(flows: list[Flow], kind: str = "") -> str:
    """What a picture of flows shows: how many, and the one told of most."""
    if not flows:
        return f"No flow of arms{kind} is told of"
    names = [short(party(key), _LETTERS) for key in (flows[0].supplier, flows[0].recipient)]
    dyad = f"{names[0]} → {names[1]}"
    if len(flows) == 1:
        return f"One flow of arms{kind} is told of: {dyad}"
    return f"{len(flows):,} flows of arms{kind} are told of, most often {dyad}"


def _caption(rows: dict[str, str], columns: dict[str, str]) -> Iterable[str]:
    yield _HOW
    summed = [
        counted(len(axis) - len(set(axis.values())) + 1, word)
        for axis, word in ((rows, "supplier"), (columns, "recipient"))
        if len(set(axis.values())) < len(axis)
    ]
    if summed:
        yield f"Beyond the {_SHOWN} told of most, {' and '.join(summed)} are summed as others."
