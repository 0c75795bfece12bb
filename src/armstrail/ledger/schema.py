"""The tables of the ledger, one schema for SQLite and PostgreSQL.

What is kept is only ever added to (`KEPT`, guarded by triggers): captures and their bytes, documents and where they
were seen, readings with their statements and claims, judgements and joins of deals, failures, visits, releases of
registers with their rows, users and what they did. What is derived from it to be found quickly (`faces`, `terms`,
`columns`, the words, the stories, the deals) follows; it may be dropped and made again. What signs a person in
(passwords, sessions, tokens, failed sign-ins) is neither, and changes: a former hash only serves a thief.

Numbers (`id`) are given by the one writer at a time and say nothing; `key` is the name a person uses: of a document by
the hash of its text, of a statement and a claim by their words and, for a claim, its dyad.
Times are texts, ISO 8601 in UTC; records are objects of JSON (docs/records.md).
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

_TEXT = Text().with_variant(
    Text(collation="C"), "postgresql"
)  # ordered by characters everywhere, as SQLite does


def now() -> str:
    """The time, as it is kept."""
    return time_of(datetime.now(UTC))


def time_of(moment: datetime) -> str:
    """A moment in UTC, as it is kept."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=False)


def _to(column: str, table: Table, *, optional: bool = False) -> Column[int]:
    return Column(column, Integer, ForeignKey(table.c.id), nullable=optional, index=True)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, _TEXT, nullable=optional)


migrations = Table("migrations", metadata, Column("name", _TEXT, primary_key=True), _text("applied"))

bodies = Table(
    "bodies",
    metadata,
    _number(),
    Column("sha256", _TEXT, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),  # zlib
)

captures = Table(
    "captures",
    metadata,
    _number(),
    _text("address"),
    _text("fetched"),
    Column("status", Integer),
    _to("body_id", bodies),
    _text("kind", optional=True),
    _text("charset", optional=True),
    UniqueConstraint("address", "body_id"),
)

documents = Table(
    "documents",
    metadata,
    _number(),
    Column("key", _TEXT, nullable=False, unique=True),
    _text("title"),
    _text("text"),
)

sightings = Table(
    "sightings",
    metadata,
    _number(),
    _to("capture_id", captures),
    _to("document_id", documents),
    Column("name", _TEXT, nullable=False, index=True),  # the id that the source gives it
    _text("title"),
    _text("published", optional=True),  # as the source says it
    _text("day", optional=True),  # the same as YYYY-MM-DD
    _text("outlet", optional=True),
    _text("url", optional=True),
    _text("notes"),
    _text("credit", optional=True),
    UniqueConstraint("capture_id", "document_id"),
)

readings = Table(
    "readings",
    metadata,
    _number(),
    _to("document_id", documents),
    _to("sighting_id", sightings),
    _text("name"),  # the reader and its version
    _text("made"),
    _text("coverage"),
    _text("own", optional=True),  # sentences of the outlet's own; None where the reader did not look
    UniqueConstraint("document_id", "name", "sighting_id"),
)

statements = Table(
    "statements",
    metadata,
    _number(),
    Column("key", _TEXT, nullable=False, index=True),
    _text("name"),
    _to("reading_id", readings),
    _to("document_id", documents),
    _text("published", optional=True),
    _text("outlet", optional=True),
    _text("speaker", optional=True),
    _text("party", optional=True),
    _text("voice"),
    _text("topics", optional=True),  # None where its reader did not look
    _text("event", optional=True),
    _text("occasion", optional=True),  # its name
    _text("channel", optional=True),  # its kind
    Column("meaning", LargeBinary),
    _text("source"),
    _text("cue"),
    _text("content"),
    Column("confidence", Float),
    _text("record"),
)

claims = Table(
    "claims",
    metadata,
    _number(),
    Column("key", _TEXT, nullable=False, index=True),
    _text("name"),
    _to("reading_id", readings),
    _to("document_id", documents),
    _text("published", optional=True),
    _text("outlet", optional=True),
    _text("suppliers"),
    _text("recipients"),
    _text("items"),
    _text("categories"),
    _text("stage"),
    _text("polarity"),
    _text("certainty"),
    _text("speakers"),
    _text("voice"),
    _text("evidence"),
    _text("statement", optional=True),  # the key of the statement it stands in
    Column("confidence", Float),
    _text("record"),
)

