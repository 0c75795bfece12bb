"""One scan, from its inputs to its tables; stopped at any moment, it goes on where it was."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from armstrail.engine import PATTERN, Engine
from armstrail.errors import OutputError, SourceError
from armstrail.exports import counted
from armstrail.scan.folding import fold
from armstrail.scan.manifest import Manifest, begun, is_scan
from armstrail.scan.parts import files, parts
from armstrail.scan.reading import MOVED, lose_read, read
from armstrail.scan.sifting import PRINTS, lose_part, sift
from armstrail.scan.watching import Watch
from armstrail.scan.work import WORK, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    from armstrail.progress import Progress

DIED = "the process that worked on it ended, twice; it may need more memory than there is"


class Scan:
    """A scan of some places into a folder. A context manager: its account ends with it."""

    def __init__(
        self,
        places: list[str],
        out: Path,
        progress: Progress,
        *,
        ray: str | None = None,
        workers: int | None = None,
    ) -> None:
        """Raises SourceError where there is nothing to scan, OutputError where the folder holds something else,
        EngineError where there is no engine or no cluster.
        """
        self._progress = progress
        self._out = out
        self._work = out.absolute() / WORK
        if PATTERN.search(str(self._work)):
            raise OutputError(
                f"{out.absolute()}: has one of [ ] {{ }} * ? in its name, which the engine takes for a pattern;"
                " choose another folder"
            )
        holds_scan = cache(is_scan)
        found = [
            file for file in files(places) if not any(map(holds_scan, Path(file.path).resolve().parents))
        ]
        if not found:
            raise SourceError(
                ", ".join(places), "holds nothing but the files of a scan, which are not scanned"
            )
        wanted = begun(places, found, "ray" if ray else "native", _now())
        self.manifest = wanted.begin(out)
        self._parts = parts(self.manifest.files)
        self.interrupted = False
        self._engine = None if self.manifest.state == "done" else Engine(ray, workers)

    def __enter__(self) -> Self:
        self._progress.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._progress.__exit__(kind, error, trace)
        self.interrupted = kind is KeyboardInterrupt
        if kind in (None, KeyboardInterrupt):
            self._progress.say(self.summary())
        return self.interrupted

    @property
    def status(self) -> int:
        """The exit status: 130 where the user interrupted, 1 where anything failed, else 0."""
        return 130 if self.interrupted else min(1, self.manifest.counts.get("failures", 0))

    def run(self) -> None:
        """Sift, fold, read; each step only as far as it is not done."""
        engine = self._engine
        if engine is None:
            return
        self.manifest.write(self._out)
        if self.manifest.state == "sifting":
            self._each(engine, "sift", sift, [part.name for part in self._parts])
            self._reach(replace(self.manifest, state="folding"))
        if self.manifest.state == "folding":
            self._progress.at("Folding reprints", 0, None)
            began = time.monotonic()
            bins = fold(engine, self._work)
            self._progress.close("Folding reprints")
            steps = {
                "fold": {
                    "seconds": round(time.monotonic() - began, 3),
                    "shuffled_bytes": sum(_bytes(self._work / name) for name in (PRINTS, MOVED)),
                }
            }
            self._reach(replace(self.manifest, state="reading", bins=tuple(bins), steps=steps))
        if self.manifest.state == "reading":
            made = {f"bin-{number:05}": families for number, families in enumerate(self.manifest.bins)}
            self._each(engine, "read", read, [*made, *(part.name for part in self._parts)], made)
            self._finish()

    def _each(
        self,
        engine: Engine,
        step: str,
        work: Callable[[str], str],
        names: Sequence[str],
        families: Mapping[str, int] = {},
    ) -> None:
        """Do a step for all names that it is not done for; `families` says which bin makes the stories of how many."""
        held = {part.name: part for part in self._parts}
        tasks = {
            task.text(): task
            for task in (
                Task(step, str(self._out.absolute()), name, held.get(name), families.get(name, 1))
                for name in names
            )
        }
        left = [text for text, task in tasks.items() if not task.done.exists()]
        with Watch(self._progress, step, list(tasks.values()), self._texts(step)):
            for text, result in engine.each(work, left, begun=lambda text: tasks[text].told.exists()):
                if result is None:
                    self._lose(tasks[text])

    def _texts(self, step: str) -> int | None:
        """How many texts there are to read, over parts and bins; None before that is known."""
        if step == "sift":
            return None
        held = [Task("sift", str(self._out), part.name).counts() for part in self._parts]
        return sum(counts.get("documents", 0) for counts in held if counts)

    def _lose(self, task: Task) -> None:
        """What a task holds is given up: a worker died of it, twice. It is named, and the rest goes on."""
        place = task.part.told if task.part else f"{self._out}: {task.name}"
        self._progress.tell(f"{place}: {DIED}")
        if task.step == "sift":
            lose_part(task, place, DIED)
        else:
            lose_read(task, DIED)

    def _finish(self) -> None:
        """Count what all have counted, and leave nothing but the tables."""
        counts: Counter[str] = Counter()
        passed: Counter[str] = Counter()
        by_part: dict[str, dict[str, int]] = defaultdict(dict)
        steps = {step: {"cpu_seconds": 0.0, "peak_mb": 0.0} for step in ("sift", "read")}
        for path in sorted((self._work / "done").glob("*.json")):
            held = json.loads(path.read_text(encoding="utf-8"))
            counts.update(held["counts"])
            passed.update(held["passed"])
            step, _, name = path.stem.partition("-")
            by_part[name] |= held["counts"]
            steps[step]["cpu_seconds"] += held["cpu_seconds"]
            steps[step]["peak_mb"] = max(steps[step]["peak_mb"], held["peak_mb"])
        self._reach(
            replace(
                self.manifest,
                state="done",
                ended=_now(),
                counts=dict(counts),
                passed=dict(passed),
                parts=dict(by_part),
                steps=self.manifest.steps | steps,
            )
        )
        shutil.rmtree(self._work, ignore_errors=True)
        for path in self._out.glob("*/*.part"):  # of workers that died
            path.unlink(missing_ok=True)

    def _reach(self, manifest: Manifest) -> None:
        manifest.write(self._out)
        self.manifest = manifest

    def summary(self) -> str:
        """What was done, in a line."""
        if self.interrupted:
            return "Interrupted: the same command goes on where this stopped"
        if self.manifest.state != "done":
            return "Not finished: the same command goes on where this stopped"
        counts = Counter(self.manifest.counts)
        parts = [f"{counted(counts['pages'], 'text')}", f"{counts['documents']:,} with a word of arms"]
        parts += [f"{counted(counts['failures'], 'failure')} named in failures"] if counts["failures"] else []
        held = f"{counted(counts['statements'], 'statement')}, {counted(counts['claims'], 'transfer claim')}"
        return f"{', '.join(parts)}: {held} in {self._out}"


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
