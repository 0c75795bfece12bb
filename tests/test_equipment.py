"""Words -> item: category, designation as written, who makes it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.codebook.compilation import CATEGORIES
from armstrail.equipment import category_of_verb, identify


@pytest.mark.parametrize(
    ("words", "category", "designation", "maker"),
    [
        # a designation, with its noun or without
        ("used Leopard 2A6 tanks", "tank", "Leopard 2A6", "DEU"),
        ("Leopard 2s", "tank", "Leopard 2", "DEU"),
        ("Leopards", "tank", "Leopard", "DEU"),
        ("Leopard tanks", "tank", "Leopard", "DEU"),
        ("M1A1 Abrams tanks", "tank", "M1A1 Abrams", "USA"),
        ("M1A2T Abrams tanks", "tank", "M1A2T Abrams", "USA"),
        ("T-72M1", "tank", "T-72M1", "SUN"),
        ("K2 Black Panther tanks", "tank", "K2 Black Panther", "KOR"),
        ("BMP-2 infantry fighting vehicles", "armoured_vehicle", "BMP-2", "SUN"),
        ("PBV 302 tracked carriers", "armoured_vehicle", "PBV 302", "SWE"),
        ("AMX-10 RC armoured vehicles", "armoured_vehicle", "AMX-10 RC", "FRA"),
        ("M777 howitzers", "artillery", "M777", "USA"),
        ("BM-21 Grad rocket launchers", "artillery", "BM-21 Grad", "SUN"),
        ("HIMARS", "artillery", "HIMARS", "USA"),
        ("F-16s", "combat_aircraft", "F-16", "USA"),
        ("F-16C/D fighters", "combat_aircraft", "F-16C/D", "USA"),
        ("F16", "combat_aircraft", "F16", "USA"),
        ("MiG-29s", "combat_aircraft", "MiG-29", "SUN"),
        ("Su-30MKI fighter jets", "combat_aircraft", "Su-30MKI", "RUS"),
        ("Mirage 2000-5 jets", "combat_aircraft", "Mirage 2000-5", "FRA"),
        ("JAS 39 Gripen fighters", "combat_aircraft", "JAS 39 Gripen", "SWE"),
        ("A-4 Skyhawks", "combat_aircraft", "A-4 Skyhawk", "USA"),
        ("Hawk trainers", "combat_aircraft", "Hawk", "GBR"),
        ("Eurofighter Typhoons", "combat_aircraft", "Eurofighter Typhoon", "GBR"),
        ("P-3C Orion patrol aircraft", "other_aircraft", "P-3C Orion", "USA"),
        ("C-130 Hercules", "other_aircraft", "C-130 Hercules", "USA"),
        ("Bayraktar TB-2 drones", "uav", "Bayraktar TB-2", "TUR"),
        ("AH-64 Apache helicopters", "attack_helicopter", "AH-64 Apache", "USA"),
        ("Apaches", "attack_helicopter", "Apache", "USA"),
        ("Mi-17 helicopters", "other_helicopter", "Mi-17", "SUN"),
        ("Black Hawks", "other_helicopter", "Black Hawk", "USA"),
        ("Type 209 submarines", "warship", "Type 209", "DEU"),
        ("Meko 200 frigates", "warship", "Meko 200", "DEU"),
        ("TOW missiles", "missile", "TOW", "USA"),
        ("Silkworm missiles", "missile", "Silkworm", "CHN"),
        ("Scud missiles", "missile", "Scud", "SUN"),
        ("Javelins", "missile", "Javelin", "USA"),
        ("AIM-120 AMRAAM missiles", "missile", "AIM-120 AMRAAM", "USA"),
        ("GBU-39 bombs", "missile", "GBU-39", "USA"),
        ("Stinger missiles", "manpads", "Stinger", "USA"),
        ("Stingers", "manpads", "Stinger", "USA"),
        ("Hawk missiles", "air_defence", "Hawk", "USA"),
        ("S-300PMU-2", "air_defence", "S-300PMU-2", "SUN"),
        ("S-400s", "air_defence", "S-400", "RUS"),
        ("Patriot batteries", "air_defence", "Patriot", "USA"),
        ("Patriot air defence systems", "air_defence", "Patriot", "USA"),
        ("AK-47s", "small_arms", "AK-47", "SUN"),
        ("RPG-7 launchers", "small_arms", "RPG-7", "SUN"),
        ("AN/TPQ-36 radars", "sensor", "AN/TPQ-36", "USA"),
        # what belongs to a thing is not the thing
        ("F-16 engines", "engine", "F-16", "USA"),
        ("F-16 spare parts", "equipment", "F-16", "USA"),
        ("spare parts for F-16s", "equipment", "F-16", "USA"),
        ("Leopard 2 ammunition", "ammunition", "Leopard 2", "DEU"),
        ("Leopard 2 training", "service", "Leopard 2", "DEU"),
        ("F-35 components", "equipment", "F-35", "USA"),
        ("Hawk missile parts", "equipment", "Hawk", "USA"),
    ],
)
def test_a_designation(words: str, category: str, designation: str, maker: str) -> None:
    item = identify(words)
    assert item is not None
    assert (item.category, item.designation) == (category, designation)
    assert words[item.start : item.end] == designation
    assert maker in item.makers


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("main battle tanks", "tank"),
        ("armoured personnel carriers", "armoured_vehicle"),
        ("MRAPs", "armoured_vehicle"),
        ("155-mm howitzers", "artillery"),
        ("155mm guns", "artillery"),
        ("105 mm guns", "artillery"),
        ("120mm mortars", "artillery"),
        ("multiple rocket launchers", "artillery"),
        ("fighter jets", "combat_aircraft"),
        ("transport aircraft", "other_aircraft"),
        ("drones", "uav"),
        ("attack helicopters", "attack_helicopter"),
        ("transport helicopters", "other_helicopter"),
        ("frigates", "warship"),
        ("submarines", "warship"),
        ("patrol boats", "other_ship"),
        ("anti-tank missiles", "missile"),
        ("anti-ship missiles", "missile"),
        ("cruise missiles", "missile"),
        ("torpedoes", "missile"),
        ("shoulder-fired missiles", "manpads"),
        ("MANPADS", "manpads"),
        ("anti-aircraft missiles", "air_defence"),
        ("surface-to-air missiles", "air_defence"),
        ("air defence systems", "air_defence"),
        ("assault rifles", "small_arms"),
        ("Kalashnikovs", "small_arms"),
        ("12.7mm machine guns", "small_arms"),
        ("40mm grenade launchers", "small_arms"),
        ("155mm ammunition", "ammunition"),
        ("7.62 mm rounds", "ammunition"),
        ("tank shells", "ammunition"),
        ("mortar rounds", "ammunition"),
        ("cluster bombs", "ammunition"),
        ("night-vision goggles", "sensor"),
        ("radars", "sensor"),
        ("jet engines", "engine"),
        ("military trucks", "vehicle"),
        ("Humvees", "vehicle"),
        ("helmets", "equipment"),
        ("bulletproof vests", "equipment"),
        ("spare parts", "equipment"),
        ("military training", "service"),
        ("military advisers", "service"),
        ("funds", "funds"),
        ("arms", "unspecified"),
        ("weapons", "unspecified"),
        ("lethal weapons", "unspecified"),
        ("military hardware", "unspecified"),
        ("military equipment", "unspecified"),
    ],
)
def test_a_common_noun(words: str, category: str) -> None:
    item = identify(words)
    assert item is not None
    assert (item.category, item.designation, item.makers) == (category, None, ())


@pytest.mark.parametrize(
    ("words", "category", "designation"),
    [
        ("RB 99 missiles", "missile", "RB 99"),
        ("XQ 77 drones", "uav", "XQ 77"),
        ("M130 flare dispensers", "equipment", "M130"),
        ("AN/XYZ-12 radars", "sensor", "AN/XYZ-12"),
        ("ZX-900s and other rifles", "small_arms", "ZX-900"),
    ],
)
def test_a_designation_that_no_table_has_is_kept_beside_its_noun(
    words: str, category: str, designation: str
) -> None:
    item = identify(words)
    assert item is not None
    assert (item.category, item.designation, item.makers) == (category, designation, ())
    assert words[item.start : item.end] == designation


@pytest.mark.parametrize("words", ["", "bread", "furniture", "the deal", "RB 99", "a leopard", "Iran", "20"])
def test_what_no_table_knows_is_no_item(words: str) -> None:
    assert identify(words) is None


def test_a_headline_in_capitals() -> None:
    item = identify("HAWK MISSILES")
    assert item is not None
    assert (item.category, item.designation) == ("air_defence", "HAWK")


@pytest.mark.parametrize(
    ("verb", "category"),
    [
        ("armed", "unspecified"),
        ("arming", "unspecified"),
        ("equips", "unspecified"),
        ("trained", "service"),
        ("advising", "service"),
        ("bankrolled", "funds"),
        ("sold", None),
    ],
)
def test_a_verb_that_is_itself_the_item(verb: str, category: str | None) -> None:
    assert category_of_verb(verb) == category


PIECES = st.sampled_from(
    "used Leopard 2A6 tanks F-16 F-16C/D engines S-300 missiles missile Hawk parts 155mm ammunition AN/XYZ-12"
    " for of and 20 rockets ammunition JAS 39 Gripen İ (s) training".split()
)


@given(st.lists(PIECES, max_size=8).map(" ".join) | st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_a_designation_is_always_among_the_words(words: str) -> None:
    item = identify(words)
    if item is not None:
        assert item.category in CATEGORIES
        assert (item.designation or "") == words[item.start : item.end]
        assert item.designation != ""


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("spare parts for its F-4 fighters", "equipment"),
        ("35 mm rounds for the Gepards", "ammunition"),
        ("maintenance of Scud missiles", "service"),
        ("engines for Merkava tanks", "engine"),
        ("training in mine clearance", "service"),
    ],
)
def test_what_belongs_to_a_thing_is_told_by_its_own_words(words: str, category: str) -> None:
    found = identify(words)
    assert found is not None
    assert found.category == category


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("a squadron of F-16s", "combat_aircraft"),
        ("F-16 spares", "equipment"),
        ("batteries of Patriots", "air_defence"),
    ],
)
def test_other_things_are_not_told_by_the_words_before_a_preposition(words: str, category: str) -> None:
    found = identify(words)
    assert found is not None
    assert (found.category, found.designation is None) == (category, False)
