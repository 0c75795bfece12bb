"""Attributions, on sentences written for this test, as words rather than offsets; then floors on published data.

Each case is a text and all that is said in it: (source, cue, content), "…" between the pieces of one role.
"""

from __future__ import annotations

import gzip
import json
import runpy
import time
from typing import TYPE_CHECKING, Any

import pytest

from armstrail import sentences
from armstrail.codebook import tables
from armstrail.model import Span
from armstrail.reader.attribution import find_attributions

if TYPE_CHECKING:
    from pathlib import Path

Said = tuple[str, str, str]


def read(text: str, title: str = "") -> list[Said]:
    texts = {"text": text, "title": title}
    found = find_attributions(texts, [*sentences.split(title, "title"), *sentences.split(text)])

    def words(spans: tuple[Span, ...]) -> str:
        return " … ".join(texts[s.place][s.start : s.end] for s in spans)

    return [(words(a.source), words(a.cue), words(a.content)) for a in found]


WITH_A_CUE = [
    (
        "The defence ministry said on Monday that Norway had ordered six frigates.",
        [("The defence ministry", "said", "that Norway had ordered six frigates")],
    ),
    (
        "Lund has repeatedly warned the yard may close.",
        [("Lund", "has repeatedly warned", "the yard may close")],
    ),
    (
        "Lund also told parliament on Tuesday that the frigates were late.",
        [("Lund", "also told", "that the frigates were late")],
    ),
    (
        "Anna Lund told parliament the frigates were late and added that the yard was to blame.",
        [
            ("Anna Lund", "told", "the frigates were late"),
            ("Anna Lund", "added", "that the yard was to blame"),
        ],
    ),
    (
        "Officials in Ankara said the drones would follow, and three diplomats said the deal was signed.",
        [
            ("Officials in Ankara", "said", "the drones would follow"),
            ("three diplomats", "said", "the deal was signed"),
        ],
    ),
    ("Lund, who said the yard had kept its word, resigned.", [("who", "said", "the yard had kept its word")]),
    (
        "Lund, the minister for the navy, said the yard had failed.",
        [("Lund, the minister for the navy", "said", "the yard had failed")],
    ),
    (
        "Lund signed the papers on Friday, saying the yard had kept its word.",
        [("Lund", "saying", "the yard had kept its word")],
    ),
    (
        "After saying that the frigates were late, Lund left the room.",
        [("Lund", "saying", "that the frigates were late")],
    ),
    (
        "Norwegian officials declined to comment on the order.",
        [("Norwegian officials", "declined to comment on", "the order")],
    ),
    (
        "According to two officials, Norway has bought six frigates.",
        [("two officials", "According to", "Norway has bought six frigates")],
    ),
    (
        "Norway has bought six frigates, according to a report by the audit office.",
        [("a report by the audit office", "according to", "Norway has bought six frigates")],
    ),
    ("Norway is expected to buy six frigates.", [("", "is expected", "Norway … to buy six frigates")]),
    (
        "The minister's claim that the frigates were late, angered the yard.",
        [("The minister", "'s claim", "that the frigates were late, angered the yard")],
    ),
]

QUOTED = [
    (
        '"The frigates arrive in May," said Anna Lund, a spokeswoman for the shipyard.',
        [("Anna Lund, a spokeswoman for the shipyard", "said", '"The frigates arrive in May,"')],
    ),
    (
        '"The frigates arrive in May," the minister told reporters in Oslo. "We have paid for all of them."',
        [("the minister", "told", '"The frigates arrive in May," … "We have paid for all of them."')],
    ),
    (
        '"The frigates," Lund said, "will arrive in May."',
        [("Lund", "said", '"The frigates," … "will arrive in May."')],
    ),
    ("“Why? We paid,” asked Lund.", [("Lund", "asked", "“Why? We paid,”")]),
    ("''We paid,'' Lund said.", [("Lund", "said", "''We paid,''")]),
    ("‘We paid,’ Lund said.", [("Lund", "said", "‘We paid,’")]),
    (
        "Norway would, he said, deliver the frigates in May.",
        [("he", "said", "Norway would … deliver the frigates in May")],
    ),
    (
        'Norway was late, the Danish minister said on Monday, adding, "We have waited long enough."',
        [
            ("the Danish minister", "said", "Norway was late"),
            ("the Danish minister", "adding", '"We have waited long enough."'),
        ],
    ),
    (
        'Lund said the frigates were late. "The yard has broken its word."',
        [("Lund", "said", "the frigates were late"), ("Lund", "", '"The yard has broken its word."')],
    ),
    (
        'Lund said the yard had failed:\n"It promised six ships.\n"It built two."',
        [("Lund", "said", 'the yard had failed … "It promised six ships. … "It built two."')],
    ),
    (
        '"It promised six ships," Lund said.\n"It built two."\nThe yard is closed.',
        [("Lund", "said", '"It promised six ships," … "It built two."')],
    ),
]

