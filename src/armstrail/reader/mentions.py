"""A sentence -> its chunks: parties, items, quantities, values and dates, found by the codebook's tables."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from armstrail import equipment, values
from armstrail.codebook import lexicon
from armstrail.reader.chunks import Chunk, Clauses

if TYPE_CHECKING:
    from armstrail.sentences import Sentence, Token

from armstrail.reader.chunks import Setting, chunk_of
from armstrail.reader.item_mentions import goods_tokens, items
from armstrail.reader.party_mentions import party, unnamed_parties


def find(sentence: Sentence, setting: Setting) -> Clauses:
    """All chunks of a sentence, in order, none overlapping another."""
    tokens = sentence.tokens
    at: list[Chunk | None] = [None] * len(tokens)
    chunks: list[Chunk] = []

    def place(chunk: Chunk | None) -> None:
        if chunk and chunk.start < chunk.end and not any(at[chunk.start : chunk.end]):
            at[chunk.start : chunk.end] = [chunk] * (chunk.end - chunk.start)
            chunks.append(chunk)

    s, e = sentence.span.start, sentence.span.end
    for chunk in _figures(sentence, setting):
        place(chunk)
    matches = lexicon.find(setting.text, s, e)
    shouted = lexicon.is_shouted(setting.text[s:e])
    goods = goods_tokens(matches, sentence)
    for match in matches:
        place(party(match, sentence, setting, shouted, goods))
    unnamed, inner = unnamed_parties(sentence, at)
    chunks[:] = [c for c in chunks if c not in inner]
    for chunk in unnamed:
        if chunk.start not in goods:
            place(chunk)
    for chunk in items(matches, sentence, setting, at):
        place(chunk)
    chunks.sort(key=lambda c: c.start)
    _join_quantities(chunks, tokens)
    return Clauses(sentence, chunks, at)


def _figures(sentence: Sentence, setting: Setting) -> list[Chunk]:
    """Values, dates and quantities; where two claim the same words the value, then the date has them."""
    s, e = sentence.span.start, sentence.span.end
    words = setting.text[s:e]
    sums, days = values.find_money(words), values.find_dates(words, setting.published)
    places: list[tuple[str, int, int]] = [("value", hit.start, hit.end) for hit in sums]
    places += [("date", hit.start, hit.end) for hit in days]
    taken = [(start, end) for _, start, end in places]
    places += [("quantity", hit.start, hit.end) for hit in values.find_quantities(words, taken)]
    found = [chunk_of(sentence, s + start, s + end, kind) for kind, start, end in places]
    return [chunk for chunk in found if chunk]


def _join_quantities(chunks: list[Chunk], tokens: tuple[Token, ...]) -> None:
    """Give each item the number that stands before it: "50 used tanks", "up to 50 of the tanks"."""
    for left, right in itertools.pairwise(chunks):
        if left.kind == "quantity" and right.kind == "item" and right.quantity is None:
            between = [t.lower for t in tokens[left.end : right.start]]
            if len(between) <= 4 and all(_may_stand_between(w) for w in between):
                right.quantity = left
    for left, middle, right in zip(chunks, chunks[1:], chunks[2:], strict=False):
        # "50 Russian tanks"
        if left.kind == "quantity" and middle.kind == "party" and right.kind == "item" and not right.quantity:
            gap = [t.lower for t in (*tokens[left.end : middle.start], *tokens[middle.end : right.start])]
            if len(gap) <= 3 and all(_may_stand_between(w) for w in gap):
                right.quantity = left


def _may_stand_between(word: str) -> bool:
    return (
        word in equipment.modifiers()
        or word
        in {
            "of",
            "units",
            "pieces",
            "the",
            "its",
            "their",
            "these",
            "those",
            "new",
            "-",
            "(",
            ")",
            "brand",
            '"',
            "”",
            "“",
            ",",
        }
        or word.endswith(("-made", "-built", "ed"))
    )
