"""All benchmarks, each in a process of its own, and one report of them: bench/report.md and bench/report.json.

    python -m bench.report                all parts that take no hour
    python -m bench.report gate scan      some; what the report says of the others stays in it
    python -m bench.report --list         what there is

Each part runs its peers on the same input in the same run. Peers are no part of the project: uv keeps each part's in an
environment of its own, laid over the project's. A part that fails is named in the report, and the others go on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from bench.figures import ROOT, Ratio, Row

HERE = ROOT / "bench"
WORK = ROOT / "out" / "bench"
UV = str(ROOT / ".venv" / "bin" / "uv")
SPACY = ("--with", "spacy", "--with", "spacy-lookups-data")
LONGEST = 5_400
"""Seconds that a part may take."""

Told = dict[str, Any]
"""What report.json holds: `machine`, and `parts` by name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One benchmark: the module that runs it, with its options; the peers laid over the project's environment (as
    options of `uv run`); and whether it is run where no part is named. What one that hands no `figures` over has
    found is what it prints.
    """

    name: str
    module: str
    options: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    usual: bool = True
    figures: bool = True

    def command(self, figures: Path) -> list[str]:
        """What is run."""
        module = [sys.executable, "-m", self.module, *self.options]
        if self.peers:
            module = [UV, "run", "--no-sync", *self.peers, "python", *module[1:]]
        return [*module, *(["--json", str(figures)] if self.figures else [])]


PARTS = (
    Part("gate", "bench.gate", peers=("--with", "hyperscan")),
    Part("pages", "bench.pages"),
    Part("cold", "bench.cold_start", ("--spacy",)),
    Part("sentence", "bench.growth"),
    Part("stories", "bench.stories.speed", ("--texts", "40000"), ("--with", "datasketch", "--with", "rensa")),
    Part("reader", "bench.reader", ("--quick",), ("--with-requirements", "training/requirements.txt")),
    Part("ledger", "bench.served"),
    Part("newswire", "bench.scan.claims", ("reuters", "--turns", "2"), SPACY),
    Part("crawl", "bench.scan.claims", ("pages", "--turns", "1"), SPACY),
    Part("growth", "bench.scan.growth", ("--pages", "1000", "--turns", "1")),
    Part("told", "bench.told"),
    Part("accuracy", "bench.accuracy", ("--check",), figures=False),
    Part("messages", "bench.messages.speed", usual=False),
    Part("deals", "bench.deals.quality", usual=False, figures=False),
    Part("deals-speed", "bench.deals.speed", usual=False, figures=False),
    Part("registers", "bench.registers.quality", usual=False, figures=False),
    Part("registers-speed", "bench.registers.speed", usual=False, figures=False),
)


def main() -> int:
    """Run the parts that are asked for, one after the other; 1 where one of them failed."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "parts", nargs="*", metavar="PART", help="what to run [default: all but those that take long]"
    )
    options.add_argument("--list", action="store_true", help="show the parts")
    options.add_argument("--out", type=Path, default=HERE, help="the folder of report.md and report.json")
    asked = options.parse_args()
    if asked.list:
        for part in PARTS:
            print(
                f"{part.name:18}{'' if part.usual else 'only if named  '}{' '.join(part.command(Path('FILE')))}"
            )
        return 0
    known = {part.name: part for part in PARTS}
    unknown = [name for name in asked.parts if name not in known]
    if unknown:
        options.error(f"no part is called {', '.join(unknown)}; there are {', '.join(known)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no part of it is left behind
    wanted = [known[name] for name in asked.parts] or [part for part in PARTS if part.usual]
    path = asked.out / "report.json"
    told: Told = json.loads(path.read_text("utf8")) if path.exists() else {"parts": {}}
    told["machine"] = machine()
    WORK.mkdir(parents=True, exist_ok=True)
    for part in wanted:
        print(f"{part.name} ...", file=sys.stderr, flush=True)
        told["parts"][part.name] = run(part)
        path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        (asked.out / "report.md").write_text(report(told), encoding="utf-8")
    failed = [part.name for part in wanted if told["parts"][part.name]["fault"]]
    if failed:
        print(f"failed: {', '.join(failed)}; {WORK} holds what they said", file=sys.stderr)
    return 1 if failed else 0


def run(part: Part) -> Told:
    """Run a part and gather what it found."""
    figures, log = WORK / f"{part.name}.json", WORK / f"{part.name}.log"
    figures.unlink(missing_ok=True)
    begun, started = datetime.now(UTC), time.perf_counter()
    busy = os.getloadavg()[0]
    fault = _done(part.command(figures), log)
    printed = log.read_text("utf8", errors="replace")
    tables = json.loads(figures.read_text("utf8")) if figures.exists() else []
    if part.figures and not tables:
        fault = fault or "no figures"
    print("".join(f"  {line}\n" for line in printed.splitlines()[-40:]), end="", flush=True)
    return {
        "command": " ".join(part.command(figures)).replace(f"{ROOT}/", "").replace(f"{Path.home()}/", "~/"),
        "begun": begun.isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - started),
        "load before": round(busy, 2),
        "processor": machine()["processor"],
        "commit": _commit(),
        "fault": fault and f"{fault}: {' / '.join(printed.strip().splitlines()[-3:])}",
        "tables": tables,
        "printed": "" if tables else printed.strip(),
    }


