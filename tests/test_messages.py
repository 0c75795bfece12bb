"""Statements of one meaning: gathered whoever says them, apart where a party, a polarity or a time differs."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest

from armstrail.messages import Uttered, gathered, uttered
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
