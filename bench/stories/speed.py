"""Time and memory for many texts, beside datasketch and rensa, in one run.

    uv run --no-sync --with datasketch --with rensa python -m bench.stories.speed --texts 100000

Texts of 400 words, drawn by chance as often as English has them, half of them copies: shortened, edited, reordered.
Each tool runs in a process of its own, in turn, on one core; what is counted is the processor's time, which others on
the machine disturb less. Armstrail's containment check and its stories are included. Then Armstrail alone with a
quarter, a half and all of the texts: time a text should not grow.
"""

from __future__ import annotations

import gc
import multiprocessing
import random
import resource
import time
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from bench.figures import Figures, arguments, hand_over, in_turn
from bench.stories.peers import PEERS

from armstrail.model import Document
from armstrail.stories import Stories

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

WORDS, VOCABULARY, SEED = 400, 30_000, 5
TURNS = 3
ARMSTRAIL = "Armstrail"


def main() -> None:
    options = arguments(__doc__)
    options.add_argument("--texts", type=int, default=100_000)
    options.add_argument("--turns", type=int, default=TURNS)
    options.add_argument("--alone", action="store_true", help="without the other tools")
    asked = options.parse_args()
    texts = drawn(asked.texts)
    figures = Figures("Stories", f"{len(texts):,} texts of {WORDS} words, half of them copies; one core")
    tools: dict[str, Callable[[Sequence[str]], object]] = {ARMSTRAIL: folded}
    if not asked.alone:
        tools |= {name: PEERS[name] for name in ("rensa", "datasketch")}
        figures.peers("rensa", "datasketch")
    found = in_turn(
        {name: partial(apart, tool, texts) for name, tool in tools.items()}, asked.turns, first=False
    )
    times = {name: figures.row(name, "s", [one[0] for one in runs]) for name, runs in found.items()}
    for name, runs in found.items():
        figures.row(f"{name}: memory", "kB a text", [one[1] / len(texts) / 1000 for one in runs])
        figures.notes.append(f"{name}: {runs[0][2]:,} {'stories' if name == ARMSTRAIL else 'pairs'}")
    for name in list(tools)[1:]:
        figures.ratio(f"{name} to {ARMSTRAIL}, seconds", times[name], times[ARMSTRAIL])
    growth(texts, asked.turns, figures)
    hand_over([figures], asked.json)


def growth(texts: Sequence[str], turns: int, figures: Figures) -> None:
    """A quarter, a half and all of the texts in turn: microseconds a text."""
    sizes = [len(texts) // 4, len(texts) // 2, len(texts)]
    tasks = {f"{ARMSTRAIL}, {size:,} texts": partial(apart, folded, texts[:size]) for size in sizes}
    found = in_turn(tasks, turns, first=False)
    rows = [
        figures.row(name, "µs a text", [1e6 * one[0] / size for one in runs])
        for size, (name, runs) in zip(sizes, found.items(), strict=True)
    ]
    for row in rows[1:]:
        figures.ratio(f"time a text, {row.name} to a quarter", row, rows[0])


def folded(texts: Sequence[str]) -> list[object]:
    stories = Stories()
    stories.add(Document(id=str(number), text=text) for number, text in enumerate(texts))
    return list(stories.stories())


def apart(tool: Callable[[Sequence[str]], object], texts: Sequence[str]) -> tuple[float, int, int]:
    """Seconds of the processor, bytes of memory beyond the texts, and how many results, of a tool on its own."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs, tool, texts))
    process.start()
    result: tuple[float, int, int] = ours.recv()
    process.join()
    return result


def _run(pipe: Connection, tool: Callable[[Sequence[str]], object], texts: Sequence[str]) -> None:
    gc.disable()  # as the command does; for all alike
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    found = tool(texts)
    seconds = time.process_time() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pipe.send((seconds, (after - before) * 1024, len(found) if isinstance(found, list | set) else 0))


def drawn(count: int) -> list[str]:
    """Texts by chance, every second a copy of the one before it."""
    random_words = np.random.default_rng(SEED)
    draw = random.Random(SEED)
    letters = np.array(list("etaoinshrdlucmfwyp"))
    vocabulary = [
        "".join(random_words.choice(letters, size)) for size in random_words.integers(2, 10, VOCABULARY)
    ]
    weights = 1 / (np.arange(VOCABULARY) + 2.7)
    weights /= weights.sum()
    texts: list[str] = []
    while len(texts) < count:
        chosen = random_words.choice(VOCABULARY, (1000, WORDS), p=weights)
        for row in chosen.tolist():
            words = [vocabulary[number] for number in row]
            sentences = [" ".join(words[at : at + 20]).capitalize() + "." for at in range(0, WORDS, 20)]
            texts.append(_text(sentences))
            texts.append(_text(_copied(sentences, draw)))
    return texts[:count]


def _text(sentences: list[str]) -> str:
    return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def _copied(sentences: list[str], draw: random.Random) -> list[str]:
    kind = draw.randrange(4)
    if kind == 0:
        return sentences[: len(sentences) // 2]
    if kind == 1:
        return [sentence for sentence in sentences if draw.random() < 0.7] or sentences
    if kind == 2:
        return draw.sample(sentences, len(sentences))
    return [sentence if draw.random() < 0.5 else f"Then {sentence.lower()}" for sentence in sentences]


if __name__ == "__main__":
    main()
