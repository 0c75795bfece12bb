"""Marks -> statements: each attribution with its speaker, as the text names him, and its voice."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from armstrail.codebook import tables
from armstrail.model import Document, Marks, Span, Statement, Voice
from armstrail.statements.speakers import Resolver

if TYPE_CHECKING:
    from collections.abc import Sequence

QUOTED = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|''(?:[^']|'(?!'))*(?:''|$)|(?<!\w)[‘'][^‘]{0,600}?[’'](?!\w)"
)


def statements(document: Document, marks: Marks) -> tuple[Statement, ...]:
    """A statement for each attribution, in the order of the text, the title's first."""
    resolver = Resolver(document)
    made = []
    for number, attribution in enumerate(marks.attributions, 1):
        speaker = resolver.speaker(attribution)
        made.append(
            Statement(
                f"s{number}",
                attribution.source,
                attribution.cue,
                attribution.content,
                speaker,
                voice(document, attribution.content),
                attribution.confidence,
            )
        )
    return tuple(made)


def voice(document: Document, content: Sequence[Span]) -> Voice:
    """direct: all words in quotation marks; mixed: some; indirect: none."""
    words = [document.words(span) for span in content]
    left = [QUOTED.sub(" ", w) for w in words]
    if not any(re.search(r"\w", w) for w in left):
        return "direct" if words else "indirect"
    return "indirect" if left == words else "mixed"


def is_saying(document: Document, statement: Statement) -> bool:
    """Whether somebody says the content, rather than wants, plans, judges or is expected to do it."""
    if not statement.content or document.words(statement.content[0]).lower().startswith("to "):
        return False
    speaker = statement.speaker
    if speaker and statement.voice == "indirect" and speaker.mention.lower() in ("we", "our"):
        return False  # the outlet's own "we know that"
    words = WORD.findall(" ".join(document.words(span) for span in statement.cue).lower())
    if not words:
        return True
    kinds = {
        kind
        for i, word in enumerate(words)
        for form, kind in _cue_kinds().get(word, ())
        if tuple(words[i : i + len(form)]) == form
    }
    return bool(kinds & {"verb", "noun", "preposition"}) and speaker is not None


WORD = re.compile(r"[\w'’-]+")


@cache
def _cue_kinds() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word of a cue -> its forms, as words, with their kinds."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for cue in tables()["cues"]:
        for form in cue["forms"]:
            if words := tuple(WORD.findall(form.lower())):
                found.setdefault(words[0], []).append((words, cue["kind"]))
    return found
