"""The SQLite file opens in Datasette as it is, and what its tables refer to is called by sensible names."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from armstrail.ledger import Ledger
from tests.ledger.made import GIFT, READER, SALE, addition, document

datasette = pytest.importorskip("datasette.app")


@pytest.fixture
def pages(tmp_path: Path) -> Any:
    """What Datasette answers to paths below the ledger."""
    place = tmp_path / "ledger.db"
    with Ledger.open(str(place), create=True) as ledger:
        ledger.append([addition(document(f"{SALE} {GIFT}", title="Arms for Graustark"))], READER)
        (claim, _) = ledger.claims()
        ledger.judge(claim.key, "accepted", "A")

    def get(*paths: str) -> list[Any]:
        async def ask() -> list[Any]:
            served = datasette.Datasette([str(place)])
            await served.invoke_startup()
            return [await served.client.get(f"/ledger{path}") for path in paths]

        return asyncio.run(ask())

    return get


@pytest.mark.filterwarnings("ignore")
def test_tables_are_shown_with_labels(pages: Any) -> None:
    tables = ("claims", "statements", "documents", "readings", "captures", "sightings", "judgements")
    for table, page in zip(tables, pages(*(f"/{table}" for table in tables)), strict=True):
        assert page.status_code == 200, table
    claims, readings, judgements = (
        page.json()["rows"]
        for page in pages(
            *(f"/{t}.json?_labels=on&_shape=objects" for t in ("claims", "readings", "judgements"))
        )
    )
    assert claims[0]["document_id"] == {"value": 1, "label": "Arms for Graustark"}
    assert claims[0]["reading_id"] == {"value": 1, "label": READER}
    assert claims[0]["name"] == "RUR → GRA: tanks, agreed"
    assert readings[0]["document_id"]["label"] == "Arms for Graustark"
    assert judgements[0]["document_id"]["label"] == "Arms for Graustark"


@pytest.mark.filterwarnings("ignore")
def test_words_can_be_searched_there_too(pages: Any) -> None:
    found, other = pages(
        "/documents.json?_search=tank&_shape=objects", "/claims.json?_search=rifle&_shape=objects"
    )
    assert [row["title"] for row in found.json()["rows"]] == ["Arms for Graustark"]
    assert [row["stage"] for row in other.json()["rows"]] == ["delivered"]
