"""The plain crawl dump."""

from __future__ import annotations

import pytest

from armstrail.sources.dumps import Dump, read_dump

DUMP = "Navy takes over frigate \n20190411\nhttps://news.example.org/a\nOne paragraph. \n\nAnother.\n"


def test_a_dump_is_told_by_its_shape() -> None:
    assert read_dump(DUMP) == Dump(
        "Navy takes over frigate", "2019-04-11", "https://news.example.org/a", "One paragraph.\nAnother."
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A title\n20190411",
        "A title\n20191341\nhttps://a.org\nText.",
        "A title\n2019-04-11\nhttps://a.org\nText.",
        "A title\n20190411\nText without an address.",
        "\n20190411\nhttps://a.org\nText.",
        "A note.\n" + DUMP,
        "word " * 1_000_000,
    ],
)
def test_any_other_shape_is_no_dump(text: str) -> None:
    assert read_dump(text) is None


def test_a_dump_without_paragraphs_has_no_text() -> None:
    found = read_dump("A title\n20190411\nhttps://a.org")
    assert found is not None
    assert not found.text
