"""What a scan goes over, cut into parts: each is done by one worker, in one go, and done again if that dies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from armstrail.errors import SourceError
from armstrail.sources import ARCHIVES, named_files
from armstrail.sources.capture import writable

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW = 8
"""So many parts at least, where the files are fewer and large enough: a worker shares a file with others then."""

SMALL = 2_000_000
"""The bytes of a file that is not worth sharing."""

BLOCK = 100
"""So many texts in a row go to one of those that share a file."""


@dataclass(frozen=True, slots=True)
class File:
    """An input as it lay there when the scan began: its size in bytes, and when it was changed last."""

    path: str
    bytes: int
    modified: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a file, or every so-many-th block of its texts (`share` of `of`). `path` is the file as it was named,
    `file` where it lies, for workers that stand elsewhere.
    """

    number: int
    path: str
    file: str
    bytes: int
    share: int = 0
    of: int = 1

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.number:05}"

    @property
    def before(self) -> list[str]:
        """The names of those before it that share its file."""
        return [f"{number:05}" for number in range(self.number - self.share, self.number)]

    @property
    def told(self) -> str:
        """What a person calls it."""
        path = writable(self.path)
        return path if self.of == 1 else f"{path} (share {self.share + 1} of {self.of})"

    def named(self, place: str) -> str:
        """A place in the file, by the name that the file was given, as it can be written."""
        return writable(self.path + place.removeprefix(self.file))

    def holds(self, place: int) -> bool:
        """Whether the text at a place of the file, counted from 0, is of this part."""
        return place // BLOCK % self.of == self.share


def files(places: Sequence[str]) -> list[File]:
    """The archives and tables at some places: files, folders, patterns. Raises SourceError where there are none."""
    found: dict[str, File] = {}
    for place in places:
        for name in named_files(place, ARCHIVES):
            try:
                told = Path(name).stat()
            except OSError as error:
                raise SourceError(
                    name, f"cannot be opened ({(error.strerror or str(error)).lower()})"
                ) from error
            found[str(Path(name).resolve())] = File(name, told.st_size, int(told.st_mtime))
    return list(found.values())


def parts(found: Sequence[File]) -> list[Part]:
    """The parts of some files. They depend on the files alone, not on who goes over them."""
    most = -(-FEW // len(found))
    shares = [(file, max(1, min(most, -(-file.bytes // SMALL)))) for file in found]
    cut = [(file, share, of) for file, of in shares for share in range(of)]
    return [
        Part(number, file.path, str(Path(file.path).absolute()), file.bytes // of, share, of)
        for number, (file, share, of) in enumerate(cut)
    ]
