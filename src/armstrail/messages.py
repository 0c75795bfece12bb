"""Statements -> messages: which statements say the same, over documents, speakers and time (codebook-statements).

The encoder's vectors propose which two may say the same; words, parties and who does what to whom, polarity, time,
numbers and goods decide. Of what is linked, those stand together that are alike on average (Sokal and Michener 1958),
so that a chain of near misses makes no message. The same statements make the same messages in whatever order they
come.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from armstrail import parties
from armstrail.codebook import lexicon, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from armstrail.model import Statement

FEATURES = (
    "likeness",
    "words",
    "same_parties",
    "other_parties",
    "exchanged",
    "polarity",
    "same_event",
    "other_event",
    "topics",
    "other_numbers",
    "other_goods",
    "other_names",
    "other_stage",
    "other_time",
)
WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")
NUMBER = re.compile(r"\d[\d,.]*")
_AT_ONCE = 2_048


@dataclass(frozen=True, slots=True)
class Uttered:
    """A statement as it is compared: its name, its words, and what they hold.

    `meaning` has length one; `source` and `target` are ids of parties; `day` is the day of publication, "" where it is
    unknown; `origin` names the text that its words come from first.
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
    """The same from words; `own` is the party of whoever says "we"."""
    named, taken = _named(words)
    tokens = [m.group() for m in WORD.finditer(words)]
    lower = [t.lower() for t in tokens]
    if own and {"we", "our", "us"} & set(lower):
        named |= {own}
    table = _table()
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


def features(one: Uttered, other: Uttered, likeness: float) -> list[float]:
    """What is told of a pair, in the order of FEATURES."""
    parties_of = one.parties & other.parties
    both = bool(one.parties and other.parties)
    shared, every = len(one.stems & other.stems), min(len(one.stems), len(other.stems))
    exchanged = (one.source & other.target or one.target & other.source) and not (
        one.source & other.source or one.target & other.target
    )
    events = (one.event, other.event)
    return [
        likeness,
        shared / every if every else 0.0,
        len(parties_of) / len(one.parties | other.parties) if both else 0.0,
        float(
            both
            and (one.parties - other.parties != frozenset() and other.parties - one.parties != frozenset())
        ),
        float(bool(exchanged)),
        float(one.denied != other.denied),
        float(events[0] is not None and events[0] == events[1]),
        float(None not in events and events[0] != events[1]),
        len(one.topics & other.topics) / max(len(one.topics | other.topics), 1),
        float(bool(one.numbers and other.numbers) and not one.numbers & other.numbers),
        float(bool(one.goods and other.goods) and not one.goods & other.goods),
        float(bool(one.names and other.names) and not one.names & other.names),
        float(bool(one.stages and other.stages) and not one.stages & other.stages),
        float(one.times != other.times),
    ]


def odds(one: Uttered, other: Uttered, likeness: float) -> float:
    """The log odds that two statements are one message."""
    constant, weights = _weights()
    return constant + sum(w * f for w, f in zip(weights, features(one, other, likeness), strict=True))


# ------------------------------------------------------------------ all of them


@dataclass(slots=True)
class Linked:
    """Which statements may be one message with which: log odds by pairs of names."""

    of: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, one: str, other: str, odd: float) -> None:
        self.of[one][other] = self.of[other][one] = odd


def links(new: Sequence[Uttered], known: Sequence[Uttered]) -> Iterator[tuple[str, str, float]]:
    """The pairs of a new statement with a known or another new one that may be one message, with their log odds."""
    every = [*known, *new]
    if not every or not new:
        return
    held = directions([u.meaning for u in every])
    least = least_likeness()
    first = len(known)
    for start in range(0, len(new), _AT_ONCE):
        alike = held[first + start : first + start + _AT_ONCE] @ held.T
        for row, column in zip(*np.nonzero(alike >= least), strict=True):
            i, j = first + start + int(row), int(column)
            if j < i and every[i].key != every[j].key:
                odd = odds(every[i], every[j], float(alike[row, column]))
                if odd >= _table()["together"]:
                    yield every[j].key, every[i].key, odd


def gathered(utterances: Sequence[Uttered]) -> list[Message]:
    """The messages that statements make, the earliest first; one of a single statement too."""
    linked = Linked()
    for one, other, odd in links(utterances, ()):
        linked.add(one, other, odd)
    by_key = {u.key: u for u in utterances}
    found = [
        message([by_key[key] for key in group])
        for component in components(by_key, linked)
        for group in groups(sorted(component), linked, by_key)
    ]
    return sorted(found, key=lambda m: (m.first or "9999", m.key))


def components(keys: Iterable[str], linked: Linked) -> Iterator[set[str]]:
    """The statements that links lead to from one another."""
    left = set(keys)
    while left:
        start = min(left)
        found, waiting = {start}, [start]
        while waiting:
            for other in linked.of.get(waiting.pop(), {}):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        left -= found
        yield found


def groups(keys: Sequence[str], linked: Linked, known: dict[str, Uttered]) -> list[list[str]]:
    """Statements that hang together, parted into groups that are alike on average: the two groups that are most alike
    are joined until none are likely to be one.
    """
    if len(keys) == 1:
        return [list(keys)]
    held = {i: [key] for i, key in enumerate(keys)}
    place = {key: i for i, key in enumerate(keys)}
    alike: dict[int, dict[int, float]] = {i: {} for i in held}
    every = directions([known[key].meaning for key in keys])
    for i, one in enumerate(keys):
        for j in range(i):
            other = keys[j]
            odd = linked.of.get(one, {}).get(other)
            if odd is None:
                odd = max(-6.0, odds(known[other], known[one], float(every[i] @ every[j])))
            alike[i][j] = alike[j][i] = min(odd, 6.0)
    del place
    while True:
        best = max(
            ((odd, -i, -j) for i, row in alike.items() for j, odd in row.items() if j < i),
            default=(-math.inf, 0, 0),
        )
        if best[0] < _table()["together"]:
            break
        i, j = -best[1], -best[2]
        mine, theirs = len(held[i]), len(held[j])
        row = {
            k: (mine * alike[i][k] + theirs * alike[j][k]) / (mine + theirs) for k in alike if k not in (i, j)
        }
        held[j] += held.pop(i)
        del alike[i]
        for k, odd in row.items():
            alike[k].pop(i, None)
            alike[k][j] = odd
        alike[j] = row
    return sorted(held.values())


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
    held = np.frombuffer(b"".join(meanings), np.int8).reshape(len(meanings), -1).astype(np.float32)
    length = np.linalg.norm(held, axis=1, keepdims=True)
    found: NDArray[np.float32] = held / np.maximum(length, 1e-6)
    return found


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
    return table
