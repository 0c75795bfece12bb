"""Who to whom, as a matrix and as a map."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armstrail.plots import Flow, flows
from armstrail.plots.arcs import HEIGHT, WIDTH, arc, labelled, place
from armstrail.plots.figures import signposts
from armstrail.plots.frame import told
from armstrail.plots.looks import SHADES, dark
from armstrail.plots.names import parties, party, plain
from tests.plots.made import HOSTILE, MANY, SOME, STATES, marks

CELLS = st.lists(
    st.builds(
        Flow,
        st.sampled_from([*STATES, "", "bloc:nato", "others (3)", *HOSTILE]),
        st.sampled_from([*STATES, "", "group:contras", *HOSTILE]),
        st.integers(1, 50),
        st.integers(1, 20_000),
    ),
    min_size=1,
    max_size=120,
)


@given(CELLS)
def test_a_matrix_loses_no_origin_and_no_claim(cells: list[Flow]) -> None:
    spec = flows(cells, form="matrix")
    values = spec["data"]["values"]
    for name in ("origins", "claims"):
        assert sum(value[name] for value in values) == sum(getattr(cell, name) for cell in cells)
    dyads = [(value["supplier"], value["recipient"]) for value in values]
    assert len(set(dyads)) == len(dyads)
    for axis, field in (("y", "supplier"), ("x", "recipient")):
        order = spec["encoding"][axis]["sort"]
        assert len(order) == len(set(order)) <= 25 + 2
        assert set(order) == {value[field] for value in values}
    rows = told(spec).rows
    assert sum(int(row[2]) for row in rows) == sum(cell.origins for cell in cells)


def test_the_most_frequent_come_first_then_the_others_then_what_is_unstated() -> None:
    spec = flows([*MANY, Flow("", "UKR", 900, 900), Flow("DEU", "UKR", 5_000, 5_000)], form="matrix")
    suppliers = spec["encoding"]["y"]["sort"]
    assert suppliers[0] == "Germany"
    assert suppliers[-2:] == [f"others ({len(STATES) - 25})", "unstated"]
    assert spec["encoding"]["x"]["sort"][0] == "Ukraine"
    caption = " ".join(told(spec).caption)
    assert f"{len(STATES) - 25} suppliers" in caption


def test_a_single_further_party_is_no_others() -> None:
    spec = flows([Flow(state, "UKR", 1, 1) for state in STATES[:26]], form="matrix")
    assert len(spec["encoding"]["y"]["sort"]) == 26
    assert "others" not in str(spec["encoding"]["y"]["sort"])


def test_cells_say_their_number_briefly() -> None:
    spec = flows(
        [Flow("DEU", "UKR", 1, 9_999), Flow("USA", "UKR", 1, 12_600), Flow("FRA", "UKR", 1, 999_999)],
        form="matrix",
    )
    assert {value["shown"] for value in spec["data"]["values"]} == {"9999", "13k", "1.0M"}


@given(st.floats(0, 1))
def test_numbers_are_legible_on_every_shade(share: float) -> None:
    place_of = share * (len(SHADES) - 1)
    low = min(int(place_of), len(SHADES) - 2)
    parts = [
        [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)] for colour in (SHADES[low], SHADES[low + 1])
    ]
    mixed = [one + (other - one) * (place_of - low) for one, other in zip(*parts, strict=True)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in mixed]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    contrast = 1.05 / (light + 0.05) if dark(share) else (light + 0.05) / 0.05
    assert contrast >= 4.5


def test_a_map_draws_flows_between_states_and_counts_the_rest() -> None:
    spec = flows(SOME, form="map")
    lines = [value for value in marks(spec, "trail") if "supplier" in value]
    drawn = {(value["supplier"], value["recipient"], value["origins"], value["claims"]) for value in lines}
    assert drawn == {
        ("United States", "Ukraine", 20, 30),
        ("Germany", "Ukraine", 5, 9),
        ("Ukraine", "Germany", 1, 1),
    }
    caption = " ".join(told(spec).caption)
    assert "3 flows cannot be drawn" in caption
    assert "Natural Earth 1:110m" in caption and "no position on any border" in caption
    assert len(told(spec).rows) == len(SOME)


def test_a_line_begins_broad_at_the_supplier_and_ends_thin_at_the_recipient() -> None:
    spec = flows([Flow("DEU", "UKR", 1, 1), Flow("UKR", "DEU", 9, 9)], form="map")
    for line in (0, 1):
        points = [value for value in marks(spec, "trail") if value["line"] == line]
        ends = [(points[at]["x"], points[at]["y"]) for at in (0, -1)]
        assert ends == ([place("UKR"), place("DEU")] if line == 0 else [place("DEU"), place("UKR")])
        widths = [point["width"] for point in points]
        assert widths == sorted(widths, reverse=True)
    assert points[0]["width"] < marks(spec, "trail")[0]["width"], "fewer origins, a thinner line"


def test_there_and_back_are_two_lines() -> None:
    there, back = arc((100, 100), (300, 100)), arc((300, 100), (100, 100))
    assert {(x, y) for x, y, _ in there} & {(x, y) for x, y, _ in back} == {(100, 100), (300, 100)}


def test_of_thousands_of_flows_the_most_told_of_are_drawn() -> None:
    spec = flows(MANY, form="map")
    lines = {value["line"] for value in marks(spec, "trail") if value["line"] >= 0}
    assert len(MANY) > 4_000 and len(lines) == 60
    assert f"{len(MANY) - 60:,} flows between states" in " ".join(told(spec).caption)


def test_a_flow_within_a_state_and_one_of_companies_cannot_be_drawn() -> None:
    spec = flows([Flow("USA", "USA", 1, 1), Flow("org:bofors", "IND", 1, 1)], form="map")
    assert not marks(spec, "trail")
    assert told(spec).title == "No flow of arms between states is told of"
    assert "2 flows cannot be drawn" in " ".join(told(spec).caption)


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_place(state: str) -> None:
    spot = place(state)
    assert spot and 0 <= spot[0] <= WIDTH and 0 <= spot[1] <= HEIGHT


def test_names_on_the_map_do_not_cover_each_other() -> None:
    labels = labelled([(state, party(state)) for state in STATES], [])
    assert len(labels) > 60
    for one, other in combinations((label.box() for label in labels), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(st.integers(1, 10**7))
def test_a_legend_shows_a_few_numbers_up_to_the_most(most: int) -> None:
    for shown in (signposts(most), signposts(most, least=most // 15)):
        assert shown == sorted(set(shown)) and shown[-1] == most and 1 <= len(shown) <= 5


def test_parties_are_named_as_the_codebook_names_them() -> None:
    assert [party(key) for key in ("DEU", "bloc:nato", "group:contras", "org:bofors")] == [
        "Germany",
        "NATO",
        "Contras",
        "Bofors",
    ]
    assert party("") == "unstated"
    assert party("group:some-rebels") == "some rebels"


def test_two_parties_of_one_name_are_told_apart() -> None:
    named = parties(["person:john-smith", "org:john-smith", "person:jane-doe", "group:unstated", ""])
    assert len(set(named.values())) == 5
    assert named["person:john-smith"] == "john smith (person:john-smith)"
    assert named["person:jane-doe"] == "jane doe"
    assert named[""] == "unstated"


@given(st.text())
def test_words_are_one_line_that_can_be_written(words: str) -> None:
    shown = plain(words)
    shown.encode("utf-8")
    assert shown.isprintable() or all(
        letter.isprintable() or letter == "\u200d" or not letter.isspace() for letter in shown
    )
    assert not {"\n", "\r", "\x00", "\u202e"} & set(shown)
