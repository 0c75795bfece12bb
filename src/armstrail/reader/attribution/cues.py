"""Where the reporting words stand: forms of the cue table, told from nouns by the words around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from armstrail.codebook import tables
from armstrail.reader.attribution import grammar as g
from armstrail.reader.attribution.passage import Passage

Shape = Literal["finite", "ing", "base", "infinitive", "passive", "adjective", "noun", "preposition"]
MOST = 40  # cues of one sentence: no sentence that people write has more


@dataclass(frozen=True, slots=True)
class Word:
    """One form of one cue: its words, its entry's name and kind, and its shape."""

    words: tuple[str, ...]
    name: str
    kind: str
    shape: Shape
    takes: frozenset[str]
    before: bool
    third: bool


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


def match(passage: Passage, index: int) -> list[Word]:
    """The longest forms of cues that begin at a token."""
    found: list[Word] = []
    for word in vocabulary().get(passage.low(index), ()):
        length = len(word.words)
        if found and length < len(found[0].words):
            break
        if all(passage.low(index + k) == w for k, w in enumerate(word.words)) and passage.free(
            index + length - 1
        ):
            found.append(word)
    return found


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
        if group & {"would", "should"} or cue.word.kind == "attitude" and group & g.MODAL:
            return False
    if cue.shape == "ing" and passage.low(cue.start - 1) in ("for", "of", "than", "as", "from"):
        return False
    return cue.after in cue.word.takes or cue.shape == "preposition"


# ------------------------------------------------------------------ verb or noun


def looks_verbal(passage: Passage, index: int, word: Word) -> bool:
    """Whether a form that could be a noun or an adjective stands as a verb."""
    before, after = passage.low(index - 1), passage.low(index + len(word.words))
    if not passage.free(index - 1) and index and passage.bound(index)[0] != index:
        before = ","
    back = index - 1
    while g.is_adverb(before) and back > passage.bound(index)[0]:
        back -= 1
        before = passage.low(back)
    if before in g.DETERMINERS - {
        "all",
        "both",
        "some",
        "many",
        "most",
        "few",
        "others",
        "each",
        "one",
        "another",
        "those",
        "other",
        "more",
    }:
        return False
    if word.words[0] in nouns() and (before in g.DETERMINERS or before[:1].isdigit()):
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


def _plural_before(passage: Passage, index: int) -> bool:
    """Whether what stands before a verb's plain form may be its subject, a plural, or no subject at all."""
    if index == passage.bound(index)[0] or not passage.free(index - 1):
        return True
    low = passage.low(index - 1)
    if not low[:1].isalpha() or low in g.PRONOUNS | PLURAL | g.CONJUNCTIONS | g.PREPOSITIONS | g.SUBORDINATE or g.is_time(low):
        return True
    if low.endswith("s") and low not in ("'s", "’s") or g.is_adverb(low) or low in g.CONTRACTED:
        return True
    return g.is_name(passage.word(index - 1)) and any(passage.low(k) == "and" for k in range(max(0, index - 5), index))


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


# ------------------------------------------------------------------ what follows


def what_follows(passage: Passage, end: int, word: Word) -> tuple[str, int]:
    """What stands after a cue, over an addressee, a day and a place, and where it begins."""
    last = passage.bound(end - 1)[1]
    at = skip_circumstance(passage, end, last, addressed=word.name in ADDRESSED)
    if at >= last:
        return _beyond(passage, at)
    if passage.low(at) in g.DAYS | {"on", "in", "late", "earlier", "last", "this"}:
        over = _over_day(passage, at, last)
        if over > at and (over >= last or passage.low(over) in (",", ".", ";", ":")):
            return _kind_at(passage, over, last, word, end)
    return _kind_at(passage, at, last, word, end)


def _over_day(passage: Passage, at: int, last: int) -> int:
    """Behind a day or month: "on Monday", "last week", "in May 2014"; `at` itself where there is none."""
    i = (
        at + 1
        if passage.low(at) in ("on", "in", "late", "early", "earlier", "last", "this", "during")
        else at
    )
    start = i
    while i < last and i < at + 5 and (g.is_time(passage.low(i)) or i > start and passage.low(i).isdigit()):
        i += 1
    return i if i > start else at


def _kind_at(passage: Passage, at: int, last: int, word: Word, end: int) -> tuple[str, int]:
    if at >= last:
        return _beyond(passage, at)
    if passage.opens(at):
        return "quote", at
    low = passage.low(at)
    if low in (",", ":") or low in g.DASHES:
        if passage.opens(at + 1):
            return "quote", at + 1
        return ("colon", at + 1) if low == ":" and at + 1 < last else (("comma" if low == "," else "end"), at)
    if not g.is_word(low) and low not in ("'s", "’s", "$", "£", "€", "[", "#", "@"):
        return "end", at
    kind = _kind_of_word(passage, at, last)
    return kind, end if kind == "to" and at > end and word.name in ASKED else at


def _beyond(passage: Passage, at: int) -> tuple[str, int]:
    if at < len(passage.tokens) and passage.opens(at) and passage.low(at - 1) in (":", ","):
        return "quote", at
    return "end", at


def _kind_of_word(passage: Passage, at: int, last: int) -> str:
    low = passage.low(at)
    if low in ("that", "to"):
        return low
    if low in g.QUESTION:
        return "whether"
    if low in g.PREPOSITIONS:
        return low
    if low in g.SUBORDINATE or low in g.CONJUNCTIONS:
        return "end"
    return "clause" if begins_clause(passage, at, last) else "np"


