"""The server that other tests rely on: real, of its own, and gone when they are done."""

from __future__ import annotations

import socket
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from tests.postgresql import HOST, Postgres, programs, serving


def test_it_answers(postgres: Postgres) -> None:
    said = _ask(postgres.new_database(), "SELECT version() || current_setting('server_encoding')")
    assert said.startswith("PostgreSQL ") and said.endswith("UTF8")


def test_databases_are_fresh_and_separate(postgres: Postgres) -> None:
    one, other = postgres.new_database(), postgres.new_database()
    assert one != other
    engine = create_engine(one, poolclass=NullPool)
    with engine.begin() as db:
        db.execute(text("CREATE TABLE ships (name text)"))
    assert inspect(engine).get_table_names() == ["ships"]
    assert inspect(create_engine(other, poolclass=NullPool)).get_table_names() == []


def test_a_database_is_dropped_even_while_it_is_open(postgres: Postgres) -> None:
    url = postgres.new_database()
    with psycopg.connect(url.replace("+psycopg", "")):
        postgres.drop(url)
    names = _ask(postgres.at("postgres"), "SELECT string_agg(datname, ' ') FROM pg_database")
    assert url.rpartition("/")[2] not in names.split()


def test_it_does_not_run_as_root(postgres: Postgres) -> None:
    assert (postgres.folder / "data" / "postmaster.pid").stat().st_uid != 0


def test_it_listens_on_one_address_of_loopback(postgres: Postgres) -> None:
    assert _ask(postgres.at("postgres"), "SHOW listen_addresses") == HOST
    assert _answers(HOST, postgres.port)
    assert not _answers("127.0.0.2", postgres.port), "listens everywhere"


def test_it_is_gone_after_the_block(postgres: Postgres) -> None:
    server = programs()
    assert server, "the fixture found it"
    with serving(server) as running:
        assert running.port != postgres.port
        assert _ask(running.new_database(), "SELECT 'here'") == "here"
    assert not running.folder.exists()
    assert not _answers(HOST, running.port)


def test_one_that_does_not_start_shows_its_log(postgres: Postgres, tmp_path: Path) -> None:
    del postgres  # tells whether there is a server at all
    server = programs()
    assert server, "the fixture found it"
    with pytest.raises(RuntimeError, match=r"does not start:\n.*initdb"), serving(tmp_path / "elsewhere"):
        pass


def test_a_place_for_a_ledger_is_fresh(fresh_place: str) -> None:
    if "://" in fresh_place:
        engine = create_engine(fresh_place, poolclass=NullPool)
        assert inspect(engine).get_table_names() == []
    else:
        assert not Path(fresh_place).exists() and Path(fresh_place).parent.is_dir()


def _answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((host, port)) == 0


def _ask(url: str, question: str) -> str:
    with create_engine(url, poolclass=NullPool).connect() as db:
        return str(db.execute(text(question)).scalar_one())
