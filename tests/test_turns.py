"""Transcripts: who takes turns, what is a turn, and which colons make none."""

from __future__ import annotations

import pytest

import armstrail
from armstrail.model import Attribution, Document, Marks, Span
from armstrail.statements import stance, statements
from armstrail.statements.turns import turns

INTERVIEW = (
    "Q: Did Oslo sell the frigates?\n\nA: It did. They went to Lima.\n\nThe colonel lit a pipe.\n\n"
    "Q: And the radars?\n\nA: We kept them."
)


def told(text: str) -> list[tuple[str, str]]:
    document = Document("d", text)
    return [(document.words(a.source[0]), document.words(a.content[0])) for a in turns(document)]


def test_answers_are_of_who_gives_them_to_the_end_of_their_paragraph_and_questions_the_outlets() -> None:
    assert told(INTERVIEW) == [("A", "It did. They went to Lima."), ("A", "We kept them.")]


def test_a_record_of_a_debate_in_one_paragraph() -> None:
    assert told("The Minister: Two were sold. Mr Vance: To whom? The Minister: To Peru.") == [
        ("The Minister", "Two were sold."),
        ("Mr Vance", "To whom?"),
        ("The Minister", "To Peru."),
    ]


def test_capitals_of_any_alphabet_and_brackets_stand_in_labels() -> None:
    text = (
        "Émile Arnaud: We sold six tanks to Peru last year.\nMs. Quill (deputy): Norway has sold none of them.\n"
        "Émile Arnaud: That is right.\nÖzlem Kara: Lima bought the tanks from somebody else."
    )
    assert told(text) == [
        ("Émile Arnaud", "We sold six tanks to Peru last year."),
        ("Ms. Quill", "Norway has sold none of them."),
        ("Émile Arnaud", "That is right."),
        ("Özlem Kara", "Lima bought the tanks from somebody else."),
    ]


def test_a_turn_ends_where_somebody_else_may_begin_to_speak() -> None:
    text = "The Minister: Two were sold.\na voice from the gallery: To Peru! \nThe Minister: None.\nMr Vance: Shame."
    assert told(text) == [
        ("The Minister", "Two were sold."),
        ("The Minister", "None."),
        ("Mr Vance", "Shame."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "READ MORE: Peru bought six frigates.\nThey come.\nREAD MORE: Chile did.\nPHOTO: A tank on a quay in Lima.",
        "The Lynx\nWeight: 62 tonnes\nCrew: 4\nNorway sold 40.\nThe Puma\nWeight: 40 tonnes\nCrew: 3\nIt is new.",
        "Combat Radius: 400 km\nTop Speed: 900 km/h\nNorway sold them.\nCombat Radius: 500 km\nTop Speed: 800 km/h",
        "Norway: 22 howitzers. Chile: none. Norway: 8 tanks.",  # a list by state
        "Update: The ship has sailed. It carried tanks.",  # one label alone
        "He said: Oslo sold them. She said: Lima bought them.",
        "At 10:30 A train left. The ratio was 3:1 For all.",
    ],
)
def test_other_colons_make_no_transcript(text: str) -> None:
    assert told(text) == []


def test_a_claim_in_an_answer_is_said_directly_by_who_gives_it() -> None:
    reading = armstrail.read(
        "Presenter: What became of the guns?\n\nAmbassador: Norway sold 22 howitzers to Peru.\n\n"
        "Presenter: And the tanks?\n\nAmbassador: Berlin delivered 12 tanks to Chile."
    )
    assert {(c.supplier[0].id, c.recipient[0].id) for c in reading.claims} == {("NOR", "PER"), ("DEU", "CHL")}
    assert all([s.mention for s in c.speakers] == ["Ambassador"] for c in reading.claims)
    assert {c.voice for c in reading.claims} == {"direct"}
    assert [s.id for s in reading.statements] == [f"s{n}" for n in range(1, len(reading.statements) + 1)]


def test_a_question_that_is_taken_for_said_is_the_outlets_own() -> None:
    document = Document("d", INTERVIEW)
    asks = Attribution((Span(0, 1),), (Span(1, 2),), (Span(3, 31),))
    (said,) = [s for s in statements(document, Marks(attributions=(asks,))) if s.source == (Span(0, 1),)]
    assert stance(document, said) == "outlet"
