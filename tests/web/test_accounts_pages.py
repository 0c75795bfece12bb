"""The pages on accounts, tokens and the audit log, and the same under /api/v1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from armstrail.ledger.accounts import Role
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
    forms,
    make_accounts,
    program,
    rules,
    signed_in,
)
from tests.web.workbenches import workbench

ACTS: dict[str, dict[str, str]] = {
    "/account/password": {"current": PASSWORD, "password": OTHER, "again": OTHER},
    "/account/tokens": {"label": "a", "role": "reader", "days": ""},
    "/tokens/{key}/revoke": {"to": "/account"},
    "/users": {"name": "Ada", "password": PASSWORD, "role": "owner"},
    "/users/role": {"name": READER, "role": "owner"},
    "/users/disable": {"name": READER},
    "/users/enable": {"name": READER},
}
"""All that a form of these pages does, and what it sends."""

OF_OWNERS = [path for path in ACTS if path.startswith("/users")]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[FastAPI]:
    with workbench(make_accounts(tmp_path / "a.db"), rules(clock)) as app:
        yield app


def said(answer: Answer) -> str:
    """What a page says could not be done."""
    found = re.search(r'<p class="said fault" role="alert">(.*?)</p>', answer.text)
    return found[1] if found else ""


def log(app: FastAPI) -> list[tuple[str, ...]]:
    """The audit log without times, the oldest first."""
    entries = accounts_of(app).audited(0, 100)[::-1]
    return [(one.what, one.who, one.address, one.record, one.outcome) for one in entries]


def standing(app: FastAPI) -> dict[str, tuple[Role, bool]]:
    return {user.name: (user.role, user.disabled) for user in accounts_of(app).users()}


def secret_of(answer: Answer) -> str:
    found = re.search(r"armstrail_[\w-]{43}", answer.text)
    assert found
    return found[0]


# ------------------------------------------------------------------ who may do what


@pytest.mark.parametrize("path", ACTS)
def test_nothing_is_done_without_a_form_of_ours(app: FastAPI, path: str) -> None:
    """Not with a secret of somebody else's form, nor as JSON, which needs the secret in a header."""
    _, token = accounts_of(app).make_token(OWNER, "a")
    owner, stranger = signed_in(app, OWNER), signed_in(app, REVIEWER)
    address, before = path.format(key=token.id), log(app)
    for csrf in ({}, {"csrf": ""}, {"csrf": "é"}, {"csrf": stranger.csrf}):
        assert owner.browser.post(address, data={**ACTS[path], **csrf}).status_code == 403
    assert owner.browser.post(address, json=ACTS[path]).status_code in {403, 422}
    assert owner.browser.post(address, content=b"", headers={"content-type": "text/plain"}).status_code in {
        403,
        422,
    }
    assert log(app) == before
    assert owner.send(address, **ACTS[path]).status_code in {200, 303}
    assert log(app) != before


@pytest.mark.parametrize("name", [REVIEWER, READER])
@pytest.mark.parametrize("path", OF_OWNERS)
def test_only_owners_keep_accounts(app: FastAPI, path: str, name: str) -> None:
    person, before = signed_in(app, name), standing(app)
    assert person.send(path, **ACTS[path]).status_code == 403
    assert Person(app).browser.post(path, data=ACTS[path]).status_code == 401
    assert standing(app) == before


@pytest.mark.parametrize("name", [REVIEWER, READER])
@pytest.mark.parametrize("path", ["/users", "/audit", "/users.json", "/audit.csv", "/api/v1/audit"])
def test_only_owners_see_accounts_and_the_log(app: FastAPI, path: str, name: str) -> None:
    answer = signed_in(app, name).get(path)
    assert answer.status_code == 403
    assert "This needs the role owner; yours is" in answer.text
    assert OWNER not in answer.text
    assert signed_in(app, OWNER).get(path).status_code == 200


@pytest.mark.parametrize("path", [path for path in ACTS if path not in OF_OWNERS])
def test_a_token_makes_no_tokens_and_no_passwords(app: FastAPI, path: str) -> None:
    """Whoever finds one, with whatever role, has no more than it, and no longer."""
    secret, token = accounts_of(app).make_token(OWNER, "a")
    before = log(app)
    answer = program(app, secret).post(path.format(key=token.id), data=ACTS[path])
    assert (answer.status_code, answer.json()["detail"]) == (403, "A token may not do this: sign in.")
    assert log(app) == before


