"""Who asks: by a session, by a token of the API, or without an account; and what they may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from armstrail.web import Settings
from armstrail.web.visitors import ROLES
from tests.web.people import (
    OWNER,
    PASSWORD,
    READER,
    REVIEWER,
    Clock,
    Person,
    accounts_of,
    forms,
    make_accounts,
    program,
    rules,
    signed_in,
)
from tests.web.workbenches import workbench


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


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_token_lets_a_program_in(app: FastAPI, scheme: str) -> None:
    secret, token = accounts_of(app).make_token(REVIEWER, "night")
    answer = Person(app).get("/api/v1/account", authorization=f"{scheme} {secret}")
    assert answer.status_code == 200
    assert [one["id"] for one in answer.json()["tokens"]] == [token.id]


@pytest.mark.parametrize("secret", ["", "x", "armstrail_", "armstrail_" + "A" * 43, "é", "a b", "\x7f"])
def test_what_is_no_token_is_refused_even_beside_a_session(app: FastAPI, secret: str) -> None:
    person = signed_in(app, OWNER)
    for path in ("/api/v1/account", "/account", "/account.json"):
        answer = person.browser.get(path, headers={b"authorization": f"Bearer {secret}".encode()})
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert answer.json()["detail"].startswith("This token is not known")


def test_other_ways_to_ask_are_a_proxys_own(app: FastAPI) -> None:
    person = signed_in(app, OWNER)
    assert person.get("/account", authorization="Basic YTpi").status_code == 200


def test_a_token_holds_no_more_when_it_is_over(app: FastAPI, clock: Clock) -> None:
    accounts = accounts_of(app)
    acts: dict[str, Callable[[str], object]] = {
        "revoked": accounts.revoke,
        "expired": lambda _: clock.pass_(days=31),
        "disabled": lambda _: accounts.disable(REVIEWER),
    }
    for label, act in acts.items():
        secret, token = accounts.make_token(REVIEWER, label, days=30)
        assert program(app, secret).get("/api/v1/account").status_code == 200
        act(token.id)
        assert program(app, secret).get("/api/v1/account").status_code == 401, label


@pytest.mark.parametrize("role", ROLES[1:])
def test_a_token_may_do_what_its_role_may_and_no_more(app: FastAPI, role: str) -> None:
    """All are of the owner, who may do more."""
    secret, _ = accounts_of(app).make_token(OWNER, "a", role)  # type: ignore[arg-type]
    known = program(app, secret)
    expected = 200 if role == "owner" else 403
    for path in ("/users", "/users.json", "/api/v1/users", "/audit", "/audit.csv", "/api/v1/audit"):
        assert known.get(path).status_code == expected, path
    new = {"name": "Ada", "password": PASSWORD, "role": "owner"}
    assert known.post("/api/v1/users", json=new).status_code == (201 if role == "owner" else 403)
    disabled = {"name": READER, "disabled": True}
    assert known.patch("/api/v1/users", json=disabled).status_code == expected
    assert known.post("/users/role", data={"name": READER, "role": "owner"}).status_code == (
        303 if role == "owner" else 403
    )


# ------------------------------------------------------------------ without accounts


def test_where_nothing_may_change_nobody_signs_in(settings: Settings, clock: Clock) -> None:
    for accounts in (True, False):
        with workbench(replace(settings, read_only=True, accounts=accounts), rules(clock)) as app:
            person = Person(app)
            shown = person.get("/sign-in")
            assert shown.status_code == 403
            assert "/sign-in" not in [one.action for one in forms(shown)] and "Sign in" not in shown.text
            for path in ("/sign-in", "/sign-out", "/users", "/samples", "/api/v1/users", "/nothing"):
                assert person.browser.post(path, data={"name": OWNER}).status_code == 403, path
            for method in ("PUT", "PATCH", "DELETE"):
                assert person.browser.request(method, "/api/v1/users").status_code == 403
            assert person.get("/account").status_code == 403
            assert person.get("/audit").status_code == 403


def test_on_this_machine_alone_there_are_no_accounts_to_keep(settings: Settings, clock: Clock) -> None:
    with workbench(replace(settings, accounts=False), rules(clock)) as app:
        person = Person(app)
        for path in ("/sign-in", "/account", "/users", "/api/v1/users"):
            assert person.get(path).status_code == 404, path
        new = {"name": "Ada", "password": PASSWORD, "role": "owner"}
        assert person.browser.post("/api/v1/users", json=new).status_code == 404
        assert person.get("/audit").status_code == 200


def test_no_name_reaches_a_header(app: FastAPI) -> None:
    owner = signed_in(app, OWNER)
    for name in ("a\r\nSet-Cookie: x=1", "a\nb", "a\x00b"):
        answer = owner.send("/users", name=name, password=PASSWORD, role="owner")
        assert "x" not in answer.cookies
    assert "a Set-Cookie: x=1" in [user.name for user in accounts_of(app).users()]  # one line, as spaces
    person = signed_in(app, "a Set-Cookie: x=1")
    for path in ("/account", "/account.json", "/audit.csv"):
        assert "x" not in person.get(path).cookies


def test_who_reads_writes_nothing(app: FastAPI, clock: Clock) -> None:
    person = signed_in(app, OWNER)
    secret, _ = accounts_of(app).make_token(OWNER, "a")
    known = program(app, secret)
    known.get("/api/v1/account")  # the day of a token's use is kept, once
    with written(app) as statements:
        for _ in range(3):
            clock.pass_(minutes=1)
            for path in ("/account", "/users", "/audit", "/audit.json", "/nothing"):
                person.get(path)
                known.get(path)
        assert statements == []
        person.send("/account/tokens", label="b")
        assert statements != []


@contextmanager
def written(app: FastAPI) -> Iterator[list[str]]:
    """The statements that change the ledger meanwhile."""
    engine, statements = app.state.ledger._database.engine, []

    def noted(*call: Any) -> None:
        if call[2].startswith(("INSERT", "UPDATE", "DELETE")):
            statements.append(call[2])

    event.listen(engine, "before_cursor_execute", noted)
    yield statements
    event.remove(engine, "before_cursor_execute", noted)
