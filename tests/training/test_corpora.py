"""What may be learnt from: nothing that the gold measures with, under its own name or another."""

from __future__ import annotations

from pathlib import Path

import pytest

from training import corpora, passages, statements


def test_no_text_of_the_gold_may_be_learnt_from(shared: Path) -> None:
    golden = {row["id"] for path in (shared / "gold").glob("*text*.jsonl") for row in corpora.rows(path)}
    everything = {d.id for d in corpora._everything()}
    assert golden & everything, "Reuters' texts of the gold lie among the others"
    assert not golden & {d.id for d in corpora.documents()}
    with pytest.raises(KeyError, match="not among the texts that may be learnt from"):
        corpora.texts(golden)


def test_a_reprint_of_a_text_of_the_gold_is_known_by_its_words(shared: Path) -> None:
    text = next(corpora.rows(shared / "gold" / "texts.jsonl"))["text"]
    assert corpora.golden_share(text) == 1
    assert corpora.golden_share(f"BULLETIN: {text.upper()} More follows.") > 0.8
    assert (
        corpora.golden_share("Nothing of this was ever in the news, nor will it be there, nor elsewhere.")
        == 0
    )


def test_nothing_coded_is_of_the_gold(shared: Path) -> None:  # noqa: ARG001
    texts = [f"{p.title}\n{p.text}" for p in passages.load()]
    texts += [one.document.text for one in statements.load() if one.kind != "corpus"]
    assert max(map(corpora.golden_share, texts)) < corpora.GOLDEN
