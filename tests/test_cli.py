"""The command line, with real files, pipes and sockets.

Where processes matter (pipes, signals, terminals, the start), the command runs in one of its own.
"""

from __future__ import annotations

import errno
import gzip
import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import armstrail
from armstrail.ledger import Ledger
from armstrail.model import Document, Reading
from armstrail.run import Run
from tests.conftest import Armed
from tests.server import PAGE, Server

COMMAND = str(Path(sysconfig.get_path("scripts")) / "armstrail")
DOCS = Path(__file__).parents[1] / "docs" / "cli.md"
GOOD = "Sweden delivered 18 Leopard 2 tanks to Finland, the defence ministry said on Monday.\n"


def ran(*arguments: str | Path, given: bytes = b"", **environment: str) -> tuple[int, str, list[str]]:
    """The command in a process of its own: its exit status, its output, the lines on standard error."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        input=given,
        capture_output=True,
        timeout=60,
        env={**os.environ, **environment},
    )
    errors = done.stderr.decode()
    assert "Traceback" not in errors
    return done.returncode, done.stdout.decode(), errors.splitlines()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD)
    return path


def test_the_version() -> None:
    assert ran("--version") == (0, f"armstrail {armstrail.__version__}\n", [])


def test_help_teaches_with_examples(armed: Armed) -> None:
    assert "Begin with `armstrail demo`" in armed("--help")[1]
    assert "armstrail read *.txt -o readings.html" in armed("read", "--help")[1]


def _commands(armed: Armed, *group: str) -> list[tuple[str, ...]]:
    """The commands as help lists them, those of groups below their group."""
    named = re.findall(r"^  (\w+)  ", armed(*group, "--help")[1].partition("Commands:")[2], re.M)
    return [one for name in named for one in _commands(armed, *group, name) or [(*group, name)]]


def test_every_command_and_option_is_told_of_in_the_docs(armed: Armed) -> None:
    told = DOCS.read_text(encoding="utf-8")
    general, *parts = re.split(r"^## armstrail ", told, flags=re.M)
    commands = _commands(armed)
    assert len(parts) == len(commands)
    for part, command in [(general, ()), *zip(parts, commands, strict=True)]:
        assert part.startswith(" ".join(command))
        options = re.findall(
            r"^  (-.*?)(?:  | <|$)", armed(*command, "--help")[1].partition("Options:")[2], re.M
        )
        assert options
        for option in (name.split()[0] for line in options for name in line.split(", ")):
            assert f"`{option}`" in part, (command, option)


def test_what_is_not_understood_is_said_with_the_way_to_help(armed: Armed) -> None:
    status, _, errors = armed("read", "--fromat", "csv", "a.txt")
    assert status == 2
    assert "--help" in errors[1]
    assert armed("read")[0] == 2


# ------------------------------------------------------------------ bad input: named, and the others read

BAD: dict[str, tuple[bytes | None, str]] = {
    "none.txt": (None, "no such file"),
    "noise.bin": (bytes(range(256)) * 20, "is binary, not a text"),
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b"\r\n \n", "is empty"),
    "release.pdf": (b"%PDF-1.7\n%\xe2\xe3", "is a PDF; take its text out first"),
    "menu.html": (
        b"<html><head><title>News</title></head><body><script>menu()</script></body></html>",
        "is a page without an article",
    ),
    "orders.xml": (b"<?xml version='1.0'?><orders/>", "is XML, but neither"),
    "feed.xml": (b"<?xml version='1.0'?><rss><channel>", "is no feed that can be read"),
    "list.json": (b'[{"text": "a"}]', "is JSON, but not one object a line"),
    "broken.gz": (gzip.compress(b"a" * 1000)[:-9], "ends in the middle"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_in_a_line_and_the_others_are_read(
    armed: Armed, tmp_path: Path, good: Path, name: str
) -> None:
    body, reason = BAD[name]
    path = tmp_path / name
    if body is not None:
        path.write_bytes(body)
    status, output, errors = armed("read", path, good, "-f", "jsonl")
    assert status == 1
    assert [json.loads(line)["doc"] for line in output.splitlines()] == [str(good)]
    assert errors[0].startswith(f"armstrail: {path}: {reason}")
    assert errors[1].startswith("1 text read, 1 failed: ")
    assert len(errors) == 2


def test_a_folder_is_read_and_so_is_a_pattern(armed: Armed, tmp_path: Path, good: Path) -> None:
    (tmp_path / "ship.png").write_bytes(b"")
    passed = ", 1 passed over (no text: .png)"
    for place, over in ((tmp_path, passed), (tmp_path / "*.txt", "")):
        status, output, errors = armed("read", place, "-f", "jsonl")
        assert (status, json.loads(output)["doc"]) == (0, str(good))
        assert errors[-1].startswith(f"1 text read{over}: ")


def test_a_line_of_100_mb_is_refused(tmp_path: Path, good: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as stream:
        for _ in range(100):
            stream.write(b"tanks to " * 111_112)
    status, _, errors = ran("read", path, good)
    assert status == 1
    assert errors[0] == f"armstrail: {path}: is larger than the 20 MB that one text may have"


def test_broken_rows_are_named_by_line_and_the_others_read(armed: Armed, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [
        '{"id": "a", "text": "One."}',
        '{"id": "b", "text"',
        "",
        "[]",
        '{"text": "Five."}',
        '{"id": "f"}',
    ]
    path.write_text("\n".join(lines))
    status, output, errors = armed("read", path, "-f", "jsonl")
    assert status == 1
    assert [json.loads(line)["doc"] for line in output.splitlines()] == ["a", f"{path}:5"]
    assert [line.removeprefix(f"armstrail: {path}:").partition(" ")[0] for line in errors[:3]] == [
        "2:",
        "4:",
        "6:",
    ]
    assert ", 3 failed: " in errors[3]


def test_a_wrong_encoding_is_read_with_a_note(armed: Armed, tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("Saab’s Örebro works sold rockets to Finland.".encode("cp1252"))
    status, output, errors = armed("read", path, "-f", "jsonl")
    assert status == 0
    assert json.loads(output)["notes"] == ["not UTF-8: read as Windows-1252"]
    assert errors[0] == f"armstrail: {path}: note: not UTF-8: read as Windows-1252"


def test_another_language_is_read_with_a_note(armed: Armed, tmp_path: Path) -> None:
    path = tmp_path / "de.txt"
    path.write_text(
        "Die Regierung hat der Lieferung von Panzern zugestimmt, und das ist nicht die letzte. " * 3
    )
    status, _, errors = armed("read", path)
    assert status == 0
    assert errors[0].endswith("note: seems not to be English: read, but little will be found")


def test_addresses_that_fail_are_named(armed: Armed, server: Server, good: Path) -> None:
    places = [server.at("none"), server.at("loop"), server.at("picture"), "ftp://example.org/a"]
    status, output, errors = armed("read", "--allow-private", *places, server.at("page"), good, "-f", "jsonl")
    assert status == 1
    assert [json.loads(line)["doc"] for line in output.splitlines()] == [server.at("page"), str(good)]
    assert json.loads(output.splitlines()[0])["title"] == "Navy takes over second frigate"
    for place, error in zip(places, errors, strict=False):
        assert error.startswith(f"armstrail: {place}: ")


def test_addresses_of_this_machine_are_fetched_only_where_that_is_allowed(
    armed: Armed, server: Server
) -> None:
    status, _, errors = armed("read", server.at("page"))
    assert status == 1
    assert errors[0] == (
        f"armstrail: {server.at('page')}: resolves to 127.0.0.1, a private or loopback address;"
        " --allow-private fetches it all the same"
    )
    assert armed("read", "--allow-private", server.at("page"))[0] == 0


def test_a_name_cannot_steer_the_terminal_nor_break_the_line(armed: Armed, tmp_path: Path) -> None:
    errors = armed("read", tmp_path / "a\x1b[31m\nb")[2]
    assert errors[0] == f"armstrail: {tmp_path}/a?[31m?b: no such file"


def test_a_name_that_is_no_text_can_be_written(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(path)).write_text(GOOD)
    done = subprocess.run([COMMAND, "read", path, "-f", "jsonl"], capture_output=True, timeout=60)
    assert done.returncode == 0
    assert json.loads(done.stdout)["doc"].endswith("/�.txt")


# ------------------------------------------------------------------ standard input, formats, output


@pytest.mark.parametrize(
    ("given", "documents"),
    [
        (GOOD, ["stdin"]),
        (PAGE, ["stdin"]),
        ('{"text": "One."}\n{"id": "b", "text": "Two."}\n', ["stdin:1", "b"]),
    ],
)
def test_standard_input_may_be_a_text_a_page_or_rows(armed: Armed, given: str, documents: list[str]) -> None:
    status, output, _ = armed("read", "-", "-f", "jsonl", given=given.encode())
    assert status == 0
    assert [json.loads(line)["doc"] for line in output.splitlines()] == documents


@pytest.mark.parametrize(
    ("name", "begins"), [("a.jsonl", "{"), ("a.csv", "doc,"), ("a.html", "<!doctype"), ("a.txt", "/")]
)
def test_the_format_is_told_by_the_ending_of_the_output(
    armed: Armed, good: Path, tmp_path: Path, name: str, begins: str
) -> None:
    status, output, errors = armed("read", good, "-o", tmp_path / name)
    assert (status, output) == (0, "")
    assert errors[-1].startswith("1 text read")
    assert (tmp_path / name).read_text().startswith(begins)


def test_the_output_must_not_be_a_source(armed: Armed, good: Path) -> None:
    status, _, errors = armed("read", good, "-o", good)
    assert status == 1
    assert errors == [f"armstrail: {good}: is one of the sources and would be lost; choose another --output"]
    assert good.read_text() == GOOD


@pytest.mark.parametrize("pattern", ["", "*", "**/*"])
@pytest.mark.parametrize("command", ["read", "stories"])
def test_the_output_must_not_be_a_file_of_a_folder_or_pattern_that_is_read(
    armed: Armed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, pattern: str
) -> None:
    folder = tmp_path / "articles"
    text = folder / "2024" / "good.txt"
    text.parent.mkdir(parents=True)
    text.write_text(GOOD)
    (tmp_path / "hard.txt").hardlink_to(text)
    (tmp_path / "soft.txt").symlink_to(text)
    monkeypatch.chdir(text.parent)
    for output in (text, Path("good.txt"), tmp_path / "hard.txt", tmp_path / "soft.txt"):
        status, _, errors = armed(command, folder / pattern, "-o", output)
        assert status == 1
        assert errors[-1] == (
            f"armstrail: {output}: is one of the sources and would be lost; choose another --output"
        )
    assert text.read_text() == GOOD


def test_what_a_folder_holds_but_does_not_read_may_be_written_again(armed: Armed, good: Path) -> None:
    for _ in range(2):
        assert armed("read", good.parent, "-o", good.with_name("readings.csv"))[0] == 0


def test_an_output_that_cannot_be_written_is_said(armed: Armed, good: Path, tmp_path: Path) -> None:
    status, _, errors = armed("read", good, "-o", tmp_path / "none" / "a.csv")
    assert status == 1
    assert errors == [
        f"armstrail: {tmp_path / 'none' / 'a.csv'}: cannot be written (no such file or directory)"
    ]
    if Path("/dev/full").exists():
        assert "no space left" in armed("read", good, "-o", "/dev/full")[2][-1]


def test_the_output_is_utf_8_whatever_the_machine_is_set_to(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Łódź sold “rockets” to Finland.", encoding="utf-8")
    assert ran("read", path, "-f", "html", PYTHONIOENCODING="latin-1")[1].count("Łódź")
    assert ran("read", path, PYTHONIOENCODING="ascii")[0] == 0


def test_readings_are_written_as_they_are_made() -> None:
    with subprocess.Popen([COMMAND, "read", "-", "-f", "jsonl"], stdin=-1, stdout=-1, stderr=-1) as running:
        assert running.stdin and running.stdout
        running.stdin.write(json.dumps({"id": "first", "text": GOOD}).encode() + b"\n")
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["doc"] == "first"
        assert running.poll() is None
        running.stdin.close()
        assert running.wait(30) == 0


def test_a_closed_pipe_ends_it_quietly(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "Sweden delivered 18 tanks to Finland."}\n' * 400)
    with subprocess.Popen([COMMAND, "read", path, "-f", "jsonl"], stdout=-1, stderr=-1) as running:
        assert running.stdout and running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""


def test_an_interruption_keeps_what_was_read() -> None:
    with subprocess.Popen([COMMAND, "read", "-", "-f", "jsonl"], stdin=-1, stdout=-1, stderr=-1) as running:
        assert running.stdin and running.stdout and running.stderr
        running.stdin.write(json.dumps({"id": "first", "text": GOOD}).encode() + b"\n")
        running.stdin.flush()
        assert running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert running.stderr.read().decode().startswith("Interrupted: 1 text read")


def test_many_texts_have_a_bar_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "One."}\n' * 30 + "broken\n")
    terminal, end = pty.openpty()
    done = subprocess.run([COMMAND, "read", path, "-o", tmp_path / "a.jsonl"], stderr=end, timeout=60)
    os.close(end)
    shown = b"".join(_all(terminal)).decode()
    assert done.returncode == 1
    assert "Reading" in shown
    assert f"{path}:31: is not JSON" in shown.replace("\r\n", "")
    assert "1 failed" in shown


def _all(terminal: int) -> Iterator[bytes]:
    try:
        while chunk := os.read(terminal, 4096):
            yield chunk
    except OSError:
        os.close(terminal)


# ------------------------------------------------------------------ the demo, the start, faults


def test_the_demo_shows_the_samples(tmp_path: Path) -> None:
    status, output, errors = ran("demo")
    assert status == 0
    assert output.count("characters searched for claims") >= 12
    assert "armstrail read FILE" in errors[-1]
    assert ran("demo", "-o", tmp_path / "demo.html")[0] == 0


def test_help_and_version_load_no_tables_and_a_text_no_page_reader(good: Path) -> None:
    def loaded(*arguments: str) -> set[str]:
        script = f"import sys; sys.argv = {['armstrail', *arguments]!r}\nfrom armstrail.cli import main\n"
        script += "try: main()\nexcept SystemExit: pass\nprint('LOADED', *sys.modules)"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
        return set(done.stdout.rpartition("LOADED")[2].split())

    assert not {"armstrail.pipeline", "armstrail.run", "rich.console", "trafilatura"} & loaded("--version")
    assert not {"trafilatura", "urllib.request", "rich.progress"} & loaded("read", str(good))
    assert not {"trafilatura", "urllib.request", "rich.console"} & loaded("read", str(good), "-f", "jsonl")


def test_a_fault_in_reading_one_text_does_not_lose_the_others(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty(document: Document) -> Reading:
        return Reading(document) if document.id == str(good) else Reading(document, claims=(1 // 0,))  # type: ignore[arg-type]

    monkeypatch.setattr("armstrail.run.read_document", faulty)
    other = tmp_path / "other.txt"
    other.write_text(GOOD)
    run = Run([str(other), str(good)], bar=False)
    with run:
        assert [reading.document.id for reading in run.readings()] == [str(good)]
    assert (run.status, run.failed) == (1, 1)
    told = capsys.readouterr().err
    assert f"armstrail: {other}: a fault in reading it: ZeroDivisionError: " in told
    monkeypatch.setenv("ARMSTRAIL_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        list(Run([str(other)], bar=False).readings())


def test_a_fault_elsewhere_is_said_in_a_line() -> None:
    script = "import armstrail.cli as c; c.app = lambda: 1 // 0; c.main()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "a fault of its own: ZeroDivisionError" in done.stderr


def test_what_is_less_sure_than_asked_is_left_out_and_counted(good: Path) -> None:
    everything = json.loads(ran("read", good, "-f", "jsonl")[1])
    (told,) = {s["confidence"] for s in everything["statements"]}
    assert 0 < told < 1
    status, output, errors = ran("read", good, "-f", "jsonl", "--min-confidence", "1")
    kept = json.loads(output)
    assert status == 0
    assert all(c["confidence"] is None or c["confidence"] >= 1 for c in kept["claims"])
    assert {s["id"] for s in kept["statements"]} <= {c["statement"] for c in kept["claims"]}
    left = (
        len(everything["statements"])
        - len(kept["statements"])
        + len(everything["claims"])
        - len(kept["claims"])
    )
    assert ("less sure than 1 left out" in errors[-1]) == bool(left)
    assert ran("read", good, "--min-confidence", "2")[0] == 2


@pytest.mark.parametrize("text", ["The weather is mild.\n", "The weather is mild.\n\n \nSo is the tea.\n\n"])
def test_a_text_without_a_word_of_arms_is_counted_as_skipped_whatever_its_line_ends(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "mild.txt").write_text(text)
    assert "1 skipped (no word of arms)" in ran("read", tmp_path / "mild.txt")[2][-1]


def test_files_of_a_folder_that_are_no_texts_are_counted_by_their_reason(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Germany sold tanks to Peru.")
    for name in ("one.pdf", "two.pdf", "three.png"):
        (tmp_path / name).write_bytes(b"\x00")
    assert "3 passed over (no text: .pdf; no text: .png)" in ran("read", tmp_path)[2][-1]


def test_the_summary_counts() -> None:
    run = Run([], bar=False)
    run.read, run.skipped, run.failed, run.statements, run.claims = 1, 2, 3, 1, 2000
    assert (
        run.summary()
        == "1 text read, 2 skipped (no word of arms), 3 failed: 1 statement, 2,000 transfer claims"
    )
    run.read, run.skipped, run.failed, run.interrupted = 12, 0, 0, True
    assert run.summary() == "Interrupted: 12 texts read: 1 statement, 2,000 transfer claims"
    assert run.status == 130


# ------------------------------------------------------------------ the ledger


@pytest.fixture
def kept(armed: Armed, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of one text, which the commands find by the environment."""
    monkeypatch.setenv("ARMSTRAIL_LEDGER", str(tmp_path / "a.db"))
    assert armed("add", good)[2] == ["1 new text: 1 statement, 1 transfer claim added"]
    return good


