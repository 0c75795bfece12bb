"""What a scan came to, taken into a ledger, among other sources and from elsewhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from armstrail.ledger import Ledger
from tests.scan.conftest import Scanned
from tests.scan.made import ran


def test_what_cannot_be_taken_in_is_named_and_the_other_sources_are_added(
    whole: Scanned, tmp_path: Path
) -> None:
    undone, damaged, site = tmp_path / "undone", tmp_path / "damaged", tmp_path / "site"
    undone.mkdir()
    told = json.loads((whole.out / "manifest.json").read_text())
    (undone / "manifest.json").write_text(json.dumps(told | {"state": "reading"}))
    shutil.copytree(whole.out, damaged)
    for path in (damaged / "claims").iterdir():
        path.write_bytes(b"PAR1 no more")
    site.mkdir()
    (site / "manifest.json").write_text('{"name": "a site", "icons": []}')
    (site / "page.txt").write_text("France delivered 18 Rafale jets to Greece, the ministry said.")
    (tmp_path / "note.txt").write_text("Sweden sold 12 Gripen fighters to Peru, officials said.")
    ledger = tmp_path / "l.db"
    done = ran("add", tmp_path / "note.txt", undone, damaged, site, "--ledger", ledger)
    assert done.status == 1
    said = [line for line in done.said if line.startswith("armstrail:") and "note:" not in line]
    assert [f"{undone}: holds a scan that is not done" in line for line in said] == [True, False]
    assert "is missing or damaged" in said[1]
    with Ledger.open(str(ledger)) as held:
        assert {entry.record.text[:6] for entry in held.documents()} == {"Sweden", "France"}


def test_added_from_another_folder_it_is_known_under_the_same_addresses(
    whole: Scanned, tmp_path: Path
) -> None:
    ledger = tmp_path / "l.db"
    here = whole.sources[0].parent
    out = tmp_path / "out"
    source = whole.sources[2].name
    assert ran("scan", source, "--out", out, cwd=here).status == 0
    assert ran("add", source, "--ledger", ledger, cwd=here).status == 0
    again = ran("add", out, "--ledger", ledger, cwd=tmp_path)
    assert again.status == 0
    assert again.said[-1].startswith("0 new texts")


def test_its_own_folder_is_no_source_of_it(whole: Scanned, tmp_path: Path) -> None:
    shutil.copy(whole.sources[2], tmp_path / whole.sources[2].name)
    first = ran("scan", ".", "--out", "scanned", cwd=tmp_path)
    again = ran("scan", ".", "--out", "scanned", cwd=tmp_path)
    assert (first.status, again.status, again.said) == (0, 0, first.said)
