"""Records -> events as PLOVER has them (github.com/openeventdata/PLOVER): type, mode, context, source, target, date.

The table `codebook/events.yaml` decides. A statement's type is the reader's, a claim's follows from its stage. What is
an event here is what somebody said: each keeps its words, its speaker and where they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from armstrail import parties, values
from armstrail.codebook import tables
from armstrail.model import Span
from armstrail.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from armstrail.model import (
        About,
        Actor,
        Claim,
        Document,
        EventType,
        OwnSentence,
        Party,
        Reading,
        Statement,
    )


@dataclass(frozen=True, slots=True)
class EventActor:
    """One side of an event: its words, where they stand, the code of its party (a state's is ISO 3166-1 alpha-3) and of
    its sector, where a table knows them.
    """

    words: str
    span: Span | None
    code: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event: who does what to whom, as said.

    `kind` and `record` tell whether it is taken from a claim, a statement or a sentence of the outlet's own, and the id
    of that (None for a sentence); `span` is its sentence, `words` those that carry the type. `date` is ISO 8601 to the
    precision known: that of a claim or an occasion, else the day of publication, else None.
    """

    type: EventType
    kind: str
    record: str | None
    span: Span
    words: str
    source: tuple[EventActor, ...]
    target: tuple[EventActor, ...]
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    date: str | None
    speaker: str | None
    confidence: float | None


def events(reading: Reading) -> list[Event]:
    """The events of a reading in the order of the text: of claims, of statements without a claim that says the same, of
    sentences of the outlet's own.
    """
    document = reading.document
    found: list[Event] = []
    within: dict[str | None, list[Event]] = {}
    for claim in reading.claims:
        made = list(of_claim(document, claim))
        found += made
        within.setdefault(claim.statement, []).extend(made)
    kinds, told = [event.type for event in found], Pieces(event.span for event in found)
    for statement in reading.statements:
        event = of_statement(document, statement)
        if event is None or any(_retells(event, claimed) for claimed in within.get(statement.id, ())):
            continue
        if all(kinds[n] != event.type for n in told.meeting(event.span)):
            found.append(event)
    claimed = Pieces(claim.span for claim in reading.claims)
    for sentence in reading.own:
        event = of_own(document, sentence)
        if event and not claimed.meeting(sentence.span):
            found.append(event)
    return sorted(found, key=lambda e: (e.span.place == "text", e.span.start, e.type))


def _retells(event: Event, claimed: Event) -> bool:
    """Whether the event of a statement is that of a claim in it told otherwise: a step of a transfer between the same
    parties, whichever of them is said to act. To accuse or to threaten is no such step.
    """
    source, target, *sides = (
        {actor.code for actor in side if actor.code}
        for side in (event.source, event.target, claimed.source, claimed.target)
    )
    steps = _table()["stages"].values()
    between = any(source <= one and target <= other for one, other in (sides, sides[::-1]))
    return event.type in steps and bool(source and target) and between


def of_claim(document: Document, claim: Claim) -> Iterator[Event]:
    """The event of a transfer claim; none for one that is denied or states no step."""
    table = _table()
    kind = table["stages"].get(claim.stage)
    if kind is None or claim.polarity == "denied":
        return
    words = document.pieces(claim.stage_words)
    for other, some in table["stage_words"].items():
        if any(_holds(words, word) for word in some) and claim.stage in ("withheld", "cancelled"):
            kind = other
    sides = (claim.supplier, claim.recipient)
    source, target = reversed(sides) if claim.stage in table["recipient_acts"] else sides
    yield Event(
        kind,
        "claim",
        claim.id,
        claim.span,
        words or claim.evidence,
        tuple(map(_of_party, source)),
        tuple(map(_of_party, target)),
        _mode(kind, claim.evidence),
        _contexts(["transfer"], claim.evidence),
        table["types"][kind],
        claim.date.iso if claim.date else _published(document),
        claim.speakers[0].name if claim.speakers else None,
        claim.confidence,
    )


def of_statement(document: Document, statement: Statement) -> Event | None:
    """The event of a statement, where it has one; a pronoun that does it stands for who says it."""
    pieces = (*statement.source, *statement.cue, *statement.content)
    occasion, speaker = statement.occasion, statement.speaker
    made = _told(
        document,
        statement.about,
        Span(min(p.start for p in pieces), max(p.end for p in pieces), pieces[0].place),
        document.pieces((*statement.cue, *statement.content)),
    )
    if made is None:
        return None
    date = occasion.date.iso if occasion and occasion.date else made.date
    who = speaker.name if speaker else None
    doing = [
        EventActor(speaker.mention, speaker.span, a.code, sector(speaker.mention, speaker.party))
        if speaker and parties.is_pronoun(a.words)
        else a
        for a in made.source
    ]
    source = tuple({a.words: a for a in doing}.values())
    return replace(made, kind="statement", record=statement.id, source=source, date=date, speaker=who)


def of_own(document: Document, sentence: OwnSentence) -> Event | None:
    """The event of a sentence of the outlet's own, where it has one."""
    return _told(document, sentence.about, sentence.span, document.words(sentence.span))


def _told(document: Document, about: About | None, span: Span, words: str) -> Event | None:
    if about is None or about.event is None:
        return None
    return Event(
        about.event,
        "sentence",
        None,
        span,
        words,
        tuple(one for actor in about.source for one in _of_actor(actor)),
        tuple(one for actor in about.target for one in _of_actor(actor)),
        _mode(about.event, words),
        _contexts([s.topic for s in about.topics], words),
        _table()["types"][about.event],
        _published(document),
        None,
        about.sure,
    )


def _published(document: Document) -> str | None:
    day = values.published_date(document.published)
    return day.isoformat() if day else None


def _of_party(party: Party) -> EventActor:
    return EventActor(
        party.mention, party.span, _code(party.state or party.id), sector(party.mention, party.id)
    )


def _of_actor(actor: Actor) -> Iterator[EventActor]:
    """An actor; one that names several parties in a row is each of them: "Chadian and Sudanese officials"."""
    words, start = actor.mention, actor.span.start
    cuts = [m.end for row in parties.rows(words) for m in row[:-1]]
    if not cuts:
        yield EventActor(words, actor.span, _code(actor.party), sector(words, actor.party))
        return
    for after, end in zip([0, *cuts], [*cuts, len(words)], strict=True):
        joined = parties.JOINED.match(words, after)
        begin = joined.end() if joined and after else after
        piece = words[begin:end]
        known = parties.identify(piece)
        party = known.id if known else None
        span = Span(start + begin, start + end, actor.span.place)
        yield EventActor(piece, span, _code(party), sector(piece, party))


def _code(party: str | None) -> str | None:
    """PLOVER's code of a party: a state's, IGO for a bloc, else our own id."""
    if party is None:
        return None
    return "IGO" if party.partition(":")[0] in _table()["organisations"] else party


def sector(words: str, party: str | None = None) -> str | None:
    """PLOVER's sector of an actor, by the last of its words that the table knows.

    >>> sector("the Kenyan police"), sector("rebels in Chad"), sector("Norway")
    ('COP', 'REB', None)
    """
    head = re.split(r"\s(?:of|in|from|at|against|for|to|with)\s", words)[0]
    best: tuple[int, str] | None = None
    for code, known in _sectors():
        for match in known.finditer(head.lower()):
            if best is None or match.end() > best[0]:
                best = (match.end(), code)
    if best:
        return best[1]
    return "REB" if party and party.startswith("group:") else None


def current(name: str) -> str:
    """A type of PLOVER by its name of 2021."""
    renamed: str = _table()["older"].get(name, name)
    return renamed


def _mode(kind: str, words: str) -> str | None:
    for mode, some in _table()["modes"].get(kind, {}).items():
        if any(_holds(words, word) for word in some):
            return str(mode)
    return None


def _contexts(topics: Iterable[str], words: str) -> tuple[str, ...]:
    table = _table()
    by_topic = [table["contexts"][t] for t in topics if t in table["contexts"]]
    by_words = [name for name, some in table["context_words"].items() if any(_holds(words, w) for w in some)]
    return tuple(dict.fromkeys((*by_topic, *by_words)))


def _holds(words: str, phrase: str) -> bool:
    return _phrase(phrase).search(words) is not None


@cache
def _phrase(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", re.IGNORECASE)


@cache
def _sectors() -> Sequence[tuple[str, re.Pattern[str]]]:
    return [
        (
            code,
            re.compile(
                r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(some, key=len, reverse=True))) + r")(?!\w)"
            ),
        )
        for code, some in _table()["sectors"].items()
    ]


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = tables()["events"]
    return table
