"""The workbench at its size: every page over a ledger of a million claims, while people read and texts are brought in.

    python -m bench.ledger --ledger out/million.db       (makes that ledger)
    python -m bench.registers.compare                     (brings a register in)
    python -m bench.web --ledger out/million.db

Works on a copy of the ledger. `armstrail serve` shows it; four readers each open one page after another, drawn as
people draw them (what is frequent in the ledger is asked for more often), and look at each for a second or so, while
`armstrail add` reads texts into the same ledger. Prints the percentiles of each page, and of the smallest file beside
them, which tells how much of it is waiting for the machine. `--alone` leaves the `add` out, `--pause 0` the looking.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from bench.ledger import words
from bench.made import ARMS, OFFICES, STATES, STEPS, Weighted, readings

from armstrail.ledger import Ledger, Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMMAND = str(Path(sys.executable).with_name("armstrail"))
ASSET = "the smallest file"
TEXTS = 40_000
MORE = 20_000_000  # the seed of the texts that are added, which the ledger has not seen
TIMEOUT = 60


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--ledger", default="out/million.db")
    options.add_argument("--readers", type=int, default=4)
    options.add_argument("--minutes", type=float, default=5)
    options.add_argument(
        "--pause", type=float, default=1.0, help="seconds that a page is looked at, on average"
    )
    options.add_argument("--alone", action="store_true", help="without `armstrail add`")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(dir=Path(asked.ledger).parent) as folder:
        place = str(Path(folder) / "ledger.db")
        subprocess.run(["cp", "--reflink=auto", asked.ledger, place], check=True)
        with Ledger.open(place) as ledger:
            held = ledger.sizes()
            pages = questions(ledger)
        print(
            f"{held['claims']:,} claims, {held['documents']:,} documents; {asked.readers} readers", flush=True
        )
        with running("serve", "--ledger", place, "--port", "0") as server:
            host, port = address(server)
            check(host, port, pages)
            weigh(host, port, pages["a document"])
            adding = None if asked.alone else add(Path(folder), place)
            times = read(host, port, pages, asked.readers, 60 * asked.minutes, asked.pause)
            if adding:
                still = adding.poll() is None
                adding.kill()
                adding.wait()
        report(times)
        if adding:
            with Ledger.open(place) as ledger:
                new = ledger.sizes()["documents"] - held["documents"]
            print(f"{new:,} texts were added meanwhile" + ("" if still else "; the add ended before"))


class running:  # noqa: N801 - used as a statement
    """An `armstrail` command that runs beside, and is ended."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen([COMMAND, *words], stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> subprocess.Popen[str]:
        return self.process

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def address(server: subprocess.Popen[str]) -> tuple[str, int]:
    """The host and port that the server says it listens on."""
    assert server.stderr  # noqa: S101 - it is a pipe
    for line in server.stderr:
        if found := re.search(r"http://([\d.]+):(\d+)/", line):
            return found[1], int(found[2])
    raise SystemExit("the workbench did not start")


def add(folder: Path, place: str) -> subprocess.Popen[str]:
    """`armstrail add` of texts that the ledger has not seen, more than it can read in the time."""
    path = folder / "more.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number, reading in zip(range(TEXTS), readings(10 * TEXTS, seed=MORE), strict=False):
            text = reading.document
            out.write(json.dumps({"id": f"more-{number}", "text": text.text, "title": text.title}) + "\n")
    command = [COMMAND, "add", str(path), "--ledger", place]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, text=True)


