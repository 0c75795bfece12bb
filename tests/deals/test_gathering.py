"""Which claims make one deal: the cases that are hard, whatever comes when, and what reviewers decided."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.deals import Decided, Gathering, block, gather, order, strand_key
from armstrail.deals import deal as deal_of
from armstrail.deals.cells import contradictions
from armstrail.model import Deal, Strand
from tests.deals.made import LEOPARD, Goods, Said, gathered, goods, names, strand, text

TANKS = goods("tanks", quantity="20")
LEOPARDS = goods("Leopard 2A6 tanks", *LEOPARD, "20")
ORDER = Said("Norway ordered 20 Leopard 2A6 tanks from Germany.", (LEOPARDS,))


def leopards(quantity: str) -> Goods:
    return goods("Leopard 2A6 tanks", *LEOPARD, quantity)


# ------------------------------------------------------------------ the hard cases


def test_a_general_word_is_said_of_what_was_called_by_its_designation() -> None:
    weeks_later = Said("Germany delivered the tanks to Norway.", (goods("tanks"),), stage="delivered")
    both = [text("a", "2021-03-01", ORDER), text("b", "2021-03-20", weeks_later)]
    assert gathered(*both) == [["a-c1", "b-c1"]]
    (deal,) = gather([*both[0], *both[1]])
    assert (deal.supplier, deal.recipient, deal.category, deal.designation) == ("DEU", "NOR", *LEOPARD)


def test_within_a_text_it_may_come_first() -> None:
    first = Said("Norway will get 20 tanks from Germany.", (TANKS,))
    made = text("a", "2021-03-01", first, ORDER)
    assert gathered(made) == [["a-c1", "a-c2"]]


def test_what_is_announced_five_times_is_one_deal() -> None:
    said = (
        ("a", "2021-03-01", ORDER),
        ("b", "2021-03-01", Said("Norway is buying 20 tanks from Germany.", (TANKS,))),
        ("c", "2021-03-02", replace(ORDER, certainty="planned")),
        (
            "d",
            "2021-03-09",
            Said(
                "Berlin will sell Norway 20 Leopard 2 tanks.",
                (goods("Leopard 2 tanks", "tank", "Leopard 2", "20"),),
            ),
        ),
        ("e", "2021-03-15", Said("Norway signed for the Leopards.", (goods("Leopards", "tank", "Leopard"),))),
    )
    assert gathered(*(text(*one) for one in said)) == [["a-c1", "b-c1", "c-c1", "d-c1", "e-c1"]]


def test_two_orders_a_year_apart_are_two() -> None:
    first = Said(
        "Norway ordered 20 Leopard 2A6 tanks from Germany in March 2021.", (LEOPARDS,), date="2021-03-01"
    )
    second = Said(
        "Norway ordered 36 Leopard 2A6 tanks from Germany in June 2022.", (leopards("36"),), date="2022-06-01"
    )
    assert gathered(text("a", "2021-03-02", first), text("b", "2022-06-02", second)) == [["a-c1"], ["b-c1"]]
    last = Said(
        "Norway ordered 20 Leopard 2A6 tanks in March 2021 and 36 in June 2022.",
        (LEOPARDS,),
        date="2021-03-01",
    )
    third = text("c", "2022-06-09", last)
    assert ["a-c1", "c-c1"] in gathered(
        text("a", "2021-03-02", first), text("b", "2022-06-02", second), third
    )


def test_an_option_that_is_exercised_later_is_a_deal_of_its_own() -> None:
    option = Said(
        "Norway exercised an option for another 10 Leopard 2A6 tanks from Germany.", (leopards("10"),)
    )
    again = Said(
        "Norway, which took up an option for 10 further Leopard 2A6 tanks, is content.", (leopards("10"),)
    )
    made = [text("a", "2021-03-01", ORDER), text("b", "2021-11-01", option), text("c", "2021-11-09", again)]
    assert gathered(*made) == [["a-c1"], ["b-c1", "c-c1"]]


def test_an_order_that_was_cancelled_and_revived_is_one() -> None:
    cancelled = Said("Norway cancelled its order for 20 Leopard 2A6 tanks.", (LEOPARDS,), stage="cancelled")
    revived = Said("Norway will buy the 20 Leopard 2A6 tanks from Germany after all.", (LEOPARDS,))
    made = [
        text("a", "2021-03-01", ORDER),
        text("b", "2021-07-01", cancelled),
        text("c", "2021-09-01", revived),
    ]
    assert gathered(*made) == [["a-c1", "b-c1", "c-c1"]]


def test_what_arrives_by_and_by_is_one_deal() -> None:
    six = Said("Norway received six of the 20 tanks from Germany.", (_six(),), stage="delivered")
    rest = Said(
        "Norway received the remaining 14 tanks from Germany.",
        (goods("tanks", quantity="14"),),
        stage="delivered",
    )
    made = [text("a", "2021-03-01", ORDER), text("b", "2022-03-01", six), text("c", "2022-09-01", rest)]
    assert gathered(*made) == [["a-c1", "b-c1", "c-c1"]]
    (deal,) = gather(strand for one in made for strand in one)
    assert contradictions(deal) == ()


def _six() -> Goods:
    return replace(goods("tanks", quantity="six"), least=6, most=6)


def test_sides_that_tell_of_other_numbers_tell_of_one_deal() -> None:
    """Both stand in the record, and so does that they do not agree."""
    theirs = replace(
        ORDER,
        sentence="Norway gets 24 Leopard 2A6 tanks, Oslo said.",
        goods=(leopards("24"),),
        speakers=(("Oslo", "NOR"),),
    )
    ours = replace(ORDER, speakers=(("Berlin", "DEU"),))
    made = [text("a", "2021-03-01", ours), text("b", "2021-03-02", theirs)]
    assert gathered(*made) == [["a-c1", "b-c1"]]
    (deal,) = gather(strand for one in made for strand in one)
    (found,) = contradictions(deal)
    assert (found.field, found.stage) == ("number", "agreed")
    assert [(cell.words, cell.claims, cell.sides) for cell in found.cells] == [
        ("20", ("a-c1",), ("supplier",)),
        ("24", ("b-c1",), ("recipient",)),
    ]


def test_so_do_sides_in_one_text() -> None:
    theirs = replace(
        ORDER,
        sentence="Norway gets 24 Leopard 2A6 tanks.",
        goods=(leopards("24"),),
        speakers=(("Oslo", "NOR"),),
    )
    ours = replace(ORDER, speakers=(("Berlin", "DEU"),))
    assert gathered(text("a", "2021-03-01", ours, theirs)) == [["a-c1", "a-c2"]]


ARMS = Said("Germany sells arms to Norway.", (goods("arms", "unspecified"),))


def test_arms_of_no_kind_are_one_deal_and_not_that_of_the_tanks() -> None:
    again = Said("Germany agreed to sell weapons to Norway.", (goods("weapons", "unspecified"),))
    made = [text("a", "2021-03-01", ARMS), text("b", "2021-03-05", again), text("c", "2021-03-05", ORDER)]
    assert gathered(*made) == [["a-c1", "b-c1"], ["c-c1"]]
    deal = next(deal for deal in gather(strand for one in made for strand in one) if len(deal.strands) == 2)
    assert (deal.category, deal.designation) == ("unspecified", None)


def test_the_weapons_of_a_text_are_in_the_deal_of_its_goods() -> None:
    sent = Said(
        "Germany shipped the weapons to Norway.", (goods("weapons", "unspecified"),), stage="delivered"
    )
    made = text("a", "2021-03-01", ORDER, sent)
    assert gathered(made) == [["a-c1", "a-c2"]]
    (deal,) = gather(made)
    assert (deal.category, deal.designation) == LEOPARD


def test_other_designations_dyads_and_directions_are_other_deals() -> None:
    others = [
        Said("Norway ordered 20 T-72 tanks from Germany.", (goods("T-72 tanks", "tank", "T-72", "20"),)),
        replace(ORDER, recipient=("Greece",)),
        replace(ORDER, supplier=("France",)),
        replace(ORDER, supplier=("Norway",), recipient=("Germany",)),
        Said("Norway ordered 20 howitzers from Germany.", (goods("howitzers", "artillery", None, "20"),)),
    ]
    made = [text(f"t{number}", "2021-03-01", said) for number, said in enumerate([ORDER, *others])]
    assert gathered(*made) == [[f"t{number}-c1"] for number in range(6)]


def test_two_items_of_a_sentence_with_a_number_each_are_two_deals() -> None:
    both = Said(
        "Norway ordered 20 submarines and 6 frigates.",
        (goods("submarines", "warship", None, "20"), goods("frigates", "warship", None, "6")),
    )
    made = text("a", "2021-03-01", both)
    assert [len(deal.strands) for deal in gather(made)] == [1, 1]


def test_decades_apart_there_is_no_one_deal() -> None:
    later = Said("Norway buys 36 Leopard 2A6 tanks from Germany.", (leopards("36"),))
    assert len(gathered(text("a", "1991-03-01", ORDER), text("b", "2021-03-01", later))) == 2


def test_a_claim_without_a_day_is_gathered_all_the_same() -> None:
    assert gathered(text("a", None, ORDER), text("b", "2021-03-01", ORDER)) == [["a-c1", "b-c1"]]
    assert gathered(text("a", "not a day", ORDER), text("b", None, ORDER)) == [["a-c1", "b-c1"]]


def test_no_strands_are_no_deals() -> None:
    assert gather([]) == []


# ------------------------------------------------------------------ reasons and goods


def test_each_strand_says_why_it_stands_there() -> None:
    made = [
        text("a", "2021-03-01", ORDER),
        text(
            "b",
            "2021-03-09",
            replace(ORDER, sentence="Norway signed for 20 Leopard 2A6 tanks.", supplier=("Germany",)),
        ),
        text(
            "c",
            "2023-09-01",
            Said("Germany delivered 6 tanks to Norway.", (goods("tanks", quantity="6"),), stage="delivered"),
        ),
    ]
    (deal,) = gather(strand for one in made for strand in one)
    first, second, third = (strand.reason for strand in deal.strands)
    assert first == "the first claim of this deal"
    assert second.split("; ")[:2] == ["the same designation", "the same number"]
    assert "a general word" in third or "a designation" in third
    assert all(strand.reason for strand in deal.strands)


def test_what_speaks_against_it_comes_last() -> None:
    more = replace(
        ORDER,
        sentence="Norway gets 24 Leopard 2A6 tanks.",
        goods=(leopards("24"),),
        speakers=(("Oslo", "NOR"),),
    )
    (deal,) = gather([*text("a", "2021-03-01", ORDER), *text("b", "2021-03-02", more)])
    _, against = deal.strands[1].reason.split("; though ")
    assert "number" in against


def test_a_party_that_was_filled_in_is_told_of() -> None:
    later = Said("Norway will get the tanks in May.", (goods("tanks"),), supplier=())
    (deal,) = gather(text("a", "2021-03-01", ORDER, later))
    assert deal.strands[1].reason.endswith("the text names one party of these goods")


@pytest.mark.parametrize(
    ("designations", "told"),
    [
        ((None, "Leopard 2A6", None), "Leopard 2A6"),
        (("Leopard", "Leopard 2A6", "Leopard"), "Leopard 2A6"),
        (("Leopard 2", "Leopard 2A6", "Leopard 2A6"), "Leopard 2A6"),
        (("Leopard", None, "Leopard"), "Leopard"),
        ((None, None, None), None),
    ],
)
def test_a_deal_has_the_most_specific_goods_of_its_claims(
    designations: tuple[str | None, ...], told: str | None
) -> None:
    made = [
        strand(f"s{number}", f"2021-03-0{number}", designation=designation, quantity="20")
        for number, designation in enumerate(designations, 1)
    ]
    (deal,) = gather(made)
    assert (deal.category, deal.designation) == ("tank", told)


# ------------------------------------------------------------------ whatever comes when

_DAYS = ("2021-01-10", "2021-02-01", "2021-03-01", "2021-09-01", "2022-06-01", "2024-01-01", None)


@st.composite
def _strands(draw: st.DrawFn) -> list[Strand]:
    """Strands of a few deals, with all that may set them apart."""
    made = []
    for number in range(draw(st.integers(1, 14))):
        text_of = draw(st.integers(0, 5))
        quantity = draw(st.sampled_from([None, "6", "14", "20", "24", "dozens"]))
        made.append(
            strand(
                f"c{number}",
                _DAYS[text_of % len(_DAYS)],
                document=f"d{text_of}",
                place=number,
                category=draw(st.sampled_from(["tank", "tank", "unspecified", "vehicle"])),
                goods="land",
                designation=draw(st.sampled_from([None, "Leopard 2A6", "Leopard 2", "T-72"])),
                quantity=quantity,
                recipient=draw(st.sampled_from(["NOR", "NOR", "GRC"])),
                stage=draw(st.sampled_from(["sought", "agreed", "agreed", "delivered", "cancelled"])),
                polarity=draw(st.sampled_from(["asserted", "asserted", "denied"])),
                date=draw(st.sampled_from([None, None, "2020-12-01", "2021", "2025"])),
                amount=draw(st.sampled_from([None, 1.0, 2.0])),
                currency="USD",
                wording=draw(st.sampled_from([None, None, "further", "last", "rest", "earlier"])),
                refers=draw(st.booleans()),
                speaker=draw(st.sampled_from([None, "A", "B"])),
            )
        )
    return made


@given(_strands(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_same_claims_make_the_same_deals_in_any_order(made: list[Strand], chance: Random) -> None:
    mixed = made[:]
    chance.shuffle(mixed)
    deals = gather(made)
    assert gather(mixed) == deals
    assert sorted(s.claim for deal in deals for s in deal.strands) == sorted(s.claim for s in made)
    assert [deal.id for deal in deals] == sorted(strand_key(deal.strands[0]) for deal in deals)
    for deal in deals:
        assert list(deal.strands) == sorted(deal.strands, key=order)
        assert len({(s.supplier, s.recipient, s.goods) for s in deal.strands}) == 1
        assert {(deal.supplier, deal.recipient)} == {(s.supplier, s.recipient) for s in deal.strands}


@given(_strands(), st.integers(0, 14))
@settings(max_examples=150, deadline=None)
def test_taking_in_what_comes_later_is_gathering_all_anew(made: list[Strand], known: int) -> None:
    one_block = sorted((s for s in made if block(s) == block(made[0])), key=order)
    whole = Gathering()
    placed = [whole.place(one) for one in one_block]
    later = Gathering()
    for one in placed[:known]:
        later.restore(one)
    assert [later.place(one) for one in one_block[known:]] == placed[known:]


def zorblats(turn: int, *numbers: int, told: bool = True) -> list[Strand]:
    """Designations of one category and dyad, each told of on a day of this turn, with a number of its own or none."""
    return [
        strand(
            f"{number}/{turn}",
            f"2021-{turn:02}-{1 + at // 2:02}",
            document=f"{at:03}/{number}/{turn}",
            designation=f"Zorblat-{number}",
            quantity=str(100 + number) if told else None,
        )
        for at, number in enumerate(numbers)
    ]


def test_of_very_many_deals_of_a_dyad_each_is_found_again_by_its_number() -> None:
    """There are more than are compared with otherwise."""
    told = [*zorblats(1, *range(50)), *zorblats(2, *range(50)), *zorblats(3, *reversed(range(50)))]
    assert names(gather(told)) == sorted([f"{n}/1", f"{n}/2", f"{n}/3"] for n in range(50))


def test_of_the_deals_last_told_of_each_is_found_again() -> None:
    told = [one for turn in range(1, 9) for one in zorblats(turn, *range(12), told=False)]
    assert names(gather(told)) == sorted(sorted(f"{n}/{turn}" for turn in range(1, 9)) for n in range(12))


def test_a_deal_that_is_told_of_twice_takes_no_room_from_others() -> None:
    told = [
        *zorblats(1, *range(50)),
        *zorblats(2, *(n for n in range(10) for _ in "twice")),
        *zorblats(3, *range(10), told=False),
    ]
    told = [replace(one, claim=f"{one.claim} {place}") for place, one in enumerate(told)]
    assert len(gather(told)) == 50


# ------------------------------------------------------------------ names


def test_a_deal_keeps_its_name_whatever_is_told_later() -> None:
    first = text("a", "2021-03-01", ORDER)
    (deal,) = gather(first)
    for day in ("2021-03-02", "2021-08-01", "2022-01-01"):
        later = text("b", day, replace(ORDER, sentence="Norway gets 20 Leopard 2A6 tanks from Germany."))
        assert [found.id for found in gather([*first, *later])] == [deal.id]
    assert deal.id == strand_key(first[0])


# ------------------------------------------------------------------ what reviewers decided


def decided(name: str, one: Strand, other: Strand) -> Decided:
    groups = {strand_key(one): 1, strand_key(other): 1 if name == "together" else 2}
    return Decided(groups, {1: {2}, 2: {1}} if name == "apart" else {})


def of_claim(deals: list[Deal], claim: str) -> Deal:
    return next(deal for deal in deals if claim in {strand.claim for strand in deal.strands})


def test_what_a_reviewer_joined_is_one_deal() -> None:
    (one,) = text("a", "1991-03-01", ORDER)
    (other,) = text(
        "b", "2021-03-01", replace(ORDER, sentence="It is 36 Leopard 2A6 tanks.", goods=(leopards("36"),))
    )
    assert len(gather([one, other])) == 2
    deals = gather([other, one], decided("together", one, other))
    assert names(deals) == [["a-c1", "b-c1"]]
    assert deals[0].strands[1].reason == "a reviewer joined them"


def test_what_a_reviewer_parted_are_two() -> None:
    (one,), (other,), (third,) = (text(name, f"2021-03-0{day}", ORDER) for day, name in enumerate("abc", 1))
    deals = gather([one, other, third], decided("apart", one, other))
    assert len(deals) == 2
    assert of_claim(deals, "b-c1").strands[0].reason == "a reviewer parted them from another deal"


def test_joined_is_stronger_than_parted_goods_and_numbers() -> None:
    (one,) = text("a", "2021-03-01", ORDER)
    (other,) = text(
        "b", "2021-03-01", Said("Norway ordered 6 trucks.", (goods("trucks", "vehicle", None, "6"),))
    )
    assert len(gather([one, other])) == 2
    assert len(gather([one, other], decided("together", one, other))) == 1


def test_a_deal_has_the_parties_that_any_of_its_claims_names() -> None:
    (one,) = text("a", "2021-03-01", replace(ORDER, supplier=()))
    (other,) = text("b", "2021-03-09", ORDER)
    made = deal_of("t", [one, other])  # as a reviewer may join them
    assert (made.supplier, made.recipient) == ("DEU", "NOR")
    assert [strand.supplier for strand in made.strands] == ["", "DEU"]
    assert deal_of("t", [one]).supplier == ""


def test_what_was_decided_of_claims_that_are_not_there_changes_nothing() -> None:
    (one,), (other,), (gone,) = (text(name, f"2021-03-0{day}", ORDER) for day, name in enumerate("abc", 1))
    for name in ("together", "apart"):
        assert gather([one, other], decided(name, one, gone)) == gather([one, other])


def test_a_deal_that_a_reviewer_joined_of_several_is_headed_by_what_is_told_together() -> None:
    """Of many claims that one state sold another tanks, no goods head a deal between two others."""
    guns = strand("guns", supplier="TUR", recipient="LVA", category="artillery")
    tanks = [strand(f"t{n}", category=LEOPARD[0], designation=LEOPARD[1]) for n in range(3)]
    headed = deal_of("t", [guns, *tanks])
    assert (headed.supplier, headed.recipient, headed.category, headed.designation) == (
        "TUR", "LVA", "artillery", None
    )  # fmt: skip
    assert len(headed.strands) == 4
    half = [strand("a", supplier="TUR", recipient=""), strand("b", supplier="", recipient="LVA"), *tanks]
    assert [deal_of("t", half).supplier, deal_of("t", half).recipient] == ["DEU", "NOR"]
