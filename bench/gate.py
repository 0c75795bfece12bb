"""How fast the gate is, beside ahocorasick-rs alone and hyperscan with the same words on the same texts.

    uv run --no-sync --with hyperscan python -m bench.gate                  as `make bench` does it
    python -m bench.gate                  where hyperscan is not installed it is left out, and said so
    python -m bench.gate --texts FILE     a JSONL file with `text` and `title`, also packed (.gz)

Reads newswire of 1987 where it lies beside the project, else texts made of the sample articles. All are run in turn,
a first run of each is not counted; what is counted is the processor's time. ahocorasick-rs alone finds the
words wherever their letters stand in the text put into lower case; hyperscan finds them in the bytes of the text,
whatever their case (its literal interface, block mode, each place once). The gate also asks whether they stand there as
words, and in which passages; it is prepared for many texts, as in a scan. What is asked of it: at least half the speed
of either.
"""

from __future__ import annotations

import gzip
import json
import random
from functools import partial
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING

import ahocorasick_rs
from bench.figures import SHARED, Figures, arguments, hand_over, in_turn, processor

from armstrail.codebook import tables
from armstrail.gate import holds_word, passages, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

NEWSWIRE = SHARED / "data" / "reuters21578" / "documents.jsonl.gz"
MADE = 8_000
LEAST = 0.5
SIFTED, GATE = "the gate, which texts pass", "the gate, which passages pass"

Texts = list[tuple[str, str]]


def main() -> None:
    options = arguments(__doc__)
    options.add_argument("--texts", type=Path, help="a JSONL file of texts")
    options.add_argument("--runs", type=int, default=9, help="how often each is run (default: 9)")
    wanted = options.parse_args()
    source = wanted.texts or (NEWSWIRE if NEWSWIRE.is_file() else None)
    texts = read(source) if source else _made()
    characters = sum(len(title) + len(text) for title, text in texts)
    words = patterns()
    figures = Figures(
        "The gate",
        f"{len(texts):,} texts, {characters / 1e6:.1f} million characters, of "
        f"{source.name if source else 'the samples'}; {len(words):,} words; one core",
    )
    prepare()
    tasks: dict[str, Callable[[], None]] = {
        SIFTED: partial(_sift, texts),
        GATE: partial(_gate, texts),
        "ahocorasick-rs alone": _ahocorasick(words, texts),
    }
    figures.peers("ahocorasick-rs")
    try:
        tasks["hyperscan"] = _hyperscan(words, texts)
        figures.peers("hyperscan")
    except ModuleNotFoundError:
        figures.notes.append("hyperscan is not installed and was left out")
    rates = {
        name: figures.row(name, "million characters/s", [characters / 1e6 / run for run in runs])
        for name, runs in in_turn(
            {name: partial(processor, task) for name, task in tasks.items()}, wanted.runs
        ).items()
    }
    for peer in list(rates)[2:]:
        for name in (SIFTED, GATE):
            figures.ratio(f"{name}, to {peer}", rates[name], rates[peer], least=LEAST)
    hand_over([figures], wanted.json)


def read(path: Path) -> Texts:
    """Title and text of each line."""
    data = path.read_bytes()
    rows = map(json.loads, (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines())
    return [(row.get("title") or "", row["text"]) for row in rows]


def patterns() -> list[str]:
    """The words of the gate, in lower case."""
    gate = tables()["gate"]
    return [*gate["stems"], *gate["short"], *gate["names"], *gate["weak"]]


def _made() -> Texts:
    """As many texts of the samples' paragraphs, which are about arms more often than a newswire's."""
    samples = resources.files("armstrail").joinpath("samples", "articles.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in samples.splitlines()]
    lines = [line for row in rows for line in row["text"].split("\n") if line.strip()]
    chance = random.Random(1)  # noqa: S311 - the same texts in every run
    return [("", "\n".join(chance.choices(lines, k=8))) for _ in range(MADE)]


def _sift(texts: Texts) -> None:
    for title, text in texts:
        holds_word(text, title)


def _gate(texts: Texts) -> None:
    for title, text in texts:
        passages(text, title)


def _ahocorasick(words: list[str], texts: Texts) -> Callable[[], None]:
    automaton = ahocorasick_rs.AhoCorasick(
        words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, store_patterns=False
    )

    def run() -> None:
        for title, text in texts:
            automaton.find_matches_as_indexes(f"{title}\n{text}".lower())

    return run


def _hyperscan(words: list[str], texts: Texts) -> Callable[[], None]:
    """Raises ModuleNotFoundError where hyperscan is not installed."""
    hyperscan = import_module("hyperscan")
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = [hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH] * len(words)
    database.compile(
        expressions=[word.encode() for word in words], ids=list(range(len(words))), flags=flags, literal=True
    )
    found: list[int] = []

    def hit(word: int, *_: object) -> None:
        found.append(word)

    def run() -> None:
        for title, text in texts:
            found.clear()
            database.scan(f"{title}\n{text}".encode(), match_event_handler=hit)

    return run


if __name__ == "__main__":
    main()
