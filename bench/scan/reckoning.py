"""From one measured scan to a corpus of 100 million pages: cores, hours, memory, bytes, and the cost.

    python -m bench.scan.reckoning out/scanned                   a table, as it stands in docs/scale.md
    python -m bench.scan.reckoning out/scanned --price 0.05      dollars for a million tokens that a model reads

Reckons in proportion to the pages, which is what the growth in bench/report.md shows. A hosted language model is
reckoned by the characters of every page's article (of pages that were not looked into: of all words), four to a token,
and by no word of its answers.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from armstrail.scan.manifest import Manifest

PAGES = 100_000_000
CORES = (2, 16, 128)
CHARACTERS_A_TOKEN = 4
CORE_HOUR = 0.04  # dollars, as clouds rent them
PRICE = 0.10  # dollars a million tokens, as small hosted models cost


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("scanned", type=Path, help="the folder of a scan that is done")
    options.add_argument("--pages", type=int, default=PAGES)
    options.add_argument("--price", type=float, default=PRICE, help="dollars a million tokens")
    options.add_argument("--core-hour", type=float, default=CORE_HOUR, help="dollars a core and hour")
    asked = options.parse_args()
    print("\n".join(lines(asked.scanned, asked.pages, asked.price, asked.core_hour)))


def lines(scanned: Path, pages: int, price: float, core_hour: float) -> list[str]:
    """The table, in Markdown."""
    manifest = Manifest.read(scanned)
    if manifest is None or manifest.state != "done":
        raise SystemExit(f"{scanned}: holds no scan that is done")
    counts, steps = manifest.counts, manifest.steps
    times = pages / counts["pages"]
    sift, read = steps["sift"]["cpu_seconds"], steps["read"]["cpu_seconds"]
    hours = (sift + read) * times / 3600
    held = sum(path.stat().st_size for path in scanned.rglob("*.parquet"))
    captured = sum(path.stat().st_size for path in (scanned / "captures").glob("*.parquet"))
    tokens = characters(scanned) * times / CHARACTERS_A_TOKEN
    peak = max(steps[step]["peak_mb"] for step in ("sift", "read"))
    rows = [
        ("", f"measured: {counts['pages']:,} pages", f"reckoned: {pages:,}"),
        ("texts that pass the gate", _count(counts["documents"]), _count(counts["documents"] * times)),
        ("core hours to sift", f"{sift / 3600:.2f}", f"{sift * times / 3600:,.0f}"),
        ("core hours to read", f"{read / 3600:.2f}", f"{read * times / 3600:,.0f}"),
        *((f"hours on {cores} cores", "", f"{hours / cores:,.1f}") for cores in CORES),
        ("memory of a worker, at most", f"{peak:,.0f} MB", "the same"),
        (
            "bytes shuffled",
            _size(steps["fold"]["shuffled_bytes"]),
            _size(steps["fold"]["shuffled_bytes"] * times),
        ),
        ("storage of the tables", _size(held), _size(held * times)),
        ("of that captures", _size(captured), _size(captured * times)),
        (f"cost at ${core_hour:.2f} a core and hour", "", f"${hours * core_hour:,.0f}"),
        ("tokens, were a model to read every page", _count(tokens / times), _count(tokens)),
        (f"cost at ${price:.2f} a million tokens", "", f"${tokens / 1e6 * price:,.0f}"),
    ]
    head, *rest = (f"| {' | '.join(row)} |" for row in rows)
    return [head, "|---|---|---|", *rest]


def characters(scanned: Path) -> int:
    """The characters of all texts that were gone over."""
    files = (scanned / "coverage").glob("*.parquet")
    return sum(
        pc.sum(pq.read_table(path, columns=["characters"])["characters"]).as_py() or 0 for path in files
    )


def _count(number: float) -> str:
    return f"{number / 1e9:,.1f} billion" if number >= 1e9 else f"{number:,.0f}"


def _size(number: float) -> str:
    for unit in ("bytes", "KB", "MB", "GB"):
        if number < 1000:
            return f"{number:,.0f} {unit}"
        number /= 1000
    return f"{number:,.1f} TB"


if __name__ == "__main__":
    main()
