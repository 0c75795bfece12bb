"""One scan, undisturbed, that many tests look at, and what other scans are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.scan.made import Ran, corpus, ran


@dataclass(frozen=True)
class Scanned:
    """A scan that is done: its sources, its folder, and how the command ended."""

    sources: list[Path]
    out: Path
    ran: Ran


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    """The corpus, scanned here."""
    place = tmp_path_factory.mktemp("whole")
    sources = corpus(place / "corpus")
    return Scanned(sources, place / "out", ran("scan", *sources, "--out", place / "out"))
