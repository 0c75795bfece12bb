"""How well claims are gathered: the hand-made deals in dev/ and held/, pairwise.

A pair is two strands (an item of a claim, between one supplier and one recipient) of one deal. `held` was not looked
at while the weights were set. `python -m bench.deals.quality [--misses dev]`
"""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from bench.coded import load

from armstrail.deals import Told, gather, strand_key, strands

if TYPE_CHECKING:
    from armstrail.model import Strand

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", metavar="PART", help="show the wrong pairs of a part")
    wanted = parser.parse_args().misses
    for part in ("dev", "held"):
        made, labels, texts = _part(HERE / part)
        deals = gather(made)
        score(part, made, labels, {strand_key(s): deal.id for deal in deals for s in deal.strands})
        if part == wanted:
            _show(
                made,
                labels,
                {strand_key(s): (deal.id, s.reason) for deal in deals for s in deal.strands},
                texts,
            )


def _part(folder: Path) -> tuple[list[Strand], dict[str, str], dict[str, str]]:
    made, labels, texts = [], {}, {}
    for document, claims, coded in load(folder):
        texts[document.id] = document.text
        by_id = {claim.id: row for claim, row in zip(claims, coded, strict=True)}
        told = [Told(claim.id, claim, document.id) for claim in claims]
        for strand in strands(document.id, document.published, told):
            made.append(strand)
            label = by_id[strand.claim]["deals"][strand.part]
            labels[strand_key(strand)] = f"{label} {strand.supplier} {strand.recipient}"
    return made, labels, texts


def score(part: str, made: list[Strand], labels: dict[str, str], found: dict[str, str]) -> None:
    keys = [strand_key(strand) for strand in made]
    counts = Counter[str]()
    for one, other in combinations(keys, 2):
        counts[_kind(labels[one] == labels[other], found[one] == found[other])] += 1
    right, lost, wrong = counts["right"], counts["lost"], counts["wrong"]
    precision, recall = right / max(1, right + wrong), right / max(1, right + lost)
    print(
        f"{part}: {len(set(labels.values()))} deals, {len({(s.document, s.claim) for s in made})} claims,"
        f" {len(keys)} strands; pairs: precision {precision:.3f}, recall {recall:.3f},"
        f" F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"
        f" ({wrong} wrong, {lost} lost of {right + lost})"
    )


def _kind(same: bool, together: bool) -> str:
    if same:
        return "right" if together else "lost"
    return "wrong" if together else "none"


def _show(
    made: list[Strand], labels: dict[str, str], found: dict[str, tuple[str, str]], texts: dict[str, str]
) -> None:
    """The deals that are not as they were coded, strand by strand."""
    del texts
    by_label: dict[str, set[str]] = {}
    by_deal: dict[str, set[str]] = {}
    for key, label in labels.items():
        by_label.setdefault(label, set()).add(found[key][0])
        by_deal.setdefault(found[key][0], set()).add(label)
    for strand in sorted(made, key=lambda s: (labels[strand_key(s)], s.published or "")):
        key = strand_key(strand)
        label, (deal, reason) = labels[key], found[key]
        if len(by_label[label]) > 1 or len(by_deal[deal]) > 1:
            what = (
                f"{strand.quantity or '-'} {strand.designation or ''}|{strand.mention} {strand.wording or ''}"
            )
            print(
                f"{label:14} {deal[:6]} {strand.published} {strand.document}/{strand.claim}.{strand.part}"
                f" {strand.stage} {what} {strand.date or ''} {strand.value or ''} :: {reason}"
            )


if __name__ == "__main__":
    main()
