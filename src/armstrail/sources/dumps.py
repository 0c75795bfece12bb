"""The plain crawl dump: a title, a date as YYYYMMDD, an address, then the paragraphs, one a line."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_SHAPE = re.compile(
    r"(?P<title>[^\n]*\S)[^\n]*\n(?P<date>\d{8})[ \t]*\n(?P<url>https?://\S+)[ \t]*(?:\n(?P<rest>.*))?", re.S
)


@dataclass(frozen=True, slots=True)
class Dump:
    """What a dump holds; `published` as YYYY-MM-DD, the paragraphs joined by line ends."""

    title: str
    published: str
    url: str
    text: str


def read_dump(text: str) -> Dump | None:
    r"""The dump that a text is; None where it has another shape. Lines must end in `\n`."""
    found = _SHAPE.fullmatch(text)
    if not found:
        return None
    try:
        published = datetime.datetime.strptime(found["date"], "%Y%m%d").date()  # noqa: DTZ007 - a day, no time
    except ValueError:
        return None
    paragraphs = (found["rest"] or "").split("\n")
    return Dump(
        title=found["title"].strip(),
        published=published.isoformat(),
        url=found["url"],
        text="\n".join(paragraph.rstrip() for paragraph in paragraphs if paragraph.strip()),
    )
