"""What a claim says of each deal it can stand in: items and dyads, what the rest of its text fills in, its words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from armstrail.deals import Told, block, strand_key, strands
from armstrail.model import Strand
from tests.deals.made import LEOPARD, Goods, Said, claims, goods, text

TANKS = goods("tanks", quantity="20")


def dyads(some: list[Strand]) -> list[tuple[str, str, str]]:
    return [(strand.supplier, strand.recipient, strand.mention) for strand in some]


# ------------------------------------------------------------------ items and dyads


def test_each_item_of_each_dyad_is_a_strand() -> None:
    said = Said(
        "Germany and France sold 20 tanks and 6 howitzers to Norway and Greece.",
        (TANKS, goods("howitzers", "artillery", quantity="6")),
        supplier=("Germany", "France"),
        recipient=("Norway", "Greece"),
    )
    made = text("a", "2021-03-01", said)
    assert sorted(dyads(made)) == sorted(
        (supplier, recipient, mention)
        for supplier in ("DEU", "FRA")
        for recipient in ("NOR", "GRC")
        for mention in ("tanks", "howitzers")
    )
    assert {(strand.part, strand.mention, strand.quantity, strand.least) for strand in made} == {
        (0, "tanks", "20", 20),
        (1, "howitzers", "6", 6),
    }
    assert len({strand_key(strand) for strand in made}) == 8


def test_a_claim_that_names_no_goods_has_a_strand_of_unspecified_ones() -> None:
    (made,) = text("a", None, Said("Germany supplied Norway.", stage="delivered"))
    assert (made.category, made.mention, made.quantity, made.published) == ("unspecified", "", None, None)


def test_a_strand_holds_what_its_claim_says() -> None:
    said = Said(
        "Norway will get about 20 Leopard 2A6 tanks for $90m in 2023, Berlin said.",
        (replace(goods("Leopard 2A6 tanks", *LEOPARD, "about 20"), least=20, most=20),),
        certainty="planned",
        value=("$90m", 90_000_000, "USD"),
        date="2023",
        speakers=(("Berlin", "DEU"),),
    )
    (made,) = text("a", "2021-03-01", said, origin="wire")
    assert (made.claim, made.document, made.origin, made.place) == ("a-c1", "a", "wire", 0)
    assert (made.category, made.designation, made.quantity) == (*LEOPARD, "about 20")
    assert (made.least, made.most, made.value, made.amount) == (20, 20, "$90m", 90_000_000)
    assert (made.currency, made.date, made.published) == ("USD", "2023", "2021-03-01")
    assert (made.stage, made.polarity, made.certainty) == ("agreed", "asserted", "planned")
    assert (made.side, made.speaker) == ("supplier", "Berlin")


def test_a_company_goes_by_its_state() -> None:
    said = Said("Nordlicht Werke sold 20 tanks to Norway.", (TANKS,), supplier=("Nordlicht Werke",))
    assert dyads(text("a", None, said)) == [("DEU", "NOR", "tanks")]


def test_a_company_beside_its_state_makes_no_second_dyad() -> None:
    said = Said(
        "Germany and Nordlicht Werke sold 20 tanks to Norway.",
        (TANKS,),
        supplier=("Germany", "Nordlicht Werke"),
    )
    assert dyads(text("a", None, said)) == [("DEU", "NOR", "tanks")]


def test_a_company_that_sells_to_its_own_state_is_told_from_it() -> None:
    said = Said("Fjordvern sold 20 tanks to Norway.", (TANKS,), supplier=("Fjordvern",))
    assert dyads(text("a", None, said)) == [("org:fjordvern", "NOR", "tanks")]


def test_a_party_without_a_state_goes_by_its_id() -> None:
    said = Said("Germany sold 20 tanks to the militia.", (TANKS,), recipient=("the militia",))
    assert dyads(text("a", None, said)) == [("DEU", "group:militia", "tanks")]


def test_names_of_strands_hold_and_differ_by_claim_item_and_dyad() -> None:
    said = Said("Germany sold 20 tanks to Norway.", (TANKS,))
    (one,), (same,) = text("a", "2021-03-01", said), text("a", "2021-03-09", said)
    assert strand_key(one) == strand_key(same)
    others = [
        replace(one, document="b"),
        replace(one, claim="b"),
        replace(one, part=1),
        replace(one, supplier="FRA"),
        replace(one, recipient="FRA"),
    ]
    assert len({strand_key(strand) for strand in (one, *others)}) == 6


def test_a_corrected_claim_has_the_names_of_its_goods_and_no_name_twice() -> None:
    tanks, jets, guns = goods("tanks"), goods("jets", "combat_aircraft"), goods("guns", "artillery")

    def said(*some: Goods) -> list[Told]:
        (one,) = claims(Said("Germany sold Norway tanks, jets and guns.", some))
        return [Told("a-c1", one, "a")]

    read = said(tanks, jets)
    first = {strand.mention: strand_key(strand) for strand in strands("a", None, read)}

    def names(*some: Goods) -> dict[str, str]:
        return {strand.mention: strand_key(strand) for strand in strands("a", None, said(*some), read)}

    assert names(jets) == {"jets": first["jets"]}
    assert names(jets, tanks) == first
    assert names(guns, jets) == {"guns": first["tanks"], "jets": first["jets"]}
    three = names(jets, guns, tanks)
    assert first.items() < three.items()
    assert len(set(three.values())) == 3


def test_a_block_is_a_dyad_and_a_group_of_goods() -> None:
    said = Said(
        "Germany sold 20 tanks, 5 trucks and 6 howitzers to Norway.",
        (TANKS, goods("trucks", "vehicle", quantity="5"), goods("howitzers", "artillery", quantity="6")),
    )
    tanks, trucks, guns = text("a", None, said)
    assert block(tanks) == block(trucks) != block(guns)
    assert block(tanks) != block(replace(tanks, recipient="GRC"))


# ------------------------------------------------------------------ what the rest of the text fills in

SOLD = Said("Germany sold 20 tanks to Norway.", (TANKS,))


def test_a_party_that_a_sentence_leaves_out_is_the_only_one_of_its_text() -> None:
    later = Said("Norway will get the tanks in May.", (goods("tanks"),), supplier=(), certainty="planned")
    sold, got = text("a", None, SOLD, later)
    assert (sold.filled, got.filled, got.supplier, got.recipient) == (None, "supplier", "DEU", "NOR")
    first = Said("Germany signed for 20 tanks.", (TANKS,), recipient=())
    signed, _ = text("a", None, first, SOLD)
    assert (signed.filled, signed.supplier, signed.recipient) == ("recipient", "DEU", "NOR")


@pytest.mark.parametrize(
    "other",
    [
        Said("France sold 5 tanks to Norway.", (goods("tanks", quantity="5"),), supplier=("France",)),
        Said("Greece sold 5 tanks to Norway.", (goods("tanks", quantity="5"),), supplier=("Greece",)),
    ],
)
def test_where_it_may_be_one_of_two_it_stays_unstated(other: Said) -> None:
    later = Said("Norway will get the tanks in May.", (goods("tanks"),), supplier=())
    *_, got = text("a", None, SOLD, other, later)
    assert (got.supplier, got.filled) == ("", None)


@pytest.mark.parametrize(
    "got",
    [
        Said("Norway will get howitzers in May.", (goods("howitzers", "artillery"),), supplier=()),
        Said("Greece will get tanks in May.", (goods("tanks"),), supplier=(), recipient=("Greece",)),
    ],
    ids=["other goods", "another recipient"],
)
def test_what_is_told_of_others_fills_nothing_in(got: Said) -> None:
    *_, made = text("a", None, SOLD, got)
    assert (made.supplier, made.filled) == ("", None)


def test_a_designation_fills_in_for_its_own_goods_alone() -> None:
    of_leopards = Said(
        "Germany sold 20 Leopard 2A6 tanks to Norway.", (goods("Leopard 2A6 tanks", *LEOPARD, "20"),)
    )
    leopard = Said(
        "Norway will get its Leopard 2A6 tanks.", (goods("Leopard 2A6 tanks", *LEOPARD),), supplier=()
    )
    abrams = Said(
        "Norway will get M1 Abrams tanks.", (goods("M1 Abrams tanks", "tank", "M1 Abrams"),), supplier=()
    )
    _, same, other = text("a", None, of_leopards, leopard, abrams)
    assert (same.supplier, other.supplier) == ("DEU", "")


def test_the_weapons_are_the_only_kind_of_goods_that_the_text_tells_of() -> None:
    later = Said("Germany sent the weapons to Norway.", (goods("weapons", "unspecified"),), stage="delivered")
    sold, sent = text("a", None, SOLD, later)
    assert (sent.goods, sent.category, sent.refers) == (sold.goods, "unspecified", True)


def test_a_pronoun_stands_for_them_too() -> None:
    later = Said("Germany sent them to Norway.", (goods("them", "unspecified"),), stage="delivered")
    sold, sent = text("a", None, SOLD, later)
    assert block(sent) == block(sold)


@pytest.mark.parametrize(
    "others",
    [
        [Said("Germany sold 6 howitzers to Norway.", (goods("howitzers", "artillery"),))],
        [
            Said("Germany sold Leopard 2A6 tanks to Norway.", (goods("Leopard 2A6 tanks", *LEOPARD),)),
            Said("Germany sold M1 Abrams tanks to Norway.", (goods("M1 Abrams tanks", "tank", "M1 Abrams"),)),
        ],
    ],
    ids=["two groups", "two designations"],
)
def test_among_two_kinds_the_weapons_may_be_either(others: list[Said]) -> None:
    later = Said("Germany sent the weapons to Norway.", (goods("weapons", "unspecified"),), stage="delivered")
    sold, *_, sent = text("a", None, SOLD, *others, later)
    assert block(sent) != block(sold)
    assert not sent.refers


def test_weapons_that_point_to_nothing_are_of_no_kind() -> None:
    later = Said("Germany sends weapons to Norway.", (goods("weapons", "unspecified"),), stage="delivered")
    sold, sent = text("a", None, SOLD, later)
    assert (block(sent) == block(sold), sent.refers) == (False, False)


def test_the_weapons_of_another_dyad_are_others() -> None:
    later = Said(
        "France sent the weapons to Norway.", (goods("weapons", "unspecified"),), supplier=("France",)
    )
    sold, sent = text("a", None, SOLD, later)
    assert sent.goods != sold.goods


# ------------------------------------------------------------------ words by the goods


@pytest.mark.parametrize(
    ("sentence", "quantity", "wording"),
    [
        ("Norway ordered 20 tanks.", "20", None),
        ("Norway ordered another 20 tanks.", "20", "further"),
        ("Norway ordered an additional 20 tanks.", "20", "further"),
        ("Norway ordered 20 more tanks.", "20", "further"),
        ("Norway ordered a second batch of 20 tanks.", "20", "further"),
        ("Norway exercised an option for 20 tanks.", "20", "further"),
        ("Norway received the remaining 20 tanks.", "20", "last"),
        ("Norway received the last of the 20 tanks.", "20", "last"),
        ("Norway received the final 20 tanks.", "20", "last"),
        ("Norway received half of the 20 tanks.", "20", "rest"),
        ("Norway received the first 20 tanks.", "20", "earlier"),
        ("Norway received the initial tanks.", None, "earlier"),
        ("Norway ordered more than 20 tanks.", "20", None),
        ("Norway ordered no further tanks.", None, None),
        ("Norway, in a third country, ordered 20 tanks.", "20", None),
        ("Norway ordered 20 second-hand tanks.", "20", None),
        ("After more talks with another state, Norway ordered 20 tanks.", "20", None),
        ("Norway ordered 20 tanks and another ship.", "20", None),
    ],
)
def test_words_by_the_goods_set_them_beside_others(
    sentence: str, quantity: str | None, wording: str | None
) -> None:
    (made,) = text("a", None, Said(sentence, (goods("tanks", quantity=quantity),)))
    assert made.wording == wording


@pytest.mark.parametrize("name", ["Straße", "İğdır İl İdaresi"])
def test_letters_that_have_no_single_small_one_move_no_words(name: str) -> None:
    sentence = f"In {name} by {name}, Norway cut its order to another 12 used tanks from 26."
    (made,) = text("a", None, Said(sentence, (goods("tanks", quantity="12"),)))
    assert (made.wording, made.former, made.condition) == ("further", 26, "second-hand")


def test_each_item_of_a_sentence_has_its_own_wording() -> None:
    said = Said(
        "Norway ordered another 20 tanks and 6 howitzers.",
        (TANKS, goods("howitzers", "artillery", quantity="6")),
    )
    assert [strand.wording for strand in text("a", None, said)] == ["further", None]


@pytest.mark.parametrize(
    ("sentence", "former"),
    [
        ("Norway cut its order from 26 to 12 tanks.", 26),
        ("Norway ordered 12 tanks, not the 54 it announced.", 54),
        ("Norway ordered 12 tanks instead of twenty.", 20),
        ("Norway ordered 12 tanks from Germany.", None),
        ("Norway ordered 12 tanks.", None),
    ],
)
def test_the_number_that_it_was_before_is_told_from_what_it_is(sentence: str, former: int | None) -> None:
    (made,) = text("a", None, Said(sentence, (goods("tanks", quantity="12"),)))
    assert (made.least, made.former) == (12, former)


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("Norway ordered 20 used tanks.", "second-hand"),
        ("Norway takes 20 Surplus tanks.", "second-hand"),
        ("Norway ordered 20 brand-new tanks.", "new"),
        ("Norway ordered 20 tanks that were never used.", "new"),
        ("Norway ordered 20 newly built tanks to go with its used ones.", "new"),
        ("Norway ordered 20 refurbished tanks, fresh from the factory.", None),
        ("Norway ordered 20 tanks for unused barracks.", None),
        ("Norway ordered 20 tanks.", None),
    ],
)
def test_words_tell_whether_goods_are_new(sentence: str, condition: str | None) -> None:
    (made,) = text("a", None, Said(sentence, (TANKS,)))
    assert made.condition == condition


@pytest.mark.parametrize(
    ("sentence", "mention", "refers"),
    [
        ("Germany sent the tanks to Norway.", "tanks", True),
        ("Germany sent these tanks to Norway.", "tanks", True),
        ("Germany sent them to Norway.", "them", True),
        ("Germany sent tanks to Norway.", "tanks", False),
        ("Germany sent its best tanks to the Norway of old.", "tanks", False),
    ],
)
def test_words_may_point_to_goods_told_of_before(sentence: str, mention: str, refers: bool) -> None:
    (made,) = text("a", None, Said(sentence, (goods(mention),)))
    assert made.refers == refers


# ------------------------------------------------------------------ whose version


@pytest.mark.parametrize(
    ("speakers", "side"),
    [
        ((), "outlet"),
        ((("a minister", "DEU"),), "supplier"),
        ((("a colonel", "NOR"),), "recipient"),
        ((("an envoy", "FRA"),), "third"),
        ((("a source", None),), "unknown"),
        ((("the paper", None), ("a colonel", "NOR")), "recipient"),
        ((("an envoy", "FRA"), ("a colonel", "NOR")), "third"),
        ((("its chairman", "org:nordlicht-werke"),), "supplier"),
        ((("a minister", "DEU"), ("a colonel", "NOR")), "supplier"),
    ],
)
def test_a_version_is_that_of_the_speakers_side(
    speakers: tuple[tuple[str, str | None], ...], side: str
) -> None:
    said = Said(
        "Nordlicht Werke sold 20 tanks to Norway.", (TANKS,), supplier=("Nordlicht Werke",), speakers=speakers
    )
    (made,) = text("a", None, said)
    assert (made.side, made.speaker) == (side, speakers[0][0] if speakers else None)


def test_goods_in_a_claim_of_very_many_words_are_found() -> None:
    said = Said(f"Norway ordered another 20 tanks{' and more of the like' * 2_000}.", (TANKS,))
    (made,) = text("a", None, said)
    assert (made.wording, made.least) == ("further", 20)
