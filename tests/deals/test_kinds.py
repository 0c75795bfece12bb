"""Which goods words tell of, and whether two tell of the same."""

from __future__ import annotations

import pytest

from armstrail.codebook.compilation import CATEGORIES
from armstrail.deals.kinds import Kind, alike, group, kind, near, rules

NAMED = {"same_designation", "variant", "short_name", "other_variant"}


def of(designation: str, category: str = "tank", mention: str = "") -> Kind:
    return kind(category, designation, mention)


def both_ways(one: Kind, other: Kind) -> str | None:
    """How two kinds are alike, which is the same from either side, but for who has the designation."""
    there, back = alike(one, other), alike(other, one)
    assert there == back or {there, back} == {"generic", "names_goods"}
    return there


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Leopard 2A6", "Leopard 2A6", "same_designation"),
        ("Leopard 2A6", "leopard-2 A6", "same_designation"),
        ("F-16C", "F16C", "same_designation"),
        ("Leopard 2A6", "Leopard 2", "variant"),
        ("T-72", "T-72M1", "variant"),
        ("M1A2 Abrams", "Abrams", "variant"),
        ("JAS 39 Gripen", "Gripen", "variant"),
        ("Leopard 2A6", "Leopard 2A4", "other_variant"),
        ("Leopard 2A6", "Leopard", "short_name"),
        ("Mirage", "Mirage 2000-5", "short_name"),
        ("Zorblat", "Zorblat 3", "short_name"),
        ("Leopard 2A6", "T-72", None),
        ("Leopard 2A6", "Leopard 1A5", None),
        ("Mirage 2000", "Mirage F1", None),
        ("Zorblat 3", "Zorblat 4", None),
        ("ZB", "ZB-9", None),
    ],
)
def test_designations_of_one_family_are_told_from_others(one: str, other: str, how: str | None) -> None:
    assert both_ways(of(one), of(other)) == how


def test_a_short_form_is_no_other_kind_of_goods() -> None:
    hawk, black_hawk = of("Hawk", "other_aircraft"), of("Black Hawk", "other_helicopter")
    assert both_ways(hawk, black_hawk) is None
    assert both_ways(of("Lynx", "attack_helicopter"), of("Super Lynx", "other_helicopter")) in NAMED


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (of("Leopard 2A6"), kind("tank", None, "tanks"), "names_goods"),
        (kind("tank", None, "heavy tanks"), kind("tank", None, "tanks"), "generic"),
        (kind("vehicle", None, "vehicles"), kind("armoured_vehicle", None, "carriers"), "near_generic"),
        (of("Gripen", "combat_aircraft"), kind("other_aircraft", None, "planes"), "near_generic"),
        (kind("tank", None, "tanks"), kind("vehicle", None, "vehicles"), None),
        (kind("combat_aircraft", None, "jets"), kind("other_helicopter", None, "helicopters"), None),
        (kind("unspecified", None, "arms"), kind("unspecified", None, "weapons"), "both_unspecific"),
        (kind("unspecified", None, "arms"), kind("tank", None, "tanks"), "unspecific"),
        (kind("unspecified", None, "arms"), of("Leopard 2A6"), "unspecific"),
    ],
)
def test_general_words_may_tell_of_any_goods_of_their_category(
    one: Kind, other: Kind, how: str | None
) -> None:
    assert both_ways(one, other) == how


@pytest.mark.parametrize(
    ("mention", "noun"),
    [
        ("submarines", "submarine"),
        ("diesel-electric Submarines", "submarine"),
        ("self-propelled howitzers", "howitzer"),
        ("long-range fighter jets", "fighter"),
        ("multiple rocket launchers", "rocket_launcher"),
        ("a submarine of sorts", None),
        ("ships", None),
        ("", None),
    ],
)
def test_the_last_words_of_a_mention_are_its_noun(mention: str, noun: str | None) -> None:
    assert kind("warship", None, mention).noun == noun


def test_every_category_is_of_one_group() -> None:
    members = [category for some in rules()["groups"].values() for category in some]
    assert sorted(members) == sorted(CATEGORIES)
    assert {group(category) for category in CATEGORIES} == set(rules()["groups"])


def test_categories_that_are_near_are_of_one_group() -> None:
    """Else they would never be compared."""
    pairs = [(one, other) for one in CATEGORIES for other in CATEGORIES if one != other and near(one, other)]
    assert pairs
    assert all(group(one) == group(other) and near(other, one) for one, other in pairs)


def test_no_word_is_of_two_nouns() -> None:
    words = [word for some in rules()["nouns"].values() for word in some]
    assert sorted(words) == sorted(set(words))


def test_words_of_any_length_and_letters_are_of_some_kind() -> None:
    for words in ("", " ", "-", "…", "\x00", "北京", "x" * 10_000, "tank " * 2_000):
        assert kind("tank", words or None, words).category == "tank"
    assert both_ways(of("-"), kind("tank", None, "tanks")) == "generic"
