"""The sample articles, read and added to a ledger once for all tests of exports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files

import pytest

import armstrail
from armstrail.exports.sourced import Sourced
from armstrail.ledger import Addition, Ledger
from armstrail.model import Document, Reading


@pytest.fixture(scope="session")
def sample_readings() -> list[Reading]:
    lines = (files("armstrail") / "samples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    known = ("id", "text", "title", "published", "outlet", "url")
    rows = [json.loads(line) for line in lines]
    return list(armstrail.read_many(Document(**{key: row.get(key) for key in known}) for row in rows))


@pytest.fixture(scope="session")
def sample_ledger(
    sample_readings: list[Reading], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ledger]:
    with Ledger.open(str(tmp_path_factory.mktemp("ledger") / "a.db"), create=True) as ledger:
        ledger.append(
            [
                Addition(f"/texts/{r.document.id}", r.document.text.encode(), document=r.document, reading=r)
                for r in sample_readings
            ],
            "reader 1",
        )
        ledger.judge(next(iter(ledger.claims())).key, "accepted", "A. Reviewer", note="as the ministry says")
        yield ledger


@pytest.fixture(scope="session")
def sample_deals(sample_ledger: Ledger) -> list[Sourced]:
    return [(deal, sample_ledger.deal_claims(deal.id)) for deal in sample_ledger.deals()]
