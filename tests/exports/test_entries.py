"""What a ledger exports, in each format."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from armstrail.exports.entries import (
    FIELDS,
    Judged,
    write_judgements,
    write_lines,
    write_parquet,
    write_rows,
)
from armstrail.ledger import KINDS, Entry, Kind, Ledger
from armstrail.model import Money
from armstrail.records import Record, claim_of, statement_of
from tests.ledger.made import GIFT, READER, SALE, addition, document, reading

MADE = document(
    f"{SALE} {GIFT}", "=id", title="@Arms", outlet="+Post", published="2021-05-02", url="https://x.example/"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger.open(str(tmp_path / "a.db"), create=True)
    ledger.append([addition(MADE)], READER)
    sold, gave = (entry.key for entry in ledger.claims())
    ledger.judge(sold, "rejected", "A", note="an exercise")
    ledger.judge(sold, "accepted", "A")
    ledger.judge(sold, "rejected", "B")
    ledger.judge(gave, "accepted", "A")
    ledger.judge(gave, "withdrawn", "A")
    return ledger


def lines(ledger: Ledger, kind: Kind) -> list[Record]:
    out = io.StringIO()
    write_lines(ledger.entries(kind), kind, Judged(ledger.judgements()), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_lines_hold_the_whole_records_and_the_judgements_that_hold(ledger: Ledger) -> None:
    read = reading(MADE)
    (shown,) = lines(ledger, "documents")
    assert (shown["doc"], shown["text"], shown["title"]) == ("=id", MADE.text, "@Arms")
    (said,) = lines(ledger, "statements")
    assert statement_of({**said, "id": "s1"}) == read.statements[0]
    sold, gave = lines(ledger, "claims")
    assert claim_of({**sold, "id": "c1", "statement": "s1"}) == read.claims[0]
    assert sold["statement"] == said["id"]
    assert [(j["decision"], j["reviewer"]) for j in sold["judgements"]] == [
        ("accepted", "A"),
        ("rejected", "B"),
    ]
    assert gave["judgements"] == []


def test_rows_defuse_what_a_spreadsheet_would_run(ledger: Ledger) -> None:
    out = io.StringIO()
    write_rows(ledger.claims(), "claims", Judged(ledger.judgements()), out)
    sold, _ = csv.DictReader(io.StringIO(out.getvalue()))
    assert (sold["doc"], sold["title"], sold["outlet"]) == ("'=id", "'@Arms", "'+Post")
    assert (sold["supplier_id"], sold["stage"], sold["confidence"]) == ("RUR", "agreed", "0.7")
    assert sold["judgements"] == "accepted (A); rejected (B)"


@pytest.mark.parametrize("kind", KINDS)
def test_parquet_has_the_same_columns_with_numbers_as_numbers(
    ledger: Ledger, kind: Kind, tmp_path: Path
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    out = io.StringIO()
    write_rows(ledger.entries(kind), kind, Judged(()), out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    with (tmp_path / "a.parquet").open("wb") as binary:
        write_parquet(ledger.entries(kind), kind, Judged(()), binary)
    table = parquet.read_table(tmp_path / "a.parquet")
    assert tuple(table.column_names) == tuple(rows[0]) == FIELDS[kind]
    assert table.num_rows == len(rows)
    if kind == "claims":
        assert table.column("start").to_pylist() == [int(row["start"]) for row in rows]
        assert table.column("confidence").to_pylist() == [0.7, 0.7]


def test_a_sum_beyond_what_a_float_tells_to_the_unit_is_written_in_parquet(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    sold = reading(MADE).claims[0]
    dear = replace(sold, value=Money("12,345 trillion won", 12_345_000_000_000_001, "KRW", sold.span))
    entry = Entry("c1", "c1", dear, MADE, "d1", READER, "d1")
    with (tmp_path / "a.parquet").open("wb") as binary:
        write_parquet([entry], "claims", Judged(()), binary)
    assert parquet.read_table(tmp_path / "a.parquet").column("amount").to_pylist() == [1.2345e16]


def test_all_judgements_are_exported_with_how_they_stand(ledger: Ledger) -> None:
    out = io.StringIO()
    write_judgements(ledger.judgements(), out)
    made = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(j["decision"], j["superseded"]) for j in made] == [
        ("rejected", True),
        ("accepted", False),
        ("rejected", False),
        ("accepted", True),
        ("withdrawn", False),
    ]
    assert all(j["holds_for"] == j["record"] for j in made)
    assert made[0]["words"] == SALE
