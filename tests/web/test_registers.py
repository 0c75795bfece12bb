"""Registers as pages: releases, their rows beside the deals of the ledger, rows without claims."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]

from armstrail.ledger import Ledger
from armstrail.registers import load
from armstrail.web.findings import findings, matched
from armstrail.web.releases import Releases
from tests.deals.made import Said, goods, read
from tests.ledger.told import add
from tests.registers.made import HEAD, PREAMBLE, YEARS, saved
from tests.web.conftest import Kept
from tests.web.made import Names

MAPPING = """\
name = "ministry"
date = "2026-05-01"
[columns]
supplier = "From"
recipient = "To"
designation = "What"
ordered = "Number"
"""


def rows_of(client: TestClient, asked: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/registers/sipri.json?size=200&{asked}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def test_releases_are_listed(reading_client: TestClient, names: Names) -> None:
    (release,) = reading_client.get("/registers.json").json()["releases"]
    assert (release["name"], release["rows"], release["complete"]) == ("sipri 2026-03-14", 4, True)
    assert (release["first"], release["last"]) == (1950, 2026)
    page = reading_client.get("/registers").text
    assert f'href="/registers/{names.release[:16]}"' in page
    (row,) = csv.DictReader(io.StringIO(reading_client.get("/registers.csv").text))
    assert (row["register"], row["rows"], row["sha256"]) == ("sipri", "4", names.release)


def test_an_empty_ledger_says_how_to_bring_one_in(empty_client: TestClient) -> None:
    assert "armstrail register add FILE" in empty_client.get("/registers").text


def test_a_release_is_found_by_its_names(reading_client: TestClient, names: Names) -> None:
    for name in ("sipri", "sipri 2026-03-14", names.release, names.release[:16]):
        found = reading_client.get(f"/registers/{name}.json").json()
        assert found["release"]["sha256"] == names.release
    answer = reading_client.get("/registers/unroca.json")
    assert (answer.status_code, "sipri 2026-03-14" in answer.json()["detail"]) == (404, True)


def test_rows_stand_beside_the_deals_that_they_are_matched_with(
    reading_client: TestClient, names: Names
) -> None:
    tanks, drones, frigates, carriers = rows_of(reading_client)
    assert tanks["line"] == 7
    assert names.deal in [one["id"] for one in tanks["deals"]]
    assert (carriers["designation"], carriers["deals"]) == ("Vildmark", [])
    assert (drones["uncertain"], drones["delivery_years"]) == (
        ["delivered", "order_year"],
        [2022, 2023, 2024],
    )
    for row in (tanks, drones, frigates):
        for one in row["deals"]:
            beside = reading_client.get(f"/deals/{one['id']}.json").json()["findings"][0]
            assert (beside["verdict"], [r["line"] for r in beside["rows"]]) == (one["verdict"], [row["line"]])
    page = html.fromstring(reading_client.get("/registers/sipri").text)
    first = page.xpath("//table//tbody/tr")[0]
    assert f"/deals/{names.deal}" in first.xpath(".//a/@href")
    assert tanks["record"]["cells"]["Comments"] == 'Incl training, "Rena" base'


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ("supplier=DEU", [7]),
        ("supplier=DEU&supplier=TUR", [7, 8]),
        ("supplier=DEU&recipient=POL", []),
        ("q=rena+BASE", [7]),
        ("q=frigate", [9]),
        ("unclaimed=true", [10]),
        ("unclaimed=true&supplier=DEU", []),
    ],
)
def test_the_rows_are_narrowed(reading_client: TestClient, asked: str, lines: list[int]) -> None:
    assert [row["line"] for row in rows_of(reading_client, asked)] == lines
    table = csv.DictReader(io.StringIO(reading_client.get(f"/registers/sipri.csv?{asked}").text))
    assert [int(row["line"]) for row in table] == lines
    assert ("No rows" in reading_client.get(f"/registers/sipri?{asked}").text) == (not lines)


def test_the_table_of_rows_without_claims_is_whole_however_many_deals_there_are(
    client: TestClient, ledger: Ledger
) -> None:
    names = [f"Brolga-{number}" for number in range(400)]
    told = [Said(f"Germany sold {one} to Norway.", (goods(one, "missile", one),)) for one in names]
    add(ledger, read("many", "2023-05-01", *told))
    assert client.get("/registers/sipri.json?unclaimed=true").json()["too_many"] > 400
    table = csv.DictReader(io.StringIO(client.get("/registers/sipri.csv?unclaimed=true").text))
    assert [row["line"] for row in table] == ["10"]
    table = csv.DictReader(io.StringIO(client.get("/registers/sipri.csv?unclaimed=true&q=leopard").text))
    assert list(table) == []


def test_the_table_has_every_cell_as_it_stands(reading_client: TestClient) -> None:
    tanks, *_ = csv.DictReader(io.StringIO(reading_client.get("/registers/sipri.csv?size=1").text))
    assert (tanks["supplier"], tanks["delivered"], tanks["cell: Weapon designation"]) == (
        "DEU",
        "0",
        "Leopard-2A7",
    )
    assert len([name for name in tanks if name.startswith("cell: ")]) == 16


def test_pages_hold_each_row_once(reading_client: TestClient) -> None:
    pages = [reading_client.get(f"/registers/sipri.json?size=3&page={at}").json() for at in (1, 2)]
    assert [row["line"] for page in pages for row in page["rows"]] == [7, 8, 9, 10]
    assert reading_client.get("/registers/sipri?size=3&page=3").status_code == 404


def test_what_could_not_be_read_is_told(client: TestClient, ledger: Ledger, tmp_path: Path) -> None:
    text = f"{PREAMBLE}\n{HEAD}\nChile,Sweden,soon,,30,,Vildmark,APC,28,,1996,New,,1,1,1\n"
    ledger.add_release(*load(saved(tmp_path, text, "faulty.csv")))
    shown = client.get("/registers").text
    assert "1 fault" not in shown.partition("sipri, 2026-03-14")[2].partition("</tr>")[0]
    page = client.get("/registers/sipri 2022-02-07").text
    assert "not all of the file could be read" in page
    assert "line 7:" in page


def test_each_release_is_compared_with_a_deal(
    client: TestClient, ledger: Ledger, names: Names, tmp_path: Path
) -> None:
    ledger.add_release(*load(saved(tmp_path, YEARS, "years.csv")))
    mapping = tmp_path / "list.toml"
    mapping.write_text(MAPPING)
    table = saved(tmp_path, "From,To,What,Number\nGermany,Norway,Leopard 2A7,40\n", "list.csv")
    ledger.add_release(*load(table, mapping=mapping))
    found = client.get(f"/deals/{names.deal}.json").json()["findings"]
    verdicts = {one["release"]["name"]: (one["verdict"], one["differs"]) for one in found}
    assert verdicts["ministry 2026-05-01"] == ("differs", ["number"])
    assert verdicts["sipri 2021-11-30"][0] == "cannot tell"
    assert list(verdicts) == ["ministry 2026-05-01", "sipri 2026-03-14", "sipri 2021-11-30"]
    page = html.fromstring(client.get(f"/deals/{names.deal}").text)
    (ministry, *_) = page.xpath("//article[@class='finding']")
    assert ministry.xpath(".//*[contains(@class, 'differs')][not(contains(@class, 'verdict'))]")


# ------------------------------------------------------------------ what is held in memory


def test_a_release_is_read_once(kept: Kept) -> None:
    with Ledger.open(str(kept.place)) as ledger:
        release, releases = ledger.release("sipri").release, Releases()
        assert releases.get(ledger, release) is releases.get(ledger, release)


def test_so_many_rows_are_held_and_no_more(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add_release(*load(saved(tmp_path, YEARS, "years.csv")))
    newest, earlier = (entry.release for entry in ledger.releases())
    releases = Releases(most_rows=5)
    first = releases.get(ledger, newest)
    releases.get(ledger, earlier)
    assert releases.get(ledger, newest) is not first, "it had to go for the other"


def test_earlier_releases_that_do_not_fit_are_not_compared(
    ledger: Ledger, names: Names, tmp_path: Path
) -> None:
    ledger.add_release(*load(saved(tmp_path, YEARS, "years.csv")))
    found = findings(ledger, Releases(most_rows=5), ledger.deal(names.deal))
    assert [one.verdict is None for one in found] == [False, True]
    assert found[1].reasons[0].endswith('`armstrail compare "sipri 2021-11-30"` does')


def test_where_too_many_deals_lie_between_parties_it_is_told(kept: Kept) -> None:
    with Ledger.open(str(kept.place)) as ledger:
        register = Releases().get(ledger, ledger.release("sipri").release).register
        rows = list(register.rows.values())[:2]  # the deals of the second are fewer than those of the first
        all_of_them = matched(ledger, register, rows)
        number = ledger.deal_page(supplier=("DEU",), recipient=("NOR",)).total
        assert number > 1
        few = matched(ledger, register, rows, most=number - 1)
        tanks, *others = rows
        assert (few.too_many, few.of(tanks)) == (number, None)
        assert [few.of(row) for row in others] == [all_of_them.of(row) for row in others]
        assert matched(ledger, register, rows, whole=True, most=number - 1).too_many > number
