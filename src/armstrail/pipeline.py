"""The order of the stages. No input, no output."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from armstrail import __version__, gate, reader, sentences, values
from armstrail.claims import claims
from armstrail.model import Coverage, Document, Marks, Reading, Skipped, Span
from armstrail.statements import stance, statements
from armstrail.statements.about import own_sentences
from armstrail.statements.distance import distanced

if TYPE_CHECKING:
    from armstrail.gate import Passage
    from armstrail.reader.network import Network
    from armstrail.sentences import Sentence

_DATA = ("reader/shipped/confidence.json", "reader/shipped/vocabulary.txt", "codebook/tables.compiled")


def read_document(document: Document, network: Network | None = None) -> Reading:
    """Read one document: sentences, gate, the reader's marks, statements, claims, and what was left out.

    Statements are looked for in the whole text, claims only in the passages that the gate lets through.
    A `network` that is given reads alone, in place of the shipped one and the rules.
    """
    published = values.published_date(document.published)
    passages = gate.passages(document.text, document.title)
    split = [*sentences.split(document.title, "title"), *sentences.split(document.text)]
    marks = reader.mark(document, split, wanted(split, passages), published, network)
    said, held = distanced(document, split, statements(document, marks, split))
    stances = {s.id: stance(document, s) for s in said}
    found = claims(document, marks, said, published, stances)
    own = own_sentences(document, marks, held)
    return Reading(document, said, found, _coverage(document, passages, marks), own)


def confident(reading: Reading, least: float) -> Reading:
    """The records of a reading whose confidence is at least that, and the statements that such claims rest on.

    A record without a confidence stays: nothing is known against it.
    """
    claims = tuple(c for c in reading.claims if c.confidence is None or c.confidence >= least)
    needed = {c.statement for c in claims}
    statements = tuple(
        s for s in reading.statements if s.confidence is None or s.confidence >= least or s.id in needed
    )
    return replace(reading, statements=statements, claims=claims)


@cache
def reader_version() -> str:
    """Who reads: the version of Armstrail, and a hash of its weights and tables, as in "armstrail 0.1.0 (3f2a91c0)".

    Two readings of one text under the same version are the same.
    """
    package = Path(__file__).parent
    hashed = hashlib.sha256()
    for path in (*sorted(package.glob("reader/shipped/*.onnx")), *(package / name for name in _DATA)):
        hashed.update(path.read_bytes())
    return f"armstrail {__version__} ({hashed.hexdigest()[:8]})"


def wanted(found: list[Sentence], passages: list[Passage]) -> list[bool]:
    """Whether each sentence lies in a passage that passes; a title is read where any passage is, or by itself."""
    passing = [p.passes for p in passages]
    any_passes = any(passing) or not passages
    return [any_passes if s.span.place == "title" else passing[s.paragraph] for s in found]


def _coverage(document: Document, passages: list[Passage], marks: Marks) -> Coverage:
    skipped = tuple(Skipped(Span(p.start, p.end), gate.NOTHING) for p in passages if not p.passes)
    unread = sum(s.span.end - s.span.start for s in skipped)
    return Coverage(len(document.text), len(document.text) - unread, skipped, marks.unresolved)
