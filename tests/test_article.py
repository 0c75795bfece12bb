"""The article that the project started from, read as it lies in ../shared, against its coding there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def read_and_coded(shared: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    program = Path(sys.executable).with_name("armstrail")
    command = [str(program), "read", str(shared / "data" / "article.txt"), "--format", "jsonl"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    coded = (shared / "gold" / "article-claims.jsonl").read_text("utf8")
    return json.loads(printed), json.loads(coded)["claims"]


def sides(claim: dict[str, Any]) -> tuple[set[str], set[str], str]:
    return {p["id"] for p in claim["supplier"]}, {p["id"] for p in claim["recipient"]}, claim["stage"]


def test_all_claims_are_found_with_their_sides_and_stages(
    read_and_coded: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    read, coded = read_and_coded
    found = {claim["evidence"]: sides(claim) for claim in read["claims"]}
    assert found == {claim["evidence"]: sides(claim) for claim in coded}


def test_the_offer_has_its_five_kinds_of_goods_and_its_day(
    read_and_coded: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    read, _ = read_and_coded
    offer = next(claim for claim in read["claims"] if len(claim["items"]) > 1)
    assert [item["category"] for item in offer["items"]] == [
        "small_arms",
        "armoured_vehicle",
        "artillery",
        "combat_aircraft",
        "uav",
    ]
    assert offer["date"]["iso"] == "2022-08-15"
    assert [speaker["name"] for speaker in offer["speakers"]] == ["Vladimir Putin"]


def test_who_said_what(read_and_coded: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    read, _ = read_and_coded
    spoken = [s for s in read["statements"] if s["cue"] and s.get("in") != "title"]
    names = [statement["speaker"]["name"] for statement in spoken]
    assert len(names) == 12
    assert names.count("Vladimir Putin") == 10
    assert {name for name in names if name != "Vladimir Putin"} == {"The Russian military", "Moscow"}
    going_on = [s for s in spoken if len(s["content"]) > 1]  # a quotation without a cue is its speaker's too
    assert {statement["speaker"]["name"] for statement in going_on} == {"Vladimir Putin"}
