"""The step between: which texts have words in common, and the bins in which their documents are brought together.

The engine shuffles the marks of all texts; pairs that share enough are joined to families here, in memory, some forty
bytes a pair. Whatever may belong to one story lies in one family, and a family in one bin, or in several where it is
large: each of them is read by itself, and the first makes the stories of all.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from armstrail.scan.reading import BINS, MOVED, PAIRS
from armstrail.stories import Families, enough, proposals

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from armstrail.engine import Engine

    Prints = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

FULL, SMALL, BINS_AT_LEAST = 1_000, 25, 64
"""The documents of a bin that takes no more. Where they would not fill so many bins, a bin takes fewer, but those of a
small one: so that no worker waits for others.
"""

_PAIR = pa.schema([("one", pa.uint64()), ("other", pa.uint64())])


def fold(engine: Engine, work: Path) -> list[int]:
    """Bring together what shares words; gives for each bin of how many it makes the stories: none where one before it
    does. `work` is the scan's folder of such things.
    """
    prints = sorted((work / "prints").glob("*.parquet"))
    counted = _counted(prints)
    one, other = _compared(engine.pairs(prints, propose))
    texts = np.union1d(np.concatenate((one, other)), counted[0][counted[1] > 1])
    if not len(texts):
        return []
    places = np.searchsorted(texts, one), np.searchsorted(texts, other)
    families = _families(len(texts), *places)
    sizes = counted[1][np.searchsorted(counted[0], texts)]
    bins, made = _packed(families, sizes)
    _put(work / BINS, pa.table({"print": texts, "bin": bins}))
    shutil.rmtree(work / MOVED, ignore_errors=True)
    engine.moved(sorted((work / "texts").glob("*.parquet")), work / BINS, work / MOVED)
    firsts = np.maximum.accumulate(np.where(np.array(made) > 0, np.arange(len(made)), 0))
    _write_pairs(work / PAIRS, one, other, firsts[bins[places[0]]], len(made))
    return made


def propose(texts: pa.ListArray, sizes: pa.ListArray) -> pa.ListArray:
    """The pairs that groups of texts propose, a list a group: what the engine spreads over its workers."""
    ends = texts.offsets.to_numpy().astype(np.int64)
    first, ends = int(ends[0]), ends[1:] - ends[0]
    held = texts.values.slice(first, int(ends[-1]) if len(ends) else 0).to_numpy()
    start = int(sizes.offsets[0].as_py())
    found = proposals(held, sizes.values.slice(start, len(held)).to_numpy(), ends)
    pairs = pa.StructArray.from_arrays(
        [
            pa.array(found.one),
            pa.array(found.other),
            pa.array(found.least),
            pa.array(found.alone.astype(np.uint32)),
            pa.array((~found.alone).astype(np.uint32)),
        ],
        ["one", "other", "least", "alone", "crowded"],
    )
    return pa.LargeListArray.from_arrays(np.concatenate(([0], np.cumsum(found.counts))), pairs)


def _counted(prints: list[Path]) -> tuple[Prints, Numbers]:
    """The prints of all documents, sorted, and how many documents have each."""
    held = [pq.read_table(path, columns=["print"])["print"].to_numpy() for path in prints]
    return (
        np.unique(np.concatenate(held), return_counts=True)
        if held
        else (np.zeros(0, np.uint64), np.zeros(0, int))
    )


def _compared(pairs: pa.Table) -> tuple[Prints, Prints]:
    """The pairs that share enough, in order."""
    one, other, least, alone, crowded = (
        pairs[name].to_numpy() for name in ("one", "other", "least", "alone", "crowded")
    )
    kept = enough(alone.astype(np.int64), crowded.astype(np.int64), least.astype(np.int64))
    one, other = one[kept], other[kept]
    order = np.lexsort((other, one))
    return one[order], other[order]


def _families(texts: int, one: Numbers, other: Numbers) -> Numbers:
    """For each text the one that stands for its family: the first of those it hangs together with."""
    families = Families()
    families.grow(texts)
    for first, second in zip(one.tolist(), other.tolist(), strict=True):
        families.join(first, second)
    return np.array([families.of(text) for text in range(texts)], np.int64)


def _packed(families: Numbers, sizes: Numbers) -> tuple[Numbers, list[int]]:
    """The bin of each text, and for each bin of how many it makes the stories.

    Whole families go into a bin, in order, until it is full; one that fills more than a bin has some to itself.
    """
    full = int(np.clip(sizes.sum() // BINS_AT_LEAST, SMALL, FULL))
    bins = np.zeros(len(families), np.int64)
    made: list[int] = []
    held = full
    order = np.argsort(families, kind="stable")
    for texts in np.split(order, np.flatnonzero(np.diff(families[order])) + 1):
        before = np.cumsum(sizes[texts]) - sizes[texts]
        count = int(sizes[texts].sum())
        if held + count > full:
            parts = np.unique(before // full, return_inverse=True)[1]
            bins[texts] = len(made) + parts
            made += [int(parts.max()) + 1, *[0] * int(parts.max())]
            held = min(count, full)
        else:
            bins[texts] = len(made) - 1
            held += count
    return bins, made


def _write_pairs(folder: Path, one: Prints, other: Prints, bins: Numbers, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    order = np.argsort(bins, kind="stable")
    ends = np.searchsorted(bins[order], np.arange(count + 1))
    for number in range(count):
        rows = order[ends[number] : ends[number + 1]]
        _put(folder / f"bin-{number:05}.parquet", pa.table([one[rows], other[rows]], schema=_PAIR))


def _put(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="zstd")
