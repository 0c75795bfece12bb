"""How bytes are cut into captures, and what is refused."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from armstrail.errors import DocumentError, LimitError, SourceError
from armstrail.sources import SOURCES, captures, expected
from armstrail.sources.capture import LARGEST, Capture, cut


def rows(*texts: str) -> bytes:
    return b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)


def test_each_place_is_taken_by_one_kind_of_source() -> None:
    kinds = [
        type(next(source for source in SOURCES if source.takes(place))).__name__ for place in ("-", "a.txt")
    ]
    assert kinds == ["StandardInput", "File"]
    assert type(next(source for source in SOURCES if source.takes("https://a.org"))).__name__ == "Address"


def test_a_text_is_one_capture_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"One.\r\n\r\nTwo.\n")
    assert list(captures(str(path))) == [Capture(str(path), b"One.\r\n\r\nTwo.\n")]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.txt", "a"])
def test_rows_are_told_by_name_or_by_shape(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xef\xbb\xbf" + rows("One.") + b"\r\n\n" + rows("Two."))
    assert [capture.place for capture in captures(str(path))] == [f"{path}:1", f"{path}:4"]
    assert {capture.kind for capture in captures(str(path))} == {"row"}


def test_rows_in_utf_16_are_read() -> None:
    body = rows("Größe.", "Two.").decode().encode("utf-16")
    assert [json.loads(capture.body)["text"] for capture in cut("x", [body])] == ["Größe.", "Two."]


@pytest.mark.parametrize("size", [1, 7, 4096, 1 << 20])
def test_rows_do_not_depend_on_how_the_bytes_come(size: int) -> None:
    body = rows("One." * 50, "Two", "Three" * 2000)
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    assert [capture.body for capture in cut("x", chunks)] == body.splitlines()


def test_gzipped_rows_come_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(rows("One.")) + gzip.compress(rows("Two.")))
    assert [json.loads(capture.body)["text"] for capture in captures(str(path))] == ["One.", "Two."]


def test_a_gzip_file_cut_short_gives_what_it_holds_and_then_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(
        gzip.compress(rows(*(f"Text {number}, {hash(str(number))}." for number in range(3000))))[:-2000]
    )
    found = captures(str(path))
    assert json.loads(next(found).body)["text"].startswith("Text 0")
    with pytest.raises(SourceError, match=r"a\.jsonl\.gz: ends in the middle"):
        list(found)


def test_a_broken_gzip_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(b"\x1f\x8b" + bytes(100))
    with pytest.raises(SourceError, match="broken gzip"):
        list(captures(str(path)))


def test_what_unpacks_to_more_than_the_limit_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"a" * (8 * LARGEST)))
    tracemalloc.start()
    with pytest.raises(LimitError, match="larger than the 20 MB"):
        list(captures(str(path)))
    assert tracemalloc.get_traced_memory()[1] < 3 * LARGEST
    tracemalloc.stop()


def test_a_row_over_the_limit_is_passed_by_and_named() -> None:
    chunks = [rows("One."), b'{"text": "', *[b"a" * 1_000_000] * 25, b'"}\n', rows("Three.")]
    first, second, third = cut("x.jsonl", chunks, kind="row")
    assert (first.place, third.place) == ("x.jsonl:1", "x.jsonl:3")
    assert (second.place, second.body, second.fault) == (
        "x.jsonl:2",
        b"",
        "the line is longer than the 20 MB " + LIMIT,
    )


LIMIT = "that one text may have"


def test_a_single_line_over_the_limit_is_refused_before_it_is_all_read() -> None:
    left = 0

    def chunks() -> Iterator[bytes]:
        nonlocal left
        for left in reversed(range(100)):  # noqa: B007 - what is left is looked at below
            yield b"a" * 1_000_000

    with pytest.raises(LimitError, match="x: is larger than the 20 MB that one text may have"):
        list(cut("x", chunks()))
    assert left > 70


def test_other_json_is_told_apart() -> None:
    for body in (b'[{"text": "a"}]', b'{\n  "text": "a"\n}', b'["a", "b"]'):
        with pytest.raises(DocumentError, match="not one object a line"):
            list(cut("x.json", [body]))


def test_an_empty_file_of_rows_is_refused() -> None:
    with pytest.raises(DocumentError, match="is empty"):
        list(cut("x.jsonl", [b"\n\n"], kind="row"))


def test_what_is_not_there_or_not_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        list(captures(str(tmp_path / "none.txt")))
    with pytest.raises(SourceError, match="cannot be opened"):
        list(captures("a\0b"))


def test_standard_input_is_read_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(rows("One.", "Two."))))
    assert [capture.place for capture in captures("-")] == ["stdin:1", "stdin:2"]


def test_how_many_to_expect(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(rows("One.", "Two."))
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "a.jsonl.gz").write_bytes(b"")
    places = [str(tmp_path / name) for name in ("a.jsonl", "a.txt", "none.txt")]
    assert expected(places) == 4
    assert expected([*places, "https://a.org"]) is None
    assert expected([*places, str(tmp_path / "a.jsonl.gz")]) is None
    assert expected(["-"]) is None
