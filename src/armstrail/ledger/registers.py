"""Registers in the ledger: every release that was brought in, with the rows of its file as they stand there.

What a row means is read from its cells each time (`armstrail.registers`), so that better tables serve old releases.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from armstrail.errors import UnknownNameError
from armstrail.ledger.schema import now, register_rows
from armstrail.ledger.schema import releases as table
from armstrail.model import Fault, Release

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

    from armstrail.model import RegisterRow


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """A release with the day and time it was brought in and the number of its rows."""

    release: Release
    added: str
    rows: int


def add(db: Connection, release: Release, rows: Iterable[RegisterRow]) -> bool:
    """Add a release with its rows; False where the same file is there already, as the same register, of the same date
    and with the same mapping.
    """
    if db.scalar(select(table.c.id).where(_is(release))):
        return False
    number = (db.scalar(select(func.max(table.c.id))) or 0) + 1
    db.execute(
        table.insert(),
        {
            "id": number,
            "sha256": release.sha256,
            "register": release.register,
            "date": release.date,
            "layout": release.layout,
            "file": release.file,
            "added": now(),
            "first": release.first,
            "last": release.last,
            "columns": json.dumps(release.columns, ensure_ascii=False),
            "preamble": json.dumps(release.preamble, ensure_ascii=False),
            "mapping": release.mapping,
            "faults": json.dumps([asdict(fault) for fault in release.faults], ensure_ascii=False),
        },
    )
    held = [
        {"release_id": number, "line": row.line, "cells": json.dumps(row.cells, ensure_ascii=False)}
        for row in rows
    ]
    if held:
        db.execute(register_rows.insert(), held)
    return True


def releases(db: Connection) -> list[ReleaseEntry]:
    """All releases, by register, the newest first."""
    counted = (
        select(func.count()).where(register_rows.c.release_id == table.c.id).scalar_subquery().label("rows")
    )
    asked = select(table, counted).order_by(
        table.c.register,
        func.coalesce(table.c.date, "").desc(),
        (table.c.faults != "[]"),  # of one date, one that is complete before one that is not
        table.c.id.desc(),
    )
    return [ReleaseEntry(_release(row), row.added, row.rows) for row in db.execute(asked)]


def release(db: Connection, name: str) -> ReleaseEntry:
    """The release of a name: a register (its newest), a register and its date, the beginning of the file's hash.

    Raises UnknownNameError where there is none.
    """
    held = releases(db)
    for entry in held:
        one = entry.release
        if name in (one.register, one.name, one.date) or (len(name) >= 4 and one.sha256.startswith(name)):
            return entry
    there = ", ".join(entry.release.name for entry in held)
    raise UnknownNameError(
        f"{name}: no register of this name is in the ledger"
        + (f"; there are: {there}" if there else "; bring one in with `armstrail register add FILE`")
    )


def rows(db: Connection, release: Release) -> list[tuple[int, tuple[str, ...]]]:
    """The rows of a release, by line."""
    asked = (
        select(register_rows.c.line, register_rows.c.cells)
        .join(table, register_rows.c.release_id == table.c.id)
        .where(_is(release))
        .order_by(register_rows.c.line)
    )
    return [(row.line, tuple(json.loads(row.cells))) for row in db.execute(asked)]


def _is(release: Release) -> ColumnElement[bool]:
    """The condition that a row of the table is a release."""
    return and_(
        table.c.sha256 == release.sha256,
        table.c.register == release.register,
        func.coalesce(table.c.date, "") == (release.date or ""),
        func.coalesce(table.c.mapping, "") == (release.mapping or ""),
    )


def _release(row: Any) -> Release:  # noqa: ANN401 - a row
    return Release(
        register=row.register,
        date=row.date,
        layout=row.layout,
        file=row.file,
        sha256=row.sha256,
        columns=tuple(json.loads(row.columns)),
        preamble=tuple(json.loads(row.preamble)),
        first=row.first,
        last=row.last,
        mapping=row.mapping,
        faults=tuple(Fault(**fault) for fault in json.loads(row.faults)),
    )
