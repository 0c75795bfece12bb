"""What registers write -> our ids and categories: parties, weapon descriptions, UNROCA's categories (registers.yaml).

A register names few parties and kinds of goods in many rows: each is looked up once.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from armstrail import equipment, parties
from armstrail.codebook import tables

if TYPE_CHECKING:
    from armstrail.model import RegisterRow

LONGEST = 300
"""How many characters of a cell are looked at for a name: a cell may hold a hundred thousand."""

_APART = re.compile(r"\s*[,;/&]\s*|\s+and\s+")
_ROMAN = re.compile(r"(?:category\s+)?([IVX]+)\b[\s.:)–—-]*", re.IGNORECASE)


@cache
def party(name: str) -> str | None:
    """The id of a party as a register writes it; None where it says that it is unknown, or no table has it.

    >>> party("Houthi rebels (Yemen)*"), party("Viet Nam"), party("unknown supplier(s)")
    ('group:houthis', 'VNM', None)
    """
    name = " ".join(name[:LONGEST].split()).rstrip("* ")
    key = name.casefold()
    if not key or key in _unknown():
        return None
    if name in _states():
        return name
    before = key.partition(" (")[0]
    known = _parties().get(key) or _parties().get(before)
    return known or _identified(name.partition(" (")[0]) or _identified(name)


def _identified(name: str) -> str | None:
    """The id that the tables of parties give; a company goes by its state, as in deals. None where it is one of several
    parties in the cell.
    """
    found = _id(name)
    several = {one for part in _APART.split(name) if (one := _id(part))}
    return None if found in several and len(several) > 1 else found


def _id(name: str) -> str | None:
    found = parties.identify(name)
    return (found.home or found.id) if found else None


@cache
def category(description: str, designation: str = "") -> str | None:
    """The item category of a register's description, else of the designation; None where no table knows either.

    >>> category("portable SAM"), category("ground-effect craft", "Leopard 2A4")
    ('manpads', 'tank')
    """
    description, designation = description[:LONGEST], designation[:LONGEST]
    key = " ".join(description.split()).casefold()
    if key in categories():
        return key
    known = _goods().get(key)
    if known is None and "/" in key:
        known = _goods().get(key.partition("/")[0])
    if known is None:
        found = equipment.identify(designation) or equipment.identify(description)
        known = found.category if found else None
    return known


@cache
def unroca(words: str) -> tuple[str, ...]:
    """The item categories that stand in a category of UNROCA's, by its numeral, its name or both.

    >>> unroca("VII. Missiles and missile launchers"), unroca("Battle tanks")
    (('missile', 'manpads'), ('tank',))
    """
    words = " ".join(words[:LONGEST].split())
    by_name = _unroca_names()
    if found := by_name.get(words.casefold()):
        return found
    numeral = _ROMAN.match(words)
    if numeral and (entry := _table()["unroca"].get(numeral[1].upper())):
        return tuple(entry["ours"])
    if found := by_name.get(re.sub(r"\s*\([^)]*\)$", "", words).casefold()):
        return found
    kind = _goods().get(words.casefold())
    return (kind,) if kind else ()


@cache
def reported(words: str, items: str) -> str | None:
    """The category of items in a category of UNROCA's; None where several are possible and the items do not tell."""
    possible = unroca(words)
    if len(possible) == 1:
        return possible[0]
    found = equipment.identify(items[:LONGEST]) if items else None
    if found and (found.category in possible or not possible):
        return found.category
    return None


def possible(row: RegisterRow) -> frozenset[str]:
    """The item categories that a row may be of: its own, else those of UNROCA's category; empty where none is known."""
    return frozenset([row.category] if row.category else unroca(row.description))


@cache
def categories() -> frozenset[str]:
    """All item categories."""
    return frozenset(row["category"] for row in tables()["nouns"]["nouns"])


def registers() -> dict[str, Any]:
    """What each register covers, by its name (registers.yaml)."""
    known: dict[str, Any] = _table()["registers"]
    return known


def _table() -> dict[str, Any]:
    table: dict[str, Any] = tables()["registers"]
    return table


@cache
def _states() -> frozenset[str]:
    return frozenset(state["id"] for state in tables()["states"])


@cache
def _unknown() -> frozenset[str]:
    return frozenset(_table()["unknown"])


@cache
def _parties() -> dict[str, str]:
    return {name.casefold(): party for party, names in _table()["names"].items() for name in names}


@cache
def _goods() -> dict[str, str]:
    return {word.casefold(): kind for kind, words in _table()["goods"].items() for word in words}


@cache
def _unroca_names() -> dict[str, tuple[str, ...]]:
    return {
        name.casefold(): tuple(entry["ours"])
        for entry in _table()["unroca"].values()
        for name in entry["names"]
    }
