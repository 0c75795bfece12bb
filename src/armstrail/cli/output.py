"""Where results go: a file that is none of the sources, or the screen."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from armstrail.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO, TextIO


@contextmanager
def opened(output: Path | None, form: str, places: Sequence[str] = ()) -> Iterator[TextIO]:
    """A file, which must not be one of the inputs, or the screen. Raises OutputError."""
    if output is None:
        yield _screen(form)
        return
    if output.exists() and any(Path(place).exists() and output.samefile(place) for place in places):
        raise OutputError(f"{output}: is one of the sources and would be lost; choose another --output")
    with _told(output), output.open("w", encoding="utf-8", newline="") as out:
        yield out


@contextmanager
def opened_binary(output: Path) -> Iterator[BinaryIO]:
    """A file of bytes. Raises OutputError."""
    with _told(output), output.open("wb") as out:
        yield out


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
