"""What is said again and again, and where it is said."""

from __future__ import annotations

from dataclasses import dataclass

from armstrail.web.shapes.lists import Facet, Turning
from armstrail.web.shapes.periods import Periods
from armstrail.web.shapes.search import Chosen, Hit


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message by its name and its clearest wording: how many of the statements asked for, from how many independent
    origins; the days of the first and the last publication of any of its statements.
    """

    id: str
    wording: str
    statements: int
    origins: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """Messages of the statements asked for, those of most independent origins first; `words` are what their wording
    holds, `chosen` what the statements are narrowed by.
    """

    words: str
    since: str | None
    until: str | None
    chosen: tuple[Chosen, ...]
    facets: tuple[Facet, ...]
    messages: tuple[MessageRow, ...]
    turning: Turning


@dataclass(frozen=True, slots=True)
class Counted:
    """How many statements have a value of a field; `search` finds them."""

    value: str
    name: str
    statements: int
    search: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A message: who says it, which outlets print it and when, on which topics and occasions, and its statements, the
    newest first.
    """

    message: MessageRow
    speakers: tuple[Counted, ...]
    topics: tuple[Counted, ...]
    events: tuple[Counted, ...]
    occasions: tuple[Counted, ...]
    outlets: Periods
    search: str
    statements: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class OccasionRow:
    """An occasion by name: how many statements were made there, by how many speakers, from how many independent
    origins; the first and the last day of publication.
    """

    name: str
    statements: int
    speakers: int
    origins: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class OccasionsPage:
    """Occasions, those of most statements first; `words` narrow them."""

    words: str
    occasions: tuple[OccasionRow, ...]
    turning: Turning


@dataclass(frozen=True, slots=True)
class OccasionPage:
    """An occasion: who spoke there, on which topics and when, which messages were told, and the newest statements."""

    occasion: OccasionRow
    speakers: tuple[Counted, ...]
    outlets: tuple[Counted, ...]
    topics: Periods
    messages: tuple[MessageRow, ...]
    search: str
    statements: tuple[Hit, ...]
