"""The stages of some deals on a line of time: a row a deal, a mark for what is told of a stage on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armstrail.plots.frame import Cell, Spec, Telling, counted, framed, nothing
from armstrail.plots.keys import key
from armstrail.plots.looks import COLOURS, CROSSED, FAINT, INK, LINE, PAPER, SHAPES, STAGES, edge
from armstrail.plots.marks import Mark, lanes, marks, said, undated
from armstrail.plots.names import party, plain, short
from armstrail.plots.ticks import ticks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from armstrail.model import Deal

COLUMNS = (
    "deal",
    "stage",
    "polarity",
    "certainty",
    "date",
    "published",
    "quantity",
    "value",
    "speaker",
    "document",
)

LABELS, WIDTH = 270, 640
"""The widths of the deals' labels and of the line of time."""

_SHOWN = 40
_LETTERS = 80
_LANE, _AROUND, _ROW = 18, 12, 44
_BESIDE = 20

_HOW = (
    "A mark stands on the day that claims state for a stage, a bar behind it where they state a month or a year only; "
    "a hollow mark states no day and stands on that of publication; a day on which what was agreed is to be delivered "
    "stands in the table alone. A small mark is planned or possible, not told as a "
    "fact; a crossed one is denied. A number beside a mark counts its independent origins, where they are several."
)


@dataclass(frozen=True, slots=True)
class Row:
    """A deal and its marks: the lane of each, and where the row begins and ends, in pixels."""

    deal: Deal
    marks: tuple[Mark, ...]
    lanes: tuple[int, ...]
    top: float
    bottom: float


def stages(deals: Sequence[Deal]) -> Spec:
    """What is told of some deals, in their order: each stage on its day."""
    drawn = [deal for deal in deals if marks(deal)][:_SHOWN]
    telling = Telling(_title(drawn), tuple(_caption(deals, drawn)), COLUMNS, tuple(_table(deals)))
    if not drawn:
        why = "no deals were found" if not deals else "nothing that is told of the deals has a date"
        return nothing(telling, f"Nothing to show: {why}.")
    return framed(_body(drawn), telling, wide=LABELS + WIDTH)


def dyad(deal: Deal) -> str:
    """From whom to whom."""
    return f"{party(deal.supplier)} → {party(deal.recipient)}"


def goods(deal: Deal) -> str:
    """What passes: the designation, else the category."""
    return plain(deal.designation or "") or plain(deal.category.replace("_", " "))


def _title(drawn: Sequence[Deal]) -> str:
    if not drawn:
        return "What is told of the stages of deals"
    if len(drawn) > 1:
        return f"What is told of the stages of {len(drawn)} deals"
    words = ", ".join(short(told(drawn[0]), _LETTERS) for told in (dyad, goods))
    return f"What is told of the stages of one deal: {words}"


def _caption(deals: Sequence[Deal], drawn: Sequence[Deal]) -> Iterator[str]:
    if drawn:
        yield _HOW
    rest = sum(bool(marks(deal)) for deal in deals) - len(drawn)
    if rest:
        yield f"Drawn are the first {len(drawn)} deals; {counted(rest, 'more deal')} stand in the table only."
    lacking = undated(deals)
    if lacking:
        yield f"Not drawn, as neither their day nor that of publication is known: {counted(lacking, 'claim')}."


def _table(deals: Sequence[Deal]) -> Iterator[tuple[Cell, ...]]:
    for deal in deals:
        for strand in deal.strands:
            when = (strand.date, strand.published)
            words = (strand.quantity, strand.value, strand.speaker, strand.document)
            told = (strand.stage, strand.polarity, strand.certainty)
            yield f"{dyad(deal)}, {goods(deal)}", *told, *(plain(word or "") for word in (*when, *words))


