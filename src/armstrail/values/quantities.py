"""Quantities of pieces: how many, as stated (codebook, "quantity")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from armstrail.values.cardinals import Cardinal, cardinals
from armstrail.values.dates import find_dates
from armstrail.values.money import find_money, money_words
from armstrail.values.patterns import (
    DASH,
    GAP,
    SPACE,
    Before,
    Phrases,
    between_before,
    bound_kinds,
    bounds_before,
    is_name,
    plain,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A number of pieces; `min` or `max` is None where open, both where only words are given ("dozens")."""

    start: int
    end: int
    min: int | None
    max: int | None


def find_quantities(text: str, taken: Sequence[tuple[int, int]] | None = None) -> list[FoundQuantity]:
    """All quantities of a text that may count pieces; no dates, sums, calibres, measures, shares, ages or names.

    `taken`: start and end of the dates and sums of the text, where they are known already (saves finding them again).
    """
    if taken is None:
        taken = [(d.start, d.end) for d in find_dates(text, None)] + [
            (m.start, m.end) for m in find_money(text)
        ]
    ranges = list(_ranges(text, _outside(cardinals(text), sorted(taken))))
    found = [with_words for number in ranges if (with_words := _with_words(text, number))]
    found += _fixed(text)
    found += _vague(text)
    return _apart(found)


def part_before(text: str, whole: int) -> FoundQuantity | None:
    """The number of those that a number beginning at `whole` is all of: "five" in "five of the six", "the first" (one)
    and "half" (nobody says how many) likewise.
    """
    joint = _OF_WHOLE.search(text, max(0, whole - 30), whole)
    if joint is None:
        return None
    end = joint.start()
    begin = max(0, end - 100)
    found = find_quantities(text[begin:end])
    if found and begin + found[-1].end == end:
        return replace(found[-1], start=begin + found[-1].start, end=end)
    for words, count in ((_one_of(), 1), (_share_of(), None)):
        if match := words.match(text, end):
            return FoundQuantity(match.start(), end, count, count)
    return None


@cache
def _one_of() -> Before:
    return Before(table("numbers")["one_of"], gap="")


@cache
def _share_of() -> Before:
    return Before(table("numbers")["share_of"], gap="")


def part_behind(text: str) -> FoundQuantity | None:
    """The last number that words behind a whole give for a part of it: "16" in "of which 16", "16 of which"."""
    if not _OF_THEM.search(text):
        return None
    for found in reversed(find_quantities(text)):
        if _AMONG_THEM.search(text, 0, found.start) or _OF_THEM.match(text, found.end):
            return found
    return None


def count_behind(text: str, place: int) -> FoundQuantity | None:
    """A number that a step has right behind it and no noun: "12" in "promised 18 howitzers but delivered 12"."""
    joint = _BEHIND.match(text, place)
    if joint is None:
        return None
    if share := _share_behind().match(text, joint.end()):
        return FoundQuantity(share.start(), share.end(), None, None)
    reach = min(len(text), joint.end() + 60)
    for found in find_quantities(text[joint.end() : reach])[:1]:
        end = joint.end() + found.end
        if found.start == 0 and _NO_GOODS.match(text, end):
            return replace(found, start=joint.end(), end=end)
    return None


def count_of_told(text: str, start: int, end: int) -> FoundQuantity | None:
    """How many of goods told before a step from `start` to `end` concerns, whose own sentence names none: "a further
    34 were promised", "the first has been handed over" (one), "an option on 20 more", "will supply another 40".
    """
    if behind := count_behind(text, end):
        return behind
    if auxiliaries := _ARE.search(text, max(0, start - 60), start):
        stop = auxiliaries.start()
        if match := _one_of().match(text, stop):
            return FoundQuantity(match.start(), stop, 1, 1)
    elif _NO_GOODS.match(text, end):  # "twelve arrived in May"
        stop = start - 1
    else:
        return None
    begin = max(0, stop - 100)
    for found in find_quantities(text[begin:stop])[-1:]:
        if _MORE.fullmatch(text, begin + found.end, stop):
            return replace(found, start=begin + found.start, end=begin + found.end)
    return None


_BEHIND = re.compile(
    rf"{SPACE}(?:(?:on|for){SPACE})?(?:(?:only|just|all|a{SPACE}mere|a{SPACE}further|another|an{SPACE}additional){SPACE})?"
)
_MORE = re.compile(rf"(?:{SPACE}(?:more|others?|of{SPACE}(?:them|these|those)))?")
_NO_GOODS = re.compile(
    rf"{_MORE.pattern}(?:{SPACE}?(?:[.,;:)]|$)|{SPACE}(?:so{SPACE}far|of{SPACE}them|in|by|on|last|this|since|before|but)\b)"
)
_ARE = re.compile(
    rf"(?:{SPACE}(?:is|are|was|were|has|have|had|will|would|could|may|might|should|be|been|being|to|already|also|now|yet|not))+"
    rf"{SPACE}$"
)


