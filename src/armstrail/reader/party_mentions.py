"""The parties of a sentence: names with their titles and offices, pronouns, "the government", "rebels in …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail import equipment, parties
from armstrail.model import Span
from armstrail.parties import PartyName, office_nouns
from armstrail.reader.chunks import Chunk, context

if TYPE_CHECKING:
    from armstrail.codebook.lexicon import Match
    from armstrail.sentences import Sentence, Token

from armstrail.reader.chunks import Setting, chunk_of

PARTY_KINDS = frozenset(parties.TABLES)


PRONOUNS = {"he", "she", "him", "it", "they", "them", "we", "us"}


POSSESSIVES = {"his", "her", "its", "their", "our"}


def party(
    match: Match, sentence: Sentence, setting: Setting, shouted: bool, goods: frozenset[int]
) -> Chunk | None:
    """The party of a lexicon match with its titles, offices and nouns; None where the words name none here."""
    forms = [f for f in match.forms if f.kind in PARTY_KINDS]
    if not forms:
        return None
    chunk = chunk_of(sentence, match.start, match.end, "party")
    if chunk is None or (all(f.weak for f in forms) and not _weak_stands(chunk, sentence, forms[0].kind)):
        return None
    chunk.party = parties.of_match(match, setting.year)
    if chunk.party is None:
        return None
    first = forms[0]
    chunk.form = "name"
    if any(f.meaning == "adjective" for f in forms) or (
        not shouted and match_is_both(setting.text[match.start : match.end])
    ):
        chunk.form = "adjective"
    if first.kind == "leader":
        chunk.form = "office"
    following = sentence.tokens[chunk.end].lower if chunk.end < len(sentence.tokens) else ""
    before = sentence.tokens[chunk.start - 1].lower if chunk.start else ""
    last = sentence.tokens[chunk.end - 1].lower
    if (
        first.kind == "bloc"
        and before in ("a", "an", "fellow", "another")
        and {following, last} & context("membership")
    ):
        chunk.form = "aside"
    _hyphens(chunk, sentence)
    if chunk.form in ("adjective", "name", "office") and first.kind in (
        "state",
        "leader",
        "bloc",
        "region",
        "org",
        "group",
    ):
        _extend(chunk, sentence, setting, shouted, goods)
    after = sentence.tokens[chunk.end].lower if chunk.end < len(sentence.tokens) else ""
    if after in ("'s", "’s") or (after in ("'", "’") and sentence.tokens[chunk.end - 1].lower.endswith("s")):
        chunk.possessive = True
    return chunk


def match_is_both(words: str) -> bool:
    """Abbreviations serve as a name and as an adjective: "U.S. arms", "EU aid"."""
    letters = words.replace(".", "")
    return len(letters) <= 4 and letters.isupper()


def _weak_stands(chunk: Chunk, sentence: Sentence, kind: str) -> bool:
    """Whether a word that also means something else names a party here, by its neighbours."""
    tokens = sentence.tokens
    before = tokens[chunk.start - 1] if chunk.start else None
    after = tokens[chunk.end] if chunk.end < len(tokens) else None
    if before and before.text in office_nouns("titles"):
        return True
    if kind == "leader":
        # a surname that is also a common word or another's name
        return False
    if before and before.text[:1].isupper() and before.text.isalpha() and chunk.start > 1:
        return before.lower in ("the", "and", "to", "with", "for")
    return not (
        after and after.text[:1].isupper() and after.text.isalpha() and after.lower not in ("and", "has")
    )


def _hyphens(chunk: Chunk, sentence: Sentence) -> None:
    """Read "Chinese-made", "U.S.-backed", "pro-Russian", "arms-for-Iran": the token holds more than the name."""
    last, first = sentence.tokens[chunk.end - 1], sentence.tokens[chunk.start]
    tail = last.lower[max(chunk.span.end - last.start, 0) :].lstrip("-‑")
    if not tail and chunk.end + 1 < len(sentence.tokens) and sentence.tokens[chunk.end].text in "-‑":
        tail = sentence.tokens[chunk.end + 1].lower  # "U.S. - made", "U.S.-backed" split after the full stop
        if tail in context("origin_after") | context("supplied_after") | context("aside_after"):
            chunk.end += 2
    head = first.lower[: max(chunk.span.start - first.start, 0)].rstrip("-‑")
    if tail in context("origin_after"):
        chunk.form = "origin"
    elif tail in context("supplied_after"):
        chunk.form = "supplied"
    elif tail in context("aside_after"):
        chunk.form = "aside"
    if head.endswith("for"):
        chunk.form = "echo"
    elif head in context("aside_before"):
        chunk.form = "aside"


def _extend(chunk: Chunk, sentence: Sentence, setting: Setting, shouted: bool, goods: frozenset[int]) -> None:
    """Take in the nouns that a state's word governs ("the Czech defence minister") and titles before it."""
    tokens = sentence.tokens
    was = chunk.end
    end = _noun_after(chunk, tokens)
    if end and end - 1 not in goods:
        words = " ".join(t.lower for t in tokens[chunk.end : end])
        chunk.end = end
        if chunk.form in ("adjective", "name"):
            chunk.form = "office" if words in office_nouns("office") else "name"
        if chunk.party and chunk.party.kind == "state":
            chunk.party = _with_noun(
                chunk.party, setting.text[tokens[chunk.start].start : tokens[end - 1].end], words
            )
        while (
            not shouted
            and chunk.end < len(tokens)
            and _is_name(tokens[chunk.end])
            and words in office_nouns("office")
        ):
            chunk.end += 1
    start = chunk.start
    while start > 0 and (
        tokens[start - 1].text in office_nouns("titles") or tokens[start - 1].lower in ("former", "late")
    ):
        start -= 1
    # "government of Thailand", "Ministry of Defence of France"
    of = _office_of(tokens, start)
    begin = of if of is not None else start
    if (begin, chunk.end) == (chunk.start, was):
        return  # the words of "Iran-contra" stay those of Iran
    chunk.start = begin
    chunk.span = Span(tokens[chunk.start].start, tokens[chunk.end - 1].end, sentence.span.place)


