"""Many keys, asked for some at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection, Select

_AT_ONCE = 400


def rows_of(db: Connection, asked: Select[Any], column: Column[Any], keys: Iterable[Any]) -> list[Any]:
    """The rows that a question has for many keys of a column: it is asked for some of them at a time."""
    found: list[Any] = []
    for some in portions(sorted(set(keys))):
        found += db.execute(asked.where(column.in_(some))).all()
    return found


def portions(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Items, some at a time: as many as one question may name."""
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
