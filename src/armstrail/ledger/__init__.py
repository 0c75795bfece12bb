"""The ledger: every capture, its text, its readings, every decision. The only SQL of the project.

>>> from armstrail.ledger import Ledger, Query
>>> with Ledger.open("armstrail.db") as ledger:  # doctest: +SKIP
...     for entry in ledger.find("claims", Query(supplier=("FRA",))).entries:
...         print(entry.name, entry.record.evidence)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import func, select

from armstrail.ledger import gathering, registers, searching
from armstrail.ledger import judgements as decided
from armstrail.ledger.appending import NO_DAY, Addition, Outcome, append, face, outdated, published_day
from armstrail.ledger.entries import (
    KINDS,
    Entry,
    Kind,
    claim_entries,
    document_entries,
    reading_of,
    statement_entries,
)
from armstrail.ledger.folding import Folding, StoryEntry, story_entries
from armstrail.ledger.history import History, history
from armstrail.ledger.keys import document_key
from armstrail.ledger.opening import Database, connect
from armstrail.ledger.registers import ReleaseEntry
from armstrail.ledger.schema import (
    KEPT,
    bodies,
    captures,
    documents,
    faces,
    readings,
    sightings,
    visits,
)
from armstrail.ledger.searching import Query
from armstrail.sources.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from sqlalchemy import Connection

    from armstrail.ledger.judgements import Standing
    from armstrail.model import (
        Claim,
        Deal,
        Decision,
        Document,
        Judgement,
        Reading,
        RegisterRow,
        Release,
        Resemblance,
        Statement,
    )

__all__ = [
    "KINDS",
    "Addition",
    "Entry",
    "History",
    "Kind",
    "Ledger",
    "Outcome",
    "Page",
    "Query",
    "ReleaseEntry",
    "StoryEntry",
    "document_key",
    "face",
    "published_day",
]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the records that a query finds, of `total` in all, in so many `documents`, whose words come from so many
    `origins`; `at_least` where a common word has still more.
    """

    entries: tuple[Entry[Any], ...]
    total: int
    documents: int
    origins: int
    at_least: bool


