"""Who to whom: the matrix, the map, the stages over time."""

from __future__ import annotations

import csv
import io
import json

import pytest
from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import BrowserContext

from armstrail.ledger import Query
from armstrail.ledger.speaking import Month
from armstrail.parties import name_of
from armstrail.web.narrowing import search_of
from armstrail.web.periods import periods, step
from tests.web.counts import Counts
from tests.web.tables import headings, links, table

MATRIX, STAGES = "Suppliers by recipients", "Claims by stage over time"


def test_the_matrix_counts_the_claims_of_each_dyad(reading_client: TestClient, counted: Counts) -> None:
    page = reading_client.get("/flows").text
    assert headings(page) == ["Who to whom", MATRIX, STAGES, "The dyads of most claims"]
    head, *rows = table(page, MATRIX)
    told = {
        (row[0], recipient): int(cell)
        for row in rows
        for recipient, cell in zip(head[1:], row[1:], strict=True)
        if cell
    }
    assert told == {(name_of(s), name_of(r)): number for (s, r), number in counted.dyads.items()}
    assert ("Germany", "Norway") in told
    assert told[rows[0][0], head[1]] == max(told.values())
    documents, origins = len(counted.documents), len(set().union(*counted.origins.values()))
    suppliers, recipients = (len({pair[side] for pair in counted.dyads}) for side in (0, 1))
    assert (
        f"{counted.dyads.total()} claims in {documents} documents, {origins} independent origins, "
        f"tell of {suppliers} suppliers and {recipients} recipients" in page
    )


def test_each_cell_finds_what_it_counts(reading_client: TestClient) -> None:
    page = reading_client.get("/flows").text
    for label in (MATRIX, STAGES, "The dyads of most claims"):
        found = links(page, label)
        assert found
        for (_, _, number), address in found.items():
            if number.isdigit():
                path, _, query = address.partition("?")
                assert reading_client.get(f"{path}.json?{query}").json()["turning"]["total"] == int(number)


def test_stages_are_told_over_time(reading_client: TestClient, counted: Counts) -> None:
    data = reading_client.get("/flows.json").json()["stages"]
    assert data["by"] == "month"
    assert [column["value"] for column in data["columns"]] == counted.stages()
    by_period = {row["period"]: row["records"] for row in data["rows"]}
    assert list(by_period) == ["2026-05", "2023-06", "2023-02", "2022-10", "2022-03", ""]
    assert by_period == counted.months
    assert (data["first"], data["last"], data["places"]) == ("2022-03", "2026-05", 51)
    (offered,) = [strip for strip in data["strips"] if strip["column"]["value"] == "offered"]
    assert [bar["place"] for bar in offered["bars"]] == [0, 11]


@pytest.mark.parametrize(
    ("asked", "dyads"),
    [
        ("category=uav", 2),
        ("stage=offered", 2),
        ("since=2023-03&until=2023", 1),
        ("supplier=Germany&since=2026", 1),
        ("q=frigates", 1),
        ("category=submarine", 0),
    ],
)
def test_the_figures_are_narrowed(reading_client: TestClient, asked: str, dyads: int) -> None:
    answer = reading_client.get(f"/flows.json?{asked}").json()
    assert answer["dyads"] == dyads == len(list(rows_of(reading_client, f"/flows.csv?{asked}")))
    assert bool(answer["stages"]["rows"]) == bool(dyads)
    if not dyads:
        assert "No claims tell of this" in reading_client.get(f"/flows?{asked}").text


def test_all_dyads_are_a_table(reading_client: TestClient, counted: Counts) -> None:
    rows = list(rows_of(reading_client, "/flows.csv"))
    assert (rows[0]["supplier"], rows[0]["recipient"]) == ("DEU", "NOR")
    assert {
        (row["supplier"], row["recipient"]): (int(row["claims"]), int(row["origins"])) for row in rows
    } == {pair: (number, len(counted.origins[pair])) for pair, number in counted.dyads.items()}


