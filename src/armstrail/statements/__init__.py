"""Marks -> statements: each attribution with its speaker, as the text names him, and its voice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
