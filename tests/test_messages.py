"""Statements of one meaning: gathered whoever says them, apart where a party, a polarity or a time differs."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from armstrail.messages import (
    FEATURES,
    Compared,
    Linked,
    Uttered,
    average_linkage,
    components,
    features,
    gathered,
    links,
    uttered,
)
from armstrail.model import Document
from armstrail.pipeline import read_document

BOAST = (
    "Iran's new missile gets past every air defence in the region",
    "no air defence in the region can stop Iran's new missile",
    "the new Iranian missile cannot be stopped by any air defence in the region",
)


def said(*words: str, start: int = 1) -> list[Uttered]:
    made = []
    for number, one in enumerate(words, start):
        document = Document(f"d{number}", f"The minister said {one}.", published=f"2021-01-{number:02}")
        statement = max(
            read_document(document).statements, key=lambda s: s.content[0].end - s.content[0].start
        )
        found = uttered(
            f"s{number}",
            statement,
            document.pieces(statement.content),
            document.published or "",
            f"o{number}",
            "Post",
        )
        assert found
        made.append(found)
    return made


def groups(some: list[Uttered]) -> list[set[str]]:
    return [set(message.statements) for message in gathered(some)]


def test_paraphrases_make_one_message() -> None:
    [message] = gathered(said(*BOAST))
    assert message.statements == ("s1", "s2", "s3")
    assert (message.first, message.last, message.origins, message.outlets) == (
        "2021-01-01",
        "2021-01-03",
        3,
        ("Post",),
    )
    assert message.wording in BOAST


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Turkey will sell drones to Poland", "Turkey will not sell drones to Poland"),
        ("Turkey will sell drones to Poland", "Turkey will sell drones to Peru"),
        ("Turkey will sell drones to Poland", "Turkey will sell frigates to Poland"),
        ("Sudan's army holds the airport", "Chad's army holds the airport"),
    ],
)
def test_near_misses_are_two(one: str, other: str) -> None:
    assert groups(said(one, other)) == [{"s1"}, {"s2"}]


def test_they_do_not_depend_on_the_order() -> None:
    some = said(
        *BOAST,
        "Turkey will sell drones to Poland",
        "Poland will get drones from Turkey",
        "the harvest was good",
    )
    wanted = gathered(some)
    for seed in range(4):
        random.Random(seed).shuffle(some)
        assert gathered(some) == wanted
    assert sorted(itertools.chain.from_iterable(m.statements for m in wanted)) == [
        f"s{n}" for n in range(1, 7)
    ]


def test_reprints_count_once_and_a_statement_without_a_meaning_is_none() -> None:
    first, second = said(BOAST[0], BOAST[0])
    [message] = gathered([first, uttered_again(second, first.origin)])
    assert (len(message.statements), message.origins) == (2, 1)
    document = Document("d", "The minister said it rained.")
    [statement] = read_document(document).statements
    assert uttered("s", replace(statement, meaning=b""), "it rained") is None


def uttered_again(one: Uttered, origin: str) -> Uttered:
    return replace(one, origin=origin)


def test_what_is_meant_is_a_direction() -> None:
    [one] = said(BOAST[0])
    held = np.frombuffer(one.meaning, np.int8).astype(float)
    assert len(held) == 96
    assert 100 < np.linalg.norm(held) < 150


def test_nothing_makes_nothing() -> None:
    assert gathered([]) == []


# ------------------------------------------------------------------ many


def made(number: int, seed: int, kinds: int = 6) -> list[Uttered]:
    """Statements by chance, of so few words, parties and meanings that many are alike and some the same."""
    draw = random.Random(seed)

    def some(words: str, most: int = 1) -> frozenset[str]:
        return frozenset(draw.sample(words.split(), draw.randrange(most + 1)))

    meanings = [[draw.randrange(-40, 90) for _ in range(96)] for _ in range(kinds)]
    return [
        Uttered(
            f"s{name:03}",
            "words",
            bytes((value + draw.choice((0, 0, 9))) % 256 for value in draw.choice(meanings)),
            stems=some("defence stop missile region proud", 4),
            parties=some("IRN USA TUR", 2),
            source=some("IRN USA TUR"),
            target=some("IRN USA TUR"),
            names=some("agni fateh"),
            numbers=some("6 12"),
            goods=some("missile drone"),
            stages=some("offered agreed"),
            times=some("future wish"),
            denied=draw.random() < 0.2,
            event=draw.choice((None, "ASSAULT", "THREATEN")),
            topics=some("capability war", 2),
        )
        for name in range(number)
    ]


def greedy(alike: Sequence[Sequence[float]], least: float) -> list[list[int]]:
    """Average linkage as it is defined: the two groups most alike are joined, the first of those equally alike."""
    parted = [[i] for i in range(len(alike))]
    while len(parted) > 1:
        means = {
            (i, j): sum(Fraction(alike[a][b]) for a in one for b in parted[j]) / (len(one) * len(parted[j]))
            for i, one in enumerate(parted)
            for j in range(i)
        }
        i, j = max(means, key=lambda pair: (means[pair], *(-min(parted[at]) for at in pair)))
        if means[i, j] < least:
            break
        parted[j] = sorted(parted[j] + parted.pop(i))
    return sorted(parted)


@st.composite
def matrices(draw: st.DrawFn) -> np.ndarray:
    """How alike some are, the same either way: of few values, so that many are equal, or of many."""
    number = draw(st.integers(1, 9))
    whole = draw(st.sampled_from([2, 6 * 2**20]))
    found = np.zeros((number, number))
    for i, j in itertools.combinations(range(number), 2):
        found[i, j] = found[j, i] = draw(st.integers(-whole, whole))
    return found


@given(matrices(), st.integers(-2, 2))
def test_a_chain_parts_as_joining_the_most_alike_first(alike: np.ndarray, least: int) -> None:
    assert average_linkage(lambda i: alike[i], len(alike), least) == greedy(alike.tolist(), least)


@pytest.mark.parametrize("held", [0, 90, 900])
@pytest.mark.parametrize("seed", range(3))
def test_it_does_so_however_little_is_held(seed: int, held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("armstrail.messages._HELD", held)
    chance = np.random.default_rng(seed).integers(-3, 3, (30, 30)).astype(float)
    alike: list[np.ndarray] = list(chance + chance.T)
    weighed: list[int] = []

    def row(i: int) -> np.ndarray:
        weighed.append(i)
        return alike[i]

    assert average_linkage(row, 30, 0.5) == greedy((chance + chance.T).tolist(), 0.5)
    assert held < 900 or sorted(weighed) == list(range(30))


@pytest.mark.parametrize("seed", range(4))
def test_messages_are_those_of_weighing_every_pair(seed: int) -> None:
    some = made(40, seed)
    compared = Compared(some)
    odds = np.array([compared.weighed(i) for i in range(len(some))])
    assert (odds == odds.T).all()
    linked = Linked()
    for one, other, odd in links(some, ()):
        assert min(odd, 6.0) == pytest.approx(odds[int(one[1:]), int(other[1:])])
        linked.add(one, other)
    assert len(linked.of) > 10
    found = []
    for component in components([u.key for u in some], linked):
        numbers = sorted(int(key[1:]) for key in component)
        found += [
            {some[numbers[i]].key for i in group}
            for group in greedy(odds[np.ix_(numbers, numbers)].tolist(), 0)
        ]
    assert sorted(map(sorted, groups(some))) == sorted(map(sorted, found))
    assert max(map(len, found)) > 2


@pytest.mark.parametrize("kinds", [1, 12])
def test_many_do_not_depend_on_the_order_either(kinds: int) -> None:
    some = made(120, 7, kinds)
    some += [replace(one, key=f"t{one.key}") for one in some[::3]]
    wanted = gathered(some)
    for seed in range(3):
        random.Random(seed).shuffle(some)
        assert gathered(some) == wanted
    assert sorted(itertools.chain.from_iterable(groups(some))) == sorted(u.key for u in some)


def test_links_are_of_new_ones_with_known_ones_and_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    some = made(60, 3)
    every = {frozenset(pair): odd for *pair, odd in links(some, ())}
    monkeypatch.setattr("armstrail.messages._AT_ONCE", 150)
    new, known = some[:25], [*some[25:], some[0]]
    found = {frozenset(pair): odd for *pair, odd in links(new, known)}
    names = {u.key for u in new}
    assert found == {pair: odd for pair, odd in every.items() if pair & names}
    assert len(every) > len(found) > 20
    assert list(links([], known)) == []


def test_what_is_told_of_a_pair() -> None:
    nobody: frozenset[str] = frozenset()
    one = Uttered(
        "a", "", bytes(96), frozenset({"stop", "missile"}), frozenset({"IRN", "USA"}), frozenset({"IRN"}),
        frozenset({"USA"}), frozenset({"agni"}), frozenset({"6"}), nobody, frozenset({"offered"}), frozenset({"wish"}),
        denied=True, event="ASSAULT", topics=frozenset({"war", "capability"}),
    )  # fmt: skip
    other = Uttered(
        "b", "", bytes(96), frozenset({"missile", "region", "proud"}), frozenset({"USA", "TUR"}), frozenset({"USA"}),
        nobody, frozenset({"fateh"}), frozenset({"6", "7"}), frozenset({"drone"}), frozenset({"agreed"}), nobody,
        denied=False, event="THREATEN", topics=frozenset({"war"}),
    )  # fmt: skip
    told = dict(zip(FEATURES, features(one, other, 0.7), strict=True))
    assert told == {
        "likeness": 0.7, "very_alike": pytest.approx(0.1), "words": 1 / 2, "no_words": 0, "same_parties": 1 / 3,
        "other_parties": 1, "exchanged": 1, "polarity": 1, "same_event": 0, "other_event": 1, "topics": 1 / 2,
        "same_numbers": 1, "other_numbers": 0, "same_goods": 0, "other_goods": 0, "same_names": 0, "other_names": 1,
        "other_stage": 1, "other_time": 1, "denied_alike": 1 / 2, "parties_alike": 1 / 2, "goods_alike": 0,
    }  # fmt: skip
    assert features(other, one, 0.7) == list(told.values())
    empty = replace(
        other, stems=nobody, parties=nobody, source=nobody, names=nobody, event=None, topics=nobody
    )
    assert sum(features(one, empty, 0.0)) == 5  # no words; a number; polarity, stage and time
    same = dict(zip(FEATURES, features(one, replace(one, source=nobody), 1.0), strict=True))
    assert {name for name, value in same.items() if value} == {
        "likeness",
        "very_alike",
        "words",
        "same_parties",
        "same_event",
        "topics",
        "same_numbers",
        "same_names",
    }


def test_links_hold_together_what_they_lead_to() -> None:
    linked = Linked()
    for one, other in ("ec", "gf", "ca", "fh", "ha"):
        linked.add(one, other)
    assert list(components("hgfedcba", linked)) == [set("acefgh"), {"b"}, {"d"}]
    assert sorted(linked.of) == list("acefgh")
