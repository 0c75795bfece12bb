"""Cardinal numbers, in digits and in words: 1,370, 1.5 million, two hundred forty-six, half a dozen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from unicodedata import numeric

from armstrail.values.patterns import DASH, GAP, SPACE, any_of, table

WHOLE = (
    r"(?<!\d)(?<!\d[.,])"
    r"(?P<whole>\d{1,3}(?:,\d{3}){1,5}|\d{1,2}(?:,\d{2}){1,4},\d{3}|\d{1,3}(?:[\u00a0\u2009\u202f'’]\d{3}){1,4}"
    # a plain space joins what ends in thousands alone: "20 155 mm howitzers" are two numbers
    r"|\d{1,3}(?: \d{3}){0,3} 000(?!\s?mm\b)|\d{1,3}(?:\.\d{3}){2,4}|\d{1,15})"
)
FRACTION = r"(?:[ -](?P<over>[1-7])/(?P<under>[2-8])| ?(?P<part>[¼½¾⅓⅔⅛⅜⅝⅞]))?"
# More words than any number has; a run of them is cut there, so that it takes linear time.
LONGEST = 14
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Cardinal:
    """A number, `base` times `scale`: 1.5 million has the base 3/2 and the scale 1000000."""

    start: int
    end: int
    base: Fraction
    scale: int = 1
    in_digits: bool = True

    @property
    def value(self) -> Fraction:
        """The number itself."""
        return self.base if self.scale == 1 else self.base * self.scale


def cardinals(text: str) -> list[Cardinal]:
    """All cardinal numbers of a text, in order; "a" and "an" count only before a dozen, a hundred and the like."""
    found: list[Cardinal] = []
    position = 0
    for start in START.finditer(text):
        if start.start() < position:
            continue
        number = None
        if start["digits"]:
            match = _in_digits().match(text, start.start())
            number = _digits(match) if match else None
        elif start[0].lower() in _openings():
            match = _in_words().match(text, start.start())
            number = _words(match) if match else None
        if number:
            found.append(number)
            position = number.end
            if len(found) > 1 and (whole := _together(text, *found[-2:])):
                found[-2:] = [whole]
    return found


def _together(text: str, many: Cardinal, rest: Cardinal) -> Cardinal | None:
    """Two numbers that are one: 1 billion 200 million."""
    if not (many.in_digits and rest.in_digits and rest.scale >= THOUSAND and rest.value < many.scale):
        return None
    if many.base.denominator > 1 or not GAP.fullmatch(text, many.end, rest.start):
        return None
    return Cardinal(many.start, rest.end, many.base + rest.value / many.scale, many.scale)


# Where a number may begin: at each run of digits, at each word.
START = re.compile(r"(?P<digits>\d+)|(?<![\w-])[^\W\d_]+")


@cache
def _multipliers() -> dict[str, int]:
    numbers = table("numbers")
    scales = {
        word.lower(): scale["factor"]
        for scale in table("money")["scales"]
        # "16 mln shares" has a scale, "16 m" may be a length
        for word in (*scale["words"], *(short for short in scale["glued"] if len(short) > 2))
    }
    return {**scales, **numbers["scales"], **numbers["groups"]}


@cache
def _values() -> dict[str, int]:
    numbers = table("numbers")
    return {**numbers["units"], **numbers["tens"]}


@cache
def _openings() -> frozenset[str]:
    return frozenset({*_values(), "a", "an", "half", "quarter", "dozen"})


@cache
def _in_digits() -> re.Pattern[str]:
    # a decimal comma is one only where a scale follows: "pages 1,2 and 3"
    scales = [*_multipliers(), *(short for scale in table("money")["scales"] for short in scale["glued"])]
    to = rf"(?:{SPACE}?{DASH}{SPACE}?|{SPACE}(?:to|and){SPACE})"
    comma = (
        rf"(?<!,\d{{3}}),\d{{1,2}}(?=(?:{to}\d{{1,3}},\d{{1,2}})?(?:{SPACE}|-)?(?:{any_of(scales)})(?!\w))"
    )
    digits = rf"{WHOLE}(?P<decimals>\.\d{{1,4}}|{comma})?{FRACTION}(?![.,]?\d)"
    scale = rf"(?:[ -]plus|\+)?(?:{SPACE}|-)?(?P<scale>(?i:{any_of(_multipliers())}))(?!\w)"
    more = (
        rf"(?:(?:{SPACE}|-)(?P<more>(?i:{any_of(word for word in _multipliers() if len(word) > 2)}))(?!\w))?"
    )
    return re.compile(rf"(?P<digits>{digits})(?:{scale}{more})?")


@cache
def _in_words() -> re.Pattern[str]:
    small, many = any_of(_values()), any_of(_multipliers())
    join = rf"(?:{SPACE}and{SPACE}|{SPACE}|-)"
    half = rf"{SPACE}and{SPACE}a{SPACE}half"
    part = r"half[ -]an?|an?[ -]half|an?|(?:a )?quarter of an?"
    first = rf"(?:{part})[ -](?:{many})|{small}|dozen"
    more = rf"(?:(?:{half}|{join}(?:{small}|{many}))(?!\w)){{0,{LONGEST}}}"
    return re.compile(rf"(?i:(?:{first})(?!\w){more})")


def _digits(match: re.Match[str]) -> Cardinal:
    written = match["digits"]
    if written.isdecimal():
        base = Fraction(int(written))
    else:
        base = Fraction(re.sub(r"\D", "", match["whole"]) + (match["decimals"] or "").replace(",", "."))
    if match["over"]:
        base += Fraction(int(match["over"]), int(match["under"]))
    if match["part"]:
        base += Fraction(numeric(match["part"])).limit_denominator(8)
    if not match["scale"]:
        return Cardinal(match.start(), match.end(), base)
    scale, end = _multipliers()[match["scale"].lower()], match.end("scale")
    if match["more"] and (more := _multipliers()[match["more"].lower()]) > scale >= THOUSAND:
        scale, end = scale * more, match.end()  # "1.5 lakh crore"
    return Cardinal(match.start(), end, base, scale)


TOKEN = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class _Sum:
    """A number in words as far as it has been read."""

    total: Fraction = Fraction(0)
    current: Fraction | None = None
    smallest: int = 10**18  # the next scale must be below it
    last: str = ""
    parts: int = 0
    base: Fraction = Fraction(0)

    def add(self, word: str) -> bool:
        """Takes the next word; False where it does not continue the number."""
        values, many = _values(), _multipliers()
        if word in values:
            return self._small(values[word])
        if word in many:
            return self._many(many[word])
        if word in ("a", "an"):
            self.current, self.last = Fraction(1), "article"
        elif word == "quarter":
            self.current, self.last = Fraction(1, 4), "half"
        elif word == "half":
            if self.last not in ("", "article", "unit"):
                return False
            half = Fraction(1, 2)
            self.current = self.current + half if self.last == "unit" and self.current else half
            self.last = "half"
        return True

    def _small(self, value: int) -> bool:
        room = {"": 100, "ten": 10, "hundred": 100, "scale": 100}.get(self.last, 0)
        if value >= room:
            return False
        self.current = (self.current or Fraction(0)) + value
        self.last = "ten" if value >= 20 else "unit"
        return True

    def _many(self, factor: int) -> bool:
        if self.last == "scale" and self.parts == 1 and factor > self.smallest:  # "two lakh crore"
            self.total, self.smallest = self.total * factor, self.smallest * factor
            return True
        if self.last in ("scale", "group") or (self.last in ("ten", "hundred") and factor == 100):
            return False
        if factor >= 1000:
            if factor >= self.smallest or self.current is None:
                return False
            self.parts, self.base, self.smallest = self.parts + 1, self.current, factor
            self.total, self.current, self.last = self.total + self.current * factor, None, "scale"
            return True
        self.current = (Fraction(1) if self.current is None else self.current) * factor
        self.last = "hundred" if factor == 100 else "group"
        return True


def _words(match: re.Match[str]) -> Cardinal | None:
    text, read, end, word_before = match.string, _Sum(), 0, ""
    for token in TOKEN.finditer(text, match.start(), match.end()):
        word = token[0].lower()
        # "two and three" are two numbers; "two hundred and three" and "one and a half" are one.
        broken = word_before == "and" and read.last in ("ten", "unit") and word not in ("a", "an")
        empty = word in ("and", "of") or (word in ("a", "an") and read.last != "")
        if broken or not (empty or read.add(word)):
            break
        if not empty:
            end = token.end()
        word_before = word
    if not end or read.last == "article":
        return None
    value = read.total + (read.current or 0)
    if read.parts == 1 and read.current is None:
        return Cardinal(match.start(), end, read.base, read.smallest, in_digits=False)
    return Cardinal(match.start(), end, value, in_digits=False)
