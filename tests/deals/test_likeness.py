"""What speaks for a strand's standing in a deal and against it: its numbers, its sums, its dates."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from armstrail.deals.kinds import rules
from armstrail.deals.likeness import NO_DAY, Features, compare, numbers_agree, ordinal, view, weight
from armstrail.model import Strand
from tests.deals.made import strand


def features(new: Strand, *deal: Strand) -> set[str]:
    """What is found of a strand beside a deal."""
    known = Features()
    for one in deal:
        known.add(view(one))
    found = compare(view(new), known)
    assert found is not None
    weight(found)  # each has a weight
    assert len(set(found)) == len(found)
    return set(found)


ORDER = strand("order", "2021-03-01", quantity="20")


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("changed", "feature"),
    [
        ({"quantity": "20"}, "same_number"),
        ({"quantity": "twenty", "least": 20, "most": 20}, "same_number"),
        ({"quantity": "about 22", "least": 22, "most": 22}, "near_number"),
        ({"quantity": "20 to 24", "least": 20, "most": 24}, "near_number"),
        ({"quantity": "35"}, "revised_number"),
        ({"quantity": "35", "published": "2023-09-01"}, "other_number"),
        ({"quantity": "12", "former": 20}, "former_number"),
        ({"quantity": "6", "stage": "delivered"}, "part"),
        ({"quantity": "6", "wording": "rest"}, "part"),
        ({"quantity": "6", "date": "2023"}, "part"),
        ({"quantity": "35", "stage": "delivered"}, "more_than_ordered"),
        ({"quantity": "35", "stage": "sought"}, "changed_number"),
        ({"quantity": "dozens", "least": None, "most": None}, None),
        ({"quantity": None}, None),
    ],
)
def test_a_number_is_set_beside_those_of_the_deal(changed: dict[str, Any], feature: str | None) -> None:
    new = strand("new", **{"published": "2021-03-20", **changed})
    numbers = {name for name in rules()["features"] if name.endswith("_number")} | {
        "part",
        "more_than_ordered",
    }
    assert features(new, ORDER) & numbers == ({feature} if feature else set())


def test_a_number_that_is_none_speaks_neither_for_nor_against() -> None:
    bare = strand("bare", "2021-03-01")
    assert features(strand("new", "2021-03-20", quantity="35"), bare) == features(
        strand("new", "2021-03-20"), bare
    )


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ((20, 20), (20, 20), True),
        ((20, 20), (24, 24), False),
        ((20, 20), (21, 21), True),
        ((20, 30), (24, 24), True),
        ((None, 50), (20, 20), True),
        ((None, 50), (70, 70), False),
        ((50, None), (200, 200), True),
        ((50, None), (20, 20), False),
        ((50, None), (None, 20), False),
        ((None, None), (20, 20), True),
        ((None, None), (None, None), True),
        ((0, 0), (0, 0), True),
    ],
)
def test_numbers_agree_where_both_may_be_so(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None], agree: bool
) -> None:
    assert numbers_agree(one, other) == numbers_agree(other, one) == agree


def test_whether_numbers_agree_does_not_hang_on_which_comes_first() -> None:
    for one, other in product(range(1, 120), repeat=2):
        assert numbers_agree((one, one), (other, other)) == numbers_agree((other, other), (one, one))


# ------------------------------------------------------------------ values


@pytest.mark.parametrize(
    ("amount", "currency", "feature"),
    [
        (90_000_000, "USD", "same_value"),
        (91_000_000, "USD", "same_value"),
        (120_000_000, "USD", "other_value"),
        (90_000_000, "EUR", None),
        (120_000_000, None, None),
    ],
)
def test_a_sum_is_set_beside_those_of_its_currency(
    amount: float, currency: str | None, feature: str | None
) -> None:
    known = strand("known", value="$90m", amount=90_000_000, currency="USD")
    new = strand("new", "2021-03-20", value="x", amount=amount, currency=currency)
    assert features(new, known) & {"same_value", "other_value"} == ({feature} if feature else set())


def test_a_sum_of_nothing_is_one() -> None:
    free = strand("free", value="nothing", amount=0, currency="USD")
    assert "same_value" in features(strand("new", "2021-03-20", value="$0", amount=0, currency="USD"), free)


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("iso", "day"),
    [
        ("2021-03-04", "2021-03-04"),
        ("2021-03", "2021-03-01"),
        ("2021", "2021-07-01"),
        ("", None),
        (None, None),
        ("0000", None),
        ("2021-02-31", None),
        ("2021-13", None),
        ("soon", None),
        ("99999", None),
        ("²021-03", None),
    ],
)
def test_a_date_of_any_precision_is_a_day_or_none(iso: str | None, day: str | None) -> None:
    assert ordinal(iso) == (date.fromisoformat(day).toordinal() if day else None)


@pytest.mark.parametrize(
    ("published", "feature"),
    [
        ("2021-03-20", "soon"),
        ("2021-10-01", "months"),
        ("2023-02-01", "years"),
        ("2027-01-01", "long"),
        ("2041-01-01", "ages"),
        ("2011-01-01", "ages"),
        (None, None),
    ],
)
def test_time_between_publications_counts(published: str | None, feature: str | None) -> None:
    times = {"soon", "months", "years", "long", "ages", "due"}
    assert features(strand("new", published), ORDER) & times == ({feature} if feature else set())


def test_the_longer_apart_the_less_it_speaks_for_one_deal() -> None:
    days = ("2021-03-20", "2021-10-01", "2023-02-01", "2027-01-01", "2041-01-01")
    weights = [weight(compare(view(strand("new", day)), _of(ORDER)) or ()) for day in days]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)


def _of(*deal: Strand) -> Features:
    known = Features()
    for one in deal:
        known.add(view(one))
    return known


def test_a_delivery_in_the_time_that_deliveries_take_is_due() -> None:
    delivered = strand("new", "2023-02-01", stage="delivered")
    assert "due" in features(delivered, ORDER)
    assert "due" not in features(strand("new", "2023-02-01"), ORDER)


def test_a_date_of_delivery_to_come_is_no_date_of_the_order() -> None:
    """Codebook, decided case 24: "to be delivered in 2027" is an agreement, with the date of the arrival."""
    coming = view(strand("new", "2021-03-01", date="2027"))
    assert (coming.due, coming.dated, coming.when) == (True, False, ordinal("2021-03-01"))
    ordered = strand("known", "2021-03-01", date="2021-02-20")
    assert "other_order_date" not in features(strand("new", "2021-04-01", date="2027"), ordered)
    assert "other_order_date" in features(strand("new", "2021-04-01", date="2019-05-01"), ordered)


def test_the_year_or_month_of_publication_is_no_date_of_the_order() -> None:
    for stated in ("2021", "2021-03"):
        assert not view(strand("new", "2021-03-09", date=stated)).dated
    assert view(strand("new", "2021-03-09", date="2021-02")).dated
    assert view(strand("new", None, date="2021")).when == ordinal("2021")
    assert view(strand("new", None)).when == NO_DAY


@pytest.mark.parametrize(
    ("changed", "feature"),
    [
        ({"date": "2021-02-25"}, "same_order_date"),
        ({"date": "2018-02-25"}, "other_order_date"),
        ({"date": "2021-02-25", "stage": "sought"}, None),
        ({"date": "2015-06-01", "stage": "delivered"}, "delivered_before"),
        ({"date": "2023-06-01", "stage": "delivered"}, None),
        ({}, None),
    ],
)
def test_dates_of_order_and_delivery_go_together_or_do_not(
    changed: dict[str, Any], feature: str | None
) -> None:
    ordered = strand("known", "2021-03-01", date="2021-02-20")
    dates = {"same_order_date", "other_order_date", "delivered_before"}
    found = features(strand("new", **{"published": "2021-04-01", **changed}), ordered)
    assert found & dates == ({feature} if feature else set())


@pytest.mark.parametrize(
    ("delivered", "all_of_it"),
    [({"quantity": "20"}, True), ({"wording": "last"}, True), ({"quantity": "6"}, False), ({}, False)],
)
def test_after_all_was_delivered_an_earlier_step_is_that_of_another(
    delivered: dict[str, Any], all_of_it: bool
) -> None:
    done = strand("done", "2022-03-01", stage="delivered", **delivered)
    for stage, feature in (("sought", "new_round"), ("agreed", "after_completion")):
        found = features(strand("new", "2024-03-01", stage=stage), ORDER, done)
        assert (feature in found) == all_of_it


def test_what_was_to_be_delivered_is_not_delivered_yet() -> None:
    planned = strand("plan", "2021-03-02", stage="delivered", quantity="20", certainty="planned")
    assert "new_round" not in features(strand("new", "2024-03-01", stage="sought"), ORDER, planned)


# ------------------------------------------------------------------ goods


def test_goods_of_another_kind_are_not_compared() -> None:
    leopard = strand("known", designation="Leopard 2A6")
    for changed in ({"designation": "T-72"}, {"category": "vehicle", "mention": "vehicles"}):
        assert compare(view(strand("new", **changed)), _of(leopard)) is None


def test_a_designation_that_a_deal_excludes_is_not_let_in_by_a_general_word() -> None:
    deal = _of(strand("known", designation="Leopard 2A6"), strand("word"))
    assert compare(view(strand("new", designation="T-72")), deal) is None
    assert compare(view(strand("new")), deal) is not None


def test_nouns_of_a_category_tell_goods_apart() -> None:
    submarines = _of(strand("known", category="warship", mention="submarines"))

    def beside(mention: str) -> tuple[str, ...] | None:
        return compare(view(strand("new", category="warship", mention=mention)), submarines)

    assert "same_noun" in (beside("attack submarines") or ())
    assert "other_noun" in (beside("frigates") or ("other_noun",))
    assert not {"same_noun", "other_noun"} & set(beside("ships") or ("other_noun",))


def test_items_of_one_claim_with_a_number_each_are_two() -> None:
    one, other = (strand("c", part=part, quantity=quantity) for part, quantity in ((0, "20"), (1, "6")))
    assert "other_item" in features(other, one)
