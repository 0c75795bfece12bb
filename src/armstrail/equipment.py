"""Words -> item category and designation (codebook, "item category")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from armstrail.codebook import lexicon, tables

if TYPE_CHECKING:
    from armstrail.codebook.lexicon import Match

# A designation that no table has: RB 99, PBV 302, M130, AN/XYZ-12.
UNKNOWN = re.compile(r"\b(?:AN/)?[A-Z]{1,5}(?:[- ]?\d{1,4}[A-Z]{0,3}\d?)(?:[-/][A-Z\d]{1,4}){0,2}s?\b")
# Heads that say what a thing is whatever it belongs to: "F-16 engines", "Leopard 2 ammunition".
DECIDING = frozenset({"ammunition", "engine", "sensor", "equipment", "service", "funds", "manpads"})
# What stands behind these is what the thing is for: "spares for its F-16s", "maintenance of Scud missiles"; but
# "military equipment" for whatever is of no kind (decided case 17).
BELONGING = re.compile(r"(?<!equipment) (?:for|of|in)\b")
BETWEEN = re.compile(r"[ -]")
# Kinds that the rest of a text may tell more of: patrol boats may be warships, "military equipment" is of no kind.
OPEN = frozenset({"unspecified", "equipment", "service", "other_ship", "vehicle"})
# Bombs, rounds and shells of these are what they are themselves (codebook, decided case 18): "GBU-39 bombs".
FIRED = frozenset({"missile", "manpads", "air_defence"})


@dataclass(frozen=True, slots=True)
class ItemName:
    """What the tables say of an item's words. `start` and `end` are the designation's place in them; `sure` where they
    say it of more than one word, or of an abbreviation: "patrol boat", "ATGM".
    """

    category: str
    designation: str | None = None
    start: int = 0
    end: int = 0
    makers: tuple[str, ...] = ()
    sure: bool = False


def identify(words: str) -> ItemName | None:
    """Category and designation of an item's noun phrase; None where no table knows its words.

    >>> identify("used Leopard 2A6 tanks")
    ItemName(category='tank', designation='Leopard 2A6', start=5, end=16, makers=('DEU',))
    """
    found = of_matches(
        words, [m for m in lexicon.find(words) if any(f.kind in ("equipment", "noun") for f in m.forms)]
    )
    behind = BELONGING.search(words)
    own = identify(words[: behind.start()]) if behind else None
    return replace(found, category=own.category) if found and own and own.category in DECIDING else found


def category_of_verb(words: str) -> str | None:
    """The category of a verb that is itself the item: "armed" with arms, "trained" by advisers; None for others."""
    for row in tables()["predicates"]["verbs"]:
        if row.get("item") and any(
            words.lower().startswith(lemma.removesuffix("e")) for lemma in row["lemmas"]
        ):
            return str(row["item"])
    return None


def of_matches(words: str, matches: list[Match]) -> ItemName | None:
    """The same for matches that are known already; their offsets count in `words`."""
    head: str | None = None
    weak_head, sure = True, False
    entry: int | None = None
    start = end = 0
    for match in matches:
        form = next((f for f in match.forms if f.kind in ("equipment", "noun")), None)
        if form is None:
            continue
        if form.kind == "noun":
            head, weak_head = form.meaning, form.weak and not 0 < end < match.start
            own = words[match.start : match.end]
            sure = form.meaning not in OPEN and not form.weak and _is_telling(own)
        elif form.entry == entry and words[end : match.start].isspace():
            end = match.end  # "JAS 39 Gripen"
        elif entry is None or not form.weak:
            entry, start, end = form.entry, match.start, match.end
    if entry is None:
        unknown = UNKNOWN.search(words) if head else None
        if head is None:
            return None
        return ItemName(head, *_trimmed(words, *unknown.span())) if unknown else ItemName(head, sure=sure)
    category, makers = designations()[entry]
    if not weak_head and head in DECIDING and not (head == "ammunition" and category in FIRED):
        category = head
    return ItemName(category, *_trimmed(words, start, end), makers)


def _is_telling(noun: str) -> bool:
    """Whether a noun of goods tells their kind whatever else a text says: more words than one, or an abbreviation."""
    small, table = noun.lower(), tables()["nouns"]
    forms = {small, small.removesuffix("s")}
    return forms.isdisjoint(table["unsure"]) and bool(
        BETWEEN.search(noun) or not forms.isdisjoint(table["abbreviations"])
    )


@cache
def designations() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Category and maker states of every designation, in the order of the tables."""
    lines: list[str] = tables()["equipment"].split("\n")
    split = (line.split(":") for line in lines)
    return tuple((category, tuple(makers.split(","))) for category, makers in split)


def _trimmed(words: str, start: int, end: int) -> tuple[str, int, int]:
    """A designation without plural s and common noun: "F-16s" names the F-16, "Hawk missiles" the Hawk."""
    last = words[start:end].rpartition(" ")[2]  # "Abrams" is one
    plural = not (lexicon.knows(words[start:end]) or lexicon.knows(last))
    if end - start > 2 and words[end - 1] == "s" and plural:
        end -= 1
    names = words[start:end].split(" ")
    common = names[-1].islower() or words[start:end].isupper()
    if common and any(f.kind == "noun" for m in lexicon.find(names[-1]) for f in m.forms):
        names = names[:-1]
        while names and names[-1].islower():  # "Patriot air defence system"
            names.pop()
        end = start + len(" ".join(names)) if names else end
    return words[start:end], start, end


@cache
def modifiers() -> frozenset[str]:
    """Adjectives that commonly stand before an item's noun."""
    return frozenset(tables()["nouns"]["modifiers"])
