"""Words -> the reporting cues of the codebook that stand in them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from armstrail.codebook import tables

WORD = re.compile(r"[\w'’-]+")
_CLAUSE_END = re.compile(r"[,;:.!?]|\b(?:and|but|if|whether)\b")
_NEAR = 3  # words between a negation and the knowing that it negates, at most: "has never so much as heard"


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


def tells_not_known(words: str) -> bool:
    """Whether words end in a clause by which what follows is not known: "said he knew nothing of"."""
    table = tables()["contexts"]
    clause = WORD.findall(_CLAUSE_END.split(words.lower())[-1])
    for i, word in enumerate(clause):
        if word in table["ignorance"]:
            return True
        negated = any(negates(w) for w in clause[max(0, i - _NEAR) : i]) or clause[i + 1 : i + 2] == [
            "nothing"
        ]
        if word in table["knowledge"] and negated:
            return True
    return False


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
