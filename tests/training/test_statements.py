"""Coded statements: what breaks the format is told, what holds becomes offsets."""

from __future__ import annotations

from typing import Any

import pytest
from training.passages import CodingError
from training.statements import load, own

TEXT = "Mali warned Chad of war. Rain fell on Gao."
CODED: dict[str, Any] = {
    "sentence": "Mali warned Chad of war.",
    "speaker": "Mali",
    "cue": "warned",
    "content": ["of war"],
    "topics": ["warning"],
    "event": "THREATEN",
    "source": ["Mali"],
    "target": ["Chad"],
    "object": [],
}


def coded(**changed: Any) -> dict[str, Any]:
    return {"id": "t", "text": TEXT, "statements": [CODED | changed]}


def test_words_become_offsets() -> None:
    [found] = own(coded())
    words = found.document.words
    assert [words(span) for span in (found.sentence, *found.source, *found.cue, *found.content)] == [
        "Mali warned Chad of war.", "Mali", "warned", "of war",
    ]  # fmt: skip
    assert {role: [words(s) for s in spans] for role, spans in found.parts.items()} == {
        "source": ["Mali"],
        "target": ["Chad"],
        "object": [],
    }
    assert (set(found.topics), found.event) == ({"warning"}, "THREATEN")


@pytest.mark.parametrize(
    "changed",
    [
        {"sentence": "Mali warned Niger."},
        {"topics": []},
        {"topics": ["weather"]},
        {"topics": ["other", "combat"]},
        {"event": "FIGHT"},
        {"content": ["of peace"]},
        {"target": ["Gao"]},
        {"colour": "red"},
    ],
)
def test_what_breaks_the_format_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(CodingError):
        list(own(coded(**changed)))


def test_what_ships_holds() -> None:
    found = load()
    assert len(found) >= 900
    assert len({one.id for one in found if one.kind != "corpus"}) == len(
        [o for o in found if o.kind != "corpus"]
    )
    counts = {topic: sum(topic in one.topics for one in found) for one in found for topic in one.topics}
    assert min(counts.values()) >= 70
