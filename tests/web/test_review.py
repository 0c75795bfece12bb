"""Decisions on records, one at a time: the queue, two reviewers at once, what cannot be kept."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]

from armstrail.ledger import Ledger, Query
from armstrail.ledger.accounts import Actor, Role
from armstrail.web.settings import Settings
from armstrail.web.views import API
from armstrail.web.visitors import COOKIE, new_secret
from tests.web.conftest import PASSWORD, asking, csrf_of, said, sign_in
from tests.web.made import FIRST, SECOND, Names

PAGE = {"accept": "text/html"}
_NESTED = json.loads("[" * 900 + "]" * 900)


@pytest.fixture
def client(place: str) -> Iterator[TestClient]:
    with asking(Settings(place, reviewer=FIRST)) as client:
        yield client


@pytest.fixture
def second(place: str) -> Iterator[TestClient]:
    """Another reviewer, at a workbench of their own, on the same ledger."""
    with asking(Settings(place, reviewer=SECOND)) as client:
        yield client


def shown(answer: httpx2.Response) -> str | None:
    """The name of the record that a page of the queue shows."""
    assert answer.status_code == 200, said(answer.text)
    found = html.fromstring(answer.text).xpath("//form[@class='deciding']/@action")
    return found[0].split("?")[0].removeprefix("/review/") if found else None


def queue(client: TestClient, query: str = "") -> httpx2.Response:
    return client.get(f"/review?{query}", headers=PAGE)


def typed(answer: httpx2.Response, **more: str) -> tuple[str, dict[str, str]]:
    """The form of a page that decides, as a browser would send it."""
    (form,) = html.fromstring(answer.text).xpath("//form[@class='deciding']")
    return form.get("action"), {**fields_of(form), **more}


def fields_of(form: Any) -> dict[str, str]:
    """What its fields hold; of a text area all but the line end that every browser leaves out."""
    return {
        one.get("name"): one.get("value") or (one.text or "").removeprefix("\n")
        for one in form.xpath(".//input|.//textarea")
    }


def decide(client: TestClient, answer: httpx2.Response, decision: str, **more: str) -> httpx2.Response:
    action, fields = typed(answer, decision=decision, **more)
    return client.post(action, data=fields, headers=PAGE)


def onwards(client: TestClient, answer: httpx2.Response) -> httpx2.Response:
    assert answer.status_code == 303, said(answer.text)
    return client.get(answer.headers["location"], headers=PAGE)


def decisions(ledger: Ledger, key: str) -> list[tuple[str, str]]:
    return [(one.reviewer, one.decision) for one in ledger.decided_since(key, 0)]


# ------------------------------------------------------------------ the queue


def test_it_goes_through_what_nobody_decided_on_the_least_confident_first(
    client: TestClient, ledger: Ledger
) -> None:
    wanted = [e.key for e in ledger.find("claims", Query(review=("unreviewed",)), order="confidence").entries]
    page, found = queue(client), []
    while key := shown(page):
        found.append(key)
        page = onwards(client, decide(client, page, "accepted" if len(found) % 2 else "rejected"))
    assert found == wanted
    assert "No claim of it is left without a decision" in page.text
    assert ledger.find("claims", Query(review=("unreviewed",))).total == 0


def test_skipping_changes_nothing_and_leads_to_the_end(client: TestClient, ledger: Ledger) -> None:
    before, page, found = ledger.last_judgement(), queue(client), []
    while key := shown(page):
        found.append(key)
        (onward,) = html.fromstring(page.text).xpath("//a[@data-key='s']/@href")
        page = client.get(onward, headers=PAGE)
    assert len(found) == len(set(found)) == ledger.find("claims", Query(review=("unreviewed",))).total
    assert ledger.last_judgement() == before
    assert f"{len(found)} claims that you have passed over are still in it" in page.text


def test_the_list_is_that_of_the_address_and_stays_it(client: TestClient, ledger: Ledger) -> None:
    page = queue(client, "supplier=DEU&order=newest&kind=claims")
    wanted = ledger.find("claims", Query(supplier=("DEU",), review=("unreviewed",)), order="newest")
    assert shown(page) == wanted.entries[0].key
    assert "Supplier: Germany" in page.text
    answer = decide(client, page, "accepted")
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert (asked["supplier"], asked["order"], asked["kind"]) == (["DEU"], ["newest"], ["claims"])
    assert shown(onwards(client, answer)) == wanted.entries[1].key


def test_the_claims_of_a_deal_come_in_its_order(client: TestClient, ledger: Ledger, names: Names) -> None:
    strands = ledger.deal(names.deal).strands
    wanted = list(dict.fromkeys(strand.claim for strand in strands))
    address = f"deal={names.deal}&review=unreviewed&review=accepted&review=edited&review=rejected"
    page = queue(client, address)
    assert shown(page) == wanted[0]
    found = [client.get("/review.json", params={"deal": names.deal, "after": key}).json() for key in wanted]
    assert [one["item"] and one["item"]["claim"]["id"] for one in found] == [*wanted[1:], None]
    assert found[0]["left"] == len(wanted)
    assert found[0]["deal"]["id"] == names.deal


def test_a_record_is_shown_in_its_words_with_what_others_decided(client: TestClient, ledger: Ledger) -> None:
    disputed = ledger.find("claims", Query(review=("disputed",))).entries[0]
    page = queue(client, "review=disputed")
    assert shown(page) == disputed.key
    text = html.fromstring(page.text)
    words = text.xpath("string(//*[@id='item-words'])")
    assert disputed.record.evidence in words
    assert "rejected" in text.xpath("string(//ol[@class='judgements'])")
    assert f"/documents/{disputed.document_key}#{disputed.key}" in text.xpath("//a/@href")
    lit = [
        "".join(one.itertext())
        for one in text.xpath("//*[@id='item-words']//*[contains(@class, 'recipient')]")
    ]
    assert lit == [party.mention for party in disputed.record.recipient]


def test_statements_are_reviewed_too(client: TestClient, ledger: Ledger) -> None:
    page = queue(client, "kind=statements")
    key = shown(page)
    assert key is not None and key.startswith("s")
    onwards(client, decide(client, page, "accepted"))
    assert decisions(ledger, key) == [(FIRST, "accepted")]
    assert client.get(f"/review/{key}/edit").status_code == 422


def test_each_key_has_a_button(client: TestClient) -> None:
    page = queue(client)
    page = onwards(client, decide(client, page, "accepted"))
    keys = html.fromstring(page.text).xpath("//main//*[@data-key]/@data-key")
    assert sorted(set(keys)) == ["a", "e", "n", "p", "r", "s", "u"]


def test_an_empty_ledger_has_nothing_to_review(empty_client: TestClient) -> None:
    page = queue(empty_client)
    assert shown(page) is None
    assert "No claim of it is left without a decision" in page.text


# ------------------------------------------------------------------ decisions


def test_a_decision_is_kept_with_its_note_and_in_the_audit_log(client: TestClient, ledger: Ledger) -> None:
    page = queue(client)
    key = shown(page)
    assert key
    decide(client, page, "rejected", note="  An exercise.\r\nNo transfer. ")
    (made,) = ledger.decided_since(key, 0)
    assert (made.decision, made.reviewer, made.note) == ("rejected", FIRST, "An exercise.\nNo transfer.")
    (told,) = ledger.accounts.audited(size=1)
    assert (told.what, told.record, told.outcome, told.who) == ("judgement", key, "rejected", FIRST)


def test_a_form_that_is_sent_twice_is_kept_once(client: TestClient, ledger: Ledger) -> None:
    page = queue(client)
    key = shown(page) or ""
    first, again = (decide(client, page, "accepted") for _ in range(2))
    assert first.headers["location"] == again.headers["location"]
    assert decisions(ledger, key) == [(FIRST, "accepted")]


def test_the_last_decision_is_undone_where_it_is_told_of(client: TestClient, ledger: Ledger) -> None:
    page = queue(client)
    key = shown(page) or ""
    after = onwards(client, decide(client, page, "accepted"))
    (form,) = html.fromstring(after.text).xpath("//*[contains(@class, 'done')]//form")
    fields = fields_of(form)
    for _ in range(2):
        answer = client.post(form.get("action"), data=fields)
        assert shown(onwards(client, answer)) == key
    assert decisions(ledger, key) == [(FIRST, "accepted"), (FIRST, "withdrawn")]
    assert ledger.find(
        "claims", Query(review=("unreviewed",), document=(ledger.history(key).document_key,))
    ).total


def test_two_reviewers_at_once_lose_nothing_and_are_told(
    client: TestClient, second: TestClient, ledger: Ledger
) -> None:
    one, other = queue(client), queue(second)
    key = shown(one)
    assert key and key == shown(other)
    assert "decided meanwhile" not in onwards(client, decide(client, one, "accepted")).text
    after = onwards(second, decide(second, other, "rejected", note="Not so."))
    assert f"{FIRST} decided meanwhile: accepted." in after.text
    assert decisions(ledger, key) == [(FIRST, "accepted"), (SECOND, "rejected")]
    page = client.get(f"/claims/{key}").text
    assert f"accepted</strong> by {FIRST}" in page
    assert f"rejected</strong> by {SECOND}" in page


def test_a_record_is_decided_on_its_own_page_and_on_its_card(
    client: TestClient, ledger: Ledger, names: Names
) -> None:
    page = client.get(f"/statements/{names.statement}", headers=PAGE)
    answer = decide(client, page, "accepted")
    assert answer.headers["location"] == f"/statements/{names.statement}"
    document = client.get(f"/documents/{names.document}", headers=PAGE)
    card = html.fromstring(document.text).xpath(f"//*[@id='{names.claim}']//form")[0]
    answer = client.post(card.get("action"), data={**fields_of(card), "decision": "rejected"})
    assert answer.headers["location"] == f"/documents/{names.document}#{names.claim}"
    assert decisions(ledger, names.claim)[-1] == (FIRST, "rejected")
    assert decisions(ledger, names.statement)[-1] == (FIRST, "accepted")


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "\\evil", "d1/../../x"])
def test_no_form_leads_elsewhere(client: TestClient, names: Names, elsewhere: str) -> None:
    fields = {"csrf": csrf_of(client), "seen": "0", "decision": "accepted", "document": elsewhere}
    answer = client.post(f"/review/{names.claim}?back=document", data=fields)
    assert answer.headers["location"] == f"/claims/{names.claim}"
    answer = client.post(f"/review/{names.claim}?{elsewhere}", data=fields)
    assert answer.headers["location"].startswith("/review?")


# ------------------------------------------------------------------ what cannot be kept


def test_a_note_that_is_too_long_is_told_and_kept_in_the_form(client: TestClient, ledger: Ledger) -> None:
    page, note = queue(client), "x" * 100_000
    before = ledger.last_judgement()
    answer = decide(client, page, "rejected", note=note)
    assert answer.status_code == 422
    assert "100,000 characters; 5,000 at most" in answer.text
    assert shown_form(answer) == shown(page)
    assert typed(answer)[1]["note"] == note
    assert ledger.last_judgement() == before


def shown_form(answer: httpx2.Response) -> str:
    return typed(answer)[0].split("?")[0].removeprefix("/review/")


def fill(place: str) -> None:
    """Let no judgement be written any more, as where the disk is full."""
    with sqlite3.connect(place) as db:
        told = "database or disk is full"
        db.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON judgements BEGIN SELECT RAISE(ABORT, '{told}'); END"
        )


def free(place: str) -> None:
    with sqlite3.connect(place) as db:
        db.execute("DROP TRIGGER full")


def test_a_full_disk_loses_nothing_that_was_typed(client: TestClient, ledger: Ledger, place: str) -> None:
    page = queue(client)
    key = shown(page) or ""
    fill(place)
    answer = decide(client, page, "rejected", note="Seen in the town.")
    assert answer.status_code == 503
    assert "the disk is full" in answer.text
    action, fields = typed(answer)
    assert (shown_form(answer), fields["note"]) == (key, "Seen in the town.")
    free(place)
    assert client.post(action, data={**fields, "decision": "rejected"}).status_code == 303
    assert [one.note for one in ledger.decided_since(key, 0)] == ["Seen in the town."]
    asked = {"record": key, "decision": "accepted"}
    fill(place)
    answer = client.post(f"{API}/judgements", json=asked)
    assert (answer.status_code, answer.json()["title"]) == (503, "Service Unavailable")


def test_a_ledger_that_is_gone_loses_nothing_that_was_typed(client: TestClient, place: str) -> None:
    page = queue(client)
    action, fields = typed(page, decision="rejected", note="Seen in the town.")
    kept = Path(place).rename(f"{place}.away")
    answer = client.post(action, data=fields, headers=PAGE)
    assert answer.status_code == 503
    (form,) = html.fromstring(answer.text).xpath("//main//form")
    assert form.get("action") == action.rstrip("?")
    assert fields_of(form) == fields
    kept.rename(place)


def edit_form(answer: httpx2.Response) -> tuple[str, dict[str, str]]:
    """The form of a page that edits, as a browser would send it."""
    (form,) = html.fromstring(answer.text).xpath("//form[@class='edit-form']")
    fields = {name: value for name, value in fields_of(form).items() if not name.endswith("-drop")}
    for one in form.xpath(".//select"):
        (option,) = one.xpath("option[@selected]") or one.xpath("option[1]")
        fields[one.get("name")] = option.get("value", option.text)
    return form.get("action"), {**fields, "decision": "edited"}


def test_a_form_that_is_out_of_date_comes_back_as_typed(
    client: TestClient, ledger: Ledger, names: Names
) -> None:
    """The server was started anew meanwhile."""
    before = ledger.last_judgement()
    action, fields = edit_form(client.get(f"/review/{names.claim}/edit", headers=PAGE))
    typed_in = {"stage": "negotiating", "note": "See the\r\nlast line."}
    client.app.state.csrf = new_secret()  # type: ignore[attr-defined]
    answer = client.post(action, data={**fields, **typed_in}, headers=PAGE)
    assert answer.status_code == 403
    assert ledger.last_judgement() == before
    again, fields = edit_form(answer)
    assert (again, fields["stage"], fields["note"]) == (action, "negotiating", "See the\nlast line.")
    assert client.post(again, data=fields, headers=PAGE).status_code == 303
    assert [one.note for one in ledger.decided_since(names.claim, before)] == ["See the\nlast line."]


@pytest.fixture
def team(place: str) -> Iterator[TestClient]:
    """A workbench where people sign in, for one reviewer who has."""
    with asking(Settings(place, accounts=True)) as client:
        sign_in(client, FIRST, "reviewer")
        yield client


def sign_out(client: TestClient) -> None:
    accounts = client.app.state.ledger.accounts  # type: ignore[attr-defined]
    accounts.sign_out(client.cookies[COOKIE], "127.0.0.1")


def sign_in_again(client: TestClient) -> None:
    accounts = client.app.state.ledger.accounts  # type: ignore[attr-defined]
    client.cookies.set(COOKIE, accounts.sign_in(FIRST, PASSWORD, "127.0.0.1").token)


def kept_form(answer: httpx2.Response) -> tuple[str, dict[str, str]]:
    """The form of a page that shows no more than what was typed."""
    (form,) = html.fromstring(answer.text).xpath("//main//form")
    return form.get("action"), fields_of(form)


def test_what_was_typed_in_a_session_that_has_ended_comes_back_to_who_signs_in_again(
    team: TestClient, ledger: Ledger, names: Names
) -> None:
    before = ledger.last_judgement()
    page = team.get(f"/review/{names.claim}/edit", headers=PAGE)
    evidence = team.get(f"/claims/{names.claim}.json").json()["claim"]["record"]["evidence"]
    assert evidence in html.fromstring(page.text).text_content()
    action, fields = edit_form(page)
    sign_out(team)
    answer = team.post(action, data={**fields, "stage": "negotiating", "note": "Line 3."}, headers=PAGE)
    for _ in range(2):
        assert answer.status_code == 401
        assert html.fromstring(answer.text).xpath("//a[contains(@href, '/sign-in')]/@target") == ["_blank"]
        assert answer.headers["www-authenticate"] == "Bearer"
        assert evidence not in html.fromstring(answer.text).text_content(), (
            "who has not signed in sees nothing of the ledger"
        )
        action, fields = kept_form(answer)
        assert (fields["stage"], fields["note"]) == ("negotiating", "Line 3.")
        answer = team.post(action, data=fields, headers=PAGE)
    sign_in_again(team)
    answer = team.post(action, data=fields, headers=PAGE)
    assert answer.status_code == 403
    assert ledger.last_judgement() == before, "nothing is decided without the form being looked at"
    action, fields = edit_form(answer)
    assert (fields["stage"], fields["note"]) == ("negotiating", "Line 3.")
    assert team.post(action, data=fields, headers=PAGE).status_code == 303
    (made,) = ledger.decided_since(names.claim, before)
    assert (made.reviewer, made.decision, made.changes) == (FIRST, "edited", {"stage": "negotiating"})


def test_a_note_typed_in_a_session_that_has_ended_comes_back(team: TestClient, ledger: Ledger) -> None:
    page = queue(team)
    sign_out(team)
    action, fields = kept_form(decide(team, page, "rejected", note="Seen in the town."))
    sign_in_again(team)
    answer = team.post(action, data=fields, headers=PAGE)
    assert (answer.status_code, typed(answer)[1]["note"]) == (403, "Seen in the town.")
    onwards(team, decide(team, answer, "rejected"))
    assert [one.note for one in ledger.decided_since(shown(page) or "", 0)] == ["Seen in the town."]


@pytest.mark.parametrize("role", ["reader", "reviewer", "owner"])
def test_nobody_is_shown_what_another_has_typed(
    team: TestClient, ledger: Ledger, names: Names, role: Role
) -> None:
    before = ledger.last_judgement()
    action, fields = edit_form(team.get(f"/review/{names.claim}/edit", headers=PAGE))
    sent = {**fields, "stage": "negotiating", "note": "Between us."}
    sign_out(team)
    kept = kept_form(team.post(action, data=sent, headers=PAGE))[1]
    sign_in(team, SECOND, role)
    for one in (sent, kept, {**sent, "by": ""}):
        answer = team.post(action, data=one, headers=PAGE)
        assert answer.status_code == 403
        assert "Between us." not in answer.text
    assert ledger.last_judgement() == before


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize(
    "headers",
    [
        PAGE | {"origin": "https://evil.example"},
        PAGE | {"sec-fetch-site": "cross-site"},
        PAGE | {"sec-fetch-site": "same-site"},
        PAGE | {"hx-request": "true"},
        {"accept": "application/json"},
    ],
)
def test_what_a_page_of_somebody_else_or_a_program_sends_is_not_shown(
    team: TestClient, ledger: Ledger, names: Names, headers: dict[str, str], ended: bool
) -> None:
    before = ledger.last_judgement()
    if ended:
        sign_out(team)
    sent = {"decision": "accepted", "seen": "0", "by": FIRST, "note": "Put in.", "csrf": "guessed"}
    answer = team.post(f"/review/{names.claim}", data=sent, headers=headers)
    assert answer.status_code == (401 if ended else 403)
    assert "Put in." not in answer.text
    assert ledger.last_judgement() == before


@pytest.mark.parametrize("what", ["", "/undo"])
def test_a_form_that_is_not_ours_is_refused(
    client: TestClient, ledger: Ledger, names: Names, what: str
) -> None:
    before = ledger.last_judgement()
    fields = {"decision": "accepted", "seen": "0"}
    for given in ({}, {"csrf": ""}, {"csrf": "guessed"}):
        sent = {**fields, **given}
        answer = client.post(
            f"/review/{names.claim}{what}", data=sent, headers={"origin": "https://evil.example"}
        )
        assert answer.status_code == 403
    answer = client.post(
        f"{API}/judgements",
        json={"record": names.claim, "decision": "accepted"},
        headers={"origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    assert ledger.last_judgement() == before


def test_readers_decide_nothing(place: str, ledger: Ledger, names: Names) -> None:
    before = ledger.last_judgement()
    with asking(Settings(place, accounts=True)) as client:
        csrf = sign_in(client, "R. Reader", "reader")
        for path in ("/review", "/review.json", "/review/passages.jsonl", f"/review/{names.claim}/edit"):
            assert client.get(path).status_code == 403, path
        fields = {"csrf": csrf, "decision": "accepted", "seen": "0"}
        assert client.post(f"/review/{names.claim}", data=fields).status_code == 403
        assert client.post(f"/review/{names.claim}/undo", data=fields).status_code == 403
        asked = {"record": names.claim, "decision": "accepted"}
        answer = client.post(f"{API}/judgements", json=asked, headers={"x-csrf-token": csrf})
        assert answer.status_code == 403
        assert "/review" not in client.get(f"/claims/{names.claim}", headers=PAGE).text
        assert client.get("/agreement", headers=PAGE).status_code == 200
    assert ledger.last_judgement() == before


def test_what_is_no_decision_is_told(client: TestClient, names: Names) -> None:
    fields = {"csrf": csrf_of(client), "seen": "0"}
    for decision in ("", "liked", "Accepted"):
        answer = client.post(f"/review/{names.claim}", data={**fields, "decision": decision}, headers=PAGE)
        assert answer.status_code == 422
        assert "A decision is one of accepted" in answer.text
    answer = client.post("/review/c0000", data={**fields, "decision": "accepted"}, headers=PAGE)
    assert answer.status_code == 404
    assert client.get("/review", params={"order": "best-ever"}).status_code == 422
    assert client.get("/review", params={"deal": "t0000"}).status_code == 404
    assert client.get("/review", params={"at": "d0000", "review": "accepted"}).status_code == 200


def test_what_was_typed_on_a_record_that_is_gone_is_shown(client: TestClient) -> None:
    fields = {"csrf": csrf_of(client), "seen": "0", "note": "It took an hour to find.", "stage": "agreed"}
    for decision in ("accepted", "edited"):
        answer = client.post("/review/c0000", data={**fields, "decision": decision}, headers=PAGE)
        assert answer.status_code == 404
        assert "It took an hour to find." in answer.text
        assert html.fromstring(answer.text).xpath("//form[@action='/review/c0000']//input[@value='agreed']")


def test_a_list_of_what_is_not_stated_stays_one(client: TestClient) -> None:
    page = queue(client, "supplier=&q=").text
    assert {"/review.json?supplier="} == set(
        html.fromstring(page).xpath("//a[contains(@href, 'review.json')]/@href")
    )


# ------------------------------------------------------------------ programs


def test_a_program_decides_and_is_told_what_others_did(
    client: TestClient, ledger: Ledger, names: Names
) -> None:
    seen = ledger.last_judgement()
    ledger.decide(names.claim, "rejected", Actor("C. Reviewer"))
    asked = {"record": names.claim, "decision": "accepted", "note": "p. 3", "seen": seen}
    answer, again = (client.post(f"{API}/judgements", json=asked).json() for _ in range(2))
    assert (answer["again"], again["again"]) == (False, True)
    assert answer["judgement"] == again["judgement"]
    assert (answer["judgement"]["decision"], answer["judgement"]["reviewer"]) == ("accepted", FIRST)
    assert [(one["reviewer"], one["decision"]) for one in answer["meanwhile"]] == [
        ("C. Reviewer", "rejected")
    ]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"decision": "accepted"}, 422),
        ({"record": "c0", "decision": "accepted"}, 404),
        ({"record": "{claim}", "decision": "liked"}, 422),
        ({"record": "{claim}", "decision": "accepted", "changes": {"stage": "agreed"}}, 422),
        ({"record": "{claim}", "decision": "edited"}, 422),
        ({"record": "{statement}", "decision": "edited", "changes": {"voice": "mixed"}}, 422),
        ({"record": "{claim}", "decision": "accepted", "note": "x" * 5_001}, 422),
        ({"record": "{claim}", "decision": "accepted", "seen": "many"}, 422),
        ({"record": "{claim}", "decision": "accepted", "seen": 2**70}, 422),
        ({"record": "{claim}", "decision": "accepted", "note": "\ud800"}, 422),
        ({"record": "{claim}", "decision": "edited", "changes": {"\ud800": 1}}, 422),
        ({"record": "{claim}", "decision": "edited", "changes": {"cue": _NESTED}}, 422),
    ],
)
def test_what_a_program_cannot_decide_is_a_problem(
    client: TestClient, ledger: Ledger, names: Names, asked: dict[str, Any], status: int
) -> None:
    before = ledger.last_judgement()
    named = {
        key: value.format(**vars_of(names)) if key == "record" else value for key, value in asked.items()
    }
    typed_as = {"content-type": "application/json"}
    answer = client.post(f"{API}/judgements", content=json.dumps(named), headers=typed_as)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert ledger.last_judgement() == before


def vars_of(names: Names) -> dict[str, str]:
    return {"claim": names.claim, "statement": names.statement}


def test_judgements_are_listed(client: TestClient, ledger: Ledger) -> None:
    total = ledger.last_judgement()
    page = client.get(f"{API}/judgements", params={"size": 2}).json()
    assert (len(page["judgements"]), page["turning"]["total"]) == (2, total)
    of_second = client.get(f"{API}/judgements", params={"reviewer": SECOND}).json()["judgements"]
    assert [(one["judgement"]["decision"], one["judgement"]["holds"]) for one in of_second] == [
        ("rejected", True),
        ("rejected", True),
        ("accepted", True),
    ]
    record = of_second[1]["record"]
    both = client.get(f"{API}/judgements", params={"record": record}).json()["judgements"]
    assert [one["judgement"]["reviewer"] for one in both] == [SECOND, FIRST]
    assert client.get(f"{API}/judgements", params={"page": 99}).status_code == 404


def test_decisions_are_handed_on_as_passages(client: TestClient, ledger: Ledger) -> None:
    lines = client.get("/review/passages.jsonl")
    assert lines.headers["content-type"] == "application/jsonl"
    rows = [json.loads(line) for line in lines.text.splitlines()]
    assert {row["coder"] for row in rows} == {FIRST, SECOND}
    judged = {one.judgement.document for one in ledger.judgements()}
    assert {row["doc"] for row in rows} <= judged


@pytest.mark.parametrize(("kind", "told"), [("claim", "areu"), ("statement", "aru"), ("document", "are")])
def test_a_page_tells_all_keys_that_decide_on_it(
    kind: str, told: str, reading_client: TestClient, place: str, names: Names
) -> None:
    address = f"/{kind}s/{getattr(names, kind)}"

    def keys(client: TestClient) -> str:
        dialog = client.get(address).text.partition('<dialog id="keys"')[2]
        return "".join(re.findall(r"<kbd>([a-z])</kbd>", dialog))

    assert keys(reading_client) == f"jk{told}"
    with asking(Settings(place, read_only=True)) as client:
        assert keys(client) == "jk"