# ------------------------------------------------------------------ one's own account


def test_an_account_shows_its_own_tokens_alone(app: FastAPI) -> None:
    accounts = accounts_of(app)
    _, token = accounts.make_token(REVIEWER, "<i>mine</i>", "reader", 30)
    accounts.make_token(OWNER, "theirs")
    person = signed_in(app, REVIEWER)
    shown = person.get("/account")
    assert "&lt;i&gt;mine&lt;/i&gt;" in shown.text and "<i>" not in shown.text and "theirs" not in shown.text
    assert "<option>owner</option>" not in shown.text
    for path in ("/account.json", "/api/v1/account"):
        assert person.get(path).json() == {
            "name": REVIEWER,
            "role": "reviewer",
            "roles": ["reader", "reviewer"],
            "tokens": [
                {
                    "id": token.id,
                    "user": REVIEWER,
                    "label": "<i>mine</i>",
                    "role": "reader",
                    "made": "2026-03-01T09:00:00Z",
                    "expires": "2026-03-31T09:00:00Z",
                    "revoked": None,
                    "used": None,
                    "holds": True,
                }
            ],
        }


def test_a_new_password_ends_other_sessions_and_one_goes_on(app: FastAPI) -> None:
    person, elsewhere = signed_in(app, READER), signed_in(app, READER, AWAY)
    answer = person.send("/account/password", current=PASSWORD, password=OTHER, again=OTHER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?changed")
    assert "Your password is changed" in person.get("/account?changed").text
    assert elsewhere.get("/account").status_code == 303
    assert Person(app).sign_in(READER, PASSWORD).status_code == 401
    assert Person(app).sign_in(READER, OTHER).status_code == 303
    assert ("password", READER, HOME, READER, "") in log(app)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"current": "x"}, "That is not your current password."),
        ({"again": PASSWORD}, "The new password was typed in two ways."),
        (
            {"password": "short", "again": "short"},
            "A password has at least 12 characters; three or four words",
        ),
        ({"password": "a" * 1_001, "again": "a" * 1_001}, "A password has at most 1,000 characters."),
    ],
)
def test_what_is_wrong_with_a_password_is_said_on_the_page(
    app: FastAPI, typed: dict[str, str], why: str
) -> None:
    person = signed_in(app, READER)
    answer = person.send("/account/password", **{**ACTS["/account/password"], **typed})
    assert answer.status_code == 422
    assert said(answer).startswith(why)
    assert form(answer, "/account/password").fields["current"] == ""
    assert Person(app).sign_in(READER, PASSWORD).status_code == 303


def test_the_current_password_is_not_guessed_here_either(app: FastAPI) -> None:
    person = signed_in(app, READER)
    for number in range(10):
        typed = {"current": f"guess {number}", "password": OTHER, "again": OTHER}
        assert person.send("/account/password", **typed).status_code == 422
    answer = person.send("/account/password", current=PASSWORD, password=OTHER, again=OTHER)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")


# ------------------------------------------------------------------ tokens


def test_a_token_is_shown_once(app: FastAPI) -> None:
    person = signed_in(app, REVIEWER)
    answer = person.send("/account/tokens", label="night", role="reader", days="90")
    secret = secret_of(answer)
    assert answer.headers["cache-control"] == "no-store"
    assert secret not in person.get("/account").text + person.get("/account.json").text
    known = program(app, secret).get("/api/v1/account").json()
    assert [(one["label"], one["role"], one["expires"]) for one in known["tokens"]] == [
        ("night", "reader", "2026-05-30T09:00:00Z")
    ]
    assert ("token made", REVIEWER, HOME, known["tokens"][0]["id"], "reader of Ben") in log(app)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"role": "owner"}, "Ben: is a reviewer, and a token of theirs may not be more."),
        ({"label": ""}, "A label is one line of up to 80 characters, with a letter or digit."),
        ({"label": "a" * 81}, "A label is one line"),
        ({"days": "0"}, "A token holds for 1 to 3,650 days, or for ever."),
    ],
)
def test_what_is_wrong_with_a_token_is_said_on_the_page(
    app: FastAPI, typed: dict[str, str], why: str
) -> None:
    answer = signed_in(app, REVIEWER).send("/account/tokens", **{**ACTS["/account/tokens"], **typed})
    assert answer.status_code == 422
    assert said(answer).startswith(why)
    assert accounts_of(app).tokens() == []


