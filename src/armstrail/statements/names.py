"""The full personal names of a document, with the offices and states that stand around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from armstrail import parties
from armstrail.codebook import lexicon, tables
from armstrail.model import Document, Place, Span

if TYPE_CHECKING:
    from collections.abc import Iterator


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
        at = bisect_left(self.all, order(span), key=lambda n: order(n.span))
        return self.all[max(0, at - reach) : at], self.all[at : at + reach]

    def named(self, last: str, span: Span) -> Name | None:
        """The full name with a last word: the latest before a place, or the first of the text, or of the title."""
        fitting = self.last.get(last, [])
        if not fitting:
            return None
        at = bisect_right(fitting, order(span), key=lambda n: order(n.span))
        first = bisect_left(fitting, (True, 0), key=lambda n: order(n.span))
        if at > first:
            return fitting[at - 1]
        return fitting[first] if first < len(fitting) else fitting[0]


def names(document: Document) -> Names:
    """The personal names of title and text, in their order, the title's first: full ones, and last names with a title
    ("President Obote") where the text has no fuller one.
    """
    found = [*_names(document.title, "title"), *_names(document.text, "text")]
    full = {last_word(name.words) for name in found}
    short = [*_titled(document.title, "title"), *_titled(document.text, "text")]
    in_office = {last_word(name.words) for name in short if not name.words.startswith(("Mr", "Ms"))}
    found += [
        name
        for name in short
        if last_word(name.words) not in full
        and not (re.match(r"Mr\b", name.words) and last_word(name.words) in in_office)
    ]
    found.sort(key=lambda name: order(name.span))
    result = Names(found)
    for name in found:
        result.last.setdefault(last_word(name.words), []).append(name)
        result.states.setdefault(name.words, set()).update(name.states)
    for name in found:  # "Hernandez" for Arturo Hernandez Grisanti, where nobody else is called so
        words = re.findall(r"[\w'’-]+", name.words.lower())
        if len(words) == 3 and not is_title(words[0]) and len(words[1]) > 2:
            result.last.setdefault(words[1], [name])
    return result


@cache
def runs() -> re.Pattern[str]:
    """A run of words with capitals, small particles and initials between them."""
    capital, particles = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*", "|".join(tables()["offices"]["particles"])
    return re.compile(
        rf"(?<![\w'’-]){capital}"
        rf"(?:[ \u00a0](?:(?:{particles})[ \u00a0]){{0,2}}(?:al-|el-|ad-|as-|d'|d’)?{capital}){{0,7}}"
    )


def order(span: Span) -> tuple[bool, int]:
    """Where a span stands: the title before the text."""
    return (span.place == "text", span.start)


def _names(text: str, place: Place) -> Iterator[Name]:
    for match in runs().finditer(text):
        for start, end in _pieces(match.group(), match.start()):
            span = personal_name(text, start, end)
            if span:
                yield Name(text[span[0] : span[1]], Span(*span, place), *around(text, *span))


def _titled(text: str, place: Place) -> Iterator[Name]:
    """Last names behind a title: "President Obote"."""
    for match in _title_and_name().finditer(text):
        last, behind = match["last"], NEXT.match(text, match.end())
        if behind and behind[1].lower() not in impersonal():
            continue  # a first name
        known = parties.identify(match.group())
        if known and known.kind in ("org", "bloc", "group"):
            continue  # "General Dynamics"
        if not is_title(last) and last.lower() not in impersonal() and not _is_place(last):
            yield Name(match.group(), Span(*match.span(), place), *around(text, *match.span("last")))


NEXT = re.compile(r"[ \u00a0]([^\W\d_a-zß-öø-ÿ][\w’'-]+)")


@cache
def _title_and_name() -> re.Pattern[str]:
    some = "|".join(sorted(tables()["offices"]["titles"], key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?:{some})\b\.?[ \u00a0](?:of State[ \u00a0])?)+(?P<last>[^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ][\w’-]+)"
    )


def _pieces(run: str, offset: int) -> Iterator[tuple[int, int]]:
    """A run of capitals, cut where a sentence ends in it or a credit is run into it."""
    begin = 0
    for match in re.finditer(r"(?<=\w{3})\.\s|(?<=[a-z])(?=[A-Z][a-z]{3,} )|['’]s\b", run):
        yield offset + begin, offset + match.start()
        begin = match.end()
    yield offset + begin, offset + len(run)


def personal_name(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The personal name at the end of a run: what follows the last word of office, without a state's adjective."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^\s]+", text[start:end])]
    while words and len(text[slice(*words[-1])].strip(".")) == 1:
        words.pop()
    titles = [i for i, w in enumerate(words) if is_title(text[slice(*w)])]
    if titles[-1:] == [len(words) - 1] and _is_surname(text, words):
        titles.pop()
    words = words[titles[-1] + 1 :] if titles else words
    while len(words) > 2 and parties.identify(text[slice(*words[0])]):
        words.pop(0)
    inner = [text[slice(*w)].strip(".,'’") for w in words]
    odd = [i for i, w in enumerate(inner) if w.lower() in impersonal() or w in company_endings()]
    if not 2 <= len(words) <= 5 or (
        odd and not (odd == [0] and inner[0].lower() in tables()["offices"]["first_names"])
    ):
        return None
    s, e = words[0][0], words[-1][1]
    while e > s and not text[e - 1].isalnum():
        e -= 1
    if (text[s:e].isupper() and not offices_of(text[s:e])) or _is_place(text[s:e]) or _is_place(inner[-1]):
        return None
    return (s, e)


def _is_surname(text: str, words: list[tuple[int, int]]) -> bool:
    """Whether a title that ends a run is a last name there: "Kari King"; not in "the Saudi King"."""
    last, before = text[slice(*words[-1])], [text[slice(*w)] for w in words[-2:-1]]
    return (
        last.strip(".,").lower() in tables()["offices"]["last_names"]
        and bool(before)
        and not is_title(before[0])
        and not parties.identify(before[0])
    )


@cache
def company_endings() -> frozenset[str]:
    """What a company's full name ends with."""
    return frozenset(tables()["offices"]["company_endings"])


