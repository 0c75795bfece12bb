"""Which places are ledgers, and what is said of those that are not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from armstrail.errors import BusyError, LedgerError
from armstrail.ledger import Ledger, Query
from armstrail.ledger.migrations import MIGRATIONS
from armstrail.ledger.opening import connect
from armstrail.ledger.schema import visits
from tests.ledger.made import GIFT, READER, addition, document
from tests.postgresql import Postgres


def test_migrations_are_applied_once_in_their_order(fresh_place: str) -> None:
    for _ in range(2):
        Ledger.open(fresh_place, create=True).close()
    database = connect(fresh_place, create=False)
    with database.reading() as db:
        names = [row[0] for row in db.exec_driver_sql("SELECT name FROM migrations")]
    database.close()
    assert sorted(names) == sorted(migration.name for migration in MIGRATIONS)


def test_a_ledger_of_a_newer_version_is_left_alone(fresh_place: str) -> None:
    Ledger.open(fresh_place, create=True).close()
    database = connect(fresh_place, create=False)
    with database.writing() as db:
        db.exec_driver_sql("INSERT INTO migrations VALUES ('of tomorrow', '')")
    database.close()
    for create in (True, False):
        with pytest.raises(LedgerError, match=r"written by a newer Armstrail .*'of tomorrow'.*upgrade"):
            Ledger.open(fresh_place, create=create)


def test_there_must_be_a_ledger_to_read(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no such ledger; `armstrail add SOURCE` makes one"):
        Ledger.open(str(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(LedgerError, match="is a directory"):
        Ledger.open(str(tmp_path), create=True)
    with pytest.raises(LedgerError, match="there is no directory"):
        Ledger.open(str(tmp_path / "none" / "a.db"), create=True)


def test_what_is_no_ledger_is_not_touched(tmp_path: Path) -> None:
    note, other = tmp_path / "note.db", tmp_path / "other.db"
    note.write_text(
        "A note, and no database at all; long enough to have a header of a hundred bytes, were it one."
    )
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE documents (id)")
    before = note.read_bytes(), other.read_bytes()
    for place, reason in ((note, "is no ledger"), (other, "is a database of another program")):
        for create in (True, False):
            with pytest.raises(LedgerError, match=reason):
                Ledger.open(str(place), create=create)
    assert (note.read_bytes(), other.read_bytes()) == before
    assert sorted(tmp_path.iterdir()) == [note, other]


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    place.touch()
    with Ledger.open(str(place), create=True) as ledger:
        assert not any(ledger.sizes().values())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a read-only disk")
def test_a_ledger_on_a_read_only_disk_can_be_read_and_says_that_it_cannot_be_written(tmp_path: Path) -> None:
    place = tmp_path / "disk" / "a.db"
    place.parent.mkdir()
    with Ledger.open(str(place), create=True) as ledger:
        ledger.append([addition(document())], READER)
    mounted = subprocess.run(["mount", "--bind", "-o", "ro", place.parent, place.parent], capture_output=True)
    if mounted.returncode or os.access(place, os.W_OK):
        subprocess.run(["umount", "-l", place.parent], capture_output=True)
        pytest.skip("mounting is not allowed here")
    try:
        with Ledger.open(str(place)) as ledger:
            assert len(list(ledger.claims())) == 1
            with pytest.raises(LedgerError, match=r"read-only disk or file.*copy it, and its -wal"):
                list(ledger.deals())  # which are still to be gathered
        with pytest.raises(LedgerError, match="read-only disk or file"):
            Ledger.open(str(place), create=True)
    finally:
        subprocess.run(["umount", "-l", place.parent], check=True)


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("mysql://user@host/name", "a ledger is a file or an address as in postgresql://"),
        ("postgresql://user@127.0.0.1:1/name", "no PostgreSQL answers there"),
        ("://", "not understood"),
        ("nonsense://x", "is a file or an address as in postgresql|not understood"),
    ],
)
def test_what_is_no_address_of_a_ledger_is_said(place: str, reason: str) -> None:
    with pytest.raises(LedgerError, match=reason):
        Ledger.open(place, create=True)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(LedgerError) as raised:
        Ledger.open("postgresql://user:secret@127.0.0.1:1/name")
    assert "secret" not in str(raised.value)


# ------------------------------------------------------------------ what may happen while it is open


@pytest.mark.parametrize("replaced", [False, True])
def test_a_ledger_whose_file_is_gone_is_neither_read_nor_written(tmp_path: Path, replaced: bool) -> None:
    place, other = tmp_path / "a.db", tmp_path / "b.db"
    with Ledger.open(str(place), create=True) as ledger:
        ledger.append([addition(document())], READER)
        assert ledger.find("claims", Query()).total == 1
        if replaced:
            Ledger.open(str(other), create=True).close()
            for name in ("a.db-wal", "a.db-shm"):  # SQLite would play them into any file of that name
                (tmp_path / name).unlink()
            other.replace(place)
        else:
            place.unlink()
        for ask in (
            lambda: ledger.find("claims", Query()),
            lambda: list(ledger.claims()),
            lambda: ledger.append([addition(document(GIFT), "/b")], READER),
            ledger.awaiting,
            ledger.gather,
        ):
            with pytest.raises(LedgerError, match=r"a\.db: is gone: it was deleted, moved or replaced"):
                ask()
    if replaced:
        with Ledger.open(str(place)) as opened:
            assert not any(opened.sizes().values())
    else:
        assert not place.exists()


def test_nothing_is_written_into_a_file_that_goes_meanwhile(tmp_path: Path) -> None:
    place, kept = tmp_path / "a.db", tmp_path / "kept.db"
    with Ledger.open(str(place), create=True) as ledger:
        with pytest.raises(LedgerError, match="is gone"):
            write(ledger, lambda: place.rename(kept))
        kept.rename(place)
        assert ledger.sizes()["visits"] == 0
        ledger.append([addition(document())], READER)
        assert ledger.find("claims", Query()).total == 1


def write(ledger: Ledger, meanwhile: Callable[[], object]) -> None:
    with ledger._database.writing() as db:
        db.execute(visits.insert(), {"id": 1, "address": "/", "made": "", "status": 200})
        meanwhile()


def test_who_does_not_wait_is_told_that_another_writes(fresh_place: str) -> None:
    with Ledger.open(fresh_place, create=True) as ledger, Ledger.open(fresh_place) as other:
        ledger.append([addition(document())], READER)
        with other._database.writing():
            with pytest.raises(BusyError), ledger._database.writing(wait=False):
                raise AssertionError
            assert ledger.gather_if_few() == 1
        assert ledger.gather_if_few(0) == 1
        assert ledger.gather_if_few() == 0
        assert len(ledger.deal_page().deals) == 1


def test_who_may_only_read_a_server_is_told_what_to_do_where_deals_are_still_to_be_gathered(
    postgres: Postgres,
) -> None:
    place = postgres.new_ledger()
    own = make_url(place)
    with Ledger.open(place) as ledger:
        ledger.append([addition(document())], READER)
    told(postgres, "CREATE ROLE guest LOGIN IN ROLE pg_read_all_data")
    told(postgres, "CREATE ROLE bound LOGIN SUPERUSER")
    told(postgres, "ALTER ROLE bound SET default_transaction_read_only = on")
    for user, reason in (("guest", "lacks a right.*have it granted"), ("bound", "read only.*name another")):
        with Ledger.open(own.set(username=user).render_as_string()) as ledger:
            assert len(list(ledger.claims())) == 1
            with pytest.raises(LedgerError, match=reason):
                list(ledger.deals())
    postgres.drop(place)
    told(postgres, "DROP ROLE guest, bound")


def test_a_server_may_end_connections_and_go_away_and_come_back(postgres: Postgres) -> None:
    place = postgres.new_database()
    name = make_url(place).database
    with Ledger.open(place, create=True) as ledger:
        ledger.append([addition(document())], READER)
        assert ledger.find("claims", Query()).total == 1
        with pytest.raises(LedgerError, match="ended the connection"):
            write(ledger, lambda: told(postgres, END.format(name)))
        assert ledger.find("claims", Query()).total == 1
        told(postgres, END.format(name))
        told(postgres, f"ALTER DATABASE {name} RENAME TO elsewhere")
        for _ in range(2):
            with pytest.raises(LedgerError, match="does not exist"):
                ledger.find("claims", Query())
        told(postgres, f"ALTER DATABASE elsewhere RENAME TO {name}")
        assert ledger.find("claims", Query()).total == 1
    postgres.drop(place)


def test_an_interruption_of_a_busy_connection_is_one(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = postgres.new_database()
    with Ledger.open(place, create=True) as ledger:
        ledger.append([addition(document())], READER)

        def sent_only(_: psycopg.Connection, asked: Generator[object, object, object], **__: object) -> None:
            with suppress(StopIteration):
                next(asked)  # as where Ctrl-C falls between a question and the wait for its answer
                raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(psycopg.Connection, "wait", sent_only)
            with pytest.raises(KeyboardInterrupt):
                ledger.find("claims", Query())
        assert ledger.find("claims", Query()).total == 1
    postgres.drop(place)


END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"


def told(postgres: Postgres, command: str) -> None:
    where = make_url(postgres.at("postgres")).set(drivername="postgresql").render_as_string()
    with psycopg.connect(where, autocommit=True) as db:
        db.execute(command)
