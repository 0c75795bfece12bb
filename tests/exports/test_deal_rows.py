"""Deals as rows: Parquet as DuckDB, Polars and pandas read it, CSV as a spreadsheet does."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

from armstrail.exports.deal_rows import FIELDS, deal_row, write_parquet, write_rows
from armstrail.exports.sourced import Sourced
from armstrail.model import Deal
from tests.exports.told import HOSTILE, NAME, deal, many, strand

TOLD = deal(
    strand(1, side="supplier", date="2023-01", **many("18", 18)),
    strand(
        2, side="recipient", value="€50m", amount=5e7, currency="EUR", quantity="over 30", least=30, most=None
    ),
    strand(3, stage="delivered", polarity="denied", origin="d2", **many("18", 18)),
)
UNSTATED = deal(strand(1, supplier="", designation=None), id="t1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "deals.parquet"
    with path.open("wb") as out:
        assert write_parquet([TOLD, UNSTATED], out) == 2
    return path


def rows(*deals: Deal) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    assert write_rows(deals, out) == len(deals)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_duckdb_reads_lists_as_lists(file: Path) -> None:
    asked = f"""
        SELECT id, supplier_name, len(claims), list_transform(quantities, lambda q: q.min), quantities[2].sides[1],
               "values"[1].amount, contradictions[1].words
        FROM '{file}' WHERE list_contains(origins, 'd2')
    """
    assert duckdb.connect().execute(asked).fetchall() == [
        (NAME, "Germany", 3, [18, 30, 18], "recipient", 5e7, ["18", "over 30"])
    ]
    (kind,) = [
        row[1]
        for row in duckdb.connect().execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
        if row[0] == "claims"
    ]
    assert kind == "VARCHAR[]"


def test_polars_reads_lists_as_lists(file: Path) -> None:
    framed = pl.read_parquet(file)
    assert framed.columns == list(FIELDS) and framed.schema["claims"] == pl.List(pl.String)
    each = (
        framed.filter(pl.col("quantities").list.len() > 0)
        .explode("quantities")
        .unnest("quantities", separator=".")
    )
    assert each["quantities.words"].to_list() == ["18", "over 30", "18"]
    assert each["quantities.max"].to_list() == [18, None, 18]


def test_pandas_reads_lists_as_lists(file: Path) -> None:
    framed = pd.read_parquet(file)
    assert list(framed.columns) == list(FIELDS)
    assert (list(framed["claims"][0]) == ["c1", "c2", "c3"] and framed["supplier"][1] is None) or pd.isna(
        framed["supplier"][1]
    )
    steps = framed["steps"][0]
    assert [(s["stage"], s["polarity"], list(s["origins"])) for s in steps] == [
        ("agreed", "asserted", ["d1", "d2"]),
        ("delivered", "denied", ["d2"]),
    ]


def test_no_deals_leave_the_columns(tmp_path: Path) -> None:
    with (tmp_path / "none.parquet").open("wb") as out:
        assert write_parquet([], out) == 0
    assert pl.read_parquet(tmp_path / "none.parquet").columns == list(FIELDS)
    assert rows() == []


def test_many_deals_are_written_some_at_a_time(tmp_path: Path) -> None:
    with (tmp_path / "many.parquet").open("wb") as out:
        assert write_parquet((deal(strand(1), id=f"t{number}") for number in range(4_001)), out) == 4_001
    assert pl.read_parquet(tmp_path / "many.parquet")["id"].to_list() == [f"t{n}" for n in range(4_001)]


def test_csv_joins_lists_and_says_of_which_step() -> None:
    told, unstated = rows(TOLD, UNSTATED)
    assert tuple(told) == tuple(FIELDS)
    assert told["steps"] == "agreed; delivered (denied)"
    assert told["quantities"] == "agreed: 18 (×1); agreed: over 30 (×1); delivered (denied): 18 (×1)"
    assert (told["values"], told["dates"]) == ("agreed: €50m (×1)", "agreed: 2023-01 (×1)")
    assert told["contradictions"] == "agreed: 18 or over 30"
    assert (told["claims"], told["origins"], told["first"]) == ("c1; c2; c3", "d1; d2", "2023-01")
    assert (unstated["supplier"], unstated["designation"], unstated["goods"]) == ("", "", "Leopard 2A6 tanks")


def test_a_denied_step_beside_an_asserted_one_is_a_contradiction() -> None:
    (told,) = rows(deal(strand(1), strand(2, polarity="denied")))
    assert told["contradictions"] == "agreed: asserted and denied"


@pytest.mark.parametrize("words", [w for w in HOSTILE if "\ud800" not in w], ids=repr)
def test_no_words_begin_a_formula_or_are_lost(words: str, tmp_path: Path) -> None:
    told = deal(strand(1, designation=words, mention=words, **many(words, 3)))
    (row,) = rows(told)
    assert row["designation"].lstrip("'") == words.lstrip("'")
    assert not row["designation"].startswith(("=", "+", "-", "@", "\t"))
    with (tmp_path / "a.parquet").open("wb") as out:
        write_parquet([told], out)
    assert pl.read_parquet(tmp_path / "a.parquet")["designation"].to_list() == [words]


def test_a_number_that_no_column_holds_keeps_its_words(tmp_path: Path) -> None:
    huge = deal(strand(1, quantity="900000000000000 million", least=9 * 10**20, most=9 * 10**20))
    with (tmp_path / "a.parquet").open("wb") as out:
        assert write_parquet([huge], out) == 1
    (said,) = pl.read_parquet(tmp_path / "a.parquet").to_dicts()[0]["quantities"]
    assert (said["words"], said["min"], said["max"]) == ("900000000000000 million", None, None)


def test_the_sample_articles_make_rows(sample_deals: list[Sourced], tmp_path: Path) -> None:
    deals = [deal for deal, _ in sample_deals]
    with (tmp_path / "a.parquet").open("wb") as out:
        write_parquet(deals, out)
    held = pl.read_parquet(tmp_path / "a.parquet").to_dicts()
    assert held == [deal_row(deal) for deal in deals]
    assert [row["id"] for row in rows(*deals)] == [deal.id for deal in deals]


def test_every_column_is_told_of_in_the_docs() -> None:
    told = (Path(__file__).parents[2] / "docs" / "deals.md").read_text(encoding="utf-8")
    assert [name for name in FIELDS if f"`{name}`" not in told] == []
