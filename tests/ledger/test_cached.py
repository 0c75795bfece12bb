"""What an open ledger keeps in memory: each transaction sees its own state, whoever writes meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from armstrail.ledger import Ledger, Query, Search, columns
from armstrail.ledger.cached import Cache
from tests.ledger.made import GIFT, NEWER, READER, SALE, addition, document

Q = Query()


def two(number: int) -> str:
    """A text of two claims, one agreed, one delivered."""
    return f"{SALE} {GIFT} This is number {number}."


def test_what_another_adds_is_seen_at_once(ledger: Ledger, ledger_place: str) -> None:
    assert ledger.search("claims", Q).page.total == 0
    with Ledger.open(ledger_place) as other:
        for number in range(1, 4):
            other.append([addition(document(two(number)), f"/{number}")], READER)
            found = ledger.search("claims", Q)
            assert (found.page.total, found.counts["stage"]["agreed"]) == (2 * number, number)
        key = next(other.claims()).key
        other.judge(key, "accepted", "A")
    assert ledger.counts("claims", Q)["review"] == {"unreviewed": 5, "accepted": 1}
    assert [entry.key for entry in ledger.find("claims", Query(review=("accepted",))).entries] == [key]


def test_a_reading_that_began_before_sees_what_there_was(ledger: Ledger, ledger_place: str) -> None:
    """Also of columns that it asks for only after others were given those of a later state."""
    ledger.append([addition(document(two(1), outlet="The Post"), "/1")], READER)
    ledger.counts("claims", Q)
    with ledger._database.reading() as db, Ledger.open(ledger_place) as other:
        columns.column(db, "claims", columns.DAY)
        other.append([addition(document(two(2), outlet="The Mail"), "/2")], READER)
        assert ledger.counts("claims", Q)["outlet"] == {"The Post": 2, "The Mail": 2}
        current = np.flatnonzero(columns.column(db, "claims", columns.CURRENT) == 1)
        assert len(current) == 2
        assert columns.counts(db, "claims", "outlet", current, 10) == {"The Post": 2}
    assert ledger.counts("claims", Q)["outlet"] == {"The Post": 2, "The Mail": 2}


def test_lists_that_come_later_are_counted_as_their_members(ledger: Ledger) -> None:
    made = addition(document(two(1)), "/1")
    ledger.append([made], READER)
    assert made.reading
    assert ledger.counts("claims", Q)["supplier"] == {"RUR": 1, "GRA": 1}
    sold, gave = made.reading.claims
    by_both = replace(sold, supplier=(*sold.supplier, *gave.supplier))
    ledger.append([replace(made, reading=replace(made.reading, claims=(by_both, gave)))], NEWER)
    assert ledger.counts("claims", Q)["supplier"] == {"RUR": 1, "GRA": 2}
    assert ledger.find("claims", Query(supplier=("RUR",))).total == 1
    assert ledger.find("claims", Query(supplier=("GRA",))).total == 2
    assert {dyad[:2] for dyad in ledger.flows(Q)} == {("RUR", "GRA"), ("GRA", "GRA"), ("GRA", "RUR")}


def test_threads_each_see_one_state_while_others_write(ledger: Ledger, ledger_place: str) -> None:
    """In every state as many claims are agreed as are delivered, all of them on one page."""
    ended = Event()

    def read() -> list[int]:
        seen: list[int] = []
        while not ended.is_set() or not seen:
            found = ledger.search("claims", Q, size=500)
            assert_whole(found)
            seen.append(found.page.total)
        return seen

    with ThreadPoolExecutor(4) as pool, Ledger.open(ledger_place) as other:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for number in range(25):
                other.append([addition(document(two(number)), f"/{number}")], READER)
        finally:
            ended.set()
        for reader in readers:
            totals = reader.result()
            assert totals == sorted(totals)
    assert ledger.find("claims", Q).total == 50


def assert_whole(found: Search) -> None:
    page, counts = found.page, found.counts
    assert page.total == len(page.entries) == sum(counts["stage"].values()) == 2 * page.documents
    assert counts["stage"].get("agreed", 0) == counts["stage"].get("delivered", 0)
    assert sum(counts["review"].values()) == sum(counts["certainty"].values()) == page.total


def test_what_could_not_be_made_is_made_anew_and_leaves_nothing_behind() -> None:
    def fail() -> int:
        raise ValueError

    cache = Cache()
    with pytest.raises(ValueError):  # noqa: PT011 - the very one above
        cache.answer("asked", fail)
    assert cache._making == {}
    assert cache.answer("asked", lambda: 7) == 7
    assert cache._making == {}
