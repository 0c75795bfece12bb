"""Addresses, against a real server on loopback."""

from __future__ import annotations

import socket
import time

import pytest

from armstrail.errors import AddressError, LimitError, SourceError
from armstrail.sources import Capture, captures
from armstrail.sources.answers import Limits
from tests.server import PAGE, Server
from tests.sources.made import Kept, guest


def fetch(place: str, limits: Limits | None = None) -> Capture:
    return next(captures(place, guest(limits=limits or Limits())))


def test_a_page_comes_with_its_kind_charset_and_address(server: Server) -> None:
    place = server.at("page")
    assert list(captures(place, guest())) == [
        Capture(place, PAGE.encode(), "page", "utf-8", place, fetched="2000-01-01T00:00:00Z", status=200)
    ]


def test_the_project_names_itself(server: Server) -> None:
    fetch(server.at("page"))
    assert server.seen[-1]["User-Agent"].startswith("armstrail/")


@pytest.mark.parametrize("path", ["packed", "packed_in_parts", "packed_and_more"])
def test_a_packed_page_is_unpacked(server: Server, path: str) -> None:
    assert fetch(server.at(path)).body == PAGE.encode()


def test_redirects_are_followed_and_the_final_address_kept(server: Server) -> None:
    capture = fetch(server.at("moved"))
    assert (capture.place, capture.url) == (server.at("moved"), server.at("page"))


def test_a_redirect_may_name_letters_beyond_ascii(server: Server) -> None:
    assert fetch(server.at("moved_beyond_ascii")).url == server.at("page?q=gr%C3%B6%C3%9Fe")


def test_rows_at_an_address_are_each_a_capture(server: Server) -> None:
    place = server.at("rows")
    assert [capture.place for capture in captures(place, guest())] == [f"{place}:1", f"{place}:2"]


def test_spaces_and_letters_beyond_ascii_may_stand_in_an_address(server: Server) -> None:
    assert fetch(server.at("page?q=größe und zahl#part")).url == server.at(
        "page?q=gr%C3%B6%C3%9Fe%20und%20zahl"
    )


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("none", "answered 404 Not Found"),
        ("loop", "redirects more than 5 times"),
        ("away", "is not an http or https address, or leads to another kind"),
        ("picture", "is image/png, not a page or a text"),
        ("short", "broke off 986 bytes before its end"),
        ("packed_short", "broke off in the middle of what it had packed"),
        ("other_xml", "is XML, but neither a page nor a feed nor a sitemap"),
    ],
)
def test_what_gives_no_page_is_said_in_a_line(server: Server, path: str, reason: str) -> None:
    with pytest.raises(SourceError) as raised:
        fetch(server.at(path))
    assert str(raised.value) == f"{server.at(path)}: {reason}"


@pytest.mark.parametrize("path", ["huge", "bomb"])
def test_more_than_the_limit_is_refused(server: Server, path: str) -> None:
    with pytest.raises(LimitError, match="larger than the 20 MB"):
        fetch(server.at(path))


@pytest.mark.parametrize(
    ("path", "limits", "reason"),
    [
        ("stall", Limits(silence=0.3), "did not answer in time"),
        ("stall", Limits(seconds=0.3), "did not answer in full within 0.3 seconds"),
        ("drip", Limits(seconds=0.5, silence=5), "did not answer in full within 0.5 seconds"),
    ],
)
def test_time_is_limited_whatever_a_server_does(
    server: Server, path: str, limits: Limits, reason: str
) -> None:
    start = time.monotonic()
    with pytest.raises(AddressError, match=reason):
        fetch(server.at(path), limits)
    assert time.monotonic() - start < 10  # the server takes twenty


def test_a_closed_port_is_said_in_a_line() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        place = f"http://127.0.0.1:{held.getsockname()[1]}/"
        with pytest.raises(AddressError, match=r"cannot be reached \(connection refused\)"):
            fetch(place)


@pytest.mark.parametrize(
    "place", ["ftp://example.org/a", "gopher://a", "http://", "http://[::1", "https://a b/", "http://x:y/"]
)
def test_what_is_no_web_address_is_refused(place: str) -> None:
    with pytest.raises(AddressError) as raised:
        fetch(place)
    assert str(raised.value).startswith(f"{place}: ")
    assert "\n" not in str(raised.value)


def test_no_more_is_read_than_a_server_says_it_sends(server: Server) -> None:
    assert fetch(server.at("long")).body == b"The beginning."


def test_a_page_that_has_not_changed_is_passed_over(server: Server) -> None:
    memory = Kept()
    place = server.at("dated_page")
    (first,) = captures(place, guest(memory=memory))
    assert memory.visits[place].status == first.status == 200
    (second,) = captures(place, guest(memory=memory))
    assert (second.body, second.passed) == (b"", "not changed since the last visit")


def test_a_visit_is_remembered_before_its_page_is_dealt_with(server: Server) -> None:
    memory = Kept()
    found = captures(server.at("page"), guest(memory=memory))
    next(found)
    assert list(memory.visits) == [server.at("page")]


def test_a_visit_that_failed_is_not_remembered(server: Server) -> None:
    memory = Kept()
    with pytest.raises(AddressError):
        list(captures(server.at("none"), guest(memory=memory)))
    assert not memory.visits
