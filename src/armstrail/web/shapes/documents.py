"""A document: its text with its words lit, its records, its coverage, its story, its captures."""

from __future__ import annotations

from dataclasses import dataclass

from armstrail.web.shapes.records import ClaimCard, StatementCard


@dataclass(frozen=True, slots=True)
class PieceShown:
    """A run of words of the text: the roles that they have ("supplier", "cue" …) and the labels of the records that
    they belong to; `owner` is the one that they lead to. `tag` stands before them, `told` says what they are.
    `begins` are the labels of the records whose sentence or content begins here.
    """

    words: str
    roles: tuple[str, ...]
    records: tuple[str, ...]
    owner: str
    tag: str
    told: str
    begins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A passage that was not searched for claims, or words that could not be resolved, and why."""

    words: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Covered:
    """What was read: `characters` of the text, `read` of them searched for claims."""

    characters: int
    read: int
    skipped: tuple[Passed, ...]
    unresolved: tuple[Passed, ...]


@dataclass(frozen=True, slots=True)
class StoryMember:
    """A document of a story: how it stands to the origin, how much of it the origin has (0 to 1), what it adds."""

    document: str
    title: str
    outlet: str | None
    published: str | None
    relation: str
    share: float
    own: tuple[str, ...]
    here: bool


@dataclass(frozen=True, slots=True)
class StoryShown:
    """A story that a text stands in: the agency that its origin is credited to, why that one is the origin."""

    id: str
    agency: str | None
    reason: str
    documents: tuple[StoryMember, ...]


@dataclass(frozen=True, slots=True)
class CaptureShown:
    """A capture: where and when, the status of HTTP, the SHA-256 and the size of its bytes, what it told of them."""

    address: str
    fetched: str
    status: int | None
    sha256: str
    size: int
    title: str
    published: str | None
    outlet: str | None


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """A reading of the text: by which reader, when, how many records it has, whether it holds now."""

    reader: str
    made: str
    statements: int
    claims: int
    current: bool


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document. `title` and `text` come in pieces, whole; `sha256` is the hash of the text.

    `coverage` is none where it was not read yet. `failures` tell what could not be done with it, `citation` how to cite
    it. `seen` is the number of the last judgement there was.
    """

    id: str
    name: str
    source_id: str
    outlet: str | None
    published: str | None
    url: str | None
    credit: str | None
    notes: tuple[str, ...]
    sha256: str
    title: tuple[PieceShown, ...]
    text: tuple[PieceShown, ...]
    claims: tuple[ClaimCard, ...]
    statements: tuple[StatementCard, ...]
    coverage: Covered | None
    stories: tuple[StoryShown, ...]
    captures: tuple[CaptureShown, ...]
    readings: tuple[ReadingShown, ...]
    failures: tuple[str, ...]
    citation: str
    seen: int
