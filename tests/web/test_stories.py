"""Stories as pages: the most printed first, and one with what each document adds."""

from __future__ import annotations

import csv
import io

from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]

from armstrail.web.views import API
from tests.web.made import Names
from tests.web.texts import ADDED


def test_stories_are_listed_with_who_prints_them(reading_client: TestClient, names: Names) -> None:
    (story,) = reading_client.get("/stories.json").json()["stories"]
    assert story["id"] == names.story
    assert (story["printings"], story["outlets"]) == (3, 3)
    assert story["relations"] == {"extended": 1, "identical": 1, "origin": 1}
    assert (story["outlet"], story["first"], story["last"]) == (
        "Meridian News Agency",
        "2023-02-03",
        "2023-02-05",
    )
    page = html.fromstring(reading_client.get("/stories").text)
    assert page.xpath("//article//h3/a/@href") == [f"/stories/{names.story}"]


def test_the_list_is_narrowed(reading_client: TestClient) -> None:
    numbers = {
        asked: reading_client.get(f"/stories.json?{asked}").json()["turning"]["total"]
        for asked in ("q=bridges", "q=frigates", "least=3", "least=4", "least=1", "least=1&q=frigates")
    }
    assert list(numbers.values()) == [1, 0, 1, 0, 7, 1]
    assert "No stories" in reading_client.get("/stories?q=frigates").text


def test_all_that_is_found_is_a_table(reading_client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(reading_client.get("/stories.csv?least=1&size=2").text)))
    assert len(rows) == 7
    assert (rows[0]["printings"], rows[0]["relations"]) == ("3", "extended 1; identical 1; origin 1")


def test_a_story_has_its_origin_first_and_what_the_others_add(
    reading_client: TestClient, names: Names
) -> None:
    found = reading_client.get(f"/stories/{names.story}.json").json()
    assert [one["relation"] for one in found["documents"]] == ["origin", "identical", "extended"]
    origin, _, extended = found["documents"]
    assert origin["document"] == names.document
    assert extended["share"] < 1 == extended["of_origin"]
    (passage,) = extended["own"]
    assert passage["own"].strip() == ADDED.strip()
    assert passage["before"].rstrip().endswith("until the last week.")
    page = html.fromstring(reading_client.get(f"/stories/{names.story}").text)
    assert [mark.text_content() for mark in page.xpath("//mark")] == [" ".join(ADDED.split())]


def test_a_story_tells_who_prints_it(reading_client: TestClient, names: Names) -> None:
    outlets = reading_client.get(f"/stories/{names.story}.json").json()["outlets"]
    assert [(one["name"], one["origin"], one["first"]) for one in outlets] == [
        ("Meridian News Agency", True, "2023-02-03"),
        ("Harbour Courier", False, "2023-02-04"),
        ("The Valley Post", False, "2023-02-05"),
    ]
    page = html.fromstring(reading_client.get(f"/stories/{names.story}").text)
    addresses = page.xpath("//table//a/@href")
    assert addresses == [
        "/outlets/one?name=Meridian+News+Agency",
        "/outlets/one?name=Harbour+Courier",
        "/outlets/one?name=The+Valley+Post",
    ]


def test_pages_hold_each_document_once(reading_client: TestClient, names: Names) -> None:
    pages = [reading_client.get(f"/stories/{names.story}.json?size=2&page={at}").json() for at in (1, 2)]
    assert len({one["outlet"] for page in pages for one in page["documents"]}) == 3
    assert reading_client.get(f"/stories/{names.story}?size=2&page=3").status_code == 404


def test_a_name_that_no_story_has(reading_client: TestClient) -> None:
    for address in ("/stories/y000.json", f"{API}/stories/y000"):
        assert reading_client.get(address).status_code == 404
