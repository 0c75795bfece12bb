"""WARC archives: what their records hold, and what is left of a broken one."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from pathlib import Path

import pytest

from armstrail.documents import document
from armstrail.errors import SourceError
from armstrail.sources import Capture, captures
from armstrail.sources.archives import records
from armstrail.sources.capture import LARGEST
from tests.server import PAGE
from tests.sources.made import guest

HTML = b"Content-Type: text/html; charset=utf-8\r\n"
BOATS = b"Six patrol boats were handed over to the coast guard in May, the ministry said."


def record(content: bytes, kind: str = "response", uri: str = "https://quay.example/a") -> bytes:
    content_type = "application/http; msgtype=response" if kind == "response" else "text/plain"
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
            f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {content_type}\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        ).encode()
        + content
        + b"\r\n\r\n"
    )


def answer(body: bytes, headers: bytes = HTML, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\n" + headers + b"\r\n" + body


def page(number: int) -> bytes:
    return record(answer(b"<p>Page %d.</p>" % number * 5), uri=f"https://quay.example/{number}")


def chunked(body: bytes) -> bytes:
    return b"5\r\n" + body[:5] + b"\r\n%x\r\n" % len(body[5:]) + body[5:] + b"\r\n0\r\n\r\n"


def of(archive: bytes) -> list[Capture]:
    return list(records("a.warc", io.BytesIO(archive)))


def kept(archive: bytes) -> tuple[list[Capture], str | None]:
    """What an archive gives, and the reason for which it ends before its end."""
    left: list[Capture] = []
    found = records("a.warc", io.BytesIO(archive))
    while True:
        try:
            left.append(next(found))
        except StopIteration:
            return left, None
        except SourceError as error:
            return left, error.reason


def test_an_encoding_that_no_ledger_can_hold_is_none() -> None:
    (found,) = of(record(answer(PAGE.encode(), b"Content-Type: text/html; charset=a\0b\r\n")))
    assert (found.kind, found.charset) == ("page", None)


def test_a_page_of_an_archive_comes_with_its_address_and_time() -> None:
    (found,) = of(record(answer(PAGE.encode())))
    assert found == Capture(
        "a.warc:1",
        PAGE.encode(),
        "page",
        "utf-8",
        "https://quay.example/a",
        fetched="2020-01-02T03:04:05Z",
        status=200,
    )
    assert document(found).title == "Navy takes over second frigate"


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl"])
def test_archives_are_told_by_their_first_bytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    whole = page(1) + page(2)
    path.write_bytes(gzip.compress(page(1)) + gzip.compress(page(2)) if name.endswith("gz") else whole)
    assert [capture.place for capture in captures(str(path), guest())] == [f"{path}:1", f"{path}:2"]


def test_what_is_no_page_is_passed_over_with_the_reason() -> None:
    archive = b"".join(
        [
            record(b"software: quay\r\n", "warcinfo"),
            record(b"GET /a HTTP/1.1\r\n\r\n", "request"),
            record(answer(b"gone", status=b"404 Not Found")),
            record(answer(b"", b"Location: /b\r\n", status=b"301 Moved")),
            record(answer(b"\x89PNG", b"Content-Type: image/png\r\n")),
            record(answer(b"?", b"")),
            record(answer(BOATS, b"Content-Type: text/plain\r\n")),
        ]
    )
    found = of(archive)
    assert [capture.passed for capture in found] == [
        "no page: a warcinfo record",
        "no page: a request record",
        "no page: status 404",
        "no page: status 301",
        "no page: image/png",
        "no page: of no told type",
        None,
    ]
    assert (found[6].kind, found[6].body) == ("text", BOATS)


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_texts_that_others_took_out_of_pages_are_texts(kind: str) -> None:
    (found,) = of(record(BOATS, kind))
    assert (found.kind, found.body, found.url) == ("text", BOATS, "https://quay.example/a")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(BOATS, mtime=0), b"Content-Encoding: gzip\r\n"),
        (zlib.compress(BOATS), b"Content-Encoding: deflate\r\n"),
        (b"\x0b\x27\x80" + BOATS + b"\x03", b"Content-Encoding: br\r\n"),
        (chunked(BOATS), b"Transfer-Encoding: chunked\r\n"),
        (chunked(gzip.compress(BOATS, mtime=0)), b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (BOATS, b"Content-Encoding: gzip\r\n"),
        (BOATS, b"Transfer-Encoding: chunked\r\n"),
        (gzip.compress(BOATS, mtime=0), b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (gzip.compress(BOATS, mtime=0), b"Content-Encoding: x-gzip\r\n"),
        (
            chunked(gzip.compress(BOATS, mtime=0)),
            b"Transfer-Encoding: chunked\r\nContent-Encoding: X-GZIP\r\n",
        ),
        (BOATS, b"Content-Encoding: x-gzip\r\n"),
        (zlib.compress(BOATS, wbits=-15), b"Content-Encoding: deflate\r\n"),
        (
            chunked(zlib.compress(BOATS, wbits=-15)),
            b"Transfer-Encoding: chunked\r\nContent-Encoding: deflate\r\n",
        ),
        (BOATS, b"Content-Encoding: deflate\r\n"),
    ],
)
def test_what_a_server_packed_is_unpacked_whatever_the_archive_made_of_it(
    body: bytes, headers: bytes
) -> None:
    first, second = of(record(answer(body, HTML + headers)) + page(2))
    assert (first.body, second.place) == (BOATS, "a.warc:2")


@pytest.mark.parametrize(("told", "wbits"), [(b"gzip", 31), (b"x-gzip", 31), (b"deflate", -15)])
def test_what_unpacks_to_more_than_the_limit_is_refused_in_little_memory(told: bytes, wbits: int) -> None:
    large = zlib.compress(bytes(8 * LARGEST), wbits=wbits)
    bomb = record(answer(large, HTML + b"Content-Encoding: %s\r\n" % told))
    tracemalloc.start()
    first, second = of(bomb + page(2))
    assert tracemalloc.get_traced_memory()[1] < 3 * LARGEST
    tracemalloc.stop()
    assert first.fault == "is larger than the 20 MB that one text may have"
    assert second.fault is None


@pytest.mark.parametrize("kind", [b"text/html", b"video/mp4"])
def test_a_record_over_the_limit_is_passed_by_in_little_memory(tmp_path: Path, kind: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    large = record(answer(bytes(5 * LARGEST), b"Content-Type: %s\r\n" % kind))
    path.write_bytes(gzip.compress(large, 1) + gzip.compress(page(2)))
    del large
    tracemalloc.start()
    first, second = captures(str(path), guest())
    assert tracemalloc.get_traced_memory()[1] < 4 * LARGEST
    tracemalloc.stop()
    assert (first.fault or first.passed) in (
        "is larger than the 20 MB that one text may have",
        "no page: video/mp4",
    )
    assert second.place == f"{path}:2"


def test_an_archive_cut_short_anywhere_gives_what_is_whole_and_then_says_so() -> None:
    whole = page(1) + page(2)
    first = len(page(1))
    for size in range(1, len(whole)):
        left, reason = kept(whole[:size])
        # The two line ends after a record's content are no part of it.
        complete = (size >= first - 4) + (size >= len(whole) - 4)
        at_boundary = first - 4 <= size <= first or size >= len(whole) - 4
        assert [capture.place for capture in left] == [f"a.warc:{n + 1}" for n in range(complete)], size
        assert all(capture.body for capture in left), size
        assert (reason is None) == at_boundary, size
        assert reason is None or reason.startswith("ends in the middle"), size


def test_a_packed_archive_cut_short_anywhere_gives_what_is_whole_and_then_says_so() -> None:
    first, second = gzip.compress(page(1)), gzip.compress(page(2))
    whole = first + second
    for size in range(1, len(whole)):
        left, reason = kept(whole[:size])
        assert (reason is None) == (size == len(first)), size
        assert reason is None or reason.startswith("ends in the middle"), size
        assert len(left) >= (size >= len(first)), size
        assert all(capture.body == kept(whole)[0][n].body for n, capture in enumerate(left)), size


@pytest.mark.parametrize(
    "broken",
    [
        page(2).replace(b"Content-Length: ", b"Content-Length: 9"),
        page(2).replace(b"Content-Length: ", b"Content-Length: 1")[:-1],
        page(2).replace(b"Content-Length: ", b"Content-Length: -"),
        page(2).replace(b"Content-Length: ", b"X-Length: "),
        page(2)[:-90],
        b"not a record at all\r\n\r\n" * 20,
        bytes(range(256)) * 400,
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_broken_record_does_not_lose_those_that_follow(broken: bytes, packed: bool) -> None:
    parts = [page(1), broken, page(3), page(4)]
    left, reason = kept(b"".join(map(gzip.compress, parts)) if packed else b"".join(parts))
    good = [capture.url for capture in left if not capture.fault]
    assert good == [f"https://quay.example/{number}" for number in (1, 3, 4)]
    assert {capture.fault for capture in left} == {None, "is a broken record"}
    assert reason is None


def test_a_broken_packed_piece_does_not_lose_those_that_follow() -> None:
    parts = [gzip.compress(page(number)) for number in (1, 2, 3)]
    for place in range(3, len(parts[1]), 7):
        damaged = bytearray(parts[1])
        damaged[place] ^= 0xFF
        left, _ = kept(parts[0] + bytes(damaged) + parts[2])
        urls = [capture.url for capture in left]
        assert urls[0] == "https://quay.example/1", place
        assert urls[-1] == "https://quay.example/3", place


def test_an_archive_in_one_packed_piece_is_read_too() -> None:
    assert [capture.url for capture in of(gzip.compress(page(1) + page(2)))] == [
        "https://quay.example/1",
        "https://quay.example/2",
    ]


def test_an_archive_is_read_as_it_is_asked_for() -> None:
    stream = io.BytesIO(b"".join(page(number) for number in range(9000)))
    next(records("a.warc", stream))
    assert stream.tell() < 1_000_000