NOTHING_SAID = [
    "Norway will establish a new naval order no longer led by the yard.",
    "The navy received two reports, three statements and eleven claims.",
    "Reuters photographers and Anna Lund attended the forum in Bergen.",
    "Norway has ordered six frigates.",
    '"The frigates arrive in May."',
    "The yard said.",
    "Berg missed the boat show that Lund opened.",
    "",
]


@pytest.mark.parametrize(("text", "said"), WITH_A_CUE + QUOTED)
def test_who_said_what(text: str, said: list[Said]) -> None:
    assert read(text) == said


@pytest.mark.parametrize("text", NOTHING_SAID)
def test_nothing_is_said(text: str) -> None:
    assert read(text) == []


def test_a_headline_names_its_speaker_by_a_colon() -> None:
    assert read("The yard closed in May.", "Lund: Norway will buy frigates") == [
        ("Lund", ":", "Norway will buy frigates")
    ]


def test_a_cue_before_a_colon_makes_no_headline() -> None:
    assert read('He said: "We sold it."') == [("He", "said", '"We sold it."')]


def test_the_title_comes_first() -> None:
    assert [
        source for source, _, _ in read("Berg said the yard had failed.", "Lund says yard has failed")
    ] == [
        "Lund",
        "Berg",
    ]


def test_what_is_said_within_what_is_said() -> None:
    assert read("Berg said that Lund denied the yard had failed.") == [
        ("Berg", "said", "that Lund denied the yard had failed"),
        ("Lund", "denied", "the yard had failed"),
    ]


def test_spans_hold_their_place_and_lie_in_it() -> None:
    title, text = "Lund says yard has failed", 'Berg said: "It has."'
    found = find_attributions(
        {"text": text, "title": title}, [*sentences.split(title, "title"), *sentences.split(text)]
    )
    for attribution in found:
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            assert 0 <= span.start < span.end <= len(title if span.place == "title" else text)
    assert {s.place for a in found for s in a.source} == {"title", "text"}


def test_every_cue_that_reports_by_itself_says_what_follows_it() -> None:
    known = {
        *("that clause quote whether to np end comma colon".split()),
        *("as of on about for against with in at by from over like".split()),
    }
    assert {t for cue in tables()["cues"] for t in cue.get("takes", ())} <= known
    kinds = {"verb", "attitude", "passive", "adjective", "noun", "preposition", "adverb"}
    assert {cue["kind"] for cue in tables()["cues"]} == kinds


@pytest.mark.parametrize(
    "piece",
    [
        "x",
        '"',
        "“",
        " 'a",
        "said ",
        '"So," he said. ',
        "told ",
        "according to ",
        "a:\n“b”\n",
        "U.S. ",
        "he, ",
    ],
)
def test_a_text_without_end_takes_time_in_proportion(piece: str) -> None:
    """Four times the text may take some eight times as long, not sixteen."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        found = sentences.split(text)
        start = time.process_time()
        find_attributions({"text": text, "title": ""}, found)
        return time.process_time() - start

    small = max(seconds(10_000), 0.02)
    assert seconds(40_000) < 8 * small + 0.3


# ------------------------------------------------------------------ published data, where it is at hand

FLOORS = {
    "exact source": 0.65,
    "exact cue": 0.63,
    "exact content": 0.56,
    "token content": 0.78,
    "whole": 0.48,
}


def test_floors_on_published_attributions(shared: Path) -> None:
    data = shared / "data" / "polnear" / "dev.jsonl.gz"
    if not data.is_file():
        pytest.skip("needs ../shared/data/polnear")
    score: Any = runpy.run_path(str(shared / "gold" / "score_attribution.py"))["score"]
    with gzip.open(data, "rt", encoding="utf8") as lines:
        gold = [json.loads(line) for line in lines]
    made = {
        doc["id"]: [
            {role: [(s.start, s.end) for s in getattr(a, role)] for role in ("source", "cue", "content")}
            for a in find_attributions({"text": doc["text"], "title": ""}, sentences.split(doc["text"]))
        ]
        for doc in gold
    }
    reached = {name: row["f1"] for name, row in score(gold, made).items()}
    assert {name: f1 for name, f1 in reached.items() if f1 < FLOORS.get(name, 0)} == {}
