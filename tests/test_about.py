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
