"""A search finds what the ledger holds, is narrowed by its address, and gives all it finds as data."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from armstrail.intake import Intake
from armstrail.ledger import Ledger, Query
from armstrail.progress import Progress

PAGE = {"accept": "text/html"}


def found(client: TestClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/search.json?{query}")
    assert answer.status_code == 200, answer.text
    held: dict[str, Any] = answer.json()
    return held


def facet(page: dict[str, Any], name: str) -> dict[str, int]:
    values = next(one for one in page["facets"] if one["name"] == name)["values"]
    return {value["value"]: value["number"] for value in values}


def test_what_is_found_is_what_the_ledger_holds(client: TestClient, ledger: Ledger) -> None:
    whole = list(ledger.claims())
    page = found(client, "size=200")
    assert {hit["id"] for hit in page["hits"]} == {entry.key for entry in whole}
    assert page["turning"]["total"] == len(whole)
    assert page["documents"] == len({entry.document_key for entry in whole})
    assert page["origins"] == len({entry.origin for entry in whole})
    german = found(client, "supplier=Germany&size=200")
    assert {hit["id"] for hit in german["hits"]} == {
        entry.key for entry in whole if "DEU" in {party.id for party in entry.record.supplier}
    }
    assert german["hits"][0]["name"].startswith("Germany → ")


def test_a_facet_counts_what_one_more_value_would_add(reading_client: TestClient) -> None:
    everything, narrowed = found(reading_client, ""), found(reading_client, "supplier=DEU&stage=delivered")
    assert facet(narrowed, "recipient")["NOR"] == narrowed["turning"]["total"]
    both = found(reading_client, "supplier=DEU&supplier=FRA&stage=delivered")["turning"]["total"]
    assert facet(narrowed, "supplier")["FRA"] == both - narrowed["turning"]["total"] > 0
    assert sum(facet(everything, "stage").values()) == everything["turning"]["total"]


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("claims", "voice=direct&voice=indirect"),
        ("claims", "polarity=denied"),
        ("claims", "outlet=Harbour+Courier"),
        ("claims", "review=disputed"),
        ("claims", "since=2023&until=2023"),
        ("statements", "speaker=Karin+Asplund"),
        ("documents", "outlet=The+Valley+Post"),
    ],
)
def test_every_filter_narrows_and_can_be_taken_away(
    reading_client: TestClient, kind: str, asked: str
) -> None:
    narrowed, whole = (found(reading_client, f"kind={kind}&{one}") for one in (asked, ""))
    assert 0 < narrowed["turning"]["total"] < whole["turning"]["total"]
    page = reading_client.get(f"/search?kind={kind}&{asked}", headers=PAGE).text
    assert "Remove the filter" in page


def test_a_story_is_a_filter_under_its_title(reading_client: TestClient) -> None:
    stories = next(one for one in found(reading_client, "")["facets"] if one["name"] == "story")["values"]
    told = next(one for one in stories if one["name"] == "Norway orders 54 Leopard tanks from Germany")
    of_story = found(reading_client, f"story={told['value']}&size=200")
    assert of_story["turning"]["total"] == told["number"]
    assert of_story["origins"] == 1 < of_story["documents"]


def test_a_year_is_both_ends_of_a_time(reading_client: TestClient) -> None:
    page = reading_client.get("/search", headers=PAGE).text
    assert 'href="/search?since=2022&amp;until=2022"' in page
    assert (
        found(reading_client, "since=2022&until=2022")["turning"]["total"]
        == facet(found(reading_client, ""), "year")["2022"]
    )


def test_pages_go_on_until_all_was_shown(reading_client: TestClient) -> None:
    total = found(reading_client, "")["turning"]["total"]
    shown = [
        hit["id"]
        for number in range(1, -(-total // 7) + 1)
        for hit in found(reading_client, f"size=7&page={number}")["hits"]
    ]
    assert len(shown) == len(set(shown)) == total
    assert reading_client.get(f"/search?size=7&page={total}", headers=PAGE).status_code == 404


def test_tables_and_lines_hold_everything(client: TestClient, ledger: Ledger) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv?supplier=DEU").text)))
    lines = client.get("/api/v1/search.jsonl?supplier=DEU").text.splitlines()
    keys = [entry.key for entry in ledger.found("claims", Query(supplier=("DEU",)))]
    assert [row["id"] for row in rows] == [json.loads(line)["id"] for line in lines] == keys
    nothing = client.get("/search.csv?q=nobodywrotethis").text
    assert nothing.splitlines() == [",".join(rows[0])], "a table of nothing has its head"


def test_nothing_found_says_what_to_do(reading_client: TestClient, empty_client: TestClient) -> None:
    page = reading_client.get("/search?q=nobodywrotethis", headers=PAGE).text
    assert "Nothing was found" in page and "remove a filter" in page
    assert "armstrail add" in empty_client.get("/search", headers=PAGE).text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("q=" + "a" * 1_001, 422),
        ("q=" + "a" * 20_000, 414),
        ("page=1000000000000000000", 422),
        ("page=0", 422),
        ("page=9007199254740992", 404),
        ("since=0000", 422),
        ("since=0000-00-00", 422),
        ("since=2023-02-30", 422),
        ("stage=sold", 422),
        ("q=a%00b", 400),
    ],
)
def test_what_cannot_be_asked_is_answered_in_the_one_shape(
    reading_client: TestClient, asked: str, status: int
) -> None:
    answer = reading_client.get(f"/search?{asked}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status and told["title"] and told["detail"]
    page = reading_client.get(f"/search?{asked}", headers=PAGE)
    assert page.status_code == status and page.text.count("<h1") == 1


def test_a_filter_is_removed_however_it_is_asked_for(reading_client: TestClient) -> None:
    page = reading_client.get("/search?supplier=France&stage=agreed", headers=PAGE).text
    assert 'href="/search?stage=agreed" aria-label="Remove the filter Supplier: France"' in page


def test_a_filter_of_what_is_not_stated_is_kept(reading_client: TestClient) -> None:
    page = reading_client.get("/search?supplier=&stage=agreed&since=", headers=PAGE).text
    assert 'href="/search?supplier=&amp;stage=agreed&amp;kind=statements"' in page
    assert 'href="/search?stage=agreed" aria-label="Remove the filter Supplier: unstated"' in page


def test_a_statement_of_nobody_named_is_not_the_outlets(
    client: TestClient, ledger: Ledger, tmp_path: Path
) -> None:
    text = tmp_path / "unnamed.txt"
    text.write_text(
        "It was announced on Monday that Germany will deliver 18 tanks to Norway.", encoding="utf8"
    )
    with Intake(ledger, Progress("Reading", bar=False), workers=1) as intake:
        intake.add([str(text)])
    hits = found(client, "kind=statements&size=200")["hits"]
    unnamed = [hit for hit in hits if not hit["said_by"]]
    page = client.get("/search?kind=statements&size=200", headers=PAGE).text
    assert page.count("said by nobody named") == len(unnamed) > 0
    assert "own voice" not in page
