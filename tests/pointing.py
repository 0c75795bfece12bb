"""That every field of every record points at its words: asserted of a reading, and of its JSON."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from armstrail.codebook.compilation import CATEGORIES
from armstrail.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.model import Claim, Document, Item, Reading, Span, Speaker, Statement

PARTY = re.compile(r"[A-Z]{3}|(?:bloc|region|group|org|person):[^\s]+")
ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def assert_points(reading: Reading) -> None:
    """Every mention is the words of its span, every span lies in the document, in its records and out of them."""
    document = reading.document
    statements = {statement.id: statement for statement in reading.statements}
    assert list(statements) == [f"s{number}" for number in range(1, len(reading.statements) + 1)]
    assert [claim.id for claim in reading.claims] == [
        f"c{number}" for number in range(1, len(reading.claims) + 1)
    ]
    for statement in reading.statements:
        _statement(document, statement)
    for claim in reading.claims:
        _claim(document, claim)
        assert claim.statement is None or claim.statement in statements
        if claim.statement and claim.cue_span:
            assert claim.cue_span in statements[claim.statement].cue
    for span in chain(
        (skipped.span for skipped in reading.coverage.skipped),
        (unresolved.span for unresolved in reading.coverage.unresolved),
    ):
        _words(document, span)
    assert 0 <= reading.coverage.read <= reading.coverage.characters == len(document.text)
    _json(reading)


def _words(document: Document, span: Span) -> str:
    text = document.title if span.place == "title" else document.text
    assert 0 <= span.start < span.end <= len(text), span
    words = text[span.start : span.end]
    assert words == document.words(span)
    assert words == words.strip(), words
    return words


def _statement(document: Document, statement: Statement) -> None:
    assert statement.content
    spans = (*statement.source, *statement.cue, *statement.content)
    assert len({span.place for span in spans}) == 1
    for span in spans:
        _words(document, span)
    if statement.speaker:
        assert statement.source
        _speaker(document, statement.speaker)
    assert statement.voice in {"direct", "indirect", "mixed"}


def _speaker(document: Document, speaker: Speaker) -> None:
    assert speaker.mention == _words(document, speaker.span)
    assert speaker.name == _words(document, speaker.name_span)
    assert speaker.party is None or PARTY.fullmatch(speaker.party)


def _claim(document: Document, claim: Claim) -> None:
    assert claim.evidence == _words(document, claim.span)
    assert claim.supplier or claim.recipient
    for party in (*claim.supplier, *claim.recipient):
        assert party.mention == _words(document, party.span)
        assert PARTY.fullmatch(party.id), party
        assert party.state is None or re.fullmatch("[A-Z]{3}", party.state)
    assert not {p.id for p in claim.supplier} & {p.id for p in claim.recipient}
    for item in claim.items:
        _item(document, item)
    if claim.value:
        assert claim.value.mention == _words(document, claim.value.span)
        assert claim.value.amount >= 0
    if claim.date:
        assert claim.date.mention == _words(document, claim.date.span)
        assert ISO.fullmatch(claim.date.iso)
    for speaker in claim.speakers:
        _speaker(document, speaker)
    _how(document, claim)


def _how(document: Document, claim: Claim) -> None:
    """Stage, polarity, certainty and voice have words of the evidence."""
    assert claim.stage_words
    for span in (*claim.stage_words, *claim.polarity_words, *claim.certainty_words):
        _words(document, span)
        assert claim.span.place == span.place
    assert claim.span.holds(claim.stage_words[0])
    assert (claim.cue is None) == (claim.cue_span is None)
    if claim.cue_span:
        assert claim.cue == _words(document, claim.cue_span)
    if claim.polarity == "denied":
        assert claim.polarity_words
    if claim.voice == "outlet":
        assert not claim.speakers
        assert claim.statement is None
    else:
        assert claim.statement


def _item(document: Document, item: Item) -> None:
    assert item.mention == _words(document, item.span)
    assert item.category in CATEGORIES
    assert (item.designation is None) == (item.designation_span is None)
    if item.designation_span:
        assert item.designation == _words(document, item.designation_span)
        assert item.span.holds(item.designation_span)
    if item.quantity:
        assert item.quantity.mention == _words(document, item.quantity.span)
        low, high = item.quantity.min, item.quantity.max
        assert low is None or high is None or low <= high


# ------------------------------------------------------------------ the same, as it looks outside

# Which words a span of an object is: the key of the words, the key of the pair, the key that says "title".
POINTERS = (
    ("mention", "span", "in"),
    ("evidence", "span", "in"),
    ("name", "name_span", "name_in"),
    ("designation", "designation_span", "designation_in"),
    ("cue", "cue_span", "cue_in"),
)


def _json(reading: Reading) -> None:
    written = record(reading)
    texts = {"text": reading.document.text, "title": reading.document.title}
    for found in _objects(written):
        for words, pair, place in POINTERS:
            if isinstance(found.get(words), str) and isinstance(found.get(pair), list):
                start, end = found[pair]
                assert texts[found.get(place, "text")][start:end] == found[words], found
            elif pair in found and words in found:
                assert (found[words] is None) == (found[pair] is None), found
    for claim in written["claims"]:
        for start, end, *elsewhere in chain(*claim["words"].values()):
            assert texts[elsewhere[0] if elsewhere else claim.get("in", "text")][start:end].strip()
    for statement in written["statements"]:
        for start, end, *elsewhere in (*statement["source"], *statement["cue"], *statement["content"]):
            assert texts[elsewhere[0] if elsewhere else statement.get("in", "text")][start:end].strip()


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)
