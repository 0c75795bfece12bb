"""A deal as a row: its steps as stated, by whom, what does not go together; nothing averaged, nothing chosen."""

from __future__ import annotations

from datetime import date
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armstrail.deals.cells import contradictions, evidence, steps, versions
from armstrail.deals.likeness import numbers_agree
from armstrail.model import Deal, Strand
from tests.deals.made import strand


def deal(*strands: Strand) -> Deal:
    return Deal("t0", "DEU", "NOR", "tank", None, strands)


def money(words: str, amount: float, currency: str | None = "USD") -> dict[str, Any]:
    return {"value": words, "amount": amount, "currency": currency}


def number(words: str, least: int | None, most: int | None) -> dict[str, Any]:
    return {"quantity": words, "least": least, "most": most}


def test_steps_come_in_the_order_of_the_stages_what_is_denied_last() -> None:
    made = deal(
        strand("d", stage="delivered"),
        strand("n", stage="agreed", polarity="denied"),
        strand("a", stage="agreed"),
        strand("s", stage="sought"),
        strand("c", stage="cancelled"),
    )
    assert [(step.stage, step.polarity, step.all.claims) for step in steps(made)] == [
        ("sought", "asserted", ("s",)),
        ("agreed", "asserted", ("a",)),
        ("agreed", "denied", ("n",)),
        ("delivered", "asserted", ("d",)),
        ("cancelled", "asserted", ("c",)),
    ]


def test_a_cell_holds_words_and_who_says_them() -> None:
    made = deal(
        strand("a", quantity="20", side="supplier", origin="wire"),
        strand("b", quantity="20", side="outlet", origin="wire"),
        strand("c", quantity="twenty", least=20, most=20, side="recipient"),
        strand("d", quantity="20", side="supplier", document="d-a", origin="wire"),
        strand("e"),
    )
    (step,) = steps(made)
    twenty, in_words = step.quantities
    assert (twenty.words, twenty.claims) == ("20", ("a", "b", "d"))
    assert (twenty.documents, twenty.origins) == (("d-a", "d-b"), ("wire",))
    assert twenty.sides == ("supplier", "outlet")
    assert (in_words.words, in_words.claims, in_words.origins) == ("twenty", ("c",), ("d-c",))
    assert step.all.claims == ("a", "b", "c", "d", "e")
    assert step.all.origins == ("wire", "d-c", "d-e")
    assert step.values == step.dates == ()


def test_nothing_is_averaged_added_up_or_chosen_between() -> None:
    made = deal(
        strand("a", quantity="20", date="2021-02", **money("$90m", 90e6)),
        strand("b", quantity="30", date="2021-02-03", **money("$110m", 110e6)),
    )
    (step,) = steps(made)
    assert [cell.words for cell in step.quantities] == ["20", "30"]
    assert [cell.words for cell in step.values] == ["$90m", "$110m"]
    assert [cell.words for cell in step.dates] == ["2021-02", "2021-02-03"]


@pytest.mark.parametrize(
    ("told", "first", "last", "dated"),
    [
        ([("2021-03-01", None), ("2021-02-01", None)], "2021-02-01", "2021-03-01", False),
        ([("2021-03-01", "2020"), ("2021-02-01", None)], "2020", "2020", True),
        ([("2021-03-01", "2020-12-31"), ("2021-03-01", "2020-05")], "2020-05", "2020-12-31", True),
        ([("2021-03-01", "2020"), ("2021-03-01", "2020-09-01")], "2020", "2020-09-01", True),
        ([(None, None)], None, None, False),
        ([(None, "2020")], "2020", "2020", True),
    ],
)
def test_a_step_is_as_old_as_stated_else_as_it_was_published(
    told: list[tuple[str | None, str | None]], first: str | None, last: str | None, dated: bool
) -> None:
    made = deal(*(strand(f"s{n}", published, date=date) for n, (published, date) in enumerate(told)))
    (step,) = steps(made)
    assert (step.first, step.last, step.dated) == (first, last, dated)


