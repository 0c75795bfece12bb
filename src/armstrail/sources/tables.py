"""Parquet tables: a text a row, in columns of the names that JSONL has, or pages in a column `html`."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from armstrail.errors import DocumentError, SourceError
from armstrail.sources.capture import LARGEST, Capture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_KEYS = ("id", "text", "title", "published", "outlet", "url", "wire", "credit")
_PAGE = "html"
_AT_ONCE = 100


def rows(place: str, stream: BufferedReader) -> Iterator[Capture]:
    """A capture for each row, named by its number, counted from 1. Raises SourceError where the table cannot be read,
    DocumentError where it has no column that holds texts.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - large, for tables only
        import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415
    except ModuleNotFoundError:
        raise SourceError(
            place, "is Parquet, which needs pyarrow: `pip install 'armstrail[parquet]'`"
        ) from None
    try:
        table = pq.ParquetFile(stream)
        known = [name for name in (*_KEYS, _PAGE) if name in table.schema_arrow.names]
        if not {"text", "title", _PAGE} & set(known):
            raise DocumentError(place, "is a table without a column `text` or `html`")
        number = 0
        for batch in table.iter_batches(_AT_ONCE, columns=known):
            for row in batch.to_pylist():
                number += 1
                yield _capture(f"{place}:{number}", row)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(place, "is a broken Parquet table; what came before the break was read") from error


def _capture(name: str, row: dict[str, Any]) -> Capture:
    page = row.pop(_PAGE, None)
    if page:
        body = page if isinstance(page, bytes) else str(page).encode("utf-8", "surrogatepass")
        fields = ("title", "published", "outlet", "url")
        known: dict[str, Any] = {
            key: value and str(value) for key in fields for value in [_plain(row.get(key))]
        }
        made = Capture(name, body, "page", **known)
    else:
        told = {key: _plain(value) for key, value in row.items() if value is not None}
        made = Capture(name, json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"), "row")
    if len(made.body) > LARGEST:
        fault = f"is larger than the {LARGEST // 1_000_000} MB that one text may have"
        return Capture(name, b"", made.kind, fault=fault)
    return made


def _plain(value: object) -> Any:  # noqa: ANN401 - what JSON knows
    """What JSON has a way to write: a time as text, bytes as the text they hold."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str | int | float | bool | None) else str(value)