@cache
def adjectives() -> frozenset[str]:
    """What may stand before an office: "newly elected", "supreme"."""
    return frozenset(tables()["offices"]["adjectives"])


@cache
def openers() -> frozenset[str]:
    """Words that begin a sentence with a capital and name nothing."""
    return frozenset(tables()["offices"]["openers"]) | _calendar("weekdays")


@cache
def impersonal() -> frozenset[str]:
    """Words that no personal name holds."""
    offices = tables()["offices"]
    words = _calendar("months").union(_calendar("weekdays"), offices["impersonal"])
    return words.difference(offices["last_names"])


def _calendar(kind: str) -> frozenset[str]:
    return frozenset(entry["name"].lower() for entry in tables()["dates"][kind])


@cache
def titles() -> frozenset[str]:
    """Words of office and address that stand before a name and are no part of it."""
    offices = tables()["offices"]
    words = {w.lower().strip(".") for w in offices["titles"]}
    words |= {w.lower() for phrase in offices["office"] for w in re.findall(r"[\w-]+", phrase)} - {"of"}
    return frozenset(words).union(offices["address"], openers())


def is_title(word: str) -> bool:
    """Whether a word is one of office or address."""
    return word.lower().strip(".,'’") in titles()


@lru_cache(4096)
def _is_place(words: str) -> bool:
    """Whether a table knows the words as something else than a leader."""
    return any(
        m.start == 0 and m.end == len(words) and not any(f.kind == "leader" for f in m.forms)
        for m in lexicon.find(words)
    )


def around(text: str, start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
    """The words of office and the states around a name: before it, and in an apposition after it."""
    before = _break().split(text[max(0, start - 60) : start])[-1]
    own = list(takewhile(_may_stand_before, reversed(re.findall(r"\S+", before))))
    before = " ".join(reversed(own))
    after = re.match(r",\s+([^,.;:\n]{3,80})(?=[,.;:\n]|$)", text[end : end + 90])
    of = re.match(r"\s+of\s+[\w .-]{3,30}", text[end : end + 40])
    if after and re.search(r"\b(?:said|says|told|added)\b", after.group(1)):
        after = None  # not who he is, but another who speaks of him
    phrases = [before, *([after.group(1)] if after else []), *([of.group()] if of else [])]
    short = tables()["offices"]["short_titles"]
    words = {short.get(w.lower(), w.lower()) for p in phrases for w in re.findall(r"[\w-]+", p)}
    states = {p.id for phrase in phrases for p in [parties.identify(phrase)] if p}
    offices = offices_of(text[start:end])
    return frozenset(words & titles() | {o for _, o in offices}), frozenset(states | {s for s, _ in offices})


@cache
def _break() -> re.Pattern[str]:
    """What an office before a name does not go beyond; the full stop of "Gov." is none."""
    short = "".join(rf"(?<!\b{word.title()})" for word in tables()["offices"]["short_titles"])
    return re.compile(short + r"[.;:,!?\n]\s|[\"“”‘]|\b(?:said|says|told|added|met|and)\b")


def _may_stand_before(word: str) -> bool:
    """Whether a word may belong to the office that stands before a name: "the acting ambassador to France"."""
    return word[0].isupper() or is_title(word) or word in ("of", "to", "for", "the") or word in adjectives()


@lru_cache(4096)
def offices_of(words: str) -> frozenset[tuple[str, str]]:
    """State and office of each entry of the leaders' table that a full name stands for."""
    return frozenset(
        (entry["state"], entry["office"])
        for match in lexicon.find(words)
        for form in match.forms
        if form.kind == "leader" and match.start == 0 and (form.meaning == "full" or match.end == len(words))
        for entry in [parties.entry_of(form)]
    )


def last_word(words: str) -> str:
    """The last word of a name, in small letters."""
    found: list[str] = re.findall(r"[\w'’-]+", words)
    return found[-1].lower()
