"""Which texts may have something in common: those that share fingerprints.

A fingerprint that up to CROWD texts hold proposes all pairs of them. In a larger crowd, a much printed text or a
footer, each text is proposed with the PILLARS foremost of the crowd alone: those are enough to hold a story together,
and time grows with the texts, not with their square. Which are foremost is settled by a hash of their words, so that
the order of coming decides nothing.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Marks = NDArray[np.uint32]
    Numbers = NDArray[np.int64]

CROWD = 32
"""The most texts of one fingerprint that are all compared with each other."""

PILLARS = 4
"""How many of a larger crowd each text of it is compared with."""

CROWD_SHARE = 0.2
"""The share of a text's fingerprints that it must have in common with another where only crowds hold them."""

SHORT = 8
"""The fingerprints of a text so short that a single one in common counts."""

_HALF = np.uint64(32)
_LOW = np.uint64(2**32 - 1)
_ROWS_AT_ONCE = 1 << 22


class Fingerprints:
    """The fingerprints of texts, and who holds each. Texts are numbers from 0 on, in the order in which they come."""

    def __init__(self) -> None:
        # Sorted (fingerprint, text), each run more than twice as long as the next.
        self._runs: list[Keys] = []
        self._ranks = np.zeros(0, np.uint64)
        self._counts = np.zeros(0, np.int64)
        self._crowds: dict[int, frozenset[int]] = {}  # fingerprints that have one, with its pillars
        self._crowded = np.zeros(0, np.uint64)  # the same fingerprints, sorted

    def add(self, marks: Sequence[Marks], names: Sequence[bytes]) -> tuple[Numbers, set[int]]:
        """Take in texts, by their fingerprints and by a name of 16 bytes at least.

        Gives the pairs that are to be compared since, one row each, the smaller number first; and the texts of crowds
        that have new pillars: pairs that these proposed before may have to stand back.
        """
        first = len(self._ranks)
        ranks = np.array(list(map(rank_of, names)), np.uint64)
        self._ranks = np.concatenate((self._ranks, ranks))
        self._counts = np.concatenate((self._counts, [len(some) for some in marks])).astype(np.int64)
        new = _keys(marks, first)
        if not len(new):
            return np.zeros((0, 2), np.int64), set()
        apart = np.isin(new >> _HALF, self._crowded)
        touched = np.concatenate([*(self._held_by(run, new[~apart]) for run in self._runs), new[~apart]])
        touched.sort()
        self._keep(new)
        proposals = _Proposals(first)
        self._propose(touched, proposals)
        self._propose_to_pillars(new[apart], proposals)
        pairs, alone, crowded = proposals.pairs()
        ones, others = pairs >> 32, pairs & (2**32 - 1)
        kept = enough(alone, crowded, np.minimum(self._counts[ones], self._counts[others]))
        return np.stack((ones[kept], others[kept]), axis=1), proposals.shaken

    def proposed(self, one: tuple[int, Marks], other: tuple[int, Marks]) -> bool:
        """Whether two texts, given with their fingerprints, are to be compared, now that all these texts are there."""
        alone = crowded = 0
        for mark in np.intersect1d(one[1], other[1], assume_unique=True).tolist():
            pillars = self._crowds.get(mark)
            alone += pillars is None
            crowded += pillars is not None and (one[0] in pillars or other[0] in pillars)
        least = np.array([min(len(one[1]), len(other[1]))])
        return bool(enough(np.array([alone]), np.array([crowded]), least)[0])

    def like(self, marks: Marks) -> list[int]:
        """The texts that one of these fingerprints would be compared with, were it added."""
        wanted = marks.astype(np.uint64)
        apart = np.isin(wanted, self._crowded)
        alone: Counter[int] = Counter()
        for run in self._runs:
            alone.update((self._held_by(run, wanted[~apart] << _HALF) & _LOW).tolist())
        crowded = Counter(text for mark in wanted[apart].tolist() for text in self._crowds[mark])
        texts = np.array(sorted({*alone, *crowded}), np.int64)
        counts = [np.array([tally[text] for text in texts.tolist()], np.int64) for tally in (alone, crowded)]
        least = np.minimum(self._counts[texts], len(marks))
        found: list[int] = texts[enough(counts[0], counts[1], least)].tolist()
        return found

    def crowded(self, marks: Marks) -> bool:
        """Whether any of some fingerprints has a crowd."""
        return bool(self._crowds) and any(mark in self._crowds for mark in marks.tolist())

    def _held_by(self, run: Keys, wanted: Keys) -> Keys:
        """What of a run has one of the wanted fingerprints."""
        marks = wanted >> _HALF
        marks = marks[np.concatenate(([True], marks[1:] != marks[:-1]))] if len(marks) else marks
        begins = np.searchsorted(run, marks << _HALF)
        ends = np.searchsorted(run, marks << _HALF | _LOW, side="right")
        return run[_spread(begins, ends - begins)]

    def _keep(self, new: Keys) -> None:
        self._runs.append(new)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            last = np.concatenate((self._runs.pop(), self._runs.pop()))
            last.sort()
            self._runs.append(last)

    def _propose(self, keys: Keys, proposals: _Proposals) -> None:
        """Propose what sorted fingerprints do that have no crowd yet; some may have one now."""
        marks = keys >> _HALF
        begins = np.flatnonzero(np.concatenate(([True], marks[1:] != marks[:-1])))[: len(keys)]
        sizes = np.diff(np.append(begins, len(keys)))
        numbers = (keys & _LOW).astype(np.int64)
        few = (sizes > 1) & (sizes <= CROWD)
        for some in _parts(begins[few], sizes[few]):
            proposals.alone.add(_all_pairs(numbers, *some))
        many = sizes > CROWD
        for begin, size in zip(begins[many].tolist(), sizes[many].tolist(), strict=True):
            self._gather(int(marks[begin]), numbers[begin : begin + size], proposals)
        if np.any(many):
            self._crowded = np.sort(np.concatenate((self._crowded, marks[begins[many]])))

    def _propose_to_pillars(self, keys: Keys, proposals: _Proposals) -> None:
        """Propose new texts of crowds to the pillars; where one of them is a pillar itself, to the whole crowd."""
        marks = keys >> _HALF
        begins = np.flatnonzero(np.concatenate(([True], marks[1:] != marks[:-1])))[: len(keys)]
        parts = np.split((keys & _LOW).astype(np.int64), begins[1:]) if len(keys) else []
        for mark, some in zip(marks[begins].tolist(), parts, strict=True):
            pillars = self._crowds[mark]
            foremost = self._foremost(np.concatenate((np.array(sorted(pillars)), some)))[:PILLARS]
            if pillars == frozenset(foremost.tolist()):
                for pillar in pillars:
                    proposals.crowded.add(_joined(some, np.int64(pillar)))
            else:
                wanted = np.array([mark], np.uint64) << _HALF
                held = np.concatenate([self._held_by(run, wanted) for run in self._runs])
                self._gather(mark, (held & _LOW).astype(np.int64), proposals)

    def _gather(self, mark: int, held: Numbers, proposals: _Proposals) -> None:
        """A crowd has new pillars, with whom all of it is compared."""
        crowd = self._foremost(held)
        self._crowds[mark] = frozenset(crowd[:PILLARS].tolist())
        proposals.shaken.update(held.tolist())
        for place, pillar in enumerate(crowd[:PILLARS]):
            proposals.crowded.add(_joined(crowd[place + 1 :], pillar))

    def _foremost(self, numbers: Numbers) -> Numbers:
        """Texts, the foremost first."""
        return numbers[np.lexsort((numbers, self._ranks[numbers]))]


