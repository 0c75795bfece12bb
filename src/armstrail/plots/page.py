"""A picture as one page of HTML that is whole in itself: it works from a disk, without the network.

The renderer, the figures and the licences stand in it. What it may do is bound by its Content-Security-Policy: it
runs the scripts that it was written with, by their hashes, and loads nothing. Words from outside are escaped, and
reach the renderer as data, never as an expression.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from armstrail.plots.frame import Cell, Spec, Telling, bare, counted, told

if TYPE_CHECKING:
    from typing import TextIO

_SCRIPTS = ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js")
_NUMBER, _LONG = ' class="number"', ' class="long"'
_ONE_LINE = 28
"""Letters of a cell that is kept in one line."""

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; script-src {hashes}">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{caption}
<figure role="img" aria-label="{title}. The figures stand in the table below.">
<div id="picture"><noscript><p>The picture needs JavaScript; the figures stand in the table below.</p></noscript></div>
</figure>
<p class="made">Made with Armstrail on <time datetime="{day}">{day}</time>.</p>
"""


def write_html(spec: Spec, out: TextIO, *, made: date | None = None) -> None:
    """One page: the title, how it was counted, the picture, the day it was made (today), its figures as a table."""
    telling = told(spec)
    scripts = [_asset(name) for name in _SCRIPTS] + [_part("page.js")]
    out.write(
        _HEAD.format(
            hashes=" ".join(map(_hash, scripts)),
            title=html.escape(telling.title),
            style=_part("page.css"),
            caption="\n".join(f"<p>{html.escape(part)}</p>" for part in telling.caption),
            day=(made or datetime.now(UTC).date()).isoformat(),
        )
    )
    _write_table(telling, out)
    licences = html.escape(_asset("LICENSES.txt"))
    out.write(
        f"<details><summary>Licences of what draws this picture</summary>\n<pre>{licences}</pre></details>\n"
    )
    out.write(f'</main>\n<script type="application/json" id="spec">{_data(bare(spec))}</script>\n')
    for script in scripts:
        out.write(f"<script>{script}</script>\n")
    out.write("</body>\n</html>\n")


def _write_table(telling: Telling, out: TextIO) -> None:
    numbers = (
        [isinstance(cell, int) for cell in telling.rows[0]]
        if telling.rows
        else [False] * len(telling.columns)
    )
    heads = "".join(
        f'<th scope="col"{_NUMBER if number else ""}>{html.escape(name)}</th>'
        for name, number in zip(telling.columns, numbers, strict=True)
    )
    out.write('<div class="figures" tabindex="0" role="region" aria-label="The figures">\n<table>\n')
    out.write(f"<caption>The figures: {counted(len(telling.rows), 'row')}</caption>\n")
    out.write(f"<thead><tr>{heads}</tr></thead>\n<tbody>\n")
    for row in telling.rows:
        out.write(f"<tr>{''.join(map(_cell, row))}</tr>\n")
    out.write("</tbody>\n</table>\n</div>\n")


def _cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return f"<td{_NUMBER}>{cell:,}</td>"
    return f"<td{_LONG if len(cell) > _ONE_LINE else ''}>{html.escape(cell)}</td>"


def _data(spec: Spec) -> str:
    """JSON in which no tag can begin or end."""
    written = json.dumps(spec, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _asset(name: str) -> str:
    return (Path(__file__).with_name("assets") / name).read_text(encoding="utf-8")


def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
