"""The subject of a cue: right before it, before an aside, or the one it shares with an earlier verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.reader.attribution import grammar as g
from armstrail.reader.attribution.phrases import COMMON, Range, closed, phrase_before, verb_at
from armstrail.reader.attribution.vocabulary import match

if TYPE_CHECKING:
    from armstrail.reader.attribution.cues import Cue
    from armstrail.reader.attribution.passage import Passage

FAR = 60  # tokens; a subject further from its verb is not looked for


def before(passage: Passage, cue: Cue, floor: int) -> Range | None:
    """The subject of a cue: tokens between `floor` (where its clause may begin at the earliest) and the cue."""
    first = max(passage.bound(cue.start)[0], floor, cue.start - FAR)
    end = _over_asides(passage, first, cue.start)
    if end <= first:
        return None
    low = passage.low(end - 1)
    if (
        low in g.CONTRACTED
        or (low in g.PRONOUNS and low != "it")
        or low in ("it", "this", "that", "someone", "everyone")
    ):
        return (end - 1, end)
    if low in g.CONJUNCTIONS:
        return _shared(passage, first, end - 1)
    if low == "to":
        return _shared(passage, first, end - 1)
    if low in (",", "—", "–", ")"):
        return _with_aside(passage, first, end)
    if cue.shape == "ing":
        return (
            _shared(passage, first, end)
            if low in g.PREPOSITIONS | g.SUBORDINATE
            else phrase_before(passage, first, end)
        )
    return phrase_before(passage, first, end)


def _over_asides(passage: Passage, first: int, end: int) -> int:
    """Back over a day, an adverb in commas, a pronoun of emphasis, that stand between subject and verb."""
    if end - 2 > first and passage.low(end - 1) == ",":
        opening = comma_before(passage, first, end - 1)
        if opening is not None and _adverbial(passage, opening + 1, end - 1):
            return opening
    i = end
    while i > first:
        low = passage.low(i - 1)
        if low in g.DAYS and i - 1 > first:
            i -= 1
            if passage.low(i - 1) in ("on", "last", "late", "early", "this") and i - 1 > first:
                i -= 1
        elif low in g.PERIODS and passage.low(i - 2) in ("last", "this", "next"):
            i -= 2
        elif low in ("himself", "herself", "themselves", "also", "then", "later") and i - 1 > first:
            i -= 1
        else:
            break
    return i


def comma_before(passage: Passage, first: int, end: int) -> int | None:
    """The nearest comma or dash before a token, with no quotation between."""
    for i in range(end - 1, first - 1, -1):
        if not passage.free(i):
            return None
        if passage.low(i) in (",", "—", "–"):
            return i
    return None


def _adverbial(passage: Passage, start: int, end: int) -> bool:
    """Whether tokens between two commas are an aside of the verb: "however", "on Monday", "in a statement"."""
    low = passage.low(start)
    if end - start <= 2 and (g.is_adverb(low) or low in ("however", "though", "meanwhile", "too", "indeed")):
        return True
    return low in (
        "for",
        "in",
        "on",
        "at",
        "during",
        "after",
        "when",
        "while",
        "as",
        "speaking",
        "who",
        "which",
        "whose",
        "where",
        "before",
        "with",
        "by",
    )


# What leads an aside that is no part of its noun phrase.
ASIDES = frozenset("who whose which where when while asked in on at after clad known".split())


def _with_aside(passage: Passage, first: int, end: int) -> Range | None:
    """The subject before an aside that ends right before the cue. An apposition belongs to the speaker's
    words, a relative clause or a participle does not.
    """
    opening = comma_before(passage, first, end - 1)
    closer = passage.low(end - 1)
    if closer == ")":
        return phrase_before(passage, first, end)
    while opening is not None:
        if closer != "," and passage.low(opening) == ",":
            opening = comma_before(passage, first, opening)
            continue
        head = phrase_before(passage, first, opening)
        lead = passage.low(opening + 1)
        if head is None or (head[1] != opening and passage.low(head[1]) != ","):
            return None
        if lead in ASIDES or lead.endswith(("ing", "ed")):
            return head
        earlier = comma_before(passage, first, opening)
        if earlier is not None and _continues(passage, earlier, opening) and opening - earlier <= 14:
            opening = earlier
            continue
        return (head[0], end - 1)
    return None


def _continues(passage: Passage, earlier: int, opening: int) -> bool:
    """Whether the words between two commas are themselves part of an aside ("X, 54, the mayor of Y, said",
    "X, president of Y, Z, said") and not the subject's own.
    """
    words = range(earlier + 1, opening)
    low = passage.low(earlier + 1)
    if (
        passage.low(earlier + 1) in ("a", "an", "the", "former", "who", "one")
        or low.isdigit()
        or low in ("director", "president", "chairman", "head")
    ):
        return passage.word(earlier - 1)[:1].isupper()
    return (
        low not in g.PREPOSITIONS | g.SUBORDINATE
        and all(not verb_at(passage, i) for i in words)
        and g.is_name(passage.word(earlier - 1))
        and not g.is_name(low)
        and len(words) > 1
    )


def shared(passage: Passage, cue: Cue, floor: int) -> Range | None:
    """The subject of a cue that has none of its own ("…, adding", "and said")."""
    first = max(passage.bound(cue.start)[0], floor, cue.start - FAR)
    return _shared(passage, first, cue.start) or _main_subject(passage, first, cue.start)


def behind_comma(passage: Passage, start: int) -> Range | None:
    """The subject of the main clause that follows a leading one: "Listing his reasons, he …"."""
    last = min(passage.bound(start - 1)[1], start + FAR)
    for i in range(start, last - 1):
        if passage.free(i) and passage.low(i) == ",":
            low = passage.low(i + 1)
            if low in g.SUBJECTS | {"it"}:
                return (i + 1, i + 2)
            if low in g.DETERMINERS or passage.word(i + 1)[:1].isupper():
                return leading(passage, i + 1)
    return None


def leading(passage: Passage, start: int) -> Range | None:
    """The subject that begins at a token: its words up to the first that may be its verb."""
    last = min(passage.bound(start)[1], start + 30)
    if any(w.shape == "base" for w in match(passage, start)) and not g.is_name(passage.word(start)):
        return None
    i = start
    while i < last and passage.free(i):
        low = passage.low(i)
        if low in g.SUBJECTS and i == start:
            return (i, i + 1)
        if (
            (low in g.AUXILIARY and low not in ("'s", "’s"))
            or low in g.CONTRACTED
            or low in (",", ";", ":", "—", "–", "(")
        ):
            break
        if i > start and (verb_at(passage, i) or g.is_adverb(low) or _loose(passage, i)):
            break
        i += 1
    return closed(passage, start, i) if i > start else None


def _loose(passage: Passage, i: int) -> bool:
    """Whether a word in small letters right behind a name may be its verb."""
    low = passage.low(i)
    if (
        not g.is_name(passage.word(i - 1))
        or not passage.word(i).islower()
        or low in g.PREPOSITIONS | g.CONJUNCTIONS
    ):
        return False
    return (low.endswith(("ed", "s")) and len(low) > 3 and low not in ("'s", "’s")) or low in COMMON


def _main_subject(passage: Passage, first: int, end: int) -> Range | None:
    """The subject of a sentence whose verb no table knows."""
    start = first
    if passage.low(first) in g.PREPOSITIONS | g.SUBORDINATE or passage.low(first).endswith("ing"):
        start = next((i + 1 for i in range(first, end) if passage.low(i) == ","), end)
    while start < end and (passage.low(start) in g.CONJUNCTIONS or g.is_adverb(passage.low(start))):
        start += 1
    if start >= end or not passage.free(start):
        return None
    found = leading(passage, start)
    return found if found and found[1] < end and found[1] - found[0] <= 12 else None


def _shared(passage: Passage, first: int, end: int) -> Range | None:
    """The subject of the clause before: "He smiled and said", "X spoke on Monday, saying"."""
    for i in range(first, end):
        if not passage.free(i):
            continue
        low = passage.low(i)
        if (
            (low in g.AUXILIARY and low not in ("'s", "’s")) or verb_at(passage, i) or low in g.CONTRACTED
        ) and i > first:
            start = _clause_start(passage, first, i)
            if low in g.CONTRACTED:
                return (i, i + 1)
            found = _subject_at(passage, start, i)
            if found:
                return found
        elif low in g.CONTRACTED and i == first:
            return (i, i + 1)
    return None


def _subject_at(passage: Passage, first: int, verb: int) -> Range | None:
    end = _over_asides(passage, first, _group(passage, first, verb))
    if end <= first:
        return None
    low = passage.low(end - 1)
    if low in g.PRONOUNS or low in g.CONTRACTED:
        return (end - 1, end)
    if low in (",", ")"):
        return _with_aside(passage, first, end)
    return phrase_before(passage, first, end)


def _group(passage: Passage, first: int, verb: int) -> int:
    i = verb
    while i > first and (
        (passage.low(i - 1) in g.AUXILIARY and passage.low(i - 1) not in ("'s", "’s"))
        or g.is_adverb(passage.low(i - 1))
    ):
        i -= 1
    return i


def _clause_start(passage: Passage, first: int, verb: int) -> int:
    for i in range(verb - 1, first - 1, -1):
        if passage.low(i) in g.SUBORDINATE - {"than", "so", "but"}:
            return i + 1
    return first
