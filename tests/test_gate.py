"""Which passages are read for claims: wide, but never wide of a claim."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail import claims, gate, sentences, statements, values
from armstrail.codebook.compilation import load
from armstrail.codebook.surfaces import LETTERS, lower
from armstrail.documents import make
from armstrail.gate import Passage, holds_word, passages
from armstrail.model import Claim, Document
from armstrail.pipeline import read_document
from armstrail.reader import mentions, rules
from armstrail.reader.chunks import Setting
from tests.timing import seconds_of

DULL = "The choir sang until the rain came."
AGAIN = "They will pay for the contract in ten years."


def read_of(*lines: str, title: str = "") -> list[bool]:
    return [passage.passes for passage in passages("\n".join(lines), title)]


# ------------------------------------------------------------------ what passes


@pytest.mark.parametrize(
    "text",
    [
        "Ruritania has bought 20 tanks.",
        "Ruritania has bought F-16s.",
        "Ruritania has bought the F-16C/D.",
        "Ruritania has bought F‑16s.",
        "Ruritania has bought F16s and T72s.",
        "Ruritania has bought the MiG 29.",
        "Ruritania wants the S-300PMU-2.",
        "They flew MiGs.",
        "They flew Mig-29s.",
        "The army got T-72B3s.",
        "It ordered Leopards.",
        "Stingers went to the hills.",
        "The Bayraktars have come.",
        "It ordered 5 İHASAVARs.",
        "RPGs were found.",
        "It sent military advisers.",
        "The defence ministry signed.",
        "WEAPONS FOR IRAN",
        "Profits went to the contras.",
        "Money went to Unita.",
        "Funds for the rebels came from abroad.",
        "An embargo was agreed.",
        "Body armour and helmets were given.",
        "Warplanes, gunboats and howitzers were shown.",
        "Torpedoes and depth charges were loaded.",
        "A licence to export was refused.",
    ],
)
def test_a_word_of_arms_passes(text: str) -> None:
    assert read_of(text) == [True]
    assert read_of(text.upper() if "İ" not in text else text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        DULL,
        "The farms and the alarms were silent.",
        "The contractor contradicted the contrary contract.",
        "A bulletin was read on the radio.",
        "An archer hit the eagle, a leopard saw it.",
        "Wheat futures rose by 3 pct.",
        "Sugar exports to Iran were worth 20 mln dlrs.",
        "He ran a marathon in Turin.",
        "a tankard of ale",
        "An S-3000, an F-160 and an XF-16.",
    ],
)
def test_without_a_word_of_arms_nothing_passes(text: str) -> None:
    assert read_of(text) == [False]
    assert read_of(text, DULL, AGAIN) == [False] * 3


def test_what_stands_near_passes_too() -> None:
    assert read_of(DULL, DULL, DULL, "Tanks came.", DULL, DULL, DULL) == [
        False,
        True,
        True,
        True,
        True,
        True,
        False,
    ]


def test_what_speaks_of_it_again_passes_far_away() -> None:
    assert read_of("Tanks came.", *[DULL] * 5, AGAIN, DULL)[-2:] == [True, False]
    assert read_of(*[DULL] * 6, AGAIN, DULL) == [False] * 8


def test_a_title_opens_the_first_passages() -> None:
    assert read_of(DULL, DULL, DULL, title="Tanks for Ruritania") == [True, True, False]
    assert read_of(DULL, AGAIN, title="A choir") == [False, False]
    assert read_of(title="Tanks for Ruritania") == []


def test_a_longer_word_that_is_none_does_not_hide_a_shorter_one() -> None:
    assert read_of("A Mohawk missile is no Hawk missile.") == [True]
    assert read_of("A Mohawk missile.") == [True]


def test_the_first_text_is_gated_like_every_other() -> None:
    samples = rows(Path(gate.__file__).parent / "samples" / "articles.jsonl")
    later = [passages(row["text"], row["title"]) for row in samples]
    for row, passed in zip(samples, later, strict=True):
        gate._cached.cache_clear()
        assert passages(row["text"], row["title"]) == passed


def test_letters_that_grow_in_lower_case_do_not_shift_the_passages() -> None:
    assert read_of("İ" * 200, DULL, DULL, DULL, "Tanks came.", DULL)[0] is False


def test_a_passage_is_a_paragraph_without_the_space_around_it() -> None:
    assert passages("  Tanks came. \n\n \t Rain fell.\n") == [Passage(2, 13, True), Passage(19, 29, True)]
    assert passages("") == passages(" \n ") == []


def test_a_text_that_holds_no_word_has_no_passage_that_passes() -> None:
    for text in (
        "Ruritania has bought F-16s.",
        f"{DULL}\nWEAPONS FOR IRAN",
        "A Mohawk missile is no Hawk missile.",
    ):
        assert holds_word(text)
    for text in ("", DULL, AGAIN, "The farms and the alarms were silent.", "a leopard saw it"):
        assert not holds_word(text)
        assert not any(read_of(text))


# ------------------------------------------------------------------ nothing is lost

LINES = st.lists(
    st.sampled_from(
        [DULL, AGAIN, "Tanks came.", "", "  ", "İİİ F-16s", "contract", "x" * 30, "\x0b\u2028", "arms"]
    )
    | st.text(max_size=20),
    max_size=14,
)


@given(LINES.map("\n".join), st.sampled_from(["", "Tanks", "Rain\nTanks", DULL]))
@settings(max_examples=200, deadline=None)
def test_passages_cover_the_text(text: str, title: str) -> None:
    found = passages(text, title)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(text[p.start : p.end] for p in found).split()) == "".join(text.split())
    assert [(p.start, p.end) for p in found] == list(sentences.paragraphs(text))


@given(LINES.map("\n".join), st.sampled_from(["", "Tanks", DULL]))
@settings(max_examples=200, deadline=None)
def test_what_passes_holds_a_word(text: str, title: str) -> None:
    if any(passage.passes for passage in passages(text, title)):
        assert holds_word(text) or holds_word(title)
    elif text.strip():
        assert not holds_word(text)


@given(LINES.map("\n".join))
@settings(max_examples=60, deadline=None)
def test_a_reading_says_what_was_skipped(text: str) -> None:
    document = make(text, id="x")
    coverage = read_document(document).coverage
    skipped = [document.words(s.span) for s in coverage.skipped]
    assert [(s.span.start, s.span.end) for s in coverage.skipped] == [
        (p.start, p.end) for p in passages(document.text) if not p.passes
    ]
    assert coverage.characters == len(document.text)
    assert coverage.read == len(document.text) - sum(map(len, skipped))
    assert {s.reason for s in coverage.skipped} <= {gate.NOTHING}


def claims_of_all(document: Document) -> tuple[Claim, ...]:
    """The claims that the rules find in a document, as if the gate let everything through."""
    published = values.published_date(document.published)
    found = [*sentences.split(document.title, "title"), *sentences.split(document.text)]
    texts = {"text": document.text, "title": document.title}
    marks = rules.mark(document, [mentions.find(s, Setting(texts[s.span.place], published)) for s in found])
    return claims.claims(document, marks, statements.statements(document, marks), published)


def test_no_designation_and_no_common_noun_is_a_claim_that_the_gate_drops() -> None:
    """ "France delivered 20 X to Ukraine" for all that the tables know, but for a few letters ("M 1", "AWM")."""
    tables = load()
    goods = {
        word for group in tables["nouns"]["nouns"] for key in ("words", "weak") for word in group.get(key, ())
    }
    for entry in tables["equipment"]:
        goods |= {
            entry["name"],
            *entry.get("variants", ()),
            *entry.get("also", ()),
            *entry.get("weak_also", ()),
        }
    dropped = []
    for words in sorted(word for word in goods if not LETTERS.fullmatch(lower(word))):
        text = f"France delivered 20 {words} to Ukraine."
        if not passages(text)[0].passes and claims_of_all(Document("x", text, published="2022-06-01")):
            dropped.append(words)
    assert dropped == []


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("name", ["", "article-", "notifications-", "stages-"])
def test_no_claim_of_the_gold_lies_in_what_is_skipped(shared: Path, name: str) -> None:
    texts = {
        row["id"]: row
        for row in rows(shared / "gold" / f"{name}text{'' if name == 'article-' else 's'}.jsonl")
    }
    seen = 0
    for row in rows(shared / "gold" / f"{name}claims.jsonl"):
        text, title = texts[row["doc"]]["text"], texts[row["doc"]].get("title") or ""
        skipped = [passage for passage in passages(text, title) if not passage.passes]
        for claim in row["claims"]:
            start = text.find(claim["evidence"])
            assert start >= 0 or claim["evidence"] in title
            end = start + len(claim["evidence"])
            assert not [p for p in skipped if start >= 0 and p.start < end and start < p.end], claim[
                "evidence"
            ]
            seen += 1
    assert seen


@pytest.mark.parametrize("name", ["held", "samples"])
def test_no_claim_of_our_own_texts_lies_in_what_is_skipped(name: str) -> None:
    here = Path(__file__).parent
    samples = here.parent / "src" / "armstrail" / "samples" / "articles.jsonl"
    texts = {row["id"]: row for row in rows(samples if name == "samples" else here / "held_texts.jsonl")}
    for row in rows(here / f"{name}_claims.jsonl"):
        text, title = texts[row["doc"]]["text"], texts[row["doc"]].get("title") or ""
        read = [text[p.start : p.end] for p in passages(text, title) if p.passes]
        for claim in row["claims"]:
            assert claim["evidence"] in title or any(claim["evidence"] in passage for passage in read)


# ------------------------------------------------------------------ time


@pytest.mark.parametrize("piece", ["arms\n", "contract\narms\n" + "x\n" * 9])
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        return seconds_of(lambda: passages(text))

    seconds(1_000)
    assert seconds(240_000) < 30 * min(seconds(30_000) for _ in range(3)) + 0.3


def test_a_megabyte_takes_seconds() -> None:
    text = "anc F-16 " * 110_000
    assert passages(text) == [Passage(0, len(text) - 1, True)]
    assert seconds_of(lambda: passages(text)) < 10
