"""Tables of the user's own: what a mapping may say, and what is said of one that does not fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from armstrail import registers
from armstrail.errors import RegisterError
from tests.registers.made import SIPRI, saved
from tests.registers.test_spreadsheets import workbook

TABLE = """\
Panel of experts, annex 9
Seller;Buyer;Model;Kind;Pieces;Signed;Arrived;Years;State;Remarks;Case
Norway;Peru;Skarv;patrol vessel;3;2004;2;2006, 2008;new;one still to come;P-1
Chile;Houthi rebels;Leopard 2A4;;(12);2010;;;;;P-2
Norway;Peru;;uav;5;;5;2011-2012;;;P-1
"""
MAPPING = """\
name = "panel"
date = 2015-06-30
years = [2000, 2014]
categories = ["tank", "other_ship", "uav"]
[columns]
supplier = "Seller"
recipient = "Buyer"
designation = "Model"
description = "Kind"
ordered = "Pieces"
order_year = "Signed"
delivered = "Arrived"
delivery_years = "Years"
status = "State"
comments = "Remarks"
transfer = "Case"
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return saved(tmp_path, TABLE)


def test_a_table_is_read_as_the_mapping_says(tmp_path: Path, table: Path) -> None:
    release, rows = registers.load(table, mapping=saved(tmp_path, MAPPING, "m.toml"))
    assert (release.register, release.date, release.layout) == ("panel", "2015-06-30", "table, semicolons")
    assert (release.first, release.last) == (2000, 2014)
    assert release.complete
    assert release.preamble == ("Panel of experts, annex 9",)
    first, second, third = rows
    assert (first.supplier, first.recipient, first.category) == ("NOR", "PER", "other_ship")
    assert (first.ordered, first.order_year, first.delivered) == (3, 2004, 2)
    assert first.delivery_years == (2006, 2008)
    assert (first.status, first.comments, first.transfer) == ("new", "one still to come", "P-1")
    assert (second.recipient, second.category) == ("group:houthis", "tank")
    assert second.estimated == {"ordered"}
    assert (third.category, third.delivery_years, third.transfer) == ("uav", (2011, 2012), "P-1")
    assert first.line == 3


def test_rows_are_made_again_with_the_mapping_that_the_release_keeps(tmp_path: Path, table: Path) -> None:
    release, rows = registers.load(table, mapping=saved(tmp_path, MAPPING, "m.toml"))
    (tmp_path / "m.toml").unlink()
    assert registers.rows_of(release, [(row.line, row.cells) for row in rows]) == rows
    assert json.loads(release.mapping or "")["columns"]["supplier"] == "Seller"


def test_goods_that_the_table_does_not_cover_are_outside(tmp_path: Path, table: Path) -> None:
    scope = registers.scope(registers.load(table, mapping=saved(tmp_path, MAPPING, "m.toml"))[0])
    assert scope.outside["missile"] == "panel covers only tank, other_ship, uav"
    assert "tank" not in scope.outside
    every = MAPPING.replace('categories = ["tank", "other_ship", "uav"]\n', "")
    assert registers.scope(registers.load(table, mapping=saved(tmp_path, every, "m.toml"))[0]).outside == {}


def test_what_holds_of_all_rows_needs_no_column(tmp_path: Path) -> None:
    path = saved(tmp_path, "Model,From\nLeopard 2A4,Chile\nTamoyo,\n")
    mapping = '[columns]\nsupplier = "From"\ndesignation = "Model"\n[fixed]\nrecipient = "Peru"\n'
    release, rows = registers.load(path, mapping=saved(tmp_path, mapping, "m.toml"))
    assert [(row.supplier, row.recipient) for row in rows] == [("CHL", "PER"), (None, "PER")]
    assert release.register == "table"  # the name of the file, for want of another
    assert registers.rows_of(release, [(row.line, row.cells) for row in rows]) == rows


def test_what_is_given_with_the_command_goes_before_the_mapping(tmp_path: Path, table: Path) -> None:
    mapping = saved(tmp_path, MAPPING, "m.toml")
    release, _ = registers.load(table, mapping=mapping, register="panel 2", released="2016-01-31")
    assert (release.register, release.date) == ("panel 2", "2016-01-31")


def test_the_head_is_where_the_mapping_says(tmp_path: Path) -> None:
    twice = "Seller;Buyer;Model\nwho;whom;what\nSeller;Buyer;Model\nChile;Peru;Tamoyo\n"
    mapping = 'header = 3\n[columns]\nsupplier = "Seller"\nrecipient = "Buyer"\ndesignation = "Model"\n'
    release, rows = registers.load(saved(tmp_path, twice), mapping=saved(tmp_path, mapping, "m.toml"))
    assert [row.supplier for row in rows] == ["CHL"]
    assert len(release.preamble) == 2


