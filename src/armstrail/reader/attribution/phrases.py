"""Noun phrases: where one that ends at a token begins, and which words are verbs that bound it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.reader.attribution import grammar as g
from armstrail.reader.attribution.vocabulary import match, nouns

if TYPE_CHECKING:
    from armstrail.reader.attribution.passage import Passage

Range = tuple[int, int]


QUANTIFYING = frozenset("only at nearly almost about more roughly around some over fewer less not up".split())

COMMON = frozenset(
    "took take takes gave give gives made make makes came come comes went go goes got get gets won win wins lost lose "
    "ran run runs led lead leads held hold holds met meet meets sent send sends put puts left leave leaves began "
    "begins became become becomes brought bring brings spent kept keep keeps stood stand stands sat paid pays built "
    "bought sold fell fall rose rise grew drew drove broke spoke hit cut set let faced used works worked joined "
    "needs seems appears remains includes follows plays moved turned started ended".split()
)


LINKS = frozenset("'s ’s & - . ' ’ $ % / # @".split())
BOUNDS = frozenset(
    "that because while when as although though if but whether since what how where why than before after who "
    "which".split()
)


def phrase_before(passage: Passage, first: int, end: int) -> Range | None:
    """The noun phrase that ends at a token: its words, names, of-phrases and short complements."""
    i = end
    while i > first and not _bounds(passage, first, i, end):
        i -= 1
    return _trimmed(passage, i, end)


def _bounds(passage: Passage, first: int, i: int, end: int) -> bool:
    """Whether the word before token i is outside the noun phrase that ends at `end`."""
    low = passage.low(i - 1)
    if not passage.free(i - 1) and not _scare(passage, i - 1):
        return True
    if low in BOUNDS or low in g.SUBJECTS or low in g.CONTRACTED or low in g.AUXILIARY - {"'s", "’s"}:
        return True
    if not g.is_word(passage.word(i - 1)) and low not in LINKS and not _inside_name(passage, first, i - 1):
        return True
    if low in ("not", "to") and verb_at(passage, i):
        return True
    if low in ("and", "or", "nor") and not _joins(passage, first, i - 1, end):
        return True
    return i - 1 > first and verb_at(passage, i - 1)


def _scare(passage: Passage, index: int) -> bool:
    """Whether a token stands in a short quotation, as a title or nickname does."""
    quotation = passage.quotations[passage.quote[index]]
    return (
        quotation.closed
        and quotation.end - quotation.start <= 8
        and passage.low(quotation.end - 2) not in (",", ".", "!", "?")
    )


def _inside_name(passage: Passage, first: int, i: int) -> bool:
    """A comma between a place and its state, a number's comma, brackets around a party: part of the phrase."""
    low = passage.low(i)
    if low == ")":
        return any(passage.low(k) == "(" for k in range(max(first, i - 6), i))
    return low == "("


def _joins(passage: Passage, first: int, i: int, end: int) -> bool:
    """Whether "and" joins two names or nouns rather than two clauses."""
    if i <= first:
        return False
    left, right = passage.word(i - 1), passage.word(i + 1)
    if not g.is_word(left) or passage.low(i + 1) in g.SUBJECTS:
        return False
    if g.is_name(left) and g.is_name(right):
        return True
    return (
        not g.is_name(right) and passage.low(i + 1) not in g.DETERMINERS and not g.is_name(left)
    ) or end - i <= 3


def verb_at(passage: Passage, i: int) -> bool:
    """Whether a token looks like a finite verb: one of the table's, or a past form after a noun."""
    if not passage.free(i):
        return False
    low, word = passage.low(i), passage.word(i)
    if word[:1].isupper():
        return False
    before_ = passage.low(i - 1)
    if before_ in g.DETERMINERS - {
        "those",
        "these",
        "this",
        "all",
        "some",
        "many",
        "most",
        "few",
    } or before_ in ("of", "'s", "’s"):
        return False
    for form in match(passage, i):
        if form.kind in ("verb", "attitude") and form.shape == "finite" and low not in nouns():
            return True
        if form.kind in ("verb", "attitude") and form.shape == "base" and before_ in g.SUBJECTS:
            return True
    return low in COMMON or (
        low.endswith("ed") and len(low) > 4 and before_ not in g.PREPOSITIONS and _past(passage, i)
    )


def _past(passage: Passage, i: int) -> bool:
    after = passage.low(i + 1)
    return (
        after in g.DETERMINERS
        or after in g.OBJECTS
        or after in g.PREPOSITIONS - {"by", "in", "at"}
        or passage.word(i + 1)[:1].isupper()
    )


def _trimmed(passage: Passage, start: int, end: int) -> Range | None:
    """A phrase without what leads it but is no part of it: conjunctions, adverbs, a phrase of time or place."""
    while start < end:
        low = passage.low(start)
        if low in QUANTIFYING and (
            passage.low(start + 1) in g.DETERMINERS
            or passage.low(start + 1)[:1].isdigit()
            or passage.low(start + 1) in ("than", "least", "most", "half")
        ):
            break
        if (
            low in g.CONJUNCTIONS
            or (g.is_adverb(low) and low not in ("both", "all"))
            or low in ("-", "—", "–", ".", "'", "’", "%")
        ) or (low in ("with", "as", "than") and start + 1 < end):
            start += 1
        elif low in g.PREPOSITIONS or (
            low in g.DAYS and start + 1 < end and passage.low(start + 1) not in ("'s", "’s")
        ):
            nxt = _after_phrase(passage, start, end)
            if nxt >= end:
                return None
            start = nxt
        else:
            break
    while end > start and passage.low(end - 1) in ("-", ".", "(", ","):
        end -= 1
    if start >= end or not any(g.is_word(passage.word(i)) for i in range(start, end)):
        return None
    return (start, end)


def _after_phrase(passage: Passage, start: int, end: int) -> int:
    """Behind a phrase of time or place that begins a sentence without a comma: "On Monday", "In Paris"."""
    i = start + 1 if passage.low(start) in g.PREPOSITIONS else start
    if (i < end and g.is_time(passage.low(i))) or passage.low(i).isdigit():
        while i < end and (g.is_time(passage.low(i)) or passage.low(i).isdigit()):
            i += 1
        return i
    for k in range(i + 1, end):
        if passage.low(k) in g.DETERMINERS:
            return k
    return end


def closed(passage: Passage, start: int, end: int) -> Range | None:
    """Tokens without the marks and small words that a phrase cannot end with."""
    while end > start and (
        (not g.is_word(passage.word(end - 1)) and passage.low(end - 1) not in (")", "'s", "’s"))
        or passage.low(end - 1) in ("and", "but", "also", "in", "on", "at", "as")
    ):
        end -= 1
    return (start, end) if end > start else None
