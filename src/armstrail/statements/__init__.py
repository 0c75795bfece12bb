"""Marks -> statements: each attribution with its speaker, as the text names him, and its voice."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail import cues
from armstrail.model import Attribution, Document, Marks, Span, Stance, Statement, Voice
from armstrail.pieces import Pieces
from armstrail.statements.about import about
from armstrail.statements.letters import letters
from armstrail.statements.occasions import occasions
from armstrail.statements.speakers import Resolver
from armstrail.statements.turns import ASKS, turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.sentences import Sentence

QUOTED = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|''(?:[^']|'(?!'))*(?:''|$)|(?<!\w)[‘'][^‘]{0,600}?[’'](?!\w)"
)


def statements(document: Document, marks: Marks, split: Sequence[Sentence] = ()) -> tuple[Statement, ...]:
    """A statement for each attribution, each turn of a transcript and each letter of a page, in the order of the text,
    the title's first.

    Occasions are looked for in the sentences of `split`.
    """
    made = []
    marked: Sequence[Attribution] = marks.attributions
    spoken = turns(document) or letters(document)
    if spoken:
        heads = Pieces(Span(a.source[0].start, (a.cue or a.source)[0].end) for a in spoken)
        others = [a for a in marked if not any(heads.meeting(c) for c in a.cue)]
        marked = sorted((*others, *spoken), key=_place)
    turned = {id(a) for a in spoken}
    resolver = Resolver(document, marked)
    for number, attribution in enumerate(marked, 1):
        speaker = resolver.speaker(attribution)
        told = attribution.told
        made.append(
            Statement(
                f"s{number}",
                attribution.source,
                attribution.cue,
                attribution.content,
                speaker,
                "direct" if id(attribution) in turned else voice(document, attribution.content),
                attribution.confidence,
                about(document, told, attribution.content, speaker) if told else None,
                meaning=told.meaning if told else b"",
            )
        )
    where = occasions(document, made, split) if split else [None] * len(made)
    return tuple(replace(s, occasion=o) if o else s for s, o in zip(made, where, strict=True))


def _place(attribution: Attribution) -> tuple[bool, int]:
    first = min((*attribution.source, *attribution.cue, *attribution.content), key=lambda s: s.start)
    return first.place == "text", first.start


def voice(document: Document, content: Sequence[Span]) -> Voice:
    """direct: all words in quotation marks; mixed: some; indirect: none."""
    words = [document.words(span) for span in content]
    left = [QUOTED.sub(" ", w) for w in words]
    if not any(re.search(r"\w", w) for w in left):
        return "direct" if words else "indirect"
    return "indirect" if left == words else "mixed"


def stance(document: Document, statement: Statement) -> Stance:
    """How the speaker of a statement stands to its content.

    `says` it to be so; `denies` it, or that he knows it (codebook, decided case 6); `means` it: wants, plans, judges
    or is expected to do it; the `outlet`, where the speaker is its own "we" or its interviewer.
    """
    speaker = statement.speaker
    own = speaker and (speaker.mention.lower() in ("we", "our") or speaker.mention in ASKS)
    if own and statement.voice == "indirect":
        return "outlet"
    words = " ".join(document.words(span) for span in statement.cue).lower()
    found = cues.find(words)
    if any(cue.denies for cue in found) or any(cues.negates(word) for word in cues.WORD.findall(words)):
        return "denies"
    if not statement.content:
        return "means"
    if document.words(statement.content[0]).lower().startswith("to ") and not any(c.binds for c in found):
        return "means"
    if cues.WORD.search(words) and not (
        speaker and any(cue.kind in ("verb", "noun", "preposition") for cue in found)
    ):
        return "means"
    return "says"
