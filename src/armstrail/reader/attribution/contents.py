"""What was said: the words after a cue, before it, or on both its sides, and the quotations that go on from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from armstrail.reader.attribution import grammar as g
from armstrail.reader.attribution.vocabulary import match, nouns

if TYPE_CHECKING:
    from armstrail.reader.attribution.passage import Passage, Quotation

Range = tuple[int, int]
LONGEST = 60  # quotations in a row that one speaker is given
FAR = 400  # tokens; a content goes on no further, but for its quotation


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a content goes. `short`: a thing rather than a clause, which ends with its phrase; `relative`: the
    cue stands in a relative clause, so that the main verb ends it; `initial`: in a clause that the main one follows.
    """

    short: bool = False
    relative: bool = False
    initial: bool = False


def right(passage: Passage, start: int, reach: Reach = Reach()) -> Range | None:
    """The content that begins at a token."""
    quotation = passage.opens(start)
    if quotation and _ends_there(passage, quotation):
        return (start, quotation.end)
    last = min(passage.bound(start)[1], start + FAR)
    i = start
    while i < last:
        if passage.quote[i] >= 0:
            i = passage.quotations[passage.quote[i]].end
            if i > last or _full(passage, i):
                return (start, i)
            continue
        if i > start and _stops(passage, i, start, reach):
            break
        i += 1
    return _tidy(passage, start, i)


def _full(passage: Passage, end: int) -> bool:
    """Whether a quotation that ends here ends its sentence too: a full stop stands inside its marks."""
    return passage.low(end - 2) in (".", "!", "?") and (
        end >= len(passage.tokens) or passage.word(end)[:1].isupper()
    )


def _ends_there(passage: Passage, quotation: Quotation) -> bool:
    """Whether a content that is a quotation ends with it."""
    end = quotation.end
    if end >= len(passage.tokens) or not quotation.closed or passage.low(end - 2) in (",", ".", "!", "?"):
        return True
    if passage.low(end) in ("that", "because"):
        return False
    return not g.is_word(passage.low(end)) or passage.low(
        end
    ) in g.CONJUNCTIONS | g.SUBORDINATE | g.PREPOSITIONS - {"of"}


def _stops(passage: Passage, i: int, start: int, reach: Reach) -> bool:
    """Whether a content ends before a token that stands in no quotation."""
    low = passage.low(i)
    if low == ";":
        return True
    if low == ":":
        return reach.short and passage.opens(i + 1) is None
    if low == ",":
        return _comma_stops(passage, i, reach)
    if low in ("and", "but"):
        return _cue_follows(passage, i + 1)
    return reach.relative and reach.short and i > start + 1 and low in g.AUXILIARY and low not in ("'s", "’s")


def _comma_stops(passage: Passage, i: int, reach: Reach) -> bool:
    """Whether a content ends at a comma. What follows decides; the shares are those of published training data."""
    after = passage.low(i + 1)
    if after == "according" or reach.relative:
        return True
    if reach.initial and (
        after in g.SUBJECTS | g.DETERMINERS | {"it", "there"} or passage.word(i + 1)[:1].isupper()
    ):
        return True
    if after in ("and", "but", "or"):
        return (
            (after == "but" and reach.short)
            or _cue_follows(passage, i + 2, plain=False)
            or _said_later(passage, i + 2)
        )
    if after.endswith("ing") and after != "including":
        return reach.short or any(w.shape == "ing" and "quote" in w.takes for w in match(passage, i + 1))
    if after in ("a", "an", "which"):
        return True
    return reach.short and after in ("who", "while", "the")


def _said_later(passage: Passage, i: int) -> bool:
    """Whether another's statement begins: ", and three in ten said"."""
    for k in range(i, min(i + 12, len(passage.tokens))):
        if not passage.free(k) or (not g.is_word(passage.low(k)) and passage.low(k) not in ("'s", "’s", ".")):
            return False
        for word in match(passage, k):
            if (
                word.kind == "verb"
                and word.shape == "finite"
                and word.words[0] not in nouns()
                and "that" in word.takes
            ):
                return True
        if k > i and passage.low(k) in g.AUXILIARY and passage.low(k) not in ("'s", "’s"):
            return False
    return False


