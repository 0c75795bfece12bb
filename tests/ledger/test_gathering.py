"""Deals in the ledger: those of the same claims and decisions, whatever came when; what reviewers decide of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, text, update

from armstrail.deals import Told, gather, strands
from armstrail.deals.cells import evidence
from armstrail.errors import LedgerError
from armstrail.ledger import Addition, Ledger, document_key, gathering, schema
from armstrail.ledger.keys import claim_keys
from armstrail.model import Claim, Coverage, Deal, Decision, Document, Reading
from tests.deals.made import LEOPARD, Said, goods, read
from tests.ledger.made import NEWER, READER
from tests.stories.made import GRAIN, HARBOUR, edited

LEOPARDS = goods("Leopard 2A6 tanks", *LEOPARD, "20")
TANKS = Said("Norway ordered 20 Leopard 2A6 tanks from Germany.", (LEOPARDS,))
TANKS_AGAIN = Said("Germany will sell 20 Leopard 2A6 tanks to Norway.", (LEOPARDS,))
SIX = Said("Germany delivered 6 tanks to Norway.", (goods("tanks", quantity="6"),), stage="delivered")
GUNS = Said("Norway ordered 8 howitzers from Germany.", (goods("howitzers", "artillery", None, "8"),))
ARMS = Said("Germany sells arms to Norway.", (goods("arms", "unspecified"),))
MISSILES = Said(
    "France sold 40 missiles to Greece.",
    (goods("missiles", "missile", None, "40"),),
    supplier=("France",),
    recipient=("Greece",),
)

FIRST = read("first", "2021-03-01", TANKS)
AGAIN = read("again", "2021-03-09", TANKS_AGAIN, GUNS)
LATER = read("later", "2022-06-01", SIX)
OTHERS = read("others", "2022-07-01", MISSILES)
WEAPONS = read("weapons", "2021-04-01", ARMS)
ALL = (FIRST, AGAIN, LATER, OTHERS, WEAPONS)
DEALS = [["again-c1", "first-c1", "later-c1"], ["again-c2"], ["others-c1"], ["weapons-c1"]]


def addition(made: Reading, address: str = "") -> Addition:
    return Addition(
        address or f"/texts/{made.document.id}",
        made.document.text.encode(),
        document=made.document,
        reading=made,
    )


def add(ledger: Ledger, *readings: Reading, reader: str = READER) -> None:
    ledger.append([addition(one) for one in readings], reader)


def told(ledger: Ledger) -> list[list[str]]:
    """The deals of a ledger, each as the claims it has."""
    return sorted(sorted(claims(ledger, deal)) for deal in ledger.deals())


def claims(ledger: Ledger, deal: Deal) -> list[str]:
    return [f"{entry.document.id}-{entry.record.id}" for entry in ledger.deal_claims(deal.id)]


def of(ledger: Ledger, claim: str) -> Deal:
    """The deal of a claim."""
    (found,) = [deal for deal in ledger.deals() if claim in claims(ledger, deal)]
    return found


def key(ledger: Ledger, claim: str) -> str:
    (found,) = [e.key for e in ledger.claims() if f"{e.document.id}-{e.record.id}" == claim]
    return found


def kept(ledger: Ledger) -> tuple[Any, ...]:
    """All that is kept of deals."""
    deals = list(ledger.deals())
    with ledger._database.reading() as db:
        tables = [sorted(map(tuple, db.execute(select(table)))) for table in (schema.strands, schema.deals)]
    return deals, *tables


def assert_as_from_the_beginning(ledger: Ledger) -> None:
    before = kept(ledger)
    with ledger._database.writing() as db:
        gathering.regather(db)
    assert kept(ledger) == before


def expected(*readings: Reading) -> list[Deal]:
    """The deals of readings, gathered without a ledger."""
    made = []
    for one in readings:
        name = document_key(one.document)
        named = zip(claim_keys(name, one.claims), one.claims, strict=True)
        made += strands(name, one.document.published, [Told(key, claim, name) for key, claim in named])
    return gather(made)


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
    assert kept(ledger) == ([], [], [])
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


def test_judgements_follow_a_newer_reading(ledger: Ledger) -> None:
    add(ledger, *ALL)
    ledger.judge(key(ledger, "others-c1"), "rejected", "A")
    add(ledger, *ALL, reader=NEWER)
    assert told(ledger) == [some for some in DEALS if some != ["others-c1"]]


# ------------------------------------------------------------------ merge and split


def merged(ledger: Ledger, *some: str) -> str:
    """Merge the deals of two claims."""
    one, other = (of(ledger, claim).id for claim in some)
    return ledger.merge(one, other, "A", "the same order")


TANKS_AND_GUNS = ["again-c1", "again-c2", "first-c1", "later-c1"]


def test_two_deals_are_merged_whatever_their_goods(ledger: Ledger) -> None:
    add(ledger, *ALL)
    name = merged(ledger, "first-c1", "weapons-c1")
    assert name == of(ledger, "weapons-c1").id
    assert told(ledger)[0] == ["again-c1", "first-c1", "later-c1", "weapons-c1"]
    deal = ledger.deal(name)
    assert (deal.category, deal.designation) == LEOPARD
    assert {s.reason for s in deal.strands if s.category == "unspecified"} == {"a reviewer joined them"}
    assert_as_from_the_beginning(ledger)


@pytest.mark.parametrize("some", [("again-c2", "first-c1"), ("first-c1", "again-c2")])
def test_a_merge_is_whole_in_either_direction(ledger: Ledger, some: tuple[str, str]) -> None:
    add(ledger, *ALL)
    names = [of(ledger, one).id for one in some]
    merged(ledger, *some)
    assert told(ledger) == [TANKS_AND_GUNS, ["others-c1"], ["weapons-c1"]]
    assert {ledger.deal(name).id for name in names} == {of(ledger, "first-c1").id}
    assert_as_from_the_beginning(ledger)


def test_merges_of_merges_are_whole(ledger: Ledger) -> None:
    add(ledger, *ALL)
    merged(ledger, "again-c2", "weapons-c1")
    merged(ledger, "others-c1", "again-c2")
    merged(ledger, "first-c1", "weapons-c1")
    assert told(ledger) == [sorted(one for some in DEALS for one in some)]
    assert_as_from_the_beginning(ledger)


def test_deals_that_no_rule_would_hold_together_are_one_after_a_merge(ledger: Ledger) -> None:
    """What each is joined to may come later than itself, or be of other goods."""
    orders = [
        read(
            f"o{n}",
            f"20{10 + n}-03-01",
            Said(
                f"Norway ordered {number} Leopard 2A6 tanks from Germany.",
                (goods("Leopard 2A6 tanks", *LEOPARD, number),),
                date=f"20{10 + n}-02-01",
            ),
        )
        for n, number in enumerate(("10", "16", "24", "36", "54"))
    ]
    add(ledger, *orders)
    assert len(told(ledger)) == 5
    for one, other in (("o4-c1", "o1-c1"), ("o3-c1", "o0-c1"), ("o4-c1", "o3-c1"), ("o2-c1", "o4-c1")):
        merged(ledger, one, other)
    assert told(ledger) == [[f"o{n}-c1" for n in range(5)]]
    assert_as_from_the_beginning(ledger)


def test_a_merge_survives_new_texts_and_a_newer_reading(ledger: Ledger) -> None:
    add(ledger, FIRST, AGAIN)
    merged(ledger, "first-c1", "again-c2")
    add(ledger, LATER, OTHERS, WEAPONS)
    assert told(ledger) == [TANKS_AND_GUNS, ["others-c1"], ["weapons-c1"]]
    add(ledger, *ALL, reader=NEWER)
    assert told(ledger) == [TANKS_AND_GUNS, ["others-c1"], ["weapons-c1"]]
    assert_as_from_the_beginning(ledger)


@pytest.mark.parametrize("gone", ["first-c1", "again-c1", "later-c1"])
def test_a_merge_holds_without_any_one_of_its_claims(ledger: Ledger, gone: str) -> None:
    add(ledger, *ALL)
    merged(ledger, "first-c1", "weapons-c1")
    ledger.judge(key(ledger, gone), "rejected", "A")
    left = sorted({"first-c1", "again-c1", "later-c1", "weapons-c1"} - {gone})
    assert told(ledger) == sorted([left, ["again-c2"], ["others-c1"]])
    assert_as_from_the_beginning(ledger)
    ledger.judge(key(ledger, gone), "withdrawn", "A")
    assert told(ledger)[0] == ["again-c1", "first-c1", "later-c1", "weapons-c1"]
    assert_as_from_the_beginning(ledger)


def test_what_a_claim_was_joined_to_may_go_and_come_back(ledger: Ledger) -> None:
    add(ledger, *ALL)
    merged(ledger, "others-c1", "weapons-c1")
    for claims_of, number in ((), 4), (OTHERS.claims, 3):
        add(ledger, replace(OTHERS, claims=claims_of), reader=f"reader {number}")
        assert len(told(ledger)) == number - (not claims_of)
        assert_as_from_the_beginning(ledger)


def test_claims_are_split_off_and_stay_so(ledger: Ledger) -> None:
    add(ledger, FIRST, AGAIN)
    name = ledger.split(of(ledger, "first-c1").id, [key(ledger, "again-c1")], "A", "another order")
    assert name == of(ledger, "again-c1").id
    assert told(ledger) == [["again-c1"], ["again-c2"], ["first-c1"]]
    assert of(ledger, "again-c1").strands[0].reason == "a reviewer parted them from another deal"
    add(ledger, *ALL)
    assert of(ledger, "again-c1") != of(ledger, "first-c1")
    add(ledger, *ALL, reader=NEWER)
    assert of(ledger, "again-c1") != of(ledger, "first-c1")
    assert_as_from_the_beginning(ledger)


@pytest.mark.parametrize("going", [("first-c1", "later-c1"), ("again-c1",), ("last-c1", "first-c1")])
def test_a_split_is_whole_and_holds_without_any_one_of_its_claims(
    ledger: Ledger, going: tuple[str, ...]
) -> None:
    last = read("last", "2022-06-09", Said("Norway has 6 tanks from Germany.", SIX.goods, stage="delivered"))
    add(ledger, *ALL, last)
    names = ["again-c1", "first-c1", "last-c1", "later-c1"]
    assert names in told(ledger)
    ledger.split(of(ledger, "first-c1").id, [key(ledger, one) for one in going], "A")
    parts = [sorted(going), sorted(set(names) - set(going))]
    assert [some for some in told(ledger) if set(some) & set(names)] == sorted(parts)
    assert_as_from_the_beginning(ledger)
    for gone in names:
        ledger.judge(key(ledger, gone), "rejected", "A")
        left = sorted(some for part in parts if (some := [one for one in part if one != gone]))
        assert [some for some in told(ledger) if set(some) & set(names)] == left, gone
        assert_as_from_the_beginning(ledger)
        ledger.judge(key(ledger, gone), "withdrawn", "A")


def test_what_was_split_is_merged_again_and_what_was_merged_split(ledger: Ledger) -> None:
    add(ledger, *ALL)
    for _ in range(2):
        ledger.split(of(ledger, "first-c1").id, [key(ledger, "again-c1")], "A")
        assert of(ledger, "first-c1") != of(ledger, "again-c1")
        merged(ledger, "first-c1", "again-c1")
        assert told(ledger) == DEALS
    for _ in range(2):
        merged(ledger, "weapons-c1", "first-c1")
        assert told(ledger)[0] == ["again-c1", "first-c1", "later-c1", "weapons-c1"]
        ledger.split(of(ledger, "first-c1").id, [key(ledger, "weapons-c1")], "A")
        assert told(ledger) == DEALS
    assert_as_from_the_beginning(ledger)


def test_a_merge_of_three_is_split_where_the_reviewer_says(ledger: Ledger) -> None:
    add(ledger, *ALL)
    merged(ledger, "again-c2", "others-c1")
    merged(ledger, "again-c2", "weapons-c1")
    ledger.split(of(ledger, "again-c2").id, [key(ledger, "again-c2")], "A")
    assert told(ledger) == [DEALS[0], ["again-c2"], ["others-c1", "weapons-c1"]]
    assert_as_from_the_beginning(ledger)


@pytest.mark.parametrize("seed", range(6))
def test_after_anything_deals_are_as_from_the_beginning(ledger: Ledger, seed: int) -> None:
    """Texts, readings, judgements, merges and splits by chance; what was decided holds at once."""
    chance = Random(seed)
    for number in range(12):
        _anything(ledger, chance, number)
        assert_as_from_the_beginning(ledger)


def _anything(ledger: Ledger, chance: Random, number: int) -> None:
    deals = list(ledger.deals())
    steps: list[Callable[[], object]] = [lambda: add(ledger, _by_chance(chance, number))] * 3
    entries = list(ledger.claims())
    if entries:
        one = chance.choice(entries)
        decisions: tuple[Decision, ...] = ("accepted", "rejected", "rejected", "withdrawn")
        steps.append(lambda: ledger.judge(one.key, chance.choice(decisions), chance.choice("AB")))
        less = replace(_reading(ledger, one.document_key), claims=())
        steps.append(lambda: ledger.append([addition(less)], f"reader {number}"))
    if len(deals) > 1:
        steps += [lambda: _merge(ledger, *chance.sample(deals, 2))] * 3
    several = [deal for deal in deals if len({s.claim for s in deal.strands}) > 1]
    if several:
        steps += [lambda: _split(ledger, chance, chance.choice(several))] * 3
    chance.choice(steps)()


def _reading(ledger: Ledger, name: str) -> Reading:
    found = ledger.reading(name)
    assert found
    return found


def _by_chance(chance: Random, number: int) -> Reading:
    said = []
    for _ in range(chance.randint(1, 3)):
        quantity = chance.choice((None, "6", "20", "24"))
        mention, *kind = chance.choice(
            (("Leopard 2A6 tanks", *LEOPARD), ("tanks", "tank", None), ("arms", "unspecified", None))
        )
        words = f"{quantity or 'some'} {mention}"
        word = chance.choice(("", "", "another ", "the remaining "))
        stage = chance.choice(("agreed", "agreed", "delivered", "sought", "cancelled"))
        item = goods(mention, kind[0] or "", kind[1], quantity)
        said.append(Said(f"Germany sold {word}{words} to Norway.", (item,), stage=stage))  # type: ignore[arg-type]
    days = ("2021-01-10", "2021-02-01", "2021-09-01", "2022-06-01", None)
    return read(f"t{number}", chance.choice(days), *said)


def _merge(ledger: Ledger, one: Deal, other: Deal) -> None:
    name = ledger.merge(one.id, other.id, "A")
    assert {s.claim for s in (*one.strands, *other.strands)} <= {s.claim for s in ledger.deal(name).strands}


def _split(ledger: Ledger, chance: Random, deal: Deal) -> None:
    names = sorted({s.claim for s in deal.strands})
    going = chance.sample(names, chance.randint(1, len(names) - 1))
    name = ledger.split(deal.id, going, "A")
    assert {s.claim for s in ledger.deal(name).strands} & set(names) == set(going)


# ------------------------------------------------------------------ names


def test_a_deal_is_found_by_the_beginning_of_its_name(ledger: Ledger) -> None:
    add(ledger, *ALL)
    for deal in ledger.deals():
        assert ledger.deal(deal.id[:12]) == deal == ledger.deal(deal.id)


def test_a_name_that_a_deal_once_had_still_finds_it(ledger: Ledger) -> None:
    add(ledger, AGAIN)
    former = of(ledger, "again-c1").id
    add(ledger, FIRST)
    deal = of(ledger, "again-c1")
    assert deal.id != former
    assert ledger.deal(former) == ledger.deal(former[:12]) == deal
    assert ledger.merge(former, of(ledger, "again-c2").id, "A") == deal.id
    assert ledger.split(former, [key(ledger, "again-c2")], "A") == of(ledger, "again-c2").id


def test_what_is_not_there_is_said_with_what_to_do(ledger: Ledger) -> None:
    add(ledger, *ALL)
    deal, other = of(ledger, "first-c1").id, of(ledger, "again-c2").id
    before = kept(ledger), ledger.sizes()
    no_deal = "t0000: no deal has this name; `armstrail deals` lists them"
    calls: list[tuple[str, Callable[[], object]]] = [
        (no_deal, lambda: ledger.deal("t0000")),
        (no_deal, lambda: ledger.deal_claims("t0000")),
        (no_deal, lambda: ledger.merge("t0000", deal, "A")),
        (no_deal, lambda: ledger.merge(deal, "t0000", "A")),
        (no_deal, lambda: ledger.split("t0000", [key(ledger, "first-c1")], "A")),
        ("more than one deal has a name that begins so; give more of it", lambda: ledger.deal("t")),
        ("more than one deal", lambda: ledger.deal("")),
        ("are one deal already", lambda: ledger.merge(deal, deal[:12], "A")),
        ("no claim 'c0000'; `armstrail deals .*` lists", lambda: ledger.split(deal, ["c0000"], "A")),
        ("none of these claims", lambda: ledger.split(deal, [], "A")),
        ("no claim 'c", lambda: ledger.split(deal, [key(ledger, "again-c2")], "A")),
        ("no other claims", lambda: ledger.split(other, [key(ledger, "again-c2")], "A")),
    ]
    for reason, call in calls:
        with pytest.raises(LedgerError, match=reason):
            call()
    assert (kept(ledger), ledger.sizes()) == before


def test_a_claim_is_split_off_by_the_beginning_of_its_name(ledger: Ledger) -> None:
    add(ledger, *ALL)
    ledger.split(of(ledger, "first-c1").id, [key(ledger, "again-c1")[:11]], "A")
    assert of(ledger, "first-c1") != of(ledger, "again-c1")


def test_a_split_of_a_claim_that_the_deal_has_not_is_refused_whole(ledger: Ledger) -> None:
    """One of the names is mistyped: nothing is lost in silence."""
    add(ledger, *ALL)
    with pytest.raises(LedgerError, match="c0000"):
        ledger.split(of(ledger, "first-c1").id, [key(ledger, "again-c1"), "c0000"], "A")
    assert told(ledger) == DEALS
    with pytest.raises(LedgerError, match="more than one"):
        ledger.split(of(ledger, "first-c1").id, ["c"], "A")


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
