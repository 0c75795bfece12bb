"""Words -> the reporting cues of the codebook that stand in them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from armstrail.codebook import tables

WORD = re.compile(r"[\w'’-]+")


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
