"""Speakers that do not stand before their cue: said X, according to X, X's claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.reader.attribution import grammar as g
from armstrail.reader.attribution.phrases import Range, closed, phrase_before, verb_at

if TYPE_CHECKING:
    from armstrail.reader.attribution.passage import Passage

FAR = 60  # tokens; a name goes on no further


def after(passage: Passage, start: int) -> Range | None:
    """The noun phrase that begins at a token: said X; according to X; told by X."""
    last = min(passage.bound(start)[1], start + FAR) if start < len(passage.tokens) else start
    i = start
    while i < last and passage.free(i):
        low = passage.low(i)
        if low in g.PRONOUNS and i == start:
            return (i, i + 1)
        if low in g.CONTRACTED or low in g.AUXILIARY - {"'s", "’s"}:
            break
        if (
            (low in g.DAYS and i > start and passage.low(i + 1) not in ("'s", "’s"))
            or low in g.SUBORDINATE - {"than"}
            or low in g.SUBJECTS
        ):
            break
        if (
            low in ("on", "in")
            and (
                passage.low(i + 1) in g.DAYS
                or passage.low(i + 1) in g.MONTHS
                or passage.low(i + 1) in ("a", "an")
            )
            and i > start
        ):
            break
        if low in ("last", "this") and passage.low(i + 1) in g.PERIODS and i > start:
            break
        if low == ",":
            following = _apposition_end(passage, i, last)
            if following is None:
                break
            i = following
            continue
        if low in (".", ";", ":", "?", "!", "—", "–", "--") and not (low == "." and i + 1 < last):
            break
        if i > start and verb_at(passage, i) and low not in ("led", "held", "used", "made"):
            break
        i += 1
    return closed(passage, start, i)


def _apposition_end(passage: Passage, comma: int, last: int) -> int | None:
    """Where an apposition after a name ends: at the next comma, or the end of the sentence."""
    low = passage.low(comma + 1)
    if (
        low in g.PREPOSITIONS | g.SUBORDINATE | g.CONJUNCTIONS | g.QUESTION | g.SUBJECTS
        or low.endswith("ing")
        or g.is_adverb(low)
    ):
        return None
    for i in range(comma + 1, min(last, comma + 26)):
        if (
            not passage.free(i)
            or passage.low(i) in g.AUXILIARY - {"'s", "’s"}
            or passage.low(i) in (":", ";")
        ):
            return None
        if passage.low(i) in (",", ".") and i > comma + 1 and (passage.low(i) == "," or i + 1 == last):
            return i
        if verb_at(passage, i):
            return None
    return last


def possessor(passage: Passage, noun: int) -> Range | None:
    """Whose word a noun is: his claim, the ministry's latest statement."""
    first = max(passage.bound(noun)[0], noun - 30)
    for i in range(noun - 1, max(first, noun - 5) - 1, -1):
        if not passage.free(i):
            return None
        low = passage.low(i)
        if low in g.POSSESSIVES:
            return (i, i + 1)
        if low in ("'s", "’s", "'", "’") and i > first:
            return phrase_before(passage, first, i)
        if low in g.DETERMINERS or low in g.PREPOSITIONS or low in g.AUXILIARY or not g.is_word(low):
            return None
    return None
