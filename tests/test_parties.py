"""Words -> party: who is meant, in a text of which year."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.codebook import tables
from armstrail.parties import PartyName, identify, is_pronoun, of_city


@pytest.mark.parametrize(
    ("words", "year", "party"),
    [
        # places and what stands for a government
        ("Moscow", 1987, "SUN"),
        ("Moscow", 2022, "RUS"),
        ("Moscow", None, "RUS"),
        ("the Kremlin", 1985, "SUN"),
        ("the Kremlin", 2015, "RUS"),
        ("Russia", 1987, "SUN"),
        ("Russian", 1987, "SUN"),
        ("Russian", 2022, "RUS"),
        ("Soviet", 1987, "SUN"),
        ("Soviet", 2005, "SUN"),
        ("the Soviets", 1987, "SUN"),
        ("the USSR", 1980, "SUN"),
        ("Prague", 1988, "CSK"),
        ("Prague", 1994, "CZE"),
        ("Belgrade", 1988, "YUG"),
        ("Belgrade", 2010, "SRB"),
        ("Bonn", 1985, "DEU"),
        ("West Germany", 1985, "DEU"),
        ("East Germany", 1985, "DDR"),
        ("the GDR", 1985, "DDR"),
        ("Rangoon", 1985, "BUR"),
        ("Burma", 2010, "MMR"),
        ("Zaire", 1985, "ZAR"),
        ("Kinshasa", 1985, "ZAR"),
        ("Kinshasa", 2005, "COD"),
        ("Kaliningrad", 2012, "RUS"),
        ("the Moslem-Croat federation", 1995, "BIH"),
        ("Upper Volta", 1982, "HVO"),
        ("Ouagadougou", 1982, "HVO"),
        ("Ouagadougou", 1990, "BFA"),
        ("Peking", 1985, "CHN"),
        ("Beijing", 2000, "CHN"),
        ("Ankara", 2019, "TUR"),
        ("Türkiye", 2023, "TUR"),
        ("the White House", 2020, "USA"),
        ("the Pentagon", 1986, "USA"),
        ("Whitehall", 1988, "GBR"),
        ("Downing Street", 1988, "GBR"),
        ("the Élysée", 2000, "FRA"),
        ("Kyiv", 2022, "UKR"),
        ("Kiev", 2015, "UKR"),
        # names, adjectives, people
        ("the U.S.", 2000, "USA"),
        ("US", 2000, "USA"),
        ("America", None, "USA"),
        ("U.K.", None, "GBR"),
        ("Britain", None, "GBR"),
        ("Holland", None, "NLD"),
        ("the Dutch", None, "NLD"),
        ("the Saudis", 1990, "SAU"),
        ("South Korean", None, "KOR"),
        ("North Korea", None, "PRK"),
        ("Taiwan", None, "TWN"),
        ("Georgia", 2010, "GEO"),
        ("Niger", None, "NER"),
        ("Nigeria", None, "NGA"),
        ("Guinea-Bissau", None, "GNB"),
        # governments, ministries, forces, offices
        ("the Czech Government", 2023, "CZE"),
        ("the Czechoslovak government", 1987, "CSK"),
        ("the Ukrainian armed forces", 2022, "UKR"),
        ("Ukraine's army", 2022, "UKR"),
        ("Ministry of Defence of Ukraine", 2022, "UKR"),
        ("the government of Thailand", None, "THA"),
        ("U.S. officials", None, "USA"),
        ("the Iraqi military", 1988, "IRQ"),
        ("Iranian opposition leaders' government", 1988, "IRN"),
        ("King Hussein of Jordan", 1985, "JOR"),
        # leaders
        ("Putin", 2022, "RUS"),
        ("President Vladimir Putin", 2022, "RUS"),
        ("Vladimir Putin of Russia", 2022, "RUS"),
        ("President Reagan", 1987, "USA"),
        ("Mrs Thatcher", 1987, "GBR"),
        ("Gorbachev", 1987, "SUN"),
        ("Mitterrand", 1985, "FRA"),
        ("Volodymyr Zelenskyy", 2022, "UKR"),
        ("Zelensky", 2022, "UKR"),
        ("Shevardnadze", 1987, "SUN"),
        ("Shevardnadze", 2000, "GEO"),
        # blocs and regions
        ("NATO", 2020, "bloc:nato"),
        ("Nato", 2020, "bloc:nato"),
        ("the EU", 2022, "bloc:eu"),
        ("the European Union", 2022, "bloc:eu"),
        ("Latin America", 1980, "region:latin-america"),
        ("the Middle East", None, "region:middle-east"),
        # groups
        ("the Contras", 1986, "group:contras"),
        ("Nicaraguan rebels", 1987, "group:contras"),
        ("rebels in Nicaragua", 1987, "group:contras"),
        ("Afghan rebels", 1986, "group:mujahideen"),
        ("Hezbollah", 2006, "group:hezbollah"),
        ("Hizbollah", 2006, "group:hezbollah"),
        ("the Taliban", 1999, "group:taliban"),
        ("UNITA", 1987, "group:unita"),
        ("Unita", 1987, "group:unita"),
        ("the Kurdish YPG", 2017, "group:ypg"),
        ("FARC", 2000, "group:farc"),
        ("the IRA", 1988, "group:ira"),
        ("the Libyan National Army", 2019, "group:lna"),
        # companies and agencies
        ("Bofors", 1987, "org:bofors"),
        ("AB Bofors", None, "org:bofors"),
        ("Lockheed Martin", 2015, "org:lockheed-martin"),
        ("Rosoboronexport", 2016, "org:rosoboronexport"),
        ("Rheinmetall", 2022, "org:rheinmetall"),
        ("Israel Aerospace Industries", 2010, "org:iai"),
    ],
)
def test_who_is_meant(words: str, year: int | None, party: str) -> None:
    found = identify(words, year)
    assert found is not None
    assert found.id == party


@pytest.mark.parametrize(
    ("words", "year", "state"),
    [
        ("Lviv", 2022, "UKR"),
        ("LVIV", None, "UKR"),
        ("Lviv", 1980, None),  # it was the Soviet Union's
        ("the mayor of Lviv", 2022, None),
        ("lviv", 2022, None),
        ("a plant in Lviv", 2022, "org:plant-in-lviv"),
        ("a plant in Lviv", 1980, None),
        ("rebels in Lviv", 2022, None),
    ],
)
def test_a_city_stands_for_the_state_that_has_it_alone_or_as_a_company_s_seat(
    words: str, year: int | None, state: str | None
) -> None:
    found = of_city(words, year)
    assert (found.id if found else None) == state


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Bofors", "SWE"),
        ("Lockheed Martin", "USA"),
        ("Krauss-Maffei Wegmann", "DEU"),
        ("BAE Systems", "GBR"),
        ("Dassault", "FRA"),
        ("Rosoboronexport", "RUS"),
        ("Norinco", "CHN"),
        ("Embraer", "BRA"),
        ("Saab", "SWE"),
        ("Airbus", "FRA"),  # a joint firm has the state of its seat
    ],
)
def test_a_company_has_its_state(words: str, state: str) -> None:
    found = identify(words)
    assert found is not None
    assert (found.kind, found.state, found.home) == ("org", state, state)


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("German shipyards", PartyName("org:german-shipyards", "org", "DEU")),
        ("West German companies", PartyName("org:west-german-companies", "org", "DEU")),
        ("a French arms dealer", PartyName("org:french-arms-dealer", "org", "FRA")),
        ("Syrian rebels", PartyName("group:syrian-rebels", "group")),
        ("the Ruritanian rebels", None),
        ("rebels", PartyName("group:rebels", "group")),
    ],
)
def test_a_noun_makes_a_company_or_a_group_of_a_state_s_word(words: str, party: PartyName | None) -> None:
    assert identify(words, 2014) == party


@pytest.mark.parametrize(
    "words",
    ["", " ", "Ruritania", "us", "turkey", "china", "the deal", "tanks", "the president", "F-16", "…"],
)
def test_what_no_table_knows_is_nobody(words: str) -> None:
    assert identify(words, 2000) is None


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("President Putin of Russia", "RUS"),
        ("the French ambassador to Iraq", "FRA"),
        ("the Iraqi embassy in Paris", "IRQ"),
        ("British officials in Riyadh", "GBR"),
    ],
)
def test_the_head_of_a_phrase_decides(words: str, party: str) -> None:
    found = identify(words, 1995)
    assert found is not None
    assert found.id == party


def test_every_state_is_found_by_its_name() -> None:
    wrong = {}
    for state in tables()["states"]:
        first, last = state["years"]
        year = last if last is not None else max(first or 1990, 2000)
        found = identify(state["name"], year)
        if found is None or found.id != state["id"]:
            wrong[state["id"]] = (state["name"], found)
    assert wrong == {}


def test_every_group_and_company_is_found_by_its_name() -> None:
    wrong = {}
    for table in ("groups", "makers", "blocs", "regions"):
        for entry in tables()[table]:
            first, last = entry.get("years") or (None, None)
            found = identify(entry["name"], last or first or 2000)
            if found is None or found.id != entry["id"]:
                wrong[entry["name"]] = found
    assert wrong == {}


@given(st.text(max_size=60), st.none() | st.integers(1945, 2026))
@settings(max_examples=100, deadline=None)
def test_any_words_can_be_asked_for(words: str, year: int | None) -> None:
    found = identify(words, year)
    assert found is None or found.id


def test_the_state_us_is_no_pronoun() -> None:
    assert (is_pronoun("us"), is_pronoun("Us"), is_pronoun("US")) == (
        True,
        True,
        False,
    )
