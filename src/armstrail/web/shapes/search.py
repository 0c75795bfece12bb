"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from armstrail.web.shapes.lists import Facet, Turning

Kind = Literal["claims", "statements", "documents"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One record in a list: its name, its kind, what it is called, and where it stands.

    `words` are a claim's sentence, a statement's content, the beginning of a document. `said_by` are the speakers, the
    outermost first: none of a claim in the outlet's own voice, none of a statement where nobody is named. `decided` are
    the decisions on it that hold, as in "accepted (A. Reviewer)". `record` is the whole record, in the shape of
    docs/records.md.
    """

    id: str
    kind: Kind
    name: str
    words: str
    said_by: tuple[str, ...]
    stage: str | None
    denied: bool
    confidence: float | None
    document: str
    title: str
    outlet: str | None
    published: str | None
    decided: tuple[str, ...]
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One filter of the address: its parameter, its value, and what a person reads."""

    name: str
    value: str
    said: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search finds of one kind: a page of it, in how many documents of how many independent origins.

    `words` is what was searched for, `chosen` what else the list is narrowed by. `at_least`: a word is so common that
    only the newest records that have it were looked at.
    """

    kind: Kind
    words: str
    since: str | None
    until: str | None
    chosen: tuple[Chosen, ...]
    hits: tuple[Hit, ...]
    turning: Turning
    documents: int
    origins: int
    at_least: bool
    facets: tuple[Facet, ...]
