"""A place (a path, a URL of PostgreSQL) to a database: checked, migrated, with its faults told in a line."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from armstrail.errors import ArmstrailError, AskedError, BusyError, LedgerError
from armstrail.ledger.cached import OPTION, Cache, State
from armstrail.ledger.migrations import applied, lacking, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import ExceptionContext

MARK = 0x41524D53
"""SQLite's application_id of a ledger: "ARMS"."""

_PATIENCE = 60
_CONNECTING = 10
_CONNECTIONS = 16
_READING, _WRITING = 16, 64  # MB of pages that a connection keeps
_LOCK = 0x41524D53
_HEADER = b"SQLite format 3\x00"


class Database:
    """An open database: transactions that read, and transactions that write, one writer at a time."""

    def __init__(self, place: str, engine: Engine, file: Path | None = None) -> None:
        self.place = place
        self.engine = engine
        self._columns = Cache()
        event.listen(engine, "handle_error", self._forget)
        self._file = file
        self._identity = _identity(file) if file else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the ledger, however others write meanwhile."""
        self._check()
        with _told(self.place), self.engine.connect() as db:
            db.execution_options(**{OPTION: State(self._columns)})
            if db.dialect.name == "postgresql":
                db.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield db

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Connection]:
        """A transaction that writes all or nothing. Others that write wait; those that read do not.

        Raises BusyError where it is not to `wait` and another is writing.
        """
        self._check()
        with (
            _told(self.place),
            self.engine.connect().execution_options(armstrail_writes=True, armstrail_waits=wait) as db,
            db.begin(),
        ):
            if db.dialect.name == "postgresql":
                lock = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
                if db.scalar(text(f"SELECT {lock}(:lock)"), {"lock": _LOCK}) is False:
                    raise BusyError(f"{self.place}: another program is writing; try again")
            yield db
            self._check()  # what is written into a file that was deleted meanwhile would be lost without a word

    @contextmanager
    def touching(self) -> Iterator[Connection]:
        """A transaction for one small change that may as well be left out: where others write it fails, at once."""
        self._check()
        with _told(self.place), self.engine.connect() as db, db.begin():
            if db.dialect.name == "postgresql":
                db.execute(text("SET LOCAL lock_timeout = '100ms'"))
                yield db
                return
            db.exec_driver_sql("PRAGMA busy_timeout = 0")
            try:
                yield db
            finally:
                db.exec_driver_sql(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")

    def close(self) -> None:
        self.engine.dispose()

    def _forget(self, context: ExceptionContext) -> None:
        """Forget all columns where the server is gone: when it is back it may hold what it held some time ago."""
        if context.is_disconnect:
            self._columns.clear()

    def _check(self) -> None:
        """Raise LedgerError where the file is no longer the one that was opened: SQLite would go on with that one."""
        if self._file and _identity(self._file) != self._identity:
            wal = f"{self._file.name}-wal"
            raise LedgerError(
                f"{self.place}: is gone: it was deleted, moved or replaced while it was open; put it back, with {wal},"
                f" or end what has it open, delete {wal}, and start with another"
            )


def connect(place: str, *, create: bool) -> Database:
    """The database at a place; `create` makes what is lacking, and it can then be written.

    Raises LedgerError where there is none, where it is no ledger, of a newer version, or cannot be reached.
    """
    database = _server(place) if "://" in place else _file(place, create=create)
    try:
        if create:
            with database.writing() as db:
                migrate(db, place)
        else:
            with database.reading() as db:
                names = applied(db)
            if not names:
                raise LedgerError(f"{place}: is no ledger yet; `armstrail add SOURCE` makes one")
            if lacking(place, names):
                with database.writing() as db:
                    migrate(db, place)
    except BaseException:
        database.close()
        raise
    return database


def _server(place: str) -> Database:
    try:
        url = make_url(place)
        if url.get_backend_name() != "postgresql":
            raise LedgerError(
                f"{url.render_as_string()}: a ledger is a file or an address as in postgresql://user@host/name"
            )
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        arguments = {"connect_timeout": _CONNECTING, "cursor_factory": _binary_cursor()}
        engine = create_engine(
            url, connect_args={k: v for k, v in arguments.items() if k not in url.query}, pool_pre_ping=True
        )
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LedgerError(
            "the address of the ledger is not understood; write postgresql://user@host/name"
        ) from error
    except ModuleNotFoundError as error:
        raise LedgerError(
            f"{url.render_as_string()}: needs the driver of PostgreSQL; `pip install 'armstrail[postgresql]'`"
        ) from error
    return Database(url.render_as_string(), engine)


def _binary_cursor() -> type[Any]:
    """Cursors that get results as bytes: as text, which is the default, columns of codes travel at twice their size."""
    import psycopg  # noqa: PLC0415 - an extra

    class BinaryCursor(psycopg.Cursor[Any]):
        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - psycopg's
            super().__init__(*arguments, **options)
            self.format = psycopg.pq.Format.BINARY

    return BinaryCursor


def _file(place: str, *, create: bool) -> Database:
    """A file of SQLite: looked at before it is touched, since opening one that is not ours would change it."""
    path = Path(place)
    _look(place, path, create=create)
    fixed = not create and not _writable(path)
    # A disk that cannot be written cannot hold what WAL needs either: the file is then read as it stands.
    way = "immutable=1" if fixed else "mode=rwc" if create else "mode=rw"
    name = f"{path.resolve().as_uri()}?{way}"

    def connection() -> sqlite3.Connection:
        made = sqlite3.connect(name, uri=True, timeout=_PATIENCE, check_same_thread=False)
        made.isolation_level = None  # transactions begin below, where it is known whether they write
        if not fixed:
            _write_ahead(made)
            made.execute("PRAGMA synchronous = FULL")
        made.execute("PRAGMA foreign_keys = ON")
        made.execute("PRAGMA temp_store = MEMORY")
        return made

    # Last in, first out: few threads use few connections, whose pages are then those that are read most.
    engine = create_engine(
        "sqlite://",
        creator=connection,
        poolclass=QueuePool,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_PATIENCE,
        pool_use_lifo=True,
    )
    event.listen(engine, "begin", _begin)
    if create:
        with _told(place), engine.connect().execution_options(armstrail_writes=True) as db, db.begin():
            if not db.exec_driver_sql("PRAGMA application_id").scalar():
                db.exec_driver_sql(f"PRAGMA application_id = {MARK}")
    return Database(place, engine, path.absolute())


def _begin(db: Connection) -> None:
    """Begin a transaction of SQLite, which writes, or reads, or writes at once or not at all."""
    options = db.get_execution_options()
    writes = options.get("armstrail_writes")
    db.exec_driver_sql(f"PRAGMA cache_size = {-1024 * (_WRITING if writes else _READING)}")
    if options.get("armstrail_waits", True):
        db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        return
    db.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        db.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        db.exec_driver_sql(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from all others; None where there is none."""
    with suppress(OSError):
        held = path.stat()
        return held.st_dev, held.st_ino
    return None


