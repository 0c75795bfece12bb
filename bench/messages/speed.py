"""How long statements that hang together take to be gathered into messages, and how much memory, by their number.

    python -m bench.messages.speed [--statements 500 2000 5000] [--seed 1]

They are made by chance: all name one party and speak of one thing, each in one of a tenth as many wordings, so that
links hold all of them together. Each number runs in a process of its own.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

from bench.figures import Figures, arguments, command, hand_over, processor

from armstrail.messages import Linked, Uttered, components, gathered, links

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOBODY: frozenset[str] = frozenset()
_MEANING = 96


def main() -> None:
    options = arguments(__doc__)
    options.add_argument("--statements", type=int, nargs="+", default=[500, 2_000, 5_000])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--here", action="store_true", help="in this process, without its memory")
    asked = options.parse_args()
    if asked.here:
        for number in asked.statements:
            print(told(list(made(number, asked.seed))))
        return
    figures = Figures("Messages", "statements that hang together, made by chance, gathered into messages")
    for number in asked.statements:
        words = [sys.executable, "-m", __spec__.name, "--here", "--seed", str(asked.seed)]
        read, write = os.pipe()
        _, memory, status = command([*words, "--statements", str(number)], stdout=write)
        os.close(write)
        with open(read, encoding="utf8") as lines:  # noqa: PTH123 - a pipe
            took, *counts = lines.read().split()
        if status:
            raise subprocess.CalledProcessError(status, words)
        figures.row(f"{number:,} statements", "s of the processor", [float(took)])
        figures.row(f"{number:,} statements, memory of the process", "MB", [memory])
        figures.notes.append(
            "{:,} statements: {} links, {} held together, {} messages, the largest of {}".format(
                number, *counts
            )
        )
    hand_over([figures], asked.json)


def told(some: list[Uttered]) -> str:
    """What gathering took and gave: seconds of the processor, links, the most statements that they hold together,
    messages, the statements of the largest.
    """
    found = []
    took = processor(lambda: found.extend(gathered(some)))
    linked, count = Linked(), 0
    for one, other, _ in links(some, ()):
        linked.add(one, other)
        count += 1
    together = max(len(c) for c in components([u.key for u in some], linked))
    return f"{took} {count} {together} {len(found)} {max(len(m.statements) for m in found)}"


def made(number: int, seed: int) -> Iterator[Uttered]:
    """Statements by chance."""
    draw = random.Random(seed)  # noqa: S311 - no secrets
    words = [f"w{n}" for n in range(60)]
    wordings = [
        (draw.sample(words, 8), [draw.randrange(-30, 91) for _ in range(_MEANING)])
        for _ in range(number // 10)
    ]
    for name in range(number):
        said, meaning = draw.choice(wordings)
        stems = frozenset([*draw.sample(said, 6), *draw.sample(words, 2)])
        yield Uttered(
            f"s{name:06}",
            " ".join(sorted(stems)),
            bytes((value + draw.randrange(-30, 31)) % 256 for value in meaning),
            stems,
            frozenset({"IRN", *draw.sample(["RUS", "CHN", "USA", "TUR"], draw.randrange(2))}),
            source=_NOBODY,
            target=_NOBODY,
            names=frozenset(draw.sample(["fateh", "shahed", "qom"], draw.randrange(2))),
            numbers=_NOBODY,
            goods=frozenset(draw.sample(["missile", "drone"], draw.randrange(2))),
            stages=_NOBODY,
            times=frozenset(draw.sample(["future", "wish"], draw.randrange(2))),
            denied=draw.random() < 0.2,
            event=None,
            topics=frozenset({"capability"}),
            origin=f"o{name}",
        )


if __name__ == "__main__":
    main()
