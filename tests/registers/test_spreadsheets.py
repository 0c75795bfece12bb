"""Workbooks: read as they are, refused where they are made to do harm."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from armstrail import registers
from armstrail.errors import LimitError, RegisterError
from armstrail.registers import spreadsheets
from tests.registers.made import HEAD, ROWS, SIPRI, saved

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADS = "Exporter,Importer,Weapon,Ordered,Year,Arrived".split(",")
MAPPING = """\
name = "ours"
[columns]
supplier = "Exporter"
recipient = "Importer"
designation = "Weapon"
ordered = "Ordered"
order_year = "Year"
delivery_years = "Arrived"
"""


def workbook(folder: Path, rows: Iterable[Iterable[object]], title: str = "Sheet") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    path = folder / "table.xlsx"
    book.save(path)
    return path


def changed(path: Path, part: str, text: str | bytes) -> Path:
    """A workbook with another text for one of its parts."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = text.encode() if isinstance(text, str) else text
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return path


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    return saved(tmp_path, MAPPING, "mapping.toml")


def test_a_register_saved_as_a_workbook_is_recognised(tmp_path: Path) -> None:
    lines = [line.split(",") for line in SIPRI.splitlines()]
    path = workbook(tmp_path, [[cell or None for cell in line] for line in lines])
    release, rows = registers.load(path)
    plain = registers.load(saved(tmp_path, SIPRI))[1]
    assert [row.cells for row in rows] == [row.cells for row in plain]
    assert rows == plain
    assert (release.date, release.layout) == ("2022-02-07", "sipri, sheet Sheet")
    assert release.complete
    assert registers.rows_of(release, [(row.line, row.cells) for row in rows]) == rows


def test_it_is_written_back_as_csv_with_every_cell(tmp_path: Path) -> None:
    lines = [line.split(",") for line in f"{HEAD}\n{ROWS}".splitlines()]
    lines[1][12] = 'Two lots,\nthe second "as new"'
    release, rows = registers.load(workbook(tmp_path, lines))
    out = io.StringIO(newline="")
    registers.write(release, rows, out)
    again, same = registers.load(saved(tmp_path, out.getvalue()))
    assert [row.cells for row in same] == [row.cells for row in rows]
    assert again.columns == release.columns


def test_the_sheet_that_holds_a_register_is_taken(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["Read me"])
    second = book.create_sheet("Data")
    for line in f"{HEAD}\n{ROWS}".splitlines():
        second.append(line.split(","))
    chart = BarChart()
    chart.add_data(Reference(second, min_col=14, min_row=2, max_row=5))
    book.create_chartsheet("Picture").add_chart(chart)
    book.save(tmp_path / "table.xlsx")
    release, rows = registers.load(tmp_path / "table.xlsx")
    assert (release.layout, len(rows)) == ("sipri, sheet Data", 4)


def test_cells_are_what_a_csv_would_have(tmp_path: Path, mapping: Path) -> None:
    path = workbook(
        tmp_path,
        [
            HEADS,
            ["Norway", "Peru", "Skarv", 12, 2004, datetime(2006, 5, 1)],  # noqa: DTZ001 - workbooks have no zones
            ["Norway", "Peru", 76.5, 12.0, 2004.0, date(2007, 5, 1)],
            [],
            ["Norway", "Peru", True, None, None, datetime(2008, 5, 1, 12, 30)],  # noqa: DTZ001
        ],
    )
    release, rows = registers.load(path, mapping=mapping)
    assert [row.cells for row in rows] == [
        ("Norway", "Peru", "Skarv", "12", "2004", "2006-05-01"),
        ("Norway", "Peru", "76.5", "12", "2004", "2007-05-01"),
        ("Norway", "Peru", "yes", "", "", "2008-05-01 12:30:00"),
    ]
    assert release.complete
    assert [row.line for row in rows] == [2, 3, 5]
    assert [row.delivery_years for row in rows] == [(2006,), (2007,), (2008,)]


def test_formulas_are_text(tmp_path: Path, mapping: Path) -> None:
    rows: list[list[object]] = [
        [*HEADS],
        ["Norway", "Peru", '=HYPERLINK("http://127.0.0.1:9/","x")', 1, 2004, 2005],
        ["Norway", "Peru", "Skarv", "=2+2", 2004, 2005],
        ["Norway", "Peru", "Skarv", 1, 2004, "=[1]Other!A1"],
    ]
    release, (row,) = registers.load(workbook(tmp_path, rows), mapping=mapping)
    assert row.designation == '=HYPERLINK("http://127.0.0.1:9/","x")'
    assert [fault.line for fault in release.faults] == [3, 4]
    assert "which is a formula; save the table with its values" in release.faults[0].reason


# ------------------------------------------------------------------ what is refused


