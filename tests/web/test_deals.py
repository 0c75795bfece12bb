"""Deals as pages: lists to narrow, each cell with its evidence, what a reviewer corrects."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]

from armstrail.exports.deal_rows import FIELDS
from armstrail.ledger import Ledger
from armstrail.web.settings import Settings
from armstrail.web.views import API
from tests.ledger.made import READER, addition, document
from tests.web.conftest import asking, csrf_of
from tests.web.made import FIRST, Names

PAGE = {"accept": "text/html"}


def deal_of(client: TestClient, name: str) -> dict[str, Any]:
    answer = client.get(f"/deals/{name}.json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def listed(client: TestClient, asked: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/deals.json?size=200&{asked}").json()["deals"]
    return found


def refused(client: TestClient, address: str, **form: Any) -> tuple[int, str]:
    answer = client.post(address, data={"csrf": csrf_of(client), **form})
    return answer.status_code, answer.json()["detail"]


# ------------------------------------------------------------------ the list


def test_deals_are_listed_with_what_is_told_of_them(reading_client: TestClient, names: Names) -> None:
    tanks = next(one for one in listed(reading_client) if one["id"] == names.deal)
    assert (tanks["supplier_name"], tanks["recipient_name"], tanks["goods"]) == (
        "Germany",
        "Norway",
        "Leopard 2A7",
    )
    told = {(step["stage"], cell["words"]) for step in tanks["steps"] for cell in step["quantities"]}
    assert {("agreed", "54"), ("delivered", "eight")} <= told
    assert tanks["documents"] > tanks["origins"], "reprints count as one origin"
    page = reading_client.get("/deals?supplier=Germany").text
    assert "Germany → Norway: Leopard 2A7" in html.fromstring(page).text_content()


def test_what_does_not_agree_is_told_in_the_list(reading_client: TestClient) -> None:
    page = reading_client.get("/deals").text
    one = next(one for one in listed(reading_client) if one["contradictions"])
    told = "; ".join(said.replace(": ", ", ") for said in one["contradictions"])
    assert f"Claims contradict each other: {told}</p>" in page


@pytest.mark.parametrize(
    ("asked", "dyads"),
    [
        ("supplier=SWE", {("SWE", "DZA")}),
        ("supplier=Sweden&recipient=Algeria", {("SWE", "DZA")}),
        ("supplier=SWE&recipient=NOR", set()),
        ("category=air_defence&category=warship", {("FRA", "GRC")}),
        ("q=HIMARS", {("USA", "EST")}),
        ("since=2026", {("DEU", "NOR")}),
        ("until=2022-03", {("FRA", "GRC"), ("FRA", "EGY")}),
        ("least=5", {("DEU", "NOR")}),
    ],
)
def test_the_list_is_narrowed(reading_client: TestClient, asked: str, dyads: set[tuple[str, str]]) -> None:
    found = listed(reading_client, asked)
    assert {(one["supplier"], one["recipient"]) for one in found} == dyads
    page = reading_client.get(f"/deals?{asked}").text
    assert ("No deals" in page) == (not dyads)
    for one in found:
        assert f'href="/deals/{one["id"]}"' in page


def test_facets_count_what_a_second_value_would_add(reading_client: TestClient) -> None:
    answer = reading_client.get("/deals.json?supplier=SWE").json()
    (suppliers,) = [facet for facet in answer["facets"] if facet["name"] == "supplier"]
    chosen, *others = suppliers["values"]
    assert (chosen["value"], chosen["chosen"]) == ("SWE", True)
    assert {one["value"] for one in others} >= {"DEU", "FRA", "TUR"}
    for one in others:
        both = listed(reading_client, f"supplier=SWE&supplier={one['value']}")
        assert len(both) == chosen["number"] + one["number"]


def test_pages_of_the_list_hold_each_deal_once(reading_client: TestClient) -> None:
    total = len(listed(reading_client))
    pages = [
        reading_client.get(f"/deals.json?size=2&page={number}").json()
        for number in range(1, total // 2 + total % 2 + 1)
    ]
    assert [one["id"] for page in pages for one in page["deals"]] == [
        one["id"] for one in listed(reading_client)
    ]
    assert reading_client.get(f"/deals?page={total}&size=2").status_code == 404


def test_all_that_is_found_is_a_table(reading_client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(reading_client.get("/deals.csv?size=1").text)))
    assert [row["id"] for row in rows] == [one["id"] for one in listed(reading_client)]
    assert list(rows[0]) == FIELDS
    assert [
        row["supplier"] for row in csv.DictReader(io.StringIO(reading_client.get("/deals.csv?q=HIMARS").text))
    ] == ["USA"]
    assert reading_client.get("/deals.csv?q=nothing+of+the+kind").status_code == 200


# ------------------------------------------------------------------ one deal


def test_each_cell_leads_to_the_claims_that_state_it(reading_client: TestClient, names: Names) -> None:
    found = deal_of(reading_client, names.deal)
    records = {one["claim"]: one for one in found["record"]["strands"]}
    for step in found["deal"]["steps"]:
        for cell in step["quantities"]:
            for name in cell["claims"]:
                claim = reading_client.get(f"/claims/{name}.json").json()["claim"]
                assert cell["words"] in {item["quantity"] for item in claim["items"]}
                assert (claim["stage"], step["stage"]) == (step["stage"], records[name]["stage"])
    page = html.fromstring(reading_client.get(f"/deals/{names.deal}").text)
    here = {element.get("id") for element in page.xpath("//*[@id]")}
    chips = page.xpath("//table//a[@class='chip']")
    assert {chip.get("href")[1:] for chip in chips} == set(found["order"]) <= here
    for chip in chips:
        assert found["order"][int(chip.text_content()) - 1] == chip.get("href")[1:]


def test_claims_of_other_pages_are_led_to_as_well(reading_client: TestClient, names: Names) -> None:
    first, *rest = deal_of(reading_client, names.deal)["order"]
    page = html.fromstring(reading_client.get(f"/deals/{names.deal}?size=1").text)
    assert page.xpath("//ol[@class='claims-told']/li/@id") == [first]
    addresses = set(page.xpath("//table//a[@class='chip']/@href"))
    assert addresses == {f"#{first}", *(f"/claims/{name}" for name in rest)}


def test_the_versions_of_the_sides_stand_beside_each_other(reading_client: TestClient, names: Names) -> None:
    found = deal_of(reading_client, names.deal)
    sides = {one["side"]: one["steps"] for one in found["versions"]}
    assert {"supplier", "unknown", "outlet"} <= sides.keys()
    assert [
        cell["words"] for step in sides["supplier"] for cell in step["quantities"] if not step["denied"]
    ] == ["eight"]
    page = html.fromstring(reading_client.get(f"/deals/{names.deal}").text)
    heads = page.xpath("//table[contains(@class, 'versions')]//thead/tr/th")
    assert [head.text_content() for head in heads[1:]] == [one["name"] for one in found["versions"]]


def test_what_does_not_agree_is_told_with_its_claims(reading_client: TestClient) -> None:
    (missiles,) = listed(reading_client, "supplier=SWE&q=RBS")
    found = deal_of(reading_client, missiles["id"])
    (contradiction,) = found["contradictions"]
    assert (contradiction["field"], contradiction["stage"]) == ("polarity", "delivered")
    asserted, denied = (cell["claims"] for cell in contradiction["cells"])
    stages = {one["id"]: one["strands"][0]["denied"] for one in found["claims"]}
    assert [stages[name] for name in (*asserted, *denied)] == [False] * len(asserted) + [True] * len(denied)
    assert "What does not agree" in reading_client.get(f"/deals/{missiles['id']}").text
    assert missiles["contradictions"] == ["delivered: asserted and denied"]


def test_stages_stand_on_a_line_of_time(reading_client: TestClient, names: Names) -> None:
    times = deal_of(reading_client, names.deal)["times"]
    across = {lane["stage"]: [mark["across"] for mark in lane["marks"]] for lane in times["lanes"]}
    assert max(across["agreed"][:1]) < min(across["delivered"])
    marks = [mark for lane in times["lanes"] for mark in lane["marks"]]
    assert all(0 <= mark["since"] <= mark["across"] <= mark["until"] <= 100 for mark in marks)
    assert all(mark["row"] < lane["rows"] for lane in times["lanes"] for mark in lane["marks"])
    page = html.fromstring(reading_client.get(f"/deals/{names.deal}").text)
    assert len(page.xpath("//div[@class='lane']//*[name()='circle'][contains(@class, 'mark')]")) == len(marks)


def test_a_deal_without_a_day_has_no_line_of_time(reading_client: TestClient) -> None:
    (launchers,) = [one for one in listed(reading_client, "recipient=EST") if one["category"] == "artillery"]
    found = deal_of(reading_client, launchers["id"])
    assert (found["times"]["lanes"], found["times"]["undated"]) == ([], launchers["claims"])
    page = reading_client.get(f"/deals/{launchers['id']}").text
    assert "Nothing that is told of this deal has a date." in page


def test_each_claim_tells_why_it_stands_here(reading_client: TestClient, names: Names) -> None:
    found = deal_of(reading_client, names.deal)
    assert [one["id"] for one in found["claims"]] == found["order"]
    assert found["claims"][0]["strands"][0]["reason"] == "the first claim of this deal"
    page = html.fromstring(reading_client.get(f"/deals/{names.deal}").text).text_content()
    for one in found["claims"]:
        assert all(strand["reason"] in page for strand in one["strands"])


def test_a_deal_is_set_beside_each_register(reading_client: TestClient, names: Names) -> None:
    (finding,) = deal_of(reading_client, names.deal)["findings"]
    assert finding["release"]["register"] == "sipri"
    (row,) = finding["rows"]
    assert (row["designation"], row["ordered"], row["line"]) == ("Leopard-2A7", 54, 7)
    assert finding["reasons"]
    page = html.fromstring(reading_client.get(f"/deals/{names.deal}").text)
    (article,) = page.xpath("//article[@class='finding']")
    assert finding["verdict"] in article.text_content()
    assert article.xpath(".//h3/a/@href") == [f"/registers/{finding['release']['id']}"]


def test_other_deals_of_the_dyad_are_named(reading_client: TestClient, names: Names) -> None:
    others = deal_of(reading_client, names.deal)["others"]
    dyad = listed(reading_client, "supplier=DEU&recipient=NOR")
    assert [one["id"] for one in others] == [one["id"] for one in dyad if one["id"] != names.deal]


def test_a_name_that_no_deal_has(reading_client: TestClient) -> None:
    for address in ("/deals/t000", "/deals/t000.json", f"{API}/deals/t000"):
        answer = reading_client.get(address)
        assert (answer.status_code, answer.json()["status"]) == (404, 404)


# ------------------------------------------------------------------ corrections


def test_claims_become_a_deal_of_their_own_and_are_joined_again(
    client: TestClient, ledger: Ledger, names: Names
) -> None:
    before = deal_of(client, names.deal)["order"]
    form = {"csrf": csrf_of(client), "claim": before[-2:], "note": "others"}
    answer = client.post(f"/deals/{names.deal}/split", data=form)
    assert answer.status_code == 303
    own = answer.headers["location"]
    assert own.startswith("/deals/t")
    assert sorted(client.get(f"{own}.json").json()["order"]) == sorted(before[-2:])
    assert deal_of(client, names.deal)["order"] == before[:-2]
    name = own.removeprefix("/deals/")
    form = {"csrf": csrf_of(client), "suggested": name, "other": ""}
    answer = client.post(f"/deals/{names.deal}/merge", data=form)
    assert answer.headers["location"] == f"/deals/{names.deal}"
    assert deal_of(client, names.deal)["order"] == before
    log = [(entry.what, entry.who, entry.record, entry.outcome) for entry in ledger.accounts.audited()]
    assert log == [("merge", FIRST, names.deal, names.deal), ("split", FIRST, names.deal, name)]


def test_a_deal_is_found_by_the_name_it_had(client: TestClient, names: Names) -> None:
    claims = deal_of(client, names.deal)["order"]
    split = client.post(f"{API}/deals/{names.deal}/split", json={"claims": claims[-1:]}).json()["deal"]
    merged = client.post(f"{API}/deals/{split}/merge", json={"other": names.deal, "note": "one"}).json()
    assert merged == {"deal": names.deal}
    answer = client.get(f"/deals/{split}?size=1", headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/deals/{names.deal}?size=1")
    assert client.get(f"{API}/deals/{split}").json()["deal"]["id"] == names.deal


def test_what_cannot_be_corrected_is_told(client: TestClient, names: Names) -> None:
    place, claims = f"/deals/{names.deal}", deal_of(client, names.deal)["order"]
    assert refused(client, f"{place}/split") == (
        422,
        "Choose the claims that are another deal, on the page of the deal.",
    )
    assert refused(client, f"{place}/split", claim=claims)[0] == 422
    assert refused(client, f"{place}/split", claim=["c000"])[0] == 422
    assert refused(client, f"{place}/merge") == (
        422,
        "Choose the other deal from the list, or write its name.",
    )
    assert refused(client, f"{place}/merge", other=names.deal)[0] == 422
    assert refused(client, f"{place}/merge", other="t000")[0] == 404
    assert client.post(f"{API}{place}/split", json={"claims": []}).status_code == 422
    assert deal_of(client, names.deal)["order"] == claims


def test_a_form_of_somebody_else_corrects_nothing(client: TestClient, names: Names) -> None:
    claims = deal_of(client, names.deal)["order"]
    for form in ({}, {"csrf": "guessed"}):
        answer = client.post(
            f"/deals/{names.deal}/split",
            data={"claim": claims[-1:], **form},
            headers={"origin": "http://127.0.0.1"},
        )
        assert answer.status_code == 403
    assert deal_of(client, names.deal)["order"] == claims


def test_a_reader_is_shown_no_forms_and_corrects_nothing(place: str, names: Names) -> None:
    with asking(Settings(place, read_only=True)) as client:
        page = html.fromstring(client.get(f"/deals/{names.deal}").text)
        assert page.xpath("//main//form | //main//input") == []
        assert client.post(f"{API}/deals/{names.deal}/split", json={"claims": ["c1"]}).status_code == 403


def test_what_is_still_to_be_gathered_is_told_and_not_waited_for(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.db")
    with Ledger.open(place, create=True) as ledger:
        made = [document(f"Land{at} sold tanks to Country{at}.", f"{at}") for at in range(30)]
        ledger.append([addition(one, f"/texts/{one.id}.txt") for one in made], READER)
        with asking(Settings(place, reviewer=FIRST)) as client:
            assert "30 documents are still to be gathered" in client.get("/deals").text
            answer = client.post(f"{API}/deals/t1/split", json={"claims": ["c1"]})
            assert (answer.status_code, answer.json()["detail"][:12]) == (409, "30 documents")
            ledger.gather()
            page = client.get("/deals.json").json()
            assert (page["awaiting"], page["deals"][0]["claims"]) == (0, 30)
            assert "still to be gathered" not in client.get("/deals").text
