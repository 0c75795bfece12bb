"""SIPRI's own files, where they are: every row, every name, every kind of goods."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from armstrail import registers
from armstrail.model import RegisterRow, Release

NOBODY = {"unknown supplier(s)", "unknown recipient(s)", "unknown rebel group*"}
FILES = ("trade-register.csv", "trade-register-by-delivery-year.csv")

Loaded = dict[str, tuple[Release, list[RegisterRow]]]


@pytest.fixture(scope="module")
def loaded(shared: Path) -> Loaded:
    return {name: registers.load(shared / "data" / "sipri" / name) for name in FILES}


@pytest.mark.parametrize(
    ("name", "count", "layout", "date", "first", "last"),
    [
        (FILES[0], 29_515, "sipri, broken lines", "2025-03-13", 1950, 2024),
        (FILES[1], 27_838, "sipri-years", "2024-04-13", 1990, 2023),
    ],
)
def test_every_row_comes_in(
    loaded: Loaded, name: str, count: int, layout: str, date: str, first: int, last: int
) -> None:
    release, rows = loaded[name]
    assert len(rows) == count
    assert release.faults == ()
    assert (release.register, release.layout, release.date) == ("sipri", layout, date)
    assert (release.first, release.last) == (first, last)


@pytest.mark.parametrize("name", FILES)
def test_every_party_is_known_or_unknown_on_purpose(loaded: Loaded, name: str) -> None:
    _, rows = loaded[name]
    sides = [side for r in rows for side in ((r.supplier_name, r.supplier), (r.recipient_name, r.recipient))]
    assert {words for words, party in sides if party is None} == NOBODY
    owners: dict[str, set[str]] = {}
    for words, party in sides:
        owners.setdefault(party or "", set()).add(words)
    joined = {party: words for party, words in owners.items() if party and len(words) > 1}
    assert set(joined) <= {"LBY", "VNM", "YEM"}  # governments of one state, and what the tables take for one


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_goods_has_a_category(loaded: Loaded, name: str) -> None:
    assert {row.description for row in loaded[name][1] if row.category is None} == set()


def test_transfers_by_delivery_year_are_put_together(loaded: Loaded) -> None:
    rows = loaded[FILES[1]][1]
    assert len({row.transfer for row in rows}) == 13_893
    assert len({(row.transfer, row.supplier, row.recipient, row.designation) for row in rows}) == 13_893


@pytest.mark.parametrize("name", FILES)
def test_it_is_written_back_to_the_byte(loaded: Loaded, shared: Path, name: str) -> None:
    out = io.StringIO(newline="")
    registers.write(*loaded[name], out)
    assert out.getvalue() == (shared / "data" / "sipri" / name).read_bytes().decode("latin-1")


@pytest.mark.parametrize("name", FILES)
def test_rows_are_made_again_of_their_cells(loaded: Loaded, name: str) -> None:
    release, rows = loaded[name]
    assert registers.rows_of(release, [(row.line, row.cells) for row in rows]) == rows
