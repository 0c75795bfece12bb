"""All the words of a page, quickly: for many pages of which few are read. What `pages` makes of one is among them."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

_SILENT = ["aside", "footer", "script", "style", "svg", "template"]  # no article is taken out of these
_DATA = 'script[type="application/ld+json"]'


def words(html: str) -> list[str]:
    """The words of a page, navigation and all, in two ways: with elements apart, since a page may not part its
    paragraphs, and joined, since markup may stand in the middle of a word. A title that stands in what the page says
    of itself is among the first.
    """
    page = LexborHTMLParser(html)
    told = [node.attributes.get("content") or "" for node in page.css("meta[content]")]
    told += [node.text() for node in page.css(_DATA)]
    page.strip_tags(_SILENT)
    root = page.root
    if root is None:
        return told
    return ["\n".join([root.text(separator="\n"), *told]), root.text(separator="")]
