"""What the reader marks of a statement -> the record of what it is about: parts as actors, with their parties."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail import parties, values
from armstrail.codebook import tables
from armstrail.model import About, Actor, Document, OwnSentence, Span, Speaker, Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from armstrail.model import Distanced, Marks

ALONE = ("i", "me", "my")
WITH_PARTS = frozenset({"capability", "cooperation", "sanction", "territory"})
"""Topics for which parties and object are recorded where there is no event."""


def about(document: Document, told: Told, speaker: Speaker | None = None) -> About:
    """The record of what is told; `speaker` says it, so that "we" stands for him."""
    published = values.published_date(document.published)
    year = published.year if published else None
    parts = told.event is not None or any(s.topic in WITH_PARTS for s in told.topics)
    return About(
        told.topics,
        told.event,
        _actors(document, told.source if parts else (), speaker, year),
        _actors(document, told.target if parts else (), speaker, year),
        told.object if parts else (),
        told.sure,
    )


def own_sentences(
    document: Document, marks: Marks, held: Iterable[tuple[Span, Distanced]]
) -> tuple[OwnSentence, ...]:
    """The sentences of the outlet's own voice that have a topic, an event or words held at a distance, in order.

    `held` are the words at a distance that no statement holds.
    """
    found: dict[Span, OwnSentence] = {}
    for sentence, told in marks.own:
        what = about(document, told)
        if what.event or any(subject.topic != "other" for subject in what.topics):
            found[sentence] = OwnSentence(sentence, what)
    for sentence, words in held:
        known = found.get(sentence, OwnSentence(sentence))
        found[sentence] = replace(known, distanced=(*known.distanced, words))
    return tuple(found[s] for s in sorted(found, key=lambda s: (s.place == "text", s.start)))


def _actors(
    document: Document, spans: Iterable[Span], speaker: Speaker | None, year: int | None
) -> tuple[Actor, ...]:
    return tuple(Actor(document.words(s), s, _party(document, s, speaker, year)) for s in spans)


def _party(document: Document, span: Span, speaker: Speaker | None, year: int | None) -> str | None:
    """The party that words stand for: the speaker's own where they are his or "we", else whom a table knows."""
    words = document.words(span)
    own = (*ALONE, *tables()["offices"]["pronouns"]["own"])
    if speaker and (span.overlaps(speaker.span) or words.lower() in own):
        return speaker.party
    known = parties.identify(words, year)
    return known.id if known else None
