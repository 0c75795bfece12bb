"""How the time to read grows with a text that never ends its sentence: three times the text, how many times as long.

python -m bench.growth
"""

from __future__ import annotations

import time
from functools import partial

from bench.figures import Figures, arguments, hand_over, in_turn

import armstrail

PIECES = ("Germany sold tanks to Peru ", "tanks, ", "“Yes,” he said that ")
SHORT, LONG = 4_000, 12_000  # characters
TURNS = 5


def seconds(piece: str, size: int) -> float:
    """The time to read `size` characters of a piece that is repeated."""
    text = piece * (size // len(piece))
    begin = time.perf_counter()
    armstrail.read(text)
    return time.perf_counter() - begin


def main() -> None:
    asked = arguments(__doc__).parse_args()
    armstrail.read("Germany sold 20 tanks to Peru.")
    figures = Figures("A text that never ends its sentence", f"{SHORT:,} and {LONG:,} characters of a piece")
    for piece in PIECES:
        tasks = {f"{size:,} characters": partial(seconds, piece, size) for size in (SHORT, LONG)}
        short, long = (
            figures.row(f"{piece.strip()!r} …, {name}", "s", runs)
            for name, runs in in_turn(tasks, TURNS, first=False).items()
        )
        figures.ratio(f"{piece.strip()!r} …, {LONG / SHORT:.0f} times the text", long, short)
    hand_over([figures], asked.json)


if __name__ == "__main__":
    main()