def test_what_was_added_is_found_shown_judged_and_exported(armed: Armed, kept: Path) -> None:
    status, found, _ = armed("find", "tank", "--supplier", "Sweden", "--json")
    (claim,) = map(json.loads, found.splitlines())
    assert (status, claim["kind"], claim["evidence"]) == (0, "claim", GOOD.strip())
    assert "1 claim in 1 document, 1 origin\n" in armed("find", "leopard")[1]
    assert "1 document, 1 origin\n" in armed("find", "leopard")[1]
    assert f"⟦{GOOD.strip()}⟧" in armed("show", claim["id"][:8])[1]
    assert json.loads(armed("show", kept, "--json")[1])["document"] == claim["document"]
    said = armed("judge", claim["id"], "accepted", "--by", "A", "--note", "seen")[2]
    assert said == [f"{claim['id']}: accepted by A"]
    (exported,) = map(json.loads, armed("export", "claims")[1].splitlines())
    assert (exported["id"], exported["judgements"][0]["note"]) == (claim["id"], "seen")


def test_the_format_of_an_export_is_that_of_the_files_name(armed: Armed, kept: Path) -> None:
    for name, begins in (("a.csv", b"id,document,doc"), ("a.parquet", b"PAR1"), ("a.jsonl", b'{"id": "c')):
        assert armed("export", "claims", "-o", kept.with_name(name))[0] == 0
        assert kept.with_name(name).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx"])
