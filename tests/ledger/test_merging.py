"""Deals that reviewers merge and split: at once, for ever, whatever is read later; by every name a deal ever had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from time import process_time

import pytest

from armstrail.errors import LedgerError
from armstrail.ledger import Ledger
from armstrail.model import Deal, Decision, Reading
from tests.deals.made import LEOPARD, Said, goods, read
from tests.ledger.made import NEWER
from tests.ledger.told import (
    AGAIN,
    ALL,
    DEALS,
    FIRST,
    GUNS,
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
    kept,
    key,
    merged,
    of,
    told,
)

# ------------------------------------------------------------------ merge and split


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


def test_very_many_claims_are_split_and_merged_in_a_while_and_cost_others_nothing(ledger: Ledger) -> None:
    """Quadratic steps, of which there were several, take minutes."""
    many = read(
        "many", "2021-03-01", *[replace(TANKS, sentence=f"{n}: {TANKS.sentence}") for n in range(2_000)]
    )
    add(ledger, many)
    (deal,) = ledger.deals()
    names = list(dict.fromkeys(strand.claim for strand in deal.strands))
    started = process_time()
    for _ in range(2):
        other = ledger.split(deal.id, names[1::2], "A")
        assert {strand.claim for strand in ledger.deal(other).strands} == set(names[1::2])
        assert ledger.merge(deal.id, other, "A") == deal.id
    add(ledger, OTHERS)
    ledger.gather()
    assert process_time() - started < 30
    assert [len(deal.strands) for deal in ledger.deals()] == [1, 2_000]


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
        ("name of who decides", lambda: ledger.merge(deal, other, " ")),
        ("name of who decides", lambda: ledger.split(deal, [key(ledger, "first-c1")], "")),
        ("name of who decides", lambda: ledger.judge(key(ledger, "first-c1"), "rejected", "\t")),
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


# ------------------------------------------------------------------ what was corrected since

GREECE = [{"mention": "Greece", "id": "GRC", "span": [0, 6]}]
FRANCE = [{"mention": "France", "id": "FRA", "span": [0, 6]}]
CORRECTIONS: list[dict[str, object]] = [
    {"recipient": GREECE},
    {"supplier": FRANCE},
    {"supplier": FRANCE, "recipient": GREECE},
]


@pytest.mark.parametrize("corrected", ["first-c1", "weapons-c1"])
def test_a_merge_holds_when_a_party_of_its_claims_is_corrected(ledger: Ledger, corrected: str) -> None:
    add(ledger, *ALL)
    merged(ledger, "first-c1", "weapons-c1")
    one = ["again-c1", "first-c1", "later-c1", "weapons-c1"]
    for changes in CORRECTIONS:
        ledger.judge(key(ledger, corrected), "edited", "A", changes=changes)
        assert {corrected, "first-c1", "weapons-c1"} <= set(claims(ledger, of(ledger, corrected)))
        assert_as_from_the_beginning(ledger)
    ledger.judge(key(ledger, corrected), "withdrawn", "A")
    assert one in told(ledger)
    assert_as_from_the_beginning(ledger)


def test_what_was_split_stays_apart_when_a_party_is_corrected(ledger: Ledger) -> None:
    add(ledger, *ALL)
    ledger.split(of(ledger, "first-c1").id, [key(ledger, "later-c1")], "A")
    for one in ("first-c1", "again-c1", "later-c1"):
        ledger.judge(key(ledger, one), "edited", "A", changes={"recipient": GREECE})
    assert ["later-c1"] in told(ledger)
    assert ["again-c1", "first-c1"] in told(ledger)


def test_a_deal_keeps_its_names_when_a_party_is_corrected(ledger: Ledger) -> None:
    add(ledger, *ALL)
    name = of(ledger, "others-c1").id
    ledger.judge(key(ledger, "others-c1"), "edited", "A", changes={"recipient": [*FRANCE, *GREECE]})
    assert {ledger.deal(name).recipient, *(deal.recipient for deal in ledger.deals())} >= {"FRA", "GRC"}
    assert ledger.deal(name).recipient == "GRC"  # the dyad that had the name as it was read
    ledger.judge(key(ledger, "others-c1"), "edited", "A", changes={"supplier": GREECE, "recipient": FRANCE})
    assert ledger.deal(name).supplier == "GRC"


def test_a_party_that_another_sentence_told_may_go_with_it(ledger: Ledger) -> None:
    """The text names the supplier in one sentence alone; once that claim is rejected, the other's is unstated."""
    unstated = Said("Norway receives the howitzers in May.", (goods("howitzers", "artillery"),), supplier=())
    add(ledger, read("both", "2021-03-09", GUNS, unstated), OTHERS)
    merged(ledger, "both-c2", "others-c1")
    ledger.judge(key(ledger, "both-c1"), "rejected", "A")
    assert told(ledger) == [["both-c2", "others-c1"]]