@pytest.mark.parametrize("typed", [{"role": "king"}, {"days": "x"}, {"days": "1e9"}])
def test_what_the_form_cannot_send_is_refused(app: FastAPI, typed: dict[str, str]) -> None:
    answer = signed_in(app, REVIEWER).send("/account/tokens", **{**ACTS["/account/tokens"], **typed})
    assert answer.status_code == 422
    assert accounts_of(app).tokens() == []


def test_one_revokes_ones_own_tokens_and_an_owner_those_of_all(app: FastAPI) -> None:
    accounts = accounts_of(app)
    keys = {name: accounts.make_token(name, "a")[1].id for name in (OWNER, REVIEWER, READER)}
    person, owner = signed_in(app, REVIEWER), signed_in(app, OWNER)
    for key in (keys[OWNER], keys[READER], "k0000000000"):
        assert person.send(f"/tokens/{key}/revoke").status_code == 404
    button = next(one for one in forms(person.get("/account")) if one.action.startswith("/tokens/"))
    revoked = person.browser.post(button.action, data=button.fields)
    assert (revoked.status_code, revoked.headers["location"]) == (303, "/account")
    assert f"/tokens/{keys[REVIEWER]}/revoke" not in person.get("/account").text
    answer = owner.send(f"/tokens/{keys[READER]}/revoke", to="//evil.example")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert [token.id for token in accounts.tokens() if accounts.holds(token)] == [keys[OWNER]]


def test_tokens_are_revoked_by_the_api(app: FastAPI) -> None:
    """By a browser with the secret of its forms, by an owner's token; not by another token."""
    accounts = accounts_of(app)
    secrets = {name: accounts.make_token(name, "a") for name in (OWNER, REVIEWER, READER)}
    person = signed_in(app, READER)
    address = f"/api/v1/tokens/{secrets[READER][1].id}"
    assert person.browser.delete(address).status_code == 403
    assert program(app, secrets[READER][0]).delete(address).status_code == 403
    answer = person.browser.delete(address, headers={"x-csrf-token": person.csrf})
    assert (answer.status_code, answer.json()["holds"]) == (200, False)
    answer = program(app, secrets[OWNER][0]).delete(f"/api/v1/tokens/{secrets[REVIEWER][1].id}")
    assert (answer.status_code, answer.json()["user"]) == (200, REVIEWER)
    assert program(app, secrets[OWNER][0]).delete("/api/v1/tokens/k0").json()["status"] == 404


# ------------------------------------------------------------------ accounts, for owners


def test_an_owner_adds_changes_disables_and_enables(app: FastAPI) -> None:
    owner = signed_in(app, OWNER)
    acts = (
        ("/users", {"name": " <u>Ada</u> ", "password": OTHER, "role": "reader"}, ("reader", False)),
        ("/users/role", {"name": "<u>ada</u>", "role": "reviewer"}, ("reviewer", False)),
        ("/users/disable", {"name": "<u>Ada</u>"}, ("reviewer", True)),
        ("/users/enable", {"name": "<u>Ada</u>"}, ("reviewer", False)),
    )
    for path, typed, expected in acts:
        answer = owner.send(path, **typed)
        assert (answer.status_code, answer.headers["location"]) == (303, "/users")
        assert standing(app)["<u>Ada</u>"] == expected
    shown = owner.get("/users")
    assert "&lt;u&gt;Ada&lt;/u&gt;" in shown.text and "<u>" not in shown.text
    assert log(app)[-4:] == [
        ("user added", OWNER, HOME, "<u>Ada</u>", "reader"),
        ("role", OWNER, HOME, "<u>Ada</u>", "reviewer"),
        ("disabled", OWNER, HOME, "<u>Ada</u>", ""),
        ("enabled", OWNER, HOME, "<u>Ada</u>", ""),
    ]
    assert Person(app).sign_in("<u>Ada</u>", OTHER).status_code == 303


