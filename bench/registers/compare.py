"""How long it takes to set every deal of a large ledger beside the whole of SIPRI's register, and in how much memory.

    python -m bench.registers.compare --ledger out/million.db

The ledger is filled by bench/ledger.py; the deals are made by `armstrail deals`, or here where they are not. Needs
../shared.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from pathlib import Path

from armstrail.ledger import Ledger
from armstrail.registers import load
from armstrail.registers.comparison import Register

REGISTER = Path("../shared/data/sipri/trade-register.csv")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--ledger", default="out/million.db")
    asked = options.parse_args()
    with Ledger.open(asked.ledger) as ledger:
        ledger.gather()
        started, used = time.perf_counter(), time.process_time()
        register = Register(*load(REGISTER))
        verdicts: Counter[str] = Counter()
        claims = 0
        for deal in ledger.deals():
            verdicts[register.find(deal).verdict] += 1
            claims += len({strand.claim for strand in deal.strands})
        left = sum(1 for _ in register.unclaimed())
    wall, processor = time.perf_counter() - started, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{sum(verdicts.values()):,} deals of {claims:,} claims beside {REGISTER.name}: {wall:.0f} s,"
        f" {processor:.0f} s of processor time, {peak:.2f} GB at the peak"
    )
    print(
        ", ".join(f"{number:,} {verdict}" for verdict, number in verdicts.most_common())
        + f"; {left:,} rows unclaimed"
    )


if __name__ == "__main__":
    main()
