"""A ledger of an earlier version, made by undoing what came since: it opens, and finds all that it found before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, text

from armstrail.deals import strands
from armstrail.ledger import KINDS, Ledger, Query, gathering
from armstrail.ledger.naming import Names
from tests.deals.made import read
from tests.ledger.made import GIFT, NEWER, READER, SALE, addition, document
from tests.ledger.told import ALL, LATER, SIX, WEAPONS, add, assert_as_from_the_beginning, key, merged, told

SINCE = ("stamps", "reviews", "accounts", "prints", "deal-columns", "judged", "names", "followed")
"""The migrations since deals came."""

NEW_TABLES = ("audit", "user_states", "attempts", "tokens", "sessions", "passwords", "users")
NEW_DIMENSIONS = ("review", "certainty", "confidence", "first", "deal")


def undo(db: Connection) -> None:
    """Make the tables as they were when deals came."""
    for table in NEW_TABLES:
        db.execute(text(f"DROP TABLE {table}"))
    for index in ("stamps", "last_stamp", "ix_members_number"):
        db.execute(text(f"DROP INDEX {index}"))
    db.execute(text("ALTER TABLE columns DROP COLUMN stamp"))
    db.execute(text("ALTER TABLE members DROP COLUMN number"))
    for column in ("reading_id", "undoes"):
        db.execute(text(f"ALTER TABLE judgements DROP COLUMN {column}"))
    for table in ("columns", "terms"):
        named = ", ".join(f"'{dimension}'" for dimension in NEW_DIMENSIONS)
        db.execute(text(f"DELETE FROM {table} WHERE kind IN ('deals', 'members') OR dimension IN ({named})"))
    for name in SINCE:
        db.execute(text(f"DELETE FROM migrations WHERE name = '{name}'"))


def all_found(ledger: Ledger) -> list[Any]:
    ledger.gather()
    return [
        *(ledger.search(kind, Query(), order="confidence") for kind in KINDS),
        *(ledger.search("claims", Query(review=(review,))) for review in ("accepted", "disputed")),
        ledger.deal_page(),
        ledger.deal_page(words="howitzers"),
        ledger.copies(),
        ledger.outlets(),
        ledger.flows(Query()),
        ledger.months(Query()),
    ]


@pytest.mark.parametrize("create", [True, False])
def test_a_ledger_of_the_version_before_opens_and_finds_what_it_held(
    ledger: Ledger, ledger_place: str, create: bool
) -> None:
    add(ledger, *ALL)
    ledger.append([addition(document(f"{SALE} {GIFT}", outlet="The Post"), "/said")], READER)
    for reviewer, decision in (("A", "accepted"), ("B", "rejected")):
        ledger.judge(key(ledger, "first-c1"), decision, reviewer)  # type: ignore[arg-type]
    ledger.judge(key(ledger, "others-c1"), "accepted", "A")
    before = all_found(ledger)
    with ledger._database.writing() as db:
        undo(db)
    with Ledger.open(ledger_place, create=create) as opened:
        assert all_found(opened) == before
        add(opened, read("new", "2023-01-01", SIX), *ALL)
        opened.judge(key(opened, "again-c2"), "accepted", "A")
        assert opened.counts("claims", Query())["review"]["accepted"] == 2
        opened.accounts.add_user("Ada", "four plain words here", "owner")
        with opened._database.writing() as db:
            for index in ("stamps", "last_stamp"):
                db.execute(text(f"DROP INDEX {index}"))  # fails where there is none


def test_what_was_decided_of_corrected_claims_before_strands_kept_their_names_holds(
    ledger: Ledger, ledger_place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ledger, *ALL)
    greece = [{"mention": "Greece", "id": "GRC", "span": [0, 6]}]
    with monkeypatch.context() as before:
        before.setattr(
            gathering, "strands", lambda document, published, told, _read: strands(document, published, told)
        )
        ledger.judge(key(ledger, "weapons-c1"), "edited", "A", changes={"recipient": greece})
        merged(ledger, "weapons-c1", "others-c1")
    with ledger._database.writing() as db:
        db.execute(text("DELETE FROM migrations WHERE name = 'names'"))
    with Ledger.open(ledger_place) as opened:
        assert ["others-c1", "weapons-c1"] in told(opened)
        opened.judge(key(opened, "weapons-c1"), "withdrawn", "A")
        assert ["others-c1", "weapons-c1"] in told(opened)


def test_what_was_decided_of_a_newer_reading_before_names_were_kept_through_readings_holds(
    ledger: Ledger, ledger_place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newer reader has named a supplier that the one before had not."""
    without = replace(WEAPONS, claims=(replace(WEAPONS.claims[0], supplier=()),))
    with monkeypatch.context() as before:
        before.setattr(gathering, "names", lambda _document, _readings: Names({}, frozenset()))
        add(ledger, *ALL)
        add(ledger, without, reader="the one before")
        add(ledger, WEAPONS, reader=NEWER)
        merged(ledger, "weapons-c1", "others-c1")
        add(ledger, without, reader="the last")
        add(ledger, LATER, reader="the last")
        merged(ledger, "weapons-c1", "again-c2")
    with ledger._database.writing() as db:
        db.execute(text("DELETE FROM migrations WHERE name = 'followed'"))
    with Ledger.open(ledger_place) as opened:
        assert ["again-c2", "others-c1", "weapons-c1"] in told(opened)
        assert_as_from_the_beginning(opened)
