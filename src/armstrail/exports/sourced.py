"""A deal with the claims it is made of: what exports tell of their documents, and how words stand in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from armstrail.parties import name_of
from armstrail.values import published_date
from armstrail.values.almanac import any_month, month_number

if TYPE_CHECKING:
    from armstrail.ledger import Entry
    from armstrail.model import Claim, Deal, Document

Sourced = tuple["Deal", Sequence["Entry[Claim]"]]
"""A deal and the entries of its claims, as `Ledger.deal_claims` gives them."""

_REST = r"[^\s\x00-\x1f\x7f\"<>\\^`{|}]*"
_ADDRESS = re.compile(rf"https?://[\w.-]*\w(?::\d{{1,5}})?(?:[/?#]{_REST})?", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_MONTH = re.compile(rf"({any_month()})\.?,?\s{{1,2}}(\d{{4}})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """How many records were written, and how many were left out: the format cannot say them."""

    records: int
    left_out: int


def documents(claims: Iterable[Entry[Claim]]) -> dict[str, Document]:
    """The documents of some claims by their keys, each once, in the order of the claims; they come without text."""
    return {entry.document_key: entry.document for entry in claims}


def link(address: str | None) -> str | None:
    """An address that may be made a link: http and https alone, whole, without characters that no address has."""
    return address if address and address.isprintable() and _ADDRESS.fullmatch(address) else None


def day(published: str | None) -> str | None:
    """When a source says a text was published, to the precision known: 2022, 2022-03 or 2022-03-02; else None.

    >>> day("2 March 2022"), day("March 2022"), day("2022-03"), day("spring")
    ('2022-03-02', '2022-03', '2022-03', None)
    """
    if found := published_date(published):
        return found.isoformat()
    stated = (published or "").strip()
    if _YEAR.fullmatch(stated):
        return stated
    if month := _MONTH.fullmatch(stated):
        return f"{month[2]}-{month_number(month[1]):02}"
    return None


def in_line(words: str | None) -> str:
    """Words in one line, without what steers a terminal, turns the writing round or cannot be written as UTF-8."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words or "").split())


def short(words: str | None, most: int = 200) -> str:
    """Words in one line, cut to so many characters, with a sign that they are."""
    words = in_line(words)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def party(name: str) -> str:
    """A party's name in one line, "unstated" where there is none."""
    return (short(name_of(name)) or short(name)) if name else "unstated"
