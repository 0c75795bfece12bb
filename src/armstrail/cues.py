"""Words -> the reporting cues of the codebook that stand in them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from armstrail.codebook import tables

WORD = re.compile(r"[\w'’-]+")
_CLAUSE_END = re.compile(r"[,;:.!?]|\b(?:and|but|if|whether)\b")


class Cue(NamedTuple):
    """A reporting cue: its kind (`codebook/README.md`), whether its source says that the content is not so, whether he
    speaks of what others do, and whether he binds himself.
    """

    kind: str
    denies: bool
    others: bool
    binds: bool


def find(words: str) -> list[Cue]:
    """The cues among some words, in order."""
    found = WORD.findall(words.lower())
    return [
        cue
        for i, word in enumerate(found)
        for form, cue in _forms().get(word, ())
        if tuple(found[i : i + len(form)]) == form
    ]


def negates(word: str) -> bool:
    """Whether a word, in small letters, negates: "not", "hasn't"."""
    return word in tables()["predicates"]["negation"] or word.endswith(("n't", "n’t"))


def uncontracted(word: str) -> str:
    """A word of a verb group without its negation: "has" of "hasn't"; that it negates is read off the word itself."""
    word = word.replace("’", "'")
    odd: dict[str, str] = tables()["contexts"]["contracted"]
    return odd.get(word) or word.removesuffix("n't")


def tells_not_known(words: str) -> bool:
    """Whether words end in a clause by which who says it does not know what follows: "he knew nothing of".

    Who says that others do not know it, or that he has not told them, knows it himself.
    """
    table = tables()["contexts"]
    clause = WORD.findall(_CLAUSE_END.split(words.lower())[-1])
    for i, word in enumerate(clause):
        if (
            word not in table["ignorance"]
            and word not in table["knowledge"]
            and word not in table["information"]
        ):
            continue
        start = i
        while start and _in_verb_group(clause[start - 1]):
            start -= 1
        group = clause[start:i]
        told_of = word not in table["information"] or any(
            uncontracted(w) in table["auxiliaries"] for w in group
        )
        negated = (
            word in table["ignorance"] or any(map(negates, group)) or clause[i + 1 : i + 2] == ["nothing"]
        )
        of_himself = start == 0 or clause[start - 1] in table["subject_pronouns"]
        if told_of and negated and of_himself:
            return True
    return False


def _in_verb_group(word: str) -> bool:
    table = tables()["contexts"]
    plain = uncontracted(word)
    return negates(word) or any(
        plain in table[name] for name in ("auxiliaries", "have", "do", "modals", "adverbs")
    )


@cache
def _forms() -> dict[str, list[tuple[tuple[str, ...], Cue]]]:
    """First word of a cue -> its forms, as words."""
    made: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for cue in tables()["cues"]:
        for form in cue["forms"]:
            if words := tuple(WORD.findall(form.lower())):
                made.setdefault(words[0], []).append(
                    (
                        words,
                        Cue(cue["kind"], *(cue.get(flag, False) for flag in ("denies", "others", "binds"))),
                    )
                )
    return made
