"""Who copies whom: the outlets of a ledger, the texts that came from each first, and what others print of them.

All of it is counted from columns (`armstrail.ledger.prints`). An outlet that the codebook knows goes by its usual name.
Where the origin of a story is credited to an agency whose own text is not there, its outlet copies the agency.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from armstrail import outlets as codebook
from armstrail.errors import UnknownNameError
from armstrail.ledger import cached, columns, prints
from armstrail.ledger.listing import Listing
from armstrail.ledger.searching import first_day, last_day
from armstrail.ledger.tallies import day, different, distinct, most_first, span_of_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from armstrail.ledger.cached import Codes
    from armstrail.ledger.columns import Numbers
    from armstrail.outlets import Kind, Owner

_ALWAYS = (first_day(None), last_day(None))

CREDITED = "credited"
"""The relation of a text to the agency that it is credited to, whose own text is not there."""


@dataclass(frozen=True, slots=True)
class Copying:
    """What an outlet prints of another's texts: of how many stories, in how many documents, how they stand to them.

    `origin` may be an agency that is only credited; "" is an outlet that is not known. `relations` counts printings,
    the most frequent first: a document at two addresses counts twice. `share` is the median share of the copies' words
    that stand in the origin, 0 to 1; None where all are credited texts, whose origin is not there to compare.
    """

    origin: str
    outlet: str
    stories: int
    documents: int
    relations: dict[str, int]
    share: float | None

    @property
    def own(self) -> bool:
        """Whether an outlet prints its own text again, or a later version of it."""
        return self.origin == self.outlet != ""


@dataclass(frozen=True, slots=True)
class OutletEntry:
    """An outlet: how many documents it printed, how many of these came from it first, how many are copies.

    `names` are those that its documents have; `name` is the usual one. `claims` are those in its documents, of which
    other outlets may have printed the same. `first` and `last` are days, YYYY-MM-DD; country (ISO 3166-1 alpha-3),
    kind and owner are the codebook's, None where it does not know. An agency that is only credited has no documents.
    """

    name: str
    names: tuple[str, ...]
    documents: int
    origins: int
    copied: int
    claims: int
    first: str | None
    last: str | None
    country: str | None = None
    kind: Kind | None = None
    owner: Owner | None = None


@dataclass(frozen=True, slots=True)
class OutletView:
    """An outlet, whom it copies and who copies it, the pairs of most documents first."""

    entry: OutletEntry
    copies: tuple[Copying, ...]
    copied_by: tuple[Copying, ...]


def copies(
    db: Connection,
    *,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    top: int = 100,
) -> list[Copying]:
    """Who copies whom: the `top` pairs of most documents, of those in which `outlet` stands on either side.

    `since` and `until` are days of the copies' publication: 2021, 2021-03 or 2021-03-04. Raises LedgerError where they
    are none.
    """
    asked = ("copies", outlet, since, until, top)
    return cached.answer(db, asked, lambda: _copies(db, outlet, first_day(since), last_day(until), top))


def _copies(db: Connection, outlet: str | None, since: int, until: int, top: int) -> list[Copying]:
    held = _Prints(db)
    among = held.copied
    if (since, until) != _ALWAYS:
        among = among & (held.days >= since) & (held.days <= until) & (held.days != columns.NONE)
    if outlet is not None:
        place = held.outlets.places.get(prints.usual(outlet), -1)
        among = among & ((held.outlet == place) | (held.origin == place))
    return _pairs(held, np.flatnonzero(among), top)


def outlets(db: Connection, *, words: str = "", size: int = 50, start: int = 0) -> Listing[OutletEntry]:
    """A page of the outlets, those of most documents first; of those whose names hold some words, in any case."""
    found = _all_entries(db)
    wanted = words.strip().casefold()
    there = [
        place
        for place in found.order()
        if not wanted
        or any(wanted in name.casefold() for name in (found.outlets.names[place], *found.outlets.kept[place]))
    ]
    return Listing(tuple(map(found.entry, there[start : start + size])), len(there))


def outlet(db: Connection, name: str, *, top: int = 100) -> OutletView:
    """The outlet of a name, any of those it has. Raises UnknownNameError where the ledger has none."""
    return cached.answer(db, ("outlet", name, top), lambda: _outlet(db, name, top))


def _outlet(db: Connection, name: str, top: int) -> OutletView:
    held, found = _Prints(db), _all_entries(db)
    entry = next(
        (found.entry(place) for place in found.order() if found.outlets.names[place] == prints.usual(name)),
        None,
    )
    if entry is None:
        raise UnknownNameError(f"{name}: the ledger has no document of such an outlet")
    place = held.outlets.places[entry.name]
    others = held.copied & (held.outlet != held.origin)
    return OutletView(
        entry,
        tuple(_pairs(held, np.flatnonzero(others & (held.outlet == place)), top)),
        tuple(_pairs(held, np.flatnonzero(others & (held.origin == place)), top)),
    )


class _Prints:
    """The columns of all members of stories: outlets as places among `outlets.names`."""

    def __init__(self, db: Connection) -> None:
        numbers = prints.current(db)
        self.outlets = prints.Outlets()
        self.outlet = self.outlets.column(db, prints.KIND, prints.OUTLET, numbers)
        self.origin = self.outlets.column(db, prints.KIND, columns.ORIGIN, numbers)
        self.days, self.document, self.story, self.share, relation = (
            columns.column(db, prints.KIND, dimension)[numbers]
            for dimension in (columns.DAY, columns.DOCUMENT, prints.STORY, prints.SHARE, prints.RELATION)
        )
        self.relations = [*prints.relations(db).items(), (CREDITED, 0)]
        # An origin that another is credited with has a relation of its own, which no member is written with.
        self.first = relation == dict(self.relations).get("origin", -1)
        self.relation = np.where(self.first, 0, relation)
        self.copied = ~self.first | (self.outlet != self.origin)


def _pairs(held: _Prints, among: Numbers, top: int) -> list[Copying]:
    """The pairs of most documents among some copies."""
    count = len(held.outlets.names)
    keys = held.origin[among].astype(np.int64) * count + held.outlet[among]
    pairs = different(keys)
    which = np.searchsorted(pairs, keys)
    documents = distinct(which, held.document[among], len(pairs))
    best = np.lexsort((pairs, -documents))[:top]
    ranks = np.full(len(pairs), -1)
    ranks[best] = np.arange(len(best))
    kept = np.flatnonzero(ranks[which] >= 0)
    rank, rows = ranks[which[kept]], among[kept]
    stories = distinct(rank, held.story[rows], len(best))
    shares = _medians(rank, rows, held, len(best))
    tallies = {
        name: np.bincount(rank[held.relation[rows] == code], minlength=len(best))
        for name, code in held.relations
    }
    return [
        Copying(
            held.outlets.names[int(pairs[pair]) // count],
            held.outlets.names[int(pairs[pair]) % count],
            int(stories[place]),
            int(documents[pair]),
            most_first({name: int(tally[place]) for name, tally in tallies.items()}),
            shares[place],
        )
        for place, pair in enumerate(best)
    ]


def _medians(rank: Numbers, rows: Numbers, held: _Prints, count: int) -> list[float | None]:
    """The median share by rank, of copies whose origin is there."""
    there = held.relation[rows] != 0
    rank, shares = rank[there], held.share[rows[there]]
    order = np.lexsort((shares, rank))
    shares = shares[order]
    ends = np.searchsorted(rank[order], np.arange(count + 1))
    return [
        float(np.median(shares[start:end]) - 1) / 1000 if end > start else None
        for start, end in pairwise(ends)
    ]


@dataclass(frozen=True, slots=True)
class _Entries:
    """What is counted of each outlet, by its place among the names."""

    outlets: prints.Outlets
    documents: NDArray[np.int64]
    origins: NDArray[np.int64]
    claims: NDArray[np.int64]
    first: Codes
    last: Codes
    credited: NDArray[np.bool_]

    def order(self) -> Sequence[int]:
        """The outlets that have documents or are credited with some, those of most documents first."""
        there = np.flatnonzero((self.documents > 0) | self.credited)
        names = self.outlets.names
        return sorted(there.tolist(), key=lambda place: (-self.documents[place], names[place]))

    def entry(self, place: int) -> OutletEntry:
        name = self.outlets.names[place]
        known = codebook.outlet(name)
        documents, origins = int(self.documents[place]), int(self.origins[place])
        return OutletEntry(
            name,
            tuple(sorted(self.outlets.kept[place])),
            documents,
            origins,
            documents - origins,
            int(self.claims[place]),
            day(self.first[place]),
            day(self.last[place]),
            *((known.country, known.kind, known.owner) if known else ()),
        )


def _all_entries(db: Connection) -> _Entries:
    return cached.answer(db, "outlets", lambda: _entries(db, _Prints(db)))


def _entries(db: Connection, held: _Prints) -> _Entries:
    count = len(held.outlets.names)
    current = columns.column(db, "claims", columns.CURRENT) == 1
    claims = np.bincount(columns.column(db, "claims", columns.DOCUMENT)[current])
    span = int(held.document.max(initial=0)) + 1
    claims = np.concatenate([claims, np.zeros(max(0, span - len(claims)), np.int64)])
    printed = different(held.outlet.astype(np.int64) * span + held.document)
    own = held.first & (held.outlet == held.origin)
    first, last = span_of_days(held.outlet, held.days, count)
    return _Entries(
        held.outlets,
        np.bincount(printed // span, minlength=count),
        distinct(held.outlet[own], held.document[own], count),
        np.bincount(printed // span, weights=claims[printed % span], minlength=count).astype(np.int64),
        first,
        last,
        np.bincount(held.origin, minlength=count) > 0,
    )
