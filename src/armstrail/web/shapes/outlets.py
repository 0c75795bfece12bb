"""Who prints it, and who copies whom."""

from __future__ import annotations

from dataclasses import dataclass

from armstrail.web.shapes.lists import Turning
from armstrail.web.shapes.search import Hit


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet: its usual name ("" is not stated) and `names` as its documents have them; how many documents it
    printed, how many of these came from it first (`origins`), how many are copies (`copied`), the claims in them; the
    first and the last day of publication. Country (its id and name), kind and owner are those of the codebook, None
    where it does not know the outlet.
    """

    name: str
    names: tuple[str, ...]
    documents: int
    origins: int
    copied: int
    claims: int
    first: str | None
    last: str | None
    country: str | None
    country_name: str | None
    kind: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class CopyingRow:
    """What `outlet` prints of the texts of `origin`: of how many stories, in how many documents; how often its
    printings are identical, reprint, excerpt, extended, update, or credited (to an agency whose own text is not there);
    the median share of their words that stand in the origin, 0 to 1, None where it is not there.
    """

    origin: str
    outlet: str
    stories: int
    documents: int
    relations: dict[str, int]
    share: float | None


@dataclass(frozen=True, slots=True)
class OutletsPage:
    """Outlets, those of most documents first, and the pairs of outlets that copy most; `words` narrow the outlets."""

    words: str
    outlets: tuple[OutletRow, ...]
    turning: Turning
    copying: tuple[CopyingRow, ...]


@dataclass(frozen=True, slots=True)
class CopyingPage:
    """Who copies whom, the pairs of most documents first, of copies published within a time."""

    since: str | None
    until: str | None
    copying: tuple[CopyingRow, ...]


@dataclass(frozen=True, slots=True)
class OutletPage:
    """An outlet, whom it copies, who copies it, its newest documents."""

    outlet: OutletRow
    copies: tuple[CopyingRow, ...]
    copied_by: tuple[CopyingRow, ...]
    newest: tuple[Hit, ...]
