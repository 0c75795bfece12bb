"""How long one article takes from a cold start, beside `import spacy` on the same machine, and in how much memory.

    python -m bench.cold_start            the time and the memory of `armstrail read`
    python -m bench.cold_start --spacy    the same as a ratio; installs spaCy into bench/.spacy, a venv of its own

The two are run in turn, so that what else the machine does falls on both; a first run of each warms the disk's
cache and is not counted. The project's own limits: a ratio of 0.5, a peak of 300 MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from functools import partial
from pathlib import Path

from bench.figures import Figures, arguments, command, hand_over, in_turn

READ, SPACY = "armstrail read", "import spacy"
MOST, MOST_MEMORY = 0.5, 300
HERE = Path(__file__).resolve().parent
# Compiled modules are kept between runs, as they are wherever a package is installed, whatever this shell is set to.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ARTICLE = """Germany delivered 18 Leopard 2A6 tanks to Ukraine in March 2023, the defence ministry said in Berlin.
"Our tanks have arrived," Defence Minister Boris Pistorius said, adding that Portugal had given three more.
The government had approved the delivery in January after months of talks with Poland and the United States.
"""


def main() -> None:
    parser = arguments(__doc__)
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
        commands = {READ: [str(Path(sysconfig.get_path("scripts")) / "armstrail"), "read", str(article)]}
        if wanted.spacy:
            commands[SPACY] = [str(_spacy()), "-c", "import spacy"]
        found = in_turn({name: partial(_run, words) for name, words in commands.items()}, wanted.runs)
    figures = Figures("A cold start", "one article read, a process each")
    times = {name: figures.row(name, "s", [one[0] for one in runs]) for name, runs in found.items()}
    peaks = {
        name: figures.row(f"{name}: peak memory", "MB", [one[1] for one in runs])
        for name, runs in found.items()
    }
    figures.check(f"{READ}: peak memory under {MOST_MEMORY} MB", holds=max(peaks[READ].values) < MOST_MEMORY)
    if SPACY in times:
        figures.ratio(f"{READ} to {SPACY}", times[READ], times[SPACY], most=MOST)
    hand_over([figures], wanted.json)


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


def _run(words: list[str]) -> tuple[float, float]:
    """Seconds and peak memory in MB."""
    took, memory, status = command(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
    )
    if status:
        sys.exit(f"{' '.join(words)}: exit status {status}")
    return took, memory


if __name__ == "__main__":
    main()
