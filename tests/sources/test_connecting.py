"""Which hosts are connected to: never this machine nor a private network, unless that is allowed."""

from __future__ import annotations

import pytest

from armstrail.errors import AddressError
from armstrail.sources import Guest
from armstrail.sources.answers import is_private
from armstrail.sources.connecting import Gate, RefusedError, resolve
from tests.server import PAGE, Server, serving
from tests.sources.made import Clock, guest


@pytest.mark.parametrize(
    "ip",
    """127.0.0.1 127.8.9.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
    240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1
    2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1
    64:ff9b::a00:1 64:ff9b:1::1 2001:0:1::1""".split(),
)
def test_private_addresses_are_told(ip: str) -> None:
    assert is_private(ip)


@pytest.mark.parametrize(
    "ip",
    ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "2002:101:101::", "64:ff9b::101:101"],
)
def test_public_addresses_are_told(ip: str) -> None:
    assert not is_private(ip)


@pytest.mark.parametrize("path", ["page", "moved"])
def test_loopback_is_refused_with_the_way_to_allow_it(server: Server, path: str) -> None:
    before = len(server.asked)
    with pytest.raises(AddressError) as raised:
        Guest(interval=0).ask(server.at(path))
    assert str(raised.value) == (
        f"{server.at(path)}: resolves to 127.0.0.1, a private or loopback address;"
        " --allow-private fetches it all the same"
    )
    assert len(server.asked) == before


@pytest.mark.parametrize(
    "host", ["localhost", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "0"]
)
def test_odd_spellings_of_loopback_are_refused(server: Server, host: str) -> None:
    with pytest.raises(AddressError, match="a private or loopback address; --allow-private"):
        Guest(interval=0).ask(f"http://{host}:{server.port}/page")


@pytest.mark.parametrize("host", ["%31%32%37.0.0.1", "127.0.0.%31", "local%68ost", "news.example%2F"])
@pytest.mark.parametrize("asking", [Guest(interval=0), guest()], ids=["careful", "private allowed"])
def test_a_host_in_percent_signs_is_none(server: Server, host: str, asking: Guest) -> None:
    """urllib decodes it, and would connect to a host that nobody has looked at."""
    before = len(server.asked)
    with pytest.raises(AddressError, match="is not an address that can be asked for"):
        asking.ask(f"http://{host}:{server.port}/page")
    assert len(server.asked) == before


def test_one_private_address_among_public_ones_is_enough() -> None:
    gate = Gate(lambda *_: ["1.1.1.1", "10.0.0.1"], is_private)
    with pytest.raises(RefusedError, match=r"10\.0\.0\.1"):
        gate.addresses("example.org", 80)


def test_a_name_is_resolved_once_and_the_address_that_was_checked_is_connected_to(server: Server) -> None:
    asked: list[str] = []

    def changing(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    with Gate(changing, lambda _: False).connect("news.example", server.port, 5) as connection:
        assert connection.getpeername() == ("127.0.0.1", server.port)
    assert asked == ["news.example"]


def test_a_redirect_to_a_private_network_is_refused(server: Server) -> None:
    """Loopback plays the public network here, and 10.0.0.1 the private one."""
    hosts = {"news.example": "127.0.0.1", "inside.example": "10.0.0.1"}
    clock = Clock()
    asking = Guest(
        clock=clock.now,
        sleep=clock.sleep,
        resolve=lambda host, _: [hosts[host]],
        refuses=lambda ip: ip != "127.0.0.1" and is_private(ip),
    )
    place = f"http://news.example:{server.port}/"
    assert asking.ask(f"{place}page").body == PAGE.encode()
    assert server.seen[-1]["Host"] == f"news.example:{server.port}"
    with pytest.raises(
        AddressError, match=r"elsewhere: resolves to 10\.0\.0\.1, a private or loopback address"
    ):
        asking.ask(f"{place}elsewhere")


def test_an_address_that_is_down_is_no_end_of_the_others(server: Server) -> None:
    gate = Gate(lambda *_: ["127.0.0.3", "127.0.0.1"], lambda _: False)
    with gate.connect("news.example", server.port, 5) as connection:
        assert connection.getpeername()[0] == "127.0.0.1"


def test_the_resolver_gives_each_address_once() -> None:
    found = resolve("localhost", 80)
    assert found
    assert len(set(found)) == len(found)


def test_a_proxy_connects_for_us_but_private_names_are_refused_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving() as proxy:
        for scheme in ("http", "https"):
            monkeypatch.setenv(f"{scheme}_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "")
        hosts = {"news.example": ["1.1.1.1"], "inside.example": ["10.0.0.1"]}

        def lookup(host: str, _: int) -> list[str]:
            if host not in hosts:
                raise OSError("unknown name")
            return hosts[host]

        asking = guest(allow_private=False, resolve=lookup)
        for host in ("news.example", "known-to-the-proxy.example"):
            with pytest.raises(AddressError, match="answered 404"):
                asking.ask(f"http://{host}/page")
        assert proxy.asked == ["http://news.example/page", "http://known-to-the-proxy.example/page"]
        with pytest.raises(AddressError, match="tunnel connection failed"):
            asking.ask("https://news.example/page")
        for scheme in ("http", "https"):
            with pytest.raises(AddressError, match=r"resolves to 10\.0\.0\.1, a private"):
                asking.ask(f"{scheme}://inside.example/page")
