"""A document's page shows its words with every record lit, and how it came here."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Page, Response, expect

from armstrail.intake import Intake
from armstrail.ledger import Ledger
from armstrail.progress import Progress
from tests.web.made import Names

PAGE = {"accept": "text/html"}
MOST_ASSETS = 100_000


def test_words_are_whole_and_those_of_records_are_marked(
    client: TestClient, ledger: Ledger, names: Names
) -> None:
    history, reading = ledger.opened(names.document)
    assert reading
    page = client.get(f"/documents/{names.document}.json").json()
    assert "".join(piece["words"] for piece in page["text"]) == history.document.text
    assert "".join(piece["words"] for piece in page["title"]) == history.document.title
    lit = {label for piece in page["text"] + page["title"] for label in piece["records"]}
    assert lit == {one.id for one in reading.claims} | {one.id for one in reading.statements}
    assert [one["id"] for one in page["claims"] + page["statements"]] == [key for key, _ in history.records]


def test_it_tells_how_it_came_here(client: TestClient, names: Names) -> None:
    page = client.get(f"/documents/{names.document}.json").json()
    text = "".join(piece["words"] for piece in page["text"])
    assert page["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert page["captures"] and all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) for one in page["captures"])
    assert page["coverage"]["characters"] >= page["coverage"]["read"] > 0
    members = page["stories"][0]["documents"]
    assert {one["document"] for one in members if one["here"]} == {names.document}
    extended = next(one for one in members if one["relation"] == "extended")
    assert any("bridges" in words for words in extended["own"])


def test_it_is_found_by_the_id_of_its_source(client: TestClient, names: Names) -> None:
    assert client.get("/documents/agency.json").json()["id"] == names.document
    assert client.get(f"/documents/{names.claim}").status_code == 404
    assert client.get("/documents/nobody").status_code == 404


def test_a_record_lights_its_words_and_words_their_record(
    reading_address: str, page: Page, names: Names
) -> None:
    page.goto(f"{reading_address}/documents/{names.document}")
    card, words = (
        page.locator(f"#{names.claim}"),
        page.locator(f'.text .supplier[data-r~="{names.claim}"]').first,
    )
    card.focus()
    expect(words).to_have_class(re.compile(r"\blit\b"))
    page.locator("h1").first.hover()
    page.locator(".find input").focus()
    expect(words).not_to_have_class(re.compile(r"\blit\b"))
    words.hover()
    expect(card).to_have_class(re.compile(r"\blit\b"))


def test_a_first_view_is_light(reading_address: str, page: Page, names: Names) -> None:
    """What it loads beyond its text stays under 100 KB, unpacked."""
    loaded: dict[str, int] = {}

    def note(answer: Response) -> None:
        if "/static/" in answer.url:
            loaded[answer.url] = len(answer.body())

    page.on("response", note)
    page.goto(f"{reading_address}/documents/{names.document}", wait_until="networkidle")
    assert loaded, "nothing was seen to load"
    assert sum(loaded.values()) < MOST_ASSETS, loaded
    assert all(re.search(r"\?v=[0-9a-f]{12}$", one) for one in loaded), "a browser could not keep it"


def test_a_document_that_is_gone_says_so_as_a_page(reading_client: TestClient) -> None:
    answer = reading_client.get("/documents/d00000000000000000000", headers=PAGE)
    assert answer.status_code == 404
    assert "no record of this name" in answer.text
    assert "<code>armstrail find WORDS</code>" in answer.text
    assert '<a href="/search">' in answer.text


def test_its_story_is_told_of_in_whole_words(
    client: TestClient, ledger: Ledger, names: Names, tmp_path: Path
) -> None:
    shared = " ".join(html.fromstring(client.get(f"/documents/{names.document}").text).text_content().split())
    assert "documents carry this text" in shared
    assert re.search(r"this document \S", shared)
    article = tmp_path / "alone.txt"
    article.write_text(
        "OSLO, March 3 (Reuters) - " + " ".join(f"The {n}th ship came in quietly." for n in range(20))
    )
    with Intake(ledger, Progress("Reading", bar=False), workers=1) as intake:
        intake.add([str(article)])
    key = next(entry.key for entry in ledger.documents() if entry.record.text.startswith("OSLO, March 3"))
    alone = client.get(f"/documents/{key}").text
    assert "No other document in this ledger carries this text, which is credited to Reuters" in alone
    assert "is the first below" not in alone
