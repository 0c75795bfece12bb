"""What a scan was made of, by what, and what it counted: manifest.json in its folder."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from armstrail import __version__
from armstrail.errors import OutputError
from armstrail.pipeline import reader_version
from armstrail.scan.parts import File

FORMAT = 2
"""The version of the folder's layout and of the tables' columns."""

NAME = "manifest.json"

State = Literal["sifting", "folding", "reading", "done"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One scan. `counts` are of all parts, `passed` the records that are no pages, by reason; `parts` those of each,
    by its name. `steps` tells of each step its processor's seconds, over all workers, and the most memory that one of
    them had, in MB; of the step between the seconds it took, and the bytes that it shuffled. `bins` is known once
    stories were folded.
    """

    places: tuple[str, ...]
    files: tuple[File, ...]
    format: int = FORMAT
    version: str = __version__
    reader: str = ""
    state: State = "sifting"
    bins: tuple[int, ...] = ()
    engine: str = ""
    begun: str = ""
    ended: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    parts: dict[str, dict[str, int]] = field(default_factory=dict)
    steps: dict[str, dict[str, float]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The manifest in a folder; None where there is none. Raises OutputError where it is another version's."""
        path = folder / NAME
        try:
            held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if held["format"] != FORMAT:
                raise OutputError(
                    f"{folder}: holds a scan of another version ({held.get('version')}, format {held['format']});"
                    " choose another folder, or scan anew"
                )
            files = tuple(File(**file) for file in held.pop("files"))
            return cls(tuple(held.pop("places")), files, bins=tuple(held.pop("bins")), **held)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise OutputError(f"{path}: cannot be read ({(error.strerror or str(error)).lower()})") from error
        except (ValueError, KeyError, TypeError) as error:
            raise OutputError(f"{path}: is no manifest of a scan; choose another folder") from error

    def begin(self, folder: Path) -> Manifest:
        """The scan to go on with in a folder: what is there of the same inputs and versions, else this one. Raises
        OutputError where the folder holds something else.
        """
        former = Manifest.read(folder)
        if former is None:
            if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
                raise OutputError(f"{folder}: is or holds something else than a scan; choose another folder")
            return self
        if (former.version, former.reader) != (self.version, self.reader):
            raise OutputError(
                f"{folder}: holds a scan by {former.reader}, this is {self.reader}; choose another folder"
            )
        if set(map(_told, former.files)) != set(map(_told, self.files)):
            raise OutputError(f"{folder}: holds a scan of other files; choose another folder")
        return former

    def write(self, folder: Path) -> None:
        """Write it, all or nothing. Raises OutputError."""
        new = folder / f"{NAME}.new"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
            os.replace(new, folder / NAME)  # noqa: PTH105 - all or nothing
        except OSError as error:
            raise OutputError(
                f"{folder}: cannot be written ({(error.strerror or str(error)).lower()})"
            ) from error


def _told(file: File) -> tuple[Path, int, int]:
    """What a file is known by, however it was named."""
    return Path(file.path).resolve(), file.bytes, file.modified


def is_scan(folder: Path) -> bool:
    """Whether a folder holds a scan, of whatever version; others have a file of that name, too."""
    try:
        held = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(held, dict) and {"format", "reader", "files"} <= held.keys()


def begun(places: list[str], found: list[File], engine: str, now: str) -> Manifest:
    """The manifest of a scan that begins."""
    return Manifest(tuple(places), tuple(found), reader=reader_version(), engine=engine, begun=now)
