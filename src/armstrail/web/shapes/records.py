"""Claims and statements as they are shown, and what was decided of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement on a record: who decided what, when and why; `changes` are the fields that an edit sets.

    `words` are those that were decided on. `holds` unless the same reviewer has decided otherwise since; `orphaned`
    where no reading has the record any more.
    """

    decision: str
    reviewer: str
    made: str
    note: str
    changes: dict[str, Any] | None
    words: str
    holds: bool
    orphaned: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """A field of a claim that a reviewer would have otherwise: its value as it was read and as edited, "" for none."""

    field: str
    before: str
    after: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class PartyShown:
    """A party: the words of the text, its id, its name."""

    words: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item: its words, its category, its designation and its number as stated."""

    words: str
    category: str
    designation: str | None
    quantity: str | None


@dataclass(frozen=True, slots=True)
class SpeakerShown:
    """Who says it: the fullest form of the name, the words here, the id of the party, where it is one."""

    name: str
    words: str
    party: str | None


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A transfer claim: its name, its `label` within its text, its fields with their words, what was decided of it.

    `speakers` are the outermost first; none where the outlet says it in its own voice. `statement` is the name of the
    statement that it stands in. `edits` are the fields that reviewers would have otherwise. `record` is the whole of
    it as it was read, in the shape of docs/records.md.
    """

    id: str
    label: str
    suppliers: tuple[PartyShown, ...]
    recipients: tuple[PartyShown, ...]
    items: tuple[ItemShown, ...]
    value: str | None
    amount: str | None
    date: str | None
    date_iso: str | None
    stage: str
    polarity: str
    certainty: str
    stage_words: str
    speakers: tuple[SpeakerShown, ...]
    cue: str | None
    voice: str
    confidence: float | None
    words: str
    statement: str | None
    judgements: tuple[Decided, ...]
    edits: tuple[Edit, ...]
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TopicShown:
    """A topic of a statement, and the words that carry it most."""

    topic: str
    words: str


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A statement: who says it, by which words, what, and what was decided of it.

    `topics` are what it is about, `event` its event with who does it and to whom, `occasion` where it was made
    (`occasion_name` where that has a name), `distanced` words that its speaker holds at a distance; all as far as told.
    """

    id: str
    label: str
    speaker: SpeakerShown | None
    cue: str
    words: str
    voice: str
    topics: tuple[TopicShown, ...]
    event: str | None
    occasion: str | None
    occasion_name: str | None
    distanced: tuple[str, ...]
    confidence: float | None
    judgements: tuple[Decided, ...]
    record: dict[str, Any]
