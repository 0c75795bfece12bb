"""The stages of deals on a line of time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armstrail.plots import stages
from armstrail.plots.frame import told
from armstrail.plots.looks import COLOURS, PAPER, SHAPES, STAGES
from armstrail.plots.marks import Days, Mark, days, lanes, marks, said
from armstrail.plots.ticks import ticks
from tests.plots.made import DEALS, deal, strand
from tests.plots.made import marks as drawn

ORDINALS = st.integers(1, date.max.toordinal())


def points(*shown: str) -> list[dict[str, object]]:
    return [value for value in drawn(stages(DEALS), "point") if value.get("stage") in shown]


def test_what_is_told_alike_of_a_day_is_one_mark_that_counts_origins() -> None:
    (agreed,) = points("agreed")
    assert (agreed["origins"], agreed["claims"], agreed["number"]) == (2, 2, "2")
    assert agreed["quantity"] == "18 tanks" and agreed["speaker"] == "the minister"


def test_a_strand_without_a_date_is_hollow_on_its_day_of_publication() -> None:
    hollow = next(value for value in points("delivered") if not value["crossed"])
    assert hollow["day"] == date(2023, 3, 28).toordinal() + 0.5
    assert hollow["fill"] == PAPER
    assert hollow["day stated"] == "none; published 2023-03-28"


def test_the_day_on_which_deliveries_are_due_is_not_that_of_the_agreement() -> None:
    (mark,) = marks(deal(strand(stage="agreed", published="2023-01-25", date="2027-06")))
    assert (mark.dated, mark.days) == (False, days("2023-01-25"))


def test_a_denial_is_crossed_and_what_is_no_fact_is_small() -> None:
    crossed = {str(value["told"]) for value in points(*STAGES) if value["crossed"]}
    assert crossed == {"delivered, denied, fact"}
    (possible,) = points("offered")
    (fact,) = points("agreed")
    assert int(str(possible["size"])) < int(str(fact["size"]))


def test_a_month_and_a_year_are_bars_as_long_as_they_are() -> None:
    bars = {
        value["told"]: value["to"] - value["from"]
        for value in drawn(stages(DEALS), "rule")
        if "told" in value
    }
    assert bars == {"delivered, denied, fact": 31, "offered, possible": 365}


def test_each_stage_has_a_shape_and_a_colour_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(set(COLOURS.values())) == len(STAGES)
    assert set(SHAPES) == set(COLOURS) == set(STAGES)


def test_no_two_colours_are_the_same_in_grey() -> None:
    parts = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in COLOURS.values()]
    greys = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in parts)
    assert all(lighter - darker >= 15 for darker, lighter in pairwise(greys))


def test_rows_are_labelled_by_dyad_and_goods() -> None:
    words = [value["words"] for value in drawn(stages(DEALS), "text") if "words" in value]
    assert words == ["Germany → Ukraine", "unstated → Contras", "Leopard 2A6", "small arms"]


def test_the_table_has_every_strand_and_the_caption_what_is_not_drawn() -> None:
    telling = told(stages(DEALS))
    assert len(telling.rows) == sum(len(one.strands) for one in DEALS)
    assert "is known: 1 claim." in " ".join(telling.caption)
    more = told(stages(DEALS * 30))
    assert "20 more deals" in " ".join(more.caption)
    assert len(more.rows) == 30 * len(telling.rows)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("1987", Days(date(1987, 1, 1).toordinal(), date(1987, 12, 31).toordinal())),
        ("1988-02", Days(date(1988, 2, 1).toordinal(), date(1988, 2, 29).toordinal())),
        ("1987-03-04", Days(date(1987, 3, 4).toordinal(), date(1987, 3, 4).toordinal())),
        ("1987-03-04T10:00:00Z", Days(date(1987, 3, 4).toordinal(), date(1987, 3, 4).toordinal())),
        ("1987-13", None),
        ("1987-02-30", None),
        ("0000", None),
        ("19870304", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_to_their_precision(words: str | None, found: Days | None) -> None:
    assert days(words) == found


@given(
    st.lists(st.tuples(ORDINALS, st.integers(0, 400), st.integers(1, 3)), max_size=60), st.floats(0.01, 20)
)
def test_marks_of_a_deal_do_not_cover_each_other(
    given_marks: list[tuple[int, int, int]], scale: float
) -> None:
    found = sorted(
        (
            Mark(
                "agreed",
                Days(first, first + length),
                True,
                False,
                True,
                tuple(strand(origin=str(at)) for at in range(many)),
            )
            for first, length, many in given_marks
        ),
        key=lambda mark: mark.days.middle,
    )
    chosen = lanes(found, scale)
    for lane in set(chosen):
        middles = [mark.days.middle * scale for mark, at in zip(found, chosen, strict=True) if at == lane]
        assert all(after - before >= 17.9 for before, after in pairwise(middles))


@given(ORDINALS, st.integers(40, 3_700_000))
def test_a_line_of_time_has_some_marks_within_it_in_order(first: int, length: int) -> None:
    found = ticks(first, first + length)
    assert len(found) <= 10
    assert all(first <= tick.day <= first + length for tick in found)
    assert [tick.day for tick in found] == sorted({tick.day for tick in found})


def test_a_line_of_time_names_the_year_where_it_begins_and_where_it_turns() -> None:
    def names(first: date, last: date) -> list[tuple[str, str]]:
        return [(tick.name, tick.year) for tick in ticks(first.toordinal(), last.toordinal())]

    assert names(date(2022, 12, 20), date(2023, 1, 10)) == [
        ("26 Dec", "2022"),
        ("2 Jan", "2023"),
        ("9 Jan", ""),
    ]
    assert names(date(2022, 9, 2), date(2023, 2, 15)) == [
        ("Oct", "2022"),
        ("Nov", ""),
        ("Dec", ""),
        ("Jan", "2023"),
        ("Feb", ""),
    ]
    assert names(date(1979, 5, 1), date(1983, 1, 1))[:2] == [("Jul", "1979"), ("Jan", "1980")]
    assert names(date(1950, 5, 1), date(1999, 1, 1)) == [(str(year), "") for year in (1960, 1970, 1980, 1990)]


def test_marks_stand_in_the_order_of_time() -> None:
    found = marks(DEALS[0])
    assert [mark.stage for mark in found] == ["offered", "agreed", "delivered", "delivered"]
    assert marks(deal(strand(date=None, published=None))) == []


def test_words_of_many_claims_are_cut_and_counted() -> None:
    assert said(["six", None, "six", "", "two"]) == "six; two"
    assert said(["a", "b", "c", "d", "e", "f"]) == "a; b; c; d and 2 more"
