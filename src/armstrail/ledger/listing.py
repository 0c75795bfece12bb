"""A page of something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Listing(Generic[_Entry]):
    """Some of `total` entries, in their order."""

    entries: tuple[_Entry, ...]
    total: int
