"""The ledger at its size: pages, searches and facets over a million claims, on SQLite or PostgreSQL.

    python -m bench.ledger --claims 1000000 --ledger out/million.db
    python -m bench.ledger --ledger postgresql://user@host/name

Fills the ledger where it is empty, then draws queries as people ask them: by how often each value occurs, none to three
filters, one to three words. Prints the median, the 95th and the 99th percentile of each kind of question.
"""

from __future__ import annotations

import argparse
import random
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.made import ARMS, OFFICES, STATES, STEPS, Weighted, readings

from armstrail.ledger import Addition, Ledger, Query

if TYPE_CHECKING:
    from collections.abc import Callable

READER = "made by chance"
AT_ONCE = 4_000


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--claims", type=int, default=1_000_000)
    options.add_argument("--ledger", default="out/million.db")
    options.add_argument("--questions", type=int, default=300)
    asked = options.parse_args()
    with Ledger.open(asked.ledger, create=True) as ledger:
        held = ledger.sizes()["claims"]
        if not held:
            fill(ledger, asked.claims)
        print(f"{ledger.sizes()['claims']:,} claims in {ledger.sizes()['documents']:,} documents")
        if "://" not in asked.ledger:
            print(f"{Path(asked.ledger).stat().st_size / 1e9:.2f} GB")
        ask(ledger, asked.questions)


def fill(ledger: Ledger, claims: int) -> None:
    """Add made readings, a few thousand texts at once."""
    started = time.perf_counter()
    made = readings(claims)
    done = 0
    while some := list(islice(made, AT_ONCE)):
        additions = [
            Addition(
                reading.document.url or "",
                reading.document.text.encode(),
                document=reading.document,
                reading=reading,
            )
            for reading in some
        ]
        ledger.append(additions, READER)
        done += sum(len(reading.claims) for reading in some)
        print(
            f"\r{done:,} claims, {done / (time.perf_counter() - started):,.0f} a second", end="", flush=True
        )
    added = time.perf_counter()
    ledger.gather()
    print(f"; their deals in {time.perf_counter() - added:.0f} s")


def ask(ledger: Ledger, questions: int) -> None:
    """Ask and print how long each kind of question takes."""
    chance = random.Random(2)  # noqa: S311 - a benchmark
    draws = _draws(chance)
    kinds: dict[str, Callable[[], object]] = {
        "a page of 50, no filter": lambda: ledger.find("claims", Query(), start=chance.randrange(20) * 50),
        "a page of 50, filtered": lambda: ledger.find("claims", filters(chance, draws)),
        "facets, no filter": lambda: ledger.counts("claims", Query()),
        "facets, filtered": lambda: ledger.counts("claims", filters(chance, draws)),
        "a ranked search, 50 best": lambda: ledger.find("claims", Query(words=words(chance, draws))),
        "facets of a search": lambda: ledger.counts("claims", Query(words=words(chance, draws))),
        "a search of documents": lambda: ledger.find("documents", Query(words=words(chance, draws))),
    }
    print(
        f"{'question':28}{'median':>10}{'p95':>10}{'p99':>10}{'worst':>10}   milliseconds, {questions} each"
    )
    for name, question in kinds.items():
        question()
        times = []
        for _ in range(questions):
            started = time.perf_counter()
            question()
            times.append(1000 * (time.perf_counter() - started))
        times.sort()
        parts = [times[int(share * (len(times) - 1))] for share in (0.5, 0.95, 0.99, 1)]
        print(f"{name:28}" + "".join(f"{part:10.1f}" for part in parts))


def _draws(chance: random.Random) -> dict[str, Weighted]:
    return {
        "supplier": Weighted(STATES, chance),
        "recipient": Weighted(STATES, chance),
        "category": Weighted(list(ARMS), chance),
        "stage": Weighted(list(STEPS), chance),
        "outlet": Weighted([f"Outlet {number}" for number in range(1, 501)], chance),
        "speaker": Weighted(list(OFFICES), chance),
    }


def filters(chance: random.Random, draws: dict[str, Weighted]) -> Query:
    """One to three filters, sometimes of time."""
    chosen = chance.sample(sorted(draws), chance.choice((1, 1, 2, 2, 3)))
    year = chance.randint(1995, 2026)
    since = f"{year}-0{chance.randint(1, 9)}-15" if chance.random() < 0.3 else None
    drawn: dict[str, Any] = {name: (draws[name].draw(),) for name in chosen}
    return Query(since=since, **drawn)


def words(chance: random.Random, draws: dict[str, Weighted]) -> str:
    """One to three words: of arms, states, steps, people."""
    noun = chance.choice(ARMS[draws["category"].draw()])
    more = (draws["supplier"].draw(), draws["recipient"].draw(), STEPS[draws["stage"].draw()].split()[0])
    return " ".join([noun, *chance.sample(more, chance.choice((0, 1, 1, 2)))])


if __name__ == "__main__":
    main()
