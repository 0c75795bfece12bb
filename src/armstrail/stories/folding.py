"""The stories of documents, kept up to date as documents come."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import TYPE_CHECKING, Literal

import numpy as np

from armstrail.model import Member, Resemblance, Span, Story
from armstrail.outlets import outlet
from armstrail.stories.candidates import Fingerprints
from armstrail.stories.grouping import Families, Group, cores, groups, unsettled, versions
from armstrail.stories.origins import Standing, is_later, reason, standing
from armstrail.stories.overlaps import LEAST, PART, RUN, Bond, Overlap, overlaps, own_passages
from armstrail.stories.prints import Print, prints, word_spans
from armstrail.values import published_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from armstrail.model import Document, Relation
    from armstrail.stories.candidates import Marks, Settled

    Pair = tuple[int, int]
    Load = Callable[[Sequence[int]], list[Document]]

SMALL_EDITS = 0.75
"""The share of the origin that a reprint holds at least; one that holds less is an excerpt."""

REASONS: dict[Bond | Literal["recurring"], str] = {
    "recurring": "recurs, another day",
    "form": "same form, other figures",
    "frame": "shared beginning or end",
    "passage": "shared passage",
    "quote": "shared quote",
}
"""Why two texts that have words in common are not folded, in words."""

FOLDED: tuple[Bond, ...] = ("version", "part", "piece")
"""Bonds that fold texts, unless their outlet and time speak against it."""

RECURRING, DAYS = 120, 3
"""What an outlet prints again so many days later is the same text where they have so many words in common; what is
shorter is a notice that recurs, with the same words.
"""

SHOWN = 32
"""How many documents of one text are told where a text is asked for that shares it."""

_AT_ONCE = 5_000
_PAIRS_AT_ONCE = 20_000
_NOTHING = np.zeros(0, np.uint32)
_NO_FIGURES = np.zeros(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds two texts, by the places of their first documents, and how many words they have in common."""

    one: int
    other: int
    bond: Bond
    common: int


@dataclass(frozen=True, slots=True)
class Known:
    """A document that was taken in before: without its text, but with what names and marks its words. Of those of the
    same `name` the first alone has `marks`.
    """

    document: Document
    name: bytes
    marks: Marks


@dataclass(frozen=True, slots=True)
class Changes:
    """What has come since the last time: the documents, what binds their texts, and the stories of all documents in
    `touched`, anew. Stories name documents by their ids, `touched` by place.
    """

    known: list[Known]
    ties: list[Tie]
    stories: list[Story]
    touched: set[int]


