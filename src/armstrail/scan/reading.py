"""The last step: the reader over documents, and the stories that they make.

The documents of a part that share no words with others are read where they lie. The others were brought together in
bins, each text with all who print it, so that it is read once; the first bin of a family makes its stories.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from armstrail.model import Document
from armstrail.pipeline import read_document
from armstrail.scan.tables import (
    SCHEMAS,
    TABLES,
    Tables,
    claim_rows,
    coverage_row,
    document_of,
    document_row,
    rows_of,
    statement_rows,
    story_rows,
)
from armstrail.scan.work import Task
from armstrail.stories import Settled, Stories
from armstrail.workers import Fault, attempt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from armstrail.model import Reading
    from armstrail.scan.tables import Row
    from armstrail.scan.work import Account

    Placed = tuple[str, Document]

_TOGETHER, _REMEMBERED = 200, 1_000
_SHARED = ("text", "title", "outlet", "published", "credit")


def read(text: str) -> str:
    """Read the documents of one part that stand alone, and tell what of it was not read; or those of one bin, and make
    their stories.
    """
    task = Task.of(text)
    return task.do(_read_part if task.part else _read_bin)


def _read_part(task: Task, account: Account) -> None:
    with _tables(task) as tables:
        _take_over(task, tables, account)
        for some in _together(_alone(task.work / "texts" / f"{task.name}.parquet", task.work / BINS)):
            texts = []
            for row in some:
                tables["captures"].add({name: row[name] for name in SCHEMAS["captures"].names})
                texts.append((row["place"], document_of(row)))
            _fold(texts, Settled([]), tables)
            _read(texts, tables, account)


def lose_read(task: Task, reason: str) -> None:
    """Give the reading of a part or a bin up: its texts stay, each with the reason, and what was told before."""

    def lose(task: Task, account: Account) -> None:
        with _tables(task) as tables:
            if task.part:
                _take_over(task, tables, account)
                held = _alone(task.work / "texts" / f"{task.name}.parquet", task.work / BINS)
            else:
                held = (row for path in _files_of(task, _number(task)) for row in rows_of(path, "texts"))
            for row in held:
                for name in ("documents", "captures"):
                    tables[name].add({column: row[column] for column in SCHEMAS[name].names})
                _fail(row["place"], reason, tables, account)

    task.do(lose)


def _read_bin(task: Task, account: Account) -> None:
    number = _number(task)
    pairs = pq.read_table(task.work / PAIRS / f"{task.name}.parquet")
    settled = Settled(zip(*(pairs[name].to_pylist() for name in ("one", "other")), strict=True))
    with _tables(task) as tables:
        for path in _files_of(task, number):
            for row in rows_of(path, "captures"):
                tables["captures"].add(row)
        texts = _whole(_files_of(task, number))
        if task.families == 1:
            _fold(texts, settled, tables)
        elif task.families:
            beside = (f for n in range(number, number + task.families) for f in _files_of(task, n))
            _fold(_whole(list(beside)), settled, tables)
        _read(texts, tables, account)


def _number(task: Task) -> int:
    return int(task.name.removeprefix("bin-"))


def _files_of(task: Task, number: int) -> list[Path]:
    return sorted((task.work / MOVED / f"bin={number}").glob("*.parquet"))


BINS, MOVED, PAIRS = "bins.parquet", "moved", "pairs"
"""Which texts are in which bin, their documents by bin, and the pairs of each bin's texts that are compared."""


def _take_over(task: Task, tables: Tables, account: Account) -> None:
    """What the first step told of a part; a failure that those before it that share its file came upon, too, once."""
    part = task.part
    assert part is not None  # noqa: S101 - a bin has nothing to take over
    for row in rows_of(task.work / "coverage" / f"{task.name}.parquet", "coverage"):
        tables["coverage"].add(row)
    before = {row["place"]: row["reason"] for name in part.before for row in _failures(task, name)}
    for row in _failures(task, task.name):
        if before.get(row["place"]) != row["reason"]:
            _fail(row["place"], row["reason"], tables, account)


def _failures(task: Task, name: str) -> Iterator[Row]:
    return rows_of(task.work / "failures" / f"{name}.parquet", "failures")


def _fail(place: str, reason: str, tables: Tables, account: Account) -> None:
    account.count("failures")
    tables["failures"].add({"place": place, "reason": reason})


def _tables(task: Task) -> Tables:
    return Tables({name: task.folder / name for name in TABLES}, task.name)


def _read(texts: Iterable[Placed], tables: Tables, account: Account) -> None:
    """Read documents in order, what is the same once."""
    read = lru_cache(_REMEMBERED)(_reading)
    for place, made in texts:
        tables["documents"].add(document_row(made, place))
        result = read(made.title, made.published, made.text)
        account.count("read")
        if isinstance(result, Fault):
            _fail(place, result.reason, tables, account)
            continue
        reading = replace(result, document=made)
        account.count("statements", len(reading.statements))
        account.count("claims", len(reading.claims))
        tables["coverage"].add(coverage_row(reading, place))
        for said in statement_rows(reading, place):
            tables["statements"].add(said)
        for claim in claim_rows(reading, place):
            tables["claims"].add(claim)


def _reading(title: str, published: str | None, text: str) -> Reading | Fault:
    """All that a reading depends on is here."""
    return attempt(read_document, Document("", text, title, published))


def _fold(texts: Iterable[Placed], pairs: Settled, tables: Tables) -> None:
    stories = Stories(fingerprints=pairs)
    stories.add(made for _, made in texts)
    for story in stories.stories():
        for row in story_rows(story):
            tables["stories"].add(row)


def _alone(texts: Path, bins: Path) -> Iterator[Row]:
    """The texts of a file that no bin has."""
    moved: set[int] = set()
    if bins.exists():
        elsewhere = pq.read_table(bins, columns=["print"])["print"].to_numpy()
        moved.update(elsewhere[np.isin(elsewhere, _prints(texts))].tolist())
    return (row for row in rows_of(texts, "texts") if row["print"] not in moved)


def _prints(texts: Path) -> np.ndarray:
    prints: np.ndarray = pq.read_table(texts, columns=["print"])["print"].to_numpy()
    return prints


def _whole(files: Sequence[Path]) -> list[Placed]:
    """The documents of some files, by their places; what is the same in several is held once: they may be many."""
    return sorted(_documents(files), key=lambda text: text[0])


def _documents(files: Sequence[Path]) -> Iterator[Placed]:
    held: dict[str, str] = {}
    for path in files:
        for row in rows_of(path, "documents"):
            same = {
                name: held.setdefault(row[name], row[name]) for name in _SHARED if isinstance(row[name], str)
            }
            yield (row["doc"] if row["doc"] == row["place"] else row["place"]), document_of({**row, **same})


def _together(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, _TOGETHER)):
        yield some
