"""A ledger on each database: a new SQLite file, a new database of a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from armstrail.ledger import Ledger


@pytest.fixture
def ledger(ledger_place: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_place, create=True) as opened:
        yield opened
