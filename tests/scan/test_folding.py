"""A family of texts that fills several bins comes to what it comes to in one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from armstrail.progress import Progress
from armstrail.scan import folding
from armstrail.scan.run import Scan
from tests.scan.conftest import Scanned
from tests.scan.made import content

pytestmark = pytest.mark.filterwarnings(  # Daft leaves its pipes to be closed by the collector
    "ignore:Exception ignored:pytest.PytestUnraisableExceptionWarning"
)


@pytest.mark.parametrize("full", [1, 4])
def test_a_family_larger_than_a_bin_is_read_in_several_and_makes_the_same_stories(
    whole: Scanned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: int
) -> None:
    monkeypatch.setattr(folding, "FULL", full)
    out = tmp_path / "out"
    with Scan([str(source) for source in whole.sources], out, Progress("", bar=False)) as scan:
        scan.run()
    bins = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["bins"]
    assert 0 in bins
    assert sum(bins) == len(bins)
    assert content(out) == content(whole.out)


def test_few_documents_are_spread_over_bins_so_that_no_worker_waits_for_one() -> None:
    bins, made = folding._packed(np.arange(200), np.ones(200, np.int64))
    assert made == [1] * 8
    assert np.bincount(bins).tolist() == [25] * 8
