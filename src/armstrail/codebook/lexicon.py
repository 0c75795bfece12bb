"""Where the words of parties, equipment and goods stand in a text: a look-up of all surfaces."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from armstrail.codebook import tables
from armstrail.codebook.surfaces import ANY_CASE, EXACT, TAIL, WEAK, lower, plain


@dataclass(frozen=True, slots=True)
class Form:
    """How the words are meant: kind of entry, its index in the table, meaning (name, adjective, category …)."""

    kind: str
    entry: int
    meaning: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Words at start to end of a text, and the forms that they can be."""

    start: int
    end: int
    forms: tuple[Form, ...]


def find(text: str, start: int = 0, end: int | None = None) -> list[Match]:
    """The longest matches of whole words in text[start:end], left to right, none overlapping another.

    In a text wholly in capitals case tells nothing, so that weak words do not count there.
    """
    piece = plain(text[start:end])
    small = lower(piece)
    shouted = is_shouted(piece)
    known = _surfaces()
    ends = [m.start() for m in END.finditer(small)]
    found: list[Match] = []
    for begin in (m.start() for m in START.finditer(small)):
        if found and begin + start < found[-1].end:
            continue
        first = bisect_right(ends, begin)
        for stop in reversed(ends[first : first + MOST_WORDS]):
            written = known.get(small[begin:stop])
            if written and (match := _match(piece, small, (begin, stop), written, shouted=shouted)):
                found.append(Match(match.start + start, match.end + start, match.forms))
                break
    return found


# Where a surface may begin and end: at a word, before a plural s, and where the letters of a sub-model begin
# ("S-300" in "S-300PMU"). No surface has more than MOST_WORDS such places.
START = re.compile(r"(?<![^\W_])[^\W_]")
END = re.compile(r"(?<=[^\W_])(?![^\W_])|(?<=[.)])(?!\w)|(?<=\d)(?=[^\W\d_])|(?<=[^\W_])(?=s(?![^\W_]))")
MOST_WORDS = 14


def _match(piece: str, small: str, span: tuple[int, int], written: str, *, shouted: bool) -> Match | None:
    """The forms of a surface that the text at span can be, with the designation's tail; None where there is none."""
    begin, stop = span
    tail = _tail(piece, stop)
    forms = tuple(
        form
        for form, flags in _forms(written)
        if _stands(small, begin, stop, form.kind, tail)
        and _looks(piece[begin:stop], form.kind, flags, shouted)
        and not (form.weak and form.kind in ("bloc", "region") and _goes_on(piece, begin, stop))
    )
    if not forms:
        return None
    return Match(begin, tail if tail and any(f.kind == "equipment" for f in forms) else stop, forms)


def _tail(text: str, end: int) -> int | None:
    """The end of a designation's sub-model and plural s ("S-300" + "PMU-2", "F-16" + "s"), None without one."""
    if text[end - 1].islower() and text[end : end + 1] == "s" and not text[end + 1 : end + 2].isalnum():
        return end + 1
    if not (text[end - 1].isdigit() or text[end - 1].isupper()):
        return None
    match = TAIL.match(text, end)
    return match.end() if match and match.end() > end else None


def _stands(text: str, start: int, end: int, kind: str, tail: int | None) -> bool:
    """Whether a match is whole words, in a place where its kind can stand."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if kind == "equipment" and tail:
        return before != "-"
    if after.isalnum() or after == "_":
        return False
    if kind == "noun":
        if after == "-":  # "tank-killing" is no tank, "arms-for-hostages" are arms
            return not text[end + 1 : end + 2].isalpha() or text.startswith("-for-", end)
        return before not in ("-", "'")
    return kind != "equipment" or before != "-"


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a word is only the first of a name: "East" in "East Kilbride", "Gulf" in "the Gulf War"."""
    word, after = text[start:end].removeprefix("the "), text[end + 1 : end + 3]
    alone = " " not in word and not word.isupper()
    return alone and text[end : end + 1] == " " and after[:1].isupper() and after[1:].islower()


def knows(words: str) -> bool:
    """Whether words are a surface as they stand, with no letter more or less."""
    return lower(words) in _surfaces()


def is_shouted(text: str) -> bool:
    """Whether a text is a headline in capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 8 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _looks(words: str, kind: str, flags: int, shouted: bool) -> bool:
    """Whether words have the case that their form needs."""
    if flags & ANY_CASE or kind == "noun":
        return True
    if shouted:
        return not flags & WEAK
    if flags & EXACT:
        return words == words.upper() or words.rstrip("s") == words.rstrip("s").upper()
    letters = [c for c in words if c.isalpha()]
    if kind == "equipment" and any(c.isdigit() for c in words):
        return len(letters) > 3 or any(c.isupper() for c in letters)
    return bool(letters) and letters[0].isupper()


@cache
def _forms(written: str) -> tuple[tuple[Form, int], ...]:
    """Take "kind:index:meaning:flags|…" apart (`armstrail.codebook.surfaces`)."""
    found: list[tuple[Form, int]] = []
    for one in written.split("|"):
        kind, entry, meaning, flags = one.split(":")
        found.append((Form(kind, int(entry), meaning, bool(int(flags) & WEAK)), int(flags)))
    return tuple(found)


@cache
def _surfaces() -> dict[str, str]:
    """Surface -> its forms as written. A dict is made in a tenth of the time that an automaton takes to build,
    and only the sentences that the gate lets through are looked up in it.
    """
    surfaces: dict[str, str] = tables()["surfaces"]
    return dict(zip(surfaces["words"].split("\n"), surfaces["forms"].split("\n"), strict=True))
