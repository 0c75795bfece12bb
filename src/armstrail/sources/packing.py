"""Gzipped bytes, unpacked in bounded pieces: a small file may hold more than the memory does."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from armstrail.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 20
GZIP = b"\x1f\x8b"


def unpacked(place: str, first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """What some bytes hold, in pieces of at most CHUNK. Raises SourceError where they are broken or cut short."""
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
