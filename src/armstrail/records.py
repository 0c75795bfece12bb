"""A reading as one JSON object (docs/records.md), and back: the fields of the codebook, and where their words stand.

Offsets are pairs `[start, end]` of the text. What stands in the title says so: `"in": "title"` for a record's
`span` (and `source`, `content`), `"cue_in"`, `"name_in"`, `"designation_in"` for its other spans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from armstrail.model import (
    About,
    Actor,
    Claim,
    Coverage,
    Date,
    Distanced,
    Item,
    Money,
    Occasion,
    OwnSentence,
    Party,
    Place,
    Quantity,
    Skipped,
    Span,
    Speaker,
    Statement,
    Subject,
    Unresolved,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from armstrail.model import Reading

Record = dict[str, Any]
"""An object of JSON: strings, numbers, null, lists and objects of these."""


def record(reading: Reading) -> Record:
    """One reading, whole."""
    document = reading.document
    return {
        "doc": document.id,
        "url": document.url,
        "published": document.published,
        "outlet": document.outlet,
        "title": document.title,
        "statements": [statement_record(statement) for statement in reading.statements],
        "claims": [claim_record(claim) for claim in reading.claims],
        "own": [own_record(sentence) for sentence in reading.own],
        "coverage": coverage_record(reading.coverage),
        "notes": list(document.notes),
    }


def statement_record(statement: Statement) -> Record:
    """One statement."""
    pieces = (*statement.content, *statement.cue, *statement.source)
    place: Place = pieces[0].place if pieces else "text"
    return {
        "id": statement.id,
        "source": _pairs(statement.source, place),
        "cue": _pairs(statement.cue, place),
        "content": _pairs(statement.content, place),
        **({"in": "title"} if place == "title" else {}),
        "speaker": _speaker(statement.speaker) if statement.speaker else None,
        "voice": statement.voice,
        "confidence": statement.confidence,
        **_about(statement.about, place),
        "occasion": _occasion(statement.occasion) if statement.occasion else None,
        "distanced": [_distanced(words) for words in statement.distanced],
    }


def own_record(sentence: OwnSentence) -> Record:
    """One sentence of the outlet's own voice."""
    return {
        **_at(sentence.span),
        **_about(sentence.about, sentence.span.place),
        "distanced": [_distanced(words) for words in sentence.distanced],
    }


def claim_record(claim: Claim) -> Record:
    """One claim."""
    place = claim.span.place
    return {
        "id": claim.id,
        "evidence": claim.evidence,
        **_at(claim.span),
        "supplier": [_party(party) for party in claim.supplier],
        "recipient": [_party(party) for party in claim.recipient],
        "items": [_item(item) for item in claim.items],
        "value": _money(claim.value) if claim.value else None,
        "stage": claim.stage,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "date": _date(claim.date) if claim.date else None,
        "speakers": [_speaker(speaker) for speaker in claim.speakers],
        "cue": claim.cue,
        **_at(claim.cue_span, "cue_"),
        "voice": claim.voice,
        "words": {
            "stage": _pairs(claim.stage_words, place),
            "polarity": _pairs(claim.polarity_words, place),
            "certainty": _pairs(claim.certainty_words, place),
        },
        "statement": claim.statement,
        "confidence": claim.confidence,
    }


def _party(party: Party) -> Record:
    state = {"state": party.state} if party.state else {}
    return {"mention": party.mention, "id": party.id, **state, **_at(party.span)}


def _item(item: Item) -> Record:
    return {
        "mention": item.mention,
        "category": item.category,
        "designation": item.designation,
        **(_at(item.designation_span, "designation_") if item.designation_span else {}),
        "quantity": _quantity(item.quantity) if item.quantity else None,
        **_at(item.span),
    }


def _quantity(quantity: Quantity) -> Record:
    return {"mention": quantity.mention, "min": quantity.min, "max": quantity.max, **_at(quantity.span)}


def _money(money: Money) -> Record:
    return {"mention": money.mention, "amount": money.amount, "currency": money.currency, **_at(money.span)}


def _date(date: Date) -> Record:
    return {"mention": date.mention, "iso": date.iso, **_at(date.span)}


def _speaker(speaker: Speaker) -> Record:
    return {
        "mention": speaker.mention,
        "name": speaker.name,
        "party": speaker.party,
        **_at(speaker.span),
        **_at(speaker.name_span, "name_"),
    }


def _about(about: About | None, place: Place) -> Record:
    """What is told; topics null where nobody looked."""
    if about is None:
        return {"topics": None, "event": None, "event_confidence": None, "parts": None}
    return {
        "topics": [
            {"topic": s.topic, "words": _pairs(s.words, place), "confidence": s.confidence}
            for s in about.topics
        ],
        "event": about.event,
        "event_confidence": about.sure,
        "parts": {
            "source": [_actor(actor) for actor in about.source],
            "target": [_actor(actor) for actor in about.target],
            "object": _pairs(about.object, place),
        },
    }


def _actor(actor: Actor) -> Record:
    return {"mention": actor.mention, "party": actor.party, **_at(actor.span)}


def _occasion(occasion: Occasion) -> Record:
    return {
        "kind": occasion.kind,
        "mention": occasion.mention,
        **_at(occasion.span),
        "name": occasion.name,
        "place": occasion.place,
        **(_at(occasion.place_span, "place_") if occasion.place_span else {}),
        "date": _date(occasion.date) if occasion.date else None,
    }


def _distanced(words: Distanced) -> Record:
    return {**_at(words.span), **({} if words.whose is None else _at(words.whose, "whose_"))}


