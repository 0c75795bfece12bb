"""What reviewers decided as coded passages, read back by what trains the reader."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from training.passages import CodedItem, CodedParty, Passage, read_shared

from armstrail.agreement import judged_documents, named_claims
from armstrail.exports.entries import Judged, write_lines
from armstrail.exports.passages import write
from armstrail.exports.sourced import Written
from armstrail.ledger import Addition, Ledger, document_key
from armstrail.model import Item, Party, Reading, Span
from armstrail.records import claim_record
from tests.conftest import Armed
from tests.made import AGREED, DENIED, DOCUMENT, FIRST, READING, SECOND, SOLD, TEXT, TITLE, span
from training import corpora

AGREED_KEY, DENIED_KEY, SOLD_KEY = named_claims(READING)
# Another claim in the first sentence, of another dyad.
BESIDE = replace(AGREED, id="c4", supplier=(Party("Graustark", "GRA", span("Graustark")),), recipient=())


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "a.db")


@pytest.fixture
def kept(place: str) -> Iterator[Callable[[Reading], Ledger]]:
    """Makes a ledger of one reading."""
    with Ledger.open(place, create=True) as ledger:

        def keep(reading: Reading) -> Ledger:
            ledger.append([Addition("/a.txt", b"a", document=reading.document, reading=reading)], "reader 1")
            return ledger

        yield keep


@pytest.fixture
def read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Ledger, Sequence[dict[str, Any]]], list[Passage]]]:
    """Reads passages as the training does, with the ledger's own export of documents for a corpus."""
    corpus, empty = tmp_path / "documents.jsonl", tmp_path / "empty.jsonl"
    monkeypatch.setattr(corpora, "REUTERS", corpus)
    monkeypatch.setattr(corpora, "POLNEAR", empty)
    monkeypatch.setattr(corpora, "RE3D", tmp_path / "none")

    def read(ledger: Ledger, rows: Sequence[dict[str, Any]]) -> list[Passage]:
        with corpus.open("w", encoding="utf-8") as out:
            write_lines(ledger.documents(), "documents", Judged([]), out)
        empty.touch()
        corpora._all.cache_clear()
        return [read_shared(row) for row in rows]

    yield read
    corpora._all.cache_clear()


def rows(ledger: Ledger) -> tuple[list[dict[str, Any]], Written]:
    judged, out = ledger.judgements(), io.StringIO()
    readings = filter(None, map(ledger.reading, judged_documents(judged)))
    written = write(readings, judged, out)
    made = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(made) == written.records
    return made, written


def at(*spans: Span) -> tuple[tuple[str, int, int], ...]:
    return tuple((one.place, one.start, one.end) for one in spans)


def parties(*told: Party) -> tuple[CodedParty, ...]:
    return tuple(CodedParty(at(party.span)[0], party.id, party.state) for party in told)


def items(*told: Item) -> tuple[CodedItem, ...]:
    return tuple(
        CodedItem(
            at(item.span)[0],
            item.category,
            item.designation,
            at(item.quantity.span)[0] if item.quantity else None,
        )
        for item in told
    )


def test_a_claim_that_was_accepted_comes_back_whole(kept: Any, read_back: Any) -> None:
    ledger = kept(READING)
    for key in (AGREED_KEY, DENIED_KEY, SOLD_KEY):
        ledger.judge(key, "accepted", "A")
    made, written = rows(ledger)
    (passage,) = read_back(ledger, made)
    assert (passage.title, passage.text, written.left_out) == (TITLE, TEXT, 0)
    assert [passage.words(place) for place in passage.sentences] == [TITLE, FIRST, SECOND]
    for coded, claim in zip(passage.claims, (AGREED, DENIED, SOLD), strict=True):
        assert (coded.evidence,) == at(claim.span)
        assert (coded.on,) == at(claim.stage_words[0])
        assert (coded.stage, coded.polarity, coded.certainty) == (
            claim.stage,
            claim.polarity,
            claim.certainty,
        )
        assert coded.supplier == parties(*claim.supplier)
        assert coded.recipient == parties(*claim.recipient)
        assert coded.items == items(*claim.items)
        assert coded.said == at(*(speaker.span for speaker in claim.speakers))
        assert (coded.cue, coded.voice) == (at(claim.cue_span)[0] if claim.cue_span else None, claim.voice)
        for place, spans in (
            (coded.value, [claim.value.span] if claim.value else []),
            (coded.date, [claim.date.span] if claim.date else []),
            (coded.no, claim.polarity_words),
            (coded.may, claim.certainty_words),
        ):
            assert (place,) == (at(*spans) or (None,))


def test_an_edit_is_in_the_passage_and_the_former_value_is_not(kept: Any, read_back: Any) -> None:
    ledger = kept(READING)
    agreed = replace(
        AGREED, stage="delivered", certainty="fact", certainty_words=(), recipient=DENIED.recipient
    )
    changed = claim_record(agreed)
    changes = {name: changed[name] for name in ("stage", "certainty", "recipient")}
    ledger.judge(AGREED_KEY, "edited", "A", changes=changes)
    (passage,) = read_back(ledger, rows(ledger)[0])
    (coded,) = passage.claims
    assert (coded.stage, coded.certainty, coded.may) == ("delivered", "fact", None)
    assert (coded.supplier, coded.recipient) == (parties(*AGREED.supplier), parties(*DENIED.recipient))


