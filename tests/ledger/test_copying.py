"""Who copies whom, in the ledger: outlets, the texts that came from each, and what others print of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from armstrail.errors import AskedError, UnknownNameError
from armstrail.ledger import Ledger
from armstrail.ledger.copying import Copying, OutletEntry
from armstrail.model import Document
from tests.ledger.made import GIFT, NEWER, READER, SALE, addition
from tests.stories.made import CANAL, GRAIN, HARBOUR, TRAINS, edited, paragraphs, prose

WIRE = Document("wire", f"{GRAIN}\n\n{SALE}", "Grain", "2024-10-02", "Reuters")
REPRINT = Document("reprint", edited(WIRE.text, 9), "Last lorry", "2024-10-03", "The Tide")
AGAIN = Document("again", edited(HARBOUR, 12), "Harbour", "2024-11-05", "The Tide")
LONGER = Document("longer", f"{WIRE.text}\n\n{prose('own', 20)} {GIFT}", "", "2024-10-04", "The Echo")
FIRST = Document("first", HARBOUR, "Harbour", "2024-11-04", "Reuters News Agency")
CREDITED = Document("credited", CANAL, "Canal", "2024-12-01", "The Tide", credit="Associated Press")
ALONE = Document("alone", TRAINS, "Trains", "2025-01-01", "The Echo")
UPDATE = Document("update", edited(TRAINS, 30), "Trains", "2025-01-02", "The Echo")
NOWHERE = Document("nowhere", edited(CANAL, 5), "Canal", "2024-12-02", None)
ALL = (WIRE, REPRINT, AGAIN, LONGER, FIRST, CREDITED, ALONE, UPDATE, NOWHERE)


def add(ledger: Ledger, *documents: Document, reader: str = READER) -> None:
    ledger.append([addition(one, f"/texts/{one.id}") for one in documents], reader)


def pairs(copies: list[Copying]) -> dict[tuple[str, str], tuple[int, int, dict[str, int]]]:
    return {(one.origin, one.outlet): (one.stories, one.documents, one.relations) for one in copies}


EXPECTED = {
    ("Reuters", "The Tide"): (2, 2, {"reprint": 2}),
    ("Reuters", "The Echo"): (1, 1, {"extended": 1}),
    ("AP", "The Tide"): (1, 1, {"credited": 1}),
    ("AP", ""): (1, 1, {"reprint": 1}),
    ("The Echo", "The Echo"): (1, 1, {"update": 1}),
}


@pytest.mark.parametrize("at_once", [1, 3, 9])
def test_pairs_are_told_with_what_they_share_however_they_came(ledger: Ledger, at_once: int) -> None:
    for start in range(0, len(ALL), at_once):
        add(ledger, *ALL[start : start + at_once])
    found = ledger.copies()
    assert pairs(found) == EXPECTED
    assert (found[0].origin, found[0].outlet, found[0].own) == ("Reuters", "The Tide", False)
    shares = {(one.origin, one.outlet): one.share for one in found}
    story = next(entry.story for entry in ledger.stories(3) if len(entry.documents) == 3)
    assert shares["Reuters", "The Echo"] == next(m.share for m in story.documents if m.relation == "extended")
    assert shares["AP", "The Tide"] is None
    assert [one.outlet for one in found if one.own] == ["The Echo"]


def test_they_are_asked_for_by_outlet_and_time(ledger: Ledger) -> None:
    add(ledger, *ALL)
    assert set(pairs(ledger.copies(outlet="The Echo"))) == {("Reuters", "The Echo"), ("The Echo", "The Echo")}
    assert set(pairs(ledger.copies(outlet="Associated Press"))) == {("AP", "The Tide"), ("AP", "")}
    assert pairs(ledger.copies(since="2024-11", until="2024-11")) == {
        ("Reuters", "The Tide"): (1, 1, {"reprint": 1})
    }
    assert set(pairs(ledger.copies(since="2025"))) == {("The Echo", "The Echo")}
    assert pairs(ledger.copies(top=1)) == {("Reuters", "The Tide"): EXPECTED["Reuters", "The Tide"]}
    assert ledger.copies(outlet="The Gulf Post") == []
    with pytest.raises(AskedError, match="is no day"):
        ledger.copies(since="soon")


def test_outlets_are_listed_under_their_usual_names(ledger: Ledger) -> None:
    add(ledger, *ALL)
    listed = ledger.outlets()
    assert [(one.name, one.documents, one.origins, one.copied, one.claims) for one in listed.entries] == [
        ("The Echo", 3, 1, 2, 2),
        ("The Tide", 3, 0, 3, 1),
        ("Reuters", 2, 2, 0, 1),
        ("", 1, 0, 1, 0),
        ("AP", 0, 0, 0, 0),
    ]
    assert listed.total == 5
    reuters = listed.entries[2]
    assert reuters.names == ("Reuters", "Reuters News Agency")
    assert (reuters.first, reuters.last, reuters.country, reuters.kind) == (
        "2024-10-02",
        "2024-11-04",
        "GBR",
        "agency",
    )
    echo = listed.entries[0]
    assert (echo.first, echo.last, echo.country, echo.owner) == ("2024-10-04", "2025-01-02", None, None)


def test_a_page_of_them_and_some_by_their_name(ledger: Ledger) -> None:
    add(ledger, *ALL)
    assert [one.name for one in ledger.outlets(size=2, start=1).entries] == ["The Tide", "Reuters"]
    for words, names in (("the", ["The Echo", "The Tide"]), ("NEWS", ["Reuters"]), ("gulf", [])):
        found = ledger.outlets(words=words)
        assert ([one.name for one in found.entries], found.total) == (names, len(names))


@pytest.mark.parametrize("name", ["Reuters", "reuters news agency"])
def test_one_is_told_with_whom_it_copies_and_who_copies_it(ledger: Ledger, name: str) -> None:
    add(ledger, *ALL)
    view = ledger.outlet(name)
    assert view.entry in ledger.outlets().entries
    assert set(pairs(list(view.copied_by))) == {("Reuters", "The Tide"), ("Reuters", "The Echo")}
    assert view.copies == ()
    assert set(pairs(list(ledger.outlet("The Tide").copies))) == {("Reuters", "The Tide"), ("AP", "The Tide")}
    assert ledger.outlet("The Echo").copied_by == ()
    for unknown in ("The Gulf Post", "TASS"):
        with pytest.raises(UnknownNameError, match=unknown):
            ledger.outlet(unknown)


def test_who_takes_over_a_story_is_who_is_copied(ledger: Ledger) -> None:
    add(ledger, REPRINT, LONGER)
    assert set(pairs(ledger.copies())) == {("The Tide", "The Echo")}
    add(ledger, WIRE)
    assert set(pairs(ledger.copies())) == {("Reuters", "The Tide"), ("Reuters", "The Echo")}
    assert [(one.name, one.origins) for one in ledger.outlets().entries] == [
        ("Reuters", 1),
        ("The Echo", 0),
        ("The Tide", 0),
    ]


def test_a_document_at_two_addresses_is_one_of_two_printings(ledger: Ledger) -> None:
    add(ledger, WIRE, REPRINT)
    ledger.append([addition(replace(REPRINT, id="copy"), "/elsewhere")], READER)
    (pair,) = ledger.copies()
    assert (pair.documents, pair.stories, pair.relations) == (1, 1, {"reprint": 2})
    assert [(one.name, one.documents, one.copied) for one in ledger.outlets().entries] == [
        ("Reuters", 1, 0),
        ("The Tide", 1, 1),
    ]


def test_a_newer_reading_counts_its_claims_alone(ledger: Ledger) -> None:
    add(ledger, WIRE, LONGER)
    add(ledger, LONGER, reader=NEWER)
    assert {one.name: one.claims for one in ledger.outlets().entries} == {"Reuters": 1, "The Echo": 2}


def test_an_empty_ledger_has_none(ledger: Ledger) -> None:
    assert (ledger.copies(), ledger.outlets().entries, ledger.outlets().total) == ([], (), 0)
    with pytest.raises(UnknownNameError):
        ledger.outlet("")


def test_a_ledger_from_before_they_were_counted_gets_them(ledger: Ledger, ledger_place: str) -> None:
    add(ledger, *ALL)
    before = told(ledger)
    with ledger._database.writing() as db:
        db.execute(text("UPDATE members SET number = NULL"))
        db.execute(text("DELETE FROM columns WHERE kind = 'members' OR dimension = 'first'"))
        db.execute(text("DELETE FROM terms WHERE kind = 'members'"))
        db.execute(text("DELETE FROM migrations WHERE name = 'prints'"))
    with Ledger.open(ledger_place) as opened:
        assert told(opened) == before
        add(opened, Document("late", paragraphs(GRAIN)[0], "", "2025-02-01", "The Beacon"))
        assert ("Reuters", "The Beacon") in pairs(opened.copies())


def told(ledger: Ledger) -> tuple[list[Copying], tuple[OutletEntry, ...], object]:
    return ledger.copies(), ledger.outlets().entries, ledger.speaker("the minister")
