"""How far a long run is, and what it has to say, on standard error: bars where a person looks on, lines always."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_WIDEST = 40


class Progress:
    """Bars, one for each source that holds more than one text, and lines above them."""

    def __init__(self, verb: str, *, bar: bool, sources: int = 1) -> None:
        """`verb` as in "Reading"; `bar`: bars may be shown; over `sources` of them, where there are many, one more."""
        self._verb = verb
        self._sources = sources
        self._shown = bar and sys.stderr.isatty()
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}
        self._over: TaskID | None = None

    def __enter__(self) -> Self:
        if self._shown and self._sources > 1:
            self._over = self._started().add_task(f"{self._verb} sources", total=self._sources)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars:
            self._bars.stop()

    def begin(self, source: str, total: int | None) -> None:
        """A source of so many texts begins; None where only reading would tell."""
        if self._shown and total != 1:
            name = source if len(source) <= _WIDEST else f"…{source[1 - _WIDEST :]}"
            self._tasks[source] = self._started().add_task(f"{self._verb} {name}", total=total)

    def at(self, source: str, done: float, total: float | None, told: str = "") -> None:
        """So much of a source is done, and what there is to tell of it."""
        if self._shown:
            if source not in self._tasks:
                self._tasks[source] = self._started(counts=False).add_task(source, total=total)
            self._started().update(
                self._tasks[source], completed=done, total=total, description=f"{source} {told}".rstrip()
            )

    def step(self, source: str) -> None:
        """One text of a source is done."""
        if self._bars and source in self._tasks:
            self._bars.advance(self._tasks[source])

    def end(self, source: str) -> None:
        """A source has given all it holds, though some of it may still be read."""
        if self._bars and self._over is not None:
            self._bars.advance(self._over)
            if source in self._tasks and len(self._tasks) > 1:
                self._bars.remove_task(self._tasks.pop(source))

    def close(self, source: str) -> None:
        """What was told with `at` is over."""
        if self._bars and source in self._tasks:
            self._bars.remove_task(self._tasks.pop(source))

    def tell(self, line: str) -> None:
        """One line, whatever an input's name holds; above the bars where there are any."""
        self.say(f"armstrail: {line}")

    def say(self, line: str) -> None:
        """The same without the program's name before it."""
        shown = "".join(letter if letter.isprintable() else "?" for letter in line)
        if self._bars:
            self._bars.console.print(shown, markup=False, highlight=False, soft_wrap=True)
        else:
            sys.stderr.write(f"{shown}\n")

    def _started(self, *, counts: bool = True) -> Bars:
        """The bars, made when the first is needed: rich is slow to load, and most runs read one text. `counts`: what is
        done is a number of texts, and is shown.
        """
        if self._bars is None:
            from rich.console import Console  # noqa: PLC0415 - see above
            from rich.progress import (  # noqa: PLC0415
                BarColumn,
                MofNCompleteColumn,
                TaskProgressColumn,
                TextColumn,
                TimeRemainingColumn,
            )
            from rich.progress import Progress as Bars  # noqa: PLC0415

            columns = (
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn() if counts else TaskProgressColumn(),
                TimeRemainingColumn(),
            )
            self._bars = Bars(*columns, console=Console(stderr=True), transient=True)
            self._bars.start()
        return self._bars
