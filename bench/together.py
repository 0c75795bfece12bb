"""Two reviewers, eight readers and one `add` at once, for minutes: no page fails, and no judgement is lost.

    python -m bench.together --minutes 10
    python -m bench.together --minutes 10 --ledger postgresql://user@host/name

Fills an empty ledger with made claims, shows it by `armstrail serve --accounts`, and lets two reviewers decide by the
API (often both on one record), eight readers open pages, and `armstrail add` bring texts in. In the end the judgements
that the ledger exports are compared with those that were answered as kept: each is there, once, as it was sent.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.ledger import fill
from bench.web import add, address, around, questions, running

from armstrail.ledger import Ledger, Query

DECISIONS = ("accepted", "rejected", "withdrawn")
SHARED = 400
TIMEOUT = 120


@dataclass
class Run:
    """What happened: what was asked and answered, by whom."""

    until: float
    faults: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    kept: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    met: int = 0
    gone: int = 0


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--ledger", help="an empty one; a file that is removed again, where none is named")
    options.add_argument("--claims", type=int, default=20_000)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--readers", type=int, default=8)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = asked.ledger or str(Path(folder) / "ledger.db")
        with Ledger.open(place, create=True) as ledger:
            if ledger.sizes()["documents"]:
                raise SystemExit(f"{place}: holds documents already; name an empty ledger")
            fill(ledger, asked.claims)
            records = [entry.key for entry in ledger.find("claims", Query(), size=SHARED).entries]
            pages = questions(ledger)
            tokens = {name: token(ledger, name, "reviewer") for name in ("First Reviewer", "Second Reviewer")}
            reading = token(ledger, "Reader", "reader")
        with running("serve", "--accounts", "--ledger", place, "--port", "0") as server:
            host, port = address(server)
            adding = add(Path(folder), place)
            run = Run(time.monotonic() + 60 * asked.minutes)
            threads = [
                *(
                    threading.Thread(target=review, args=(run, host, port, records, name, secret))
                    for name, secret in tokens.items()
                ),
                *(
                    threading.Thread(target=read, args=(run, host, port, pages, number, reading))
                    for number in range(asked.readers)
                ),
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            adding.terminate()
            adding.wait()
        tell(run, place)


def token(ledger: Ledger, name: str, role: str) -> str:
    ledger.accounts.add_user(name, f"{random.SystemRandom().getrandbits(200):x}", role)  # type: ignore[arg-type]
    return ledger.accounts.make_token(name, "benchmark")[0]


def review(run: Run, host: str, port: int, records: list[str], name: str, secret: str) -> None:
    """Decide on one record after another: both reviewers in the same order, so that they often meet."""
    chance, connection = random.Random(name), HTTPConnection(host, port, timeout=TIMEOUT)  # noqa: S311
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    number = 0
    while time.monotonic() < run.until:
        record, decision = records[number % len(records)], chance.choice(DECISIONS)
        note = f"{name} {number}"
        body = json.dumps({"record": record, "decision": decision, "note": note, "seen": 0})
        try:
            connection.request("POST", "/api/v1/judgements", body, headers)
            answer = connection.getresponse()
            told = json.loads(answer.read())
        except (OSError, HTTPException, ValueError) as error:
            run.faults.append(f"{name}: {type(error).__name__} {error}")
            connection.close()
            continue
        run.answers[f"POST {answer.status}"] += 1
        if answer.status == 200:
            run.kept[name].append((record, decision, note))
            run.met += bool(told["meanwhile"])
        else:
            run.faults.append(f"{name}: {answer.status} {told}")
        number += 1
        time.sleep(chance.expovariate(10))


def read(run: Run, host: str, port: int, pages: object, number: int, secret: str) -> None:
    """Open one page after another."""
    chance, connection = random.Random(number), HTTPConnection(host, port, timeout=TIMEOUT)  # noqa: S311
    for name, draw in around(pages, chance):  # type: ignore[arg-type]
        if time.monotonic() > run.until:
            return
        path = draw(chance)
        if path.startswith("/review"):
            continue  # which a reader may not see
        try:
            headers = {"Authorization": f"Bearer {secret}", "Accept": "text/html"}
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException) as error:
            run.faults.append(f"{path}: {type(error).__name__} {error}")
            connection.close()
            continue
        run.answers[f"GET {answer.status}"] += 1
        if answer.status == 404 and name == "a deal":
            run.gone += 1
        elif answer.status not in (200, 307, 308):
            run.faults.append(f"{name} {path}: {answer.status} {body[:200]!r}")
        time.sleep(chance.expovariate(2))


def tell(run: Run, place: str) -> None:
    """What was answered, and whether all that was kept is there."""
    with Ledger.open(place) as ledger:
        there: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for one in ledger.judgements():
            made = one.judgement
            there[made.reviewer].append((made.record, made.decision, made.note))
        documents = ledger.sizes()["documents"]
    print(", ".join(f"{number:,} {what}" for what, number in sorted(run.answers.items())))
    for name, kept in run.kept.items():
        same = "each there once, as sent" if there[name] == kept else "NOT what the ledger has"
        print(f"{name}: {len(kept):,} judgements kept, {same}")
    print(f"{run.met:,} answers told of the other's decision; {documents:,} documents in the end")
    print(f"{run.gone:,} deals were gone, their claims rejected")
    print(f"{len(run.faults):,} faults" + "".join(f"\n  {fault}" for fault in run.faults[:20]))
    if run.faults or any(there[name] != kept for name, kept in run.kept.items()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