def test_the_sheet_is_the_one_that_the_mapping_names(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["Seller", "Buyer", "Model"], ["Chile", "Peru", "Tamoyo"]], title="Annex")
    columns = '[columns]\nsupplier = "Seller"\nrecipient = "Buyer"\ndesignation = "Model"\n'
    _, rows = registers.load(path, mapping=saved(tmp_path, 'sheet = "Annex"\n' + columns, "m.toml"))
    assert len(rows) == 1
    with pytest.raises(RegisterError, match='has no sheet "Anex"; there are: Annex'):
        registers.load(path, mapping=saved(tmp_path, 'sheet = "Anex"\n' + columns, "m.toml"))


def test_a_known_register_may_be_read_with_a_mapping(tmp_path: Path) -> None:
    mapping = (
        '[columns]\nsupplier = "supplier"\nrecipient = "RECIPIENT"\ndescription = "Weapon  description"\n'
    )
    release, rows = registers.load(saved(tmp_path, SIPRI), mapping=saved(tmp_path, mapping, "m.toml"))
    assert release.layout == "table"
    assert [row.order_year for row in rows] == [None] * 4


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "panel"', "name = panel", "is no TOML"),
        ('name = "panel"', "name = 7", "name has to be text, and is 7"),
        ('name = "panel"', 'name = ""', "name has to be text, and is ''"),
        ('name = "panel"', 'name = "sipri"', "name is sipri, a register that is known already"),
        (
            'name = "panel"',
            'title = "panel"',
            "title is no key; allowed are name, date, years, categories, sheet",
        ),
        ("2015-06-30", '"June 2015"', "date has to be a day, as 2025-03-01, and is 'June 2015'"),
        ("[2000, 2014]", "2000", "years have to be the first and the last, as [2010, 2024], and are 2000"),
        ("[2000, 2014]", "[2014, 2000]", "years have to be the first and the last"),
        ("[2000, 2014]", "[true, 2014]", "years have to be the first and the last"),
        ('"tank",', '"panzer",', "categories has 'panzer'; allowed are air_defence, ammunition"),
        ('["tank", "other_ship", "uav"]', "[]", "categories have to be a list"),
        ("[columns]", "header = 0\n[columns]", "header has to be"),
        (
            "[columns]",
            "header = -2\n[columns]",
            "header has to be the number of a line, counted from 1, and is -2",
        ),
        (
            "[columns]",
            'header = "2"\n[columns]',
            "header has to be the number of a line, counted from 1, and is '2'",
        ),
        (
            "supplier =",
            "supplyer =",
            "[columns] has supplyer, which is no key; allowed are supplier, recipient",
        ),
        ('supplier = "Seller"', "supplier = 1", "[columns] supplier has to be text, and is 1"),
        ('supplier = "Seller"\n', "", "supplier stands neither in [columns] nor in [fixed]"),
        (
            "[columns]",
            '[fixed]\nsupplier = "Norway"\n[columns]',
            "supplier stands both in [columns] and in [fixed]",
        ),
        ("[columns]", '[fixed]\nstatus = "new"\n[columns]', "[fixed] has status, which is no key"),
        (
            'designation = "Model"\ndescription = "Kind"\n',
            "",
            "[columns] says of none what the goods are",
        ),
        (
            '"Buyer"',
            '"Byer"',
            '[columns] recipient is "Byer", and the table ({table}) has no such column; its columns are: "Seller", ',
        ),
        ("[columns]", "header = 1\n[columns]", "and line 1 of the table ({table}) has no such column"),
    ],
)
def test_a_mapping_that_does_not_fit_is_told_with_its_key(
    tmp_path: Path, table: Path, old: str, new: str, told: str
) -> None:
    assert old in MAPPING
    mapping = saved(tmp_path, MAPPING.replace(old, new, 1), "m.toml")
    with pytest.raises(RegisterError) as raised:
        registers.load(table, mapping=mapping)
    said = str(raised.value)
    assert said.startswith(f"{mapping}: ")
    assert told.replace("{table}", str(table)) in said
    assert "\n" not in said


def test_a_mapping_that_is_not_there_or_is_no_text(tmp_path: Path, table: Path) -> None:
    with pytest.raises(RegisterError, match="no such file; check its name and folder"):
        registers.load(table, mapping=tmp_path / "none.toml")
    with pytest.raises(RegisterError, match="cannot be read as UTF-8"):
        registers.load(table, mapping=saved(tmp_path, b"\xff\xfe\x00", "m.toml"))


def test_a_row_that_does_not_fit_is_named(tmp_path: Path) -> None:
    text = TABLE.replace("Pieces", "Pieces").replace(";3;2004", ";three;2004")
    release, rows = registers.load(saved(tmp_path, text), mapping=saved(tmp_path, MAPPING, "m.toml"))
    assert [(fault.line, '"three"' in fault.reason) for fault in release.faults] == [(3, True)]
    assert len(rows) == 2


def test_a_row_of_no_case_is_none_with_the_case_of_its_line(tmp_path: Path) -> None:
    table = saved(
        tmp_path, TABLE.replace(";P-1", ";4").replace(";P-2", ";") + "Chile;Peru;Leopard 2A4;;1;;;;;;\n"
    )
    _, rows = registers.load(table, mapping=saved(tmp_path, MAPPING, "m.toml"))
    assert len({row.transfer for row in rows}) == 3
