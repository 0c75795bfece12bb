"""Readings as one page of HTML: each text with its words lit, its records beside it, each linked to the other.

The page is whole in itself: no network, no script needed; a few lines of script light a record's words as the
pointer passes over it. Everything that a text holds is escaped.
"""

from __future__ import annotations

import html
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from armstrail.exports import counted
from armstrail.exports.cards import card_of_claim, card_of_statement, coverage, own_voice
from armstrail.exports.lights import LABELS, TAGS, WIDE, Light, Piece, lights, pieces, slug

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from armstrail.model import Place, Reading

_HELD_IN_MEMORY = 8_000_000
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Armstrail: {texts}</title>
<style>{style}</style>
</head>
<body class="armstrail">
<main>
"""


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """One page for all readings. The list of texts stands first, so the texts wait in a file until it is known."""
    with tempfile.SpooledTemporaryFile(_HELD_IN_MEMORY, "w+", encoding="utf-8", newline="") as body:
        entries = []
        for number, reading in enumerate(readings):
            key = f"t{number}"
            entries.append(_entry(reading, key))
            body.write(_section(reading, key))
        out.write(_HEAD.format(texts=counted(len(entries), "text"), style=_part("page.css")))
        if len(entries) != 1:
            out.write(f"<nav><h1>{counted(len(entries), 'text')}</h1>\n<ol>{''.join(entries)}</ol></nav>\n")
        out.write(_legend())
        body.seek(0)
        shutil.copyfileobj(body, out)
        out.write(f"</main>\n<script>{_part('page.js')}</script>\n</body>\n</html>\n")


def fragment(reading: Reading) -> str:
    """One reading for a notebook's cell: no page around it, its style kept to itself."""
    key = f"t{crc32(repr(reading.document).encode('utf-8', 'replace')):08x}"
    style = f"<style>{_part('page.css')}</style>"
    return f'<div class="armstrail">{style}{_legend()}{_section(reading, key)}</div>'


def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _entry(reading: Reading, key: str) -> str:
    document = reading.document
    name = html.escape(document.title or document.id)
    return (
        f'<li><a href="#{key}">{name}</a> <small>{counted(len(reading.claims), "claim")}, '
        f"{counted(len(reading.statements), 'statement')}</small></li>\n"
    )


def _legend() -> str:
    shown = "".join(
        f'<span class="w {role}" data-tag="{TAGS.get(role, "")}">{label}</span> '
        for role, label in LABELS.items()
        if role not in WIDE
    )
    wide = (
        f'<span class="w content"><span class="tag">S1</span>{LABELS["content"]}</span> '
        f'<span class="w evidence"><span class="tag">C1</span>{LABELS["evidence"]}</span>'
    )
    return f'<details class="legend"><summary>How words are marked</summary><p>{shown}{wide}</p></details>\n'


def _section(reading: Reading, key: str) -> str:
    """One text and its records. `key` begins every anchor, so that several readings fit on a page."""
    document = reading.document
    lit = lights(reading)
    known = (document.outlet, document.published, document.id)
    line = " · ".join(html.escape(part) for part in known if part)
    link = document.url if document.url and document.url.startswith(("http://", "https://")) else None
    address = f' · <a href="{html.escape(link)}" rel="noreferrer">address</a>' if link else ""
    notes = "".join(f'<p class="note">Note: {html.escape(note)}</p>' for note in document.notes)
    claims = "".join(card_of_claim(claim, reading, key) for claim in reading.claims)
    statements = "".join(card_of_statement(statement, reading, key) for statement in reading.statements)
    return (
        f'<section class="reading" id="{key}">\n<div class="text">\n'
        f"<h2>{_lit(lit, 'title', document.title, key) or html.escape(document.id)}</h2>\n"
        f'<p class="known">{line}{address}</p>{notes}\n'
        f'<div class="body">{_lit(lit, "text", document.text, key)}</div>\n</div>\n'
        f"<aside>\n<h3>{counted(len(reading.claims), 'transfer claim')}</h3>\n{claims or '<p>None found.</p>'}\n"
        f"<h3>{counted(len(reading.statements), 'statement')}</h3>\n{statements or '<p>None found.</p>'}\n"
        f"{own_voice(reading, key)}{coverage(reading, key)}</aside>\n</section>\n"
    )


def _lit(lit: list[Light], place: Place, text: str, key: str) -> str:
    """The text, or the title, with its words lit."""
    return "".join(_words(piece, key) for piece in pieces(lit, place, text))


def _words(piece: Piece, key: str) -> str:
    """One piece: the tags of the passages that begin here, its anchors, and its words, linked to their record."""
    words = html.escape(piece.words)
    if not piece.roles:
        return words
    tags = "".join(
        f'<a class="tag" href="#{key}-{slug(record)}" data-r="{key}-{slug(record)}">{html.escape(record)}</a>'
        for record in piece.begins
    )
    anchors = "".join(f'<i id="{key}-{anchor}"></i>' for anchor in piece.anchors)
    records = " ".join(f"{key}-{slug(record)}" for record in piece.records)
    shown = f' data-tag="{piece.tag}"' if piece.tag else ""
    shown += f' title="{html.escape(piece.told)}"' if piece.told else ""
    name, link = ("a", f' href="#{key}-{slug(piece.owner)}"') if piece.owner else ("span", "")
    return (
        f'{tags}<{name} class="w {" ".join(piece.roles)}"{link} data-r="{records}"{shown}>'
        f"{anchors}{words}</{name}>"
    )
