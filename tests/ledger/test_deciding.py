"""Decisions of forms: kept once, however often they are sent; taken back by further ones; none hides another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from armstrail.errors import AskedError, UnknownNameError
from armstrail.ledger import Ledger
from armstrail.ledger.accounts import Actor
from tests.ledger.made import GIFT, READER, SALE, addition, document

A, B = Actor("A", "192.0.2.1"), Actor("B", "192.0.2.2")


@pytest.fixture
def sold(ledger: Ledger) -> str:
    ledger.append([addition(document(f"{SALE} {GIFT}"))], READER)
    return next(entry.key for entry in ledger.claims() if entry.record.stage == "agreed")


def decisions(ledger: Ledger, key: str) -> list[tuple[str, str]]:
    return [(one.reviewer, one.decision) for one in ledger.decided_since(key, 0)]


def test_a_form_that_is_sent_twice_is_kept_once(ledger: Ledger, sold: str) -> None:
    seen = ledger.last_judgement()
    first = ledger.decide(sold, "accepted", A, note="so it is", seen=seen)
    again = ledger.decide(sold, "accepted", A, note="so it is", seen=seen)
    assert (first.again, again.again) == (False, True)
    assert again.judgement == first.judgement
    assert decisions(ledger, sold) == [("A", "accepted")]


def test_a_decision_that_is_taken_again_after_another_is_kept(ledger: Ledger, sold: str) -> None:
    seen = ledger.last_judgement()
    for decision in ("accepted", "rejected", "accepted"):
        assert not ledger.decide(sold, decision, A, seen=seen).again
    assert decisions(ledger, sold) == [("A", "accepted"), ("A", "rejected"), ("A", "accepted")]


def test_a_form_that_knows_of_a_decision_may_decide_the_same_again(ledger: Ledger, sold: str) -> None:
    for decision in ("accepted", "rejected", "accepted"):
        ledger.decide(sold, decision, A, seen=ledger.last_judgement())
    assert decisions(ledger, sold) == [("A", "accepted"), ("A", "rejected"), ("A", "accepted")]


def test_another_note_or_another_edit_is_no_retry(ledger: Ledger, sold: str) -> None:
    ledger.decide(sold, "edited", A, changes={"stage": "delivered"}, seen=0)
    ledger.decide(sold, "edited", A, changes={"stage": "offered"}, seen=0)
    ledger.decide(sold, "edited", A, changes={"stage": "offered"}, note="page 2", seen=0)
    assert len(decisions(ledger, sold)) == 3


def test_forms_that_are_sent_at_once_are_kept_once(ledger: Ledger, sold: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(lambda _: ledger.decide(sold, "rejected", A, seen=0), range(6)))
    assert sum(not one.again for one in taken) == 1
    assert decisions(ledger, sold) == [("A", "rejected")]


def test_what_others_decide_meanwhile_is_told_and_both_are_kept(ledger: Ledger, sold: str) -> None:
    seen = ledger.last_judgement()
    assert ledger.decide(sold, "accepted", A, seen=seen).meanwhile == ()
    taken = ledger.decide(sold, "rejected", B, seen=seen)
    assert [(one.reviewer, one.decision) for one in taken.meanwhile] == [("A", "accepted")]
    assert decisions(ledger, sold) == [("A", "accepted"), ("B", "rejected")]
    assert ledger.decide(sold, "accepted", B, seen=ledger.last_judgement()).meanwhile == ()


def test_a_decision_is_undone_by_the_one_before_and_the_first_by_none(ledger: Ledger, sold: str) -> None:
    ledger.decide(sold, "accepted", A, note="first")
    ledger.decide(sold, "rejected", A)
    ledger.decide(sold, "accepted", B)
    undone = ledger.undo(sold, A, seen=ledger.last_judgement())
    assert undone is not None
    assert (undone.judgement.decision, undone.judgement.note) == ("accepted", "first")
    undone = ledger.undo(sold, A, seen=ledger.last_judgement())
    assert undone is not None
    assert undone.judgement.decision == "withdrawn"
    assert ledger.undo(sold, A, seen=ledger.last_judgement()) is None
    assert decisions(ledger, sold) == [
        ("A", "accepted"),
        ("A", "rejected"),
        ("B", "accepted"),
        ("A", "accepted"),
        ("A", "withdrawn"),
    ]


def test_a_decision_that_was_taken_again_is_undone_alone(ledger: Ledger, sold: str) -> None:
    for decision in ("accepted", "rejected", "accepted"):
        ledger.decide(sold, decision, A)
    told = []
    while undone := ledger.undo(sold, A, seen=ledger.last_judgement()):
        told.append(undone.judgement.decision)
    assert told == ["rejected", "accepted", "withdrawn"]


def test_an_undoing_that_is_sent_twice_undoes_one_decision(ledger: Ledger, sold: str) -> None:
    ledger.decide(sold, "accepted", A)
    ledger.decide(sold, "rejected", A)
    seen = ledger.last_judgement()
    assert ledger.undo(sold, A, seen=seen)
    assert ledger.undo(sold, A, seen=seen) is None
    assert decisions(ledger, sold)[-1] == ("A", "accepted")


def test_each_decision_is_in_the_audit_log_once(ledger: Ledger, sold: str) -> None:
    ledger.decide(sold, "accepted", A, seen=0)
    ledger.decide(sold, "accepted", A, seen=0)
    ledger.undo(sold, A, seen=ledger.last_judgement())
    told = [(one.what, one.who, one.address, one.record, one.outcome) for one in ledger.accounts.audited()]
    assert told == [
        ("judgement", "A", "192.0.2.1", sold, "withdrawn"),
        ("judgement", "A", "192.0.2.1", sold, "accepted"),
    ]


def test_a_decision_counts_in_searches_and_deals_at_once(ledger: Ledger, sold: str) -> None:
    before = ledger.state()
    ledger.decide(sold, "edited", A, changes={"stage": "offered"})
    assert ledger.state() != before
    (deal,) = [deal for deal in ledger.deals() if deal.strands[0].claim == sold]
    assert deal.strands[0].stage == "offered"


def test_what_cannot_be_decided_is_said_and_leaves_nothing(ledger: Ledger, sold: str) -> None:
    with pytest.raises(UnknownNameError, match="c123"):
        ledger.decide("c123", "accepted", A, seen=0)
    with pytest.raises(UnknownNameError):
        ledger.decide("d123", "accepted", A, seen=0)
    with pytest.raises(AskedError, match="name of who decides"):
        ledger.decide(sold, "accepted", Actor(" "), seen=0)
    assert ledger.last_judgement() == 0
    assert ledger.accounts.audited() == []


def test_judgements_are_listed_the_newest_first(ledger: Ledger, sold: str) -> None:
    ledger.append([addition(document("Ruritania gave guns to Sylvania.", "b"), "/texts/b.txt")], READER)
    other = next(entry for entry in ledger.claims() if entry.document.id == "b")
    for key, decision, by in ((sold, "accepted", A), (other.key, "rejected", B), (sold, "rejected", A)):
        ledger.decide(key, decision, by)  # type: ignore[arg-type]

    def told(**which: object) -> list[tuple[str, bool]]:
        return [(one.judgement.decision, one.superseded) for one in ledger.decisions(**which).entries]

    everything = [("rejected", False), ("rejected", False), ("accepted", True)]
    assert told() == everything
    assert (told(size=1, start=2), ledger.decisions(size=1).total) == (everything[2:], 3)
    assert told(record=sold) == told(reviewer="A") == [("rejected", False), ("accepted", True)]
    assert [one.judgement.record for one in ledger.decisions(document=other.document_key).entries] == [
        other.key
    ]
    assert told(reviewer="C") == []
