"""The first step: what lies in a part, and which of it is about arms. The order is cheap first.

Of a page all its words are taken, quickly, and go through the gate; only where that finds a word is the article taken
out with care, and goes through the gate itself. What does not pass is told in the coverage.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail import gate
from armstrail.documents import document
from armstrail.errors import DocumentError, SourceError
from armstrail.scan.tables import Tables, text_row
from armstrail.scan.work import Task
from armstrail.sources import address_of, captures, decode
from armstrail.sources.encoding import binary
from armstrail.stories import marked, rank_of

if TYPE_CHECKING:
    from armstrail.model import Document
    from armstrail.scan.work import Account
    from armstrail.sources import Capture

PRINTS, TEXTS = "prints", "texts"
"""Where the step puts the marks of texts, and the texts."""

_AT_ONCE = 200


def sift(text: str) -> str:
    """Go over one part: the texts that are to be read, their prints, failures, and the coverage of all others."""
    return Task.of(text).do(_sift)


def lose_part(task: Task, place: str, reason: str) -> None:
    """Give a part up: it holds nothing but the reason."""

    def lose(task: Task, account: Account) -> None:  # noqa: ARG001 - what the step after this takes over it counts
        with _tables(task) as tables:
            tables["failures"].add({"place": place, "reason": reason})

    task.do(lose)


def _sift(task: Task, account: Account) -> None:
    gate.prepare()
    with _tables(task) as tables:
        _Sieve(tables, account).run(task)


def _tables(task: Task) -> Tables:
    return Tables({name: task.work / name for name in (TEXTS, PRINTS, "coverage", "failures")}, task.name)


class _Sieve:
    """Captures on their way through the gate, and the documents that are about to be written."""

    def __init__(self, tables: Tables, account: Account) -> None:
        self._tables = tables
        self._account = account
        self._held: list[tuple[Capture, Document, str]] = []

    def run(self, task: Task) -> None:
        part = task.part
        assert part is not None  # noqa: S101 - every task of this step has one
        try:
            for place, capture in enumerate(captures(part.file)):
                if part.holds(place):
                    self._guarded(replace(capture, place=part.named(capture.place)), address_of(capture))
        except SourceError as error:
            self._fail(part.named(error.place), error.reason)
        self._write()

    def _guarded(self, capture: Capture, address: str) -> None:
        """Take a capture; a fault in one must not lose the others."""
        try:
            self._take(capture, address)
        except Exception as error:
            if os.environ.get("ARMSTRAIL_DEBUG"):
                raise
            told = " ".join(f"a fault in reading it: {type(error).__name__}: {error}".split())
            self._fail(capture.place, told)

    def _take(self, capture: Capture, address: str) -> None:
        if capture.passed:
            self._account.passed[capture.passed] = self._account.passed.get(capture.passed, 0) + 1
            return
        self._account.count("pages")
        if capture.fault:
            self._fail(capture.place, capture.fault)
            return
        if capture.kind == "page":
            size = _wordless(capture)
            if size is not None:
                self._pass_over(capture.place, capture.place, capture.url, size)
                return
            self._account.count("looked into")
        try:
            made = document(capture)
        except DocumentError as error:
            self._fail(capture.place, error.reason)
            return
        if made.text.strip() and not gate.holds_word(made.text, made.title):
            self._pass_over(made.id, capture.place, made.url, len(made.text))
            return
        self._account.count("documents")
        self._held.append((capture, made, address))
        if len(self._held) >= _AT_ONCE:
            self._write()

    def _pass_over(self, doc: str, place: str, url: str | None, size: int) -> None:
        row = {"doc": doc, "place": place, "url": url, "characters": size, "read": 0, "reason": gate.NOTHING}
        self._tables["coverage"].add(row)

    def _fail(self, place: str, reason: str) -> None:
        self._tables["failures"].add({"place": place, "reason": reason})

    def _write(self) -> None:
        known = marked([made for _, made, _ in self._held])
        for (capture, made, address), one in zip(self._held, known, strict=True):
            number = rank_of(one.name)
            self._tables["texts"].add(text_row(capture, made, number, address))
            self._tables["prints"].add({"print": number, "size": len(one.marks), "marks": one.marks.tolist()})
        self._held.clear()


def _wordless(capture: Capture) -> int | None:
    """How many characters of words a page has, where none is of the gate; None where it is to be looked into."""
    from armstrail.sources.quick import words  # noqa: PLC0415 - for pages only

    if not capture.body.strip() or binary(capture.body):
        return None  # it is to be told what it is
    text, _ = decode(capture.body, capture.charset)
    ways = words(text)
    if not ways or any(map(gate.holds_word, ways)):
        return None
    return len(ways[0])
