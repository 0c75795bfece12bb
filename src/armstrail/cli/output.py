"""Where results go: a file that is no ledger and none of the sources, or the screen."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from glob import glob
from pathlib import Path
from shutil import copymode
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from armstrail.errors import OutputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO, TextIO

_DATABASES = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\xd9\xd5\x05\xf9")
"""What a ledger begins with, and what SQLite keeps beside one until all of it is there: its -wal, its -journal."""


@contextmanager
def opened(output: Path | None, form: str, places: Sequence[str] = ()) -> Iterator[TextIO]:
    """A file, which must be no ledger and no file of some `places`, or the screen. Raises OutputError."""
    if output is None:
        yield _screen(form)
        return
    _check(output, places)
    with _told(output), output.open("w", encoding="utf-8", newline="") as out:
        yield out


@contextmanager
def opened_binary(output: Path) -> Iterator[BinaryIO]:
    """A file of bytes, which must be no ledger; what was there stays until all is written. Raises OutputError."""
    _check(output)
    with _told(output), _whole(output) as place, place.open("wb") as out:
        yield out


@contextmanager
def _whole(output: Path) -> Iterator[Path]:
    """Where to write what is to be there whole or not at all: a new file beside it, which then takes its place. A link,
    a pipe and what else is more than a file of one name is written itself.
    """
    plain = output.is_file() and output.stat().st_nlink == 1 and os.access(output, os.W_OK)
    if output.is_symlink() or (output.exists() and not plain) or not os.access(output.parent, os.W_OK):
        yield output
        return
    with TemporaryDirectory(prefix=".armstrail-", dir=output.parent) as folder:
        made = Path(folder) / output.name
        yield made
        if plain:
            copymode(output, made)
        made.replace(output)


def _check(output: Path, places: Sequence[str] = ()) -> None:
    """Raise OutputError where a file would be lost, by whatever path or link it is named."""
    if _is_database(output):
        lost = "a ledger or another database"
    elif output.exists() and any(map(output.samefile, _files(places))):
        lost = "one of the sources"
    else:
        return
    raise OutputError(f"{output}: is {lost} and would be lost; choose another --output")


def _is_database(path: Path) -> bool:
    with suppress(OSError):
        if path.is_file():  # a pipe would wait
            with path.open("rb") as stream:
                return stream.read(16).startswith(_DATABASES)
    return False


def _files(places: Sequence[str]) -> Iterator[str]:
    """The files at some places: themselves, those that a pattern matches, those of a folder that are read."""
    from armstrail.sources import named_files  # noqa: PLC0415 - where a file may be lost only
    from armstrail.sources.folders import READABLE  # noqa: PLC0415

    for place in places:
        for name in (place, *glob(place, recursive=True)):  # noqa: PTH207 - Path does not take every string
            if os.path.isdir(name):  # noqa: PTH112
                with suppress(SourceError):
                    yield from named_files(name, READABLE)
            elif os.path.exists(name):  # noqa: PTH110
                yield name


@contextmanager
def _told(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{output}: cannot be written ({(error.strerror or str(error)).lower()})"
        ) from error


def _screen(form: str) -> TextIO:
    """Standard output; for other programs always in UTF-8, and each reading as soon as it is made."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if form == "table":
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", newline="", line_buffering=form == "jsonl")
    return sys.stdout
