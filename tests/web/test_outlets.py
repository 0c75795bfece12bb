"""Outlets, and who copies whom."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from fastapi.testclient import TestClient

from armstrail.ledger import Ledger
from armstrail.model import Document
from tests.ledger.made import READER, addition
from tests.web.counts import Counts
from tests.web.made import Names
from tests.web.tables import headings, links, table

ONE = "/outlets/one"
COPYING = "Who copies whom"
PAIRS = [
    ["Meridian News Agency", "Harbour Courier", "1", "1", "1 identical", "100%"],
    ["Meridian News Agency", "The Valley Post", "1", "1", "1 extended", "73%"],
]


def test_they_are_listed_with_what_is_their_own(reading_client: TestClient, counted: Counts) -> None:
    page = reading_client.get("/outlets").text
    rows = {row[0]: row[3:7] for row in table(page, "Outlets")[1:]}
    assert {name: row[:3] for name, row in rows.items()} == {
        "Harbour Courier": ["3", "2", "1"],
        "Gulf & Aegean Observer": ["2", "2", "0"],
        "The Valley Post": ["2", "1", "1"],
        "not stated": ["1", "1", "0"],
        "Meridian News Agency": ["1", "1", "0"],
    }
    # the reprint carries the claims of the agency's text, which is read once
    claims = counted.of_outlet + Counter({"Harbour Courier": counted.of_outlet["Meridian News Agency"]})
    assert {name: int(row[3]) for name, row in rows.items()} == claims
    assert table(page, COPYING)[1:] == PAIRS


def test_who_copies_whom_is_asked_by_time(reading_client: TestClient) -> None:
    assert table(reading_client.get("/outlets/copying").text, COPYING)[1:] == PAIRS
    page = reading_client.get("/outlets/copying?since=2023-02-05&until=2023-02").text
    assert table(page, COPYING)[1:] == PAIRS[1:]
    assert "Ask for a longer time" in reading_client.get("/outlets/copying?since=2024&until=").text
    rows = list(csv.DictReader(io.StringIO(reading_client.get("/outlets/copying.csv").text)))
    assert [row["relations"] for row in rows] == ["identical: 1", "extended: 1"]
    assert reading_client.get("/outlets/copying?since=soon").status_code == 422


def test_one_is_told_with_whom_it_copies_and_who_copies_it(reading_client: TestClient, names: Names) -> None:
    page = reading_client.get(ONE, params={"name": names.outlet}).text
    assert headings(page) == [names.outlet, "Whom it copies", "Who copies it", "Its newest documents"]
    assert [row[0] for row in table(page, "Whom it copies")[1:]] == ["Meridian News Agency"]
    assert "3 documents: 2 of its own, 1 copied" in page
    agency = reading_client.get(ONE, params={"name": "Meridian News Agency"}).text
    assert [row[0] for row in table(agency, "Who copies it")[1:]] == ["Harbour Courier", "The Valley Post"]
    answer = reading_client.get(f"{ONE}.json", params={"name": names.outlet}).json()
    assert {hit["outlet"] for hit in answer["newest"]} == {names.outlet}
    assert answer["newest"][0]["title"] == "First eight tanks arrive"


def test_links_lead_from_the_list_to_each(reading_client: TestClient) -> None:
    found = links(reading_client.get("/outlets").text, "Outlets")
    assert len(found) == 4
    for (name, *_), address in found.items():
        assert headings(reading_client.get(address).text)[0] == name


def test_one_that_the_codebook_knows_has_its_country_and_owner(client: TestClient, ledger: Ledger) -> None:
    wire = Document("tass", "A lighthouse was painted.", "Lighthouse", "2024-01-02", "TASS")
    credited = Document(
        "c", "A pier was mended.", "Pier", "2024-01-03", "The Tide", credit="Agence France-Presse"
    )
    ledger.append([addition(wire, "/t"), addition(credited, "/c")], READER)
    rows = {row[0]: row for row in table(client.get("/outlets").text, "Outlets")}
    assert rows["TASS"][1:3] == ["Russia", "agency state-owned"]
    assert rows["AFP"][3] == "0"
    assert "TASS" in client.get("/outlets.csv?q=tass").text
    page = client.get(ONE, params={"name": "AFP"}).text
    assert "Its newest documents" not in headings(page)
    assert table(page, "Who copies it")[1:] == [["The Tide", "1", "1", "1 credited", ""]]


@pytest.mark.parametrize(("name", "status"), [("The Gulf Post", 404), (None, 422), ("x" * 2_001, 422)])
def test_a_name_that_is_none_is_told(reading_client: TestClient, name: str | None, status: int) -> None:
    for path in (ONE, f"{ONE}.json", f"/api/v1{ONE}"):
        assert reading_client.get(path, params={"name": name} if name else {}).status_code == status


def test_some_are_found_by_their_name(reading_client: TestClient) -> None:
    found = reading_client.get("/outlets.json?q=harbour").json()
    assert [one["name"] for one in found["outlets"]] == ["Harbour Courier"]
    assert "Ask for a part of the name" in reading_client.get("/outlets?q=zeppelin").text


def test_an_empty_ledger_says_what_to_do(empty_client: TestClient) -> None:
    assert "armstrail add SOURCE" in empty_client.get("/outlets").text
    assert "armstrail add" in empty_client.get("/outlets/copying").text
