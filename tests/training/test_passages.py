"""The coded passages: sound, as many as asked, every stage and category often enough; and their reading."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from training.passages import CODED, CodingError, Passage, check, is_held, load, read_own, to_codebook

from armstrail.codebook.compilation import CATEGORIES
from armstrail.model import Stage

ROW: dict[str, Any] = {
    "id": "x",
    "published": "2001-05-04",
    "title": "Norway to get tanks",
    "sentences": ["Oslo signed for 12 tanks.", "\nIt said Berlin would not sell it more, though Berlin might."],
    "claims": [
        {"in": 1, "on": "signed", "stage": "agreed", "to": ["Oslo=NOR"], "items": ["12|tanks|tank|"]},
        {
            "in": 2, "on": "not", "stage": "withheld", "from": ["Berlin=DEU"], "to": ["It=NOR"],
            "items": ["@1:12|@1:tanks|tank|"], "said": ["It"], "cue": "said", "voice": "indirect",
        },
        {"in": 2, "on": "might", "stage": "offered", "certainty": "possible", "may": "might", "from": ["Berlin#2=DEU"]},
    ],
}  # fmt: skip


def coded(**changes: Any) -> Passage:
    return read_own(json.dumps(ROW | changes))


def test_words_are_found_in_their_sentence_in_another_and_again() -> None:
    passage = coded()
    first, second, third = passage.claims
    assert passage.words(first.on) == "signed"
    assert passage.words(second.items[0].at) == "tanks"
    assert second.items[0].at == first.items[0].at
    assert second.supplier[0].at[1] < third.supplier[0].at[1]
    assert passage.text[passage.sentences[2][1] - 2 : passage.sentences[2][1]] == "\n\n"


def test_in_the_codebooks_format_numbers_and_evidence_are_told() -> None:
    claim = to_codebook(coded())["claims"][0]
    assert claim["evidence"] == "Oslo signed for 12 tanks."
    assert claim["items"][0]["quantity"] == {"mention": "12", "min": 12, "max": 12}
    assert claim["recipient"] == [{"mention": "Oslo", "id": "NOR"}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"on": "ordered"}, "'ordered' (number 1) does not stand in sentence 1"),
        ({"stage": "sold"}, "stage is 'sold'"),
        ({"to": ["Oslo=Norway"]}, "is not words=ID"),
        ({"to": []}, "neither supplier nor recipient"),
        ({"items": ["12|tanks|boat|"]}, "unknown category"),
        ({"items": ["12 tanks"]}, "quantity|words|category|designation"),
        ({"in": 9}, "`in` is 9"),
        ({"polarity": "denied"}, "`no` is empty"),
        ({"voice": "direct"}, "do not fit each other"),
        ({"whom": "x"}, "unknown keys"),
    ],
)
def test_what_breaks_the_format_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(CodingError, match="x: ") as raised:
        coded(claims=[ROW["claims"][0] | change])
    assert said in str(raised.value)


def test_two_claims_need_words_of_their_own() -> None:
    with pytest.raises(CodingError, match="two claims on the same words"):
        coded(claims=[ROW["claims"][0], ROW["claims"][0] | {"stage": "sought"}])


OWN = sorted(CODED.glob("own-*.jsonl"))

checked = cache(check)


@pytest.mark.parametrize("path", OWN, ids=lambda p: p.stem)
def test_the_projects_own_passages_are_sound(path: Path) -> None:
    assert checked(path)[1] == []


def test_there_are_enough_of_every_stage_and_kind_of_goods() -> None:
    passages = [passage for path in OWN for passage in checked(path)[0]]
    assert len(passages) >= 1_000
    assert len({p.id for p in passages}) == len(passages)
    assert len({p.text for p in passages}) == len(passages)
    stages = Counter(c.stage for p in passages for c in p.claims)
    assert all(stages[stage] >= 100 for stage in get_args(Stage))
    goods = {i.category for p in passages for c in p.claims for i in c.items}
    assert goods == set(CATEGORIES)
    assert 0.05 < sum(map(is_held, passages)) / len(passages) < 0.15


def test_passages_of_texts_that_are_not_shipped_are_offsets_and_hashes_alone(shared: Path) -> None:  # noqa: ARG001
    for line in (CODED / "shared.jsonl").read_text(encoding="utf8").splitlines():
        assert set(json.loads(line)) == {"doc", "at", "title", "sha256", "sentences", "claims"}
    passages = load()
    assert len(passages) >= 2_000
    assert sum(not p.claims for p in passages) >= 500
    for passage in passages:
        for claim in passage.claims:
            assert passage.words(claim.on).strip() == passage.words(claim.on) != ""
