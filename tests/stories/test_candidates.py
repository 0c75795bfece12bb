"""Fingerprints to pairs: the same whatever the order of coming, and no more of them than the texts can bear."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from armstrail.stories.candidates import (
    CROWD,
    CROWD_SHARE,
    PILLARS,
    SHORT,
    Fingerprints,
    Settled,
    enough,
    proposals,
    rank_of,
)

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


# ------------------------------------------------------------------ pairs, one by one and at once


def proposed(texts: Sequence[Marks]) -> Pairs:
    """The pairs of texts when each mark proposes for itself, as where many workers go over them."""
    holders: dict[int, list[int]] = defaultdict(list)
    for text, some in enumerate(texts):
        for mark in some.tolist():
            holders[mark].append(text)
    groups = [held for held in holders.values() if len(held) > 1]
    ranks = {text: rank_of(name(text)) for text in range(len(texts))}
    of_rank = {rank: text for text, rank in ranks.items()}
    held = [text for group in groups for text in group]
    found = proposals(
        np.array([ranks[text] for text in held], np.uint64),
        np.array([len(texts[text]) for text in held], np.uint32),
        np.cumsum([len(group) for group in groups], dtype=np.int64),
    )
    assert found.counts.sum() == len(found.one)
    assert len(found.counts) == len(groups)
    assert (found.one < found.other).all()
    tally: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    least: dict[tuple[int, int], int] = {}
    for one, other, size, alone in zip(
        found.one.tolist(), found.other.tolist(), found.least.tolist(), found.alone.tolist(), strict=True
    ):
        tally[one, other][0 if alone else 1] += 1
        assert least.setdefault((one, other), size) == size
    pairs = list(tally)
    counts = np.array([tally[pair] for pair in pairs], np.int64).reshape(-1, 2)
    kept = enough(counts[:, 0], counts[:, 1], np.array([least[pair] for pair in pairs], np.int64))
    chosen = [(of_rank[one], of_rank[other]) for (one, other), keep in zip(pairs, kept, strict=True) if keep]
    return {(min(pair), max(pair)) for pair in chosen}


@given(SETS)
@settings(max_examples=200, deadline=None)
def test_marks_that_propose_each_for_itself_come_to_the_same(sets: list[set[int]]) -> None:
    texts = [marks(*some) for some in sets]
    assert proposed(texts) == at_once(texts)


@pytest.mark.parametrize("count", [2, CROWD, CROWD + 1, 200])
def test_so_do_those_of_crowds(count: int) -> None:
    for shared in (1, 3, 8):
        own = [range(1_000 * (n + 1), 1_000 * (n + 1) + 30) for n in range(count)]
        texts = [marks(*range(shared), *some) for some in own]
        assert proposed(texts) == at_once(texts)
        texts[0] = marks(*texts[0].tolist(), 900, 901)
        texts[-1] = marks(*texts[-1].tolist(), 900, 901)
        assert proposed(texts) == at_once(texts)


def test_groups_keep_their_pairs_apart() -> None:
    ranks = np.array([5, 3, 9, 1, *range(100, 140)], np.uint64)
    sizes = np.arange(1, 45, dtype=np.uint32)
    found = proposals(ranks, sizes, np.array([3, 4, 44]))
    assert found.counts.tolist() == [3, 0, 40 * PILLARS - PILLARS * (PILLARS + 1) // 2]
    assert list(
        zip(found.one[:3].tolist(), found.other[:3].tolist(), found.least[:3].tolist(), strict=True)
    ) == [
        (3, 5, 1),
        (3, 9, 2),
        (5, 9, 1),
    ]
    assert found.alone.tolist() == [True] * 3 + [False] * int(found.counts[2])
    assert set(found.one[3:].tolist()) == set(range(100, 100 + PILLARS))


@given(SETS, st.integers(1, 40))
@settings(max_examples=100, deadline=None)
def test_pairs_that_are_settled_are_proposed_whenever_their_texts_come(
    sets: list[set[int]], size: int
) -> None:
    texts = [marks(*some) for some in sets]
    known = at_once(texts)
    held = Settled((rank_of(name(one)), rank_of(name(other))) for one, other in known)
    found: list[tuple[int, int]] = []
    for start in range(0, len(texts), size):
        numbers = range(start, min(len(texts), start + size))
        pairs, shaken = held.add([texts[n] for n in numbers], [name(n) for n in numbers])
        assert not shaken
        found += map(tuple, pairs.tolist())
    assert sorted(found) == sorted(known)
    for one, other in combinations(range(len(texts)), 2):
        assert held.proposed((one, texts[one]), (other, texts[other])) == ((one, other) in known)
