"""The items of a sentence: designations and nouns with the modifiers before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail import equipment
from armstrail.codebook.lexicon import Match
from armstrail.model import Span
from armstrail.reader.chunks import Chunk, context
from armstrail.reader.words import vocabulary

if TYPE_CHECKING:
    from armstrail.sentences import Sentence, Token

from armstrail.reader.chunks import Setting, chunk_of

ITEM_KINDS = frozenset({"equipment", "noun"})


def goods_tokens(matches: list[Match], sentence: Sentence) -> frozenset[int]:
    """The tokens of goods of two words and more: "military" in "military aid" is no army."""
    chunks = [
        chunk_of(sentence, m.start, m.end, "item")
        for m in matches
        if any(f.kind in ITEM_KINDS for f in m.forms)
    ]
    return frozenset(i for c in chunks if c and c.end - c.start > 1 for i in range(c.start, c.end))


def items(matches: list[Match], sentence: Sentence, setting: Setting, at: list[Chunk | None]) -> list[Chunk]:
    """Items: designations and nouns with the modifiers before them, neighbours joined."""
    tokens = sentence.tokens
    starts = {m.start for m in matches if any(f.kind in ITEM_KINDS for f in m.forms)}
    runs: list[tuple[int, int, list[Match]]] = []
    for match in matches:
        kinds = [f for f in match.forms if f.kind in ITEM_KINDS]
        chunk = chunk_of(sentence, match.start, match.end, "item")
        if not kinds or chunk is None or any(at[chunk.start : chunk.end]) or _void(chunk, tokens, starts):
            continue
        if all(f.weak for f in kinds) and _is_verb(chunk, tokens, at):
            continue
        if runs and _one_noun_phrase(runs[-1][1], chunk.start, tokens, at):
            runs[-1] = (runs[-1][0], chunk.end, [*runs[-1][2], match])
        else:
            runs.append((chunk.start, chunk.end, [match]))
    return [c for run in runs if (c := _item(*run, sentence, setting, at))]


def _is_verb(chunk: Chunk, tokens: tuple[Token, ...], at: list[Chunk | None]) -> bool:
    """ "To support Ukraine with": a word that may be goods is a verb here."""
    before = tokens[chunk.start - 1].lower if chunk.start else ""
    following = at[chunk.end] if chunk.end < len(at) else None
    after = tokens[chunk.end].lower if chunk.end < len(tokens) else ""
    opens = (following is not None and following.kind == "party") or after in context("determiners")
    return opens and before in ("to", "will", "would", "could", "can", "may", "must", "should")


def _one_noun_phrase(end: int, start: int, tokens: tuple[Token, ...], at: list[Chunk | None]) -> bool:
    """Whether tokens end to start may stand between two parts of one item: modifiers, an opening bracket."""
    between = tokens[end:start]
    if any(at[end:start]) or len(between) > 4:
        return False
    named = [*between, tokens[start]]
    if between and all(t.text[:1].isupper() or t.text in "()" for t in named):
        return True  # "Harpoon Block II Surface Launched Missiles"
    return len(between) <= 2 and all(
        t.lower in equipment.modifiers() or t.text in '("“”' or t.lower in ("mm", "system", "class")
        for t in between
    )


def _void(chunk: Chunk, tokens: tuple[Token, ...], starts: set[int]) -> bool:
    """ "Arms control", "missile attack": the word serves another noun."""
    after = [t.lower for t in tokens[chunk.end : chunk.end + 2]]
    own = [t.lower for t in tokens[chunk.start : chunk.end]]
    further = chunk.end < len(tokens) and tokens[chunk.end].start in starts  # "Ka-52 attack helicopters"
    if after and after[0] in context("void_before") and not further:
        return True
    before = tokens[chunk.start - 1].lower if chunk.start else ""
    phrases = context("void_phrases")
    return " ".join([*own, *after[:1]]) in phrases or " ".join([before, *own]) in phrases


def _item(
    start: int,
    end: int,
    matches: list[Match],
    sentence: Sentence,
    setting: Setting,
    at: list[Chunk | None],
) -> Chunk | None:
    tokens = sentence.tokens
    first = start
    while first > 0 and at[first - 1] is None and _modifies(tokens, first - 1):
        first -= 1
    if end < len(tokens) and tokens[end].text == ")" and any(t.text == "(" for t in tokens[start:end]):
        end += 1
    span = Span(tokens[first].start, tokens[end - 1].end, sentence.span.place)
    words = setting.text[span.start : span.end]
    shifted = [Match(m.start - span.start, m.end - span.start, m.forms) for m in matches]
    name = equipment.of_matches(words, shifted)
    if name is None:
        return None
    chunk = Chunk(first, end, span, "item", item=name)
    chunk.weak = all(f.weak for m in matches for f in m.forms if f.kind in ITEM_KINDS)
    if chunk.weak and any(t.lower in context("strengthening") for t in tokens[first:start]):
        chunk.weak = False
    if chunk.weak and name.designation and _stands_for_goods(tokens, first, start, end, at):
        chunk.weak = False
    before = at[first - 1] if first else None
    if before and before.kind == "party" and before.form in ("adjective", "origin", "supplied"):
        chunk.origins.append(before)
    return chunk


def _stands_for_goods(
    tokens: tuple[Token, ...], first: int, start: int, end: int, at: list[Chunk | None]
) -> bool:
    """A nickname that is also a common word counts in the plural, or where a number, an article or a modifier
    stands before it.
    """
    if start == 0 or not tokens[start].text[:1].isupper():
        return False
    before = at[first - 1] if first else None
    counted = before is not None and before.kind in ("quantity", "party")
    beside = [tokens[i] for i in (start - 1, end) if 0 <= i < len(tokens) and not at[i]]
    if any(t.text[:1].isupper() and t.text.isalpha() for t in beside):
        return False  # part of a longer name: "Ford Taurus", "Jaguar Cars"
    plural = tokens[end - 1].lower.endswith("s")
    return (
        plural
        or first < start
        or counted
        or (first > 0 and tokens[first - 1].lower in ("the", "a", "its", "their", "some", "more", "his"))
    )


def _modifies(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a token before an item's noun belongs to it. "Had promised jets" is no phrase, "the promised jets" is."""
    word = tokens[i].lower
    if word in vocabulary() and (i == 0 or tokens[i - 1].lower not in context("determiners")):
        return False
    return (
        word in equipment.modifiers()
        or word.endswith(("mm", "-made", "-built", "-class", "-type", "-calibre"))
        or word == "mm"
    )
