"""Text -> the occasions that it names, and on which of them each statement was made (codebook-statements)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, cast

from armstrail import outlets, values
from armstrail.codebook import lexicon, tables
from armstrail.model import Date, Document, Occasion, OccasionKind, Span
from armstrail.pieces import Pieces

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from armstrail.model import Place, Statement
    from armstrail.sentences import Sentence

GATHERINGS = ("fair", "summit", "visit", "speech", "interview")
"""Kinds that a text may name once for all that somebody said there."""

WORD = re.compile(r"[^\W_](?:[\w'’.-]*[^\W_])?")
BUILDING = re.compile(
    r"\s+(?:and\s+)?(?:[A-Z]\w+\s+)?(?:Cent(?:er|re)|Hall|Complex|Building|Palace|Grounds)\b"
)
NAME = r"[A-ZÀ-Þ][\w'’.-]*[\w](?:\s+(?:(?:of|and|de|la|al)\s+)?[A-ZÀ-Þ][\w'’.-]*[\w])*"
AREA = r"(?:\s+(?:region|province|district|suburb|oblast))?"
UNNAMED = frozenset({"summit", "general assembly", "hearing"})  # meetings that need no name
LETTERS = re.compile(r"\w+")
YEAR = re.compile(r"[ -](?:19|20)\d\d\b")
FURTHEST = 9  # words between an opener and its head


@dataclass(frozen=True, slots=True)
class Found:
    """An occasion, the number of its sentence, and whether its words name an event that others may refer to."""

    occasion: Occasion
    sentence: int
    gathering: bool


def occasions(
    document: Document, said: Sequence[Statement], split: Sequence[Sentence]
) -> list[Occasion | None]:
    """For each statement the occasion that the text ties to it.

    The nearest in the sentence of its cue, outside of what is said; else one in the sentence before where that has the
    same speaker; else the only gathering that the text names in a sentence with this speaker.
    """
    text = _Text(document, said, split)
    return [text.occasion(statement) for statement in said]


class _Text:
    """What a text names as occasions, and who speaks in which of its sentences: looked up once for all statements."""

    def __init__(self, document: Document, said: Sequence[Statement], split: Sequence[Sentence]) -> None:
        self.document, self.split = document, split
        self.published = values.published_date(document.published)
        self._starts: dict[Place, list[tuple[int, int]]] = {}
        for number, sentence in enumerate(split):
            self._starts.setdefault(sentence.span.place, []).append((sentence.span.start, number))
        for some in self._starts.values():
            some.sort()
        self._dates: dict[int, list[Date]] = {}
        self.found: dict[int, list[Found]] = {}
        for number, sentence in enumerate(split):
            for f in _in_sentence(document, sentence, number):
                dated = replace(f.occasion, date=self._date(number, f.occasion.span))
                self.found.setdefault(number, []).append(replace(f, occasion=dated))
        self._named: dict[tuple[OccasionKind, str | None], list[Occasion]] = {}
        for f in self._all():
            self._named.setdefault((f.occasion.kind, f.occasion.name), []).append(f.occasion)
        told = Pieces(piece for statement in said for piece in statement.content)
        self._gatherings = [f for f in self._all() if f.gathering and not told.hold(f.occasion.span)]
        self._of_speaker: dict[str, list[Found]] = {}
        self._speaking: dict[int, set[str]] = {}
        for statement in said:
            told_at, speaker = _told_at(statement), statement.speaker
            number = self._number(told_at)
            if speaker and split[number].span.holds(told_at):
                self._speaking.setdefault(number, set()).add(speaker.name)
        self._words = {
            f.sentence: frozenset(LETTERS.findall(document.words(split[f.sentence].span)))
            for f in self._gatherings
        }

    def _all(self) -> Iterator[Found]:
        for some in self.found.values():
            yield from some

    def occasion(self, statement: Statement) -> Occasion | None:
        """The occasion of a statement."""
        cue, speaker = _told_at(statement), statement.speaker
        number = self._number(cue)
        here = [
            f
            for f in self.found.get(number, ())
            if not any(c.holds(f.occasion.span) for c in statement.content)
        ]
        if not here and speaker and self.found.get(number - 1) and self._spoke(speaker.name, number - 1):
            here = [f for f in self.found[number - 1] if f.gathering]
        if not here and speaker:
            here = self._gathering(speaker.name)
        if not here:
            return None
        nearest = min(
            here, key=lambda f: (not f.gathering, f.occasion.name is None, _far(cue, f.occasion.span))
        )
        whole = self._filled(nearest.occasion)
        if whole.date is None:
            return replace(whole, date=self._date(number, None, statement.content))
        return whole

    def _filled(self, occasion: Occasion) -> Occasion:
        """An occasion with the place and the date that the text gives it elsewhere, under the same name."""
        if occasion.name is None:
            return occasion
        same = self._named[occasion.kind, occasion.name]
        at = next((o for o in (occasion, *same) if o.place), occasion)
        date = occasion.date or next((o.date for o in same if o.date), None)
        return replace(occasion, place=at.place, place_span=at.place_span, date=date)

    def _gathering(self, speaker: str) -> list[Found]:
        """The gathering that the text names for a speaker, by its fullest words; none where there are two."""
        if speaker not in self._of_speaker:
            theirs = [f for f in self._gatherings if self._spoke(speaker, f.sentence)]
            names = {(f.occasion.kind, f.occasion.name) for f in theirs if f.occasion.name}
            named = [f for f in theirs if f.occasion.name] or theirs
            fullest = sorted(named, key=lambda f: (f.occasion.date is None, f.occasion.place is None))[:1]
            self._of_speaker[speaker] = [] if len(names) > 1 else fullest
        return self._of_speaker[speaker]

    def _spoke(self, speaker: str, number: int) -> bool:
        """Whether a sentence reports a speaker, or names him by the last of his names."""
        if speaker in self._speaking.get(number, ()):
            return True
        *others, last = speaker.split() or [""]
        if not others or not last[:1].isupper():
            return False
        known = self._words.get(number)
        if known is not None and not known.issuperset(LETTERS.findall(last)):
            return False
        words = self.document.words(self.split[number].span)
        return re.search(rf"\b{re.escape(last)}\b", words) is not None

    def _number(self, span: Span) -> int:
        """The number of the sentence that some words begin in."""
        starts = self._starts.get(span.place) or next(iter(self._starts.values()))
        return starts[max(bisect_left(starts, (span.start + 1,)) - 1, 0)][1]

    def _date(self, number: int, near: Span | None, content: Sequence[Span] = ()) -> Date | None:
        """The day that a sentence gives outside of what is said in it; the nearest to an occasion, or the last."""
        sentence = self.split[number].span
        if number not in self._dates:
            self._dates[number] = list(_days(self.document, sentence, self.published))
        near = near or Span(sentence.end, sentence.end, sentence.place)
        dates = [d for d in self._dates[number] if not any(c.holds(d.span) for c in content)]
        return min(dates, key=lambda d: _far(near, d.span), default=None)


def _far(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


# ------------------------------------------------------------------ the occasions of a sentence


def _in_sentence(document: Document, sentence: Sentence, number: int) -> Iterator[Found]:
    """The occasions that a sentence names, each once."""
    words, offset = document.words(sentence.span), sentence.span.start
    taken: list[tuple[int, int]] = []
    for start, end, kind, name in _matches(words):
        if any(s < end and start < e for s, e in taken):
            continue
        taken.append((start, end))
        place = _place(words, end, kind)
        at = None if place is None else Span(place[0] + offset, place[1] + offset, sentence.span.place)
        made = Occasion(
            kind,
            words[start:end],
            Span(start + offset, end + offset, sentence.span.place),
            name,
            None if at is None else document.words(at),
            at,
        )
        yield Found(made, number, kind in GATHERINGS and (name is not None or kind != "summit"))


def _matches(words: str) -> Iterator[tuple[int, int, OccasionKind, str | None]]:
    """Start, end, kind and name of each; names that need no head first, then whole phrases, then heads with openers."""
    for kind, known in _names():
        for match in known.finditer(words):
            if match.group() not in _table()["unsure"] or _is_event(words, match):
                yield match.start(), match.end(), kind, match.group()
    for kind, phrases in _phrases():
        for match in phrases.finditer(words):
            yield match.start(), match.end(), kind, _platform(match.group())
    for match in _told().finditer(words):
        if outlets.outlet(match["outlet"]):
            yield match.start(), match.end(), "interview", match["outlet"]
    for match in _heads().finditer(words):
        found = _opened(words, match)
        if found:
            yield found


def _is_event(words: str, name: re.Match[str]) -> bool:
    """Whether a name that other things have too is that of an event: "at LIMA", "Partner 2021"; not "LIMA, Peru"."""
    *_, last = ["", *words[: name.start()].lower().removesuffix("the ").split()]
    return last in _openers() - {"from", "in", "to"} or bool(YEAR.match(words, name.end()))


def _opened(words: str, head: re.Match[str]) -> tuple[int, int, OccasionKind, str | None] | None:
    """An occasion whose head noun an opener leads up to, with its name: "at the Paris Air Show", "in a speech"."""
    start = None if BUILDING.match(words, head.end()) else _led_up(words, head.start())
    if start is None:
        return None
    kind, end = _kind(head.group()), head.end()
    after = words[end:]
    named = re.match(rf"\s+({NAME}(?:[- ]\d{{4}})?)", after)
    if named and kind in ("fair", "summit"):  # "the forum Army-2022"
        return start, end + named.end(), kind, named.group(1)
    name = _name_in(words[start:end], head.group())
    if kind == "summit" and name is None and head.group().lower() not in UNNAMED:
        other = re.match(rf"\s+(?:of|with)\s+(?:the\s+)?({NAME})", after)
        return (start, end + other.end(), kind, None) if other else None
    if kind == "interview":
        other = re.match(rf"\s+(?:with|to|for)\s+(?:the\s+)?(?:[a-z]+\s+){{0,3}}({NAME})", after)
        return (start, end + other.end(), kind, other.group(1)) if other else (start, end, kind, name)
    if kind == "visit" and not re.match(r"\s+(?:to|in|of)\s", after):
        return None
    return start, end, kind, _platform(words[start:]) if kind == "post" else name


def _led_up(words: str, end: int) -> int | None:
    """Where the words begin that an opener leads up to, before a head; None where there is no opener near."""
    before = list(WORD.finditer(words, 0, end))[-FURTHEST:]
    first = end
    for word in reversed(before):
        if words[word.end() : first].strip(" \u00a0"):
            return None
        if word.group().lower() in _openers():
            return first
        first = word.start()
    return None


def _name_in(words: str, head: str) -> str | None:
    """The name among the words up to a head: "Paris Air Show", "IDEX 2023" of "the IDEX 2023 exhibition"."""
    found = [
        m for m in re.finditer(rf"{NAME}(?:\s+\d{{4}})?|[A-Z][\w-]*-?\d{{4}}", words) if len(m.group()) > 2
    ]
    if not found:
        return None
    name = found[-1]
    whole = words[name.start() :]
    return whole if head[:1].isupper() or name.end() == len(words) else name.group()


def _place(words: str, end: int, kind: OccasionKind) -> tuple[int, int] | None:
    """Where the words after an occasion say that it was: "in Dubai", "at Patriot Park in the Moscow region, Russia"."""
    lead = "to|in|of" if kind == "visit" else "|".join(tables()["occasions"]["places"])
    found = re.search(rf"\b(?:{lead})\s+(?:the\s+)?({NAME}{AREA})", words[end : end + 120])
    if found is None or re.search(r"[.;:!?\"“”]", words[end : end + found.start()]):
        return None
    start, stop = end + found.start(1), end + found.end(1)
    if re.match(rf"(?:{_months()})\b", words[start:stop]):
        return None
    while more := re.match(rf"(?:,\s+|\s+in\s+(?:the\s+)?)(?P<name>{NAME}{AREA})", words[stop:]):
        if more.group().startswith(",") and not _is_state(more["name"]):
            break
        stop += more.end()
    return start, stop


def _is_state(words: str) -> bool:
    """Whether words are no more than the name of a state."""
    return any(
        m.start == 0 and m.end == len(words) and any(f.kind == "state" for f in m.forms)
        for m in lexicon.find(words)
    )


def _days(document: Document, sentence: Span, published: dt.date | None) -> Iterator[Date]:
    """The dates of a sentence that are known to the day."""
    for date in values.find_dates(document.words(sentence), published):
        if date.iso and len(date.iso) == 10:
            at = Span(date.start + sentence.start, date.end + sentence.start, sentence.place)
            yield Date(document.words(at), date.iso, at)


def _platform(words: str) -> str | None:
    return next((m.group() for m in _platforms().finditer(words)), None)


# ------------------------------------------------------------------ tables as patterns


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tables()["occasions"]
    return found


def _any(words: list[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-]|\.\w)", flags)


@cache
def _heads() -> re.Pattern[str]:
    return _any([w for kind in _table()["kinds"].values() for w in kind], re.IGNORECASE)


@cache
def _kinds() -> dict[str, OccasionKind]:
    return {w: cast("OccasionKind", kind) for kind, some in _table()["kinds"].items() for w in some}


def _kind(head: str) -> OccasionKind:
    return _kinds()[head.lower()]


@cache
def _phrases() -> list[tuple[OccasionKind, re.Pattern[str]]]:
    return [(cast("OccasionKind", k), _any(some, re.IGNORECASE)) for k, some in _table()["phrases"].items()]


@cache
def _names() -> list[tuple[OccasionKind, re.Pattern[str]]]:
    return [
        ("fair", _any(cast("list[str]", _table()["fairs"]))),
        ("summit", _any(cast("list[str]", _table()["summits"]))),
    ]


@cache
def _platforms() -> re.Pattern[str]:
    return _any(cast("list[str]", _table()["platforms"]))


@cache
def _openers() -> frozenset[str]:
    return frozenset(cast("list[str]", _table()["openers"]))


@cache
def _told() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:told|speaking to|spoke to|spoke with)\s+(?:the\s+)?(?:[a-z]+\s+){{0,2}}(?P<outlet>{NAME})"
    )


@cache
def _months() -> str:
    return "|".join(month["name"] for month in tables()["dates"]["months"])


def _told_at(statement: Statement) -> Span:
    """The words that tell of a statement: its cue; a letter has none, but a signature."""
    return (statement.cue or statement.source)[0]
