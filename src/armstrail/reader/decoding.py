"""Scores -> tags -> runs of words: the best sequence in which every run begins and ends.

Tag 0 is outside; each kind of run has four more: begins, inside, ends, alone (Ratinov and Roth 2009).
"""

from __future__ import annotations

from math import inf
from operator import add, gt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Tags = NDArray[np.int64]
    Run = tuple[int, int, int]  # first word, word behind the last, kind

PLACES = 4
BEGINS, INSIDE, ENDS, ALONE = range(PLACES)


def best_tags(scores: Floats) -> Tags:
    """The best allowed tags [N, W] for log scores [N, W, T].

    Where the best tag of each word makes an allowed row, that is it; else the row is searched (Viterbi 1967).
    """
    tags: Tags = scores.argmax(2)
    for row in np.flatnonzero(~_allowed(tags)):
        tags[row] = _search(scores[row])
    return tags


def _allowed(tags: Tags) -> NDArray[np.bool_]:
    """Which rows have only runs that begin and end."""
    kind, place = np.divmod(tags - 1, PLACES)
    opens = (tags > 0) & (place <= INSIDE)
    goes_on = (tags > 0) & ((place == INSIDE) | (place == ENDS))
    same = kind[:, 1:] == kind[:, :-1]
    good = np.where(opens[:, :-1], goes_on[:, 1:] & same, ~goes_on[:, 1:]).all(1)
    allowed: NDArray[np.bool_] = good & ~goes_on[:, 0] & ~opens[:, -1]
    return allowed


def _search(scores: Floats) -> Tags:
    """The best allowed row for scores [W, T]: after each word all runs are closed, or one of a kind is open."""
    words = len(scores)
    of_kind = scores[:, 1:].reshape(words, -1, PLACES).transpose(2, 0, 1)
    # a word has few tags: plain numbers are quicker than arrays
    outside, alone = scores[:, 0].tolist(), of_kind[ALONE].max(1).tolist()
    begins, inside, ends = (of_kind[place].tolist() for place in (BEGINS, INSIDE, ENDS))
    how: list[int] = []  # how a word leaves all closed: outside, alone, or ending a run of kind how - 2
    stays: list[list[bool]] = []
    closed, opened = 0.0, [-inf] * of_kind.shape[2]
    for w in range(words):
        choices = [closed + outside[w], closed + alone[w], *map(add, opened, ends[w])]
        begun, kept = [closed + score for score in begins[w]], list(map(add, opened, inside[w]))
        stays.append(list(map(gt, kept, begun)))
        opened = list(map(max, begun, kept))
        closed = max(choices)
        how.append(choices.index(closed))
    tags = np.zeros(words, np.int64)
    kind = -1
    for w in range(words - 1, -1, -1):
        if kind >= 0:
            tags[w] = 1 + kind * PLACES + (INSIDE if stays[w][kind] else BEGINS)
            kind = kind if stays[w][kind] else -1
        elif how[w] == 1:
            tags[w] = 1 + int(of_kind[ALONE, w].argmax()) * PLACES + ALONE
        elif how[w] > 1:
            kind = how[w] - 2
            tags[w] = 1 + kind * PLACES + ENDS
    return tags


def runs(tags: Tags) -> list[Run]:
    """The runs of one row of tags, in order."""
    found: list[Run] = []
    start = 0
    for i in np.flatnonzero(tags).tolist():
        kind, place = divmod(int(tags[i]) - 1, PLACES)
        if place in (BEGINS, ALONE):
            start = i
        if place in (ENDS, ALONE):
            found.append((start, i + 1, kind))
    return found
