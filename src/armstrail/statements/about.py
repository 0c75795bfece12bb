"""What the reader marks of a statement -> the record of what it is about: parts as actors, with their parties.

Where the reader marks nobody, what the tables see completes an event: who says that he asks, agrees or threatens does
it; the one other party that is named in it is whom it is done to (of 1,162 coded events that name one party beside the
source 80 % are); parties in a row ("Chad, Niger and Mali") play one part (of 111 rows 103 do), and
one that has no part is whom it is done to (right in 28 of 37).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail import parties, values
from armstrail.codebook import lexicon, tables
from armstrail.model import About, Actor, Document, OwnSentence, Span, Speaker, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from armstrail.model import Distanced, Marks

POSSESSIVES = ("my", "our", "his", "her", "its", "their")
MARKS = " ,;:()[]"
BRACKET = re.compile(r"\s*[(\[]\s*")
WITH_PARTS = frozenset({"capability", "cooperation", "sanction", "territory"})
"""Topics for which parties and object are recorded where there is no event."""


def about(document: Document, told: Told, said: Sequence[Span], speaker: Speaker | None = None) -> About:
    """The record of what is told in some words; `speaker` says it, so that "we" stands for him."""
    published = values.published_date(document.published)
    year = published.year if published else None
    parts = told.event is not None or any(s.topic in WITH_PARTS for s in told.topics)
    source = _actors(document, told.source if parts else (), speaker, year)
    target = _actors(document, told.target if parts else (), speaker, year)
    # nobody does it to himself by the same name
    doing = {
        _plain(speaker.mention if speaker and parties.is_pronoun(a.mention) else a.mention) for a in source
    }
    target = tuple(a for a in target if _plain(a.mention) not in doing)
    if told.event and not source and speaker and told.event in tables()["events"]["spoken"]:
        source = (Actor(speaker.mention, speaker.span, speaker.party),)
    if told.event:
        rows = list(_rows(document, said, year))
        source, target = _with_row(source, target, rows), _with_row(target, source, rows)
        if not target and len(source) < 2:
            others = {a.party: a for a in _named(document, said, source, speaker, year)}
            in_a_row = next((row for row in rows if all(a.party in others for a in row)), ())
            target = tuple(others.values()) if len(others) == 1 else tuple(in_a_row)
    return About(told.topics, told.event, source, target, told.object if parts else (), told.sure)


def own_sentences(
    document: Document, marks: Marks, held: Iterable[tuple[Span, Distanced]]
) -> tuple[OwnSentence, ...]:
    """The sentences of the outlet's own voice that have a topic, an event or words held at a distance, in order.

    `held` are the words at a distance that no statement holds.
    """
    found: dict[Span, OwnSentence] = {}
    for sentence, told in marks.own:
        what = about(document, told, (sentence,))
        if what.event or any(subject.topic != "other" for subject in what.topics):
            found[sentence] = OwnSentence(sentence, what)
    for sentence, words in held:
        known = found.get(sentence, OwnSentence(sentence))
        found[sentence] = replace(known, distanced=(*known.distanced, words))
    return tuple(found[s] for s in sorted(found, key=lambda s: (s.place == "text", s.start)))


def _rows(document: Document, said: Iterable[Span], year: int | None) -> Iterator[list[Actor]]:
    """The parties that stand in a row in some words."""
    for span in said:
        for row in parties.rows(document.words(span)):
            found = []
            for match in row:
                at = Span(match.start + span.start, match.end + span.start, span.place)
                known = parties.of_match(match, year)
                found.append(Actor(document.words(at), at, known.id if known else None))
            yield found


def _with_row(
    some: tuple[Actor, ...], others: Sequence[Actor], rows: Iterable[Sequence[Actor]]
) -> tuple[Actor, ...]:
    """Actors with those that stand in a row with one of them: who does it with whom, or to whom beside whom."""
    for row in rows:
        if any(a.span.overlaps(b.span) for a in some for b in row):
            more = [b for b in row if not any(a.span.overlaps(b.span) for a in (*some, *others))]
            some = (*some, *more)
    return some


def _named(
    document: Document,
    said: Iterable[Span],
    source: Sequence[Actor],
    speaker: Speaker | None,
    year: int | None,
) -> Iterator[Actor]:
    """The parties that tables see named in some words, beside those that act and who speaks."""
    acting = {a.party for a in source} | {speaker.party if speaker else None}
    for span in said:
        for match in lexicon.find(document.words(span)):
            known = parties.of_match(match, year)
            at = Span(match.start + span.start, match.end + span.start, span.place)
            if known and known.id not in acting and not any(at.overlaps(a.span) for a in source):
                yield Actor(document.words(at), at, known.id)


def _actors(
    document: Document, spans: Iterable[Span], speaker: Speaker | None, year: int | None
) -> tuple[Actor, ...]:
    made = tuple(
        Actor(document.words(s), s, _party(document, s, speaker, year)) for s in _names(document, spans)
    )
    # "its neighbour" beside "Albania" is one more word for a party that is named
    own = tuple(a for a in made if a.mention.partition(" ")[0].lower() not in POSSESSIVES)
    return own or made


def _plain(words: str) -> str:
    return words.lower().removeprefix("the ")


def _names(document: Document, spans: Iterable[Span]) -> Iterator[Span]:
    """Marked words as names: without marks at their ends, words that touch as one, no abbreviation in brackets after
    what it stands for.
    """
    last: Span | None = None
    for span in sorted(spans, key=lambda s: (s.place == "text", s.start)):
        words = document.words(span)
        start = span.start + len(words) - len(words.lstrip(MARKS))
        name = Span(start, max(start, span.end - len(words) + len(words.rstrip(MARKS))), span.place)
        if name.start == name.end:
            continue
        between = (
            document.words(Span(last.end, name.start, name.place))
            if last and last.place == name.place
            else None
        )
        if last and between is not None and not between.strip():
            last = Span(last.start, name.end, name.place)
        elif between is not None and BRACKET.fullmatch(between):
            continue
        else:
            if last:
                yield last
            last = name
    if last:
        yield last


def _party(document: Document, span: Span, speaker: Speaker | None, year: int | None) -> str | None:
    """The party that words stand for: the speaker's own where they are his, "we", or a pronoun, which mostly means him;
    else whom a table knows.
    """
    words = document.words(span)
    if speaker and (span.overlaps(speaker.span) or parties.is_pronoun(words)):
        return speaker.party
    known = parties.identify(words, year)
    return known.id if known else None
