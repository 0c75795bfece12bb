"""Dates, to the precision known: 1987, 1987-03, 1987-03-04; relative ones are seen from the publication.

An opening word or number ("last", "March", "1987") is looked for in the text; there each rule is tried in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from armstrail.codebook import lexicon
from armstrail.values.almanac import (
    FIRST_YEAR,
    LAST_YEAR,
    any_month,
    any_weekday,
    iso_month,
    iso_week,
    iso_weekend,
    month_from,
    month_number,
    names,
    nearest_day,
    nearest_month,
    season_year,
    valid_day,
    weekday_number,
)
from armstrail.values.patterns import (
    DASH,
    GAP,
    REACH,
    SPACE,
    Before,
    any_of,
    bounds_before,
    first_words,
    is_name,
    plain,
    table,
)
from armstrail.values.publication import day_first


@dataclass(frozen=True, slots=True)
class FoundDate:
    """Words that date something, without their preposition.

    `iso` is None where they cannot be resolved: relative words without a publication date, a decade.
    """

    start: int
    end: int
    iso: str | None


# What a rule says of words that look like a date and are none.
NO_DATE: Final = ""
# A rule's reading of its match, seen from the publication: ISO 8601, None (cannot be told) or NO_DATE.
Reading = Callable[[re.Match[str], date | None], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a date. `openings` are the kinds of its first word: the keys of `_rules_by_opening`."""

    openings: str
    words: str
    read: Reading

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.words)


@cache
def _compiled(words: str) -> re.Pattern[str]:
    """Compiled when first needed: compiling all rules takes longer than reading an article."""
    return re.compile(rf"(?P<words>{words})")


def find_dates(text: str, published: date | None) -> list[FoundDate]:
    """Every expression of a text that dates something, in order.

    `published`: the day from which relative words count, and the year that a day without one lies nearest to: in the
    past, or in the future after "by", "next", "from", "until" and the like.
    """
    found: list[FoundDate] = []
    position = 0
    for opening in OPENING.finditer(text):
        if opening.start() < position:
            continue
        read = _read(text, opening, published)
        if read:
            found.append(read)
            position = read.end
    return found


# A date begins with a number of up to four digits or with a word.
OPENING = re.compile(r"(?<![\w$£€#])(?:(?<!\d[.,:/])\d{1,4}(?:st|nd|rd|th)?(?!\w|,\d)|[^\W\d_]+)")


def _read(text: str, opening: re.Match[str], published: date | None) -> FoundDate | None:
    for rule in _rules_for(opening[0]):
        if match := rule.pattern.match(text, opening.start()):
            iso = rule.read(match, published)
            if iso != NO_DATE:
                return FoundDate(match.start("words"), match.end("words"), iso)
    return None


# ------------------------------------------------------------------ pieces of the patterns

YEAR = r"(?P<year>(?:19|20)\d\d)(?!\w|[.,/]\d)"
# Also the first of a range: 1985-86, 1985/1986.
YEAR_OR_MORE = (
    rf"(?P<year>(?:19|20)\d\d)(?:(?P<dash> ?{DASH} ?|/)(?P<to>(?:19|20)?\d\d)(?!\w|[.,/]\d)|(?!\w|[.,/]\d))"
)
NUMERIC = r"(?P<day>\d{1,2})(?P<mark>[/.])(?P<number>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?![\w/]|\.\d)"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\w|[.,:/]\d|%)"
# "4-6", "4 and 5": the first day is the date's.
MORE_DAYS = rf"(?:(?: ?{DASH} ?|{SPACE}(?:and|to|or){SPACE})(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\w|[.,:/]\d|%))?"


