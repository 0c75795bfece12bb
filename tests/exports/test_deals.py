"""Deals as a table, as one deal whole and as JSONL: every number with who says it, nothing that steers a terminal."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from armstrail.deals import gather
from armstrail.exports.deals import deal_record, goods, write_lines, write_one, write_table
from armstrail.ledger import Ledger
from armstrail.model import Deal, Span, Speaker, Strand
from tests.deals.made import strand
from tests.exports.told import HOSTILE, claim_entry, document


def deal(*strands: Strand, **changed: Any) -> Deal:
    return Deal(
        "t0123456789abcdef0123",
        changed.get("supplier", strands[0].supplier),
        strands[0].recipient,
        changed.get("category", "tank"),
        changed.get("designation"),
        strands,
    )


OURS = strand(
    "c1", "2021-03-01", quantity="20", side="supplier", speaker="Berlin", origin="d-c1", reason="is the first"
)
THEIRS = strand("c2", "2021-03-09", quantity="24", side="recipient", speaker="Oslo", reason="the same goods")
REPRINT = strand("c3", "2021-03-10", quantity="20", value="$90m", amount=90e6, currency="USD")
SENT = strand("c4", "2022-09-01", stage="delivered", polarity="denied", date="2022", reason="soon after")
DEAL = deal(OURS, THEIRS, REPRINT, SENT, designation="Leopard 2A6")


def table(*deals: Deal) -> list[str]:
    out = io.StringIO()
    assert write_table(deals, out) == len(deals)
    return out.getvalue().splitlines()


def whole(made: Deal, outlet: str = "The Tide", evidence: str | None = None) -> list[str]:
    entries = [claim_entry(s.claim, s.document, document(1, outlet=outlet)) for s in made.strands]
    if evidence is not None:
        entries = [replace(one, record=replace(one.record, evidence=evidence)) for one in entries]
    out = io.StringIO()
    write_one(made, entries, out)
    return out.getvalue().splitlines()


# ------------------------------------------------------------------ for the eye


def test_a_table_has_a_row_for_each_step_with_words_and_origins() -> None:
    head, name, agreed, denied, against, last = table(DEAL)
    assert (head, last) == ("Germany → Norway: Leopard 2A6", "")
    assert name == "  t0123456789abcdef0123: 4 claims, 4 documents, 4 origins"
    assert agreed.split() == "agreed 2021-03-01 – 2021-03-10 20 (×2); 24; $90m 3 claims, 3 origins".split()
    assert denied.split() == "delivered, denied 2022 1 claim, 1 origin".split()
    assert against == "  agreed: the numbers do not agree: 20 (supplier, outlet); 24 (recipient)"


def test_numbers_and_days_stand_apart_however_long_they_are() -> None:
    long = deal(
        strand(
            "a",
            stage="negotiating",
            polarity="denied",
            quantity="between twelve and some twenty-four, perhaps",
        ),
        strand(
            "b",
            stage="negotiating",
            polarity="denied",
            published="2022-01-01",
            value="a sum that nobody would name",
        ),
    )
    (line,) = (line for line in table(long) if "negotiating" in line)
    assert (
        line.split()
        == (
            "negotiating, denied 2021-03-01 – 2022-01-01 between twelve and some twenty-four, perhaps; "
            "a sum that nobody would name 2 claims, 2 origins"
        ).split()
    )


def test_what_is_asserted_and_denied_is_said() -> None:
    shown = table(deal(strand("a"), strand("b", polarity="denied")))
    assert "  agreed: asserted in 1 claim, denied in 1 claim" in shown


def test_what_is_not_shown_is_counted() -> None:
    many = deal(*(strand(f"s{n}", quantity=str(10 * 2**n)) for n in range(9)))
    step, against = table(many)[2:4]
    assert "10; 20; 40; 80; 160; 320; and 3 more" in step
    assert against.endswith("320 (outlet); and 3 more")


def test_one_deal_is_shown_with_each_sides_version_and_each_claim() -> None:
    shown = whole(DEAL)
    assert shown[: len(table(DEAL))] == table(DEAL)
    versions = [line for line in shown if line.startswith("What ")]
    assert versions == [
        "What the supplier's side says",
        "What the recipient's side says",
        "What outlets in their own voice say",
    ]
    at = shown.index("The claims, and why each stands here")
    assert shown[at + 1].split() == "c1 The Tide · 2021-03-01 agreed".split()
    assert shown[at + 2].strip().startswith("“Ruritania will deliver up to 20")
    assert shown[at + 3 : at + 5] == ["    says Berlin (supplier)", "    is the first"]
    assert shown[-4].endswith("The Tide · 2022-09-01  delivered, denied")


def test_a_version_is_shown_with_all_who_say_it() -> None:
    """The outermost speaker whose party is known decides whose version it is, and need not be the outermost."""
    berlin = Speaker("Berlin", "Berlin", Span(0, 6), Span(0, 6), "DEU")
    daily = Speaker("the daily", "the daily", Span(0, 9), Span(0, 9))
    told = strand("c1", side="supplier", speaker="the daily")
    entry = claim_entry("c1", told.document, document(1))
    entry = replace(entry, record=replace(entry.record, speakers=(daily, berlin)))
    out = io.StringIO()
    write_one(deal(told), [entry], out)
    assert "    says the daily, citing Berlin (supplier)\n" in out.getvalue()


def test_a_claim_without_its_document_is_named_all_the_same() -> None:
    out = io.StringIO()
    write_one(DEAL, [], out)
    assert out.getvalue().count("  c1  2021-03-01  agreed\n") == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_steer_the_terminal_or_fill_the_table(words: str) -> None:
    made = deal(
        strand("c1", mention=words, quantity=words, value=words, speaker=words, reason="r", date="2021"),
        strand("c2", designation=words, quantity="7", least=7, most=7),
        supplier=words,
    )
    shown = [*table(made), *whole(made, outlet=words, evidence=words)]
    assert all(line.isprintable() for line in shown)
    assert max(map(len, table(made))) < 500
    assert len(table(made)) == len(table(deal(strand("c1"), strand("c2"))))


def test_goods_are_called_by_their_designation_else_as_most_claims_do() -> None:
    some = [
        strand("a", mention="tanks"),
        strand("b", mention="battle tanks"),
        strand("c", mention="battle tanks"),
    ]
    assert goods(deal(*some)) == "battle tanks"
    assert goods(deal(*some, designation="Leopard 2A6")) == "Leopard 2A6"
    assert goods(deal(*some, category="unspecified")) == "unspecified"
    assert goods(
        deal(strand("a", mention="", category="attack_helicopter"), category="attack_helicopter")
    ) == ("attack helicopter")


# ------------------------------------------------------------------ JSONL


def lines(*deals: Deal) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert write_lines(deals, out) == len(deals)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_jsonl_has_all_of_a_deal() -> None:
    (found,) = lines(DEAL)
    assert {key: found[key] for key in ("deal", "supplier", "recipient", "category", "designation")} == {
        "deal": DEAL.id,
        "supplier": "DEU",
        "recipient": "NOR",
        "category": "tank",
        "designation": "Leopard 2A6",
    }
    assert (found["claims"], found["documents"], found["origins"]) == (4, 4, 4)
    agreed, denied = found["steps"]
    assert (agreed["stage"], agreed["first"], agreed["last"], agreed["dated"]) == (
        "agreed",
        "2021-03-01",
        "2021-03-10",
        False,
    )
    assert [(cell["words"], cell["claims"], cell["sides"]) for cell in agreed["quantities"]] == [
        ("20", ["c1", "c3"], ["supplier", "outlet"]),
        ("24", ["c2"], ["recipient"]),
    ]
    assert (denied["polarity"], denied["dates"][0]["words"], denied["dated"]) == ("denied", "2022", True)
    assert list(found["versions"]) == ["supplier", "recipient", "outlet"]
    (against,) = found["contradictions"]
    assert (against["field"], against["stage"], len(against["cells"])) == ("number", "agreed", 2)
    assert [one["claim"] for one in found["strands"]] == ["c1", "c2", "c3", "c4"]
    assert found["strands"][2]["value"] == {"mention": "$90m", "amount": 90e6, "currency": "USD"}
    assert found["strands"][0]["quantity"] == {"mention": "20", "min": 20, "max": 20}
    assert found["strands"][3]["quantity"] is None


def test_parties_that_are_unstated_are_null() -> None:
    (found,) = lines(deal(strand("a", supplier="", recipient="NOR")))
    assert (found["supplier"], found["recipient"]) == (None, "NOR")


def test_every_cell_names_claims_that_are_strands_of_the_deal(sample_ledger: Ledger) -> None:
    deals = list(sample_ledger.deals())
    assert deals
    for made in deals:
        found = deal_record(made)
        names = {strand["claim"] for strand in found["strands"]}
        cells = [
            cell
            for step in [*found["steps"], *(step for some in found["versions"].values() for step in some)]
            for cell in [*step["quantities"], *step["values"], *step["dates"], step["evidence"]]
        ]
        assert cells
        assert all(cell["claims"] and set(cell["claims"]) <= names for cell in cells)
        assert {claim for step in found["steps"] for claim in step["evidence"]["claims"]} == names


def test_words_of_any_kind_are_one_line_each() -> None:
    words = [one for one in HOSTILE if one != "\ud800"]
    made = [deal(strand("a", mention=one, quantity=one, speaker=one)) for one in words]
    found = lines(*made)
    assert [one["strands"][0]["mention"] for one in found] == words


def test_no_deals_are_nothing() -> None:
    assert (table(), lines(), gather([])) == ([], [], [])
