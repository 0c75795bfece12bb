"""Archives and tables of our own writing for the tests of scans, the command that scans them, and what comes of it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sysconfig
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

import armstrail
from armstrail.model import Document
from tests.stories.made import FOOTER, GRAIN, everything, prose

COMMAND = str(Path(sysconfig.get_path("scripts")) / "armstrail")
SAMPLES = Path(armstrail.__file__).parent / "samples" / "articles.jsonl"
SALE = "Sweden delivered 18 Leopard 2 tanks to Finland on Monday, the defence ministry in Stockholm said."
DULL = "The choir sang until the rain came, and then it sang in the hall."
TABLES = ("documents", "stories", "statements", "claims", "coverage", "failures", "captures")

Row = dict[str, Any]
HTML = b"Content-Type: text/html; charset=utf-8\r\n"


# ------------------------------------------------------------------ what is scanned


def answer(body: bytes, headers: bytes = HTML, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\n" + headers + b"\r\n" + body


def record(content: bytes, uri: str, *, kind: str = "response", length: int | None = None) -> bytes:
    """A record of an archive; `length` is what it says of itself where that is a lie."""
    told = "application/http; msgtype=response" if kind == "response" else "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
        f"Content-Type: {told}\r\nContent-Length: {len(content) if length is None else length}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def page(title: str, text: str, more: str = "") -> str:
    """A page as papers have them: with navigation, a note at the side, and a foot."""
    body = "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip())
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta charset="utf-8">{more}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/rain">Rain</a></nav><main><article><h1>{title}</h1>{body}</article>'
        "</main><aside>Read more of the choir</aside><footer>All rights reserved</footer></body></html>"
    )


def packed(records: Iterable[bytes]) -> bytes:
    """An archive as crawlers write it: each record packed by itself."""
    return b"".join(map(gzip.compress, records))


def samples() -> list[Row]:
    return [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def lines(path: Path, rows: Iterable[Row]) -> Path:
    """Rows as JSONL, packed where the name says so."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def archive(path: Path, texts: Iterable[tuple[str, str]]) -> Path:
    """Pages of titles and texts."""
    path.write_bytes(
        packed(
            record(answer(page(title, text).encode()), f"https://quay.example/{path.name}/{number}")
            for number, (title, text) in enumerate(texts)
        )
    )
    return path


def row_of(document: Document) -> Row:
    known = {
        name: getattr(document, name) for name in ("id", "text", "title", "published", "outlet", "credit")
    }
    return {name: value for name, value in known.items() if value}


def crowd(count: int) -> list[Row]:
    """Texts of their own that have one footer in common."""
    return [
        {
            "id": f"crowd/{n}",
            "text": f"{SALE}\n{prose(f'crowd {n}', 30)}\n{FOOTER}",
            "outlet": f"Paper {n % 7}",
        }
        for n in range(count)
    ]


def corpus(folder: Path) -> list[Path]:
    """An archive, lines and a table: news of arms in all three, some of it the same, and much that is none."""
    folder.mkdir(parents=True, exist_ok=True)
    news = samples()
    texts = [(row["title"], row["text"]) for row in news[:9]] + [(f"Rain {n}", prose(n)) for n in range(60)]
    pages = archive(folder / "news.warc.gz", texts)
    moved = [record(answer(b"", b"Location: /b\r\n", b"301 Moved"), "https://quay.example/a")]
    pages.write_bytes(pages.read_bytes() + packed(moved))
    first, last = f"{SALE}\n{GRAIN}".rsplit("\n\n", 1)
    rows: list[Row] = [
        *news[9:],
        *map(row_of, everything()),
        *crowd(40),
        {"id": "whole", "text": f"{first}\n\n{last}", "published": "2024-10-01"},
        {"id": "excerpt", "text": first, "published": "2024-10-02", "outlet": "The Gulf Post"},
        {"id": "same", "text": f"{first}\n\n{last}", "published": "2024-10-03", "outlet": "The Gulf Post"},
        {"id": "both", "text": f"{news[9]['text']}\n\n{news[12]['text']}", "published": "2024-10-04"},
        {"id": "headline", "title": SALE, "text": ""},
        {"id": "no text"},
    ]
    table = [
        {"id": row["id"], "text": row["text"], "html": None, "title": row["title"]} for row in news[5:12]
    ] + [
        {"id": "as page", "text": None, "html": page("Boats", SALE).encode(), "title": None},
        {"id": "dull", "text": DULL, "html": None, "title": None},
    ]
    pq.write_table(pa.Table.from_pylist(table), folder / "table.parquet")
    cut = [lines(folder / f"rows-{n}.jsonl.gz", rows[n::6]) for n in range(6)]
    return [pages, *cut, folder / "table.parquet"]


# ------------------------------------------------------------------ the command, and what comes of it


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit status, its output, the lines on standard error."""

    status: int
    output: str
    said: list[str]


def ran(*arguments: str | Path, **options: Any) -> Ran:
    """The command in a process of its own."""
    done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, timeout=300, **options)
    said = done.stderr.decode()
    assert "Traceback" not in said
    return Ran(done.returncode, done.stdout.decode(), said.splitlines())


def read_table(path: Path) -> pa.Table:
    with pq.ParquetFile(path) as file:
        return file.read()


def table(out: Path, name: str) -> list[Row]:
    """The rows of one table of a scan."""
    return [row for path in sorted((out / name).iterdir()) for row in read_table(path).to_pylist()]


def content(out: Path) -> dict[str, list[str]]:
    """All that a scan came to, whatever the order and the files in which it lies."""
    assert sorted(path.name for path in out.iterdir()) == sorted([*TABLES, "manifest.json"])
    return {name: sorted(json.dumps(row, default=repr) for row in table(out, name)) for name in TABLES}


def by_place(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["place"]].append(row)
    return found


def children(process: int) -> list[int]:
    """The processes that a process has started, and those of these."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text()
        except OSError:
            continue
        if int(told.rpartition(")")[2].split()[1]) == process:
            found.append(int(stat.parent.name))
    return found + [below for one in found for below in children(one)]
