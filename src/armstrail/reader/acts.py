"""Which acts, topics and turns the words of a window name, by the table `codebook/acts.yaml`.

The graph of topics is told of them beside the encoder's vectors: some thousand statements are too few to learn all
verbs from.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from armstrail.codebook import tables
from armstrail.codebook.surfaces import plural
from armstrail.reader.words import inflected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.reader.network import Floats
    from armstrail.reader.windows import Window

Phrase = tuple[str, ...]


@cache
def names() -> tuple[str, ...]:
    """What a word may name, in the order of the columns of `named`."""
    return tuple(f"{kind} {name}" for kind, rows in tables()["acts"].items() for name in rows)


def named(window: Window) -> Floats:
    """For each of the W words of a window what it names, alone or with the words around it: [W, N], 1 or 0."""
    found = np.zeros((len(window.tokens), len(names())), np.float32)
    lower = [token.lower for token in window.tokens]
    known = _vocabulary()
    for i, word in enumerate(lower):
        for phrase, columns in known.get(word, ()):
            if tuple(lower[i : i + len(phrase)]) == phrase:
                found[i : i + len(phrase), columns] = 1
    return found


@cache
def _vocabulary() -> dict[str, list[tuple[Phrase, list[int]]]]:
    """First word -> the phrases that begin with it, and what each names."""
    columns: dict[Phrase, set[int]] = {}
    rows = [row for some in tables()["acts"].values() for row in some.values()]
    for number, row in enumerate(rows):
        for phrase in _forms(row):
            columns.setdefault(tuple(phrase.lower().split()), set()).add(number)
    first: dict[str, list[tuple[Phrase, list[int]]]] = {}
    for words, some in columns.items():
        first.setdefault(words[0], []).append((words, sorted(some)))
    return first


def _forms(row: dict[str, list[str]]) -> Iterator[str]:
    for verb in row.get("verbs", ()):
        yield from (form for form, _ in inflected(verb))
    for noun in row.get("nouns", ()):
        yield from (noun, plural(noun, {}))
    yield from row.get("phrases", ())
