"""Transcripts: "Q: …", "A: …", "Minister: …". Who speaks stands before a colon; what is said ends with the turn."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from armstrail.codebook import lexicon, tables
from armstrail.model import Attribution, Span
from armstrail.statements.names import is_title

if TYPE_CHECKING:
    from armstrail.model import Document

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_WORD = rf"(?:{_CAPITAL}[\w.’'-]*|of|the|for|and|de|van|von|al)"
LABEL = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?…”\"] ))"
    rf"(?P<who>[QA]|{_WORD}(?: {_WORD}){{0,6}})(?: \([^()\n]{{1,60}}\))?(?P<cue>:)(?= (?:[\"“‘0-9…]|{_CAPITAL}))"
)
# A line that somebody may begin to speak in whom no label tells.
OTHER = re.compile(r"\n(?:[^\s:]+ ){0,7}[^\s:]+: ")
SENTENCE = re.compile(r"(?:\S+ +){4,}\S*[.!?…][\"”’]?\s*")
PAIR = frozenset("QA")
ASKS = frozenset(("Q", "Question"))  # the outlet's own: its interviewer
PARAGRAPH = re.compile(r"\n\s*\n")


def turns(document: Document) -> list[Attribution]:
    """The turns of a transcript, each an attribution whose cue is the colon; none in a text that is no transcript.

    One is where somebody takes turns: a label that comes back, or Q and A. The name of a state before a colon heads a
    list more often than a speech, "Read more" and "Weight" head something else, and a single label anything. A question
    is the outlet's own.
    """
    text = document.text
    labels = [m for m in LABEL.finditer(text) if not _heads_a_list(m["who"])]
    speaking = {m["who"] for m in labels if _speaks(m["who"], text[m.end() :].partition("\n")[0])}
    labels = [m for m in labels if m["who"] in speaking]
    often = Counter(m["who"] for m in labels)
    if not (set(often) >= PAIR or (len(often) > 1 and max(often.values()) > 1)):
        return []
    found = []
    for m, following in zip(labels, [*labels[1:], None], strict=True):
        if m["who"] in ASKS:
            continue
        stop = following.start() if following else len(text)
        for end in (PARAGRAPH, OTHER):
            if ending := end.search(text, m.end(), stop):
                stop = ending.start()
        said = text[m.end() : stop]
        start = m.end() + len(said) - len(said.lstrip())
        found.append(
            Attribution(
                (Span(*m.span("who")),), (Span(*m.span("cue")),), (Span(start, start + len(said.strip())),)
            )
        )
    return found


def _speaks(label: str, line: str) -> bool:
    """Whether a label names somebody: by an office, or where a whole sentence follows it in its line."""
    words = {word.strip(".,'’").lower() for word in label.split()}
    offices = tables()["offices"]
    if not words.isdisjoint(offices["headings"]):
        return False
    known = words & {*offices["persons"], *offices["office"], *offices["speaking"]}
    return label in PAIR or bool(known) or any(map(is_title, words)) or bool(SENTENCE.match(line.strip()))


def _heads_a_list(words: str) -> bool:
    return any(
        form.kind in ("state", "bloc", "region")
        for match in lexicon.find(words)
        if (match.start, match.end) == (0, len(words))
        for form in match.forms
    )