class Stories:
    """Documents, and the stories that they make. To add one more regroups only the texts that it has to do with.

    Documents of the same words are one text, with several documents. With a `load`, which gives whole documents by
    their places, texts are let go once their stories were made (`changes`), and asked for where they are needed again.
    """

    def __init__(self, load: Load | None = None, fingerprints: Fingerprints | Settled | None = None) -> None:
        """`fingerprints`: what proposes pairs, where that is known without these texts' own."""
        self.documents: list[Document] = []
        self._load = load
        self._text_of: list[int] = []  # of each document
        self._days: list[int] = []  # on which each was published, 0 where that is not known
        self._texts: list[Print] = []
        self._held: list[list[int]] = []  # the documents of each text
        self._numbers: dict[bytes, int] = {}
        self._here: set[int] = set()  # texts whose words are here
        self._light: set[int] = set()  # documents without their texts
        self._fingerprints = fingerprints or Fingerprints()
        self._ties: dict[int, dict[int, Tie]] = defaultdict(dict)  # of each text with later ones
        self._bound: dict[Pair, Overlap] = {}  # of pairs that have a tie, the smaller number first
        self._new_ties: list[Tie] = []
        self._families = Families()
        self._family: dict[int, list[int]] = {}  # the texts of each family, by the one that stands for it
        self._made: dict[int, list[Story]] = {}  # its stories
        self._stale: set[int] = set()  # families that something has come to since
        self._standing: dict[int, list[Standing]] = {}  # of the texts whose stories are being made
        self._told = 0

    def add(self, documents: Iterable[Document]) -> None:
        """Take in documents. Those that have a part in it find their stories anew; the others are left alone."""
        for some in _some(documents):
            first = len(self._texts)
            for document, text in zip(some, prints([d.text for d in some]), strict=True):
                number = self._keep(document, replace(text, name=_name(document, text)))
                self._here.update([number] if number >= first else [])
                self._stale.add(self._families.of(number))
            new = self._texts[first:]
            pairs, shaken = self._fingerprints.add([t.marks for t in new], [t.name for t in new])
            self._bind(pairs.tolist())
            # A text without a family has no bond that could have to stand back.
            roots = set(map(self._families.of, shaken))
            self._stale.update(root for root in roots if len(self._family[root]) > 1)

    def stories(self) -> list[Story]:
        """All stories. Each document stands in one at least, the origin first in its own."""
        self._make(sorted(self._stale))
        self._stale.clear()
        return [story for root in self._family for story in self._made[root]]

    def resemblances(self) -> list[Resemblance]:
        """Pairs of texts that have words in common and stand in no story together, by the least ids of their documents,
        and why. With a `load` it is not known here which stories stand: pairs may be among them that have one.
        """
        together: dict[str, set[str]] = defaultdict(set)
        for story in [] if self._load else self.stories():
            for member in story.documents:
                together[member.document].add(story.id)
        found: list[Resemblance] = []
        for one, held in self._ties.items():
            for other, tie in held.items():
                bond = self._bond(one, other, tie)
                if bond not in FOLDED and self._proposed(one, other):
                    ids = sorted(min(self.documents[n].id for n in self._held[t]) for t in (one, other))
                    if not together[ids[0]] & together[ids[1]]:
                        found.append(Resemblance(ids[0], ids[1], REASONS[bond]))
        return sorted(found)

    # ------------------------------------------------------------------ in parts

    def restore(self, known: Iterable[Known], ties: Iterable[Tie]) -> None:
        """Take in documents of an earlier time, before any other. Their stories count as made."""
        for one in known:
            self._keep(one.document, Print(_NOTHING, one.marks, _NO_FIGURES, one.name))
        self._light = set(range(len(self.documents)))
        self._fingerprints.add([t.marks for t in self._texts], [t.name for t in self._texts])
        for tie in ties:
            self._tie(self._text_of[tie.one], self._text_of[tie.other], tie)
        self._stale.clear()
        self._new_ties, self._told = [], len(self.documents)

    def changes(self) -> Changes:
        """What has come since the last time. The texts are let go: with a `load` alone, in place of `stories`."""
        roots = sorted(self._stale)
        self._make(roots)
        self._stale.clear()
        stories = [story for root in roots for story in self._made[root]]
        touched = {number for root in roots for text in self._family[root] for number in self._held[text]}
        known = [self._known(number) for number in range(self._told, len(self.documents))]
        ties, self._new_ties, self._told = self._new_ties, [], len(self.documents)
        self._made.clear()
        self._bound.clear()
        self._standing.clear()
        for text in sorted(self._here):
            self._let_go(text)
        self._here.clear()
        return Changes(known, ties, stories, touched)

    def bases(self, document: Document) -> list[tuple[int, Overlap]]:
        """The documents whose text a document shares, by place, and what it shares with each; of much printed texts the
        first SHOWN alone.
        """
        (text,) = prints([document.text])
        same = self._numbers.get(_name(document, text))
        found = self._fingerprints.like(text.marks) if same is None else [same]
        self._bring(found)
        compared = zip(found, overlaps([(text, self._texts[other]) for other in found]), strict=True)
        return [
            (number, overlap)
            for other, overlap in compared
            if overlap.bond in FOLDED
            for number in self._held[other][:SHOWN]
        ]

    def _known(self, number: int) -> Known:
        text = self._text_of[number]
        marks = self._texts[text].marks if number == self._held[text][0] else _NOTHING
        return Known(replace(self.documents[number], text=""), self._texts[text].name, marks)

    def _bring(self, texts: Iterable[int]) -> None:
        """Load the words of texts that are not here."""
        wanted = sorted(set(texts) - self._here)
        if not wanted or not self._load:
            return
        numbers = [number for text in wanted for number in self._held[text] if number in self._light]
        for number, document in zip(numbers, self._load(numbers), strict=True):
            self.documents[number] = document
        self._light.difference_update(numbers)
        brought = prints([self.documents[self._held[text][0]].text for text in wanted])
        for text, printed in zip(wanted, brought, strict=True):
            self._texts[text] = replace(printed, name=self._texts[text].name)
        self._here.update(wanted)

    def _let_go(self, text: int) -> None:
        if self._load:
            self._texts[text] = replace(self._texts[text], grams=_NOTHING, figures=_NO_FIGURES)
            for number in self._held[text]:
                self.documents[number] = replace(self.documents[number], text="")
            self._light.update(self._held[text])

    # ------------------------------------------------------------------ taking in

    def _keep(self, document: Document, text: Print) -> int:
        """Keep a document, of a text that is known or new; gives the number of its text."""
        number = self._numbers.setdefault(text.name, len(self._texts))
        if number == len(self._texts):
            self._texts.append(text)
            self._held.append([])
            self._families.grow(len(self._texts))
            self._family[number] = [number]
        self._held[number].append(len(self.documents))
        self._text_of.append(number)
        day = published_date(document.published) if document.published else None
        self._days.append(day.toordinal() if day else 0)
        self.documents.append(document)
        return number

    def _bind(self, pairs: Sequence[Sequence[int]]) -> None:
        """Compare the texts of pairs, and keep what binds them."""
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            some = pairs[start : start + _PAIRS_AT_ONCE]
            for (one, other), overlap in zip(some, self._overlaps(some), strict=True):
                if bond := overlap.bond:
                    places = self._held[one][0], self._held[other][0]
                    self._tie(one, other, Tie(*places, bond, overlap.common))
                    if bond in FOLDED:
                        self._bound[one, other] = overlap

    def _tie(self, one: int, other: int, tie: Tie) -> None:
        """Keep what binds two texts; where it may fold them, their families become one."""
        self._new_ties.append(tie)
        self._ties[min(one, other)][max(one, other)] = tie
        if tie.bond not in FOLDED:
            return
        roots = {self._families.of(one), self._families.of(other)}
        self._families.join(one, other)
        root = self._families.of(one)
        for gone in roots - {root}:
            self._family[root] += self._family.pop(gone)
            self._made.pop(gone, None)
            self._stale.discard(gone)
        self._stale.add(root)

    def _bond(self, one: int, other: int, tie: Tie) -> Bond | Literal["recurring"]:
        """What binds two texts, now that it is known who printed them and when."""
        if tie.bond not in FOLDED or not self._outlets(one) & self._outlets(other):
            return tie.bond
        if tie.bond == "piece":  # an outlet says again what it said; that is not to print another's text
            return "passage"
        days = [{self._days[number] for number in self._held[text]} - {0} for text in (one, other)]
        apart = min((abs(a - b) for a in days[0] for b in days[1]), default=0)
        return "recurring" if apart >= DAYS and tie.common < RECURRING else tie.bond

    def _outlets(self, text: int) -> set[str]:
        return {name for number in self._held[text] if (name := _outlet(self.documents[number]))}

    def _proposed(self, one: int, other: int) -> bool:
        """Whether two texts would be compared had all come at once."""
        first, second = self._texts[one].marks, self._texts[other].marks
        if not (self._fingerprints.crowded(first) and self._fingerprints.crowded(second)):
            return True
        return self._fingerprints.proposed((one, first), (other, second))

    def _overlaps(self, pairs: Sequence[Sequence[int]]) -> list[Overlap]:
        self._bring(text for pair in pairs for text in pair)
        return overlaps([self._pair(pair) for pair in pairs])

    def _compared(self, pairs: Sequence[Pair]) -> dict[Pair, Overlap]:
        """What the texts of pairs have in common, where that is known already or not."""
        new = [pair for pair in pairs if (min(pair), max(pair)) not in self._bound]
        held = dict(zip(new, self._overlaps(new), strict=True))
        for one, other in pairs:
            if (one, other) not in held:
                known = self._bound[min(one, other), max(one, other)]
                held[one, other] = known if one < other else known.turned()
        return held

    def _pair(self, pair: Sequence[int]) -> tuple[Print, Print]:
        return self._texts[pair[0]], self._texts[pair[1]]

    # ------------------------------------------------------------------ making stories

    def _make(self, roots: Sequence[int]) -> None:
        """Make the stories of families."""
        for root in roots:
            self._made[root] = []
        texts = [text for root in roots for text in self._family[root]]
        self._bring(texts)
        self._standing = {text: self._standings(text) for text in texts}
        alone = [root for root in roots if len(self._family[root]) == 1]
        grouped = [Group(text) for text in alone] + self._groups(list(set(texts).difference(alone)))
        pairs = [(text, group.origin) for group in grouped for text in (*group.versions, *group.others)]
        held = self._compared(pairs)
        longer = [pair for pair in pairs if held[pair].one.own >= RUN]
        own = dict(zip(longer, own_passages([self._pair(pair) for pair in longer]), strict=True))
        for group in grouped:
            self._made[self._families.of(group.origin)].append(self._story(group, held, own))

    def _standings(self, text: int) -> list[Standing]:
        """The documents of a text, the foremost first."""
        self._bring([text])
        return sorted(standing(self.documents[number], self._texts[text]) for number in self._held[text])

    def _groups(self, texts: Sequence[int]) -> list[Group]:
        """The stories of texts of several families, whole ones."""
        bonds = self._bonds(texts)
        for text in self._gathering(bonds):
            self._standing[text] = [replace(one, gathers=True) for one in self._standing[text]]
        found = cores(texts, bonds, lambda text: self._standing[text][0].rank)
        pairs = sorted(unsettled(found, bonds) - bonds.keys())
        for (one, other), overlap in zip(pairs, self._overlaps(pairs), strict=True):
            tie = Tie(0, 0, overlap.bond, overlap.common) if overlap.bond else None
            if tie and self._bond(one, other, tie) in FOLDED:
                bonds[one, other] = "part"
        return groups(found, bonds)

    def _bonds(self, texts: Sequence[int]) -> dict[Pair, Bond]:
        """What folds texts, without what only the order of coming would have proposed."""
        bonds: dict[Pair, Bond] = {}
        for one in texts:
            for other, tie in self._ties[one].items():
                bond = self._bond(one, other, tie)
                if bond in FOLDED and self._proposed(one, other):
                    bonds[one, other] = "version" if bond == "version" else "part"
        return bonds

    def _gathering(self, bonds: Mapping[Pair, Bond]) -> set[int]:
        """Texts that hold two texts of their own outlet which have nothing to do with each other: round-ups."""
        held: dict[int, list[int]] = defaultdict(list)
        core = versions(bonds)
        for pair, bond in bonds.items():
            small, large = sorted(pair, key=lambda text: (self._texts[text].words, self._texts[text].name))
            if bond == "part" and self._outlets(small) & self._outlets(large):
                held[large].append(small)
        return {
            text
            for text, parts in held.items()
            if any(
                core[one] != core[other] and (min(one, other), max(one, other)) not in bonds
                for one, other in combinations(parts, 2)
            )
        }

    def _story(
        self,
        group: Group,
        held: Mapping[Pair, Overlap],
        own: Mapping[Pair, Sequence[tuple[int, int]]],
    ) -> Story:
        """A story with its documents: those of the origin's own words, its versions, then the others."""
        first, *alike = self._standing[group.origin]
        members = [Member(first.id, "origin"), *(Member(same.id, "identical") for same in alike)]
        for text in (*group.versions, *group.others):
            overlap = held[text, group.origin]
            runs = own.get((text, group.origin), ())
            same = np.array_equal(self._texts[text].grams | 1, self._texts[group.origin].grams | 1)
            members += [
                Member(
                    printed.id,
                    "identical" if same else _relation(first, printed, overlap, bool(runs)),
                    round(overlap.one.share, 3),
                    round(overlap.other.share, 3),
                    _passages(printed.document.text, runs),
                )
                for printed in self._standing[text]
            ]
        others = alike + [self._standing[text][0] for text in (*group.versions, *group.others)]
        told = reason(first, others)
        return Story(_story_id(self._texts[group.origin]), first.id, told, tuple(members), first.agency)


