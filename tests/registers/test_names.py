"""Parties and goods as registers write them -> our ids and categories."""

from __future__ import annotations

import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pycountry
import pytest

from armstrail.codebook import tables
from armstrail.codebook.compilation import CATEGORIES, HERE, _check_registers, load
from armstrail.errors import CodebookError
from armstrail.registers import names


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Sweden", "SWE"),
        (" Sweden ", "SWE"),
        ("Soviet Union", "SUN"),
        ("East Germany (GDR)", "DDR"),
        ("Germany (FRG)", "DEU"),
        ("Czechoslovakia", "CSK"),
        ("Czechia", "CZE"),
        ("Yugoslavia", "YUG"),
        ("Serbia and Montenegro", "SCG"),
        ("Bosnia-Herzegovina", "BIH"),
        ("Bosnia and Herzegovina", "BIH"),
        ("Trinidad and Tobago", "TTO"),
        ("UAE", "ARE"),
        ("Viet Nam", "VNM"),
        ("South Vietnam", "VNM"),
        ("North Yemen", "YEM"),
        ("South Yemen", "YMD"),
        ("Congo", "COG"),
        ("DR Congo", "COD"),
        ("Congo (Kinshasa)", "COD"),
        ("Turkiye", "TUR"),
        ("Türkiye", "TUR"),
        ("eSwatini", "SWZ"),
        ("ESWATINI", "SWZ"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Western Sahara", "ESH"),
        ("Aruba", "ABW"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Republic of Korea", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("United States of America", "USA"),
        ("Taiwan, Province of China", "TWN"),
        ("UKR", "UKR"),
        ("NATO**", "bloc:nato"),
        ("United Nations**", "bloc:united-nations"),
        ("Houthi rebels (Yemen)*", "group:houthis"),
        ("Houthi rebels (Yemen)", "group:houthis"),
        ("ANC (South Africa)*", "group:anc"),
        ("SLA (Lebanon)*", "group:south-lebanon-army"),
        ("PRC (Israel/Palestine)*", "group:popular-resistance-committees"),
        ("Libya HoR*", "group:lna"),
        ("Northern Cyprus", "group:turkish-cypriots"),
        ("Bofors", "SWE"),
    ],
)
def test_parties(name: str, party: str) -> None:
    assert names.party(name) == party


@pytest.mark.parametrize(
    "name",
    [
        "unknown supplier(s)",
        "Unknown recipient(s)",
        "unknown rebel group*",
        "",
        "  ",
        "?",
        "n/a",
        "Various",
        "Ruritania",
    ],
)
def test_parties_that_nobody_knows(name: str) -> None:
    assert names.party(name) is None


@pytest.mark.parametrize(
    "name", ["India and Pakistan", "Chile; Peru", "Chile, Peru", "Norway/Sweden", "Mali & Niger"]
)
def test_several_parties_are_none_of_them(name: str) -> None:
    assert names.party(name) is None


@pytest.mark.parametrize(
    ("description", "category"),
    [
        ("APC", "armoured_vehicle"),
        ("IFV", "armoured_vehicle"),
        ("anti-tank missile", "missile"),
        ("ASW torpedo", "missile"),
        ("portable SAM", "manpads"),
        ("SAM", "air_defence"),
        ("SAM system", "air_defence"),
        ("towed gun", "artillery"),
        ("self-propelled MRL", "artillery"),
        ("FGA aircraft", "combat_aircraft"),
        ("trainer/combat aircraft", "combat_aircraft"),
        ("(armed) trainer aircraft", "other_aircraft"),
        ("light helicopter", "other_helicopter"),
        ("combat helicopter", "attack_helicopter"),
        ("frigate", "warship"),
        ("OPV", "other_ship"),
        ("diesel engine", "engine"),
        ("fire control radar", "sensor"),
        ("Fire Control  Radar", "sensor"),
        ("IFV turret", "equipment"),
        ("loitering munition", "uav"),
        ("uav", "uav"),
        ("combat_aircraft", "combat_aircraft"),
        # what no register has written so far
        ("corvette/river monitor", "warship"),
        ("assault rifle", "small_arms"),
    ],
)
def test_goods(description: str, category: str) -> None:
    assert names.category(description) == category


