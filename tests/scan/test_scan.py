"""A scan gives for every text what reading it alone gives, and loses none."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from armstrail.documents import document
from armstrail.errors import DocumentError
from armstrail.gate import NOTHING
from armstrail.model import Document
from armstrail.pipeline import reader_version
from armstrail.scan.tables import SCHEMAS
from armstrail.sources import captures
from armstrail.stories import Stories
from tests.scan.conftest import Scanned
from tests.scan.made import TABLES, Row, by_place, ran, read_table, table


@pytest.fixture(scope="module")
def read(whole: Scanned) -> list[Row]:
    """What `read` says of the same files."""
    return [json.loads(line) for line in ran("read", *whole.sources, "-f", "jsonl").output.splitlines()]


@pytest.fixture(scope="module")
def made(whole: Scanned) -> dict[str, Document | None]:
    """The document of every place in the sources; None where it has none."""
    found: dict[str, Document | None] = {}
    for capture in (capture for source in whole.sources for capture in captures(str(source))):
        if not capture.passed:
            try:
                found[capture.place] = document(capture)
            except DocumentError:
                found[capture.place] = None
    return found


def told(row: Row) -> tuple[str, str]:
    """A reading by its document and what it says."""
    return row["doc"], json.dumps([row["statements"], row["claims"], row["coverage"]], ensure_ascii=False)


def readings(whole: Scanned) -> list[Row]:
    """The readings of a scan, put together from its tables."""
    said, claimed = (by_place(table(whole.out, name)) for name in ("statements", "claims"))
    covered = {row["place"]: row for row in table(whole.out, "coverage")}
    found = []
    for row in table(whole.out, "documents"):
        place = row["place"]
        coverage = {key: covered[place][key] for key in ("characters", "read")}
        coverage |= {key: json.loads(covered[place][key]) for key in ("skipped", "unresolved")}
        statements, claims = ([json.loads(one["record"]) for one in held[place]] for held in (said, claimed))
        found.append({"doc": row["doc"], "statements": statements, "claims": claims, "coverage": coverage})
    return found


# ------------------------------------------------------------------ the same as reading


def test_every_reading_is_that_of_read_record_for_record(whole: Scanned, read: list[Row]) -> None:
    expected, found = Counter(map(told, read)), Counter(map(told, readings(whole)))
    assert found.total() > 60
    assert not found - expected
    left = expected - found
    assert Counter(doc for doc, _ in left.elements()) == Counter(
        row["doc"] for row in table(whole.out, "coverage") if row["reason"]
    )
    for _, record in left:
        _, claims, coverage = json.loads(record)
        assert not claims
        assert coverage["read"] < 2 * len(coverage["skipped"])  # the line ends between what was skipped
    assert len(table(whole.out, "claims")) == sum(len(row["claims"]) for row in read) > 100


def test_what_is_not_read_is_in_the_coverage_with_its_reason(
    whole: Scanned, made: dict[str, Document | None]
) -> None:
    passed = [row for row in table(whole.out, "coverage") if row["reason"]]
    assert {(row["read"], row["reason"]) for row in passed} == {(0, NOTHING)}
    for row in passed:
        known = made[row["place"]]
        if ".warc" not in row["place"]:  # of a page that is not looked into all words count
            assert known
            assert (row["doc"], row["characters"], row["url"]) == (known.id, len(known.text), known.url)
        else:
            assert row["characters"] > 100


def test_every_text_is_somewhere_and_none_twice(whole: Scanned, made: dict[str, Document | None]) -> None:
    documents, failures = table(whole.out, "documents"), table(whole.out, "failures")
    coverage = table(whole.out, "coverage")
    passed = [row for row in coverage if row["reason"]]
    assert Counter(row["place"] for row in [*documents, *passed, *failures]) == Counter(made.keys())
    assert Counter(row["place"] for row in coverage if not row["reason"]) == Counter(
        row["place"] for row in documents
    )
    assert Counter(row["place"] for row in table(whole.out, "captures")) == Counter(
        row["place"] for row in documents
    )
    assert [row["reason"] for row in failures] == ["has no `text`"]
    manifest = json.loads((whole.out / "manifest.json").read_text())
    counts = manifest["counts"]
    assert counts["pages"] == len(made)
    assert counts["documents"] == counts["read"] == len(documents)
    assert [counts[name] for name in ("statements", "claims", "failures")] == [
        len(table(whole.out, name)) for name in ("statements", "claims", "failures")
    ]
    assert manifest["passed"] == {"no page: status 301": 1}
    assert (manifest["reader"], manifest["state"]) == (reader_version(), "done")
    assert [file["path"] for file in manifest["files"]] == list(map(str, whole.sources))


def test_the_documents_are_those_of_their_captures(whole: Scanned, made: dict[str, Document | None]) -> None:
    for row in table(whole.out, "documents"):
        known = made[row["place"]]
        assert known
        assert {name: row[name] for name in ("url", "title", "published", "outlet", "credit", "text")} == {
            name: getattr(known, name) for name in ("url", "title", "published", "outlet", "credit", "text")
        }
        assert (row["doc"], tuple(row["notes"])) == (known.id, known.notes)


def test_every_row_says_where_it_comes_from(whole: Scanned, made: dict[str, Document | None]) -> None:
    for name in ("statements", "claims"):
        for row in table(whole.out, name):
            known = made[row["place"]]
            assert known
            assert (row["doc"], row["url"], row["title"]) == (known.id, known.url, known.title)


def test_the_tables_have_the_columns_that_are_told_of(whole: Scanned) -> None:
    for name in TABLES:
        for path in (whole.out / name).iterdir():
            assert read_table(path).schema == SCHEMAS[name]


def test_it_says_in_one_line_what_it_came_to(whole: Scanned) -> None:
    assert whole.ran.status == 1  # a line has no text
    assert whole.ran.output == ""
    (line,) = whole.ran.said
    documents, claims = (len(table(whole.out, name)) for name in ("documents", "claims"))
    assert f"{documents} with a word of arms, 1 failure named in failures: " in line
    assert line.endswith(f", {claims} transfer claims in {whole.out}")


# ------------------------------------------------------------------ stories


def test_the_stories_are_those_of_all_documents_together(
    whole: Scanned, made: dict[str, Document | None]
) -> None:
    passed = {row["place"] for row in table(whole.out, "documents")}
    together = Stories()
    together.add(made[place] for place in sorted(passed))  # type: ignore[misc]
    expected = Counter(
        (
            story.id,
            story.origin,
            story.reason,
            story.agency,
            member.document,
            member.relation,
            member.share,
            member.of_origin,
            json.dumps([[span.start, span.end] for span in member.own], separators=(",", ":")),
        )
        for story in together.stories()
        for member in story.documents
    )
    assert Counter(tuple(row.values()) for row in table(whole.out, "stories")) == expected
    relations = Counter(row[5] for row in expected.elements())
    assert relations.keys() >= {"origin", "identical", "excerpt"}
    assert relations["origin"] > 50


def test_a_footer_makes_no_story_of_a_crowd(whole: Scanned) -> None:
    origins = [row["origin"] for row in table(whole.out, "stories") if row["doc"].startswith("crowd/")]
    assert len(origins) == len(set(origins)) == 40
