"""spaCy's small English pipeline: built as the published one is, trained for some minutes on data beside the project.

    uv run --no-sync --with spacy --with spacy-lookups-data python -m bench.scan.small

The published pipeline, en_core_web_sm, is in no package registry. This one has its components, widths and depths
(small.cfg), its tagger and parser trained on UD-EWT and its entity recogniser on the spans of PolNeAR, so that they
take as many steps over a text as trained ones do. It is kept in out/peers/small; what it finds is not used, only how
long it takes.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter, defaultdict
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bench.figures import ROOT, SHARED

from armstrail.sentences import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

WORK = ROOT / "out" / "peers" / "small"
BEST = WORK / "trained" / "model-best"
CONFIG = ROOT / "bench" / "scan" / "small.cfg"
TREEBANK, ARTICLES = SHARED / "data" / "ud-ewt", SHARED / "data" / "polnear"
ROLES = ("source", "cue", "content")
SENTENCES = 10
"""Sentences a training text, as spaCy's own converter has them."""


def pipeline() -> Any:  # noqa: ANN401 - spaCy's Language, which the project does not have
    """The pipeline, trained where it is not there."""
    if not BEST.exists():
        train()
    return import_module("spacy").load(BEST)


def train() -> None:
    """Pack the data and run `spacy train`."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("train", "dev"):
        _packed(name)
    run = [sys.executable, "-m", "spacy"]
    filled = WORK / "config.cfg"
    subprocess.run([*run, "init", "fill-config", str(CONFIG), str(filled)], check=True, cwd=ROOT)
    subprocess.run(
        [*run, "train", str(filled), "--output", str(WORK / "trained"), "--paths.train", str(WORK / "train.spacy"),
         "--paths.dev", str(WORK / "dev.spacy")],
        check=True, cwd=ROOT,
    )  # fmt: skip


def _packed(name: str) -> None:
    """Write one part of the data as spaCy wants it, and with the training part which tag is which part of speech."""
    spacy, tokens = import_module("spacy"), import_module("spacy.tokens")
    blank = spacy.blank("en")
    packed = tokens.DocBin()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    text = gzip.decompress((TREEBANK / f"{name}.conllu.gz").read_bytes()).decode()
    convert = import_module("spacy.training.converters").conllu_to_docs
    for doc in convert(text, n_sents=SENTENCES, no_print=True):
        for token in doc:
            kinds[token.tag_][token.pos_] += 1
        doc.user_data.clear()
        packed.add(doc)
    for row in _articles(name):
        for start, end in paragraphs(row["text"]):
            doc = blank(row["text"][start:end])
            made = [
                doc.char_span(first - start, last - start, label=role, alignment_mode="expand")
                for told in row["attributions"]
                for role in ROLES
                for first, last in told[role]
                if first >= start and last <= end
            ]
            doc.ents = spacy.util.filter_spans([span for span in made if span is not None])
            packed.add(doc)
    packed.to_disk(WORK / f"{name}.spacy")
    if name == "train":
        rules = [
            {"patterns": [[{"TAG": tag}]], "attrs": {"POS": parts.most_common(1)[0][0]}}
            for tag, parts in kinds.items()
        ]
        (WORK / "parts_of_speech.json").write_text(json.dumps(rules), encoding="utf-8")


def _articles(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(ARTICLES / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    train()
