"""Fingerprints to pairs: the same whatever the order of coming, and no more of them than the texts can bear."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from armstrail.stories.candidates import CROWD, CROWD_SHARE, PILLARS, SHORT, Fingerprints

Marks = NDArray[np.uint32]
Pairs = set[tuple[int, int]]


def marks(*numbers: int) -> Marks:
    return np.array(sorted(set(numbers)), np.uint32)


def name(text: int) -> bytes:
    return hashlib.blake2b(str(text).encode(), digest_size=16).digest()


def add(
    held: Fingerprints, texts: Sequence[Marks], names: Sequence[int] = ()
) -> tuple[list[list[int]], set[int]]:
    pairs, shaken = held.add(texts, [name(number) for number in names or range(len(texts))])
    return pairs.tolist(), shaken


def at_once(texts: Sequence[Marks]) -> Pairs:
    pairs, _ = add(Fingerprints(), texts)
    assert all(one < other for one, other in pairs)
    found = {(one, other) for one, other in pairs}
    assert len(found) == len(pairs)
    return found


def pillars(count: int) -> set[int]:
    """The foremost of texts, by their names."""
    return set(sorted(range(count), key=lambda n: np.frombuffer(name(n)[:8], np.uint64)[0])[:PILLARS])


def with_pillars(count: int) -> Pairs:
    foremost = pillars(count)
    return {(min(one, other), max(one, other)) for one in foremost for other in range(count) if one != other}


# ------------------------------------------------------------------ which are proposed


def test_a_fingerprint_in_common_proposes_short_texts() -> None:
    assert at_once([marks(1, 2), marks(2, 3), marks(3, 4), marks(5)]) == {(0, 1), (1, 2)}


@pytest.mark.parametrize(
    ("size", "shared", "proposed"), [(SHORT, 1, True), (SHORT + 1, 1, False), (SHORT + 1, 2, True)]
)
def test_longer_texts_need_two(size: int, shared: int, proposed: bool) -> None:
    texts = [marks(*range(size)), marks(*range(size - shared, 400))]
    assert at_once(texts) == ({(0, 1)} if proposed else set())
    assert at_once(texts[::-1]) == at_once(texts)


def test_texts_without_fingerprints_are_proposed_to_none() -> None:
    held = Fingerprints()
    assert add(held, []) == ([], set())
    assert add(held, [marks(), marks()]) == ([], set())
    assert add(held, [marks(1)]) == ([], set())
    assert add(held, [marks(1), marks()]) == ([[2, 3]], set())


def test_only_pairs_with_a_new_text_are_given() -> None:
    held = Fingerprints()
    assert add(held, [marks(1), marks(1)])[0] == [[0, 1]]
    assert add(held, [marks(2)])[0] == []
    assert add(held, [marks(1), marks(2)])[0] == [[0, 3], [1, 3], [2, 4]]


def test_great_numbers_are_held_apart() -> None:
    most = 2**32 - 1
    assert at_once([marks(0, most), marks(most), marks(0), marks(most - 1)]) == {(0, 1), (0, 2)}


def test_more_pairs_than_are_counted_at_once() -> None:
    texts = [marks(*range(group * 10_000, (group + 1) * 10_000)) for group in range(2) for _ in range(CROWD)]
    assert 2 * 10_000 * CROWD * (CROWD - 1) // 2 > 1 << 22
    first = set(combinations(range(CROWD), 2))
    assert at_once(texts) == first | {(one + CROWD, other + CROWD) for one, other in first}


# ------------------------------------------------------------------ crowds


def test_a_crowd_proposes_only_with_its_pillars() -> None:
    assert at_once([marks(1)] * CROWD) == set(combinations(range(CROWD), 2))
    assert at_once([marks(1)] * (CROWD + 1)) == with_pillars(CROWD + 1)
    assert at_once([marks(1)] * 200) == with_pillars(200)


def test_pairs_of_like_texts_grow_with_the_texts() -> None:
    sizes = [len(at_once([marks(1, 2, 3)] * count)) for count in (1_000, 2_000, 4_000)]
    assert sizes == [PILLARS * count - PILLARS * (PILLARS + 1) // 2 for count in (1_000, 2_000, 4_000)]


def test_what_only_a_crowd_shares_must_be_a_good_part_of_a_text() -> None:
    count, size = CROWD + 8, 40
    needed = int(size * CROWD_SHARE)
    for shared, expected in ((needed, with_pillars(count)), (needed - 1, set())):
        own = [range(1_000 * (n + 1), 1_000 * (n + 1) + size - shared) for n in range(count)]
        assert at_once([marks(*range(shared), *some) for some in own]) == expected


def test_what_few_share_counts_beside_a_crowd() -> None:
    count = CROWD + 8
    texts = [marks(1, *range(1_000 * (n + 1), 1_000 * (n + 1) + 40)) for n in range(count)]
    one, other = sorted(set(range(count)) - pillars(count))[:2]
    texts[one] = marks(*texts[one].tolist(), 5, 6)
    texts[other] = marks(*texts[other].tolist(), 5, 6)
    assert at_once(texts) == {(one, other)}


def test_a_crowd_that_changes_shakes_its_texts() -> None:
    held = Fingerprints()
    count = CROWD + 8
    order = [*sorted(set(range(count)) - pillars(count)), *sorted(pillars(count))]
    assert add(held, [marks(1, 2)] * CROWD, order[:CROWD])[1] == set()
    assert add(held, [marks(9)], [1_000])[1] == set()
    assert add(held, [marks(1)] * 7, order[CROWD : CROWD + 7])[1] == {
        *range(CROWD),
        *range(CROWD + 1, CROWD + 8),
    }
    assert add(held, [marks(1)], order[-1:])[1] == {*range(CROWD), *range(CROWD + 1, CROWD + 9)}
    last = min(range(1_000, 2_000), key=lambda n: -int(np.frombuffer(name(n)[:8], np.uint64)[0]))
    assert add(held, [marks(1)], [last])[1] == set()
    assert held.crowded(marks(1, 7))
    assert not held.crowded(marks(2, 9))


def test_a_pair_may_no_longer_be_proposed() -> None:
    held = Fingerprints()
    count = CROWD + 1
    order = [*sorted(set(range(count)) - pillars(count)), *sorted(pillars(count))]
    pairs, _ = add(held, [marks(1)] * CROWD, order[:CROWD])
    assert [0, 1] in pairs
    assert held.proposed((0, marks(1)), (1, marks(1)))
    add(held, [marks(1)], order[CROWD:])
    assert not held.proposed((0, marks(1)), (1, marks(1)))
    assert held.proposed((0, marks(1)), (CROWD, marks(1)))
    assert not held.proposed((0, marks(1)), (CROWD, marks(2)))


# ------------------------------------------------------------------ the order of coming

SETS = st.lists(
    st.sets(st.integers(0, 7), max_size=4) | st.sets(st.integers(0, 60), max_size=20), min_size=2, max_size=90
)


@given(SETS, st.randoms(use_true_random=False), st.lists(st.integers(1, 40), min_size=1, max_size=90))
@settings(max_examples=200, deadline=None)
def test_pairs_are_the_same_in_any_order_and_batches(
    sets: list[set[int]], order: object, sizes: list[int]
) -> None:
    texts = [marks(*some) for some in sets]
    shuffled = list(range(len(texts)))
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    held = Fingerprints()
    found: list[list[int]] = []
    at, sizes = 0, sizes[:]
    while at < len(texts):
        some = shuffled[at : at + (sizes.pop() if sizes else 40)]
        pairs, _ = add(held, [texts[number] for number in some], some)
        assert all(at <= other < at + len(some) for _, other in pairs)
        found += pairs
        at += len(some)
    assert len({tuple(pair) for pair in found}) == len(found)
    kept = {
        (min(shuffled[one], shuffled[other]), max(shuffled[one], shuffled[other]))
        for one, other in found
        if held.proposed((one, texts[shuffled[one]]), (other, texts[shuffled[other]]))
    }
    assert kept == at_once(texts)


@given(SETS)
@settings(max_examples=100, deadline=None)
def test_what_is_proposed_is_what_would_be(sets: list[set[int]]) -> None:
    texts = [marks(*some) for some in sets]
    held = Fingerprints()
    pairs, _ = add(held, texts)
    assert {(one, other) for one, other in pairs} == {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if held.proposed((one, texts[one]), (other, texts[other]))
    }
