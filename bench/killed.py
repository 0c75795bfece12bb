"""What `armstrail add` loses when it is killed, when the disk is full, when two run at once: nothing, or this says so.

    python -m bench.killed --kills 100

Adds made texts in processes that are killed (SIGKILL) at random moments and started again until all is there; the
same on a disk that is full and then grows (a tmpfs; needs root); the same by two processes at once beside one that
reads. What each ledger exports is compared, byte for byte, with what one exports that was never disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.made import readings

COMMAND = [str(Path(sys.executable).parent / "armstrail")]
KINDS = ("documents", "statements", "claims")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--claims", type=int, default=1_500)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        source = write_texts(here / "texts.jsonl", asked.claims)
        started = time.monotonic()
        run(source, here / "whole.db")
        took = time.monotonic() - started
        whole = exported(here / "whole.db")
        print(f"undisturbed: {took:.0f} s, {len(whole):,} bytes exported")
        kill(source, here, whole, took, asked.kills)
        together(source, here, whole)
        full(source, here, whole)


def write_texts(path: Path, claims: int) -> Path:
    """Made texts as JSONL, every tenth twice under another id."""
    with path.open("w") as out:
        for number, reading in enumerate(readings(claims)):
            document = reading.document
            row: dict[str, str | None] = {"id": document.id, "text": document.text, "title": document.title}
            row |= {"published": document.published, "outlet": document.outlet}
            out.write(json.dumps(row) + "\n")
            if number % 10 == 0:
                out.write(
                    json.dumps({**row, "id": f"{document.id}-again", "outlet": "Echo", "published": None})
                    + "\n"
                )
    return path


def kill(source: Path, here: Path, whole: bytes, took: float, kills: int) -> None:
    """Kill and start again until so many were killed; each ledger that became whole is compared."""
    chance = random.Random(3)  # noqa: S311 - a benchmark
    killed = ledgers = 0
    while killed < kills:
        ledgers += 1
        place = here / f"killed-{ledgers}.db"
        while True:
            process = start(source, place)
            try:
                process.wait(chance.uniform(0.2, max(6.0, took * 0.8)))
                break  # it came to its end before it was killed
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
                if killed == kills:
                    run(source, place)
                    break
        compare(f"ledger {ledgers}, after {killed} kills", place, whole)


def together(source: Path, here: Path, whole: bytes) -> None:
    """Two that add the same, and one that reads all the while."""
    place = here / "together.db"
    adding = [start(source, place), start(source, place)]
    reads = failed = 0
    while any(process.poll() is None for process in adding):
        if place.exists():
            done = subprocess.run(
                [*COMMAND, "export", "claims", "-l", str(place)], capture_output=True, check=False
            )
            reads += 1
            failed += bool(done.returncode) and b"is no ledger yet" not in done.stderr
    statuses = [process.wait() for process in adding]
    compare(
        f"two at once (exit {statuses}), read {reads} times meanwhile, {failed} of them failed", place, whole
    )


def full(source: Path, here: Path, whole: bytes) -> None:
    """A disk that is full, then grows."""
    disk = here / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        print("a full disk: not tried, only root can mount one")
        return
    try:
        place = disk / "a.db"
        refused = 0
        for size in (2, 3, 4, 6, 64):
            subprocess.run(["mount", "-o", f"remount,size={size}m", disk], check=True)
            done = subprocess.run(
                [*COMMAND, "add", str(source), "-l", str(place)], capture_output=True, text=True, check=False
            )
            if done.returncode:
                refused += 1
                print(f"  {size} MB: {done.stderr.splitlines()[-1]}")
        compare(f"a full disk, {refused} times", place, whole)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def start(source: Path, place: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, "add", str(source), "-l", str(place)], stderr=subprocess.DEVNULL)


def run(source: Path, place: Path) -> None:
    subprocess.run([*COMMAND, "add", str(source), "-l", str(place)], check=True, stderr=subprocess.DEVNULL)


def exported(place: Path) -> bytes:
    """All that a ledger exports."""
    return b"".join(
        subprocess.run(
            [*COMMAND, "export", kind, "-l", str(place)], check=True, stdout=subprocess.PIPE
        ).stdout
        for kind in KINDS
    )


def compare(what: str, place: Path, whole: bytes) -> None:
    same = exported(place) == whole
    print(f"{what}: {'the same, byte for byte' if same else 'NOT the same'}", flush=True)
    if not same:
        (Path("out") / "differs.jsonl").write_bytes(exported(place))
        sys.exit(os.EX_DATAERR)


if __name__ == "__main__":
    main()
