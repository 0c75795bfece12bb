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
from sqlalchemy import delete, func, select

from armstrail.ledger.entries import SIGHTED, document_of
from armstrail.ledger.origins import trace
from armstrail.ledger.portions import portions, rows_of
from armstrail.ledger.prints import note, numbered
from armstrail.ledger.schema import (
    bonds,
    captures,
    documents,
    members,
    printings,
    sightings,
    stories,
)
from armstrail.model import Member, Resemblance, Span, Story
from armstrail.stories import Known, Stories, Tie

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Connection

    from armstrail.model import Document
    from armstrail.stories import Changes

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
            trace(db, sorted(touched))
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
        held = {(row.key, shares[row.id]) for row in rows_of(db, asked, printings.c.id, shares)}
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
        for member in rows_of(db, select(members), members.c.printing_id, numbers):
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
        rows = rows_of(self._db, _PRINTED, printings.c.id, [self._printings[place] for place in places])
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
        former = {row.story for row in rows_of(db, select(members), members.c.printing_id, touched)}
        freed = [row.number for row in rows_of(db, select(members.c.number), members.c.story, former)]
        for some in portions(sorted(former)):
            db.execute(delete(members).where(members.c.story.in_(some)))
            db.execute(delete(stories).where(stories.c.key.in_(some)))
        if rows := [_story_row(story) for story in changes.stories]:
            db.execute(stories.insert(), rows)
        if rows := [row for story in changes.stories for row in _member_rows(story)]:
            db.execute(members.insert(), numbered(db, rows, freed))
        note(db, [row["number"] for row in rows], freed)
        asked = select(printings.c.document_id)
        return {row.document_id for row in rows_of(db, asked, printings.c.id, touched)}


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
    for some in portions(held):
        by_story = defaultdict(list)
        found = _PRINTED.join(members, members.c.printing_id == printings.c.id).add_columns(members)
        for row in rows_of(db, found, members.c.story, [story.key for story in some]):
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
        held = rows_of(db, before, printings.c.document_id, [row.document_id for row in new])
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
