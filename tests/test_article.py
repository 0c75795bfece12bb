"""The article that the project started from, read as it lies in ../shared, against its coding there."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from armstrail.documents import document
from armstrail.sources import captures


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
    of_cue = {statement["cue"][0][0]: statement["speaker"]["name"] for statement in spoken}
    told = [of_cue.pop(cue) for cue, *_ in READ_BY_HAND]
    assert told.count("Vladimir Putin") == 10
    assert {name for name in told if name != "Vladimir Putin"} == {"The Russian military", "Moscow"}
    assert len(of_cue) <= BESIDE
    going_on = [s for s in spoken if len(s["content"]) > 1]  # a quotation without a cue is its speaker's too
    assert {statement["speaker"]["name"] for statement in going_on} == {"Vladimir Putin"}


READ_BY_HAND = (
    (265, 70, 244, "160fd791d5d2", "transfer"),
    (281, 289, 366, "4304954c9232", "capability"),
    (373, 385, 638, "5415b4193944", "stance"),
    (645, 655, 740, "86a826e65987", "combat territory"),
    (1031, 798, 1011, "0b068d2111cf", "cooperation"),
    (1278, 1287, 1375, "669972e1b51e", "combat territory"),
    (1380, 1385, 1571, "2ecdbe3c1a2d", "capability"),
    (1832, 1837, 2017, "bc485303e608", "transfer cooperation"),
    (2425, 2434, 2489, "707ce841262f", "capability"),
    (2780, 2800, 2846, "c737edaaf743", "transfer"),
    (2848, 2856, 2970, "ad7513289ca8", "capability"),
    (2988, 3010, 3129, "9e102a815ef9", "transfer sanction warning"),
)
"""Each attributed statement: where its cue begins, where its content stands first, the hash of that, its topics."""

HELD = ["d03235cb", "98d4c2ca", "7fb7120c"]

BESIDE = 2
"""Statements beside these at most; none is aimed at. The two: "to help … and prove that" and what somebody called
something are taken for reports.
"""

RIGHT, EXACT, COVERED = 5, 9, 11
"""How many of them have just these topics, just these words first, and all of them; all twelve are aimed at. Raised
when more have. Where words go wrong, the sentence goes on before the quotation, in words of the same speaker; what one
lacks is the clause that tells when it was said, which the reader leaves to the outlet.
"""


def test_the_topics_of_its_statements(
    shared: Path, read_and_coded: tuple[dict[str, Any], list[dict[str, Any]]]
) -> None:
    read, _ = read_and_coded
    [capture] = captures(str(shared / "data" / "article.txt"))
    text = document(capture).text
    told = {s["cue"][0][0]: s for s in read["statements"] if s.get("in") != "title"}
    right = exact = covered = 0
    for cue, start, end, hashed, topics in READ_BY_HAND:
        assert hashlib.sha256(text[start:end].encode()).hexdigest().startswith(hashed)
        content = told[cue]["content"]
        covered += any(first <= start < end <= last for first, last in content)
        exact += content[0] == [start, end]
        right += {t["topic"] for t in told[cue]["topics"]} == set(topics.split())
    assert right >= RIGHT
    assert exact >= EXACT
    assert covered >= COVERED


def test_the_occasion_and_the_words_held_at_a_distance(
    shared: Path, read_and_coded: tuple[dict[str, Any], list[dict[str, Any]]]
) -> None:
    read, _ = read_and_coded
    of_one = [
        s for s in read["statements"] if s.get("in") != "title" and s["speaker"]["name"] == "Vladimir Putin"
    ]
    assert {(s["occasion"]["name"], s["occasion"]["date"]["iso"]) for s in of_one} == {
        ("Army-2022", "2022-08-15")
    }
    [capture] = captures(str(shared / "data" / "article.txt"))
    text = document(capture).text
    held = [text[slice(*words["span"])] for sentence in read["own"] for words in sentence["distanced"]]
    assert [hashlib.sha256(words.encode()).hexdigest()[:8] for words in held] == HELD
