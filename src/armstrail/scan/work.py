"""One worker's task: what it is about, where its files go, how far it is, and that it is done."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from armstrail.errors import OutputError
from armstrail.scan.parts import Part

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = 0.5
"""Seconds after which a worker says how far it is."""

WORK = "work"
"""The folder of what only the scan itself goes on with."""

Counts = dict[str, int]


@dataclass(slots=True)
class Account:
    """What a task has counted. It lies in a file that is looked at while the task goes on."""

    path: Path
    counts: Counts = field(default_factory=dict)
    passed: Counts = field(default_factory=dict)
    _begun: float = field(default_factory=time.process_time)
    _told: float = 0.0

    def count(self, name: str, number: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + number
        now = time.monotonic()
        if now - self._told > EVERY:
            self._told = now
            self.tell()

    def tell(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(f".{os.getpid()}.new")  # another that was given up may still go on
        told = {
            "counts": self.counts,
            "passed": self.passed,
            "cpu_seconds": round(time.process_time() - self._begun, 3),
            "peak_mb": _peak(),
        }
        new.write_text(json.dumps(told), encoding="utf-8")
        os.replace(new, self.path)  # noqa: PTH105 - whoever looks sees the one or the other


def _peak() -> int:
    """The most memory that this process has had, in MB; 0 where the system does not tell.

    Linux is asked for the process as it is: what `getrusage` tells there may be of the process that it was forked from.
    """
    with suppress(OSError):
        told = re.search(r"^VmHWM:\s*(\d+)", Path("/proc/self/status").read_text("utf8"), re.MULTILINE)
        if told:
            return round(int(told[1]) / 1e3)
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ModuleNotFoundError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1e6 if sys.platform == "darwin" else 1e3))


@dataclass(frozen=True, slots=True)
class Task:
    """A step of the scan in the folder `out`, for one part or one bin (`name`).

    A bin makes the stories of as many bins as `families` says, itself the first of them: more than one where a family
    of texts fills several.
    """

    step: str
    out: str
    name: str
    part: Part | None = None
    families: int = 1

    @property
    def folder(self) -> Path:
        return Path(self.out)

    @property
    def work(self) -> Path:
        return self.folder / WORK

    @property
    def told(self) -> Path:
        """Where it says how far it is."""
        return self.work / "told" / f"{self.step}-{self.name}.json"

    @property
    def done(self) -> Path:
        """What it has counted, there once all that it writes is."""
        return self.work / "done" / f"{self.step}-{self.name}.json"

    def counts(self, *, done: bool = True) -> Counts | None:
        """What it has counted: in the end, or until now; None where nobody has begun it, or it goes on."""
        try:
            held: Counts = json.loads((self.done if done else self.told).read_text(encoding="utf-8"))[
                "counts"
            ]
        except (OSError, ValueError):
            return None
        return held

    def text(self) -> str:
        """As it travels to a worker."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Task:
        held = json.loads(text)
        part = held.pop("part")
        return cls(**held, part=Part(**part) if part else None)

    def do(self, work: Callable[[Task, Account], None]) -> str:
        """Do it, and note that it is done; what is done already stays. Raises OutputError."""
        if self.done.exists():
            return self.done.read_text(encoding="utf-8")
        account = Account(self.told)
        try:
            account.tell()  # whoever looks for what is under way finds it
            work(self, account)
            account.tell()
            self.done.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # another, which was given up, has come first, with the same
                os.replace(self.told, self.done)  # noqa: PTH105 - all or nothing
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"{self.out}: cannot be written ({reason})") from error
        return self.done.read_text(encoding="utf-8")