@cache
def _pieces() -> dict[str, str]:
    """The alternatives that the rules are made of."""
    dates = table("dates")
    turns = any_of(dates["relative"])
    weekday = any_weekday()
    return {
        "month": rf"(?P<month>{any_month()})(?!\w)",
        "weekday": rf"(?P<weekday>{weekday})(?!\w)",
        "on_weekday": rf"(?:(?:{weekday})(?!\w),?{SPACE})?",
        "parts": rf"(?P<part>(?i:{any_of(dates['parts'])}))",
        "turn": rf"(?P<turn>(?i:{turns}))",
        "season": rf"(?P<season>(?i:{any_of(dates['seasons'])}))(?!\w)",
        "days": rf"(?P<days>(?i:{any_of(dates['days'])}))(?!\w)",
        "or_year": rf"(?:,?{SPACE}(?:of{SPACE})?(?:{YEAR}|(?P<year_turn>(?i:{turns})){SPACE}(?i:year)(?!\w))"
        rf"|{SPACE}['’‘](?P<short>\d\d)(?!\w|[.,]\d))",
        "unit": rf"(?P<unit>(?i:{any_of(dates['periods'])}))",
    }


NUMBER: Final = "number"


def _rules_for(word: str) -> tuple[Rule, ...]:
    """The rules that may begin with a word; names of months and days as written, other words in any case."""
    rules = _rules_by_opening()
    if word[0].isdigit():
        return rules[NUMBER]
    return rules.get(word) or rules.get(word.lower(), ())


@cache
def _rules_by_opening() -> dict[str, tuple[Rule, ...]]:
    dates, numbers = table("dates"), table("numbers")
    counts = {"a", "an", "several", "some", "half", *numbers["units"], *numbers["tens"]}
    months, weekdays = names("months"), names("weekdays")
    openings: dict[str, Iterable[str]] = {
        "0": {NUMBER},
        "M": months,
        "W": weekdays,
        "P": first_words(dates["parts"]),
        "T": first_words(dates["relative"]),
        "S": first_words(dates["seasons"]),
        "D": first_words(dates["days"]),
        "C": counts,
        "t": {"the"},
        "b": {"between"},
        "y": {"year"},
    }
    by_opening: dict[str, list[Rule]] = {}
    for rule in _rules():
        for word in {word for kind in rule.openings for word in openings[kind]}:
            by_opening.setdefault(word.rstrip("."), []).append(rule)
    return {word: tuple(rules) for word, rules in by_opening.items()}


def _parted(
    patterns: Sequence[tuple[str, str, Reading]], before_part: str, part: str
) -> Iterator[tuple[str, str, Reading]]:
    """Rules that may open with a part of a time ("early in", "the first half of") in two: those parts are hundreds,
    and only where one of their words opens must they be compiled.
    """
    none = r"(?P<part>(?!))?"
    for openings, pattern, read in patterns:
        if before_part in pattern and "P" in openings and pattern.startswith(before_part):
            if rest := openings.replace("P", ""):
                yield rest, pattern.replace(before_part, none), read
            yield "P", pattern.replace(before_part, part), read
        else:
            yield openings, pattern, read


@cache
def _rules() -> tuple[Rule, ...]:
    """All rules, those of more words first."""
    p = _pieces()
    part, before_part = rf"{p['parts']}(?:{SPACE}|-)", rf"(?:{p['parts']}(?:{SPACE}|-))?"
    before_turn = rf"(?:{p['turn']}{SPACE})?"
    ago = rf"(?:(?P<count>\d{{1,3}}|{_counts()}){SPACE}){p['unit']}s?{SPACE}(?P<way>ago|from{SPACE}now|hence)(?!\w)"
    season = rf"(?:the{SPACE})?(?:(?:early|late|mid)(?:{SPACE}|-))?{p['season']}{p['or_year']}"
    day, month = (
        rf"{DAY}{MORE_DAYS}{SPACE}(?:of{SPACE})?{p['month']}",
        rf"{p['month']}{SPACE}(?:the{SPACE})?{DAY}",
    )
    patterns: tuple[tuple[str, str, Reading], ...] = (
        ("0", r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)", _iso_day),
        ("0", NUMERIC, _numeric),
        ("0W", rf"{p['on_weekday']}(?:the{SPACE})?{day}{p['or_year']}?", _day),
        ("MWT", rf"{before_turn}{p['on_weekday']}{month}{MORE_DAYS}{p['or_year']}?", _day),
        ("b", rf"(?i:between){SPACE}{YEAR}{SPACE}and{SPACE}(?:19|20)\d\d(?!\w)", _year),
        ("MP", rf"{before_part}{p['month']}{p['or_year']}", _month_of_year),
        ("TP", rf"{before_part}{p['turn']}{SPACE}{p['month']}", _turn_of_month),
        ("MP", rf"{before_part}{p['month']}", _month),
        ("SPt", season, _season_of_year),
        ("TP", rf"{before_part}{p['turn']}{SPACE}{p['season']}", _season),
        ("t", rf"(?P<the>(?i:the)){SPACE}{p['season']}", _season),
        (
            "TP",
            rf"{before_part}{p['turn']}{SPACE}(?P<unit>(?i:weekend|week|month|year))(?!\w)",
            _turn_of_unit,
        ),
        ("P", rf"{part}(?i:the){SPACE}(?P<unit>(?i:week|month|year))(?!\w|['’])", _turn_of_unit),
        ("ty", rf"(?i:the{SPACE})?(?P<unit>(?i:year))(?:['’]s{SPACE}|-)end(?!\w)", _turn_of_unit),
        ("0C", rf"(?i:{ago})", _ago),
        ("WT", rf"{before_turn}{p['weekday']}", _weekday),
        ("D", p["days"], _days),
        ("0Pt", rf"(?i:the{SPACE})?{before_part}(?:19|20)\d0s(?!\w)", _decade),
        ("0P", rf"{before_part}{YEAR_OR_MORE}", _years),
    )
    return tuple(Rule(*rule) for rule in _parted(patterns, before_part, part))


