"""One `armstrail scan`, run to be measured: its time, its workers' memory; and a Ray cluster for it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BIN = ROOT / ".venv" / "bin"
WORKERS = 2
_EVERY = 0.5
_STORE = 200_000_000


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan that is done: where it lies, the seconds it took, the most memory of its largest worker in MB, and what it
    counted.
    """

    out: Path
    seconds: float
    memory: float
    counts: dict[str, int]


def scan(sources: Sequence[Path], out: Path, workers: int = WORKERS, ray: Cluster | None = None) -> Scanned:
    """Scan the sources into a folder that is made anew. Raises SystemExit where the scan breaks off."""
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(BIN / "armstrail"),
        "scan",
        *map(str, sources),
        "--out",
        str(out),
        "--workers",
        str(workers),
    ]
    started = time.perf_counter()
    with subprocess.Popen(
        [*command, *(["--ray", ray.address] if ray else [])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        with _Watched(ray.process if ray else process.pid, {process.pid}) as watched:
            _, told = process.communicate()
        took = time.perf_counter() - started
    account = out / "manifest.json"
    manifest = json.loads(account.read_text("utf8")) if account.exists() else {}
    if manifest.get("state") != "done":
        raise SystemExit(f"{' '.join(command)}: exit status {process.returncode}\n{told[-2000:]}")
    return Scanned(out, took, watched.most, manifest["counts"])


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Ray cluster on this machine: its address, and the process that it hangs on."""

    address: str
    process: int


@contextmanager
def cluster(workers: int = WORKERS) -> Iterator[Cluster]:
    """A cluster of so many workers on loopback, as `ray start` makes one; it ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = tempfile.mkdtemp(prefix="ray", dir="/tmp")  # its sockets bear no long path
    command = [
        *(str(BIN / "ray"), "start", "--head", "--block", f"--port={port}", "--node-ip-address=127.0.0.1"),
        *(
            f"--num-cpus={workers}",
            "--include-dashboard=false",
            "--disable-usage-stats",
            f"--temp-dir={place}",
        ),
        f"--object-store-memory={_STORE}",
    ]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/", start_new_session=True
    )
    try:
        if not running.stdout or not any(b"Ray runtime started" in line for line in running.stdout):
            raise SystemExit("Ray did not start")
        yield Cluster(f"127.0.0.1:{port}", running.pid)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        shutil.rmtree(place, ignore_errors=True)


class _Watched:
    """The most memory, in MB, that any of the processes below one had while the block went on, but for some. It is
    looked for on Linux alone; elsewhere it stays 0.
    """

    def __init__(self, above: int, apart: set[int]) -> None:
        self.most = 0.0
        self._above, self._apart = above, apart
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watched:
        if sys.platform == "linux":
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            below = _below(self._above) - self._apart
            self.most = max([self.most, *map(_memory, below)])


def _below(above: int) -> set[int]:
    """The processes that one has started, and those have, and so on."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text("utf8").rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended
    found, new = set[int](), {above}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def _memory(process: int) -> float:
    """The most memory that a process has had, in MB; 0 where it has ended."""
    try:
        told = Path(f"/proc/{process}/status").read_text("utf8")
    except OSError:
        return 0.0
    sizes = [int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM:")]
    return sizes[0] / 1e3 if sizes else 0.0
