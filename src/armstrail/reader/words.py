"""The transfer words of a sentence: which tokens state a step, as verb, noun or operator (codebook/predicates.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from armstrail.codebook import tables
from armstrail.codebook.surfaces import plural
from armstrail.cues import uncontracted
from armstrail.equipment import modifiers
from armstrail.reader.chunks import Chunk, Clauses, context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.model import Certainty, Stage

Part = Literal["verb", "noun", "operator", "phrase"]
Shape = Literal["base", "s", "past", "pp", "ing", "noun", "adjective"]
Voice = Literal["active", "passive", "infinitive", "gerund", "noun", "phrase"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of predicates.yaml says: see the head of that file."""

    part: Part
    frame: str
    stage: Stage
    lemma: str
    certainty: Certainty = "fact"
    subject: str | None = None
    weak: bool = False
    agent: bool = False
    echo: bool = False
    goods: bool = False
    lifts: bool = False


@dataclass(slots=True, eq=False)
class Word:
    """A transfer word at tokens start to end; `group` is where its verb group ("has not been") begins."""

    start: int
    end: int
    meaning: Meaning
    voice: Voice
    shape: Shape
    group: int
    used: bool = False


def find(clauses: Clauses) -> list[Word]:
    """All transfer words of a sentence in order. A form that may be noun or verb is decided by its neighbours."""
    found: list[Word] = []
    i = 0
    while i < len(clauses.tokens):
        word = _word_at(clauses, i)
        if word:
            found.append(word)
            i = word.end
        else:
            i += 1
    return found


def _word_at(clauses: Clauses, i: int) -> Word | None:
    tokens = clauses.tokens
    if clauses.at[i] is not None or _in_a_name(clauses, i):
        return None
    for phrase, senses in vocabulary().get(tokens[i].lower, ()):
        end = i + len(phrase)
        if tuple(t.lower for t in tokens[i:end]) != phrase or any(clauses.at[i + 1 : end]):
            continue
        word = _decide(clauses, i, end, senses)
        if word:
            return word
    return None


def _in_a_name(clauses: Clauses, i: int) -> bool:
    """ "Block" of "Harpoon Block II": a word with a capital inside a sentence of a text."""
    if i == 0 or clauses.sentence.span.place == "title" or not clauses.tokens[i].text.istitle():
        return False
    before = clauses.tokens[i - 1].text
    return before[-1:].isalnum() and i > 1  # not after a quotation mark, a colon, or "U.S."


def _decide(clauses: Clauses, i: int, end: int, senses: tuple[tuple[Meaning, Shape], ...]) -> Word | None:
    """The sense that fits the place: noun after a determiner or goods, verb after "to", a modal or a subject."""
    group = verb_group(clauses, i)
    shapes = {shape for _, shape in senses}
    nouns = [s for s in senses if s[1] == "noun"]
    verbs = [s for s in senses if s[1] not in ("noun", "adjective")]
    others = [s for s in senses if s[1] == "adjective"]
    if others and not verbs:
        return Word(i, end, others[0][0], "phrase", "adjective", group)
    if nouns and (not verbs or not _verb_place(clauses, i, end, group)):
        return Word(i, end, nouns[0][0], "noun", "noun", i)
    if not verbs:
        return None
    if not nouns and shapes & {"base", "s"} and _noun_place(clauses, i):
        return None
    if shapes == {"ing"} and not _object_follows(clauses, end) and not _after_gerund(clauses, end):
        return None  # "a threat to shipping in the Gulf"
    meaning, shape = verbs[0]
    return Word(i, end, meaning, _voice(clauses, i, end, group, {s for _, s in verbs}), shape, group)


def _after_gerund(clauses: Clauses, end: int) -> bool:
    """Whether what follows a form in -ing shows it to be a verb though it has no object: "arming of", "selling to"."""
    after = clauses.tokens[end].lower if end < len(clauses.tokens) else ""
    return after in ("of", "to", "more", "them", "it", "him", "up", "against", "from")


def verb_group(clauses: Clauses, i: int) -> int:
    """Where the auxiliaries, negations and adverbs before a verb begin."""
    start = i
    while start > 0 and clauses.at[start - 1] is None:
        word = uncontracted(clauses.tokens[start - 1].lower)
        if (
            word in context("adverbs")
            or word.endswith("ly")
            or word in context("modals") | context("do")
            or word in context("auxiliaries")
            or word in context("have")
            or word == "to"
        ):
            start -= 1
        else:
            break
    return start


def _voice(clauses: Clauses, i: int, end: int, group: int, shapes: set[Shape]) -> Voice:
    tokens = clauses.tokens
    before = [uncontracted(t.lower) for t in tokens[group:i]]
    if "ing" in shapes:
        return "passive" if "being" in before and "pp" in shapes else "gerund"
    if shapes & {"past", "pp"}:
        if any(w in context("auxiliaries") for w in before):
            return "passive"
        if any(w in context("have") for w in before):
            return "active"
        after = tokens[end].lower if end < len(tokens) else ""
        left = clauses.at[i - 1] if i else None
        if after == "by" or (
            left and left.kind == "item" and (after in context("reduced") or not after.isalpha())
        ):
            return "passive"
        return "active"
    return "infinitive" if "to" in before else "active"


