"""Stories in the ledger: kept up to date with every addition, and whose words each record is.

A printing is a text at an address: the first sighting of a document there. What `armstrail.stories` needs to know of
printings of an earlier time, their fingerprints and bonds, is kept; texts are loaded where something new has to do
with them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Select, delete, func, select

from armstrail.ledger.columns import Changes as Places
from armstrail.ledger.entries import SIGHTED, document_of
from armstrail.ledger.schema import (
    bonds,
    captures,
    claims,
    documents,
    faces,
    members,
    printings,
    sightings,
    statements,
    stories,
)
from armstrail.model import Member, Resemblance, Span, Story
from armstrail.stories import Known, Stories, Tie

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection, Table

    from armstrail.model import Document
    from armstrail.stories import Changes

MOSTLY = 0.5
"""The share of a document that an origin has where the document as a whole counts as its words."""

_AT_ONCE = 400
_TEXTS_AT_ONCE = 5_000


class Folding:
    """The stories of a ledger, as one process knows them. It writes within the transactions of others."""

    def __init__(self) -> None:
        self._stories: Stories | None = None
        self._printings: list[int] = []  # the numbers of printings, by their places in the stories
        self._last: tuple[int, bytes] | None = None  # the last of them, which tells what has been taken in
        self._db: Connection | None = None

    def fold(self, db: Connection, read: Collection[int]) -> None:
        """Take in what has been seen since the last time. `read` are documents with a new reading."""
        self._db = db
        try:
            touched = set(read)
            for new in _unprinted(db):
                held = self._current(db)
                self._printings += [row.id for row in new]
                held.add(_printed(row) for row in new)
                changes = held.changes()
                touched |= self._write(db, changes, {row.id: row.document_id for row in new})
            _place(db, sorted(touched))
        except BaseException:
            self._stories = None  # what was taken in is not written
            raise
        finally:
            self._db = None

    def bases(self, db: Connection, document: Document) -> list[tuple[str, float]]:
        """The documents, by their keys, that hold a good part of a document's text, and how much of it, most first."""
        self._db = db
        try:
            found = self._current(db).bases(document)
        finally:
            self._db = None
        shares = {self._printings[place]: overlap.one.share for place, overlap in found}
        asked = select(printings.c.id, documents.c.key).join(
            documents, printings.c.document_id == documents.c.id
        )
        held = {(row.key, shares[row.id]) for row in _rows(db, asked, printings.c.id, shares)}
        return sorted(held, key=lambda base: (-base[1], base[0]))

    def resemblances(self, db: Connection) -> list[Resemblance]:
        """Pairs of documents, by their keys, that have words in common and stand in no story together, and why."""
        self._db = db
        try:
            pairs = self._current(db).resemblances()
        finally:
            self._db = None
        numbers = [_number(name) for pair in pairs for name in (pair.one, pair.other)]
        stands: dict[int, set[str]] = defaultdict(set)
        for member in _rows(db, select(members), members.c.printing_id, numbers):
            stands[member.printing_id].add(member.story)
        found = set()
        for pair in pairs:
            one, other = (name.partition(" ")[0] for name in (pair.one, pair.other))
            if one != other and not stands[_number(pair.one)] & stands[_number(pair.other)]:
                found.add(Resemblance(min(one, other), max(one, other), pair.reason))
        return sorted(found)

    def _current(self, db: Connection) -> Stories:
        """The stories, loaded where another process has written since."""
        asked = select(printings.c.id, printings.c.name).order_by(printings.c.id.desc()).limit(1)
        last = db.execute(asked).first()
        if self._stories and (tuple(last) if last else None) == self._last:
            return self._stories
        rows = db.execute(_PRINTED.with_only_columns(*_LIGHT).order_by(printings.c.id)).all()
        self._printings = [row.id for row in rows]
        places = {number: place for place, number in enumerate(self._printings)}
        self._stories = Stories(self._load)
        self._stories.restore(
            (Known(_printed(row), row.text_name, np.frombuffer(row.marks, np.uint32)) for row in rows),
            (
                Tie(places[row.one], places[row.other], row.bond, row.common)
                for row in db.execute(select(bonds))
            ),
        )
        self._last = tuple(last) if last else None
        return self._stories

    def _load(self, places: Sequence[int]) -> list[Document]:
        assert self._db is not None  # noqa: S101 - it is asked for within a transaction alone
        rows = _rows(self._db, _PRINTED, printings.c.id, [self._printings[place] for place in places])
        found = {row.id: _printed(row) for row in rows}
        return [found[self._printings[place]] for place in places]

    def _write(self, db: Connection, changes: Changes, of_new: dict[int, int]) -> set[int]:
        """Write what has changed; gives the documents that it concerns."""
        new = self._printings[len(self._printings) - len(changes.known) :]
        db.execute(
            printings.insert(),
            [
                {
                    "id": number,
                    "document_id": of_new[number],
                    "name": known.name,
                    "marks": known.marks.tobytes(),
                }
                for number, known in zip(new, changes.known, strict=True)
            ],
        )
        if changes.ties:
            db.execute(
                bonds.insert(),
                [
                    {
                        "one": self._printings[tie.one],
                        "other": self._printings[tie.other],
                        "bond": tie.bond,
                        "common": tie.common,
                    }
                    for tie in changes.ties
                ],
            )
        self._last = (new[-1], changes.known[-1].name)
        touched = [self._printings[place] for place in sorted(changes.touched)]
        former = {row.story for row in _rows(db, select(members), members.c.printing_id, touched)}
        for some in _some(sorted(former)):
            db.execute(delete(members).where(members.c.story.in_(some)))
            db.execute(delete(stories).where(stories.c.key.in_(some)))
        if rows := [_story_row(story) for story in changes.stories]:
            db.execute(stories.insert(), rows)
        if rows := [row for story in changes.stories for row in _member_rows(story)]:
            db.execute(members.insert(), rows)
        asked = select(printings.c.document_id)
        return {row.document_id for row in _rows(db, asked, printings.c.id, touched)}


