"""A workbench that listens on loopback, and Debian's Chromium to look at it with: both real."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from armstrail.ledger.accounts import AccountRules
from armstrail.web.settings import Settings
from tests.web.workbenches import workbench

LACKING = "needs Chromium (Debian's package chromium; CHROMIUM names another), which is not here: no page was looked at"
"""Why a test was skipped; the summary of the run counts tests by it."""

_ENDING = 20.0


@contextmanager
def serving(settings: Settings, rules: AccountRules | None = None) -> Iterator[str]:
    """The address of a workbench that runs for as long as the block lasts, on a port that is free."""
    with workbench(settings, rules) as app, socket.create_server((settings.host, 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        running.start()
        try:
            yield f"http://{settings.host}:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            running.join(_ENDING)


def chromium() -> str | None:
    """The program: the one that CHROMIUM names, else the one on PATH."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@contextmanager
def browsing(program: str) -> Iterator[Browser]:
    """A browser without a window, which asks nobody but the pages' own servers."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other host is found
            ],
        )
        yield browser
        browser.close()


def press(page: Page, key: str) -> None:
    """A key on a page that another key or a click led to, once it has loaded: its parts are seen before it listens."""
    page.wait_for_load_state()
    page.keyboard.press(key)
