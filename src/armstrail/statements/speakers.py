"""Sources -> speakers: last names, offices and pronouns, each to the fullest name the text gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from armstrail import parties, values
from armstrail.codebook import tables
from armstrail.model import Attribution, Document, Span, Speaker
from armstrail.pieces import Pieces
from armstrail.statements.descriptions import (
    calls_itself,
    head_noun,
    is_of_gender,
    is_outlet,
    is_person,
    is_plural,
    own_words,
)
from armstrail.statements.names import (
    Name,
    Names,
    adjectives,
    around,
    is_title,
    last_word,
    names,
    offices_of,
    personal_name,
    runs,
    titles,
)
from armstrail.statements.organisations import Organisations, organisations

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

FIRST = frozenset("i me my".split())
RELATIVE = frozenset("who which that".split())
ARTICLES = frozenset("the a an this that his her their its".split())
# "A spokesman for the army", right before a relative pronoun, a comma between them or not.
_ARTICLE = r"(?:an?|the|his|her|its|their|one|two|some|several|another)"
_PHRASE = rf"\b{_ARTICLE}(?: (?!{_ARTICLE}\b|[\w-]+ed\b)[\w'’-]+){{1,4}}"
DESCRIBED = re.compile(rf"((?:{_PHRASE} (?:of|for|from|in|at|to) )*{_PHRASE}),? $", re.IGNORECASE)
# The name that a sentence opens with, up to what is no part of a name.
OPENING = re.compile(r"(?:The )?(?:[A-Z][\w.'’-]*)(?: (?:of (?:the )?)?[A-Z][\w.-]*){0,4}")
APPOSED = re.compile(r"[,;.)]|$")  # what ends an apposition


@dataclass(slots=True, eq=False)
class Resolver:
    """Resolves sources in the order of the text; keeps the speakers so far."""

    document: Document
    attributions: Sequence[Attribution] = ()
    names: Names = field(init=False)
    organisations: Organisations = field(init=False)
    year: int | None = field(init=False)
    speakers: list[tuple[Speaker, bool]] = field(default_factory=list)
    called: dict[str, set[str]] = field(default_factory=dict)
    _owners: list[Attribution] = field(init=False)
    _contents: Pieces = field(init=False)

    def __post_init__(self) -> None:
        sourced = [(a, c) for a in self.attributions if a.source for c in a.content]
        self._owners, self._contents = [a for a, _ in sourced], Pieces(c for _, c in sourced)
        self.names = names(self.document)
        self.organisations = organisations(self.document)
        published = values.published_date(self.document.published)
        self.year = published.year if published else None

    def speaker(self, attribution: Attribution) -> Speaker | None:
        if not attribution.source:
            return None
        span = attribution.source[0]
        # without the comma behind a relative clause or apposition, and a company's sign on the exchange
        mention = re.sub(r"\s*<[^<>]*>?$|>$", "", self.document.words(span)).rstrip(",;: ")
        if not mention:
            return None
        span = Span(span.start, span.start + len(mention), span.place)
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
        known = {state for state, _ in offices_of(name)}
        states = known or self.names.states.get(name, set())
        return _only(states)

    def _resolve(self, mention: str, span: Span) -> tuple[str, Span, bool, str | None]:
        """The fullest name, where it stands, whether it is a person's, and the party it comes with."""
        mention = re.sub(r" (?:himself|herself|itself|themselves)$", "", mention)
        low = mention.lower()
        if low in FIRST:
            return self._first_person(span) or (mention, span, False, None)
        head = parties.without_capitals(re.split(r"['’]", mention)[0])
        person = head in _pronouns("person")
        if person or head in _pronouns("things", "many", "own") | RELATIVE:
            found = self._referent(head, span)
            if found:
                return found.name, found.name_span, person, found.party
            name = self._antecedent(span) if head == "who" else None
            name = name or (self._nearest(head, span) if person else None)
            described = self._described(span) if head in RELATIVE and not name else None
            if described:
                return self._resolve(self.document.words(described), described)
            if name:
                return name.words, name.span, True, _only(name.states)
            opens = self._opening(span) if head in _pronouns("things") else None
            if opens:
                return opens
            return mention, span, False, None
        named = self._named(mention, span)
        if named:
            return named.words, named.span, not is_outlet(mention), None
        office = self._apposed(mention, span) or self._officer(mention, span)
        if office:
            return office.words, office.span, True, None
        fuller = self._fuller(mention)
        if fuller:
            return fuller.name, fuller.name_span, False, fuller.party
        organisation = self._organisation(mention, span)
        if organisation:
            return *organisation, False, None
        plain = re.split(r",? (?:which|who|whose|that) ", mention)[0]
        return plain, Span(span.start, span.start + len(plain), span.place), False, None

    def _first_person(self, span: Span) -> tuple[str, Span, bool, str | None] | None:
        """Whose words "I" stands in: of the contents that hold it, the shortest is meant."""
        around = [
            (sum(c.end - c.start for c in a.content), a.source[0])
            for a in map(self._owners.__getitem__, self._contents.meeting(span))
            if any(c.holds(span) for c in a.content)
        ]
        source = min(around, key=lambda pair: pair[0])[1] if around else None
        known = next(
            (
                s
                for s, _ in self.speakers
                if source and (s.span.place, s.span.start) == (source.place, source.start)
            ),
            None,
        )
        if known:
            return known.name, known.name_span, True, known.party
        mention = self.document.words(source).rstrip(",;: ") if source else ""
        if source is None or not mention or mention.lower() in FIRST:
            return None
        return self._resolve(mention, Span(source.start, source.start + len(mention), source.place))

    def _referent(self, pronoun: str, span: Span) -> Speaker | None:
        """The last speaker that a pronoun fits."""
        if pronoun in RELATIVE:  # "U.S. officials, who": the one whose words end here
            ends = (
                s for s, _ in self.speakers if s.span.place == span.place and 0 < span.start - s.span.end < 3
            )
            return next(ends, None)
        for speaker, personal in reversed(self.speakers[-12:]):
            if speaker.span == span:
                continue
            person = personal or is_person(speaker.mention)
            if pronoun in _pronouns("person") and person and self._gender_fits(pronoun, speaker):
                return speaker
            if speaker.name.lower() in _pronouns("person", "things", "many", "own") | FIRST | RELATIVE:
                continue
            plural = is_plural(speaker.name)
            if (pronoun in _pronouns("things") and not person and not plural) or (
                pronoun in _pronouns("many", "own") and plural and not personal
            ):
                return speaker
        return None

    def _opening(self, span: Span) -> tuple[str, Span, bool, str | None] | None:
        """Whom a sentence opens with, or the one before it where it opens with the pronoun: "The navy of Peru sank a
        ship which it said".
        """
        text = self.document.title if span.place == "title" else self.document.text
        for _ in range(2):
            start = max(text.rfind(end, 0, span.start) for end in (". ", "! ", "? ", "\n")) + 1
            start += len(text[start : span.start]) - len(text[start : span.start].lstrip())
            if start < span.start:
                break
            span = Span(max(start - 2, 0), max(start - 2, 0), span.place)
        opening = OPENING.match(text, start, span.start)
        named = parties.identify(opening[0], self.year) if opening else None
        if opening is None or named is None or named.kind not in ("state", "org"):
            return None
        return opening[0], Span(opening.start(), opening.end(), span.place), False, named.id

    def _gender_fits(self, pronoun: str, speaker: Speaker) -> bool:
        """A speaker whom the text has called "he" is no "she", nor is Mr. Dahl or a spokesman."""
        female = pronoun in ("she", "her")
        called = self.called.get(speaker.name, set()) | {speaker.mention.lower(), speaker.name.lower()}
        return not any(is_of_gender(words, female=not female) for words in called)

    def _antecedent(self, span: Span) -> Name | None:
        """The name right before "who"."""
        text = self.document.title if span.place == "title" else self.document.text
        found = re.search(
            r"([^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,5}),? $", text[max(0, span.start - 80) : span.start]
        )
        if found is None:
            return None
        start = max(0, span.start - 80) + found.start(1)
        words = list(runs().finditer(text, start, start + len(found.group(1))))
        if not words or words[-1].end() != start + len(found.group(1)):
            return None
        place = Span(words[-1].start(), words[-1].end(), span.place)
        return self._named(words[-1].group(), place) or Name(
            words[-1].group(), place, frozenset(), frozenset()
        )

    def _described(self, span: Span) -> Span | None:
        """The description right before "who" or "which": "an aide to the minister, who said"."""
        text = self.document.title if span.place == "title" else self.document.text
        first = max(0, span.start - 120)
        found = DESCRIBED.search(text, first, span.start)
        return Span(found.start(), found.end(1), span.place) if found else None

    def _nearest(self, pronoun: str, span: Span) -> Name | None:
        """The person named last before a pronoun that fits him or her."""
        before, _ = self.names.around(span, 1)
        fits = before and not is_of_gender(before[0].words.lower(), female=pronoun not in ("she", "her"))
        return before[0] if fits and before[0].span.place == span.place else None

    def _named(self, mention: str, span: Span) -> Name | None:
        """The full name that a mention ends with, or whose last word it is."""
        text = self.document.title if span.place == "title" else self.document.text
        begin, end = own_words(mention)
        begin, end = span.start + begin, span.start + end
        for piece in runs().finditer(text, begin, end):
            inner = personal_name(text, piece.start(), min(piece.end(), end))
            if inner and not re.search(r"\w", text[inner[1] : end]):
                own = text[slice(*inner)]
                found = self.names.last.get(last_word(own), ())
                fuller = next((n for n in found if n.words.lower().endswith(f" {own.lower()}")), None)
                return fuller or Name(own, Span(*inner, span.place), *around(text, *inner))
        words = re.findall(r"[^\W\d_][\w-]*", re.sub(r"['’]s?$", "", text[begin:end]))
        if not words or not words[-1][:1].isupper():
            return None
        particles = tables()["offices"]["particles"]
        if any(
            not (is_title(w) or w.isupper() or w.lower() in particles or parties.identify(w))
            for w in words[:-1]
        ):
            return None
        return self.names.named(words[-1].lower(), span)

    def _apposed(self, mention: str, span: Span) -> Name | None:
        """The name that tells who holds an office: "the acting defence minister, Idris Farah, said"."""
        text = self.document.title if span.place == "title" else self.document.text
        office, _, inside = mention.rstrip(", ").partition(", ")
        words = re.findall(r"[\w-]+", office.lower())
        turned = re.search(r" (?:of|to|for) ", office)
        if not words or titles().isdisjoint(words if inside or turned else words[-1:]):
            return None
        begin = span.start + len(office)
        run = runs().match(text, begin + 2) if text.startswith(", ", begin) else None
        inner = personal_name(text, run.start(), run.end()) if run else None
        if not inner or not (APPOSED.match(text, inner[1]) or inner[1] == span.end):
            return None
        if not all(is_title(word) for word in text[begin + 2 : inner[0]].split()):
            return None
        return Name(text[slice(*inner)], Span(*inner, span.place), *around(text, *inner))

    def _officer(self, mention: str, span: Span) -> Name | None:
        """ "The Russian leader", "the minister": the named person of that office and state."""
        words = re.findall(r"[\w-]+", mention.lower())
        if not words or words[0] not in ARTICLES or len(words) > 5 or words[0] in ("a", "an"):
            return None
        office = words[-1]
        if office not in titles() | {"leader", "head"}:
            return None
        state = parties.identify(mention, self.year)
        before, later = self.names.around(span)
        fitting: list[Name] = [*reversed(before), *(later if state else ())]
        for name in fitting:
            if (not state or state.id in name.states) and _holds(name, office, words):
                return name
        return None

    def _organisation(self, mention: str, span: Span) -> tuple[str, Span] | None:
        """ "Norden", "the SRA", "the company": the full name of an organisation that the text gives."""
        words = re.sub(r"^[Tt]he |['’]s?$", "", mention)
        if words != mention and words in tables()["offices"]["company"] and not words.endswith("s"):
            return self._company()
        if words.lower() in tables()["offices"]["institutions"] and not (
            words != mention and words.islower()
        ):
            return None  # a bare noun, or another institution's name: "the Congress"
        found = self.organisations.named(words, span)
        spoke = (s for s, _ in self.speakers if found and calls_itself(s, found[0]))
        return next(((s.name, s.name_span) for s in spoke), found)

    def _company(self) -> tuple[str, Span] | None:
        """The company that the text names alone, else the last that spoke."""
        companies = self.organisations.companies
        if len(companies) == 1:
            return next(iter(companies.items()))
        for speaker, _ in reversed(self.speakers):
            for name in companies:
                if calls_itself(speaker, name):
                    return speaker.name, speaker.name_span
        return None

    def _fuller(self, mention: str) -> Speaker | None:
        """ "The ministry": an earlier speaker of the same noun and more words; "the paper": an earlier outlet."""
        words = re.findall(r"[\w-]+", mention.lower())
        if len(words) != 2 or words[0] != "the" or parties.identify(mention):
            return None
        for speaker, personal in reversed(self.speakers[-12:]):
            if words[1] in tables()["offices"]["press"] and is_outlet(speaker.name) and " " in speaker.name:
                return speaker
            longer = set(re.findall(r"[\w-]+", speaker.name.lower())) - ARTICLES
            if not personal and head_noun(speaker.name) == words[1] and len(longer) > 1:
                return speaker
        return None


