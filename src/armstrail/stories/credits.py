"""The news agency that a document says its text comes from: in a field, a dateline, a byline, at its end.

Only words that stand where credits stand count: "(Reuters)" behind a place, "By the Associated Press", a last line
"AFP". That a text tells of what an agency reported, or shows its photograph, makes no reprint of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from ahocorasick_rs import AhoCorasick, Implementation

from armstrail.codebook import tables
from armstrail.outlets import agencies, outlet

if TYPE_CHECKING:
    from armstrail.model import Document
    from armstrail.outlets import Outlet

Way = Literal["outlet", "field", "dateline", "byline", "report", "end", "last line"]

_HEAD, _TAIL = 600, 400
# Where credits stand, with AGENCY for a form of an agency's name and PICTURE for what is no text. In the ways of
# `_BARE` nothing but its place marks a name, so that an ordinary word is none there.
_WAYS: tuple[tuple[Way, str, str], ...] = (
    # KYIV, March 3 (Reuters) - ; MOSCOW. March 3 (Interfax) - ; BEIJING, Aug. 4 /Xinhua/ -
    ("dateline", "head", r"(?:^|[\w.,]\s{0,3})(?:\(AGENCY\)|\[AGENCY\]|/AGENCY/)\s*(?:[-–—:_]|$)"),
    # MOSCOW, March 3 (TASS). The minister
    ("dateline", "head", r"^[A-Z][A-Z .,'-]{2,40}(?:[A-Z]\w+\.? \d{1,2}\.? )?(?:\(AGENCY\)|/AGENCY/)[.,]"),
    # (Reuters) at the head of a line; Reuters - ; KYIV, March 3, TASS - ; MOSCOW, March 3. /TASS/.
    ("dateline", "head", r"^(?:\(AGENCY\)|\[AGENCY\]|/AGENCY/)"),
    ("dateline", "head", r"^(?:[A-Z][\w .,'/-]{1,60}[,.] )?AGENCY\s*[-–—]{1,2}\s"),
    ("dateline", "head", r"^[A-Z][A-Z .'-]{2,40}, [A-Z]\w+\.? \d{1,2}\.? (?:/AGENCY/|AGENCY)[.,]"),
    # By Anna Weber and Jan Kos, Associated Press ; From the AP ; Source: Reuters ; a line of its own
    ("byline", "head", r"^By (?:(?:[A-Z][\w.'’-]*|and|of|for),? ){0,8}(?:[Tt]he )?AGENCY[ .|]*$"),
    ("byline", "head", r"^(?:(?:From|Via) (?:the )?|(?:Source|Agency): ?)AGENCY[ .|]*$"),
    ("byline", "head", r"^(?:The )?AGENCY[ .]*$"),
    ("report", "head", r"^[^\n]{0,400}?, AGENCY reports\.(?:\s|$)"),
    ("report", "head", r"^[^\n]{0,400}?/AGENCY/[.,]"),
    # … the summer. (Reuters) ; … the summer. – AFP ; a last line of its own ; © 2024 Reuters
    ("end", "tail", r"(?:^|[.!?”\"')]\s{0,3})(?:\(AGENCY\)|\[AGENCY\]|/AGENCY/|[-–—]{1,2} ?AGENCY)[ .]*\Z"),
    ("last line", "tail", r"(?<!by\n)^ {0,3}(?:The )?AGENCY[ .]*\Z"),
    # but not "Credit: AFP/Getty Images", "Source: AFP photo", "Photo copyright AP": of a picture
    (
        "end",
        "tail",
        (
            r"^(?:(?:Source|Credit|Agency): ?|(?:Copyright|©|\([cC]\))(?:(?!PICTURE)[^\n]){0,40}?\b)AGENCY\b"
            r"(?!\s?/|[^\n]{0,20}\bPICTURE)"
        ),
    ),
)
_PICTURE = r"(?i:photo|picture|image|getty)"
_LONGEST_DATELINE = 80
_DATELINE = re.compile(r"[-–—/)]$")
_SMALL = frozenset("of the de del la al and".split())
_BARE = frozenset({"byline", "report", "last line"})


@dataclass(frozen=True, slots=True)
class Credit:
    """The agency, where the document names it (`way`), and in which words."""

    agency: Outlet
    way: Way
    words: str

    def told(self) -> str:
        """The same in words."""
        if self.way == "outlet":
            return f"was published by the agency itself, {self.agency.name}"
        return f"credits {self.agency.name} ({self.way}: “{self.words}”)"


def credit(document: Document) -> Credit | None:
    """The agency that a document credits; None where it names none as its source. An agency's own text is its own."""
    for way, stated in (("field", document.credit), ("outlet", document.outlet)):
        known = outlet(stated) if stated else None
        if stated and not known and way == "field":
            known = next((outlet(form) for form in _named(stated)), None)
        if known and known.kind == "agency":
            return Credit(known, "field" if way == "field" else "outlet", stated or "")
    head, tail = document.text[:_HEAD], document.text.rstrip()[-_TAIL:]
    for form in _named(f"{head}\n{tail}"):
        ordinary = form in tables()["contexts"]["agency_words"]
        for way, part, pattern in _patterns(form):
            if ordinary and way in _BARE:
                continue
            found = pattern.search(head if part == "head" else tail)
            known = outlet(form) if found else None
            if found and known:
                return Credit(known, way, " ".join(found[0].split()).strip(" -–—"))
    return None


def is_dateline(words: str) -> bool:
    """Whether words before a text are a place, a day, an agency, and not who says the text or what is said of it:
    "OSLO, March 2 (Reuters) -", "NEW DELHI:", but not "Defence Minister Lind:" nor "Tehran denies this -".
    """
    if len(words) > _LONGEST_DATELINE or not words.strip():
        return not words.strip()
    if words.rstrip().endswith(":"):
        return words.isupper()
    named = all(word in _SMALL or not word[0].islower() for word in words.split())
    return named and bool(_DATELINE.search(words.rstrip()))


def _named(text: str) -> list[str]:
    """The forms of agencies' names that a text has as words of their own, each once."""
    text = text if text.isascii() else text.encode("utf-8", "replace").decode()
    found = _forms().find_matches_as_indexes(text, overlapping=True)
    forms = (
        text[start:end]
        for _, start, end in found
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
    )
    return list(dict.fromkeys(forms))


@cache
def _forms() -> AhoCorasick:
    """What finds any form of an agency's name: a hundred times as quick as an expression of all of them."""
    forms = [form for agency in agencies() for form in agency.forms]
    return AhoCorasick(forms, implementation=Implementation.DFA)


@cache
def _patterns(form: str) -> tuple[tuple[Way, str, re.Pattern[str]], ...]:
    named = re.escape(form)
    return tuple(
        (way, part, re.compile(pattern.replace("AGENCY", named).replace("PICTURE", _PICTURE), re.MULTILINE))
        for way, part, pattern in _WAYS
    )
