"""Counts of a ledger as facets: titles, names for people, and which values are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.exports.sourced import party, short
from armstrail.exports.told import channel
from armstrail.web.rendering import category_name
from armstrail.web.shapes.lists import Facet, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TITLES = {
    "supplier": "Supplier",
    "recipient": "Recipient",
    "category": "Goods",
    "stage": "Stage",
    "polarity": "Asserted or denied",
    "certainty": "Certainty",
    "topic": "Topic",
    "event": "Event",
    "message": "Message",
    "occasion": "Occasion",
    "channel": "Said",
    "voice": "Voice",
    "speaker": "Speaker",
    "party": "Speaker's party",
    "outlet": "Outlet",
    "story": "Story",
    "review": "Review",
    "year": "Year",
}
"""What a facet is called, by the parameter of the address; in the order in which they are shown."""

DIMENSION_OF = {"story": "origin"}
"""The ledger's word for a dimension, where it is another."""

_NAMED = {
    "supplier": party,
    "recipient": party,
    "party": party,
    "category": category_name,
    "channel": channel,
}
_UNSTATED = {
    "supplier": "unstated",
    "recipient": "unstated",
    "speaker": "nobody named",
    "outlet": "unknown",
    "occasion": "none named",
    "channel": "unstated",
}


def named(dimension: str, value: str, titles: Mapping[str, str] = {}) -> str:
    """What a value is called for a person; `titles` are those of documents, by their names."""
    if not value:
        return _UNSTATED.get(dimension, "none")
    return titles[value] if value in titles else _NAMED.get(dimension, short)(value)


def facets(
    counts: Mapping[str, Mapping[str, int]],
    chosen: Mapping[str, Sequence[str]],
    titles: Mapping[str, str] = {},
) -> tuple[Facet, ...]:
    """Facets of counts by dimension; what is asked for stands first, though nothing should have it."""
    made = []
    for dimension, title in TITLES.items():
        held = DIMENSION_OF.get(dimension, dimension)
        if held in counts:
            wanted, numbers = tuple(chosen.get(dimension, ())), counts[held]
            values = dict.fromkeys((*wanted, *numbers))
            made.append(
                Facet(
                    dimension,
                    title,
                    tuple(
                        Value(value, named(dimension, value, titles), numbers.get(value, 0), value in wanted)
                        for value in values
                    ),
                )
            )
    return tuple(made)
