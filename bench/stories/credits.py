"""How well agencies are found by their credits, on PolNeAR's `wire` field (its training part).

    python -m bench.stories.credits ../shared

Texts come without their fields: the agency is to be found in what they say. Prints precision, recall and F1, and each
text where the two differ.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from armstrail.model import Document
from armstrail.outlets import outlet
from armstrail.stories.credits import credit

NONE = {"", "NA", "None", None}


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("shared", type=Path, help="where data/polnear lies")
    asked = options.parse_args()
    right = stated = found = texts = 0
    with gzip.open(asked.shared / "data/polnear/train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            texts += 1
            label = outlet(row["wire"]) if row["wire"] not in NONE else None
            seen = credit(Document(row["id"], row["text"], row["title"], outlet=row["publisher"]))
            agency = seen.agency if seen else None
            stated += label is not None
            found += agency is not None
            right += label is not None and label == agency
            if label != agency:
                words = f", in “{seen.words}”" if seen else ""
                print(f"{row['id']}: label {name(label)}, found {name(agency)}{words}")
    precision, recall = right / found, right / stated
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{texts} texts, {stated} of an agency: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")


def name(agency: object) -> str:
    return getattr(agency, "name", "none")


if __name__ == "__main__":
    main()
