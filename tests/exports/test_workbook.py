"""The workbook: read back with openpyxl and pandas, with words and sizes that break what is careless."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pandas as pd
import pytest

from armstrail import __version__
from armstrail.exports.entries import FIELDS
from armstrail.exports.meanings import MEANINGS
from armstrail.exports.sheets import CHARACTERS, Changes, Limits, Sheet, fitting
from armstrail.exports.sourced import Sourced
from armstrail.exports.workbook import Contents, write
from armstrail.ledger import Entry, Ledger
from armstrail.model import Claim, Document
from tests.exports.told import HOSTILE, claim_entry, document, many, sourced, strand

MADE = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def whole(ledger: Ledger, deals: list[Sourced]) -> Contents:
    return Contents(
        "a.db",
        MADE,
        deals,
        ledger.claims(),
        ledger.statements(),
        ledger.documents(),
        ledger.stories(),
        ledger.judgements(),
    )


def book(contents: Contents, **limits: Limits) -> tuple[Any, dict[str, int], io.BytesIO]:
    out = io.BytesIO()
    counted = write(contents, out, **limits)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue())), counted, out


def entry(words: str) -> Entry[Document]:
    told = Document("a", words, words, words, words, words)
    return Entry("d1", words, told, told, "d1", "reader 1", "d1")


def rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_each_kind_has_a_sheet_with_all_its_records(
    sample_ledger: Ledger, sample_deals: list[Sourced]
) -> None:
    made, counted, out = book(whole(sample_ledger, sample_deals))
    assert made.sheetnames == ["read me", *MEANINGS]
    for name in MEANINGS:
        told = rows(made[name])
        assert tuple(told[0]) == tuple(MEANINGS[name])
        assert len(told) - 1 == counted[name] > 0
    sizes = sample_ledger.sizes()
    assert (counted["deals"], counted["claims"]) == (len(sample_deals), sizes["claims"])
    assert (counted["statements"], counted["documents"]) == (sizes["statements"], sizes["documents"])
    framed = pd.read_excel(io.BytesIO(out.getvalue()), sheet_name="claims")
    assert list(framed.columns) == list(FIELDS["claims"])
    assert list(framed["evidence"]) == [e.record.evidence for e in sample_ledger.claims()]
    assert framed["start"].dtype.kind in "iu"


def test_the_first_sheet_says_what_when_by_which_version_and_what_columns_mean(
    sample_ledger: Ledger, sample_deals: list[Sourced]
) -> None:
    made, counted, _ = book(whole(sample_ledger, sample_deals))
    told = rows(made["read me"])
    assert ["Armstrail", __version__, None] in told
    assert ["made", "2026-03-04T05:06:07+00:00", None] in told
    for name, columns in MEANINGS.items():
        assert [name, counted[name], None] in told
        assert all([name, column, meaning] in told for column, meaning in columns.items())


@pytest.mark.parametrize("kind", FIELDS)
def test_the_columns_are_those_of_the_other_exports(kind: Any) -> None:
    assert tuple(MEANINGS[kind]) == FIELDS[kind]


def test_heads_stay_in_sight_and_filter(sample_ledger: Ledger) -> None:
    made, counted, _ = book(Contents("a.db", MADE, claims=sample_ledger.claims()))
    assert made.sheetnames == ["read me", "claims"]
    sheet = made["claims"]
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    assert sheet.auto_filter.ref == f"A1:AK{counted['claims'] + 1}" == sheet.dimensions
    assert sheet.column_dimensions["H"].width == 80


def test_a_cell_of_a_deal_has_its_claims_origins_and_sides() -> None:
    told = sourced(
        strand(1, side="supplier", **many("18", 18)),
        strand(2, side="recipient", **many("30", 30)),
        strand(3, side="recipient", origin="d2", **many("30", 30)),
    )
    made, _, _ = book(Contents("a.db", MADE, deals=[told]))
    heads, *cells = rows(made["deal cells"])
    named = [dict(zip(heads, row, strict=True)) for row in cells]
    assert [(c["field"], c["words"], c["origins"], c["sides"]) for c in named] == [
        ("step", None, 2, "supplier; recipient"),
        ("number", "18", 1, "supplier"),
        ("number", "30", 1, "recipient"),
    ]
    assert named[2]["claim_ids"] == "c2; c3" and named[2]["document_ids"] == "d2; d3"
    assert [c["contradicted"] for c in named] == [None, "yes", "yes"]
    (deal,) = rows(made["deals"])[1:]
    assert deal[11] == "agreed: 18 (×1), 30 (×1)" and deal[13:17] == ["agreed: number", 3, 3, 2]


def test_addresses_are_links_where_they_may_be_opened() -> None:
    bad = ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "mailto:a@b.example", "=1+1", ""]
    good = ["https://x.example/a?b=1&c=%20#d", "http://x.example", "HTTPS://X.EXAMPLE/ü"]
    made, _, _ = book(Contents("a.db", MADE, documents=map(entry, bad + good)))
    cells = [row[4] for row in made["documents"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [*bad[:-1], None, *good]
    links = [cell.hyperlink.target if cell.hyperlink else None for cell in cells]
    assert links == [None] * len(bad) + good


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_words_are_a_formula_an_error_or_too_much(words: str) -> None:
    made, _, out = book(Contents("=a.db", MADE, documents=[entry(words)]))
    for sheet in made:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type == ("s" if isinstance(cell.value, str) else "n")
                assert len(str(cell.value or "").encode("utf-16-le")) <= 2 * CHARACTERS
                formula = str(cell.value or "").lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
                assert not formula or cell.quotePrefix
    with zipfile.ZipFile(out) as packed:
        assert all(b"<f>" not in packed.read(name) for name in packed.namelist())


def test_what_is_removed_and_what_is_cut_is_told() -> None:
    long = replace(entry("x"), key="d2", document=Document("b", "y" * 40_000))
    told = [entry("a\x00b\x0bc"), long]
    made, _, _ = book(Contents("a.db", MADE, documents=told))
    said = [row[0] for row in rows(made["read me"])]
    assert "10 characters that XML forbids were removed, in 5 cells." in said
    assert any(str(line).startswith("1 cell of more than 32,767 characters") for line in said)
    text = made["documents"].cell(3, 10).value
    assert len(text) == CHARACTERS and text.endswith("… (cut; the whole is in document d2)")


def test_a_cut_counts_as_excel_does() -> None:
    changes = Changes()
    ships = fitting("🚢" * 40_000, "d1", changes)
    assert CHARACTERS - 1 <= len(ships.encode("utf-16-le")) // 2 <= CHARACTERS and changes.cut == 1
    assert fitting("🚢" * 16_383, "d1", changes) == "🚢" * 16_383 and changes.cut == 1
    assert fitting("é" * CHARACTERS, "d1", changes) == "é" * CHARACTERS


def test_a_full_sheet_goes_on_in_a_second_one() -> None:
    def claims() -> Iterator[Entry[Claim]]:
        return (claim_entry(f"c{number}", "d1", document(1)) for number in range(7))

    made, counted, _ = book(
        Contents("a.db", MADE, claims=claims(), documents=[entry("x")]), limits=Limits(rows=4)
    )
    assert made.sheetnames == ["read me", "claims", "claims 2", "claims 3", "documents"]
    assert counted["claims"] == 7
    parts = [rows(made[name]) for name in made.sheetnames[1:4]]
    assert [len(part) for part in parts] == [4, 4, 2]
    assert [row[0] for part in parts for row in part[1:]] == [f"c{number}" for number in range(7)]
    assert all(tuple(part[0]) == FIELDS["claims"] for part in parts)
    assert [made[name].auto_filter.ref for name in made.sheetnames[1:4]] == ["A1:AK4", "A1:AK4", "A1:AK2"]


def test_no_more_links_than_excel_takes() -> None:
    changes = Changes()
    made = openpyxl.Workbook(write_only=True)
    sheet = Sheet(made, "links", ["url"], changes, widths={}, linked="url", limits=Limits(links=4))
    for number in range(6):
        sheet.append([f"https://x.example/{number}"], "d1")
    sheet.append([f"https://x.example/{'a' * 3_000}"], "d1")
    sheet.end()
    made.save(out := io.BytesIO())
    with zipfile.ZipFile(out) as packed:
        assert packed.read("xl/worksheets/sheet1.xml").count(b"<hyperlink ") == 4
    assert changes.unlinked == 3 and sheet.written == 7


def test_what_breaks_off_leaves_nothing_open() -> None:
    def claims() -> Iterator[Entry[Claim]]:
        yield claim_entry("c1", "d1", document(1))
        raise OSError("the ledger is gone")

    with pytest.raises(OSError, match="gone"):
        write(Contents("a.db", MADE, claims=claims()), io.BytesIO())


def test_the_same_contents_make_the_same_workbook(sample_ledger: Ledger) -> None:
    one, other = (book(Contents("a.db", MADE, claims=sample_ledger.claims()))[0]["claims"] for _ in range(2))
    assert rows(one) == rows(other)