# ------------------------------------------------------------------ reading back


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """A story with its documents, the origin first, and their names in the ledger.

    The story names its documents by these names: a document that was seen at several addresses stands there as often.
    """

    story: Story
    documents: tuple[Document, ...]


def story_entries(
    db: Connection, least: int = 1, keys: Collection[str] | None = None
) -> Iterator[StoryEntry]:
    """The stories of at least so many printings, those of most first; of some keys, where they are given."""
    asked = select(stories).where(stories.c.size >= least).order_by(stories.c.size.desc(), stories.c.key)
    if keys is not None:
        asked = asked.where(stories.c.key.in_(sorted(keys)))
    held = db.execute(asked).all()
    for some in _some(held):
        by_story = defaultdict(list)
        found = _PRINTED.join(members, members.c.printing_id == printings.c.id).add_columns(members)
        for row in _rows(db, found, members.c.story, [story.key for story in some]):
            by_story[row.story].append(row)
        for story in some:
            rows = sorted(by_story[story.key], key=lambda row: row.place)
            told = tuple(_member(row) for row in rows)
            yield StoryEntry(
                Story(story.key, told[0].document, story.reason, told, story.agency),
                tuple(document_of(row, row.text) for row in rows),
            )


def stories_of(db: Connection, document: int) -> list[StoryEntry]:
    """The stories that a document stands in."""
    asked = select(members.c.story).join(printings, members.c.printing_id == printings.c.id)
    return list(story_entries(db, 1, set(db.scalars(asked.where(printings.c.document_id == document)))))


# ------------------------------------------------------------------ rows

_LIGHT = (
    printings.c.id,
    printings.c.name.label("text_name"),
    printings.c.marks,
    *SIGHTED,
    documents.c.key.label("document_key"),
    captures.c.address,
)
_PRINTED = (
    select(*_LIGHT, documents.c.text)
    .select_from(printings)
    .join(sightings, printings.c.id == sightings.c.id)
    .join(captures, sightings.c.capture_id == captures.c.id)
    .join(documents, printings.c.document_id == documents.c.id)
)


def _unprinted(db: Connection) -> Iterator[list[Any]]:
    """Sightings that are no printings yet, the first of each document at each address, some at a time."""
    last = db.scalar(select(func.max(printings.c.id))) or 0
    asked = (
        select(
            sightings,
            sightings.c.name.label("source_id"),
            documents.c.key.label("document_key"),
            documents.c.text,
            captures.c.address,
        )
        .join_from(sightings, documents, sightings.c.document_id == documents.c.id)
        .join(captures, sightings.c.capture_id == captures.c.id)
        .order_by(sightings.c.id)
        .limit(_TEXTS_AT_ONCE)
    )
    before = (
        select(printings.c.document_id, captures.c.address)
        .join(sightings, printings.c.id == sightings.c.id)
        .join(captures, sightings.c.capture_id == captures.c.id)
    )
    while new := db.execute(asked.where(sightings.c.id > last)).all():
        last = new[-1].id
        held = _rows(db, before, printings.c.document_id, [row.document_id for row in new])
        seen = {(row.document_id, row.address) for row in held}
        found = []
        for row in new:
            if (row.document_id, row.address) not in seen:
                seen.add((row.document_id, row.address))
                found.append(row)
        if found:
            yield found


def _printed(row: Any) -> Document:  # noqa: ANN401 - a row
    """A document as the stories know it: named by the number of its printing, and before that by what does not depend
    on the order of adding, since of two alike the lesser name is the origin.
    """
    return replace(
        document_of(row, getattr(row, "text", "")), id=f"{row.document_key} {row.address} {row.id}"
    )


