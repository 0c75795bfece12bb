"""Reading documents in several processes, in order: for commands that read thousands of texts.

The standard pools leave their processes behind when the parent is killed, since each holds ends of the others' pipes.
Here a worker holds its own end of one pipe, and no other: when the parent is gone it reads the end of it, and ends too.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import traceback
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from armstrail.errors import ArmstrailError, WeightsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from types import TracebackType

    from armstrail.model import Document, Reading

T = TypeVar("T")

FEW, SMALL = 3, 10_000  # no more documents or characters: read here sooner than a worker has started
AHEAD, HELD = (
    4,
    3,
)  # documents a worker that are asked for, and that it has itself: one being read, the rest behind it
ROOM = 64_000_000  # characters, over all documents that are asked for; one more document may go over it
FAR = 256  # items that are asked for, those without a document among them

_GRACE = 2.0
_MODESTY = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one document could not be read, in a line."""

    reason: str


def _read(document: Document) -> Reading:
    from armstrail.pipeline import read_document  # noqa: PLC0415 - loads the tables, which the parent may not need

    return read_document(document)


class Workers:
    """Processes that read. A context manager: they end with it."""

    def __init__(self, count: int | None = None, read: Callable[[Document], Reading] = _read) -> None:
        """At most so many processes; one for each core that this one may use where not given. With 1, and as long as
        there are few documents, none is started. `read` is a function of a module, which the processes import.
        """
        self.count = count or _cores()
        self._read = read
        self._workers: list[_Worker] = []
        self._unread: deque[_Place[Any]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(self._workers)

    def readings(
        self, items: Iterable[T], text_of: Callable[[T], Document | None]
    ) -> Iterator[tuple[T, Reading | Fault | None]]:
        """Each item with the reading of its document, in the order of the items; None where it has no document.

        Items are asked for only so far ahead as AHEAD, ROOM and FAR allow. Raises WeightsError, since every document
        would fail alike, and where ARMSTRAIL_DEBUG is set whatever a reading raises.
        """
        line: deque[_Place[T]] = deque()
        try:
            for item in items:
                line.append(_Place(item, text_of(item)))
                if line[-1].document:
                    self._unread.append(line[-1])
                self._collect(0)
                yield from _done(line)
                while self._is_full(line):
                    self._advance()
                    yield from _done(line)
            while line:
                self._advance()
                yield from _done(line)
        finally:  # interrupted or given up: nobody asks for the rest
            self._unread.clear()
            self._end([worker for worker in self._workers if worker.has])

    def _is_full(self, line: deque[_Place[T]]) -> bool:
        texts = [place.size for place in line if place.document]
        most = AHEAD * self.count if self.count > 1 else 1
        return len(texts) >= most or sum(texts) >= ROOM or len(line) >= FAR

    def _advance(self) -> None:
        """Wait until one document more is settled, or read it here where there are no workers."""
        if self._workers:
            self._collect(None)
        elif self._unread:
            place = self._unread.popleft()
            place.result = _guarded(self._read, place.document) if place.document else None

    def _collect(self, seconds: float | None) -> None:
        """Hand out what is unread, wait at most so long for results (None: for at least one), and take them."""
        self._hand_out()
        busy = [worker for worker in self._workers if worker.has]
        ready = wait([worker.pipe for worker in busy], seconds) if busy else []
        for worker in busy:
            if worker.pipe in ready and not worker.take():
                self._bury(worker)
        self._hand_out()

    def _hand_out(self) -> None:
        """Give the workers what they have room for; they start once that is worth it, and no more than have work."""
        are_few = len(self._unread) <= FEW and sum(place.size for place in self._unread) <= SMALL
        if not self._unread or self.count == 1 or (are_few and not self._workers):
            return
        for worker in [w for w in self._workers if not w.has and not w.process.is_alive()]:
            self._renew(worker)  # it was killed while it waited, which costs nothing
        idle = len([worker for worker in self._workers if not worker.has])
        more = min(self.count - len(self._workers), len(self._unread) - idle)
        self._workers += [_Worker(self._read) for _ in range(more)]
        while self._unread and len((least := min(self._workers, key=lambda w: len(w.has))).has) < HELD:
            least.give(self._unread.popleft())

    def _bury(self, worker: _Worker) -> None:
        """An end costs the document that was being read; what the worker had behind it is unread again."""
        code = self._renew(worker)
        how = f"signal {-code}" if code < 0 else f"status {code}"
        reason = f"the process that read it ended ({how}); it may need more memory than there is"
        worker.has.popleft().result = Fault(reason)
        self._unread.extendleft(reversed(worker.has))

    def _renew(self, worker: _Worker) -> int:
        code = worker.end()
        self._workers[self._workers.index(worker)] = _Worker(self._read)
        return code

    def _end(self, workers: list[_Worker]) -> None:
        for worker in workers:
            worker.process.kill()  # it has nothing to put in order, and a long text may keep it for an hour
        for worker in workers:
            worker.end()
        self._workers = [worker for worker in self._workers if worker not in workers]


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True, eq=False)
class _Place(Generic[T]):
    """An item's place in the line, and what came of its document."""

    item: T
    document: Document | None
    result: Reading | Fault | _Raised | None = None

    @property
    def size(self) -> int:
        return len(self.document.text) if self.document else 0


