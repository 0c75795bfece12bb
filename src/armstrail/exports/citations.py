"""Documents as citations: BibTeX for LaTeX, CSL-JSON for Zotero, pandoc and the like.

The key of a document is its outlet, its year and its name in the ledger: the same in every export, of every ledger.
The outlet is the author, as an institution; `accessed` is the day on which the text was captured.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from armstrail.exports.sourced import day, in_line, link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TextIO

    from armstrail.ledger import Entry
    from armstrail.model import Document

_HASH = 16
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# BibTeX counts braces, escaped or not: one alone would swallow the entries behind it.
_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    '"': '{"}',
    "–": r"{\textendash}",
    "—": r"{\textemdash}",
    "‘": r"{\textquoteleft}",
    "’": r"{\textquoteright}",
    "“": r"{\textquotedblleft}",
    "”": r"{\textquotedblright}",
    "…": r"{\textellipsis}",
    "ß": r"{\ss}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ı": r"{\i}",
}
_ACCENTS = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328\u0323\u0331",
        ["`", "'", "^", "~", "=", "u ", ".", '"', "r ", "H ", "v ", "c ", "k ", "d ", "b "],
        strict=True,
    )
)


def write_bibtex(entries: Iterable[Entry[Document]], out: TextIO, captured: Mapping[str, str]) -> int:
    """BibTeX, in UTF-8: an entry @misc a document; gives how many. What LaTeX takes for a command is escaped, letters
    with accents are spelt as commands; those that it has no command for (Arabic, Cyrillic, Chinese) stay as they are.
    """
    number = 0
    for number, entry in enumerate(entries, 1):  # noqa: B007 - it is counted
        out.write(_bibtex(entry, captured.get(entry.key)))
    return number


def write_csl(entries: Iterable[Entry[Document]], out: TextIO, captured: Mapping[str, str]) -> int:
    """CSL-JSON: an array with an object a document; gives how many."""
    number = 0
    out.write("[")
    for number, entry in enumerate(entries, 1):
        record = json.dumps(csl_record(entry, captured.get(entry.key)), ensure_ascii=False)
        # A title may hold markup, and the array may be set into a page.
        out.write((",\n" if number > 1 else "\n") + record.replace("<", "\\u003c"))
    out.write("\n]\n")
    return number


def csl_record(entry: Entry[Document], captured: str | None = None) -> dict[str, Any]:
    """One document as an object of CSL-JSON."""
    document = entry.record
    published = day(document.published)
    issued: dict[str, object] | None = {"date-parts": [_parts(published)]} if published else None
    if not issued and in_line(document.published):
        issued = {"literal": in_line(document.published)}
    told = {
        "id": citation_key(entry),
        "type": "webpage" if link(document.url) else "document",
        "author": [{"literal": in_line(document.outlet)}] if in_line(document.outlet) else None,
        "title": in_line(entry.name),
        "issued": issued,
        "accessed": {"date-parts": [_parts(captured[:10])]} if captured else None,
        "URL": link(document.url),
        "note": _note(entry),
    }
    return {name: value for name, value in told.items() if value}


def citation_key(entry: Entry[Document]) -> str:
    """The key to cite a document by: letters, digits and hyphens of ASCII.

    >>> citation_key(entry)  # doctest: +SKIP
    'daily-tide-2023-d3f2a91c04d5b6e7f8090'
    """
    spelt = (
        unicodedata.normalize("NFKD", entry.record.outlet or "").encode("ascii", "ignore").decode().casefold()
    )
    outlet = re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")[:24].strip("-")
    year = (day(entry.record.published) or "")[:4]
    return "-".join(filter(None, (outlet or "document", year, entry.key)))


def _bibtex(entry: Entry[Document], captured: str | None) -> str:
    document = entry.record
    published = day(document.published)
    year, month, number = [*_parts(published or ""), 0, 0, 0][:3]
    fields = {
        "author": f"{{{_escaped(document.outlet)}}}" if in_line(document.outlet) else "",
        "title": f"{{{_escaped(entry.name)}}}",
        "year": f"{year:04}" if year else "",
        "month": _MONTHS[month - 1] if month else "",
        "day": str(number or ""),
        "url": _address(document),
        "urldate": (captured or "")[:10],
        "note": _escaped(_note(entry)),
    }
    if not published and in_line(document.published):
        fields["note"] = f"published {_escaped(document.published)}; {fields['note']}"
    lines = [f"@misc{{{citation_key(entry)},\n"]
    for name, value in fields.items():
        if value:
            # The names of months are macros, which styles spell in their language.
            lines.append(f"  {name} = {value},\n" if name == "month" else f"  {name} = {{{value}}},\n")
    return "".join([*lines, "}\n\n"])


def _address(document: Document) -> str:
    """The address in ASCII: LaTeX takes it as it stands."""
    address = link(document.url) or ""
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in address
    )


def _note(entry: Entry[Document]) -> str:
    digest = hashlib.sha256(entry.record.text.encode("utf-8", "replace")).hexdigest()
    return f"Armstrail document {entry.key}, SHA-256 of the text {digest[:_HASH]}"


def _parts(iso: str) -> list[int]:
    return [int(part) for part in iso.split("-") if part]


def _escaped(words: str | None) -> str:
    return "".join(map(_spelt, unicodedata.normalize("NFC", in_line(words))))


def _spelt(letter: str) -> str:
    """A letter as LaTeX spells it, with the command of its accent; as it is where it has no command."""
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if len(marks) != 1 or marks[0] not in _ACCENTS or not (base.isascii() and base.isalpha()):
        return letter
    command = _ACCENTS[marks[0]]
    plain = {"i": r"\i", "j": r"\j"}.get(base, base) if command not in ("c ", "k ", "d ", "b ") else base
    return f"{{\\{command}{plain}}}"
