"""Columns and the names of their codes, kept in memory between the transactions of an open ledger.

Every change of a column has a stamp, the greatest of which names a state of the ledger. A transaction that reads asks
for it once; a column of an earlier state is brought up to it by the chunks that were changed since, in a copy, as
others may still hold the earlier one. A column costs 4 bytes a record, twice that while it is being changed: for a
ledger of a million claims, all of them together some 120 MB, or 240 MB while it is added to. Some hundred answers are
kept beside them, of at most 200 kB each. A process that reads one page holds the few columns of that page.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from sqlalchemy import func, select

from armstrail.ledger.schema import columns, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Column, Connection, Select

Codes = np.ndarray[tuple[int], np.dtype[np.int32]]

CHUNK = 1 << 14
"""How many places of a column are written together."""

OPTION = "armstrail_columns"
"""The execution option by which a transaction that reads knows its `State`."""

_AT_ONCE = 400
_MOST_NAMES = 100_000
_MOST_ANSWERS = 400
_BEFORE = -1  # a stamp before the first
_EMPTY: Codes = np.zeros(0, np.int32)

_Answer = TypeVar("_Answer")
_Key = tuple[str, str]


@dataclass(frozen=True)
class Lists:
    """The codes of lists, how many members each has, and the codes of all these, one list after the other."""

    codes: NDArray[np.int64]
    lengths: NDArray[np.int64]
    members: NDArray[np.int64]

    @classmethod
    def of(cls, held: dict[int, list[int]]) -> Lists:
        members = [member for some in held.values() for member in some]
        return cls(
            *(np.array(some, np.int64) for some in (list(held), list(map(len, held.values())), members))
        )

    def __add__(self, other: Lists) -> Lists:
        return Lists(
            np.concatenate((self.codes, other.codes)),
            np.concatenate((self.lengths, other.lengths)),
            np.concatenate((self.members, other.members)),
        )

    @cached_property
    def by_code(self) -> dict[int, list[int]]:
        """The members of each list."""
        parts = np.split(self.members, np.cumsum(self.lengths)[:-1]) if len(self.codes) else []
        return {code: part.tolist() for code, part in zip(self.codes.tolist(), parts, strict=True)}

    def having(self, code: int) -> list[int]:
        """The codes of the lists with some member."""
        owners: list[int] = np.repeat(self.codes, self.lengths)[self.members == code].tolist()
        return owners

    def shared(self, tally: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often each code occurs, where a list counts as each of its members."""
        if not len(self.codes):
            return tally
        size = max(len(tally), int(self.codes.max()) + 1, int(self.members.max()) + 1)
        counted = np.concatenate((tally, np.zeros(size - len(tally), tally.dtype)))
        each = np.repeat(counted[self.codes], self.lengths)
        counted[self.codes] = 0
        return counted + np.bincount(self.members, each, size).astype(np.int64)

    def spread(self, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many codes each of so many codes, or more, stands for, and these, one code after the other."""
        lengths = np.ones(max(size, int(self.codes.max()) + 1), np.int64)
        lengths[self.codes] = self.lengths
        codes = np.repeat(np.arange(len(lengths)), lengths)
        starts = (np.cumsum(lengths) - lengths)[self.codes]
        ends = np.cumsum(self.lengths)
        within = np.arange(len(self.members)) - np.repeat(ends - self.lengths, self.lengths)
        codes[np.repeat(starts, self.lengths) + within] = self.members
        return lengths, codes


_NO_LISTS = Lists.of({})


class Cache:
    """What an open ledger remembers of its columns; shared by all its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._locks: dict[_Key, Lock] = {}
        # Of each column the two last versions, the newest first: a transaction that began before another ended
        # finds the one of its own state. Each with the stamps from which and up to which it holds.
        self._columns: dict[_Key, tuple[tuple[int, int, Codes], ...]] = {}
        self._names: dict[_Key, dict[int, str]] = {}
        self._all_names: dict[_Key, tuple[int, dict[int, str]]] = {}
        self._lists: dict[_Key, tuple[int, Lists]] = {}
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def clear(self) -> None:
        """Forget everything: stamps may come again that other states had."""
        with self._lock:
            self._columns, self._names, self._all_names, self._lists = {}, {}, {}, {}
            self._answers.clear()

    def column(self, db: Connection, key: _Key, stamp: int) -> Codes:
        """A column as it is in the state of a stamp, which is the one that `db` sees. Not to be changed."""
        codes = self._held(key, stamp)
        if codes is None:
            with self._lock_of(key):
                codes = self._held(key, stamp)
                if codes is None:
                    codes = self._renewed(db, key, stamp)
        return codes

    def _held(self, key: _Key, stamp: int) -> Codes | None:
        return next(
            (codes for since, until, codes in self._columns.get(key, ()) if since <= stamp <= until), None
        )

    def _renewed(self, db: Connection, key: _Key, stamp: int) -> Codes:
        """A column that is not held, read; it is held from now on, unless a newer one is."""
        versions = self._columns.get(key, ())
        _, last, former = versions[0] if versions else (_BEFORE, _BEFORE, _EMPTY)
        if last > stamp:
            return _read(db, key, _EMPTY, _BEFORE)[1]
        since, codes = _read(db, key, former, last)
        if since is None:  # nothing of it has changed: it holds for longer
            self._columns[key] = ((versions[0][0] if versions else stamp, stamp, codes), *versions[1:])
        else:
            self._columns[key] = ((since, stamp, codes), *versions[:1])
        return codes

    def _lock_of(self, key: _Key) -> Lock:
        with self._lock:
            return self._locks.setdefault(key, Lock())

    def names(self, db: Connection, key: _Key, codes: Sequence[int]) -> dict[int, str]:
        """What codes stand for. A code never changes its meaning, so that any state will do."""
        with self._lock:
            if sum(map(len, self._names.values())) > _MOST_NAMES:
                self._names = {}
            held = self._names.setdefault(key, {})
        found = {code: held[code] for code in codes if code in held}
        if lacking := [code for code in codes if code not in found]:
            new = _names(db, key, lacking)
            held.update(new)
            found |= new
        return found

    def all_names(self, db: Connection, key: _Key, stamp: int) -> dict[int, str]:
        """All codes of a dimension, with what they stand for; perhaps later ones, too, which no column has yet."""
        last, held = self._all_names.get(key, (_BEFORE, {}))
        if last < stamp:
            held = held | _all_names(db, key, after=max(held, default=0))
            self._all_names[key] = (stamp, held)
        return held

    def lists(self, db: Connection, key: _Key, stamp: int) -> Lists:
        """The lists of a dimension; perhaps later ones, too, which no column has yet."""
        last, held = self._lists.get(key, (_BEFORE, _NO_LISTS))
        if last < stamp:
            if new := _lists(db, key, after=int(held.codes.max(initial=0))):
                held += Lists.of(new)
            self._lists[key] = (stamp, held)
        return held

    def answer(self, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
        """What was made for a key, which names the state; made now, where it was not made yet. Who asks for it while
        another makes it waits for that.
        """
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                held: _Answer = self._answers[key]
                return held
            turn = self._making.setdefault(key, Lock())
        with turn:
            with self._lock:
                if key in self._answers:
                    return self._answers[key]  # type: ignore[no-any-return]
            try:
                made = make()
                with self._lock:
                    self._answers[key] = made
                    if len(self._answers) > _MOST_ANSWERS:
                        self._answers.popitem(last=False)
            finally:  # only now: who asks in between finds the answer, or waits for it
                with self._lock:
                    self._making.pop(key, None)
        return made


class State:
    """The one state of the columns that a transaction sees."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self._stamp: int | None = None
        self._seen: dict[_Key, Codes] = {}

    def stamp(self, db: Connection) -> int:
        if self._stamp is None:
            self._stamp = db.scalar(select(func.max(columns.c.stamp))) or 0
        return self._stamp

    def column(self, db: Connection, key: _Key) -> Codes:
        if key not in self._seen:
            self._seen[key] = self.cache.column(db, key, self.stamp(db))
        return self._seen[key]


def column(db: Connection, kind: str, dimension: str) -> Codes:
    """The codes of all records, by their number, from 1 on; NONE where there is none. Not to be changed."""
    state, key = _state(db), (kind, dimension)
    return state.column(db, key) if state else _read(db, key, _EMPTY, _BEFORE)[1]


def names(db: Connection, kind: str, dimension: str, codes: Sequence[int] | None = None) -> dict[int, str]:
    """What some codes stand for, or all, where none are given. Not to be changed."""
    state, key = _state(db), (kind, dimension)
    if codes is None:
        return state.cache.all_names(db, key, state.stamp(db)) if state else _all_names(db, key)
    return state.cache.names(db, key, codes) if state else _names(db, key, codes)


def lists(db: Connection, kind: str, dimension: str) -> Lists:
    """The lists of a dimension."""
    state, key = _state(db), (kind, dimension)
    return state.cache.lists(db, key, state.stamp(db)) if state else Lists.of(_lists(db, key))


def answer(db: Connection, asked: Hashable, make: Callable[[], _Answer]) -> _Answer:
    """What `make` gives, made once for a state. `asked` names all that it depends on, but for the state."""
    state = _state(db)
    return state.cache.answer((state.stamp(db), asked), make) if state else make()


def _state(db: Connection) -> State | None:
    """The state that a transaction reads; None where it writes, since it then sees what nobody else may see yet."""
    state: State | None = db.get_execution_options().get(OPTION)
    return state


def _read(db: Connection, key: _Key, former: Codes, after: int) -> tuple[int | None, Codes]:
    """A column, with what has changed in it after a stamp; and the greatest stamp of that, None where it is nothing."""
    asked = select(columns.c.chunk, columns.c.codes, columns.c.stamp).where(
        columns.c.kind == key[0], columns.c.dimension == key[1], columns.c.stamp > after
    )
    rows = db.execute(asked).all()
    if not rows:
        return None, former
    size = max(len(former), CHUNK * (1 + max(row.chunk for row in rows)))
    codes: Codes = np.zeros(size, np.int32)
    codes[: len(former)] = former
    for row in rows:
        codes[row.chunk * CHUNK : (row.chunk + 1) * CHUNK] = np.frombuffer(row.codes, np.int32)
    codes.flags.writeable = False
    return max(row.stamp for row in rows), codes


def _names(db: Connection, key: _Key, codes: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(codes), _AT_ONCE):
        rows = db.execute(_terms(key, terms.c.value).where(terms.c.code.in_(codes[start : start + _AT_ONCE])))
        found.update((row.code, row.value) for row in rows)
    return found


def _all_names(db: Connection, key: _Key, after: int = 0) -> dict[int, str]:
    rows = db.execute(_terms(key, terms.c.value).where(terms.c.code > after))
    return {row.code: row.value for row in rows}


def _lists(db: Connection, key: _Key, after: int = 0) -> dict[int, list[int]]:
    asked = _terms(key, terms.c.members).where(terms.c.members.is_not(None), terms.c.code > after)
    return {row.code: sorted({int(code) for code in row.members.split()}) for row in db.execute(asked)}


def _terms(key: _Key, column: Column[str]) -> Select[Any]:
    return select(terms.c.code, column).where(terms.c.kind == key[0], terms.c.dimension == key[1])
