"""The first page: what the ledger holds; where it holds nothing, how to begin."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from armstrail.ledger import Ledger, Query
from armstrail.web.settings import Settings
from tests.web.conftest import asking, csrf_of
from tests.web.made import FIRST

PAGE = {"accept": "text/html"}


def test_it_counts_the_ledger(client: TestClient, ledger: Ledger) -> None:
    page = client.get("/index.json").json()
    assert page["documents"] == len(list(ledger.documents()))
    assert page["claims"] == len(list(ledger.claims()))
    assert page["statements"] == len(list(ledger.statements()))
    assert page["releases"] == 1
    assert page["to_review"] == ledger.find("claims", Query(review=("unreviewed",))).total < page["claims"]
    assert page["newest"][0]["published"] == max(one["published"] for one in page["newest"])


def test_an_empty_ledger_takes_the_samples_once(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.db")
    Ledger.open(place, create=True).close()
    with asking(Settings(place, reviewer=FIRST)) as client:
        page = client.get("/", headers=PAGE).text
        assert "Read the sample articles" in page
        assert "--ledger" in page, "what is added elsewhere is not seen here"
        form = {"csrf": csrf_of(client)}
        assert client.post("/samples", headers={"sec-fetch-site": "cross-site"}).status_code == 403
        answer = client.post("/samples", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert client.get("/index.json").json()["claims"] > 0
        assert client.post("/samples", data=form).status_code == 409


def test_a_ledger_that_is_deleted_is_told_and_not_written(client: TestClient, place: str) -> None:
    Path(place).unlink()
    answer = client.get("/index.json")
    assert answer.status_code == 503
    assert "is gone" in answer.json()["detail"]
    assert not Path(place).exists()
    page = client.get("/", headers=PAGE)
    assert page.status_code == 503 and page.text.count("<h1") == 1
