"""A corpus to claims: `armstrail scan` beside spaCy's small pipeline over every text, and beside the reader without the
gate, in one run.

    uv run --no-sync --with spacy --with spacy-lookups-data python -m bench.scan.claims reuters
    uv run --no-sync --with spacy --with spacy-lookups-data python -m bench.scan.claims pages --pages 200000

`reuters`: the 19,003 newswire texts beside the project. Whether the claims and statements of `armstrail read` on texts
that pass the gate are those of the scan, record for record, is checked there, too. `pages`: archives of bench/corpus,
made where they are not there.

The scan goes over all of them, from its start to its end, with two workers. The peers go over texts drawn by chance
from all, in two processes: over all of them they would take hours. spaCy (bench/scan/small.py) is loaded before; pages
go through trafilatura before they come to a peer. All run in turn.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
from bench.corpus.archives import archives, write
from bench.corpus.pages import Mix, page
from bench.figures import ROOT, SHARED, Figures, arguments, hand_over, in_turn, seconds
from bench.scan.peers import Spacy, Ungated
from bench.scan.running import BIN, WORKERS, scan
from bench.scan.small import pipeline

from armstrail.documents import document
from armstrail.sources import Capture

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from bench.scan.running import Scanned

REUTERS = SHARED / "data" / "reuters21578" / "documents.jsonl.gz"
WORK = ROOT / "out" / "bench"
SCAN, READ = "scan, two workers", "read, one process"
SPACY, UNGATED = "spaCy's small pipeline, two processes", "the reader without the gate, two processes"
LEAST, CHECKED, SEED = 50.0, 500, 3
KINDS = ("claims", "statements")


def main() -> None:
    options = arguments(__doc__)
    options.add_argument("corpus", choices=("reuters", "pages"))
    options.add_argument("--texts", type=int, default=19_003, help="of the newswire")
    options.add_argument("--pages", type=int, default=200_000)
    options.add_argument(
        "--folder", type=Path, default=ROOT / "out" / "corpus", help="where the archives lie"
    )
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--sample", type=int, default=2_000, help="texts that spaCy and `read` are given")
    options.add_argument(
        "--few", type=int, default=200, help="texts that the reader without the gate is given"
    )
    asked = options.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    hand_over([(_reuters if asked.corpus == "reuters" else _pages)(asked)], asked.json)


def _reuters(asked: Namespace) -> Figures:
    lines = gzip.decompress(REUTERS.read_bytes()).splitlines()[: asked.texts]
    drawn = _drawn(len(lines), asked.sample)
    some = _file("sample.jsonl", [lines[number] for number in drawn])
    texts = [document(Capture(f"{number}", lines[number], "row")) for number in drawn]
    figures = Figures("A corpus to claims: newswire", f"{len(lines):,} texts of {REUTERS.name}")
    with Ungated() as ungated:
        peers: dict[str, Callable[[], float]] = {
            READ: lambda: len(texts) / seconds(partial(_read, some)),
            SPACY: partial(_rate, Spacy(pipeline()).over_texts, texts),
            UNGATED: partial(_rate, ungated.over_texts, texts[: asked.few]),
        }
        scanned = _compare(figures, [_file("newswire.jsonl", lines)], len(lines), peers, asked)
    _check(figures, scanned.out, lines)
    return figures


def _pages(asked: Namespace) -> Figures:
    mix = Mix()
    for _ in write(asked.folder, asked.pages, mix, WORKERS):
        pass
    captures = [
        Capture(one.url, one.body, "page", one.charset, one.url)
        for one in (page(mix, number) for number in _drawn(asked.pages, asked.sample))
    ]
    figures = Figures("A corpus to claims: pages", f"{asked.pages:,} made pages in archives")
    with Ungated() as ungated:
        peers: dict[str, Callable[[], float]] = {
            SPACY: partial(_rate, Spacy(pipeline()).over_pages, captures),
            UNGATED: partial(_rate, ungated.over_pages, captures[: asked.few]),
        }
        _compare(figures, archives(asked.folder, asked.pages), asked.pages, peers, asked)
    figures.notes.append("pages come to the peers through trafilatura, in two processes; that is counted")
    return figures


def _compare(
    figures: Figures, sources: list[Path], count: int, peers: dict[str, Callable[[], float]], asked: Namespace
) -> Scanned:
    """Run the scan and its peers in turn, and tell how they stand to each other. Gives the last scan."""
    scans: list[Scanned] = []

    def scanned() -> float:
        scans.append(scan(sources, WORK / "scanned"))
        return count / scans[-1].seconds

    found = in_turn({SCAN: scanned, **peers}, asked.turns, first=False)
    rows = {name: figures.row(name, "texts/s", rates) for name, rates in found.items()}
    figures.row("memory of the scan's largest worker", "MB", [one.memory for one in scans])
    for name in peers:
        least = LEAST if name == SPACY else None
        figures.ratio(f"scan to {name}", rows[SCAN], rows[name], least=least)
    counts = scans[-1].counts
    told = ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("documents", *KINDS, "failures"))
    figures.notes.append(
        f"the scan: {told}; {counts.get('documents', 0) / count:.1%} of the texts pass the gate"
    )
    figures.notes.append(
        f"the peers went over {asked.sample:,} texts drawn by chance, the reader without the gate over {asked.few:,}"
    )
    figures.peers("daft", "spacy")
    return scans[-1]


def _drawn(count: int, most: int) -> list[int]:
    return random.Random(SEED).sample(range(count), min(most, count))  # noqa: S311 - the same in every run


def _rate(over: Callable[[Any], None], texts: list[Any]) -> float:
    return len(texts) / seconds(lambda: over(texts))


def _file(name: str, lines: list[bytes]) -> Path:
    path = WORK / name
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def _read(texts: Path) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The records of each text, by kind, as `armstrail read` gives them."""
    out = WORK / "read.jsonl"
    command = [str(BIN / "armstrail"), "read", str(texts), "--format", "jsonl", "--output", str(out)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    with out.open(encoding="utf8") as readings:
        return {row["doc"]: {kind: row[kind] for kind in KINDS} for row in map(json.loads, readings)}


def _check(figures: Figures, scanned: Path, lines: list[bytes]) -> None:
    """Whether `read` and the scan give the same records for texts that pass the gate."""
    passed = sorted(set(pq.read_table(scanned / "documents", columns=["doc"])["doc"].to_pylist()))
    chosen = set(random.Random(SEED).sample(passed, min(CHECKED, len(passed))))  # noqa: S311
    read = _read(_file("checked.jsonl", [line for line in lines if json.loads(line)["id"] in chosen]))
    held = {kind: _records(scanned / kind) for kind in KINDS}
    for kind in KINDS:
        same = all(read[doc][kind] == held[kind].get(doc, []) for doc in chosen)
        count = sum(len(read[doc][kind]) for doc in chosen)
        figures.check(
            f"the same {count:,} {kind} by scan and by read, record for record, on {len(chosen)} texts",
            holds=same,
        )


def _records(table: Path) -> dict[str, list[dict[str, Any]]]:
    """The whole records of a table of a scan, by document."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in pq.read_table(table, columns=["doc", "record"]).to_pylist():
        found[row["doc"]].append(json.loads(row["record"]))
    return found


if __name__ == "__main__":
    main()
