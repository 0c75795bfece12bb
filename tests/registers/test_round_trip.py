"""What is read is written back: every cell of any table, and to the byte where it was written plainly."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armstrail import registers
from armstrail.registers import delimited
from armstrail.registers.delimited import Dialect
from tests.registers.made import HEAD, SIPRI, YEARS, saved

COLUMNS = HEAD.split(",")
# Anything may stand in comments; in the other columns what their register has there.
WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff\ufffd"), max_size=30
)
COMMENT = st.one_of(
    WORDS,
    st.sampled_from(
        ['a "quoted" word', '"', "one, two", "two\nlines", "two\r\nlines", ";\t|", " ", "<html>"]
    ),
)
NUMBER = st.one_of(st.just(""), st.integers(0, 10**6).map(str))
MARK = st.sampled_from(["", "?"])


@st.composite
def row(draw: st.DrawFn) -> list[str]:
    years = draw(st.lists(st.integers(1950, 2024), max_size=4))
    return [
        "Peru",
        draw(st.sampled_from(["Chile", "unknown supplier(s)"])),
        draw(st.one_of(st.just(""), st.integers(1950, 2024).map(str))),
        draw(MARK),
        draw(NUMBER),
        draw(MARK),
        draw(WORDS),
        draw(st.sampled_from(["tank", "SAM", "thing"])),
        draw(NUMBER),
        draw(MARK),
        "; ".join(map(str, years)),
        draw(WORDS),
        draw(COMMENT),
        draw(NUMBER),
        "",
        "0.5",
    ]


def test_the_layouts_come_back_to_the_byte(tmp_path: Path) -> None:
    for text in (SIPRI, YEARS, SIPRI.rstrip("\n"), SIPRI.replace("\n", "\r\n"), f"sep=,\n{SIPRI}"):
        assert _again(tmp_path, text) == text


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row(), min_size=1, max_size=4))
def test_any_table_keeps_every_cell_and_its_writing(
    tmp_path: Path, quoting: int, mark: str, end: str, rows: list[list[str]]
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=mark, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([COLUMNS, *rows])
    release, read = registers.load(saved(tmp_path, out.getvalue()))
    assert release.faults == ()
    assert [list(one.cells) for one in read] == rows
    assert release.columns == tuple(COLUMNS)
    assert _again(tmp_path, out.getvalue()) == out.getvalue()
    assert registers.rows_of(release, [(one.line, one.cells) for one in read]) == read


@given(
    mark=st.sampled_from(list(delimited.MARKS)),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_a_layout_says_how_its_file_is_written(mark: str, end: str, flags: tuple[bool, bool, bool]) -> None:
    dialect = Dialect(mark, end, *flags)
    name = ", ".join(filter(None, ["sipri", dialect.words]))
    assert Dialect.of(name) == dialect
    assert Dialect.of("sipri") == Dialect()


def test_a_field_that_begins_with_a_quoted_word_keeps_its_cells(tmp_path: Path) -> None:
    text = SIPRI.replace("Incl 4 ambulances", '"""Vild"" version"')
    _, rows = registers.load(saved(tmp_path, text))
    assert rows[0].comments == '"Vild" version'
    assert _again(tmp_path, text) == text


def _again(folder: Path, text: str) -> str:
    release, rows = registers.load(saved(folder, text))
    out = io.StringIO(newline="")
    registers.write(release, rows, out)
    return out.getvalue()