def _write_ahead(db: sqlite3.Connection) -> None:
    """Readers beside a writer. To change to it takes a moment without others, which SQLite does not wait for."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _look(place: str, path: Path, *, create: bool) -> None:
    """Raise LedgerError where a file is no ledger, or cannot become one."""
    try:
        if path.is_dir():
            raise LedgerError(f"{place}: is a directory; name a file in it, as in {path / 'armstrail.db'}")
        if not path.exists():
            if not create:
                raise LedgerError(
                    f"{place}: no such ledger; `armstrail add SOURCE` makes one, --ledger names another"
                )
            if not path.parent.is_dir():
                raise LedgerError(f"{place}: there is no directory {path.parent}; make it first")
            return
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError as error:
        raise LedgerError(f"{place}: cannot be opened ({(error.strerror or str(error)).lower()})") from error
    if head and not head.startswith(_HEADER):
        raise LedgerError(f"{place}: is no ledger; nothing was changed in it. Choose another --ledger")
    if head and not _ours(path):
        raise LedgerError(
            f"{place}: is a database of another program; nothing was changed in it. Choose another --ledger"
        )


def _ours(path: Path) -> bool:
    """Whether a database has our mark, or holds nothing yet: a run that was stopped at once leaves such a one."""
    uri = f"{path.resolve().as_uri()}?{'mode=ro' if _writable(path) else 'immutable=1'}"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as db:
            if db.execute("PRAGMA application_id").fetchone()[0] == MARK:
                return True
            return not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError:
        return False


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def _told(place: str) -> Iterator[None]:
    """What goes wrong in the database, in a line that says what to do; an interruption stays one."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        if _interrupted(error):
            raise KeyboardInterrupt from error
        raise _fault(place, error) from error


def _interrupted(error: BaseException) -> bool:
    """Whether an error came of an interruption: of a connection that it left busy, SQLAlchemy says only that it is."""
    met: BaseException | None = error.orig if isinstance(error, DBAPIError) else None
    while met and not isinstance(met, KeyboardInterrupt):
        met = met.__context__
    return met is not None


def _fault(place: str, error: SQLAlchemyError | sqlite3.Error) -> ArmstrailError:
    if isinstance(
        error, DataError
    ):  # a null character, a number out of range: PostgreSQL has no such text, no such number
        return AskedError(f"{place}: cannot be asked for this ({' '.join(str(error.orig).split())})")
    if isinstance(error, SQLAlchemyError) and not isinstance(error, DBAPIError):
        return LedgerError(f"{place}: {' '.join(str(error).split())}")
    said = " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())
    kind = BusyError if _BUSY in said.lower() else LedgerError
    return kind(f"{place}: {_reason(said)}")


_BUSY = "database is locked"
_LOST = "the PostgreSQL server ended the connection; try again once it is back"
_REASONS = {
    "database or disk is full": "the disk is full; free some space and run the same again, it goes on where it was",
    "disk i/o error": "the disk cannot be written or read; the same run goes on where it was once it can",
    "readonly database": "cannot be written (a read-only disk or file, or no permission); copy it, and its -wal where"
    " there is one, to where it can be, or choose another --ledger",
    "unable to open database file": "cannot be written (a read-only disk or file, or no permission); choose another"
    " --ledger",
    _BUSY: f"another program has been writing for over {_PATIENCE} seconds; try again",
    "malformed": "is damaged; `sqlite3 FILE .recover` saves what can be saved",
    "not a database": "is no ledger; choose another --ledger",
    "connection refused": "no PostgreSQL answers there; is it running?",
    "server closed the connection": _LOST,
    "terminating connection": _LOST,
    "connection is lost": _LOST,
    "connection is closed": _LOST,
    "permission denied for": "the user of this address lacks a right that this needs; name another, or have it granted",
    "read-only transaction": "is read only for this user or on this server; name another in the address",
    "starting up": "PostgreSQL is starting; try again in a moment",
    "shutting down": "PostgreSQL is stopping; try again once it is back",
    "no space left": "the disk of the server is full; free some space and run the same again, it goes on where it was",
}


def _reason(said: str) -> str:
    """The reason for a person, where the database's own words are known; else those words."""
    return next((reason for words, reason in _REASONS.items() if words in said.lower()), said)
