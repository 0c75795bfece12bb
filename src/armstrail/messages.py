"""Statements -> messages: which statements say the same, over documents, speakers and time (codebook-statements).

The encoder's vectors propose which two may say the same; words, parties and who does what to whom, polarity, time,
numbers and goods decide. Of what is linked, those stand together that are alike on average (Sokal and Michener 1958),
so that a chain of near misses makes no message. The same statements make the same messages in whatever order they
come: how alike two are does not depend on what they are compared beside, and sums of log odds are exact.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from armstrail import parties
from armstrail.codebook import lexicon, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from armstrail.model import Statement

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

# The last three: what is so otherwise in the same words. Other words may deny without a word for it; the same may not.
FEATURES = (
    "likeness",
    "very_alike",
    "words",
    "no_words",
    "same_parties",
    "other_parties",
    "exchanged",
    "polarity",
    "same_event",
    "other_event",
    "topics",
    "same_numbers",
    "other_numbers",
    "same_goods",
    "other_goods",
    "same_names",
    "other_names",
    "other_stage",
    "other_time",
    "denied_alike",
    "parties_alike",
    "goods_alike",
)
WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")
NUMBER = re.compile(r"\d[\d,.]*")
_SETS = ("stems", "parties", "source", "target", "names", "numbers", "goods", "stages", "topics")
_AT_ONCE = 1 << 22  # likenesses that are counted at once: 16 MB
_HELD = 25_000_000  # numbers that are held while a component is parted, at most: 200 MB
VERY = 0.6  # from which likeness on two statements are very alike
_STEP = 2.0**-20  # of log odds: sums of whole steps are exact, in whatever order they are added
_MOST = 6.0  # log odds of a pair, at most, for or against


@dataclass(frozen=True, slots=True)
class Uttered:
    """A statement as it is compared: its name, its words, and what they hold.

    `meaning` holds 96 whole numbers of a byte each, with a sign: a direction, its length tells nothing. `source` and
    `target` are ids of parties; `day` is the day of publication, "" where it is unknown; `origin` names the text that
    its words come from first.
    """

    key: str
    words: str
    meaning: bytes
    stems: frozenset[str]
    parties: frozenset[str]
    source: frozenset[str]
    target: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    goods: frozenset[str]
    stages: frozenset[str]
    times: frozenset[str]
    denied: bool
    event: str | None
    topics: frozenset[str]
    day: str = ""
    origin: str = ""
    outlet: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Statements of one meaning, the earliest first. It is named by the clearest wording among them.

    `key` names it after its earliest statement; `origins` counts the texts that they come from first, so that reprints
    count once.
    """

    key: str
    wording: str
    statements: tuple[str, ...]
    first: str | None
    last: str | None
    speakers: tuple[str, ...]
    outlets: tuple[str, ...]
    origins: int


def uttered(
    key: str, statement: Statement, words: str, day: str = "", origin: str = "", outlet: str = ""
) -> Uttered | None:
    """A statement as it is compared, `words` being those of its content; None where its reader tells no meaning."""
    if not statement.meaning:
        return None
    about, speaker = statement.about, statement.speaker
    own = speaker.party if speaker else None
    source = frozenset(a.party for a in (about.source if about else ()) if a.party)
    target = frozenset(a.party for a in (about.target if about else ()) if a.party)
    return told(
        key,
        words,
        statement.meaning,
        own=own,
        source=source,
        target=target,
        event=about.event if about else None,
        topics=frozenset(s.topic for s in about.topics) if about else frozenset(),
        day=day,
        origin=origin or key,
        outlet=outlet,
        speaker=speaker.name if speaker else "",
    )


