"""Claims and statements of a reading as cards, under their names in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.agreement import FIELDS, edited
from armstrail.exports import told
from armstrail.exports.sourced import party
from armstrail.records import claim_record, statement_record
from armstrail.web.shapes.records import (
    ClaimCard,
    Decided,
    Edit,
    ItemShown,
    PartyShown,
    SpeakerShown,
    StatementCard,
    TopicShown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from armstrail.ledger.judgements import Standing
    from armstrail.model import Claim, Document, Judgement, Party, Span, Speaker, Statement


def claim_card(
    claim: Claim, document: Document, key: str, standings: Sequence[Standing], statement: str | None
) -> ClaimCard:
    """A claim of a document; `key` and `statement` are the names in the ledger of it and of its statement."""
    value, date = claim.value, claim.date
    return ClaimCard(
        id=key,
        label=claim.id,
        suppliers=_parties(claim.supplier),
        recipients=_parties(claim.recipient),
        items=tuple(
            ItemShown(
                item.mention,
                item.category,
                item.designation,
                item.quantity.mention if item.quantity else None,
            )
            for item in claim.items
        ),
        value=value.mention if value else None,
        amount=f"{value.amount:,} {value.currency or ''}".strip() if value else None,
        date=date.mention if date else None,
        date_iso=date.iso if date else None,
        stage=claim.stage,
        polarity=claim.polarity,
        certainty=claim.certainty,
        stage_words=_words(document, claim.stage_words),
        speakers=tuple(map(_speaker, claim.speakers)),
        cue=claim.cue,
        voice=claim.voice,
        confidence=claim.confidence,
        words=claim.evidence,
        statement=statement,
        judgements=decided(standings, key),
        edits=tuple(_edits(claim, document, key, standings)),
        record=claim_record(claim) | {"id": key, "statement": statement},
    )


def statement_card(
    statement: Statement, document: Document, key: str, standings: Iterable[Standing]
) -> StatementCard:
    """A statement of a document; `key` is its name in the ledger."""
    about, made = statement.about, statement.occasion
    return StatementCard(
        id=key,
        label=statement.id,
        speaker=_speaker(statement.speaker) if statement.speaker else None,
        cue=_words(document, statement.cue),
        words=_words(document, statement.content),
        voice=statement.voice,
        topics=tuple(TopicShown(s.topic, _words(document, s.words)) for s in about.topics) if about else (),
        event=(told.event(about) or None) if about else None,
        occasion=told.occasion(made) if made else None,
        occasion_name=made.name if made else None,
        distanced=tuple(document.words(words.span) for words in statement.distanced),
        confidence=statement.confidence,
        judgements=decided(standings, key),
        record=statement_record(statement) | {"id": key},
    )


def decided(standings: Iterable[Standing], key: str) -> tuple[Decided, ...]:
    """What was decided of the record of a name, in the order it was."""
    return tuple(standing_shown(standing) for standing in standings if standing.concerns(key))


def standing_shown(standing: Standing) -> Decided:
    """One decision, as it stands now."""
    return decision_shown(standing.judgement, holds=standing.holds, orphaned=standing.record is None)


def decision_shown(judgement: Judgement, *, holds: bool = True, orphaned: bool = False) -> Decided:
    """One decision."""
    return Decided(
        decision=judgement.decision,
        reviewer=judgement.reviewer,
        made=judgement.made,
        note=judgement.note,
        changes=judgement.changes,
        words=judgement.words,
        holds=holds,
        orphaned=orphaned,
    )


def _edits(claim: Claim, document: Document, key: str, standings: Iterable[Standing]) -> Iterator[Edit]:
    """What reviewers would have otherwise in the claim of a name, field by field."""
    for standing in standings:
        judgement = standing.judgement
        if standing.record == key and standing.holds and judgement.decision == "edited":
            wanted = edited(claim, judgement)
            for name, value in FIELDS["claims"].items():
                before, after = (value_shown(name, value(one, document)) for one in (claim, wanted))
                if before != after:
                    yield Edit(name, before, after, judgement.reviewer)


def value_shown(field: str, value: str) -> str:
    """The value of a field that was edited as words for a person: parties by their names."""
    if field in ("supplier", "recipient"):
        return ", ".join(map(party, filter(None, value.split(", "))))
    return value.replace("_", " ") if field == "category" else value


def _parties(some: Iterable[Party]) -> tuple[PartyShown, ...]:
    return tuple(PartyShown(one.mention, one.id, party(one.id)) for one in some)


def _speaker(one: Speaker) -> SpeakerShown:
    return SpeakerShown(one.name, one.mention, one.party)


def _words(document: Document, spans: Iterable[Span]) -> str:
    return " … ".join(document.words(span) for span in spans)
