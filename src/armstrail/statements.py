"""Marks -> statements: each attribution with its speaker, as the text names him, and its voice."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from armstrail import parties, values
from armstrail.codebook import lexicon, tables
from armstrail.model import Attribution, Document, Marks, Place, Span, Speaker, Statement, Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A run of words with capitals, small particles and initials between them.
RUN = re.compile(
    r"(?<![\w'’-])[^\W\d_a-zß-öø-ÿ][\w'’.-]*"
    r"(?:[ \u00a0](?:(?:de|da|del|der|den|van|von|bin|bint|ibn|al|el|la|le|di|du|dos|ter|abu)[ \u00a0]){0,2}"
    r"(?:al-|el-|ad-|as-|d'|d’)?[^\W\d_a-zß-öø-ÿ][\w'’.-]*){0,7}"
)
QUOTED = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|''(?:[^']|'(?!'))*(?:''|$)|(?<!\w)[‘'][^‘]{0,600}?[’'](?!\w)"
)
CREDIT = re.compile(r"[a-z](?=[A-Z])")
PERSONAL = frozenset(["he", "she", "him", "her", "his"])
THINGS = frozenset(["it", "its"])
MANY = frozenset(["they", "them", "their", "we"])
RELATIVE = frozenset(["who", "which", "that"])
ARTICLES = frozenset(["the", "a", "an", "this", "that", "his", "her", "their", "its"])
SPECIFIC = frozenset("defence defense foreign prime vice deputy interior finance".split())
HEADS_OF_STATE = frozenset(["leader", "head", "ruler", "strongman"])


@dataclass(frozen=True, slots=True)
class Name:
    """A full name where it stands: "Vladimir Putin", with the words of office around it."""

    words: str
    span: Span
    around: frozenset[str]
    states: frozenset[str]


@dataclass(slots=True, eq=False)
class Names:
    """All full names of a document in order; `last` by their last word, `states` what the text says of each."""

    all: list[Name]
    last: dict[str, list[Name]] = field(default_factory=dict)
    states: dict[str, set[str]] = field(default_factory=dict)

    def around(self, span: Span, reach: int = 60) -> tuple[list[Name], list[Name]]:
        """The names before a place, the nearest last, and those after it."""
        at = bisect_left(self.all, _order(span), key=lambda n: _order(n.span))
        return self.all[max(0, at - reach) : at], self.all[at : at + reach]

    def named(self, last: str, span: Span) -> Name | None:
        """The full name with a last word: the latest before a place, or the first of the text, or of the title."""
        fitting = self.last.get(last, [])
        if not fitting:
            return None
        at = bisect_right(fitting, _order(span), key=lambda n: _order(n.span))
        first = bisect_left(fitting, (True, 0), key=lambda n: _order(n.span))
        if at > first:
            return fitting[at - 1]
        return fitting[first] if first < len(fitting) else fitting[0]


def statements(document: Document, marks: Marks) -> tuple[Statement, ...]:
    """A statement for each attribution, in the order of the text, the title's first."""
    resolver = _Resolver(document)
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


# ------------------------------------------------------------------ names


def names(document: Document) -> Names:
    """The full personal names of title and text, in their order, the title's first."""
    found = [*_names(document.title, "title"), *_names(document.text, "text")]
    result = Names(found)
    for name in found:
        result.last.setdefault(_last(name.words), []).append(name)
        result.states.setdefault(name.words, set()).update(name.states)
    return result


def _order(span: Span) -> tuple[bool, int]:
    return (span.place == "text", span.start)


def _names(text: str, place: Place) -> Iterator[Name]:
    for match in RUN.finditer(text):
        for start, end in _pieces(match.group(), match.start()):
            span = _person(text, start, end)
            if span:
                yield Name(text[span[0] : span[1]], Span(*span, place), *_around(text, *span))


def _pieces(run: str, offset: int) -> Iterator[tuple[int, int]]:
    """A run of capitals, cut where a sentence ends in it or a credit is run into it."""
    begin = 0
    for match in re.finditer(r"(?<=\w{3})\.\s|(?<=[a-z])(?=[A-Z][a-z]{3,} )|['’]s\b", run):
        yield offset + begin, offset + match.start()
        begin = match.end()
    yield offset + begin, offset + len(run)


