"""Time to bring SIPRI's trade register in, beside a loop over the same file with csv.DictReader, in one run.

    python -m bench.registers.speed [../shared]

The loop only splits the lines; Armstrail also tells the layout, reads numbers, years and doubts, looks up parties and
goods, puts broken lines together and hashes the file. Both in turn, several rounds, in one process on one core; what is
counted is the processor's time, which others on the machine disturb less. Then the rows made again of their cells, as
the ledger does it, and written back.
"""

from __future__ import annotations

import argparse
import csv
import io
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from armstrail import registers
from armstrail.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 9
FILES = ("trade-register.csv", "trade-register-by-delivery-year.csv")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "shared", type=Path, nargs="?", default=Path("../shared"), help="the data beside the project"
    )
    options.add_argument("--rounds", type=int, default=ROUNDS)
    asked = options.parse_args()
    for name in FILES:
        compare(asked.shared / "data" / "sipri" / name, asked.rounds)


def compare(path: Path, rounds: int) -> None:
    """One file: the loop, then Armstrail beside it."""
    started = time.process_time()
    release, rows = registers.load(path)
    cold = time.process_time() - started
    kept = [(row.line, row.cells) for row in rows]
    before = len(release.preamble)
    tools: dict[str, Callable[[], object]] = {
        "csv.DictReader": lambda: looped(path, before),
        "load": lambda: registers.load(path),
        "load, and into a ledger": lambda: brought_in(path),
        "rows_of": lambda: registers.rows_of(release, kept),
        "write": lambda: registers.write(release, rows, io.StringIO(newline="")),
    }
    times: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(rounds):
        for name, tool in tools.items():
            times[name].append(timed(tool))
    base = times.pop("csv.DictReader")
    print(f"{path.name}: {len(rows):,} rows; csv.DictReader {statistics.median(base):.3f} s")
    for name, took in times.items():
        ratios = sorted(one / other for one, other in zip(took, base, strict=True))
        print(
            f"  {name}: {statistics.median(took):.3f} s, {statistics.median(ratios):.2f} times DictReader's"
            f" (rounds: {ratios[0]:.2f} to {ratios[-1]:.2f})"
        )
    print(f"  load, the first time, with the codebook's tables: {cold:.2f} s")


def brought_in(path: Path) -> None:
    """What `armstrail register add` does, into a new ledger."""
    with TemporaryDirectory() as folder, Ledger.open(f"{folder}/new.db", create=True) as ledger:
        ledger.add_release(*registers.load(path))


def looped(path: Path, before: int) -> int:
    """The rows of a file, each as a dict of its cells."""
    with path.open(encoding="latin-1", newline="") as lines:
        for _ in range(before):
            next(lines)
        return sum(1 for _ in csv.DictReader(lines))


def timed(tool: Callable[[], object]) -> float:
    started = time.process_time()
    tool()
    return time.process_time() - started


if __name__ == "__main__":
    main()
