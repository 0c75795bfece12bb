"""Kinds of goods: which designation, which noun, and whether two tell of the same goods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from armstrail import equipment
from armstrail.codebook import lexicon, tables

_PLURAL = re.compile(r"(?<=[a-z\d])s$")
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_ROMAN = re.compile(r"(?<=[a-z]{3}[ -])(?:iii|ii|iv|vi|v)\b")
_NUMERALS = {"ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
# Words that stand beside a model without telling which: "Block 3", "Mk 48".
_PLAIN = frozenset("block mk mark type model version class series mod project pr the".split())
_MODEL = re.compile(r"\d|-[A-Z]\b")  # what tells of a model, not only of a family: "Leopard 2A4", "Scud-B"
UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Kind:
    """What goods some words tell of: the category, the family and variant of a designation, the class of the noun.

    `family` is the same for all variants of a designation ("Leopard 2", "Leopard 2A6"), `variant` None where only
    the family is named; `spelt` are its letters and digits; `noun` is None for words that name any goods of the
    category ("ships").
    """

    category: str
    family: str | None = None
    variant: str | None = None
    spelt: str = ""
    noun: str | None = None


@lru_cache(maxsize=50_000)
def kind(category: str, designation: str | None, mention: str) -> Kind:
    """The kind of goods of an item's category, designation and words, which may name one that stands in no field."""
    if designation is None and mention:
        known = equipment.identify(mention)
        designation = known.designation if known else None
    if not designation:
        return Kind(category, noun=_noun(mention))
    if not lexicon.knows(designation):
        designation = _PLURAL.sub("", designation)
    spelt = re.sub(r"[\W_]+", "", designation).casefold()
    variant = designation if _MODEL.search(designation) else None
    return Kind(category, _family(designation, spelt), variant, spelt, _noun(mention))


@cache
def runs(designation: str) -> tuple[str, ...]:
    """The runs of letters and of digits of a designation: "Leopard 2A4" is leopard, 2, a, 4."""
    words = _ROMAN.sub(lambda found: _NUMERALS[found[0]], designation.casefold())
    return tuple(run for run in _RUNS.findall(words) if run not in _PLAIN)


@cache
def group(category: str) -> str:
    """The group of categories that are compared with each other."""
    groups: dict[str, list[str]] = rules()["groups"]
    return next(name for name, members in groups.items() if category in members)


@cache
def near(one: str, other: str) -> bool:
    """Whether news takes two categories for each other."""
    return any(one in pair and other in pair for pair in rules()["near"])


def alike(one: Kind, other: Kind) -> str | None:
    """How goods are like those of a deal, as deals.yaml names it; None where they cannot be the same. Nouns are left
    out.
    """
    if one.family and other.family:
        return _designations_alike(one, other)
    if UNSPECIFIED in (one.category, other.category):
        return "both_unspecific" if one.category == other.category else "unspecific"
    if one.category == other.category:
        return "names_goods" if one.family else "generic"
    return "near_generic" if near(one.category, other.category) else None


def _designations_alike(one: Kind, other: Kind) -> str | None:
    if one.family != other.family:
        short = _short_for(one, other) or _short_for(other, one)
        goods_agree = one.category == other.category or near(one.category, other.category)
        return "short_name" if short and goods_agree else None  # no Hawk is short for a Black Hawk
    if one.spelt == other.spelt or one.variant is other.variant is None:
        return "same_designation"
    if one.variant is None or other.variant is None:
        return "variant"
    ours, theirs = set(runs(one.variant)), set(runs(other.variant))
    return "variant" if ours <= theirs or theirs <= ours else "other_variant"


def _short_for(one: Kind, other: Kind) -> bool:
    """Whether one names a series of which the other is a model ("Mirage", "Mirage 2000"), or is the end of its name
    ("TB2", "Bayraktar TB2").
    """
    if len(one.spelt) < 3:
        return False
    return other.spelt.endswith(one.spelt) or (one.variant is None and other.spelt.startswith(one.spelt))


def _family(designation: str, spelt: str) -> str:
    """What all variants of a designation have in common: its entry in the tables, for want of one its spelling."""
    for match in lexicon.find(designation):
        for form in match.forms:
            if form.kind == "equipment":
                return f"#{form.entry}"
    return spelt


def _noun(mention: str) -> str | None:
    words = mention.casefold().split()
    named = _nouns()
    for length in (2, 1):
        if found := named.get(" ".join(words[-length:])):
            return found
    return None


@cache
def _nouns() -> dict[str, str]:
    nouns: dict[str, list[str]] = rules()["nouns"]
    return {word: name for name, words in nouns.items() for word in words}


@cache
def rules() -> dict[str, Any]:
    """The table of the codebook by which deals are made (deals.yaml)."""
    table: dict[str, Any] = tables()["deals"]
    return table
