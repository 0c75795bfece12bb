"""Words in quotation marks that report no speech: held at a distance, with whose they are where a text says so."""

from __future__ import annotations

import pytest

from armstrail.model import Document, Reading
from armstrail.pipeline import read_document


def read(text: str) -> Reading:
    return read_document(Document("told", text, published="2021-05-12"))


def own(text: str) -> list[tuple[str, str | None]]:
    """What the outlet holds at a distance, with whose words they are."""
    return [
        (text[one.span.start : one.span.end], text[one.whose.start : one.whose.end] if one.whose else None)
        for sentence in read(text).own
        for one in sentence.distanced
    ]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            'The army began its "border exercise" at dawn and shelled three towns.',
            [("border exercise", None)],
        ),
        (
            "Trucks moved in for what Minsk calls a “friendly visit” to the depots.",
            [("friendly visit", "Minsk")],
        ),
        (
            'The generals "liberated" the port and "pacified" the hills.',
            [("liberated", None), ("pacified", None)],
        ),
        ("Shops closed for Moscow's “special lesson” on Monday.", [("special lesson", "Moscow")]),
    ],
)
def test_words_of_a_sentence_that_nobody_says(text: str, held: list[tuple[str, str | None]]) -> None:
    assert own(text) == held


@pytest.mark.parametrize(
    "text",
    [
        '"We will sell to anyone," the minister said.',
        'The minister said the guns were "the best in the world".',
        'The frigate "Hessen" sailed for the south.',
        'The film "The Last Tank" opened on Friday.',
        'The operation called "Desert Rain" ended on Friday.',
        "Don't sell the guns, they're old; it isn't wise.",
        "A silent “crowd. And then it left.” Nobody knows why.",
    ],
)
def test_speech_names_and_titles_are_none(text: str) -> None:
    assert own(text) == []


def test_marks_within_marks_are_the_speaker_s() -> None:
    text = '"They call it a ‘liberation’, we call it a raid," the mayor said.'
    reading = read(text)
    [statement] = reading.statements
    [held] = statement.distanced
    assert text[held.span.start : held.span.end] == "liberation"
    assert not [one for sentence in reading.own for one in sentence.distanced]
