"""Web pages: the article that a page of HTML holds. Slow to import: trafilatura."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import trafilatura

# What they log about a page says nothing to a reader of news; what matters is said in an error.
for name in ("trafilatura", "htmldate"):
    logging.getLogger(name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page; `published` as YYYY-MM-DD, what the page does not tell is None or empty."""

    title: str
    published: str | None
    outlet: str | None
    url: str | None
    text: str


def read_page(html: str, url: str | None = None) -> Page | None:
    """The article of a page, without its navigation and comments; None where it holds none.

    The date is taken from the page's own statements about itself, never guessed from its text.
    """
    found = trafilatura.bare_extraction(
        html,
        url=url,
        fast=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        return None
    return Page(found.title or "", found.date, found.sitename, url or found.url, found.text or "")
