"""Gzipped bytes, unpacked in bounded pieces: a small file may hold more than the memory does."""

from __future__ import annotations

import zlib
from itertools import chain
from typing import TYPE_CHECKING

from armstrail.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 20
_STEP = 1 << 14
GZIP = b"\x1f\x8b"


def unpacked(place: str, first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """What some bytes hold, in pieces of at most CHUNK. Raises SourceError where they are broken or cut short."""
    unpacker = zlib.decompressobj(wbits=31)
    # In small steps: what stands behind a packed member is copied at its end, and there may be any number of them.
    steps = (chunk[at : at + _STEP] for chunk in chain([first], rest) for at in range(0, len(chunk), _STEP))
    packed = next(steps, b"")
    try:
        while packed:
            yield unpacker.decompress(packed, CHUNK)
            packed = unpacker.unconsumed_tail or unpacker.unused_data or next(steps, b"")
            if unpacker.eof and packed:
                unpacker = zlib.decompressobj(wbits=31)
        yield unpacker.flush()
    except zlib.error as error:
        raise SourceError(place, "is a broken gzip file; what came before the break was read") from error
    if not unpacker.eof:
        raise SourceError(place, "ends in the middle (a gzip file cut short); what came before was read")
