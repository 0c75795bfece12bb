"""Work over many items, whatever becomes of a worker; and the two shuffles, with real files."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from armstrail.engine import Engine
from armstrail.errors import EngineError
from armstrail.scan.folding import propose
from tests.scan.dying import dies, dies_apart, dies_once, fails, shout, told

pytestmark = pytest.mark.filterwarnings(  # Daft leaves its pipes to be closed by the collector
    "ignore:Exception ignored:pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(workers=2)


# ------------------------------------------------------------------ work over many items


def test_each_item_is_given_with_its_result(engine: Engine) -> None:
    items = [f"item {number}" for number in range(20)]
    assert dict(engine.each(shout, items)) == {item: item.upper() for item in items}
    assert list(engine.each(shout, [])) == []
    assert engine.name == "native"


def test_as_many_workers_as_were_asked_for(engine: Engine) -> None:
    items = [str(number) for number in range(8)]
    assert len({who for _, who in engine.each(told, items)}) == 2


def test_an_item_that_workers_die_of_costs_itself_alone(engine: Engine) -> None:
    found = list(engine.each(dies, ["a", "deadly", "b"]))
    assert sorted(found, key=str) == [("a", "A"), ("b", "B"), ("deadly", None)]


def test_a_worker_that_dies_once_costs_nothing(engine: Engine, tmp_path: Path) -> None:
    items = [str(tmp_path / name) for name in ("A", "B")]
    (tmp_path / "A").touch()
    assert sorted(engine.each(dies_once, items)) == [(item, item.upper()) for item in items]


def test_after_deaths_that_have_nothing_in_common_all_workers_go_on(engine: Engine, tmp_path: Path) -> None:
    items = [str(tmp_path / str(number)) for number in range(30)]
    found = dict(engine.each(dies_apart, items, lambda item: Path(item).with_suffix(".begun").exists()))
    assert found.keys() == set(items)
    assert None not in found.values()
    assert len({found[item] for item in items[-10:]}) == 2


def test_what_work_raises_ends_it_in_a_line(engine: Engine) -> None:
    with pytest.raises(EngineError) as raised:
        list(engine.each(fails, ["good", "bad"]))
    assert str(raised.value) == "last line"


# ------------------------------------------------------------------ the shuffles


def put(path: Path, rows: list[tuple[int, list[int]]]) -> Path:
    """Texts by number, each with its marks."""
    columns = {
        "print": pa.array([number for number, _ in rows], pa.uint64()),
        "size": pa.array([len(marks) for _, marks in rows], pa.uint32()),
        "marks": pa.array([marks for _, marks in rows], pa.list_(pa.uint32())),
    }
    pq.write_table(pa.table(columns), path)
    return path


def pairs(engine: Engine, *files: Path) -> dict[tuple[int, int], tuple[int, int, int]]:
    found = engine.pairs(files, propose).to_pylist()
    return {(row["one"], row["other"]): (row["least"], row["alone"], row["crowded"]) for row in found}


def test_texts_that_share_marks_are_paired_over_all_files(engine: Engine, tmp_path: Path) -> None:
    most = 2**64 - 1
    one = put(tmp_path / "1.parquet", [(9, [1, 2, 3]), (most, [2, 3, 4, 5]), (4, [])])
    other = put(tmp_path / "2.parquet", [(7, [5]), (9, [1, 2, 3]), (3, [])])  # one text of two documents
    assert pairs(engine, one, other) == {(9, most): (3, 2, 0), (7, most): (1, 1, 0)}


def test_texts_without_marks_make_no_pairs(engine: Engine, tmp_path: Path) -> None:
    assert pairs(engine, put(tmp_path / "1.parquet", [(1, []), (2, [])])) == {}
    assert pairs(engine, put(tmp_path / "2.parquet", [])) == {}


def test_a_crowd_is_paired_with_its_foremost_alone(engine: Engine, tmp_path: Path) -> None:
    texts = put(tmp_path / "1.parquet", [(number, [1]) for number in range(40)])
    assert pairs(engine, texts) == {
        (one, other): (1, 0, 1) for one, other in combinations(range(40), 2) if one < 4
    }


def test_texts_are_moved_to_their_bins(engine: Engine, tmp_path: Path) -> None:
    texts = []
    for file in range(2):
        numbers = np.arange(file * 10, file * 10 + 12, dtype=np.uint64)
        texts.append(tmp_path / f"{file}.parquet")
        pq.write_table(pa.table({"print": numbers, "text": [f"{file}: {n}" for n in numbers]}), texts[-1])
    bins = pa.table({"print": pa.array([1, 10, 11, 21], pa.uint64()), "bin": [0, 1, 1, 0]})
    pq.write_table(bins, tmp_path / "bins.parquet")
    for _ in range(2):  # a second time takes the first one's place
        engine.moved(texts, tmp_path / "bins.parquet", tmp_path / "moved")
    found = {
        number: sorted(
            text
            for path in (tmp_path / "moved" / f"bin={number}").glob("*.parquet")
            for text in pq.ParquetFile(path).read()["text"].to_pylist()
        )
        for number in (0, 1)
    }
    assert found == {0: ["0: 1", "1: 21"], 1: ["0: 10", "0: 11", "1: 10", "1: 11"]}
