"""A claim's page, and a statement's: the words in their place, who says them, what was decided, the same elsewhere."""

from __future__ import annotations

from fastapi.testclient import TestClient

from armstrail.ledger import Ledger, Query
from tests.web.made import FIRST, SECOND, Names

PAGE = {"accept": "text/html"}


def test_a_claim_stands_in_its_words(client: TestClient, ledger: Ledger, names: Names) -> None:
    entry = next(one for one in ledger.claims() if one.key == names.claim)
    page = client.get(f"/claims/{names.claim}.json").json()
    assert page["current"] and page["claim"]["words"] == entry.record.evidence
    around = "".join(piece["words"] for piece in page["around"])
    assert entry.record.evidence in around
    assert around in (
        entry.document.title if page["in_title"] else ledger.opened(names.document)[0].document.text
    )
    marked = "".join(piece["words"] for piece in page["around"] if "evidence" in piece["roles"])
    assert marked == entry.record.evidence
    assert [one["id"] for one in page["deals"]] == [names.deal]
    assert page["document"]["id"] == names.document


def test_the_same_parties_elsewhere_are_told(client: TestClient, ledger: Ledger, names: Names) -> None:
    page = client.get(f"/claims/{names.claim}.json").json()
    same = ledger.find("claims", Query(supplier=("DEU",), recipient=("NOR",)), size=200).entries
    elsewhere = {one.key for one in same if one.document_key != names.document}
    assert page["elsewhere_total"] == len(elsewhere) > 0
    assert {one["id"] for one in page["elsewhere"]} <= elsewhere


def test_decisions_of_all_reviewers_are_told(client: TestClient, ledger: Ledger) -> None:
    disputed = ledger.find("claims", Query(review=("disputed",))).entries[0]
    page = client.get(f"/claims/{disputed.key}.json").json()
    told = {(one["reviewer"], one["decision"], one["holds"]) for one in page["claim"]["judgements"]}
    assert told == {(FIRST, "accepted", True), (SECOND, "rejected", True)}
    shown = client.get(f"/claims/{disputed.key}", headers=PAGE).text
    assert "It is the same order as in the title." in shown


def test_a_statement_names_the_claims_in_it(client: TestClient, ledger: Ledger) -> None:
    claim = next(entry for entry in ledger.claims() if entry.statement_key)
    page = client.get(f"/statements/{claim.statement_key}.json").json()
    assert claim.key in {one["id"] for one in page["claims"]}
    assert page["current"] and page["statement"]["id"] == claim.statement_key


def test_a_name_of_another_kind_is_no_claim(client: TestClient, names: Names) -> None:
    for path in (f"/claims/{names.statement}", f"/statements/{names.claim}", f"/claims/{names.document}"):
        answer = client.get(path)
        assert answer.status_code == 404 and "is no name of a" in answer.json()["detail"]
    answer = client.get("/statements/silent")  # the id that a source gives a document
    assert answer.status_code == 404 and "is the name of a document" in answer.json()["detail"]