def test_goods_that_the_description_does_not_tell_follow_their_designation() -> None:
    assert names.category("widget", "Leopard 2A4") == "tank"
    assert names.category("widget", "Wodget") is None
    assert names.category("frigate", "Leopard 2A4") == "warship"


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("I", ("tank",)),
        ("Battle tanks", ("tank",)),
        ("I. Battle tanks", ("tank",)),
        ("Category II", ("armoured_vehicle",)),
        ("IV", ("combat_aircraft", "uav")),
        ("IV (a)", ("combat_aircraft", "uav")),
        ("VI - Warships", ("warship", "other_ship")),
        ("VII", ("missile", "manpads")),
        ("missiles and missile launchers", ("missile", "manpads")),
        ("Assault rifles", ("small_arms",)),
        ("IX", ()),
        ("Items", ()),
        ("Vehicles", ()),
    ],
)
def test_categories_of_unroca(words: str, kinds: tuple[str, ...]) -> None:
    assert names.unroca(words) == kinds


def test_where_a_category_of_unroca_has_several_of_ours_the_items_tell() -> None:
    assert names.reported("VII", "Igla") == "manpads"
    assert names.reported("VII", "") is None
    assert names.reported("VII", "Leopard 2A4") is None
    assert names.reported("I", "") == "tank"


@pytest.mark.parametrize("filling", [" ", "(", "a and ", "tank ", "I", ", ", "*"])
def test_cells_of_any_length_take_no_longer(filling: str) -> None:
    words = filling * 30_000
    begun = time.process_time()
    names.party(f"Peru{words}x")
    names.category(words, words)
    names.unroca(words)
    names.reported(words, words)
    assert time.process_time() - begun < 2


# ------------------------------------------------------------------ the table


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    """The tables as people wrote them."""
    return load()


@pytest.fixture
def table(written: dict[str, Any]) -> dict[str, Any]:
    """That of registers, which a test may change."""
    return deepcopy(written["registers"])


def test_every_party_of_the_table_is_one_that_the_others_have(table: dict[str, Any]) -> None:
    """A name that nobody else has, of a group that no other table knows, makes an id of its own."""
    states = {state["id"] for state in tables()["states"]}
    territories = {country.alpha_3 for country in pycountry.countries}
    assert not [i for i in table["names"] if ":" not in i and i not in states | territories]


def test_every_register_tells_of_every_category_that_it_leaves_out(table: dict[str, Any]) -> None:
    for name, register in table["registers"].items():
        assert set(register["outside"]) <= CATEGORIES | {"small_calibre"}, name
        assert not set(register["outside"]) & set(register["partly"]), name
        for reason in (*register["outside"].values(), *register["partly"].values()):
            assert not reason.endswith("."), reason
            assert len(reason) > 10
    assert {"small_arms", "ammunition", "service", "funds", "unspecified"} <= set(
        table["registers"]["sipri"]["outside"]
    )
    assert table["registers"]["sipri"]["calibre"] == 100


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t["names"].update({"XKX": ["Aruba"]}), "names: Aruba stands twice, first under ABW"),
        (lambda t: t["goods"]["tank"].append("APC"), "goods: APC stands twice, first under tank"),
        (
            lambda t: t["goods"].update({"tanks": ["heavy panzer"]}),
            "goods, tanks: the category tanks is unknown",
        ),
        (lambda t: t["unroca"]["I"]["ours"].append("panzer"), "unroca, I: the category panzer is unknown"),
        (lambda t: t["registers"]["sipri"]["outside"].update({"x": "y"}), "sipri, outside: the category x"),
        (lambda t: t["registers"]["unroca"]["partly"].update({"x": "y"}), "unroca, partly: the category x"),
        (
            lambda t: t["registers"]["sipri"]["former"].update({"QQQ": "PER"}),
            "sipri, former: QQQ is an unknown state",
        ),
        (lambda t: t["names"].update({"Peru": ["Inca state"]}), "names: Peru is no id of a party"),
    ],
)
def test_what_the_table_may_not_say(
    change: Any, told: str, written: dict[str, Any], table: dict[str, Any]
) -> None:
    states = frozenset(state["id"] for state in written["states"])
    change(table)
    with pytest.raises(CodebookError) as raised:
        _check_registers(table, states)
    assert told in str(raised.value)


def test_the_table_is_compiled(table: dict[str, Any]) -> None:
    assert tables()["registers"] == table
    assert (HERE / Path("registers.yaml")).is_file()
