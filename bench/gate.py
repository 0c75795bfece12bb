"""How fast the gate is, beside ahocorasick-rs alone with the same words on the same texts.

    python bench/gate.py                  newswire of 1987 where it lies beside the project, else the sample articles
    python bench/gate.py --texts FILE     a JSONL file with `text` and `title`, also packed (.gz)

The two are run in turn, so that what else the machine does falls on both; a first run of each is not counted.
ahocorasick-rs alone finds the words wherever their letters stand in the text put into lower case; the gate also asks
whether they stand there as words, and in which passages. The project's own limit: at least half the speed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import ahocorasick_rs

from armstrail.codebook import tables
from armstrail.gate import passages

if TYPE_CHECKING:
    from collections.abc import Callable

NEWSWIRE = Path(__file__).resolve().parents[2] / "shared" / "data" / "reuters21578" / "documents.jsonl.gz"
MADE = 8_000
LIMIT = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--texts", type=Path, help="a JSONL file of texts")
    parser.add_argument("--runs", type=int, default=9, help="how often each is run (default: 9)")
    wanted = parser.parse_args()
    source = wanted.texts or (NEWSWIRE if NEWSWIRE.is_file() else None)
    texts = _read(source) if source else _made()
    characters = sum(len(title) + len(text) for title, text in texts)
    print(
        f"{len(texts):,} texts, {characters / 1e6:.1f} MB: {source.name if source else 'made of the samples'}"
    )
    seconds = _measure({"gate": _gate(texts), "ahocorasick-rs": _alone(texts)}, wanted.runs)
    for name, runs in seconds.items():
        speeds = sorted(characters / 1e6 / run for run in runs)
        print(
            f"{name:15} {statistics.median(speeds):6.1f} MB/s median of {len(runs)}"
            f" ({speeds[0]:.1f} to {speeds[-1]:.1f})"
        )
    turns = zip(seconds["ahocorasick-rs"], seconds["gate"], strict=True)
    ratio = statistics.median(alone / gate for alone, gate in turns)
    print(f"ratio           {ratio:6.2f} median of the turns (limit {LIMIT:.2f})")


def _read(path: Path) -> list[tuple[str, str]]:
    """Title and text of each line."""
    data = path.read_bytes()
    rows = map(json.loads, (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines())
    return [(row.get("title") or "", row["text"]) for row in rows]


def _made() -> list[tuple[str, str]]:
    """As many texts of the samples' paragraphs, which are about arms more often than a newswire's."""
    samples = resources.files("armstrail").joinpath("samples", "articles.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in samples.splitlines()]
    lines = [line for row in rows for line in row["text"].split("\n") if line.strip()]
    chance = random.Random(1)  # noqa: S311 - the same texts in every run
    return [("", "\n".join(chance.choices(lines, k=8))) for _ in range(MADE)]


def _gate(texts: list[tuple[str, str]]) -> Callable[[], None]:
    def run() -> None:
        for title, text in texts:
            passages(text, title)

    return run


def _alone(texts: list[tuple[str, str]]) -> Callable[[], None]:
    gate = tables()["gate"]
    automaton = ahocorasick_rs.AhoCorasick(
        [*gate["stems"], *gate["short"], *gate["names"], *gate["weak"]],
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        store_patterns=False,
    )

    def run() -> None:
        for title, text in texts:
            automaton.find_matches_as_indexes(f"{title}\n{text}".lower())

    return run


def _measure(tasks: dict[str, Callable[[], None]], runs: int) -> dict[str, list[float]]:
    """Seconds of each run of each task; the runs alternate."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(runs + 1):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return seconds


if __name__ == "__main__":
    main()
