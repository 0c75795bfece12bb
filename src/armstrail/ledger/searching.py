"""Finding records: by words, by what they name, by time; pages of them, and how many each value has."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from armstrail.errors import AskedError
from armstrail.ledger import cached, columns, words
from armstrail.ledger.rows import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from armstrail.ledger.cached import Codes
    from armstrail.ledger.columns import Numbers
    from armstrail.ledger.entries import Kind

RANKED = 10_000
"""How many matches of words are ranked: the newest, where a common word has more."""

Order = Literal["best", "newest", "confidence"]
"""How what is found is ordered: how well it holds the words; by day; the least confident first, those without a
confidence last. Where there are no words the best are the newest; so are the least confident documents.
"""

YEAR = "year"

_WORDS_OF_NAMES = ("speaker", "outlet")
_DIMENSION_OF = {"speaker_name": "speaker", "outlet_name": "outlet"}
_OF_ALL = {"words", "document", "since", "until"}
_NO_CONFIDENCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Query:
    """What to find. Several values of one field: any of them; several fields: all of them. One value may stand alone.

    `words` as armstrail.ledger.words reads them. `supplier` and `recipient` are ids of parties, `category`, `stage`,
    `polarity`, `certainty`, `voice` values of the codebook, "" what is not stated. `speaker` and `outlet` are words
    that their names hold, in any case; `speaker_name` and `outlet_name` their whole names; `party` is what speakers of
    statements stand for. `topic`, `event` and `channel` are values of docs/codebook-statements.md, `occasion` names of
    occasions, `message` names of messages. `document` are keys of
    documents that records stand in, `origin` of those that their words come from first. `review` is how records are
    reviewed (`armstrail.ledger.judgements.Review`). `since` and `until` are days of publication, both included: 2021,
    2021-03 or 2021-03-04.
    """

    words: str = ""
    supplier: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    polarity: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    speaker_name: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    outlet_name: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    message: tuple[str, ...] = ()
    occasion: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):  # one value without its brackets would be taken for its letters
            if field.default == () and isinstance(value := getattr(self, field.name), str):
                object.__setattr__(self, field.name, (value,))

    def applies_to(self, kind: Kind) -> bool:
        """Whether records of a kind have all that is asked for: a document has no stage."""
        asked = {f.name for f in fields(self) if getattr(self, f.name)} - _OF_ALL
        return {_DIMENSION_OF.get(name, name) for name in asked} <= set(DIMENSIONS[kind])


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of records that a query finds, and what they are ordered by, the greatest first.

    `more`: a word of the query is so common that only the newest of its records were looked at.
    """

    numbers: Numbers
    ranks: NDArray[np.float64] | NDArray[np.int64] | Codes
    more: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """How many records are found, in how many documents, and from how many origins their words come."""

    total: int
    documents: int
    origins: int
    more: bool


