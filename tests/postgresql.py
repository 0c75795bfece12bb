"""A PostgreSQL server on loopback: a real one, made for the run in a folder of its own and gone with it."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from armstrail.ledger import Ledger

LACKING = "needs PostgreSQL (Debian's package postgresql), which is not here: nothing of the ledger was tested on it"
"""Why a test was skipped; the summary of the run counts tests by it."""

HOST = "127.0.0.1"
USER = "armstrail"

_PROGRAMS = ("initdb", "pg_ctl", "postgres")
_DEBIAN = Path("/usr/lib/postgresql")

# A shell keeps the server, and ends it when its standard input does: however the tests end, killed among it,
# neither server nor folder stays behind. The first three words are the folder of the programs, the server's own and
# the user; the others are ports to try, for another program may have taken one in the meantime.
_KEEPER = """
programs=$1 folder=$2 user=$3
shift 3
exec 2>>"$folder/log"
"$programs/initdb" --pgdata="$folder/data" --username="$user" --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync \\
  >>"$folder/log" && cat "$folder/settings" >>"$folder/data/postgresql.conf" || shift $#
listening=failed
for port; do
  "$programs/pg_ctl" start --silent --wait --pgdata="$folder/data" --log="$folder/log" --options="-p $port" &&
    listening=$port && break
done
echo "$listening"
read -r _
"$programs/pg_ctl" stop --silent --mode=immediate --pgdata="$folder/data"
cd / && rm -rf "$folder"
"""

# What it holds is thrown away, so nothing has to reach the disk.
_SETTINGS = """
listen_addresses = '{host}'
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 16MB
"""


class Postgres:
    """A running server: fresh databases by their address, as SQLAlchemy writes it, and the server's folder."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.folder = folder
        self._numbers = itertools.count(1)
        self._empty: str | None = None

    def at(self, name: str) -> str:
        return f"postgresql+psycopg://{USER}@{HOST}:{self.port}/{name}"

    def new_database(self, like: str = "template0") -> str:
        """The address of a database that nobody else has: an empty one, or one like another of that name."""
        name = f"ledger_{next(self._numbers)}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._tell(command.format(sql.Identifier(name), sql.Identifier(like)))
        return self.at(name)

    def new_ledger(self) -> str:
        """The address of an empty ledger that nobody else has: a copy of one, which is made in a sixth of the time."""
        if self._empty is None:
            address = self.new_database()
            Ledger.open(address, create=True).close()
            self._empty = make_url(address).database or ""
        return self.new_database(self._empty)

    def drop(self, url: str) -> None:
        """Delete a database, and close the connections to it that a test has left open."""
        name = make_url(url).database or ""
        self._tell(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _tell(self, command: sql.Composed) -> None:
        with psycopg.connect(host=HOST, port=self.port, user=USER, dbname="postgres", autocommit=True) as db:
            db.execute(command)


def programs() -> Path | None:
    """The folder of the server's programs: the one on PATH, else the newest of Debian's, which are not on it."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(_DEBIAN.glob("[0-9]*/bin"), key=_version, reverse=True)
    return next((folder for folder in folders if all((folder / name).is_file() for name in _PROGRAMS)), None)


@contextmanager
def serving(programs: Path) -> Iterator[Postgres]:
    """A server for as long as the block lasts.

    Raises RuntimeError, with the server's log, where it does not start.
    """
    runner = _runner()
    # Not in TMPDIR, which may be closed to the runner or too long: a socket's path has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="armstrail-pg-", dir="/tmp"))
    (folder / "settings").write_text(_SETTINGS.format(host=HOST, folder=folder))
    if runner:
        os.chown(folder, runner.pw_uid, runner.pw_gid)
    with subprocess.Popen(
        ["sh", "-c", _KEEPER, "sh", str(programs), str(folder), USER, *map(str, _free_ports(5))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        user=runner and runner.pw_uid,
        group=runner and runner.pw_gid,
        extra_groups=[] if runner else None,
        start_new_session=True,  # Ctrl-C is for the tests, which end the server when they are done
    ) as keeper:
        assert keeper.stdout
        port = keeper.stdout.readline().strip()
        if not port.isdigit():
            raise RuntimeError(f"PostgreSQL ({programs}) does not start:\n{_log(folder)}")
        yield Postgres(int(port), folder)


def _log(folder: Path) -> str:
    log = folder / "log"
    return log.read_text(errors="replace") if log.exists() else "it wrote no log"


def _version(folder: Path) -> tuple[int, ...]:
    """15 of /usr/lib/postgresql/15/bin."""
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _runner() -> pwd.struct_passwd | None:
    """Whom the server runs as where the tests run as root, which PostgreSQL refuses; None for the same user."""
    if os.geteuid():
        return None
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((HOST, 0))
        return [probe.getsockname()[1] for probe in probes]