def test_when_deliveries_are_due_is_not_when_it_was_agreed() -> None:
    """Codebook, decided case 24; the date stands among those stated."""
    due = strand("a", "2021-03-01", date="2027")
    (step,) = steps(deal(due))
    assert (step.first, step.last, step.dated) == ("2021-03-01", "2021-03-01", False)
    assert [cell.words for cell in step.dates] == ["2027"]
    (step,) = steps(deal(due, strand("b", "2021-03-09", date="2021-02-20")))
    assert (step.first, step.last, step.dated) == ("2021-02-20", "2021-02-20", True)


@pytest.mark.parametrize("published", ["2021-01-10", "2021-12-30"])
def test_an_order_of_the_year_is_one_whenever_in_the_year_it_is_told(published: str) -> None:
    (step,) = steps(deal(strand("a", published, date="2021")))
    assert (step.first, step.dated) == ("2021", True)


def test_each_side_has_its_version() -> None:
    made = deal(
        strand("a", quantity="20", side="supplier"),
        strand("b", quantity="24", side="recipient"),
        strand("c", side="recipient", stage="delivered"),
    )
    told = versions(made)
    assert list(told) == ["supplier", "recipient"]
    assert [cell.words for cell in told["supplier"][0].quantities] == ["20"]
    assert [(step.stage, step.all.claims) for step in told["recipient"]] == [
        ("agreed", ("b",)),
        ("delivered", ("c",)),
    ]


def test_evidence_counts_each_claim_document_and_origin_once() -> None:
    found = evidence([strand("a"), strand("a", recipient="GRC"), strand("b", document="d-a", origin="wire")])
    assert (found.words, found.claims, found.documents) == ("", ("a", "b"), ("d-a",))
    assert found.origins == ("d-a", "wire")


# ------------------------------------------------------------------ what cannot both be so


def test_what_some_assert_and_others_deny_is_a_contradiction() -> None:
    made = deal(
        strand("a"), strand("b", polarity="denied"), strand("c", polarity="denied", stage="delivered")
    )
    (found,) = contradictions(made)
    assert (found.field, found.stage) == ("polarity", "agreed")
    assert [cell.claims for cell in found.cells] == [("a",), ("b",)]


@pytest.mark.parametrize(
    ("numbers", "clash"),
    [
        ([("20", 20, 20), ("24", 24, 24)], ["20", "24"]),
        ([("20", 20, 20), ("21", 21, 21)], []),
        ([("20", 20, 20), ("21", 21, 21), ("40", 40, 40)], ["20", "21", "40"]),
        ([("20", 20, 20), ("dozens", None, None)], []),
        ([("up to 50", None, 50), ("20", 20, 20)], []),
        ([("at least 50", 50, None), ("20", 20, 20)], ["at least 50", "20"]),
        ([("20", 20, 20), (None, None, None)], []),
    ],
)
def test_numbers_of_a_step_that_cannot_be_meant_to_be_the_same_contradict(
    numbers: list[tuple[str, int | None, int | None]], clash: list[str]
) -> None:
    made = deal(*(strand(f"s{n}", **number(*one)) for n, one in enumerate(numbers)))
    found = [[cell.words for cell in one.cells] for one in contradictions(made)]
    assert found == ([clash] if clash else [])


def test_numbers_of_two_stages_do_not_contradict() -> None:
    assert (
        contradictions(deal(strand("a", quantity="20"), strand("b", quantity="6", stage="delivered"))) == ()
    )
    denied = strand("b", quantity="6", polarity="denied")
    assert [found.field for found in contradictions(deal(strand("a", quantity="20"), denied))] == ["polarity"]


def test_deliveries_add_up_over_time_and_contradict_only_at_one() -> None:
    def delivered(name: str, published: str | None, quantity: str) -> Strand:
        return strand(name, published, stage="delivered", quantity=quantity)

    six = delivered("a", "2021-03-01", "6")
    assert contradictions(deal(six, delivered("b", "2022-03-01", "14"))) == ()
    assert contradictions(deal(six, delivered("b", None, "14"))) == ()
    (found,) = contradictions(
        deal(six, delivered("b", "2021-03-09", "14"), delivered("c", "2022-03-01", "50"))
    )
    assert [cell.words for cell in found.cells] == ["6", "14"]


