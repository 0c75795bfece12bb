"""Which words of a text to light, for what, and where a text is cut so that overlapping lights can be drawn."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.model import Claim, Place, Reading, Span, Statement

LABELS = {
    "source": "who says it",
    "cue": "reporting words",
    "content": "what is said",
    "evidence": "the claim's sentence",
    "supplier": "supplier",
    "recipient": "recipient",
    "item": "item",
    "quantity": "quantity",
    "value": "value",
    "date": "date",
    "step": "the step of the transfer",
    "sense": "what makes it denied, planned or possible",
    "name": "the name in full",
    "topic": "carries a topic",
    "occasion": "where it was said",
    "distanced": "held at a distance, in marks",
    "unresolved": "could not be resolved",
    "skipped": "not read for claims",
}
"""Each role that words can have, and what a reader is told of it."""

TAGS = {
    "supplier": "from",
    "recipient": "to",
    "item": "item",
    "quantity": "number",
    "value": "value",
    "date": "date",
    "step": "step",
    "sense": "sense",
    "source": "who",
    "cue": "cue",
    "occasion": "where",
    "distanced": "marked",
}
"""What stands before lit words, so that colour is never the only sign; in the order of who comes first."""

WIDE = frozenset({"content", "evidence", "skipped"})
"""Roles of whole passages: drawn under the others, with a tag at their beginning."""


@dataclass(frozen=True, slots=True)
class Light:
    """Words to light: where, their role, the record they belong to (empty: none), and their own anchor."""

    span: Span
    role: str
    record: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters under the same lights; `begin` are those of them that begin here."""

    start: int
    end: int
    lights: tuple[Light, ...]
    begin: tuple[Light, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words as it is drawn: `roles` it has, `records` it belongs to, the `owner` among them that its words
    lead to ("" for none), the short `tag` that stands before it, what it is `told` to be, the `anchors` of the lights
    that begin here, and the records whose whole passage `begins` here.
    """

    words: str
    roles: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    owner: str = ""
    tag: str = ""
    told: str = ""
    anchors: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def slug(record: str) -> str:
    """A record's id as it may stand in an anchor."""
    return re.sub(r"[^\w.-]", "_", record)


def anchor(record: str, span: Span, role: str) -> str:
    """The anchor of words: the same words in the same role of the same record have one."""
    return f"{slug(record)}-{role}-{span.place[:2]}{span.start}-{span.end}"


def lights(reading: Reading) -> list[Light]:
    """Every span that a reading holds."""
    spans = [
        (span, role, statement.id) for statement in reading.statements for span, role in _said(statement)
    ]
    spans += [(span, role, claim.id) for claim in reading.claims for span, role in _claimed(claim)]
    spans += [(words.span, "distanced", "") for sentence in reading.own for words in sentence.distanced]
    spans += [(words.span, "unresolved", "") for words in reading.coverage.unresolved]
    spans += [(passage.span, "skipped", "") for passage in reading.coverage.skipped]
    return list(
        dict.fromkeys(Light(span, role, record, anchor(record, span, role)) for span, role, record in spans)
    )


def _said(statement: Statement) -> Iterator[tuple[Span, str]]:
    for role in ("source", "cue", "content"):
        for span in getattr(statement, role):
            yield span, role
    if statement.speaker:
        yield statement.speaker.name_span, "name"
    if statement.about:
        yield from ((span, "topic") for subject in statement.about.topics for span in subject.words)
    if statement.occasion:
        yield statement.occasion.span, "occasion"
    yield from ((words.span, "distanced") for words in statement.distanced)


def _claimed(claim: Claim) -> Iterator[tuple[Span, str]]:
    yield claim.span, "evidence"
    yield from ((party.span, "supplier") for party in claim.supplier)
    yield from ((party.span, "recipient") for party in claim.recipient)
    for item in claim.items:
        yield item.span, "item"
        if item.quantity:
            yield item.quantity.span, "quantity"
    if claim.value:
        yield claim.value.span, "value"
    if claim.date:
        yield claim.date.span, "date"
    for speaker in claim.speakers:
        yield speaker.span, "source"
        yield speaker.name_span, "name"
    if claim.cue_span:
        yield claim.cue_span, "cue"
    yield from ((span, "step") for span in claim.stage_words)
    yield from ((span, "sense") for span in (*claim.polarity_words, *claim.certainty_words))


def segments(lit: list[Light], place: Place, length: int) -> Iterator[Segment]:
    """The text or the title of `length` characters, cut wherever a light begins or ends; gaps come unlit."""
    begin: dict[int, list[Light]] = defaultdict(list)
    end: dict[int, list[Light]] = defaultdict(list)
    for light in lit:
        if light.span.place == place and light.span.start < light.span.end:
            begin[light.span.start].append(light)
            end[light.span.end].append(light)
    cuts = sorted({0, length, *begin, *end})
    here: dict[Light, None] = {}
    for start, stop in pairwise(cuts):
        for light in end[start]:
            del here[light]
        here.update(dict.fromkeys(begin[start]))
        yield Segment(start, stop, tuple(here), tuple(begin[start]))


def pieces(lit: list[Light], place: Place, text: str) -> Iterator[Piece]:
    """The text, or the title, piece by piece, whole."""
    for segment in segments(lit, place, len(text)):
        here, words = segment.lights, text[segment.start : segment.end]
        narrow = [light for light in here if light.role not in WIDE]
        begun = {light.role for light in segment.begin}
        yield Piece(
            words,
            roles=tuple(dict.fromkeys(light.role for light in here)),
            records=tuple(dict.fromkeys(light.record for light in here if light.record)),
            owner=next((light.record for light in reversed(narrow) if light.record), ""),
            tag="/".join(sign for role, sign in TAGS.items() if role in begun),
            told="; ".join(dict.fromkeys(f"{light.record} {LABELS[light.role]}".strip() for light in narrow)),
            anchors=tuple(light.anchor for light in segment.begin),
            begins=tuple(light.record for light in segment.begin if light.role in WIDE and light.record),
        )
