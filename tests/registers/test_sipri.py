"""SIPRI's two layouts: what their rows say, what their other lines tell, and that any writing of them is read."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from armstrail import registers
from armstrail.errors import RegisterError
from armstrail.model import RegisterRow
from tests.registers.made import HEAD, PREAMBLE, ROWS, SIPRI, YEARS, saved


@pytest.fixture
def rows(tmp_path: Path) -> list[RegisterRow]:
    return registers.load(saved(tmp_path, SIPRI))[1]


def test_a_row_says_what_its_cells_say(rows: list[RegisterRow]) -> None:
    first = rows[0]
    assert (first.supplier, first.recipient) == ("SWE", "CHL")
    assert (first.supplier_name, first.recipient_name) == ("Sweden", "Chile")
    assert (first.designation, first.description, first.category) == ("Vildmark", "APC", "armoured_vehicle")
    assert (first.order_year, first.ordered, first.delivered) == (1994, 30, 28)
    assert first.delivery_years == (1996, 1997, 1999)
    assert (first.status, first.comments) == ("New", "Incl 4 ambulances")
    assert first.line == 7
    assert first.cells[-1] == "5.6"


def test_a_question_mark_is_for_the_column_before_it(rows: list[RegisterRow]) -> None:
    assert rows[0].estimated == {"order_year", "ordered", "delivered"}
    assert rows[1].estimated == frozenset()
    assert rows[2].estimated == {"order_year", "delivered"}


def test_what_is_not_told_is_none(rows: list[RegisterRow]) -> None:
    assert rows[2].ordered is None
    assert rows[2].supplier is None
    assert rows[2].supplier_name == "unknown supplier(s)"
    assert (rows[3].delivered, rows[3].delivery_years) == (0, ())


def test_every_row_is_a_transfer_of_its_own(rows: list[RegisterRow]) -> None:
    assert len({row.transfer for row in rows}) == len(rows) == 4


def test_a_release_says_when_it_was_made_and_what_it_covers(tmp_path: Path) -> None:
    release, _ = registers.load(saved(tmp_path, SIPRI))
    assert (release.register, release.date, release.layout) == ("sipri", "2022-02-07", "sipri")
    assert (release.first, release.last) == (1950, 2021)
    assert release.name == "sipri 2022-02-07"
    assert release.file == "table.csv"
    assert release.complete
    assert release.columns == registers.SIPRI_COLUMNS
    assert "\n".join(release.preamble) == PREAMBLE


def test_the_years_that_were_asked_for_are_those_covered(tmp_path: Path) -> None:
    asked = SIPRI.replace("'Not specified' to 'Not specified'", "'1980' to 'Not specified'")
    release, _ = registers.load(saved(tmp_path, asked))
    assert (release.first, release.last) == (1980, 2021)


def test_without_lines_before_the_head_the_rows_tell_the_years(tmp_path: Path) -> None:
    release, rows = registers.load(saved(tmp_path, f"{HEAD}\n{ROWS}\n"))
    assert (release.date, release.first, release.last) == (None, 1972, 2016)
    assert len(rows) == 4
    assert rows[0].line == 2


def test_the_day_can_be_given(tmp_path: Path) -> None:
    path = saved(tmp_path, f"{HEAD}\n{ROWS}\n")
    assert registers.load(path, released="2020-05-01")[0].date == "2020-05-01"
    with pytest.raises(RegisterError, match="no day; write it as 2025-03-01"):
        registers.load(path, released="May 2020")


def test_rows_of_one_id_are_one_transfer(tmp_path: Path) -> None:
    release, rows = registers.load(saved(tmp_path, YEARS))
    assert (release.layout, release.date) == ("sipri-years", "2021-11-30")
    assert (release.first, release.last) == (1991, 2020)
    assert [row.transfer for row in rows] == ["701", "701", "702"]
    assert [row.delivered for row in rows] == [1, 2, 15]
    assert [row.delivery_years for row in rows] == [(2006,), (2008,), (2013,)]
    assert rows[0].estimated == {"order_year"}
    assert rows[1].estimated == {"order_year", "delivered", "delivery_years"}
    assert rows[0].ordered is None
    assert (rows[2].supplier, rows[2].recipient, rows[2].category) == ("ARE", "LBY", "armoured_vehicle")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_encoding_and_mark_is_read(tmp_path: Path, encoding: str, mark: str, end: str) -> None:
    text = SIPRI.replace("Vildmark", "Vildmärk").replace("; 1997; 1999", "")
    head, body = text.split(HEAD)
    text = (head + (HEAD + body).replace(",", mark)).replace("\n", end)
    release, rows = registers.load(saved(tmp_path, text, encoding=encoding))
    assert [row.designation for row in rows] == ["Vildmärk", "Groza-2", "Sokol", "Bistrica"]
    assert release.complete
    assert (release.register, release.date) == ("sipri", "2022-02-07")
    out = io.StringIO(newline="")
    registers.write(release, rows, out)
    assert out.getvalue() == text


@pytest.mark.parametrize("lines", [0, 1, 25])
def test_the_head_is_found_behind_any_number_of_lines(tmp_path: Path, lines: int) -> None:
    text = "A line, of three, words\n" * lines + f"{HEAD}\n{ROWS}"
    release, rows = registers.load(saved(tmp_path, text))
    assert len(release.preamble) == lines
    assert [row.line for row in rows] == [lines + 2, lines + 3, lines + 4, lines + 5]


def test_columns_may_stand_in_another_order_with_others_among_them(tmp_path: Path) -> None:
    text = (
        "My note,Weapon description,Supplier,Number delivered, ,Recipient,Weapon designation,Year(s) of delivery,"
        "Number ordered, ,Year of order\nseen,tank,Poland,9,?,Peru,Wisent,2001,10,,1999\n"
    )
    release, (row,) = registers.load(saved(tmp_path, text))
    assert (row.supplier, row.recipient, row.designation) == ("POL", "PER", "Wisent")
    assert (row.ordered, row.delivered, row.order_year) == (10, 9, 1999)
    assert row.estimated == {"delivered"}
    assert row.cells[0] == "seen"
    assert release.columns[0] == "My note"
    assert release.complete


def test_rows_are_made_again_of_their_cells(tmp_path: Path) -> None:
    for text in (SIPRI, YEARS):
        release, rows = registers.load(saved(tmp_path, text))
        assert registers.rows_of(release, [(row.line, row.cells) for row in rows]) == rows
        assert registers.rows_of(release, [(row.line, list(row.cells)) for row in rows]) == rows
        assert registers.row_of(release, rows[1].line, rows[1].cells) == rows[1]


def test_a_layout_of_another_version_is_named(tmp_path: Path) -> None:
    release, rows = registers.load(saved(tmp_path, SIPRI))
    with pytest.raises(RegisterError, match="laid out as sipri-9, which this version"):
        registers.row_of(replace(release, layout="sipri-9, tabs"), 7, rows[0].cells)


def test_the_register_may_be_called_otherwise_but_not_like_another(tmp_path: Path) -> None:
    path = saved(tmp_path, SIPRI)
    assert registers.load(path, register="sipri")[0].register == "sipri"
    assert registers.load(path, register="sipri as corrected")[0].register == "sipri as corrected"
    with pytest.raises(RegisterError, match="holds SIPRI's trade register, and is not to be called unroca"):
        registers.load(path, register="unroca")


# ------------------------------------------------------------------ what is not as it should be


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("Chile,Sweden,1994", "Chile,Sweden,soon", 7, '"soon" where a year stands'),
        ("Chile,Sweden,1994", "Chile,Sweden,19940", 7, '"19940" where a year stands'),
        ("Chile,Sweden,1994", "Chile,Sweden,1994-1996", 7, '"1994-1996" where one year stands'),
        ("1996; 1997; 1999", "1996; 1899", 7, "no year|none between 1900 and 2100"),
        (
            "1971,,12,,Groza-2",
            "1971,,a dozen,,Groza-2",
            8,
            '"a dozen" where a number of pieces stands, which is no',
        ),
        ("1971,,12,,Groza-2", "1971,,-12,,Groza-2", 8, '"-12" where a number'),
        ("1971,,12,,Groza-2", "1971,,12.5,,Groza-2", 8, '"12.5" where a number'),
        ("1971,,12,,Groza-2", "1971,,²,,Groza-2", 8, '"²" where a number'),
        (",Second hand,,0.01", ",Second hand", 8, "has 14 cells where the table has 16"),
        ("Incl 4 ambulances", "Incl 4 ambulances, stretchers", 7, "has 17 cells where the table has 16"),
        ("Chile,Sweden", " ,", 7, "names neither a supplier nor a recipient"),
        ("Incl 4 ambulances", '"Incl 4 ambulances', 7, "a quotation mark that is not closed"),
        ("Viet Nam,Soviet", '"Viet Nam,Soviet', 8, "a quotation mark that is not closed"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_others_come_in(
    tmp_path: Path, old: str, new: str, line: int, told: str
) -> None:
    assert old in SIPRI
    release, rows = registers.load(saved(tmp_path, SIPRI.replace(old, new)))
    assert [fault.line for fault in release.faults] == [line]
    assert re.search(told, release.faults[0].reason)
    assert ";" in release.faults[0].reason  # it goes on to say what to do
    assert not release.complete
    assert sorted(row.line for row in rows) == [at for at in (7, 8, 9, 10) if at != line]


def test_an_uneven_file_names_each_of_its_lines(tmp_path: Path) -> None:
    text = SIPRI + "\n\nPeru,\nPeru,Spain\n" + ROWS.splitlines()[0] + "\nThe end\n"
    release, rows = registers.load(saved(tmp_path, text))
    assert [fault.line for fault in release.faults] == [13, 14, 16]
    assert len(rows) == 5


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\r"])
def test_a_comment_with_a_bare_line_break_is_put_together_and_written_as_it_was(
    tmp_path: Path, end: str
) -> None:
    text = SIPRI.replace("Incl 4 ambulances", f"Incl 4{end}")
    release, rows = registers.load(saved(tmp_path, text))
    assert release.complete
    assert len(rows) == 4
    assert rows[0].cells[12] == f"Incl 4{end}"
    assert rows[0].cells[13:] == ("0.2", "6", "5.6")
    assert rows[0].comments == "Incl 4"
    assert release.layout == "sipri, broken lines"
    out = io.StringIO(newline="")
    registers.write(release, rows, out)
    assert out.getvalue() == text
    again = saved(tmp_path, out.getvalue(), "again.csv")
    assert registers.load(again)[1] == rows


def test_two_short_lines_are_no_broken_row(tmp_path: Path) -> None:
    half = ",".join(ROWS.splitlines()[0].split(",")[:9])
    text = f"{HEAD}\n{half}\nChile,Norway,1999,,3,,Orn,tank\n{ROWS}\n"
    release, rows = registers.load(saved(tmp_path, text))
    assert [fault.line for fault in release.faults] == [2, 3]
    assert len(rows) == 4


def test_a_row_is_not_put_together_of_any_number_of_lines(tmp_path: Path) -> None:
    text = SIPRI.replace("Incl 4 ambulances", "\n" * 19)
    assert registers.load(saved(tmp_path, text))[0].complete
    text = SIPRI.replace("Incl 4 ambulances", "\n" * 20)
    assert [fault.line for fault in registers.load(saved(tmp_path, text))[0].faults] == [7, 27]
    begun = time.process_time()
    registers.load(saved(tmp_path, SIPRI + "Chile,Sweden,1\n" + "1\n" * 100_000))
    assert time.process_time() - begun < 10


def test_a_cell_that_is_far_too_long_is_told(tmp_path: Path) -> None:
    release, rows = registers.load(saved(tmp_path, SIPRI.replace("Incl 4 ambulances", "x" * 200_000)))
    assert [fault.line for fault in release.faults] == [7]
    assert "has a cell of more than 131,072 characters" in release.faults[0].reason
    assert len(rows) == 3


def test_a_file_full_of_quotation_marks_takes_no_longer(tmp_path: Path) -> None:
    begun = time.process_time()
    release, rows = registers.load(saved(tmp_path, SIPRI + 'Chile,"Sweden\n' * 100_000))
    assert time.process_time() - begun < 10
    assert len(rows) == 4
    assert len(release.faults) == 1_001
    assert "no further" in release.faults[-1].reason


def test_faults_beyond_number_are_counted(tmp_path: Path) -> None:
    release, rows = registers.load(saved(tmp_path, SIPRI + "Chile,Sweden\n" * 10_007))
    assert len(rows) == 4
    assert len(release.faults) == 10_001
    assert release.faults[-1].reason.startswith("and 7 faults more from this line on")


def test_cells_behind_the_last_column_are_kept_where_they_are_empty(tmp_path: Path) -> None:
    text = SIPRI.replace(",5.6\n", ",5.6,,\n")
    release, rows = registers.load(saved(tmp_path, text))
    assert release.complete
    assert len(rows[0].cells) == 18
    out = io.StringIO(newline="")
    registers.write(release, rows, out)
    assert out.getvalue() == text


@pytest.mark.parametrize(
    "column", ["Year of order", "Number ordered", "Weapon description", "Year(s) of delivery"]
)
def test_a_column_that_is_missing_is_told_and_the_rest_comes_in(tmp_path: Path, column: str) -> None:
    release, rows = registers.load(saved(tmp_path, SIPRI.replace(column, "Something else")))
    (fault,) = release.faults
    assert fault.line == 6
    assert f'has no column "{column}"' in fault.reason
    assert len(rows) == 4
    assert [row.supplier for row in rows] == ["SWE", "SUN", None, "BIH"]


@pytest.mark.parametrize(("column", "instead"), [("Supplier", "From"), ("Recipient", "To")])
def test_a_head_without_a_party_is_no_register(tmp_path: Path, column: str, instead: str) -> None:
    path = saved(tmp_path, SIPRI.replace(column, instead))
    with pytest.raises(RegisterError) as raised:
        registers.load(path)
    said = str(raised.value)
    assert said.startswith(str(path))
    assert f'line 6 looks like the head of SIPRI\'s trade register, but has no column "{column}"' in said
    assert "say in a mapping which column is which" in said
    assert "\n" not in said


def test_a_head_without_rows_is_not_complete(tmp_path: Path) -> None:
    release, rows = registers.load(saved(tmp_path, f"{PREAMBLE}\n{HEAD}\n"))
    assert rows == []
    assert "no rows below it" in release.faults[0].reason


def test_letters_that_were_lost_are_told(tmp_path: Path) -> None:
    head = SIPRI.encode().replace(b"Vildmark", "Vildmärk, ärla, öland, ås".replace(",", ";").encode())
    release, rows = registers.load(saved(tmp_path, head.replace(b"Groza", b"Gr\xffza")))
    assert (release.faults[0].line, len(rows)) == (0, 4)
    assert "�" in release.faults[0].reason
