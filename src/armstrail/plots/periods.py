"""How much was told of each stage over time: stacked bars, a month, a year or a decade each."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from armstrail.plots.figures import Point, totals
from armstrail.plots.frame import Spec, Telling, counted, framed, nothing
from armstrail.plots.looks import COLOURS, PAPER, STAGES
from armstrail.plots.ticks import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from armstrail.model import Stage

Unit = Literal["month", "year", "decade"]

COLUMNS = ("{unit}", "stage", "independent origins", "claims")

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:\b|$)")
_MONTHS_AT_MOST, _YEARS_AT_MOST = 36, 100

_WIDTHS: dict[Unit, tuple[int, int]] = {"month": (26, 48), "year": (12, 48), "decade": (34, 48)}
"""The least and the greatest width of a bar and its gap."""

_ROOM = 640
_HEIGHT = 300

_HOW = (
    "Bars count independent origins (texts that are told anew, reprints folded into them) by the {unit} of their first "
    "publication and by the stage that they tell of; one that tells of several stages counts in each, denials too. "
    "They show how much was written, not how much passed."
)


def timeline(points: Sequence[Point]) -> Spec:
    """The origins of each month by stage, of each year where there are more than three years, else of each decade."""
    dated = [(found, point) for point in points if (found := _months(point.month)) is not None]
    undated = sum(point.claims for point in points if _months(point.month) is None)
    lacking = (
        (f"Not shown, as their day of publication is unknown: {counted(undated, 'claim')}.",)
        if undated
        else ()
    )
    if not dated:
        columns = tuple(name.format(unit="month") for name in COLUMNS)
        return nothing(Telling("What is told of arms transfers, by stage", lacking, columns), _why(undated))
    unit = _unit([months for months, _ in dated])
    bars = _bars(dated, unit)
    periods = _periods([months for months, _ in dated], unit)
    telling = Telling(
        _title(bars, periods, unit),
        (_HOW.format(unit=unit), *lacking),
        tuple(name.format(unit=unit) for name in COLUMNS),
        tuple((_told(period, unit), stage, *counts) for (period, stage), counts in bars.items()),
    )
    least, most = _WIDTHS[unit]
    step = min(max(_ROOM / len(periods), least), most)
    return framed(_body(bars, periods, unit, step), telling, wide=step * len(periods) + 60)


def _why(undated: int) -> str:
    return "Nothing to show: " + (
        "no claim has a day of publication." if undated else "no claims were found."
    )


def _months(date: str) -> int | None:
    """The month of a date, counted from the year 0; None where there is none."""
    found = _MONTH.match(date)
    return int(found[1]) * 12 + int(found[2]) - 1 if found else None


def _unit(months: list[int]) -> Unit:
    if max(months) - min(months) < _MONTHS_AT_MOST:
        return "month"
    return "year" if max(months) // 12 - min(months) // 12 < _YEARS_AT_MOST else "decade"


def _period(months: int, unit: Unit) -> str:
    year, month = divmod(months, 12)
    if unit == "month":
        return f"{year:04}-{month + 1:02}"
    return f"{year:04}" if unit == "year" else f"{year // 10 * 10:04}"


def _periods(months: list[int], unit: Unit) -> list[str]:
    """All periods from the first to the last, those of which nothing is told among them."""
    return list(dict.fromkeys(_period(month, unit) for month in range(min(months), max(months) + 1)))


def _told(period: str, unit: Unit) -> str:
    """A period as it is written: "Mar 1987", "1987", "1980s"."""
    if unit == "month":
        return f"{MONTHS[int(period[5:]) - 1]} {period[:4]}"
    return f"{period}s" if unit == "decade" else period


def _bars(dated: list[tuple[int, Point]], unit: Unit) -> dict[tuple[str, Stage], tuple[int, int]]:
    """Origins and claims of each period and stage, in their order."""
    sums: dict[tuple[str, Stage], tuple[int, int]] = {}
    for months, point in dated:
        key = (_period(months, unit), point.stage)
        origins, claims = sums.get(key, (0, 0))
        sums[key] = (origins + point.origins, claims + point.claims)
    return dict(sorted(sums.items(), key=lambda pair: (pair[0][0], STAGES.index(pair[0][1]))))


def _title(bars: dict[tuple[str, Stage], tuple[int, int]], periods: list[str], unit: Unit) -> str:
    first, last = _told(periods[0], unit), _told(periods[-1], unit)
    span = first if first == last else f"{first} to {last}"
    most = f", most in {_told(next(iter(_heights(bars))), unit)}" if len(periods) > 1 else ""
    return f"What is told of arms transfers, by stage: {span}{most}"


def _heights(bars: dict[tuple[str, Stage], tuple[int, int]]) -> dict[str, int]:
    return totals((period, origins) for (period, _), (origins, _claims) in bars.items())


def _labels(periods: list[str], unit: Unit) -> dict[str, list[str]]:
    """What stands below each bar: months with the year below the first and each January."""
    if unit != "month":
        return {period: [_told(period, unit)] for period in periods}
    return {
        period: [MONTHS[int(period[5:]) - 1], *([period[:4]] if at == 0 or period.endswith("-01") else [])]
        for at, period in enumerate(periods)
    }


def _body(
    bars: dict[tuple[str, Stage], tuple[int, int]], periods: list[str], unit: Unit, step: float
) -> Spec:
    told: list[Spec] = [{"field": "told", "title": unit}, {"field": "stage", "title": "stage"}]
    told += [
        {"field": field, "title": title, "type": "quantitative", "format": ",d"}
        for field, title in (("origins", "independent origins"), ("claims", "claims"))
    ]
    return {
        "width": {"step": step},
        "height": _HEIGHT,
        "data": {"values": list(_values(bars, unit))},
        "mark": {"type": "bar", "stroke": PAPER, "strokeWidth": 0.6},
        "encoding": {
            "x": _across(periods, unit),
            "y": _up(max(_heights(bars).values())),
            "color": _hues([stage for stage in STAGES if any(stage == shown for _, shown in bars)]),
            "order": {"field": "rank", "type": "quantitative"},
            "tooltip": told,
        },
    }


def _across(periods: list[str], unit: Unit) -> Spec:
    axis = {"labelAngle": 0, "ticks": False, "labelPadding": 6, "labelLineHeight": 14, "labelSeparation": 6}
    written = json.dumps(_labels(periods, unit))
    return {
        "field": "period",
        "type": "ordinal",
        "title": None,
        "scale": {"domain": periods, "paddingInner": 0.15, "paddingOuter": 0.1},
        "axis": axis | {"labelExpr": f"({written})[datum.value]", "labelOverlap": unit != "month"},
    }


def _up(most: int) -> Spec:
    """The height; where bars are low the axis is given whole numbers, which Vega would divide."""
    marked: Spec = {"values": list(range(most + 1))} if most < 6 else {"tickCount": 6}
    title = {"titleAngle": 0, "titleAlign": "left", "titleX": -30, "titleY": -14, "titleBaseline": "bottom"}
    return {
        "field": "origins",
        "type": "quantitative",
        "title": "independent origins",
        "stack": "zero",
        "axis": {**marked, **title, "format": ",d", "ticks": False, "domain": False},
    }


def _hues(present: list[Stage]) -> Spec:
    legend = {"orient": "top", "direction": "horizontal", "columns": 9, "offset": 34, "columnPadding": 14}
    return {
        "field": "stage",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(STAGES), "range": [COLOURS[stage] for stage in STAGES]},
        "legend": legend | {"values": present, "symbolType": "square", "symbolStrokeWidth": 0},
    }


def _values(bars: dict[tuple[str, Stage], tuple[int, int]], unit: Unit) -> Iterator[dict[str, Any]]:
    for (period, stage), (origins, claims) in bars.items():
        yield {
            "period": period,
            "told": _told(period, unit),
            "stage": stage,
            "rank": STAGES.index(stage),
            "origins": origins,
            "claims": claims,
        }