def _person(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The personal name at the end of a run: what follows the last word of office, without a state's adjective."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^\s]+", text[start:end])]
    while words and len(text[slice(*words[-1])].strip(".")) == 1:
        words.pop()
    titles = [i for i, w in enumerate(words) if _is_title(text[slice(*w)])]
    words = words[titles[-1] + 1 :] if titles else words
    while len(words) > 2 and parties.identify(text[slice(*words[0])]):
        words.pop(0)
    inner = [text[slice(*w)].strip(".,'’") for w in words]
    if not 2 <= len(words) <= 5 or any(w.lower() in NO_NAME for w in inner):
        return None
    s, e = words[0][0], words[-1][1]
    while e > s and not text[e - 1].isalnum():
        e -= 1
    if (text[s:e].isupper() and not _leader(text[s:e])) or _is_place(text[s:e]) or _is_place(inner[-1]):
        return None
    return (s, e)


@cache
def _titles() -> frozenset[str]:
    """Words of office and address that stand before a name and are no part of it."""
    offices = tables()["offices"]
    words = {w.lower().strip(".") for w in offices["titles"]}
    words |= {w.lower() for phrase in offices["office"] for w in re.findall(r"[\w-]+", phrase)} - {"of"}
    return frozenset(words) | ADDRESS


ADDRESS = frozenset(
    "former ex acting deputy vice spokesman spokeswoman spokesperson mr mrs ms professor captain major brigadier "
    "admiral lieutenant sergeant commander chief director chairman chairwoman governor senator congressman "
    "congresswoman representative mayor judge analyst reporter lawmaker us u.s uk the a an when after while if but "
    "and as on in at by with for from since before under national security adviser advisor state army navy defence "
    "defense foreign interior finance air staff president-elect speaker envoy official opposition leader diplomat "
    "officer republican democrat democratic then later this that sen rep gov dr col gen lt capt maj adm "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
# Words that no personal name holds.
NO_NAME = frozenset(
    "ministry department government council committee commission parliament congress agency army navy force forces "
    "union nations states house street university institute center centre party press news times post group company "
    "corporation inc ltd corp co bank court office bureau international world region republic kingdom of and the war "
    "day act treaty agreement park hall exhibition north south east west new united industries systems aerospace "
    "aircraft airlines society association federation alliance coalition supreme white black sea gulf river mountain "
    "strait research studies policy affairs forum summit conference project program programme fund foundation trust "
    "museum school college church team club missile tank fighter jet class series squadron brigade division fleet "
    "battalion command corps statement report poll survey study website magazine journal radio television tv "
    "subcommittee embassy pact plan bill january february march april june july august september october november "
    "december monday tuesday wednesday thursday friday saturday sunday".split()
)


def _is_title(word: str) -> bool:
    return word.lower().strip(".,'’") in _titles()


@lru_cache(4096)
def _is_place(words: str) -> bool:
    """Whether a table knows the words as something else than a leader."""
    return any(
        m.start == 0 and m.end == len(words) and not any(f.kind == "leader" for f in m.forms)
        for m in lexicon.find(words)
    )


def _around(text: str, start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
    """The words of office and the states around a name: before it, and in an apposition after it."""
    before = re.split(
        r"[.;:,!?\n]\s|[\"“”‘]|\b(?:said|says|told|added|met|and)\b", text[max(0, start - 60) : start]
    )[-1]
    after = re.match(r",\s+([^,.;:\n]{3,80})", text[end : end + 90])
    of = re.match(r"\s+of\s+[\w .-]{3,30}", text[end : end + 40])
    phrases = [before, *([after.group(1)] if after else []), *([of.group()] if of else [])]
    words = {w.lower() for p in phrases for w in re.findall(r"[\w-]+", p)}
    states = {p.id for phrase in phrases for p in [parties.identify(phrase)] if p}
    offices = _leader(text[start:end])
    return frozenset(words & _titles() | {o for _, o in offices}), frozenset(states | {s for s, _ in offices})


@lru_cache(4096)
def _leader(words: str) -> frozenset[tuple[str, str]]:
    """State and office of each entry of the leaders' table that a full name stands for."""
    return frozenset(
        (entry["state"], entry["office"])
        for match in lexicon.find(words)
        for form in match.forms
        if form.kind == "leader" and match.start == 0 and (form.meaning == "full" or match.end == len(words))
        for entry in [parties.entry_of(form)]
    )


def _last(words: str) -> str:
    found: list[str] = re.findall(r"[\w'’-]+", words)
    return found[-1].lower()


# ------------------------------------------------------------------ speakers


@dataclass(slots=True, eq=False)
class _Resolver:
    """Resolves sources in the order of the text; keeps the speakers so far."""

    document: Document
    names: Names = field(init=False)
    year: int | None = field(init=False)
    speakers: list[tuple[Speaker, bool]] = field(default_factory=list)
    called: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = names(self.document)
        published = values.published_date(self.document.published)
        self.year = published.year if published else None

    def speaker(self, attribution: Attribution) -> Speaker | None:
        if not attribution.source:
            return None
        span = attribution.source[0]
        mention = self.document.words(span)
        name, name_span, personal, party = self._resolve(mention, span)
        if party is None:
            outside = mention.replace(name, " ") if personal else re.split(r" to | on | with ", mention)[0]
            own = (
                parties.identify(outside, self.year)
                if outside.strip() and not self._bare(mention, personal)
                else None
            )
            party = own.id if own else self._state_of(name) if personal else None
        made = Speaker(mention, name, span, name_span, party)
        self.speakers.append((made, personal))
        self.called.setdefault(name, set()).add(mention.lower())
        return made

    @staticmethod
    def _bare(mention: str, personal: bool) -> bool:
        """Whether a mention is no more than a person's last name, which tells no party by itself."""
        return personal and len(mention.split()) == 1

    def _state_of(self, name: str) -> str | None:
        """The state of a person: as the leaders' table has it, or as the text says it wherever it names him."""
        known = {state for state, _ in _leader(name)}
        states = known or self.names.states.get(name, set())
        return next(iter(states)) if len(states) == 1 else None

    def _resolve(self, mention: str, span: Span) -> tuple[str, Span, bool, str | None]:
        """The fullest name, where it stands, whether it is a person's, and the party it comes with."""
        low = mention.lower()
        head = re.split(r"['’]", low)[0]
        if head in PERSONAL | THINGS | MANY | RELATIVE:
            found = self._referent(head, span)
            if found:
                return found.name, found.name_span, head in PERSONAL, found.party
            name = self._antecedent(span) if head == "who" else None
            name = name or (self._nearest(span) if head in PERSONAL else None)
            if name:
                return name.words, name.span, True, next(iter(name.states), None)
            return mention, span, False, None
        named = self._named(mention, span)
        if named:
            return named.words, named.span, True, None
        office = self._officer(mention, span)
        if office:
            return office.words, office.span, True, None
        fuller = self._fuller(mention)
        if fuller:
            return fuller.name, fuller.name_span, False, fuller.party
        return mention, span, False, None

    def _referent(self, pronoun: str, span: Span) -> Speaker | None:
        """The last speaker that a pronoun fits."""
        if pronoun in RELATIVE:
            return None
        for speaker, personal in reversed(self.speakers[-12:]):
            if speaker.span == span:
                continue
            if pronoun in PERSONAL and personal and self._gender_fits(pronoun, speaker):
                return speaker
            plural = re.search(r"s$|\band\b|^they", speaker.name.lower().split(" of ")[0]) is not None
            if (pronoun in THINGS and not personal and not plural) or (
                pronoun in MANY and plural and not personal
            ):
                return speaker
        return None

    def _gender_fits(self, pronoun: str, speaker: Speaker) -> bool:
        """A speaker whom the text has called "he" is no "she"."""
        female = pronoun in ("she", "her")
        return not self.called.get(speaker.name, set()) & ({"he", "his", "him"} if female else {"she"})

    def _antecedent(self, span: Span) -> Name | None:
        """The name right before "who"."""
        text = self.document.title if span.place == "title" else self.document.text
        found = re.search(
            r"([^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,5}),? $", text[max(0, span.start - 80) : span.start]
        )
        if found is None:
            return None
        start = max(0, span.start - 80) + found.start(1)
        runs = list(RUN.finditer(text, start, start + len(found.group(1))))
        if not runs or runs[-1].end() != start + len(found.group(1)):
            return None
        place = Span(runs[-1].start(), runs[-1].end(), span.place)
        return self._named(runs[-1].group(), place) or Name(runs[-1].group(), place, frozenset(), frozenset())

    def _nearest(self, span: Span) -> Name | None:
        before, _ = self.names.around(span, 1)
        return before[0] if before and before[0].span.place == span.place else None

    def _named(self, mention: str, span: Span) -> Name | None:
        """The full name that a mention ends with, or whose last word it is."""
        text = self.document.title if span.place == "title" else self.document.text
        begin, end = _head(mention)
        begin, end = span.start + begin, span.start + end
        for piece in RUN.finditer(text, begin, end):
            inner = _person(text, piece.start(), min(piece.end(), end))
            if inner and not re.search(r"\w", text[inner[1] : end]):
                return Name(text[slice(*inner)], Span(*inner, span.place), *_around(text, *inner))
        words = re.findall(r"[^\W\d_][\w-]*", text[begin:end])
        if not words or not words[-1][:1].isupper():
            return None
        if any(not _is_title(w) and not parties.identify(w) for w in words[:-1]):
            return None
        return self.names.named(words[-1].lower(), span)

    def _officer(self, mention: str, span: Span) -> Name | None:
        """ "The Russian leader", "the minister": the named person of that office and state."""
        words = re.findall(r"[\w-]+", mention.lower())
        if not words or words[0] not in ARTICLES or len(words) > 5 or words[0] in ("a", "an"):
            return None
        office = words[-1]
        if office not in _titles() | {"leader", "head"}:
            return None
        state = parties.identify(mention, self.year)
        before, later = self.names.around(span)
        fitting: list[Name] = [*reversed(before), *(later if state else ())]
        for name in fitting:
            if (not state or state.id in name.states) and _holds(name, office, words):
                return name
        return None

    def _fuller(self, mention: str) -> Speaker | None:
        """ "The ministry": an earlier speaker of the same noun and more words."""
        words = re.findall(r"[\w-]+", mention.lower())
        if len(words) != 2 or words[0] != "the" or parties.identify(mention):
            return None
        for speaker, personal in reversed(self.speakers[-12:]):
            longer = re.split(r",| of ", speaker.name)[0].lower().split()
            if not personal and longer and longer[-1] == words[1] and len(set(longer) - ARTICLES) > 1:
                return speaker
        return None


def _head(mention: str) -> tuple[int, int]:
    """Where the words of a mention stand that name the speaker himself: behind a possessor, before "of" and "for"."""
    begin = max((m.end() for m in re.finditer(r"['’]s?\s", mention)), default=0)
    stop = re.search(
        r",| for | to | in | at | on | who |(?<!Secretary)(?<!Minister)(?<!secretary)(?<!minister) of ",
        mention[begin:],
    )
    return begin, begin + stop.start() if stop else len(mention)


def _holds(name: Name, office: str, words: Sequence[str]) -> bool:
    if office in HEADS_OF_STATE:
        return bool(
            name.around
            & {
                "president",
                "prime_minister",
                "premier",
                "king",
                "chancellor",
                "leader",
                "ruler",
                "head_of_state",
            }
        )
    if words[-2] in SPECIFIC and not name.around & {
        words[-2],
        words[-2].replace("defense", "defence"),
        "_".join(words[-2:]),
    }:
        return False
    full = "_".join(w for w in words[-2:] if w in _titles())
    return (
        office in name.around
        or full in name.around
        or any(a.endswith(office) and full in (office, a) for a in name.around)
    )


# ------------------------------------------------------------------ saying and meaning


def is_saying(document: Document, statement: Statement) -> bool:
    """Whether somebody says the content, rather than wants, plans, judges or is expected to do it."""
    words = " ".join(document.words(span) for span in statement.cue).lower()
    if not statement.content or document.words(statement.content[0]).lower().startswith("to "):
        return False
    if not re.search(r"\w", words):
        return True
    kinds = {
        kind for form, kind in _cue_kinds().items() if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", words)
    }
    return bool(kinds & {"verb", "noun", "preposition"}) and statement.speaker is not None


@cache
def _cue_kinds() -> dict[str, str]:
    return {
        form.lower(): cue["kind"]
        for cue in reversed(tables()["cues"])
        for form in cue["forms"]
        if "*" not in form
    }
