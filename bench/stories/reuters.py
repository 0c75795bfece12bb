"""Reuters' own near-duplicates of 1987: every pair found is listed, and a sample is judged by reading.

    python -m bench.stories.reuters ../shared --pairs out/pairs.jsonl     list all pairs found, and why others are not
    python -m bench.stories.reuters ../shared --sheet out/sheet.txt       the drawn pairs with their texts, to be judged
    python -m bench.stories.reuters ../shared                             precision and B-cubed by the kept verdicts

A verdict ("same" or "two") answers: is one text a version, a reprint or an excerpt of the other, so that the two count
as one source? `verdicts.jsonl` holds ids alone, 200 pairs drawn from those found and 60 from those that have words in
common and were not folded.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from armstrail.model import Document
from armstrail.stories import Stories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from armstrail.model import Resemblance, Story

VERDICTS = Path(__file__).parent / "verdicts.jsonl"
SEED, FOUND, NOT_FOLDED = 1987, 200, 60

Pair = tuple[str, str]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("shared", type=Path, help="where data/reuters21578 lies")
    options.add_argument("--pairs", type=Path, help="list the pairs there")
    options.add_argument("--sheet", type=Path, help="write the drawn pairs there")
    asked = options.parse_args()
    texts = documents(asked.shared)
    stories = Stories()
    stories.add(texts.values())
    found = pairs(stories.stories())
    print(f"{len(texts):,} texts: {len(found):,} pairs in one story")
    if asked.pairs:
        listed(found, stories.resemblances(), asked.pairs)
    if asked.sheet:
        sheet(texts, drawn(found, stories.resemblances()), asked.sheet)
    verdicts = kept()
    if verdicts and not (asked.pairs or asked.sheet):
        score(found, verdicts)


def documents(shared: Path) -> dict[str, Document]:
    with gzip.open(shared / "data/reuters21578/documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {
            row["id"]: Document(row["id"], row["text"], row["title"], row["published"], row["outlet"])
            for row in map(json.loads, lines)
        }


def pairs(stories: Iterable[Story]) -> list[Pair]:
    """All pairs of documents that stand in one story."""
    held = {
        pair
        for story in stories
        for pair in combinations(sorted(member.document for member in story.documents), 2)
    }
    return sorted(held)


def listed(found: list[Pair], others: list[Resemblance], path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for one, other in found:
            out.write(json.dumps({"one": one, "other": other, "folded": True}) + "\n")
        for pair in others:
            row = {"one": pair.one, "other": pair.other, "folded": False, "reason": pair.reason}
            out.write(json.dumps(row) + "\n")
    print(f"{path}: {len(found):,} pairs folded, {len(others):,} not")


def drawn(found: list[Pair], others: list[Resemblance]) -> list[Pair]:
    draw = random.Random(SEED)
    chosen = draw.sample(found, FOUND)
    chosen += draw.sample([(pair.one, pair.other) for pair in others], NOT_FOLDED)
    draw.shuffle(chosen)
    return chosen


def sheet(texts: dict[str, Document], chosen: list[Pair], path: Path) -> None:
    """The drawn pairs to be read; it does not tell which were folded."""
    with path.open("w", encoding="utf-8") as out:
        for number, pair in enumerate(chosen, 1):
            out.write(f"\n{'=' * 40} {number}: {pair[0]} {pair[1]}\n")
            for name in pair:
                text = texts[name]
                out.write(f"\n--- {name}, {text.published}: {text.title}\n{text.text}\n")
    print(f"{path}: {len(chosen)} pairs")


def kept() -> dict[Pair, str]:
    if not VERDICTS.exists():
        return {}
    rows = map(json.loads, VERDICTS.read_text(encoding="utf-8").splitlines())
    return {(row["one"], row["other"]): row["verdict"] for row in rows}


def score(found: list[Pair], verdicts: dict[Pair, str]) -> None:
    """Precision over the judged pairs that are folded; B-cubed over their texts, against what the verdicts join."""
    folded = [pair for pair in verdicts if pair in set(found)]
    right = sum(verdicts[pair] == "same" for pair in folded)
    missed = sum(verdict == "same" for pair, verdict in verdicts.items() if pair not in set(found))
    print(f"precision {right / len(folded):.3f} ({right} of {len(folded)} judged pairs that are folded)")
    print(f"of {len(verdicts) - len(folded)} judged pairs that are not folded, {missed} are the same text")
    names = {name for pair in verdicts for name in pair}
    true = joined(names, [pair for pair, verdict in verdicts.items() if verdict == "same"])
    ours = joined(names, folded)
    precision = sum(len(true[n] & ours[n]) / len(ours[n]) for n in names) / len(names)
    recall = sum(len(true[n] & ours[n]) / len(true[n]) for n in names) / len(names)
    print(f"B-cubed precision {precision:.3f} recall {recall:.3f} F1 {f1(precision, recall):.3f}")


def joined(names: set[str], same: list[Pair]) -> dict[str, set[str]]:
    """Each text with those that pairs join it to, itself among them."""
    groups = {name: {name} for name in names}
    for one, other in same:
        groups[one] |= groups[other]
        for name in groups[one]:
            groups[name] = groups[one]
    return groups


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
