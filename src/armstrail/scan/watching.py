"""How far the workers are, looked at in their own accounts while they go on, and shown as a bar."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self

from armstrail.scan.work import EVERY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from armstrail.progress import Progress
    from armstrail.scan.work import Counts, Task

STEPS = {"sift": "Sifting", "read": "Reading"}
_MOST = 0.95  # of a part whose end is not known


class Watch:
    """Shows how far the tasks of one step are. A context manager: the bar goes with it."""

    def __init__(self, progress: Progress, step: str, tasks: Sequence[Task], texts: int | None) -> None:
        """`texts`: how many the step goes over; where that is None, the bytes of the parts tell how far it is."""
        self._progress = progress
        self._verb = STEPS[step]
        self._tasks = tasks
        self._texts = texts
        self._begun = time.monotonic()
        self._before: int | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._progress.close(self._verb)

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            self._show()

    def _show(self) -> None:
        ended = [task.counts() for task in self._tasks]
        going = [
            task.counts(done=False) if held is None else None
            for task, held in zip(self._tasks, ended, strict=True)
        ]
        word = "pages" if self._texts is None else "read"
        seen = sum(held.get(word, 0) for held in (*ended, *going) if held)
        if self._before is None:
            self._before = seen  # what an earlier run did, or was done before the first look
        rate = (seen - self._before) / (time.monotonic() - self._begun)
        told = f"{seen:,} texts, {rate:,.0f}/s"
        if self._texts is not None:
            self._progress.at(self._verb, seen, self._texts, told)
            return
        passed = sum(held.get("documents", 0) for held in (*ended, *going) if held)
        told += f", {passed / seen:.1%} pass the gate" if seen else ""
        self._progress.at(self._verb, self._bytes(ended, going), self._bytes_of(self._tasks), told)

    def _bytes(self, ended: Sequence[Counts | None], going: Sequence[Counts | None]) -> float:
        """The bytes that are gone over: of parts that go on as many as their texts took in those that have ended."""
        whole = [task for task, held in zip(self._tasks, ended, strict=True) if held]
        pages = sum(held.get("pages", 0) for held in ended if held)
        each = self._bytes_of(whole) / pages if pages else 0.0
        return self._bytes_of(whole) + sum(
            min(_MOST * self._bytes_of([task]), each * held.get("pages", 0))
            for task, held in zip(self._tasks, going, strict=True)
            if held
        )

    def _bytes_of(self, tasks: Sequence[Task]) -> int:
        return sum(task.part.bytes for task in tasks if task.part)