def test_the_largest_alone_are_shown_where_few_are_asked_for(reading_client: TestClient) -> None:
    answer = reading_client.get("/flows.json?most=2").json()
    assert [head["id"] for head in answer["heads"]] == ["NOR", "DZA"]
    assert len(answer["rows"]) == 2
    assert answer["recipients"] == 7
    assert "Shown are the 2 suppliers and 2 recipients" in reading_client.get("/flows?most=2").text


def test_the_map_stands_beside_its_figures(reading_client: TestClient) -> None:
    page = reading_client.get("/flows?form=map").text
    told = html.fromstring(page)
    spec = json.loads(told.get_element_by_id("spec").text)
    assert spec["layer"][0]["projection"]["type"] == "equalEarth"
    assert "title" not in spec
    assert "states no position on any border" in page
    assert any("Germany" in row for row in table(page, "The dyads of most claims"))
    assert "vega" not in reading_client.get("/flows").text


def test_the_map_is_drawn_under_the_policy_of_the_page(context: BrowserContext, reading_address: str) -> None:
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{reading_address}/flows?form=map")
    page.wait_for_selector("#picture svg path")
    assert page.locator("#picture svg text", has_text="Norway").count()
    assert not said


def test_a_narrow_window_shows_the_middle_of_the_map(context: BrowserContext, reading_address: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{reading_address}/flows?form=map")
    page.wait_for_selector("#picture svg path")
    page.wait_for_function("document.getElementById('picture').scrollLeft > 0")


def test_an_empty_ledger_says_what_to_do(empty_client: TestClient) -> None:
    for form in ("matrix", "map"):
        page = empty_client.get(f"/flows?form={form}").text
        assert "armstrail add SOURCE" in page
        assert "vega" not in page, "there is nothing for it to draw in"


@pytest.mark.parametrize("asked", ["form=globe", "most=0", "most=99", "since=soon", "stage=lost"])
def test_what_is_not_understood_is_refused(reading_client: TestClient, asked: str) -> None:
    assert reading_client.get(f"/flows?{asked}").status_code == 422


# ------------------------------------------------------------------ periods


def test_many_months_are_told_by_year() -> None:
    told = [Month(f"{2000 + n // 12}-{n % 12 + 1:02}", "agreed", 1, n % 2) for n in range(60)]
    grid = periods([*told, Month("", "agreed", 2, 1)], [("agreed", "agreed")], Query(), "claims", "stage")
    assert [(row.period, row.records) for row in grid.rows] == [
        *((str(year), 12) for year in range(2004, 1999, -1)),
        ("", 2),
    ]
    assert grid.rows[0].told[0]
    assert grid.rows[0].told[0].origins == 6
    assert grid.rows[0].told[0].search == "/search?since=2004&until=2004&stage=agreed"


def test_a_cell_stays_within_the_time_that_is_asked_for() -> None:
    query = Query(since="2004-03-10", until="2004-04")
    grid = periods(
        [Month("2004-03", "", 1, 1), Month("2004-04", "", 1, 1)], [("", "all")], query, "statements"
    )
    assert [row.told[0].search for row in grid.rows if row.told[0]] == [
        "/search?kind=statements&since=2004-04&until=2004-04",
        "/search?kind=statements&since=2004-03-10&until=2004-03",
    ]


def test_what_is_not_stated_can_be_searched_for() -> None:
    query = Query(supplier=("",), recipient=("NOR",), speaker_name=("A & B",))
    assert search_of(query) == "/search?supplier=&recipient=NOR&speaker=A+%26+B"


def test_each_step_halves_the_greatest() -> None:
    assert [step(number, 16) for number in (16, 9, 8, 5, 4, 3, 2, 1)] == [5, 5, 4, 4, 3, 3, 2, 1]


def rows_of(client: TestClient, address: str) -> csv.DictReader[str]:
    return csv.DictReader(io.StringIO(client.get(address).text))