def test_a_workbook_that_unpacks_to_far_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    path = changed(workbook(tmp_path, [HEADS]), "xl/media/zeros.bin", bytes(60_000_000))
    assert path.stat().st_size < 200_000
    with pytest.raises(LimitError, match="unpacks to 60 MB, which no register needs; save the table as CSV"):
        registers.load(path)


def test_a_size_that_the_archive_lies_about_does_not_help(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 400_000))
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()
    path = changed(workbook(tmp_path, [HEADS]), SHEET, sheet)
    body = path.read_bytes()
    size = len(sheet).to_bytes(4, "little")
    assert body.count(size) == 2
    path.write_bytes(body.replace(size, (5_000).to_bytes(4, "little")))
    with pytest.raises(RegisterError, match="is a damaged workbook"):
        registers.load(path)


LAUGHS = (
    '<?xml version="1.0"?>{before}<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + f']><worksheet {MAIN}><sheetData><row><c t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize("before", ["", "<!-- a remark -->" * 50, "<!-- " + "x" * 70_000 + " -->"])
def test_entities_are_refused_wherever_they_stand(tmp_path: Path, part: str, before: str) -> None:
    path = changed(workbook(tmp_path, [HEADS]), part, LAUGHS.replace("{before}", before))
    begun = time.process_time()
    with pytest.raises(RegisterError, match=r"declares XML entities|is no workbook as programs save it"):
        registers.load(path)
    assert time.process_time() - begun < 5


def test_entities_in_utf_16_are_refused(tmp_path: Path) -> None:
    path = changed(workbook(tmp_path, [HEADS]), SHEET, LAUGHS.replace("{before}", "").encode("utf-16"))
    with pytest.raises(RegisterError, match="declares XML entities"):
        registers.load(path)


def test_outside_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = saved(tmp_path, "Supplier,Recipient", "secret.txt")
    text = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><worksheet {MAIN}><sheetData/></worksheet>'
    with pytest.raises(RegisterError, match="declares XML entities"):
        registers.load(changed(workbook(tmp_path, [HEADS]), SHEET, text))


def test_a_million_empty_columns_are_refused(tmp_path: Path) -> None:
    rows = f'<row r="1">{"<c/>" * 1_000_000}</row>'
    path = changed(
        workbook(tmp_path, [HEADS]), SHEET, f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    )
    with pytest.raises(
        LimitError, match="1,000,000 columns in row 1, and 1,000 are read; save only the table"
    ):
        registers.load(path)


def test_a_far_cell_in_every_row_is_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 2_000))
    path = changed(
        workbook(tmp_path, [HEADS]), SHEET, f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    )
    with pytest.raises(LimitError, match="columns in row 1"):
        registers.load(path)


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADS, ["Norway", "Peru", "Skarv", 1, 2004, 2005]])
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read(SHEET).decode()
    assert 'dimension ref="A1:F2"' in sheet
    changed(path, SHEET, sheet.replace("A1:F2", "A1:XFD1048576"))
    _, rows = registers.load(path, mapping=saved(tmp_path, MAPPING, "mapping.toml"))
    assert [row.cells for row in rows] == [("Norway", "Peru", "Skarv", "1", "2004", "2005")]


def test_a_row_with_a_number_beyond_all_sheets_is_refused(tmp_path: Path) -> None:
    rows = '<row r="1"><c><v>1</v></c></row><row r="2000000000"><c><v>1</v></c></row>'
    path = changed(
        workbook(tmp_path, [HEADS]), SHEET, f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    )
    with pytest.raises(LimitError, match="more than 1,048,576 rows"):
        registers.load(path)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (SHEET, "<worksheet><sheetData><row>"),
        (SHEET, "not XML"),
        (
            SHEET,
            f"<worksheet {MAIN}><sheetData><row r='x'><c r='??'><v>1</v></c></row></sheetData></worksheet>",
        ),
        (SHEET, f"<worksheet {MAIN}><sheetData><row><c t='s'><v>99</v></c></row></sheetData></worksheet>"),
        ("xl/workbook.xml", "<workbook/>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>"),
        ("[Content_Types].xml", "<Types/>"),
    ],
)
def test_a_damaged_workbook_is_told_in_one_line(tmp_path: Path, part: str, text: str) -> None:
    path = changed(workbook(tmp_path, [HEADS]), part, text)
    with pytest.raises(RegisterError) as raised:
        registers.load(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert "\n" not in str(raised.value)


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    body = workbook(tmp_path, [HEADS] * 50).read_bytes()
    with pytest.raises(RegisterError, match="is a damaged workbook"):
        registers.load(saved(tmp_path, body[:-400], "cut.xlsx"))


def test_another_packed_file_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "text.docx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    with pytest.raises(RegisterError, match="is packed, but no XLSX workbook; save the table as XLSX or CSV"):
        registers.load(path)


def test_a_workbook_is_limited_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "UNPACKED", 1_000)
    with pytest.raises(LimitError, match="unpacks to"):
        registers.load(workbook(tmp_path, [HEADS]))
