"""Fixtures of the workbench: a small real ledger, a client, a server, a browser.

`kept` and what is named `reading_…` share one ledger, which no test changes; `place`, `ledger` and `client` have a copy
of it each time.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, Page

from armstrail.ledger import Ledger
from armstrail.ledger.accounts import AccountRules, Role
from armstrail.web.settings import Settings
from armstrail.web.visitors import COOKIE
from tests.web.browsing import LACKING, browsing, chromium, serving
from tests.web.counts import Counts, counts
from tests.web.made import FIRST, Names, make_ledger
from tests.web.workbenches import workbench

HERE = "http://127.0.0.1"
PASSWORD = "quiet harbour in winter"
CHEAP = AccountRules(time_cost=1, memory_cost=8, parallelism=1)
"""Hashing that is fast, and no secret."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A ledger that no test changes: its file, and the names of some of its records."""

    place: Path
    names: Names


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    place = tmp_path_factory.mktemp("kept") / "ledger.db"
    return Kept(place, make_ledger(place))


@pytest.fixture(scope="session")
def names(kept: Kept) -> Names:
    return kept.names


@pytest.fixture(scope="session")
def counted(kept: Kept) -> Counts:
    """What that ledger holds, counted record by record."""
    return counts(kept.place)


@pytest.fixture(scope="session")
def reading_client(kept: Kept) -> Iterator[TestClient]:
    """Asks for pages and data of a ledger that is not to be changed."""
    with asking(Settings(str(kept.place), reviewer=FIRST)) as client:
        yield client


@pytest.fixture(scope="session")
def empty_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The same of a ledger that holds nothing."""
    place = str(tmp_path_factory.mktemp("empty") / "ledger.db")
    Ledger.open(place, create=True).close()
    with asking(Settings(place, reviewer=FIRST)) as client:
        yield client


@pytest.fixture(scope="module")
def kept_copy(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same ledger for the tests of one file, which may add accounts to it."""
    return str(shutil.copy(kept.place, tmp_path_factory.mktemp("copy") / "ledger.db"))


@pytest.fixture
def place(kept: Kept, tmp_path: Path) -> str:
    """A ledger to be changed."""
    return str(shutil.copy(kept.place, tmp_path / "ledger.db"))


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    """The same ledger that `client` asks, opened beside it."""
    with Ledger.open(place) as opened:
        yield opened


@pytest.fixture
def client(place: str) -> Iterator[TestClient]:
    """Asks for pages and data, and may change what it likes."""
    with asking(Settings(place, reviewer=FIRST)) as client:
        yield client


@pytest.fixture
def owner_client(place: str) -> Iterator[TestClient]:
    """The same where people sign in, for an owner who has."""
    with asking(Settings(place, accounts=True)) as client:
        sign_in(client, FIRST, "owner")
        yield client


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say last, where it is seen, how much was not tested for want of a browser."""
    yield
    count = sum(LACKING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    if count:
        terminalreporter.write_line(
            f"Tests skipped for want of Chromium: {count}. On Debian, `apt-get install chromium` brings it."
        )


@contextmanager
def asking(settings: Settings) -> Iterator[TestClient]:
    """A client for a workbench of its own, whose ledger is closed in the end."""
    with (
        workbench(settings, CHEAP) as app,
        TestClient(app, base_url=HERE, follow_redirects=False) as client,
    ):
        yield client


def sign_in(client: TestClient, name: str, role: Role) -> str:
    """Add an account and give the client its session; what its forms must send back."""
    accounts = client.app.state.ledger.accounts  # type: ignore[attr-defined]
    accounts.add_user(name, PASSWORD, role)
    session = accounts.sign_in(name, PASSWORD, "127.0.0.1")
    client.cookies.set(COOKIE, session.token)
    return str(session.csrf)


def said(page: str) -> str:
    """What a page says first, for a test that fails: all of it would be too long to read."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).split())[:300]


def csrf_of(client: TestClient) -> str:
    """What forms must send back where there are no accounts."""
    return str(client.app.state.csrf)  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def reading_address(kept: Kept) -> Iterator[str]:
    """The address of a workbench that listens, for tests that change nothing."""
    with serving(Settings(str(kept.place), reviewer=FIRST)) as address:
        yield address


@pytest.fixture
def address(place: str) -> Iterator[str]:
    """The address of a workbench that listens, on a ledger to be changed."""
    with serving(Settings(place, reviewer=FIRST)) as served:
        yield served


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Where there is none its tests skip; CI says that they must not."""
    program = chromium()
    if not program:
        if os.environ.get("ARMSTRAIL_TESTS_NEED_CHROMIUM") == "1":
            pytest.fail(LACKING)
        pytest.skip(LACKING)
    with browsing(program) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """What one person does with the browser: cookies and storage are gone after it."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(20_000)  # a machine may have much else to do
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
