"""The history of a record, by any name that it has."""

from __future__ import annotations

import io
import json

import pytest

from armstrail.errors import AskedError, LedgerError, UnknownNameError
from armstrail.exports.history import write_json, write_text
from armstrail.ledger import Ledger
from tests.ledger.made import GIFT, NEWER, READER, SALE, addition, document


@pytest.fixture
def kept(ledger: Ledger) -> Ledger:
    made = document(f"{SALE} {GIFT}", "the-id", title="Arms", outlet="The Post", published="2021-05-02")
    ledger.append(
        [addition(made, "https://a.example/1", status=200, fetched="2021-05-03T10:00:00+00:00")], READER
    )
    ledger.append([addition(made, "https://a.example/1")], NEWER)
    ledger.judge(next(ledger.claims()).key, "rejected", "A", note="an exercise")
    return ledger


def test_a_record_is_found_by_its_name_the_beginning_of_it_and_its_source(kept: Ledger) -> None:
    (shown,) = kept.documents()
    for name in (shown.key, shown.key[:6], "the-id", "https://a.example/1"):
        assert kept.history(name).key == shown.key
    for name in ("d", "dffff", "nothing", "", "%", "c" * 30):
        with pytest.raises(LedgerError, match="no record of this name"):
            kept.history(name)


def test_a_documents_history_names_readings_captures_and_what_it_holds(kept: Ledger) -> None:
    history = kept.history("the-id")
    assert [(r.reader, r.statements, r.claims, r.current) for r in history.readings] == [
        (READER, 1, 2, False),
        (NEWER, 1, 2, True),
    ]
    assert [(c.address, c.status, c.fetched) for c in history.captures] == [
        ("https://a.example/1", 200, "2021-05-03T10:00:00+00:00")
    ]
    assert [name for _, name in history.records] == [
        "RUR → GRA: tanks, agreed",
        "GRA → RUR: rifles, delivered",
        "the minister: Ruritania sold tanks to Graustark",
    ]


def test_a_claim_is_shown_with_its_words_in_their_place(kept: Ledger) -> None:
    claim, _ = kept.claims()
    out = io.StringIO()
    write_text(kept.history(claim.key), out)
    shown = out.getvalue()
    for words in (
        "Ruritania (RUR) → Graustark (GRA)",
        f"⟦{SALE}⟧ Graustark gave",
        "says the minister",
        f"{NEWER}: agreed, asserted, fact, confidence 0.70 (current)",
        "A: rejected",
        "an exercise",
        "2021-05-03T10:00:00+00:00 200  https://a.example/1",
    ):
        assert words in shown


def test_the_same_as_json(kept: Ledger) -> None:
    claim, _ = kept.claims()
    out = io.StringIO()
    write_json(kept.history(claim.key), out)
    shown = json.loads(out.getvalue())
    assert (shown["id"], shown["doc"], len(shown["versions"]), len(shown["captures"])) == (
        claim.key,
        "the-id",
        2,
        1,
    )
    assert shown["judgements"][0]["holds_for"] == claim.key
    assert shown["versions"][1]["evidence"] == SALE


def test_a_name_that_is_no_text_is_the_fault_of_who_asks(ledger: Ledger) -> None:
    """Not of the database, which one may ask again later."""
    with pytest.raises((AskedError, UnknownNameError)):
        ledger.history("c0\0")