def test_a_file_stays_until_the_new_one_is_whole(
    armed: Armed, kept: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    output = kept.with_name(name)
    assert armed("export", "claims", "-o", output)[0] == 0
    output.chmod(0o600)
    before, beside = output.read_bytes(), sorted(kept.parent.iterdir())

    def full(_: object) -> Iterator[object]:
        yield from ()
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Ledger, "claims", full)
        broken.setattr(Ledger, "entries", lambda *_: full(None))
        status, _, errors = armed("export", "claims", "-o", output)
    assert (status, errors) == (
        1,
        [f"armstrail: {output}: cannot be written (no space left on device)"],
    )
    assert (output.read_bytes(), sorted(kept.parent.iterdir())) == (before, beside)
    assert armed("export", "documents", "-o", output)[0] == 0
    assert output.read_bytes() != before
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert sorted(kept.parent.iterdir()) == beside


def test_bytes_go_through_links_and_pipes(armed: Armed, kept: Path) -> None:
    output, pipe = kept.with_name("a.parquet"), kept.with_name("pipe")
    kept.with_name("soft").symlink_to(output)
    output.touch()
    kept.with_name("hard").hardlink_to(output)
    for name in ("soft", "hard"):
        output.write_bytes(b"")
        assert armed("export", "claims", "-f", "parquet", "-o", kept.with_name(name))[0] == 0
        assert output.read_bytes().startswith(b"PAR1")
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as other:
        read = other.submit(pipe.read_bytes)
        assert armed("export", "claims", "-f", "parquet", "-o", pipe)[0] == 0
        assert read.result() == output.read_bytes()