def _holds(name: Name, office: str, words: Sequence[str]) -> bool:
    if words[-2:-1] == ["of"]:  # "the secretary of state"
        return {office, words[-3]} <= name.around or "_".join(words[-3:]) in name.around
    offices = tables()["offices"]
    if office in offices["leading"]:
        of_what = " ".join(w for w in words[1:-1] if not is_title(w) and w not in adjectives()).title()
        if of_what and not parties.identify(of_what):
            return False  # "the band leader"
        return not name.around.isdisjoint(offices["leading_offices"])
    if (
        len(words) > 1
        and words[-2] in offices["specific"]
        and not name.around
        & {
            words[-2],
            words[-2].replace("defense", "defence"),
            "_".join(words[-2:]),
        }
    ):
        return False
    full = "_".join(w for w in words[-2:] if w in titles())
    return (
        office in name.around
        or full in name.around
        or any(a.endswith(office) and full in (office, a) for a in name.around)
    )


def _pronouns(*kinds: str) -> frozenset[str]:
    """The personal pronouns of some kinds: of a person, of things, of many, the speakers' own."""
    return frozenset().union(*(tables()["offices"]["pronouns"][kind] for kind in kinds))


def _only(states: Collection[str]) -> str | None:
    """The state, where there is one alone: of several, none is to be preferred."""
    return next(iter(states)) if len(states) == 1 else None
