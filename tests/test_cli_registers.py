"""The commands that bring registers in and set deals beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Armed
from tests.registers.made import HEAD, PREAMBLE, SIPRI, saved

TEXTS = (
    "Norway ordered 18 Leopard 2A6 tanks from Germany, the defence ministry in Oslo said on Monday.",
    "Leonardo delivered 12 AW101 helicopters to Norway in 2020.",
    "Greece bought 40 rifles from South Korea last week, its army said.",
)
ROWS = """\
Norway,Germany,2021,,54,,Leopard-2A7,tank,0,,,New,,1,1,0
Norway,Italy,2019,,12,,AW101 Merlin,transport helicopter,12,,2020,New,,1,1,1
Chile,Germany,2021,,4,,Leopard-2A4,tank,4,,2022,New,,1,1,1"""
MAPPING = """\
name = "list"
[columns]
supplier = "From"
recipient = "To"
designation = "What"
"""


@pytest.fixture
def place(armed: Armed, tmp_path: Path) -> Path:
    """A ledger of three deals and a register of three rows."""
    source, place = tmp_path / "articles.jsonl", tmp_path / "a.db"
    lines = [{"id": str(at), "text": text, "published": "2021-03-01"} for at, text in enumerate(TEXTS)]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert armed("add", source, "-l", place, "--workers", "1")[0] == 0
    register = saved(tmp_path, f"{PREAMBLE}\n{HEAD}\n{ROWS}\n", "register.csv")
    assert armed("register", "add", register, "-l", place)[0] == 0
    return place


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_each_deal_has_its_finding_with_reasons_and_rows(armed: Armed, place: Path) -> None:
    status, output, errors = armed("compare", "sipri", "-l", place)
    assert (status, len(output.strip().split("\n\n"))) == (0, 3)
    assert "differs in number, designation" in output or "differs in designation, number" in output
    assert errors[0].startswith("3 deals beside sipri 2022-02-07: ")
    _, output, _ = armed("compare", "sipri", "-l", place, "-f", "jsonl", "--verdict", "recorded")
    (found,) = objects(output)
    assert found["designation"] == "AW101"
    assert [row["cells"]["Recipient"] for row in found["rows"]] == ["Norway"]


def test_rows_that_no_claim_tells_of_are_the_same_whatever_is_asked_for(armed: Armed, place: Path) -> None:
    """A deal is of a company, or of a kind near the row's: the row that it has is claimed all the same."""
    asked: tuple[tuple[str, ...], ...] = (
        (),
        ("--supplier", "Italy"),
        ("--category", "other_helicopter"),
        ("--recipient", "Chile"),
    )
    lines = []
    for options in asked:
        status, output, _ = armed("compare", "sipri", "-l", place, "--unclaimed", "-f", "jsonl", *options)
        assert status == 0
        lines.append([row["line"] for row in objects(output)])
    assert lines == [[9], [], [], [9]]


def test_a_register_is_listed_and_shown(armed: Armed, place: Path) -> None:
    status, output, errors = armed("register", "list", "-l", place)
    assert (status, errors) == (0, [])
    assert output.startswith("sipri 2022-02-07 (") and "3 rows, years 1950 to 2021" in output
    status, output, errors = armed("register", "show", "sipri", "-l", place, "--recipient", "Chile")
    assert (status, errors) == (0, ["1 row shown"])
    assert output.splitlines()[-1].startswith(
        "Germany → Chile: line 9: Leopard-2A4 (tank), ordered 4 in 2021"
    )


def test_a_file_that_is_there_comes_in_anew_with_another_mapping(armed: Armed, tmp_path: Path) -> None:
    place, mapping = tmp_path / "b.db", tmp_path / "list.toml"
    table = saved(tmp_path, "From,To,What,Type,Note,Note\nGermany,Norway,Leopard 2A6,tank,one,two\n")
    mapping.write_text(MAPPING)
    assert armed("register", "add", table, "--mapping", mapping, "-l", place)[2] == ["added"]
    again = armed("register", "add", table, "--mapping", mapping, "-l", place)
    assert (again[0], again[2]) == (0, ["this file is in the ledger already"])
    mapping.write_text(MAPPING.replace('"What"', '"Type"'))
    assert armed("register", "add", table, "--mapping", mapping, "-l", place)[2] == ["added"]
    _, output, _ = armed("compare", "list", "-l", place, "--unclaimed", "-f", "jsonl")
    (row,) = objects(output)
    assert row["cells"]["Note"] == "one" and row["cells"]["Note (2)"] == "two"


def test_the_release_that_came_in_is_the_one_shown(armed: Armed, tmp_path: Path) -> None:
    place, mapping = tmp_path / "b.db", tmp_path / "list.toml"
    table = saved(tmp_path, "From,To,What\nGermany,Norway,Leopard 2A6\n")
    mapping.write_text(MAPPING)
    for name in ("list", "other"):
        output = armed("register", "add", table, "--mapping", mapping, "--as", name, "-l", place)[1]
        assert output.startswith(f"{name} ")


def test_parties_that_no_table_knows_are_named(armed: Armed, tmp_path: Path) -> None:
    place, mapping = tmp_path / "b.db", tmp_path / "list.toml"
    mapping.write_text(MAPPING)
    names = ("Germnay", "Germany", "Narnia", *(f"Atlantis {number}" for number in range(9)))
    table = saved(tmp_path, "From,To,What\n" + "".join(f"{name},Norway,Leopard 2A6\n" for name in names))
    status, _, errors = armed("register", "add", table, "--mapping", mapping, "-l", place)
    assert (status, errors[0]) == (0, "added")
    assert "Germnay (line 2), Narnia (line 4), Atlantis 0 (line 5)" in errors[1]
    assert errors[1].endswith(" and 3 more")


def test_what_cannot_be_read_is_told_each_time(armed: Armed, tmp_path: Path) -> None:
    broken = saved(tmp_path, SIPRI + "Peru,Norway\n")
    for _ in range(2):
        status, output, _ = armed("register", "add", broken, "-l", tmp_path / "b.db")
        assert (status, "NOT COMPLETE: 1 fault" in output) == (1, True)


def test_mistakes_are_told_in_one_line(armed: Armed, place: Path, tmp_path: Path) -> None:
    page = saved(tmp_path, "<!doctype html><title>Error</title>", "page.csv")
    for command, words in (
        (("compare", "nosuch", "-l", place), "there are: sipri 2022-02-07"),
        (("register", "show", "nosuch", "-l", place), "there are: sipri 2022-02-07"),
        (("compare", "sipri", "-l", tmp_path / "none.db"), "no such ledger"),
        (("register", "add", page, "-l", place), "is a web page"),
        (("register", "add", tmp_path / "none.csv", "-l", place), "no such file"),
    ):
        status, output, errors = armed(*command)
        assert (status, output, len(errors)) == (1, "", 1)
        assert words in errors[0]
