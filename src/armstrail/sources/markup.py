"""XML that others wrote: what its root is, and its bytes as a parser may safely have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from armstrail.errors import DocumentError
from armstrail.sources.capture import writable
from armstrail.sources.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

Shape = Literal["feed", "sitemap", "index", "other"]

_SHAPES: dict[str, Shape] = {
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
    "urlset": "sitemap",
    "sitemapindex": "index",
}
_PAGES = frozenset({"html", "head", "body", "article", "main", "div", "p", "h1", "meta", "section", "table"})
_DECLARATION = re.compile(r"<\?xml\b[^<>]*\?>")
_NAME = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_UNWRITABLE = re.compile(r"&#(?:x0*(d[89a-f][0-9a-f]{2}|0)|0*(5[5-7][0-9]{3}|0));", re.IGNORECASE)


def shape(head: bytes, charset: str | None = None) -> Shape | None:
    """What XML the first bytes of an input begin; None where they begin none, or a page."""
    if b"<" not in head[:64].replace(b"\x00", b""):
        return None
    text = decode(head, charset)[0].lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return None
    declared = text.startswith("<?xml")
    root = _root(text)
    if root is None:
        return "other" if declared else None
    if root in _SHAPES:
        return _SHAPES[root]
    return "other" if declared and root.lower() not in _PAGES else None


def safe(place: str, body: bytes, charset: str | None = None) -> bytes:
    """XML as UTF-8 without a declaration, so that every parser takes it for what was checked here.

    Raises DocumentError where it declares entities, which can name files and grow without end.
    """
    text = decode(body, charset)[0].removeprefix("\ufeff")
    if _ENTITY.search(text):
        raise DocumentError(place, "is XML that declares entities of its own, which is not read")
    text = _UNWRITABLE.sub(_character, _DECLARATION.sub("", text, count=1))
    # Two halves, as some write an emoji, are a character; one alone is lost, and parsers fail on it.
    return writable(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")).encode()


def _character(reference: re.Match[str]) -> str:
    """The half of a surrogate pair or the null character that a number stands for; any other number as it stands."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return chr(code) if code == 0 or 0xD800 <= code <= 0xDFFF else reference[0]


def _root(text: str) -> str | None:
    """The name of the first element, past declarations, comments and the document type."""
    start = 0
    for end in _passed(text):
        start = end
    found = _NAME.match(text, start)
    return found[1] if found else None


def _passed(text: str) -> Iterator[int]:
    """Where what stands before the root ends, piece by piece."""
    start = 0
    while True:
        start = text.find("<", start)
        if start < 0:
            return
        yield start
        for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<!", ">")):
            if text.startswith(opening, start):
                end = text.find(closing, start + len(opening))
                if end < 0:
                    return
                start = end + len(closing)
                break
        else:
            return
