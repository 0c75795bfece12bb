"""Where the reporting words stand: forms of the cue table, told from nouns by the words around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from armstrail.reader.attribution import grammar as g
from armstrail.reader.attribution.following import what_follows
from armstrail.reader.attribution.vocabulary import Shape, Word, match, nouns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.reader.attribution.passage import Passage

MOST = 40  # cues of one sentence: no sentence that people write has more


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens start to end: the whole cue with its auxiliaries; `head` its verb or noun.

    `after` tells what follows (that, quote, clause, to, np, end, or the word itself), `next` where it begins.
    """

    start: int
    head: int
    end: int
    name: str
    shape: Shape
    after: str
    next: int
    word: Word


def candidates(passage: Passage) -> Iterator[Cue]:
    """Every form of a cue outside quotations, whether or not it reports something here."""
    count: dict[int, int] = {}
    index = 0
    while index < len(passage.tokens):
        number = passage.sentence[index]
        words = match(passage, index) if passage.free(index) and count.get(number, 0) < MOST else []
        if not words:
            index += 1
            continue
        count[number] = count.get(number, 0) + 1
        length = len(words[0].words)
        for word in words:
            if (cue := _candidate(passage, index, word)) and reports(passage, cue):
                yield cue
                break
        index += length


def _candidate(passage: Passage, index: int, word: Word) -> Cue | None:
    end = index + len(word.words)
    if word.kind == "preposition":
        return Cue(index, index, end, word.name, "preposition", "np", end, word)
    after, following = what_follows(passage, end, word)
    if word.shape == "noun":
        return Cue(index, index, end, word.name, "noun", after, following, word)
    start = group_start(passage, index)
    group = [passage.low(i) for i in range(start, index)]
    being = any(w in g.BE or w[-2:] in ("'m", "’m", "re") for w in group)
    if word.kind in ("passive", "adjective"):
        stands = being and (
            word.kind == "adjective" or "been" in group or not any(w in g.HAVE for w in group)
        )
        return Cue(start, index, end, word.name, word.shape, after, following, word) if stands else None
    if not looks_verbal(passage, index, word):
        return None
    shape = word.shape
    if shape == "finite" and being and ("been" in group or not any(w in g.HAVE for w in group)):
        shape = "passive"
    elif shape == "base":
        if not group and not _plural_before(passage, start):
            return None
        shape = (
            "finite" if not group or group[0] in CATENATIVE else "infinitive" if group[0] == "to" else "base"
        )
    return Cue(start, index, end, word.name, shape, after, following, word)


def reports(passage: Passage, cue: Cue) -> bool:
    """Whether a form reports something here: the table has what follows it."""
    if cue.shape == "infinitive" and cue.word.kind == "attitude":
        return False
    if cue.shape == "base":
        group = {passage.low(i) for i in range(cue.start, cue.head)}
        if group & {"would", "should"} or (cue.word.kind == "attitude" and group & g.MODAL):
            return False
    if cue.shape == "ing" and passage.low(cue.start - 1) in ("for", "of", "than", "as", "from"):
        return False
    return cue.after in cue.word.takes or cue.shape == "preposition"


# Determiners that stand as a subject by themselves: "many say".
LOOSE = frozenset("all both some many most few others each one another those other more".split())


def looks_verbal(passage: Passage, index: int, word: Word) -> bool:
    """Whether a form that could be a noun or an adjective stands as a verb."""
    before, after = passage.low(index - 1), passage.low(index + len(word.words))
    if not passage.free(index - 1) and index and passage.bound(index)[0] != index:
        before = ","
    back = index - 1
    while g.is_adverb(before) and back > passage.bound(index)[0]:
        back -= 1
        before = passage.low(back)
    if before in g.DETERMINERS - LOOSE or (
        word.words[0] in nouns() and (before in g.DETERMINERS or before[:1].isdigit())
    ):
        return False
    if word.shape == "ing" and word.words[0] in nouns() and not _participle(passage, index):
        return False
    if before in ("'s", "’s") and word.shape in ("base", "finite"):
        return passage.low(back - 1) in ("he", "she", "it", "who")
    if passage.word(index)[:1].isupper() and index != passage.bound(index)[0] and not _titled(passage, index):
        return False
    if word.shape in ("base", "finite") and before in g.PREPOSITIONS - {"to"} and word.words[0] in nouns():
        return False
    return not (after in ("of",) and "of" not in word.takes and word.words[0] in nouns())


PLURAL = frozenset(
    "people police men women others many some most half few those who that which all both media voters data majority "
    "percent % children lawmen militia aides".split()
)


def _participle(passage: Passage, index: int) -> bool:
    """Whether "warning", "ruling" stand as verbs: behind a comma, a form of "be", a name, or "by" and its like."""
    before = passage.low(index - 1)
    return (
        index == passage.bound(index)[0]
        or not before[:1].isalpha()
        or before in g.BE | {"by", "after", "while", "when", "before", "without", "and"}
        or g.is_name(passage.word(index - 1))
    )


def _plural_before(passage: Passage, index: int) -> bool:
    """Whether what stands before a verb's plain form may be its subject, a plural, or no subject at all."""
    if index == passage.bound(index)[0] or not passage.free(index - 1):
        return True
    low = passage.low(index - 1)
    if (
        not low[:1].isalpha()
        or low in g.PRONOUNS | PLURAL | g.CONJUNCTIONS | g.PREPOSITIONS | g.SUBORDINATE
        or g.is_time(low)
    ):
        return True
    if (low.endswith("s") and low not in ("'s", "’s")) or g.is_adverb(low) or low in g.CONTRACTED:
        return True
    return g.is_name(passage.word(index - 1)) and any(
        passage.low(k) == "and" for k in range(max(0, index - 5), index)
    )


def _titled(passage: Passage, index: int) -> bool:
    """Whether a sentence is written like a headline: most of its longer words have a capital."""
    start, end = passage.bound(index)
    words = [t.text for t in passage.tokens[start:end] if len(t.text) > 3 and t.text[:1].isalpha()]
    return len(words) > 2 and end - start < 40 and sum(w[0].isupper() for w in words) > 0.7 * len(words)


CATENATIVE = frozenset(
    "continue continues continued continuing decline declines declined declining refuse refuses refused refusing seem "
    "seems seemed appear appears appeared begin begins began begun proceeded started try tries tried trying need needs "
    "needed going have has had sought".split()
)


def group_start(passage: Passage, index: int) -> int:
    """The first token of a verb's group: its auxiliaries, its negation, the adverbs between and right before."""
    first = passage.bound(index)[0]
    start = i = index
    while i > first and index - i < 8 and passage.free(i - 1):
        word = passage.low(i - 1)
        if word in g.AUXILIARY or word in ("not", "n't"):
            start = i = i - 1
        elif word == "to" and passage.low(i - 2) in CATENATIVE:
            start = i = i - 2
        elif (
            word == "to"
            and passage.low(i - 2) == "on"
            and passage.low(i - 3) in ("went", "goes", "going", "go")
        ):
            start = i = i - 3
        elif word == "to" and i == index and passage.low(i - 2) not in ("not", "n't"):
            return i - 1
        elif g.is_adverb(word) and word not in (
            "so",
            "however",
            "all",
            "both",
            "too",
            "himself",
            "herself",
            "themselves",
        ):
            i -= 1
            start = i
        else:
            break
    return start
