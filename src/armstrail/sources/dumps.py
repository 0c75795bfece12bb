"""The plain crawl dump: a title, a date as YYYYMMDD, an address, then the paragraphs, one a line."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_DAY = re.compile(r"\d{8}", re.ASCII)
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Dump:
    """What a dump holds; `published` as YYYY-MM-DD, the paragraphs joined by line ends."""

    title: str
    published: str
    url: str
    text: str


def read_dump(text: str) -> Dump | None:
    r"""The dump that a text is; None where it has another shape. Lines must end in `\n`."""
    first, *rest = text.split("\n", 3)
    title = first.strip()
    if not title or len(rest) < 2:
        return None
    day, url = (line.rstrip(" \t") for line in rest[:2])
    if not (_DAY.fullmatch(day) and _URL.fullmatch(url)):
        return None
    try:
        published = datetime.datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 - a day, no time
    except ValueError:
        return None
    paragraphs = "".join(rest[2:]).split("\n")
    return Dump(
        title=title,
        published=published.isoformat(),
        url=url,
        text="\n".join(paragraph.rstrip() for paragraph in paragraphs if paragraph.strip()),
    )
