"""What the reader is measured by."""

from __future__ import annotations

from training.measuring import as_mentioned


def test_passages_held_back_name_speakers_by_the_words_of_their_sentence() -> None:
    """A coder wrote down "she": that the reader finds out who she is counts as no mistake."""
    speakers = [{"mention": "the broker", "name": "the broker"}, {"mention": "she", "name": "Rosa Vidal"}]
    claim = {"evidence": "Chile bought 12 jets, she told the broker.", "stage": "agreed"}
    read = {"a": [{**claim, "speakers": speakers}], "b": []}
    assert as_mentioned(read) == {
        "a": [{**claim, "speakers": [{"mention": s["mention"], "name": s["mention"]} for s in speakers]}],
        "b": [],
    }
    assert speakers[1]["name"] == "Rosa Vidal"
