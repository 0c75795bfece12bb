"""Into the ledger: from any source, once, whatever stops it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from bench.killed import exported, write_texts

from armstrail.errors import ArmstrailError
from armstrail.intake import Intake
from armstrail.ledger import Ledger, Query
from armstrail.pipeline import reader_version
from armstrail.progress import Progress
from tests.scan.made import DULL, archive, lines, ran, samples
from tests.server import Handler, Server

COMMAND = str(Path(sysconfig.get_path("scripts")) / "armstrail")
SALE = "Germany delivered 18 Leopard 2 tanks to Norway, the defence ministry said on Monday."
OTHER = "France sold Rafale jets to Egypt, officials in Cairo said."

Add = Callable[..., Intake]


@pytest.fixture
def add(ledger_place: str) -> Add:
    def run(*places: str | Path, **options: Any) -> Intake:
        with Ledger.open(ledger_place, create=True) as ledger:
            with Intake(ledger, Progress("", bar=False), interval=0, **options) as intake:
                intake.add([str(place) for place in places])
            return intake

    return run


def rows(path: Path, *texts: str, **known: str) -> Path:
    lines = [json.dumps({"id": f"t{number}", "text": text, **known}) for number, text in enumerate(texts)]
    path.write_text("\n".join(lines) + "\n")
    return path


def claims(place: str) -> list[str]:
    with Ledger.open(place) as ledger:
        return sorted(entry.name for entry in ledger.claims())


def test_texts_are_read_and_kept_and_known_the_next_time(add: Add, ledger_place: str, tmp_path: Path) -> None:
    source = rows(tmp_path / "a.jsonl", SALE, OTHER)
    assert add(source).summary() == "2 new texts: 2 statements, 2 transfer claims added"
    assert claims(ledger_place) == ["DEU → NOR: 18 Leopard 2, delivered", "FRA → EGY: Rafale, delivered"]
    again = add(source)
    assert again.summary() == "0 new texts, 2 known already: 0 statements, 0 transfer claims added"
    assert (again.new, again.status) == ({}, 0)


def test_a_source_that_grew_gives_what_is_new(add: Add, tmp_path: Path) -> None:
    add(rows(tmp_path / "a.jsonl", SALE))
    grown = add(rows(tmp_path / "a.jsonl", SALE, OTHER))
    assert [grown.accounts[0].new, grown.accounts[0].known] == [1, 1]


def test_one_text_in_two_places_is_read_once(add: Add, ledger_place: str, tmp_path: Path) -> None:
    one, two = rows(tmp_path / "a.jsonl", SALE, SALE, outlet="One"), tmp_path / "b.txt"
    two.write_text(SALE)
    added = add(one, two)
    assert (added.new["documents"], added.new["captures"], added.new["readings"]) == (1, 3, 1)
    with Ledger.open(ledger_place) as ledger:
        (shown,) = ledger.documents()
        assert len(ledger.history(shown.key).captures) == 3


def test_what_fails_is_named_and_told_in_the_report(
    add: Add, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "a.jsonl"
    broken.write_text(f'{{"id": "x", "text": "{SALE}"}}\nnot JSON\n{{"id": "x", "text": "{OTHER}"}}\n')
    added = add(broken, tmp_path / "none.txt")
    assert added.status == 1
    assert added.summary().startswith("2 new texts, 2 failed")
    report = json.loads(json.dumps(added.report()))
    assert [source["failed"] for source in report["sources"]] == [1, 1]
    assert report["ambiguous"] == ["x"]
    said = capsys.readouterr().err
    for line in (f"{broken}:2: is not JSON", "none.txt: no such file", "x: several texts came under this id"):
        assert line in said


def test_a_fault_in_one_source_or_text_is_a_failure_and_no_end_of_the_others(
    add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"Ruritania sold {name} tanks.", encoding="utf-8")

    def faulty(body: bytes) -> str | None:
        if b" b " in body:
            raise ValueError("a fault of ours")
        return None

    monkeypatch.setattr("armstrail.documents.binary", faulty)
    monkeypatch.setattr("armstrail.sources.addresses.Address.captures", lambda *_: iter([1 // 0]))
    intake = add("https://a.example/", str(tmp_path))
    assert [one.new for one in intake.accounts] == [0, 2]
    assert [one["reason"] for account in intake.accounts for one in account.failures] == [
        "a fault in opening it: ZeroDivisionError: integer division or modulo by zero",
        "a fault in reading it: ValueError: a fault of ours",
    ]


def test_a_fault_in_what_is_made_of_a_text_is_a_failure_and_no_end_of_the_others(
    add: Add, ledger_place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(words: str | None) -> None:
        if words == "never":
            raise ValueError("a fault of ours")

    monkeypatch.setattr("armstrail.intake.published_date", faulty)
    intake = add(rows(tmp_path / "a.jsonl", SALE, published="never"), rows(tmp_path / "b.jsonl", OTHER))
    assert [one.new for one in intake.accounts] == [0, 1]
    (failure,) = intake.accounts[0].failures
    assert failure == {
        "place": f"{tmp_path / 'a.jsonl'}:1",
        "reason": "a fault in reading it: ValueError: a fault of ours",
    }
    assert claims(ledger_place) == ["FRA → EGY: Rafale, delivered"]


def test_null_characters_in_what_comes_with_a_page_are_no_end_of_the_run(
    add: Add, ledger_place: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(handler: Handler) -> None:
        handler._send(SALE.encode(), "text/plain; charset=a\0b", ETag='"\0"', Last_Modified="never\0")

    monkeypatch.setattr(Handler, "_odd", odd, raising=False)
    assert add(server.at("odd"), allow_private=True).new["documents"] == 1
    with Ledger.open(ledger_place) as ledger:
        visit = ledger.last(server.at("odd"))
        assert visit and (visit.etag, visit.last_modified) == (None, None)


def test_a_name_in_another_encoding_is_kept_as_far_as_it_can_be_written(
    add: Add, ledger_place: str, tmp_path: Path
) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text(SALE)
    assert add(tmp_path).new["documents"] == 1
    with Ledger.open(ledger_place) as ledger:
        (shown,) = ledger.documents()
        assert shown.record.id == str(tmp_path / "caf�.txt")
    assert add(tmp_path).accounts[0].known == 1


def test_pages_are_captured_as_they_were_fetched(add: Add, ledger_place: str, server: Server) -> None:
    assert add(server.at("page"), allow_private=True).status == 0
    with Ledger.open(ledger_place) as ledger:
        (shown,) = ledger.documents()
        (seen,) = ledger.history(server.at("page")).captures
        assert (seen.status, seen.address, shown.record.title) == (
            200,
            server.at("page"),
            "Navy takes over second frigate",
        )
        visit = ledger.last(server.at("page"))
        assert visit and visit.status == 200


def test_a_feed_is_asked_again_only_once_all_it_named_is_written(
    add: Add, ledger_place: str, server: Server
) -> None:
    feed = server.at("feed_of_one")
    first = add(feed, allow_private=True)
    assert (first.status, first.new["documents"]) == (0, 1)
    asked = len(server.asked)
    again = add(feed, allow_private=True)
    assert again.accounts[0].passed == {"not changed since the last visit": 1}
    assert server.asked[asked:] == ["/feed_of_one"] or server.asked[asked:] == ["/robots.txt", "/feed_of_one"]
    with Ledger.open(ledger_place) as ledger:
        assert ledger.sizes()["visits"] == 2
        (shown,) = ledger.documents()
        assert shown.record.url


def test_a_visit_whose_texts_were_not_written_does_not_count(ledger_place: str, server: Server) -> None:
    """As when it is killed after it has asked and before it has written."""
    with Ledger.open(ledger_place, create=True) as ledger:
        with Intake(ledger, Progress("", bar=False), interval=0, allow_private=True) as intake:
            steps = intake._steps([server.at("feed_of_one")])
            assert next(steps).text
        assert ledger.sizes()["visits"] == 0


def test_addresses_of_this_machine_are_refused(add: Add, server: Server) -> None:
    added = add(server.at("page"))
    assert "--allow-private" in added.accounts[0].failures[0]["reason"]


def test_an_earlier_readers_readings_are_made_anew(ledger_place: str, add: Add, tmp_path: Path) -> None:
    add(rows(tmp_path / "a.jsonl", SALE))
    with Ledger.open(ledger_place, create=True) as ledger:
        with Intake(ledger, Progress("", bar=False)) as intake:
            intake.reader = "a reader of tomorrow"
            intake.read_again()
        assert intake.new["readings"] == 1
        assert [entry.reader for entry in ledger.claims()] == ["a reader of tomorrow"]
        assert ledger.find("claims", Query(words="Leopard")).total == 1


# ------------------------------------------------------------------ what a scan has read


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a scan of the files in `corpus` beside it: an archive, lines, a table, no reprint among them."""
    place = tmp_path_factory.mktemp("scanned")
    (place / "corpus").mkdir()
    news = [row for row in samples() if not row["id"].endswith("reprint")]
    again = {**news[6], "id": "again", "outlet": "Echo", "published": "2001-01-01"}
    archive(
        place / "corpus" / "a.warc.gz", [(row["title"], row["text"]) for row in news[:6]] + [("Rain", DULL)]
    )
    lines(place / "corpus" / "b.jsonl", [*news[6:12], again, {"id": "bad"}])
    pq.write_table(pa.Table.from_pylist([*news[12:], {**news[6], "id": "x"}]), place / "corpus" / "c.parquet")
    ran("scan", "corpus", "--out", "out", cwd=place)
    return place / "out"


