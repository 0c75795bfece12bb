"""The commands that show deals and correct them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from armstrail.ledger import Addition, Ledger
from armstrail.model import Reading
from tests.conftest import Armed
from tests.deals.made import Said, goods, read

ORDER = "Norway ordered 18 Leopard 2A6 tanks from Germany, the defence ministry in Oslo said on Monday."
SALE = "Germany will sell 24 Leopard 2A6 tanks to Norway, the German defence minister said."
SENT = "Germany delivered 6 Leopard 2A6 tanks to Norway on Tuesday."
GUNS = "Greece bought 40 howitzers from South Korea last week, its army said."
ROWS = (
    {"id": "order", "text": ORDER, "published": "2021-03-01", "outlet": "The Tide"},
    {"id": "sale", "text": SALE, "published": "2021-03-05", "outlet": "The Echo"},
    {"id": "sent", "text": SENT, "published": "2022-09-01", "outlet": "The Tide"},
    {"id": "guns", "text": GUNS, "published": "2021-05-01"},
)


@pytest.fixture
def place(armed: Armed, tmp_path: Path) -> Path:
    """A ledger of two deals."""
    source, place = tmp_path / "articles.jsonl", tmp_path / "a.db"
    source.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    assert armed("add", source, "-l", place, "--workers", "1")[0] == 0
    return place


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def deals(armed: Armed, place: Path, *options: str | Path) -> list[dict[str, Any]]:
    status, output, _ = armed("deals", "-l", place, "-f", "jsonl", *options)
    assert status == 0
    return objects(output)


# ------------------------------------------------------------------ shown


def test_a_table_of_the_deals_of_a_ledger(armed: Armed, place: Path) -> None:
    status, output, errors = armed("deals", "-l", place)
    tanks, guns = output.strip().split("\n\n")
    assert (status, errors) == (0, ["2 deals shown"])
    assert tanks.startswith("Germany → Norway: Leopard 2A6\n  t")
    assert ": 3 claims, 3 documents, 3 origins\n" in tanks
    assert "\n  agreed: the numbers do not agree: 18 (recipient); 24 (supplier)" in tanks
    assert guns.startswith("South Korea → Greece: howitzers\n")


def test_jsonl_is_an_object_a_deal(armed: Armed, place: Path, tmp_path: Path) -> None:
    tanks, guns = deals(armed, place)
    assert (tanks["supplier"], tanks["recipient"], tanks["claims"], guns["claims"]) == ("DEU", "NOR", 3, 1)
    for name in ("d.jsonl", "d.ndjson"):
        assert armed("deals", "-l", place, "-o", tmp_path / name)[:2] == (0, "")
        assert objects((tmp_path / name).read_text()) == [tanks, guns]
    armed("deals", "-l", place, "-o", tmp_path / "d.txt")
    assert (tmp_path / "d.txt").read_text() == armed("deals", "-l", place)[1]


@pytest.mark.parametrize(
    ("options", "claims"),
    [
        (("--supplier", "Germany"), [3]),
        (("--supplier", "DEU", "--supplier", "South Korea"), [3, 1]),
        (("--recipient", "Greece"), [1]),
        (("--recipient", "Greece", "--supplier", "Germany"), []),
        (("--category", "tank"), [3]),
        (("--least", "2"), [3]),
        (("--limit", "1"), [3]),
    ],
)
def test_deals_are_found_by_party_goods_and_size(
    armed: Armed, place: Path, options: tuple[str, ...], claims: list[int]
) -> None:
    assert [deal["claims"] for deal in deals(armed, place, *options)] == claims
    _, _, errors = armed("deals", "-l", place, *options)
    assert errors[-1].startswith(f"{len(claims)} deal{'' if len(claims) == 1 else 's'} shown")


def test_what_is_not_shown_is_said(armed: Armed, place: Path) -> None:
    assert armed("deals", "-l", place, "--limit", "1")[2] == [
        "1 deal shown; --limit shows more, --format jsonl all"
    ]
    assert armed("deals", "-l", place, "--limit", "2")[2] == ["2 deals shown"]
    readings = [
        read(
            f"r{n}",
            "2021-01-01",
            Said(
                f"France sold {n} guns to Greece.", (goods("guns", "artillery", None, str(n)),), date=f"{n}"
            ),
        )
        for n in range(1950, 1995, 2)
    ]
    add(place, *readings)
    assert armed("deals", "-l", place)[2] == ["20 deals shown; --limit shows more, --format jsonl all"]
    assert len(deals(armed, place)) > 20


def test_one_deal_is_shown_whole(armed: Armed, place: Path) -> None:
    name = deals(armed, place)[0]["deal"]
    for given in (name, name[:8]):
        status, output, errors = armed("deals", given, "-l", place)
        assert (status, errors) == (0, [])
        for sentence in (ORDER, SALE, SENT):
            assert f"    “{sentence}”\n" in output
        assert "What the supplier's side says\n" in output
        assert "\n    the first claim of this deal\n" in output
        assert "\n    says the German defence minister (supplier)\n" in output
    (found,) = deals(armed, place, name)
    assert found["deal"] == name


def test_a_ledger_of_nothing_has_no_deals(armed: Armed, tmp_path: Path) -> None:
    Ledger.open(str(tmp_path / "a.db"), create=True).close()
    assert armed("deals", "-l", tmp_path / "a.db") == (0, "", ["0 deals shown"])


# ------------------------------------------------------------------ merge and split


def test_deals_are_merged_and_split(armed: Armed, place: Path) -> None:
    tanks, guns = (deal["deal"] for deal in deals(armed, place))
    status, output, errors = armed("merge", tanks[:9], guns[:9], "--by", "A. Reviewer", "-l", place)
    assert (status, output, len(errors)) == (0, "", 1)
    assert errors[0].endswith(": merged by A. Reviewer")
    (merged,) = deals(armed, place)
    assert (errors[0].partition(":")[0], merged["claims"]) == (merged["deal"], 4)
    shown = armed("deals", guns, "-l", place)[1]  # the name it had
    assert "a reviewer joined them" in shown
    claim = next(strand["claim"] for strand in merged["strands"] if strand["category"] == "artillery")
    status, output, errors = armed(
        "split", merged["deal"], claim[:10], "--by", "A. Reviewer", "-l", place, "--note", "guns"
    )
    assert (status, output, len(errors)) == (0, "", 1)
    assert errors[0].endswith(": split off by A. Reviewer")
    assert errors[0].partition(":")[0] in {
        deal["deal"] for deal in deals(armed, place) if deal["claims"] == 1
    }


def test_the_reviewer_may_stand_in_the_environment(
    armed: Armed, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARMSTRAIL_REVIEWER", "B. Reviewer")
    names = [deal["deal"] for deal in deals(armed, place)]
    assert armed("merge", *names, "-l", place)[2][0].endswith("merged by B. Reviewer")


# ------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("deals", "t0000"), "t0000: no deal has this name; `armstrail deals` lists them"),
        (("deals", "t"), "t: more than one deal has a name that begins so; give more of it"),
        (("merge", "t0000", "{0}", "--by", "A"), "t0000: no deal has this name"),
        (("merge", "{0}", "{0}", "--by", "A"), "are one deal already"),
        (("split", "{0}", "c0000", "--by", "A"), "no claim 'c0000'"),
        (("split", "t0000", "c0000", "--by", "A"), "t0000: no deal has this name"),
    ],
)
def test_an_error_is_one_line(armed: Armed, place: Path, arguments: tuple[str, ...], reason: str) -> None:
    first = deals(armed, place)[0]["deal"]
    status, output, errors = armed(*(one.format(first) for one in arguments), "-l", place)
    assert (status, output, len(errors)) == (1, "", 1)
    assert reason in errors[0]


def test_a_party_that_no_table_knows_and_a_category_that_is_none_are_told_of(
    armed: Armed, place: Path
) -> None:
    status, output, errors = armed("deals", "-l", place, "--supplier", "Narnia")
    assert (status, output) == (0, "")
    assert errors[0].startswith("Narnia: no table knows this party")
    status, _, errors = armed("deals", "-l", place, "--category", "tanks")
    assert status == 2 and "tanks is none of" in errors[-1] and "tank," in errors[-1]


def test_a_ledger_that_is_not_there_is_said_in_a_line(armed: Armed, tmp_path: Path) -> None:
    for arguments in (("deals",), ("merge", "t1", "t2", "--by", "A"), ("split", "t1", "c1", "--by", "A")):
        status, output, errors = armed(*arguments, "-l", tmp_path / "none.db")
        assert (status, output, len(errors)) == (1, "", 1)
        assert "no such ledger" in errors[0]


def test_who_decides_must_be_said(armed: Armed, place: Path) -> None:
    names = [deal["deal"] for deal in deals(armed, place)]
    status, _, errors = armed("merge", *names, "-l", place)
    assert status == 2
    assert "--by" in " ".join(errors)
    assert len(deals(armed, place)) == 2


def test_a_name_of_no_deal_leaves_the_file_to_write_to_as_it_was(
    armed: Armed, place: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "deals.jsonl"
    kept.write_text("of yesterday\n")
    assert armed("deals", "t0000", "-l", place, "-o", kept)[0] == 1
    assert kept.read_text() == "of yesterday\n"


def test_hostile_words_are_shown_in_their_lines_and_kept(armed: Armed, tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    steering, long = "tanks\x1b[31m\x9b\u202e\r\n of\x07steel", "tanks " * 1_666 + "all"
    hostile = read(
        "a",
        "2021-03-01",
        Said(
            f"Germany sold 20 {steering} to Norway.",
            (goods(steering, quantity="20"),),
            speakers=(("a\x1b[2Jb", "DEU"),),
        ),
        Said(f"Germany sold 20 {long} to Greece.", (goods(long, quantity="20"),), recipient=("Greece",)),
        outlet="The \x1b]0;Tide\x07",
    )
    add(place, hostile)
    one, other = deals(armed, place)
    assert {one["strands"][0]["mention"], other["strands"][0]["mention"]} == {steering, long}
    shown = armed("deals", "-l", place)[1]
    assert all(line.isprintable() for line in shown.split("\n"))
    assert max(map(len, shown.split("\n"))) < 500
    for deal in (one, other):
        status, whole, errors = armed("deals", deal["deal"], "-l", place)
        assert (status, errors) == (0, [])
        assert all(line.isprintable() for line in whole.split("\n"))


def add(place: Path, *readings: Reading) -> None:
    with Ledger.open(str(place), create=True) as ledger:
        ledger.append(
            [
                Addition(f"/texts/{r.document.id}", r.document.text.encode(), document=r.document, reading=r)
                for r in readings
            ],
            "reader 1",
        )
