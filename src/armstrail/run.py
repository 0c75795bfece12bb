"""One run over many places: every text read, every failure named, all counted, none stopped by another."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Self, TypeVar

from armstrail.documents import document
from armstrail.errors import ArmstrailError, SourceError
from armstrail.exports import counted
from armstrail.pipeline import confident, read_document
from armstrail.progress import Progress
from armstrail.sources import captures, expected, guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from armstrail.model import Document, Reading
    from armstrail.sources import Capture, Guest

T = TypeVar("T")
REASONS = 3  # why something was passed over: as many reasons are told in the summary, the commonest


class Run:
    """The readings of some places, and the account of them on standard error.

    Used as a context manager: the progress bar, where one is shown, and the summary end with it.
    """

    def __init__(
        self, places: list[str], *, bar: bool, least: float = 0.0, guest: Guest | None = None
    ) -> None:
        """`bar`: a bar may be shown, because the readings themselves do not go to the same screen. Records whose
        confidence is below `least` are counted and left out. `guest` asks the addresses among the places.
        """
        self.places = places
        self.least = least
        self._guest = guest
        self.passed: Counter[str] = Counter()
        self.read = self.skipped = self.failed = self.statements = self.claims = self.unsure = 0
        self.interrupted = self._only_documents = False
        self._progress = Progress("Reading", bar=bar)

    @property
    def status(self) -> int:
        """The exit status: 130 where the user interrupted, 1 where anything failed, else 0."""
        return 130 if self.interrupted else min(self.failed, 1)

    def __enter__(self) -> Self:
        self._progress.begin("", expected(self.places))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """End the account; an interruption ends here too, so that what was done is still told."""
        self._progress.__exit__(kind, error, trace)
        if kind is KeyboardInterrupt:
            self.interrupted = True
        if kind in (None, KeyboardInterrupt):
            self._progress.say(self.summary())
        return kind is KeyboardInterrupt

    def readings(self) -> Iterator[Reading]:
        """The reading of each text, in order. What fails is named and passed over; an interruption ends it early."""
        return self._each(self._reading)

    def documents(self) -> Iterator[Document]:
        """The same without reading them for statements and claims."""
        self._only_documents = True
        return self._each(self._document)

    def summary(self) -> str:
        """What was done, in a line."""
        parts = [f"{counted(self.read, 'text')} read"]
        parts += [f"{self.skipped:,} skipped (no word of arms)"] if self.skipped else []
        if self.passed:
            reasons = "; ".join(reason for reason, _ in self.passed.most_common(REASONS))
            parts.append(f"{self.passed.total():,} passed over ({reasons})")
        parts += [f"{self.failed:,} failed"] if self.failed else []
        if self._only_documents:
            return f"{'Interrupted: ' if self.interrupted else ''}{', '.join(parts)}"
        held = f"{counted(self.statements, 'statement')}, {counted(self.claims, 'transfer claim')}"
        unsure = (
            f"; {counted(self.unsure, 'record')} less sure than {self.least:g} left out"
            if self.unsure
            else ""
        )
        return f"{'Interrupted: ' if self.interrupted else ''}{', '.join(parts)}: {held}{unsure}"

    def _each(self, take: Callable[[Capture], T | None]) -> Iterator[T]:
        try:
            for place in self.places:
                yield from self._of(place, take)
        except KeyboardInterrupt:
            self.interrupted = True

    def _of(self, place: str, take: Callable[[Capture], T | None]) -> Iterator[T]:
        if place == "-" and sys.stdin.isatty():
            self._progress.say("Reading what you type; end with Ctrl-D on a line of its own")
        try:
            for capture in captures(place, self._guest):
                if capture.passed:
                    self.passed[capture.passed] += 1
                taken = None if capture.passed else take(capture)
                self._progress.step("")
                if taken:
                    yield taken
        except SourceError as error:
            self._fail(str(error))

    def _document(self, capture: Capture) -> Document | None:
        """One text, counted; None where it failed."""
        try:
            text = document(capture)
        except ArmstrailError as error:
            self._fail(str(error))
            return None
        self.read += 1
        return text

    def _reading(self, capture: Capture) -> Reading | None:
        """One text read and counted; None where it failed."""
        try:
            with guarded(capture.place, "reading"):
                text = document(capture)
                reading = read_document(text)
        except ArmstrailError as error:
            self._fail(str(error))
            return None
        for note in text.notes:
            self._progress.tell(f"{capture.place}: note: {note}")
        if text.text and not (_searched(reading) or reading.statements or reading.claims):
            self.skipped += 1
        else:
            self.read += 1
        kept = confident(reading, self.least)
        self.statements += len(kept.statements)
        self.claims += len(kept.claims)
        self.unsure += len(reading.statements) + len(reading.claims) - len(kept.statements) - len(kept.claims)
        return kept

    def _fail(self, reason: str) -> None:
        self.failed += 1
        self._progress.tell(reason)


def _searched(reading: Reading) -> bool:
    """Whether any words of a text, and not white space alone, were searched for claims."""
    text, end = reading.document.text, 0
    for one in sorted(reading.coverage.skipped, key=lambda skipped: skipped.span):
        if text[end : one.span.start].strip():
            return True
        end = one.span.end
    return bool(text[end:].strip())
