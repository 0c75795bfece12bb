"""Forms that correct deals: what was typed in them is not lost where it cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]

from armstrail.ledger import Ledger
from armstrail.ledger.accounts import Role
from armstrail.web.settings import Settings
from armstrail.web.visitors import COOKIE, new_secret
from tests.web.conftest import PASSWORD, asking, sign_in
from tests.web.made import FIRST, SECOND, Names

PAGE = {"accept": "text/html"}
NOTE = "Two batches, see the\nsecond page."
Fields = dict[str, list[str]]


@pytest.fixture
def team(place: str) -> Iterator[TestClient]:
    """A workbench where people sign in, for one reviewer who has."""
    with asking(Settings(place, accounts=True)) as client:
        sign_in(client, FIRST, "reviewer")
        yield client


def sign_out(client: TestClient) -> None:
    client.app.state.ledger.accounts.sign_out(client.cookies[COOKIE], "127.0.0.1")  # type: ignore[attr-defined]


def sign_in_again(client: TestClient) -> None:
    accounts = client.app.state.ledger.accounts  # type: ignore[attr-defined]
    client.cookies.set(COOKIE, accounts.sign_in(FIRST, PASSWORD, "127.0.0.1").token)


def form_of(answer: httpx2.Response, ending: str) -> tuple[str, Fields]:
    """The form of a page that is sent to an address that ends so, and what it sends if nothing is chosen or typed."""
    (form,) = html.fromstring(answer.text).xpath(f"//main//form[contains(@action, '{ending}')]")
    fields: Fields = {}
    for one in form.xpath(".//input[@type='hidden'] | .//textarea"):
        value = one.get("value") if one.tag == "input" else (one.text or "").removeprefix("\n")
        fields.setdefault(one.get("name"), []).append(value)
    return form.get("action"), fields


def order(client: TestClient, deal: str) -> list[str]:
    found: list[str] = client.get(f"/deals/{deal}.json").json()["order"]
    return found


def typed(client: TestClient, names: Names, what: str) -> tuple[str, Fields]:
    """A form of a deal's page as somebody has filled it in."""
    action, fields = form_of(client.get(f"/deals/{names.deal}", headers=PAGE), f"/{what}")
    claims = order(client, names.deal)
    filled = {"claim": claims[-2:]} if what == "split" else {"other": ["t000"]}
    return action, {**fields, **filled, "note": [NOTE.replace("\n", "\r\n")]}


def notes(ledger: Ledger) -> set[str]:
    with ledger._database.reading() as db:
        return set(db.exec_driver_sql("SELECT note FROM joins").scalars())


def test_a_split_typed_in_a_session_that_has_ended_is_kept_once_signed_in_again(
    team: TestClient, ledger: Ledger, names: Names
) -> None:
    before = order(team, names.deal)
    action, fields = typed(team, names, "split")
    sign_out(team)
    for status in (401, 401, 403):
        if status == 403:
            sign_in_again(team)
        answer = team.post(action, data=fields, headers=PAGE)
        assert answer.status_code == status
        again, fields = form_of(answer, "/split")
        assert (again, fields["claim"], fields["note"]) == (action, before[-2:], [NOTE])
        ways = html.fromstring(answer.text).xpath("//main//a[contains(@href, '/sign-in')]/@target")
        assert ways == (["_blank"] if status == 401 else [])
    assert order(team, names.deal) == before
    answer = team.post(action, data=fields, headers=PAGE)
    assert answer.status_code == 303
    assert sorted(order(team, answer.headers["location"].rpartition("/")[2])) == sorted(before[-2:])
    assert notes(ledger) == {NOTE}


@pytest.mark.parametrize("what", ["split", "merge"])
def test_a_form_that_is_out_of_date_comes_back_as_typed(client: TestClient, names: Names, what: str) -> None:
    """The server was started anew meanwhile."""
    action, fields = typed(client, names, what)
    client.app.state.csrf = new_secret()  # type: ignore[attr-defined]
    answer = client.post(action, data=fields, headers=PAGE)
    assert answer.status_code == 403
    again, kept = form_of(answer, f"/{what}")
    assert again == action
    assert {**kept, "csrf": fields["csrf"]} == {**fields, "note": [NOTE]}


@pytest.mark.parametrize(
    ("what", "given", "status"),
    [
        ("merge", {"other": ["t000"]}, 404),
        ("merge", {"other": [""]}, 422),
        ("merge", {"other": ["t" * 101]}, 422),
        ("split", {"claim": []}, 422),
        ("split", {"claim": ["c000"]}, 422),
        ("split", {"note": ["n" * 2_001]}, 422),
    ],
)
def test_a_note_comes_back_with_what_cannot_be_kept(
    client: TestClient, ledger: Ledger, names: Names, what: str, given: Fields, status: int
) -> None:
    action, fields = typed(client, names, what)
    fields = {**fields, **given}
    answer = client.post(action, data=fields, headers=PAGE)
    assert answer.status_code == status
    assert form_of(answer, f"/{what}")[1]["note"] == [one.replace("\r\n", "\n") for one in fields["note"]]
    assert html.fromstring(answer.text).xpath("string(//*[@role='alert'])").strip()
    assert notes(ledger) == set()


@pytest.mark.parametrize("role", ["reader", "reviewer", "owner"])
@pytest.mark.parametrize("what", ["split", "merge"])
def test_nobody_is_shown_what_another_has_typed(
    team: TestClient, ledger: Ledger, names: Names, what: str, role: Role
) -> None:
    action, fields = typed(team, names, what)
    sign_out(team)
    sign_in(team, SECOND, role)
    for one in (fields, {**fields, "by": [""]}):
        answer = team.post(action, data=one, headers=PAGE)
        assert answer.status_code == 403
        assert "second page" not in answer.text
    assert notes(ledger) == set()


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("what", ["split", "merge"])
@pytest.mark.parametrize(
    "headers",
    [
        PAGE | {"origin": "https://evil.example"},
        PAGE | {"hx-request": "true"},
        {"accept": "application/json"},
    ],
)
def test_what_a_page_of_somebody_else_or_a_program_sends_is_not_shown(
    team: TestClient, ledger: Ledger, names: Names, what: str, headers: dict[str, str], ended: bool
) -> None:
    action, fields = typed(team, names, what)
    if ended:
        sign_out(team)
    answer = team.post(action, data={**fields, "csrf": ["guessed"]}, headers=headers)
    assert answer.status_code == (401 if ended else 403)
    assert "second page" not in answer.text
    assert notes(ledger) == set()
