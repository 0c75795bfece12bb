"""How well claims are gathered into deals: hand-made sets of hard cases, pairwise.

    python -m bench.deals.quality [--misses dev]

A pair is two strands (an item of a claim, between one supplier and one recipient) that stand in one deal. Three sets
were used to find rules and set weights (dev; then held and test, each after it had been scored unseen); of `last` came
one rule and one word, after it had been scored at 0.856. Beside them what one would otherwise do: all claims of one
dyad and category within a year of each other, and of one dyad and designation; and, on `last`, a second coder who did
not know the first one's labels.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench.coded import load

from armstrail.deals import Told, gather, strand_key, strands
from armstrail.deals.likeness import ordinal
from armstrail.deals.strands import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from armstrail.model import Strand

HERE = Path(__file__).parent
DEVELOPED_ON = ("dev", "held", "test")
UNSEEN = ("last",)
YEAR = 365

Labels = dict[str, str]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--misses", metavar="PART", help="show the deals of a part that are not as they were coded"
    )
    wanted = options.parse_args().misses
    seen: list[tuple[Labels, Labels]] = []
    for part in (*DEVELOPED_ON, *UNSEEN):
        made, labels = coded(HERE / part)
        found = {strand_key(s): deal.id for deal in gather(made) for s in deal.strands}
        tell(part, labels, found)
        if part in DEVELOPED_ON:
            seen.append((labels, found))
        else:
            tell("    one dyad and category, within a year", labels, by_year(made))
            tell("    one dyad and designation", labels, by_designation(made))
            tell("    a second coder", labels, second(HERE / part, made))
        if part == wanted:
            show(made, labels)
    tell("developed on, together", _together(0, seen), _together(1, seen))


def coded(folder: Path) -> tuple[list[Strand], Labels]:
    """The strands of a set, and the deal that each was coded to."""
    made: list[Strand] = []
    labels: Labels = {}
    for document, claims, rows in load(folder):
        deals = {claim.id: row["deals"] for claim, row in zip(claims, rows, strict=True)}
        told = [Told(claim.id, claim, document.id) for claim in claims]
        for strand in strands(document.id, document.published, told):
            made.append(strand)
            labels[strand_key(strand)] = _label(strand, deals[strand.claim][strand.part])
    return made, labels


def _label(strand: Strand, deal: str) -> str:
    return f"{deal} {strand.supplier} {strand.recipient}"


def tell(name: str, labels: Mapping[str, str], found: Mapping[str, str]) -> None:
    """Print precision, recall and F1 of the pairs that stand together."""
    right = _pairs(Counter((labels[key], found[key]) for key in labels))
    there, said = _pairs(Counter(labels.values())), _pairs(Counter(found.values()))
    precision, recall = right / max(1, said), right / max(1, there)
    size = f" ({len(set(labels.values()))} deals, {len(labels)} strands)" if not name.startswith(" ") else ""
    print(
        f"{name}{size}: precision {precision:.3f}, recall {recall:.3f}, F1 {2 * right / max(1, there + said):.3f};"
        f" {said - right} pairs wrong, {there - right} lost of {there}"
    )


def _pairs(counts: Counter[tuple[str, str]] | Counter[str]) -> int:
    return sum(number * (number - 1) // 2 for number in counts.values())


def _together(which: int, seen: list[tuple[Labels, Labels]]) -> Labels:
    return {f"{n} {key}": f"{n} {deal}" for n, both in enumerate(seen) for key, deal in both[which].items()}


# ------------------------------------------------------------------ what one would otherwise do


def by_year(made: list[Strand]) -> Labels:
    """Claims of one dyad and category, as long as no year lies between two of them."""
    groups: dict[tuple[str, str, str], list[Strand]] = defaultdict(list)
    for strand in made:
        groups[strand.supplier, strand.recipient, strand.category].append(strand)
    found: Labels = {}
    for name, some in groups.items():
        last = number = 0
        for strand in sorted(some, key=_day):
            number += _day(strand) > last + YEAR
            last = _day(strand)
            found[strand_key(strand)] = f"{name} {number}"
    return found


def by_designation(made: list[Strand]) -> Labels:
    """Claims of one dyad and designation; those without one by category."""
    return {strand_key(s): f"{s.supplier} {s.recipient} {kind_of(s).family or s.category}" for s in made}


def second(folder: Path, made: list[Strand]) -> Labels:
    """What a second coder made of the same claims."""
    rows = [json.loads(line) for line in (folder / "second.jsonl").read_text("utf8").splitlines()]
    deals = {row["doc"]: row["deals"] for row in rows}
    return {strand_key(s): _label(s, deals[s.document][int(s.claim[1:]) - 1][s.part]) for s in made}


def _day(strand: Strand) -> int:
    return ordinal(strand.date) or ordinal(strand.published) or 0


# ------------------------------------------------------------------ misses


def show(made: list[Strand], labels: Labels) -> None:
    """The deals that are not as they were coded, strand by strand."""
    held = {strand_key(s): (deal.id, s) for deal in gather(made) for s in deal.strands}
    deals: dict[str, set[str]] = defaultdict(set)
    coded_to: dict[str, set[str]] = defaultdict(set)
    for key, label in labels.items():
        deals[label].add(held[key][0])
        coded_to[held[key][0]].add(label)
    for key in sorted(labels, key=lambda key: (labels[key], held[key][1].published or "")):
        deal, strand = held[key]
        if len(deals[labels[key]]) > 1 or len(coded_to[deal]) > 1:
            what = (
                strand.stage,
                strand.quantity,
                strand.mention,
                strand.designation,
                strand.date,
                strand.wording,
            )
            print(f"{labels[key]:16} {deal[:6]} {strand.published} {strand.document}/{strand.claim}", *what)
            print(f"    {strand.reason}")


if __name__ == "__main__":
    main()