class Ledger:
    """An open ledger. Readers see one state of it, however others write meanwhile; writers wait for each other."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folding = Folding()

    @classmethod
    def open(cls, place: str, *, create: bool = False) -> Self:
        """Open the ledger at a path or a URL of PostgreSQL; `create` makes it where it is lacking.

        Raises LedgerError where there is none, where it is something else, or was written by a newer Armstrail.
        """
        return cls(connect(str(place), create=create))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    # ------------------------------------------------------------------ reading back

    def documents(self) -> Iterator[Entry[Document]]:
        """All documents, by name, each read from the database when it is asked for."""
        with self._database.reading() as db:
            yield from document_entries(db)

    def statements(self) -> Iterator[Entry[Statement]]:
        """All current statements, by document, in the order of the text."""
        with self._database.reading() as db:
            yield from statement_entries(db)

    def claims(self) -> Iterator[Entry[Claim]]:
        """All current claims, by document, in the order of the text."""
        with self._database.reading() as db:
            yield from claim_entries(db)

    def entries(self, kind: Kind) -> Iterator[Entry[Any]]:
        """All current records of a kind."""
        with self._database.reading() as db:
            yield from _entries(db, kind, None)

    def find(self, kind: Kind, query: Query, *, size: int = 50, start: int = 0) -> Page:
        """A page of the records that a query finds: the best first where it has words, else the newest."""
        with self._database.reading() as db:
            what = searching.found(db, kind, query)
            numbers = searching.page(what, size, start)
            entries = tuple(_entries(db, kind, numbers))
            return Page(entries, len(what.numbers), *searching.sources(db, what), what.more)

    def counts(
        self, kind: Kind, query: Query, *, top: int = 10, by: Sequence[str] | None = None
    ) -> dict[str, dict[str, int]]:
        """How many of the records that a query finds have each value, by dimension: supplier, stage, year …

        `by` are the dimensions, "origin" among them, which has as many values as there are texts; all others, where
        none are named.
        """
        with self._database.reading() as db:
            return searching.counts(db, searching.found(db, kind, query), top, by)

    def stories(self, least: int = 1) -> Iterator[StoryEntry]:
        """The stories of at least so many documents, those of most documents first."""
        with self._database.reading() as db:
            yield from story_entries(db, least)

    def resemblances(self) -> list[Resemblance]:
        """Pairs of documents, by their keys, that have words in common and stand in no story together, and why."""
        with self._database.reading() as db:
            return self._folding.resemblances(db)

    def deals(self, **which: Any) -> Iterator[Deal]:  # noqa: ANN401 - as gathering.deal_keys takes them
        """Deals, those last told of first: all, or those of some `supplier`, `recipient` or `category` (each a sequence
        of ids) or of at least so many claims (`least`).
        """
        self.gather()
        with self._database.reading() as db:
            yield from gathering.deal_entries(db, gathering.deal_keys(db, **which))

    def deal_keys(self, **which: Any) -> list[str]:  # noqa: ANN401 - as above
        """The names of the same deals, in the same order."""
        self.gather()
        with self._database.reading() as db:
            return gathering.deal_keys(db, **which)

    def deals_of(self, keys: Sequence[str], *, origins: bool = True) -> Iterator[Deal]:
        """The deals of some names, in that order; without `origins` sooner, and not knowing reprints."""
        with self._database.reading() as db:
            yield from gathering.deal_entries(db, keys, origins=origins)

    def sourced(self, **which: Any) -> Iterator[tuple[Deal, list[Entry[Claim]]]]:  # noqa: ANN401 - as above
        """The same, each with its claims in the order of its strands."""
        self.gather()
        with self._database.reading() as db:
            yield from gathering.sourced_entries(db, gathering.deal_keys(db, **which))

    def deal(self, name: str) -> Deal:
        """The deal of a name, its beginning, or a name it once had. Raises LedgerError where there is none."""
        self.gather()
        with self._database.reading() as db:
            return gathering.deal_of(db, name)

    def deal_claims(self, key: str) -> list[Entry[Claim]]:
        """The claims of a deal, in the order of its strands. Raises LedgerError where there is no such deal."""
        with self._database.reading() as db:
            found = gathering.sourced_entries(db, [gathering.deal_of(db, key).id])
            return next(claims for _, claims in found)

    def captured(self) -> dict[str, str]:
        """The day on which each document was first captured, by its key."""
        asked = (
            select(documents.c.key, func.min(captures.c.fetched))
            .join(sightings, sightings.c.document_id == documents.c.id)
            .join(captures, captures.c.id == sightings.c.capture_id)
            .group_by(documents.c.key)
        )
        with self._database.reading() as db:
            return {key: fetched[:10] for key, fetched in db.execute(asked)}

    def history(self, name: str) -> History:
        """All that is known of the record of a name, its beginning, or of the document of an id or an address."""
        with self._database.reading() as db:
            return history(db, name)

    def releases(self) -> list[ReleaseEntry]:
        """The releases of registers that were brought in, by register, the newest first."""
        with self._database.reading() as db:
            return registers.releases(db)

    def release(self, name: str) -> ReleaseEntry:
        """The release of a name: a register (its newest), a register and its date, the beginning of the file's hash.

        Raises LedgerError where there is none.
        """
        with self._database.reading() as db:
            return registers.release(db, name)

    def register_rows(self, release: Release) -> list[tuple[int, tuple[str, ...]]]:
        """The rows of a release as they stand in its file: the line and the cells of each."""
        with self._database.reading() as db:
            return registers.rows(db, release)

    def sizes(self) -> dict[str, int]:
        """How many rows each table holds that is only ever added to."""
        with self._database.reading() as db:
            return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in KEPT}

    # ------------------------------------------------------------------ what is there already

    def known(self, address: str, sha256: str) -> str | None:
        """The key of the document that some bytes at some address hold; None where they were never captured, or
        held none that could be read then.
        """
        asked = (
            select(documents.c.key)
            .join(sightings, sightings.c.document_id == documents.c.id)
            .join(captures, captures.c.id == sightings.c.capture_id)
            .join(bodies, bodies.c.id == captures.c.body_id)
            .where(captures.c.address == address, bodies.c.sha256 == sha256)
        )
        with self._database.reading() as db:
            return db.scalar(asked)

    def read_by(self, key: str) -> tuple[str, tuple[str, str]] | None:
        """Who made the current reading of a document, and the face it was read by; None where it was not read."""
        asked = (
            select(readings.c.name, sightings.c.day, captures.c.address)
            .select_from(documents)
            .join(faces, faces.c.id == documents.c.id)
            .join(readings, faces.c.reading_id == readings.c.id)
            .join(sightings, readings.c.sighting_id == sightings.c.id)
            .join(captures, captures.c.id == sightings.c.capture_id)
            .where(documents.c.key == key)
        )
        with self._database.reading() as db:
            row = db.execute(asked).first()
        return (row.name, (row.day or NO_DAY, row.address)) if row else None

    def bases(self, document: Document) -> list[tuple[str, float]]:
        """The documents, by their keys, that hold a good part of a document's text, and how much of it, most first."""
        with self._database.reading() as db:
            return self._folding.bases(db, document)

    def reading(self, key: str) -> Reading | None:
        """The current reading of a document, whole; None where it was not read."""
        with self._database.reading() as db:
            return reading_of(db, key)

    def last(self, address: str) -> Visit | None:
        """The last visit to an address of the web; None where there was none."""
        asked = select(visits).where(visits.c.address == address).order_by(visits.c.id.desc()).limit(1)
        with self._database.reading() as db:
            row = db.execute(asked).first()
        return Visit(row.address, row.made, row.status, row.etag, row.last_modified) if row else None

    def outdated(self, reader: str) -> Iterator[Addition]:
        """What `reader` has not read: the documents, each as it was captured, to be read and added again."""
        with self._database.reading() as db:
            yield from outdated(db, reader)

    # ------------------------------------------------------------------ adding

    def append(self, additions: Sequence[Addition], reader: str, visited: Sequence[Visit] = ()) -> Outcome:
        """Add captures with what they brought, read by `reader`, and visits: all of it, or nothing where it fails.

        The claims are gathered into deals when somebody asks for these, or with `gather`: many at once take less time.
        """
        with self._database.writing() as db:
            return append(db, self._folding, additions, reader, visited)

    def gather(self) -> None:
        """Gather into deals what has been added since the last time."""
        with self._database.reading() as db:
            awaited = gathering.awaited(db)
        if awaited:
            with self._database.writing() as db:
                gathering.gather_awaited(db)

    def add_release(self, release: Release, rows: Iterable[RegisterRow]) -> bool:
        """Add a release of a register with its rows; False where it is there already."""
        with self._database.writing() as db:
            return registers.add(db, release, rows)

    def judge(
        self,
        key: str,
        decision: Decision,
        reviewer: str,
        *,
        changes: dict[str, object] | None = None,
        note: str = "",
    ) -> Judgement:
        """Append a reviewer's decision on a current statement or claim. Raises LedgerError where there is none."""
        with self._database.writing() as db:
            made = decided.judge(db, key, decision, reviewer, changes=changes, note=note)
            asked = select(documents.c.id).where(documents.c.key == made.document)
            gathering.await_gathering(db, list(db.scalars(asked)))
            return made

    def merge(self, one: str, other: str, reviewer: str, note: str = "") -> str:
        """Decide that two deals are one; gives its name. Raises LedgerError where there is no such deal."""
        with self._database.writing() as db:
            gathering.gather_awaited(db)
            into, other = (gathering.deal_of(db, name).id for name in (one, other))
            return gathering.merge(db, into, other, reviewer, note)

    def split(self, deal: str, claims: Sequence[str], reviewer: str, note: str = "") -> str:
        """Decide that some claims of a deal are another deal; gives its name.

        Raises LedgerError where the deal has none of these claims, or no others.
        """
        with self._database.writing() as db:
            gathering.gather_awaited(db)
            return gathering.split(db, gathering.deal_of(db, deal).id, claims, reviewer, note)

    def judgements(self) -> list[Standing]:
        """All judgements in the order they were made, each with the record it holds for now, None where orphaned."""
        with self._database.reading() as db:
            return decided.standing(db)


def _entries(db: Connection, kind: Kind, numbers: Sequence[int] | None) -> Iterator[Entry[Any]]:
    if kind == "documents":
        return document_entries(db, numbers)
    return statement_entries(db, numbers) if kind == "statements" else claim_entries(db, numbers)
