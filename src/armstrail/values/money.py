"""Prices and sums: $1.5bn, 750 million CZK, 10 mln dlrs, between $8 and $12 million (codebook, "value")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from armstrail.values.cardinals import THOUSAND, cardinals
from armstrail.values.patterns import (
    DASH,
    FIRST_WORD,
    GAP,
    JOIN,
    SPACE,
    Phrases,
    any_of,
    between_before,
    bounds_before,
    plain,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from armstrail.values.cardinals import Cardinal


@dataclass(frozen=True, slots=True)
class FoundMoney:
    """A price or sum in whole units of `currency` (ISO 4217; None where the words do not tell which).

    Of a range, and of "more than", it is the lower figure.
    """

    start: int
    end: int
    amount: int | float
    currency: str | None


def find_money(text: str, near: Sequence[str] = ()) -> list[FoundMoney]:
    """All sums of a text that name a currency.

    `near`: states (codes as in the codebook), the most telling first; they decide pesos, pounds, crowns, francs
    and other words that several currencies share.
    """
    sums = [_sum(text, number) for number in cardinals(text)]
    found: list[FoundMoney] = []
    for amount in _merged(text, sums):
        if amount.word is None or (found and amount.start < found[-1].end):
            continue
        if amount.scale == 1 and amount.word in _signs("short"):
            continue
        iso = currency(amount.word, near)
        scale = THOUSAND if amount.dotted and amount.scale == 1 and iso == "EUR" else amount.scale
        bound = bounds_before().match(text, amount.start)
        start = bound.start() if bound else amount.start
        found.append(FoundMoney(start, amount.end, _whole(amount.base * scale), iso))
    return found


def currency(word: str, near: Sequence[str] = ()) -> str | None:
    """The ISO 4217 code of a currency's word, code or symbol; of a shared word the one of a state in `near`."""
    known = _currencies().get(" ".join(word.split())) or _currencies().get(plain(word))
    if known is None or isinstance(known, str):
        return known
    for state in near:
        for iso in known["among"]:
            if state in _states().get(iso, ()):
                return str(iso)
    default: str | None = known["default"]
    return default


def money_words() -> list[str]:
    """The words of all currencies, lower case."""
    words = [word for entry in table("money")["currencies"] for word in entry.get("words", ())]
    return [word.lower() for word in words] + [word for word in _shared_words() if word.islower()]


def _whole(amount: Fraction) -> int | float:
    return int(amount) if amount.denominator == 1 else float(amount)


# ------------------------------------------------------------------ the tables


@cache
def _currencies() -> dict[str, str | dict[str, Any]]:
    """Word in lower case, or code or symbol as written -> ISO code, or the entry of a shared word."""
    known: dict[str, str | dict[str, Any]] = {}
    for entry in table("money")["currencies"]:
        for word in entry.get("words", ()):
            known[word.lower()] = entry["iso"]
        for sign in (*entry.get("symbols", ()), *entry.get("codes", ()), *entry.get("short", ())):
            known[sign] = entry["iso"]
    for shared in table("money")["shared"]:
        known.update(dict.fromkeys(shared["words"], shared))
    return known


@cache
def _states() -> dict[str, list[str]]:
    return {entry["iso"]: entry.get("states", []) for entry in table("money")["currencies"]}


def _shared_words() -> list[str]:
    return [word for entry in table("money")["shared"] for word in entry["words"]]


def _signs(key: str) -> list[str]:
    return [sign for entry in table("money")["currencies"] for sign in entry.get(key, ())]


@cache
def _ordinary() -> frozenset[str]:
    """Ordinary words that are money only after a scale: "won", "marks"."""
    return frozenset(w for e in table("money")["shared"] if e.get("scaled") for w in e["words"])


@cache
def _factors() -> dict[str, int]:
    scales = table("money")["scales"]
    return {form: s["factor"] for s in scales for key in ("glued", "words") for form in s[key]}


# ------------------------------------------------------------------ patterns


def _attached(signs: Iterable[str]) -> str:
    """Signs of which one that begins with a letter does not continue a word."""
    signs = set(signs)
    letters = {sign for sign in signs if sign[0].isalpha()}
    # "X$" is some dollar, but not that of "$"
    other = r"(?:[^\W\d_]{1,8}|(?:[A-Z]\.){2,3})[$£]"
    return rf"(?<!\w)(?:{any_of(letters)}|{other})|(?<![^\W\d_])(?:{any_of(signs - letters)})"


def _signs_before() -> list[str]:
    shared = [word for e in table("money")["shared"] if e.get("before") for word in e["words"]]
    return [*_signs("symbols"), *_signs("codes"), *shared]


@cache
def _before() -> re.Pattern[str]:
    # "RM 4 billion", but of one letter only "R4 billion"
    short = rf"(?<![\w-])(?P<short>{any_of(_signs('short'))})(?:(?<=\w\w)[ \u00a0])?$"
    return re.compile(rf"(?P<sign>{_attached(_signs_before())})[ \u00a0]?$|{short}")


@cache
def _before_ends() -> frozenset[str]:
    """The last characters of those signs: a quick look whether there may be one."""
    return frozenset(sign[-1] for sign in (*_signs_before(), *_signs("short")))


def _sign_before(text: str, end: int) -> re.Match[str] | None:
    last = text[max(0, end - 2) : end].rstrip(" \u00a0")[-1:]
    return _before().search(text, max(0, end - 14), end) if last in _before_ends() else None


@cache
def _words() -> Phrases:
    return Phrases(money_words(), tail=r"(?!\w)")


