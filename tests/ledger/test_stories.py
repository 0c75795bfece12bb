"""Stories a page at a time, and one by its name."""

from __future__ import annotations

import pytest

from armstrail.errors import UnknownNameError
from armstrail.ledger import Ledger, StoryHead, document_key
from armstrail.model import Document
from tests.ledger.test_copying import AGAIN, ALL, CREDITED, FIRST, LONGER, NOWHERE, REPRINT, UPDATE, WIRE, add


def test_they_are_told_the_largest_first_then_the_newest(ledger: Ledger) -> None:
    add(ledger, *ALL)
    page = ledger.stories_page()
    assert [(one.title, one.printings, one.outlets, one.last) for one in page.entries] == [
        ("Grain", 3, 3, "2024-10-04"),
        ("Trains", 2, 1, "2025-01-02"),
        ("Canal", 2, 1, "2024-12-02"),
        ("Harbour", 2, 2, "2024-11-05"),
    ]
    assert page.total == 4
    assert ledger.stories_page(least=3).total == 1
    assert [one.title for one in ledger.stories_page(size=2, start=1).entries] == ["Trains", "Canal"]


def test_a_head_has_what_its_story_has(ledger: Ledger) -> None:
    add(ledger, *ALL)
    told = {entry.story.id: entry for entry in ledger.stories(2)}
    for head in ledger.stories_page().entries:
        entry = told.pop(head.key)
        first = entry.documents[0]
        assert (head.document, head.title, head.outlet) == (entry.story.origin, first.title, first.outlet)
        assert (head.agency, head.reason) == (entry.story.agency, entry.story.reason)
        assert sum(head.relations.values()) == len(entry.documents) == head.printings
        assert head.relations["origin"] == 1
    assert not told


@pytest.mark.parametrize(
    ("words", "titles"),
    [("barley", ["Grain"]), ("rifles", ["Grain"]), ("tug dredgers", []), ("zeppelin", [])],
)
def test_words_find_stories_by_any_of_their_documents(ledger: Ledger, words: str, titles: list[str]) -> None:
    add(ledger, *ALL)
    page = ledger.stories_page(words=words)
    assert ([one.title for one in page.entries], page.total) == (titles, len(titles))


def test_one_is_found_by_its_name_or_the_beginning_of_it(ledger: Ledger) -> None:
    add(ledger, WIRE, REPRINT, FIRST, AGAIN)
    entry = ledger.story(head(ledger, FIRST).key[:8])
    assert [document.id for document in entry.documents] == ["first", "again"]
    for name in ("y", "", "y00", document_key(WIRE)):
        with pytest.raises(UnknownNameError):
            ledger.story(name)


def test_an_addition_changes_the_story_it_joins_alone(ledger: Ledger) -> None:
    add(ledger, WIRE, REPRINT, CREDITED, NOWHERE)
    before = head(ledger, CREDITED)
    add(ledger, LONGER)
    assert head(ledger, CREDITED) == before
    assert head(ledger, WIRE).relations == {"extended": 1, "origin": 1, "reprint": 1}
    add(ledger, UPDATE)
    assert ledger.stories_page().total == 2
    assert ledger.stories_page(least=1).total == 3


def test_an_empty_ledger_has_none(ledger: Ledger) -> None:
    assert (ledger.stories_page(least=1).entries, ledger.stories_page(words="barley").total) == ((), 0)


def head(ledger: Ledger, origin: Document) -> StoryHead:
    return next(one for one in ledger.stories_page().entries if one.document == document_key(origin))