@cache
def _share_behind() -> re.Pattern[str]:
    shares = "|".join(map(re.escape, table("numbers")["share_of"]))
    return re.compile(rf"(?:{shares}){SPACE}of{SPACE}(?:them|these|those)\b", re.IGNORECASE)


_OF_THEM = re.compile(rf"{SPACE}of{SPACE}(?:which|them|these)\b")
_AMONG_THEM = re.compile(rf"{_OF_THEM.pattern}(?:{SPACE}(?:the{SPACE}first|only|so{SPACE}far))?{SPACE}$")
_OF_WHOLE = re.compile(
    rf"(?:{SPACE}out)?{SPACE}of{SPACE}(?:(?:the|its|his|her|their|our|these|those){SPACE})?(?:a{SPACE}total{SPACE}of{SPACE})?$"
)


def _outside(numbers: list[Cardinal], taken: list[tuple[int, int]]) -> list[Cardinal]:
    """The numbers that lie in no taken span. Both lists are sorted."""
    kept: list[Cardinal] = []
    index = 0
    for number in numbers:
        while index < len(taken) and taken[index][1] <= number.start:
            index += 1
        if index == len(taken) or number.end <= taken[index][0]:
            kept.append(number)
    return kept


def _apart(found: list[FoundQuantity]) -> list[FoundQuantity]:
    """The finds without overlaps: of two, the one that begins first, then the longer."""
    apart: list[FoundQuantity] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end)):
        if not apart or apart[-1].end <= quantity.start:
            apart.append(quantity)
    return apart


# ------------------------------------------------------------------ one number or two


@dataclass(frozen=True, slots=True)
class _Range:
    """A number, or two that make a range. `first` and `last` are the ends of its digits or words."""

    start: int
    end: int
    low: Cardinal
    high: Cardinal


RANGE = re.compile(rf"{SPACE}?{DASH}{SPACE}?|{SPACE}(?:to|or){SPACE}")
AND = re.compile(rf"{SPACE}and{SPACE}")
RESTATED = re.compile(r" ?\(")


def _ranges(text: str, numbers: list[Cardinal]) -> Iterator[_Range]:
    joined = False
    for number, following in pairwise([*numbers, None]):
        if joined or number is None:
            joined = False
            continue
        between = between_before().match(text, number.start)
        if following and _is_range(text, number, following, between=between is not None):
            joined = True
            low = replace(number, scale=following.scale) if _shares_scale(number, following) else number
            yield _Range(between.start() if between else number.start, following.end, low, following)
        elif following and _restates(text, number, following):
            joined = True
            yield _Range(number.start, following.end + 1, number, number)
        else:
            yield _Range(number.start, number.end, number, number)


def _is_range(text: str, low: Cardinal, high: Cardinal, *, between: bool) -> bool:
    gap = text[low.end : high.start]
    if len(gap) > 10 or not (RANGE.fullmatch(gap) or (between and AND.fullmatch(gap))):
        return False
    return low.value < high.value


def _shares_scale(low: Cardinal, high: Cardinal) -> bool:
    """Whether "5" of "5 to 6 million" means millions."""
    return low.scale == 1 < high.scale and low.base <= high.base


def _restates(text: str, words: Cardinal, digits: Cardinal) -> bool:
    gap = text[words.end : digits.start]
    return (
        bool(RESTATED.fullmatch(gap))
        and words.value == digits.value
        and text[digits.end : digits.end + 1] == ")"
    )


# ------------------------------------------------------------------ what stands around it

# Attached to a number, they make it something else: F-16, 9/11, 10:30, #4.
ATTACHED_BEFORE = re.compile(r"(?:[\w#+/:'’°]|[\w.:/][-‐‑–]|(?<![\w)\"”])\.)$")
ATTACHED_AFTER = re.compile(r"\w|[%‰°/]|:\d|[-‐‑]\w|['’]s\b")
TIMES = re.compile(r"[x×](?![\w-])")  # "12x Leopard"
OPEN_AFTER = re.compile(r"(?:-(?:odd|strong|plus)|\+)(?![\w-])")
AGE_BEFORE = re.compile(r"[A-ZÀ-Þ][\w'’-]{0,30}, $")
AGE_AFTER = re.compile(r",(?! \d)")
JOINED = re.compile(rf"(?:{SPACE}|-)?")


@cache
def _not_before() -> Phrases:
    return Phrases(table("numbers")["not_before"], tail=r"(?:(?![\w-])|(?=-(?:old|long|term|calib)))")


@cache
def _named() -> re.Pattern[str]:
    """What is written as a measure, but for its capital, and names goods."""
    return re.compile(rf"{JOINED.pattern}(?:{'|'.join(table('numbers')['named'])})\b")


def _is_measure(text: str, end: int) -> bool:
    """Whether a measure, a share or a time follows a number: nothing is counted then."""
    return bool(_not_before().match_after(JOINED, text, end)) and not _named().match(text, end)