@cache
def _counts() -> str:
    numbers = table("numbers")
    words = any_of(["a", "an", "half a", "a couple of", "several", "a few", "some", *numbers["units"]])
    tens = any_of(numbers["tens"])
    return rf"{words}|(?:{tens})(?:[ -](?:{any_of(numbers['units'])}))?"


@cache
def _future() -> Before:
    """Words that turn the date after them to the future."""
    words = table("dates")["future"]
    return Before([*words, *(f"{word} the" for word in words)])


def _is_future(match: re.Match[str]) -> bool:
    return _future().match(match.string, match.start()) is not None


def _turn(match: re.Match[str], group: str = "turn") -> int | None:
    """-1 last, 0 this, 1 next; None where nothing of the kind is said."""
    words = match.groupdict().get(group)
    return int(table("dates")["relative"][plain(words)]) if words else None


# ------------------------------------------------------------------ days


def _iso_day(match: re.Match[str], _: date | None) -> str:
    day = valid_day(int(match["year"]), int(match["number"]), int(match["day"]))
    return day.isoformat() if day else NO_DATE


def _numeric(match: re.Match[str], _: date | None) -> str:
    day = day_first(int(match["day"]), int(match["number"]), _full_year(match["year"]))
    return day.isoformat() if day else NO_DATE


def _full_year(digits: str) -> int:
    """The year of four digits, or of two: 1951 to 2050."""
    century = 0 if len(digits) == 4 else 1900 if int(digits) > 50 else 2000
    return century + int(digits)


def _stated_year(match: re.Match[str], published: date | None) -> int | None:
    """The year that stands with a day, month or season: in digits, "'22" too, or "last year"."""
    if digits := match["year"] or match["short"]:
        return _full_year(digits)
    turn = _turn(match, "year_turn")
    return None if turn is None or published is None else published.year + turn


@cache
def _joined() -> re.Pattern[str]:
    """Words that join a day or month without a year to one that has it: "to June 2022", ", February and March 2021"."""
    p = _pieces()
    step = rf"(?:{SPACE}?{DASH}{SPACE}?|,{SPACE}|,?{SPACE}(?:and|or|to|until|till|through){SPACE})"
    day = DAY.replace("?P<day>", "?:") + MORE_DAYS
    before = rf"{step}{p['on_weekday']}(?:(?:early|mid|late)(?:{SPACE}|-)|{day}{SPACE}(?:of{SPACE})?)?"
    after = rf"(?:{SPACE}{day})?"
    undated = rf"{before}(?:{any_month()})(?!\w){after}"
    return re.compile(rf"(?:{undated}){{0,11}}?{before}{p['month']}{after}{p['or_year']}")