def _done(command: list[str], log: Path) -> str:
    """Run a command to its end and give what went wrong, "" if nothing did. None of its processes is left behind."""
    with log.open("w", encoding="utf-8") as out:
        try:
            running = subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=_environment(),
                start_new_session=True,
            )
        except OSError as error:
            return str(error)
        try:
            status = running.wait(LONGEST)
        except subprocess.TimeoutExpired:
            return f"not done after {LONGEST:,} s"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
    return f"exit status {status}" if status else ""


def _environment() -> dict[str, str]:
    """Whatever uv is told of its own, the project's environment is the one below; wheels that pip finds are found."""
    told = {"UV_PROJECT_ENVIRONMENT": str(ROOT / ".venv"), "UV_PYTHON_DOWNLOADS": "never", "COLUMNS": "200"}
    if "PIP_FIND_LINKS" in os.environ:
        told["UV_FIND_LINKS"] = os.environ["PIP_FIND_LINKS"]
    return {**os.environ, **told, "UV_PYTHON": sys.executable}


def machine() -> Told:
    """What the benchmarks run on, and with which versions."""
    names = (
        "armstrail",
        "onnxruntime",
        "numpy",
        "sqlalchemy",
        "trafilatura",
        "selectolax",
        "fastwarc",
        "daft",
        "ray",
    )
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory in GB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": platform.platform(),
        "Python": platform.python_version(),
        "versions": {name: _version(name) for name in names},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf8").splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    """The commit that is measured, and whether files differ from it; "" where there is no repository."""
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return told.stdout.strip()


def report(told: Told) -> str:
    """The report in Markdown."""
    machine = told["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    lines = [
        "# Benchmarks",
        "",
        "`make bench` writes this file and report.json. Rows that are compared ran in turn, in one run, on the same",
        "input: the median of the turns, then the least and the greatest. A ratio is one of medians.",
        "",
        ", ".join(
            [
                machine["processor"],
                f"{machine['cores']} cores",
                f"{machine['memory in GB']} GB",
                machine["system"],
            ]
        ),
        f"Python {machine['Python']}, {versions}.",
    ]
    parts = told["parts"]
    failed = [name for name, part in parts.items() if part["fault"]]
    missing = [part.name for part in PARTS if part.usual and part.name not in parts]
    if failed or missing:
        lines += ["", f"Failed: {', '.join(failed) or 'none'}. Not run: {', '.join(missing) or 'none'}."]
    missed = [
        f"{ratio['name']} ({ratio['value']:.2f}, asked {Ratio(**_of(ratio)).asked()})"
        for part in parts.values()
        for table in part["tables"]
        for ratio in table["ratios"]
        if ratio["held"] is False
    ]
    if missed:
        lines += ["", f"Asked for and not reached: {'; '.join(missed)}."]
    for name in (part.name for part in PARTS if part.name in parts):
        lines += _part(name, parts[name])
    return "\n".join(lines) + "\n"


def _part(name: str, part: Told) -> list[str]:
    run = f"`{part['command']}`, {part['begun']}, {part['seconds']:,} s, commit {part['commit'] or 'unknown'}"
    run += f"; {part.get('processor') or 'processor unknown'}"
    lines = ["", f"## {name}", "", f"{run}; the machine's load before it was {part['load before']}."]
    if part["fault"]:
        lines += ["", f"**Failed**: {part['fault']}"]
    for table in part["tables"]:
        lines += _table(table)
    if part["printed"]:
        lines += ["", "```", *part["printed"].splitlines()[-80:], "```"]
    return lines


def _table(table: Told) -> list[str]:
    lines = [
        "",
        f"### {table['title']}",
        "",
        f"{table['about']}.",
        "",
        "| what | median | spread |",
        "|---|---|---|",
    ]
    for held in table["rows"]:
        row = Row(held["name"], held["unit"], tuple(held["values"]))
        middle, _, spread = row.told().partition(" (")
        lines.append(f"| {row.name} | {middle} | {spread.rstrip(')')} |")
    if table["ratios"]:
        lines += ["", "| ratio | | asked | |", "|---|---|---|---|"]
    for held in table["ratios"]:
        ratio = Ratio(**_of(held))
        reached = {True: "reached", False: "**not reached**", None: ""}[ratio.held]
        lines.append(f"| {ratio.name} | {ratio.value:.2f} | {ratio.asked()} | {reached} |")
    told = [f"{name}: {'yes' if holds else '**no**'}" for name, holds in table["checks"]] + table["notes"]
    if table["versions"]:
        told.append(", ".join(f"{name} {number}" for name, number in table["versions"].items()))
    return [*lines, "", *(f"- {one}" for one in told)] if told else lines


def _of(ratio: Told) -> Told:
    return {name: ratio[name] for name in ("name", "value", "least", "most")}


if __name__ == "__main__":
    sys.exit(main())
