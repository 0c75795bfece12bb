"""The forms of the cue table, ready to be looked up by their first word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from armstrail.codebook import tables

if TYPE_CHECKING:
    from armstrail.reader.attribution.passage import Passage

Shape = Literal["finite", "ing", "base", "infinitive", "passive", "adjective", "noun", "preposition"]


KINDS = ("preposition", "passive", "adjective", "verb", "attitude", "noun")


@dataclass(frozen=True, slots=True)
class Word:
    """One form of one cue: its words, its entry's name and kind, and its shape."""

    words: tuple[str, ...]
    name: str
    kind: str
    shape: Shape
    takes: frozenset[str]
    before: bool
    third: bool


def match(passage: Passage, index: int) -> list[Word]:
    """The longest forms of cues that begin at a token."""
    found: list[Word] = []
    for word in vocabulary().get(passage.low(index), ()):
        length = len(word.words)
        if found and length < len(found[0].words):
            break
        if all(passage.low(index + k) == w for k, w in enumerate(word.words)) and passage.free(
            index + length - 1
        ):
            found.append(word)
    return found


@cache
def vocabulary() -> dict[str, list[Word]]:
    """First word of a form -> the forms, longest first."""
    found: dict[str, list[Word]] = {}
    for entry in tables()["cues"]:
        for position, form in enumerate(entry["forms"]):
            if "*" in form or entry["kind"] not in KINDS:
                continue
            words = tuple(form.lower().split())
            word = Word(
                words,
                entry["cue"],
                entry["kind"],
                _shape(entry, position),
                frozenset(entry.get("takes", ())),
                bool(entry.get("before")),
                position == 1 and words[0].endswith("s"),
            )
            found.setdefault(words[0], []).append(word)
    for forms in found.values():
        forms.sort(key=lambda w: (-len(w.words), KINDS.index(w.kind)))
    return found


def _shape(entry: dict[str, Any], position: int) -> Shape:
    if entry["kind"] in ("noun", "preposition", "passive", "adjective"):
        return cast("Shape", entry["kind"])
    first = entry["forms"][position].split()[0]
    if first.endswith("ing") and position >= 2:
        return "ing"
    return "base" if position == 0 else "finite"


@cache
def nouns() -> frozenset[str]:
    """Forms that are nouns too."""
    return frozenset(w.words[0] for ws in vocabulary().values() for w in ws if w.kind == "noun") | frozenset(
        "show shows state states call calls want wants need needs plan plans aim aims seek project projects document "
        "documents record records detail details print air post posts text texts wire cable cables phone fax press "
        "order orders command direct challenge dare stress echo cast note notes offer offers promise promises talk "
        "talks question questions support supports approach charge charges point points look looks".split()
    )
