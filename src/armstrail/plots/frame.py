"""What every picture has around it: its title, its caption, and the figures as a table, all in the specification."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from textwrap import wrap
from typing import Any

from armstrail.plots.looks import CONFIG, FAINT, LINE

Spec = dict[str, Any]
"""A specification of Vega-Lite 6. Its `usermeta.armstrail` holds a Telling as plain data."""

Cell = str | int

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_LETTER = 5.6
"""The mean width of a letter of the caption, in pixels."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a picture says in words: what is seen, how it was counted, and its figures, a row each."""

    title: str
    caption: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


def framed(body: Spec, telling: Telling, *, wide: float) -> Spec:
    """The whole specification of a picture that is about so many pixels `wide`, labels included."""
    letters = int(max(wide, 560) / _LETTER)
    lines = [line for part in telling.caption for line in wrap(part, letters)]
    return {
        "$schema": _SCHEMA,
        "description": " ".join((f"{telling.title}.", *telling.caption)),
        "title": {"text": wrap(telling.title, int(letters * 0.65)), "subtitle": lines},
        "padding": 20,
        "config": dict(CONFIG),
        "usermeta": {"armstrail": asdict(telling)},
        **body,
    }


def told(spec: Spec) -> Telling:
    """What a picture says in words."""
    held = spec["usermeta"]["armstrail"]
    return Telling(held["title"], tuple(held["caption"]), tuple(held["columns"]), tuple(held["rows"]))


def bare(spec: Spec) -> Spec:
    """The picture alone, without the words that a page shows around it."""
    return {key: value for key, value in spec.items() if key not in ("title", "usermeta")} | {"padding": 4}


def nothing(telling: Telling, why: str) -> Spec:
    """A picture that says that there is nothing to show."""
    box = {"type": "rect", "stroke": LINE, "fill": None, "cornerRadius": 4}
    words = {"type": "text", "text": why, "fontSize": 13, "color": FAINT}
    layer = [
        {"mark": box | {"x": 0, "y": 0, "x2": 560, "y2": 120}},
        {"mark": words | {"x": 280, "y": 60}},
    ]
    return framed({"width": 560, "height": 120, "data": {"values": [{}]}, "layer": layer}, telling, wide=560)


def counted(number: int, word: str) -> str:
    """A number and its word: "1 claim", "2,000 claims"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
