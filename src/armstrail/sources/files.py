"""Files, gzipped or not, and standard input."""

from __future__ import annotations

import sys
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from armstrail.errors import SourceError
from armstrail.sources.capture import Capture, Kind, cut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader


CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
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
    """A file of this machine: a text, a crawl dump, a page or JSONL; any of them also gzipped."""

    def takes(self, place: str) -> bool:  # noqa: ARG002 - the last of the sources takes what is left
        return True

    def captures(self, place: str) -> Iterator[Capture]:
        path = Path(place)
        with _opened(place, path) as stream:
            yield from cut(place, _chunks(place, stream), kind=_kind(path))

    def expected(self, place: str) -> int | None:
        """One, but for JSONL its lines, which are quick to count; None where it is gzipped."""
        path = Path(place)
        if _kind(path) != "row" or not path.is_file():
            return 1
        if path.suffix == ".gz":
            return None
        with path.open("rb") as stream:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(CHUNK), b""))


class StandardInput:
    """Standard input, written "-": a text, a page or JSONL."""

    def takes(self, place: str) -> bool:
        return place == "-"

    def captures(self, place: str) -> Iterator[Capture]:  # noqa: ARG002 - "-" names nothing to a reader
        return cut("stdin", _chunks("stdin", cast("BufferedReader", sys.stdin.buffer)))

    def expected(self, place: str) -> int | None:  # noqa: ARG002 - nothing tells before it is read
        return None


def _kind(path: Path) -> Kind | None:
    """What the name says the file is."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    return _KINDS.get(suffixes[-1]) if suffixes else None


@contextmanager
def _opened(place: str, path: Path) -> Iterator[BufferedReader]:
    """The file open for reading. Raises SourceError in the words of the system."""
    if path.is_dir():
        raise SourceError(place, f"is a directory; name its files, as in {path / '*.txt'}")
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise SourceError(place, "no such file") from None
    except (OSError, ValueError) as error:
        raise SourceError(place, f"cannot be opened ({_words(error)})") from error
    with stream:
        yield stream


def _words(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _chunks(place: str, stream: Pieces) -> Iterator[bytes]:
    """The bytes of a stream, unpacked where they are gzipped, in pieces of at most CHUNK and what unpacks."""
    try:
        first = stream.read1(CHUNK)  # what is there already: a pipe may give its next line much later
        plain = iter(lambda: stream.read1(CHUNK), b"")
        if first.startswith(_GZIP):
            yield from _unpacked(place, first, plain)
        else:
            yield first
            yield from plain
    except OSError as error:
        raise SourceError(place, f"cannot be read ({_words(error)})") from error


def _unpacked(place: str, first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """Gzipped bytes unpacked in bounded pieces: a small file may hold more than the memory does."""
    unpacker = zlib.decompressobj(wbits=31)
    packed = first
    try:
        while packed:
            yield unpacker.decompress(packed, CHUNK)
            packed = unpacker.unconsumed_tail or unpacker.unused_data or next(rest, b"")
            if unpacker.eof and packed:
                unpacker = zlib.decompressobj(wbits=31)
        yield unpacker.flush()
    except zlib.error as error:
        raise SourceError(place, "is a broken gzip file; what came before the break was read") from error
    if not unpacker.eof:
        raise SourceError(place, "ends in the middle (a gzip file cut short); what came before was read")
