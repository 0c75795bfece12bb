"""A whole reading: every field points at its words, nothing is lost in silence, any text can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import armstrail
from armstrail.documents import make
from armstrail.gate import NOTHING
from armstrail.model import Document, Reading, Stage, Voice
from armstrail.pipeline import read_document
from tests.pointing import assert_points

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "src" / "armstrail" / "samples" / "articles.jsonl"


def documents(path: Path) -> list[Document]:
    return [
        _document(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def _document(row: dict[str, Any]) -> Document:
    return make(row["text"], id=row["id"], title=row.get("title") or "", published=row.get("published"))


# ------------------------------------------------------------------ every field points at its words


@pytest.mark.parametrize("path", [SAMPLES, HERE / "held_texts.jsonl"], ids=["samples", "held"])
def test_every_field_of_every_record_points_at_its_words(path: Path) -> None:
    claims = statements = 0
    for document in documents(path):
        reading = read_document(document)
        assert_points(reading)
        claims += len(reading.claims)
        statements += len(reading.statements)
    assert claims > 30
    assert statements > 30


@pytest.mark.parametrize("name", ["texts", "article-text", "notifications-texts", "stages-texts"])
def test_the_same_of_the_gold_texts(shared: Path, name: str) -> None:
    for document in documents(shared / "gold" / f"{name}.jsonl"):
        assert_points(read_document(document))


STATE = st.sampled_from(
    "Germany|France|the United States|Moscow|Iran|The Soviet Union|Peru|the Czech government|Bofors|Putin|NATO|he|it|"
    "the contras|its ally|Nicaraguan rebels|the ministry|U.S.-backed rebels|President Weber|İzmir".split("|")
)
VERB = st.sampled_from(
    "sold|has delivered|will send|may sell|refused to sell|is ready to supply|did not sell|wants to buy|ordered|"
    "was given|offered|cancelled the sale of|approved the export of|gave|has pledged|reportedly sent|denied selling|"
    "has armed|held talks on|suspended deliveries of".split("|")
)
GOODS = st.sampled_from(
    "20 tanks|up to 50 used Leopard 2A6 tanks|F-16s|arms worth $1.5bn|dozens of S-300PMU-2 missiles|military aid|"
    "two hundred forty-six (246) missiles and 30 trucks|750 million CZK of military aid|weapons|it|the deal|"
    "İHASAVAR drones|155mm ammunition|Javelins".split("|")
)
TO = st.sampled_from(" to | from | for | by | with | and |, which | in | ".split("|"))
TIME = st.sampled_from(
    "| on Monday| last year| in March 2019| yesterday| by 2027| this week| on 30 February".split("|")
)
SAYING = st.sampled_from(
    "{}.|{}, the minister said.|“{},” Anna Weber said.|Officials said that {}.|According to Reuters, {}.|"
    '"{}?" he asked.|The paper quoted officials as saying {}.|She denied that {}|{}, he told reporters|{} ...|'
    "ReutersThe minister said {}.|Why {}?|({})|{}".split("|")
)


@st.composite
def sentence(draw: st.DrawFn) -> str:
    said = draw(SAYING)
    return said.format(f"{draw(STATE)} {draw(VERB)} {draw(GOODS)}{draw(TO)}{draw(STATE)}{draw(TIME)}")


@st.composite
def made_up(draw: st.DrawFn) -> Document:
    gap = draw(st.sampled_from([" ", "\n", "", "\n\n", "\xa0"]))
    text = gap.join(draw(st.lists(sentence(), min_size=1, max_size=4)))
    title = draw(st.just("") | sentence() | sentence().map(str.upper) | STATE)
    published = draw(st.sampled_from([None, "2022-08-16", "1987", "19870301", "no date"]))
    if draw(st.booleans()):
        cut = draw(st.integers(0, len(text)))
        text = text[cut:] + draw(st.sampled_from(["", "İ", " “", "(", "\t"])) + text[:cut]
    return make(text, id="x", title=title, published=published)


@given(made_up())
@settings(max_examples=150, deadline=None)
def test_the_same_of_texts_that_nobody_wrote(document: Document) -> None:
    assert_points(read_document(document))


@given(st.text(max_size=200), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(text: str, title: str) -> None:
    assert_points(armstrail.read(text, title=title))


# ------------------------------------------------------------------ what holds of a reading as a whole


def test_reading_twice_gives_the_same() -> None:
    for document in documents(SAMPLES)[:4]:
        assert read_document(document) == read_document(document)


def test_the_samples_hold_every_stage_and_every_voice() -> None:
    lines = (HERE / "samples_claims.jsonl").read_text(encoding="utf-8").splitlines()
    coded = [claim for line in lines for claim in json.loads(line)["claims"]]
    assert {claim["stage"] for claim in coded} == set(get_args(Stage))
    assert {claim["voice"] for claim in coded} == set(get_args(Voice))
    assert {claim["polarity"] for claim in coded} == {"asserted", "denied"}
    found = [claim for document in documents(SAMPLES) for claim in read_document(document).claims]
    assert {claim.stage for claim in found} >= {
        "sought",
        "offered",
        "approved",
        "agreed",
        "delivered",
        "withheld",
    }
    assert {claim.voice for claim in found} >= {"direct", "indirect", "outlet"}


def skipped(reading: Reading) -> list[str]:
    return [reading.document.words(passage.span) for passage in reading.coverage.skipped]


def test_a_text_without_arms_is_skipped_and_says_so() -> None:
    text = "The choir sang on Monday.\nRain stopped the second half, the conductor said."
    reading = armstrail.read(text)
    assert reading.claims == ()
    assert skipped(reading) == text.split("\n")
    assert {passage.reason for passage in reading.coverage.skipped} == {NOTHING}
    assert reading.coverage.read == len(text) - sum(map(len, skipped(reading)))


def test_statements_are_found_in_what_is_skipped_for_claims_too() -> None:
    reading = armstrail.read("Rain stopped the choir, the conductor said.")
    assert [reading.document.words(statement.source[0]) for statement in reading.statements] == [
        "the conductor"
    ]


def test_only_what_is_far_from_arms_is_skipped() -> None:
    dull = "The choir sang until the rain came."
    reading = armstrail.read("\n".join(["Germany sold 20 tanks to Peru.", *[dull] * 5]))
    assert skipped(reading) == [dull] * 3
    assert len(reading.claims) == 1


def test_line_ends_and_empty_texts() -> None:
    reading = armstrail.read("Germany sold 20 tanks to Peru.\r\n\r\nThe choir sang.")
    assert_points(reading)
    assert len(reading.claims) == 1
    for nothing in ("", " ", "\n\n"):
        empty = armstrail.read(nothing)
        assert (empty.claims, empty.statements) == ((), ())
        assert empty.coverage.characters == len(nothing)


def test_what_is_not_resolved_is_told() -> None:
    reading = armstrail.read("The government sold 20 tanks to Peru.")
    assert [reading.document.words(words.span) for words in reading.coverage.unresolved] == ["government"]