class Asked:
    """What a query finds in the state that a transaction sees. What was asked before in this state is remembered."""

    def __init__(self, db: Connection, kind: Kind, query: Query, order: Order | None = None) -> None:
        self._db, self._kind, self._query = db, kind, query
        self._ranked = order in (None, "best")
        self._order = order

    @cached_property
    def found(self) -> Numbers:
        """The numbers of all that is found: in the order of numbers, or of the matches of the words."""
        return self._passing()

    def _ranks(self) -> NDArray[np.float64] | Codes:
        """What these are ordered by, the greatest first."""
        if self._words and self._ranked:
            return self._matches[1][self._passing_matches()]
        if self._order == "confidence" and self._kind != "documents":
            confidence = columns.column(self._db, self._kind, columns.CONFIDENCE).take(self.found)
            return np.where(confidence == columns.NONE, -_NO_CONFIDENCE, -confidence)
        return columns.column(self._db, self._kind, columns.DAY).take(self.found)

    def page(self, size: int, start: int) -> list[int]:
        """The numbers of one page."""
        asked = ("page", self._kind, self._query, self._order, size, start)
        return cached.answer(self._db, asked, lambda: page(self.all(), size, start))

    def all(self) -> Found:
        """All that is found, with what it is ordered by."""
        return Found(self.found, self._ranks(), more=self._more)

    def totals(self) -> Totals:
        """How much it is."""
        return cached.answer(self._db, ("totals", self._kind, self._query), self._totals)

    def counts(self, top: int, by: Sequence[str] | None, *, widen: bool) -> dict[str, dict[str, int]]:
        """How many records have each value, by dimension: the `top` most frequent; and by year, the newest first.

        With `widen` a dimension is counted as though nothing were asked of it: what else one may ask for.
        """
        return {
            dimension: cached.answer(
                self._db,
                ("counts", self._kind, self._query, dimension, top, widen),
                lambda: self._count(dimension, top, widen=widen),  # noqa: B023 - called at once
            )
            for dimension in by or [*(d for d in DIMENSIONS[self._kind] if d != columns.ORIGIN), YEAR]
        }

    def _totals(self) -> Totals:
        origins = columns.distinct(self._db, self._kind, columns.ORIGIN, self.found)
        documents = total = len(self.found)
        if self._kind != "documents":
            documents = columns.distinct(self._db, self._kind, columns.DOCUMENT, self.found)
        return Totals(total, documents, origins, self._more)

    def _count(self, dimension: str, top: int, *, widen: bool) -> dict[str, int]:
        among = self.found
        if widen and any(name == dimension for name, _ in self._filters):
            among = self._passing(but=dimension)
        if dimension == YEAR:
            return _years(columns.column(self._db, self._kind, columns.DAY).take(among))
        return columns.counts(self._db, self._kind, dimension, among, top)

    @cached_property
    def _filters(self) -> list[tuple[str, NDArray[np.bool_]]]:
        """Which records each filter lets through, under the dimension whose counts may go without it."""
        db, kind, query = self._db, self._kind, self._query
        held = []
        for dimension in DIMENSIONS[kind]:
            if values := getattr(query, dimension, ()):
                parts = dimension in _WORDS_OF_NAMES
                mask = columns.having(db, kind, dimension, values, within=parts)
                held.append(("" if parts else dimension, mask))
        for field, dimension in _DIMENSION_OF.items():
            if (values := getattr(query, field)) and dimension in DIMENSIONS[kind]:
                held.append((dimension, columns.having(db, kind, dimension, values)))
        if query.document:
            held.append(("", columns.standing_in(db, kind, query.document)))
        if query.since or query.until:
            held.append((YEAR, within(db, kind, query.since, query.until)))
        return held

    def _passing(self, but: str = "") -> Numbers:
        """The numbers of the records that all filters let through, except those of a dimension."""
        if self._words:
            return self._matches[0][self._passing_matches(but)]
        held = columns.column(self._db, self._kind, columns.CURRENT) == 1
        for dimension, mask in self._filters:
            if not but or dimension != but:
                held &= mask
        return np.flatnonzero(held)

    def _passing_matches(self, but: str = "") -> NDArray[np.bool_]:
        numbers = self._matches[0]
        held: NDArray[np.bool_] = columns.column(self._db, self._kind, columns.CURRENT)[numbers] == 1
        for dimension, mask in self._filters:
            if not but or dimension != but:
                held &= mask[numbers]
        return held

    @property
    def _words(self) -> str:
        return self._query.words.strip()

    @property
    def _more(self) -> bool:
        return bool(self._words) and self._matches[2]

    @cached_property
    def _matches(self) -> tuple[Numbers, NDArray[np.float64], bool]:
        """The records that hold the words, how well, and whether there may be more."""

        def matches() -> tuple[Numbers, NDArray[np.float64], bool]:
            held = words.matches(self._db, self._kind, self._query.words, RANKED, ranked=self._ranked)
            numbers, ranks = (
                np.array([m[0] for m in held], np.intp),
                np.array([m[1] for m in held], np.float64),
            )
            # Records of readings that were never current have no place in the columns.
            placed = numbers < len(columns.column(self._db, self._kind, columns.CURRENT))
            return numbers[placed], ranks[placed], len(held) == RANKED

        return cached.answer(self._db, ("words", self._kind, self._query.words, self._ranked), matches)


def found(db: Connection, kind: Kind, query: Query, order: Order | None = None) -> Found:
    """All current records of a kind that a query finds."""
    return Asked(db, kind, query, order).all()


def page(what: Found, size: int, start: int) -> list[int]:
    """The numbers of one page, the greatest rank first, of those alike the newest."""
    last = start + size
    chosen = np.arange(len(what.numbers))
    if 0 < last < len(chosen):  # to order the page alone takes a tenth of the time
        least = np.partition(what.ranks, -last)[-last]
        more, alike = np.flatnonzero(what.ranks > least), np.flatnonzero(what.ranks == least)
        rest = last - len(more)
        chosen = np.concatenate((more, alike[np.argpartition(what.numbers[alike], -rest)[-rest:]]))
    order = np.lexsort((-what.numbers[chosen], -what.ranks[chosen]))
    numbers: list[int] = what.numbers[chosen[order]][start:last].tolist()
    return numbers


def _years(days: Codes) -> dict[str, int]:
    """How many of some days lie in each year, the newest first; under "" how many are no day."""
    unknown = len(days) - int(np.count_nonzero(days))
    known = days[days != columns.NONE] if unknown else days
    counted: dict[str, int] = {}
    if len(known):
        first, last = int(known.min()), int(known.max())
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        starts = [max(date(year, 1, 1).toordinal() - first, 0) for year in years]
        numbers = np.add.reduceat(np.bincount(known - first), starts)
        counted = {str(year): int(n) for year, n in zip(years, numbers, strict=True) if n}
    return dict(reversed(counted.items())) | ({"": unknown} if unknown else {})


def within(db: Connection, kind: str, since: str | None, until: str | None) -> NDArray[np.bool_]:
    """Whether the day of each record lies between two, both included. Raises AskedError where these are no days."""
    days = columns.column(db, kind, columns.DAY)
    return (days >= max(first_day(since), columns.NONE + 1)) & (days <= last_day(until))


def first_day(since: str | None) -> int:
    """The number of the first day of a time: of a day, a month, a year. Raises AskedError where it is none."""
    return _day(since, since + "-01-01"[len(since) - 4 :]) if since else 0


def last_day(until: str | None) -> int:
    """The number of its last day."""
    if not until:
        return date.max.toordinal()
    return _day(until, *(until + end for end in ("-12-31"[len(until) - 4 :], "-30", "-29", "-28")))


def _day(asked: str, *spelt: str) -> int:
    for words_of_day in spelt:
        with suppress(ValueError):
            return date.fromisoformat(words_of_day).toordinal()
    raise AskedError(f"{asked}: is no day; write 2021, 2021-03 or 2021-03-04")
