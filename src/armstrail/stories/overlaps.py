"""What two texts have in common: the decision on which texts are folded, made on the texts and not on fingerprints.

Words count as common where they stand in a run of at least RUN words that the other text holds too, wherever it
stands there: cut, embedded and reordered copies are found as well as whole ones. Names, dates and turns of phrase that
two accounts of one event share are shorter runs. Words in quotation marks are counted apart: two texts that quote the
same speech are two texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from armstrail.stories.prints import SHINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from armstrail.stories.prints import Print

RUN = 8
"""The shortest run of words that counts as common."""

VERSION = 0.6
"""The share of a text's prose that makes it a version or a part of the other."""

PART = 0.25
"""The share of a text's prose that makes it a part of the other where it stands there in one piece of PIECE words."""

PIECE = 50

HEAD, TAIL = 40, 90
"""A beginning and an end of fewer words that two otherwise different texts share are their frame: an introduction, a
footer.
"""

SAME = 0.9
"""The share of all words of a text that makes it a part of the other, though it is little else than quotations."""

FORM = 50
"""Two texts are the same form, filled in anew, where one figure in so many common words, or more, differs."""

LEAST = 20
"""The fewest common words of which anything follows; of a quotation QUOTE are enough for a link."""

QUOTE = 12

Bond = Literal["version", "part", "piece", "form", "frame", "passage", "quote"]
"""How two texts belong together: one is a version of the other; is a part of it, for the most; holds a piece of it. Or
else, though they have words in common, why they are not folded: they fill in one form, they share a frame, a passage, a
quotation.
"""

_AT_ONCE = 1 << 15  # words that are compared together
_SHINGLES = RUN - SHINGLE + 1
_SHORT_GAP = 20
_LOW = np.uint64(2**32 - 1)


@dataclass(frozen=True, slots=True)
class Side:
    """What one text of a pair has in common with the other, in words.

    `words` it has in all, `prose` outside quotation marks; `common` and `common_prose` are those that the other holds,
    `longest` its longest common run. `head` and `tail` are the lengths of the common runs with which it begins
    and ends.
    """

    words: int
    prose: int
    common: int
    common_prose: int
    longest: int
    head: int
    tail: int

    @property
    def share(self) -> float:
        """The share of its words that the other holds."""
        return self.common / self.words if self.words else 0.0

    @property
    def own(self) -> int:
        return self.words - self.common

    def prose_share(self, frame: int = 0) -> float:
        """The share of its prose that the other holds, but for a frame of so many words."""
        return max(0, self.common_prose - frame) / max(1, self.prose - frame)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts have in common, as each has it; `figures`: how many numbers stand in one in another's place."""

    one: Side
    other: Side
    figures: int = 0

    @property
    def common(self) -> int:
        """The words that both have in common."""
        return min(self.one.common, self.other.common)

    def turned(self) -> Overlap:
        """The same for the pair the other way round."""
        return Overlap(self.other, self.one, self.figures)

    @property
    def bond(self) -> Bond | None:
        """How the two belong together; None where not at all."""
        one, other = self.one, self.other
        common, prose = min(one.common, other.common), min(one.common_prose, other.common_prose)
        shares = max(one.share, one.prose_share()), max(other.share, other.prose_share())
        same = max(one.share, other.share) >= SAME
        if common < LEAST or max(shares) < PART or prose < (RUN if same else LEAST):
            return "passage" if prose >= PIECE else "quote" if common - prose >= QUOTE else None
        if common < FORM * self.figures:
            return "form"
        if self._framed:
            return "frame"
        if max(shares) >= VERSION:
            return "version" if min(shares) >= VERSION else "part"
        return "piece" if min(one.longest, other.longest) >= PIECE else "passage"

    @property
    def _framed(self) -> bool:
        """Whether the two share a beginning or an end and otherwise next to nothing."""
        if min(self.one.own, self.other.own) < RUN:
            return False
        head, tail = min(self.one.head, self.other.head), min(self.one.tail, self.other.tail)
        frame = (head if head < HEAD else 0) + (tail if tail < TAIL else 0)
        return frame > 0 and max(self.one.prose_share(frame), self.other.prose_share(frame)) < PART


