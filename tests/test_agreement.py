"""How far reviewers agree, counted by hand; and that every number says of how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from armstrail.agreement import (
    FIELDS,
    Agreement,
    Band,
    Change,
    FieldEdits,
    Group,
    Pair,
    Tally,
    agreement,
    edited,
    judged_documents,
    named_claims,
)
from armstrail.ledger import Addition, Ledger, document_key
from armstrail.ledger.judgements import Standing
from armstrail.ledger.keys import statement_keys
from armstrail.model import Claim, Decision, Judgement, Party, Reading, Span
from armstrail.records import claim_record, statement_record
from tests.made import AGREED, DENIED, DOCUMENT, READING, SOLD, STATEMENTS

KEY = document_key(DOCUMENT)
NONE = Tally(0, 0, 0)


def of_claims(*claims: Claim) -> Reading:
    return replace(READING, claims=claims)


def decided(
    record: str | None,
    reviewer: str,
    decision: Decision,
    changes: dict[str, object] | None = None,
    *,
    superseded: bool = False,
) -> Standing:
    made = Judgement(
        record or "c0", KEY, decision, reviewer, "2026-01-01T00:00:00Z", Span(0, 1), "R", changes=changes
    )
    return Standing(made, record, superseded)


def counted(reading: Reading, standings: Iterable[Standing]) -> Agreement:
    return agreement([reading], list(standings))


def many(number: int, **changed: object) -> Reading:
    """A reading of so many claims, each of a dyad of its own."""
    return of_claims(
        *(
            replace(AGREED, supplier=(Party("x", f"group:x{n}", Span(0, 1)),), **changed)  # type: ignore[arg-type]
            for n in range(number)
        )
    )


def pair(told: Agreement, kind: str = "claims") -> Pair:
    (found,) = (one for one in told.pairs if one.kind == kind)
    return found


def field(told: Agreement, name: str, kind: str = "claims") -> FieldEdits:
    (found,) = (one for one in told.fields if (one.kind, one.field) == (kind, name))
    return found


# ------------------------------------------------------------------ between reviewers


def test_agreement_beyond_chance_is_cohens_kappa() -> None:
    """20 accept, 15 reject, 5 + 10 differ of 50: 70%, by chance 50%, so kappa is 0.4 (the textbook's example)."""
    reading = many(50)
    keys = list(named_claims(reading))
    both: list[tuple[Decision, Decision, int]] = [
        ("accepted", "accepted", 20),
        ("accepted", "rejected", 5),
        ("rejected", "accepted", 10),
        ("rejected", "rejected", 15),
    ]
    pairs = [(one, other) for one, other, number in both for _ in range(number)]
    standings = [
        decided(key, name, decision)
        for key, of_both in zip(keys, pairs, strict=True)
        for name, decision in zip("AB", of_both, strict=True)
    ]
    found = pair(counted(reading, standings))
    assert (found.one, found.other, found.n, found.same) == ("A", "B", 50, 35)
    assert found.percent == pytest.approx(70.0)
    assert found.kappa == pytest.approx(0.4)
    assert found.table == tuple(both)
    assert [(one.one, one.other) for one in found.differ] == [
        ("accepted", "rejected"),
        *[("accepted", "rejected")] * 4,
        *[("rejected", "accepted")] * 10,
    ]
    assert {one.record for one in found.differ} == set(keys[20:35])


@pytest.mark.parametrize(
    ("decisions", "percent", "kappa"),
    [
        ([], None, None),
        (["accepted accepted"], 100.0, None),  # chance alone would have them agree
        (["accepted rejected"], 0.0, 0.0),
        (["accepted accepted", "rejected rejected", "edited edited"], 100.0, 1.0),
        (["accepted rejected", "rejected accepted"], 0.0, -1.0),
    ],
)
def test_figures_of_nothing_and_at_the_ends(
    decisions: list[str], percent: float | None, kappa: float | None
) -> None:
    reading = many(len(decisions) + 2)
    keys = list(named_claims(reading))
    alone = [decided(keys[-1], "A", "accepted"), decided(keys[-2], "B", "accepted")]
    standings = [
        decided(key, name, decision)  # type: ignore[arg-type]
        for key, both in zip(keys, decisions, strict=False)
        for name, decision in zip("AB", both.split(), strict=True)
    ]
    found = pair(counted(reading, [*alone, *standings]))
    assert (found.n, found.percent, found.kappa) == (len(decisions), percent, kappa)


def test_every_pair_of_reviewers_is_told_for_each_kind() -> None:
    (key, *_) = named_claims(READING)
    told = counted(READING, [decided(key, name, "accepted") for name in "CAB"])
    assert told.reviewers == ("A", "B", "C")
    assert [(one.kind, one.one + one.other, one.n) for one in told.pairs] == [
        *(("claims", names, 1) for names in ("AB", "AC", "BC")),
        *(("statements", names, 0) for names in ("AB", "AC", "BC")),
    ]


def test_where_reviewers_differ_the_fields_are_told() -> None:
    one, other, third = named_claims(READING)
    told = counted(
        READING,
        [
            decided(one, "A", "edited", {"stage": "delivered", "certainty": "fact"}),
            decided(one, "B", "edited", {"stage": "delivered", "polarity": "denied"}),
            decided(other, "A", "edited", {"stage": "offered"}),
            decided(other, "B", "accepted"),
            decided(third, "A", "edited", {"stage": "offered"}),
            decided(third, "B", "edited", {"stage": "offered"}),
        ],
    )
    found = pair(told)
    assert (found.n, found.same) == (3, 2)
    assert [(d.record, d.document, d.words, d.one, d.other, d.fields) for d in found.differ] == [
        (one, KEY, "R", "edited", "edited", ("polarity", "certainty")),
        (other, KEY, "R", "edited", "accepted", ("stage",)),
    ]


# ------------------------------------------------------------------ which judgements count


def test_only_judgements_that_hold_are_counted() -> None:
    key, other, third = named_claims(READING)
    standings = [
        decided(key, "A", "accepted", superseded=True),
        decided(key, "A", "rejected"),
        decided(other, "A", "withdrawn"),
        decided(None, "A", "accepted"),
        decided(None, "B", "accepted", superseded=True),
        decided(None, "B", "withdrawn"),
        decided(third, "B", "accepted"),
    ]
    told = counted(READING, standings)
    assert (told.records, told.decisions, told.orphaned, told.reviewers) == (2, 2, 1, ("A", "B"))
    assert [(group.name, group.tally) for group in told.stages] == [
        ("agreed", Tally(0, 0, 1)),
        ("delivered", Tally(1, 0, 0)),
    ]
    assert judged_documents(standings) == [KEY]
    assert judged_documents(standings[:1]) == []


def test_without_judgements_every_figure_is_none() -> None:
    told = agreement([], [])
    assert (told.reviewers, told.pairs, told.stages, told.records) == ((), (), (), 0)
    assert {(one.n, one.edited, one.share) for one in told.fields} == {(0, 0, None)}
    assert {one.tally for one in (*told.claims, *told.statements)} == {NONE}
    assert NONE.share("accepted") is None and Tally(1, 2, 1).share("edited") == 0.5


# ------------------------------------------------------------------ reviewers and the reader


def test_decisions_are_counted_by_how_sure_the_reader_was() -> None:
    sure = [0.0, 0.05, 0.1, 0.3, 0.7, 0.8999, 0.9, 1.0, None]
    reading = of_claims(
        *(
            replace(AGREED, supplier=(Party("x", f"group:x{n}", Span(0, 1)),), confidence=confidence)
            for n, confidence in enumerate(sure)
        )
    )
    told = counted(reading, [decided(key, "A", "accepted") for key in named_claims(reading)])
    assert [band.tally.n for band in told.claims] == [2, 1, 0, 1, 0, 0, 0, 1, 1, 2, 1]
    assert told.claims[0] == Band(0.0, 0.1, Tally(2, 0, 0))
    assert told.claims[9] == Band(0.9, 1.0, Tally(2, 0, 0))
    assert told.claims[10] == Band(None, None, Tally(1, 0, 0))


def test_statements_have_bands_of_their_own() -> None:
    keys = statement_keys(KEY, STATEMENTS)
    told = counted(READING, [decided(keys[0], "A", "accepted"), decided(keys[1], "A", "rejected")])
    assert (told.statements[9].tally, told.statements[10].tally) == (Tally(1, 0, 0), Tally(0, 0, 1))
    assert {band.tally for band in told.claims} == {NONE} and told.stages == ()


def test_edits_are_told_by_field_with_what_was_before_and_after() -> None:
    one, other, third = named_claims(READING)
    told = counted(
        READING,
        [
            decided(one, "A", "edited", {"stage": "delivered", "polarity": "asserted"}),
            decided(one, "B", "edited", {"stage": "delivered"}),
            decided(other, "A", "edited", {"stage": "offered", "supplier": []}),
            decided(other, "B", "accepted"),
            decided(third, "A", "rejected"),
            decided(third, "B", "edited", {"stage": "unclear"}),
        ],
    )
    assert field(told, "stage") == FieldEdits(
        "claims",
        "stage",
        5,
        4,
        0.8,
        (
            Change("agreed", "delivered", 2),
            Change("delivered", "offered", 1),
            Change("delivered", "unclear", 1),
        ),
    )
    assert field(told, "supplier").changes == (Change("org:arms-and-sons", "", 1),)
    # set to what it was
    assert field(told, "polarity") == FieldEdits("claims", "polarity", 5, 0, 0.0, ())


def test_every_field_that_can_be_edited_is_counted_as_words() -> None:
    bare = claim_record(replace(DENIED, evidence="x")) | {
        "items": [],
        "speakers": [],
        "cue": None,
        "voice": "outlet",
    }
    key, *_ = named_claims(READING)
    told = counted(READING, [decided(key, "A", "edited", bare)])
    changes = {one.field: one.changes for one in told.fields if one.kind == "claims"}
    assert {name: (found[0].before, found[0].after) for name, found in changes.items() if found} == {
        "evidence": (AGREED.evidence, "x"),
        "supplier": ("RUR", "org:arms-and-sons"),
        "recipient": ("GRA", "group:rebels"),
        "item": ("Leopard 2A6 tanks", ""),
        "category": ("tank", ""),
        "designation": ("Leopard 2A6", ""),
        "quantity": ("–20", ""),
        "value": ("1500000000 USD", ""),
        "stage": ("agreed", "delivered"),
        "polarity": ("asserted", "denied"),
        "certainty": ("planned", "fact"),
        "date": ("2024-05-06", ""),
        "speakers": ("Anna Weber", ""),
        "cue": ("said", ""),
        "voice": ("indirect", "outlet"),
    }
    said = statement_keys(KEY, STATEMENTS)[0]
    told = counted(READING, [decided(said, "A", "edited", statement_record(STATEMENTS[2]))])
    assert {one.field: one.edited for one in told.fields if one.kind == "statements"} == dict.fromkeys(
        FIELDS["statements"], 1
    )
    assert field(told, "cue", "statements").changes == (Change("said", "", 1),)


def test_stages_and_categories_are_those_of_the_reader() -> None:
    one, _, third = named_claims(READING)
    nothing = replace(AGREED, items=(), stage="offered")
    reading = of_claims(AGREED, nothing, SOLD)
    one, bare, third = named_claims(reading)
    told = counted(
        reading,
        [
            decided(one, "A", "edited", {"stage": "delivered"}),
            decided(bare, "A", "rejected"),
            decided(third, "A", "accepted"),
            decided(third, "B", "accepted"),
        ],
    )
    assert told.stages == (
        Group("agreed", Tally(0, 1, 0)),
        Group("delivered", Tally(2, 0, 0)),
        Group("offered", Tally(0, 0, 1)),
    )
    assert told.categories == (
        Group("", Tally(0, 0, 1)),
        Group("artillery", Tally(2, 0, 0)),
        Group("tank", Tally(2, 1, 0)),
    )


def test_only_an_edit_changes_a_record() -> None:
    def made(decision: Decision) -> Judgement:
        return decided("c1", "A", decision, {"stage": "offered"}).judgement

    assert edited(AGREED, made("accepted")) is AGREED
    assert edited(AGREED, made("edited")) == replace(AGREED, stage="offered")
    assert (
        edited(STATEMENTS[0], decided("s1", "A", "edited", {"voice": "direct"}).judgement).voice == "direct"
    )


def test_a_ledgers_own_judgements_are_counted(tmp_path: Path) -> None:
    with Ledger.open(str(tmp_path / "a.db"), create=True) as ledger:
        ledger.append([Addition("/a.txt", b"a", document=DOCUMENT, reading=READING)], "reader 1")
        for entry in ledger.claims():
            ledger.judge(entry.key, "accepted", "A")
            ledger.judge(entry.key, "edited", "B", changes={"certainty": "possible"})
        ledger.judge(next(iter(ledger.statements())).key, "rejected", "A")
        judged = ledger.judgements()
        readings = filter(None, map(ledger.reading, judged_documents(judged)))
        told = agreement(readings, judged)
    assert (told.records, told.decisions, told.orphaned) == (4, 7, 0)
    assert (pair(told).n, pair(told).percent, pair(told).kappa) == (3, 0.0, 0.0)
    assert field(told, "certainty").changes == (
        Change("fact", "possible", 2),
        Change("planned", "possible", 1),
    )