def _done(line: deque[_Place[T]]) -> Iterator[tuple[T, Reading | Fault | None]]:
    """Take from the head of the line what is settled."""
    while line and (line[0].result or not line[0].document):
        place = line.popleft()
        if isinstance(place.result, _Raised):
            raise place.result.error
        yield place.item, place.result


class _Worker:
    """One process, and what it has still to read."""

    def __init__(self, read: Callable[[Document], Reading]) -> None:
        context = multiprocessing.get_context("spawn")
        self.has: deque[_Place[Any]] = deque()
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, read), daemon=True)
        with _uninterrupted():
            self.process.start()
        theirs.close()

    def give(self, place: _Place[Any]) -> None:
        self.has.append(place)
        with suppress(OSError):  # it has ended; `take` will see that
            self.pipe.send(place.document)

    def take(self) -> bool:
        """Take one result; False where the process has ended."""
        try:
            result = self.pipe.recv()
        except (EOFError, OSError):
            return False
        self.has.popleft().result = result
        return True

    def end(self) -> int:
        """Wait for its end, or bring it about; gives its exit code, or minus the signal."""
        self.pipe.close()
        self.process.join(_GRACE)
        self.process.kill()
        self.process.join()
        return self.process.exitcode or 0


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A process that is started in here never hears of Ctrl-C, not even while it starts; this one does, afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its own start, which else falls in here, lifts the mask in Python 3.11
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection, read: Callable[[Document], Reading]) -> None:
    """What a worker does until its pipe ends. An interruption is the parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(
        os, "nice"
    ):  # who looks at the ledger meanwhile, and the parent that keeps what was read, come first
        os.nice(_MODESTY)
    documents: SimpleQueue[Document] = SimpleQueue()
    Thread(target=_receive, args=(pipe, documents), daemon=True).start()
    with suppress(OSError):
        pipe.send(_guarded(read, documents.get()))
        gc.freeze()  # the tables and weights are no garbage, and need not be looked through
        while True:
            pipe.send(_guarded(read, documents.get()))


def _receive(pipe: Connection, documents: SimpleQueue[Document]) -> None:
    """Take documents as they come, whatever is being read: were parent and worker both to send, neither would end."""
    with suppress(EOFError, OSError):
        while True:
            documents.put(pipe.recv())
    os._exit(0)  # nobody waits for what is being read


def attempt(read: Callable[[Document], Reading], document: Document) -> Reading | Fault:
    """A reading made here, or why there is none, as where a worker makes it."""
    result = _guarded(read, document)
    if isinstance(result, _Raised):
        raise result.error
    return result


def _guarded(read: Callable[[Document], Reading], document: Document) -> Reading | Fault | _Raised:
    """A reading, or why there is none: a fault in reading one text must not lose the others."""
    try:
        return read(document)
    except Exception as error:  # noqa: BLE001 - see above
        if isinstance(error, WeightsError) or os.environ.get("ARMSTRAIL_DEBUG"):
            return _Raised(error)
        kind = "" if isinstance(error, ArmstrailError) else f"a fault in reading it: {type(error).__name__}: "
        return Fault(" ".join(f"{kind}{error}".split()))


class _Raised:
    """An error for the parent to raise. It travels as kind and arguments: its own __init__ may ask for others."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __reduce__(self) -> tuple[Any, ...]:
        trace = "".join(traceback.format_exception(self.error))
        return _raised, (type(self.error), self.error.args, f"In the process that read:\n{trace}")


def _raised(kind: type[Exception], arguments: tuple[Any, ...], trace: str) -> _Raised:
    error = kind.__new__(kind, *arguments)
    error.add_note(trace)
    return _Raised(error)
