"""Messages and occasions: what is said again, by whom and where."""

from __future__ import annotations

import csv
import io

from fastapi.testclient import TestClient

from tests.web.made import Names
from tests.web.tables import headings, table

ORDER = "Norway has ordered 54 Leopard 2A7 tanks from Germany"


def test_reprints_count_once_and_what_is_said_once_is_no_message(reading_client: TestClient) -> None:
    head, *rows = table(reading_client.get("/messages").text, "Messages")
    assert head == ["Message, in its clearest words", "Statements", "Independent origins", "Published"]
    by_words = {row[0]: row[1:] for row in rows}
    assert by_words['"We looked at two tanks and chose the one that our neighbours drive,"'][:2] == ["2", "1"]
    assert all(int(row[1]) > 1 for row in rows)
    origins = [int(row[2]) for row in rows]
    assert origins == sorted(origins, reverse=True)


def test_they_are_narrowed_by_words_speaker_and_topic(reading_client: TestClient) -> None:
    found = reading_client.get("/messages.json?q=NEIGHBOURS").json()
    assert [one["statements"] for one in found["messages"]] == [2]
    of_one = reading_client.get("/messages.json?speaker=Karin+Asplund").json()
    every = reading_client.get("/messages.json").json()
    assert {one["id"] for one in of_one["messages"]} < {one["id"] for one in every["messages"]}
    assert reading_client.get("/messages.json?topic=territory").json()["messages"] == []
    assert "Remove a filter" in reading_client.get("/messages?topic=territory").text
    assert reading_client.get("/messages?topic=weather").status_code == 422


def test_a_message_tells_who_says_it_and_where(reading_client: TestClient) -> None:
    [one] = reading_client.get("/messages.json?q=neighbours").json()["messages"]
    page = reading_client.get("/messages/one", params={"name": one["id"]}).text
    assert headings(page)[:2] == [one["wording"], "Outlets over time"]
    assert {"Who says it", "The newest statements"} <= set(headings(page))
    told = reading_client.get("/messages/one.json", params={"name": one["id"]}).json()
    assert [(by["name"], by["statements"]) for by in told["speakers"]] == [("Ingrid Halvorsen", 2)]
    found = reading_client.get(told["search"].replace("/search?", "/search.json?")).json()
    assert {hit["said_by"][0] for hit in found["hits"]} == {"Ingrid Halvorsen"}
    assert found["turning"]["total"] == one["statements"] == 2
    assert reading_client.get("/messages/one?name=m0").status_code == 404


def test_an_occasion_tells_what_was_said_there(reading_client: TestClient, names: Names) -> None:
    assert names.occasion == "Nordic Defence Forum"
    head, *rows = table(reading_client.get("/occasions").text, "Occasions")
    assert head == ["Name", "Statements", "Speakers", "Independent origins", "Published"]
    assert rows == [["Nordic Defence Forum", "2", "1", "1", "2023-06-20"]]
    page = reading_client.get("/occasions/one", params={"name": names.occasion}).text
    assert "Who spoke there" in headings(page)
    assert "There is no such contract" in page
    assert reading_client.get("/occasions.json?q=nordic").json()["turning"]["total"] == 1
    assert reading_client.get("/occasions.json?q=southern").json()["occasions"] == []
    saved = list(csv.DictReader(io.StringIO(reading_client.get("/occasions.csv").text)))
    assert [row["name"] for row in saved] == ["Nordic Defence Forum"]


def test_statements_are_found_by_topic_event_and_occasion(reading_client: TestClient, names: Names) -> None:
    def total(**asked: str) -> int:
        found = reading_client.get("/search.json", params={"kind": "statements", **asked}).json()
        number: int = found["turning"]["total"]
        return number

    assert total(topic="transfer") > total(topic="transfer", speaker="Karin Asplund") > 0
    assert total(occasion=names.occasion) == total(channel="fair") == 2
    assert total(event="ASSAULT") == 0
