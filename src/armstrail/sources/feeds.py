"""RSS and Atom: the entries of a feed, as links to pages or, where they have none, as what they hold themselves."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING, Any

from armstrail.errors import DocumentError, SourceError
from armstrail.sources.capture import Capture
from armstrail.sources.links import Link, absolute
from armstrail.sources.markup import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"<[^<>]*>")
_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_END = re.compile(rb"</(?:\w[\w.-]*:)?(?:rss|feed|RDF)\s*>\s*(?:(?><!--.*?-->)\s*)*+\Z", re.DOTALL)


def entries(
    place: str, body: bytes, charset: str | None = None, url: str | None = None
) -> Iterator[Link | Capture]:
    """The entries of a feed, in its order. `url` is its address, from which its links are read.

    Raises DocumentError where it cannot be read, SourceError after its entries where it is cut short.
    """
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415 - slow, for feeds only

    xml = safe(place, body, charset)
    # An open file, since feedparser takes anything else for an address or a path first.
    found = feedparser.parse(
        io.BytesIO(xml),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url or ""},
    )
    if not found.version or (found.bozo and not found.entries):
        raise DocumentError(place, f"is no feed that can be read ({_words(found.get('bozo_exception'))})")
    outlet = _plain(found.feed.get("title"))
    for number, entry in enumerate(found.entries, start=1):
        yield _entry(place, number, entry, outlet, url)
    if not _END.search(xml[-4096:]):
        raise SourceError(place, "is a feed that ends in the middle; what came before was read")


def _entry(
    place: str, number: int, entry: dict[str, Any], outlet: str | None, url: str | None
) -> Link | Capture:
    title, published = _plain(entry.get("title")), _day(entry)
    link = (entry.get("link") or "").strip()
    address = absolute(url, link) if link else ""
    if _WEB.match(address):
        return Link(address, title, published, outlet)
    name = f"{place}#{entry['id']}" if entry.get("id") else f"{place}:{number}"
    content = next((part.get("value") for part in entry.get("content") or () if part.get("value")), None)
    content = content or entry.get("summary")
    if not content:
        return Capture(name, b"", fault="is an entry of a feed without a link and without a text")
    if not _TAG.search(content):
        content = f"<p>{html.escape(html.unescape(content))}</p>"
    page = f"<html><body><article>{content}</article></body></html>"
    return Capture(name, page.encode(), "page", "utf-8", title=title, published=published, outlet=outlet)


def _day(entry: dict[str, Any]) -> str | None:
    """The day on which an entry was published, else changed: YYYY-MM-DD, in UTC."""
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}" if moment else None


def _plain(title: str | None) -> str | None:
    """A title without the markup that feeds may have in it."""
    return " ".join(html.unescape(_TAG.sub("", title or "")).split()) or None


def _words(error: object) -> str:
    said = getattr(error, "getMessage", lambda: str(error or "no entries"))()
    return " ".join(str(said).split())[:200]
