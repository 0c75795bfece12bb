"""States exchanged for one another, and words hidden, in passages that are learnt from.

Whoever reads that one state arms another should learn it from the words between them, not from who they are. So in a
part of the windows each state's name, adjective and capital become another's, the same one's throughout; and of all
word pieces a few are hidden, so that nothing hangs on a single one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from armstrail import codebook

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

SHARE = 0.5  # of the windows
HIDDEN = 0.12  # of the word pieces
MASK = 103  # [MASK]
SPECIAL = 999  # up to here the vocabulary holds [CLS], [SEP], [PAD] and single places that are never used


class Exchange:
    """Exchanges word pieces of states whose name, adjective and capital are one word piece each. `pieces` is the
    vocabulary: the number of each piece.
    """

    def __init__(self, pieces: Mapping[str, int]) -> None:
        rows: list[tuple[int, ...]] = []
        taken: set[int] = set()
        for state in codebook.tables()["states"]:
            words = (state["name"], *state.get("adjectives", [])[:1], *state.get("places", [])[:1])
            row = tuple(pieces[w.lower()] for w in words if w.istitle() and w.lower() in pieces)
            if len(row) == len(words) == 3 and not taken & set(row):
                taken |= set(row)
                rows.append(row)
        self.rows: Ints = np.array(rows, np.int64)
        self._same = np.arange(len(pieces))

    def __call__(self, ids: Ints, rng: random.Random) -> Ints:
        """The ids [P] of a window, changed."""
        if rng.random() < SHARE:
            order = list(range(len(self.rows)))
            rng.shuffle(order)
            other = self._same.copy()
            other[self.rows] = self.rows[order]
            ids = other[ids]
        hidden = np.random.default_rng(rng.getrandbits(32)).random(ids.shape) < HIDDEN
        changed: Ints = np.where(hidden & (ids >= SPECIAL), MASK, ids)
        return changed