class Settled:
    """In place of `Fingerprints`: the pairs of texts that are to be compared are known already, by their ranks."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        self._near: dict[int, set[int]] = defaultdict(set)
        for one, other in pairs:
            self._near[one].add(other)
            self._near[other].add(one)
        self._numbers: dict[int, int] = {}  # of each rank
        self._ranks: list[int] = []

    def add(self, marks: Sequence[Marks], names: Sequence[bytes]) -> tuple[Numbers, set[int]]:  # noqa: ARG002
        """As `Fingerprints.add`. There are no crowds in which others could come to the fore."""
        found = []
        for rank in map(rank_of, names):
            number = self._numbers[rank] = len(self._ranks)
            self._ranks.append(rank)
            found += [
                (self._numbers[near], number) for near in self._near.get(rank, ()) if near in self._numbers
            ]
        return np.array(sorted(found), np.int64).reshape(-1, 2), set()

    def proposed(self, one: tuple[int, Marks], other: tuple[int, Marks]) -> bool:
        return self._ranks[other[0]] in self._near.get(self._ranks[one[0]], ())

    def crowded(self, marks: Marks) -> bool:  # noqa: ARG002
        """Every pair is to be asked for."""
        return True

    def like(self, marks: Marks) -> list[int]:  # noqa: ARG002
        return []


class Proposed(NamedTuple):
    """What groups of texts that share a mark propose, a row a pair, in the order of the groups: the ranks of the two,
    the lesser first, the marks of the one that has fewer, and whether outside a crowd or within. `counts`: so many
    pairs a group.
    """

    one: Keys
    other: Keys
    least: NDArray[np.uint32]
    alone: NDArray[np.bool_]
    counts: Numbers


def proposals(ranks: Keys, sizes: NDArray[np.uint32], ends: Numbers) -> Proposed:
    """What `Fingerprints` proposes of texts that share a mark: all of them where they are few, else each with the
    pillars. A group is a run of texts, by rank and number of marks, up to its end.
    """
    begins = np.concatenate(([0], ends[:-1]))
    order = np.lexsort((ranks, np.repeat(np.arange(len(ends)), ends - begins)))
    ranks, sizes = ranks[order], sizes[order]
    counts = ends - begins
    few = counts <= CROWD
    firsts, seconds = _pairs(begins[few], counts[few])
    ones, others, groups = [firsts], [seconds], [np.searchsorted(ends, firsts, side="right")]
    for crowd in np.flatnonzero(~few).tolist():
        for pillar in range(begins[crowd], begins[crowd] + PILLARS):
            rest = np.arange(pillar + 1, ends[crowd])
            ones.append(np.full(len(rest), pillar))
            others.append(rest)
            groups.append(np.full(len(rest), crowd))
    one, other, group = (np.concatenate(parts) for parts in (ones, others, groups))
    order = np.argsort(group, kind="stable")
    one, other, group = one[order], other[order], group[order]
    return Proposed(
        ranks[one],
        ranks[other],
        np.minimum(sizes[one], sizes[other]),
        few[group],
        np.bincount(group, minlength=len(ends)),
    )


def rank_of(name: bytes) -> int:
    """By what the texts of a crowd are ordered: a hash of their words."""
    return int.from_bytes(name[:8], sys.byteorder)


def enough(alone: Numbers, crowded: Numbers, least: Numbers) -> NDArray[np.bool_]:
    """Whether two texts share enough fingerprints to be compared: those outside crowds, those within, and how many the
    text has that has fewer.

    A run of some forty words always holds two, one of twenty, which counts in a short text, always holds one. What
    only a crowd shares, a footer, must be a good part of the text.
    """
    needed = np.where(least > SHORT, 2, 1)
    enough: NDArray[np.bool_] = (alone >= needed) | (
        alone + crowded >= np.maximum(needed, least * CROWD_SHARE)
    )
    return enough


class _Proposals:
    """Pairs proposed outside crowds and within, but for those of two texts before `first`; and the texts of crowds that
    have new pillars.
    """

    def __init__(self, first: int) -> None:
        self.alone = _Tally(first)
        self.crowded = _Tally(first)
        self.shaken: set[int] = set()

    def pairs(self) -> tuple[Numbers, Numbers, Numbers]:
        """The pairs, each one number, and how often each was proposed outside crowds and within."""
        pairs = np.union1d(self.alone.pairs(), self.crowded.pairs())
        return pairs, self.alone.counts(pairs), self.crowded.counts(pairs)


class _Tally:
    """Pairs, each one number, and how often each was added, but for those of two texts before `first`."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._waiting: list[Numbers] = []
        self._rows = 0
        self._pairs = np.zeros(0, np.int64)
        self._counts = np.zeros(0, np.int64)

    def add(self, pairs: Numbers) -> None:
        new = pairs[(pairs & (2**32 - 1)) >= self._first]
        self._waiting.append(new)
        self._rows += len(new)
        if self._rows > _ROWS_AT_ONCE:
            self._settle()

    def pairs(self) -> Numbers:
        self._settle()
        return self._pairs

    def counts(self, pairs: Numbers) -> Numbers:
        """How often each of some pairs was added."""
        self._settle()
        if not len(self._pairs):
            return np.zeros(len(pairs), np.int64)
        places = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
        return np.where(self._pairs[places] == pairs, self._counts[places], 0)

    def _settle(self) -> None:
        if not self._waiting:
            return
        new = np.concatenate(self._waiting)
        new.sort()
        begins = np.flatnonzero(np.concatenate(([True], new[1:] != new[:-1]))) if len(new) else new
        pairs = np.concatenate((self._pairs, new[begins]))
        counts = np.concatenate((self._counts, np.diff(np.append(begins, len(new)))))
        self._pairs, places = np.unique(pairs, return_inverse=True)
        self._counts = np.bincount(places, counts, len(self._pairs)).astype(np.int64)
        self._waiting, self._rows = [], 0