def held(place: str) -> dict[str, list[str]]:
    """What a ledger holds of documents that have a word of arms."""
    with Ledger.open(place) as ledger:
        documents = [entry for entry in ledger.documents() if entry.record.title != "Rain"]
        keys = {entry.key for entry in documents}
        return {
            "documents": [f"{entry.key} {entry.reader} {entry.record!r}" for entry in documents],
            "captures": [
                repr(
                    (
                        entry.key,
                        seen.address,
                        seen.status,
                        seen.sha256,
                        seen.size,
                        seen.id,
                        seen.published,
                        seen.url,
                    )
                )
                for entry in documents
                for seen in ledger.history(entry.key).captures
            ],
            **{
                name: [
                    f"{entry.key} {entry.reader} {entry.record!r}"
                    for entry in records
                    if entry.document_key in keys
                ]
                for name, records in (("statements", ledger.statements()), ("claims", ledger.claims()))
            },
        }


def alike(one: dict[str, list[str]], other: dict[str, list[str]]) -> bool:
    return {name: sorted(rows) for name, rows in one.items()} == {
        name: sorted(rows) for name, rows in other.items()
    }


def test_a_scan_adds_what_its_sources_would(
    add: Add, ledger_place: str, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(scan.parent)
    added = add(scan)
    assert (added.status, added.new["documents"], added.new["captures"]) == (0, 17, 19)
    first = held(ledger_place)
    assert len(first["claims"]) > 100
    again = add(scan)
    assert (again.new, again.accounts[0].known, again.status) == ({}, 19, 0)
    assert held(ledger_place) == first
    with Ledger.open(str(tmp_path / "plain.db"), create=True) as ledger:
        with Intake(ledger, Progress("", bar=False)) as intake:
            intake.add(["corpus"])
        assert intake.carried == 0
    assert alike(held(str(tmp_path / "plain.db")), first)
    later = add("corpus")
    assert (later.accounts[0].known, later.failed) == (19, 1)
    assert alike(held(ledger_place), first)


def test_a_scan_that_failed_somewhere_says_so(
    add: Add, scan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(scan.parent)
    add(scan)
    assert (
        f"{scan}: note: 1 text failed when this was scanned; {scan}/failures names them"
        in capsys.readouterr().err
    )


def test_a_scan_that_found_nothing_adds_nothing(add: Add, tmp_path: Path) -> None:
    lines(tmp_path / "rain.jsonl", [{"id": "rain", "text": DULL}])
    assert ran("scan", "rain.jsonl", "--out", "out", cwd=tmp_path).status == 0
    added = add(tmp_path / "out")
    assert (added.status, added.new, added.failed) == (0, {}, 0)


def copied(scan: Path, folder: Path, **told: str) -> Path:
    """A copy of a scan with other words in its manifest."""
    copy = Path(shutil.copytree(scan, folder))
    known = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps({**known, **told}))
    return copy


def test_a_scan_that_is_not_done_is_refused_in_a_line(scan: Path, tmp_path: Path) -> None:
    going_on = copied(scan, tmp_path / "going on", state="reading")
    done = subprocess.run(
        [COMMAND, "add", going_on, "-l", tmp_path / "a.db"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    reason = "holds a scan that is not done; the same `armstrail scan` goes on with it"
    assert f"armstrail: {going_on}: {reason}" in done.stderr.splitlines()
    assert "Traceback" not in done.stderr


def test_what_another_reader_scanned_is_read_again_where_that_is_asked_for(
    add: Add, ledger_place: str, scan: Path, tmp_path: Path
) -> None:
    add(copied(scan, tmp_path / "other", reader="a reader of yesterday"))
    with Ledger.open(ledger_place, create=True) as ledger:
        before = [repr(entry.record) for entry in ledger.claims()]
        assert {entry.reader for entry in ledger.claims()} == {"a reader of yesterday"}
        with Intake(ledger, Progress("", bar=False)) as intake:
            intake.read_again()
        assert intake.new["readings"] == 17
        assert {entry.reader for entry in ledger.claims()} == {reader_version()}
        assert sorted(repr(entry.record) for entry in ledger.claims()) == sorted(before)


# ------------------------------------------------------------------ stopped, in processes of their own


def started(source: Path, place: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([COMMAND, "add", str(source), "-l", place], stderr=subprocess.PIPE)


def finished(source: Path, place: str) -> None:
    subprocess.run([COMMAND, "add", str(source), "-l", place], check=True, capture_output=True)


def until(something: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not something() and time.monotonic() < deadline:
        time.sleep(0.1)


def kept(place: str) -> int:
    try:
        with Ledger.open(place) as ledger:
            return ledger.sizes()["documents"]
    except ArmstrailError:
        return 0


CLAIMS = 300


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_texts(tmp_path_factory.mktemp("texts") / "texts.jsonl", CLAIMS)


@pytest.fixture(scope="module")
def whole(texts: Path) -> bytes:
    """What a ledger exports that was never disturbed."""
    finished(texts, str(texts.with_suffix(".db")))
    return exported(texts.with_suffix(".db"))


def test_killed_and_started_again_it_goes_on_where_it_was(
    fresh_place: str, texts: Path, whole: bytes
) -> None:
    process = started(texts, fresh_place)
    until(lambda: kept(fresh_place) > 0)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = kept(fresh_place)
    assert before
    done = subprocess.run(
        [COMMAND, "add", str(texts), "-l", fresh_place], capture_output=True, text=True, check=True
    )
    assert "known already" in done.stderr
    assert exported(fresh_place) == whole  # type: ignore[arg-type]


def test_an_interruption_keeps_what_was_read(fresh_place: str, tmp_path: Path) -> None:
    process = started(
        write_texts(tmp_path / "many.jsonl", 10_000), fresh_place
    )  # more than it reads until then
    until(lambda: kept(fresh_place) > 0)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.decode().splitlines()[-1].startswith("Interrupted: ")
    assert kept(fresh_place)


def test_two_at_once_and_a_reader(fresh_place: str, texts: Path, whole: bytes) -> None:
    adding = [started(texts, fresh_place), started(texts, fresh_place)]
    until(lambda: kept(fresh_place) > 0)
    while adding[0].poll() is None:
        with Ledger.open(fresh_place) as ledger:
            assert len(list(ledger.claims())) <= len(whole.splitlines())
        time.sleep(1)  # the others need the processor, too
    for process in adding:
        assert process.communicate()[1] is not None
        assert process.returncode == 0
    assert exported(fresh_place) == whole  # type: ignore[arg-type]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_on_a_full_disk_it_says_so_and_goes_on_once_there_is_room(
    tmp_path: Path, texts: Path, whole: bytes
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        place = str(disk / "a.db")
        for size in ("1m", "2m"):
            subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)
            done = subprocess.run([COMMAND, "add", str(texts), "-l", place], capture_output=True, text=True)
            assert done.returncode == 1
            assert "the disk is full; free some space and run the same again" in done.stderr.splitlines()[-1]
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        finished(texts, place)
        assert exported(Path(place)) == whole
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
