"""The workbench as a running server."""

from __future__ import annotations

import socket
import webbrowser
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import uvicorn

from armstrail.errors import OutputError
from armstrail.ledger import Ledger
from armstrail.web.app import create_app
from armstrail.web.samples import read_samples
from armstrail.web.settings import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from armstrail.web.settings import Settings

_LONGEST_HEAD = 1 << 18  # so that it is the workbench that refuses a long address, in its own words


def run(settings: Settings, *, demo: bool, show: bool, say: Callable[[str], None]) -> None:
    """Serve until it is ended. A ledger that is a file is made where there is none; for a `demo` one with the sample
    articles is made and removed again.

    Raises LedgerError where the ledger cannot be opened, OutputError where the address cannot be listened on, or may
    not be: without accounts nobody but this machine is served, nor by a proxy, unless all may read and none decide.
    """
    alone = is_loopback(settings.host) and not settings.proxies
    if not (alone or settings.accounts or settings.read_only):
        raise OutputError(
            f"{settings.host}: others could decide without an account; add --accounts (`armstrail user add`) or"
            " --read-only"
        )
    if demo:
        with TemporaryDirectory() as folder:
            settings = replace(settings, ledger=str(Path(folder) / "samples.db"))
            with Ledger.open(settings.ledger, create=True) as ledger:
                read_samples(ledger)
            _serve(settings, show=show, say=say)
        return
    if "://" not in settings.ledger:
        Ledger.open(settings.ledger, create=True).close()
    _serve(settings, show=show, say=say)


def _serve(settings: Settings, *, show: bool, say: Callable[[str], None]) -> None:
    app = create_app(settings)
    with _listening(settings) as listening:
        host, port = listening.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        say(f"Armstrail shows {settings.ledger} at {address}; Ctrl+C ends it")
        for line in advice(settings, app.state.ledger):
            say(line)
        if show:
            webbrowser.open(address)
        uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                server_header=False,
                http="h11",
                h11_max_incomplete_event_size=_LONGEST_HEAD,
                timeout_keep_alive=75,  # people read a page before they open the next one
                timeout_graceful_shutdown=5,
                proxy_headers=bool(settings.proxies),
                forwarded_allow_ips=list(settings.proxies),
            )
        ).run(sockets=[listening])


def advice(settings: Settings, ledger: Ledger) -> Iterator[str]:
    """What is still to be done before people sign in."""
    if settings.signs_in and not ledger.accounts.users():
        yield "There are no accounts yet: `armstrail user add NAME --role owner` makes the first one"
    if settings.signs_in and not settings.secure and not is_loopback(settings.host):
        yield "Passwords can be read on their way: set a proxy with HTTPS before it, and add --https"


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    made = socket.socket(family)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((settings.host.strip("[]"), settings.port))
        made.listen()  # so that whoever comes when the address is told waits, and is not refused
    except OSError as error:
        made.close()
        raise OutputError(
            f"{settings.host}:{settings.port}: cannot be listened on ({(error.strerror or str(error)).lower()});"
            " choose another --port"
        ) from error
    return made
