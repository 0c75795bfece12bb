"""Documents to stories: which carry the same text, which of them is the origin, how the others stand to it.

Fingerprints propose (`candidates`), the texts decide (`overlaps`), what hangs together is grouped (`grouping`), and the
origin is chosen by credit, time and length (`origins`). The stories are a function of the documents: they come out the
same whether these were added at once, one by one, or in another order.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from armstrail.model import Member, Resemblance, Span, Story
from armstrail.stories.candidates import Fingerprints
from armstrail.stories.grouping import Families, Group, cores, groups, unsettled
from armstrail.stories.origins import Standing, reason, standing
from armstrail.stories.overlaps import LEAST, PART, RUN, Bond, Overlap, overlaps, own_passages
from armstrail.stories.prints import Print, prints, word_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from armstrail.model import Document, Relation

__all__ = ["Stories", "story_id"]

SMALL_EDITS = 0.75
"""The share of the origin that a reprint holds at least; one that holds less is an excerpt."""

REASONS: dict[Bond, str] = {
    "form": "same form, other figures",
    "frame": "shared beginning or end",
    "passage": "shared passage",
    "quote": "shared quote",
}
"""Why two texts that have words in common are not folded, in words."""

_AT_ONCE = 5_000
_PAIRS_AT_ONCE = 20_000


class Stories:
    """Documents, and the stories that they make. To add one more costs the same however many are there.

    Documents of the same words are one text, with several documents.
    """

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self._texts: list[Print] = []
        self._held: list[list[int]] = []  # the documents of each text
        self._numbers: dict[object, int] = {}
        self._fingerprints = Fingerprints()
        self._near: dict[int, dict[int, Bond]] = defaultdict(dict)
        self._bound: dict[
            tuple[int, int], Overlap
        ] = {}  # of pairs that have a bond, the smaller number first
        self._links: dict[tuple[int, int], Bond] = {}
        self._families = Families()
        self._family: dict[int, list[int]] = {}  # the texts of each family, by the one that stands for it
        self._made: dict[int, list[Story]] = {}  # its stories, where nothing has come since
        self._standing: dict[int, list[Standing]] = {}  # of the texts whose stories are being made

    def add(self, documents: Iterable[Document]) -> None:
        """Take in documents. Those that have a part in it find their stories anew; the others are left alone."""
        for some in _some(documents):
            first = len(self._texts)
            self._take_in(some)
            new = self._texts[first:]
            pairs, shaken = self._fingerprints.add([t.marks for t in new], [t.name for t in new])
            self._bind(pairs.tolist())
            for text in shaken:
                self._made.pop(self._families.of(text), None)

    def stories(self) -> list[Story]:
        """All stories, those first whose origin came first. Each document stands in one at least."""
        self._make([root for root in self._family if root not in self._made])
        return [story for root in self._family for story in self._made[root]]

    def resemblances(self) -> list[Resemblance]:
        """Pairs of texts that have words in common and are not folded, by their first documents, and why."""
        return sorted(
            Resemblance(min(ids), max(ids), REASONS[bond])
            for (one, other), bond in self._links.items()
            for ids in ((self._id(one), self._id(other)),)
        )

    # ------------------------------------------------------------------ taking in

    def _take_in(self, documents: Sequence[Document]) -> None:
        for document, text in zip(documents, prints([d.text for d in documents]), strict=True):
            number = self._numbers.setdefault(_words_of(document, text), len(self._texts))
            if number == len(self._texts):
                self._texts.append(text)
                self._held.append([])
                self._families.grow(len(self._texts))
                self._family[number] = [number]
            self._held[number].append(len(self.documents))
            self._made.pop(self._families.of(number), None)
            self.documents.append(document)

    def _bind(self, pairs: Sequence[Sequence[int]]) -> None:
        """Compare the texts of pairs, and keep what binds them."""
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            some = pairs[start : start + _PAIRS_AT_ONCE]
            for (one, other), overlap in zip(some, self._overlaps(some), strict=True):
                bond = overlap.bond
                if bond in ("version", "part"):
                    self._near[one][other] = self._near[other][one] = bond
                    self._bound[one, other] = overlap
                    self._join(one, other)
                elif bond:
                    self._links[one, other] = bond

    def _join(self, one: int, other: int) -> None:
        roots = {self._families.of(one), self._families.of(other)}
        for root in roots:
            self._made.pop(root, None)
        if len(roots) == 2:
            self._families.join(one, other)
            root = self._families.of(one)
            (gone,) = roots - {root}
            self._family[root] += self._family.pop(gone)

    def _overlaps(self, pairs: Iterable[Sequence[int]]) -> list[Overlap]:
        return overlaps([self._pair(pair) for pair in pairs])

    def _compared(self, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Overlap]:
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
        return sorted(standing(self.documents[number], self._texts[text]) for number in self._held[text])

    def _groups(self, texts: Sequence[int]) -> list[Group]:
        """The stories of texts of several families, whole ones."""
        bonds = self._bonds(texts)
        found = cores(texts, bonds, lambda text: self._standing[text][0].rank)
        pairs = sorted(unsettled(found, bonds) - bonds.keys())
        for pair, overlap in zip(pairs, self._overlaps(pairs), strict=True):
            if overlap.bond in ("version", "part"):
                bonds[pair] = "part"
        return groups(found, bonds)

    def _bonds(self, texts: Sequence[int]) -> dict[tuple[int, int], Bond]:
        """What binds texts, without what only the order of coming would have proposed."""
        bonds = {
            (one, other): bond for one in texts for other, bond in self._near[one].items() if one < other
        }
        crowded = {text for text in texts if self._fingerprints.crowded(self._texts[text].marks)}
        return {
            (one, other): bond
            for (one, other), bond in bonds.items()
            if one not in crowded
            or other not in crowded
            or self._fingerprints.proposed((one, self._texts[one].marks), (other, self._texts[other].marks))
        }

    def _story(
        self,
        group: Group,
        held: Mapping[tuple[int, int], Overlap],
        own: Mapping[tuple[int, int], Sequence[tuple[int, int]]],
    ) -> Story:
        """A story with its documents: those of the origin's own words, its versions, then the others."""
        first, *alike = self._standing[group.origin]
        members = [Member(first.document.id, "origin")]
        members += [Member(same.document.id, "identical") for same in alike]
        for text in (*group.versions, *group.others):
            overlap = held[text, group.origin]
            runs = own.get((text, group.origin), ())
            for printed in self._standing[text]:
                members.append(
                    Member(
                        printed.document.id,
                        _relation(first, printed, overlap, bool(runs)),
                        round(overlap.one.share, 3),
                        round(overlap.other.share, 3),
                        _passages(printed.document.text, runs),
                    )
                )
        others = [self._standing[text][0] for text in (group.origin, *group.versions, *group.others)][1:]
        others += alike
        return Story(
            story_id(first.document), first.document.id, reason(first, others), tuple(members), first.agency
        )

    def _id(self, text: int) -> str:
        return self._standings(text)[0].document.id


def story_id(origin: Document) -> str:
    """The name of a story, by its origin's text: "y" and 20 hexadecimal digits."""
    text = origin.text or f"\n{origin.title}"
    return "y" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _words_of(document: Document, text: Print) -> object:
    """What documents of the same words share; of a few words alone that says nothing, so their titles count too."""
    return text.name if text.words >= LEAST else (text.name, " ".join(document.title.casefold().split()))


def _relation(origin: Standing, document: Standing, overlap: Overlap, has_own: bool) -> Relation:
    """How a document stands to the origin of its story."""
    share, of_origin = overlap.one.share, overlap.other.share
    outlet = document.document.outlet
    if outlet and outlet == origin.document.outlet and of_origin >= PART and document.time >= origin.time:
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
