"""The way into the ledger: sources to captures, documents, readings, rows; resumable, and told as it goes.

Nothing is read twice: bytes that were captured at the same place are known by their hash, texts by theirs. What was
read is written every few seconds, all or nothing, so a run that is stopped has lost seconds and the next goes on.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from armstrail import reprints
from armstrail.documents import document
from armstrail.errors import DocumentError, SourceError
from armstrail.exports import counted
from armstrail.ledger import Addition, Ledger, document_key, face, published_day
from armstrail.model import Reading
from armstrail.pipeline import read_document, reader_version
from armstrail.scan.manifest import is_scan
from armstrail.sources import KNOWN, Guest, address_of, captures, expected, guarded, writable
from armstrail.stories import Stories
from armstrail.values import published_date
from armstrail.workers import Fault, Workers, attempt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from armstrail.model import Document
    from armstrail.progress import Progress
    from armstrail.reprints import Carried
    from armstrail.scan.results import Results
    from armstrail.sources import Capture, Visit

AT_ONCE = 500
"""The most additions that are written at once."""

EVERY = 2.0
"""Seconds after which what was read is written, however little it is."""


@dataclass(slots=True)
class Account:
    """What one source gave: how many captures, of which new, known already, passed over (by reason), failed."""

    source: str
    new: int = 0
    known: int = 0
    passed: dict[str, int] = field(default_factory=dict)
    failures: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Step:
    """A capture on its way: what it brings so far; `text` what of it is to be read, and `carried` what it carries of
    another; the visits that brought it; who has read it, where that was done elsewhere.
    """

    account: Account
    addition: Addition | None = None
    text: Document | None = None
    carried: Carried | None = None
    visits: tuple[Visit, ...] = ()
    reader: str | None = None


class Coming:
    """The texts of a run that are not written yet: what they hold, and their readings once they are made."""

    def __init__(self) -> None:
        self._texts: dict[str, Document] = {}
        self._readings: dict[str, Reading] = {}
        self._stories = Stories()
        self._keys: list[str] = []

    def expect(self, document: Document) -> None:
        key = document_key(document)
        if key not in self._texts:
            self._texts[key] = document
            self._take_in(key, document)

    def read(self, document: Document, reading: Reading) -> None:
        self._readings[document_key(document)] = reading

    def bases(self, document: Document) -> list[tuple[str, float]]:
        """As `Ledger.bases`."""
        return [(self._keys[place], overlap.one.share) for place, overlap in self._stories.bases(document)]

    def document(self, key: str) -> Document | None:
        return self._texts.get(key)

    def reading(self, key: str) -> Reading | None:
        return self._readings.get(key)

    def written(self, documents: Iterable[Document]) -> None:
        """Forget what the ledger has now."""
        for key in map(document_key, documents):
            self._texts.pop(key, None)
            self._readings.pop(key, None)
        self._stories, self._keys = Stories(), []
        for key, text in self._texts.items():
            self._take_in(key, text)

    def _take_in(self, key: str, document: Document) -> None:
        self._keys.append(key)
        self._stories.add([document])


class Intake:
    """One run of `armstrail add`, over any number of sources. A context manager: the readers' processes end with it.

    It is the memory of the sources, too: a visit counts once what it brought is written, never before.
    """

    def __init__(
        self,
        ledger: Ledger,
        progress: Progress,
        *,
        workers: int | None = None,
        allow_private: bool = False,
        interval: float = 1.0,
    ) -> None:
        self.ledger = ledger
        self.reader = reader_version()
        self.accounts: list[Account] = []
        self.new: dict[str, int] = {}
        self.ambiguous: set[str] = set()
        self.interrupted = False
        self._progress = progress
        self._workers = Workers(workers)
        self._guest = Guest(memory=self, allow_private=allow_private, interval=interval)
        self._waiting: list[tuple[str, Addition]] = []  # each with who has read it
        self._visits: dict[str, Visit] = {}
        self._brought: list[Visit] = []
        self._on_the_way: dict[str, tuple[str, str]] = {}
        self._coming = Coming()
        self.carried = 0
        self._written = time.monotonic()

    def __enter__(self) -> Self:
        self._workers.__enter__()
        self._progress.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.__exit__(kind, error, trace)
        self._workers.__exit__(kind, error, trace)
        if kind is None:
            self.ledger.gather()

    # ------------------------------------------------------------------ the memory of the sources

    def last(self, address: str) -> Visit | None:
        return self.ledger.last(address)

    def record(self, visit: Visit) -> None:
        self._visits[visit.address] = visit

    # ------------------------------------------------------------------ runs

    def add(self, places: list[str]) -> None:
        """Bring in what lies at some places. An interruption ends it early; what was read until then is written."""
        self._run(self._steps(places))

    def read_again(self) -> None:
        """Read every document that another version of the reader read; its records supersede the former ones."""
        account = Account("what an earlier reader read")
        self.accounts.append(account)
        self._run(self._outdated(account))

    def _run(self, steps: Iterator[_Step]) -> None:
        try:
            for step, read in self._workers.readings(steps, lambda step: step.text):
                addition = step.addition
                made = addition.document if addition else None
                reading = (
                    self._whole(made, step.carried, read) if made and not isinstance(read, Fault) else read
                )
                if addition and isinstance(reading, Fault):
                    self._fail(step.account, addition.address, reading.reason)
                    addition = replace(addition, fault=reading.reason)
                elif addition and isinstance(reading, Reading):
                    addition = replace(addition, reading=reading)
                if addition:
                    self._waiting.append((step.reader or self.reader, addition))
                self._brought += step.visits
                self._progress.step(step.account.source)
                if len(self._waiting) >= AT_ONCE or time.monotonic() - self._written > EVERY:
                    self._write()
        except KeyboardInterrupt:
            self.interrupted = True
        self._write()

    def _steps(self, places: list[str]) -> Iterator[_Step]:
        for place in places:
            account = Account(place)
            self.accounts.append(account)
            try:
                if (results := scanned(place)) is not None:
                    yield from self._scanned(account, results)
                    continue
                self._progress.begin(place, expected([place]))
                for capture in captures(place, self._guest):
                    yield self._guarded(account, capture)
            except SourceError as error:
                self._fail(account, place, error.reason)
            # What is left are visits to lists of pages: they count once all that the lists named is written.
            yield _Step(account, visits=tuple(self._visits.values()))
            self._visits.clear()
            self._progress.end(place)

    def _scanned(self, account: Account, results: Results) -> Iterator[_Step]:
        """What a scan has read; what the ledger has of the same reader is known already."""
        reader = results.manifest.reader
        if results.failures:
            self._progress.tell(
                f"{account.source}: note: {counted(results.failures, 'text')} failed when this was scanned;"
                f" {Path(account.source, 'failures')} names them"
            )
        self._progress.begin(account.source, len(results))
        for result in results:
            made, capture = result.document, result.capture
            addition = Addition(
                address=result.address,
                body=capture.body,
                fetched=capture.fetched,
                status=capture.status,
                kind=capture.kind,
                charset=capture.charset,
                document=made,
                named=made.id != capture.place,
            )
            key = self.ledger.known(addition.address, addition.sha256)
            read = self.ledger.read_by(key) if key else None
            if read and read[0] == reader:
                account.known += 1
                yield _Step(account)
                continue
            account.new += 1
            wanted = self._unread(made, addition, reader)
            yield _Step(account, replace(addition, reading=result.reading if wanted else None), reader=reader)
        self._progress.end(account.source)

    def _guarded(self, account: Account, capture: Capture) -> _Step:
        """A capture's step; a fault in making it is a failure of the capture."""
        try:
            with guarded(capture.place, "reading"):
                return self._step(account, capture)
        except SourceError as error:
            self._fail(account, capture.place, error.reason)
            return _Step(account)

    def _step(self, account: Account, capture: Capture) -> _Step:
        """What a capture brings, and whether its text is to be read."""
        brought = self._visits.pop(capture.place, None)
        visits = (brought,) if brought else ()
        if capture.passed == KNOWN:
            account.known += 1
            return _Step(account)
        if capture.passed:
            account.passed[capture.passed] = account.passed.get(capture.passed, 0) + 1
            return _Step(account)
        addition = Addition(
            address=address_of(capture),
            body=capture.body,
            fetched=capture.fetched,
            status=capture.status,
            kind=capture.kind,
            charset=capture.charset,
        )
        key = None if capture.fault else self.ledger.known(addition.address, addition.sha256)
        if key:
            read = self.ledger.read_by(key)
            if read and read[0] == self.reader:
                account.known += 1
                return _Step(account, visits=visits)
        try:
            made = document(capture)
        except DocumentError as error:
            self._fail(account, capture.place, error.reason)
            fault = replace(addition, fault=error.reason) if capture.body else None
            return _Step(account, fault, visits=visits)
        notes = list(made.notes)
        if published_date(made.published) and not published_day(made, capture.fetched):
            notes.append(f"dated {made.published}, which is still to come: kept as stated, not sorted by")
        for note in notes:
            self._progress.tell(f"{capture.place}: note: {note}")
        addition = replace(addition, document=made, named=made.id != writable(capture.place))
        if not self._unread(made, addition, self.reader):
            account.new += 1
            return _Step(account, addition, visits=visits)
        carried = self._carried(made)
        self._coming.expect(made)
        account.new += 1
        return _Step(account, addition, carried.own if carried else made, carried, visits)

    def _carried(self, made: Document) -> Carried | None:
        """What a text carries of one that is read already, or will be before it: of the one that holds most of it."""
        key = document_key(made)
        bases = {**dict(self.ledger.bases(made)), **dict(self._coming.bases(made))}
        bases.pop(key, None)
        for base, share in sorted(bases.items(), key=lambda item: (-item[1], item[0])):
            if share < reprints.LEAST:
                break
            text = self._coming.document(base)
            if text is None:
                held = self._base(base)
                text = held.document if held else None
            carried = reprints.carried(made, text, base) if text else None
            if carried:
                return carried
        return None

    def _whole(self, made: Document, carried: Carried | None, read: Reading | None) -> Reading | Fault | None:
        """The reading of a text: as it was read, or put together from that of the text that it carries."""
        result: Reading | Fault | None = read
        if carried:
            base = self._base(carried.base)
            if base and (base.document.title == made.title) != carried.titled:
                base = None  # it was read from another sighting since, under another title
            self.carried += bool(base)
            # Where there is none, all of this text is read.
            result = attempt(
                lambda text: reprints.reading(text, carried, base, read) if base else read_document(text),
                made,
            )
        if isinstance(result, Reading):
            self._coming.read(made, result)
        return result

    def _base(self, key: str) -> Reading | None:
        """The reading of a text that this reader has made."""
        coming = self._coming.reading(key)
        by = None if coming else self.ledger.read_by(key)
        return self.ledger.reading(key) if by and by[0] == self.reader else coming

    def _unread(self, made: Document, addition: Addition, reader: str) -> bool:
        """Whether a text is to be read: not where an earlier publication of it was, or is about to be, whoever read it,
        nor where this reader has read this one.
        """
        key, here = document_key(made), face(made, addition.address, addition.fetched)
        read = self.ledger.read_by(key)
        first = read[1] if read and (read[0] == reader or read[1] < here) else None
        first = min(filter(None, (first, self._on_the_way.get(key))), default=None)
        if first and first <= here:
            return False
        self._on_the_way[key] = here
        return True

    def _outdated(self, account: Account) -> Iterator[_Step]:
        self._progress.begin(account.source, None)
        for addition in self.ledger.outdated(self.reader):
            account.new += 1
            yield _Step(account, addition, addition.document)
        self._progress.end(account.source)

    def _write(self) -> None:
        if self._waiting or self._brought:
            for reader in dict.fromkeys(reader for reader, _ in self._waiting) or (self.reader,):
                self._append([a for other, a in self._waiting if other == reader], reader)
            self._coming.written(a.document for _, a in self._waiting if a.document)
            self._waiting, self._brought = [], []
            self._on_the_way.clear()
        self._written = time.monotonic()

    def _append(self, additions: list[Addition], reader: str) -> None:
        outcome = self.ledger.append(additions, reader, self._brought)
        self._brought = []
        for table, count in outcome.new.items():
            self.new[table] = self.new.get(table, 0) + count
        for name in set(outcome.ambiguous) - self.ambiguous:
            self._progress.tell(f"{name}: several texts came under this id; each is kept under its own name")
        self.ambiguous.update(outcome.ambiguous)

    def _fail(self, account: Account, place: str, reason: str) -> None:
        account.failures.append({"place": place, "reason": reason})
        self._progress.tell(f"{place}: {reason}")

    # ------------------------------------------------------------------ the account

    @property
    def failed(self) -> int:
        return sum(len(account.failures) for account in self.accounts)

    @property
    def status(self) -> int:
        """The exit status: 130 where the user interrupted, 1 where anything failed, else 0."""
        return 130 if self.interrupted else min(self.failed, 1)

    def summary(self) -> str:
        """What was done, in a line."""
        known = sum(account.known for account in self.accounts)
        passed = sum(sum(account.passed.values()) for account in self.accounts)
        parts = [f"{counted(self.new.get('documents', 0), 'new text')}"]
        parts += [f"{known:,} known already"] if known else []
        parts += [f"{passed:,} passed over"] if passed else []
        parts += [f"{self.failed:,} failed"] if self.failed else []
        statements, claims = self.new.get("statements", 0), self.new.get("claims", 0)
        held = f"{counted(statements, 'statement')}, {counted(claims, 'transfer claim')}"
        return f"{'Interrupted: ' if self.interrupted else ''}{', '.join(parts)}: {held} added"

    def report(self) -> dict[str, Any]:
        """What was done, for machines."""
        return {
            "reader": self.reader,
            "interrupted": self.interrupted,
            "carried": self.carried,
            "added": {table: self.new.get(table, 0) for table in sorted(self.new)},
            "ambiguous": sorted(self.ambiguous),
            "sources": [
                {
                    "source": account.source,
                    "new": account.new,
                    "known": account.known,
                    "passed": account.passed,
                    "failed": len(account.failures),
                    "failures": account.failures,
                }
                for account in self.accounts
            ],
        }


def scanned(place: str) -> Results | None:
    """The scan that a place holds; None where it is another kind of place."""
    if not is_scan(Path(place)):
        return None
    from armstrail.scan.results import Results  # noqa: PLC0415 - needs pyarrow, which other places do not

    return Results.at(place)
