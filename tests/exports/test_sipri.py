"""Deals in the layout of SIPRI's trade register: what stands in a cell, what is marked, what others read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

from armstrail import registers
from armstrail.exports.sipri import write
from armstrail.exports.sourced import Sourced, Written
from armstrail.model import Strand
from armstrail.registers import SIPRI_COLUMNS
from tests.exports.told import HOSTILE, many, sourced, strand

(YEAR, YEAR_DOUBT, ORDERED, ORDERED_DOUBT, DESIGNATION, DESCRIPTION) = range(2, 8)
(DELIVERED, DELIVERED_DOUBT, YEARS, STATUS, COMMENTS) = range(8, 13)


def written(*told: Sourced, everything: bool = False) -> tuple[list[list[str]], Written]:
    out = io.StringIO(newline="")
    counted = write(told, out, everything=everything)
    assert out.getvalue().startswith("\ufeffRecipient,Supplier,")
    rows = list(csv.reader(io.StringIO(out.getvalue()[1:], newline="")))
    assert tuple(rows[0]) == SIPRI_COLUMNS
    return rows[1:], counted


def row(*strands: Strand, **changed: object) -> list[str]:
    ((cells,), _) = written(sourced(*strands, **changed))
    assert len(cells) == len(SIPRI_COLUMNS)
    assert cells[13:] == ["", "", ""]
    return cells


def test_an_order_with_a_date_and_a_number_is_marked_nowhere() -> None:
    cells = row(
        strand(1, date="2023-01", **many("18", 18)),
        strand(2, stage="delivered", date="2023-03-27", condition="second-hand", **many("eighteen", 18)),
    )
    assert cells[:12] == [
        "Ukraine",
        "Germany",
        "2023",
        "",
        "18",
        "",
        "Leopard 2A6",
        "tank",
        "18",
        "",
        "2023",
        "Second hand",
    ]
    assert cells[COMMENTS] == (
        "[Outlet 1, 2023-01-25, https://x.example/1]; [Outlet 2, 2023-01-25, https://x.example/2]"
    )


def test_a_year_by_publication_is_uncertain() -> None:
    assert row(strand(1))[YEAR : YEAR_DOUBT + 1] == ["2023", "?"]
    assert row(strand(1, date="2022-12"))[YEAR : YEAR_DOUBT + 1] == ["2022", ""]


def test_an_order_that_is_planned_or_dated_otherwise_is_uncertain() -> None:
    assert row(strand(1, date="2024", certainty="planned"))[YEAR : YEAR_DOUBT + 1] == ["2024", "?"]
    assert row(strand(1, date="2022"), strand(2, date="2021"))[YEAR : YEAR_DOUBT + 1] == ["2021", "?"]
    assert row(strand(1, published=None))[YEAR : YEAR_DOUBT + 1] == ["", ""]


def test_the_year_in_which_deliveries_are_due_is_not_that_of_the_order() -> None:
    cells = row(strand(1, date="2027"))
    assert cells[YEAR : YEAR_DOUBT + 1] == ["2023", "?"]
    assert "delivery planned 2027" in cells[COMMENTS]


def test_a_planned_year_is_not_that_of_an_order_that_was_made() -> None:
    planned = strand(2, date="2029", certainty="planned")
    cells = row(strand(1), planned)
    assert cells[YEAR : YEAR_DOUBT + 1] == ["2023", "?"]
    assert "delivery planned 2029" in cells[COMMENTS]
    assert row(strand(1, date="2022-12"), planned)[YEAR : YEAR_DOUBT + 1] == ["2022", ""]
    earlier = row(strand(1, date="2022-12"), strand(2, date="2021", certainty="planned"))
    assert earlier[YEAR] == "2022" and "delivery planned" not in earlier[COMMENTS]


@pytest.mark.parametrize(
    ("words", "least", "most", "cell"),
    [
        ("about 20", 20, 20, "20"),
        ("20 or so", 20, 20, "20"),
        ("18 to 20", 18, 20, "18"),
        ("up to 20", None, 20, "20"),
        ("dozens", None, None, ""),
    ],
)
def test_a_number_that_is_not_to_the_piece_is_marked_and_told_as_stated(
    words: str, least: int | None, most: int | None, cell: str
) -> None:
    cells = row(strand(1, date="2023", quantity=words, least=least, most=most))
    assert cells[ORDERED : ORDERED_DOUBT + 1] == [cell, "?" if cell else ""]
    assert cells[COMMENTS].startswith(f"number ordered as stated: outlets: {words} (1 origin); [")


def test_more_than_a_number_is_at_least_that() -> None:
    assert row(strand(1, quantity="more than 20", least=20, most=None))[ORDERED] == "20"


def test_of_several_numbers_stands_the_one_of_most_independent_origins() -> None:
    cells = row(
        strand(1, side="supplier", **many("18", 18)),
        strand(2, side="recipient", **many("20", 20)),
        strand(3, side="recipient", **many("twenty", 20)),
        strand(4, side="outlet", origin="d1", **many("18", 18)),  # a reprint counts once
    )
    assert cells[ORDERED : ORDERED_DOUBT + 1] == ["20", "?"]
    assert (
        "number ordered as stated: recipient's side: 20 (2 origins),"
        " supplier's side and outlets: 18 (1 origin)" in cells[COMMENTS]
    )


def test_of_numbers_of_as_many_origins_stands_the_one_published_last() -> None:
    cells = row(
        strand(1, published="2023-05-02", **many("18", 18)),
        strand(2, published="2023-01-25", **many("20", 20)),
    )
    assert cells[ORDERED] == "18"


def test_the_number_of_a_part_is_not_that_of_the_order() -> None:
    cells = row(
        strand(1, **many("18", 18)),
        strand(2, wording="rest", **many("six", 6)),
        strand(3, wording="rest", **many("six", 6)),
    )
    assert cells[ORDERED : ORDERED_DOUBT + 1] == ["18", "?"]
    assert "six (2 origins)" in cells[COMMENTS]


def test_the_number_of_a_part_alone_is_uncertain_as_that_of_the_order() -> None:
    part = {"wording": "earlier", **many("the first four of the", 4)}
    cells = row(strand(1, **part), strand(2, stage="delivered", **part))
    assert cells[ORDERED : ORDERED_DOUBT + 1] == ["4", "?"]
    assert cells[DELIVERED : DELIVERED_DOUBT + 1] == ["4", ""]
    assert cells[COMMENTS].startswith("number ordered as stated: outlets: the first four of the (1 origin); ")
    assert "number delivered" not in cells[COMMENTS]


def test_words_without_a_figure_are_told_each() -> None:
    cells = row(strand(1, quantity="hundreds"), strand(2, quantity="dozens"), strand(3, quantity="Hundreds"))
    assert cells[ORDERED : ORDERED_DOUBT + 1] == ["", ""]
    assert cells[COMMENTS].startswith(
        "number ordered as stated: outlets: hundreds (2 origins), outlets: dozens (1 origin); ["
    )


def test_deliveries_are_not_summed_and_years_stand_beside_each_other() -> None:
    cells = row(
        strand(1, stage="delivered", date="2023-03", **many("6", 6)),
        strand(2, stage="delivered", date="2024-02", published="2024-02-11", **many("12", 12)),
    )
    assert cells[DELIVERED : YEARS + 1] == ["12", "?", "2023; 2024"]
    assert "number delivered as stated: outlets: 12 (1 origin), outlets: 6 (1 origin)" in cells[COMMENTS]
    assert cells[YEAR] == ""  # nobody tells of the order


def test_what_is_to_be_delivered_is_no_delivery() -> None:
    cells = row(strand(1), strand(2, stage="delivered", certainty="planned", date="2025", **many("6", 6)))
    assert cells[DELIVERED : YEARS + 1] == ["", "", ""]
    assert "delivery planned 2025" in cells[COMMENTS]


def test_years_of_delivery_by_publication_say_so() -> None:
    cells = row(strand(1, stage="delivered"))
    assert cells[YEARS] == "2023" and "year(s) of delivery by publication" in cells[COMMENTS]
    unknown = row(strand(1, stage="delivered", published=None))
    assert unknown[YEARS] == "" and "by publication" not in unknown[COMMENTS]


def test_a_denied_step_is_uncertain_and_both_sides_are_told() -> None:
    cells = row(
        strand(1, date="2023", side="supplier", **many("18", 18)),
        strand(2, polarity="denied", side="recipient"),
        strand(3, stage="cancelled", side="third", certainty="possible"),
    )
    assert (cells[YEAR_DOUBT], cells[ORDERED_DOUBT]) == ("?", "?")
    assert (
        "agreed: asserted by supplier's side (1 origin), denied by recipient's side (1 origin)"
        in cells[COMMENTS]
    )
    assert "cancelled, possible, says others (1 origin)" in cells[COMMENTS]


def test_sums_are_told_as_stated() -> None:
    cells = row(
        strand(1, value="$1.5bn", amount=1.5e9, currency="USD", side="supplier"),
        strand(2, value="€2bn", amount=2e9, currency="EUR"),
    )
    assert "value as stated: supplier's side: $1.5bn (1 origin), outlets: €2bn (1 origin)" in cells[COMMENTS]


def test_new_and_second_hand_together_are_neither() -> None:
    cells = row(strand(1, condition="new"), strand(2, condition="second-hand"))
    assert cells[STATUS] == "" and "called both new and second-hand" in cells[COMMENTS]
    assert row(strand(1, condition="new"))[STATUS] == "New"


def test_ten_documents_are_cited_each_once() -> None:
    cells = row(*(strand(number) for number in range(1, 14)), strand(14, document="d1"))
    assert cells[COMMENTS].count("https://x.example/") == 10
    assert cells[COMMENTS].endswith("; and 3 more")


def test_a_document_without_an_address_is_cited_by_its_name() -> None:
    assert "[2023-01-25, d1]" in row(strand(1), url=None, outlet=None)[COMMENTS]


def test_before_the_order_there_is_no_row_unless_everything_is_asked_for() -> None:
    told = sourced(strand(1, stage="offered", **many("18", 18)), strand(2, stage="negotiating"))
    assert written(told) == ([], Written(0, 1))
    denied = sourced(strand(1, polarity="denied"))
    assert written(denied) == ([], Written(0, 1))
    ((cells,), counted) = written(told, everything=True)
    assert cells[YEAR : ORDERED_DOUBT + 1] == ["", "", "", ""] and counted == Written(1, 0)


def test_unstated_parties_are_called_as_the_register_does() -> None:
    assert row(strand(1, supplier="", recipient=""))[:2] == ["unknown recipient(s)", "unknown supplier(s)"]


def test_goods_without_a_designation_have_their_words() -> None:
    cells = row(strand(1, designation=None, mention="battle tanks"))
    assert cells[DESIGNATION : DESCRIPTION + 1] == ["battle tanks", "tank"]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_words_begin_a_formula_or_break_a_line(words: str) -> None:
    cells = row(
        strand(1, designation=words or "x", supplier=f"org:{words}", recipient="UKR", **many(words, 3)),
        strand(2, value=words, amount=1.0, currency="USD"),
        outlet=words,
        url=words,
        published=words,
    )
    for cell in cells:
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert cell.isprintable() and len(cell) <= 32_767
        cell.encode()


def test_other_tools_read_the_heads_and_the_words(tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        write([sourced(strand(1, date="2023", **many("18", 18)), outlet="Львівська хвиля")], out)
    framed = pd.read_csv(file, dtype=str, keep_default_na=False)
    assert list(framed.columns[:3]) == ["Recipient", "Supplier", "Year of order"]
    assert "Львівська хвиля" in framed["Comments"][0]
    polar = pl.read_csv(file)
    assert polar.columns[0] == "Recipient" and polar["Number ordered"][0] == 18
    ((recipient, comments),) = (
        duckdb.connect()
        .execute(f"SELECT Recipient, Comments FROM read_csv('{file}', header = true)")
        .fetchall()
    )
    assert recipient == "Ukraine" and "Львівська хвиля" in comments


def test_what_reads_the_register_reads_the_deals(sample_deals: list[Sourced], tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        counted = write(sample_deals, out)
    release, rows = registers.load(file)
    assert (release.register, len(rows), release.faults) == ("sipri", counted.records, ())
    assert counted.records + counted.left_out == len(sample_deals)
    told = [deal for deal, _ in sample_deals if {"agreed", "delivered"} & _asserted(deal.strands)]
    states = [(deal.supplier, deal.recipient) for deal in told if _is_state(deal.supplier, deal.recipient)]
    read = [(r.supplier, r.recipient) for r in rows if _is_state(r.supplier or "", r.recipient or "")]
    assert read == states


def _asserted(strands: tuple[Strand, ...]) -> set[str]:
    return {s.stage for s in strands if s.polarity == "asserted"}


def _is_state(*parties: str) -> bool:
    return all(party.isupper() for party in parties)
