"""Where the tables' words stand in a text: whole words, in the case they need, the longest of them, in linear time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.codebook import lexicon, tables
from armstrail.codebook.surfaces import lower
from armstrail.parties import TABLES
from tests.timing import seconds_of


def found(text: str, start: int = 0, end: int | None = None) -> list[tuple[str, set[str]]]:
    """The words found, and their kinds."""
    return [(text[m.start : m.end], {f.kind for f in m.forms}) for m in lexicon.find(text, start, end)]


def words(text: str) -> list[str]:
    return [word for word, _ in found(text)]


def ids(text: str) -> set[str]:
    """The ids of all parties found."""
    return {
        tables()[TABLES[form.kind]][form.entry].get("id", "")
        for match in lexicon.find(text)
        for form in match.forms
        if form.kind in TABLES
    }


# ------------------------------------------------------------------ whole words


@pytest.mark.parametrize(
    "text",
    [
        "farms and charms",
        "The Omanish armsful",
        "Francesca",
        "Chinatown",
        "alarms rang",
        "a tankard of ale",
        "XF-16",
        "radio4tanks",
        "_Iran_",
        "Iranx",
    ],
)
def test_a_part_of_a_word_is_nothing(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("(Iran)", "Iran"),
        ("“Iran”", "Iran"),
        ("Iran's", "Iran"),
        ("Iran’s", "Iran"),
        ("Iran,", "Iran"),
        ("pro-Iran", "Iran"),
        ("Iran-Iraq", "Iran"),
        ("tanks.", "tanks"),
        ("tanks—and", "tanks"),
    ],
)
def test_punctuation_does_not_hide_a_word(text: str, word: str) -> None:
    assert words(text)[0] == word


def test_a_noun_in_a_compound_is_another_noun() -> None:
    assert words("a tank-killing helicopter") == ["helicopter"]
    assert words("the arms-for-hostages affair") == ["arms"]


def test_a_sub_model_belongs_to_its_designation() -> None:
    assert words("the S-300PMU-2 and the F-16C/D, T-72B1s and Su-30MKI") == [
        "S-300PMU-2",
        "F-16C/D",
        "T-72B1s",
        "Su-30MKI",
    ]


def test_a_longer_number_is_another_designation() -> None:
    assert words("an F-160, a T-720 and an S-3000") == []


# ------------------------------------------------------------------ case


def test_us_is_a_state_and_us_is_not() -> None:
    assert ids("US tanks") == {"USA"}
    assert ids("U.S. tanks") == {"USA"}
    assert ids("They sold us tanks.") == set()


@pytest.mark.parametrize(
    ("text", "state"), [("Turkey bought tanks", "TUR"), ("China sold tanks", "CHN"), ("Chad", "TCD")]
)
def test_a_name_needs_its_capital(text: str, state: str) -> None:
    assert ids(text) == {state}
    assert ids(text.lower()) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("arms for the East", {"bloc:soviet-bloc"}),
        ("a yard in East Kilbride", set()),
        ("arms for the Gulf", {"region:persian-gulf"}),
        ("both sides in the Gulf War", set()),
        ("the Security Council Resolution", {"bloc:un-security-council"}),
    ],
)
def test_a_word_that_only_begins_a_name_is_no_bloc(text: str, found: set[str]) -> None:
    assert ids(text) == found


def test_a_designation_needs_its_capital() -> None:
    assert words("a leopard, a javelin, an f-16") == []
    assert words("a Leopard, a Javelin, an F-16") == ["Leopard", "Javelin", "F-16"]


def test_generic_nouns_stand_in_any_case() -> None:
    assert words("Tanks, TANKS and tanks") == ["Tanks", "TANKS", "tanks"]


def test_short_abbreviations_need_their_capitals() -> None:
    assert ids("the UK") == {"GBR"}
    assert ids("the Uk") == set()


def test_a_group_that_is_written_small_is_found_small() -> None:
    assert ids("the contras") == ids("the Contras") == {"group:contras"}


# ------------------------------------------------------------------ the longest


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("South Korea", "South Korea"),
        ("Equatorial Guinea", "Equatorial Guinea"),
        ("Democratic Republic of the Congo", "Democratic Republic of the Congo"),
        ("Papua New Guinea", "Papua New Guinea"),
        ("main battle tanks", "main battle tanks"),
        ("anti-tank missiles", "anti-tank missiles"),
        ("Leopard 2A6", "Leopard 2A6"),
        ("Israel Aerospace Industries", "Israel Aerospace Industries"),
        ("Eurofighter Typhoons", "Eurofighter Typhoons"),
    ],
)
def test_the_longest_words_win(text: str, word: str) -> None:
    assert words(f"and {text} and") == [word]


def test_none_overlaps_another() -> None:
    text = (
        "North Korea sold South African anti-tank missile launchers to the Syrian Democratic Forces of Syria."
    )
    matches = lexicon.find(text)
    assert len(matches) >= 4
    assert all(a.end <= b.start for a, b in pairwise(matches))


def test_words_of_several_entries_come_with_all_of_them() -> None:
    (match,) = lexicon.find("Moscow")
    assert {tables()["states"][f.entry]["id"] for f in match.forms} == {"RUS", "SUN"}


# ------------------------------------------------------------------ headlines


def test_a_headline_in_capitals_is_read() -> None:
    assert ids("CHINA SELLS SILKWORM MISSILES TO IRAN") == {"CHN", "IRN"}
    assert "TANKS" in words("BRITAIN SENDS TANKS TO JORDAN")


def test_words_that_mean_other_things_do_not_count_in_capitals() -> None:
    assert "GEORGIA" not in words("FLOODS IN GEORGIA KILL THREE PEOPLE")
    assert words("Georgia") == ["Georgia"]


# ------------------------------------------------------------------ offsets


@pytest.mark.parametrize("odd", ["İ", "İİİ İstanbul’da ", "ß", "ﬁ", "𝔄", "\u200b", "é", "\xa0", "’“—"])
def test_offsets_stay_true_after_odd_letters(odd: str) -> None:
    text = f"{odd} Turkey bought S-400s and F-16s for Türkiye."
    for match in lexicon.find(text):
        assert text[match.start : match.end] in {"Turkey", "S-400s", "F-16s", "Türkiye"}
    assert {"Turkey", "S-400s", "F-16s"} <= set(words(text))


def test_typographic_characters_are_the_usual_ones() -> None:
    assert words("F‑16") == ["F‑16"]
    assert words("Leopard\xa02") == ["Leopard\xa02"]
    assert ids("People’s Republic of China") == ids("People's Republic of China") == {"CHN"}


def test_a_name_that_begins_with_an_odd_letter_is_found() -> None:
    assert words("the İHASAVAR") == ["İHASAVAR"]


def test_only_a_part_of_a_text_can_be_searched() -> None:
    text = "Iran, Iraq and Syria"
    assert found(text, 5, 10) == [("Iraq", {"state"})]
    assert [m.start for m in lexicon.find(text, 5, 10)] == [6]


PIECES = st.sampled_from(
    "Iran Iraq US us U.S. Moscow F-16 F-16C/D S-300PMU-2 Leopard leopard 2A6 tanks tank anti-tank missiles Bofors"
    " contras rebels Turkey İzmir ß ’s - / . , “ ” ( ) 155mm AN/ \n x".split(" ")
)


@given(st.lists(PIECES, max_size=25), st.sampled_from(["", " ", "  "]))
@settings(max_examples=150, deadline=None)
def test_matches_are_ordered_whole_and_inside_the_text(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    last = 0
    for match in lexicon.find(text):
        assert last <= match.start < match.end <= len(text)
        assert match.forms
        before, after = text[match.start - 1 : match.start], text[match.end : match.end + 1]
        assert not (before.isalnum() and text[match.start].isalnum())
        assert not after.isalnum()
        last = match.end


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_searched(text: str) -> None:
    for match in lexicon.find(text):
        assert 0 <= match.start < match.end <= len(text)
    assert len(lower(text)) == len(text)


# ------------------------------------------------------------------ time


@pytest.mark.parametrize(
    "piece", ["a", "S-300", "anti-tank-", "F-16/", "A-1 "], ids=lambda piece: piece.strip()
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        return seconds_of(lambda: lexicon.find(text))

    seconds(1_000)
    assert seconds(160_000) < 40 * min(seconds(20_000) for _ in range(3)) + 0.5


def test_a_megabyte_without_a_full_stop_is_searched_in_seconds() -> None:
    assert seconds_of(lambda: lexicon.find("United " * 150_000)) < 20