@pytest.mark.parametrize(
    ("path", "typed", "why"),
    [
        ("/users", {"name": "BEN", "password": PASSWORD}, "BEN: there is a user of this name already"),
        ("/users", {"name": "\u202e", "password": PASSWORD}, "A name is one line of up to 80 characters"),
        ("/users", {"name": "Ada", "password": "short"}, "A password has at least 12 characters"),
        (
            "/users/role",
            {"name": OWNER, "role": "reader"},
            "Anna Ö.: is the only owner; make another one first.",
        ),
        ("/users/disable", {"name": OWNER}, "Anna Ö.: is the only owner; make another one first."),
    ],
)
def test_what_is_wrong_with_an_account_is_said_on_the_page(
    app: FastAPI, path: str, typed: dict[str, str], why: str
) -> None:
    owner, before = signed_in(app, OWNER), standing(app)
    answer = owner.send(path, **typed)
    assert answer.status_code == 422
    assert said(answer).startswith(why)
    assert form(answer, "/users").fields["csrf"]
    assert standing(app) == before


def test_an_owner_who_steps_down_is_asked_to_sign_in_again(app: FastAPI) -> None:
    owner = signed_in(app, OWNER)
    owner.send("/users/role", name=READER, role="owner")
    assert owner.send("/users/role", name=OWNER, role="reader").headers["location"] == "/users"
    assert owner.get("/users").headers["location"] == "/sign-in?next=%2Fusers"
    assert signed_in(app, OWNER).get("/users").status_code == 403


def test_an_account_may_be_kept_by_the_api(app: FastAPI) -> None:
    secret, _ = accounts_of(app).make_token(OWNER, "a")
    owner = program(app, secret, AWAY)
    new = {"name": "Ada", "password": PASSWORD, "role": "reviewer"}
    answer = owner.post("/api/v1/users", json=new)
    ada = {"name": "Ada", "role": "reviewer", "made": "2026-03-01T09:00:00Z", "disabled": False}
    assert (answer.status_code, answer.json()) == (201, ada)
    for change, expected in (
        ({"role": "reader"}, {"role": "reader"}),
        ({"disabled": True}, {"role": "reader", "disabled": True}),
        ({"role": "owner", "disabled": False}, {"role": "owner"}),
        ({}, {"role": "owner"}),
    ):
        answer = owner.patch("/api/v1/users", json={"name": "ada", **change})
        assert (answer.status_code, answer.json()) == (200, ada | expected)
    assert ada | {"role": "owner"} in owner.get("/api/v1/users").json()["users"]
    assert ("role", OWNER, AWAY, "Ada", "reader") in log(app)


@pytest.mark.parametrize(
    ("method", "sent", "status"),
    [
        ("POST", {"name": "BEN", "password": PASSWORD}, 422),
        ("POST", {"name": "Ada"}, 422),
        ("POST", {"name": "Ada", "password": PASSWORD, "role": "king"}, 422),
        ("PATCH", {"name": "nobody", "role": "reader"}, 404),
        ("PATCH", {"name": OWNER, "disabled": True}, 422),
        ("PATCH", {"name": REVIEWER, "role": "king"}, 422),
        ("PATCH", {"role": "reader"}, 422),
    ],
)
def test_what_the_api_cannot_do_it_says_in_the_one_shape(
    app: FastAPI, method: str, sent: dict[str, object], status: int
) -> None:
    secret, _ = accounts_of(app).make_token(OWNER, "a")
    before = standing(app)
    answer = program(app, secret).request(method, "/api/v1/users", json=sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status and answer.json()["detail"]
    assert PASSWORD not in answer.text
    assert standing(app) == before


def test_the_api_says_what_it_answers(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    for path, methods in {
        "/api/v1/account": {"get"},
        "/api/v1/users": {"get", "post", "patch"},
        "/api/v1/tokens/{key}": {"delete"},
        "/api/v1/audit": {"get"},
    }.items():
        assert set(paths[path]) == methods
        for method in methods:
            assert {"401", "403", "422", "429"} <= set(paths[path][method]["responses"])
    assert not any(path.startswith(("/sign", "/users", "/account")) for path in paths)
