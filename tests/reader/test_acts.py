"""What words name by the table of acts."""

from __future__ import annotations

from pathlib import Path

import pytest

from armstrail import reader, sentences
from armstrail.model import Document
from armstrail.reader import acts
from armstrail.reader.weights import FOLDER, tokenizer_of


def named(text: str) -> dict[str, set[str]]:
    """Of each word of a sentence what it names."""
    split = sentences.split(text)
    tokenizer = tokenizer_of(Path(FOLDER) / "vocabulary.txt")
    [window] = reader.windows_of(Document("d", text), split, [True] * len(split), None, tokenizer)[0]
    rows = acts.named(window)
    return {
        token.lower: {acts.names()[column] for column in row.nonzero()[0]}
        for token, row in zip(window.tokens, rows, strict=True)
    }


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Miners marched through La Paz on Friday.", "marched", "acts PROTEST"),
        ("Warsaw banned the paper on Friday.", "banned", "acts COERCE"),
        ("Dockers went on strike in Oslo on Friday.", "strike", "acts PROTEST"),
        ("Rebels laid down their arms in Cabinda on Friday.", "laid", "acts RETREAT"),
        ("The embargoes stay, Oslo said.", "embargoes", "topics sanction"),
        ("The embargo will stay, Oslo said.", "will", "turns ahead"),
    ],
)
def test_a_word_names_an_act_in_all_its_forms(text: str, word: str, name: str) -> None:
    assert name in named(text)[word]


def test_a_phrase_is_named_whole_and_its_words_alone_are_not() -> None:
    found = named("Farmers took to the streets; they took the bus and the streets were full.")
    assert "acts PROTEST" in found["to"]
    assert "acts PROTEST" not in named("They took the bus home on Friday.")["took"]


def test_a_word_that_names_nothing() -> None:
    assert named("Farmers in Chad grow onions.")["onions"] == set()
