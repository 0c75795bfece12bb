"""A scan that is done, read back: each document with its capture and its reading."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from armstrail.errors import OutputError, SourceError
from armstrail.model import Reading
from armstrail.records import claim_of, coverage_of, own_of, statement_of
from armstrail.scan.manifest import Manifest, is_scan
from armstrail.scan.tables import Row, document_of, rows_of
from armstrail.sources import Capture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.model import Document


@dataclass(frozen=True, slots=True)
class Result:
    """A document of a scan, the capture it was taken from and where that was got, and its reading; None where that
    failed.
    """

    capture: Capture
    address: str
    document: Document
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Results:
    """The folder of a scan that is done."""

    folder: Path
    manifest: Manifest

    @classmethod
    def at(cls, place: str) -> Results | None:
        """The scan in a folder; None where there is none. Raises SourceError where it is not done or not whole."""
        folder = Path(place)
        try:
            manifest = Manifest.read(folder) if is_scan(folder) else None
        except OutputError as error:
            raise SourceError(place, str(error).removeprefix(f"{folder}: ")) from error
        if manifest is None:
            return None
        if manifest.state != "done":
            raise SourceError(
                place, "holds a scan that is not done; the same `armstrail scan` goes on with it"
            )
        if manifest.counts.get("documents") and not (folder / "documents").is_dir():
            raise SourceError(place, "has lost its documents; scan again")
        return cls(folder, manifest)

    def __len__(self) -> int:
        """How many documents it has."""
        return self.manifest.counts.get("documents", 0)

    def __iter__(self) -> Iterator[Result]:
        """All documents. The files of one name hold what belongs together; one such set is in memory at a time, but
        for texts and captures.
        """
        for path in sorted((self.folder / "documents").glob("*.parquet")):
            yield from self._of(path.name)

    @property
    def failures(self) -> int:
        """How many places could not be read."""
        return self.manifest.counts.get("failures", 0)

    def _of(self, name: str) -> Iterator[Result]:
        coverage = {row["place"]: row for row in self._rows("coverage", name) if row["reason"] is None}
        statements, claims = (self._by_place(table, name) for table in ("statements", "claims"))
        documents = {row["place"]: document_of(row) for row in self._rows("documents", name)}
        for row in self._rows("captures", name):
            place = row["place"]
            document, covered = documents[place], coverage.get(place)
            reading = None
            if covered:
                told = {key: json.loads(covered[key]) for key in ("skipped", "unresolved")}
                reading = Reading(
                    document,
                    tuple(
                        statement_of(json.loads(said["record"]), said["meaning"])
                        for said in statements.get(place, ())
                    ),
                    tuple(claim_of(json.loads(claim["record"])) for claim in claims.get(place, ())),
                    coverage_of({**covered, **told}),
                    tuple(map(own_of, json.loads(covered["own"]))),
                )
            yield Result(_capture(row), row["address"], document, reading)

    def _rows(self, table: str, name: str) -> Iterator[Row]:
        return rows_of(self.folder / table / name, table)

    def _by_place(self, table: str, name: str) -> dict[str, list[Row]]:
        held: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows(table, name):
            held[row["place"]].append(row)
        return held


def _capture(row: Row) -> Capture:
    return Capture(
        place=row["place"],
        body=row["body"],
        kind=row["kind"],
        charset=row["charset"],
        url=row["url"],
        fetched=row["fetched"],
        status=row["status"],
    )
