"""Columns of wrapped, styled words for a terminal. To load rich for it would be a tenth of a cold start."""

from __future__ import annotations

from itertools import groupby, zip_longest
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator

BOLD, DIM, ITALIC, UNDERLINE, REVERSE = "1", "2", "3", "4", "7"
"""How words are shown; several are joined by ";"."""

Line = list[tuple[str, str]]
"""Words and how they are shown, piece by piece; "" where plainly."""

Cell = list[Line]

_GAP = "  "


def columns(cells: list[Cell], widths: list[int], *, styled: bool) -> Iterator[str]:
    """The lines of one row: each cell wrapped to its width, all beside each other."""
    wrapped = [
        [part for line in cell for part in wrap(line, width)]
        for cell, width in zip(cells, widths, strict=True)
    ]
    for row in zip_longest(*wrapped, fillvalue=[]):
        parts = [
            draw(line, styled=styled) + " " * (width - breadth("".join(words for words, _ in line)))
            for line, width in zip(row, widths, strict=True)
        ]
        yield _GAP.join(parts).rstrip()


def draw(line: Line, *, styled: bool) -> str:
    """A line as it is written to a terminal, or plain."""
    return "".join(
        f"\x1b[{style}m{words}\x1b[0m" if styled and style and words else words for words, style in line
    )


def wrap(line: Line, width: int) -> Iterator[Line]:
    """A line cut into lines of at most `width` columns, at spaces where there are any."""
    letters = [(letter, style) for words, style in line for letter in words]
    for start, end in _cuts([letter for letter, _ in letters], width):
        runs = groupby(letters[start:end], key=lambda letter: letter[1])
        yield [("".join(letter for letter, _ in run), style) for style, run in runs]


def breadth(words: str) -> int:
    """How many columns words take: none for an accent of its own, two for a wide letter."""
    return sum(map(_breadth, words))


def _breadth(letter: str) -> int:
    if letter.isascii():
        return 1
    return 0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1


def _cuts(letters: list[str], width: int) -> Iterator[tuple[int, int]]:
    """Where the lines begin and end; the space at which a line is cut belongs to none."""
    start, used, space = 0, 0, -1
    for here, letter in enumerate(letters):
        if letter == " ":
            space = here
        while start <= here and used + _breadth(letter) > width:
            cut = space if space >= start else here
            if cut > start:
                yield start, cut
            start = cut + (letters[cut] == " ")
            used = breadth("".join(letters[start:here]))
        used += _breadth(letter) if start <= here else 0
    yield start, len(letters)
