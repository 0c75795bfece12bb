"""Counting what is different: held against plain counting."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from armstrail.ledger.tallies import counted, different, distinct, span_of_days

Pairs = list[tuple[int, int]]
pairs = st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0, 1, 2, 7, 700_000])))


@given(st.lists(st.one_of(st.integers(0, 20), st.integers(0, 10**12))))
def test_different_keys_are_counted_however_far_they_lie_apart(keys: list[int]) -> None:
    held, numbers = counted(np.array(keys, np.int64))
    assert dict(zip(held.tolist(), numbers.tolist(), strict=True)) == Counter(keys)
    assert held.tolist() == different(np.array(keys, np.int64)).tolist() == sorted(set(keys))


@given(pairs)
def test_what_is_distinct_is_counted_by_group(held: Pairs) -> None:
    groups, values = (np.array(some, np.int64) for some in (zip(*held, strict=True) if held else ([], [])))
    found = distinct(groups, values, 10).tolist()
    assert found == [len({value for of, value in held if of == group}) for group in range(10)]


@given(pairs)
def test_each_group_has_its_first_and_last_day(held: Pairs) -> None:
    groups, days = (np.array(some, np.int32) for some in (zip(*held, strict=True) if held else ([], [])))
    first, last = (some.tolist() for some in span_of_days(groups, days, 10))
    for group in range(10):
        known = [day for of, day in held if of == group and day]
        assert (first[group], last[group]) == (min(known, default=0), max(known, default=0))
