"""How long gathering takes: everything from scratch at n, 2n and 4n claims, and each new text of a large ledger.

    python -m bench.deals.speed [--claims 100000] [--ledger out/million.db]

The claims are those of bench/made.py. The ledger, where one is named, is filled by bench/ledger.py; the texts that are
added to a copy of it are new ones, published after all others, or at any time between.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from bench.made import readings

from armstrail.deals import Told, gather, strands
from armstrail.ledger import Addition, Ledger, gathering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.model import Reading, Strand

READER = "made by chance"


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--claims", type=int, default=50_000)
    options.add_argument("--ledger", help="a ledger to add texts to; what is added stays in it")
    options.add_argument("--texts", type=int, default=100)
    asked = options.parse_args()
    if asked.ledger:
        of_ledger(asked.ledger, asked.texts)
        return
    first = 0.0
    for times in (1, 2, 4):
        made = list(chain.from_iterable(strands_of(reading) for reading in readings(times * asked.claims)))
        started = time.process_time()
        deals = gather(made)
        each = (time.process_time() - started) / len(made)
        first = first or each
        print(
            f"{times * asked.claims:>10,} claims, {len(deals):,} deals: {each * 1e6:.0f} microseconds a claim,"
            f" {each / first:.2f} times that of the first"
        )


def strands_of(reading: Reading) -> list[Strand]:
    document = reading.document
    told = [Told(f"{document.id}/{claim.id}", claim, document.id) for claim in reading.claims]
    return strands(document.id, document.published, told)


def of_ledger(place: str, texts: int) -> None:
    """Add texts to a ledger one by one and tell how long their deals took; then make all deals anew."""
    with Ledger.open(place) as ledger:
        held = ledger.sizes()["claims"]
        for name, day in (("after all others", "2027-01-01"), ("at any time", None)):
            taken = sorted(_gathered(ledger, new) for new in _new(texts, day))
            print(
                f"a new text published {name}, among {held:,} claims: median {taken[len(taken) // 2]:.1f} ms,"
                f" 95th percentile {taken[int(len(taken) * 0.95)]:.1f} ms, worst {taken[-1]:.1f} ms"
            )
        started = time.process_time()
        with ledger._database.writing() as db:  # noqa: SLF001 - a benchmark
            gathering.regather(db)
        taken_all = time.process_time() - started
        print(f"everything anew: {taken_all:.0f} s, {taken_all / held * 1e6:.0f} microseconds a claim")


def _new(texts: int, day: str | None) -> Iterator[Addition]:
    for number, reading in enumerate(readings(4 * texts, seed=7 if day else 8)):
        if number == texts:
            return
        name = f"new-{day}-{number}"
        document = replace(reading.document, id=name, text=f"{reading.document.text}{name}")
        document = replace(document, published=day or document.published)
        made = replace(reading, document=document)
        yield Addition(f"/new/{name}", document.text.encode(), document=document, reading=made)


def _gathered(ledger: Ledger, new: Addition) -> float:
    """Milliseconds of gathering one text."""
    ledger.append([new], READER)
    started = time.perf_counter()
    ledger.gather()
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
