"""How far two coders agree: a tenth of the passages was coded twice, independently.

python -m training.agreement     F1 and accuracy as ../shared/gold/score.py counts them, the first coder as gold
"""

from __future__ import annotations

import json
import sys

from training import corpora, measuring, passages
from training.passages import CODED

SECOND = CODED / "second"


def pairs() -> tuple[dict[str, list], dict[str, list]]:
    """The claims of the passages coded twice, by the first and by the second coder."""
    first = {p.id: p for p in passages.load()}
    rows = {}
    for path in sorted(CODED.glob("own-*.jsonl")):
        rows |= {row["id"]: row for row in corpora.rows(path)}
    second = [
        passages.read_own(json.dumps(rows[row["id"]] | {"claims": row["claims"]}))
        for row in corpora.rows(SECOND / "own.jsonl")
    ]
    second += [passages.read_shared(row) for row in corpora.rows(SECOND / "shared.jsonl")]
    return (
        {p.id: passages.to_codebook(first[p.id])["claims"] for p in second},
        {p.id: passages.to_codebook(p)["claims"] for p in second},
    )


def main() -> int:
    one, two = pairs()
    print(
        f"{len(one)} passages coded twice, {sum(map(len, one.values()))} and {sum(map(len, two.values()))} claims"
    )
    for name, figure in measuring.claim_scores(one, two).items():
        print(f"{name:15}{figure:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
