"""Pages over a ledger, as the workbench serves them and as Datasette does, from the same file, asked in turn.

    python -m bench.served                   a ledger of 100,000 made claims, kept in out/bench
    python -m bench.served --ledger FILE     another, as the one of a million that `make bench-ledger` makes

Works on a copy. Both serve whole pages of HTML, of as many records, to one reader who asks each of them for the same
things, drawn as people draw them: what is frequent in the ledger is asked for more often. A page of the workbench
always tells how many records of what is found have each value of twelve fields, and in how many documents and stories
they stand; Datasette is asked once without such facets, and once with those of five columns. Its limits of time are
lifted, so that none is left out, and it suggests no facets, which would take most of its time. Words it looks up in the
same FTS5 table as the workbench; for its filters the ledger has no index.
"""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench.figures import ROOT, Figures, arguments, hand_over
from bench.ledger import fill, words
from bench.made import ARMS, STATES, STEPS, Weighted
from bench.web import address, get, running

from armstrail.ledger import Ledger, Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MADE = ROOT / "out" / "bench" / "ledger.db"
CLAIMS, SIZE, TURNS, EACH = 100_000, 20, 5, 6
FACETS = ("stage", "polarity", "certainty", "voice", "outlet")
TIMEOUT, PATIENCE = 60, 30
SETTINGS = {"sql_time_limit_ms": "60000", "facet_time_limit_ms": "60000", "suggest_facets": "off"}
WORKBENCH, DATASETTE, FACETED = "the workbench", "Datasette, no facets", "Datasette, five facets"

Asks = dict[str, tuple[str, str]]
"""What is asked of each, by what it is called: the path at the workbench, and at Datasette."""


def main() -> None:
    options = arguments(__doc__)
    options.add_argument("--ledger", type=Path, default=MADE)
    options.add_argument("--turns", type=int, default=TURNS)
    options.add_argument("--each", type=int, default=EACH, help="questions of each kind in a turn")
    asked = options.parse_args()
    made(asked.ledger)
    with tempfile.TemporaryDirectory(dir=asked.ledger.parent) as folder:
        place = Path(folder) / "ledger.db"
        subprocess.run(["cp", "--reflink=auto", asked.ledger, place], check=True)
        with Ledger.open(str(place)) as ledger:
            claims = ledger.sizes()["claims"]
            entries = ledger.find("claims", Query(), size=400, start=1_000).entries
            keys = [entry.key for entry in entries]
        with running("serve", "--ledger", str(place), "--port", "0") as server, datasette(place) as port:
            times = ask(
                {WORKBENCH: address(server), DATASETTE: ("127.0.0.1", port)}, keys, asked.turns, asked.each
            )
    figures = Figures(
        "Pages of a ledger, beside Datasette",
        f"{claims:,} claims in one SQLite file; pages of {SIZE} records; the median of {asked.each} questions a turn",
    )
    figures.peers("datasette")
    for kind in dict.fromkeys(kind for kind, _ in times):
        ours = figures.row(f"{kind}: {WORKBENCH}", "ms", times[kind, WORKBENCH])
        for peer in (DATASETTE, FACETED):
            if (kind, peer) in times:
                theirs = figures.row(f"{kind}: {peer}", "ms", times[kind, peer])
                figures.ratio(f"{kind}: {peer} to {WORKBENCH}", theirs, ours)
    hand_over([figures], asked.json)


def made(place: Path) -> None:
    """Make the ledger where it is not there."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with Ledger.open(str(place), create=True) as ledger:
            fill(ledger, CLAIMS)


@contextmanager
def datasette(place: Path) -> Iterator[int]:
    """Datasette on the file; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("datasette")), "serve", str(place), "--port", str(port)]
    for name, value in SETTINGS.items():
        command += ["--setting", name, value]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while not _listens(port):
            if time.monotonic() > until or process.poll() is not None:
                raise SystemExit("Datasette did not start")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def ask(
    servers: dict[str, tuple[str, int]], keys: list[str], turns: int, each: int
) -> dict[tuple[str, str], list[float]]:
    """Milliseconds, the median of each turn, of each kind of question at each server; a first turn is not counted."""
    connections = {name: HTTPConnection(*server, timeout=TIMEOUT) for name, server in servers.items()}
    chance = random.Random(6)  # noqa: S311 - a benchmark
    medians: dict[tuple[str, str], list[float]] = {}
    for turn in range(turns + 1):
        for kind, draw in questions(chance, keys).items():
            times: dict[str, list[float]] = {}
            for _ in range(each):
                for name, (server, path) in draw().items():
                    times.setdefault(name, []).append(get(connections[server], path))
            if turn:
                for name, some in times.items():
                    medians.setdefault((kind, name), []).append(sorted(some)[len(some) // 2])
    return medians


def questions(chance: random.Random, keys: list[str]) -> dict[str, Callable[[], Asks]]:
    """Kinds of questions; each draw gives what is asked of each row of the table: the server and the path."""
    draws = {
        "supplier": Weighted(STATES, chance),
        "recipient": Weighted(STATES, chance),
        "category": Weighted(list(ARMS), chance),
        "stage": Weighted(list(STEPS), chance),
    }

    def claims(ours: dict[str, str], theirs: dict[str, str]) -> Asks:
        at = f"/ledger/claims?_size={SIZE}&{urlencode(theirs)}"
        return {
            WORKBENCH: (WORKBENCH, f"/search?size={SIZE}&{urlencode(ours)}"),
            DATASETTE: (DATASETTE, at),
            FACETED: (DATASETTE, at + "".join(f"&_facet={facet}" for facet in FACETS)),
        }

    def filtered() -> Asks:
        state = draws["supplier"].draw()
        return claims({"supplier": state}, {"suppliers__exact": state})

    def twice() -> Asks:
        state, kind = draws["supplier"].draw(), draws["category"].draw()
        return claims(
            {"supplier": state, "category": kind}, {"suppliers__exact": state, "categories__exact": kind}
        )

    def sought() -> Asks:
        asked = words(chance, draws)
        return claims({"q": asked}, {"_search": asked})

    def one() -> Asks:
        key = chance.choice(keys)
        return {
            WORKBENCH: (WORKBENCH, f"/claims/{key}"),
            DATASETTE: (DATASETTE, f"/ledger/claims?{urlencode({'key__exact': key})}"),
        }

    return {
        "claims of a supplier": filtered,
        "claims of a supplier and a category": twice,
        "claims with words": sought,
        "one claim by its key": one,
    }


if __name__ == "__main__":
    main()
