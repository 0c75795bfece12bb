"""The shipped weights: what they yield does not depend on what is read beside, and damage is named in a line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import armstrail
from armstrail import reader
from armstrail.documents import make
from armstrail.errors import WeightsError
from armstrail.pipeline import read_document
from armstrail.reader.weights import FOLDER, GRAPHS, Weights, _session, shipped
from armstrail.records import record

TEXT = "Germany delivered 18 Leopard 2A6 tanks to Ukraine, the defence ministry said on Monday."


def test_the_weights_are_small_and_have_their_card() -> None:
    assert sum((FOLDER / f"{name}.onnx").stat().st_size for name in GRAPHS) <= 30e6
    card = (FOLDER / "CARD.md").read_text(encoding="utf8")
    assert "Data" in card
    assert set(json.loads((FOLDER / "confidence.json").read_text())) == {"statement", "claim", "rule"}


def test_a_text_reads_the_same_whatever_was_read_before_and_beside_it() -> None:
    alone = record(armstrail.read(TEXT))
    armstrail.read("Nothing. " * 500)
    assert record(armstrail.read(TEXT)) == alone
    document = make(TEXT, id="text")
    assert record(read_document(document, Weights())) == record(read_document(document, shipped()))


def test_the_same_numbers_come_out_whether_or_not_a_processor_needs_its_weights_turned() -> None:
    session, turned = _session(FOLDER / "read.onnx"), _session(FOLDER / "read.onnx", turned=True)
    numbers = np.arange(1, 201, dtype=np.int64)
    given = {
        "ids": 2_000 + 7 * numbers,
        "features": np.zeros((200, 6), np.int64),
        "first": numbers - 1,
        "ruled": numbers % 2,
    }
    for ours, theirs in zip(session.run(None, given), turned.run(None, given), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_confidence_is_between_nothing_and_certainty() -> None:
    (statement,) = armstrail.read(TEXT).statements
    assert statement.confidence is not None
    assert 0 < statement.confidence < 1


def test_a_claim_of_rules_alone_is_as_sure_as_such_claims_are_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BESIDE_RULES", 2.0)  # of which the network never is
    (claim,) = armstrail.read(TEXT).claims
    assert claim.confidence is not None
    assert claim.confidence == shipped().confidence("rule", ())
    assert 0 < claim.confidence < 1


@pytest.mark.parametrize("name", ["read.onnx", "mention.onnx", "vocabulary.txt", "confidence.json"])
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_missing_and_damaged_weights_are_named_in_a_line(tmp_path: Path, name: str, damage: str) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(FOLDER, folder)
    if damage == "missing":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes((folder / name).read_bytes()[:100] + b"\xff")
    with pytest.raises(WeightsError) as raised:
        Weights(folder)
    said = str(raised.value)
    assert name in said
    assert "install" in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "text",
    [
        "tank" * 5_000,
        "Germany sold tanks to " + "Peru and " * 2_500 + "Chile.",
        "🚀 Germany 🛰️ sold tanks to Peru. " * 50,
        "\u202eباعت ألمانيا دبابات إلى بيرو tanks",
        "Germany\x00 sold\x07 tanks\x1b to Peru.",
    ],
    ids=["no spaces", "one sentence", "emoji", "right to left", "control characters"],
)
def test_odd_texts_are_read_and_every_word_is_covered(text: str) -> None:
    reading = armstrail.read(text)
    assert reading.coverage.characters == len(reading.document.text)
    for claim in reading.claims:
        assert reading.document.words(claim.span) == claim.evidence
