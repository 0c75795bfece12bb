"""A paragraph as one run of tokens, with its sentences and its quotations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from armstrail.model import Place, Span
from armstrail.reader.attribution.grammar import CLOSING, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from armstrail.sentences import Sentence, Token


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens start to end (half open, marks included) in quotation marks; `closed`: its end mark stands there."""

    start: int
    end: int
    closed: bool


@dataclass(slots=True, eq=False)
class Passage:
    """`sentence[i]` is the number of token i's sentence, `bounds` the token range of each sentence,
    `quote[i]` the index in `quotations` of the quotation that token i stands in, or -1.
    """

    text: str
    place: Place
    paragraph: int
    tokens: list[Token]
    sentence: list[int]
    bounds: list[tuple[int, int]]
    quote: list[int]
    quotations: list[Quotation]

    def low(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def word(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def free(self, index: int) -> bool:
        """Whether a token is there and stands in no quotation."""
        return 0 <= index < len(self.tokens) and self.quote[index] < 0

    def opens(self, index: int) -> Quotation | None:
        """The quotation that begins at a token."""
        if 0 <= index < len(self.tokens) and self.quote[index] >= 0:
            found = self.quotations[self.quote[index]]
            return found if found.start == index else None
        return None

    def closes(self, index: int) -> Quotation | None:
        """The quotation whose last token this is."""
        if 0 <= index < len(self.tokens) and self.quote[index] >= 0:
            found = self.quotations[self.quote[index]]
            return found if found.end == index + 1 else None
        return None

    def bound(self, index: int) -> tuple[int, int]:
        return self.bounds[self.sentence[index]]

    def span(self, start: int, end: int) -> Span:
        return Span(self.tokens[start].start, self.tokens[end - 1].end, self.place)


def passages(texts: Mapping[str, str], sentences: Sequence[Sentence]) -> Iterator[Passage]:
    """The paragraphs of a document that `sentences` cover, in their order."""
    for (place, number), group in groupby(sentences, key=lambda s: (s.span.place, s.paragraph)):
        tokens: list[Token] = []
        owner: list[int] = []
        bounds: list[tuple[int, int]] = []
        for index, sentence in enumerate(group):
            bounds.append((len(tokens), len(tokens) + len(sentence.tokens)))
            tokens.extend(sentence.tokens)
            owner.extend([index] * len(sentence.tokens))
        found = quotations(tokens, texts[place])
        quote = [-1] * len(tokens)
        for index, quotation in enumerate(found):
            for i in range(quotation.start, quotation.end):
                quote[i] = index
        yield Passage(texts[place], place, number, tokens, owner, bounds, quote, found)


def quotations(tokens: Sequence[Token], text: str) -> list[Quotation]:
    """The outermost quotations of a paragraph. What is opened and not closed runs to the paragraph's end
    where it begins the paragraph or follows a reporting clause's comma or colon; else it counts as a slip.
    """
    marks = [_mark(tokens, i, text) for i in range(len(tokens))]
    last = {kind: i for i, (kind, closing) in enumerate(marks) if closing}
    found: list[Quotation] = []
    start, kind = -1, ""
    for i, (name, _) in enumerate(marks):
        if not name:
            continue
        if start < 0:
            if _can_open(tokens, i, text, name) and (last.get(name, -1) > i or name != "single"):
                start, kind = i, name
        elif name == kind and _can_close(tokens, i, text, name):
            found.append(Quotation(start, i + _length(tokens, i), closed=True))
            start = -1
    if start >= 0 and kind != "single" and (start == 0 or tokens[start - 1].text in ",:"):
        found.append(Quotation(start, len(tokens), closed=False))
    return found


def _mark(tokens: Sequence[Token], i: int, text: str) -> tuple[str, bool]:
    """The family of a quotation mark ("" for other tokens), and whether it can close."""
    mark = tokens[i].text
    if mark in ("“", "”", '"', "„", "«", "»"):
        return "double", mark not in "“«"
    if mark == "'" and _length(tokens, i) == 2:
        return "doubled", True
    if mark in ("‘", "’", "'") and text[tokens[i].start - 1 : tokens[i].start] != mark:
        after = text[tokens[i].end : tokens[i].end + 1]
        return "single", mark != "‘" and not after.isalnum()
    return "", False


def _length(tokens: Sequence[Token], i: int) -> int:
    """2 for a mark written as two apostrophes, 1 for every other."""
    twice = tokens[i].text in ("'", "’", "‘") and i + 1 < len(tokens) and tokens[i + 1].text == tokens[i].text
    return 2 if twice and tokens[i + 1].start == tokens[i].end else 1


def _can_open(tokens: Sequence[Token], i: int, text: str, kind: str) -> bool:
    mark = tokens[i].text
    if mark in ("”", "»", "’") and kind != "doubled":
        return False
    if mark in ("“", "«", "„", "‘"):
        return True
    end = tokens[i].end + (1 if kind == "doubled" else 0)
    before, after = text[max(tokens[i].start - 1, 0) : tokens[i].start], text[end : end + 1]
    return (i == 0 or (not before.isalnum() and before not in ".,!?")) and not after.isspace()


def _can_close(tokens: Sequence[Token], i: int, text: str, kind: str) -> bool:
    mark = tokens[i].text
    if mark in OPENING - CLOSING:
        return False
    if kind == "single":
        after = text[tokens[i].end : tokens[i].end + 1]
        return not after.isalnum() and not text[tokens[i].start - 1].isspace()
    return True