def _body(drawn: Sequence[Deal]) -> Spec:
    found = [tuple(marks(deal)) for deal in drawn]
    first = min(mark.days.first for row in found for mark in row)
    last = max(mark.days.last for row in found for mark in row)
    beside = max((last - first) // 25, _BESIDE)
    span = (first - beside, last + beside)
    rows = list(_rows(drawn, found, WIDTH / (span[1] - span[0])))
    present = [stage for stage in STAGES if any(mark.stage == stage for row in found for mark in row)]
    layer = [*_frame(rows, span), *_names(rows), *_marks(rows), *key(present, left=-LABELS, right=WIDTH)]
    return {"width": WIDTH, "height": rows[-1].bottom, "layer": layer}


def _rows(drawn: Sequence[Deal], found: Sequence[tuple[Mark, ...]], scale: float) -> Iterator[Row]:
    top = 0.0
    for deal, shown in zip(drawn, found, strict=True):
        chosen = tuple(lanes(shown, scale))
        bottom = top + max((max(chosen) + 1) * _LANE + _AROUND, _ROW)
        yield Row(deal, shown, chosen, top, bottom)
        top = bottom


def _down(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _frame(rows: Sequence[Row], span: tuple[int, int]) -> Iterator[Spec]:
    """The axis of time, drawn here so that it is the same in a page and in a picture, and a line below each row."""
    scale = {"domain": list(span), "nice": False, "zero": False}
    across = {"field": "day", "type": "quantitative", "axis": None, "scale": scale}
    line = {"type": "rule", "color": LINE, "strokeWidth": 1, "tooltip": None}
    words = {"type": "text", "fontSize": 11, "color": INK, "baseline": "middle", "tooltip": None}
    marked = [{"day": tick.day, "name": tick.name, "year": tick.year} for tick in ticks(*span)]
    yield {
        "data": {"values": marked},
        "mark": {**line, "y": -5, "y2": rows[-1].bottom},
        "encoding": {"x": across},
    }
    for field, above in (("name", -14), ("year", -28)):
        yield {
            "data": {"values": marked},
            "mark": {**words, "y": above},
            "encoding": {"x": across, "text": {"field": field, "type": "nominal"}},
        }
    lines = [{"y": y} for y in (0, *(row.bottom for row in rows))]
    yield {
        "data": {"values": lines},
        "mark": line,
        "encoding": {"x": {"value": -LABELS}, "x2": {"value": WIDTH}, "y": _down("y")},
    }


def _names(rows: Sequence[Row]) -> Iterator[Spec]:
    """The deals at the left: the dyad, the goods below it."""
    for words, above, look in (
        (dyad, -8, {"fontSize": 12, "fontWeight": 600, "color": INK}),
        (goods, 8, {"fontSize": 11, "color": FAINT}),
    ):
        values = [{"words": words(row.deal), "y": (row.top + row.bottom) / 2 + above} for row in rows]
        mark = {"type": "text", "align": "left", "baseline": "middle", "limit": LABELS - 16, **look}
        told = {"field": "words", "type": "nominal"}
        across = {"x": {"value": -LABELS}, "y": _down("y")}
        yield {
            "data": {"values": values},
            "mark": mark,
            "encoding": {**across, "text": told, "tooltip": told},
        }


def _marks(rows: Sequence[Row]) -> Iterator[Spec]:
    values = [value for row in rows for value in _values(row)]
    at = {"x": {"field": "day", "type": "quantitative"}, "y": _down("y")}
    told = {"tooltip": [{"field": field, "title": title} for field, title in _TOLD.items()]}
    across = {"x": {"field": "from", "type": "quantitative"}, "x2": {"field": "to"}, "y": _down("y")}
    yield {
        "data": {"values": [value for value in values if value["to"] - value["from"] > 1]},
        "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.3},
        "encoding": {**across, "stroke": _as_is("edge"), **told},
    }
    outlines = {"domain": list(STAGES), "range": [SHAPES[stage] for stage in STAGES]}
    shape = {"field": "stage", "type": "nominal", "legend": None, "scale": outlines}
    look = {
        "shape": shape,
        "fill": _as_is("fill"),
        "stroke": _as_is("edge"),
        "size": {**_as_is("size"), "type": "quantitative"},
    }
    yield {
        "data": {"values": values},
        "mark": {"type": "point", "strokeWidth": 1.4, "opacity": 1},
        "encoding": {**at, **look, **told},
    }
    crossed = {"values": [value for value in values if value["crossed"]]}
    yield {"data": crossed, "mark": {"type": "point", **CROSSED}, "encoding": {**at, **told}}
    several = {"values": [value for value in values if value["number"]]}
    number = {"text": {"field": "number", "type": "nominal"}}
    words = {"type": "text", "dx": 9, "align": "left", "baseline": "middle", "fontSize": 10, "color": FAINT}
    yield {"data": several, "mark": words, "encoding": {**at, **number}}


_TOLD = {
    "deal": "deal",
    "told": "stage",
    "day stated": "day stated",
    "quantity": "quantity",
    "value": "value",
    "speaker": "speaker",
    "document": "document",
    "origins": "independent origins",
    "claims": "claims",
}
"""What a mark tells when it is pointed at, and under which head."""


def _as_is(field: str) -> Spec:
    """A look that the data give, without a scale."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _values(row: Row) -> Iterator[dict[str, Any]]:
    height = (max(row.lanes) + 1) * _LANE
    top = (row.top + row.bottom - height) / 2 + _LANE / 2
    for mark, lane in zip(row.marks, row.lanes, strict=True):
        colour = COLOURS[mark.stage]
        certainties = said(strand.certainty for strand in mark.strands)
        first = mark.strands[0]
        yield {
            "day": mark.days.middle + 0.5,
            "from": mark.days.first,
            "to": mark.days.last + 1,
            "y": top + lane * _LANE,
            "stage": mark.stage,
            "fill": colour if mark.dated else PAPER,
            "edge": edge(colour),
            "size": 110 if mark.fact else 45,
            "crossed": mark.denied,
            "number": str(mark.origins) if mark.origins > 1 else "",
            "deal": f"{dyad(row.deal)}, {goods(row.deal)}",
            "told": f"{mark.stage}, {'denied, ' if mark.denied else ''}{certainties}",
            "day stated": plain(first.date or "")
            if mark.dated
            else f"none; published {plain(first.published or '')}",
            "quantity": said(strand.quantity for strand in mark.strands) or "none stated",
            "value": said(strand.value for strand in mark.strands) or "none stated",
            "speaker": said(strand.speaker for strand in mark.strands) or "the outlet itself",
            "document": said(strand.document for strand in mark.strands),
            "origins": mark.origins,
            "claims": len({strand.claim for strand in mark.strands}),
        }
