"""Claims as CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from armstrail.exports import write
from armstrail.exports.rows import COLUMNS
from armstrail.model import Reading
from tests.made import AGREED, BARE, DOCUMENT, READING, TITLE

DOCS = Path(__file__).parents[2] / "docs" / "records.md"


def rows(*readings: Reading) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    write(readings, "csv", out)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_a_row_for_each_claim() -> None:
    first, second, third = rows(READING, BARE)
    assert (first["supplier_id"], first["recipient_id"], first["stage"]) == ("RUR", "GRA", "agreed")
    assert (first["quantities"], first["quantity_min"], first["quantity_max"]) == ("up to 20", "", "20")
    assert (first["amount"], first["date_iso"], first["speakers"]) == (
        "1500000000",
        "2024-05-06",
        "Anna Weber",
    )
    assert (second["value"], second["polarity"]) == ("", "denied")
    assert (third["items"], third["categories"], third["designations"]) == (
        "tanks; guns",
        "tank; artillery",
        "; guns",
    )
    assert (third["in"], third["start"], third["end"]) == ("title", "0", str(len(TITLE)))


def test_no_claims_leave_the_names_of_the_columns() -> None:
    out = io.StringIO(newline="")
    write([BARE], "csv", out)
    assert out.getvalue() == ",".join(COLUMNS) + "\r\n"


def test_a_cell_that_a_spreadsheet_would_run_is_defused() -> None:
    assert rows(READING)[1]["evidence"].startswith("'=She")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_whatever_begins_a_formula(words: str) -> None:
    document = replace(DOCUMENT, title=words, outlet=words)
    (row,) = rows(Reading(document, (), (replace(AGREED, evidence=words, cue=words),)))
    for cell in (row["title"], row["outlet"], row["evidence"], row["cue"]):
        assert cell in (words, f"'{words}")
        assert not cell.strip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_every_column_is_told_of_in_the_docs() -> None:
    told = re.findall(r"`(\w+)`", DOCS.read_text(encoding="utf-8").partition("## As CSV")[2])
    assert told == COLUMNS
