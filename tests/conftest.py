"""Fixtures: a web server on loopback, and the folder of shared data where there is one.

Tests use real files, real sockets and the real command; nothing is patched.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is not to be asked for through a proxy, whatever the machine is set to."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data beside the project, which is not part of it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("needs ../shared, which is not here")
    return folder
