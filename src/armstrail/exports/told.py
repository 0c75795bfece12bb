"""What a statement is about and where it was made, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from armstrail.model import About, Actor, Document, Occasion, OwnSentence, Span

_KINDS = {
    "fair": "at a fair",
    "summit": "at a meeting",
    "visit": "on a visit",
    "interview": "in an interview",
    "press": "to the press",
    "speech": "in a speech",
    "written": "in writing",
    "post": "in a post",
    "broadcast": "in a broadcast",
}
"""How a kind of occasion is told where no name is."""


def topics(about: About) -> str:
    """Its topics: "transfer, stance"."""
    return ", ".join(subject.topic for subject in about.topics)


def event(about: About) -> str:
    """Its event with who does it and to whom: "AGREE: Norway → Chad"; "" where it has none."""
    if about.event is None:
        return ""
    sides = [side for side in (_names(about.source), _names(about.target)) if side]
    return f"{about.event}: {' → '.join(sides)}" if sides else about.event


def occasion(made: Occasion) -> str:
    """Where and when: "Dubai Airshow, Dubai, 2021-11-14"."""
    parts = (made.name or _KINDS[made.kind], made.place, made.date.iso if made.date else None)
    return ", ".join(" ".join(part.split()) for part in parts if part)


def channel(kind: str) -> str:
    """A kind of occasion for people: "in an interview"."""
    return _KINDS.get(kind, kind)


def held(document: Document, words: Iterable[Span]) -> str:
    """Words held at a distance, in marks."""
    return ", ".join(f"“{document.words(span)}”" for span in words)


def own_words(document: Document, sentences: Iterable[OwnSentence]) -> list[str]:
    """The words that the outlet holds at a distance in its own sentences, each once."""
    found = (document.words(words.span) for sentence in sentences for words in sentence.distanced)
    return list(dict.fromkeys(found))


def _names(actors: Iterable[Actor]) -> str:
    return ", ".join(" ".join(actor.mention.split()) for actor in actors)
