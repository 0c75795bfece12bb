"""Speakers over time: who said how much, when, in which outlets, of whose arms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from armstrail.errors import UnknownNameError
from armstrail.ledger import Addition, Ledger
from armstrail.ledger.speaking import Dyad, Month
from armstrail.model import Document, Span, Speaker
from tests.ledger.made import NEWER, READER, addition, reading
from tests.stories.made import CANAL, GRAIN, HARBOUR, MARKET, edited

SOLD = "Ruritania sold tanks to Graustark, the minister said."
GAVE = "Graustark gave rifles to Ruritania, the minister said."
OTHER = "Ruritania sold rifles to Graustark, the admiral said."
HIS = "Ruritania sold boats to Graustark, the he said."

ORIGIN = Document("origin", f"{GRAIN}\n\n{SOLD}", "", "2024-10-30", "Reuters")
REPRINT = Document("reprint", edited(ORIGIN.text, 9), "", "2024-11-02", "Reuters News Agency")
GIVEN = Document("given", f"{HARBOUR}\n\n{GAVE} {OTHER}", "", "2024-10-05", "The Tide")
UNDATED = Document("undated", f"{CANAL}\n\n{SOLD}", "", None, None)
ALL = (ORIGIN, REPRINT, GIVEN, UNDATED)


def spoken(made: Document) -> Addition:
    """A document read so that its ministers stand for Ruritania, and its "he" has no article."""
    read = reading(made)

    def named(speaker: Speaker) -> Speaker:
        name = "He" if speaker.name == "the he" else speaker.name
        return replace(speaker, name=name, party="RUR" if "minister" in name else None)

    return addition(
        made,
        f"/texts/{made.id}",
        reading=replace(
            read,
            statements=tuple(
                replace(one, speaker=named(one.speaker)) for one in read.statements if one.speaker
            ),
            claims=tuple(replace(one, speakers=tuple(map(named, one.speakers))) for one in read.claims),
        ),
    )


def add(ledger: Ledger, *documents: Document, reader: str = READER) -> None:
    ledger.append([spoken(one) for one in documents], reader)


def test_speakers_are_listed_with_what_they_have(ledger: Ledger) -> None:
    add(ledger, *ALL)
    listed = ledger.speakers()
    assert [(one.name, one.party, one.statements, one.claims) for one in listed.entries] == [
        ("the minister", "RUR", 4, 4),
        ("the admiral", None, 1, 1),
    ]
    assert listed.total == 2
    minister = listed.entries[0]
    assert (minister.origins, minister.outlets) == (3, 2)
    assert (minister.first, minister.last) == ("2024-10-05", "2024-11-02")


def test_they_are_found_by_words_and_party_a_page_at_a_time(ledger: Ledger) -> None:
    add(ledger, *ALL)
    for asked, names in (
        ({"words": "ADMIRAL"}, ["the admiral"]),
        ({"words": "the "}, ["the minister", "the admiral"]),
        ({"words": "general"}, []),
        ({"party": "RUR"}, ["the minister"]),
        ({"party": "GRA"}, []),
        ({"words": "admiral", "party": "RUR"}, []),
    ):
        found = ledger.speakers(**asked)
        assert ([one.name for one in found.entries], found.total) == (names, len(names)), asked
    second = ledger.speakers(size=1, start=1)
    assert ([one.name for one in second.entries], second.total) == (["the admiral"], 2)


def test_a_pronoun_names_nobody(ledger: Ledger) -> None:
    add(ledger, Document("his", f"{MARKET}\n\n{HIS}", "", "2024-10-01"))
    assert ledger.speakers().entries == ()
    assert ledger.speaker("He").entry.claims == 1


def test_one_is_told_over_time_and_reprints_count_once(ledger: Ledger) -> None:
    add(ledger, *ALL)
    view = ledger.speaker("the minister")
    assert view.entry == ledger.speakers().entries[0]
    assert view.stages == (
        Month("2024-10", "agreed", 1, 1),
        Month("2024-10", "delivered", 1, 1),
        Month("2024-11", "agreed", 1, 0),
        Month("", "agreed", 1, 1),
    )
    assert view.months == (Month("2024-10", "", 2, 2), Month("2024-11", "", 1, 0), Month("", "", 1, 1))
    assert view.voices == {"indirect": 4}
    assert view.dyads == (Dyad("RUR", "GRA", 3, 2), Dyad("GRA", "RUR", 1, 1))


@pytest.mark.parametrize("name", ["", "minister", "The minister", "the general"])
def test_a_name_is_matched_exactly(ledger: Ledger, name: str) -> None:
    add(ledger, *ALL)
    with pytest.raises(UnknownNameError):
        ledger.speaker(name)


def test_one_that_quotes_another_says_it_too(ledger: Ledger) -> None:
    read = spoken(GIVEN).reading
    assert read
    there = Speaker("the clerk", "the clerk", Span(0, 3), Span(0, 3))
    quoted = replace(read.claims[1], speakers=(*read.claims[1].speakers, there))
    ledger.append([spoken(ORIGIN), replace(spoken(GIVEN), reading=replace(read, claims=(quoted,)))], READER)
    assert {one.name: (one.statements, one.claims) for one in ledger.speakers().entries} == {
        "the minister": (2, 1),
        "the admiral": (1, 1),
        "the clerk": (0, 1),
    }
    view = ledger.speaker("the clerk")
    assert (view.entry.party, view.months, view.voices) == (None, (), {})
    assert view.dyads == ledger.speaker("the admiral").dyads == (Dyad("RUR", "GRA", 1, 1),)


def test_what_a_newer_reading_no_longer_has_is_not_counted(ledger: Ledger) -> None:
    add(ledger, *ALL)
    ledger.append([replace(spoken(GIVEN), reading=replace(reading(GIVEN), statements=(), claims=()))], NEWER)
    assert {one.name: one.claims for one in ledger.speakers().entries} == {"the minister": 3}
    with pytest.raises(UnknownNameError):
        ledger.speaker("the admiral")


def test_who_takes_over_a_story_takes_over_its_first_month(ledger: Ledger) -> None:
    add(ledger, REPRINT)
    assert ledger.speaker("the minister").months == (Month("2024-11", "", 1, 1),)
    add(ledger, ORIGIN)
    assert ledger.speaker("the minister").months == (Month("2024-10", "", 1, 1), Month("2024-11", "", 1, 0))


def test_an_empty_ledger_has_none(ledger: Ledger) -> None:
    assert (ledger.speakers().entries, ledger.speakers(party="RUR").total) == ((), 0)
