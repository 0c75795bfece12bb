"""`armstrail add` beside the same pipeline without a ledger, then the same texts a second time.

    python -m bench.intake ../shared/data/reuters21578/documents.jsonl.gz

Goes through the texts in blocks, each read first without, then with a ledger, so that both meet the same machine; then
adds all of them again. Prints texts a second, and the ratios.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

from armstrail.documents import document
from armstrail.intake import Intake
from armstrail.ledger import Ledger
from armstrail.progress import Progress
from armstrail.sources import captures
from armstrail.workers import Workers

BLOCK = 1_000


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("texts", type=Path, help="JSONL, gzipped or not")
    options.add_argument("--most", type=int, default=100_000, help="no more texts than these")
    asked = options.parse_args()
    opened = gzip.open if asked.texts.suffix == ".gz" else open
    with opened(asked.texts, "rt", encoding="utf-8") as stream:
        lines = list(islice(stream, asked.most))
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "ledger.db")
        blocks = []
        for start in range(0, len(lines), BLOCK):
            path = Path(folder) / f"{start}.jsonl"
            path.write_text("".join(lines[start : start + BLOCK]), encoding="utf-8")
            blocks.append(str(path))
        without, into = [], []
        for number, block in enumerate(blocks, 1):
            without.append(read(block))
            into.append(add([block], place))
            print(
                f"\r{number} of {len(blocks)} blocks, ratio {without[-1] / into[-1]:.2f}", end="", flush=True
            )
        again = add(blocks, place)
        ratios = [a / b for a, b in zip(without, into, strict=True)]
        print(f"\n{len(lines):,} texts: {len(lines) / sum(without):.1f} a second without a ledger,")
        print(
            f"{len(lines) / sum(into):.1f} a second into one: {sum(without) / sum(into):.2f} of it", end=" "
        )
        print(f"(blocks: median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f})")
        print(f"a second time: {again:.1f} s, {again / sum(into):.4f} of the first")


def read(block: str) -> float:
    """Seconds to read a block."""
    started = time.perf_counter()
    with Workers() as workers:
        for _ in workers.readings(map(document, captures(block)), lambda made: made):
            pass
    return time.perf_counter() - started


def add(blocks: list[str], place: str) -> float:
    """Seconds to add blocks."""
    started = time.perf_counter()
    with Ledger.open(place, create=True) as ledger, Intake(ledger, Progress("", bar=False)) as intake:
        intake.add(blocks)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
