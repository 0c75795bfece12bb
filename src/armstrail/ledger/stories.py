"""Stories a page at a time, and one by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import and_, select

from armstrail.errors import UnknownNameError
from armstrail.ledger import columns, prints, searching
from armstrail.ledger.folding import StoryEntry, story_entries
from armstrail.ledger.listing import Listing
from armstrail.ledger.schema import documents, printings, sightings, stories
from armstrail.ledger.tallies import day, distinct, most_first, span_of_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from armstrail.ledger.columns import Numbers

_NAMED_SO = 2


@dataclass(frozen=True, slots=True)
class StoryHead:
    """A story without its texts: its origin's title, outlet, publication as its source says it and key (`document`);
    the agency that it is credited to, and why that text is the origin.

    `printings` are texts at addresses, the origin among them, `outlets` those that printed it, under their usual names;
    `relations` say how often each way of standing to the origin occurs, the most frequent first. `first` and `last`
    are days of publication, YYYY-MM-DD.
    """

    key: str
    title: str
    outlet: str | None
    published: str | None
    agency: str | None
    reason: str
    printings: int
    outlets: int
    relations: dict[str, int]
    first: str | None
    last: str | None
    document: str


def stories_page(
    db: Connection, *, least: int = 2, words: str = "", size: int = 50, start: int = 0
) -> Listing[StoryHead]:
    """A page of the stories of at least so many printings, the largest first, of those alike the newest.

    Of those that a document stands in which holds some words, as a search reads them.
    """
    current = prints.current(db)
    story, days = (
        columns.column(db, prints.KIND, dimension)[current] for dimension in (prints.STORY, columns.DAY)
    )
    sizes = np.bincount(story)
    sizes[:1] = 0
    last = np.zeros(len(sizes), np.int32)
    np.maximum.at(last, story, days)
    wanted = sizes >= max(1, least)
    if words.strip():
        document = columns.column(db, prints.KIND, columns.DOCUMENT)[current]
        found = searching.found(db, "documents", searching.Query(words=words)).numbers
        told = np.zeros(len(sizes), np.bool_)
        told[story[np.isin(document, found)]] = True
        wanted &= told
    there = np.flatnonzero(wanted)
    order = np.lexsort((there, -last[there], -sizes[there]))[start : start + size]
    return Listing(tuple(_heads(db, there[order], current[np.isin(story, there[order])])), len(there))


def story(db: Connection, name: str) -> StoryEntry:
    """The story of a name or its beginning, with its documents. Raises UnknownNameError where there is none, or more
    than one.
    """
    begins = and_(stories.c.key >= name, stories.c.key < name + "~")
    found = list(db.scalars(select(stories.c.key).where(begins).limit(_NAMED_SO)))
    if not found or not name:
        raise UnknownNameError(f"{name}: no story has this name; `armstrail stories --ledger` lists them")
    if len(found) > 1:
        raise UnknownNameError(f"{name}: more than one story has a name that begins so; give more of it")
    return next(story_entries(db, keys=found))


def _heads(db: Connection, origins: Numbers, numbers: Numbers) -> list[StoryHead]:
    """The stories of some origins, by the numbers of these printings; `numbers` are those of all their members."""
    whose = columns.column(db, prints.KIND, prints.STORY)[numbers]
    ranks = np.zeros(int(whose.max(initial=0)) + 1, np.intp)
    ranks[origins] = np.arange(len(origins))
    rank, count, outlets = ranks[whose], len(origins), prints.Outlets()
    printed = outlets.column(db, prints.KIND, prints.OUTLET, numbers)
    known = printed != outlets.places.get("", -1)
    outlets_of = distinct(rank[known], printed[known], count)
    first, last = span_of_days(rank, columns.column(db, prints.KIND, columns.DAY)[numbers], count)
    relation = columns.column(db, prints.KIND, prints.RELATION)[numbers]
    tallies = {
        name: np.bincount(rank[relation == code], minlength=count)
        for name, code in prints.relations(db).items()
    }
    rows = _rows(db, origins.tolist())
    return [
        StoryHead(
            row.key,
            row.title,
            row.outlet,
            row.published,
            row.agency,
            row.reason,
            row.size,
            int(outlets_of[place]),
            most_first({name: int(tally[place]) for name, tally in tallies.items()}),
            day(first[place]),
            day(last[place]),
            row.document,
        )
        for place, row in enumerate(rows)
    ]


def _rows(db: Connection, origins: Sequence[int]) -> list[Any]:
    """What is kept of stories, by the numbers of their origins, in that order."""
    asked = (
        select(
            stories,
            sightings.c.title,
            sightings.c.outlet,
            sightings.c.published,
            documents.c.key.label("document"),
        )
        .join_from(stories, printings, stories.c.origin_id == printings.c.id)
        .join(sightings, sightings.c.id == printings.c.id)
        .join(documents, printings.c.document_id == documents.c.id)
        .where(stories.c.origin_id.in_(origins))
    )
    rows = {row.origin_id: row for row in db.execute(asked)}
    return [rows[number] for number in origins]
