"""Signing in and out: who is let in, by what, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from armstrail.ledger import schema
from armstrail.web import Settings
from tests.web.people import (
    AWAY,
    HOME,
    OTHER,
    OWNER,
    PASSWORD,
    READER,
    REVIEWER,
    Answer,
    Clock,
    Person,
    accounts_of,
    form,
    make_accounts,
    rules,
    signed_in,
)
from tests.web.workbenches import workbench

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "http:evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "/\u2028/evil.example",
    " //evil.example",
    "/" + "a" * 3_000,
    "",
]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_accounts(tmp_path / "a.db")


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[FastAPI]:
    with workbench(settings, rules(clock)) as app:
        yield app


def cookies(answer: Answer) -> dict[str, str]:
    """What each cookie that an answer sets is set to, with its flags."""
    lines = answer.headers.get_list("set-cookie")
    return {line.partition("=")[0]: line.partition("=")[2] for line in lines}


def flags(line: str) -> set[str]:
    return {part.strip().lower() for part in line.split(";")[1:]}


# ------------------------------------------------------------------ the way in


def test_who_asks_for_a_page_signs_in_first_and_is_then_where_they_wanted(app: FastAPI) -> None:
    person = Person(app)
    refused = person.get("/audit?page=1&size=2")
    assert refused.status_code == 303
    way = urlsplit(refused.headers["location"])
    assert (way.netloc, way.path, parse_qs(way.query)) == ("", "/sign-in", {"next": ["/audit?page=1&size=2"]})
    shown = person.get(refused.headers["location"])
    typed = form(shown, "/sign-in").fields | {"name": OWNER, "password": PASSWORD}
    answer = person.browser.post("/sign-in", data=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, "/audit?page=1&size=2")
    assert person.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "path", ["/account.json", "/audit.csv", "/users.json", "/api/v1/account", "/api/v1/audit"]
)
def test_data_is_refused_in_the_one_shape(app: FastAPI, path: str) -> None:
    answer = Person(app).get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {
        "status": 401,
        "title": "Unauthorized",
        "detail": "Sign in first.",
        "type": "about:blank",
        "faults": [],
    }


def test_a_part_of_a_page_sends_the_whole_page_to_the_form(app: FastAPI) -> None:
    answer = Person(app).get("/account", **{"hx-request": "true", "accept": "*/*"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in")


def test_what_is_sent_without_a_session_is_refused_and_nobody_is_sent_on(app: FastAPI) -> None:
    answer = Person(app).browser.post("/users", data={"name": "x"})
    assert answer.status_code == 401
    assert 'href="/sign-in"' in answer.text


@pytest.mark.parametrize("to", ELSEWHERE)
def test_nobody_is_led_elsewhere(app: FastAPI, to: str) -> None:
    person = Person(app)
    shown = person.browser.get("/sign-in", params={"next": to})
    assert form(shown, "/sign-in").fields["next"] == "/"
    answer = person.sign_in(READER, next=to)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    again = person.browser.get("/sign-in", params={"next": to})
    assert (again.status_code, again.headers["location"]) == (303, "/")


@pytest.mark.parametrize("to", ["/deals/t1", "/search?q=a%20b&next=//x", "/a#b", "/söm"])
def test_any_page_of_ours_may_be_next(app: FastAPI, to: str) -> None:
    answer = Person(app).sign_in(READER, to=to)
    assert answer.headers["location"] == to.replace("ö", "%C3%B6")


def test_the_form_keeps_what_was_typed_but_the_password(app: FastAPI) -> None:
    name = '"><script>alert(1)</script>'
    answer = Person(app).sign_in(name, OTHER, to="/audit")
    assert answer.status_code == 401
    typed = form(answer, "/sign-in").fields
    assert (typed["name"], typed["next"], typed["password"]) == (name, "/audit", "")
    assert name not in answer.text and OTHER not in answer.text
    assert 'role="alert"' in answer.text and 'class="account"' not in answer.text


def test_a_name_that_nobody_has_reads_like_a_wrong_password(app: FastAPI) -> None:
    accounts_of(app).disable(REVIEWER)
    said = set()
    for name, password in (("nobody", OTHER), (OWNER, OTHER), (REVIEWER, PASSWORD)):
        answer = Person(app).sign_in(name, password)
        assert answer.status_code == 401
        assert "armstrail" not in cookies(answer)
        said.add(answer.text.partition('role="alert">')[2].partition("<")[0])
    assert said == {"No account has this name and this password."}


# ------------------------------------------------------------------ cookies and sessions


def test_the_cookie_is_for_this_host_and_no_script(app: FastAPI) -> None:
    person = Person(app)
    assert flags(cookies(person.get("/sign-in"))["armstrail-form"]) == {"httponly", "path=/", "samesite=lax"}
    answer = person.sign_in(READER)
    assert flags(cookies(answer)["armstrail"]) == {"httponly", "path=/", "samesite=lax"}
    assert "max-age=0" in flags(cookies(answer)["armstrail-form"])
    assert person.get("/account").headers["cache-control"] == "no-store"


def test_by_https_alone_the_cookie_travels_by_https_alone(settings: Settings, clock: Clock) -> None:
    with workbench(replace(settings, secure=True), rules(clock)) as app:
        person = Person(app, base="https://127.0.0.1")
        answer = person.sign_in(READER)
        assert flags(cookies(answer)["__Host-armstrail"]) == {"httponly", "path=/", "samesite=lax", "secure"}
        assert person.get("/account").status_code == 200
        out = person.send("/sign-out")
        assert {"max-age=0", "secure", "path=/"} <= flags(cookies(out)["__Host-armstrail"])
        token = accounts_of(person.app).sign_in(READER, PASSWORD, HOME)
        assert token
        person.browser.cookies.set(
            "armstrail", token.token
        )  # what another port, or a page without HTTPS, may have set
        assert person.get("/account").status_code == 303


def test_a_session_that_was_planted_is_none(app: FastAPI) -> None:
    """Fixation: who sets a cookie before somebody signs in does not know the one they have after it."""
    person = Person(app)
    for planted in ("A" * 43, "", "\x01", "armstrail_" + "A" * 43):
        person.browser.cookies.set("armstrail", planted, domain="127.0.0.1", path="/")
        answer = person.sign_in(READER)
        assert answer.status_code == 303
        assert person.browser.cookies["armstrail"] != planted
        stranger = Person(app)
        stranger.browser.cookies.set("armstrail", planted)
        assert stranger.get("/account").status_code == 303
        person.browser.cookies.clear()


def test_each_sign_in_begins_a_session_and_ends_the_one_before(app: FastAPI) -> None:
    person = signed_in(app, READER)
    before = person.browser.cookies["armstrail"]
    csrf = person.csrf
    shown = Person(app).get("/sign-in")  # from another window, before the first session
    person.browser.cookies.set("armstrail-form", shown.cookies["armstrail-form"])
    typed = form(shown, "/sign-in").fields | {"name": REVIEWER, "password": PASSWORD}
    assert person.browser.post("/sign-in", data=typed).status_code == 303
    assert person.browser.cookies["armstrail"] != before
    assert person.csrf != csrf
    assert accounts_of(app).session(before) is None
    assert REVIEWER in person.get("/account").text


def test_who_has_signed_in_does_not_see_the_form(app: FastAPI) -> None:
    answer = signed_in(app, READER).get("/sign-in?next=/audit")
    assert (answer.status_code, answer.headers["location"]) == (303, "/audit")


def test_a_session_ends(app: FastAPI, clock: Clock) -> None:
    person = signed_in(app, REVIEWER)
    clock.pass_(hours=11)
    assert person.get("/account").status_code == 200
    clock.pass_(hours=12)
    assert person.get("/account").status_code == 303
    acts: tuple[Callable[[], object], ...] = (
        lambda: accounts_of(app).set_role(REVIEWER, "owner"),
        lambda: accounts_of(app).set_password(REVIEWER, PASSWORD),
        lambda: accounts_of(app).disable(REVIEWER),
    )
    for act in acts:
        person = signed_in(app, REVIEWER)
        act()
        assert person.get("/account").status_code == 303
        assert person.get("/account.json").status_code == 401


def test_every_page_says_who_has_signed_in_and_lets_them_out(app: FastAPI) -> None:
    accounts_of(app).add_user("<b>&amp; 'Ada'", PASSWORD, "reader")
    person = signed_in(app, "<b>&amp; 'Ada'")
    for path in ("/account", "/nothing", "/users"):
        shown = person.get(path)
        assert "&lt;b&gt;&amp;amp; &#39;Ada&#39;</a>" in shown.text
        assert "<b>" not in shown.text
        assert form(shown, "/sign-out").fields["csrf"]


def test_signing_out_ends_the_session_for_good(app: FastAPI) -> None:
    person = signed_in(app, READER)
    token = person.browser.cookies["armstrail"]
    answer = person.send("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "max-age=0" in flags(cookies(answer)["armstrail"])
    person.browser.cookies.set("armstrail", token)
    assert person.get("/account").status_code == 303
    assert person.browser.post("/sign-out").status_code == 303  # it has ended; nothing is wrong


def test_nobody_else_signs_one_out(app: FastAPI) -> None:
    person, stranger = signed_in(app, READER), signed_in(app, REVIEWER)
    for typed in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": stranger.csrf}):
        assert person.browser.post("/sign-out", data=typed).status_code == 403
    assert person.get("/account").status_code == 200


# ------------------------------------------------------------------ who may send the form


def test_a_form_of_somebody_else_signs_nobody_in(app: FastAPI) -> None:
    """Without the cookie, without the proof, with a proof made for another browser."""
    other = form(Person(app).get("/sign-in"), "/sign-in").fields["proof"]
    for proof in ("", "x", "é", other):
        person = Person(app)
        for seen in (False, True):
            if seen:
                person.get("/sign-in")
            answer = person.browser.post(
                "/sign-in", data={"name": READER, "password": PASSWORD, "proof": proof, "next": "/audit"}
            )
            assert answer.status_code == 403
            assert "armstrail" not in cookies(answer)
    assert form(answer, "/sign-in").fields["name"] == READER
    typed = form(answer, "/sign-in").fields | {"password": PASSWORD}
    assert person.browser.post("/sign-in", data=typed).headers["location"] == "/audit"  # sent once more


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1.evil.example"},
        {"origin": "http://[::1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_page_from_elsewhere_signs_nobody_in(app: FastAPI, headers: dict[str, str]) -> None:
    person = Person(app)
    typed = form(person.get("/sign-in"), "/sign-in").fields | {"name": READER, "password": PASSWORD}
    answer = person.browser.post("/sign-in", data=typed, headers=headers)
    assert answer.status_code == 403
    assert "armstrail" not in cookies(answer)
    own = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
    assert person.browser.post("/sign-in", data=typed, headers=own).status_code == 303


def test_a_proxy_may_ask_by_another_name(settings: Settings, clock: Clock) -> None:
    with workbench(replace(settings, names=("ledger.example.org",)), rules(clock)) as app:
        person = Person(app)
        typed = form(person.get("/sign-in"), "/sign-in").fields | {"name": READER, "password": PASSWORD}
        own = {"origin": "https://ledger.example.org", "sec-fetch-site": "same-origin"}
        assert person.browser.post("/sign-in", data=typed, headers=own).status_code == 303


@pytest.mark.parametrize("seed", ["a", "A" * 44, "é" * 43, '"' + "\\012" * 11 + '"', "A" * 43])
def test_what_a_browser_sends_as_a_cookie_is_not_sent_back_but_where_it_is_ours(
    app: FastAPI, seed: str
) -> None:
    answer = Person(app).browser.get("/sign-in", headers={b"cookie": f"armstrail-form={seed}".encode()})
    assert answer.status_code == 200
    assert cookies(answer)["armstrail-form"].startswith(f"{seed};") == (seed == "A" * 43)


# ------------------------------------------------------------------ too many attempts


def test_too_many_attempts_are_told_to_wait(app: FastAPI) -> None:
    person = Person(app)
    for _ in range(10):
        assert person.sign_in(OWNER, OTHER).status_code == 401
    answer = person.sign_in(OWNER, PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    assert "Too many sign-ins failed; try again in 15 minutes." in answer.text
    assert form(answer, "/sign-in").fields["name"] == OWNER
    assert Person(app, AWAY).sign_in(OWNER).status_code == 303  # the true one, from elsewhere


def test_who_asks_does_not_say_from_where(app: FastAPI) -> None:
    """Headers of proxies count for nothing where no proxy is named."""
    person = Person(app)
    for number in range(10):
        person.browser.headers["x-forwarded-for"] = f"203.0.113.{number}"
        person.sign_in(OWNER, OTHER)
    assert person.sign_in(OWNER, PASSWORD).status_code == 429
    assert {entry.address for entry in accounts_of(app).audited(0, 10)} == {HOME}


def test_a_thousand_attempts_leave_few_lines_and_others_come_in(app: FastAPI, clock: Clock) -> None:
    """From one address, of a hundred names, within ten minutes."""
    attacker = Person(app)
    typed = form(attacker.get("/sign-in"), "/sign-in").fields
    told = {401: 0, 429: 0}
    with attacker.browser:
        for number in range(1_000):
            clock.pass_(seconds=0.6)
            data = {**typed, "name": f"name {number % 98}" if number % 2 else OWNER, "password": OTHER}
            told[attacker.browser.post("/sign-in", data=data).status_code] += 1
    assert told == {401: 100, 429: 900}
    with app.state.ledger._database.reading() as db:
        assert db.scalar(select(func.count()).select_from(schema.attempts)) == 100
        assert db.scalar(select(func.count()).select_from(schema.audit)) < 150
    assert Person(app, AWAY).sign_in(OWNER).status_code == 303
