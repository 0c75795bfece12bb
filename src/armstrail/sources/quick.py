"""All the words of a page, quickly: for many pages of which few are read. What `pages` makes of one is among them."""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SILENT = [
    "aside",
    "footer",
    "script",
    "style",
    "svg",
]  # no article is taken out of these, but a title may be
_TOLD = 'h1, h2, template, script[type="application/ld+json"]'
_TAG = re.compile(
    r"<(/?)(?!(?:area|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)[a-z]", re.IGNORECASE
)
# Closed in one, as XHTML has it: the parser would take all behind them for theirs.
_CLOSED = re.compile(r"<(aside|footer|script|style|svg)\b([^<>]*)/>", re.IGNORECASE)
# Soft hyphens and others that nobody sees; no article keeps them.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_MANY, _DEEPEST = 5_000, 1_000


def words(html: str) -> list[str]:
    """The words of a page, navigation and all, in two ways: with elements apart, since a page may not part its
    paragraphs, and joined, since markup may stand in the middle of a word. A title that stands in what the page says
    of itself is among the first. White space is one space, as in an article. A page whose elements stand in each other
    without end is taken as it is written: the parser's time grows with the square of their depth.
    """
    if html.count("<") > _MANY and _is_deep(html):
        return [_even(unescape(html))]
    page = LexborHTMLParser(_CLOSED.sub(r"<\1\2></\1>", html))
    told = [_title_of(node) for node in page.css("meta[content]")]
    told += [node.html or "" if node.tag == "template" else node.text() for node in page.css(_TOLD)]
    page.strip_tags(_SILENT)
    root = page.root
    if root is None:
        return told
    return [_even("\n".join([root.text(separator="\n"), *told])), _even(root.text(separator=""))]


def _even(text: str) -> str:
    return " ".join((text if text.isascii() else text.translate(_UNSEEN)).split())


def _title_of(meta: LexborNode) -> str:
    """What a page says its title is; whatever else it says of itself is in no article."""
    known = " ".join(meta.attributes.get(name) or "" for name in ("name", "property", "itemprop")).lower()
    return meta.attributes.get("content") or "" if "title" in known or "headline" in known else ""


def _is_deep(html: str) -> bool:
    """Whether more elements are open somewhere than a page of news has; one that is never closed counts, too."""
    depth = 0
    for tag in _TAG.finditer(html):
        depth = max(0, depth + (-1 if tag[1] else 1))
        if depth > _DEEPEST:
            return True
    return False
