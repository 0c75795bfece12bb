"""Losses: who plays a side must be stronger than who does not, and than nobody. Needs PyTorch: `make test-training`."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

torch = pytest.importorskip("torch")

from training.batches import Sides  # noqa: E402
from training.learning import outdone, sides_loss  # noqa: E402
from training.topics import loss_of_messages  # noqa: E402

from armstrail.reader.transfers import BEST  # noqa: E402 - what follows needs PyTorch

ONE = torch.tensor([0, 0])  # two parties beside one predicate
PLAYS = torch.tensor([[1.0, 0.0], [0.0, 1.0]])  # the first supplies, the second gets


def test_who_plays_a_side_is_told_from_who_does_not() -> None:
    right = outdone(torch.tensor([[0.9, 0.01], [0.01, 0.9]]), PLAYS, ONE, 1)
    wrong = outdone(torch.tensor([[0.01, 0.9], [0.9, 0.01]]), PLAYS, ONE, 1)
    assert right.shape == (1, 2)
    assert float(wrong.sum()) > 10 * float(right.sum())


def test_those_who_play_a_side_together_do_not_outdo_each_other() -> None:
    together = torch.tensor([[1.0], [1.0]])
    alone = outdone(torch.tensor([[0.9], [0.0001]]), torch.tensor([[1.0], [0.0]]), ONE, 1)
    both = outdone(torch.tensor([[0.9], [0.9]]), together, ONE, 1)
    assert float(both) == pytest.approx(float(alone), abs=1e-3)


def test_a_side_that_nobody_plays_is_nobody_s() -> None:
    open_ = torch.zeros(2, 1)
    assert float(outdone(torch.full((2, 1), 1e-4), open_, ONE, 1)) < 0.01
    assert float(outdone(torch.tensor([[BEST], [1e-4]]), open_, ONE, 1)) == pytest.approx(0.693, abs=0.01)


def test_parties_of_other_predicates_do_not_count() -> None:
    strength, plays = torch.tensor([[0.6], [0.9]]), torch.tensor([[1.0], [1.0]])
    apart = outdone(strength, plays, torch.tensor([0, 1]), 2)
    assert float(apart[0]) == pytest.approx(float(outdone(strength[:1], plays[:1], ONE[:1], 1)))


@pytest.mark.parametrize(("word", "better"), [(0, True), (2, False)])
def test_the_loss_falls_where_the_supplier_s_word_is_tagged(word: int, better: bool) -> None:
    sides = Sides(
        anchor=torch.tensor([0, 0]),
        start=torch.tensor([0, 2]),
        end=torch.tensor([1, 3]),
        party=torch.tensor([0, 1]),
        plays=torch.tensor([[1.0, 0.0], [0.0, 0.0]]),
    )
    untold = torch.zeros(1, 3, 2, 17)
    untold[:, :, :, 0] = 5.0
    told = untold.clone()
    told[0, word, 0, 4] = 9.0  # the tag of a supplier of one word
    assert (float(sides_loss(told, sides)) < float(sides_loss(untold, sides))) is better


def test_statements_of_which_none_says_the_same_ask_nothing() -> None:
    def loss(*messages: str) -> float:
        meaning = torch.nn.functional.normalize(torch.eye(4, 96)[: len(messages)], dim=1)
        some = [SimpleNamespace(message=message) for message in messages]
        return float(loss_of_messages(lambda: (None, None, None, None, meaning), (), some))

    assert loss("a") == loss("a", "b") == 0
    assert loss("a", "a", "b") > 0
