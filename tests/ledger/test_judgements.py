"""What people decided: kept for ever, superseded by themselves alone, followed through new readings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from armstrail.errors import AskedError, LedgerError
from armstrail.ledger import Ledger
from armstrail.model import Claim, Item, Party, Reading, Span, Stage
from tests.ledger.made import GIFT, NEWER, READER, SALE, addition, document, reading

TEXT = f"{SALE} {GIFT}"


def states(ledger: Ledger) -> list[tuple[str, str, str | None, bool]]:
    return [(s.judgement.reviewer, s.judgement.decision, s.record, s.superseded) for s in ledger.judgements()]


def read_anew(ledger: Ledger, **changes: object) -> Reading:
    """A newer reader's reading, in which the first claim is another one."""
    made = document(TEXT)
    sold, gave = reading(made).claims
    newer = replace(reading(made), claims=(replace(sold, **changes), gave))  # type: ignore[arg-type]
    ledger.append([addition(made, reading=newer)], NEWER)
    return newer


@pytest.fixture
def sold(ledger: Ledger) -> str:
    ledger.append([addition(document(TEXT))], READER)
    return next(entry.key for entry in ledger.claims() if entry.record.stage == "agreed")


def test_a_judgement_holds_its_words_and_its_dyad(ledger: Ledger, sold: str) -> None:
    made = ledger.judge(sold, "edited", "A", changes={"stage": "delivered"}, note="see page 2")
    assert (made.words, made.suppliers, made.recipients) == (SALE, ("RUR",), ("GRA",))
    assert [standing.judgement for standing in ledger.judgements()] == [made]
    assert [s.judgement for s in ledger.history(sold).judgements] == [made]


def test_the_last_of_each_reviewer_counts_and_none_is_lost(ledger: Ledger, sold: str) -> None:
    for reviewer, decision in (("A", "accepted"), ("B", "rejected"), ("A", "withdrawn")):
        ledger.judge(sold, decision, reviewer)  # type: ignore[arg-type]
    assert states(ledger) == [
        ("A", "accepted", sold, True),
        ("B", "rejected", sold, False),
        ("A", "withdrawn", sold, False),
    ]


def test_it_survives_a_newer_reader_that_finds_the_same(ledger: Ledger, sold: str) -> None:
    ledger.judge(sold, "accepted", "A")
    read_anew(ledger, stage="delivered")
    assert states(ledger) == [("A", "accepted", sold, False)]
    assert ledger.history(sold).versions[-1].record.stage == "delivered"  # type: ignore[union-attr]


def test_it_follows_the_dyad_to_other_words_that_are_mostly_the_same(ledger: Ledger, sold: str) -> None:
    ledger.judge(sold, "accepted", "A")
    read_anew(ledger, span=Span(0, len(SALE) - 1))
    (standing,) = ledger.judgements()
    assert standing.record in {entry.key for entry in ledger.claims()} - {sold}


@pytest.mark.parametrize(
    "changes",
    [{"supplier": (Party("Ruritania", "XXX", Span(0, 9)),)}, {"span": Span(40, len(SALE))}],
    ids=["another dyad", "other words"],
)
def test_what_no_reading_holds_any_more_is_orphaned_and_shown(
    ledger: Ledger, sold: str, changes: dict[str, object]
) -> None:
    ledger.judge(sold, "accepted", "A")
    read_anew(ledger, **changes)
    assert states(ledger) == [("A", "accepted", None, False)]
    history = ledger.history(sold)
    assert [s.record for s in history.judgements] == [None]
    assert [v.current for v in history.versions] == [False]


@pytest.mark.usefixtures("sold")
def test_a_statement_is_judged_by_its_content(ledger: Ledger) -> None:
    (said,) = ledger.statements()
    assert ledger.judge(said.key, "rejected", "A").words == "Ruritania sold tanks to Graustark"