def coverage_record(coverage: Coverage) -> Record:
    """What was read."""
    return {
        "characters": coverage.characters,
        "read": coverage.read,
        "skipped": [{**_at(passage.span), "reason": passage.reason} for passage in coverage.skipped],
        "unresolved": [{**_at(words.span), "what": words.what} for words in coverage.unresolved],
    }


def _at(span: Span | None, prefix: str = "") -> Record:
    """Where words stand: their pair, and `in` where that is the title; `prefix` tells spans of one record apart."""
    if span is None:
        return {f"{prefix}span": None}
    title = {f"{prefix}in": "title"} if span.place == "title" else {}
    return {f"{prefix}span": [span.start, span.end], **title}


def _pairs(spans: Iterable[Span], place: Place) -> list[list[int | str]]:
    """Spans as pairs; one that stands elsewhere than its record has its place as a third member."""
    return [[span.start, span.end, *([span.place] if span.place != place else [])] for span in spans]


# ------------------------------------------------------------------ and back


def statement_of(record: Record, meaning: bytes = b"") -> Statement:
    """The statement that an object holds; `statement_record` turned round. What it means is kept beside it."""
    place: Place = record.get("in", "text")
    speaker = record["speaker"]
    return Statement(
        id=record["id"],
        source=_spans(record["source"], place),
        cue=_spans(record["cue"], place),
        content=_spans(record["content"], place),
        speaker=_speaker_of(speaker) if speaker else None,
        voice=record["voice"],
        confidence=record["confidence"],
        about=_about_of(record, place),
        occasion=_occasion_of(record["occasion"]) if record.get("occasion") else None,
        distanced=tuple(map(_distanced_of, record.get("distanced", ()))),
        meaning=meaning,
    )


def own_of(record: Record) -> OwnSentence:
    """The sentence that an object holds; `own_record` turned round."""
    span = _span(record)
    return OwnSentence(span, _about_of(record, span.place), tuple(map(_distanced_of, record["distanced"])))


def claim_of(record: Record) -> Claim:
    """The claim that an object holds; `claim_record` turned round."""
    span, words = _span(record), record["words"]
    value, date = record["value"], record["date"]
    return Claim(
        id=record["id"],
        evidence=record["evidence"],
        span=span,
        supplier=tuple(map(_party_of, record["supplier"])),
        recipient=tuple(map(_party_of, record["recipient"])),
        items=tuple(map(_item_of, record["items"])),
        value=Money(value["mention"], value["amount"], value["currency"], _span(value)) if value else None,
        stage=record["stage"],
        polarity=record["polarity"],
        certainty=record["certainty"],
        date=Date(date["mention"], date["iso"], _span(date)) if date else None,
        speakers=tuple(map(_speaker_of, record["speakers"])),
        cue=record["cue"],
        cue_span=_span(record, "cue_") if record["cue_span"] else None,
        voice=record["voice"],
        stage_words=_spans(words["stage"], span.place),
        polarity_words=_spans(words["polarity"], span.place),
        certainty_words=_spans(words["certainty"], span.place),
        statement=record["statement"],
        confidence=record["confidence"],
    )


def coverage_of(record: Record) -> Coverage:
    """The coverage that an object holds; `coverage_record` turned round."""
    return Coverage(
        characters=record["characters"],
        read=record["read"],
        skipped=tuple(Skipped(_span(passage), passage["reason"]) for passage in record["skipped"]),
        unresolved=tuple(Unresolved(_span(words), words["what"]) for words in record["unresolved"]),
    )


def _about_of(record: Record, place: Place) -> About | None:
    if record.get("topics") is None:
        return None
    parts = record["parts"]
    return About(
        tuple(Subject(s["topic"], _spans(s["words"], place), s["confidence"]) for s in record["topics"]),
        record["event"],
        tuple(map(_actor_of, parts["source"])),
        tuple(map(_actor_of, parts["target"])),
        _spans(parts["object"], place),
        record["event_confidence"],
    )


def _actor_of(record: Record) -> Actor:
    return Actor(record["mention"], _span(record), record["party"])


def _occasion_of(record: Record) -> Occasion:
    date = record["date"]
    return Occasion(
        kind=record["kind"],
        mention=record["mention"],
        span=_span(record),
        name=record["name"],
        place=record["place"],
        place_span=_span(record, "place_") if "place_span" in record else None,
        date=Date(date["mention"], date["iso"], _span(date)) if date else None,
    )


def _distanced_of(record: Record) -> Distanced:
    return Distanced(_span(record), _span(record, "whose_") if "whose_span" in record else None)


def _party_of(record: Record) -> Party:
    return Party(record["mention"], record["id"], _span(record), record.get("state"))


def _item_of(record: Record) -> Item:
    quantity = record["quantity"]
    return Item(
        mention=record["mention"],
        category=record["category"],
        span=_span(record),
        designation=record["designation"],
        designation_span=_span(record, "designation_") if "designation_span" in record else None,
        quantity=Quantity(quantity["mention"], _span(quantity), quantity["min"], quantity["max"])
        if quantity
        else None,
    )


def _speaker_of(record: Record) -> Speaker:
    return Speaker(record["mention"], record["name"], _span(record), _span(record, "name_"), record["party"])


def _span(record: Record, prefix: str = "") -> Span:
    start, end = record[f"{prefix}span"]
    return Span(start, end, record.get(f"{prefix}in", "text"))


def _spans(pairs: Iterable[list[Any]], place: Place) -> tuple[Span, ...]:
    return tuple(
        Span(start, end, cast("Place", elsewhere[0] if elsewhere else place))
        for start, end, *elsewhere in pairs
    )
