"""WARC archives: the pages and texts among their records. What is broken is named, what follows it is read."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from armstrail.errors import SourceError
from armstrail.sources.capture import LARGEST, UNWRITABLE, Capture, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastwarc.warc import WarcRecord

BEGINNING = b"WARC/"
_CHUNK = 1 << 18
_MOST_HEADERS = 1 << 16
_MOST = LARGEST + _MOST_HEADERS
_NEXT = re.compile(rb"WARC/\d\.\d\d?\r?\n(?=[A-Za-z])")
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\ncontent-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?\n", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_MEMBER = b"\x1f\x8b\x08"
_KINDS: dict[str, Kind] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
}
BROKEN = "is a broken record"
_CUT = "ends in the middle (an archive cut short or broken there); what came before was read"


@dataclass(slots=True)
class _Record:
    """One record as it stands: its headers and its content, of which no more is kept than a page may have."""

    raw: bytes
    length: int
    kept: int


def records(place: str, stream: io.BufferedIOBase) -> Iterator[Capture]:
    """A capture for each record of an archive, named by its number, counted from 1. Packed or not.

    Raises SourceError after the last whole record where the archive is cut short.
    """
    reader = _Reader(stream)
    number = 0
    while True:
        number += 1
        name = f"{place}:{number}"
        try:
            record = reader.record()
        except EOFError:
            raise SourceError(place, _CUT) from None
        except ValueError:
            yield Capture(name, b"", fault=BROKEN)
            continue
        except OSError as error:
            raise SourceError(place, f"cannot be read ({(error.strerror or str(error)).lower()})") from error
        if record is None:
            return
        yield _capture(name, record)


class _Reader:
    """Records out of a stream of bytes, of which it holds one record at most."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._pieces = _pieces(stream)
        self._held = bytearray()
        self._gap = self._cut = False

    def record(self) -> _Record | None:
        """The next record; None at the end.

        Raises EOFError where the end comes in the middle of one, ValueError where one is broken; the next call gives
        the one after it.
        """
        self._skip_blank()
        if not self._held:
            if self._gap or self._cut:
                self._give_up()
            return None
        end = self._headers_end()
        length = _LENGTH.search(self._held, 0, end)
        if not self._held.startswith(BEGINNING) or not length:
            self._resume(0)
            raise ValueError(BROKEN)
        size = int(length[1])
        kept = min(size, _MOST)
        if not self._fill(end + kept):
            self._give_up(end)
        raw = bytes(self._held[: end + kept])
        if size > kept:
            del self._held[: end + kept]
            self._drop(size - kept)
        elif self._ends_well(end + size):
            del self._held[: end + size]
        else:
            self._resume(end)
            raise ValueError(BROKEN)
        return _Record(raw, size, kept)

    def _headers_end(self) -> int:
        """Where the headers of the record that is held end."""
        while True:
            found = _HEADERS_END.search(self._held, 0, _MOST_HEADERS)
            if found:
                return found.end()
            if len(self._held) >= _MOST_HEADERS:
                self._resume(0)
                raise ValueError(BROKEN)
            if not self._more():
                self._give_up()

    def _give_up(self, start: int | None = None) -> NoReturn:
        """Say that a record is not all there. Where the stream has ended the archive was cut short, unless its length
        is wrong, and the next records, to be looked for from `start` on, were taken for its content.
        """
        if start is not None and self._resume(start):
            raise ValueError(BROKEN)
        self._held.clear()
        if self._gap:
            self._gap = False
            raise ValueError(BROKEN)
        self._cut = False
        raise EOFError

    def _ends_well(self, end: int) -> bool:
        """Whether a record's content is followed by the two line ends that end it, by another record, or by nothing."""
        self._fill(end + 16)
        rest = bytes(self._held[end : end + 16])
        left = rest.lstrip(b"\r\n")
        return rest.startswith((b"\r\n\r\n", b"\n\n")) or left.startswith(BEGINNING[: len(left)])

    def _skip_blank(self) -> None:
        while True:
            blank = 0
            while blank < len(self._held) and self._held[blank] in b"\r\n":
                blank += 1
            del self._held[:blank]
            if self._held or not self._more():
                return

    def _resume(self, start: int) -> bool:
        """Go on to the next record that begins after `start`; False where there is none before a gap or the end."""
        del self._held[: max(start, 1)]
        while True:
            found = _NEXT.search(self._held)
            if found:
                del self._held[: found.start()]
                return True
            del self._held[:-32]  # these may be the beginning of the words that are looked for
            if not self._more():
                self._held.clear()
                return False

    def _fill(self, size: int) -> bool:
        """Hold so many bytes at least; False where the stream has not got them."""
        while len(self._held) < size:
            if not self._more():
                return False
        return True

    def _drop(self, size: int) -> None:
        while size:
            if not self._held and not self._more():
                self._give_up()
            gone = min(size, len(self._held))
            del self._held[:gone]
            size -= gone

    def _more(self) -> bool:
        """Take one more piece of the stream; False at its end, where it is cut short, and at a gap.

        What is held at a gap is to be dealt with first: it may be whole.
        """
        if self._gap or self._cut:
            return False
        try:
            piece = next(self._pieces, b"")
        except EOFError:
            self._cut = True
            return False
        if piece is None:
            self._gap = True
            return False
        self._held += piece
        return bool(piece)


