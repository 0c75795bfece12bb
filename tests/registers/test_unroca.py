"""Reports to UNROCA: which side is the reporter, and what their categories are."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from armstrail import registers
from armstrail.errors import RegisterError
from armstrail.registers.unroca import BY_RECIPIENT, BY_SUPPLIER
from tests.registers.made import saved

COLUMNS = (
    "Number of Items,State of origin (if not exporter),Intermediate location(s) (if any),Description of Items,"
    "Comments on the transfer"
)
EXPORTS = f"""\
UNROCA original report
Slovakia 2014
Exports
Category (I-VII),Final importer state,{COLUMNS}
I. Battle tanks,Uganda,4,Czechoslovakia,,T-72,Second-hand
VII. Missiles and missile launchers,Estonia,30,,Latvia,Igla,
III,Viet Nam,classified,,,,
"""
IMPORTS = f"""\
Reporting state: Republic of Moldova
Year: 2017
Category,Exporter state(s),{COLUMNS}
Armoured combat vehicles,Romania,20,,,TAB-71,"Gift, in two lots"
"""
MANY = """\
table,year,exporter,importer,category,num_items,state_of_origin,intermediate_locations,description,comments
major_export,2012,Spain,Peru,VI,1,,,Corvette,
major_import,2012,Spain,Chile,V,2,France,,,
small_arms_export,2013,Spain,Peru,Assault rifles,500,,,CETME,
"""


def test_a_report_on_exports_has_its_state_as_the_supplier(tmp_path: Path) -> None:
    release, rows = registers.load(saved(tmp_path, EXPORTS))
    assert (release.register, release.layout, release.first, release.last) == ("unroca", "unroca", 2014, 2014)
    assert release.complete
    assert [(row.supplier, row.recipient) for row in rows] == [("SVK", "UGA"), ("SVK", "EST"), ("SVK", "VNM")]
    assert {row.status for row in rows} == {BY_SUPPLIER}
    assert [row.delivered for row in rows] == [4, 30, None]
    assert {row.delivery_years for row in rows} == {(2014,)}
    assert [row.ordered for row in rows] == [None] * 3
    assert [row.category for row in rows] == ["tank", "manpads", "artillery"]
    assert [row.designation for row in rows] == ["T-72", "Igla", ""]
    assert rows[0].comments == "Second-hand"
    assert len(rows[0].cells) == 7


def test_a_report_on_imports_has_its_state_as_the_recipient(tmp_path: Path) -> None:
    _, (row,) = registers.load(saved(tmp_path, IMPORTS))
    assert (row.supplier, row.recipient, row.status) == ("ROU", "MDA", BY_RECIPIENT)
    assert (row.supplier_name, row.recipient_name) == ("Romania", "Republic of Moldova")
    assert (row.category, row.delivered, row.delivery_years) == ("armoured_vehicle", 20, (2017,))
    assert row.comments == "Gift, in two lots"


def test_state_and_year_may_stand_in_columns(tmp_path: Path) -> None:
    head = "Reporting State,Year,Category,Final Importer State(s),Number of items,Description of item"
    text = f"{head}\nBrazil,2003,IV,Peru,3,\n"
    _, (row,) = registers.load(saved(tmp_path, text))
    assert (row.supplier, row.recipient, row.delivery_years) == ("BRA", "PER", (2003,))
    assert row.category is None
    assert registers.possible(row) == {"combat_aircraft", "uav"}


def test_a_table_of_many_reports_says_who_reported(tmp_path: Path) -> None:
    release, rows = registers.load(saved(tmp_path, MANY))
    assert [(row.supplier, row.recipient, row.status) for row in rows] == [
        ("ESP", "PER", BY_SUPPLIER),
        ("ESP", "CHL", BY_RECIPIENT),
        ("ESP", "PER", BY_SUPPLIER),
    ]
    assert [row.category for row in rows] == ["warship", None, "small_arms"]
    assert (release.first, release.last) == (2012, 2013)
    assert registers.reports(rows) == {("ESP", 2012), ("CHL", 2012), ("ESP", 2013)}
    assert registers.possible(rows[0]) == {"warship"}
    assert registers.possible(rows[1]) == {"attack_helicopter", "uav"}


@pytest.mark.parametrize(
    ("reporter", "exporter", "importer", "status", "supplier", "recipient"),
    [
        ("Spain", "Spain", "Peru", BY_SUPPLIER, "ESP", "PER"),
        ("Peru", "Spain", "Peru", BY_RECIPIENT, "ESP", "PER"),
        ("Chile", "Spain", "Peru", "", "ESP", "PER"),
        ("", "Spain", "Peru", "", "ESP", "PER"),
        ("Ruritania", "Graustark", "Peru", "", None, "PER"),
    ],
)
def test_the_reporter_is_told_by_its_name(
    tmp_path: Path,
    reporter: str,
    exporter: str,
    importer: str,
    status: str,
    supplier: str | None,
    recipient: str,
) -> None:
    text = f"Reporter;Year;Category;Exporter;Importer;Number of items\n{reporter};2011;I;{exporter};{importer};7\n"
    _, (row,) = registers.load(saved(tmp_path, text))
    assert (row.status, row.supplier, row.recipient) == (status, supplier, recipient)


@pytest.mark.parametrize(
    ("flow", "supplier", "recipient"), [("Exports", "ESP", "PER"), ("Imports", "PER", "ESP")]
)
def test_a_side_left_empty_is_the_reporter(tmp_path: Path, flow: str, supplier: str, recipient: str) -> None:
    sides = ",Peru" if flow == "Exports" else "Peru,"
    text = f"Country,Year,Exports/imports,Category,Exporter,Importer,Number of items\nSpain,2011,{flow},I,{sides},7\n"
    release, (row,) = registers.load(saved(tmp_path, text))
    assert (row.supplier, row.recipient) == (supplier, recipient)
    assert row.cells[4:6] == tuple(sides.split(","))
    assert registers.row_of(release, row.line, row.cells) == row


def test_rows_are_made_again_and_written_back(tmp_path: Path) -> None:
    for text in (EXPORTS, IMPORTS, MANY):
        release, rows = registers.load(saved(tmp_path, text))
        assert registers.rows_of(release, [(row.line, row.cells) for row in rows]) == rows
        out = io.StringIO(newline="")
        registers.write(release, rows, out)
        assert out.getvalue() == text


def test_a_report_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="does not say of which state; add a column Reporting state"):
        registers.load(saved(tmp_path, EXPORTS.replace("Slovakia 2014\n", "")))
    with pytest.raises(RegisterError, match="does not say of which year; add a column Year"):
        registers.load(saved(tmp_path, EXPORTS.replace("Slovakia 2014\n", "Country: Slovakia\n")))


def test_a_second_table_in_the_file_is_told(tmp_path: Path) -> None:
    head = f"Category,Exporter state,{COLUMNS}\n"
    release, rows = registers.load(saved(tmp_path, EXPORTS + head + "I,Spain,2,,,,\n,Spain,2,,,,\n"))
    assert [fault.line for fault in release.faults] == [8, 10]
    assert "save each as a file of its own" in release.faults[0].reason
    assert len(rows) == 4


def test_a_row_without_year_or_number_is_told(tmp_path: Path) -> None:
    bad = MANY.replace("2012,Spain,Peru", ",Spain,Peru").replace("V,2,France", "V,two,France")
    release, rows = registers.load(saved(tmp_path, bad))
    assert [fault.line for fault in release.faults] == [2, 3]
    assert "no year of its report" in release.faults[0].reason
    assert len(rows) == 1


@pytest.mark.parametrize("filling", [" ", "a ", "-", ":", "Slovakia "])
def test_lines_of_any_length_before_the_head_take_no_longer(tmp_path: Path, filling: str) -> None:
    begun = time.process_time()
    release, _ = registers.load(saved(tmp_path, f"{filling * 50_000}x\n{EXPORTS}"))
    registers.scope(release)
    assert time.process_time() - begun < 2
