"""Made outlets: what stands around their articles on every page, and how they lay an article out."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Literal

from bench.corpus import words
from bench.corpus.articles import headline
from bench.corpus.languages import SHARES

if TYPE_CHECKING:
    from collections.abc import Callable

Layout = Literal["classic", "blocks", "table", "state", "blog"]
LAYOUTS: tuple[Layout, ...] = ("classic", "blocks", "table", "state", "blog")
ENGLISH, FOREIGN = 120, 160
"""How many outlets there are in English, and in all other languages."""

_CHARSETS = {
    "de": "iso-8859-1",
    "fr": "iso-8859-1",
    "es": "iso-8859-1",
    "ru": "windows-1251",
    "tr": "iso-8859-9",
}
_TAGS = "div span ul li a p h1 h2 h3 nav header footer main section article figure img button form".split()
_STYLES = (
    "margin:0 auto|padding:12px 18px|display:flex|color:#2b2b2b|font:400 16px/1.5 serif|border-bottom:1px solid #ddd"
    "|background:#fff|width:100%|max-width:1180px|position:relative|overflow:hidden|text-decoration:none|float:left"
).split("|")
_WORDS = (
    "init load track event user page slot view click banner widget consent cookie time node list item push query"
    " share video player layer config version target render height width async defer module export return"
).split()


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet, and the parts of its pages that are the same on each."""

    name: str
    host: str
    language: str
    charset: str
    layout: Layout
    head: str
    menu: str
    aside: str
    foot: str
    comments: bool


@cache
def outlet(seed: int, number: int) -> Outlet:
    """The outlet of that number; the first ENGLISH are in English."""
    draw = Random(f"{seed} outlet {number}")  # noqa: S311 - the same in every run
    chance = draw.random
    language = "en" if number < ENGLISH else draw.choices(list(SHARES), list(SHARES.values()))[0]
    place = draw.choice(words.SYLLABLES) + draw.choice(words.PLACE_ENDS)
    paper = draw.choice(
        ("Courier", "Herald", "Post", "Times", "Echo", "Mirror", "Gazette", "Online", "24", "Journal")
    )
    host = f"www.{place}-{paper}-{number}.example".lower()
    old = chance() < 0.3
    return Outlet(
        name=f"{place} {paper}",
        host=host,
        language=language,
        charset=_CHARSETS.get(language, "utf-8") if old else "utf-8",
        layout="table" if old and chance() < 0.4 else draw.choice(LAYOUTS[:2] + LAYOUTS[3:]),
        head=_head(draw),
        menu=_menu(language, draw),
        aside=_aside(draw),
        foot=_foot(language, draw),
        comments=chance() < 0.3,
    )


def _head(draw: Random) -> str:
    """Styles and scripts, two to twelve kilobytes of the one and three to thirty of the other."""
    styles = "".join(_rule(draw) for _ in range(draw.randint(25, 120)))
    scripts = "".join(_function(draw) for _ in range(draw.randint(20, 140)))
    links = "".join(
        f'<link rel="preload" as="script" href="/static/{draw.choice(_WORDS)}.{draw.getrandbits(32)}.js">'
        for _ in range(draw.randint(3, 14))
    )
    return f"{links}<style>{styles}</style>\n<script>(function(w,d){{{scripts}}})(window,document);</script>"


def _rule(draw: Random) -> str:
    name = f".{draw.choice(_WORDS)}-{draw.choice(_WORDS)}"
    return f"{name} {draw.choice(_TAGS)}{{{';'.join(draw.sample(_STYLES, 3))}}}\n"


def _function(draw: Random) -> str:
    a, b, c, d = draw.choices(_WORDS, k=4)
    return (
        f"function {a}{b.title()}(e,t){{if(!e.{c}||t>{draw.randint(2, 900)})return!1;"
        f'w.{d}=w.{d}||[];w.{d}.push({{"{c}_{a}":e["{b}"],id:"{draw.choice(_WORDS)}"}})}}\n'
    )


def _menu(language: str, draw: Random) -> str:
    """Thirty to a hundred and fifty links; `{more}` is where a page's own are put."""
    links = "".join(_item(headline(language, draw.random, 24), draw) for _ in range(draw.randint(30, 150)))
    return (
        '<header class="site-header"><div class="logo"><a href="/"><svg viewBox="0 0 24 24"><path d="'
        f'{" ".join(str(draw.randint(0, 24)) for _ in range(120))}"/></svg></a></div>'
        f'<nav class="main-menu"><ul>{links}{{more}}</ul></nav></header>\n'
    )


def _item(label: str, draw: Random) -> str:
    number = draw.randint(100, 99_999)
    return (
        f'<li id="menu-item-{number}" class="menu-item menu-item-type-taxonomy menu-item-{number}">'
        f'<a href="/section/{number}" data-track="menu:{number}">{label}</a></li>\n'
    )


def _aside(draw: Random) -> str:
    """Boxes of advertisement, some with a small picture in the page itself."""
    boxes = []
    for _ in range(draw.randint(2, 9)):
        picture = base64.b64encode(draw.randbytes(draw.randint(60, 500))).decode()
        boxes.append(
            f'<div class="ad-slot" data-slot="{draw.getrandbits(32)}" id="ad-{draw.getrandbits(24)}">'
            f'<img alt="" src="data:image/png;base64,{picture}"><noscript><iframe src="/ad/{draw.getrandbits(32)}"'
            ' width="300" height="250"></iframe></noscript></div>\n'
        )
    return "".join(boxes)


def _foot(language: str, draw: Random) -> str:
    links = "".join(
        f'<a class="footer__link" href="/info/{draw.randint(1, 999)}">{headline(language, draw.random, 20)}</a> | '
        for _ in range(draw.randint(10, 60))
    )
    banner = (
        f'<div class="consent-layer" hidden><p>{words.LEGAL}</p><button>OK</button></div>'
        * draw.randint(1, 3)
    )
    scripts = "".join(_function(draw) for _ in range(draw.randint(5, 60)))
    return f"<footer>{links}<p>{words.LEGAL}</p></footer>{banner}<script>{scripts}</script></body></html>"


def related(outlet: Outlet, count: int, chance: Callable[[], float]) -> str:
    """Links to other articles of the outlet, each with a picture and a line."""
    return "".join(
        f'<li class="teaser"><a href="/{int(chance() * 1e7)}"><img loading="lazy" width="320" height="180"'
        f' src="https://img.{outlet.host[4:]}/{int(chance() * 1e12)}.jpg" alt=""><h3>'
        f"{headline(outlet.language, chance)}</h3></a></li>\n"
        for _ in range(count)
    )
