"""Bytes as a place gave them, and how a run of bytes is cut into captures."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from armstrail.errors import ArmstrailError, DocumentError, LimitError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kind = Literal["row", "page", "text"]

LARGEST = 20_000_000
"""The most bytes that one text, one page or one line of JSONL may have."""

HEAD = 4096
"""How many bytes are looked at to tell what an input is."""

UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")
"""Lone halves of a surrogate pair cannot be written in any encoding, null characters in no database."""

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_8 = b"\xef\xbb\xbf"
_ROW = re.compile(rb'[ \t\r\n]*\{[ \t]*"')
_WEB = re.compile(r"https?://", re.IGNORECASE)
_OTHER_JSON = re.compile(rb'\s*(\{\s*"|\[\s*[\[{"])')


@dataclass(frozen=True, slots=True)
class Capture:
    """What one place gave for one document.

    `place` names it to a person: a path, FILE:LINE, an address, "-". `kind` is what the place says it is;
    None where only the bytes can tell. `charset` and `url` come from headers and are None elsewhere.
    A capture with a `fault` has no body: the place holds something there that cannot be read, and says why.
    `title`, `published` and `outlet` are what a feed, a sitemap or the like says of the text; the text's own word
    goes before them. `fetched` is when the bytes were got (ISO 8601, UTC) and `status` the HTTP status they came
    with, where that is known; both None for files. A capture that is `passed` holds no text and is no failure: it
    says why it is passed over, in words to count by.
    """

    place: str
    body: bytes
    kind: Kind | None = None
    charset: str | None = None
    url: str | None = None
    fault: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    fetched: str | None = None
    status: int | None = None
    passed: str | None = None


def address_of(capture: Capture) -> str:
    """Where a capture was got, for good, as it can be written: its address on the web, else its path from the root."""
    place = capture.url or capture.place
    if not (capture.url or _WEB.match(place) or place.startswith("stdin")):
        place = str(Path(place).absolute())
    return writable(place)


def writable(text: str) -> str:
    """A text with a mark for each character that cannot be written."""
    return UNWRITABLE.sub("�", text)


@contextmanager
def guarded(place: str, doing: str = "opening", kind: type[SourceError] = SourceError) -> Iterator[None]:
    """What is raised in here unforeseen is an error of this place: a fault in one must not lose the others."""
    try:
        yield
    except ArmstrailError:
        raise
    except Exception as error:
        if os.environ.get("ARMSTRAIL_DEBUG"):
            raise
        said = " ".join(f"a fault in {doing} it: {type(error).__name__}: {error}".split())
        raise kind(place, said) from error


def cut(
    place: str,
    chunks: Iterable[bytes],
    *,
    kind: Kind | None = None,
    charset: str | None = None,
    url: str | None = None,
) -> Iterator[Capture]:
    """Cut the bytes of one place: JSONL gives a capture a line, everything else is one capture.

    Raises LimitError where one text is larger than LARGEST, DocumentError where nothing or other JSON is there.
    """
    stream = iter(chunks)
    head = _head(stream)
    if head.startswith(UTF_16) and _ROW.match(head.decode("utf-16", "ignore").encode()):
        body = whole(place, _chain(head, stream)).decode("utf-16", "replace").encode()
        yield from _rows(place, [body])
    elif kind == "row" or _ROW.match(head.removeprefix(_UTF_8)):
        yield from _rows(place, _chain(head.removeprefix(_UTF_8), stream))
    elif kind is None and _OTHER_JSON.match(head.removeprefix(_UTF_8)):
        raise DocumentError(place, "is JSON, but not one object a line (JSONL); `jq -c` rewrites it")
    else:
        yield Capture(place, whole(place, _chain(head, stream)), kind, charset, url)


def _head(stream: Iterator[bytes]) -> bytes:
    """The first chunks, enough to tell what the input is; all of it where it is shorter.

    A row is told by its beginning and not waited for: another program may write the next one much later.
    """
    head = b""
    for chunk in stream:
        head += chunk
        if len(head) >= HEAD or _ROW.match(head):
            break
    return head


def _chain(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def whole(place: str, chunks: Iterable[bytes]) -> bytes:
    """All bytes of one text. Raises LimitError where they are more than LARGEST."""
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST:
            raise LimitError(place, f"is larger than the {LARGEST // 1_000_000} MB that one text may have")
        parts.append(chunk)
    return b"".join(parts)


def _rows(place: str, chunks: Iterable[bytes]) -> Iterator[Capture]:
    """A capture for each line that is not blank, named by its number; a line over LARGEST is passed by, named."""
    found = False
    for number, line in enumerate(_lines(chunks), start=1):
        if line is None:
            fault = f"the line is longer than the {LARGEST // 1_000_000} MB that one text may have"
            yield Capture(f"{place}:{number}", b"", "row", fault=fault)
        elif line.strip():
            yield Capture(f"{place}:{number}", line, "row")
        else:
            continue
        found = True
    if not found:
        raise DocumentError(place, "is empty")


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
    """The lines of a stream, without their ends; None for one over LARGEST, which is never held whole."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        *ended, last = chunk.split(b"\n")
        for piece in ended:
            yield b"".join([*parts, piece]) if size + len(piece) <= LARGEST else None
            parts, size = [], 0
        size += len(last)
        parts = [*parts, last] if size <= LARGEST else []
    if size:
        yield b"".join(parts) if size <= LARGEST else None
