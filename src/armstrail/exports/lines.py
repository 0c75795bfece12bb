"""JSONL: one object a reading (docs/records.md)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from armstrail.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from armstrail.model import Reading


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """A line for each reading."""
    for reading in readings:
        out.write(json.dumps(record(reading), ensure_ascii=False) + "\n")
