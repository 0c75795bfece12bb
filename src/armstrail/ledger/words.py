"""The words of documents, statements and claims, to be searched: FTS5 in SQLite, `tsvector` in PostgreSQL.

A query is words, all of which must occur, in any form ("tank" finds "tanks"); "words in quotation marks" must stand
together; `-word` must not occur. Both databases stem English words; their ranks differ.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

INDEXED = {
    "documents": ("title", "text"),
    "statements": ("speaker", "content"),
    "claims": ("evidence", "speakers"),
}
"""The columns of each table whose words can be searched."""

LONGEST = 250_000
"""How many characters of a text PostgreSQL indexes: its `tsvector` has a limit of one megabyte."""

_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_WORD = re.compile(r"\w+")


def create(db: Connection) -> None:
    """The tables and columns that hold the words."""
    for table, columns in INDEXED.items():
        if db.dialect.name == "postgresql":
            joined = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
            vector = f"to_tsvector('english', left({joined}, {LONGEST}))"
            db.execute(text(f"ALTER TABLE {table} ADD words tsvector GENERATED ALWAYS AS ({vector}) STORED"))
            db.execute(text(f"CREATE INDEX {table}_words ON {table} USING gin (words)"))
        else:
            db.execute(
                text(
                    # Datasette knows the table by these very quotation marks
                    f'CREATE VIRTUAL TABLE {table}_words USING fts5({", ".join(columns)}, content="{table}",'
                    " content_rowid='id', tokenize='porter unicode61')"
                )
            )


def add(db: Connection, table: str, rows: Iterable[dict[str, object]]) -> None:
    """Index the words of new rows. PostgreSQL does so by itself."""
    columns = INDEXED[table]
    values = [{"id": row["id"], **{column: row[column] for column in columns}} for row in rows]
    if values and db.dialect.name == "sqlite":
        names = ", ".join(columns)
        places = ", ".join(f":{column}" for column in columns)
        db.execute(
            text(f"INSERT INTO {table}_words (rowid, {names}) VALUES (:id, {places})"),  # noqa: S608 - own names
            values,
        )


def matches(
    db: Connection, table: str, query: str, newest: int, *, ranked: bool = True
) -> Sequence[tuple[int, float]]:
    """The rows that hold the words of a query, the newest of them where there are more than `newest`: their number,
    and their rank, the higher the better; 0 where they are not to be `ranked`, which takes most of the time.

    An empty query, or one of marks only, matches nothing.
    """
    if db.dialect.name == "postgresql":
        asked = "websearch_to_tsquery('english', :query)"
        rank = f"ts_rank(words, {asked})" if ranked else "0.0"
        found = text(
            f"SELECT id, {rank} FROM (SELECT id, words FROM {table}"  # noqa: S608 - own names
            f" WHERE words @@ {asked} ORDER BY id DESC LIMIT :newest) AS held"
        )
        spelt = query.replace("\x00", " ")
    else:
        rank = "-rank" if ranked else "0.0"
        found = text(
            f"SELECT rowid, {rank} FROM {table}_words WHERE {table}_words MATCH :query"  # noqa: S608 - own names
            " ORDER BY rowid DESC LIMIT :newest"
        )
        spelt = _fts5(query)
        if not spelt:
            return []
    return db.execute(found, {"query": spelt, "newest": newest}).all()


def _fts5(query: str) -> str:
    """A query as FTS5 reads it: every word in quotation marks, so that none is taken for a command."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _PIECE.findall(query):
        tokens = _WORD.findall(phrase or word)
        if tokens:
            (unwanted if minus else wanted).append(f'"{" ".join(tokens)}"')
    if not wanted:
        return ""
    asked = " AND ".join(wanted)
    return f"({asked}) NOT ({' OR '.join(unwanted)})" if unwanted else asked
