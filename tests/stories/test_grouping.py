"""Texts and their bonds to stories: pure graphs, with numbers for texts and the least number foremost."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from armstrail.stories.grouping import Families, Group, cores, groups, unsettled
from armstrail.stories.overlaps import Bond

Bonds = dict[tuple[int, int], Bond]


def of(count: int, bonds: Bonds, rank: dict[int, int] | None = None) -> list[Group]:
    return groups(cores(range(count), bonds, (rank or {n: n for n in range(count)}).__getitem__), bonds)


# ------------------------------------------------------------------ families


def test_a_family_is_known_by_its_least_number() -> None:
    families = Families()
    families.grow(6)
    families.join(4, 2)
    families.join(5, 4)
    families.join(2, 5)
    assert [families.of(number) for number in range(6)] == [0, 1, 2, 3, 2, 2]
    families.grow(8)
    families.join(7, 0)
    families.join(4, 7)
    families.join(1, 6)
    assert [families.of(number) for number in range(8)] == [0, 1, 0, 3, 0, 0, 1, 0]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_long_chain_is_one_family(backwards: bool) -> None:
    families = Families()
    families.grow(50_000)
    for number in range(1, 50_000)[:: -1 if backwards else 1]:
        families.join(number, number - 1)
    assert {families.of(number) for number in range(50_000)} == {0}


# ------------------------------------------------------------------ cores


def test_versions_chain_into_one_core() -> None:
    bonds: Bonds = {(0, 3): "version", (3, 5): "version", (1, 2): "part", (2, 4): "version"}
    assert cores(range(6), bonds, lambda text: text) == [[0, 3, 5], [1], [2, 4]]
    assert cores(range(6), bonds, lambda text: -text) == [[5, 3, 0], [4, 2], [1]]
    assert cores([], {}, lambda text: text) == []


def test_what_is_to_be_compared_before_grouping() -> None:
    # 0 and 1 are one core, 2 and 3 another; 1 and 3 share a part
    assert unsettled([[0, 1], [2, 3]], [(0, 1), (2, 3), (1, 3)]) == {(0, 3), (1, 2)}
    assert unsettled([[3, 2], [1, 0]], [(1, 3)]) == set()
    assert unsettled([[0], [1], [2]], [(0, 1), (1, 2)]) == set()
    assert unsettled([[0, 1], [2]], [(1, 2)]) == {(0, 2)}


# ------------------------------------------------------------------ stories


def test_a_text_alone_is_a_story() -> None:
    assert of(2, {}) == [Group(0, (), ()), Group(1, (), ())]
    assert of(0, {}) == []


def test_versions_chain_into_one_story() -> None:
    assert of(4, {(0, 1): "version", (1, 2): "version", (2, 3): "version"}) == [Group(0, (1, 2, 3), ())]


def test_a_part_stands_in_the_story() -> None:
    assert of(3, {(0, 1): "version", (0, 2): "part"}) == [Group(0, (1,), (2,))]


def test_a_digest_that_holds_two_stories_stands_in_both() -> None:
    assert of(3, {(0, 2): "part", (1, 2): "part"}) == [Group(0, (), (2,)), Group(1, (), (2,))]


def test_so_do_its_versions() -> None:
    bonds: Bonds = {(0, 4): "part", (2, 4): "part", (0, 1): "version", (2, 3): "version", (4, 5): "version"}
    bonds |= {(0, 5): "part", (2, 5): "part"}
    assert of(6, bonds) == [Group(0, (1,), (4, 5)), Group(2, (3,), (4, 5)), Group(4, (5,), ())]


def test_a_digest_that_came_first_is_the_origin_of_both() -> None:
    assert of(3, {(0, 1): "part", (0, 2): "part"}) == [Group(0, (), (1, 2))]


def test_what_an_earlier_text_added_is_its_own_story() -> None:
    # 1 holds 0 and more; 2 holds what 1 added, and nothing of 0
    assert of(3, {(0, 1): "part", (1, 2): "part"}) == [Group(0, (), (1,)), Group(1, (), (2,))]
    assert of(3, {(0, 1): "part", (1, 2): "part", (0, 2): "part"}) == [Group(0, (), (1, 2))]


def test_an_origin_goes_before_what_stands_in_its_story() -> None:
    bonds: Bonds = {(0, 1): "part", (0, 2): "part", (1, 2): "part"}
    assert of(3, bonds, {2: 0, 0: 1, 1: 2}) == [Group(2, (), (0, 1))]


def test_what_a_version_added_is_its_own_story() -> None:
    # 1 is a version of 0; 2 shares with 1 what 0 does not have
    assert of(3, {(0, 1): "version", (1, 2): "part"}) == [Group(0, (1,), ()), Group(1, (), (2,))]


def test_a_core_that_stands_in_another_stays_a_story_of_its_own() -> None:
    assert of(3, {(0, 1): "part", (1, 2): "version"}) == [Group(0, (), (1,)), Group(1, (2,), ())]


# ------------------------------------------------------------------ any graph

COUNT = 10
PAIRS = st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)).filter(lambda pair: pair[0] < pair[1])
KINDS: list[Bond] = ["version", "part", "part"]
GRAPHS = st.dictionaries(PAIRS, st.sampled_from(KINDS), max_size=18)
RANKS = st.permutations(range(COUNT)).map(lambda ranks: dict(enumerate(ranks)))


@given(GRAPHS, RANKS)
@settings(max_examples=400, deadline=None)
def test_every_bonded_pair_has_a_story_in_which_both_stand(bonds: Bonds, rank: dict[int, int]) -> None:
    made = of(COUNT, bonds, rank)
    stories = [{group.origin, *group.versions, *group.others} for group in made]
    assert set().union(*stories) == set(range(COUNT))
    assert [pair for pair in bonds if not any(set(pair) <= story for story in stories)] == []


@given(GRAPHS, RANKS)
@settings(max_examples=400, deadline=None)
def test_a_story_holds_what_is_bonded_to_its_origin(bonds: Bonds, rank: dict[int, int]) -> None:
    made = of(COUNT, bonds, rank)
    found = cores(range(COUNT), bonds, rank.__getitem__)
    core = {text: tuple(some) for some in found for text in some}
    assert len({group.origin for group in made}) == len(made)
    for group in made:
        members = [group.origin, *group.versions, *group.others]
        assert len(set(members)) == len(members)
        assert rank[group.origin] == min(rank[text] for text in (*group.versions, group.origin))
        assert group.versions == (core[group.origin][1:] if core[group.origin][0] == group.origin else ())
        for text in group.others:
            assert (min(text, group.origin), max(text, group.origin)) in bonds
            assert core[text] != core[group.origin]
            assert rank[core[text][0]] > rank[core[group.origin][0]]


@given(GRAPHS, RANKS, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_texts_and_bonds_decides_nothing(
    bonds: Bonds, rank: dict[int, int], order: Random
) -> None:
    items, texts = list(bonds.items()), list(range(COUNT))
    order.shuffle(items)
    order.shuffle(texts)
    found = cores(range(COUNT), bonds, rank.__getitem__)
    assert cores(texts, dict(items), rank.__getitem__) == found
    assert groups(found, dict(items)) == groups(found, bonds)


# 1 is a version of 0, 3 of 2; 2 shares with both of the first, 3 with the second alone
AWRY: Bonds = {(0, 1): "version", (2, 3): "version", (0, 2): "part", (1, 2): "part", (1, 3): "part"}


@given(GRAPHS, RANKS, st.permutations(range(COUNT)))
@example(AWRY, {n: n for n in range(COUNT)}, [0, 1, 3, 2, *range(4, COUNT)])
@settings(max_examples=200, deadline=None)
def test_the_numbers_of_the_texts_decide_nothing(bonds: Bonds, rank: dict[int, int], new: list[int]) -> None:
    renumbered: Bonds = {
        (min(new[one], new[other]), max(new[one], new[other])): bond for (one, other), bond in bonds.items()
    }
    made = of(COUNT, renumbered, {new[text]: place for text, place in rank.items()})
    assert [(g.origin, g.versions, set(g.others)) for g in made] == [
        (new[g.origin], tuple(new[text] for text in g.versions), {new[text] for text in g.others})
        for g in of(COUNT, bonds, rank)
    ]