def overlaps(pairs: Sequence[tuple[Print, Print]]) -> list[Overlap]:
    """What the texts of each pair have in common. Time grows with their words, whatever they hold."""
    found: list[Overlap] = []
    for some in _together(pairs):
        texts = [text for pair in some for text in pair]
        laid = _Laid(texts)
        sides = _sides(laid)
        changed = laid.changed_figures()
        found += [Overlap(*three) for three in zip(sides[::2], sides[1::2], changed, strict=True)]
    return found


def own_passages(pairs: Sequence[tuple[Print, Print]]) -> list[list[tuple[int, int]]]:
    """Of the first text of each pair, the runs of at least RUN words that are not common, as first and last + 1."""
    found: list[list[tuple[int, int]]] = []
    for some in _together(pairs):
        laid = _Laid([text for pair in some for text in pair])
        runs: list[list[tuple[int, int]]] = [[] for _ in some]
        for start, stop in zip(*(bound.tolist() for bound in laid.own_runs()), strict=True):
            text = int(np.searchsorted(laid.begins, start + 1, side="right")) - 1
            if text % 2 == 0:
                begin = int(laid.begins[text]) - 1
                runs[text // 2].append((start - begin, stop - begin))
        found += runs
    return found


def common_runs(one: Print, other: Print) -> list[tuple[int, int, int]]:
    """Runs of words that stand in both, as (first in one, first in the other, length), in the order of `one`.

    Where a run stands several times in the other, the place behind the run before it is taken, else the first. Two runs
    may share a few words: a word that ends one may begin the next.
    """
    places: dict[int, list[int]] = defaultdict(list)
    grams = (other.grams >> 1).tolist()
    for place, gram in enumerate(grams):
        if gram:
            places[gram].append(place)
    runs: list[tuple[int, int, int]] = []
    mine = (one.grams >> 1).tolist()
    at, behind = 0, 0
    while at < len(mine):
        held = places.get(mine[at], []) if mine[at] else []
        if not held:
            at += 1
            continue
        next_one = bisect_left(held, behind)
        place = held[next_one] if next_one < len(held) else held[0]
        length = SHINGLE
        while at + length < len(mine) and place + length < len(grams):
            begin = length - SHINGLE + 1
            if not mine[at + begin] or mine[at + begin] != grams[place + begin]:
                break
            length += 1
        if length >= RUN:
            behind, after = place + length, at + length
            for _ in range(SHINGLE):
                if at and place and mine[at - 1] and mine[at - 1] == grams[place - 1]:
                    at, place, length = at - 1, place - 1, length + 1
            runs.append((at, place, length))
            at = after
        else:
            at += 1
    return runs


def _together(pairs: Sequence[tuple[Print, Print]]) -> Iterator[Sequence[tuple[Print, Print]]]:
    first, size = 0, 0
    for number, (one, other) in enumerate(pairs):
        if size and size + one.words + other.words > _AT_ONCE:
            yield pairs[first:number]
            first, size = number, 0
        size += one.words + other.words
    if first < len(pairs):
        yield pairs[first:]


class _Laid:
    """Texts laid one behind the other, each two of them a pair, with the words common to each pair marked.

    A word that belongs to none stands before each text, so that no run goes on into the next.
    """

    def __init__(self, texts: Sequence[Print]) -> None:
        gap = np.zeros(1, np.uint32)
        self.grams = np.concatenate([part for text in texts for part in (gap, text.grams)])
        self.sizes = np.array([text.words for text in texts])
        self.begins = np.cumsum(self.sizes + 1) - self.sizes
        self.quoted = (self.grams & 1).astype(np.bool_)
        shared = self._shared()
        for _ in range(_SHINGLES - 1):
            shared[:-1] &= shared[1:]  # where a run of RUN words begins
        covered = shared
        length = 1
        while length < RUN:
            step = min(length, RUN - length)
            covered = covered.copy()
            covered[step:] |= covered[:-step]
            length += step
        self.covered = covered[1:]  # without the first gap
        self._figures = [text.figures for text in texts]

    def changed_figures(self) -> list[int]:
        """Of each pair, how many numbers in short gaps between common runs stand nowhere in the other text."""
        whose = np.repeat(np.arange(len(self._figures)), [len(figures) for figures in self._figures])
        placed = np.concatenate(self._figures)
        at = self.begins[whose] + (placed >> np.uint64(32)).astype(np.int64) - 1
        kept = np.flatnonzero(self._short_gaps()[at])
        in_gaps: dict[int, Counter[int]] = defaultdict(Counter)
        for value, text in zip((placed[kept] & _LOW).tolist(), whose[kept].tolist(), strict=True):
            in_gaps[text][value] += 1
        changed = [0] * (len(self._figures) // 2)
        for pair in {text // 2 for text in in_gaps}:
            one, other = 2 * pair, 2 * pair + 1
            if one in in_gaps and other in in_gaps:
                first, second = (Counter((self._figures[text] & _LOW).tolist()) for text in (one, other))
                changed[pair] = min(
                    ((first - second) & in_gaps[one]).total(), ((second - first) & in_gaps[other]).total()
                )
        return changed

    def own_runs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where runs of at least RUN words begin and end that are not common."""
        starts, stops = self._gaps()
        long = stops - starts >= RUN
        return starts[long], stops[long]

    def _short_gaps(self) -> NDArray[np.bool_]:
        """Of each word, whether it stands in a short gap between common runs of its text."""
        starts, stops = self._gaps()
        short = stops - starts <= _SHORT_GAP
        marks = np.zeros(len(self.covered) + 1, np.int8)
        marks[starts[short]] += 1
        marks[stops[short]] -= 1
        return np.cumsum(marks[:-1]).astype(np.bool_)

    def _gaps(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where runs of words that are not common begin and end."""
        covered = self.covered.copy()
        covered[self.begins[1:] - 2] = True  # what parts the texts ends a gap
        edges = np.flatnonzero(np.diff(np.concatenate(([True], covered, [True])).astype(np.int8)))
        return edges[::2], edges[1::2]

    def _shared(self) -> NDArray[np.bool_]:
        """Of each shingle, whether both texts of its pair hold it: equal ones lie together once they are sorted."""
        hashes = self.grams >> 1
        places = np.flatnonzero(hashes)
        bits = np.uint64(max(1, len(self.grams).bit_length()))
        pairs = np.repeat(np.arange(len(self.sizes)) // 2, self.sizes + 1)[places].astype(np.uint64)
        keys = ((pairs << np.uint64(31) | hashes[places]) << bits) | places.astype(np.uint64)
        keys.sort()
        where = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
        values = keys >> bits
        begins = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))[: len(keys)]
        second = np.repeat(np.arange(len(self.sizes)) % 2, self.sizes + 1)[where]
        sizes = np.diff(np.append(begins, len(keys)))
        seconds = np.add.reduceat(second, begins) if len(begins) else begins
        both = (seconds > 0) & (seconds < sizes)
        shared = np.zeros(len(self.grams), np.bool_)
        shared[where[np.repeat(both, sizes)]] = True
        return shared


def _sides(laid: _Laid) -> list[Side]:
    count = len(laid.sizes)
    whose = np.repeat(np.arange(count), laid.sizes + 1)[1:]
    quoted, covered = laid.quoted[1:], laid.covered
    prose = covered & ~quoted
    common = np.bincount(whose[covered], minlength=count)
    common_prose = np.bincount(whose[prose], minlength=count)
    quotations = np.bincount(whose[quoted], minlength=count)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], covered, [False])).astype(np.int8)))
    starts, stops = edges[::2], edges[1::2]
    owners = whose[starts]
    longest, head, tail = np.zeros((3, count), np.int64)
    np.maximum.at(longest, owners, stops - starts)
    begins = laid.begins[owners] - 1
    first = starts - begins < RUN
    last = begins + laid.sizes[owners] - stops < RUN
    head[owners[first]] = (stops - starts)[first]
    tail[owners[last]] = (stops - starts)[last]
    columns = (laid.sizes, laid.sizes - quotations, common, common_prose, longest, head, tail)
    return [Side(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
