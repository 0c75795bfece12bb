"""The command that lists what is said again and again, and the events that are exported."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Armed

STOPS = "no air defence in the region can stop Iran's new missile"
PAST = "Iran's new missile gets past every air defence in the region"


@pytest.fixture
def ledger(tmp_path: Path, armed: Armed) -> str:
    """Two speakers of one boast, and one who sells."""
    place = tmp_path
    rows = [
        {
            "id": "a",
            "published": "2021-01-05",
            "outlet": "Post",
            "text": f"General Reza Moradi said {STOPS}.",
        },
        {
            "id": "b",
            "published": "2021-02-05",
            "outlet": "Gulf",
            "text": f"Minister Omid Karimi said {PAST}.",
        },
        {
            "id": "c",
            "published": "2021-03-05",
            "outlet": "Post",
            "text": "Germany delivered 18 tanks to Norway.",
        },
    ]
    source = place / "texts.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    armed("add", source, "--ledger", place / "l.db")
    return str(place / "l.db")


def test_messages_are_listed_narrowed_and_shown(ledger: str, armed: Armed) -> None:
    _, told, _ = armed("messages", "--ledger", ledger)
    assert "2 statements, 2 origins, 2021-01-05 to 2021-02-05" in told
    [row] = [
        json.loads(line) for line in armed("messages", "--ledger", ledger, "-f", "jsonl")[1].splitlines()
    ]
    assert row["key"] in told
    _, one, _ = armed("messages", row["key"], "--ledger", ledger)
    assert "Reza Moradi" in one
    assert "Omid Karimi" in one
    assert row["key"] in armed("messages", "--ledger", ledger, "--speaker", "Omid Karimi")[1]
    narrowed = armed("messages", "--ledger", ledger, "--words", "turnips")[1]
    assert narrowed == "No messages are like this; `armstrail messages` lists all\n"


def test_what_is_asked_wrongly_is_said_in_a_line(ledger: str, armed: Armed) -> None:
    status, _, said = armed("messages", "--ledger", ledger, "--topic", "weather")
    assert status
    assert "is one of transfer" in " ".join(said)
    status, _, said = armed("messages", "m0", "--ledger", ledger)
    assert status == 1
    assert said[-1] == "armstrail: m0: no message has this name; `armstrail messages` lists them"


def test_a_wrong_name_leaves_the_output_as_it_was(ledger: str, armed: Armed, tmp_path: Path) -> None:
    output = tmp_path / "messages.jsonl"
    output.write_text("kept", encoding="utf-8")
    assert armed("messages", "m0", "--ledger", ledger, "-o", output)[0] == 1
    assert output.read_text(encoding="utf-8") == "kept"


def test_one_origin_is_told_in_the_singular(tmp_path: Path, armed: Armed) -> None:
    source = tmp_path / "text.txt"
    source.write_text(
        f"General Reza Moradi said {STOPS}. Minister Omid Karimi said {PAST}.\n", encoding="utf-8"
    )
    armed("add", source, "--ledger", tmp_path / "l.db")
    assert "2 statements, 1 origin, " in armed("messages", "--ledger", tmp_path / "l.db")[1]


def test_events_are_exported(ledger: str, armed: Armed, tmp_path: Path) -> None:
    lines = armed("export", "events", "--ledger", ledger)[1].splitlines()
    rows = [json.loads(line) for line in lines]
    [sale] = [row for row in rows if "18 tanks" in row["text"]]
    assert sale["record"].startswith("c")
    assert (sale["event"], sale["source"][0]["code"], sale["target"][0]["code"]) == ("AID", "DEU", "NOR")
    armed("export", "events", "--ledger", ledger, "-o", tmp_path / "events.csv")
    table = list(csv.DictReader(io.StringIO((tmp_path / "events.csv").read_text(encoding="utf-8"))))
    assert [row["event"] for row in table] == [row["event"] for row in rows]


def test_the_events_of_a_reprint_have_the_origin_of_the_first_text(tmp_path: Path, armed: Armed) -> None:
    told = (
        "Germany delivered 18 tanks to Norway on Monday. The crews will train at the barracks near Oslo through"
        " the spring, and the older vehicles are to be parked in a depot by the fjord until a buyer is found."
        " The ministry thanked the railway for carrying the load at night, when few trains run on the line."
    )
    source = tmp_path / "texts.jsonl"
    prints = [("a", "2021-03-05", "Post", told), ("b", "2021-03-06", "Gulf", f"{told} More follows.")]
    rows = [{"id": i, "published": day, "outlet": outlet, "text": text} for i, day, outlet, text in prints]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    place = tmp_path / "l.db"
    armed("add", source, "--ledger", place)
    claims = [json.loads(line) for line in armed("export", "claims", "--ledger", place)[1].splitlines()]
    assert len({claim["document"] for claim in claims}) == 2
    [first] = {claim["origin"] for claim in claims}
    lines = armed("export", "events", "--ledger", place)[1].splitlines()
    found = list(map(json.loads, lines))
    assert {claim["id"] for claim in claims} & {row["record"] for row in found}
    assert len({row["evidence"]["document"] for row in found}) == 2
    assert {row["origin"] for row in found} == {first}
