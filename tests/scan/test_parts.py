"""What is scanned, and what becomes of a part, of a share of a file, of a bin, when it is given up."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from armstrail.errors import OutputError, SourceError
from armstrail.progress import Progress
from armstrail.scan import parts as cutting
from armstrail.scan.manifest import Manifest
from armstrail.scan.reading import read
from armstrail.scan.run import DIED, Scan
from armstrail.scan.sifting import sift
from armstrail.scan.work import Task
from tests.scan.made import SALE, by_place, lines, ran, table


def rows(path: Path, count: int) -> Path:
    return lines(path, [{"id": f"{path.stem} {n}", "text": f"{SALE} Of {n}."} for n in range(count)])


def scan(out: Path, *places: Path) -> Scan:
    return Scan(list(map(str, places)), out, Progress("Scanning", bar=False), workers=1)


# ------------------------------------------------------------------ what is scanned


def test_the_files_of_no_scan_are_a_source(tmp_path: Path) -> None:
    rows(tmp_path / "in.jsonl", 1)
    assert ran("scan", "in.jsonl", "--out", "first", cwd=tmp_path).status == 0
    assert [file.path for file in scan(tmp_path / "out", tmp_path).manifest.files] == [
        str(tmp_path / "in.jsonl")
    ]
    with pytest.raises(SourceError, match="first: holds nothing but the files of a scan"):
        scan(tmp_path / "out", tmp_path / "first")


@pytest.mark.parametrize("name", ["o[1]", "o{1,2}", "o?", "o*"])
def test_a_folder_whose_name_is_a_pattern_is_refused_before_any_work(tmp_path: Path, name: str) -> None:
    source = rows(tmp_path / "in.jsonl", 1)
    with pytest.raises(OutputError, match="takes for a pattern; choose another folder"):
        scan(tmp_path / name, source)
    assert not (tmp_path / name).exists()


def test_a_folder_that_may_not_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows(tmp_path / "in.jsonl", 1)
    closed = tmp_path / "closed"
    closed.mkdir()
    scandir = os.scandir

    def refused(place: str) -> object:
        if str(place) == str(closed):
            raise PermissionError(13, "Permission denied", str(closed))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", refused)  # whoever runs this may be allowed everything
    with pytest.raises(SourceError, match=r"closed: cannot be opened \(permission denied\)"):
        scan(tmp_path / "out", tmp_path)


def test_the_same_files_by_other_names_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = rows(tmp_path / "in.jsonl", 1)
    first = ran("scan", "in.jsonl", "--out", "out")
    assert first.status == 0
    assert scan(tmp_path / "out", source).manifest.state == "done"


def test_a_name_that_no_encoding_has_is_no_end_of_a_scan(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.jsonl")
    (tmp_path / name).write_text(f'{{"text": "{SALE}"}}\n[]\n')
    done = ran("scan", str(tmp_path), "--out", str(tmp_path / "out"))
    assert done.status == 1
    places = [row["place"] for of in ("documents", "failures") for row in table(tmp_path / "out", of)]
    assert places == [f"{tmp_path}/caf�.jsonl:1", f"{tmp_path}/caf�.jsonl:2"]
    held = Manifest.read(tmp_path / "out")
    assert held
    assert held.files[0].path == str(tmp_path / name)


# ------------------------------------------------------------------ what is given up


def test_a_share_that_cannot_be_read_is_named_and_what_all_come_upon_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "SMALL", 1)
    monkeypatch.setattr(cutting, "FEW", 4)
    source = rows(tmp_path / "a.jsonl", 400)
    shares = cutting.parts(cutting.files([str(source)]))
    assert len(shares) == 4
    for part in shares:
        away = part.share > 1
        if away:
            source.rename(tmp_path / "away")
        sift(Task("sift", str(tmp_path / "out"), part.name, part).text())
        if away:
            (tmp_path / "away").rename(source)
    counted = [
        json.loads(read(Task("read", str(tmp_path / "out"), part.name, part).text()))["counts"]
        for part in shares
    ]
    assert [counts.get("read", 0) for counts in counted] == [100, 100, 0, 0]
    assert [counts.get("failures", 0) for counts in counted] == [0, 0, 1, 0]
    assert table(tmp_path / "out", "failures") == [{"place": str(source), "reason": "no such file"}]


def test_texts_whose_reading_is_given_up_are_each_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = lines(
        tmp_path / "a.jsonl",
        [{"id": f"n {n}", "text": f"{SALE} Of {n % 2}."} for n in range(4)] + [{"id": "none"}],
    )
    run = scan(tmp_path / "out", news)
    each = run._engine.each  # type: ignore[union-attr]
    monkeypatch.setattr(
        run._engine,
        "each",
        lambda work, items, **told: (
            ((item, None) for item in items) if work is read else each(work, items, **told)
        ),
    )
    with run:
        run.run()
    places = [f"{news}:{n}" for n in range(1, 6)]
    failed = by_place(table(tmp_path / "out", "failures"))
    assert {place: [row["reason"] for row in failed[place]] for place in failed} == {
        **{place: [DIED] for place in places[:4]},
        places[4]: ["has no `text`"],
    }
    assert run.manifest.counts["failures"] == 5
    for name in ("documents", "captures"):
        assert sorted(row["place"] for row in table(tmp_path / "out", name)) == places[:4]
