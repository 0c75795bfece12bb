"""What is added: once, all or nothing, and the same in any order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, text

from armstrail.errors import LedgerError
from armstrail.ledger import Addition, Ledger, Query
from armstrail.ledger.schema import KEPT
from armstrail.sources.visits import Visit
from tests.ledger.made import GIFT, NEWER, READER, SALE, addition, document, reading, release, row
from tests.ledgers import empty_file

Q = Query()


def held(ledger: Ledger) -> list[Any]:
    """All that a ledger gives back."""
    return [list(ledger.documents()), list(ledger.statements()), list(ledger.claims())]


def test_what_was_added_comes_back_whole(ledger: Ledger) -> None:
    made = document(
        f"{SALE} {GIFT}",
        "the-id",
        title="Arms",
        published="2 May 2021",
        outlet="The Post",
        url="https://x.example/",
    )
    ledger.append([addition(made)], READER)
    (shown,) = ledger.documents()
    assert shown.record == made
    read = reading(made)
    assert [entry.record for entry in ledger.statements()] == list(read.statements)
    assert [entry.record for entry in ledger.claims()] == list(read.claims)
    (said,), (sold, gave) = ledger.statements(), ledger.claims()
    assert (sold.statement_key, gave.statement_key) == (said.key, None)
    assert said.words == {
        "source": "the minister",
        "cue": "said",
        "content": "Ruritania sold tanks to Graustark",
    }
    assert sold.name == "RUR → GRA: tanks, agreed"
    assert {sold.document.id, sold.document_key, sold.reader} == {"the-id", shown.key, READER}


def test_one_text_at_two_addresses_is_one_text_with_two_captures(ledger: Ledger) -> None:
    ledger.append(
        [addition(document(), "https://a.example/1"), addition(document(name="b"), "https://b.example/2")],
        READER,
    )
    assert [ledger.sizes()[table] for table in ("captures", "documents", "bodies")] == [2, 1, 1]
    (shown,) = ledger.documents()
    assert [seen.address for seen in ledger.history(shown.key).captures] == [
        "https://a.example/1",
        "https://b.example/2",
    ]


def test_a_later_reader_of_a_reprint_does_not_take_the_first_publication_away(ledger: Ledger) -> None:
    ledger.append(
        [addition(document(published="2020-01-01", outlet="First Post"), "https://a.example/1")], READER
    )
    ledger.append(
        [addition(document(published="2024-05-05", outlet="Later Copy"), "https://b.example/2")], NEWER
    )
    (entry,) = ledger.documents()
    assert (entry.document.published, entry.document.outlet, entry.reader) == (
        "2020-01-01",
        "First Post",
        READER,
    )
    assert [one.document and one.document.outlet for one in ledger.outdated(NEWER)] == ["First Post"]


def test_what_is_there_already_is_not_added_again(ledger: Ledger) -> None:
    first = [addition(document()), addition(document(GIFT), "/b"), Addition("/c", b"%PDF", fault="is a PDF")]
    ledger.append(first, READER)
    before = ledger.sizes(), held(ledger)
    outcome = ledger.append(first, READER)
    assert not any(outcome.new.values())
    assert (ledger.sizes(), held(ledger)) == before


def test_the_order_and_the_batches_of_adding_change_nothing(tmp_path: Path) -> None:
    """A text seen three times is shown from its earliest publication, whichever came first."""
    many = [
        addition(document(name="late", published="2021-05-03", outlet="Late"), "/1"),
        addition(document(name="early", published="2021-05-01", outlet="Early"), "/2"),
        addition(document(name="none", outlet="None"), "/0"),
        addition(document(GIFT, name="gift"), "/3"),
    ]
    seen = []
    for number, order in enumerate(itertools.permutations(many)):
        place = tmp_path / f"{number}.db"
        place.write_bytes(empty_file())
        with Ledger.open(str(place)) as ledger:
            if number % 2:
                ledger.append(order, READER)
            else:
                for one in order:
                    ledger.append([one], READER)
            found = held(ledger)
            counts = [ledger.counts(kind, Q) for kind in ("documents", "statements", "claims")]
            seen.append((found, counts))
    assert all(one == seen[0] for one in seen)
    assert {entry.document.id for entry in seen[0][0][0]} == {"early", "gift"}
    assert seen[0][1][0]["outlet"] == {"": 1, "Early": 1}


def test_a_newer_reading_supersedes_and_the_former_stays_on_record(ledger: Ledger) -> None:
    made = document(f"{SALE} {GIFT}")
    ledger.append([addition(made)], READER)
    (sold, _) = ledger.claims()
    less = replace(reading(made), claims=reading(made).claims[:1])
    ledger.append([addition(made, reading=less)], NEWER)
    (only,) = ledger.claims()
    assert (only.key, only.reader) == (sold.key, NEWER)
    assert [(v.reader, v.current) for v in ledger.history(sold.key).versions] == [
        (READER, False),
        (NEWER, True),
    ]
    assert ledger.counts("claims", Q)["stage"] == {"agreed": 1}


def test_a_reading_that_failed_is_made_up_for_later(ledger: Ledger) -> None:
    made = document()
    ledger.append([addition(made, reading=None, fault="the process ended")], READER)
    (shown,) = ledger.documents()
    assert (shown.reader, ledger.history(shown.key).failures) == (None, ("the process ended",))
    assert [a.document for a in ledger.outdated(READER)] == [made]
    ledger.append([addition(made)], READER)
    assert [entry.reader for entry in ledger.documents()] == [READER]
    assert list(ledger.outdated(READER)) == []
    assert [a.body for a in ledger.outdated(NEWER)] == [made.text.encode()]


def test_a_failure_is_said_once(ledger: Ledger) -> None:
    gone = Addition("https://a.example/gone", b"", fault="answered 404")
    ledger.append([gone, gone], READER)
    ledger.append([gone, replace(gone, fault="answered 500")], READER)
    assert (ledger.sizes()["failures"], ledger.sizes()["captures"]) == (2, 0)


def test_ids_of_the_source_that_name_two_texts_are_told_and_both_kept(ledger: Ledger) -> None:
    one, two = addition(document(), named=True), addition(document(GIFT), "/b", named=True)
    assert ledger.append([one], READER).ambiguous == ()
    assert ledger.append([two], READER).ambiguous == ("a",)
    assert len(list(ledger.documents())) == 2
    with pytest.raises(LedgerError, match="may be any of d"):
        ledger.history("a")


def test_a_day_still_to_come_is_kept_as_stated_and_not_sorted_by(ledger: Ledger) -> None:
    far = addition(document(published="2199-01-01", outlet="Far"), "/a", fetched="2021-05-02T00:00:00+00:00")
    ledger.append([far], READER)
    (shown,) = ledger.documents()
    assert shown.record.published == "2199-01-01"
    assert ledger.counts("documents", Q)["year"] == {"": 1}


def test_visits_are_remembered_with_what_they_brought(ledger: Ledger) -> None:
    assert ledger.last("https://a.example/") is None
    first = Visit("https://a.example/", "2021-05-02T00:00:00+00:00", 200, '"x"', None)
    ledger.append([], READER, [first, replace(first, status=304, etag=None)])
    assert ledger.last("https://a.example/") == replace(first, status=304, etag=None)


def test_nothing_is_written_by_halves(ledger: Ledger) -> None:
    broken = addition(replace(document(GIFT), id=None), "/b")  # type: ignore[arg-type]
    with pytest.raises(LedgerError):
        ledger.append([addition(document()), broken], READER)
    assert not any(ledger.sizes().values())


@pytest.fixture(scope="module")
def full_ledger(place_of_module: str) -> Iterator[Ledger]:
    """A ledger with something in each table."""
    with Ledger.open(place_of_module, create=True) as ledger:
        ledger.append([addition(document()), Addition("/c", b"x", fault="no")], READER, [Visit("/", "", 200)])
        ledger.append([addition(document(GIFT), "/d")], READER)
        ledger.judge(next(ledger.claims()).key, "accepted", "A")
        one, other = ledger.deals()
        ledger.merge(one.id, other.id, "A")
        ledger.add_release(release(), [row(1, "Ruritania", "Graustark", "20")])
        ledger.accounts.add_user("Ada", "four plain words here", "owner")
        yield ledger


@pytest.mark.parametrize("table", KEPT, ids=str)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_is_kept_cannot_be_changed_or_deleted(full_ledger: Ledger, table: Table, change: str) -> None:
    before = full_ledger.sizes()
    assert before[table.name]
    first = next(iter(table.c)).name
    with pytest.raises(LedgerError, match="only ever added to"), full_ledger._database.writing() as db:
        db.execute(text(change.format(table.name, first, first)))
    assert full_ledger.sizes() == before


def test_a_headline_without_a_text_is_a_document_of_its_own(ledger: Ledger) -> None:
    ledger.append([addition(document("", title=SALE), "/a"), addition(document(SALE), "/b")], READER)
    assert sorted((entry.record.title, entry.record.text) for entry in ledger.documents()) == [
        ("", SALE),
        (SALE, ""),
    ]


def test_an_archive_may_say_anything_of_its_time(ledger: Ledger) -> None:
    ledger.append([addition(document(published="2021-05-02"), fetched="yesterday")], READER)
    assert ledger.counts("documents", Q)["year"] == {"2021": 1}
