"""Letters pages: several letters in one text, each said by who signs it (codebook, decided case 16)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from armstrail.model import Attribution, Span
from armstrail.statements.names import is_title

if TYPE_CHECKING:
    from armstrail.model import Document

_CAPITAL = r"[A-ZÀ-Þ][\w’'.-]*"
_LINK = r"(?:(?:the|and|at|de|du|van|von|al|&)|(?:of|for|in)(?: [a-z]+){0,3},?)"
# Behind the end of a sentence nothing but words with capitals (who, what he is, where he lives), then another letter,
# an empty line or the end.
SIGNED = re.compile(
    rf"(?<=[.!?…”\"’')])\s+(?P<who>{_CAPITAL}(?:[ ,\n]+(?:{_LINK}[ \n]+)*{_CAPITAL}){{1,14}})"
    r"(?=\s*(?:•|\n\s*\n|$))"
)
BULLET = re.compile(r"•\s*")
# Lines that end no sentence stand over a letter, not in it.
_HEADING = re.compile(r"\s*(?:[^\n]*[^\s.!?…”\"',:;][ \t]*\n\s*\n\s*)*")
PAGE = re.compile(
    r"•|\bletters?@|^\W*letters?(?: to the editor)?\W*$|^(?:dear )?(?:sir|madam|editor)\b",
    re.IGNORECASE | re.MULTILINE,
)
SHORTEST = 40  # characters: what is shorter is no letter


def letters(document: Document) -> list[Attribution]:
    """The letters of a page that holds several, each an attribution without a cue; none in other texts.

    A letter that stands alone is the outlet's, as a column is.
    """
    text = document.text
    if not PAGE.search(text) and "letter" not in document.title.lower():
        return []
    found: list[Attribution] = []
    begin = 0
    for signed in SIGNED.finditer(text):
        who = _writer(text, signed.start("who"), signed.end("who"))
        start = max((m.end() for m in BULLET.finditer(text, begin, signed.start())), default=begin)
        start = _HEADING.match(text, start, signed.start()).end()  # type: ignore[union-attr]
        last = text[start : signed.start()].rsplit(None, 1)[-1]
        cut_short = len(last) < 6 and last.endswith(".") and is_title(last)  # "said Sen."
        if who and not cut_short and signed.start() - start >= SHORTEST:
            found.append(Attribution((who,), (), (Span(start, signed.start()),)))
        begin = signed.end()
    return found if len(found) > 1 else []


def _writer(text: str, start: int, end: int) -> Span | None:
    """The name that a signature begins with: its own line, else two words and the initials between them."""
    line = re.split(r"[\n,]", text[start:end], maxsplit=1)[0]
    words = [m for m in re.finditer(r"[^\s.]+(?:\.(?=\w)[^\s.]+)*\.?", line) if not is_title(m.group())]
    names = [m for m in words if len(m.group().strip(".")) > 1]
    if len(names) < 2 or not names[1].group()[0].isupper() or text[start:end].isupper():
        return None
    alone = "\n" in text[start:end] and len(words) <= 4
    last = words[-1] if alone else names[1]
    return Span(start + words[0].start(), start + last.start() + len(last.group().rstrip(".")))
