r"""Lines that a sheet or a screen broke: what `pdftotext` and mail programs write, put back to a paragraph a line.

A `\n` within a paragraph becomes a space, so that the text is as long as it was and every place in it stays.
"""

from __future__ import annotations

import re
from itertools import pairwise

NARROWEST, WIDEST = 40, 130
"""Between how many characters the widest line of a wrapped text has."""

RAGGED = 0.8
"""To which share of the widest line the others are filled, a line's next word counted with it."""

MOST = 0.6
"""The share of lines that have to be so filled, or to go on in a small letter, lest lines be entries of a list."""

FEWEST = 2
"""So many lines at least."""

ENTRY = re.compile(r"\s*(?:[-*•·–—>|]|\(?\w{1,3}[.)]\s)|.*\S\s{3,}\S")  # of a list, a quotation or a table


def unwrapped(text: str) -> str:
    r"""A text with its wrapped lines joined; the same text where its lines are no wrapped ones.

    >>> unwrapped("The ministry said that it had sent two field\nhospitals to the front and that there were ten\nmore.")
    'The ministry said that it had sent two field hospitals to the front and that there were ten more.'
    """
    lines = text.split("\n")
    widest = max((len(line.rstrip()) for line in lines if " " in line.strip()), default=0)
    if len(lines) < 3 or not NARROWEST <= widest <= WIDEST:
        return text
    within = [bool(line.strip() and following.strip()) for line, following in pairwise(lines)]
    wrapped = [inner and _goes_on(*pair, widest) for inner, pair in zip(within, pairwise(lines), strict=True)]
    if sum(wrapped) < max(MOST * sum(within), FEWEST):
        return text
    ends = (" " if on else "\n" for on in wrapped)
    return lines[0] + "".join(end + line for end, line in zip(ends, lines[1:], strict=True))


def _goes_on(line: str, following: str, widest: int) -> bool:
    """Whether a line goes on in the one that follows it: it had no room for its first word, or stops in a sentence."""
    if ENTRY.match(line) or ENTRY.match(following) or _indent(following) > _indent(line):
        return False
    word = following.split(None, 1)[0]
    full = len(line.rstrip()) + 1 + len(word) > RAGGED * widest
    return full or (word[0].islower() and line.rstrip()[-1] not in '.!?:;”"')


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
