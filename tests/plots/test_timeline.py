"""How much was told of each stage over time."""

from __future__ import annotations

from armstrail.plots import Point, points_of, timeline
from armstrail.plots.frame import told
from armstrail.plots.looks import COLOURS, STAGES
from tests.plots.made import deal, strand


def test_origins_are_added_up_by_month_and_stage_in_the_order_of_stages() -> None:
    points = [
        Point("2022-03-09", "delivered", 4, 2),
        Point("2022-03", "sought", 1, 1),
        Point("2022-03", "delivered", 2, 1),
        Point("2022-05", "sought", 1, 1),
    ]
    spec = timeline(points)
    assert told(spec).columns[0] == "month"
    assert told(spec).rows == (
        ("Mar 2022", "sought", 1, 1),
        ("Mar 2022", "delivered", 3, 6),
        ("May 2022", "sought", 1, 1),
    )
    assert [(value["period"], value["origins"]) for value in spec["data"]["values"]] == [
        ("2022-03", 1),
        ("2022-03", 3),
        ("2022-05", 1),
    ]
    assert told(spec).title.endswith("Mar 2022 to May 2022, most in Mar 2022")


def test_months_of_which_nothing_is_told_stand_there_empty() -> None:
    spec = timeline([Point("2021-11", "sought", 1, 1), Point("2022-02", "sought", 1, 1)])
    assert spec["encoding"]["x"]["scale"]["domain"] == ["2021-11", "2021-12", "2022-01", "2022-02"]


def test_a_long_span_is_shown_by_year_a_longer_one_by_decade() -> None:
    first = Point("2000-01", "sought", 1, 1)
    for last, unit, periods in (
        ("2002-12", "month", 36),
        ("2003-01", "year", 4),
        ("2099-12", "year", 100),
        ("2100-01", "decade", 11),
        ("9999-12", "decade", 800),
    ):
        spec = timeline([first, Point(last, "sought", 1, 1)])
        assert told(spec).columns[0] == unit
        assert len(spec["encoding"]["x"]["scale"]["domain"]) == periods


def test_stages_keep_their_colours_and_their_order_whichever_are_there() -> None:
    for points in (
        [Point("2022-03", "withheld", 1, 1)],
        [Point("2022-03", stage, 1, 1) for stage in STAGES[::-1]],
    ):
        hues = timeline(points)["encoding"]["color"]
        assert hues["scale"] == {"domain": list(STAGES), "range": [COLOURS[stage] for stage in STAGES]}
        assert hues["legend"]["values"] == [
            stage for stage in STAGES if any(stage == p.stage for p in points)
        ]


def test_what_has_no_month_is_counted_in_the_caption() -> None:
    points = [Point(month, "sought", 2, 1) for month in ("2022-03", "1987", "", "2022-13", "soon")]
    assert "unknown: 8 claims" in " ".join(told(timeline(points)).caption)
    assert "unknown: 8 claims" in " ".join(told(timeline(points[1:])).caption)


def test_low_bars_have_an_axis_of_whole_numbers() -> None:
    assert timeline([Point("2022-03", "sought", 9, 2)])["encoding"]["y"]["axis"]["values"] == [0, 1, 2]


def test_an_origin_counts_once_however_often_and_late_it_is_printed() -> None:
    prints = [
        strand(claim="c1", document="d1", origin="d1", published=None),
        strand(claim="c2", document="d2", origin="d1", published="2022-03-09"),
        strand(claim="c3", document="d3", origin="d1", published="2022-05-01"),
        strand(claim="c4", document="d4", origin="d4", published="2022-05-02"),
    ]
    assert points_of([deal(*prints[:1]), deal(*prints[1:])]) == [
        Point("", "delivered", 1, 0),
        Point("2022-03", "delivered", 1, 1),
        Point("2022-05", "delivered", 2, 1),
    ]
