"""Every document, statement, claim and deal is cited with the address of its page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pybtex.database import parse_string  # type: ignore[import-untyped]

from armstrail.intake import Intake
from armstrail.ledger import Ledger
from armstrail.progress import Progress
from armstrail.web.settings import Settings
from tests.web.conftest import HERE, asking
from tests.web.made import Names

KINDS = ("document", "statement", "claim", "deal")


@pytest.mark.parametrize("kind", KINDS)
def test_a_citation_has_the_permanent_address(reading_client: TestClient, names: Names, kind: str) -> None:
    name = getattr(names, kind)
    place = f"/{kind}s/{name}"
    plain = reading_client.get(f"{place}.txt")
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert f"{HERE}{place}" in plain.text
    assert reading_client.get(f"/api/v1/citations/{name}").json()["text"].strip() == plain.text.strip()
    entries = parse_string(reading_client.get(f"{place}.bib").text, "bibtex").entries
    assert any(f"{HERE}{place}" in str(entry.fields) for entry in entries.values())
    records = json.loads(reading_client.get(f"{place}.csl").text)
    assert records and all(one["id"] and one["type"] for one in records)
    page = reading_client.get(place, headers={"accept": "text/html"}).text
    assert all(f'href="{place}.{ending}"' in page for ending in ("bib", "csl", "txt"))


def test_a_citation_has_the_address_by_which_readers_reach_it(place: str, names: Names) -> None:
    """A proxy ends HTTPS, and does not say so."""
    with asking(Settings(place, read_only=True, secure=True)) as client:
        for kind in KINDS:
            path = f"/{kind}s/{getattr(names, kind)}"
            for asked in (path, f"{path}.txt", f"{path}.bib", f"{path}.csl"):
                answer = client.get(asked).text
                assert f"https://127.0.0.1{path}" in answer, asked
                assert HERE not in answer, asked


def test_what_is_not_there_is_not_cited(reading_client: TestClient) -> None:
    for place in ("/claims/c00000000000000000000.bib", "/api/v1/citations/t00000000000000000000"):
        answer = reading_client.get(place)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_source_id_that_begins_as_the_name_of_a_deal_is_that_of_a_document(
    client: TestClient, ledger: Ledger, tmp_path: Path
) -> None:
    text = "Nothing left the harbour, the mayor said."
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "tide-1", "text": text, "title": "Harbour"}))
    with Intake(ledger, Progress("Reading", bar=False), workers=1) as intake:
        intake.add([str(tmp_path / "texts.jsonl")])
    assert "“Harbour”" in client.get("/documents/tide-1.txt").text
