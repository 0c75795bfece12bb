"""The order of the stages. No input, no output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail import gate, reader, sentences, values
from armstrail.claims import claims
from armstrail.model import Coverage, Document, Marks, Reading, Skipped, Span
from armstrail.statements import is_saying, statements

if TYPE_CHECKING:
    from armstrail.gate import Passage
    from armstrail.sentences import Sentence


def read_document(document: Document) -> Reading:
    """Read one document: sentences, gate, the reader's marks, statements, claims, and what was left out.

    Statements are looked for in the whole text, claims only in the passages that the gate lets through.
    """
    published = values.published_date(document.published)
    passages = gate.passages(document.text, document.title)
    split = [*sentences.split(document.title, "title"), *sentences.split(document.text)]
    marks = reader.mark(document, split, _wanted(split, passages), published)
    said = statements(document, marks)
    saying = [s for s in said if is_saying(document, s)]  # whoever only plans or hopes says nothing to be so
    found = claims(document, marks, saying, published)
    return Reading(document, said, found, _coverage(document, passages, marks))


def _wanted(found: list[Sentence], passages: list[Passage]) -> list[bool]:
    """Whether each sentence lies in a passage that passes; a title is read where any passage is, or by itself."""
    passing = [p.passes for p in passages]
    any_passes = any(passing) or not passages
    return [any_passes if s.span.place == "title" else passing[s.paragraph] for s in found]


def _coverage(document: Document, passages: list[Passage], marks: Marks) -> Coverage:
    skipped = tuple(Skipped(Span(p.start, p.end), gate.NOTHING) for p in passages if not p.passes)
    unread = sum(s.span.end - s.span.start for s in skipped)
    return Coverage(len(document.text), len(document.text) - unread, skipped, marks.unresolved)
