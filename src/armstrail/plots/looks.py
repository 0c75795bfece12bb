"""How pictures look: their colours, letters and marks. Each tells things apart in grey as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from armstrail.model import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
INK = "#22262b"
FAINT = "#5f6770"
LINE = "#e3e3de"
PAPER = "#ffffff"
BLACK = "#000000"
LAND = "#e9e8e2"
FLOW = "#2c5f8a"
SHADES = ("#e4edf5", "#9dbcd8", "#4f83b0", "#1d4c7c", "#0b2545")
"""From few to many: one hue, each darker than the one before, so that it reads the same in grey."""

_MIDDLE = 0.179
"""The luminance on which black and white have the same contrast, 4.6 to 1."""

STAGES: tuple[Stage, ...] = get_args(Stage)
"""In the order of the way that a transfer goes; those that end it come last."""

COLOURS: Mapping[Stage, str] = {
    "sought": "#dbe6a4",
    "offered": "#9fd3ae",
    "negotiating": "#5cb7bd",
    "approved": "#348dbd",
    "agreed": "#2a5da3",
    "delivered": "#1c2c66",
    "withheld": "#f5aa60",
    "cancelled": "#b8583a",
    "unclear": "#93918c",
}
"""The way of a transfer goes from light to dark; what stops it is of another hue. No two are the same in grey."""

SHAPES: Mapping[Stage, str] = {
    "sought": "circle",
    "offered": "square",
    "negotiating": "diamond",
    "approved": "triangle-up",
    "agreed": "M0,-1L0.951,-0.309L0.588,0.809L-0.588,0.809L-0.951,-0.309Z",
    "delivered": (
        "M0,-1.15L0.282,-0.389L1.094,-0.355L0.457,0.148L0.676,0.93L0,0.48L-0.676,0.93L-0.457,0.148"
        "L-1.094,-0.355L-0.282,-0.389Z"
    ),
    "withheld": "triangle-down",
    "cancelled": "M-0.45,-1L0.45,-1L1,-0.45L1,0.45L0.45,1L-0.45,1L-1,0.45L-1,-0.45Z",
    "unclear": "M-1,-0.4L1,-0.4L1,0.4L-1,0.4Z",
}
"""Marks that differ in their outline alone."""

CROSSED: Mapping[str, Any] = {
    "shape": "M-1,-1L1,1M-1,1L1,-1",
    "size": 240,
    "stroke": INK,
    "strokeWidth": 1.2,
    "opacity": 1,
}
"""What lies over the mark of a claim that is denied: a cross that reaches beyond it."""

CONFIG: Mapping[str, Any] = {
    "font": FONT,
    "background": PAPER,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 18,
        "fontWeight": 600,
        "color": INK,
        "subtitleColor": FAINT,
        "subtitleFontSize": 12,
        "subtitleLineHeight": 17,
        "subtitlePadding": 6,
        "offset": 18,
    },
    "axis": {
        "labelColor": INK,
        "titleColor": FAINT,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
    },
    "legend": {
        "labelColor": INK,
        "titleColor": FAINT,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelLimit": 240,
        "titleLimit": 400,
    },
}


def dark(share: float) -> bool:
    """Whether white is easier to read than black on the shade that stands for a share, 0 to 1, of the most."""
    place = min(max(share, 0.0), 1.0) * (len(SHADES) - 1)
    low = min(int(place), len(SHADES) - 2)
    pairs = zip(_parts(SHADES[low]), _parts(SHADES[low + 1]), strict=True)
    red, green, blue = (_light(one + (other - one) * (place - low)) for one, other in pairs)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < _MIDDLE


def edge(colour: str) -> str:
    """The edge of a mark: its colour, dark enough to be seen on white."""
    return "#" + "".join(f"{round(part * 255 * 0.62):02x}" for part in _parts(colour))


def _parts(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _light(part: float) -> float:
    """The luminance of a part of a colour, as WCAG 2 has it."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
