"""A sentence -> its chunks: parties, items, quantities, values and dates, found by the codebook's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail import values
from armstrail.codebook import lexicon
from armstrail.reader.chunks import Chunk, Clauses

if TYPE_CHECKING:
    from armstrail.sentences import Sentence

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
