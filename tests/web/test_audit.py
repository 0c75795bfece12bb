"""The page of the audit log, and all of it as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from armstrail.ledger import audit
from armstrail.ledger.accounts import AuditEntry
from tests.web.people import (
    AWAY,
    HOME,
    OWNER,
    PASSWORD,
    REVIEWER,
    Clock,
    accounts_of,
    make_accounts,
    rules,
    signed_in,
)
from tests.web.workbenches import workbench


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[FastAPI]:
    with workbench(make_accounts(tmp_path / "a.db"), rules(clock)) as app:
        yield app


def test_the_log_is_turned_by_pages_the_newest_first(app: FastAPI) -> None:
    for number in range(30):
        accounts_of(app).note(AuditEntry("judgement", REVIEWER, AWAY, f"c{number:020x}", "accepted"))
    owner = signed_in(app, OWNER)
    page = owner.get("/audit.json?size=10&page=2").json()
    assert page["turning"] == {"number": 2, "pages": 4, "size": 10, "total": 34}
    assert [line["record"] for line in page["lines"]] == [f"c{number:020x}" for number in range(20, 10, -1)]
    assert page["lines"][0] == {
        "made": "2026-03-01T09:00:00Z",
        "who": REVIEWER,
        "address": AWAY,
        "what": "judgement",
        "record": f"c{20:020x}",
        "outcome": "accepted",
        "link": f"/claims/c{20:020x}",
    }
    shown = owner.get("/audit?size=10&page=2")
    assert f'href="/claims/c{20:020x}"' in shown.text
    assert (
        'href="/audit?size=10&amp;page=3"' in shown.text and 'href="/audit?size=10&amp;page=1"' in shown.text
    )
    assert owner.get("/audit?page=99").status_code == 404


def test_the_whole_log_is_a_table_that_runs_nothing(app: FastAPI) -> None:
    accounts_of(app).add_user("=cmd|'/c calc'!A1", PASSWORD, "reader")
    with app.state.ledger._database.writing() as db:
        for _ in range(600):
            audit.note(db, AuditEntry("merge", "=1+1", HOME, "t1", "with t2"), "2026-03-01T09:00:00Z")
    rows = list(csv.DictReader(io.StringIO(signed_in(app, OWNER).get("/audit.csv").text)))
    assert len(rows) == 605
    assert list(rows[0]) == ["what", "who", "address", "record", "outcome", "made"]
    assert {row["who"] for row in rows if row["what"] == "merge"} == {"'=1+1"}
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_markup_in_the_log_is_only_words(app: FastAPI) -> None:
    bad = "<img src=x onerror=alert(1)>"
    accounts_of(app).note(AuditEntry("judgement", bad, bad, f"c{bad}", bad))
    accounts_of(app).note(AuditEntry("user added", record="javascript:alert(1)"))
    shown = signed_in(app, OWNER).get("/audit").text
    assert "<img" not in shown and "&lt;img" in shown
    assert 'href="javascript:' not in shown
