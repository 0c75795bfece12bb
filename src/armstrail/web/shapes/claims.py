"""A claim, and a statement, each on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from armstrail.web.shapes.documents import PieceShown
from armstrail.web.shapes.records import ClaimCard, StatementCard
from armstrail.web.shapes.search import Hit


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A record as one reading has it, in short."""

    reader: str
    made: str
    said: str
    confidence: float | None
    current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The document that a record stands in."""

    id: str
    name: str
    outlet: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class DealLink:
    """A deal that a claim stands in."""

    id: str
    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim. `around` is its sentence with what stands before and after it; empty where the newest reading has the
    claim no more, so that its words are `claim.words` alone. `elsewhere` are claims of the same dyad in other
    documents, of `elsewhere_total` in all. `seen` is the number of the last judgement there was.
    """

    claim: ClaimCard
    current: bool
    around: tuple[PieceShown, ...]
    in_title: bool
    document: Place
    versions: tuple[VersionShown, ...]
    deals: tuple[DealLink, ...]
    elsewhere: tuple[Hit, ...]
    elsewhere_total: int
    citation: str
    seen: int


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One statement. `claims` are those that stand in it, `seen` is the number of the last judgement there was."""

    statement: StatementCard
    current: bool
    around: tuple[PieceShown, ...]
    in_title: bool
    document: Place
    versions: tuple[VersionShown, ...]
    claims: tuple[ClaimCard, ...]
    citation: str
    seen: int
