"""Speakers over time: who said how much, when, in which outlets, of whose arms; all of it counted from columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from armstrail.errors import UnknownNameError
from armstrail.ledger import cached, columns
from armstrail.ledger.listing import Listing
from armstrail.ledger.prints import OUTLET, Outlets
from armstrail.ledger.schema import terms
from armstrail.ledger.tallies import counted, day, different, distinct, span_of_days, starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from armstrail.ledger.cached import Codes
    from armstrail.ledger.columns import Numbers
    from armstrail.ledger.entries import Kind

    _Said = dict[Kind, tuple[Numbers, NDArray[np.int64]]]

SPEAKER, PARTY, VOICE = "speaker", "party", "voice"
_KINDS: tuple[Kind, ...] = ("statements", "claims")
_DYADS, _VOICES = 20, 10
_PRONOUNS = frozenset("i you he she it we they who".split())
_NO_MONTH = 12 * date.max.year + 12
_MONTHS = _NO_MONTH + 1


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A speaker by name, and the party that the name stands for most often, where it is one.

    `origins` counts the texts that what it said comes from first, so reprints count once; `outlets` those that printed
    it, under their usual names. `first` and `last` are days of publication, YYYY-MM-DD.
    """

    name: str
    party: str | None
    statements: int
    claims: int
    origins: int
    outlets: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Month:
    """How many records of a value were published in a month (2024-03; "" where no day is known), and how many texts
    that they come from first tell of it in that month for the first time.
    """

    month: str
    value: str
    records: int
    origins: int