def _cue_follows(passage: Passage, i: int, *, plain: bool = True) -> bool:
    """Whether a further statement of the same speaker follows: "and added that", "but said". `plain`: no comma
    stands before, so that only verbs of saying tell it.
    """
    while g.is_adverb(passage.low(i)) or passage.low(i) in g.HAVE | g.MODAL:
        i += 1
    for word in match(passage, i):
        if (
            not plain
            and word.kind in ("verb", "attitude")
            and word.shape == "finite"
            and word.words[0] not in nouns()
        ):
            return True
        if word.kind == "verb" and word.shape in ("finite", "ing") and {"quote", "that"} <= word.takes:
            after = passage.low(i + len(word.words))
            return (
                after in g.QUESTION | {"that", ",", ":"} | g.SUBJECTS
                or passage.opens(i + len(word.words)) is not None
                or "clause" in word.takes
            )
    return False


def _tidy(passage: Passage, start: int, end: int) -> Range | None:
    while (
        end > start
        and passage.free(end - 1)
        and passage.low(end - 1) in (",", ";", ":", "—", "–", "-", ".", "?", "!", "and", "but", "(")
    ):
        end -= 1
    while start < end and passage.low(start) in (",", ":", ";"):
        start += 1
    return (start, end) if start < end else None


# ------------------------------------------------------------------ before the cue


def left(passage: Passage, end: int, floor: int) -> Range | None:
    """The content that ends right before a token (the source's, or the inverted cue's first)."""
    i = end - 1
    if i < 0:
        return None
    first = max(floor, end - FAR)
    begin = max(passage.bound(i)[0], first)
    quotation = passage.closes(i) or (passage.closes(i - 1) if passage.low(i) in (",", ".") and i else None)
    if quotation:
        if quotation.start <= begin:
            return (max(quotation.start, floor), quotation.end)
        start = _lead(passage, begin, quotation.start)
        return _tidy(passage, start, quotation.end)
    if passage.low(i) not in (",", "—", "–", "?", "!", "--", "-"):
        return None
    return _tidy(passage, _lead(passage, begin, i), i)


def _lead(passage: Passage, start: int, end: int) -> int:
    while start < end and passage.low(start) in ("and", "but", "so", ",", "—", "–", ".", "yet", ";"):
        start += 1
    return start


def interrupted(passage: Passage, at: int) -> Range | None:
    """What goes on behind an interposed cue: "Moscow would, he said, deliver"."""
    low = passage.low(at)
    if (
        low in g.CONJUNCTIONS | g.SUBORDINATE | g.QUESTION | g.PREPOSITIONS
        or low.endswith("ing")
        or not g.is_word(low)
    ):
        return None
    if passage.word(at)[:1].isupper():
        return None
    return right(passage, at)


def follows(passage: Passage, at: int) -> Quotation | None:
    """The quotation that goes on after a cue's sentence or comma: '"A," he said. "B."'"""
    i = at
    while i < len(passage.tokens) and i < at + 3 and passage.low(i) in (",", ".", ":", "—", "–", "?", "!"):
        i += 1
    return passage.opens(i)


def wholly(passage: Passage, quotation: Quotation) -> int | None:
    """The end of the run of sentences, from a quotation on, that are nothing but quotations."""
    end = quotation.end
    if end < len(passage.tokens) and g.is_word(passage.low(end)) and passage.bound(end)[0] != end:
        return None
    if end < len(passage.tokens) and passage.bound(end)[0] != end and passage.low(end) not in (".",):
        return None
    for _ in range(LONGEST):
        following = passage.opens(end)
        if following is None:
            break
        further = following.end
        if further < len(passage.tokens) and passage.bound(further)[0] != further:
            break
        end = further
    return end
