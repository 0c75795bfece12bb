"""Messages and occasions in the ledger: gathered in whatever order texts come, kept up to date, found and counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from armstrail.errors import UnknownNameError
from armstrail.ledger import Addition, Ledger, Query
from armstrail.messages import message_key
from armstrail.model import Document
from armstrail.pipeline import read_document
from tests.ledger.made import NEWER, READER, addition
from tests.stories.made import GRAIN

STOPS = "no air defence in the region can stop Iran's new missile"
PAST = "Iran's new missile gets past every air defence in the region"
CANNOT = "the new Iranian missile cannot be stopped by any air defence in the region"
SOLD = "Turkey will sell drones to Poland"


def text(number: int, *said: str, outlet: str = "Post", more: str = "") -> Addition:
    words = " ".join(f"General Reza Moradi said at the Gulf Arms Forum that {one}." for one in said)
    made = Document(f"d{number}", f"{more}{words}", published=f"2021-0{number}-05", outlet=outlet)
    return addition(made, f"/texts/d{number}", reading=read_document(made))


BOASTS = (text(1, STOPS), text(2, PAST, outlet="Gulf"), text(3, CANNOT, SOLD), text(4, "it rained in May"))


def messages(ledger: Ledger, **asked: tuple[str, ...]) -> list[tuple[int, int, str | None, str | None]]:
    ledger.gather()
    found = ledger.messages(Query(**asked)).entries  # type: ignore[arg-type]
    return [(one.statements, one.origins, one.first, one.last) for one in found]


def test_statements_of_one_meaning_are_gathered_over_texts(ledger: Ledger) -> None:
    ledger.append(BOASTS, READER)
    assert messages(ledger) == [(3, 3, "2021-01-05", "2021-03-05")]
    [entry] = ledger.messages().entries
    assert entry.wording in {f"that {one}" for one in (STOPS, PAST, CANNOT)}
    view = ledger.message(entry.key)
    assert view.counts["speaker"] == {"Reza Moradi": 3}
    assert view.counts["outlet"] == {"Post": 2, "Gulf": 1}
    assert [(month.month, month.records) for month in view.months] == [
        ("2021-01", 1), ("2021-02", 1), ("2021-03", 1),
    ]  # fmt: skip
    assert len(ledger.find("statements", Query(message=(entry.key,))).entries) == 3


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 3, 0, 2)])
def test_the_order_in_which_texts_come_does_not_matter(ledger: Ledger, order: tuple[int, ...]) -> None:
    for number in order:
        ledger.append([BOASTS[number]], READER)
        ledger.gather()
    assert messages(ledger) == [(3, 3, "2021-01-05", "2021-03-05")]
    assert ledger.messages().entries[0].key == keys_of_all_at_once(ledger)


def keys_of_all_at_once(ledger: Ledger) -> str:
    first = next(entry for entry in ledger.statements() if entry.document.id == "d1")
    return message_key(first.key)


def test_what_is_narrowed_by_outlet_and_words(ledger: Ledger) -> None:
    ledger.append(BOASTS, READER)
    assert messages(ledger, outlet_name=("Gulf",)) == [(1, 1, "2021-01-05", "2021-03-05")]
    assert messages(ledger, outlet_name=("Nobody",)) == []
    assert ledger.messages(wording="IRAN").total == 1
    assert ledger.messages(wording="turnips").total == 0
    assert ledger.messages(wording="turnips é").total == 0


def test_a_text_that_is_read_anew_leaves_its_former_message(ledger: Ledger) -> None:
    ledger.append(BOASTS, READER)
    assert messages(ledger)[0][0] == 3
    made = BOASTS[0].document
    assert made
    nothing = replace(read_document(made), statements=(), claims=())
    ledger.append([replace(BOASTS[0], reading=nothing)], NEWER)
    assert messages(ledger) == [(2, 2, "2021-02-05", "2021-03-05")]


def test_reprints_count_once(ledger: Ledger) -> None:
    one = text(1, STOPS, more=f"{GRAIN}\n\n")
    other = text(2, STOPS, outlet="Gulf", more=f"{GRAIN}\n\nA word of thanks to our readers.\n\n")
    ledger.append([one, other], READER)
    assert messages(ledger, speaker_name=("Reza Moradi",)) == [(2, 1, "2021-01-05", "2021-02-05")]


def test_what_has_no_name_is_not_found(ledger: Ledger) -> None:
    ledger.append(BOASTS, READER)
    ledger.gather()
    for ask in (
        lambda: ledger.message("m0"),
        lambda: ledger.occasion("Oslo Arms Forum"),
        lambda: ledger.occasion(""),
    ):
        with pytest.raises(UnknownNameError):
            ask()


def test_an_occasion_has_what_was_said_there(ledger: Ledger) -> None:
    ledger.append(BOASTS, READER)
    [entry] = ledger.occasions().entries
    assert (entry.name, entry.statements, entry.speakers, entry.origins) == ("Gulf Arms Forum", 5, 1, 4)
    assert (entry.first, entry.last) == ("2021-01-05", "2021-04-05")
    assert ledger.occasions(words="gulf").total == 1
    assert ledger.occasions(words="oslo").total == 0
    view = ledger.occasion("Gulf Arms Forum")
    assert view.counts["speaker"] == {"Reza Moradi": 5}
    assert view.counts["outlet"] == {"Post": 4, "Gulf": 1}
    assert sum(month.records for month in view.months) >= 5


def test_topics_and_events_are_found_and_read_back(ledger: Ledger) -> None:
    ledger.append(BOASTS, READER)
    for addition_made in BOASTS:
        assert addition_made.document and addition_made.reading
        key = next(e.key for e in ledger.documents() if e.record.id == addition_made.document.id)
        assert ledger.reading(key) == addition_made.reading
    every = ledger.counts("statements", Query())
    assert sum(every["topic"].values()) >= 5
    for topic in every["topic"]:
        found = ledger.find("statements", Query(topic=(topic,))).entries
        assert len(found) == every["topic"][topic]
        for entry in found:
            assert entry.record.about
            assert topic in {subject.topic for subject in entry.record.about.topics}
