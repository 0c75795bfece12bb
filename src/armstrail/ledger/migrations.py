"""Named migrations: what a ledger's tables are made by, each applied once, in this order.

A ledger that knows of a migration which is not here was made by a newer Armstrail and is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import inspect, select, text

from armstrail.errors import LedgerError
from armstrail.ledger import deal_columns, gathering, prints, words
from armstrail.ledger import judgements as decided_on
from armstrail.ledger.folding import Folding
from armstrail.ledger.schema import (
    KEPT,
    STAMPS,
    audit,
    columns,
    faces,
    joins,
    judgements,
    metadata,
    migrations,
    now,
    readings,
    register_rows,
    releases,
    sightings,
    statements,
    user_states,
    users,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection, Table


@dataclass(frozen=True, slots=True)
class Migration:
    """One change of the tables. Its name is never given to another."""

    name: str
    apply: Callable[[Connection], None]


def _tables(db: Connection) -> None:
    metadata.create_all(db)
    if db.dialect.name == "postgresql":
        # Packed, as long values usually are there, columns of codes take longer to unpack than to count.
        db.execute(text("ALTER TABLE columns ALTER COLUMN codes SET STORAGE EXTERNAL"))


def _append_only(db: Connection) -> None:
    """Triggers that refuse to change or delete what is kept."""
    if db.dialect.name == "postgresql":
        db.execute(
            text(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'the ledger is only ever added to'; END $$"
            )
        )
    _guard(db, KEPT)


def _guard(db: Connection, tables: Iterable[Table]) -> None:
    for table in tables:
        for change in ("UPDATE", "DELETE"):
            name = f"keep_{table.name}_{change.lower()}"
            if db.dialect.name == "postgresql":
                what = f"CREATE OR REPLACE TRIGGER {name} BEFORE {change} ON {table.name} EXECUTE FUNCTION refuse()"
            else:
                what = (
                    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {change} ON {table.name}"
                    " BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END"
                )
            db.execute(text(what))


def _stories(db: Connection) -> None:
    """The tables of stories, and the stories of what is there."""
    _stamps(db)
    _add_columns(db, sightings, ("credit",))
    Folding().fold(db, list(db.scalars(select(faces.c.id))))


def _deals(db: Connection) -> None:
    """The tables of deals and registers, and the deals of what is there."""
    _stamps(db)
    _guard(db, (joins, releases, register_rows))
    gathering.regather(db)


def _stamps(db: Connection) -> None:
    """Columns have stamps, and members of stories numbers; statements say what they are about."""
    metadata.create_all(db)
    _topics(db)
    _judged(db)
    held = {column["name"] for column in inspect(db).get_columns(columns.name)}
    if "stamp" not in held:
        db.execute(text("ALTER TABLE columns ADD COLUMN stamp INTEGER NOT NULL DEFAULT 0"))
        for index in STAMPS:
            index.create(db)
    prints.add_numbers(db)


def _reviews(db: Connection) -> None:
    """What records are found by beside what they were: certainty, confidence, how they are reviewed."""
    decided_on.enter_all(db)


def _accounts(db: Connection) -> None:
    """The tables of users, of what signs them in, and of what they did."""
    metadata.create_all(db)
    _guard(db, (users, user_states, audit))


def _topics(db: Connection) -> None:
    """Columns for what statements are about; what was read before has none until it is read again."""
    _add_columns(db, statements, ("topics", "event", "occasion", "channel", "meaning"))
    _add_columns(db, readings, ("own",))


def _judged(db: Connection) -> None:
    """Columns for the reading that a judgement was made on, and whether it takes one back."""
    _add_columns(db, judgements, ("reading_id", "undoes"))


def _add_columns(db: Connection, table: Table, names: Iterable[str]) -> None:
    held = {column["name"] for column in inspect(db).get_columns(table.name)}
    for name in names:
        if name not in held:
            kind = table.c[name].type.compile(db.dialect)
            db.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {name} {kind}"))


def _prints(db: Connection) -> None:
    """How the printings of what is there stand in their stories."""
    metadata.create_all(db)
    prints.enter_all(db)


MIGRATIONS = (
    Migration("tables", _tables),
    Migration("append-only", _append_only),
    Migration("words", words.create),
    Migration("stories", _stories),
    Migration("deals", _deals),
    Migration("stamps", _stamps),
    Migration("reviews", _reviews),
    Migration("accounts", _accounts),
    Migration("prints", _prints),
    Migration("deal-columns", deal_columns.enter_all),
    Migration("topics", _topics),
    Migration("judged", _judged),
    Migration("names", gathering.keep_names),
    Migration("followed", gathering.follow_names),
)


def applied(db: Connection) -> list[str]:
    """The names of the migrations that a database has seen; none where it is no ledger."""
    if not inspect(db).has_table(migrations.name):
        return []
    return list(db.scalars(select(migrations.c.name)))


def lacking(place: str, names: list[str]) -> list[Migration]:
    """What is still to be applied. Raises LedgerError where the ledger is newer than this program."""
    newer = sorted(set(names) - {migration.name for migration in MIGRATIONS})
    if newer:
        raise LedgerError(
            f"{place}: was written by a newer Armstrail (it has the migration {newer[0]!r});"
            " upgrade with `pip install --upgrade armstrail`"
        )
    return [migration for migration in MIGRATIONS if migration.name not in names]


def migrate(db: Connection, place: str) -> None:
    """Apply what is lacking, within the caller's transaction."""
    for migration in lacking(place, applied(db)):
        migration.apply(db)
        db.execute(migrations.insert(), {"name": migration.name, "applied": now()})
