"""Whose words each record is: the document that they come from first, its own or another of its stories."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from armstrail import cues
from armstrail.codebook import tables
from armstrail.ledger.columns import Changes
from armstrail.ledger.portions import portions, rows_of
from armstrail.ledger.schema import (
    claims,
    documents,
    faces,
    members,
    printings,
    sightings,
    statements,
    stories,
)
from armstrail.model import Span
from armstrail.stories.credits import is_dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

MOSTLY = 0.5
"""The share of a document that an origin has where the document as a whole counts as its words."""

_TEXTS_AT_ONCE = 5_000


def trace(db: Connection, numbers: Sequence[int]) -> None:
    """Note of documents and their current records in which document they stand and from which their words come."""
    for start in range(0, len(numbers), _TEXTS_AT_ONCE):
        places = Changes()
        for some in portions(numbers[start : start + _TEXTS_AT_ONCE]):
            _place_some(db, some, places)
        places.write(db)


def _place_some(db: Connection, numbers: Sequence[int], places: Changes) -> None:
    named = rows_of(db, select(documents.c.id, documents.c.key), documents.c.id, numbers)
    keys = {row.id: row.key for row in named}
    hosts = _hosts(db, numbers)
    texts = _Texts(
        db, [n for n in keys if hosts[n]], [host.number for some in hosts.values() for host in some]
    )
    for number, key in keys.items():
        foremost = max(hosts[number], key=lambda host: host.share, default=None)
        mostly = foremost is not None and foremost.share >= MOSTLY
        places.place("documents", number, number, foremost.key if foremost and mostly else key)
    for table in (statements, claims):
        asked = select(table.c.id, table.c.document_id, table.c.record).join(
            faces, table.c.reading_id == faces.c.reading_id
        )
        for row in rows_of(db, asked, table.c.document_id, numbers):
            span = _span(table, json.loads(row.record))
            host = _host(span, hosts[row.document_id])
            if host and not texts.says(host.number, row.document_id, span):
                host = None
            origin = host.key if host else keys[row.document_id]
            places.place(table.name, row.id, row.document_id, origin)
            places.count(table.name, row.id, first=host.number if host else row.document_id)


@dataclass(frozen=True, slots=True)
class _Host:
    """The origin of a story that a document stands in: its share of the document, its key, what is not its own."""

    share: float
    number: int
    key: str
    own: tuple[tuple[int, int], ...]


def _hosts(db: Connection, numbers: Sequence[int]) -> dict[int, list[_Host]]:
    """Of each document the origins of others that it stands with, the earliest first. An origin that itself stands with
    another of them is left out: its words are that one's.
    """
    origins, first = documents.alias(), printings.alias()
    asked = (
        select(
            printings.c.document_id,
            members.c.share,
            members.c.own,
            origins.c.id,
            origins.c.key,
            sightings.c.day,
        )
        .join_from(members, printings, members.c.printing_id == printings.c.id)
        .join(stories, members.c.story == stories.c.key)
        .join(first, stories.c.origin_id == first.c.id)
        .join(sightings, first.c.id == sightings.c.id)
        .join(origins, first.c.document_id == origins.c.id)
        .where(first.c.document_id != printings.c.document_id)
    )
    rows = rows_of(db, asked, printings.c.document_id, numbers)
    stand_with: dict[int, set[str]] = defaultdict(set)
    for row in rows_of(db, asked, printings.c.document_id, [row.id for row in rows]):
        stand_with[row.document_id].add(row.key)
    keys: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        keys[row.document_id].add(row.key)
    found: dict[int, list[_Host]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.day or "9999", row.key)):
        host = _Host(row.share, row.id, row.key, tuple((start, end) for start, end in json.loads(row.own)))
        if not stand_with[row.id] & keys[row.document_id] and host not in found[row.document_id]:
            found[row.document_id].append(host)
    return found


def _host(span: Span, hosts: Sequence[_Host]) -> _Host | None:
    """The first origin whose words a passage is; None where it is the document's own. A title counts as the text
    beneath it.
    """
    for host in hosts:
        alone = sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in host.own)
        if host.share >= MOSTLY if span.place == "title" else 2 * alone < span.end - span.start:
            return host
    return None


@dataclass(slots=True)
class _Texts:
    """The texts of some documents and of the origins beside which they stand."""

    db: Connection
    own: Sequence[int]
    others: Sequence[int]
    _words: dict[int, tuple[str, str]] = field(default_factory=dict)
    _runs: dict[int, frozenset[tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = select(documents.c.id, documents.c.title, documents.c.text)
        wanted = [*self.own, *self.others]
        self._words = {
            row.id: (row.title, row.text) for row in rows_of(self.db, asked, documents.c.id, wanted)
        }

    def says(self, origin: int, document: int, span: Span) -> bool:
        """Whether an origin gives the numbers of a passage and denies what it denies: who prints it with another
        number, or with "not", says what the origin does not.

        A number counts with a word beside it, a denial with both: elsewhere the origin may have them, too.
        """
        title, text = self._words[document]
        said = (title if span.place == "title" else text)[span.start : span.end]
        words = _words_of(_without_dateline(said))
        for at, word in enumerate(words):
            denies = cues.negates(word)
            if not (denies or _is_number(word)):
                continue
            before, behind = tuple(words[max(at - 1, 0) : at + 1]), tuple(words[at : at + 2])
            asked = [(*before, *behind[1:])] if denies else [run for run in (before, behind) if len(run) > 1]
            if asked and self._known(origin).isdisjoint(asked):
                return False
        return True

    def _known(self, number: int) -> frozenset[tuple[str, ...]]:
        """The runs of one to three words of an origin."""
        if number not in self._runs:
            self._runs[number] = frozenset(
                run
                for part in self._words[number]
                for words in [_words_of(part)]
                for length in (1, 2, 3)
                for run in zip(*(words[shift:] for shift in range(length)), strict=False)
            )
        return self._runs[number]


def _without_dateline(said: str) -> str:
    """A sentence without the place and day that an outlet puts before it: "OSLO, March 2 (Reuters) -"."""
    ends = (found.end() for found in _DATELINE_END.finditer(said[:100]))
    return said[max((end for end in ends if is_dateline(said[:end])), default=0) :]


_DATELINE_END = re.compile(r"[-–—/):](?=\s)")
_WORD = re.compile(r"\w+(?:[.,'’]\w+)*")


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("\u00ad", ""))


def _is_number(word: str) -> bool:
    numbers = tables()["numbers"]
    return word[:1].isdecimal() or any(
        word in numbers[kind] for kind in ("units", "tens", "scales", "groups")
    )


def _span(table: Table, record: dict[str, Any]) -> Span:
    """Where a record stands: the evidence of a claim, the content of a statement."""
    pieces = [record["span"]] if table is claims else record["content"] or record["cue"] or record["source"]
    start, end = pieces[0]
    return Span(start, end, "title" if record.get("in") == "title" else "text")
