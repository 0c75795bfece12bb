"""Folders and patterns of names."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from armstrail.errors import SourceError
from armstrail.sources import ARCHIVES, captures, expected, named_files
from tests.sources.made import guest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts, two rows, a picture, a broken file, a folder below, and what is hidden."""
    place = tmp_path / "news"
    (place / "2020").mkdir(parents=True)
    (place / ".git").mkdir()
    (place / "b.TXT").write_text("Second.")
    (place / "a.md.gz").write_bytes(gzip.compress(b"First."))
    (place / "rows.jsonl").write_text('{"text": "Third."}\n{"text": "Fourth."}\n')
    (place / "ship.png").write_bytes(b"\x89PNG")
    (place / "README").write_text("Not read.")
    (place / "broken.html.gz").write_bytes(b"\x1f\x8b" + bytes(40))
    (place / "2020" / "c.html").write_text("<p>Fifth.</p>")
    (place / ".git" / "d.txt").write_text("Hidden.")
    (place / ".e.txt").write_text("Hidden.")
    return place


def test_a_folder_gives_its_files_and_those_below_sorted(folder: Path) -> None:
    found = list(captures(str(folder), guest()))
    assert [capture.place.removeprefix(f"{folder}/") for capture in found] == [
        "README",
        "a.md.gz",
        "b.TXT",
        "broken.html.gz",
        "rows.jsonl:1",
        "rows.jsonl:2",
        "ship.png",
        "2020/c.html",
    ]
    assert [capture.body for capture in found if capture.body][:2] == [b"First.", b"Second."]


def test_what_no_ending_says_to_be_a_text_is_passed_over_and_a_bad_file_named(folder: Path) -> None:
    found = {Path(capture.place).name: capture for capture in captures(str(folder), guest())}
    assert found["ship.png"].passed == "no text: .png"
    assert found["README"].passed == "no text: no ending"
    assert "broken gzip" in (found["broken.html.gz"].fault or "")


def test_a_folder_without_a_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    with pytest.raises(SourceError, match="holds no file that is read in a folder"):
        list(captures(str(tmp_path), guest()))


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    (folder / "2020" / "up").symlink_to(folder)
    assert len(list(captures(str(folder), guest()))) == 8


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.jsonl", ["rows.jsonl:1", "rows.jsonl:2"]),
        ("[ab].*", ["a.md.gz", "b.TXT"]),
        ("202?", ["2020/c.html"]),
        ("**/c.*", ["2020/c.html"]),
        ("*.png", ["ship.png"]),
    ],
)
def test_a_pattern_gives_what_it_matches(folder: Path, pattern: str, names: list[str]) -> None:
    found = captures(str(folder / pattern), guest())
    assert [capture.place.removeprefix(f"{folder}/") for capture in found] == names


def test_a_pattern_that_matches_nothing_is_refused(folder: Path) -> None:
    with pytest.raises(SourceError, match="matches no file"):
        list(captures(str(folder / "*.pdf"), guest()))


def test_a_name_that_looks_like_a_pattern_is_a_file_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "what?[1].txt"
    path.write_text("Text.")
    assert [capture.place for capture in captures(str(path), guest())] == [str(path)]


def test_how_many_to_expect_of_a_folder(folder: Path) -> None:
    assert expected([str(folder)]) == 8
    assert expected([str(folder / "*.jsonl")]) == 2
    (folder / "more.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": "x"}).encode()))
    assert expected([str(folder)]) is None


def test_a_file_that_cannot_be_counted_is_one_and_no_end_of_the_others(folder: Path) -> None:
    (folder / "x.jsonl").symlink_to("/proc/self/mem")  # opens, and cannot be read
    assert expected([str(folder)]) == 9
    found = {Path(capture.place).name: capture for capture in captures(str(folder), guest())}
    assert found["x.jsonl"].fault == "cannot be read (input/output error)"
    assert found["c.html"].body
    name = f"{'x' * 300}.jsonl"
    assert expected([name]) == 1
    with pytest.raises(SourceError, match=r"x\.jsonl: cannot be opened \(file name too long\)"):
        list(captures(name, guest()))


def test_a_fault_in_one_file_is_no_end_of_the_others(tmp_path: Path) -> None:
    day = pa.array([1 << 30], pa.date32())  # millions of years from now
    pq.write_table(pa.table({"text": ["Text."], "published": day}), tmp_path / "a.parquet")
    (tmp_path / "b.txt").write_text("Text.")
    first, second = captures(str(tmp_path), guest())
    assert (first.fault or "").startswith("a fault in opening it: OverflowError: ")
    assert second.body == b"Text."


@pytest.mark.parametrize("body", [b"Text.", b"<html><p>Please sign in.</p></html>"])
def test_what_is_named_a_pdf_and_is_a_text_or_a_page_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(body)
    with pytest.raises(SourceError, match=r"a\.pdf: is named \.pdf but is no PDF; rename it"):
        list(captures(str(path), guest()))


# ------------------------------------------------------------------ files of some kinds alone


def test_the_files_of_some_kinds_in_a_folder_by_a_pattern_or_a_name(folder: Path) -> None:
    crawl = ["crawl.WARC.gz", "crawl.warc.wat.gz", "crawl.warc.wet.gz"]
    for name in crawl:
        (folder / "2020" / name).write_bytes(b"")
    (folder / ".hidden.jsonl").write_text("{}")
    found = [str(folder / "rows.jsonl"), *(str(folder / "2020" / name) for name in crawl)]
    assert named_files(str(folder), ARCHIVES) == found
    assert named_files(str(folder / "rows.jsonl"), ARCHIVES) == found[:1]
    assert named_files(str(folder / "202*"), ARCHIVES) == found[1:]
    assert named_files(str(folder / "r*"), ARCHIVES) == found[:1]
    assert sorted(named_files(str(folder / "**" / "*.*"), ARCHIVES)) == sorted(found)
    assert named_files(str(folder / "none.jsonl"), ARCHIVES) == [
        str(folder / "none.jsonl")
    ]  # who opens it says so


@pytest.mark.parametrize("name", ["b.TXT", "*.md.gz", "none", "2020"])
def test_where_there_is_no_such_file_that_is_said(folder: Path, name: str) -> None:
    with pytest.raises(
        SourceError,
        match=r"is or holds no file that is scanned \(\.jsonl, \.ndjson, \.parquet, \.warc, \.wat, \.wet;",
    ):
        named_files(str(folder / name), ARCHIVES)
    with pytest.raises(SourceError, match="matches no file"):
        named_files(str(folder / "*.warc"), ARCHIVES)
