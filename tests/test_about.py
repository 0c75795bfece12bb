"""Who does what to whom, by the reader's marks and, where it marks nobody, by the tables."""

from __future__ import annotations

import pytest

from armstrail.model import Document, Span, Speaker, Told
from armstrail.statements.about import about


def of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def asked(
    text: str, event: str, speaker: str | None = None, party: str | None = None, **marked: str
) -> tuple[list[tuple[str, str | None]], ...]:
    """Source and target of what a sentence tells."""
    told = Told((), event, **{role: (of(text, words),) for role, words in marked.items()})  # type: ignore[arg-type]
    said = Speaker(speaker, speaker, of(text, speaker), of(text, speaker), party) if speaker else None
    found = about(Document("d", text), told, (Span(0, len(text)),), said)
    return [(a.mention, a.party) for a in found.source], [(a.mention, a.party) for a in found.target]


def test_the_one_other_party_that_is_named_is_whom_it_is_done_to() -> None:
    text = "Sudan cut its ties with the government of Chad."
    assert asked(text, "SANCTION", source="Sudan") == ([("Sudan", "SDN")], [("Chad", "TCD")])


def test_of_two_others_none_is_guessed() -> None:
    text = "Sudan spoke of Chad, Libya and the drought."
    assert asked(text, "ACCUSE", source="Sudan")[1] == []


def test_nobody_is_added_to_what_the_reader_marks() -> None:
    text = "Sudan accused rebels of hiding in Chad."
    assert asked(text, "ACCUSE", source="Sudan", target="rebels")[1] == [("rebels", "group:rebels")]


def test_where_nobody_acts_who_says_it_does() -> None:
    text = "Norway said that the base would be closed."
    assert asked(text, "THREATEN", "Norway", "NOR")[0] == [("Norway", "NOR")]


@pytest.mark.parametrize("event", ["ASSAULT", "AID", "COERCE"])
def test_what_is_not_done_by_words_is_done_by_nobody(event: str) -> None:
    text = "Norway said that the base had been shelled."
    assert asked(text, event, "Norway", "NOR")[0] == []


def test_a_pronoun_stands_for_who_says_it() -> None:
    text = "Norway said it would close its embassy in Mali."
    assert asked(text, "THREATEN", "Norway", "NOR", source="it")[0] == [("it", "NOR")]


def test_without_an_event_nobody_is_looked_for() -> None:
    text = "Sudan is a neighbour of Chad."
    told = Told((), None)
    assert about(Document("d", text), told, (Span(0, len(text)),)).target == ()


def test_parties_in_a_row_play_one_part() -> None:
    text = "Peru and Chile pressed Bolivia, Brazil and Ecuador for water."
    source, target = asked(text, "REQUEST", source="Peru", target="Brazil")
    assert [mention for mention, _ in source] == ["Peru", "Chile"]
    assert {mention for mention, _ in target} == {"Brazil", "Bolivia", "Ecuador"}


def test_who_speaks_after_a_comma_is_in_no_row() -> None:
    text = "Tanks will go to Chad, Niger said."
    assert asked(text, "AID", source="Niger", target="Chad")[1] == [("Chad", "TCD")]


def test_two_in_a_row_are_whom_it_is_done_to_though_others_are_named() -> None:
    text = "Oman mediated between Chad and Niger, both at odds with Libya."
    assert {party for _, party in asked(text, "CONSULT", source="Oman")[1]} == {"TCD", "NER"}


@pytest.mark.parametrize(
    ("text", "marked", "names"),
    [
        ("Oman expelled the relief agency (RAO) at once.", ("relief agency", "RAO)"), ["relief agency"]),
        ("Oman sent food to Darfur province at once.", ("Darfur", "province"), ["Darfur province"]),
        ("Oman blamed Yemen and its neighbour.", ("Yemen", "its neighbour"), ["Yemen"]),
        ("Oman blamed its neighbour.", ("its neighbour",), ["its neighbour"]),
        ("Oman said Oman had been wronged by Yemen.", ("Oman", "Yemen"), ["Yemen"]),
        ("Oman blamed the U.S. for it.", ("U.S.",), ["U.S."]),
    ],
)
def test_a_name_is_named_once_and_whole(text: str, marked: tuple[str, ...], names: list[str]) -> None:
    told = Told((), "ACCUSE", source=(of(text, "Oman"),), target=tuple(of(text, words) for words in marked))
    found = about(Document("d", text), told, (Span(0, len(text)),))
    assert [a.mention for a in found.target] == names
    assert all(text[a.span.start : a.span.end] == a.mention for a in found.target)