def _number(name: str) -> int:
    """The number of a printing, of its name in the stories."""
    return int(name.rpartition(" ")[2])


def _story_row(story: Story) -> dict[str, Any]:
    return {
        "key": story.id,
        "origin_id": _number(story.origin),
        "reason": story.reason,
        "agency": story.agency,
        "size": len(story.documents),
    }


def _member_rows(story: Story) -> Iterator[dict[str, Any]]:
    for place, member in enumerate(story.documents):
        yield {
            "story": story.id,
            "printing_id": _number(member.document),
            "place": place,
            "relation": member.relation,
            "share": member.share,
            "of_origin": member.of_origin,
            "own": json.dumps([[span.start, span.end] for span in member.own]),
        }


def _member(row: Any) -> Member:  # noqa: ANN401 - a row
    own = tuple(Span(start, end) for start, end in json.loads(row.own))
    return Member(row.document_key, row.relation, row.share, row.of_origin, own)


def _rows(db: Connection, asked: Select[Any], column: Column[Any], keys: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for some in _some(sorted(set(keys))):
        found += db.execute(asked.where(column.in_(some))).all()
    return found


def _some(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]


# ------------------------------------------------------------------ whose words a record is


def _place(db: Connection, numbers: Sequence[int]) -> None:
    """Note of documents and their current records in which document they stand and from which their words come."""
    for start in range(0, len(numbers), _TEXTS_AT_ONCE):
        places = Places()
        for some in _some(numbers[start : start + _TEXTS_AT_ONCE]):
            _place_some(db, some, places)
        places.write(db)


def _place_some(db: Connection, numbers: Sequence[int], places: Places) -> None:
    named = _rows(db, select(documents.c.id, documents.c.key), documents.c.id, numbers)
    keys = {row.id: row.key for row in named}
    hosts = _hosts(db, numbers)
    for number, key in keys.items():
        foremost = max(hosts[number], key=lambda host: host.share, default=None)
        mostly = foremost is not None and foremost.share >= MOSTLY
        places.place("documents", number, number, foremost.key if foremost and mostly else key)
    for table in (statements, claims):
        asked = select(table.c.id, table.c.document_id, table.c.record).join(
            faces, table.c.reading_id == faces.c.reading_id
        )
        for row in _rows(db, asked, table.c.document_id, numbers):
            origin = _origin(_span(table, json.loads(row.record)), hosts[row.document_id])
            places.place(table.name, row.id, row.document_id, origin or keys[row.document_id])


@dataclass(frozen=True, slots=True)
class _Host:
    """The origin of a story that a document stands in: its share of the document, its key, what is not its own."""

    share: float
    key: str
    own: tuple[tuple[int, int], ...]


def _hosts(db: Connection, numbers: Sequence[int]) -> dict[int, list[_Host]]:
    """Of each document the origins of others that it stands with, the earliest first. An origin that itself stands with
    another of them is left out: its words are that one's.
    """
    origins, first = documents.alias(), printings.alias()
    asked = (
        select(
            printings.c.document_id,
            members.c.share,
            members.c.own,
            origins.c.id,
            origins.c.key,
            sightings.c.day,
        )
        .join_from(members, printings, members.c.printing_id == printings.c.id)
        .join(stories, members.c.story == stories.c.key)
        .join(first, stories.c.origin_id == first.c.id)
        .join(sightings, first.c.id == sightings.c.id)
        .join(origins, first.c.document_id == origins.c.id)
        .where(first.c.document_id != printings.c.document_id)
    )
    rows = _rows(db, asked, printings.c.document_id, numbers)
    stand_with: dict[int, set[str]] = defaultdict(set)
    for row in _rows(db, asked, printings.c.document_id, [row.id for row in rows]):
        stand_with[row.document_id].add(row.key)
    keys: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        keys[row.document_id].add(row.key)
    found: dict[int, list[_Host]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.day or "9999", row.key)):
        host = _Host(row.share, row.key, tuple((start, end) for start, end in json.loads(row.own)))
        if not stand_with[row.id] & keys[row.document_id] and host not in found[row.document_id]:
            found[row.document_id].append(host)
    return found


def _origin(span: Span, hosts: Sequence[_Host]) -> str | None:
    """The key of the first origin whose words a passage is; None where it is the document's own. A title counts as the
    text beneath it.
    """
    for host in hosts:
        alone = sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in host.own)
        if host.share >= MOSTLY if span.place == "title" else 2 * alone < span.end - span.start:
            return host.key
    return None


def _span(table: Table, record: dict[str, Any]) -> Span:
    """Where a record stands: the evidence of a claim, the content of a statement."""
    pieces = [record["span"]] if table is claims else record["content"] or record["cue"] or record["source"]
    start, end = pieces[0]
    return Span(start, end, "title" if record.get("in") == "title" else "text")