def begins_clause(passage: Passage, at: int, last: int) -> bool:
    """Whether a subject and its verb follow, with no mark between them."""
    low = passage.low(at)
    if low in g.SUBJECTS or low in ("there",) or low in g.CONTRACTED:
        return True
    for i in range(at, min(at + 14, last)):
        word = passage.low(i)
        if i > at and (word in g.AUXILIARY - {"'s", "’s"} or _finite(passage, i)):
            return True
        if (
            not g.is_word(word)
            and word not in ("'s", "’s", "$", "%", ".", "-")
            or word in ("who", "which", "that", "to")
        ):
            return False
    return False


def _finite(passage: Passage, i: int) -> bool:
    return any(
        w.kind == "verb" and w.shape == "finite" and w.words[0] not in nouns() for w in match(passage, i)
    )


ADDRESSED = frozenset(
    "tell assure reassure inform notify warn remind advise ask urge brief convince persuade".split()
)


def skip_circumstance(passage: Passage, at: int, last: int, addressed: bool) -> int:
    """Over the addressee ("reporters"), the day ("on Monday") and the place ("in a statement") after a cue,
    where the content follows them; `at` itself where none does."""
    limit = min(last, at + 14)
    i = at
    if addressed and passage.free(i) and g.is_word(passage.low(i)):
        return _over_addressee(passage, i, min(last, at + 24))
    for k in range(i, limit):
        low = passage.low(k)
        if low == "that" and k > i and _circumstance(passage, i, k):
            return k
        if passage.opens(k) or (low in (",", ":") and passage.opens(k + 1)):
            return k if k == i or _circumstance(passage, i, k) else at
        if low in (",", ":", ";", "."):
            break
    return _after_day(passage, i, last)


def _over_addressee(passage: Passage, at: int, limit: int) -> int:
    """Where what is told begins behind the person told."""
    if passage.low(at) in g.QUESTION | {"that", "to", "of", "about"}:
        return at
    for k in range(at, limit):
        low = passage.low(k)
        if low == "that" or passage.opens(k) or low in (",", ":") and passage.opens(k + 1):
            return k
        if k > at and (low in g.SUBJECTS | g.QUESTION or low in ("to", "of", "about")):
            return k
        if low in (",", ":", ";", "."):
            break
    return (
        at + 1
        if passage.low(at) in g.OBJECTS or passage.low(at) in ("reporters", "voters", "journalists")
        else at
    )


# Whom they ask belongs to what they ask: "asked the council to act".
ASKED = frozenset("ask urge advise".split())
CIRCUMSTANCE = frozenset("on in at by during from with after before following via through late early".split())


def _circumstance(passage: Passage, start: int, end: int) -> bool:
    """Whether tokens are only a day, a place or an addressee: they begin with a preposition or a day."""
    low = passage.low(start)
    if passage.low(start + 1) in ("least", "most"):
        return False
    return low in CIRCUMSTANCE or low in g.DAYS or low in g.TIME_LEADS or g.is_adverb(low) or low == ","


def _after_day(passage: Passage, at: int, last: int) -> int:
    i = at
    if (
        passage.low(i) == "on"
        and passage.low(i + 1) in g.DAYS
        or passage.low(i) in ("last", "this")
        and passage.low(i + 1) in g.PERIODS
    ):
        i += 2
    elif passage.low(i) in g.DAYS:
        i += 1
    return i if at < i < last and (g.is_word(passage.low(i))) and passage.low(i) not in g.PREPOSITIONS else at


# ------------------------------------------------------------------ the table

KINDS = ("preposition", "passive", "adjective", "verb", "attitude", "noun")


@cache
def vocabulary() -> dict[str, list[Word]]:
    """First word of a form -> the forms, longest first."""
    found: dict[str, list[Word]] = {}
    for entry in tables()["cues"]:
        for position, form in enumerate(entry["forms"]):
            if "*" in form or entry["kind"] not in KINDS:
                continue
            words = tuple(form.lower().split())
            word = Word(
                words,
                entry["cue"],
                entry["kind"],
                _shape(entry, position),
                frozenset(entry.get("takes", ())),
                bool(entry.get("before")), position == 1 and words[0].endswith("s"),
            )
            found.setdefault(words[0], []).append(word)
    for forms in found.values():
        forms.sort(key=lambda w: (-len(w.words), KINDS.index(w.kind)))
    return found


def _shape(entry: dict[str, Any], position: int) -> Shape:
    if entry["kind"] in ("noun", "preposition", "passive", "adjective"):
        return cast(Shape, entry["kind"])
    first = entry["forms"][position].split()[0]
    if first.endswith("ing") and position >= 2:
        return "ing"
    return "base" if position == 0 else "finite"


@cache
def nouns() -> frozenset[str]:
    """Forms that are nouns too."""
    return frozenset(w.words[0] for ws in vocabulary().values() for w in ws if w.kind == "noun") | frozenset(
        "show shows state states call calls want wants need needs plan plans aim aims seek project projects document "
        "documents record records detail details print air post posts text texts wire cable cables phone fax press "
        "order orders command direct challenge dare stress echo cast note notes offer offers promise promises talk "
        "talks question questions support supports approach charge charges point points look looks".split()
    )
