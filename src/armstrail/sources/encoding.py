"""Bytes to text: which encoding they are in, and what could not be made out."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*+=\s*+["']?+\s*+([\w.:-]+)""", re.IGNORECASE
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LATIN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii"}
_SIGNATURES = (
    (b"%PDF", "is a PDF; take its text out first, as with `pdftotext FILE - | armstrail read -`"),
    (b"PK\x03\x04", "is a ZIP or an office document, not a text"),
    (b"\xd0\xcf\x11\xe0", "is an office document, not a text"),
    (b"{\\rtf", "is an RTF document, not plain text"),
)


def binary(body: bytes) -> str | None:
    """Why some bytes are no text; None where they may be one."""
    start = body[:1024].removeprefix(codecs.BOM_UTF8).lstrip()
    for signature, reason in _SIGNATURES:
        if start.startswith(signature):
            return reason
    if body.startswith(tuple(mark for mark, _ in _MARKS)) or _wide(body):
        return None
    head = body[:8192]
    if b"\x00" in head or len(_CONTROL.findall(head)) > len(head) / 50:
        return "is binary, not a text"
    return None


def decode(body: bytes, charset: str | None = None) -> tuple[str, str | None]:
    """The text of some bytes, and a note where the encoding had to be guessed or characters were lost.

    In this order: the byte order mark, UTF-8, what the headers or the page declare, UTF-16 without a mark,
    Windows-1252. UTF-8 comes before the declaration because no other encoding passes for it by chance.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _replaced(body.removeprefix(codecs.BOM_UTF8), encoding)
    wide = _wide(body)
    if wide:
        return _replaced(body, wide)
    try:
        return body.decode("utf-8"), None
    except UnicodeDecodeError:
        return _legacy(body, charset or _declared(body))


def _legacy(body: bytes, declared: str | None) -> tuple[str, str | None]:
    """Bytes that are not UTF-8 throughout."""
    if declared and declared.lower().replace("_", "-") not in {*_LATIN, "utf-8", "utf8"}:
        try:
            return body.decode(declared), None
        except (LookupError, ValueError):  # a name may hold what no name of an encoding may
            pass
    text = body.decode("utf-8", "replace")
    lost = text.count("�")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if lost <= beyond_ascii - lost:
        return _replaced(body, "utf-8")
    try:
        return body.decode("cp1252"), "not UTF-8: read as Windows-1252"
    except UnicodeDecodeError:
        return body.decode("latin-1"), "not UTF-8: read as Latin-1"


def _replaced(body: bytes, encoding: str) -> tuple[str, str | None]:
    text = body.decode(encoding, "replace")
    lost = text.count("�") - body.count("�".encode()) * (encoding == "utf-8")
    return text, f"{lost} broken {encoding.upper()} characters, shown as �" if lost > 0 else None


def _declared(body: bytes) -> str | None:
    """The encoding that a page names in its head."""
    found = _DECLARED.search(body[:4096])
    return found.group(1).decode("ascii", "replace") if found else None


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: in mostly Latin letters every other byte is zero."""
    head = body[: 2 * (min(len(body), 2048) // 2)]
    if len(head) < 8 or b"\x00" not in head:
        return None
    pairs = len(head) // 2
    if head[1::2].count(0) > 0.7 * pairs and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * pairs and not head[1::2].count(0):
        return "utf-16-be"
    return None
