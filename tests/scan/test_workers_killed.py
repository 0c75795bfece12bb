"""A scan whose workers die, or that is killed and started again: it comes to the same."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.scan.conftest import Scanned
from tests.scan.made import COMMAND, Ran, children, content, ran


def started(whole: Scanned, out: Path) -> subprocess.Popen[bytes]:
    command = [COMMAND, "scan", *map(str, whole.sources), "--out", str(out)]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def until(running: subprocess.Popen[bytes], something: Callable[[], object]) -> None:
    while not something():
        assert running.poll() is None
        time.sleep(0.02)


def done(out: Path, step: str) -> dict[Path, int]:
    """What is done of a step, and when."""
    return {path: path.stat().st_mtime_ns for path in (out / "work" / "done").glob(f"{step}-*.json")}


def workers(process: int) -> list[int]:
    """The processes that a scan has spread its work over."""
    return [
        child for child in children(process) if b"udf_worker" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def test_a_worker_that_is_killed_changes_nothing(whole: Scanned, tmp_path: Path) -> None:
    out = tmp_path / "out"
    running = started(whole, out)
    until(running, lambda: done(out, "sift"))
    os.kill(workers(running.pid)[0], signal.SIGKILL)
    until(running, lambda: done(out, "read"))
    os.kill(workers(running.pid)[0], signal.SIGKILL)
    running.communicate(timeout=300)
    assert running.returncode == whole.ran.status
    assert content(out) == content(whole.out)


def test_killed_and_started_again_it_goes_on_where_it_was(whole: Scanned, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before: dict[Path, int] = {}
    for step in ("sift", "read"):
        running = started(whole, out)
        until(running, lambda: done(out, step).keys() - before.keys())  # noqa: B023
        running.kill()
        running.communicate()
        assert before.items() <= {**done(out, "sift"), **done(out, "read")}.items()  # not done again
        before = {**done(out, "sift"), **done(out, "read")}
    last = ran("scan", *whole.sources, "--out", out)
    assert last == Ran(1, "", [line.replace(str(whole.out), str(out)) for line in whole.ran.said])
    assert content(out) == content(whole.out)
    assert ran("scan", *whole.sources, "--out", out) == last  # done is done