def _with_noun(state: PartyName, words: str, noun: str) -> PartyName:
    if noun in office_nouns("rebels"):
        return PartyName("group:" + parties.slug(words), "group")
    if noun in office_nouns("company"):
        return PartyName("org:" + parties.slug(words), "org", state.id)
    return state


def _noun_after(chunk: Chunk, tokens: tuple[Token, ...]) -> int | None:
    """The end of an office, government or group noun after a state's word, with at most two adjectives between."""
    start = chunk.end
    if start < len(tokens) and tokens[start].lower in ("'s", "’s"):
        start += 1
    for skip in range(3):
        begin = start + skip
        for length in (4, 3, 2, 1):
            words = " ".join(t.lower for t in tokens[begin : begin + length])
            if begin + length <= len(tokens) and any(
                words in office_nouns(k) for k in ("office", "forces", "government", "rebels", "company")
            ):
                if start > chunk.end and begin == start and skip == 0 and words == "people":
                    return None
                return begin + length
        if begin >= len(tokens) or not _adjective(tokens[begin]):
            return None
    return None


def _adjective(token: Token) -> bool:
    return token.lower in equipment.modifiers() or token.lower.endswith(
        ("-led", "-backed", "ist", "-held", "air", "ish", "al")
    )


def _is_name(token: Token) -> bool:
    return (
        token.text[:1].isupper() and token.text.replace("-", "").replace("'", "").replace(".", "").isalpha()
    )


def _office_of(tokens: tuple[Token, ...], start: int) -> int | None:
    """The start of "(office) of (the)" before a state's name."""
    of = start - 1
    if of >= 0 and tokens[of].lower == "the":
        of -= 1
    if of < 1 or tokens[of].lower != "of":
        return None
    for length in (4, 3, 2, 1):
        begin = of - length
        words = " ".join(t.lower for t in tokens[max(begin, 0) : of])
        if begin >= 0 and any(words in office_nouns(k) for k in ("office", "forces", "government")):
            return begin
    return None


def unnamed_parties(sentence: Sentence, at: list[Chunk | None]) -> tuple[list[Chunk], list[Chunk]]:
    """Pronouns and "the government", "the rebels", which another mention has to name; "rebels in Nicaragua".

    Second come the chunks that stand inside one found here.
    """
    found: list[Chunk] = []
    removed: list[Chunk] = []
    tokens = sentence.tokens
    i = 0
    while i < len(tokens):
        word = tokens[i].lower
        if at[i] is None and (word in PRONOUNS or word in POSSESSIVES):
            chunk = Chunk(
                i, i + 1, Span(tokens[i].start, tokens[i].end, sentence.span.place), "party", form="pronoun"
            )
            chunk.possessive = word in POSSESSIVES
            found.append(chunk)
        elif at[i] is None and word in office_nouns("rebels") and (place := _rebels_in(tokens, i + 1, at)):
            span = Span(tokens[i].start, place.span.end, sentence.span.place)
            name = PartyName(
                "group:" + parties.slug(" ".join(t.text for t in tokens[i : place.end])), "group"
            )
            at[place.start : place.end] = [None] * (place.end - place.start)
            removed.append(place)
            found.append(Chunk(i, place.end, span, "party", party=name))
            i = place.end - 1
        elif at[i] is None and (length := _alone(tokens, i, at)):
            span = Span(tokens[i].start, tokens[i + length - 1].end, sentence.span.place)
            found.append(Chunk(i, i + length, span, "party", form="generic"))
            i += length - 1
        i += 1
    return found, removed


def _rebels_in(tokens: tuple[Token, ...], start: int, at: list[Chunk | None]) -> Chunk | None:
    """The state of "rebels in Nicaragua", "guerrillas inside Afghanistan"."""
    if start + 1 < len(tokens) and tokens[start].lower in ("in", "inside"):
        place = at[start + 1] or (
            at[start + 2] if start + 2 < len(tokens) and tokens[start + 1].lower == "the" else None
        )
        if place is not None and place.kind == "party" and place.form == "name":
            return place
    return None


def _alone(tokens: tuple[Token, ...], i: int, at: list[Chunk | None]) -> int:
    """How many tokens from i are a government noun standing alone; 0 where none."""
    if i and tokens[i - 1].lower not in ("the", "his", "its", "their") and not tokens[i].text[:1].isupper():
        return 0
    for length in (4, 3, 2, 1):
        words = " ".join(t.lower for t in tokens[i : i + length])
        if i + length <= len(tokens) and words in office_nouns("alone") and not any(at[i : i + length]):
            return length
    return 0
