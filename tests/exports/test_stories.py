"""Stories as a list for the eye, and as JSONL."""

from __future__ import annotations

import io
import json
from typing import Any

from armstrail.exports.stories import resembling, write_lines, write_table
from armstrail.model import Document, Member, Resemblance, Span, Story

WORDS = "The quay was swept, the flags were out. Nobody had told the gulls. Own one. Own two. Own three. Own four."
ORIGIN = Document("a", WORDS, "Gulls <at> the quay", "2024-05-01", "The Tide", "https://x.example/a")
COPY = Document("b", WORDS, "", "2024-05-02")
LONGER = Document("c", WORDS, "Gulls", None, "The Echo")
PASSAGES = tuple(
    Span(WORDS.index(w), WORDS.index(w) + len(w)) for w in ("Own one.", "Own two.", "Own three.", "Own four.")
)
STORY = Story(
    "y01",
    "a",
    "was published first, 2024-05-01",
    (
        Member("a", "origin"),
        Member("b", "reprint", 0.984, 1.0),
        Member("c", "extended", 0.5, 0.25, PASSAGES),
    ),
    "Reuters",
)
TOLD = (STORY, (ORIGIN, COPY, LONGER))


def table(*told: tuple[Story, tuple[Document, ...]]) -> list[str]:
    out = io.StringIO()
    write_table(told, out)
    return out.getvalue().splitlines()


def lines(
    *told: tuple[Story, tuple[Document, ...]], alike: dict[str, list[dict[str, str]]] | None = None
) -> list[dict[str, Any]]:
    out = io.StringIO()
    write_lines(told, out, alike or {})
    return [json.loads(line) for line in out.getvalue().splitlines()]


def alone(document: Document) -> tuple[Story, tuple[Document, ...]]:
    return Story("y02", document.id, "stands alone", (Member(document.id, "origin"),)), (document,)


def test_a_table_tells_the_origin_why_that_and_what_the_others_add() -> None:
    *shown, more, last = table(TOLD)
    assert shown == [
        "Gulls <at> the quay",
        "  y01: 3 documents, 1 origin: was published first, 2024-05-01",
        "  origin      100%  The Tide · 2024-05-01  a",
        "  reprint      98%  2024-05-02  b",
        "  extended     50%  The Echo  c",
        "             own: “Own one.”",
        "             own: “Own two.”",
        "             own: “Own three.”",
    ]
    assert (more.split()[:2], more.split()[-1], last) == (["and", "1"], "more", "")


def test_a_story_without_a_title_is_called_by_its_first_words() -> None:
    assert table(alone(Document("a", "Rain\n\n fell.")))[:3] == [
        "Rain fell.",
        "  y02: 1 document, 1 origin: stands alone",
        "  origin      100%  a  a",
    ]
    assert table(alone(Document("a", "")))[0] == "a"
    assert table(alone(Document("a", "word " * 100)))[0] == ("word " * 100)[:159]


def test_a_long_passage_is_cut_and_set_in_a_line() -> None:
    text = "First.\n\n" + "gull\n" * 50
    story = Story("y", "a", "r", (Member("a", "origin", own=(Span(8, len(text)),)),))
    (own,) = [line.strip() for line in table((story, (Document("a", text, "t"),))) if "own" in line]
    assert own == f"own: “{('gull ' * 50)[:160].rstrip()}…”"


def test_nothing_that_a_text_holds_steers_the_terminal() -> None:
    nasty = "a\x1b[31mb\x9b\u202ec"
    story = Story("y", "a", nasty, (Member("a", "origin", own=(Span(0, len(nasty)),)),))
    told = (story, (Document("a", nasty, f"{nasty}\nd\re", nasty, nasty),))
    shown = table(told, alone(Document(nasty, nasty)))
    assert all(line.isprintable() for line in shown)
    assert shown[0].endswith("d e")


def test_jsonl_has_all_of_a_story() -> None:
    (found,) = lines(TOLD)
    documents = found.pop("documents")
    assert found == {
        "story": "y01",
        "origin": "a",
        "reason": "was published first, 2024-05-01",
        "agency": "Reuters",
    }
    assert documents[0] == {
        "doc": "a",
        "relation": "origin",
        "share": 1.0,
        "of_origin": 1.0,
        "own": [],
        "outlet": "The Tide",
        "published": "2024-05-01",
        "url": "https://x.example/a",
        "title": "Gulls <at> the quay",
        "resembles": [],
    }
    assert [WORDS[start:end] for start, end in documents[2]["own"]] == [
        "Own one.",
        "Own two.",
        "Own three.",
        "Own four.",
    ]
    assert [document["share"] for document in documents] == [1.0, 0.984, 0.5]
    assert documents[1]["outlet"] is None


def test_jsonl_says_what_a_document_resembles_and_why() -> None:
    pairs = [Resemblance("a", "z", "shared quote"), Resemblance("a", "y", "shared passage")]
    held = resembling(pairs)
    assert held == {
        "a": [{"doc": "z", "reason": "shared quote"}, {"doc": "y", "reason": "shared passage"}],
        "z": [{"doc": "a", "reason": "shared quote"}],
        "y": [{"doc": "a", "reason": "shared passage"}],
    }
    first, second = lines(TOLD, alone(Document("y", "Łódź — 🚢.", "")), alike=held)
    assert [document["resembles"] for document in first["documents"]] == [held["a"], [], []]
    assert second["documents"][0]["resembles"] == held["y"]


def test_no_stories_are_nothing() -> None:
    assert table() == []
    assert lines() == []
