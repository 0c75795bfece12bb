"""Letters pages: several letters in one text, each said by who signs it (codebook, decided case 16)."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from armstrail import equipment, parties
from armstrail.codebook import tables
from armstrail.model import Attribution, Span
from armstrail.statements.names import is_title, personal_name

if TYPE_CHECKING:
    from armstrail.model import Document

_CAPITAL = r"(?:[A-ZÀ-Þ]\w{0,2}\.|[A-ZÀ-Þ][\w’'-]*)"
_GAP = r"(?:[ ,]|\n(?!\s*\n))+"
# Behind the end of a sentence few words (who, what he is, where he lives), then another letter, an empty line or the
# end. What a word may be, and what stands between two, have no character in common: it is looked through once.
SIGNED = re.compile(
    rf"(?<=[.!?…”\"')])\s+(?P<who>{_CAPITAL}(?:{_GAP}(?:{_CAPITAL}|[a-z&]+)){{1,18}})\.?(?=\s*(?:•|\n\s*\n|$))"
)
BULLET = re.compile(r"•\s*")
# Lines that end no sentence stand over a letter, not in it.
_HEADING = re.compile(r"\s*(?:[^\n]*[^\s.!?…”\"',:;][ \t]*\n\s*\n\s*)*")
PAGE = re.compile(
    r"\bletters?@|^\W*letters?(?: to the editor)?\W*$|^(?:dear )?(?:sir|madam|editor)\b",
    re.IGNORECASE | re.MULTILINE,
)
SHORTEST = 40  # characters: what is shorter is no letter


def letters(document: Document) -> list[Attribution]:
    """The letters of a page that holds several, each an attribution without a cue; none in other texts.

    A letter that stands alone is the outlet's, as a column is.
    """
    text = document.text
    if not PAGE.search(text) and not re.search(r"\bletters?\b", document.title, re.IGNORECASE):
        return []
    bullets = [m.end() for m in BULLET.finditer(text)]
    found: list[Attribution] = []
    begin = 0
    for signed in SIGNED.finditer(text):
        who = _writer(text, signed.start("who"), signed.end("who"))
        if who is None:
            continue
        before = bisect_right(bullets, signed.start())
        start = max(begin, bullets[before - 1] if before else 0)
        start = _HEADING.match(text, start, signed.start()).end()  # type: ignore[union-attr]
        last = text[max(start, signed.start() - 8) : signed.start()].split()[-1:] or [""]
        cut_short = last[0].endswith(".") and is_title(last[0])  # "said Sen."
        if not cut_short and signed.start() - start >= SHORTEST:
            found.append(Attribution((who,), (), (Span(start, signed.start()),)))
            begin = signed.end()
    return found if len(found) > 1 else []


def _writer(text: str, start: int, end: int) -> Span | None:
    """The name that a signature begins with: its own line, else two words and the initials between them."""
    if text[start:end].isupper() or _says_more(re.findall(r"[\w&]+", text[start:end])):
        return None
    line = re.split(r"[\n,]", text[start:end], maxsplit=1)[0]
    words = [m for m in re.finditer(r"[^\s.]+(?:\.(?=\w)[^\s.]+)*\.?", line) if not is_title(m.group())]
    names = [m for m in words if len(m.group().strip(".")) > 1]
    if len(names) < 2 or not names[1].group()[0].isupper():
        return None
    alone = "\n" in text[start:end] and len(words) <= 4
    last = words[-1] if alone else names[1]
    span = Span(start + words[0].start(), start + last.start() + len(last.group().rstrip(".")))
    name = text[span.start : span.end]
    known = parties.identify(name) or equipment.identify(name)
    return None if known or personal_name(text, span.start, span.end) is None else span


def _says_more(words: list[str]) -> bool:
    """Whether small words stand there that neither join names nor say of what somebody is: a sentence, no signature."""
    small = {"of", "the", "and", "at", "for", "in", *tables()["offices"]["particles"]}
    since = 9  # words behind the last "of": "Professor of international law"
    for word in words:
        since = 0 if word in ("of", "for", "in") else since + 1
        if word.islower() and word not in small and since > 3:
            return True
    return False
