"""Records as PLOVER events: the type, who does it to whom, when, in which words."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from armstrail.codebook import tables
from armstrail.events import Event, current, events, sector
from armstrail.exports import events as export
from armstrail.ledger.keys import document_key
from armstrail.model import (
    About,
    Actor,
    Document,
    EventType,
    OwnSentence,
    Reading,
    Span,
    Speaker,
    Statement,
    Subject,
)
from armstrail.pipeline import read_document
from armstrail.reader.network import EVENTS

SALE = (
    "Norway has ordered 54 Leopard 2A7 tanks from Germany, defence minister Ingrid Halvorsen said on Friday."
)


def told(text: str, published: str | None = "2023-02-03") -> list[Event]:
    return events(read_document(Document("d", text, published=published)))


def of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        ("Germany delivered 18 tanks to Norway in 2021.", "AID", "DEU", "NOR"),
        ("Germany will sell 18 tanks to Norway under a contract signed on Friday.", "AGREE", "DEU", "NOR"),
        ("Norway asked Germany for 18 tanks.", "REQUEST", "NOR", "DEU"),
        ("Germany refused to sell tanks to Norway.", "REJECT", "DEU", "NOR"),
    ],
)
def test_a_claim_is_an_event_by_its_stage(text: str, kind: str, source: str, target: str) -> None:
    [found] = [one for one in told(text) if one.kind == "claim"]
    assert (found.type, [a.code for a in found.source], [a.code for a in found.target]) == (
        kind,
        [source],
        [target],
    )
    assert "military" in found.contexts


def test_a_denied_claim_is_none() -> None:
    found = told("Sweden has not sold missiles to Algeria, foreign minister Karin Asplund said on Tuesday.")
    assert not [one for one in found if one.kind == "claim"]


def test_a_statement_that_says_what_its_claim_says_is_one_event_with_it() -> None:
    found = told(SALE)
    assert len({(one.span.start, one.type) for one in found}) == len(found)
    assert [one.kind for one in found if one.type == "AGREE"] == ["claim"]


SOLD = "Sweden has ordered 12 howitzers from France, the army said."


def beside_its_claim(kind: EventType, source: str, target: str) -> list[tuple[str, EventType]]:
    """The events of a sale, whose statement the reader takes for an act of one party towards another."""
    read = read_document(Document("d", SOLD))
    parties = {"Sweden": "SWE", "France": "FRA"}
    by, to = ((Actor(words, of(SOLD, words), parties.get(words)),) for words in (source, target))
    said = replace(read.statements[0], about=About((), kind, by, to))
    return [(one.kind, one.type) for one in events(replace(read, statements=(said,)))]


def test_a_statement_that_tells_of_its_claim_in_other_words_is_one_event_with_it() -> None:
    sold = ("claim", "AGREE")
    assert beside_its_claim("AID", "Sweden", "France") == [sold]
    assert beside_its_claim("AID", "France", "Sweden") == [sold]
    assert set(beside_its_claim("ACCUSE", "Sweden", "France")) == {sold, ("statement", "ACCUSE")}
    assert set(beside_its_claim("AID", "Sweden", "the army")) == {sold, ("statement", "AID")}


def test_a_statement_and_a_sentence_of_the_outlet_s_own() -> None:
    text = "Mali warned of war. Police in Gao arrested a rebel leader on Friday."
    document = Document("d", text, published="2021-05-12", outlet="The Post")
    warned = About((Subject("warning"),), "THREATEN", (Actor("Mali", of(text, "Mali"), "MLI"),), sure=0.8)
    arrested = About(
        (Subject("other"),),
        "COERCE",
        (Actor("Police in Gao", of(text, "Police in Gao")),),
        (Actor("a rebel leader", of(text, "a rebel leader")),),
    )
    statement = Statement(
        "s1",
        (of(text, "Mali"),),
        (of(text, "warned"),),
        (of(text, "of war"),),
        None,
        "indirect",
        about=warned,
    )
    own = OwnSentence(of(text, text[text.index("Police") :]), arrested)
    first, second = events(Reading(document, (statement,), own=(own,)))
    assert (first.type, first.record, first.cameo, first.date) == ("THREATEN", "s1", "13", "2021-05-12")
    assert (first.mode, first.confidence) == ("violence", 0.8)
    assert (second.type, second.record, second.mode) == ("COERCE", None, "arrest")
    assert [(a.words, a.sector) for a in (*second.source, *second.target)] == [
        ("Police in Gao", "COP"),
        ("a rebel leader", "GOV"),
    ]


def told_by(text: str, source: str, mention: str | None = None) -> list[tuple[str, str | None]]:
    """The source of an event that a sentence tells, `source` being what the reader marks."""
    document = Document("d", text)
    actor = Actor(source, of(text, source), None)
    what = About((), "AGREE", (actor,))
    if mention is None:
        found = events(Reading(document, own=(OwnSentence(Span(0, len(text)), what),)))
    else:
        speaker = Speaker(mention, mention, of(text, mention), of(text, mention), "NOR")
        said = Statement(
            "s1",
            (of(text, mention),),
            (of(text, "said"),),
            (of(text, source),),
            speaker,
            "indirect",
            about=what,
        )
        found = events(Reading(document, (said,)))
    assert all(a.span and document.words(a.span) == a.words for a in found[0].source)
    return [(a.words, a.code) for a in found[0].source]


@pytest.mark.parametrize(
    ("text", "source", "actors"),
    [
        ("Chadian and Sudanese officials agreed.", "Chadian and Sudanese officials", ["TCD", "SDN"]),
        ("Peru, Chile and the Netherlands agreed.", "Peru, Chile and the Netherlands", ["PER", "CHL", "NLD"]),
        ("Bosnia and Herzegovina agreed.", "Bosnia and Herzegovina", [None]),
        ("Trade and Industry in Peru agreed.", "Trade and Industry in Peru", [None]),
    ],
)
def test_parties_in_a_row_are_actors_of_their_own(text: str, source: str, actors: list[str | None]) -> None:
    assert [code for _, code in told_by(text, source)] == actors


def test_a_pronoun_that_acts_stands_for_who_says_it() -> None:
    assert told_by("Norway said it would come.", "it", "Norway")[0][0] == "Norway"


@pytest.mark.parametrize(
    ("words", "party", "code"),
    [
        ("the Kenyan police", None, "COP"),
        ("rebels in Chad", None, "REB"),
        ("striking miners", None, "LAB"),
        ("Norway", "NOR", None),
        ("the Polisario", "group:polisario", "REB"),
    ],
)
def test_the_sector_of_an_actor(words: str, party: str | None, code: str | None) -> None:
    assert sector(words, party) == code


def test_the_table_knows_every_type_and_what_it_was_called() -> None:
    assert set(tables()["events"]["types"]) == set(EVENTS)
    assert {current(name) for name in ("FIGHT", "DEMAND", "AID")} == {"ASSAULT", "REQUEST", "AID"}
    assert set(tables()["events"]["modes"]) <= set(EVENTS)


def test_they_are_written_in_plover_s_field_names_with_our_evidence() -> None:
    document = Document("d", SALE, published="2023-02-03", outlet="=The Post", url="https://post.example/1")
    reading = read_document(document)
    lines, table = io.StringIO(), io.StringIO()
    number = export.write_lines([reading], lines)
    rows = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert number == len(rows) == export.write_rows([reading], table) > 0
    claim = next(row for row in rows if row["record"] and row["record"].startswith("c"))
    assert claim["source"] == [{"actorText": "Germany", "code": "DEU", "sector": None}]
    assert (claim["event"], claim["cameo"], claim["date"]) == ("AGREE", "03", "2023-02-03")
    evidence = claim["evidence"]
    assert claim["text"] == SALE[evidence["start"] : evidence["end"]]
    written = list(csv.DictReader(io.StringIO(table.getvalue())))
    assert list(written[0]) == list(export.FIELDS)
    assert written[0]["publication"].startswith("'=")
    assert {row["origin"] for row in (*rows, *written)} == {document_key(document)}
    assert events(Reading(document)) == []
