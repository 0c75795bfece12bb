"""The workbench as `armstrail serve` runs it: whom it lets in, and whom it believes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from armstrail.ledger import Ledger
from armstrail.web.serving import advice
from armstrail.web.settings import Settings
from tests.conftest import Armed
from tests.web.people import OTHER, READER, form, make_accounts

COMMAND = "from armstrail.cli import main; main()"


@contextmanager
def served(*options: str) -> Iterator[str]:
    """The address of a workbench that the command serves, on a port that is free."""
    command = [sys.executable, "-c", COMMAND, "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr
            said = running.stderr.readline()
            assert " at http://127.0.0.1:" in said, said
            yield said.partition(" at ")[2].partition("/;")[0]
        finally:
            running.terminate()


@pytest.mark.parametrize("options", [(), ("--demo",)])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_others_are_not_served_without_accounts(
    armed: Armed, tmp_path: Path, host: str, options: tuple[str, ...]
) -> None:
    status, output, errors = armed("serve", "--host", host, "-l", tmp_path / "a.db", *options)
    assert (status, output, len(errors)) == (1, "", 1)
    assert errors[0].startswith(f"armstrail: {host}: others could decide without an account; add --accounts")
    assert not (tmp_path / "a.db").exists()


def test_a_proxy_serves_others_too(armed: Armed, tmp_path: Path) -> None:
    status, _, errors = armed("serve", "--proxy", "127.0.0.1", "-l", tmp_path / "a.db")
    assert status == 1
    assert "others could decide without an account" in errors[0]


def test_hosts_are_named_in_any_case() -> None:
    assert "ledger.example.org" in Settings(names=("Ledger.Example.ORG",)).hosts
    assert Settings(host="2001:db8::1").hosts == {"[2001:db8::1]"}


@pytest.mark.parametrize("proxy", ["*", "proxy.example", "10.0.0.1/8", ""])
def test_a_proxy_is_named_by_its_address(armed: Armed, tmp_path: Path, proxy: str) -> None:
    status, _, errors = armed("serve", "--proxy", proxy, "-l", tmp_path / "a.db")
    assert status == 2
    assert "write it as in" in " ".join(errors)


@pytest.mark.parametrize(
    ("options", "address"), [((), "127.0.0.1"), (("--proxy", "127.0.0.1"), "203.0.113.7")]
)
def test_a_proxy_that_is_named_is_believed_and_no_other(
    tmp_path: Path, options: tuple[str, ...], address: str
) -> None:
    """What stands left of what the proxy itself added is anybody's word."""
    settings = make_accounts(tmp_path / "a.db")
    asks = {"accept": "text/html", "x-forwarded-for": "198.51.100.1, 203.0.113.7"}
    with (
        served("-l", settings.ledger, "--accounts", *options) as at,
        httpx2.Client(base_url=at, headers=asks) as one,
    ):
        typed = form(one.get("/sign-in"), "/sign-in").fields | {"name": READER, "password": OTHER}
        assert one.post("/sign-in", data=typed).status_code == 401
    with Ledger.open(settings.ledger) as ledger:
        assert ledger.accounts.audited(0, 1)[0].address == address


def test_what_is_still_to_be_done_is_told(tmp_path: Path) -> None:
    settings = replace(make_accounts(tmp_path / "a.db"), host="192.0.2.1")
    with Ledger.open(settings.ledger) as ledger:
        (line,) = advice(settings, ledger)
        assert line.endswith("set a proxy with HTTPS before it, and add --https")
        for quiet in ({"secure": True}, {"host": "127.0.0.1"}, {"host": "::1"}, {"read_only": True}):
            assert not list(advice(replace(settings, **quiet), ledger))
    with Ledger.open(str(tmp_path / "b.db"), create=True) as ledger:
        assert len(list(advice(settings, ledger))) == 2


def test_who_serves_a_ledger_without_accounts_is_told_to_make_one(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        COMMAND,
        "serve",
        "--port",
        "0",
        "--accounts",
        "-l",
        str(tmp_path / "a.db"),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        said = [running.stderr.readline() for _ in range(2)]
        running.terminate()
    assert "`armstrail user add NAME --role owner` makes the first one" in said[1]