judgements = Table(
    "judgements",
    metadata,
    _number(),
    _text("name"),  # the decision
    _text("reviewer"),
    _text("made"),
    _text("kind"),  # claim or statement
    Column("record", _TEXT, nullable=False, index=True),  # its key
    _to("document_id", documents),
    _text("place"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("words"),
    _text("suppliers"),
    _text("recipients"),
    _text("changes", optional=True),
    _text("note"),
    # None in those from before the two were kept
    Column("reading_id", Integer),  # the reading that it was made on
    Column("undoes", Boolean),  # whether it takes back the one that its reviewer made before
)

failures = Table(
    "failures",
    metadata,
    _number(),
    Column("address", _TEXT, nullable=False, index=True),
    _to("capture_id", captures, optional=True),
    _to("document_id", documents, optional=True),
    _text("made"),
    _text("name"),  # the reason
)

visits = Table(
    "visits",
    metadata,
    _number(),
    Column("address", _TEXT, nullable=False, index=True),
    _text("made"),
    Column("status", Integer, nullable=False),
    _text("etag", optional=True),
    _text("last_modified", optional=True),
)

joins = Table(
    "joins",
    metadata,
    _number(),
    _text("name"),  # together or apart
    _text("reviewer"),
    _text("made"),
    Column("one", _TEXT, nullable=False, index=True),  # names of strands
    Column("other", _TEXT, nullable=False, index=True),
    _text("note"),
)

releases = Table(
    "releases",
    metadata,
    _number(),
    Column("sha256", _TEXT, nullable=False, index=True),
    _text("register"),
    _text("date", optional=True),
    _text("layout"),
    _text("file"),
    _text("added"),
    Column("first", Integer),  # the years it covers
    Column("last", Integer),
    _text("columns"),
    _text("preamble"),
    _text("mapping", optional=True),
    _text("faults"),
)

register_rows = Table(
    "register_rows",
    metadata,
    Column("release_id", Integer, ForeignKey(releases.c.id), primary_key=True, autoincrement=False),
    Column("line", Integer, primary_key=True, autoincrement=False),  # in its file
    _text("cells"),
)

users = Table(
    "users",
    metadata,
    _number(),
    _text("name"),
    Column("folded", _TEXT, nullable=False, unique=True),  # by which a name is found, however it is written
    _text("made"),
)

user_states = Table(
    "user_states",  # a row a change, the last one of a user holds
    metadata,
    _number(),
    _to("user_id", users),
    _text("role"),
    Column("disabled", Integer, nullable=False),
    _text("made"),
)

audit = Table(
    "audit",
    metadata,
    _number(),
    _text("made"),
    _text("who"),
    _text("address"),
    _text("what"),
    _text("record"),
    _text("outcome"),
    Index("audit_of", "address", "what", "made"),
)

KEPT = (
    bodies,
    captures,
    documents,
    sightings,
    readings,
    statements,
    claims,
    judgements,
    failures,
    visits,
    joins,
    releases,
    register_rows,
    users,
    user_states,
    audit,
)
"""What is only ever added to."""

# ------------------------------------------------------------------ secrets, and what ends

passwords = Table(
    "passwords",
    metadata,
    Column("user_id", Integer, ForeignKey(users.c.id), primary_key=True, autoincrement=False),
    _text("hash"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", _TEXT, primary_key=True),  # of the token, which is not kept
    _to("user_id", users),
    _text("made"),
    _text("seen"),
    _text("expires"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", _TEXT, primary_key=True),  # of the secret, which is not kept
    Column("key", _TEXT, nullable=False, unique=True),
    _to("user_id", users),
    _text("label"),
    _text("role"),
    _text("made"),
    _text("expires", optional=True),
    _text("revoked", optional=True),
    _text("used", optional=True),  # a day
)

attempts = Table(
    "attempts",  # to sign in, that failed or are being tried
    metadata,
    _number(),
    _text("name"),  # the hash of it: people type their password there
    _text("network"),
    Column("made", _TEXT, nullable=False, index=True),
    Index("attempts_of_a_name", "name", "network", "made"),
    Index("attempts_of_a_network", "network", "made"),
)

# ------------------------------------------------------------------ derived

faces = Table(
    "faces",
    metadata,
    Column("id", Integer, ForeignKey(documents.c.id), primary_key=True, autoincrement=False),
    _to("sighting_id", sightings),
    _to("reading_id", readings, optional=True),
    _text("published", optional=True),
    _text("outlet", optional=True),
)

printings = Table(
    "printings",
    metadata,
    # The sighting: the first of a document at an address. Elsewhere it is another printing, the same words or not.
    Column("id", Integer, ForeignKey(sightings.c.id), primary_key=True, autoincrement=False),
    _to("document_id", documents),
    Column("name", LargeBinary, nullable=False),  # of its words
    # Fingerprints, four bytes each; of the first of a name alone.
    Column("marks", LargeBinary, nullable=False),
)

bonds = Table(
    "bonds",
    metadata,
    Column("one", Integer, ForeignKey(printings.c.id), primary_key=True, autoincrement=False),
    Column("other", Integer, ForeignKey(printings.c.id), primary_key=True, autoincrement=False),
    _text("bond"),
    Column("common", Integer, nullable=False),  # words
)

stories = Table(
    "stories",
    metadata,
    Column("key", _TEXT, primary_key=True),
    _to("origin_id", printings),
    _text("reason"),
    _text("agency", optional=True),
    Column("size", Integer, nullable=False, index=True),  # how many printings
)

members = Table(
    "members",
    metadata,
    Column("story", _TEXT, ForeignKey(stories.c.key), primary_key=True),
    Column("printing_id", Integer, ForeignKey(printings.c.id), primary_key=True, index=True),
    Column("number", Integer, index=True),  # its place in the columns
    Column("place", Integer, nullable=False),
    _text("relation"),
    Column("share", Float, nullable=False),
    Column("of_origin", Float, nullable=False),
    _text("own"),  # its own passages, as [[start, end], …]
)

strands = Table(
    "strands",
    metadata,
    Column("key", _TEXT, primary_key=True),
    _to("claim_id", claims),
    _to("document_id", documents),
    Column("block", _TEXT, nullable=False, index=True),
    Column("deal", _TEXT, nullable=False, index=True),
    _text("why"),
    _text("record"),
)

deals = Table(
    "deals",
    metadata,
    Column("key", _TEXT, primary_key=True),
    Column("supplier", _TEXT, nullable=False, index=True),
    Column("recipient", _TEXT, nullable=False, index=True),
    _text("category"),
    _text("designation", optional=True),
    Column("claims", Integer, nullable=False),
    Column("last", _TEXT, index=True),  # the day of the last publication
)

awaiting = Table(
    "awaiting",  # documents whose claims are still to be gathered
    metadata,
    Column("document_id", Integer, ForeignKey(documents.c.id), primary_key=True, autoincrement=False),
)

uttered = Table(
    "uttered",  # current statements that are gathered by what they mean
    metadata,
    Column("statement_id", Integer, ForeignKey(statements.c.id), primary_key=True, autoincrement=False),
    _to("document_id", documents),
    Column(
        "component", Integer, nullable=False, index=True
    ),  # the least number among those it is linked with
    Column("message", _TEXT, nullable=False, index=True),
    Column("meaning", LargeBinary, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("key", _TEXT, primary_key=True),
    _text("wording"),
    _text("first", optional=True),
    _text("last", optional=True),
)

gathered = Table(
    "gathered", metadata, Column("rules", _TEXT, primary_key=True)
)  # by which the deals are made

terms = Table(
    "terms",
    metadata,
    Column("kind", _TEXT, primary_key=True),
    Column("dimension", _TEXT, primary_key=True),
    Column("code", Integer, primary_key=True, autoincrement=False),
    _text("value"),
    _text("members", optional=True),  # the codes of the members of a list
    UniqueConstraint("kind", "dimension", "value"),
)

columns = Table(
    "columns",
    metadata,
    Column("kind", _TEXT, primary_key=True),
    Column("dimension", _TEXT, primary_key=True),
    Column("chunk", Integer, primary_key=True, autoincrement=False),
    Column("codes", LargeBinary, nullable=False),  # 16,384 numbers of four bytes
    # Greater with every change: the greatest names a state of all columns.
    Column("stamp", Integer, nullable=False, server_default="0"),
)

STAMPS = (
    Index("stamps", columns.c.kind, columns.c.dimension, columns.c.stamp),
    Index("last_stamp", columns.c.stamp),
)

Index(
    "lists",
    terms.c.kind,
    terms.c.dimension,
    sqlite_where=terms.c.members.is_not(None),
    postgresql_where=terms.c.members.is_not(None),
)
