"""Coded passages as examples: what is known of their attributions, and what is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from training.examples import Example, passage
from training.passages import read_own

from armstrail.reader import weights

if TYPE_CHECKING:
    from training.examples import Run

ROW: dict[str, Any] = {
    "id": "x",
    "published": "2001-05-04",
    "title": "",
    "sentences": [
        "The premier announced yesterday the gift of ten old frigates to Chile, among others.",
        "Berlin sold Peru two submarines.",
        "Mr Vance said that he knew; Berlin sold Peru radars.",
    ],
    "claims": [
        {
            "in": 1, "on": "gift", "stage": "agreed", "from": ["premier=NOR"], "to": ["Chile=CHL"],
            "items": ["ten|old frigates|warship|"], "said": ["The premier"], "cue": "announced", "voice": "indirect",
        },
        {"in": 2, "on": "sold", "stage": "delivered", "from": ["Berlin=DEU"], "to": ["Peru=PER"],
         "items": ["two|submarines|warship|"]},
        {"in": 3, "on": "sold", "stage": "delivered", "from": ["Berlin=DEU"], "to": ["Peru=PER"],
         "items": ["|radars|sensor|"]},
    ],
}  # fmt: skip


def example() -> Example:
    return passage(read_own(json.dumps(ROW)), weights.shipped().tokenizer)


def words(made: Example, *runs: Run) -> list[str]:
    said = [token.text for line in made.lines for token in line.tokens]
    return [" ".join(said[start:end]) for start, end in runs]


def test_a_claims_cue_and_speaker_are_known_and_words_inside_what_is_said() -> None:
    made = example()
    (report,) = made.reports
    assert made.cues is None  # of all other words of the passage nothing is said
    assert report.partial
    assert words(made, report.run) == ["announced"]
    assert words(made, *report.parts["source"]) == ["The premier"]
    assert words(made, *report.parts["content"]) == ["gift", "old", "frigates"]


def test_no_words_are_told_to_be_inside_that_may_begin_or_end_what_is_said() -> None:
    row = json.loads(json.dumps(ROW))
    row["sentences"][0] = "The premier announced gifts to Chile: ten old frigates."
    row["claims"][0]["on"] = "gifts"
    made = passage(read_own(json.dumps(row)), weights.shipped().tokenizer)
    assert words(made, *made.reports[0].parts["content"]) == ["old"]


def test_the_step_of_the_outlets_own_claim_and_far_sentences_are_not_what_is_said() -> None:
    row = json.loads(json.dumps(ROW))
    row["sentences"][0] = (
        "The premier announced yesterday the gift of ten old frigates to Chile; Oslo lent it tugs."
    )
    lent = {
        "in": 1,
        "on": "lent",
        "stage": "delivered",
        "from": ["Oslo=NOR"],
        "to": ["it=CHL"],
        "items": ["|tugs|other_ship|"],
    }
    row["claims"].append(lent)
    made = passage(read_own(json.dumps(row)), weights.shipped().tokenizer)
    assert words(made, *made.reports[0].parts["apart"]) == [
        "Mr Vance said that he knew ; Berlin sold Peru radars .",
        "lent",
    ]


def test_no_cue_is_in_a_sentence_of_the_outlets_own_without_a_word_that_reports_nor_in_a_step() -> None:
    made = example()
    assert words(made, *made.plain) == ["Berlin sold Peru two submarines .", "sold", "sold"]