@cache
def _codes() -> Phrases:
    codes = [*_signs("codes"), *(w for w in _shared_words() if not w.islower()), "kr"]
    lettered = [sign for sign in (*codes, *_signs("symbols")) if FIRST_WORD.match(sign)]
    return Phrases(lettered, tail=r"(?!\w)(?! ?\d)", fold=False)


@cache
def _symbols() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(s for s in _signs('symbols') if not FIRST_WORD.match(s))})(?!\w)(?! ?\d)")


def _sign_after(text: str, end: int) -> re.Match[str] | None:
    """The word, code or symbol of a currency after a number, a space or a hyphen between."""
    joint = JOIN.match(text, end)
    start = joint.end() if joint else end
    return _words().match(text, start) or _codes().match(text, start) or _symbols().match(text, start)


@cache
def _scale() -> Phrases:
    return Phrases(_factors(), tail=r"(?!\w)", fold=False)


@cache
def _glued() -> re.Pattern[str]:
    forms = [form for scale in table("money")["scales"] for form in scale["glued"]]
    return re.compile(rf"[ \u00a0-]?(?P<scale>{any_of(forms)})(?!\w)")


# ------------------------------------------------------------------ reading


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number as money: `word` is its currency as written, None where there is none."""

    start: int
    end: int
    base: Fraction
    scale: int
    word: str | None
    dotted: bool = False  # a point before its last three digits: in euros thousands


def _sum(text: str, number: Cardinal) -> _Amount:
    """A number with the currency before or after it; without one `word` is None."""
    start, end, scale, word = number.start, number.end, number.scale, None
    if number.in_digits and _is_piece(text, number):
        return _Amount(start, end, number.base, scale, None)
    if before := _sign_before(text, start):
        start, word = before.start(), before["sign"] or before["short"]
    if (
        scale == 1
        and (sign := _sign_after(text, end))
        and (factor := _scale().match_after(GAP, text, sign.end()))
    ):
        # "200 EUR million"
        return _Amount(start, factor.end(), number.base, _factors()[factor[0]], sign[0])
    glued = _glued().match(text, end) if scale == 1 and number.in_digits else None
    # "5m" alone is kept for "5m-6m euros"; "5 m" may be a length
    if glued and (word or text[end].isalpha() or _sign_after(text, glued.end())):
        end, scale = glued.end(), _factors()[glued["scale"]]
    if scale >= THOUSAND and (more := _scale().match_after(GAP, text, end)) and _factors()[more[0]] > scale:
        end, scale = more.end(), scale * _factors()[more[0]]  # "45k crore"
    after = _sign_after(text, end)
    if after and (word is not None or _is_money(text, number, scale, after)):
        end, word = after.end(), word or after[0]
    return _Amount(
        start, end, number.base, scale, word, DOTTED.fullmatch(text, number.start, number.end) is not None
    )


def _is_piece(text: str, number: Cardinal) -> bool:
    """Whether digits are but a piece of what cannot be read whole: 1/2, 1·5, .5, 1 234 567."""
    longer = PIECES.match(text, number.start)
    return PIECE.match(text, number.start) is not None or (longer is not None and longer.end() > number.end)


def _is_money(text: str, number: Cardinal, scale: int, after: re.Match[str]) -> bool:
    """Whether a currency's word after a number means money: not a weight, not an ordinary word."""
    word = plain(after[0])
    if scale > 1:
        return True
    if word in table("money")["weights"]:
        attributive = text[number.end : number.end + 1] == "-" or (word == "pound" and number.value != 1)
        return not attributive and not WEIGHED.match(text, after.end())
    return word not in _ordinary()


DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
GROUP = r"\d{3}(?!\w)(?! ?mm\b)"
# a piece behind the rest of its number, and a whole from its first piece on
PIECE = re.compile(rf"(?<=\d[/·])|(?<=\.)(?<![\w.]\.)|(?:(?<=\b\d )|(?<=\b\d\d )|(?<=\b\d\d\d )){GROUP}")
PIECES = re.compile(rf"\d+[/·]\d|\d{{1,3}} {GROUP}")
WEIGHED = re.compile(rf"{SPACE}(?:of|per|in{SPACE}weight|each){SPACE}|{SPACE}\(")
TO = re.compile(rf"{SPACE}?{DASH}{SPACE}?|{SPACE}to{SPACE}")
AND = re.compile(rf"{SPACE}and{SPACE}")


def _merged(text: str, sums: list[_Amount]) -> Iterator[_Amount]:
    """The sums, two that make a range as one: the lower figure, from the first word to the last."""
    joined = False
    for low, high in pairwise([*sums, None]):
        if joined or low is None:
            joined = False
            continue
        between = between_before().match(text, low.start)
        if high is None or not _is_range(text, low, high, between=between is not None):
            yield low
            continue
        joined = True
        scale = high.scale if low.scale == 1 and low.base <= high.base else low.scale
        start = between.start() if between else low.start
        yield replace(low, start=start, end=high.end, scale=scale, word=low.word or high.word)


def _is_range(text: str, low: _Amount, high: _Amount, *, between: bool) -> bool:
    if not 0 < high.start - low.end <= 10 or (low.word is None and high.word is None):
        return False
    gap = text[low.end : high.start]
    if not (TO.fullmatch(gap) or (between and AND.fullmatch(gap))):
        return False
    same = low.word is None or high.word is None or currency(low.word) == currency(high.word)
    return same and (low.base * low.scale < high.base * high.scale)
