"""How the five layouts set an article into a page of HTML."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.corpus.articles import Article
    from bench.corpus.outlets import Layout, Outlet


@dataclass(frozen=True, slots=True)
class Print:
    """One page to be set: the outlet, the article, and what is this page's own around it."""

    outlet: Outlet
    article: Article
    url: str
    published: str
    author: str
    menu: str
    related: str
    comments: str


def page(made: Print) -> str:
    """The page in HTML."""
    return _LAYOUTS[made.outlet.layout](made)


def _opened(made: Print, more: str = "") -> str:
    """The head and the menu."""
    outlet, article = made.outlet, made.article
    return (
        f'<!DOCTYPE html>\n<html lang="{article.language}"><head><meta charset="{outlet.charset}">'
        f"<title>{article.title} | {outlet.name}</title>"
        f'<meta property="og:title" content="{article.title}"><meta property="og:site_name" content="{outlet.name}">'
        f'<meta property="og:url" content="{made.url}"><meta property="og:type" content="article">'
        f'<meta name="description" content="{article.paragraphs[0][:150]}"><link rel="canonical" href="{made.url}">'
        f'<meta name="viewport" content="width=device-width">{more}{outlet.head}</head>\n<body class="single">'
        f"{outlet.menu.replace('{more}', made.menu)}"
    )


def _closed(made: Print) -> str:
    """What stands below the article."""
    comments = f'<section id="comments" class="comments">{made.comments}</section>' if made.comments else ""
    return (
        f'<aside class="sidebar"><ul class="related-articles">{made.related}</ul>{made.outlet.aside}</aside>'
        f"{comments}{made.outlet.foot}"
    )


def _classic(made: Print) -> str:
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in made.article.paragraphs)
    dated = f'<meta property="article:published_time" content="{made.published}T08:30:00+00:00">'
    return (
        f'{_opened(made, dated)}<main><article class="article"><h1>{made.article.title}</h1><p class="byline">'
        f'<span class="author">{made.author}</span> <time datetime="{made.published}">{made.published}</time></p>'
        f'<div class="share"><a href="#">Share</a><a href="#">Mail</a></div><div class="article-body">{body}</div>'
        f"</article></main>{_closed(made)}"
    )


def _blocks(made: Print) -> str:
    """With the outlet's own links between the paragraphs, and what the page is in JSON."""
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": made.article.title,
        "datePublished": made.published,
        "author": {"@type": "Person", "name": made.author},
        "publisher": {"@type": "Organization", "name": made.outlet.name},
    }
    data = f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'
    first, *rest = [
        f'<section class="block block--text" data-block="{number}"><p>{paragraph}</p></section>'
        for number, paragraph in enumerate(made.article.paragraphs)
    ]
    teaser = (
        f'<aside class="inline-related"><ul>{made.related[:600].rpartition("</li>")[0]}</li></ul></aside>'
    )
    picture = '<figure><img src="/img/lead.jpg" alt=""><figcaption>Photo: archive</figcaption></figure>'
    return (
        f'{_opened(made, data)}<main id="content"><article itemscope><header><h1 itemprop="headline">'
        f"{made.article.title}</h1></header>{picture}{first}{teaser}{''.join(rest)}</article></main>{_closed(made)}"
    )


def _table(made: Print) -> str:
    """As pages were made long ago: a table, line ends, no word of themselves."""
    body = "<br><br>\n".join(made.article.paragraphs)
    return (
        f'<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={made.outlet.charset}">'
        f"<TITLE>{made.article.title}</TITLE></HEAD><BODY BGCOLOR=#ffffff>"
        f"{made.outlet.menu.replace('{more}', made.menu)}"
        f'<TABLE WIDTH="780" CELLPADDING=4><TR><TD VALIGN=top WIDTH=180><UL>{made.related}</UL></TD>'
        f'<TD VALIGN=top><FONT SIZE="+2"><B>{made.article.title}</B></FONT><BR><I>{made.author}, {made.published}</I>'
        f"<BR><BR>{body}</TD></TR></TABLE>{made.outlet.aside}{made.comments}{made.outlet.foot}"
    )


def _state(made: Print) -> str:
    """With the whole article a second time in a script, from which a browser would build the page again."""
    state = {
        "props": {
            "article": {
                "headline": made.article.title,
                "paragraphs": made.article.paragraphs,
                "url": made.url,
            }
        }
    }
    body = "".join(
        f'<p class="css-{17 * n % 97:x}">{text}</p>' for n, text in enumerate(made.article.paragraphs)
    )
    dated = f'<meta name="date" content="{made.published}">'
    return (
        f'{_opened(made, dated)}<div id="__app"><main><article><h1>{made.article.title}</h1><div>{body}</div></article>'
        f'</main></div><script id="__STATE__" type="application/json">{json.dumps(state, ensure_ascii=False)}</script>'
        f"{_closed(made)}"
    )


def _blog(made: Print) -> str:
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in made.article.paragraphs)
    tags = "".join(f'<a rel="tag" href="/tag/{n}">topic {n}</a>, ' for n in range(6))
    return (
        f'{_opened(made)}<div id="primary"><div class="post hentry"><h1 class="entry-title">{made.article.title}</h1>'
        f'<div class="entry-meta"><time class="entry-date" datetime="{made.published}">{made.published}</time>'
        f' by <a class="url fn">{made.author}</a></div><div class="entry-content">{body}</div><div class="tags">{tags}'
        f"</div></div></div>{_closed(made)}"
    )


_LAYOUTS: dict[Layout, Callable[[Print], str]] = {
    "classic": _classic,
    "blocks": _blocks,
    "table": _table,
    "state": _state,
    "blog": _blog,
}