def _keys(marks: Sequence[Marks], first: int) -> Keys:
    sizes = [len(some) for some in marks]
    keys = np.concatenate([*marks, np.zeros(0, np.uint32)]).astype(np.uint64) << _HALF
    keys |= np.repeat(np.arange(first, first + len(marks), dtype=np.uint64), sizes)
    keys.sort()
    return keys


def _parts(begins: Numbers, sizes: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Groups, as many at a time as make so many pairs."""
    rows = np.cumsum(sizes * (sizes - 1) // 2)
    cuts = np.searchsorted(rows, np.arange(_ROWS_AT_ONCE, rows[-1] if len(rows) else 0, _ROWS_AT_ONCE))
    return list(zip(np.split(begins, cuts), np.split(sizes, cuts), strict=True))


def _all_pairs(numbers: Numbers, begins: Numbers, sizes: Numbers) -> Numbers:
    """All pairs within groups of sorted numbers, each pair one number."""
    firsts, seconds = _pairs(begins, sizes)
    return _joined(numbers[firsts], numbers[seconds])


def _pairs(begins: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """The places of both members of all pairs within groups, the earlier first."""
    seconds = _spread(begins, sizes)
    before = seconds - np.repeat(begins, sizes)
    return _spread(np.repeat(begins, sizes), before), np.repeat(seconds, before)


def _spread(begins: Numbers, counts: Numbers) -> Numbers:
    """For each begin the `count` numbers from there on."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(begins - ends + counts, counts)


def _joined(some: Numbers, others: Numbers | np.int64) -> Numbers:
    return np.minimum(some, others) << 32 | np.maximum(some, others)