def marked(documents: Sequence[Document]) -> list[Known]:
    """Documents with the names and marks of their words."""
    made = prints([document.text for document in documents])
    return [
        Known(document, _name(document, text), text.marks)
        for document, text in zip(documents, made, strict=True)
    ]


def _story_id(origin: Print) -> str:
    """The name of a story, by its origin: "y" and 20 hexadecimal digits."""
    return "y" + origin.name.hex()[:20]


def _name(document: Document, text: Print) -> bytes:
    """What documents of the same text share: its words. Few words alone say little, so their outlet and day count too,
    and of very few the title.
    """
    if text.words >= RECURRING:
        return text.name
    told: list[object] = [_outlet(document), published_date(document.published)]
    if text.words < LEAST:
        title = document.title.casefold().split()
        told += [title, None if text.words or title else document.text.strip() or document.id]
    return hashlib.blake2b(text.name + repr(told).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _outlet(document: Document) -> str:
    """Who published a document, by one name where there are several; empty where that is not known."""
    stated = document.outlet
    if not stated:
        return ""
    known = outlet(stated)
    return known.name if known else " ".join(stated.casefold().split())


def _relation(origin: Standing, document: Standing, overlap: Overlap, has_own: bool) -> Relation:
    """How a document stands to the origin of its story."""
    share, of_origin = overlap.one.share, overlap.other.share
    outlet = _outlet(document.document)
    if is_later(document, origin) and outlet and outlet == _outlet(origin.document) and of_origin >= PART:
        return "update"
    if has_own:
        return "extended" if of_origin >= 0.5 else "excerpt"
    return "reprint" if of_origin >= SMALL_EDITS or share < of_origin else "excerpt"


def _passages(text: str, runs: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Runs of words as passages, each as far as the next word that is not its own."""
    if not runs:
        return ()
    words = word_spans(text)
    ends = [words[last][0] if last < len(words) else len(text) for _, last in runs]
    return tuple(
        Span(words[first][0], words[first][0] + len(text[words[first][0] : end].rstrip()))
        for (first, _), end in zip(runs, ends, strict=True)
    )


def _some(documents: Iterable[Document]) -> Iterator[list[Document]]:
    documents = iter(documents)
    while some := list(islice(documents, _AT_ONCE)):
        yield some