@cache
def _counters() -> Phrases:
    return Phrases(table("numbers")["counters"])


@cache
def _after() -> Phrases:
    return Phrases(_after_kinds())


@cache
def _after_kinds() -> dict[str, str]:
    return {word: kind for kind, words in table("numbers")["after"].items() for word in words}


@cache
def _each() -> Phrases:
    return Phrases(table("numbers")["each"])


@cache
def _pronoun_after() -> Before:
    """Words before "one" that make it a pronoun."""
    return Before(table("numbers")["one_after"], gap="[ -]")


@cache
def _pronoun_before() -> Phrases:
    return Phrases(table("numbers")["one_before"], tail=r"(?!\w)")


def _with_words(text: str, number: _Range) -> FoundQuantity | None:
    """The number with the words that open, close or count it; None where it counts no pieces."""
    if not _counts(text, number):
        return None
    low, high = int(number.low.value), int(number.high.value)
    kind, start = _opened(text, number.start, high)
    end = number.end
    if times := TIMES.match(text, end):
        end = times.end()
    if open_after := OPEN_AFTER.match(text, end):
        kind, end = ("about" if "odd" in open_after[0] else "lower"), open_after.end()
    if counter := _counters().match_after(GAP, text, end):
        end = counter.end()
    if after := _after().match_after(GAP, text, end):
        kind, end = _after_kinds()[plain(after[0])], after.end()
    if each := _each().match_after(GAP, text, end):
        end = each.end()
    return _bounded(start, end, low, high, kind)


def _opened(text: str, start: int, value: int) -> tuple[str, int]:
    """How the words before a number bound it (lower, upper or about), and where they begin."""
    bound = bounds_before().match(text, start)
    if bound is None:
        return "about", start
    words = plain(bound["words"])
    if value < 10 and words in table("numbers")["loose"]:
        return "about", start
    if words == "over" and _with_over().match(text, bound.start()):
        return "about", start
    return bound_kinds()[words], bound.start()


@cache
def _with_over() -> Before:
    return Before(table("numbers")["with_over"])


def _bounded(start: int, end: int, low: int, high: int, kind: str) -> FoundQuantity:
    return FoundQuantity(start, end, None if kind == "upper" else low, None if kind == "lower" else high)


def _counts(text: str, number: _Range) -> bool:
    """Whether a number may count pieces, by its own form and the words next to it."""
    if number.low.value.denominator != 1 or number.high.value.denominator != 1:
        return False
    first = number.low.start
    if ATTACHED_BEFORE.search(text, max(0, first - 2), first) or is_name(
        text, first, text[first : number.low.end]
    ):
        return False
    if ATTACHED_AFTER.match(text, number.end) and not (
        OPEN_AFTER.match(text, number.end) or TIMES.match(text, number.end)
    ):
        return False
    if _is_measure(text, number.end):
        return False
    return not (_is_age(text, number) or _is_pronoun(text, number))


def _is_age(text: str, number: _Range) -> bool:
    """Whether it is an age: "Ann Smith, 45, said"."""
    if not (number.low.in_digits and number.high.value < 120 and AGE_AFTER.match(text, number.end)):
        return False
    return AGE_BEFORE.search(text, max(0, number.start - 34), number.start) is not None


def _is_pronoun(text: str, number: _Range) -> bool:
    if text[number.start : number.end].lower() != "one":
        return False
    follows = _pronoun_before().match_after(GAP, text, number.end) or NO_NOUN.match(text, number.end)
    return bool(follows or _pronoun_after().match(text, number.start))


NO_NOUN = re.compile(r"['’]s|[,;.]")


# ------------------------------------------------------------------ other expressions


@cache
def _fixed_words() -> Phrases:
    return Phrases(table("numbers")["fixed"])


@cache
def _vague_words() -> Phrases:
    return Phrases(table("numbers")["vague"])


@cache
def _sums() -> Phrases:
    return Phrases(money_words(), tail=r"(?!\w)")


OF = re.compile(rf"{SPACE}(?:of{SPACE})?")


def _counts_other(text: str, end: int) -> bool:
    """Whether what follows is time, a measure or money, of which there are no pieces: "millions of dollars"."""
    return bool(_is_measure(text, end) or _sums().match_after(OF, text, end))


def _fixed(text: str) -> Iterator[FoundQuantity]:
    for match in _fixed_words().finditer(text):
        if not _counts_other(text, match.end()):
            value = table("numbers")["fixed"][plain(match[0])]
            kind, start = _opened(text, match.start(), value)
            yield _bounded(start, match.end(), value, value, kind)


def _vague(text: str) -> Iterator[FoundQuantity]:
    for match in _vague_words().finditer(text):
        if not _counts_other(text, match.end()):
            yield FoundQuantity(match.start(), match.end(), None, None)
