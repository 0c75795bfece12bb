"""The ledger: every capture, its text, its readings, every decision. The only SQL of the project.

>>> from armstrail.ledger import Ledger, Query
>>> with Ledger.open("armstrail.db") as ledger:  # doctest: +SKIP
...     for entry in ledger.find("claims", Query(supplier=("FRA",))).entries:
...         print(entry.name, entry.record.evidence)
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import func, select

from armstrail.errors import BusyError
from armstrail.ledger import (
    copying,
    deal_pages,
    deciding,
    following,
    gathering,
    messages,
    occasions,
    pages,
    registers,
    searching,
    speaking,
)
from armstrail.ledger import judgements as decided
from armstrail.ledger import stories as told
from armstrail.ledger.accounts import AccountRules, Accounts
from armstrail.ledger.appending import NO_DAY, Addition, Outcome, append, face, outdated, published_day
from armstrail.ledger.copying import Copying, OutletEntry, OutletView
from armstrail.ledger.deal_pages import DealPage
from armstrail.ledger.entries import (
    KINDS,
    Entry,
    Kind,
    claim_entries,
    document_entries,
    entries,
    reading_of,
    statement_entries,
)
from armstrail.ledger.folding import Folding, StoryEntry, story_entries
from armstrail.ledger.following import Beside, Mark
from armstrail.ledger.history import History, history
from armstrail.ledger.judgements import Review
from armstrail.ledger.keys import document_key
from armstrail.ledger.listing import Listing
from armstrail.ledger.messages import MessageEntry, MessageView
from armstrail.ledger.occasions import OccasionEntry, OccasionView
from armstrail.ledger.opening import Database, connect
from armstrail.ledger.pages import Page, Search
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
from armstrail.ledger.searching import Order, Query
from armstrail.ledger.speaking import SpeakerEntry, SpeakerView
from armstrail.ledger.stories import StoryHead
from armstrail.sources.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from sqlalchemy import Connection

    from armstrail.ledger.audit import Actor
    from armstrail.ledger.deciding import Taken
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
    "Beside",
    "Copying",
    "DealPage",
    "Entry",
    "History",
    "Kind",
    "Ledger",
    "Listing",
    "Mark",
    "MessageEntry",
    "MessageView",
    "OccasionEntry",
    "OccasionView",
    "Order",
    "Outcome",
    "OutletEntry",
    "OutletView",
    "Page",
    "Query",
    "ReleaseEntry",
    "Review",
    "Search",
    "SpeakerEntry",
    "SpeakerView",
    "StoryEntry",
    "StoryHead",
    "document_key",
    "face",
    "published_day",
]


_GATHERED_AT_ONCE = 2_000  # of a million claims: most of a minute, for which writers wait


class Ledger:
    """An open ledger. Readers see one state of it, however others write meanwhile; writers wait for each other."""

    def __init__(self, database: Database, rules: AccountRules | None = None) -> None:
        self.accounts = Accounts(database, rules or AccountRules())
        self._database = database
        self._folding = Folding()

    @classmethod
    def open(cls, place: str, *, create: bool = False, rules: AccountRules | None = None) -> Self:
        """Open the ledger at a path or a URL of PostgreSQL; `create` makes it where it is lacking. `rules` are what
        its accounts are held to, where these are not the usual ones.

        Raises LedgerError where there is none, where it is something else, or was written by a newer Armstrail.
        """
        return cls(connect(str(place), create=create), rules)

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
            yield from entries(db, kind)

    def find(self, kind: Kind, query: Query, **which: Any) -> Page:  # noqa: ANN401 - as pages.find takes them
        """A page of the records that a query finds: `size` of them (50), from `start` on, in an `order`: "best",
        "newest" or "confidence" (`Order`); the best first where it has words, else the newest, where none is named.
        """
        with self._database.reading() as db:
            return pages.find(db, kind, query, **which)

    def found(self, kind: Kind, query: Query, *, order: Order | None = None) -> Iterator[Entry[Any]]:
        """All records that a query finds, in the same order, each read from the database when it is asked for."""
        with self._database.reading() as db:
            what = searching.found(db, kind, query, order)
            yield from entries(db, kind, searching.page(what, len(what.numbers), 0))

    def counts(
        self, kind: Kind, query: Query, *, top: int = 10, by: Sequence[str] | None = None, widen: bool = False
    ) -> dict[str, dict[str, int]]:
        """How many of the records that a query finds have each value, by dimension: supplier, stage, year …

        `by` are the dimensions, "origin" among them, which has as many values as there are texts; all others, where
        none are named. With `widen` a dimension is counted as though nothing were asked of it.
        """
        with self._database.reading() as db:
            return searching.Asked(db, kind, query).counts(top, by, widen=widen)

    def search(self, kind: Kind, query: Query, **which: Any) -> Search:  # noqa: ANN401 - as pages.search takes them
        """A page as `find` gives it and counts as `counts` gives them (`top` is 12, `widen` True), of one state."""
        with self._database.reading() as db:
            return pages.search(db, kind, query, **which)

    def flows(self, query: Query, *, top: int = 40) -> list[tuple[str, str, int, int]]:
        """The suppliers with their recipients that most of the claims that a query finds tell of: how many claims, of
        how many origins.
        """
        with self._database.reading() as db:
            return pages.flows(db, query, top)

    def months(
        self, query: Query, dimension: str = "stage", *, top: int = 12
    ) -> list[tuple[str, str, int, int]]:
        """How many claims that a query finds were published in each month, by the `top` values that most of them have
        of a dimension: month, value, claims, origins; an origin counts in its first month.
        """
        with self._database.reading() as db:
            return pages.months(db, query, dimension, top)

    def stories(self, least: int = 1) -> Iterator[StoryEntry]:
        """The stories of at least so many documents, those of most documents first."""
        with self._database.reading() as db:
            yield from story_entries(db, least)

    def stories_page(self, **which: Any) -> Listing[StoryHead]:  # noqa: ANN401 - as stories.stories_page takes them
        """A page of stories, the largest first: of at least so many printings (`least`, 2), of those one of whose
        documents holds some `words`; `size` of them, from `start` on.
        """
        with self._database.reading() as db:
            return told.stories_page(db, **which)

    def story(self, name: str) -> StoryEntry:
        """The story of a name or its beginning. Raises UnknownNameError where there is none."""
        with self._database.reading() as db:
            return told.story(db, name)

    def copies(self, **which: Any) -> list[Copying]:  # noqa: ANN401 - as copying.copies takes them
        """Who copies whom, the pairs of most documents first: `top` of them, of an `outlet`, `since` and `until` days.

        Raises AskedError where these are no days.
        """
        with self._database.reading() as db:
            return copying.copies(db, **which)

    def outlets(self, *, words: str = "", size: int = 50, start: int = 0) -> Listing[OutletEntry]:
        """A page of the outlets, those of most documents first; of those whose names hold some words."""
        with self._database.reading() as db:
            return copying.outlets(db, words=words, size=size, start=start)

    def outlet(self, name: str) -> OutletView:
        """The outlet of a name, with whom it copies and who copies it. Raises UnknownNameError where there is none."""
        with self._database.reading() as db:
            return copying.outlet(db, name)

    def speakers(self, **which: Any) -> Listing[SpeakerEntry]:  # noqa: ANN401 - as speaking.speakers takes them
        """A page of speakers, those of most statements and claims first: of those whose names hold some `words`, that
        stand for a `party`, by its id; `size` of them, from `start` on.
        """
        with self._database.reading() as db:
            return speaking.speakers(db, **which)

    def speaker(self, name: str) -> SpeakerView:
        """The speaker of exactly this name. Raises UnknownNameError where nobody of that name said anything."""
        with self._database.reading() as db:
            return speaking.speaker(db, name)

    def messages(self, query: Query | None = None, **which: Any) -> Listing[MessageEntry]:  # noqa: ANN401 - as messages.listed takes them
        """A page of messages, those of most independent origins first: of the statements that a query finds, those
        whose `wording` holds some words; `size` of them, from `start` on.
        """
        with self._database.reading() as db:
            return messages.listed(db, query or Query(), **which)

    def message(self, key: str) -> MessageView:
        """The message of a name. Raises UnknownNameError where there is none."""
        with self._database.reading() as db:
            return messages.view(db, key)

    def occasions(self, **which: Any) -> Listing[OccasionEntry]:  # noqa: ANN401 - as occasions.occasions takes them
        """A page of occasions, those of most statements first: of those whose names hold some `words`."""
        with self._database.reading() as db:
            return occasions.occasions(db, **which)

    def occasion(self, name: str) -> OccasionView:
        """The occasion of exactly this name. Raises UnknownNameError where nothing was said there."""
        with self._database.reading() as db:
            return occasions.occasion(db, name)

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

    def deals_of_claim(self, key: str) -> list[Deal]:
        """The deals that the claim of a name stands in, as far as claims have been gathered; reprints are not known."""
        with self._database.reading() as db:
            return gathering.deals_of_claim(db, key)

    def deal_page(self, **which: Any) -> DealPage:  # noqa: ANN401 - as deal_pages.deal_page takes them
        """Deals a page at a time, as far as claims have been gathered: it never waits for that."""
        self.gather_if_few()
        with self._database.reading() as db:
            return deal_pages.deal_page(db, **which)

    def deal(self, name: str, *, wait: bool = True) -> Deal:
        """The deal of a name, its beginning, or a name it once had. Raises LedgerError where there is none. Without
        `wait` as far as claims have been gathered.
        """
        if wait:
            self.gather()
        else:
            self.gather_if_few()
        with self._database.reading() as db:
            return gathering.deal_of(db, name)

    def deals_found(
        self,
        *,
        most: int | None = None,
        **which: Any,  # noqa: ANN401 - as deal_page takes them
    ) -> tuple[list[str], int]:
        """The names of the deals of all pages, or none where they are more than `most`; and how many they are."""
        self.gather_if_few()
        with self._database.reading() as db:
            return deal_pages.deals_found(db, most, **which)

    def deal_opened(self, name: str) -> tuple[Deal, list[Entry[Claim]]]:
        """The deal of a name, as far as claims have been gathered, with its claims in the order of its strands.

        Raises LedgerError where there is none.
        """
        self.gather_if_few()
        with self._database.reading() as db:
            return next(gathering.sourced_entries(db, [gathering.deal_key(db, name)]))

    def deal_claims(self, key: str) -> list[Entry[Claim]]:
        """The claims of a deal, in the order of its strands. Raises LedgerError where there is no such deal."""
        with self._database.reading() as db:
            found = gathering.sourced_entries(db, [gathering.deal_key(db, key)])
            return next(claims for _, claims in found)

    def captured(self, keys: Sequence[str] | None = None) -> dict[str, str]:
        """The day on which each document was first captured, by its key; those of some keys, where they are given."""
        asked = (
            select(documents.c.key, func.min(captures.c.fetched))
            .join(sightings, sightings.c.document_id == documents.c.id)
            .join(captures, captures.c.id == sightings.c.capture_id)
            .group_by(documents.c.key)
        )
        if keys is not None:
            asked = asked.where(documents.c.key.in_(keys))
        with self._database.reading() as db:
            return {key: fetched[:10] for key, fetched in db.execute(asked)}

    def history(self, name: str) -> History:
        """All that is known of the record of a name, its beginning, or of the document of an id or an address."""
        with self._database.reading() as db:
            return history(db, name)

    def opened(self, name: str) -> tuple[History, Reading | None]:
        """The same with the current reading of its document, which `records` of the history name in its order: claims,
        then statements. None where it was not read.
        """
        with self._database.reading() as db:
            known = history(db, name)
            return known, reading_of(db, known.document_key)

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
        """Gather into deals what has been added since the last time: some at a time, as others may want to write."""
        with self._database.reading() as db:
            numbers = gathering.awaited(db)
        if numbers is None:
            with self._database.writing() as db:
                gathering.gather_awaited(db)
            return
        for start in range(0, len(numbers), _GATHERED_AT_ONCE):
            with self._database.writing() as db:
                gathering.gather_awaited(db, numbers[start : start + _GATHERED_AT_ONCE])

    def awaiting(self) -> int:
        """How many documents are still to be gathered."""
        with self._database.reading() as db:
            return gathering.awaiting(db)

    def gather_if_few(self, most: int = 20) -> int:
        """The same where that are no more than so many, to gather them takes less than a second, and nobody else writes
        now; gives how many are left.
        """
        with self._database.reading() as db:
            left, little = gathering.awaiting(db), gathering.little_awaited(db, most)
        if little:
            with suppress(BusyError), self._database.writing(wait=False) as db:
                gathering.gather_awaited(db)
            return self.awaiting()
        return left

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
            self._await_gathering(db, made.document)
            return made

    @staticmethod
    def _await_gathering(db: Connection, document: str) -> None:
        asked = select(documents.c.id).where(documents.c.key == document)
        gathering.await_gathering(db, list(db.scalars(asked)))

    def decide(
        self,
        key: str,
        decision: Decision,
        by: Actor,
        *,
        changes: dict[str, object] | None = None,
        note: str = "",
        seen: int | None = None,
    ) -> Taken:
        """The same for a form that was made when `last_judgement` was `seen`: what it decides is kept once, however
        often it is sent, and what others have decided meanwhile is told. It is noted in the audit log.
        """
        with self._database.writing() as db:
            taken = deciding.decide(db, key, decision, by, changes=changes, note=note, seen=seen)
            self._await_gathering(db, taken.judgement.document)
            return taken

    def undo(self, key: str, by: Actor, *, seen: int) -> Taken | None:
        """Take back what somebody last decided on a record, by a decision as it was before; None where there is
        nothing to take back, or they have decided since `seen`.
        """
        with self._database.writing() as db:
            taken = deciding.undo(db, key, by, seen=seen)
            if taken:
                self._await_gathering(db, taken.judgement.document)
            return taken

    def state(self) -> tuple[int, int]:
        """What changes with every record that is read, and with every judgement."""
        with self._database.reading() as db:
            return deciding.state(db), deciding.last(db)

    def last_judgement(self) -> int:
        """The number of the last judgement; 0 where there is none."""
        with self._database.reading() as db:
            return deciding.last(db)

    def decided_since(self, key: str, seen: int) -> list[Judgement]:
        """The judgements on the record of a name since the one of a number, in the order they were made."""
        with self._database.reading() as db:
            return deciding.decided_since(db, key, seen)

    def decisions(self, **which: Any) -> Listing[Standing]:  # noqa: ANN401 - as deciding.decisions takes them
        """Judgements, the newest first: all, or those on a `record` or a `document` of a name, or of a `reviewer`;
        `size` of them, from `start` on.
        """
        with self._database.reading() as db:
            return deciding.decisions(db, **which)

    def beside(self, kind: Kind, query: Query, mark: Mark, **order: Any) -> Beside:  # noqa: ANN401 - as following.beside
        """The record of a list that stands before or after another, which may have left the list meanwhile."""
        with self._database.reading() as db:
            number, total = following.beside(db, kind, query, mark, **order)
            return Beside(next(entries(db, kind, [number]), None) if number else None, total)

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

    def judgements_on(self, documents: Sequence[str]) -> list[Standing]:
        """The judgements on some documents, by their names, likewise."""
        with self._database.reading() as db:
            return decided.standing_on(db, documents)

    def judgements(self) -> list[Standing]:
        """All judgements in the order they were made, each with the record it holds for now, None where orphaned."""
        with self._database.reading() as db:
            return decided.standing(db)