# ------------------------------------------------------------------ what a newer reader reads otherwise

BOTH = Said(
    "Germany sells Norway 8 howitzers and 20 Leopard 2A6 tanks.",
    (goods("howitzers", "artillery", None, "8"), goods("Leopard 2A6 tanks", *LEOPARD, "20")),
)


def otherwise(made: Reading, place: int = 0, **fields: object) -> Reading:
    """A reading of the same text with other fields of one claim."""
    found = list(made.claims)
    found[place] = replace(found[place], **fields)  # type: ignore[arg-type]
    return replace(made, claims=tuple(found))


def trimmed(made: Reading) -> Reading:
    """The same whose first claim has its evidence without the full stop."""
    span = made.claims[0].span
    return otherwise(
        made, span=replace(span, end=span.end - 1), evidence=made.document.text[span.start : span.end - 1]
    )


NEWLY_READ: list[Callable[[Reading], Reading]] = [
    trimmed,
    lambda made: otherwise(made, supplier=()),
    lambda made: otherwise(made, recipient=read("x", None, MISSILES).claims[0].recipient),
    lambda made: otherwise(made, stage="delivered"),
]


@pytest.mark.parametrize("newly", NEWLY_READ)
@pytest.mark.parametrize("which", [FIRST, WEAPONS])
def test_a_merge_holds_when_a_newer_reader_reads_its_claims_otherwise(
    ledger: Ledger, which: Reading, newly: Callable[[Reading], Reading]
) -> None:
    add(ledger, *ALL)
    name = merged(ledger, "first-c1", "weapons-c1")
    for reader in (NEWER, "reader 9"):
        add(ledger, newly(which) if reader == NEWER else which, reader=reader)
        assert of(ledger, "first-c1") == of(ledger, "weapons-c1") == ledger.deal(name)
        assert_as_from_the_beginning(ledger)


@pytest.mark.parametrize("newly", NEWLY_READ)
def test_a_split_holds_when_a_newer_reader_reads_its_claims_otherwise(
    ledger: Ledger, newly: Callable[[Reading], Reading]
) -> None:
    add(ledger, *ALL)
    name = ledger.split(of(ledger, "first-c1").id, [key(ledger, "again-c1")], "A")
    for part, reader in ((newly(AGAIN), NEWER), (AGAIN, "reader 9")):
        add(ledger, part, reader=reader)
        assert of(ledger, "again-c1") == ledger.deal(name) != of(ledger, "first-c1")
        assert_as_from_the_beginning(ledger)


def test_a_merge_is_of_the_goods_it_was_of_when_a_newer_reader_finds_others_before_them(
    ledger: Ledger,
) -> None:
    both = read("both", "2021-03-09", BOTH)
    tanks_alone = otherwise(both, items=both.claims[0].items[1:])
    add(ledger, tanks_alone, OTHERS)
    merged(ledger, "both-c1", "others-c1")
    add(ledger, both, reader=NEWER)
    joined = of(ledger, "others-c1")
    assert {strand.mention for strand in joined.strands} == {"missiles", "Leopard 2A6 tanks"}
    add(ledger, otherwise(both, items=both.claims[0].items[:1]), reader="reader 9")
    assert {strand.mention for strand in of(ledger, "others-c1").strands} == {"missiles"}
    assert_as_from_the_beginning(ledger)


def test_a_corrected_claim_stays_merged_when_a_newer_reader_reads_it_otherwise(ledger: Ledger) -> None:
    add(ledger, *ALL)
    ledger.judge(key(ledger, "first-c1"), "edited", "A", changes={"stage": "delivered"})
    merged(ledger, "first-c1", "weapons-c1")
    add(ledger, trimmed(FIRST), reader=NEWER)
    assert of(ledger, "first-c1") == of(ledger, "weapons-c1")
    ledger.judge(key(ledger, "first-c1"), "edited", "A", changes={"recipient": GREECE})
    assert of(ledger, "first-c1") == of(ledger, "weapons-c1")
    assert_as_from_the_beginning(ledger)


def test_other_claims_of_a_newer_reader_are_not_merged(ledger: Ledger) -> None:
    """It reads another deal in the same sentence, or the same deal in another sentence."""
    add(ledger, *ALL)
    merged(ledger, "again-c2", "others-c1")
    missiles = read("x", None, MISSILES).claims[0]
    add(ledger, otherwise(AGAIN, 1, supplier=missiles.supplier, recipient=missiles.recipient), reader=NEWER)
    assert claims(ledger, of(ledger, "others-c1")) == ["others-c1"]
    assert_as_from_the_beginning(ledger)
