"""Sitemaps: the pages that a site names, and the sitemaps that a sitemap names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from armstrail.errors import DocumentError, LimitError
from armstrail.sources.links import Link, absolute
from armstrail.sources.markup import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]

MOST = 50_000
"""The most addresses that one sitemap may name, by the protocol."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def pages(place: str, body: bytes, charset: str | None = None, url: str | None = None) -> Iterator[Link]:
    """The pages that a sitemap names. Raises DocumentError where it cannot be read, LimitError after MOST of them."""
    for entry in _entries(place, body, charset, "url"):
        address = _own(entry, "loc")
        if address:
            news = next((child for child in entry if _name(child) == "news"), entry)
            told = {_name(child): (child.text or "").strip() for child in news.iter()}
            day = _DAY.match(told.get("publication_date") or _own(entry, "lastmod"))
            yield Link(
                absolute(url, address),
                (told.get("title") if news is not entry else None) or None,
                day[0] if day else None,
                (told.get("name") if news is not entry else None) or None,
            )


def below(place: str, body: bytes, charset: str | None = None, url: str | None = None) -> Iterator[str]:
    """The addresses of the sitemaps that a sitemap index names. Raises as `pages` does."""
    for entry in _entries(place, body, charset, "sitemap"):
        address = _own(entry, "loc")
        if address:
            yield absolute(url, address)


def _entries(place: str, body: bytes, charset: str | None, name: str) -> Iterator[_Element]:
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - slow, for sitemaps only

    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(safe(place, body, charset), parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            place, f"is no sitemap that can be read ({' '.join(str(error.msg).split())})"
        ) from None
    found = 0
    for child in root:
        if _name(child) == name:
            found += 1
            if found > MOST:
                raise LimitError(place, f"names more than {MOST:,} addresses; those before were read")
            yield child


def _own(entry: _Element, name: str) -> str:
    """The text of a child of an entry, not of what lies deeper: pictures have addresses too."""
    return next(((child.text or "").strip() for child in entry if _name(child) == name), "")


def _name(element: _Element) -> str:
    """The name of an element without its namespace, which not every site gives rightly; "" for comments."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