@pytest.mark.parametrize(
    "command",
    [
        "export claims",
        "export claims -f parquet",
        "export claims -f xlsx",
        "export claims -f bibtex",
        "export judgements",
        "export events",
        "export passages",
        "export deals -f sipri-csv",
        "deals",
        "messages",
        "stories",
        "stories good.txt",
        "read good.txt",
    ],
)
def test_the_output_must_not_be_a_ledger(
    armed: Armed, kept: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(kept.parent)
    ledger = kept.with_name("a.db")
    kept.with_name("hard").hardlink_to(ledger)
    kept.with_name("soft").symlink_to(ledger)
    for output in (ledger, "a.db", "hard", "soft"):
        status, _, errors = armed(*command.split(), "-o", output)
        assert status == 1
        assert errors[-1] == (
            f"armstrail: {output}: is a ledger or another database and would be lost; choose another --output"
        )
    assert armed("find", "leopard")[0] == 0


def test_a_picture_must_not_be_written_over_a_ledger(armed: Armed, kept: Path) -> None:
    for name in ("a.png", "a.html"):
        kept.with_name(name).symlink_to(kept.with_name("a.db"))
        status, _, errors = armed("plot", "flows", "-o", kept.with_name(name))
        assert (status, "would be lost" in errors[-1]) == (1, True)
    assert armed("find", "leopard")[0] == 0


def test_the_output_must_not_be_what_a_ledger_has_still_to_take_in(armed: Armed, kept: Path) -> None:
    log = kept.with_name("a.db-wal")
    with Ledger.open(str(kept.with_name("a.db"))) as ledger:
        ledger.judge(next(iter(ledger.claims())).key, "accepted", "A")
        status, _, errors = armed("export", "claims", "-o", log)
        assert (status, "would be lost" in errors[-1]) == (1, True)
        assert len(ledger.judgements()) == 1


def test_a_report_of_what_was_added_is_one_object(armed: Armed, kept: Path) -> None:
    report = json.loads(armed("add", kept, kept.with_name("none.txt"), "--json")[1])
    assert [source["known"] for source in report["sources"]] == [1, 0]
    assert report["sources"][1]["failures"] == [
        {"place": str(kept.with_name("none.txt")), "reason": "no such file"}
    ]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "c0000000"), "has no record of this name"),
        (("judge", "c0000000", "accepted", "--by", "A"), "has no record of this name"),
        (("find", "x", "--since", "soon"), "soon: is no day; write 2021, 2021-03 or 2021-03-04"),
        (("find", "x", "-l", "none.db"), "no such ledger; `armstrail add SOURCE` makes one"),
        (("watch", "none.toml"), "none.toml: cannot be opened"),
    ],
)
def test_what_cannot_be_done_with_a_ledger_is_said_in_a_line(
    armed: Armed, arguments: tuple[str, ...], said: str
) -> None:
    status, output, errors = armed(*arguments)
    assert (status, output, len(errors)) == (1, "", 1)
    assert said in errors[0]