def questions(ledger: Ledger) -> dict[str, Callable[[random.Random], str]]:
    """Addresses of every page by what it is, drawn by chance."""
    chance = random.Random(3)  # noqa: S311 - a benchmark
    names: dict[str, list[str]] = defaultdict(list)
    for _ in range(40):
        page = ledger.find(
            "claims", Query(since=str(chance.randint(1997, 2025))), size=20, start=chance.randrange(200)
        )
        names["claims"] += [entry.key for entry in page.entries]
        names["documents"] += [entry.document_key for entry in page.entries]
        names["speakers"] += [one.name for entry in page.entries for one in entry.record.speakers]
        names["outlets"] += [entry.document.outlet for entry in page.entries if entry.document.outlet]
    names["statements"] = [entry.key for entry in ledger.find("statements", Query(), size=400).entries]
    names["deals"] = [
        deal.id for start in range(0, 3_000, 300) for deal in ledger.deal_page(size=40, start=start).deals
    ]
    names["stories"] = [one.key for one in ledger.stories_page(least=1, size=400).entries]
    names["releases"] = [entry.release.sha256[:12] for entry in ledger.releases()]
    draws = {
        "supplier": Weighted(STATES, chance),
        "recipient": Weighted(STATES, chance),
        "category": Weighted(list(ARMS), chance),
        "stage": Weighted(list(STEPS), chance),
        "speaker": Weighted(list(OFFICES), chance),
    }

    def asks(path: str, *among: str, **fixed: str) -> Callable[[random.Random], str]:
        def draw(chance: random.Random) -> str:
            chosen = chance.sample(among, min(len(among), chance.choice((1, 1, 2)))) if among else []
            asked = fixed | {name: draws[name].draw() for name in chosen}
            return f"{path}?{urlencode(asked)}" if asked else path

        return draw

    def one(path: str, kind: str) -> Callable[[random.Random], str]:
        return lambda chance: path + quote(chance.choice(names[kind]), safe="")

    def seeking(path: str) -> Callable[[random.Random], str]:
        return lambda chance: f"{path}?{urlencode({'q': words(chance, draws)})}"

    def later(path: str, pages: int = 40) -> Callable[[random.Random], str]:
        return lambda chance: f"{path}?page={chance.randint(1, pages)}"

    every: dict[str, Callable[[random.Random], str]] = {
        ASSET: lambda _: "/static/mark.svg",
        "the first page": asks("/"),
        "a search, no filter": later("/search"),
        "a search, filtered": asks("/search", "supplier", "recipient", "category", "stage"),
        "a search for words": seeking("/search"),
        "statements": asks("/search", kind="statements"),
        "a document": one("/documents/", "documents"),
        "a claim": one("/claims/", "claims"),
        "a statement": one("/statements/", "statements"),
        "deals": later("/deals"),
        "deals, filtered": asks("/deals", "supplier", "recipient", "category"),
        "a deal": one("/deals/", "deals"),
        "flows": asks("/flows"),
        "flows, filtered": asks("/flows", "category", "stage"),
        "speakers": later("/speakers"),
        "a speaker": one("/speakers/one?name=", "speakers"),
        "outlets": later("/outlets", 10),
        "an outlet": one("/outlets/one?name=", "outlets"),
        "stories": asks("/stories"),
        "a story": one("/stories/", "stories"),
        "registers": asks("/registers"),
        "a release": one("/registers/", "releases"),
        "review": asks("/review"),
        "review, filtered": asks("/review", "supplier", "recipient"),
        "agreement": asks("/agreement"),
        "the API's page": asks("/api"),
    }
    kinds = {"a story": "stories", "a release": "releases"}
    return {name: draw for name, draw in every.items() if names.get(kinds.get(name, "claims"))}


def check(host: str, port: int, pages: dict[str, Callable[[random.Random], str]]) -> None:
    """Open each page once: the first time is told apart, and a page that fails ends the benchmark."""
    chance, connection = random.Random(4), HTTPConnection(host, port, timeout=TIMEOUT)  # noqa: S311
    print("for the first time, milliseconds: ", end="")
    print(
        ", ".join(f"{name} {get(connection, draw(chance)):.0f}" for name, draw in pages.items()), flush=True
    )


def weigh(host: str, port: int, document: Callable[[random.Random], str]) -> None:
    """Print how much a document's page loads beside its text, unpacked."""
    connection = HTTPConnection(host, port, timeout=TIMEOUT)
    page = body(connection, document(random.Random(5)))  # noqa: S311
    files = sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.decode())))
    sizes = {path: len(body(connection, path)) for path in files}
    print(
        f"a document's page loads {sum(sizes.values()):,} bytes in {len(sizes)} files beside its text",
        flush=True,
    )


def body(connection: HTTPConnection, path: str) -> bytes:
    connection.request("GET", path, headers={"Accept": "text/html"})
    return connection.getresponse().read()


def get(connection: HTTPConnection, path: str) -> float:
    """Milliseconds until a page is there, whole."""
    started = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html"})
    answer = connection.getresponse()
    answer.read()
    if answer.status not in (200, 307):
        raise SystemExit(f"{path}: {answer.status}")
    return 1000 * (time.perf_counter() - started)


def read(
    host: str,
    port: int,
    pages: dict[str, Callable[[random.Random], str]],
    readers: int,
    seconds: float,
    pause: float,
) -> dict[str, list[float]]:
    """How long each page took, as readers open one after another."""
    times: dict[str, list[float]] = defaultdict(list)
    until = time.monotonic() + seconds
    failed: list[BaseException] = []

    def reader(number: int) -> None:
        chance, connection = random.Random(number), HTTPConnection(host, port, timeout=TIMEOUT)  # noqa: S311
        try:
            for name, draw in around(pages, chance):
                if time.monotonic() > until or failed:
                    return
                times[name].append(get(connection, draw(chance)))
                time.sleep(chance.expovariate(1 / pause) if pause else 0)
        except (SystemExit, OSError) as error:
            failed.append(error)

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(str(failed[0]))
    return times


def around(
    pages: dict[str, Callable[[random.Random], str]], chance: random.Random
) -> Iterator[tuple[str, Callable[[random.Random], str]]]:
    """All pages again and again, each time in another order."""
    while True:
        yield from chance.sample(sorted(pages.items()), len(pages))


def report(times: dict[str, list[float]]) -> None:
    print(f"{'page':24}{'n':>6}{'median':>10}{'p95':>10}{'p99':>10}{'worst':>10}   milliseconds")
    everything = [one for name, some in times.items() if name != ASSET for one in some]
    for name, some in [*sorted(times.items()), ("all pages", everything)]:
        some.sort()
        parts = [some[int(share * (len(some) - 1))] for share in (0.5, 0.95, 0.99, 1)]
        print(f"{name:24}{len(some):>6}" + "".join(f"{part:10.1f}" for part in parts))


if __name__ == "__main__":
    main()
