"""What benchmarks find: rows of figures beside each other, ratios, what held; printed, and handed to the report.

Tasks that are compared run in turn, so that what else the machine does falls on all of them. A row keeps the figure of
each turn; what is shown is the median and the spread. A ratio is one of medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ARMSTRAIL_SHARED", ROOT.parent / "shared"))


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured: a figure a turn."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def told(self) -> str:
        """The row in words."""
        spread = f" ({shown(min(self.values))} to {shown(max(self.values))})" if len(self.values) > 1 else ""
        return f"{shown(self.median)} {self.unit}{spread}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """How two rows stand to each other, and what was asked of it."""

    name: str
    value: float
    least: float | None = None
    most: float | None = None

    @property
    def held(self) -> bool | None:
        """Whether it is as was asked; None where nothing was."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )

    def asked(self) -> str:
        """What was asked of it, in words."""
        bounds = (("at least", self.least), ("at most", self.most))
        return " and ".join(f"{word} {bound:g}" for word, bound in bounds if bound is not None)


@dataclass
class Figures:
    """One table of a benchmark: its rows, its ratios, what was checked, what is to be known of it."""

    title: str
    about: str
    rows: list[Row] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    checks: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)

    def row(self, name: str, unit: str, values: Sequence[float]) -> Row:
        """Add a row, and give it."""
        made = Row(name, unit, tuple(values))
        self.rows.append(made)
        return made

    def ratio(
        self,
        name: str,
        over: Row | float,
        under: Row | float,
        *,
        least: float | None = None,
        most: float | None = None,
    ) -> Ratio:
        """Add the ratio of two rows' medians, and give it."""
        one, other = (side.median if isinstance(side, Row) else side for side in (over, under))
        made = Ratio(name, one / other, least, most)
        self.ratios.append(made)
        return made

    def check(self, name: str, *, holds: bool) -> None:
        """Add something that must hold."""
        self.checks.append((name, holds))

    def peers(self, *packages: str) -> None:
        """Tell the versions of packages that took part."""
        self.versions |= {name: metadata.version(name) for name in packages}

    def lines(self) -> list[str]:
        """The table, for a terminal."""
        names = [row.name for row in self.rows] + [ratio.name for ratio in self.ratios]
        names += [name for name, _ in self.checks]
        width = max(map(len, names), default=0) + 2
        told = [f"{self.title}: {self.about}"]
        told += [f"  {row.name:{width}}{row.told()}" for row in self.rows]
        for ratio in self.ratios:
            reached = (
                ""
                if ratio.held is None
                else f"   asked: {ratio.asked()}{'' if ratio.held else ', NOT REACHED'}"
            )
            told.append(f"  {ratio.name:{width}}{ratio.value:.2f}{reached}")
        told += [f"  {name:{width}}{'yes' if holds else 'NO'}" for name, holds in self.checks]
        return told + [f"  {note}" for note in self.notes]


def shown(value: float) -> str:
    """A figure with three digits that count, more where it is large."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.3g}"


def arguments(doc: str | None) -> argparse.ArgumentParser:
    """The options of a benchmark: `--json FILE`, and those that it adds."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the figures there too, for the report"
    )
    return parser


def hand_over(tables: Sequence[Figures], path: Path | None) -> None:
    """Print the tables, and write them where the report looks for them."""
    for table in tables:
        print("\n".join(table.lines()), flush=True)
    if path:
        told = [
            asdict(table)
            | {
                "rows": [
                    asdict(row) | {"median": row.median, "low": min(row.values), "high": max(row.values)}
                    for row in table.rows
                ],
                "ratios": [asdict(ratio) | {"held": ratio.held} for ratio in table.ratios],
            }
            for table in tables
        ]
        path.write_text(json.dumps(told, indent=1), encoding="utf-8")


def in_turn(tasks: Mapping[str, Callable[[], T]], turns: int, *, first: bool = True) -> dict[str, list[T]]:
    """What each run of each task gave; the runs alternate. A `first` run of each is not counted."""
    found: dict[str, list[T]] = {name: [] for name in tasks}
    for turn in range(turns + first):
        for name, task in tasks.items():
            result = task()
            if turn or not first:
                found[name].append(result)
    return found


def seconds(task: Callable[[], object]) -> float:
    """How long a task takes, on the clock."""
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def processor(task: Callable[[], object]) -> float:
    """How many seconds of the processor a task takes in this process: others on the machine disturb that less."""
    started = time.process_time()
    task()
    return time.process_time() - started


def command(words: Sequence[str], **options: Any) -> tuple[float, float, int]:  # noqa: ANN401 - Popen's own
    """Run a command: seconds, its peak memory in MB (its largest process alone), its exit status."""
    started = time.perf_counter()
    process = subprocess.Popen(words, **options)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    return took, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3), process.returncode
