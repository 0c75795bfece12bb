"""Peers trained on PolNeAR's training part: spaCy's default CPU pipeline, and python-crfsuite."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armstrail.sentences import paragraphs, tokenise
from training import corpora

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROLES = ("source", "cue", "content")
WORK = Path("out/peers")


@dataclass(frozen=True, slots=True)
class Peer:
    """`read` gives score_attribution.py's records of articles; `mark` marks plain texts, for speed."""

    read: Any
    mark: Any


def spans(article: dict[str, Any]) -> list[tuple[int, int, str]]:
    """The spans of an article, longest first, none overlapping another: what flat tags can hold."""
    every = {(s, e, role) for a in article["attributions"] for role in ROLES for s, e in a[role]}
    chosen: list[tuple[int, int, str]] = []
    for s, e, role in sorted(every, key=lambda x: x[1] - x[0]):  # the short ones, cues and sources, first
        if all(e <= a or s >= b for a, b, _ in chosen):
            chosen.append((s, e, role))
    return sorted(chosen)


# ------------------------------------------------------------------ spaCy


def spacy() -> Peer:
    """`spacy train` with spaCy's own default configuration for CPUs; the pipeline is kept in out/peers."""
    import spacy as library
    from spacy.tokens import DocBin

    WORK.mkdir(parents=True, exist_ok=True)
    best = WORK / "spacy" / "model-best"
    if not best.exists():
        blank = library.blank("en")
        for name, path in (("train", corpora.POLNEAR), ("dev", corpora.POLNEAR_DEV)):
            packed = DocBin()
            for article in corpora.rows(path):
                for start, end in paragraphs(article["text"]):
                    doc = blank(article["text"][start:end])
                    inside = [
                        (s - start, e - start, r) for s, e, r in spans(article) if s >= start and e <= end
                    ]
                    made = [doc.char_span(s, e, label=r, alignment_mode="expand") for s, e, r in inside]
                    doc.ents = library.util.filter_spans([m for m in made if m is not None])
                    packed.add(doc)
            packed.to_disk(WORK / f"{name}.spacy")
        run = [sys.executable, "-m", "spacy"]
        config = WORK / "config.cfg"
        subprocess.run(
            [*run, "init", "config", str(config), "--lang", "en", "--pipeline", "ner", "--force"], check=True
        )
        subprocess.run(
            [*run, "train", str(config), "--output", str(WORK / "spacy"), "--paths.train", str(WORK / "train.spacy"),
             "--paths.dev", str(WORK / "dev.spacy"), "--training.max_steps", "6000"],
            check=True,
        )  # fmt: skip
    pipeline = library.load(best)

    def read(articles: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        found = {}
        for article in articles:
            pieces = list(paragraphs(article["text"]))
            docs = pipeline.pipe(article["text"][s:e] for s, e in pieces)
            found[article["id"]] = [
                _record(ent.label_, start + ent.start_char, start + ent.end_char)
                for (start, _), doc in zip(pieces, docs, strict=True)
                for ent in doc.ents
            ]
        return found

    return Peer(read, lambda texts: list(pipeline.pipe(texts)))


def _record(role: str, start: int, end: int) -> dict[str, Any]:
    return {r: [[start, end]] if r == role else [] for r in ROLES}


# ------------------------------------------------------------------ python-crfsuite


def crfsuite() -> Peer:
    """A linear-chain CRF over the words of a paragraph, with words, shapes and affixes two words around."""
    import pycrfsuite

    WORK.mkdir(parents=True, exist_ok=True)
    model = WORK / "crf.model"
    if not model.exists():
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 80})
        for article in corpora.rows(corpora.POLNEAR):
            marked = spans(article)
            for words in _paragraphs(article["text"]):
                trainer.append(_features([w for _, _, w in words]), _tags(words, marked))
        trainer.train(str(model))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))

    def read(articles: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        return {a["id"]: list(_found(a["text"], tagger)) for a in articles}

    def mark(texts: Sequence[str]) -> None:
        for text in texts:
            tagger.tag(_features([t.text for t in tokenise(text, 0, len(text))]))

    return Peer(read, mark)


def _paragraphs(text: str) -> Iterator[list[tuple[int, int, str]]]:
    for start, end in paragraphs(text):
        yield [(t.start, t.end, t.text) for t in tokenise(text, start, end)]


def _found(text: str, tagger: Any) -> Iterator[dict[str, Any]]:
    for words in _paragraphs(text):
        role, start, end = "", 0, 0
        for (s, e, _), tag in zip(words, tagger.tag(_features([w for _, _, w in words])), strict=True):
            if role and tag != f"I-{role}":
                yield _record(role, start, end)
                role = ""
            if tag != "O" and not role:
                role, start = tag[2:], s
            end = e
        if role:
            yield _record(role, start, end)


def _tags(words: list[tuple[int, int, str]], marked: list[tuple[int, int, str]]) -> list[str]:
    tags = []
    for s, e, _ in words:
        inside = next(((a, r) for a, b, r in marked if s < b and e > a), None)
        if inside is None:
            tags.append("O")
        else:
            begins = not tags or tags[-1][2:] != inside[1] or s <= inside[0]
            tags.append(("B-" if begins else "I-") + inside[1])
    return tags


def _features(words: list[str]) -> list[list[str]]:
    known = []
    for word in words:
        shape = "".join(
            "X" if c.isupper() else "x" if c.islower() else "9" if c.isdigit() else c for c in word
        )[:6]
        low = word.lower()
        known.append([f"w={low}", f"s={shape}", f"p={low[:3]}", f"e={low[-3:]}"])
    rows = []
    for i in range(len(words)):
        row = ["bias", *known[i]]
        for away in (-2, -1, 1, 2):
            if 0 <= i + away < len(words):
                row += [f"{away}{f}" for f in known[i + away][:2]]
            else:
                row.append(f"{away}edge")
        rows.append(row)
    return rows