def told(key: str, words: str, meaning: bytes, own: str | None = None, **known: Any) -> Uttered:  # noqa: ANN401
    """The same from words; `own` is the party of who says it, for whom "we" and "it" stand."""
    named, taken = _named(words)
    tokens = [m.group() for m in WORD.finditer(words)]
    lower = [t.lower() for t in tokens]
    table = _table()
    if own and not table["pronouns"].isdisjoint(lower):
        named |= {own}
    plain = " ".join(lower)
    capitals = {
        t.lower()
        for i, t in enumerate(tokens)
        if i and t[:1].isupper() and t.lower() not in taken and len(t) > 2
    }
    return Uttered(
        key,
        words,
        meaning,
        frozenset(
            _stem(t) for t in lower if t not in table["empty"] and t not in taken and not t[0].isdigit()
        ),
        frozenset(named) | known["source"] | known["target"],
        names=frozenset(capitals),
        numbers=frozenset(n.strip(".,").replace(",", "") for n in NUMBER.findall(words)),
        goods=frozenset(_goods(words)),
        times=_phrases("times", plain),
        stages=_phrases("stages", plain),
        denied=sum(t in table["denies"] or t.endswith(("n't", "n’t")) for t in lower) % 2 == 1,
        **known,
    )


# ------------------------------------------------------------------ two statements


