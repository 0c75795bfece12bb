"""Fixtures: the command, a web server and PostgreSQL on loopback, and the folder of shared data where there is one.

Tests use real files, real sockets and the real command; nothing is patched.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from armstrail.cli import main
from tests import postgresql
from tests.ledgers import empty_file
from tests.postgresql import Postgres
from tests.server import Server, serving

Ran = tuple[int, str, list[str]]
Armed = Callable[..., Ran]


@pytest.fixture
def armed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Armed:
    """The command within this process, which has the tables loaded already: its exit status, its output, the lines on
    standard error.
    """

    def run(*arguments: str | Path, given: bytes = b"") -> Ran:
        monkeypatch.setattr("sys.argv", ["armstrail", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as ended:
            main()
        output, errors = capsys.readouterr()
        said = ended.value.code
        if isinstance(said, str):  # the interpreter prints it on its way out
            return 1, output, [*errors.splitlines(), said]
        return int(said or 0), output, errors.splitlines()

    return run


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server. Where there is none its tests skip; CI says that they must not."""
    programs = postgresql.programs()
    if not programs:
        if os.environ.get("ARMSTRAIL_TESTS_NEED_POSTGRESQL") == "1":
            pytest.fail(postgresql.LACKING)
        pytest.skip(postgresql.LACKING)
    with postgresql.serving(programs) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty ledger that is there already: a file, then a database."""
    yield from _places(tmp_path, request, made=True)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place_of_module(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The same for the tests of one file together."""
    yield from _places(tmp_path_factory.mktemp("place"), request, made=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where `create=True` makes a ledger: a path without a file, then a database that holds nothing."""
    yield from _places(tmp_path, request, made=False)


def _places(folder: Path, request: pytest.FixtureRequest, *, made: bool) -> Iterator[str]:
    if request.param == "sqlite":
        place = folder / "ledger.db"
        if made:
            place.write_bytes(empty_file())
        yield str(place)
        return
    # Asked for only here, so that the half on SQLite runs where there is no PostgreSQL.
    running: Postgres = request.getfixturevalue("postgres")
    url = running.new_ledger() if made else running.new_database()
    yield url
    running.drop(url)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say last, where it is seen, how much was not tested for want of PostgreSQL."""
    yield
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(postgresql.LACKING in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(
            f"Tests skipped for want of PostgreSQL: {count}. On Debian, `apt-get install postgresql` brings it."
        )


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