def _pieces(stream: io.BufferedIOBase) -> Iterator[bytes | None]:
    """The bytes of a stream, unpacked; None where a packed piece is broken. Raises EOFError where one is cut short."""
    first = stream.read(_CHUNK)
    rest = iter(lambda: stream.read(_CHUNK), b"")
    if not first.startswith(_MEMBER):
        yield first
        yield from rest
        return
    packed, unpacker = first, zlib.decompressobj(wbits=31)
    while packed:
        try:
            piece = unpacker.decompress(packed, _CHUNK)
        except zlib.error:
            yield None
            packed, unpacker = _next_member(packed, rest), zlib.decompressobj(wbits=31)
            continue
        if piece:
            yield piece
        packed = unpacker.unconsumed_tail or unpacker.unused_data or next(rest, b"")
        if unpacker.eof and packed:
            unpacker = zlib.decompressobj(wbits=31)
    if not unpacker.eof:
        raise EOFError


def _next_member(packed: bytes, rest: Iterator[bytes]) -> bytes:
    """The bytes from the next packed piece on that holds the beginning of a record; b"" where there is none."""
    packed = packed[1:]
    while True:
        start = packed.find(_MEMBER)
        while start >= 0:
            if len(packed) - start < 4096:
                packed = packed[start:] + next(rest, b"")
                start = 0
            if _begins_record(packed[start : start + 4096]):
                return packed[start:]
            start = packed.find(_MEMBER, start + 1)
        more = next(rest, b"")
        if not more:
            return b""
        packed = packed[-2:] + more


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, 16).startswith(BEGINNING)
    except zlib.error:
        return False


def _capture(name: str, record: _Record) -> Capture:
    """What one whole record holds: a page, a text, or the reason why it is passed over."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 - slow, for archives only

    try:
        found = next(iter(ArchiveIterator(io.BytesIO(_fitting(record)), stream_detect=False)))
    except (OSError, StopIteration, ValueError):
        return Capture(name, b"", fault=BROKEN)
    date = found.headers.get("WARC-Date") or ""
    empty = Capture(
        name,
        b"",
        url=(found.headers.get("WARC-Target-URI") or "").strip("<>") or None,
        fetched=date if _DATE.fullmatch(date) else None,
        status=found.http_headers.status_code if found.is_http_parsed else None,
    )
    told = _told(found)
    if isinstance(told, str):
        return replace(empty, passed=f"no page: {told}")
    kind, charset = told
    body = None if record.length > record.kept else _body(found, record)
    if body is None or len(body) > LARGEST:
        return replace(empty, fault=f"is larger than the {LARGEST // 1_000_000} MB that one text may have")
    return replace(empty, body=body, kind=kind, charset=charset)


def _told(found: WarcRecord) -> tuple[Kind, str | None] | str:
    """What a record says its content is, and in which encoding; or what else it is."""
    from fastwarc.warc import WarcRecordType  # noqa: PLC0415 - slow, for archives only

    if found.record_type == WarcRecordType.response and found.is_http_parsed:
        status = found.http_headers.status_code
        if status != 200:
            return f"status {status}" if status else "no HTTP status"
        media_type, charset = (found.http_content_type or "").lower(), found.http_charset
    elif found.record_type in (WarcRecordType.resource, WarcRecordType.conversion):
        media_type, _, options = (found.headers.get("Content-Type") or "").lower().partition(";")
        charset = options.partition("charset=")[2].strip(' "') or None
    else:
        return f"a {found.headers.get('WARC-Type') or 'nameless'} record"
    kind = _KINDS.get(media_type.strip())
    charset = None if charset and UNWRITABLE.search(charset) else charset
    return (kind, charset) if kind else media_type.strip() or "of no told type"


def _body(found: WarcRecord, record: _Record) -> bytes:
    """The content of a record, unpacked; as it stands where it is not packed in the way that its headers say."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 - slow, for archives only

    if not found.is_http_parsed:
        return found.reader.read(LARGEST + 1)
    for mode in ("all", "content", "transfer"):
        try:
            again = ArchiveIterator(io.BytesIO(record.raw), auto_decode=mode, stream_detect=False)
            return _unpacked(next(iter(again)).reader.read(LARGEST + 1), found, mode)
        except OSError:
            continue
    return _unpacked(found.reader.read(LARGEST + 1), found)


def _unpacked(body: bytes, found: WarcRecord, mode: str = "transfer") -> bytes:
    """A body without the packing that FastWARC does not undo: x-gzip, and deflate without its frame."""
    told = (found.http_headers.get("Content-Encoding") or "").strip().lower()
    if told == "x-gzip":
        unpacker = zlib.decompressobj(wbits=31)
    elif told == "deflate" and mode == "transfer":
        unpacker = zlib.decompressobj(wbits=-15)
    else:
        return body
    try:
        made = unpacker.decompress(body, LARGEST + 1)
    except zlib.error:
        return body
    return made if unpacker.eof or len(made) > LARGEST else body


def _fitting(record: _Record) -> bytes:
    """A record whose headers say how much of it was kept, so that its own headers can be read."""
    if record.length == record.kept:
        return record.raw
    return _LENGTH.sub(b"\nContent-Length: %d\r\n" % record.kept, record.raw, count=1)
