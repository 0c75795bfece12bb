"""States exchanged for one another in what is learnt from: the same one's throughout, all else as it was."""

from __future__ import annotations

import random

import numpy as np
import pytest
from training.exchange import MASK, SPECIAL, Exchange

from training import exchange

WORDS = "france french paris poland polish warsaw egypt egyptian cairo tanks us america washington".split()
PIECES = {word: SPECIAL + number for number, word in enumerate(WORDS)} | {
    f"[unused{n}]": n for n in range(SPECIAL)
}


def changed(words: str, seed: int) -> list[str]:
    ids = np.array([PIECES[w] for w in words.split()], np.int64)
    names = {number: word for word, number in PIECES.items()} | {MASK: "?"}
    return [names[i] for i in Exchange(PIECES)(ids, random.Random(seed)).tolist()]


def test_a_states_name_adjective_and_capital_become_the_same_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "SHARE", 1.0)
    monkeypatch.setattr(exchange, "HIDDEN", 0.0)
    sets = ["france french paris", "poland polish warsaw", "egypt egyptian cairo"]
    seen = {" ".join(changed("france french paris", seed)) for seed in range(20)}
    assert seen == set(sets)
    other = changed("france tanks poland", 1)
    assert other[1] == "tanks"
    assert other[0] != other[2]


def test_names_of_which_a_part_is_missing_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "SHARE", 1.0)
    monkeypatch.setattr(exchange, "HIDDEN", 0.0)
    assert all(changed("us america washington", seed) == ["us", "america", "washington"] for seed in range(5))


def test_a_few_words_are_hidden_and_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "SHARE", 0.0)
    monkeypatch.setattr(exchange, "HIDDEN", 0.5)
    assert {"?", "tanks"} == {word for seed in range(20) for word in changed("tanks", seed)}
    assert changed("[unused101] [unused102]", 1) == ["[unused101]", "[unused102]"]