class Compared:
    """N statements laid out so that each is compared with many others at once: for each word, who has it; the rest as
    arrays [N]. What is told of two does not depend on which others there are, nor on which of the two is asked.
    """

    def __init__(self, some: Sequence[Uttered]) -> None:
        self._some = some
        self._size = {name: np.array([len(getattr(u, name)) for u in some]) for name in _SETS}
        self._where = {name: _where([getattr(u, name) for u in some]) for name in _SETS}
        self._event, self._times = _codes([u.event for u in some]), _codes([u.times for u in some])
        self._denied = np.array([u.denied for u in some])
        # whole numbers of which products and their sums stay below 2 ** 24: float32 holds them exactly
        self._meaning = _meanings([u.meaning for u in some])
        self._length = np.maximum(np.linalg.norm(self._meaning, axis=1), 1e-6)

    def likeness(self, which: slice, stop: int) -> NDArray[np.float32]:
        """How alike what some statements mean is to what those before `stop` do: cosines. [which, stop]"""
        lengths = self._length[which, None] * self._length[:stop]
        alike: NDArray[np.float32] = self._meaning[which] @ self._meaning[:stop].T / lengths
        return alike

    def weighed(self, number: int) -> Floats:
        """The log odds that a statement is one message with each: none settles it alone. [N]"""
        products = np.vecdot(self._meaning, self._meaning[number])
        likeness = products / (self._length * self._length[number])
        return self.odds(number, likeness, slice(None)).clip(-_MOST, _MOST)

    def odds(self, number: int, likeness: NDArray[np.float32], among: slice | Ints) -> Floats:
        """The log odds that a statement is one message with each of some others, in whole steps. [among]"""
        constant, weights = _weights()
        found = np.full(len(likeness), constant)
        for weight, feature in zip(weights, self.features(number, likeness, among), strict=True):
            if weight:
                found += weight * feature
        return np.rint(found / _STEP) * _STEP

    def features(
        self, number: int, likeness: NDArray[np.floating], among: slice | Ints
    ) -> list[NDArray[Any]]:
        """What is told of a statement with each of some others, in the order of FEATURES. [22][among]"""
        one = self._some[number]
        stems = self._shared("stems", one.stems, among)
        fewer = np.minimum(len(one.stems), self._size["stems"][among])
        parties_of, theirs = self._shared("parties", one.parties, among), self._size["parties"][among]
        topics, every = self._shared("topics", one.topics, among), self._size["topics"][among]
        crossed = self._shared("target", one.source, among) + self._shared("source", one.target, among)
        straight = self._shared("source", one.source, among) + self._shared("target", one.target, among)
        event, own = self._event[among], self._event[number]
        numbers, goods, names = (
            self._some_shared(name, getattr(one, name), among) for name in ("numbers", "goods", "names")
        )
        words = stems / np.maximum(fewer, 1)
        other = (parties_of < len(one.parties)) & (parties_of < theirs)
        denied = self._denied[among] != one.denied
        return [
            likeness,
            np.maximum(likeness - VERY, 0),
            words,
            stems == 0,
            parties_of / np.maximum(len(one.parties) + theirs - parties_of, 1),
            other,
            (crossed > 0) & (straight == 0),
            denied,
            (event == own) & (own >= 0),
            (event != own) & (own >= 0) & (event >= 0),
            topics / np.maximum(len(one.topics) + every - topics, 1),
            *numbers,
            *goods,
            *names,
            self._some_shared("stages", one.stages, among)[1],
            self._times[among] != self._times[number],
            *(words * apart for apart in (denied, other, goods[1])),
        ]

    def _shared(self, name: str, own: frozenset[str], among: slice | Ints) -> Ints:
        """How many of a statement's own each of some others has too. [among]"""
        found = [where for one in own if (where := self._where[name].get(one)) is not None]
        if not found:
            return np.zeros_like(self._size[name][among])
        return np.bincount(np.concatenate(found), minlength=len(self._some))[among]

    def _some_shared(
        self, name: str, own: frozenset[str], among: slice | Ints
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which of some others have some of a statement's own, and which have others and none of these."""
        shared = self._shared(name, own, among) > 0
        none: NDArray[np.bool_] = ~shared & (self._size[name][among] > 0) & bool(own)
        return shared, none


def features(one: Uttered, other: Uttered, likeness: float) -> list[float]:
    """What is told of a pair, in the order of FEATURES."""
    told_of = Compared([one, other]).features(0, np.array([likeness]), slice(1, 2))
    return [float(feature[0]) for feature in told_of]


def _where(sets: Sequence[frozenset[str]]) -> dict[str, Ints]:
    """The numbers of the sets that hold each word."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, some in enumerate(sets):
        for one in some:
            found[one].append(number)
    return {one: np.array(numbers) for one, numbers in found.items()}


def _codes(values: Sequence[Hashable]) -> Ints:
    """A number for each value, the same for the same; below 0 for None. [N]"""
    codes = {value: code for code, value in enumerate(dict.fromkeys(values))}
    return np.array([-1 if value is None else codes[value] for value in values])


# ------------------------------------------------------------------ all of them


@dataclass(slots=True)
class Linked:
    """Which statements links hold together: each that has one leads to the first of its component (Galler and Fischer
    1964). How strong a link is makes no difference here: all pairs of a component are weighed.
    """

    of: dict[str, str] = field(default_factory=dict)

    def add(self, one: str, other: str) -> None:
        ends = self.first(one), self.first(other)
        self.of[ends[0]] = self.of[ends[1]] = min(ends)

    def first(self, one: str) -> str:
        """The first, by its name, of the statements that links hold together with one."""
        while (before := self.of.get(one, one)) != one:
            self.of[one] = one = self.of[before]
        return one


def links(new: Sequence[Uttered], known: Sequence[Uttered]) -> Iterator[tuple[str, str, float]]:
    """The pairs of a new statement with a known or another new one that may be one message, with their log odds."""
    every = [*known, *new]
    if not every or not new:
        return
    compared, least, together = Compared(every), least_likeness(), _table()["together"]
    rows = max(1, _AT_ONCE // len(every))
    for start in range(len(known), len(every), rows):
        stop = min(start + rows, len(every))
        for i, alike in enumerate(compared.likeness(slice(start, stop), stop), start):
            near = np.flatnonzero(alike[:i] >= least)
            odds = compared.odds(i, alike[near], near)
            for j, odd in zip(near[odds >= together].tolist(), odds[odds >= together].tolist(), strict=True):
                if every[i].key != every[j].key:
                    yield every[j].key, every[i].key, odd


def gathered(utterances: Sequence[Uttered]) -> list[Message]:
    """The messages that statements make, the earliest first; one of a single statement too."""
    linked = Linked()
    for one, other, _ in links(utterances, ()):
        linked.add(one, other)
    by_key = {u.key: u for u in utterances}
    found = [message([by_key[key] for key in group]) for group in groups(by_key, linked, by_key)]
    return sorted(found, key=lambda m: (m.first or "9999", m.key))


def components(keys: Iterable[str], linked: Linked) -> Iterator[set[str]]:
    """The statements that links lead to from one another."""
    found: dict[str, set[str]] = defaultdict(set)
    for key in sorted(keys):
        found[linked.first(key)].add(key)
    yield from found.values()


def groups(keys: Iterable[str], linked: Linked, known: Mapping[str, Uttered]) -> list[list[str]]:
    """Statements parted into groups that are alike on average: of those that links hold together, the two groups most
    alike are joined until none are likely to be one. However many there are, all are weighed and none is left out.
    """
    found = []
    for component in components(keys, linked):
        ordered = sorted(component)
        if len(ordered) == 1:
            found.append(ordered)
            continue
        compared = Compared([known[key] for key in ordered])
        parted = average_linkage(compared.weighed, len(ordered), _table()["together"])
        found += [[ordered[number] for number in group] for group in parted]
    return sorted(found)


def average_linkage(weighed: Callable[[int], Floats], number: int, least: float) -> list[list[int]]:
    """The groups of N that are left once no two are alike by `least` on average, the two most alike being joined first,
    of those equally alike the earliest.

    `weighed` tells how alike one of N is to each, in whole steps, the same either way [N]. A chain leads from a group
    to the one most like it and on from there, until two are each other's most like; these are joined. No group becomes
    more like a third by being joined, hence the groups are those of joining the most alike of all first (Benzécri 1982;
    Murtagh 1983). It takes N² time, each of N being weighed once.
    """
    grouped = _Grouped(weighed, number)
    for start in range(number):
        chain = [start] if grouped.there[start] else []
        while chain:
            nearest, mean = grouped.nearest(chain[-1])
            if mean < least:
                grouped.rows.pop(chain.pop(), None)
            elif chain[-2:-1] == [nearest]:
                joined = grouped.join(nearest, chain[-1])
                chain = chain[:-2] or [joined]
            else:
                chain.append(nearest)
    return [np.flatnonzero(grouped.of == first).tolist() for first in np.flatnonzero(grouped.there)]


class _Grouped:
    """N parted into groups, each known by its first: `of` tells the group of each [N], `there` which are a first [N].

    `rows` holds how alike a group's members are to each of N, in all [N], for groups in the chain, or joined and not
    done with: a few of N as a rule. Once they are _HELD numbers, further rows are weighed again whenever needed.
    """

    def __init__(self, weighed: Callable[[int], Floats], number: int) -> None:
        self._weighed = weighed
        self._number = number
        self._size = np.ones(number)
        self.of = np.arange(number)
        self.there = np.ones(number, bool)
        self.rows: dict[int, Floats] = {}

    def nearest(self, one: int) -> tuple[int, float]:
        """The group that is most like one, the first of several, and how alike they are on average."""
        means = np.bincount(self.of, self._row(one), self._number) / (self._size[one] * self._size)
        means[~self.there] = means[one] = -np.inf
        found = int(means.argmax())
        return found, float(means[found])

    def join(self, one: int, other: int) -> int:
        """Join two groups; gives the first of their members."""
        first, second = min(one, other), max(one, other)
        row = self._row(first) + self._row(second)
        self.rows.pop(second, None)
        self.rows.pop(first, None)
        self.of[self.of == second] = first
        self.there[second] = False
        self._size[first] += self._size[second]
        self._keep(first, row)
        return first

    def _row(self, one: int) -> Floats:
        row = self.rows.get(one)
        if row is None:
            row = np.zeros(self._number)
            for member in np.flatnonzero(self.of == one).tolist():
                row += self._weighed(member)
            self._keep(one, row)
        return row

    def _keep(self, one: int, row: Floats) -> None:
        if (len(self.rows) + 1) * self._number <= _HELD:
            self.rows[one] = row


def message(some: Sequence[Uttered]) -> Message:
    """The message of statements of one meaning."""
    ordered = sorted(some, key=lambda u: (u.day or "9999", u.key))
    days = [u.day for u in ordered if u.day]
    return Message(
        message_key(ordered[0].key),
        _clearest(ordered).words,
        tuple(u.key for u in ordered),
        min(days, default=None),
        max(days, default=None),
        tuple(dict.fromkeys(u.speaker for u in ordered if u.speaker)),
        tuple(dict.fromkeys(u.outlet for u in ordered if u.outlet)),
        len({u.origin for u in ordered}),
    )


def message_key(statement: str) -> str:
    """The name of the message whose earliest statement this is."""
    return "m" + hashlib.sha256(statement.encode()).hexdigest()[:16]


def _clearest(some: Sequence[Uttered]) -> Uttered:
    """The wording that is nearest to all others, of those that name their parties; the earliest of those alike."""
    held = directions([u.meaning for u in some])
    near = held @ held.sum(0)
    most = max(len(u.parties) for u in some)
    best = max(
        range(len(some)),
        key=lambda i: (
            round(float(near[i]) / len(some), 2)
            + 0.1 * (len(some[i].parties) == most)
            - 0.0005 * len(some[i].words),
            -i,
        ),
    )
    return some[best]


def least_likeness() -> float:
    """How alike two statements must be to be compared."""
    least: float = _table()["least_likeness"]
    return least


def directions(meanings: Sequence[bytes]) -> NDArray[np.float32]:
    """The meanings of statements as directions of length one. [N, 96]"""
    held = _meanings(meanings)
    length = np.linalg.norm(held, axis=1, keepdims=True)
    found: NDArray[np.float32] = held / np.maximum(length, 1e-6)
    return found


def _meanings(meanings: Sequence[bytes]) -> NDArray[np.float32]:
    return np.frombuffer(b"".join(meanings), np.int8).reshape(len(meanings), -1).astype(np.float32)


# ------------------------------------------------------------------ words


@lru_cache(1 << 12)
def _named(words: str) -> tuple[frozenset[str], frozenset[str]]:
    """The parties that words name, and those words in lower case."""
    named: set[str] = set()
    taken: set[str] = set()
    for match in lexicon.find(words):
        party = parties.of_match(match)
        if party:
            named.add(party.home or party.id)
            taken |= {m.group().lower() for m in WORD.finditer(words[match.start : match.end])}
    return frozenset(named), frozenset(taken)


def _phrases(name: str, words: str) -> frozenset[str]:
    """The kinds of a table of phrases of which some words, in small letters, hold one."""
    return frozenset(
        kind for kind, some in _table()[name].items() if any(f" {w} " in f" {words} " for w in some)
    )


def _goods(words: str) -> Iterator[str]:
    """The kinds of arms that words name."""
    for match in lexicon.find(words):
        for form in match.forms:
            if form.kind == "noun":
                yield form.meaning
            elif form.kind == "equipment":
                yield tables()["equipment"].split("\n")[form.entry].partition(":")[0]


@lru_cache(1 << 15)
def _stem(word: str) -> str:
    """A word without the commonest endings."""
    for ending in ("ingly", "edly", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "al"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@cache
def _weights() -> tuple[float, list[float]]:
    table: dict[str, float] = _table()["weights"]
    return table["constant"], [table[name] for name in FEATURES]


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = dict(tables()["messages"])
    for name in ("denies", "empty"):
        table[name] = frozenset(table[name])
    table["pronouns"] = frozenset(word for some in tables()["offices"]["pronouns"].values() for word in some)
    return table