@dataclass(frozen=True, slots=True)
class Dyad:
    """How many claims tell of a supplier and a recipient (ids; "" is not stated), and how many origins these have."""

    supplier: str
    recipient: str
    claims: int
    origins: int


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A speaker: claims by month and stage, statements by month, and by month and topic, in order of time; how many
    statements have each voice; the dyads of most claims.
    """

    entry: SpeakerEntry
    stages: tuple[Month, ...]
    months: tuple[Month, ...]
    topics: tuple[Month, ...]
    voices: dict[str, int]
    dyads: tuple[Dyad, ...]


def speakers(
    db: Connection, *, words: str = "", party: str | None = None, size: int = 50, start: int = 0
) -> Listing[SpeakerEntry]:
    """A page of the speakers, those of most statements and claims first. A pronoun that its text does not explain names
    nobody, and is left out.

    Of those whose names hold some words, in any case, and that stand for a party, by its id, in some statement.
    """
    tally = cached.answer(db, "tally of speakers", lambda: _tally(db))
    if party is not None:
        having = columns.having(db, "statements", PARTY, [party])
        among = np.flatnonzero(having & (columns.column(db, "statements", columns.CURRENT) == 1))
        of_party = columns.counts(db, "statements", SPEAKER, among, len(tally)) if len(among) else {}
        tally = {name: number for name, number in tally.items() if name in of_party}
    wanted = words.strip().casefold()
    there = [name for name in tally if wanted in name.casefold()]
    names = tuple(there[start : start + size])
    return Listing(tuple(cached.answer(db, ("speakers", names), lambda: _entries(db, names))), len(there))


def speaker(db: Connection, name: str) -> SpeakerView:
    """The speaker of a name, exactly as it is kept. Raises UnknownNameError where nobody of that name said anything."""
    return cached.answer(db, ("speaker", name), lambda: _speaker(db, name))


def _speaker(db: Connection, name: str) -> SpeakerView:
    said = {kind: _said_by(db, kind, [name]) for kind in _KINDS} if name else {}
    if not any(len(numbers) for numbers, _ in said.values()):
        raise UnknownNameError(
            f"{name}: nobody of this name says anything in the ledger; names are written in full"
        )
    statements, claims = (said[kind][0] for kind in _KINDS)
    return SpeakerView(
        _entries(db, [name], said)[0],
        by_month(db, "claims", claims, "stage"),
        by_month(db, "statements", statements),
        by_month(db, "statements", statements, "topic"),
        columns.counts(db, "statements", VOICE, statements, _VOICES) if len(statements) else {},
        dyads(db, claims, _DYADS),
    )


def by_month(db: Connection, kind: Kind, numbers: Numbers, dimension: str | None = None) -> tuple[Month, ...]:
    """How many of some records were published in each month, by the values they have of a dimension; in order of time,
    those without a day last. An origin counts for a value in its first month.
    """
    months = _months(columns.column(db, kind, columns.DAY)[numbers])
    first = columns.column(db, kind, columns.FIRST)[numbers].astype(np.int64)
    codes = np.zeros(len(numbers), np.int64)
    if dimension:
        places, codes = columns.spread(db, kind, dimension, numbers)
        months, first = months[places], first[places]
    values, texts = int(codes.max(initial=0)) + 1, int(first.max(initial=0)) + 1
    keys, records = counted(months * values + codes)
    # In this order each value of a text stands first with its first month.
    told = different((codes * texts + first) * _MONTHS + months)
    told = told[starts(told // _MONTHS)]
    anew, number = counted(told % _MONTHS * values + told // _MONTHS // texts)
    origins = np.zeros(len(keys), np.int64)
    origins[np.searchsorted(keys, anew)] = number
    names = columns.named(db, kind, dimension, different(codes).tolist()) if dimension else {0: ""}
    return tuple(
        Month(_month(key // values), names.get(key % values, ""), found, fresh)
        for key, found, fresh in zip(keys.tolist(), records.tolist(), origins.tolist(), strict=True)
    )


def dyads(db: Connection, numbers: Numbers, top: int) -> tuple[Dyad, ...]:
    """The `top` suppliers with their recipients that most of some claims tell of; a claim of several tells of each."""
    sold, suppliers = columns.spread(db, "claims", "supplier", numbers)
    bought, recipients = columns.spread(db, "claims", "recipient", numbers[sold])
    span = int(recipients.max(initial=0)) + 1
    dyad = suppliers[bought] * span + recipients
    keys, claims = counted(dyad)
    first = columns.column(db, "claims", columns.FIRST)[numbers[sold[bought]]]
    texts = int(first.max(initial=0)) + 1
    _, origins = counted(different(dyad * texts + first) // texts)
    best = np.lexsort((keys, -origins, -claims))[:top]
    sides = (("supplier", keys[best] // span), ("recipient", keys[best] % span))
    named = [
        list(
            map(columns.named(db, "claims", side, different(codes).tolist()).get, codes.tolist(), repeat(""))
        )
        for side, codes in sides
    ]
    return tuple(map(Dyad, *named, claims[best].tolist(), origins[best].tolist()))


def _tally(db: Connection) -> dict[str, int]:
    """How many current records each speaker has, the most first."""
    tally: Counter[str] = Counter()
    for kind in _KINDS:
        numbers = np.flatnonzero(columns.column(db, kind, columns.CURRENT) == 1)
        _, codes = columns.spread(db, kind, SPEAKER, numbers)
        counted, names = np.bincount(codes), columns.named(db, kind, SPEAKER)
        there = np.flatnonzero(counted)
        tally.update({names.get(code, ""): int(counted[code]) for code in there.tolist()})
    named = [(name, number) for name, number in tally.items() if name and name.casefold() not in _PRONOUNS]
    return dict(sorted(named, key=lambda one: (-one[1], one[0])))


def _said_by(db: Connection, kind: Kind, names: Sequence[str]) -> tuple[Numbers, NDArray[np.int64]]:
    """The current records of a kind that some said, and whose each is: a place among the names. One that several of
    them said is there as often.
    """
    held = columns.column(db, kind, SPEAKER)
    asked = select(terms.c.value, terms.c.code).where(
        terms.c.kind == kind, terms.c.dimension == SPEAKER, terms.c.value.in_(names)
    )
    codes = {row.value: row.code for row in db.execute(asked)}
    ones = set(codes.values())
    among = columns.lists(db, kind, SPEAKER)
    wanted = {*ones, *(code for code, members in among.items() if not ones.isdisjoint(members))}
    numbers = np.flatnonzero(columns.any_of(held, wanted) & (columns.column(db, kind, columns.CURRENT) == 1))
    places, spread = columns.spread(db, kind, SPEAKER, numbers)
    ranks = np.full(1 + max(int(spread.max(initial=0)), *ones, 0), -1)
    ranks[list(codes.values())] = [names.index(name) for name in codes]
    whose = ranks[spread]
    return numbers[places[whose >= 0]], whose[whose >= 0]


def _entries(db: Connection, names: Sequence[str], said: _Said | None = None) -> list[SpeakerEntry]:
    """The entries of some names; what these `said`, where that is known."""
    said = said or {kind: _said_by(db, kind, names) for kind in _KINDS}
    outlets, count = Outlets(), len(names)
    counts = {kind: np.bincount(whose, minlength=count).tolist() for kind, (_, whose) in said.items()}
    who = np.concatenate([whose for _, whose in said.values()])
    first, days = (
        np.concatenate([columns.column(db, kind, dimension)[numbers] for kind, (numbers, _) in said.items()])
        for dimension in (columns.FIRST, columns.DAY)
    )
    printed = np.concatenate([outlets.column(db, kind, OUTLET, n) for kind, (n, _) in said.items()])
    known = printed != outlets.places.get("", -1)
    origins, outlets_of = distinct(who, first, count), distinct(who[known], printed[known], count)
    begin, end = span_of_days(who, days, count)
    parties = _parties(db, *said["statements"], count)
    return [
        SpeakerEntry(
            name,
            parties[place],
            counts["statements"][place],
            counts["claims"][place],
            int(origins[place]),
            int(outlets_of[place]),
            day(begin[place]),
            day(end[place]),
        )
        for place, name in enumerate(names)
    ]


def _parties(db: Connection, numbers: Numbers, who: Numbers, count: int) -> list[str | None]:
    """The party that each stands for in most of some statements; None where in none."""
    codes = columns.column(db, "statements", PARTY)[numbers]
    names = columns.named(db, "statements", PARTY)
    span = max(names, default=0) + 1
    tally = np.bincount(who * span + codes, minlength=count * span).reshape(count, span)
    tally[:, [code for code in range(span) if not names.get(code)]] = 0
    best = tally.argmax(axis=1).tolist()
    return [names[code] if tally[place, code] else None for place, code in enumerate(best)]


def _months(days: Codes) -> NDArray[np.int64]:
    """Days counted from year 1 as months counted from there; what is no day as a month after all others."""
    known = days[days != columns.NONE]
    first = int(known.min(initial=date.max.toordinal()))
    span = np.arange(first, int(known.max(initial=0)) + 1) - date(1970, 1, 1).toordinal()
    # Days are far fewer than records, of which each would be reckoned.
    months = np.append(span.astype("M8[D]").astype("M8[M]").astype(np.int64) + 12 * 1970, _NO_MONTH)
    return months[np.where(days == columns.NONE, len(span), days - first)]


def _month(number: int) -> str:
    return "" if number == _NO_MONTH else f"{number // 12:04}-{number % 12 + 1:02}"
