"""Which document of a story is its origin: by credit, then by time, then by how much of the text it holds.

A document stands before another where its outlet is a news agency that wrote it, or where it credits an agency: what
an agency sent out is not the work of those who print it. Of those alike the one that was published first, then one that
does not gather several texts of its outlet, then the longest; then a hash of the words decides, which is arbitrary but
the same everywhere.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from armstrail import values
from armstrail.stories.credits import Credit, credit
from armstrail.stories.overlaps import LEAST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.model import Document
    from armstrail.stories.prints import Print

NO_TIME = "9999"
_DAY_ALONE = len("2024-10-02")
_DAY = "T24"  # of a day whose hour is not told


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """Where a document stands among those of its story: the least is the origin."""

    tier: int
    time: str
    gathers: bool
    shortness: int
    name: bytes
    id: str
    document: Document = field(compare=False)
    credit: Credit | None = field(compare=False)

    @property
    def rank(self) -> tuple[int, str, bool, int, bytes, str]:
        """The same order as a tuple, which many are sorted by in a fraction of the time."""
        return self.tier, self.time, self.gathers, self.shortness, self.name, self.id

    @property
    def agency(self) -> str | None:
        return self.credit.agency.name if self.credit else None


def standing(document: Document, text: Print) -> Standing:
    """Where a document stands: an agency's own first, then those that credit one, then the others."""
    found = credit(document)
    tier = 2 if not found else 0 if found.way == "outlet" else 1
    return Standing(
        tier=tier,
        time=_time(document.published),
        gathers=False,
        shortness=-text.words,
        name=text.name,
        id=document.id,
        document=document,
        credit=found,
    )


def reason(origin: Standing, others: Sequence[Standing]) -> str:
    """Why the origin is taken for the origin, in words."""
    if not others:
        few = -origin.shortness < LEAST
        return f"stands alone: fewer than {LEAST} words, too few to compare" if few else "stands alone"
    second = min(others)
    if origin.credit and origin.tier < second.tier:
        return origin.credit.told()
    credited = f"{origin.credit.told()}, as do others; " if origin.tier == 1 and origin.credit else ""
    if origin.time < second.time:
        when = origin.time.removesuffix(_DAY)
        if second.time == NO_TIME:
            return f"{credited}tells a day, {when}; others tell none"
        if is_later(second, origin):
            return f"{credited}was published first, {when}"
        return f"{credited}tells an hour, {when}; others only the day"
    when = "none has a date" if origin.time == NO_TIME else "published at the same time"
    if second.gathers and not origin.gathers:
        return f"{credited}is gathered with others in another ({when})"
    if origin.shortness < second.shortness:
        return f"{credited}holds the most text ({when})"
    return f"{credited}any of them: {'the same words, ' if origin.name == second.name else ''}{when}"


def is_later(one: Standing, other: Standing) -> bool:
    """Whether a document is known to be published later than another: of one day's alone the hour is not known."""
    unknown = one.time == NO_TIME or (
        one.time.endswith(_DAY) and one.time[:_DAY_ALONE] == other.time[:_DAY_ALONE]
    )
    return one.time > other.time and not unknown


def _time(published: str | None) -> str:
    """A time that sorts: a day as its end, since what is known to be of its morning was there before."""
    day = values.published_date(published) if published else None
    if not published or not day:
        return NO_TIME
    stated = published.strip()
    told = None
    if len(stated) > _DAY_ALONE:
        with suppress(ValueError):
            told = datetime.fromisoformat(stated)
        with suppress(ValueError):  # as feeds and pages state it: Wed, 02 Oct 2024 10:00:00 GMT
            told = told or parsedate_to_datetime(stated)
    if not told:
        return f"{day.isoformat()}{_DAY}"
    return (told.astimezone(UTC) if told.tzinfo else told).strftime("%Y-%m-%dT%H:%M")
