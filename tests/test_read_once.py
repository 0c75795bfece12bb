"""Into the ledger, each story read once: of a text that carries another only what it has of its own is read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from armstrail.exports.entries import Judged, write_lines
from armstrail.intake import Intake
from armstrail.ledger import KINDS, Ledger, Query, document_key
from armstrail.model import Document, Reading, Span
from armstrail.pipeline import read_document
from armstrail.progress import Progress
from armstrail.workers import Workers
from tests.pointing import assert_points

Row = dict[str, str]

SALE, DELAY, JETS, *MILL = FERRY = """\
Norway has bought 14 coastal radars from Denmark, the shipping office in Bergen said in a letter to the mayors of the \
western islands.

The first of them, meant for the lighthouse at Stavvik, had waited for months in a shed because nobody could agree on \
who was to pay for the mast.

Poland will deliver 30 howitzers to Slovakia by the autumn, according to the same letter, which speaks of the guns as \
if they were a kind of crane.

The paper mill at the head of the fjord has stopped its last machine, and the smell for which the valley was known is \
gone with it.

Of the two hundred who worked there some have taken to fishing and others to carpentry, while the band of the mill \
plays on every second Sunday.

A buyer for the turbine hall was found in the spring; what he means to do in it he would not say, though he has asked \
for a wider door.""".split("\n\n")
OWN = "Sweden sold 9 patrol boats to Estonia last week, officials in Tallinn said."
OTHER = "Germany delivered 18 Leopard 2 tanks to Norway, the defence ministry said on Monday."
DATELINE = "BERGEN, May 5 (Fjordpress) - "


def row(name: str, *paragraphs: str, **known: str) -> Row:
    return {"id": name, "text": "\n\n".join(paragraphs), "title": "Radars for the islands", **known}


ORIGIN = row("origin", *FERRY, published="2024-05-05")
DATED = row("dated", DATELINE + SALE, *FERRY[1:], published="2024-05-06")
LONGER = row("longer", *FERRY, OWN, published="2024-05-07")
OTHERWISE = row("otherwise", *(p.replace("30 howitzers", "36 howitzers") for p in FERRY))
EXCERPT = row("excerpt", *FERRY[:4])
UNLIKE = row("unlike", OTHER)
ROWS = [ORIGIN, DATED, LONGER, UNLIKE, OTHERWISE, EXCERPT]

read = cache(read_document)


@dataclass
class Reader:
    """Reads, and knows what it was given; texts that hold some words it fails on."""

    given: list[str] = field(default_factory=list)
    fails: str = ""

    def __call__(self, document: Document) -> Reading:
        self.given.append(document.text)
        if self.fails and self.fails in document.text:
            raise ValueError("a fault")
        return read(document)


Add = Callable[..., Intake]


@pytest.fixture
def ledger(ledger_place: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_place, create=True) as opened:
        yield opened


@pytest.fixture
def add(ledger: Ledger, tmp_path: Path) -> Add:
    return lambda *rows, **options: added(ledger, tmp_path, rows, **options)


def added(
    ledger: Ledger, folder: Path, rows: Sequence[Row], reader: Reader | None = None, **options: Any
) -> Intake:
    source = folder / f"{len(list(folder.iterdir())):03}.jsonl"  # of two sightings alike the first is read
    source.write_text("".join(json.dumps(one) + "\n" for one in rows))
    with Intake(ledger, Progress("", bar=False), **options) as intake:
        if reader:
            intake._workers = Workers(1, reader)
        intake.add([str(source)])
    return intake


def own(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def readings(ledger: Ledger) -> dict[str, Reading]:
    found = {}
    for entry in ledger.documents():
        held = ledger.reading(entry.key)
        if held:
            assert_points(held)
            found[held.document.id] = held
    return found


def exported(ledger: Ledger) -> list[str]:
    """All that a ledger exports, byte for byte."""
    told = []
    for kind in KINDS:
        out = io.StringIO()
        write_lines(ledger.entries(kind), kind, Judged(()), out)
        told.append(out.getvalue())
    return told


# ------------------------------------------------------------------ what is read


def test_only_what_a_text_has_of_its_own_is_read(add: Add, ledger: Ledger) -> None:
    reader = Reader()
    intake = add(*ROWS, reader=reader)
    assert reader.given == [
        ORIGIN["text"],
        own(SALE, MILL[-1], OWN),
        UNLIKE["text"],
        own(SALE, DELAY, JETS.replace("30", "36")),
    ]
    assert (intake.carried, intake.status, intake.new["readings"]) == (4, 0, 6)
    assert set(readings(ledger)) == {one["id"] for one in ROWS}


def test_so_it_is_where_the_story_is_in_the_ledger_already(add: Add, ledger: Ledger) -> None:
    add(ORIGIN)
    reader = Reader()
    assert add(*ROWS[1:], reader=reader).carried == 4
    assert reader.given == [
        own(SALE, MILL[-1], OWN),
        UNLIKE["text"],
        own(SALE, DELAY, JETS.replace("30", "36")),
    ]
    assert len(readings(ledger)) == 6
    again = Reader()
    assert (add(*ROWS, reader=again).carried, again.given) == (0, [])


def test_what_another_reader_read_is_not_taken(add: Add, ledger: Ledger, tmp_path: Path) -> None:
    add(ORIGIN)
    source = tmp_path / "later.jsonl"
    source.write_text(json.dumps(DATED))
    reader = Reader()
    with Intake(ledger, Progress("", bar=False)) as intake:
        intake.reader = "a reader of tomorrow"
        intake._workers = Workers(1, reader)
        intake.add([str(source)])
    assert (intake.carried, reader.given) == (0, [DATED["text"]])


def test_a_reprint_has_the_records_of_the_origin_in_its_own_offsets(add: Add, ledger: Ledger) -> None:
    add(ORIGIN, DATED)
    found = readings(ledger)
    origin, dated = found["origin"], found["dated"]
    assert origin.claims and origin.statements
    by = len(DATELINE)
    assert [_moved(record, by) for record in (*origin.statements, *origin.claims)] == [
        *dated.statements,
        *dated.claims,
    ]
    (key,) = {entry.document_key for entry in ledger.claims() if entry.document.id == "origin"}
    assert {entry.origin for kind in KINDS for entry in ledger.entries(kind)} == {key}


def _moved(value: Any, by: int) -> Any:
    """A record with all that it points at in the text so many characters further on."""
    if isinstance(value, Span) and value.place == "title":
        return value
    if isinstance(value, Span):
        return replace(value, start=value.start + by, end=value.end + by)
    if isinstance(value, tuple):
        return tuple(_moved(one, by) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _moved(getattr(value, f.name), by) for f in fields(value)})
    return value


def test_a_figure_that_differs_is_the_one_that_stands_there(add: Add, ledger: Ledger) -> None:
    add(ORIGIN, OTHERWISE)
    claims = {name: " ".join(claim.evidence for claim in r.claims) for name, r in readings(ledger).items()}
    assert "30 howitzers" in claims["origin"] and "36" not in claims["origin"]
    assert "36 howitzers" in claims["otherwise"] and "30" not in claims["otherwise"]
    assert ledger.find("claims", Query(words="36")).total == 1


def test_a_text_is_put_together_from_that_which_holds_most_of_it(add: Add) -> None:
    reader = Reader()
    more = row("more", *FERRY, OWN, OTHER)
    assert add(EXCERPT, ORIGIN, LONGER, more, reader=reader).carried == 3
    assert reader.given == [
        EXCERPT["text"],
        own(SALE, FERRY[3], *MILL[1:]),
        own(SALE, MILL[-1], OWN),
        own(SALE, OWN, OTHER),
    ]


# ------------------------------------------------------------------ the same in any number of runs and processes


MANY = [
    *ROWS,
    *(row(f"longer/{n}", *FERRY, OWN.replace("9", str(n))) for n in range(11, 15)),
    *(row(f"dated/{n}", f"BERGEN, May {n} - {SALE}", *FERRY[1:], OTHER) for n in range(11, 13)),
    row("cut", *FERRY[:2], JETS[:60]),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a ledger exports into which all came in one run, read by one process."""
    folder = tmp_path_factory.mktemp("whole")
    with Ledger.open(str(folder / "whole.db"), create=True) as ledger:
        assert added(ledger, folder, MANY, Reader()).carried == 11
        return exported(ledger)