def _joined_year(match: re.Match[str], published: date | None) -> int | None:
    """The year of the date that a day or month is joined to; one less where that is of an earlier month."""
    joined = _joined().match(match.string, match.end())
    year = _stated_year(joined, published) if joined else None
    return year - (month_number(match["month"]) > month_number(joined["month"])) if joined and year else None


def _day(match: re.Match[str], published: date | None) -> str | None:
    month, day = month_number(match["month"]), int(match["day"])
    if valid_day(2000, month, day) is None:
        return NO_DATE
    turn = _turn(match)
    if year := _stated_year(match, published) or (_joined_year(match, published) if turn is None else None):
        stated = valid_day(year, month, day)
        return stated.isoformat() if stated else NO_DATE
    if published is None:
        return None
    future = turn == 1 or (turn is None and _is_future(match))
    # "last August 4" in print on August 4 is a year ago.
    seen_from = published + timedelta(days=turn) if turn in (-1, 1) else published
    nearest = nearest_day(month, day, seen_from, future=future)
    return nearest.isoformat() if nearest else NO_DATE


def _weekday(match: re.Match[str], published: date | None) -> str | None:
    text = match.string
    if _names_before().match(text, match.start()) or _names_after().match(text, match.end()):
        return NO_DATE
    if published is None:
        return None
    turn = _turn(match)
    days = weekday_number(match["weekday"]) - published.isoweekday()
    if turn in (0, 1) or (turn is None and _is_future(match)):
        days %= 7
        days += 7 if days == 0 and turn == 1 else 0
    else:
        days = -(-days % 7)
        days -= 7 if days == 0 and turn == -1 else 0
    return (published + timedelta(days=days)).isoformat()


def _days(match: re.Match[str], published: date | None) -> str | None:
    if _names_before().match(match.string, match.start()):
        return NO_DATE
    if published is None:
        return None
    return (published + timedelta(days=table("dates")["days"][plain(match["days"])])).isoformat()


@cache
def _names_before() -> Before:
    return Before(table("dates")["names_before"], fold=False)


@cache
def _names_after() -> re.Pattern[str]:
    return re.compile(rf" (?:{any_of(table('dates')['names_after'])})(?!\w)")


# ------------------------------------------------------------------ months, seasons


@cache
def _month_leads() -> Before:
    return Before(table("dates")["month_leads"], gap=f"(?:{SPACE}|-)")


@cache
def _weak_months() -> frozenset[str]:
    return frozenset(name.lower() for name in table("dates")["weak_months"])


def _month_of_year(match: re.Match[str], published: date | None) -> str | None:
    year = _stated_year(match, published)
    return iso_month(year, month_number(match["month"])) if year else None


def _turn_of_month(match: re.Match[str], published: date | None) -> str | None:
    if published is None:
        return None
    turn, month = _turn(match), month_number(match["month"])
    if turn == 0:
        return iso_month(published.year, month)
    # "last March" in March is a year ago, "next March" a year ahead.
    if month == published.month:
        return iso_month(published.year + (turn or 0), month)
    return iso_month(*nearest_month(month, published, future=turn == 1))


def _month(match: re.Match[str], published: date | None) -> str | None:
    if year := _joined_year(match, published):
        return iso_month(year, month_number(match["month"]))
    weak = match["month"].lower() in _weak_months() and not match["part"]
    if weak and not _month_leads().match(match.string, match.start()):
        return NO_DATE
    if published is None:
        return None
    return iso_month(*nearest_month(month_number(match["month"]), published, future=_is_future(match)))


def _season_of_year(match: re.Match[str], published: date | None) -> str | None:
    year = _stated_year(match, published)
    return f"{year:04d}" if year else None


@cache
def _season_leads() -> Before:
    return Before(table("dates")["season_leads"])


def _season(match: re.Match[str], published: date | None) -> str | None:
    groups = match.groupdict()
    if groups.get("the") and not _season_leads().match(match.string, match.start()):
        return NO_DATE
    if published is None:
        return None
    turn = 1 if groups.get("the") and _is_future(match) else _turn(match)
    return f"{season_year(match['season'], published, turn):04d}"


