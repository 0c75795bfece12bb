"""Tags to runs: the row that is found is the best of all allowed rows, and its runs begin and end."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.reader.decoding import best_tags, runs

OUT, BEG, INS, END, ONE = range(5)  # of the first kind; the second kind's are four higher
FOLLOWERS = {
    OUT: (OUT, BEG, ONE),
    BEG: (INS, END),
    INS: (INS, END),
    END: (OUT, BEG, ONE),
    ONE: (OUT, BEG, ONE),
}


def is_allowed(row: tuple[int, ...]) -> bool:
    """Whether runs of two kinds begin and end, written without the code under test."""
    place = [0 if tag == 0 else (tag - 1) % 4 + 1 for tag in row]
    kind = [-1 if tag == 0 else (tag - 1) // 4 for tag in row]
    if place[0] in (INS, END) or place[-1] in (BEG, INS):
        return False
    for i in range(len(row) - 1):
        if place[i + 1] == OUT or place[i + 1] in (BEG, ONE):
            if place[i] in (BEG, INS):
                return False
        elif place[i] not in (BEG, INS) or kind[i] != kind[i + 1]:
            return False
    return True


@given(st.integers(0, 10_000), st.integers(1, 4), st.sampled_from([5, 9]))
@settings(max_examples=60, deadline=None)
def test_the_row_found_is_the_best_of_all_that_are_allowed(seed: int, words: int, tags: int) -> None:
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(tags) * 0.3, (3, words)) + 1e-9).astype(
        np.float32
    )
    for row, found in zip(scores, best_tags(scores), strict=True):
        best = max(
            sum(float(row[w, t]) for w, t in enumerate(each))
            for each in itertools.product(range(tags), repeat=words)
            if is_allowed(each)
        )
        assert is_allowed(tuple(found.tolist()))
        assert sum(float(row[w, t]) for w, t in enumerate(found.tolist())) == pytest.approx(best, abs=1e-3)


def test_runs_are_words_from_the_first_to_behind_the_last_with_their_kind() -> None:
    row = np.array([OUT, ONE, OUT, BEG, INS, END, 4 + BEG, 4 + END, 4 + ONE])
    assert runs(row) == [(1, 2, 0), (3, 6, 0), (6, 8, 1), (8, 9, 1)]
