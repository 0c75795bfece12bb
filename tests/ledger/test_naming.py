"""Names of strands: the same through all readings, each of one strand alone."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from armstrail.deals import Told, strand_key, strands
from armstrail.ledger.keys import claim_keys
from armstrail.ledger.naming import names
from armstrail.model import Claim, Strand
from tests.deals.made import Said, claims, goods

TANKS, GUNS = goods("tanks", quantity="6"), goods("howitzers", "artillery", None, "8")
SENTENCE = "Germany and France sold 6 tanks and 8 howitzers to Norway."


def said(*items: object, supplier: tuple[str, ...] = ("Germany",), **more: object) -> Claim:
    (made,) = claims(Said(SENTENCE, items, supplier=supplier, **more))  # type: ignore[arg-type]
    return made


def told(*found: Claim) -> list[Told]:
    return [Told(key, one, "d") for key, one in zip(claim_keys("d", found), found, strict=True)]


def called(*readings: list[Told]) -> dict[tuple[str, str, str], str]:
    """The names after some readings, by goods, supplier and stage."""
    kept = names("d", readings)
    return {
        (one.mention, one.supplier, one.stage): strand_key(one)
        for one in kept.given(strands("d", None, readings[-1]))
    }


A, B = ("tanks", "DEU", "agreed"), ("howitzers", "DEU", "agreed")


def test_one_reading_names_strands_by_what_they_say() -> None:
    only = told(said(TANKS, GUNS))
    assert sorted(called(only).values()) == sorted(strand_key(one) for one in strands("d", None, only))


def test_an_item_keeps_its_name_whatever_stands_before_it() -> None:
    first = told(said(TANKS))
    both = called(first, told(said(GUNS, TANKS)))
    assert both[A] == called(first)[A] != both[B]
    assert called(first, told(said(GUNS, TANKS)), told(said(GUNS))) == {B: both[B]}


def test_another_dyad_of_the_same_goods_has_a_name_of_its_own() -> None:
    first, both = told(said(TANKS)), told(said(TANKS, supplier=("France",)), said(TANKS))
    found = called(first, both)
    assert found[A] == called(first)[A]
    assert len(set(found.values())) == 2


def test_a_party_that_is_read_otherwise_keeps_the_name_and_the_one_read_first_has_it_back() -> None:
    first, other = told(said(TANKS)), told(said(TANKS, supplier=("France",)))
    (name,) = called(first, other).values()
    assert name == called(first)[A]
    again = called(first, other, told(said(TANKS, supplier=("France",)), said(TANKS)))
    assert again[A] == name
    assert len(set(again.values())) == 2


def test_what_may_be_either_of_two_is_neither() -> None:
    two = told(said(TANKS, supplier=("Germany", "France")))
    former = called(two)
    (name,) = called(two, told(said(TANKS, supplier=("Greece",)))).values()
    assert name not in former.values()


def test_other_goods_of_the_same_dyad_are_not_the_same() -> None:
    first = told(said(TANKS))
    assert called(first, told(said(GUNS)))[B] != called(first)[A]


@pytest.mark.parametrize("seed", range(40))
def test_names_are_each_of_one_strand_and_hold_whatever_is_read_later(seed: int) -> None:
    chance = Random(seed)
    readings = [told(*(_by_chance(chance) for _ in range(chance.randint(0, 4)))) for _ in range(6)]
    before: list[dict[str, str]] = []
    for count in range(1, 7):
        made = strands("d", None, readings[count - 1])
        found = names("d", readings[:count])
        assert set(found.kept) == {strand_key(one) for one in made}
        assert len(set(found.kept.values())) == len(found.kept)
        assert found.taken >= set(found.kept.values())
        assert [names("d", readings[:some]).kept for some in range(1, count)] == before
        before.append(found.kept)
        assert names("d", [*readings[:count], readings[count - 1]]).kept == found.kept


def _by_chance(chance: Random) -> Claim:
    items = chance.sample((TANKS, GUNS), chance.randint(0, 2))
    supplier = tuple(chance.sample(("Germany", "France", "Greece"), chance.randint(0, 2)))
    made = said(*items, supplier=supplier, stage=chance.choice(("agreed", "delivered")))
    return replace(made, span=replace(made.span, end=made.span.end - chance.randint(0, 3)))


def test_what_a_correction_adds_takes_no_name_that_another_has_or_had() -> None:
    first, last = told(said(GUNS)), told(said(TANKS))
    kept = names("d", [first, last])
    corrected = strands("d", None, told(said(TANKS, GUNS)), last)
    given: list[Strand] = list(kept.given(corrected))
    assert len({strand_key(one) for one in given}) == 2
