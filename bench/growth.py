"""How the time to read grows with a text that never ends its sentence: three times the text, how many times as long.

python bench/growth.py
"""

from __future__ import annotations

import statistics
import time

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
    """Print one line for each piece."""
    armstrail.read("Germany sold 20 tanks to Peru.")
    for piece in PIECES:
        ratio = statistics.median(seconds(piece, LONG) / seconds(piece, SHORT) for _ in range(TURNS))
        print(f"{ratio:5.1f} times as long for {LONG / SHORT:.0f} times the text: {piece.strip()!r} …")


if __name__ == "__main__":
    main()
