"""RSS and Atom feeds, from a real server on loopback and from files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from armstrail.documents import document
from armstrail.errors import DocumentError, SourceError
from armstrail.sources import Capture, captures
from armstrail.sources.feeds import entries
from armstrail.sources.links import Link
from tests.server import FEED, Server
from tests.sources.made import Clock, Kept, guest

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title>
<entry><title type="html">Six &lt;i&gt;boats&lt;/i&gt;</title><link href="boats.html"/>
<updated>2021-02-03T04:05:06Z</updated></entry></feed>"""
RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel><title>Quay</title></channel>
<item rdf:about="https://quay.example/a"><title>Six boats</title><link>https://quay.example/a</link></item></rdf:RDF>"""


def names(found: list[Capture], server: Server) -> list[str]:
    return [capture.place.removeprefix(server.at("")) for capture in found]


def test_the_pages_of_a_feed_come_with_what_it_says_of_them(server: Server) -> None:
    first, _, _, page, _ = captures(server.at("feed"), guest())
    assert (first.place, first.url, first.status) == (server.at("plain?1"), server.at("plain?1"), 200)
    assert (first.title, first.published, first.outlet) == (
        "A yard & its frigate",
        "2019-04-11",
        "The Harbour Post: Fleet",
    )
    found = document(first)
    assert (found.id, found.title, found.published) == (
        server.at("plain?1"),
        "A yard & its frigate",
        "2019-04-11",
    )
    own = document(page)
    assert (own.title, own.published, own.outlet) == (
        "Navy takes over second frigate",
        "2019-04-11",
        "The Harbour Post",
    )


def test_a_bad_page_of_a_feed_is_no_end_of_the_others(server: Server) -> None:
    found = list(captures(server.at("feed"), guest()))
    assert names(found, server) == ["plain?1", "none", "picture", "page", "feed#note-7"]
    assert (found[1].fault, found[2].passed) == ("answered 404 Not Found", "no page: image/png")
    assert [capture.fault for capture in found].count(None) == 4


def test_an_entry_without_a_link_is_what_it_holds(server: Server) -> None:
    *_, last = captures(server.at("feed"), guest())
    found = document(last)
    assert (found.title, found.outlet) == ("Told here", "The Harbour Post: Fleet")
    assert found.text.startswith("The ministry said on Friday that the third frigate had been laid down")


def test_a_short_plain_summary_is_a_text_too() -> None:
    feed = b"<rss version='2.0'><channel><item><description>Ten &amp;lt; 12 boats.</description></item></channel></rss>"
    (found,) = entries("feed", feed)
    assert isinstance(found, Capture)
    assert (found.place, document(found).text) == ("feed:1", "Ten < 12 boats.")


def test_a_feed_is_told_by_what_it_holds(server: Server) -> None:
    assert len(list(captures(server.at("feed_as_page"), guest()))) == 5


@pytest.mark.parametrize(
    ("feed", "link"),
    [
        (ATOM, Link("https://quay.example/news/boats.html", "Six boats", "2021-02-03", "Quay")),
        (RDF, Link("https://quay.example/a", "Six boats", None, "Quay")),
    ],
)
def test_atom_and_rss_1_are_feeds_too(feed: bytes, link: Link) -> None:
    assert list(entries("feed", feed, url="https://quay.example/news/feed")) == [link]


