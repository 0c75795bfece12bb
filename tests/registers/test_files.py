"""What is no register: pages, other formats, nothing; each is told in one line that says what to do."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from armstrail import registers
from armstrail.errors import DocumentError, RegisterError, SourceError
from armstrail.registers import importing
from tests.registers.made import SIPRI, saved


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b"", DocumentError, "is empty; fetch it again"),
        (b"\xef\xbb\xbf \r\n\n", DocumentError, "is empty"),
        (b"<!DOCTYPE html>\n<html><head><title>Sign in</title>", RegisterError, "is a web page, not a table"),
        (b"\n  <HTML><body>Not found</body>", RegisterError, "the download failed"),
        (b"<!-- cached --><html>", RegisterError, "is a web page"),
        (b'{"error": "too many requests"}', RegisterError, "is JSON"),
        (b'[{"Supplier": "Peru"}]', RegisterError, "is JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, DocumentError, "is binary"),
        (b"%PDF-1.7 ...", DocumentError, "is a PDF"),
        (gzip.compress(SIPRI.encode()), DocumentError, "is binary"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            RegisterError,
            "is an old Excel file, or has a password",
        ),
        (b"PK\x03\x04 and then nothing", RegisterError, "is a damaged workbook"),
        (b"name,age\nAnn,4\n", RegisterError, "no line has the heads of one"),
        (
            b"Dear colleague,\n\nattached you find the register.\n",
            RegisterError,
            "is no register that is known",
        ),
    ],
)
def test_what_is_no_register_is_told_in_one_line(
    tmp_path: Path, body: bytes, kind: type[SourceError], told: str
) -> None:
    path = saved(tmp_path, body)
    with pytest.raises(kind) as raised:
        registers.load(path)
    said = str(raised.value)
    assert said.startswith(f"{path}: ")
    assert told in said
    assert "\n" not in said


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file; check its name and folder"):
        registers.load(tmp_path / "nowhere.csv")
    with pytest.raises(SourceError, match="cannot be read"):
        registers.load(tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LARGEST", 100)
    with pytest.raises(SourceError, match="is larger than"):
        registers.load(saved(tmp_path, SIPRI))


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    release, rows = registers.load(saved(tmp_path, SIPRI, "download (3)"))
    assert (release.register, len(rows)) == ("sipri", 4)


def test_the_same_bytes_have_the_same_hash(tmp_path: Path) -> None:
    one = registers.load(saved(tmp_path, SIPRI, "one.csv"))[0]
    other = registers.load(saved(tmp_path, SIPRI, "other.csv"))[0]
    assert one.sha256 == other.sha256
    assert len(one.sha256) == 64
