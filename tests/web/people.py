"""People with accounts, each with a browser of their own, and the forms that pages show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Protocol

from fastapi import FastAPI
from fastapi.testclient import TestClient

from armstrail.ledger import Ledger
from armstrail.ledger.accounts import AccountRules, Accounts
from armstrail.web import Settings
from tests.ledgers import file_of

PASSWORD = "four plain words here"
OTHER = "another four plain words"
OWNER, REVIEWER, READER = "Anna Ö.", "Ben", "Cleo"
HOME, AWAY = "192.0.2.1", "198.51.100.7"
PAGE = {"accept": "text/html"}


@dataclass
class Clock:
    """A time that passes when a test says so."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 1, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **much: float) -> None:
        self.now += timedelta(**much)


def rules(clock: Callable[[], datetime]) -> AccountRules:
    """Hashes that cost nothing, and a clock."""
    return AccountRules(time_cost=1, memory_cost=8, parallelism=1, clock=clock)


def make_accounts(place: Path) -> Settings:
    """A ledger with an owner, a reviewer and a reader, as it is served with accounts."""
    place.write_bytes(_file_with_accounts())
    return Settings(str(place), accounts=True)


@cache
def _file_with_accounts() -> bytes:
    def add(ledger: Ledger) -> None:
        for name, role in ((OWNER, "owner"), (REVIEWER, "reviewer"), (READER, "reader")):
            ledger.accounts.add_user(name, PASSWORD, role)  # type: ignore[arg-type]

    return file_of(add, rules(Clock()))


def accounts_of(app: FastAPI) -> Accounts:
    accounts: Accounts = app.state.ledger.accounts
    return accounts


class Answer(Protocol):
    """What a browser is answered, whichever library asks."""

    status_code: int
    headers: Any

    @property
    def cookies(self) -> Any: ...

    @property
    def text(self) -> str: ...

    def json(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page: where it goes, and what its fields hold."""

    action: str
    fields: dict[str, str]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(known.get("action", ""), {}))
        if tag == "input" and "name" in known and self.found:
            self.found[-1].fields[known["name"]] = known.get("value", "")


def forms(answer: Answer) -> list[Form]:
    """The forms of a page."""
    parser = _Forms()
    parser.feed(answer.text)
    return parser.found


def form(answer: Answer, action: str) -> Form:
    """The first form of a page that goes to an address."""
    return next(one for one in forms(answer) if one.action == action)


class Person:
    """Somebody with a browser, at an address."""

    def __init__(self, app: FastAPI, address: str = HOME, base: str = "http://127.0.0.1") -> None:
        self.app = app
        self.browser = TestClient(
            app, base_url=base, follow_redirects=False, headers=PAGE, client=(address, 50_000)
        )

    def sign_in(self, name: str, password: str = PASSWORD, to: str = "/account", **more: str) -> Answer:
        """Open the form, type, and send it."""
        shown = self.browser.get("/sign-in", params={"next": to})
        if shown.status_code != 200:
            return shown
        typed = {**form(shown, "/sign-in").fields, "name": name, "password": password, **more}
        return self.browser.post("/sign-in", data=typed)

    def get(self, path: str, **headers: str) -> Answer:
        return self.browser.get(path, headers=headers)

    @property
    def csrf(self) -> str:
        """What the forms of this person's pages carry."""
        return form(self.get("/account"), "/sign-out").fields["csrf"]

    def send(self, path: str, **typed: str) -> Answer:
        """Send a form of ours."""
        return self.browser.post(path, data={"csrf": self.csrf, **typed})


def signed_in(app: FastAPI, name: str, address: str = HOME) -> Person:
    """Somebody who has just signed in."""
    person = Person(app, address)
    answer = person.sign_in(name)
    assert answer.status_code == 303, answer.text
    return person


def program(app: FastAPI, secret: str, address: str = HOME) -> TestClient:
    """A program with a token of the API."""
    return TestClient(
        app,
        base_url="http://127.0.0.1",
        follow_redirects=False,
        headers={"authorization": f"Bearer {secret}"},
        client=(address, 50_000),
    )
