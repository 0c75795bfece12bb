"""The command that scans: what it refuses, in one line and with nothing touched, and what it shows."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from armstrail.pipeline import reader_version
from armstrail.scan.manifest import FORMAT
from tests.conftest import Armed
from tests.scan.made import COMMAND, DULL, SALE, lines


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return lines(tmp_path / "rows.jsonl", [{"id": "sale", "text": SALE}])


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(armed: Armed, *arguments: str | Path) -> str:
    """The one line in which the command says why it does nothing."""
    status, output, said = armed("scan", *arguments)
    assert (status, output) == (1, "")
    (line,) = said
    assert line.startswith("armstrail: ")
    assert "fault of its own" not in line
    return line


def manifest(source: Path, **other: object) -> str:
    """The manifest of a scan of a file."""
    told = source.stat()
    held = {"path": str(source), "bytes": told.st_size, "modified": int(told.st_mtime)}
    known = {"places": [str(source)], "files": [held], "format": FORMAT, "bins": [], "version": "0.1.0"}
    return json.dumps({**known, "reader": reader_version(), "state": "sifting", **other})


def test_help_teaches_with_examples(armed: Armed) -> None:
    _, told, _ = armed("scan", "--help")
    assert "armstrail scan crawl/*.warc.gz --out scanned" in told
    assert "--ray 10.0.0.1:6379" in told
    assert "armstrail add scanned --ledger ccnews.db" in told


# ------------------------------------------------------------------ what is no source


def test_what_is_no_source_is_refused(armed: Armed, tmp_path: Path) -> None:
    text, empty, out = tmp_path / "a.txt", tmp_path / "empty", tmp_path / "out"
    text.write_text(SALE)
    empty.mkdir()
    for place, reason in (
        (
            text,
            (
                "is or holds no file that is scanned (.jsonl, .ndjson, .parquet, .warc, .wat, .wet; "
                "but for Parquet also with .gz)"
            ),
        ),
        (empty, "is or holds no file that is scanned"),
        (tmp_path / "none.warc.gz", "cannot be opened (no such file or directory)"),
        (tmp_path / "none", "is or holds no file that is scanned"),
        (f"{tmp_path}/*.warc.gz", "matches no file"),
        ("https://quay.example/a.warc.gz", "cannot be opened"),
        ("-", "is or holds no file that is scanned"),
    ):
        assert f"{place}: {reason}" in refused(armed, place, "--out", out)
        assert not out.exists()


# ------------------------------------------------------------------ what is no place for results


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"format": 0}, "holds a scan of another version (0.1.0, format 0); choose another folder"),
        ({"reader": "armstrail 0.0.9 (00000000)"}, "holds a scan by armstrail 0.0.9 (00000000), this is"),
        ({"files": []}, "holds a scan of other files; choose another folder"),
        ({"state": "done", "files": []}, "holds a scan of other files; choose another folder"),
        ({"colour": "red"}, "is no manifest of a scan; choose another folder"),
    ],
)
def test_a_folder_of_another_scan_is_refused(
    armed: Armed, tmp_path: Path, source: Path, other: dict[str, object], reason: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text(manifest(source, **other))
    before = files(out)
    assert reason in refused(armed, source, "--out", out)
    assert files(out) == before


def test_a_source_that_has_changed_since_is_another(armed: Armed, tmp_path: Path, source: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text(manifest(source))
    source.write_text(source.read_text() * 2)
    assert "holds a scan of other files" in refused(armed, source, "--out", out)


@pytest.mark.parametrize("held", ["{", "[]", "{}", "null", "\x00", f'{{"format": {FORMAT}}}'])
def test_a_manifest_that_is_none_is_refused(armed: Armed, tmp_path: Path, source: Path, held: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text(held)
    assert "manifest.json: is no manifest of a scan" in refused(armed, source, "--out", tmp_path / "out")


def test_a_folder_of_something_else_is_refused(armed: Armed, tmp_path: Path, source: Path) -> None:
    before = files(tmp_path)
    assert "holds something else than a scan" in refused(armed, source, "--out", tmp_path)
    assert files(tmp_path) == before


def test_a_file_in_the_way_is_refused(armed: Armed, tmp_path: Path, source: Path) -> None:
    before = files(tmp_path)
    assert "cannot be read (not a directory)" in refused(armed, source, "--out", source)
    assert "(not a directory)" in refused(armed, source, "--out", source / "out")
    assert files(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_written_is_refused(armed: Armed, tmp_path: Path, source: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert "cannot be written (permission denied)" in refused(armed, source, "--out", closed / "out")


# ------------------------------------------------------------------ no cluster


def test_a_cluster_that_is_not_there_is_told_in_a_line(tmp_path: Path, source: Path) -> None:
    done = subprocess.run(
        [COMMAND, "scan", source, "--out", tmp_path / "out", "--ray", "127.0.0.1:1"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("armstrail: 127.0.0.1:1: there is no Ray cluster (")
    assert "`ray start --head` starts one; without --ray this machine scans alone" in line


# ------------------------------------------------------------------ how far it is


def test_on_a_terminal_a_bar_tells_how_far_it_is(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": SALE if n % 4 == 0 else f"{DULL} {n}"} for n in range(6_000)]
    source = lines(tmp_path / "rows.jsonl", rows)
    terminal, end = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "scan", source, "--out", tmp_path / "out"], stdout=-1, stderr=end
    ) as running:
        os.close(end)
        shown = b"".join(_all(terminal)).decode()
        assert running.stdout and running.stdout.read() == b""
    assert running.returncode == 0
    assert re.search(r"Sifting [\d,]+ texts, [\d,]+/s, \d+\.\d% pass the gate", shown)
    assert "Folding reprints" in shown
    assert re.search(r"Reading [\d,]+ texts, [\d,]+/s", shown)
    assert "6,000 texts, 1,500 with a word of arms" in shown


def _all(terminal: int) -> Iterator[bytes]:
    try:
        while chunk := os.read(terminal, 4096):
            yield chunk
    except OSError:
        os.close(terminal)
