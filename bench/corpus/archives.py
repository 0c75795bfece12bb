"""Archives of made pages, as a crawler writes them: WARC, each record packed by itself."""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b32encode
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from itertools import count
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from bench.corpus.pages import Mix, Page, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = 5_000
"""Pages an archive, those of the last one apart."""

_LEVEL = 1


def write(folder: Path, pages: int, mix: Mix, processes: int) -> Iterator[tuple[Path, Counter[str]]]:
    """Write the archives of the first `pages` pages, but those that are there, and give each with its counts.

    A folder holds one mix: raises SystemExit where it holds another. The archives of fewer pages are the first
    of more.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = folder / ".mix.json"
    if told.exists() and json.loads(told.read_text("utf8")) != asdict(mix):
        raise SystemExit(f"{folder}: holds a corpus of another mix; name another folder, or remove it")
    told.write_text(json.dumps(asdict(mix), indent=1) + "\n", encoding="utf8")
    spans = [(first, min(first + PAGES, pages)) for first in range(0, pages, PAGES)]
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(partial(_archive, folder, mix), spans)


def archives(folder: Path, pages: int) -> list[Path]:
    """The archives of the first `pages` pages of a folder."""
    return [_name(folder, first, min(first + PAGES, pages)) for first in range(0, pages, PAGES)]


def _name(folder: Path, first: int, end: int) -> Path:
    whole = end - first == PAGES
    return folder / (
        f"pages-{first // PAGES:05}.warc.gz" if whole else f"pages-{first // PAGES:05}-{end - first}.warc.gz"
    )


def _archive(folder: Path, mix: Mix, span: tuple[int, int]) -> tuple[Path, Counter[str]]:
    """Write one archive, whole or not at all, and count what is in it."""
    path = _name(folder, *span)
    told = path.with_name(f".{path.name}.json")
    if path.exists() and told.exists():
        return path, Counter(json.loads(told.read_text("utf8")))
    counts: Counter[str] = Counter()
    partial_path = path.with_suffix(".part")
    with partial_path.open("wb") as out:
        for record in _records(mix, span, counts):
            packer = zlib.compressobj(_LEVEL, wbits=31)
            out.write(packer.compress(record) + packer.flush())
            counts["bytes unpacked"] += len(record)
    partial_path.rename(path)
    counts["bytes"] = path.stat().st_size
    told.write_text(json.dumps(counts), encoding="utf8")
    return path, counts


def _records(mix: Mix, span: tuple[int, int], counts: Counter[str]) -> Iterator[bytes]:
    draw = Random(f"{mix.seed} others {span[0]}")  # noqa: S311 - the same in every run
    numbers = count(span[0] * 4)
    yield _record(
        "warcinfo", "", b"software: made by chance\r\nformat: WARC File Format 1.0\r\n", next(numbers)
    )
    for number in range(*span):
        while draw.random() < mix.others:
            answer, kind = _other(draw)
            counts[kind] += 1
            yield _record(
                "response", f"https://www.other.example/{draw.getrandbits(40):x}", answer, next(numbers)
            )
        made = page(mix, number)
        counts.update(_kinds(made))
        yield _record("request", made.url, _request(made.url), next(numbers))
        yield _record("response", made.url, _answer(made), next(numbers))


def _kinds(made: Page) -> Iterator[str]:
    yield "pages"
    yield f"pages: {made.kind}"
    if made.copy_of is not None:
        yield "pages: exact duplicates"
    if made.menu:
        yield "pages: menu names arms"
    if made.language == "en":
        yield "pages: English"


def _record(kind: str, url: str, content: bytes, number: int) -> bytes:
    media = {"response": "application/http; msgtype=response", "request": "application/http; msgtype=request"}
    digest = b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{UUID(int=number, version=4)}>\r\n"
        f"WARC-Date: 2024-01-0{1 + number % 9}T08:{number % 60:02}:00Z\r\n{target}"
        f"Content-Type: {media.get(kind, 'application/warc-fields')}\r\nWARC-Block-Digest: sha1:{digest}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def _request(url: str) -> bytes:
    host, _, path = url.removeprefix("https://").partition("/")
    return f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: made\r\nAccept: text/html\r\n\r\n".encode()


def _answer(made: Page) -> bytes:
    told = made.charset != "windows-1251"  # some pages alone say in which letters they are written
    media = f"text/html; charset={made.charset}" if told else "text/html"
    return _http("200 OK", media, made.body)


def _other(draw: Random) -> tuple[bytes, str]:
    """An answer that is no page, and what it is."""
    share = draw.random()
    if share < 0.4:
        place = f"Location: https://www.other.example/{draw.getrandbits(40):x}\r\n"
        body = b"<html><head><title>301 Moved</title></head><body>The page has moved.</body></html>"
        return _http("301 Moved Permanently", "text/html", body, place), "redirects"
    if share < 0.65:
        body = b"<!DOCTYPE html><html><body><h1>Not found</h1><p>Weapons, tanks, missiles?</p></body></html>"
        return _http("404 Not Found", "text/html; charset=utf-8", body), "not found"
    if share < 0.9:
        return _http("200 OK", "image/jpeg", draw.randbytes(draw.randint(4_000, 40_000))), "images"
    return _http(
        "200 OK", "application/json", json.dumps({"id": draw.getrandbits(60)}).encode()
    ), "other files"


def _http(status: str, media: str, body: bytes, more: str = "") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nDate: Mon, 01 Jan 2024 08:00:00 GMT\r\nServer: nginx\r\nContent-Type: {media}\r\n{more}"
        f"Cache-Control: max-age=300\r\nVary: Accept-Encoding\r\nX-Cache: MISS\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
