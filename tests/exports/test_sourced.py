"""What exports tell of documents: dates, addresses, words in a line."""

from __future__ import annotations

import pytest

from armstrail.exports.sourced import day, documents, in_line, link, party, short
from tests.exports.told import claim_entry, document


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2023-03-28T10:00:00Z", "2023-03-28"),
        ("28 March 2023", "2023-03-28"),
        ("March 2023", "2023-03"),
        ("Sept. 2023", "2023-09"),
        ("2023-03", "2023-03"),
        ("2023", "2023"),
        ("2023-13", None),
        ("2023-02-31", None),
        ("spring", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_told_as_precisely_as_it_is_known(published: str | None, told: str | None) -> None:
    assert day(published) == told


@pytest.mark.parametrize(
    "address", ["http://x", "https://x.example/a?b=1&c=%20#d", "HTTPS://X.EXAMPLE", "https://x.example/ü"]
)
def test_an_address_of_the_web_is_a_link(address: str) -> None:
    assert link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "/texts/a.txt",
        "https://",
        "https:///a",
        "javascript:alert(1)",
        "ftp://x.example",
        " https://x.example",
        "https://x.example/\n",
        "https://x.example/a b",
        'https://x.example/"',
        "https://x.example/{a}",
        "https://[x",
        "https://bank.example@evil.example/",
        "https://x.example/\u202egnp",
    ],
)
def test_nothing_else_is(address: str | None) -> None:
    assert link(address) is None


def test_words_are_set_in_a_line_and_cut() -> None:
    assert in_line("a\n b\tc\u202ed\x1b[31m \ud800") == "a b c d [31m"
    assert (in_line(None), short("abc", 3), short("abcd", 3)) == ("", "abc", "ab…")


def test_a_party_is_called_as_the_codebook_does() -> None:
    assert [party(name) for name in ("UKR", "bloc:nato", "group:made-up", "UNKNOWN")] == [
        "Ukraine",
        "NATO",
        "made up",
        "UNKNOWN",
    ]


def test_documents_stand_once() -> None:
    told = [
        claim_entry("c1", "d1", document(1)),
        claim_entry("c2", "d1", document(1)),
        claim_entry("c3", "d2", document(2)),
    ]
    assert documents(told) == {"d1": document(1), "d2": document(2)}
