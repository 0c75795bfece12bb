"""Readings as JSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from armstrail.exports import write
from armstrail.records import record
from tests.made import BARE, READING, TEXT, TITLE, span

DOCS = Path(__file__).parents[1] / "docs" / "records.md"


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a value of JSON."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from objects(part)


def test_a_line_for_each_reading() -> None:
    out = io.StringIO()
    write([READING, BARE], "jsonl", out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [record(READING), record(BARE)]


def test_every_mention_stands_where_its_span_says() -> None:
    named = 0
    for found in objects(record(READING)):
        for words, at, place in (
            ("mention", "span", "in"),
            ("evidence", "span", "in"),
            ("name", "name_span", "name_in"),
            ("designation", "designation_span", "designation_in"),
            ("cue", "cue_span", "cue_in"),
        ):
            if isinstance(found.get(at), list) and isinstance(found.get(words), str):
                start, end = found[at]
                assert (TITLE if found.get(place) == "title" else TEXT)[start:end] == found[words]
                named += 1
    assert named == 30


def test_what_stands_in_the_title_says_so_and_nothing_else_does() -> None:
    agreed, _, sold = record(READING)["claims"]
    assert "in" not in agreed
    assert (sold["in"], sold["cue_in"], sold["items"][1]["designation_in"]) == ("title", "title", "title")
    assert (sold["speakers"][0]["in"], "name_in" in sold["speakers"][0]) == ("title", False)
    deal = span("deal")
    assert sold["words"]["stage"][1] == [deal.start, deal.end, "text"]
    assert [statement.get("in") for statement in record(READING)["statements"]] == [None, None, "title"]


def test_the_shape_of_a_claim() -> None:
    claim = record(READING)["claims"][0]
    assert claim["supplier"] == [{"mention": "Ruritania", "id": "RUR", "span": [0, 9]}]
    assert claim["items"][0]["quantity"] == {"mention": "up to 20", "min": None, "max": 20, "span": [23, 31]}
    assert claim["value"] == {
        "mention": "$1.5bn",
        "amount": 1_500_000_000,
        "currency": "USD",
        "span": [56, 62],
    }
    assert claim["date"]["iso"] == "2024-05-06"
    assert record(READING)["claims"][1]["supplier"][0]["state"] == "RUR"
    assert record(READING)["claims"][1]["value"] is None


def test_every_field_is_told_of_in_the_docs() -> None:
    told = set(re.findall(r"`(\w+)`", DOCS.read_text(encoding="utf-8")))
    assert {key for found in objects(record(READING)) for key in found} - told == set()
