"""The distributed engine: plain functions over many items, and two shuffles. The only file that knows Daft and Ray.

Here it is Daft's native runner, with processes of its own; on a cluster the same queries go to Ray. What is handed over
are files that every worker sees, and short texts that say what to do with them.
"""

from __future__ import annotations

import logging
import os
import re
import socket
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from armstrail.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

    import pyarrow as pa  # type: ignore[import-untyped]
    from daft import Series

    Work = Callable[[str], str]
    Pairs = Callable[[pa.ListArray, pa.ListArray], pa.ListArray]

# How Daft and Ray tell that a worker has ended.
_DEATHS_TOLD = (
    "closed the connection",
    "Connection reset",
    "Broken pipe",
    "UDF process has terminated",
    "ActorDied",
    "RayActorError",
)
# Neither tells anybody that it runs, and the bars are ours.
_QUIET = {
    "DAFT_ANALYTICS_ENABLED": "0",
    "DO_NOT_TRACK": "true",
    "DAFT_PROGRESS_BAR": "0",
    "DAFT_SHOW_QUERY_ID": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
_HOST = re.compile(r"(?:ray://)?\[?([^/\]]+?)\]?:(\d{1,5})")
_PATIENCE = 5.0  # seconds
PATTERN = re.compile(r"[][{}*?]")
"""What Daft takes for a pattern in the path of a folder."""

PAIR = ("one", "other", "least", "alone", "crowded")


class Engine:
    """Work over many items, in processes of this machine or, with the `ray` address of a cluster, on that."""

    def __init__(self, ray: str | None = None, workers: int | None = None) -> None:
        """`workers`: so many at once; by default one for each core. Raises EngineError where there is no engine, or no
        cluster at the address.
        """
        self._daft = _loaded(ray)
        self.name = "ray" if ray else "native"
        self._workers = workers or (_cluster_cores() if ray else _cores())

    def each(
        self, work: Work, items: Sequence[str], begun: Callable[[str], bool] | None = None
    ) -> Iterator[tuple[str, str | None]]:
        """Each item with what `work`, a function of a module, gives for it, as they are done; None where the worker
        died of it, twice. What `work` raises ends it with an EngineError.

        Nobody says which item a worker died of. `begun` says which may have been under way; those that were at two
        deaths are done by one worker, one at a time, and are blamed for its deaths; then all workers go on.
        """
        left = list(items)
        before: set[str] = set()
        suspects: list[str] = []
        blamed = ""
        while left:
            alone = bool(suspects)
            try:
                for item, result in self._round(work, suspects[:1] or list(left), alone=alone):
                    left.remove(item)
                    del suspects[:1]
                    yield item, result
            except _DiedError:
                if not alone:
                    going = {item for item in left if begun and begun(item)} or set(left)
                    suspects = [item for item in left if item in going & before]
                    before |= going
                elif suspects and suspects[0] == blamed:
                    left.remove(blamed)
                    yield suspects.pop(0), None
                else:
                    blamed = suspects[0] if suspects else ""

    def _round(self, work: Work, items: Sequence[str], *, alone: bool) -> Iterator[tuple[str, str]]:
        worker = self._daft.cls(
            _Worker, use_process=True, max_concurrency=1 if alone else min(self._workers, len(items))
        )(work)
        asked = self._daft.from_pydict({"item": list(items)}).into_batches(1)
        try:
            for row in asked.select("item", worker(asked["item"]).alias("result")).iter_rows():
                yield row["item"], row["result"]
        except Exception as error:
            if any(words in str(error) for words in _DEATHS_TOLD):
                raise _DiedError from error
            raise EngineError(_line(error)) from error

    def pairs(self, prints: Sequence[Path], propose: Pairs) -> pa.Table:
        """The pairs of texts that marks propose: columns `one`, `other`, `least`, and the sums of `alone`, `crowded`.

        `prints` are Parquet files with columns `print`, `size` and `marks` (a list); `propose` gets the texts of some
        marks and their sizes, a list a mark, and gives a list of pairs a mark.
        """
        daft = self._daft
        kind = daft.DataType
        whole, number = kind.uint64(), kind.uint32()
        pair = kind.struct(dict(zip(PAIR, (whole, whole, number, number, number), strict=True)))

        def proposed(texts: Series, sizes: Series) -> pa.Array:
            return propose(texts.to_arrow(), sizes.to_arrow())

        col = daft.col
        texts = (
            daft.read_parquet([str(path) for path in prints])
            .select("print", "size", "marks")
            .distinct("print")
        )
        held = texts.explode("marks").where(col("marks").not_null()).groupby("marks")
        groups = held.agg(col("print").list_agg().alias("texts"), col("size").list_agg().alias("sizes"))
        batch = daft.func.batch(return_dtype=kind.list(pair))(proposed)
        made = groups.where(col("texts").length() > 1).select(batch(col("texts"), col("sizes")).alias("pair"))
        each = made.explode("pair").where(col("pair").not_null())
        named = each.select(*(col("pair").get(name).alias(name) for name in PAIR))
        summed = named.groupby("one", "other").agg(
            col("least").max(), col("alone").sum(), col("crowded").sum()
        )
        with _told():
            return summed.to_arrow()

    def moved(self, texts: Sequence[Path], bins: Path, out: Path) -> None:
        """Write the texts whose `print` the file `bins` names to the folders out/bin=0, out/bin=1 …"""
        daft = self._daft
        whole = daft.read_parquet([str(path.absolute()) for path in texts])
        named = whole.join(daft.read_parquet(str(bins.absolute())), on="print")
        with _told():
            named.write_parquet(str(out.absolute()), partition_cols=["bin"], write_mode="overwrite")


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong in a shuffle, in a line. Raises EngineError."""
    try:
        yield
    except Exception as error:  # Daft and Ray raise kinds of their own
        raise EngineError(_line(error)) from error


class _Worker:
    """One worker: it has loaded what the work needs from its first item on."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __call__(self, item: str) -> str:
        return self._work(item)


class _DiedError(Exception):
    """A worker has ended before its work."""


def _loaded(ray: str | None) -> ModuleType:
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    logging.getLogger("daft").setLevel(logging.CRITICAL)  # what goes wrong is told by us
    try:
        daft = import_module("daft")  # large, and for a whole corpus only
    except ModuleNotFoundError:
        raise EngineError("a scan needs Daft: `pip install 'armstrail[scale]'`") from None
    if ray:
        _connect(ray)
        daft.set_runner_ray(noop_if_initialized=True)
    else:
        _run_here(daft)
    return daft


@cache
def _run_here(daft: ModuleType) -> None:
    """Once a process: Daft refuses to be told again."""
    daft.set_runner_native()


def _connect(address: str) -> None:
    try:
        ray = import_module("ray")  # for clusters only
    except ModuleNotFoundError:
        raise EngineError("a cluster needs Ray: `pip install 'armstrail[scale]'`") from None
    try:
        _answers(address)  # Ray itself asks for two minutes
        ray.init(address, ignore_reinit_error=True, logging_level=logging.ERROR, log_to_driver=False)
    except Exception as error:
        raise EngineError(
            f"{address}: there is no Ray cluster ({_line(error)}); `ray start --head` starts one; without --ray this"
            " machine scans alone"
        ) from error


def _answers(address: str) -> None:
    """Whether anybody listens at an address of a host and a port. Raises OSError where nobody does."""
    named = _HOST.fullmatch(address)
    if named:
        socket.create_connection((named[1], int(named[2])), _PATIENCE).close()


def _cluster_cores() -> int:
    return max(1, int(import_module("ray").cluster_resources().get("CPU", 1)))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
