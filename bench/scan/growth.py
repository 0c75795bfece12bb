"""How the cost of a scan grows: n, 2n, 4n and 8n pages; one worker and two; here and on a Ray cluster.

    python -m bench.scan.growth --pages 5000

The pages are the first of bench/corpus, in archives that are made where they are not there. All sizes are scanned in
turn with two workers; then those of 8n with one worker and on a cluster of two, which `ray start --head` makes on
loopback. A cluster's start is not counted. Memory is that of the largest worker, as Linux knows it.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.corpus.archives import archives, write
from bench.corpus.pages import Mix
from bench.figures import ROOT, Figures, arguments, hand_over, in_turn
from bench.scan.running import WORKERS, cluster, scan

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.figures import Row
    from bench.scan.running import Cluster, Scanned

SIZES = (1, 2, 4, 8)
MOST_GROWTH, LEAST_WORKERS, MOST_MEMORY = 8.4, 1.7, 1_500
OUT = ROOT / "out" / "bench" / "grown"


def main() -> None:
    options = arguments(__doc__)
    options.add_argument("--pages", type=int, default=5_000, help="n; an archive has 5,000")
    options.add_argument("--folder", type=Path, default=ROOT / "out" / "corpus")
    options.add_argument("--turns", type=int, default=3)
    asked = options.parse_args()
    sizes = [times * asked.pages for times in SIZES]
    for size in reversed(sizes):
        for _ in write(asked.folder, size, Mix(), WORKERS):
            pass
    figures = Figures("Growth of a scan", f"{sizes[0]:,} to {sizes[-1]:,} made pages")
    with cluster() as ray:
        found = in_turn(tasks(asked.folder, sizes, ray), asked.turns, first=False)
    shutil.rmtree(OUT, ignore_errors=True)
    told(figures, found, sizes)
    figures.peers("daft", "ray")
    hand_over([figures], asked.json)


def tasks(folder: Path, sizes: list[int], ray: Cluster) -> dict[str, Callable[[], Scanned]]:
    """The scans, by what they are called; two of them are told by `told`."""
    return {
        **{named(size): partial(scan, archives(folder, size), OUT) for size in sizes},
        "one worker": partial(scan, archives(folder, sizes[-1]), OUT, 1),
        "Ray": partial(scan, archives(folder, sizes[-1]), OUT, ray=ray),
    }


def named(size: int) -> str:
    return f"{size:,} pages"


def told(figures: Figures, found: dict[str, list[Scanned]], sizes: list[int]) -> None:
    """Tell how the scans stand to each other."""
    unit = named(sizes[-1])  # with few pages the start, some seconds, would tell most
    words = {"one worker": f"{unit}, one worker", "Ray": f"{unit}, two workers of a Ray cluster"}
    times: dict[str, Row] = {}
    memory: dict[str, Row] = {}
    for name, scans in found.items():
        times[name] = figures.row(
            words.get(name, f"{name}, two workers"), "s", [one.seconds for one in scans]
        )
    for name, scans in found.items():
        memory[name] = figures.row(
            f"{words.get(name, name)}: memory of the largest worker", "MB", [one.memory for one in scans]
        )
    first = named(sizes[0])
    figures.ratio(f"time, {unit} to {first}", times[unit], times[first], most=MOST_GROWTH)
    figures.ratio(f"{unit}: two workers to one", times["one worker"], times[unit], least=LEAST_WORKERS)
    figures.ratio(f"{unit}: time on Ray to here", times["Ray"], times[unit])
    figures.ratio(f"memory of a worker, {unit} to {first}", memory[unit], memory[first])
    most = max(max(row.values) for row in memory.values())
    figures.check(f"no worker had more than {MOST_MEMORY:,} MB", holds=most <= MOST_MEMORY)
    same = len({tuple(sorted(one.counts.items())) for name in (unit, *words) for one in found[name]}) == 1
    figures.check(f"{unit}: the same counts with one worker, with two, and on Ray", holds=same)


if __name__ == "__main__":
    main()
