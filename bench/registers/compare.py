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

from armstrail import comparing
from armstrail.ledger import Ledger
from armstrail.registers import load

REGISTER = Path("../shared/data/sipri/trade-register.csv")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--ledger", default="out/million.db")
    asked = options.parse_args()
    release, rows = load(REGISTER)
    with Ledger.open(asked.ledger) as ledger:
        ledger.add_release(release, rows)
        keys = ledger.deal_keys()
        claims = ledger.sizes()["claims"]
    for workers in (1, 2):
        started = time.perf_counter()
        with Ledger.open(asked.ledger) as ledger:
            register = comparing.register_of(ledger, release)
        found = comparing.findings(asked.ledger, register, keys, workers=workers)
        verdicts = Counter(finding.verdict for finding in found)
        left = sum(1 for _ in register.unclaimed())
        wall = time.perf_counter() - started
        peaks = [
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        print(
            f"{len(keys):,} deals of {claims:,} claims beside {len(rows):,} rows, {workers} process(es): {wall:.0f} s;"
            f" at the peak {peaks[0] / 1e6:.2f} GB, and {peaks[1] / 1e6:.2f} GB in another"
        )
    told = ", ".join(f"{number:,} {verdict}" for verdict, number in verdicts.most_common())
    print(f"{told}; {left:,} rows unclaimed")


if __name__ == "__main__":
    main()
