"""Parties and words as pictures show them: by name, in one line, without what could not be drawn or read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from armstrail.parties import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

UNSTATED = "unstated"

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: a name could show as another."""


def party(key: str) -> str:
    """A party's name: the codebook's, else what its id says ("group:some-rebels": "some rebels")."""
    if not key:
        return UNSTATED
    return plain(name_of(key)) or UNSTATED


def parties(keys: Iterable[str]) -> dict[str, str]:
    """The names of parties, no two the same: where they would be, the id stands beside the name."""
    named = {key: party(key) for key in keys}
    shared: dict[str, list[str]] = {}
    for key, name in named.items():
        shared.setdefault(name, []).append(key)
    taken: set[str] = set()
    for name, owners in shared.items():
        for key in owners:
            named[key] = _free(f"{name} ({plain(key)})" if key and len(owners) > 1 else name, taken)
    return named


def plain(words: str) -> str:
    """Words in one line, without control characters, halves of characters, or turns of the direction of writing."""
    kept = (" " if letter.isspace() else letter for letter in words if letter.isspace() or _shown(letter))
    return " ".join("".join(kept).split())


def short(words: str, most: int) -> str:
    """Words cut to at most so many characters, with a sign that they are."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free)
    return free


def _shown(letter: str) -> bool:
    return category(letter) not in ("Cc", "Cs", "Cn", "Co") and letter not in _TURNING