def _verb_place(clauses: Clauses, i: int, end: int, group: int) -> bool:
    """Whether a form that may be a noun ("supply", "order", "exports") is a verb here."""
    tokens = clauses.tokens
    before = [uncontracted(t.lower) for t in tokens[group:i]]
    if "to" in before:
        return not (before[-1] == "to" and _noun_follows_to(clauses, end))
    if any(w in context("modals") | context("do") for w in before):
        return True
    previous = tokens[group - 1].lower if group else ""
    if previous in context("subject_pronouns") or previous == "that":
        return _object_follows(clauses, end)
    left = clauses.at[group - 1] if group else None
    if left and left.kind == "party" and left.form != "adjective" and not left.possessive:
        return _object_follows(clauses, end)
    return False


def _noun_follows_to(clauses: Clauses, end: int) -> bool:
    """ "Thanks to exports of": what follows is "of", not an object."""
    return end < len(clauses.tokens) and clauses.tokens[end].lower == "of"


def _object_follows(clauses: Clauses, end: int) -> bool:
    if end >= len(clauses.tokens):
        return False
    chunk = clauses.at[end]
    return (
        chunk is not None
        or clauses.tokens[end].lower in context("determiners")
        or _adjective_or_number(clauses, end)
    )


def _adjective_or_number(clauses: Clauses, i: int) -> bool:
    word = clauses.tokens[i].lower
    return word in modifiers() or word[:1].isdigit() or word in ("up", "about", "more", "at", "with")


def _noun_place(clauses: Clauses, i: int) -> bool:
    """Whether a verb's plain form stands where only a noun can: after a determiner or a possessive."""
    before = clauses.tokens[i - 1].lower if i else ""
    left: Chunk | None = clauses.at[i - 1] if i else None
    return before in context("determiners") or before in ("'s", "’s") or bool(left and left.possessive)


# ------------------------------------------------------------------ vocabulary


@cache
def vocabulary() -> dict[str, tuple[tuple[tuple[str, ...], tuple[tuple[Meaning, Shape], ...]], ...]]:
    """First token -> (phrase, its senses), longest phrases first."""
    senses: dict[tuple[str, ...], list[tuple[Meaning, Shape]]] = {}
    for phrase, meaning, shape in _senses():
        known = senses.setdefault(tuple(phrase.lower().split()), [])
        if (meaning, shape) not in known:
            known.append((meaning, shape))
    first: dict[str, list[tuple[tuple[str, ...], tuple[tuple[Meaning, Shape], ...]]]] = {}
    for words, found in senses.items():
        first.setdefault(words[0], []).append((words, tuple(found)))
    return {word: tuple(sorted(entries, key=lambda e: -len(e[0]))) for word, entries in first.items()}


def _senses() -> Iterator[tuple[str, Meaning, Shape]]:
    table = tables()["predicates"]
    for row in table["verbs"]:
        for lemma in row["lemmas"]:
            for form, shape in inflected(lemma):
                yield form, _meaning("verb", row, lemma), shape
    for row in table["operators"]:
        for lemma in [*row["lemmas"], *row.get("goods", ())]:
            for form, shape in inflected(lemma):
                yield form, _meaning("operator", row, lemma), shape
        for phrase in [*row.get("adjectives", ()), *row.get("phrases", ())]:
            yield phrase, _meaning("phrase", row, phrase), "adjective"
    for row in table["nouns"]:
        for noun in row["nouns"]:
            for form in {noun, plural(noun, {})}:
                yield form, _meaning("noun", row, noun), "noun"


def _meaning(part: Part, row: dict[str, Any], lemma: str) -> Meaning:
    return Meaning(
        part,
        row.get("frame", "give"),
        row["stage"],
        lemma,
        row.get("certainty", "fact"),
        row.get("subject"),
        bool(row.get("weak")),
        bool(row.get("agent")),
        bool(row.get("echo")),
        lemma in row.get("goods", ()),
        bool(row.get("lifts")),
    )


def inflected(lemma: str) -> list[tuple[str, Shape]]:
    """The forms of a verb, of a phrase those of its first word: "call off" -> "called off" (past, pp) …"""
    verb, _, rest = lemma.partition(" ")
    irregular = tables()["predicates"]["irregular"].get(verb) or {}
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    past = verb + "d" if verb.endswith("e") else verb + "ed"
    y = verb.endswith("y") and verb[-2] not in "aeiou"
    regular = {
        "base": verb,
        "s": verb[:-1] + "ies" if y else verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "o")) else "s"),
        "past": verb[:-1] + "ied" if y else past,
        "pp": verb[:-1] + "ied" if y else past,
        "ing": stem + "ing",
    }
    forms: list[tuple[str, Shape]] = []
    for shape, form in regular.items():
        given = irregular.get(shape, form)
        every = given if isinstance(given, list) else [given]
        forms += [(f"{one} {rest}".strip(), shape) for one in every]  # type: ignore[misc]
    return forms
