"""Of the network's transfers and the rules', a sentence has those of the one that is likelier right."""

from __future__ import annotations

import pytest

from armstrail.model import Link, Marks, Mention, Predicate, Role, Span
from armstrail.reader import BESIDE_RULES, _chosen

BOTH: tuple[Role, ...] = ("supplier", "recipient")
SURE, UNSURE = BESIDE_RULES + 0.5, BESIDE_RULES - 0.1


def marks(word: int, roles: tuple[Role, ...], confidence: float | None = None) -> Marks:
    """One step in the sentence 0 to 40, its word at some place, with parties in these roles."""
    return Marks(
        mentions=tuple(Mention(Span(n, n + 1), "party") for n, _ in enumerate(roles)),
        predicates=(Predicate(Span(word, word + 4), Span(0, 40), "delivered", confidence=confidence),),
        links=tuple(Link(0, n, role) for n, role in enumerate(roles)),
    )


@pytest.mark.parametrize(
    ("network", "rules", "taken"),
    [
        (marks(5, BOTH, SURE), marks(20, BOTH), 5),
        (marks(5, ("supplier",), SURE), marks(20, BOTH), 5),
        (marks(5, BOTH, UNSURE), marks(20, BOTH), 20),
        (marks(5, BOTH, UNSURE), marks(20, ("supplier",)), 20),
        (Marks(), marks(20, BOTH), 20),
        (Marks(), marks(20, ("supplier",)), None),
        (Marks(), marks(20, ("recipient",)), None),
        (marks(5, BOTH, UNSURE), Marks(), None),
    ],
    ids=[
        "the network is sure",
        "it is sure of one side",
        "it is not sure",
        "it is not sure, the rules know one side",
        "it sees nothing",
        "it sees nothing, the rules know a supplier",
        "it sees nothing, the rules know a recipient",
        "only the network sees something, and is not sure",
    ],
)
def test_a_sentence_has_the_transfers_of_the_likelier_reader(
    network: Marks, rules: Marks, taken: int | None
) -> None:
    found = _chosen(network, rules)
    assert [p.span.start for p in found.predicates] == ([] if taken is None else [taken])
    assert all(link.predicate == 0 for link in found.links)
