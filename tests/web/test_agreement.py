"""How far reviewers agree, as a page and as data: what the ledger's decisions say, and nothing before there are any."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from armstrail.ledger import Ledger
from armstrail.web.settings import Settings
from tests.web.conftest import asking
from tests.web.made import FIRST, SECOND, Names
from tests.web.tables import headings, links, table

PAIRS = "Pairs of reviewers"


@pytest.fixture
def client(place: str) -> Iterator[TestClient]:
    with asking(Settings(place, reviewer=FIRST)) as client:
        yield client


def test_reviewers_are_set_beside_each_other(reading_client: TestClient, ledger: Ledger) -> None:
    page = reading_client.get("/agreement").text
    assert headings(page) == [
        "Agreement",
        "Reviewers with each other",
        "Reviewers with the reader",
        "What was edited",
    ]
    assert "6 decisions of 2 reviewers on 4 records hold." in page
    (row,) = table(page, PAIRS)[1:]
    assert row == [f"{FIRST} and {SECOND}", "claims", "2", "1", "50.0", "0.00", "1 record"]
    (disputed,) = [one for one in ledger.judgements() if one.judgement.note.startswith("It is the same")]
    assert f'href="/claims/{disputed.record}"' in page
    assert list(links(page, PAIRS).values()) == ["#differ-1"]
    assert 'id="differ-1"' in page


def test_the_reader_is_set_beside_reviewers(reading_client: TestClient) -> None:
    page = reading_client.get("/agreement").text
    by_confidence = table(page, "Claims by the reader's confidence")[1:]
    assert [sum(int(row[place]) for row in by_confidence) for place in (1, 2, 3, 4)] == [5, 3, 1, 1]
    by_stage = table(page, "Claims by the stage that the reader gave")[1:]
    assert sum(int(row[1]) for row in by_stage) == 5
    edits = table(page, "Edits by field")[1:]
    assert [row[:4] for row in edits] == [["stage", "1", "4", "25.0 %"]]
    assert edits[0][4].endswith("→ agreed")


def test_its_data_say_the_same(reading_client: TestClient) -> None:
    data = reading_client.get("/agreement.json").json()
    (pair,) = data["pairs"]
    assert (pair["both"], pair["same"], pair["percent"], pair["kappa"]) == (2, 1, 50.0, 0.0)
    assert pair["crossed"] == [
        {"one": "accepted", "other": "accepted", "number": 1},
        {"one": "accepted", "other": "rejected", "number": 1},
    ]
    assert [(one["one"], one["other"]) for one in pair["differ"]] == [("accepted", "rejected")]
    (row,) = csv.DictReader(io.StringIO(reading_client.get("/agreement.csv").text))
    assert (row["one"], row["other"], row["both"], row["percent"]) == (FIRST, SECOND, "2", "50.0")


def test_a_decision_counts_at_once(client: TestClient, ledger: Ledger, names: Names) -> None:
    before = client.get("/agreement.json").json()
    assert client.get("/agreement.json").json() == before
    ledger.judge(names.claim, "rejected", "C. Reviewer")
    after = client.get("/agreement.json").json()
    assert (after["decisions"], len(after["reviewers"])) == (before["decisions"] + 1, 3)


def test_before_any_decision_it_says_what_to_do(empty_client: TestClient) -> None:
    page = empty_client.get("/agreement").text
    assert headings(page) == ["Agreement", "Nobody has decided on anything yet"]
    assert 'href="/review"' in page
    assert empty_client.get("/agreement.json").json()["pairs"] == []
