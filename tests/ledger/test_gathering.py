"""Deals in the ledger: those of the same claims and judgements, whatever came when."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, text, update

from armstrail.deals.cells import evidence
from armstrail.errors import LedgerError
from armstrail.ledger import Ledger, document_key, gathering, schema
from armstrail.model import Claim, Coverage, Document, Reading
from tests.deals.made import read
from tests.ledger.made import NEWER, READER
from tests.ledger.told import (
    AGAIN,
    ALL,
    DEALS,
    FIRST,
    LATER,
    MISSILES,
    OTHERS,
    SIX,
    TANKS,
    WEAPONS,
    add,
    addition,
    assert_as_from_the_beginning,
    claims,
    expected,
    kept,
    key,
    merged,
    of,
    told,
)
from tests.stories.made import GRAIN, HARBOUR, edited

# ------------------------------------------------------------------ the same deals whatever came when


@pytest.mark.parametrize("seed", range(4))
def test_deals_are_those_of_the_claims_in_any_order_and_batches(ledger: Ledger, seed: int) -> None:
    chance = Random(seed)
    waiting = list(ALL)
    chance.shuffle(waiting)
    while waiting:
        size = chance.choice((1, 2, 5))
        add(ledger, *waiting[:size])
        waiting = waiting[size:]
        if chance.random() < 0.7:
            ledger.gather()
    assert sorted(ledger.deals(), key=lambda deal: deal.id) == expected(*ALL)
    assert told(ledger) == DEALS
    assert_as_from_the_beginning(ledger)


def test_another_process_may_add_in_between(ledger: Ledger, ledger_place: str) -> None:
    with Ledger.open(ledger_place) as other:
        for number, one in enumerate(ALL):
            add((ledger, other)[number % 2], one)
            assert told((other, ledger)[number % 2]) == told((ledger, other)[number % 2])
    assert told(ledger) == DEALS


def test_deals_come_with_those_last_told_of_first(ledger: Ledger) -> None:
    add(
        ledger,
        *ALL,
        read(
            "undated",
            None,
            replace(MISSILES, sentence="France sold 40 missiles to Ukraine.", recipient=("Ukraine",)),
        ),
    )
    last = [max(s.published or "" for s in deal.strands) for deal in ledger.deals()]
    assert last == ["2022-07-01", "2022-06-01", "2021-04-01", "2021-03-09", ""]


@pytest.mark.parametrize(
    ("which", "found"),
    [
        ({"supplier": ("FRA",)}, [DEALS[2]]),
        ({"recipient": ("NOR",)}, [DEALS[0], DEALS[1], DEALS[3]]),
        ({"recipient": ("NOR", "GRC"), "category": ("artillery", "missile")}, [DEALS[1], DEALS[2]]),
        ({"category": ("tank",)}, [DEALS[0]]),
        ({"least": 3}, [DEALS[0]]),
        ({"least": 4}, []),
        ({"supplier": ("GRC",)}, []),
    ],
)
def test_deals_are_found_by_party_goods_and_size(ledger: Ledger, which: Any, found: list[list[str]]) -> None:
    add(ledger, *ALL)
    assert sorted(sorted(claims(ledger, deal)) for deal in ledger.deals(**which)) == found


def test_the_claims_of_a_deal_come_in_the_order_of_its_strands(ledger: Ledger) -> None:
    add(ledger, LATER, AGAIN, FIRST)
    deal = of(ledger, "later-c1")
    assert claims(ledger, deal) == ["first-c1", "again-c1", "later-c1"]
    assert [entry.key for entry in ledger.deal_claims(deal.id)] == [s.claim for s in deal.strands]


def test_a_text_seen_on_an_earlier_day_is_of_that_day(ledger: Ledger) -> None:
    add(ledger, FIRST, AGAIN)
    before = of(ledger, "again-c1")
    early = replace(AGAIN, document=replace(AGAIN.document, id="early", published="2021-01-01"))
    ledger.append([addition(early)], READER)
    deal = of(ledger, "early-c1")
    assert [s.published for s in deal.strands] == ["2021-01-01", "2021-03-01"]
    assert deal.id != before.id
    assert ledger.deal(before.id) == deal  # the name it had
    assert_as_from_the_beginning(ledger)


# ------------------------------------------------------------------ readings that supersede others


def test_claims_that_a_newer_reading_has_not_leave_their_deals(ledger: Ledger) -> None:
    add(ledger, *ALL)
    less = replace(AGAIN, claims=AGAIN.claims[:1])
    add(ledger, less, replace(OTHERS, claims=()), reader=NEWER)
    assert told(ledger) == [["again-c1", "first-c1", "later-c1"], ["weapons-c1"]]
    assert_as_from_the_beginning(ledger)


def test_a_deal_without_its_first_claim_goes_on(ledger: Ledger) -> None:
    add(ledger, *ALL)
    add(ledger, replace(FIRST, claims=()), reader=NEWER)
    assert told(ledger)[0] == ["again-c1", "later-c1"]
    assert_as_from_the_beginning(ledger)


def test_all_may_go_and_come_back(ledger: Ledger) -> None:
    add(ledger, *ALL)
    before = list(ledger.deals())
    add(ledger, *(replace(one, claims=()) for one in ALL), reader=NEWER)
    assert list(ledger.deals()) == []
    deals, page, *tables = kept(ledger)
    assert (deals, page.total, tables) == ([], 0, [[], []])
    add(ledger, *ALL, reader="reader 3")
    assert list(ledger.deals()) == before


def test_what_a_newer_reader_says_of_a_claim_is_what_its_deal_tells(ledger: Ledger) -> None:
    add(ledger, FIRST)
    (deal,) = ledger.deals()
    add(ledger, replace(FIRST, claims=(replace(FIRST.claims[0], stage="sought"),)), reader=NEWER)
    (newer,) = ledger.deals()
    assert (newer.id, newer.strands[0].stage, deal.strands[0].stage) == (deal.id, "sought", "agreed")


# ------------------------------------------------------------------ judgements


def test_a_claim_that_is_rejected_leaves_and_comes_back(ledger: Ledger) -> None:
    add(ledger, *ALL)
    again = key(ledger, "again-c1")
    ledger.judge(again, "rejected", "A")
    assert told(ledger)[:2] == [["again-c2"], ["first-c1", "later-c1"]]
    ledger.judge(again, "withdrawn", "A")
    assert told(ledger) == DEALS
    ledger.judge(again, "rejected", "A")
    ledger.judge(again, "accepted", "A")
    assert told(ledger) == DEALS
    assert_as_from_the_beginning(ledger)


def test_it_is_out_only_where_all_who_decided_reject_it(ledger: Ledger) -> None:
    add(ledger, FIRST)
    first = key(ledger, "first-c1")
    steps = (
        ("A", "rejected", 0),
        ("B", "accepted", 1),
        ("B", "rejected", 0),
        ("B", "withdrawn", 0),
        ("A", "withdrawn", 1),
    )
    for reviewer, decision, number in steps:
        ledger.judge(first, decision, reviewer)  # type: ignore[arg-type]
        assert len(list(ledger.deals())) == number, (reviewer, decision)


def test_an_edited_claim_moves_to_the_deal_it_belongs_to(ledger: Ledger) -> None:
    add(ledger, *ALL)
    again = key(ledger, "again-c2")
    greece = [{"mention": "Greece", "id": "GRC", "span": [0, 6]}]
    ledger.judge(again, "edited", "A", changes={"recipient": greece})
    assert (of(ledger, "again-c2").supplier, of(ledger, "again-c2").recipient) == ("DEU", "GRC")
    ledger.judge(again, "edited", "A", changes={"stage": "delivered"})
    moved = of(ledger, "again-c2")
    assert (moved.recipient, moved.strands[0].stage) == ("NOR", "delivered")
    ledger.judge(again, "edited", "B", changes={"stage": "cancelled"})
    assert of(ledger, "again-c2").strands[0].stage == "cancelled"  # the last that stands
    ledger.judge(again, "withdrawn", "B")
    assert of(ledger, "again-c2").strands[0].stage == "delivered"
    assert_as_from_the_beginning(ledger)


def test_a_judgement_before_anything_was_gathered_counts(ledger: Ledger) -> None:
    add(ledger, *ALL)
    ledger.judge(key(ledger, "others-c1"), "rejected", "A")
    assert told(ledger) == [some for some in DEALS if some != ["others-c1"]]


def test_judgements_are_gathered_together_when_deals_are_asked_for(ledger: Ledger) -> None:
    """A block of thousands of claims is gone over once, not with each of a hundred judgements."""
    add(ledger, *ALL)
    assert told(ledger) == DEALS
    for one in ("again-c2", "others-c1"):
        ledger.judge(key(ledger, one), "rejected", "A")
    with ledger._database.reading() as db:
        noted = list(db.scalars(select(schema.awaiting.c.document_id)))
    assert len(noted) == 2
    assert told(ledger) == [DEALS[0], DEALS[3]]
    assert not ledger.awaiting()


def test_judgements_follow_a_newer_reading(ledger: Ledger) -> None:
    add(ledger, *ALL)
    ledger.judge(key(ledger, "others-c1"), "rejected", "A")
    add(ledger, *ALL, reader=NEWER)
    assert told(ledger) == [some for some in DEALS if some != ["others-c1"]]


# ------------------------------------------------------------------ origins


def test_reprints_count_as_one_origin(ledger: Ledger) -> None:
    wire = _within("wire", GRAIN, "2021-03-01")
    reprint = _within("reprint", edited(GRAIN, 9), "2021-03-02")
    own = _within("own", HARBOUR, "2021-03-03")
    add(ledger, reprint, own)
    assert len(evidence(of(ledger, "own-c1").strands).origins) == 2
    add(ledger, wire)
    found = evidence(of(ledger, "own-c1").strands)
    assert (len(found.claims), len(found.documents)) == (3, 3)
    assert set(found.origins) == {document_key(wire.document), document_key(own.document)}
    assert_as_from_the_beginning(ledger)


def _within(name: str, around: str, published: str) -> Reading:
    """A sentence at the end of a text."""
    words = f"{around}\n\n{TANKS.sentence}"
    claim: Claim = TANKS.claim(1, words.index(TANKS.sentence))
    return Reading(Document(name, words, "", published), (), (claim,), Coverage(len(words), len(words)))


# ------------------------------------------------------------------ what is interrupted


def test_what_was_added_is_gathered_by_whoever_opens_the_ledger_next(
    ledger: Ledger, ledger_place: str
) -> None:
    """The process that added it ended before it gathered."""
    add(ledger, FIRST, AGAIN)
    ledger.gather()
    add(ledger, LATER, OTHERS, WEAPONS)
    ledger.close()
    for _ in range(2):
        with Ledger.open(ledger_place) as opened:
            assert told(opened) == DEALS
            assert_as_from_the_beginning(opened)


def test_gathering_that_is_interrupted_is_made_up_for(ledger: Ledger) -> None:
    add(ledger, *ALL)

    def interrupted() -> None:
        with ledger._database.writing() as db:
            gathering.gather_awaited(db)
            raise KeyError("interrupted")

    with pytest.raises(KeyError):
        interrupted()
    assert told(ledger) == DEALS


def test_what_was_gathered_by_other_rules_is_gathered_anew(ledger: Ledger) -> None:
    """Before a judgement, too, which gathers one text alone; strands of earlier have fewer fields."""
    add(ledger, *ALL)
    before = list(ledger.deals())
    merge = merged(ledger, "again-c2", "weapons-c1")
    for act in (lambda: None, lambda: ledger.judge(key(ledger, "first-c1"), "accepted", "A")):
        with ledger._database.writing() as db:
            db.execute(update(schema.gathered).values(rules="of earlier"))
            db.execute(update(schema.strands).values(record="[]"))
        act()
        assert len(list(ledger.deals())) == len(before) - 1
        assert len(ledger.deal(merge).strands) == 2


# ------------------------------------------------------------------ a ledger of earlier


@pytest.mark.parametrize("create", [True, False])
def test_a_ledger_from_before_there_were_deals_gets_them(
    ledger: Ledger, ledger_place: str, create: bool
) -> None:
    add(ledger, *ALL)
    ledger.judge(key(ledger, "others-c1"), "rejected", "A")
    before = kept(ledger)
    with ledger._database.writing() as db:
        for table in ("gathered", "awaiting", "strands", "deals", "joins", "register_rows", "releases"):
            db.execute(text(f"DROP TABLE {table}"))
        db.execute(text("DELETE FROM migrations WHERE name = 'deals'"))
    with Ledger.open(ledger_place, create=create) as opened:
        assert kept(opened) == before
        add(opened, read("new", "2023-01-01", replace(SIX, sentence="Norway has 6 tanks from Germany.")))
        assert "new-c1" in claims(opened, of(opened, "first-c1"))
        merged(opened, "first-c1", "again-c2")
        with pytest.raises(LedgerError, match="only ever added to"), opened._database.writing() as db:
            db.execute(text("DELETE FROM joins"))