def test_a_sentence_whose_claims_were_all_rejected_has_none(kept: Any, read_back: Any) -> None:
    ledger = kept(READING)
    ledger.judge(DENIED_KEY, "rejected", "A")
    made, _ = rows(ledger)
    (passage,) = read_back(ledger, made)
    assert [passage.words(place) for place in passage.sentences] == ["", SECOND]
    assert (passage.claims, passage.title, made[0]["coder"]) == ((), "", "A")


def test_two_reviewers_that_differ_are_both_told(kept: Any, read_back: Any) -> None:
    ledger = kept(READING)
    ledger.judge(DENIED_KEY, "rejected", "B")
    ledger.judge(DENIED_KEY, "accepted", "A")
    made, _ = rows(ledger)
    assert [(row["coder"], len(row["claims"])) for row in made] == [("A", 1), ("B", 0)]
    assert [len(passage.claims) for passage in read_back(ledger, made)] == [1, 0]


def test_what_was_withdrawn_or_superseded_stands_in_no_passage(kept: Any) -> None:
    ledger = kept(READING)
    for decision in ("accepted", "withdrawn"):
        ledger.judge(AGREED_KEY, decision, "A")
    for decision in ("accepted", "rejected"):
        ledger.judge(DENIED_KEY, decision, "A")
    ((row,), _) = rows(ledger)
    assert row["claims"] == [] and row["sentences"] == [[DENIED.span.start, DENIED.span.end]]


def test_a_sentence_that_is_not_decided_whole_is_left_out_and_counted(kept: Any) -> None:
    reading = replace(READING, claims=(AGREED, DENIED, BESIDE))
    agreed, denied, beside = named_claims(reading)
    ledger = kept(reading)
    ledger.judge(agreed, "accepted", "A")
    assert rows(ledger) == ([], Written(0, 1))
    ledger.judge(denied, "accepted", "A")
    ((row,), written) = rows(ledger)
    assert (len(row["claims"]), len(row["sentences"]), written.left_out) == (1, 1, 1)
    ledger.judge(beside, "rejected", "A")
    ((row,), written) = rows(ledger)
    assert (len(row["claims"]), len(row["sentences"]), written.left_out) == (2, 2, 0)


def test_a_claim_that_needs_a_title_not_decided_is_left_out(kept: Any, read_back: Any) -> None:
    pointing = replace(DENIED, supplier=SOLD.supplier)
    undecided, alone = (replace(READING, claims=claims) for claims in ((pointing, SOLD), (pointing,)))
    ledger = kept(undecided)
    ledger.judge(next(iter(named_claims(undecided))), "accepted", "A")
    assert rows(ledger) == ([], Written(0, 1))
    other = replace(alone, document=replace(DOCUMENT, text=TEXT + " The end."))
    kept(other)
    ledger.judge(next(iter(named_claims(other))), "accepted", "A")
    ((row,), _) = rows(ledger)
    (passage,) = read_back(ledger, [row])
    assert passage.words(passage.claims[0].supplier[0].at) == "Ruritania" and passage.title == TITLE


def test_two_claims_of_one_sentence_are_known_by_words_of_their_own(kept: Any, read_back: Any) -> None:
    words = (span("deliver"), span("deal"))
    reading = replace(READING, claims=tuple(replace(one, stage_words=words) for one in (AGREED, BESIDE)))
    ledger = kept(reading)
    for key in named_claims(reading):
        ledger.judge(key, "accepted", "A")
    (passage,) = read_back(ledger, rows(ledger)[0])
    assert [passage.words(claim.on) for claim in passage.claims] == ["deliver", "deal"]


def test_a_text_that_is_not_the_one_coded_is_told(kept: Any, read_back: Any) -> None:
    ledger = kept(READING)
    ledger.judge(AGREED_KEY, "accepted", "A")
    ((row,), _) = rows(ledger)
    with pytest.raises(ValueError, match="not the one that was coded"):
        read_back(ledger, [row | {"at": [1, len(TEXT)]}])


def test_the_command_writes_them_and_says_what_it_left_out(kept: Any, place: str, armed: Armed) -> None:
    reading = replace(READING, claims=(AGREED, DENIED, BESIDE))
    ledger, (agreed, denied, _) = kept(reading), named_claims(reading)
    for key in (agreed, denied):
        ledger.judge(key, "accepted", "A")
    status, output, errors = armed("export", "passages", "-l", place)
    (row,) = map(json.loads, output.splitlines())
    assert (status, row["doc"], len(row["claims"])) == (0, document_key(DOCUMENT), 1)
    assert errors == [
        "1 passage written; 1 decision left out: the reviewer has not decided on all claims of the sentence"
    ]


@pytest.mark.parametrize(
    ("form", "begins"),
    [("plain", "“"), ("bibtex", "@misc{daily-x-2024-c"), ("csl-json", '[\n{"id": "daily-x-2024-c')],
)
def test_the_command_cites_claims_with_their_pages(
    kept: Any, place: str, armed: Armed, form: str, begins: str
) -> None:
    kept(READING)
    cited = ("export", "claims", "-l", place, "-f", form)
    status, output, _ = armed(*cited, "--site", "https://arms.example")
    assert (status, output[: len(begins)]) == (0, begins)
    assert f"https://arms.example/claims/{AGREED_KEY}" in output
    assert armed(*cited, "--site", "arms")[0] == 2
    assert armed("export", "claims", "-l", place, "--site", "https://arms.example")[0] == 2
    status, output, _ = armed("export", "deals", "-l", place, "-f", form)
    assert status == 0 and "What is said of a transfer" in output
