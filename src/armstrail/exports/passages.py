"""What reviewers decided on claims, as coded passages: in the format of `shared.jsonl` in training/coded.

A passage, a line, is a document as one reviewer coded it. Its sentences are those of which that reviewer has decided
on every claim: with the claims accepted or edited, or with none, where all were rejected. Reviewers who differ have a
line each, with their name as `coder`. Offsets count in the text and the title of the document, whose name is `doc`;
`sha256` is that of the title (where `title` is true, else of ""), a line end and the text.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armstrail.agreement import edited, holding, named_claims
from armstrail.exports.sourced import Written
from armstrail.ledger import document_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from armstrail.ledger.judgements import Standing
    from armstrail.model import Claim, Document, Item, Judgement, Party, Reading, Span

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Coded:
    """The passages of one document, a line a reviewer; and how many decisions stand in none: of the claims in their
    sentence (or in the title, where they need its words) the reviewer has not decided on all.
    """

    rows: tuple[Row, ...]
    left_out: int


def write(readings: Iterable[Reading], standings: Sequence[Standing], out: TextIO) -> Written:
    """JSONL: a line for each document and reviewer; gives how many, and how many decisions were left out.

    `standings` are all judgements of a ledger, `readings` the current readings of the documents they are on
    (`armstrail.agreement.judged_documents`).
    """
    by_document: dict[str, list[Standing]] = defaultdict(list)
    for standing in holding(standings):
        by_document[standing.judgement.document].append(standing)
    records = left_out = 0
    for reading in readings:
        made = coded(reading, by_document[document_key(reading.document)])
        for row in made.rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        records, left_out = records + len(made.rows), left_out + made.left_out
    return Written(records, left_out)


def coded(reading: Reading, standings: Iterable[Standing]) -> Coded:
    """The passages that judgements on the claims of a reading make."""
    claims = named_claims(reading)
    by_coder: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for standing in holding(standings):
        if standing.record in claims:
            by_coder[standing.judgement.reviewer][standing.record] = standing.judgement
    rows, left_out = [], 0
    for coder in sorted(by_coder):
        decided = by_coder[coder]
        told = _told(claims, decided)
        left_out += len(decided) - len(told)
        if told:
            rows.append(_row(reading.document, coder, told))
    return Coded(tuple(rows), left_out)


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim as a reviewer would have it, and whether it is one."""

    claim: Claim
    kept: bool


def _told(claims: Mapping[str, Claim], decided: Mapping[str, Judgement]) -> list[_Told]:
    """What is decided in sentences that are decided whole: what is not said of others would be a lesson that they are
    no claims.
    """
    told = [
        _Told(edited(claim, decided[key]), decided[key].decision != "rejected")
        for key, claim in claims.items()
        if key in decided
    ]
    unknown = [claim.span for key, claim in claims.items() if key not in decided]
    if any(span.place == "title" for span in unknown):
        # A passage has the whole title or none, so words of the title cannot be told without its claims.
        unknown += [one.claim.span for one in told if one.kept and _needs_title(one.claim)]
    return [one for one in told if not any(one.claim.span.overlaps(span) for span in unknown)]


def _row(document: Document, coder: str, told: Sequence[_Told]) -> Row:
    sentences = sorted({one.claim.span for one in told})
    kept = [one.claim for one in told if one.kept]
    title = any(span.place == "title" for span in sentences) or any(map(_needs_title, kept))
    whole = f"{document.title if title else ''}\n{document.text}"
    return {
        "doc": document_key(document),
        "coder": coder,
        "at": [0, len(document.text)],
        "title": title,
        "sha256": hashlib.sha256(whole.encode()).hexdigest(),
        "sentences": [_pair(span) for span in _apart(sentences) if span.place == "text"],
        "claims": list(_claims(kept)),
    }


def _apart(sentences: Sequence[Span]) -> list[Span]:
    """Sentences without those that an edit made part of another."""
    return [one for one in sentences if not any(other != one and other.holds(one) for other in sentences)]


def _claims(kept: Iterable[Claim]) -> Iterator[Row]:
    taken: set[Span] = set()
    for claim in kept:
        # Each claim has words of its own to be known by, where it can: two on one word would be learnt as one.
        words = [*claim.stage_words, *(item.span for item in claim.items), claim.span]
        on = next((span for span in claim.stage_words if span not in taken), words[0])
        taken.add(on)
        yield {name: value for name, value in _claim(claim, on).items() if value}


def _claim(claim: Claim, on: Span) -> Row:
    """A claim by the keys of the format; what is empty is left out."""
    denied, unsure = claim.polarity == "denied", claim.certainty != "fact"
    return {
        "evidence": _pair(claim.span),
        "on": _pair(on),
        "stage": claim.stage,
        "polarity": claim.polarity if denied else None,
        "no": _pair(claim.polarity_words[0]) if denied and claim.polarity_words else None,
        "certainty": claim.certainty if unsure else None,
        "may": _pair(claim.certainty_words[0]) if unsure and claim.certainty_words else None,
        "from": list(map(_party, claim.supplier)),
        "to": list(map(_party, claim.recipient)),
        "items": list(map(_item, claim.items)),
        "value": _pair(claim.value.span) if claim.value else None,
        "date": _pair(claim.date.span) if claim.date else None,
        "said": [_pair(speaker.span) for speaker in claim.speakers],
        "cue": _pair(claim.cue_span) if claim.cue_span else None,
        "voice": claim.voice if claim.voice != "outlet" else None,
    }


def _party(party: Party) -> list[Any]:
    return [_pair(party.span), f"{party.id}/{party.state}" if party.state else party.id]


def _item(item: Item) -> list[Any]:
    number = _pair(item.quantity.span) if item.quantity else None
    return [_pair(item.span), item.category, item.designation, number]


def _pair(span: Span) -> list[int | str]:
    return [span.start, span.end, *(["title"] if span.place == "title" else [])]


def _needs_title(claim: Claim) -> bool:
    return any(span.place == "title" for span in _spans(claim))


def _spans(claim: Claim) -> Iterator[Span]:
    """All words that a passage tells of a claim."""
    yield claim.span
    yield from (*claim.stage_words, *claim.polarity_words[:1], *claim.certainty_words[:1])
    yield from (party.span for party in (*claim.supplier, *claim.recipient))
    for item in claim.items:
        yield item.span
        if item.quantity:
            yield item.quantity.span
    yield from (part.span for part in (claim.value, claim.date) if part)
    yield from (speaker.span for speaker in claim.speakers)
    if claim.cue_span:
        yield claim.cue_span
