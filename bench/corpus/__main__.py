"""A made crawl of news pages, to measure with: WARC archives of 5,000 pages each.

    python -m bench.corpus --pages 200000 --out out/corpus

Pages of 280 outlets in five layouts and eleven languages, of 20 to 80 kB, with menus, styles, scripts, advertisements,
links to other articles and comments. A tenth are exact duplicates of earlier ones; a quarter of the English ones
print a wire's story, cut, with another title or with words of their own; redirects, images and pages not found lie
between them. All text is put together from word lists of ours. The same seed gives the same archives, byte for byte,
and the first archives of a large corpus are those of a small one.

How many of a news crawl's pages tell of arms passing from one to another nobody has counted, to our knowledge; nor do
we know a count of Common Crawl News by language. The defaults of `--arms`, one in a hundred, and of `--english`, 45 in
a hundred, are assumptions. The first is rather high than low: a crawl of the world's news holds sport, local and
entertainment news, and one in a hundred of some 100 million pages a year would be 2,700 such pages a day. What costs
more is news that names arms in passing. In the newswire of 1987 that bench/gate.py reads, the gate lets one text in
nine through; so `--mention` is one in ten of the English pages. `--menu` pages name arms in their menu or in a link to
another article alone: one in twenty.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

from bench.corpus.archives import write
from bench.corpus.pages import Mix


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=200_000)
    options.add_argument("--out", type=Path, default=Path("out/corpus"))
    options.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    for name in ("arms", "mention", "menu", "english", "duplicates", "reprints", "others"):
        options.add_argument(f"--{name}", type=float, default=getattr(Mix(), name), help="a share, 0 to 1")
    options.add_argument("--seed", type=int, default=Mix().seed)
    asked = vars(options.parse_args())
    pages, out, processes = asked.pop("pages"), asked.pop("out"), asked.pop("processes")
    counts: Counter[str] = Counter()
    started = time.perf_counter()
    for _, found in write(out, pages, Mix(**asked), processes):
        counts += found
        print(f"\r{counts['pages']:,} of {pages:,} pages", end="", file=sys.stderr, flush=True)
    print(f" in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    for name, number in sorted(counts.items()):
        print(f"{number:>14,} {name}")


if __name__ == "__main__":
    main()
