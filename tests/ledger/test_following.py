"""A list that is gone through a record at a time, while records leave it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from armstrail.ledger import Ledger, Mark, Query
from armstrail.ledger.accounts import Actor
from tests.ledger.made import READER, addition, document, reading

A = Actor("A")
OPEN = Query(review=("unreviewed",))
SURE = {"a": 0.9, "b": 0.2, "c": None, "d": 0.5, "e": 0.2}
"""What each text is called, and the confidence of its claim."""


@pytest.fixture
def keys(ledger: Ledger) -> dict[str, str]:
    for day, (name, confidence) in enumerate(SURE.items(), 1):
        made = document(f"Ruritania gave guns to State{name}.", name, published=f"2024-01-0{day}")
        (claim,) = reading(made).claims
        read = replace(reading(made), claims=(replace(claim, confidence=confidence),))
        ledger.append([addition(made, f"/texts/{name}.txt", reading=read)], READER)
    return {entry.document.id: entry.key for entry in ledger.claims()}


def walk(ledger: Ledger, query: Query = OPEN, **how: object) -> list[str]:
    """The list from its first record to its last."""
    found, key = [], ""
    while entry := ledger.beside("claims", query, Mark(key), **how).entry:
        found.append(entry.document.id)
        key = entry.key
    return found


def at(ledger: Ledger, mark: Mark, query: Query = OPEN, **how: object) -> str | None:
    entry = ledger.beside("claims", query, mark, **{"order": "confidence", **how}).entry
    return entry.document.id if entry else None


@pytest.mark.usefixtures("keys")
def test_each_record_is_shown_once_in_the_order_of_lists(ledger: Ledger) -> None:
    assert walk(ledger, order="confidence") == ["e", "b", "d", "a", "c"]
    assert walk(ledger, order="newest") == ["e", "d", "c", "b", "a"]
    shown = ledger.find("claims", OPEN, order="confidence")
    assert [entry.document.id for entry in shown.entries] == walk(ledger, order="confidence")
    assert sorted(walk(ledger, replace(OPEN, words="guns"), order=None)) == ["a", "b", "c", "d", "e"]


@pytest.mark.usefixtures("keys")
def test_what_is_decided_leaves_the_list_and_nothing_is_leapt_over(ledger: Ledger) -> None:
    found, key = [], ""
    while entry := ledger.beside("claims", OPEN, Mark(key), order="confidence").entry:
        found.append(entry.document.id)
        key = entry.key
        ledger.decide(key, "accepted", A)
    assert found == ["e", "b", "d", "a", "c"]
    assert ledger.beside("claims", OPEN, Mark()).total == 0


def test_one_may_go_back_to_what_is_left_and_to_what_one_decided(
    ledger: Ledger, keys: dict[str, str]
) -> None:
    ledger.decide(keys["b"], "rejected", A)
    ledger.decide(keys["d"], "accepted", Actor("B"))
    assert at(ledger, Mark(keys["a"], "before", "A")) == "b"
    assert at(ledger, Mark(keys["a"], "before", "B")) == "d"
    assert at(ledger, Mark(keys["a"], "before")) == "e"
    assert at(ledger, Mark(keys["e"], "before", "A")) is None


def test_a_record_is_shown_however_it_is_reviewed(ledger: Ledger, keys: dict[str, str]) -> None:
    ledger.decide(keys["d"], "rejected", A)
    assert at(ledger, Mark(keys["d"], "at")) == "d"
    assert at(ledger, Mark(keys["d"], "at"), Query()) == "d"
    assert walk(ledger, Query(review=("rejected",))) == ["d"]
    assert len(walk(ledger, Query())) == 5


def test_the_list_begins_anew_where_the_last_record_is_not_in_it(
    ledger: Ledger, keys: dict[str, str]
) -> None:
    query = replace(OPEN, until="2024-01-03")
    assert at(ledger, Mark(keys["e"]), query) == "b"
    assert at(ledger, Mark("c000"), query) == "b"


def test_records_of_some_names_keep_their_order(ledger: Ledger, keys: dict[str, str]) -> None:
    among = [keys[name] for name in ("d", "a", "b")]
    assert walk(ledger, order=None, among=among) == ["d", "a", "b"]
    assert walk(ledger, order="confidence", among=among) == ["b", "d", "a"]
    ledger.decide(keys["a"], "accepted", A)
    assert walk(ledger, order=None, among=among) == ["d", "b"]
    found = ledger.beside("claims", OPEN, Mark(keys["a"]), order=None, among=among)
    assert (found.entry and found.entry.key, found.total) == (keys["b"], 2)
    assert walk(ledger, order=None, among=[]) == []


def test_statements_are_gone_through_too(ledger: Ledger) -> None:
    text = "Ruritania sold tanks to Graustark, the minister said."
    ledger.append([addition(document(text))], READER)
    found = ledger.beside("statements", OPEN, Mark())
    assert found.entry is not None
    assert found.entry.words["source"] == "the minister"
    assert ledger.beside("statements", OPEN, Mark(found.entry.key)).entry is None
