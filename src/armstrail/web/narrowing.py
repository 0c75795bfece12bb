"""What a list is narrowed by: the filters of a query, and the address of the search that finds the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from armstrail.web.facets import TITLES, named
from armstrail.web.shapes.search import Chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from armstrail.ledger import Kind, Query

_FIELDS_OF = {"speaker": "speaker_name", "outlet": "outlet_name", "story": "origin"}
"""The field of a Query that a parameter of the address sets, where it is called otherwise."""


def chosen(query: Query) -> dict[str, tuple[str, ...]]:
    """The values that a query asks for, by the parameter of the address."""
    held = {name: getattr(query, _FIELDS_OF.get(name, name), ()) for name in TITLES}
    return {name: values for name, values in held.items() if values}


def filters(
    asked: Mapping[str, Sequence[str]],
    titles: Mapping[str, str] = {},
) -> tuple[Chosen, ...]:
    """The same as a person reads them; `titles` are those of documents, by their names."""
    return tuple(
        Chosen(name, value, f"{TITLES[name]}: {named(name, value, titles)}")
        for name, values in asked.items()
        for value in values
    )


def search_of(query: Query, kind: Kind = "claims") -> str:
    """The address of the search that finds what a query does, "" among its values too: it is what is not stated."""
    held: list[tuple[str, str]] = [("kind", kind)] if kind != "claims" else []
    held += [(name, value) for name, value in (("q", query.words), ("since", query.since)) if value]
    held += [("until", query.until)] if query.until else []
    held += [(name, value) for name, values in chosen(query).items() for value in values]
    return f"/search?{urlencode(held)}"
