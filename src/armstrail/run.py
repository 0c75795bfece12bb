"""One run over many places: every text read, every failure named, all counted, none stopped by another."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self

from armstrail.documents import document
from armstrail.errors import ArmstrailError, SourceError
from armstrail.exports import counted
from armstrail.pipeline import confident, read_document
from armstrail.sources import captures, expected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from armstrail.model import Reading
    from armstrail.sources import Capture


class Run:
    """The readings of some places, and the account of them on standard error.

    Used as a context manager: the progress bar, where one is shown, and the summary end with it.
    """

    def __init__(self, places: list[str], *, bar: bool, least: float = 0.0) -> None:
        """`bar`: a bar may be shown, because the readings themselves do not go to the same screen. Records whose
        confidence is below `least` are counted and left out.
        """
        self.places = places
        self.least = least
        self.read = self.skipped = self.failed = self.statements = self.claims = self.unsure = 0
        self.interrupted = False
        self._bar = self._progress() if bar and sys.stderr.isatty() else None

    @property
    def status(self) -> int:
        """The exit status: 130 where the user interrupted, 1 where anything failed, else 0."""
        return 130 if self.interrupted else min(self.failed, 1)

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        """End the account; an interruption ends here too, so that what was done is still told."""
        if self._bar:
            self._bar.stop()
        if kind is KeyboardInterrupt:
            self.interrupted = True
        if kind in (None, KeyboardInterrupt):
            self._tell(self.summary())
        return kind is KeyboardInterrupt

    def readings(self) -> Iterator[Reading]:
        """The reading of each text, in order. What fails is named and passed over; an interruption ends it early."""
        try:
            for place in self.places:
                yield from self._of(place)
        except KeyboardInterrupt:
            self.interrupted = True

    def summary(self) -> str:
        """What was done, in a line."""
        parts = [f"{counted(self.read, 'text')} read"]
        parts += [f"{self.skipped:,} skipped (no word of arms)"] if self.skipped else []
        parts += [f"{self.failed:,} failed"] if self.failed else []
        held = f"{counted(self.statements, 'statement')}, {counted(self.claims, 'transfer claim')}"
        unsure = (
            f"; {counted(self.unsure, 'record')} less sure than {self.least:g} left out"
            if self.unsure
            else ""
        )
        return f"{'Interrupted: ' if self.interrupted else ''}{', '.join(parts)}: {held}{unsure}"

    def _of(self, place: str) -> Iterator[Reading]:
        if place == "-" and sys.stdin.isatty():
            self._tell("Reading what you type; end with Ctrl-D on a line of its own")
        try:
            for capture in captures(place):
                reading = self._reading(capture)
                if self._bar:
                    self._bar.advance(self._bar.task_ids[0])
                if reading:
                    yield reading
        except SourceError as error:
            self._fail(str(error))

    def _reading(self, capture: Capture) -> Reading | None:
        """One text read and counted; None where it failed."""
        try:
            text = document(capture)
            reading = read_document(text)
        except ArmstrailError as error:
            self._fail(str(error))
            return None
        except Exception as error:
            # A fault in reading one text must not lose the others.
            if os.environ.get("ARMSTRAIL_DEBUG"):
                raise
            self._fail(f"{capture.place}: a fault in reading it: {type(error).__name__}: {error}")
            return None
        for note in text.notes:
            self._tell(f"armstrail: {capture.place}: note: {note}")
        if text.text and not (reading.coverage.read or reading.statements or reading.claims):
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
        self._tell(f"armstrail: {reason}")

    def _tell(self, line: str) -> None:
        """One line on standard error, whatever an input's name holds; above the bar where there is one."""
        shown = "".join(letter if letter.isprintable() else "?" for letter in line)
        if self._bar:
            self._bar.console.print(shown, markup=False, highlight=False, soft_wrap=True)
        else:
            sys.stderr.write(f"{shown}\n")

    def _progress(self) -> Progress | None:
        """A bar on standard error; None where there is but one text."""
        total = expected(self.places)
        if total == 1:
            return None
        from rich.console import Console  # noqa: PLC0415 - slow, and most runs read one text
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        progress = Progress(*columns, console=Console(stderr=True), transient=True)
        progress.add_task("Reading", total=total)
        return progress
