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
    assert "No messages" in armed("messages", "--ledger", ledger, "--words", "turnips")[1]


def test_what_is_asked_wrongly_is_said_in_a_line(ledger: str, armed: Armed) -> None:
    status, _, said = armed("messages", "--ledger", ledger, "--topic", "weather")
    assert status
    assert "is one of transfer" in " ".join(said)
    status, _, said = armed("messages", "m0", "--ledger", ledger)
    assert status == 1
    assert said[-1] == "armstrail: m0: no message has this name; `armstrail messages` lists them"


def test_events_are_exported(ledger: str, armed: Armed, tmp_path: Path) -> None:
    lines = armed("export", "events", "--ledger", ledger)[1].splitlines()
    rows = [json.loads(line) for line in lines]
    [sale] = [row for row in rows if "18 tanks" in row["text"]]
    assert sale["record"].startswith("c")
    assert (sale["event"], sale["source"][0]["code"], sale["target"][0]["code"]) == ("AID", "DEU", "NOR")
    armed("export", "events", "--ledger", ledger, "-o", tmp_path / "events.csv")
    table = list(csv.DictReader(io.StringIO((tmp_path / "events.csv").read_text(encoding="utf-8"))))
    assert [row["event"] for row in table] == [row["event"] for row in rows]
