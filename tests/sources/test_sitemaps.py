"""Sitemaps, from a real server on loopback and from files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from armstrail.errors import DocumentError, LimitError
from armstrail.sources import captures
from armstrail.sources.answers import Answer
from armstrail.sources.links import Link
from armstrail.sources.listed import unpacked_answer
from armstrail.sources.sitemaps import MOST, below, pages
from tests.server import SITEMAP, Server
from tests.sources.made import Kept, guest


def test_the_pages_of_a_sitemap_come_with_what_it_says_of_them(server: Server) -> None:
    first, second = captures(server.at("sitemap"), guest())
    assert (first.place, first.title, first.published, first.outlet) == (
        server.at("plain?2"),
        None,
        "2020-05-06",
        None,
    )
    assert (second.title, second.published, second.outlet) == ("Spare parts", "2020-05-07", "The Quay")


def test_a_sitemap_without_its_namespace_is_read_all_the_same() -> None:
    assert list(
        pages("s", b"<urlset><!-- a --><url><loc> /a </loc></url><url/></urlset>", url="https://a.org/s")
    ) == [Link("https://a.org/a")]


def test_the_sitemaps_of_an_index_are_opened_each_once_and_a_bad_one_is_no_end_of_the_others(
    server: Server,
) -> None:
    before = len(server.asked)
    found = list(captures(server.at("index"), guest()))
    assert [capture.place.removeprefix(server.at("")) for capture in found] == [
        "plain?2",
        "plain?3",
        "none",
        "plain?42",
        "plain?43",
    ]
    assert found[2].fault == "answered 404 Not Found"
    assert server.asked[before:].count("/index") == 1


def test_an_index_is_opened_again_since_the_sitemaps_below_may_have_changed(server: Server) -> None:
    memory = Kept()
    list(captures(server.at("whole_index"), guest(memory=memory)))
    assert memory.visits[server.at("whole_index")].status == 200
    (found,) = captures(server.at("whole_index"), guest(memory=memory))
    assert (found.place, found.passed) == (server.at("sitemap"), "not changed since the last visit")


def test_an_index_of_which_a_sitemap_failed_is_opened_again(server: Server) -> None:
    memory = Kept()
    list(captures(server.at("index"), guest(memory=memory)))
    assert server.at("index") not in memory.visits
    found = list(captures(server.at("index"), guest(memory=memory)))
    assert [(c.place.removeprefix(server.at("")), c.passed) for c in found if not c.fault] == [
        ("sitemap", "not changed since the last visit"),
        ("plain?42", "known already"),
        ("plain?43", "known already"),
    ]


def test_sitemaps_may_not_lead_to_one_another_for_ever(server: Server) -> None:
    before = len(server.asked)
    found = list(captures(server.at("deeper?1"), guest()))
    assert server.asked[before:] == ["/deeper?1", "/deeper?2", "/deeper?3"]
    assert [capture.fault for capture in found] == ["is not opened: more than 3 sitemaps lead to one another"]


@pytest.mark.parametrize("name", ["sitemap.xml", "sitemap.xml.gz"])
def test_a_sitemap_in_a_file_names_pages_on_the_web(server: Server, tmp_path: Path, name: str) -> None:
    body = SITEMAP.format(host=server.at("").rstrip("/")).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(body) if name.endswith("gz") else body)
    assert [capture.place for capture in captures(str(path), guest())] == [
        server.at("plain?2"),
        server.at("plain?3"),
    ]


@pytest.mark.parametrize(
    ("sitemap", "reason"),
    [
        (b"<urlset><url></urlset>", r"is no sitemap that can be read \(.+\)"),
        (b"<!DOCTYPE urlset [<!ENTITY a 'x'>]><urlset/>", "declares entities"),
    ],
)
def test_a_sitemap_that_cannot_be_read_is_said_in_a_line(sitemap: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        list(pages("s", sitemap))


def test_an_address_that_is_none_is_a_failure_and_no_end_of_the_others(server: Server) -> None:
    captured = list(captures(server.at("sitemap_of_odd_addresses"), guest()))
    assert [(one.place, bool(one.fault)) for one in captured] == [
        ("http://[", True),
        ("http://[x]/", True),
        (server.at("page"), False),
    ]
    index = b"<sitemapindex><sitemap><loc>http://[</loc></sitemap></sitemapindex>"
    assert list(below("s", index, url=server.at("index"))) == ["http://["]


def test_a_sitemap_may_be_packed_in_parts_however_many() -> None:
    body = gzip.compress(b"") * (1 << 19) + gzip.compress(b"<urlset/>")
    answer = unpacked_answer("s", Answer(body, "application/gzip", None, "https://a.org/s"))
    assert answer.body == b"<urlset/>"


def test_a_document_type_of_another_place_is_not_fetched(server: Server) -> None:
    before = len(server.asked)
    sitemap = (
        f"<!DOCTYPE urlset SYSTEM '{server.at('page')}'><urlset><url><loc>https://a.org</loc></url></urlset>"
    )
    assert list(pages("s", sitemap.encode())) == [Link("https://a.org")]
    assert len(server.asked) == before


def test_no_more_addresses_are_read_than_the_protocol_allows() -> None:
    found = pages("s", b"<urlset>" + b"<url><loc>https://a.org</loc></url>" * (MOST + 1) + b"</urlset>")
    for _ in range(MOST):
        next(found)
    with pytest.raises(LimitError, match="names more than 50,000 addresses"):
        next(found)