@pytest.mark.usefixtures("sold")
def test_what_is_not_there_cannot_be_judged(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no current statement or claim"):
        ledger.judge("c0000", "accepted", "A")
    assert ledger.judgements() == []


def test_a_note_is_text_and_somebody_decides(ledger: Ledger, sold: str) -> None:
    """On both databases alike: one of them would keep a null character, the other fail at it."""
    with pytest.raises(AskedError, match="null character"):
        ledger.judge(sold, "accepted", "Ada", note="first\0second")
    with pytest.raises(AskedError, match="the name of who decides"):
        ledger.judge(sold, "accepted", " ")
    assert not ledger.judgements()


# ------------------------------------------------------------------ several claims of one dyad in a sentence

BOTH = "Ruritania sold tanks and howitzers to Graustark and has delivered the tanks."


def claim(goods: str | None, at: int, stage: Stage = "agreed") -> Claim:
    (sold,) = reading(document(SALE)).claims
    span = Span(at, at + len(goods or ""))
    items = (Item(goods, "tank", span, None, None, None),) if goods else ()
    return replace(sold, evidence=BOTH, span=Span(0, len(BOTH)), items=items, stage=stage)


OF_TANKS = claim("tanks", BOTH.index("tanks"))
OF_GUNS = claim("howitzers", BOTH.index("howitzers"))
OF_DELIVERY = claim("tanks", BOTH.rindex("tanks"), "delivered")
OF_THE_SAME = claim("tanks", BOTH.index("tanks"), "delivered")
OF_ARMS = claim(None, 0)


def read_as(ledger: Ledger, reader: str, *claims: Claim) -> None:
    made = document(BOTH)
    ledger.append([addition(made, reading=replace(reading(made), claims=claims))], reader)


@pytest.mark.parametrize(
    ("before", "after", "holds"),
    [
        ([OF_TANKS, OF_GUNS], [OF_GUNS], [None, 0]),
        ([OF_TANKS, OF_GUNS], [OF_TANKS], [0, None]),
        ([OF_TANKS, OF_GUNS], [OF_GUNS, OF_TANKS], [1, 0]),
        ([OF_GUNS], [OF_TANKS, OF_GUNS], [1]),
        ([OF_TANKS, OF_DELIVERY], [OF_DELIVERY], [None, 0]),
        ([OF_TANKS, OF_THE_SAME], [OF_THE_SAME], [None, 0]),
        ([OF_TANKS, OF_THE_SAME], [OF_TANKS], [0, None]),
        ([OF_TANKS], [OF_THE_SAME, OF_TANKS], [1]),
        ([OF_TANKS], [OF_THE_SAME], [0]),
        ([OF_ARMS], [OF_TANKS], [0]),
    ],
)
def test_a_decision_stays_with_its_goods_and_stage(
    ledger: Ledger, before: list[Claim], after: list[Claim], holds: list[int | None]
) -> None:
    read_as(ledger, READER, *before)
    for number, entry in enumerate(ledger.claims()):
        ledger.judge(entry.key, "rejected" if number else "accepted", "A")
    read_as(ledger, NEWER, *after)
    now = [entry.key for entry in ledger.claims()]
    assert [s.record for s in ledger.judgements()] == [None if at is None else now[at] for at in holds]
    for at, key in enumerate(now):
        concerning = [number for number, s in enumerate(ledger.judgements()) if s.concerns(key)]
        assert concerning == [number for number, place in enumerate(holds) if place == at]
        assert len(ledger.history(key).judgements) == len(concerning)


def test_what_was_decided_before_readings_were_noted_is_followed_too(ledger: Ledger) -> None:
    read_as(ledger, READER, OF_TANKS, OF_GUNS)
    first, _ = (entry.key for entry in ledger.claims())
    ledger.judge(first, "rejected", "A")
    with ledger._database.writing() as db:
        for trigger in ("update", "delete"):
            table = " ON judgements" if db.dialect.name == "postgresql" else ""
            db.execute(text(f"DROP TRIGGER keep_judgements_{trigger}{table}"))
        db.execute(text("UPDATE judgements SET reading_id = NULL, undoes = NULL"))
    read_as(ledger, NEWER, OF_GUNS)
    assert [s.record for s in ledger.judgements()] == [None]
