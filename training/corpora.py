"""The corpora beside the project: where they lie and how their texts are read. None of them is shipped."""

from __future__ import annotations

import gzip
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armstrail.model import Document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

SHARED = Path(os.environ.get("ARMSTRAIL_SHARED", Path(__file__).parents[1].parent / "shared"))
POLNEAR, POLNEAR_DEV = SHARED / "data/polnear/train.jsonl.gz", SHARED / "data/polnear/dev.jsonl.gz"
REUTERS = SHARED / "data/reuters21578/documents.jsonl.gz"
RE3D = SHARED / "data/re3d"
GOLD = SHARED / "gold"
RUN = 8  # words by which texts are told to be the same
GOLDEN = 0.05  # the share of a text's runs in the gold from which on it is one of the gold's, or reprints it


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file of lines, packed or not."""
    with (
        gzip.open(path, "rt", encoding="utf8")
        if path.suffix == ".gz"
        else path.open(encoding="utf8") as lines
    ):
        for line in lines:
            if line.strip():
                yield json.loads(line)


def documents() -> Iterator[Document]:
    """All texts that may be learnt from: PolNeAR's training part, Reuters, re3d, but for what the gold took of them."""
    return (d for d in _everything() if golden_share(f"{d.title}\n{d.text}") < GOLDEN)


def golden_share(text: str) -> float:
    """The share of a text's runs of eight words that stand in a text of the gold, too: of its own texts 1."""
    found = _runs(text)
    return len(found & _golden()) / max(len(found), 1)


@cache
def _golden() -> frozenset[tuple[str, ...]]:
    paths = sorted(GOLD.glob("*text*.jsonl"))
    return frozenset().union(*(_runs(f"{r.get('title') or ''}\n{r['text']}") for p in paths for r in rows(p)))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return frozenset(zip(*(words[n:] for n in range(RUN)), strict=False))


def _everything() -> Iterator[Document]:
    for path in (REUTERS, POLNEAR):
        for row in rows(path):
            yield Document(row["id"], row["text"], row["title"] or "", row["published"])
    for path in sorted(RE3D.glob("*/documents.json")):
        for row in rows(path):
            yield Document(f"re3d:{row['_id']}", row["text"], row.get("title") or "")


def texts(ids: Collection[str]) -> dict[str, Document]:
    """The texts with these ids. Raises KeyError where one may not be learnt from, or is not there."""
    known = _all()
    if lacking := sorted(set(ids) - known.keys()):
        raise KeyError(f"{', '.join(lacking)}: not among the texts that may be learnt from")
    return {i: known[i] for i in ids}


@cache
def _all() -> dict[str, Document]:
    return {d.id: d for d in documents()}
