"""Asking hosts as a good guest, against a real server on loopback and a clock of the test's own."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from armstrail.errors import AddressError
from armstrail.sources import Visit
from armstrail.sources.answers import Limits
from armstrail.sources.guest import PATIENCE
from tests.server import PAGE, Server, serving
from tests.sources.made import Clock, guest

ROBOTS = """User-agent: *
Disallow: /

User-agent: armstrail
Crawl-delay: 4
Disallow: /private/
"""


def test_an_answer_says_when_it_came_and_what_to_ask_by_next_time(server: Server) -> None:
    answer = guest().ask(server.at("dated_page"))
    assert (answer.status, answer.fetched) == (200, "2000-01-01T00:00:00Z")
    assert (answer.etag, answer.last_modified) == (f'"{len(PAGE.encode())}"', "Thu, 11 Apr 2019 08:00:00 GMT")


@pytest.mark.parametrize("known", ["etag", "last_modified"])
def test_what_has_not_changed_since_the_last_visit_is_not_sent_again(server: Server, known: str) -> None:
    place = server.at("dated_page")
    first = guest().ask(place)
    last = Visit(place, "2000-01-01T00:00:00Z", 200, **{known: getattr(first, known)})
    answer = guest().ask(place, last)
    assert (answer.status, answer.body) == (304, b"")


def test_what_has_changed_since_the_last_visit_is_sent(server: Server) -> None:
    place = server.at("dated_page")
    answer = guest().ask(place, Visit(place, "2000-01-01T00:00:00Z", 200, '"old"'))
    assert (answer.status, answer.body) == (200, PAGE.encode())


def test_what_a_redirect_leads_to_is_always_sent_since_it_may_be_another_page(server: Server) -> None:
    place = server.at("moved_to_dated")
    first = guest().ask(place)
    assert (first.etag, first.last_modified) == (None, None)
    tag = f'"{len(PAGE.encode())}"'
    assert guest().ask(place, Visit(place, "2000-01-01T00:00:00Z", 200, tag)).status == 200


def test_a_host_is_asked_once_an_interval(server: Server) -> None:
    clock = Clock()
    asking = guest(clock, interval=2.5)
    for _ in range(3):
        asking.ask(server.at("page"))
    assert clock.slept == [2.5, 2.5]


def test_time_that_has_passed_meanwhile_counts(server: Server) -> None:
    clock = Clock()
    asking = guest(clock, interval=2.5)
    asking.ask(server.at("page"))
    clock.time += 2
    asking.ask(server.at("page"))
    clock.time += 3
    asking.ask(server.at("page"))
    assert clock.slept == [0.5]


def test_another_host_need_not_wait(server: Server) -> None:
    clock = Clock()
    asking = guest(clock)
    with serving() as other:
        asking.ask(server.at("page"))
        asking.ask(other.at("page"))
    assert clock.slept == []


def test_a_failed_request_counts_as_one(server: Server) -> None:
    clock = Clock()
    asking = guest(clock)
    with pytest.raises(AddressError):
        asking.ask(server.at("none"))
    asking.ask(server.at("page"))
    assert clock.slept == [1.0]


def test_robots_txt_is_heeded_in_what_it_says_to_armstrail() -> None:
    clock = Clock()
    asking = guest(clock)
    with serving(ROBOTS) as host:
        with pytest.raises(AddressError) as raised:
            asking.ask(host.at("private/page"))
        assert asking.ask(host.at("page")).status == 200
        assert asking.ask(host.at("page")).status == 200
        assert host.asked == ["/page", "/page"]
    assert raised.value.reason == f"its host does not allow it to be fetched ({host.at('robots.txt')})"
    assert clock.slept == [4.0]


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("Disallow: /\nAllow: /page", True),  # the longest rule decides, wherever it stands
        ("Allow: /\nDisallow: /pa", False),
        ("Disallow: /page\nAllow: /page", True),
        ("Disallow: /*ge$", False),
        ("Disallow: /p%61ge", False),
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_robots_txt_is_read_as_its_standard_says(rules: str, allowed: bool, mark: str) -> None:
    with serving(f"{mark}User-agent: *\n{rules}") as host:
        with suppress(AddressError):
            guest().ask(host.at("page"))
        assert host.asked == (["/page"] if allowed else [])


def test_robots_txt_is_asked_for_once() -> None:
    with serving(ROBOTS) as host:
        asking = guest()
        for _ in range(3):
            asking.ask(host.at("page"))
        assert host.rules_asked == 1


def test_a_redirect_into_what_robots_txt_forbids_is_not_followed() -> None:
    with serving("User-agent: *\nDisallow: /page") as host:
        with pytest.raises(AddressError, match="does not allow it to be fetched"):
            guest().ask(host.at("moved"))
        assert host.asked == ["/moved"]


def test_a_crawl_delay_is_heeded_up_to_a_bound() -> None:
    clock = Clock()
    asking = guest(clock)
    with serving("User-agent: *\nCrawl-delay: 86400") as host:
        asking.ask(host.at("page"))
        asking.ask(host.at("page"))
    assert clock.slept == [PATIENCE]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_txt_allows_everything(status: int) -> None:
    with serving(status) as host:
        assert guest().ask(host.at("page")).status == 200


def test_a_host_whose_robots_txt_fails_is_not_asked() -> None:
    with serving(500) as host:
        with pytest.raises(AddressError) as raised:
            guest().ask(host.at("page"))
        assert host.asked == []
    assert raised.value.reason == (
        "its host's robots.txt answered 500 Internal Server Error; the host is not asked now"
    )


def test_a_busy_host_is_asked_again_when_it_says(server: Server) -> None:
    clock = Clock()
    assert guest(clock).ask(server.at("busy")).body == PAGE.encode()
    assert clock.slept == [7.0]


def test_a_host_that_stays_busy_is_asked_three_times(server: Server) -> None:
    clock = Clock()
    before = server.asked.count("/always_busy")
    with pytest.raises(AddressError, match=r"answered 503 .*; come back after 2000-01-01T00:00:21Z"):
        guest(clock).ask(server.at("always_busy"))
    assert server.asked.count("/always_busy") - before == 3
    assert clock.slept == [7.0, 7.0]


@pytest.mark.parametrize("path", ["busy_long", "busy_until"])
def test_a_host_that_wants_more_patience_is_left_alone_for_the_rest_of_the_run(
    server: Server, path: str
) -> None:
    clock = Clock()
    asking = guest(clock)
    with pytest.raises(AddressError, match="; come back after 2000-01-01T01:00:00Z"):
        asking.ask(server.at(path))
    before = len(server.asked)
    with pytest.raises(AddressError, match="is not asked: its host said to come back after 2000-01-01T01"):
        asking.ask(server.at("page"))
    assert (len(server.asked), clock.slept) == (before, [])
    clock.time += 3601
    assert asking.ask(server.at("page")).status == 200


def test_waiting_does_not_count_against_the_time_of_an_address(server: Server) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.sleep(2.5)

    asking = guest(sleep=sleep, limits=Limits(seconds=2.0))
    assert asking.ask(server.at("busy_moved")).url == server.at("page")
    assert slept == [7.0]


def test_an_error_of_a_host_is_said_in_a_line(server: Server) -> None:
    with pytest.raises(AddressError, match="unwell: answered 500 Internal Server Error"):
        guest().ask(server.at("unwell"))


def test_a_host_that_speaks_no_tls_is_said_in_a_line(server: Server) -> None:
    place = server.at("page").replace("http:", "https:")
    with pytest.raises(
        AddressError, match=r"robots.txt has a certificate or encryption that is not accepted"
    ):
        guest().ask(place)
