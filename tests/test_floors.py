"""No figure of quality falls below its floor (bench/floors.toml); sets of ../shared count only where it lies here."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

PATH = Path(__file__).parent.parent / "bench" / "accuracy.py"


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_figure_falls_below_its_floor(accuracy: ModuleType) -> None:
    found = accuracy.figures(statements=False)
    assert {"samples", "held"} <= found.keys()
    assert accuracy.below(found) == []


def test_a_figure_below_its_floor_is_named(accuracy: ModuleType) -> None:
    fallen = accuracy.below({"held": {"evidence": 0.0, "dyad": 1.0, "dyad+stage": 1.0}})
    assert len(fallen) == 1
    assert "held: evidence is 0.0" in fallen[0]