def test_a_feed_in_a_file_names_pages_on_the_web(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(FEED.format(host=server.at("").rstrip("/")))
    found = list(captures(str(path), guest()))
    assert names(found, server)[1:4] == ["none", "picture", "page"]
    assert found[0].fault == "is an entry of a feed without a link and without a text"  # its link has no host


def test_a_feed_that_has_not_changed_is_passed_over(server: Server) -> None:
    memory, clock = Kept(), Clock()
    place = server.at("feed_of_one")
    assert [c.passed for c in captures(place, guest(clock, memory=memory))] == [None]
    (found,) = captures(place, guest(clock, memory=memory))
    assert (found.place, found.passed, found.status) == (place, "not changed since the last visit", 304)


def test_pages_that_are_known_are_not_asked_for_again(server: Server) -> None:
    memory = Kept()
    list(captures(server.at("feed"), guest(memory=memory)))
    before = list(server.asked)
    found = list(captures(server.at("feed"), guest(memory=memory)))
    assert server.asked[len(before) :] == ["/feed", "/none"]
    assert [capture.passed for capture in found] == [
        "known already",
        None,
        "known already",
        "known already",
        None,
    ]


def test_a_feed_counts_as_visited_only_if_all_its_pages_were_had(server: Server) -> None:
    memory = Kept()
    list(captures(server.at("feed"), guest(memory=memory)))
    assert sorted(memory.visits) == sorted(map(server.at, ["plain?1", "picture", "page"]))
    found = captures(server.at("feed_of_one"), guest(memory=memory))
    next(found)
    assert server.at("feed_of_one") not in memory.visits
    list(found)
    assert memory.visits[server.at("feed_of_one")].etag


def test_a_page_that_two_feeds_name_is_asked_for_once(server: Server) -> None:
    asking = guest()
    list(captures(server.at("feed"), asking))
    (found,) = captures(server.at("feed_of_one"), asking)
    assert found.passed == "known already"


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        (b"<rss version='2.0'><channel><title>x</channel></rss>", r"is no feed that can be read \(.+\)"),
        (b"<rss version='2.0'></rss", r"is no feed that can be read \(.+\)"),
        (b"<!DOCTYPE rss [<!ENTITY a 'x'>]><rss version='2.0'>&a;</rss>", "declares entities"),
        (
            b"<?xml version='1.0'?><!DOCTYPE rss SYSTEM 'a>b<rss' [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><rss/>",
            "declares entities",
        ),
        ('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "x">]><rss/>'.encode("utf-16"), "declares entities"),
    ],
)
def test_a_feed_that_cannot_be_read_is_said_in_a_line(feed: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason) as raised:
        list(entries("feed", feed))
    assert "\n" not in str(raised.value)


def test_a_feed_cut_short_gives_what_it_holds_and_then_says_so() -> None:
    whole = FEED.format(host="https://quay.example").encode()
    found = entries("feed", whole[: whole.index(b"<item><title>The second")], url="https://quay.example/feed")
    assert isinstance(next(found), Link)
    with pytest.raises(SourceError, match="is a feed that ends in the middle; what came before was read"):
        list(found)


def test_comments_behind_a_feed_are_passed_over_however_many() -> None:
    feed = FEED.format(host="https://quay.example").encode()
    whole = list(entries("feed", feed))
    assert list(entries("feed", feed + b"<!-- -->\n" * 60)) == whole
    with pytest.raises(SourceError, match="ends in the middle"):
        list(entries("feed", feed + b"<!-- -->" * 60 + b"<"))


@pytest.mark.parametrize("repeated", [b" ", b"<?xml "])
def test_what_is_repeated_without_end_in_a_feed_is_passed_over(repeated: bytes) -> None:
    with suppress(SourceError):  # it may be no feed
        assert list(entries("feed", ATOM.replace(b"Quay", repeated * 1_000_000)))


def test_what_no_ledger_can_hold_of_a_feed_is_shown_as_lost() -> None:
    items = (
        "<item><link>https://quay.example/&#xD800;&#0;\0&#x00e9;</link></item>"
        "<item><guid isPermaLink='false'>note&#55357;7</guid>"
        "<description>Ten boats &#xd83d;&#56960;.</description></item>"
    )
    link, told = entries("feed", f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert isinstance(link, Link)
    assert isinstance(told, Capture)
    assert (link.address, told.place) == ("https://quay.example/���é", "feed#note�7")
    assert document(told).text == "Ten boats 🚀."


def test_an_empty_feed_has_no_entries() -> None:
    assert list(entries("feed", b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>")) == []