def test_several_processes_make_the_same_of_it(
    add: Add, ledger: Ledger, whole: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it is written as it comes, while more is read."""
    monkeypatch.setattr("armstrail.intake.AT_ONCE", 2)
    assert add(*MANY, workers=2).carried == 11
    assert exported(ledger) == whole


def test_so_do_several_runs(add: Add, ledger: Ledger, whole: list[str]) -> None:
    carried = [add(*MANY[at : at + 3], reader=Reader()).carried for at in range(0, len(MANY), 3)]
    assert sum(carried) == 11
    assert exported(ledger) == whole


def test_so_they_do_where_two_texts_differ_in_their_marks_alone(tmp_path: Path) -> None:
    same = (row("marks", *(p[:-1] + mark for p in FERRY[:2]), *FERRY[2:]) for mark in "!;:?…—/")
    marks = next(one for one in same if _key(one) < _key(ORIGIN))
    found = []
    ways: list[list[list[Row]]] = [[[ORIGIN, marks, LONGER]], [[ORIGIN], [marks, LONGER]]]
    for number, runs in enumerate(ways):
        with Ledger.open(str(tmp_path / f"{number}.db"), create=True) as apart:
            for rows in runs:
                added(apart, tmp_path, rows, Reader())
            found.append(exported(apart))
    assert found[0] == found[1]


def _key(one: Row) -> str:
    return document_key(Document(one["id"], one["text"]))


# ------------------------------------------------------------------ what fails


def test_where_the_base_could_not_be_read_all_of_a_text_is(add: Add, ledger: Ledger) -> None:
    reader = Reader(fails="Radars for the isles")
    failing = row("failing", "Radars for the isles are on their way.", *FERRY)
    intake = add(failing, ORIGIN, reader=reader)
    assert (intake.failed, intake.carried) == (1, 0)
    assert reader.given == [failing["text"]]
    found = readings(ledger)
    assert set(found) == {"origin"}
    assert found["origin"] == read(found["origin"].document)


def test_a_text_that_cannot_be_read_either_costs_itself_alone(
    add: Add, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(fails="islands")
    monkeypatch.setattr("armstrail.intake.read_document", reader)
    assert add(ORIGIN, DATED, UNLIKE, reader=reader).failed == 2
    assert set(readings(ledger)) == {"unlike"}
