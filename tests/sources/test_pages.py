"""The article of a page."""

from __future__ import annotations

from armstrail.sources.pages import read_page
from tests.server import PAGE


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    page = read_page(PAGE, "https://post.example/a")
    assert page is not None
    assert (page.title, page.published, page.outlet) == (
        "Navy takes over second frigate",
        "2019-04-11",
        "The Harbour Post",
    )
    assert page.url == "https://post.example/a"
    assert "handed the second frigate over" in page.text
    assert "Sport" not in page.text
    assert "rights reserved" not in page.text


def test_no_date_is_made_up_out_of_the_text() -> None:
    page = read_page(
        "<html><body><article><p>" + "The yard was founded in 1987 and sold in 1991. " * 9 + "</p></article>"
    )
    assert page is not None
    assert page.published is None


def test_a_page_without_an_article_is_none() -> None:
    assert (
        read_page("<html><head><title>Empty</title></head><body><script>run()</script></body></html>") is None
    )
    assert read_page("<html></html>") is None
    assert read_page("") is None