# ------------------------------------------------------------------ years, spans of time


def _turn_of_unit(match: re.Match[str], published: date | None) -> str | None:
    if published is None:
        return None
    turn, unit = _turn(match) or 0, match["unit"].lower()
    if unit in ("week", "weekend"):
        day = published + timedelta(days=7 * turn)
        return iso_week(day) if unit == "week" else iso_weekend(day)
    return iso_month(*month_from(published, turn)) if unit == "month" else f"{published.year + turn:04d}"


def _count(words: str) -> float | None:
    """The number of an "ago": 3, a, half a, a couple of, twenty-five; None for "several"."""
    numbers = table("numbers")
    known = {"a": 1, "an": 1, "half a": 0.5, "a couple of": 2, **numbers["units"], **numbers["tens"]}
    if words.isdigit() or words in known:
        return int(words) if words.isdigit() else known[words]
    parts = [known.get(part) for part in re.split(r"[ -]", words)]
    return sum(part for part in parts if part) if all(parts) else None


def _ago(match: re.Match[str], published: date | None) -> str | None:
    count, unit = _count(plain(match["count"])), plain(match["unit"])
    if published is None or count is None:
        return None
    period, sign = table("dates")["periods"][unit], -1 if plain(match["way"]) == "ago" else 1
    if "days" in period:
        day = published + timedelta(days=sign * count * period["days"])
        return day.isoformat() if unit == "day" else iso_week(day)
    months = int(count * period["months"])
    year, month = month_from(published, sign * months)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return iso_month(year, month) if unit == "month" or months < 12 else f"{year:04d}"


def _decade(_: re.Match[str], __: date | None) -> None:
    """A decade has no ISO date of these precisions."""


def _year(match: re.Match[str], _: date | None) -> str:
    return match["year"]


@cache
def _not_years() -> re.Pattern[str]:
    return re.compile(rf"-(?!(?:19|20)\d\d)\w|{SPACE}(?:{any_of(table('dates')['not_years'])})(?!\w)")


def _years(match: re.Match[str], _: date | None) -> str:
    """A year or the first of a range of years; not a number of things that looks like one."""
    text, start = match.string, match.start("year")
    if match["to"] and not _later(match["year"], match["to"]):
        # 2022-03 is a month, 1985-86 a range; 2022-99 neither
        is_month = match["dash"] == "-" and len(match["to"]) == 2 and 1 <= int(match["to"]) <= 12
        return iso_month(int(match["year"]), int(match["to"])) if is_month else NO_DATE
    if match["part"]:
        return match["year"]
    attached = start > 0 and text[start - 1] in "-‑/.,:'’+" and text[max(0, start - 2)].isalnum()
    if attached or is_name(text, start, match["year"]) or _not_years().match(text, match.end()):
        return NO_DATE
    if _counts_goods(text, match):
        return NO_DATE
    bound = bounds_before().match(text, start)
    loose = bound is None or plain(bound["words"]) in table("numbers")["loose"]
    return match["year"] if loose or text[match.end() : match.end() + 1] in ",.;" else NO_DATE


@cache
def _year_leads() -> Before:
    return Before(table("dates")["year_leads"])


def _counts_goods(text: str, match: re.Match[str]) -> bool:
    """Whether goods in the plural stand right behind: "2000 Javelins", but not "in 2000 Javelins"."""
    gap = GAP.match(text, match.end())
    if gap is None or _year_leads().match(text, match.start()):
        return False
    place, plural = gap.end(), False
    for found in lexicon.find(text, place, place + REACH):
        # "arms" and the like are not counted: "the 2010 arms deal"
        goods = any(
            f.kind == "equipment" or (f.kind == "noun" and f.meaning != "unspecified") for f in found.forms
        )
        if found.start != place or not goods:
            break
        plural, place = text[found.end - 1] in "sS", found.end + 1
    return plural


def _later(first: str, last: str) -> bool:
    """Whether the second year of a range, in four digits or two, comes after the first."""
    if len(last) == 4:
        return int(last) > int(first)
    return int(last) == (int(first) + 1) % 100 or int(last) > int(first) % 100
