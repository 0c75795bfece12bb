"""Parquet tables: a capture a row, whatever the columns are."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from armstrail.documents import document
from armstrail.errors import DocumentError, SourceError
from armstrail.sources import Capture, captures, expected
from armstrail.sources.capture import LARGEST
from armstrail.sources.tables import rows

SALE = "Sweden delivered 18 Leopard 2 tanks to Finland on Monday, the defence ministry in Stockholm said."


def written(path: Path, table: pa.Table | list[dict[str, Any]], **options: Any) -> Path:
    pq.write_table(table if isinstance(table, pa.Table) else pa.Table.from_pylist(table), path, **options)
    return path


def of(path: Path) -> list[Capture]:
    return list(captures(str(path)))


def test_every_row_is_a_text_by_its_columns(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "text": SALE,
        "title": "Boats",
        "published": "2024-05-06",
        "outlet": "Quay",
        "url": "http://q.example",
    }
    path = written(
        tmp_path / "a.parquet", [{**row, "wire": "AFP", "colour": "red"}, {**row, "id": "b", "wire": None}]
    )
    one, other = of(path)
    assert (one.place, one.kind, other.place) == (f"{path}:1", "row", f"{path}:2")
    made = document(one)
    assert made.credit == "AFP"
    assert {name: getattr(made, name) for name in row} == row
    assert (document(other).id, document(other).credit) == ("b", None)
    assert "colour" not in json.loads(one.body)


def test_it_is_told_by_its_first_bytes_whatever_its_name(tmp_path: Path) -> None:
    path = written(tmp_path / "a.bin", [{"text": SALE}])
    assert [document(capture).text for capture in of(path)] == [SALE]
    assert expected([str(tmp_path / "a.parquet")]) is None


def test_what_is_no_text_is_written_as_one(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([7]),
            "text": pa.array([SALE.encode()], pa.binary()),
            "published": pa.array([dt.datetime(2024, 5, 6, 7, 8, tzinfo=dt.UTC)]),
            "outlet": pa.array(["Quay"]).dictionary_encode(),
        }
    )
    made = document(of(written(tmp_path / "a.parquet", table))[0])
    assert (made.id, made.text, made.outlet) == ("7", SALE, "Quay")
    assert made.published == "2024-05-06T07:08:00+00:00"
    day = pa.table({"text": [SALE], "published": pa.array([dt.date(2024, 5, 6)])})
    assert document(of(written(tmp_path / "b.parquet", day))[0]).published == "2024-05-06"


def test_a_column_of_pages_holds_pages(tmp_path: Path) -> None:
    html = f"<html><body><article><p>Ä {SALE}</p><p>{SALE}</p></article></body></html>"
    known = {"url": "https://quay.example/a", "title": "Boats", "published": "2024-05-06", "outlet": "Quay"}
    path = written(tmp_path / "a.parquet", [{"html": html.encode("cp1252"), **known}])
    (capture,) = of(path)
    assert (capture.kind, capture.url, capture.body) == ("page", known["url"], html.encode("cp1252"))
    made = document(capture)
    assert made.text.startswith("Ä Sweden")
    assert (made.title, made.published, made.outlet, made.url) == tuple(
        known[n] for n in ("title", "published", "outlet", "url")
    )
    (dated,) = of(written(tmp_path / "c.parquet", [{"html": html, "published": 20240506, "title": 7}]))
    assert (dated.published, dated.title, document(dated).text[:8]) == ("20240506", "7", "Ä Sweden")
    (text,) = of(written(tmp_path / "b.parquet", [{"html": html}]))
    assert (text.kind, text.body) == ("page", html.encode())


def test_rows_of_pages_and_of_texts_may_be_mixed(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.parquet",
        [{"html": "<p>a</p>", "text": None}, {"html": None, "text": SALE}, {"text": None}],
    )
    assert [capture.kind for capture in of(path)] == ["page", "row", "row"]
    with pytest.raises(DocumentError, match="has no `text`"):
        document(of(path)[2])


def test_a_table_without_a_text_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", [{"body": SALE, "url": "x"}])
    with pytest.raises(DocumentError, match=r"a\.parquet: is a table without a column `text` or `html`"):
        of(path)
    assert of(written(tmp_path / "b.parquet", pa.table({"text": pa.array([], pa.string())}))) == []


@pytest.mark.parametrize("left", [4, 60, 0.5, 0.99])
def test_a_broken_table_is_named(tmp_path: Path, left: float) -> None:
    data = written(tmp_path / "a.parquet", [{"text": f"{SALE} {n}"} for n in range(50)]).read_bytes()
    cut = data[: int(left * len(data)) if left < 1 else int(left)]
    (tmp_path / "a.parquet").write_bytes(cut)
    with pytest.raises(SourceError, match="is a broken Parquet table"):
        of(tmp_path / "a.parquet")


def test_what_comes_before_a_break_is_read(tmp_path: Path) -> None:
    lines = [{"text": f"{SALE} {n * n}"} for n in range(1_000)]
    path = written(tmp_path / "a.parquet", lines, row_group_size=100, compression="zstd")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    found: list[str] = []
    left = rows("a.parquet", io.BufferedReader(io.BytesIO(bytes(data))))
    with pytest.raises(SourceError, match="what came before the break was read"):
        found.extend(json.loads(capture.body)["text"] for capture in left)
    assert found[:100] == [line["text"] for line in lines[:100]]
    assert len(found) < 1_000


def test_a_text_that_is_too_large_is_named_and_the_next_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", [{"text": "a" * (LARGEST + 1)}, {"text": SALE}])
    large, small = of(path)
    assert (large.body, large.fault) == (b"", "is larger than the 20 MB that one text may have")
    assert document(small).text == SALE
