"""How well texts are read: against the gold beside the project, and against texts that the project coded itself.

    python bench/accuracy.py              print all figures
    python bench/accuracy.py --check      and fail where one is below its floor (bench/floors.toml)

The gold lies in ../shared; where that is absent only the project's own sets are scored. The gold's own scripts
score it, `own_scores` the rest: evidence by overlap, dyads by party id, both as F1 over all texts of a set.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import armstrail
from armstrail.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold"
POLNEAR = SHARED / "data" / "polnear" / "dev.jsonl.gz"
FLOORS = HERE / "floors.toml"

# Set -> its texts and their coding.
OWN = {
    "samples": (ROOT / "src/armstrail/samples/articles.jsonl", ROOT / "tests/samples_claims.jsonl"),
    "held": (ROOT / "tests/held_texts.jsonl", ROOT / "tests/held_claims.jsonl"),
}
GOLDEN = {
    "gold": (GOLD / "texts.jsonl", GOLD / "claims.jsonl"),
    "article": (GOLD / "article-text.jsonl", GOLD / "article-claims.jsonl"),
    "notifications": (GOLD / "notifications-texts.jsonl", GOLD / "notifications-claims.jsonl"),
    "stages": (GOLD / "stages-texts.jsonl", GOLD / "stages-claims.jsonl"),
}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, packed or not."""
    with (
        gzip.open(path, "rt", encoding="utf8")
        if path.suffix == ".gz"
        else path.open(encoding="utf8") as lines
    ):
        yield from (json.loads(line) for line in lines if line.strip())


def read(path: Path) -> Iterator[dict[str, Any]]:
    """What `armstrail read --format jsonl` prints of the texts of a file."""
    for row in rows(path):
        known = {key: row.get(key) or None for key in ("published", "outlet", "url")}
        yield record(armstrail.read(row["text"], id=row["id"], title=row.get("title") or "", **known))


def gold_scores(script: str, gold: Path, records: Iterable[dict[str, Any]]) -> dict[str, float]:
    """The figures that a script beside the gold prints: F1 where it gives one, else accuracy."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as file:
        file.writelines(json.dumps(one) + "\n" for one in records)
        file.flush()
        command = [sys.executable, str(GOLD / script), str(gold), file.name, "--json"]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name: row.get("f1", row.get("accuracy")) for name, row in json.loads(printed).items()}


def own_scores(gold: Path, records: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Evidence and dyad F1 of a set that the project coded itself."""
    coded = {row["doc"]: row["claims"] for row in rows(gold)}
    hits = {"evidence": [0, 0, 0], "dyad": [0, 0, 0], "dyad+stage": [0, 0, 0]}
    for one in records:
        expected, found = coded[one["doc"]], one["claims"]
        for name, of in (
            ("evidence", lambda c: {c["evidence"]}),
            ("dyad", dyads),
            ("dyad+stage", lambda c: {(*d, c["stage"]) for d in dyads(c)}),
        ):
            wanted = set().union(*map(of, expected))
            given = set().union(*map(of, found))
            for i, number in enumerate((len(wanted), len(given), len(wanted & given))):
                hits[name][i] += number
    return {name: round(2 * both / max(wanted + given, 1), 3) for name, (wanted, given, both) in hits.items()}


def dyads(claim: dict[str, Any]) -> set[tuple[str, str]]:
    """Supplier and recipient of a claim by state, else by id; "-" where unstated."""
    suppliers = [party.get("state") or party["id"] for party in claim["supplier"]] or ["-"]
    recipients = [party.get("state") or party["id"] for party in claim["recipient"]] or ["-"]
    return {(supplier, recipient) for supplier in suppliers for recipient in recipients}


def figures(*, statements: bool = True) -> dict[str, dict[str, float]]:
    """All figures that can be had here, by set. `statements`: also those of PolNeAR's development part."""
    found = {name: own_scores(coded, read(texts)) for name, (texts, coded) in OWN.items()}
    if GOLD.is_dir():
        found |= {
            name: gold_scores("score.py", coded, read(texts)) for name, (texts, coded) in GOLDEN.items()
        }
        if statements:
            found["polnear dev"] = gold_scores("score_attribution.py", POLNEAR, read(POLNEAR))
    return found


def below(found: dict[str, dict[str, float]]) -> list[str]:
    """The figures that fall below their floors, as lines for people."""
    floors: dict[str, dict[str, float]] = tomllib.loads(FLOORS.read_text("utf8"))
    return [
        f"{name}: {figure} is {found[name][figure]}, its floor {floor}"
        for name, wanted in floors.items()
        if name in found
        for figure, floor in wanted.items()
        if found[name][figure] < floor
    ]


def main() -> int:
    """Print the figures; 1 where one is below its floor and that was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="fail where a figure is below its floor")
    check = parser.parse_args().check
    found = figures()
    for name, scores in found.items():
        print(f"\n{name}")
        for figure, score in scores.items():
            print(f"  {figure:16}{score:.3f}")
    if not GOLD.is_dir():
        print("\nThe gold is not here (../shared/gold): only the project's own sets were scored.")
    fallen = below(found) if check else []
    for line in fallen:
        print(line, file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
