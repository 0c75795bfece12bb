"""Where states lie on the map, the lines between them, and where their names find room. All in pixels."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH, HEIGHT = 1000, 440
SCALE = 184.0
CENTRE = (500.0, 247.0)
"""The map's size, and the scale and middle of its projection (Equal Earth), as Vega takes them."""

_LETTER, _LINE = 6.1, 12.0
_CURVE = (1.340264, -0.081106, 0.000893, 0.003796)
"""The polynomial of Equal Earth (Šavrič, Patterson and Jenny 2018)."""

_BOW = 0.13
_PIECES = 16

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name stands: its anchor, in pixels, and on which side of it the words are."""

    key: str
    words: str
    x: float
    y: float
    align: Align

    def box(self) -> tuple[float, float, float, float]:
        wide = len(self.words) * _LETTER
        left = {"left": self.x, "right": self.x - wide, "center": self.x - wide / 2}[self.align]
        return left, self.y - _LINE / 2, left + wide, self.y + _LINE / 2


def place(key: str) -> tuple[float, float] | None:
    """Where a state stands on the map; None where it is no state."""
    anchor = _anchors().get(key)
    return _projected(*anchor) if anchor else None


def arc(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float, float]]:
    """Points of a line bowed to its left, each with how far along it is, 0 to 1: the way back takes another."""
    across, down = end[0] - start[0], end[1] - start[1]
    bend = ((start[0] + end[0]) / 2 + down * _BOW * 2, (start[1] + end[1]) / 2 - across * _BOW * 2)
    steps = [step / _PIECES for step in range(_PIECES + 1)]
    return [
        (_bent(start[0], bend[0], end[0], step), _bent(start[1], bend[1], end[1], step), step)
        for step in steps
    ]


def labelled(
    names: Iterable[tuple[str, str]], taken: Iterable[tuple[float, float, float, float]]
) -> list[Label]:
    """The names that find room beside their places, the first ones first; the rest are left out."""
    boxes = list(taken)
    found = []
    for key, words in names:
        for label in _tries(key, words):
            box = label.box()
            inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT
            if inside and not any(_meet(box, other) for other in boxes):
                boxes.append(box)
                found.append(label)
                break
    return found


def _tries(key: str, words: str) -> Iterable[Label]:
    x, y = place(key) or (0.0, 0.0)
    yield Label(key, words, x + 6, y, "left")
    yield Label(key, words, x - 6, y, "right")
    yield Label(key, words, x, y + 11, "center")
    yield Label(key, words, x, y - 11, "center")
    for down in (-8, 8):
        yield Label(key, words, x + 4, y + down, "left")
        yield Label(key, words, x - 4, y + down, "right")
    yield Label(key, words, x, y - 19, "center")
    yield Label(key, words, x, y + 19, "center")


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _bent(start: float, bend: float, end: float, step: float) -> float:
    rest = 1 - step
    return round(rest * rest * start + 2 * rest * step * bend + step * step * end, 1)


def _projected(longitude: float, latitude: float) -> tuple[float, float]:
    first, second, third, fourth = _CURVE
    half = math.sqrt(3) / 2
    angle = math.asin(half * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    across = math.radians(longitude) * math.cos(angle)
    across /= half * (first + 3 * second * square + sixth * (7 * third + 9 * fourth * square))
    up = angle * (first + second * square + sixth * (third + fourth * square))
    return round(CENTRE[0] + SCALE * across, 1), round(CENTRE[1] - SCALE * up, 1)


@cache
def _anchors() -> dict[str, tuple[float, float]]:
    held = json.loads(Path(__file__).with_name("anchors.json").read_text(encoding="utf-8"))
    return {key: (longitude, latitude) for key, (longitude, latitude) in held.items()}
