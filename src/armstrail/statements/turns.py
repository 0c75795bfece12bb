"""Transcripts: "Q: …", "A: …", "Minister: …". Who speaks stands before a colon; what is said ends with the turn."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from armstrail.codebook import lexicon
from armstrail.model import Attribution, Span

if TYPE_CHECKING:
    from armstrail.model import Document

_WORD = r"(?:[A-Z][\w.’'-]*|of|the|for|and|de|van|von|al)"
LABEL = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?…”\"] ))"
    rf"(?P<who>[QA]|{_WORD}(?: {_WORD}){{0,6}})(?P<cue>:)(?= [\"“‘A-Z0-9…])"
)
PAIR = frozenset("QA")
ASKS = frozenset(("Q", "Question"))  # the outlet's own: its interviewer
PARAGRAPH = re.compile(r"\n\s*\n")


def turns(document: Document) -> list[Attribution]:
    """The turns of a transcript, each an attribution whose cue is the colon; none in a text that is no transcript.

    One is where somebody takes turns: a label that comes back, or Q and A. The name of a state before a colon heads a
    list more often than a speech, and a single label anything. A question is the outlet's own.
    """
    text = document.text
    labels = [m for m in LABEL.finditer(text) if not _heads_a_list(m["who"])]
    often = Counter(m["who"] for m in labels)
    if not (set(often) >= PAIR or (len(often) > 1 and max(often.values()) > 1)):
        return []
    found = []
    for m, following in zip(labels, [*labels[1:], None], strict=True):
        if m["who"] in ASKS:
            continue
        stop = following.start() if following else len(text)
        paragraph = PARAGRAPH.search(text, m.end(), stop)
        said = text[m.end() : paragraph.start() if paragraph else stop]
        start = m.end() + len(said) - len(said.lstrip())
        found.append(
            Attribution(
                (Span(*m.span("who")),), (Span(*m.span("cue")),), (Span(start, start + len(said.strip())),)
            )
        )
    return found


def _heads_a_list(words: str) -> bool:
    return any(
        form.kind in ("state", "bloc", "region")
        for match in lexicon.find(words)
        if (match.start, match.end) == (0, len(words))
        for form in match.forms
    )
