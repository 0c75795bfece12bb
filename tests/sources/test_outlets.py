"""The outlet of an address."""

from __future__ import annotations

import pytest

from armstrail.sources.outlets import outlet_of


@pytest.mark.parametrize(
    ("address", "outlet"),
    [
        ("https://www.sott.net/article/1-a", "SOTT"),
        ("https://www.bbc.co.uk/news/1", "BBC"),
        ("https://edition.cnn.com/2020/1", "CNN"),
        ("http://in.reuters.com/article", "Reuters"),
        ("https://www.state.gov/release", "U.S. Department of State"),
        ("https://www.gov.uk/news", "UK Government"),
        ("https://www.harbour-post.example/news", "harbour-post.example"),
        ("https://cnn.example.org/", "cnn.example.org"),
        ("http://localhost:8000/a", "localhost"),
        ("HTTPS://user:word@WWW.RT.COM:443?a=https://cnn.com", "RT"),
        ("nonsense", None),
    ],
)
def test_an_outlet_is_its_name_where_known_else_its_host(address: str, outlet: str | None) -> None:
    assert outlet_of(address) == outlet
