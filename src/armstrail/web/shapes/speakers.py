"""Who says it."""

from __future__ import annotations

from dataclasses import dataclass

from armstrail.web.shapes.lists import Turning
from armstrail.web.shapes.messages import MessageRow
from armstrail.web.shapes.periods import Periods
from armstrail.web.shapes.search import Hit


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker: the name as texts have it, the party it stands for most often (its id and name), how many statements
    and claims, from how many independent origins, in how many outlets; the first and the last day of publication.
    """

    name: str
    party: str | None
    party_name: str | None
    statements: int
    claims: int
    origins: int
    outlets: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    """Speakers, those of most statements and claims first; `words` and `party` are what they are narrowed by."""

    words: str
    party: str
    party_name: str
    speakers: tuple[SpeakerRow, ...]
    turning: Turning


@dataclass(frozen=True, slots=True)
class Voice:
    """How many statements have a voice; `search` finds them."""

    voice: str
    statements: int
    search: str


@dataclass(frozen=True, slots=True)
class DyadRow:
    """A supplier and a recipient that the speaker's claims tell of (ids, "" not stated, and names); `search` finds
    these claims.
    """

    supplier: str
    supplier_name: str
    recipient: str
    recipient_name: str
    claims: int
    origins: int
    search: str


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """What a speaker said over time: claims by stage, statements and their topics, the voices of these, the dyads of
    most claims, the messages of most independent origins, and the newest records.
    """

    speaker: SpeakerRow
    stages: Periods
    months: Periods
    topics: Periods
    voices: tuple[Voice, ...]
    dyads: tuple[DyadRow, ...]
    messages: tuple[MessageRow, ...]
    statements: tuple[Hit, ...]
    claims: tuple[Hit, ...]
