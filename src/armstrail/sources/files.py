"""Files, gzipped or not, and standard input."""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from armstrail.errors import DocumentError, SourceError
from armstrail.sources.capture import HEAD, Capture, Kind, cut, whole
from armstrail.sources.encoding import binary
from armstrail.sources.links import Link, follow
from armstrail.sources.listed import addresses, is_xml, listed
from armstrail.sources.packing import CHUNK, GZIP, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from armstrail.sources.guest import Guest


_ARCHIVE = b"WARC/"
_TABLE = b"PAR1"
_MANY = frozenset({".warc", ".wet", ".wat", ".xml", ".parquet"})
_KINDS: dict[str, Kind] = {
    ".jsonl": "row",
    ".ndjson": "row",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
}


class Pieces(Protocol):
    """A stream that can give what is there already, without waiting for more."""

    def read1(self, size: int, /) -> bytes: ...


class File:
    """A file of this machine: a text, a crawl dump, a page, JSONL, a WARC archive, a Parquet table, a feed, a sitemap,
    a list of addresses; all but a table also gzipped.
    """

    def takes(self, place: str) -> bool:  # noqa: ARG002 - the last of the sources takes what is left
        return True

    def captures(self, place: str, guest: Guest) -> Iterator[Capture]:
        path = Path(place)
        with _opened(place, path) as stream:
            if is_archive(place, stream):
                from armstrail.sources.archives import records  # noqa: PLC0415 - slow, for archives only

                yield from records(place, stream)
            elif is_table(stream):
                from armstrail.sources.tables import rows  # noqa: PLC0415 - large, for tables only

                yield from rows(place, stream)
            else:
                kind = _kind(path)
                chunks = _chunks(place, stream)
                if ending(path) == ".pdf":
                    chunks = _of_pdf(place, chunks)
                yield from told(place, chunks, kind, guest, lists=ending(path) in ("", ".txt"))

    def expected(self, place: str) -> int | None:
        """One, but for JSONL its lines, which are quick to count; None where only reading would tell."""
        path = Path(place)
        if ending(path) in _MANY:
            return None
        if _kind(path) != "row" or not os.path.isfile(place):  # noqa: PTH113 - Path does not take every string
            return 1
        if path.suffix == ".gz":
            return None
        try:
            with path.open("rb") as stream:
                return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(CHUNK), b""))
        except OSError:  # told when it is read
            return 1


class StandardInput:
    """Standard input, written "-": a text, a page, JSONL, a feed or a sitemap."""

    def takes(self, place: str) -> bool:
        return place == "-"

    def captures(self, place: str, guest: Guest) -> Iterator[Capture]:  # noqa: ARG002 - "-" names nothing to a reader
        return told("stdin", _chunks("stdin", cast("BufferedReader", sys.stdin.buffer)), None, guest)

    def expected(self, place: str) -> int | None:  # noqa: ARG002 - nothing tells before it is read
        return None


def told(
    place: str, chunks: Iterator[bytes], kind: Kind | None, guest: Guest, *, lists: bool = False
) -> Iterator[Capture]:
    """The captures of one file, told by its first bytes where its name says nothing. `lists`: it may be a list of
    addresses.
    """
    head = next(chunks, b"")
    chunks = chain([head], chunks)
    if kind is None and is_xml(head):
        body = whole(place, chunks)
        yield from listed(place, body, guest)
    elif lists and addresses(head[:HEAD].rpartition(b"\n")[0] or head):
        body = whole(place, chunks)
        named = addresses(body)
        yield from follow(map(Link, named), guest) if named else cut(place, [body])
    else:
        yield from cut(place, chunks, kind=kind)


def is_archive(place: str, stream: BufferedReader) -> bool:
    """Whether a WARC archive begins here, packed or not. The stream stays where it is."""
    try:
        head = stream.peek(HEAD)
    except OSError as error:
        raise SourceError(place, f"cannot be read ({_words(error)})") from error
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, len(_ARCHIVE))
        except zlib.error:
            return False
    return head.startswith(_ARCHIVE)


def is_table(stream: BufferedReader) -> bool:
    """Whether a Parquet table begins here. The stream stays where it is."""
    return stream.peek(len(_TABLE)).startswith(_TABLE)


def ending(path: Path) -> str:
    """The ending of a name, without that of its packing."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _kind(path: Path) -> Kind | None:
    """What the name says the file is."""
    return _KINDS.get(ending(path))


@contextmanager
def _opened(place: str, path: Path) -> Iterator[BufferedReader]:
    """The file open for reading. Raises SourceError in the words of the system."""
    if os.path.isdir(place):  # noqa: PTH112 - Path does not take every string
        raise SourceError(place, "is a directory, not a file")
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise SourceError(place, "no such file") from None
    except (OSError, ValueError) as error:
        raise SourceError(place, f"cannot be opened ({_words(error)})") from error
    with stream:
        yield stream


def _of_pdf(place: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks of a file that is named a PDF. One that is none may be anything, as a page that asks to sign in."""
    head = next(chunks, b"")
    if head.strip() and not binary(head):
        raise DocumentError(place, "is named .pdf but is no PDF; rename it .txt or .html if it is to be read")
    yield head
    yield from chunks


def _words(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _chunks(place: str, stream: Pieces) -> Iterator[bytes]:
    """The bytes of a stream, unpacked where they are gzipped, in pieces of at most CHUNK and what unpacks."""
    try:
        first = stream.read1(CHUNK)  # what is there already: a pipe may give its next line much later
        plain = iter(lambda: stream.read1(CHUNK), b"")
        if first.startswith(GZIP):
            yield from unpacked(place, first, plain)
        else:
            yield first
            yield from plain
    except OSError as error:
        raise SourceError(place, f"cannot be read ({_words(error)})") from error
