"""What follows a cue: a clause, a quotation, a thing; behind whom it was told, when and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.reader.attribution import grammar as g
from armstrail.reader.attribution.vocabulary import Word, match, nouns

if TYPE_CHECKING:
    from armstrail.reader.attribution.passage import Passage

ADDRESSED = frozenset(
    "tell assure reassure inform notify warn remind advise ask urge brief convince persuade".split()
)

# Whom they ask belongs to what they ask: "asked the council to act".
ASKED = frozenset("ask urge advise".split())

CLAUSE_OPENERS = frozenset("the its his her their a an there it this".split())
CIRCUMSTANCE = frozenset("on in at by during from with after before following via through late early".split())


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
    while i < last and i < at + 5 and (g.is_time(passage.low(i)) or (i > start and passage.low(i).isdigit())):
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
        if (not g.is_word(word) and word not in ("'s", "’s", "$", "%", ".", "-")) or word in (
            "who",
            "which",
            "that",
            "to",
        ):
            return False
    return False


def _finite(passage: Passage, i: int) -> bool:
    return any(
        w.kind == "verb" and w.shape == "finite" and w.words[0] not in nouns() for w in match(passage, i)
    )


def skip_circumstance(passage: Passage, at: int, last: int, addressed: bool) -> int:
    """Over the addressee ("reporters"), the day ("on Monday") and the place ("in a statement") after a cue,
    where the content follows them; `at` itself where none does.
    """
    limit = min(last, at + 14)
    i = at
    if addressed and passage.free(i) and g.is_word(passage.low(i)):
        return _over_addressee(passage, i, min(last, at + 24))
    for k in range(i, limit):
        low = passage.low(k)
        if low == "that" and k > i and _circumstance(passage, i):
            return k
        if passage.opens(k) or (low in (",", ":") and passage.opens(k + 1)):
            return k if k == i or _circumstance(passage, i) else at
        if low in (",", ":", ";", "."):
            break
    return _after_day(passage, i, last)


def _over_addressee(passage: Passage, at: int, limit: int) -> int:
    """Where what is told begins behind the person told."""
    if passage.low(at) in g.QUESTION | {"that", "to", "of", "about"}:
        return at
    told = at
    for k in range(at, limit):
        low = passage.low(k)
        if (
            k > at
            and low in CLAUSE_OPENERS
            and passage.low(k - 1) not in g.PREPOSITIONS | g.DETERMINERS | {"and", "or"}
        ):
            return told if told > at else k
        if low == "that" or passage.opens(k) or (low in (",", ":") and passage.opens(k + 1)):
            return k
        if k > at and low in g.SUBJECTS | g.QUESTION - {"who", "which", "whom", "whose"}:
            return told if told > at else k
        if told == at < k and (
            low in ("of", "about") or (low == "to" and passage.low(k + 1) not in g.DETERMINERS)
        ):
            told = k
        if low in (",", ":", ";", "."):
            break
    if told > at:
        return told
    return (
        at + 1
        if passage.low(at) in g.OBJECTS or passage.low(at) in ("reporters", "voters", "journalists")
        else at
    )


def _circumstance(passage: Passage, start: int) -> bool:
    """Whether tokens are only a day, a place or an addressee: they begin with a preposition or a day."""
    low = passage.low(start)
    if passage.low(start + 1) in ("least", "most"):
        return False
    return low in CIRCUMSTANCE or low in g.DAYS or low in g.TIME_LEADS or g.is_adverb(low) or low == ","


def _after_day(passage: Passage, at: int, last: int) -> int:
    i = at
    if (passage.low(i) == "on" and passage.low(i + 1) in g.DAYS) or (
        passage.low(i) in ("last", "this") and passage.low(i + 1) in g.PERIODS
    ):
        i += 2
    elif passage.low(i) in g.DAYS:
        i += 1
    return i if at < i < last and (g.is_word(passage.low(i))) and passage.low(i) not in g.PREPOSITIONS else at