@pytest.mark.usefixtures("kept")
def test_a_search_names_what_it_does_not_know(armed: Armed) -> None:
    for option, wrong, right in (("--category", "tanks", "tank,"), ("--stage", "bought", "agreed,")):
        status, output, errors = armed("find", option, wrong)
        assert (status, output) == (2, "")
        assert f"{wrong} is none of" in errors[-1] and right in errors[-1]
    status, output, errors = armed("find", "--supplier", "Narnia")
    assert status == 0 and "0 claims" in output
    assert errors[0].startswith("Narnia: no table knows this party")


@pytest.mark.usefixtures("kept")
def test_a_word_that_must_not_occur_stands_after_two_hyphens(armed: Armed) -> None:
    all_of, without = (
        armed("find", "--in", "claims", "--", "tanks", *words) for words in ((), ("-Finland",))
    )
    assert all_of[0] == without[0] == 0
    assert all_of[1].startswith("1 claim ") and without[1].startswith("0 claims ")
    assert "armstrail find --in claims -- Leopard -training" in armed("find", "--help")[1]


def test_each_command_is_told_whole_in_the_list(armed: Armed) -> None:
    cut = re.findall(r"^  (\w+) .*\.\.\.$", armed("--help")[1].partition("Commands:")[2], re.M)
    assert set(cut) <= {"scan", "export"}
    for group in ("register", "plot", "user"):
        assert not re.search(r"\.\.\.$", armed(group, "--help")[1].partition("Commands:")[2], re.M)
    assert "SOURCE..." in armed("read", "--help")[1].splitlines()[0]


@pytest.mark.parametrize("arguments", [("add",), ("export", "claims", "-f", "parquet"), ("export", "all")])
def test_what_the_ledgers_commands_do_not_understand(armed: Armed, arguments: tuple[str, ...]) -> None:
    assert armed(*arguments)[0] == 2
