"""Folders and patterns of names: the files that they hold, in order, one bad file no end of the others."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from armstrail.errors import SourceError
from armstrail.sources.capture import Capture, guarded
from armstrail.sources.files import File, ending

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from armstrail.sources.guest import Guest

READABLE = frozenset(".txt .text .md .html .htm .xhtml .jsonl .ndjson .parquet .warc .wat .wet .xml".split())
"""Endings of files that are read in a folder; each may have .gz behind it."""

ARCHIVES = frozenset(".warc .wat .wet .jsonl .ndjson .parquet".split())
"""Endings of those that hold many texts."""

_PATTERN = re.compile(r"[*?]|\[[^\]]+\]")
_FILE = File()


class Folder:
    """A folder of this machine: its files and those of the folders in it, sorted, hidden ones apart."""

    def takes(self, place: str) -> bool:
        return os.path.isdir(place)  # noqa: PTH112 - Path does not take every string

    def captures(self, place: str, guest: Guest) -> Iterator[Capture]:
        read = 0
        for path in _files(place):
            if isinstance(path, Capture):
                yield path
            elif _is_readable(path):
                read += 1
                yield from _guarded(str(path), guest)
            else:
                ending = "".join(path.suffixes[-1:]).lower()
                yield Capture(str(path), b"", passed=f"no text: {ending or 'no ending'}")
        if not read:
            raise SourceError(place, "holds no file that is read in a folder (.txt, .html, .jsonl, .warc …)")

    def expected(self, place: str) -> int | None:
        return _count(
            path if _is_readable(path) else None for path in _files(place) if isinstance(path, Path)
        )


class Pattern:
    """A pattern of names, as in news/*.html, which a shell would have resolved; ** goes through folders."""

    def takes(self, place: str) -> bool:
        return bool(_PATTERN.search(place)) and not os.path.lexists(place)

    def captures(self, place: str, guest: Guest) -> Iterator[Capture]:
        for name in _matched(place):
            if os.path.isdir(name):  # noqa: PTH112 - see above
                yield from Folder().captures(name, guest)
            else:
                yield from _guarded(name, guest)

    def expected(self, place: str) -> int | None:
        try:
            return _count(Path(name) for name in _matched(place))
        except SourceError:
            return 1


def named_files(place: str, endings: frozenset[str]) -> list[str]:
    """The files with some endings at a place: a file, or those of a folder or a pattern, in order. Raises SourceError
    where there is none, or a folder may not be opened.
    """
    if Folder().takes(place):
        found = [str(path) for path in map(_opened, _files(place))]
    elif Pattern().takes(place):
        found = [
            name
            for one in _matched(place)
            for name in (named_files(one, endings) if Folder().takes(one) else [one])
        ]
    else:
        found = [place]
    named = [name for name in found if ending(Path(name)) in endings]
    if not named:
        known = ", ".join(sorted(endings))
        raise SourceError(
            place, f"is or holds no file that is scanned ({known}; but for Parquet also with .gz)"
        )
    return named


def _opened(found: Path | Capture) -> Path:
    if isinstance(found, Capture):
        raise SourceError(found.place, found.fault or "")
    return found


def _matched(place: str) -> list[str]:
    import glob  # noqa: PLC0415 - for patterns only

    names = sorted(glob.glob(place, recursive=True))  # noqa: PTH207 - names as the user wrote them
    if "**" in place:  # which gives folders and their files
        names = [name for name in names if not os.path.isdir(name)]  # noqa: PTH112
    if not names:
        raise SourceError(place, "matches no file")
    return names


def _guarded(place: str, guest: Guest) -> Iterator[Capture]:
    """The captures of one file of many: what ends it is said in a capture."""
    try:
        with guarded(place):
            yield from _FILE.captures(place, guest)
    except SourceError as error:
        yield Capture(error.place, b"", fault=error.reason)


def _files(place: str) -> Iterator[Path | Capture]:
    """The files in a folder and below, sorted; a folder that cannot be opened is a capture that says so."""
    failed: list[OSError] = []
    for folder, folders, names in os.walk(place, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for error in failed:
            said = (error.strerror or str(error)).lower()
            yield Capture(str(error.filename), b"", fault=f"cannot be opened ({said})")
        failed.clear()
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file():
                yield path
    for error in failed:
        yield Capture(
            str(error.filename), b"", fault=f"cannot be opened ({(error.strerror or str(error)).lower()})"
        )


def _is_readable(path: Path) -> bool:
    return ending(path) in READABLE


def _count(paths: Iterable[Path | None]) -> int | None:
    """How many captures to expect of some files; one that is passed over is one, too."""
    total = 0
    for path in paths:
        count = 1 if path is None or path.is_dir() else _FILE.expected(str(path))
        if count is None:
            return None
        total += count
    return total
