"""The command that folds texts into stories, and what the other commands say of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Armed

DOCS = Path(__file__).parents[1] / "docs" / "stories.md"

FERRY = """\
The ferry to Sandholm will not sail after nine in the evening from next week, since the crew may no longer work split \
shifts and the company has found nobody to stand in for them.

Germany delivered 18 Leopard 2 tanks to Norway, the defence ministry said on Monday, and the last of them crossed on \
the late boat.

Islanders who work on the mainland have written to the county, which answered that there would be no bridge, as \
it has answered every year."""
OWN = "Our reader Ms Holm points out that the old timetable hangs in her kitchen and that it had three boats more."
BREAD = "The bakery on the square bakes by night again, and the whole street smells of caraway before it is light."


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """An origin, a copy and a copy that adds to it; a text alone."""
    return jsonl(
        tmp_path / "articles.jsonl",
        {"id": "copy", "text": f"SANDHOLM - {FERRY}", "published": "2024-05-03", "outlet": "The Echo"},
        {"id": "longer", "text": f"{FERRY}\n\n{OWN}", "published": "2024-05-02"},
        {"id": "first", "text": FERRY, "title": "Last boat", "published": "2024-05-01", "outlet": "The Tide"},
        {"id": "bread", "text": BREAD, "title": "Caraway"},
    )


def jsonl(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def relations(story: dict[str, Any]) -> dict[str, str]:
    return {document["doc"]: document["relation"] for document in story["documents"]}


# ------------------------------------------------------------------ of sources


def test_a_table_of_the_stories_of_a_file(armed: Armed, source: Path) -> None:
    status, output, errors = armed("stories", source)
    shown = output.splitlines()
    assert status == 0
    assert shown[0] == "Last boat"
    assert shown[1].startswith("  y")
    assert shown[1].endswith(": 3 documents, 1 origin: was published first, 2024-05-01")
    assert shown[2] == "  origin      100%  The Tide · 2024-05-01  first"
    assert sorted(line.split()[-1] for line in shown[3:] if "%" in line) == ["copy", "longer"]
    assert f"             own: “{OWN}”" in shown
    assert "Caraway" not in output
    assert errors == ["4 texts read", "1 story of two or more texts, 3 texts in them"]


def test_texts_that_stand_alone_are_shown_where_asked_for(armed: Armed, source: Path) -> None:
    status, output, errors = armed("stories", source, "--all")
    assert status == 0
    assert output.index("Last boat") < output.index("Caraway")
    assert "1 document, 1 origin: stands alone" in output
    assert errors[-1] == "1 story of two or more texts, 3 texts in them"


def test_jsonl_holds_every_text_and_the_places_of_own_passages(armed: Armed, source: Path) -> None:
    status, output, _ = armed("stories", source, "-f", "jsonl")
    story, alone = objects(output)
    assert status == 0
    assert (story["origin"], relations(story)) == (
        "first",
        {"first": "origin", "longer": "extended", "copy": "reprint"},
    )
    assert (alone["origin"], alone["reason"], alone["agency"]) == ("bread", "stands alone", None)
    (longer,) = [document for document in story["documents"] if document["doc"] == "longer"]
    assert [f"{FERRY}\n\n{OWN}"[start:end] for start, end in longer["own"]] == [OWN]


@pytest.mark.parametrize(("name", "is_jsonl"), [("s.jsonl", True), ("s.ndjson", True), ("s.txt", False)])
def test_a_file_to_write_to_says_the_format(
    armed: Armed, source: Path, tmp_path: Path, name: str, is_jsonl: bool
) -> None:
    status, output, errors = armed("stories", source, "-o", tmp_path / name)
    written = (tmp_path / name).read_text()
    assert (status, output) == (0, "")
    assert errors[-1] == "1 story of two or more texts, 3 texts in them"
    assert len(objects(written)) == 2 if is_jsonl else written.startswith("Last boat\n  y")


def test_a_source_that_fails_is_named_and_the_others_are_shown(armed: Armed, source: Path) -> None:
    status, output, errors = armed("stories", source.parent / "none.txt", source)
    assert status == 1
    assert "3 documents, 1 origin" in output
    assert errors[0].endswith("none.txt: no such file")
    assert errors[1:] == ["4 texts read, 1 failed", "1 story of two or more texts, 3 texts in them"]


def test_a_broken_line_is_named_and_the_others_are_shown(armed: Armed, source: Path) -> None:
    source.write_text("nonsense\n" + source.read_text())
    status, output, errors = armed("stories", source)
    assert status == 1
    assert "3 documents, 1 origin" in output
    assert errors[0].startswith(f"armstrail: {source}:1: is not JSON")


def test_two_lines_of_one_id_are_told_apart(armed: Armed, tmp_path: Path) -> None:
    rows = [{"id": "x", "text": text} for text in (f"{FERRY}\n\n{OWN}", FERRY, BREAD)]
    status, output, _ = armed("stories", jsonl(tmp_path / "a.jsonl", *rows), "-f", "jsonl")
    stories = objects(output)
    assert status == 0
    assert [sorted(relations(story)) for story in stories] == [["x", "x (2)"], ["x (3)"]]
    longer = next(document for document in stories[0]["documents"] if document["doc"] == "x")
    assert all(f"{FERRY}\n\n{OWN}"[start:end] == OWN for start, end in longer["own"])


def test_so_are_lines_whose_id_looks_like_a_second_one(armed: Armed, tmp_path: Path) -> None:
    rows = [{"id": name, "text": FERRY, "title": name} for name in ("x", "x", "x (2)")]
    _, output, _ = armed("stories", jsonl(tmp_path / "a.jsonl", *rows), "-f", "jsonl")
    assert len({document["doc"] for document in objects(output)[0]["documents"]}) == 3


def test_a_file_without_a_text_is_no_story(armed: Armed, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    (tmp_path / "empty.txt").write_text("")
    nothing = "0 stories of two or more texts, 0 texts in them"
    assert armed("stories", tmp_path / "empty.jsonl")[1] == ""
    status, output, errors = armed("stories", tmp_path / "empty.txt", "--all")
    assert (status, output, errors[-1]) == (1, "", nothing)
    assert "is empty" in errors[0]


def test_a_text_of_one_word_stands_alone_or_with_its_like(armed: Armed, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Tanks\n")
    (tmp_path / "c.txt").write_text("Ferries\n")
    status, output, errors = armed("stories", tmp_path, "-f", "jsonl")
    assert status == 0
    assert [len(story["documents"]) for story in objects(output)] == [2, 1]
    assert errors[-1] == "1 story of two or more texts, 2 texts in them"


def test_standard_input_is_a_source(armed: Armed, source: Path) -> None:
    _, of_file, _ = armed("stories", source, "-f", "jsonl")
    status, output, _ = armed("stories", "-", "-f", "jsonl", given=source.read_bytes())
    assert (status, output) == (0, of_file)


def test_an_agency_in_a_field_makes_the_origin(armed: Armed, source: Path, tmp_path: Path) -> None:
    late = jsonl(
        tmp_path / "late.jsonl", {"id": "wire", "text": FERRY, "wire": "Reuters", "published": "2024-06-01"}
    )
    _, output, _ = armed("stories", source, late, "-f", "jsonl")
    story = objects(output)[0]
    assert (story["origin"], story["agency"], len(story["documents"])) == ("wire", "Reuters", 4)


def test_what_resembles_it_is_told_in_jsonl(armed: Armed, tmp_path: Path) -> None:
    crew, tanks, county = FERRY.split("\n\n")
    rows = [
        {"id": "one", "text": f"{BREAD} {OWN} " * 4 + f"{crew} {county}"},
        {"id": "two", "text": f"{tanks} Nothing else was heard of them. " * 7 + f"{crew} {county}"},
    ]
    _, output, _ = armed("stories", jsonl(tmp_path / "a.jsonl", *rows), "-f", "jsonl")
    assert {d["doc"]: d["resembles"] for story in objects(output) for d in story["documents"]} == {
        "one": [{"doc": "two", "reason": "shared beginning or end"}],
        "two": [{"doc": "one", "reason": "shared beginning or end"}],
    }


# ------------------------------------------------------------------ of a ledger


@pytest.fixture
def ledger(armed: Armed, source: Path, tmp_path: Path) -> Path:
    place = tmp_path / "a.db"
    assert armed("add", source, "-l", place, "--workers", "1")[0] == 0
    return place


def test_the_stories_of_a_ledger_are_those_of_its_texts(armed: Armed, source: Path, ledger: Path) -> None:
    _, of_file, said = armed("stories", source, "-f", "jsonl")
    status, output, errors = armed("stories", "--ledger", ledger, "-f", "jsonl")
    assert (status, errors) == (0, said[-1:])
    folded, alone = objects(output)
    assert [story["story"] for story in objects(of_file)] == [folded["story"], alone["story"]]
    assert sorted(relations(folded).values()) == ["extended", "origin", "reprint"]
    assert folded["origin"] == folded["documents"][0]["doc"]
    assert all(
        document["doc"].startswith("d") and len(document["doc"]) == 21 for document in folded["documents"]
    )


def test_the_table_of_a_ledger_shows_own_passages(armed: Armed, ledger: Path) -> None:
    status, output, errors = armed("stories", "-l", ledger)
    assert status == 0
    assert output.startswith("Last boat\n  y")
    assert f"             own: “{OWN}”\n" in output
    assert "Caraway" not in output
    assert errors == ["1 story of two or more texts, 3 texts in them"]
    assert "Caraway" in armed("stories", "-l", ledger, "--all")[1]


def test_one_text_at_two_places_is_counted_twice(armed: Armed, source: Path, tmp_path: Path) -> None:
    first = json.loads(source.read_text().splitlines()[0])
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(first["text"])
    place = tmp_path / "twice.db"
    assert armed("add", tmp_path / "one.txt", tmp_path / "two.txt", "-l", place, "--workers", "1")[0] == 0
    _, output, errors = armed("stories", "-l", place)
    assert ": 2 documents, 1 origin: " in output
    assert errors == ["1 story of two or more texts, 2 texts in them"]


def test_a_ledger_that_is_not_there_is_said_in_a_line(armed: Armed, tmp_path: Path) -> None:
    status, output, errors = armed("stories", "-l", tmp_path / "none.db")
    assert (status, output, len(errors)) == (1, "", 1)
    assert "no such ledger" in errors[0]
    assert not (tmp_path / "none.db").exists()


def test_find_says_in_how_many_documents_of_how_many_origins(armed: Armed, ledger: Path) -> None:
    _, output, _ = armed("find", "Leopard", "-l", ledger)
    claims, statements, documents = (output.splitlines()[n] for n in _heads(output))
    assert claims == "3 claims in 3 documents, 1 origin"
    assert statements.endswith(" in 3 documents, 1 origin")
    assert documents == "3 documents, 1 origin"
    (first,) = {line.split()[-1] for line in output.splitlines() if line.startswith("    the words of ")}
    assert output.count(f"    the words of {first}\n") == 6
    assert armed("find", "zeppelin", "-l", ledger)[1].splitlines()[0] == "0 claims in 0 documents"
    assert armed("find", "--in", "documents", "-l", ledger)[1].startswith("4 documents, 2 origins")
    of_origin = armed("find", "--in", "claims", "--origin", first, "-l", ledger)[1]
    assert of_origin.startswith("3 claims in 3 documents, 1 origin\n")


def _heads(output: str) -> list[int]:
    return [n for n, line in enumerate(output.splitlines()) if line and not line.startswith(" ")]


def test_the_example_in_the_docs_is_what_the_command_shows(armed: Armed, tmp_path: Path) -> None:
    order, delivery, price = (
        (
            "The defence ministry of Norway said on Tuesday that it had signed an agreement with South Korea for 24 "
            "howitzers of the K9 type."
        ),
        "Delivery of the guns is to begin in two years, a spokesman told reporters in Oslo.",
        (
            "The contract is worth about 200 million dollars and includes spare parts and training for the crews, the "
            "ministry added."
        ),
    )
    own = (
        "Parliament's defence committee was not informed before the signing, its chairwoman said.",
        "Sweden delivered 12 mortars to Norway last year.",
    )
    prints = (
        ("a", (order, delivery, price), "Norway orders howitzers", "2021-03-02", "Reuters"),
        ("b", (f"OSLO, March 2 (Reuters) - {order}", delivery, price), "", "2021-03-02", "Daily Post"),
        ("c", (order, delivery, price, *own), "", "2021-03-03", "Nordic Gazette"),
        ("d", (delivery, price), "", "2021-03-03", "Evening Sun"),
    )
    rows = (
        {"id": name, "text": "\n\n".join(parts), "title": title, "published": day, "outlet": outlet}
        for name, parts, title, day, outlet in prints
    )
    shown = armed("stories", jsonl(tmp_path / "articles.jsonl", *rows))[1]
    assert f"```\n{shown.strip()}\n```" in DOCS.read_text(encoding="utf-8")
