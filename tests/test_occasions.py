"""Where a statement was made, as far as its text says so."""

from __future__ import annotations

import pytest

from armstrail.model import Document, Occasion, Statement
from armstrail.pipeline import read_document

PUBLISHED = "2021-05-12"  # a Wednesday


def said(text: str, published: str = PUBLISHED) -> list[Statement]:
    return list(read_document(Document("told", text, published=published)).statements)


def occasion(text: str) -> Occasion | None:
    [statement] = said(text)
    return statement.occasion


@pytest.mark.parametrize(
    ("text", "kind", "name", "place", "date"),
    [
        (
            "Speaking at the Dubai Airshow on Tuesday, Defence Minister Oskar Lind said his country would buy jets.",
            *("fair", "Dubai Airshow", None, "2021-05-11"),
        ),
        ("General Lind said at IDEX 2021 that the army lacked shells.", "fair", "IDEX", None, None),
        ("At a summit in Riyadh, King Faris warned against war.", "summit", None, "Riyadh", None),
        ("Prime Minister Abel Dube, on a visit to Kenya, promised more aid.", "visit", None, "Kenya", None),
        (
            "In an interview with Der Spiegel, General Marta Hoff said the army lacked shells.",
            *("interview", "Der Spiegel", None, None),
        ),
        ('"We have no choice," Lind told reporters in Abu Dhabi.', "press", None, "Abu Dhabi", None),
        (
            "In a televised address on Monday night, President Ana Ruiz announced a ceasefire.",
            *("broadcast", None, None, "2021-05-10"),
        ),
        (
            "The ministry said in a statement on 3 May 2021 that the guns had arrived.",
            *("written", None, None, "2021-05-03"),
        ),
        ("Lind told a news conference in Oslo that Peru had bought jets.", "press", None, "Oslo", None),
        ("At LIMA on Tuesday, General Lind said the army lacked shells.", "fair", "LIMA", None, "2021-05-11"),
        ('"They burned the bridge," the mayor wrote on Telegram.', "post", "Telegram", None, None),
    ],
)
def test_the_kind_the_name_the_place_and_the_day(
    text: str, kind: str, name: str | None, place: str | None, date: str | None
) -> None:
    found = occasion(text)
    assert found
    assert (found.kind, found.name, found.place, found.date and found.date.iso) == (kind, name, place, date)
    assert text[found.span.start : found.span.end] == found.mention
    if found.place_span:
        assert text[found.place_span.start : found.place_span.end] == place


@pytest.mark.parametrize(
    "text",
    [
        "The minister said the army would buy tanks.",
        "The minister said that the report on the air show in Paris had been lost.",  # it is what is said
        "The hall lies beside Liberty Congress Center, the guard said.",
        "LIMA, Peru - The army lacks shells, Minister Oskar Lind said on Tuesday.",
        "The yard's Senior Partner Oskar Lind said the army lacked shells.",
    ],
)
def test_what_is_no_occasion(text: str) -> None:
    assert occasion(text) is None


def test_a_text_that_names_one_gathering_for_a_speaker_ties_all_of_his_words_to_it() -> None:
    text = (
        "Minister Oskar Lind opened the Nordic Arms Forum in Bergen on 3 May 2021.\n"
        "The guns will be sold to friends, Lind said.\nThe guns are old, Marta Hoff said."
    )
    first, second = said(text)
    assert first.occasion
    assert (first.occasion.name, first.occasion.place) == ("Nordic Arms Forum", "Bergen")
    assert first.occasion.date
    assert first.occasion.date.iso == "2021-05-03"
    assert second.occasion is None


def test_two_gatherings_of_one_speaker_leave_it_open() -> None:
    text = (
        "Minister Oskar Lind opened the Nordic Arms Forum on Monday. Lind visited the Baltic Sea Summit on Tuesday.\n"
        "Rain fell all week. The guns will be sold to friends, Lind said."
    )
    assert said(text)[-1].occasion is None
