"""Tables of a page, as the words of their cells and the addresses of their links."""

from __future__ import annotations

from typing import Any

from lxml import html  # type: ignore[import-untyped]

Table = list[list[str]]


def table(page: str, label: str) -> Table:
    """The rows of the table in the region of a label, its head first."""
    return [[_words(cell) for cell in row.xpath("th|td")] for row in _region(page, label).xpath(".//tr")]


def links(page: str, label: str) -> dict[tuple[str, ...], str]:
    """The links of that table, by the head of their row, that of their column and what they say."""
    rows = _region(page, label).xpath(".//tr")
    heads = [_words(cell) for cell in rows[0].xpath("th|td")]
    return {
        (_words(row.xpath("th|td")[0]), heads[place], _words(link)): link.get("href")
        for row in rows[1:]
        for place, cell in enumerate(row.xpath("th|td"))
        for link in cell.xpath(".//a")
    }


def headings(page: str) -> list[str]:
    return [_words(one) for one in html.fromstring(page).xpath("//main//h1 | //main//h2")]


def _region(page: str, label: str) -> Any:
    (region,) = html.fromstring(page).xpath("//*[@aria-label=$label]", label=label)
    return region


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())
