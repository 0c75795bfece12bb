"""Speakers, and what one of them said over time."""

from __future__ import annotations

import csv
import io
import math

import pytest
from fastapi.testclient import TestClient

from tests.web.counts import Counts
from tests.web.made import Names
from tests.web.tables import headings, links, table

ONE = "/speakers/one"


def test_they_are_listed_those_of_most_records_first(reading_client: TestClient, counted: Counts) -> None:
    head, *rows = table(reading_client.get("/speakers").text, "Speakers")
    assert head[:5] == ["Name", "Stands for", "Statements", "Claims", "Independent origins"]
    assert rows[0][0] == "Ingrid Halvorsen"
    assert rows[0][4:] == ["2", "3", "2023-02-03 to 2026-05-11"]
    assert ["South Korea", "South Korea", "2", "0", "1", "2", "2023-02-03 to 2023-02-05"] in rows
    told = [(int(row[2]), int(row[3])) for row in rows]
    assert told == [(counted.said[row[0]].total(), counted.claimed[row[0]].total()) for row in rows]
    assert [sum(one) for one in told] == sorted(map(sum, told), reverse=True)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("q=MINISTRY", ["The ministry in Berlin", "the German defence ministry"]),
        ("party=Germany&q=defence", ["the German defence ministry"]),
        ("party=NOR", ["Analysts in Oslo"]),
        ("q=nobody", []),
    ],
)
def test_they_are_found_by_name_and_party(reading_client: TestClient, asked: str, names: list[str]) -> None:
    answer = reading_client.get(f"/speakers.json?{asked}").json()
    assert [one["name"] for one in answer["speakers"]] == names
    assert answer["turning"]["total"] == len(names)
    if not names:
        assert "Ask for a part of the name" in reading_client.get(f"/speakers?{asked}").text


def test_pages_are_turned_and_saved(reading_client: TestClient, counted: Counts) -> None:
    page = reading_client.get("/speakers?size=5&page=2&party=&q=").text
    assert f"page 2 of {math.ceil(len(counted.said) / 5)}" in page
    rows = list(csv.DictReader(io.StringIO(reading_client.get("/speakers.csv?size=5&page=2").text)))
    assert [row["name"] for row in rows] == [row[0] for row in table(page, "Speakers")[1:]]
    assert reading_client.get("/speakers?page=9").status_code == 404


def test_one_is_told_over_time(reading_client: TestClient, names: Names, counted: Counts) -> None:
    page = reading_client.get(ONE, params={"name": names.speaker}).text
    assert headings(page) == [
        "Ingrid Halvorsen",
        "Claims by stage over time",
        "Statements over time",
        "Topics over time",
        "Arms from whom to whom",
        "Messages",
        "The newest statements",
        "The newest claims",
    ]
    said, claimed = counted.said[names.speaker], counted.claimed[names.speaker]
    stages = table(page, "Claims by stage over time")
    assert stages[0] == ["Month", *counted.stages(names.speaker)]
    assert {row[0]: sum(int(cell or 0) for cell in row[1:]) for row in stages[1:]} == claimed
    months = table(page, "Statements over time")
    assert months[0] == ["Month", "statements"]
    assert [row[0] for row in months[1:]] == ["2026-05", "2023-02"]
    assert {row[0]: int(row[1]) for row in months[1:]} == said
    assert table(page, "Arms from whom to whom")[1:] == [["Germany", "Norway", str(claimed.total()), "2"]]
    assert (
        f"{said.total()} statements and {claimed.total()} claims from 2 independent origins, in 3 outlets"
        in page
    )


def test_each_cell_finds_what_it_counts(reading_client: TestClient, names: Names, counted: Counts) -> None:
    page = reading_client.get(ONE, params={"name": names.speaker}).text
    for label in ("Claims by stage over time", "Statements over time", "Arms from whom to whom"):
        for (_, _, number), address in links(page, label).items():
            path, _, query = address.partition("?")
            assert reading_client.get(f"{path}.json?{query}").json()["turning"]["total"] == int(number)
    answer = reading_client.get(f"{ONE}.json", params={"name": names.speaker}).json()
    assert sum(voice["statements"] for voice in answer["voices"]) == counted.said[names.speaker].total()


def test_the_newest_records_are_of_this_speaker_alone(
    reading_client: TestClient, names: Names, counted: Counts
) -> None:
    answer = reading_client.get(f"{ONE}.json", params={"name": names.speaker}).json()
    assert {tuple(hit["said_by"]) for hit in answer["statements"]} == {(names.speaker,)}
    assert len(answer["statements"]) == counted.said[names.speaker].total()
    assert len(answer["claims"]) == counted.claimed[names.speaker].total()
    days = [hit["published"] for hit in answer["statements"]]
    assert days == sorted(days, reverse=True)


def test_links_lead_from_the_list_to_each(reading_client: TestClient) -> None:
    for (name, _, said), address in links(reading_client.get("/speakers").text, "Speakers").items():
        if said == name and address.startswith(ONE):
            assert headings(reading_client.get(address).text)[0] == name


@pytest.mark.parametrize(("name", "status"), [("Ingrid", 404), ("", 404), (None, 422), ("x" * 2_001, 422)])
def test_a_name_that_is_none_is_told(reading_client: TestClient, name: str | None, status: int) -> None:
    for path in (ONE, f"{ONE}.json", f"/api/v1{ONE}"):
        assert (
            reading_client.get(path, params={"name": name} if name is not None else {}).status_code == status
        )


def test_an_empty_ledger_says_what_to_do(empty_client: TestClient) -> None:
    assert "armstrail add SOURCE" in empty_client.get("/speakers").text
