"""How long one article takes from a cold start, beside `import spacy` on the same machine, and in how much memory.

    python bench/cold_start.py            the time and the memory of `armstrail read`
    python bench/cold_start.py --spacy    the same as a ratio; installs spaCy into bench/.spacy, a venv of its own

The two are run in turn, so that what else the machine does falls on both; a first run of each warms the disk's
cache and is not counted. The project's own limits: a ratio of 0.5, a peak of 300 MB.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Compiled modules are kept between runs, as they are wherever a package is installed, whatever this shell is set to.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ARTICLE = """Germany delivered 18 Leopard 2A6 tanks to Ukraine in March 2023, the defence ministry said in Berlin.
"Our tanks have arrived," Defence Minister Boris Pistorius said, adding that Portugal had given three more.
The government had approved the delivery in January after months of talks with Poland and the United States.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--spacy", action="store_true", help="compare with `import spacy`, installed for this alone"
    )
    parser.add_argument("--runs", type=int, default=9, help="how often each is run (default: 9)")
    parser.add_argument("--article", type=Path, help="a text to read instead of the one in this file")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        article = wanted.article or Path(folder) / "article.txt"
        if not wanted.article:
            article.write_text(ARTICLE * 8, encoding="utf-8")
        commands = {"read": [str(Path(sysconfig.get_path("scripts")) / "armstrail"), "read", str(article)]}
        if wanted.spacy:
            commands["spacy"] = [str(_spacy()), "-c", "import spacy"]
        figures = _measure(commands, wanted.runs)
    _show(figures)


def _spacy() -> Path:
    """The Python of a venv that holds spaCy and nothing else; made on the first run."""
    home = HERE / ".spacy"
    python = home / "bin" / "python"
    if not (home / "made").exists():
        print("installing spaCy into bench/.spacy ...", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "spacy"], check=True)
        (home / "made").touch()
    return python


def _measure(commands: dict[str, list[str]], runs: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds and peak memory in MB of each run of each command; the runs alternate."""
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            figure = _run(command)
            if turn:
                figures[name].append(figure)
    return figures


def _run(command: list[str]) -> tuple[float, float]:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    return seconds, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _show(figures: dict[str, list[tuple[float, float]]]) -> None:
    names = {"read": "armstrail read", "spacy": "import spacy"}
    medians = {}
    for name, runs in figures.items():
        medians[name] = statistics.median(seconds for seconds, _ in runs)
        fastest, slowest = min(runs)[0], max(runs)[0]
        peak = max(memory for _, memory in runs)
        print(
            f"{names[name]:15} {medians[name]:.3f} s median of {len(runs)} ({fastest:.3f} to {slowest:.3f}),"
            f" peak {peak:.0f} MB"
        )
    if "spacy" in medians:
        print(f"ratio           {medians['read'] / medians['spacy']:.2f} (limit 0.50)")


if __name__ == "__main__":
    main()