def test_values_of_a_currency_contradict() -> None:
    one, other = strand("a", **money("$90m", 90e6)), strand("b", **money("$150m", 150e6))
    (found,) = contradictions(deal(one, other, strand("c", **money("80m euros", 80e6, "EUR"))))
    assert (found.field, [cell.words for cell in found.cells]) == ("value", ["$90m", "$150m"])
    assert contradictions(deal(one, strand("b", **money("$91m", 91e6)))) == ()
    assert contradictions(deal(one, strand("b", **money("150m", 150e6, None)))) == ()
    assert [f.field for f in contradictions(deal(one, strand("b", **money("nothing", 0))))] == ["value"]


def test_a_contradiction_is_the_same_whoever_is_first() -> None:
    some = [strand(f"s{n}", quantity=str(n)) for n in (8, 9, 10, 22, 25)]
    there, back = (contradictions(deal(*order)) for order in (some, some[::-1]))
    assert [{cell.words for cell in found.cells} for found in there] == [
        {cell.words for cell in found.cells} for found in back
    ]


def test_parts_of_what_was_ordered_contradict_neither_it_nor_each_other() -> None:
    order = strand("a", "1984-05-02", quantity="20")
    first = strand("b", "1984-05-02", quantity="4", wording="earlier")
    rest = strand("c", "1985-11-12", quantity="16", wording="last")
    due = strand("d", "1984-05-02", quantity="6", date="1985")
    made = deal(order, first, rest, due, strand("e", quantity="20"))
    assert contradictions(made) == ()
    assert [cell.words for cell in steps(made)[0].quantities] == ["20", "4", "16", "6"]
    six = strand("f", quantity="6", wording="earlier")
    (found,) = contradictions(deal(*made.strands, six))
    assert [cell.words for cell in found.cells] == ["4", "6"]
    (found,) = contradictions(deal(order, strand("g", "1984-05-02", quantity="30", date="1985")))
    assert [cell.words for cell in found.cells] == ["20", "30"]


def test_a_further_delivery_is_beside_the_one_before() -> None:
    six = strand("a", "2021-03-01", stage="delivered", quantity="6")
    more = strand("b", "2021-03-20", stage="delivered", quantity="12", wording="further")
    assert contradictions(deal(six, more)) == ()


def ranges() -> st.SearchStrategy[tuple[int | None, int | None]]:
    end = st.integers(0, 60)
    both = st.tuples(end, end).map(lambda ends: (min(ends), max(ends)))
    return both | st.tuples(st.none(), end) | st.tuples(end, st.none()) | end.map(lambda n: (n, n))


@given(
    st.lists(st.tuples(ranges(), st.integers(0, 300)), max_size=12), st.sampled_from(["agreed", "delivered"])
)
def test_a_number_contradicts_where_any_other_does(told: list[tuple[Any, int]], stage: Any) -> None:
    some = [
        strand(f"s{n}", date.fromordinal(737_000 + day).isoformat(), stage=stage, **number("n", *pair))
        for n, (pair, day) in enumerate(told)
    ]
    expected = {
        s.claim
        for s, (one, day) in zip(some, told, strict=True)
        for other, then in told
        if not numbers_agree(one, other) and (stage == "agreed" or abs(day - then) <= 60)
    }
    found = {claim for clash in contradictions(deal(*some)) for cell in clash.cells for claim in cell.claims}
    assert found == expected


@pytest.mark.parametrize("stage", ["agreed", "delivered"])
def test_time_grows_with_the_claims_of_a_deal_whatever_they_say(stage: Any) -> None:
    some = [
        strand(
            f"s{n}",
            date.fromordinal(737_000 + n).isoformat(),
            stage=stage,
            quantity=str(20 + n % 500),
            **money(f"${n}m", n * 1e6),
        )
        for n in range(20_000)
    ]
    started = process_time()
    assert [found.field for found in contradictions(deal(*some))] == ["number", "value"]
    assert process_time() - started < 10  # two minutes and more where each is set beside each


def test_very_many_who_do_not_agree_are_all_heard() -> None:
    some = [strand(f"s{n}", quantity=str(20 + 20 * (n % 2))) for n in range(2_000)]
    (found,) = contradictions(deal(*some))
    assert [(cell.words, len(cell.claims)) for cell in found.cells] == [("20", 1_000), ("40", 1_000)]
