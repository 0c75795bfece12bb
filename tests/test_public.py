"""The public names: these and no others, each told of in the docs."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import armstrail
from armstrail.model import Document
from tests.conftest import Armed

NAMES = [
    "ArmstrailError",
    "Claim",
    "Coverage",
    "Date",
    "Deal",
    "Document",
    "Finding",
    "Item",
    "Judgement",
    "Ledger",
    "Member",
    "Money",
    "Party",
    "Quantity",
    "Query",
    "Reading",
    "RegisterRow",
    "Release",
    "Resemblance",
    "Span",
    "Speaker",
    "Statement",
    "Stories",
    "Story",
    "Strand",
    "__version__",
    "read",
    "read_many",
]
ROOT = Path(__file__).parents[1]


def test_these_names_and_no_others() -> None:
    assert sorted(armstrail.__all__) == NAMES
    assert dir(armstrail) == NAMES
    for name in NAMES:
        assert getattr(armstrail, name)
    with pytest.raises(AttributeError, match="no attribute 'Marks'"):
        getattr(armstrail, "Marks")  # noqa: B009 - mypy knows there is none


def test_every_public_name_is_told_of_in_the_docs() -> None:
    told = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.M)
    assert sorted(told) == NAMES


def test_the_examples_in_the_docs_run(
    armed: Armed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those that need no names of records: also on a ledger that holds nothing of what they ask for."""
    text = "Sweden delivered 18 Leopard 2 tanks to Finland, the defence ministry said on Monday. " * 5
    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert armed("add", "article.txt", "--workers", "1")[0] == 0
    docs = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", docs, re.DOTALL)
    capsys.readouterr()
    for example in examples[:3]:
        exec(example, {"text": text})
    assert "delivered ['DEU'] -> ['UKR']" in capsys.readouterr().out


def test_the_version_is_that_of_the_project() -> None:
    assert f'version = "{armstrail.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_importing_the_package_loads_none_of_its_modules() -> None:
    script = (
        "import sys; before = set(sys.modules); import armstrail; print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {name for name in done.stdout.split() if name.startswith("armstrail")} == {"armstrail"}


def test_read_takes_a_text_and_what_is_known_of_it() -> None:
    reading = armstrail.read(
        "One.\r\nTwo.", title="T", published="2020-01-01", outlet="O", url="https://a.org"
    )
    assert reading.document == Document("text", "One.\nTwo.", "T", "2020-01-01", "O", "https://a.org")
    assert reading.coverage.characters == len("One.\nTwo.")
    assert armstrail.read("").claims == ()


def test_read_many_reads_when_asked() -> None:
    asked: list[str] = []

    def documents() -> object:
        for name in "ab":
            asked.append(name)
            yield Document(name, "One.")

    readings = armstrail.read_many(documents())  # type: ignore[arg-type]
    assert asked == []
    assert next(readings).document.id == "a"
    assert asked == ["a"]
    assert [reading.document.id for reading in readings] == ["b"]


def test_the_example_in_the_package_says_what_happens() -> None:
    assert doctest.testmod(armstrail) == doctest.TestResults(failed=0, attempted=3)
