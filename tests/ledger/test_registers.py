"""Releases of registers: brought in once, found by what people call them, given back as they stand in their file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from armstrail.errors import LedgerError
from armstrail.ledger import Ledger
from tests.ledger.made import release, row

ROWS = (
    row(12, "Ruritania", "Graustark", "20"),
    row(9, " Ruritania ", "", "\u202e “20”;\n, \x1b[31m", "=1+1", "Ж🚢"),
    row(13),
)


def test_a_release_comes_back_as_it_was_with_its_rows_by_line(ledger: Ledger) -> None:
    made = release(mapping='{"supplier": "Supplier"}')
    assert ledger.add_release(made, ROWS)
    (entry,) = ledger.releases()
    assert (entry.release, entry.rows) == (made, 3)
    assert len(entry.added) == len("2024-03-11T00:00:00Z")
    assert ledger.register_rows(made) == [(one.line, one.cells) for one in sorted(ROWS, key=lambda r: r.line)]


def test_so_does_one_that_says_nothing_of_itself(ledger: Ledger) -> None:
    bare = release(None, first=None, last=None, preamble=(), columns=(), faults=())
    assert ledger.add_release(bare, [])
    (entry,) = ledger.releases()
    assert (entry.release, entry.rows) == (bare, 0)
    assert (entry.release.complete, ledger.register_rows(bare)) == (True, [])


def test_the_same_file_is_added_once(ledger: Ledger) -> None:
    assert ledger.add_release(release(), ROWS)
    before = ledger.sizes()
    assert not ledger.add_release(replace(release(), file="copy.csv"), ROWS)
    assert ledger.sizes() == before
    assert [entry.release.file for entry in ledger.releases()] == [release().file]


@pytest.mark.parametrize("other", [{"register": "another name"}, {"date": "2024-03-12"}, {"mapping": "{}"}])
def test_a_file_that_is_read_otherwise_is_another_release(ledger: Ledger, other: dict[str, str]) -> None:
    ledger.add_release(release(), ROWS)
    again = replace(release(), **other)  # type: ignore[arg-type]
    assert ledger.add_release(again, ROWS[:1])
    assert [len(ledger.register_rows(one)) for one in (release(), again)] == [3, 1]
    assert ledger.release(again.sha256).release == again


def test_each_release_has_its_own_rows(ledger: Ledger) -> None:
    old, new = release("2023-03-13"), release("2024-03-11")
    ledger.add_release(old, ROWS[:1])
    ledger.add_release(new, ROWS)
    assert [len(ledger.register_rows(one)) for one in (old, new)] == [1, 3]
    assert ledger.register_rows(release("2025-03-10")) == []


def test_releases_are_listed_by_register_the_newest_first(ledger: Ledger) -> None:
    for register, date in (
        ("unroca", None),
        ("sipri", "2023-03-13"),
        ("sipri", "2024-03-11"),
        ("unroca", "2020-01-01"),
    ):
        ledger.add_release(release(date, register), [])
    assert [(entry.release.register, entry.release.date) for entry in ledger.releases()] == [
        ("sipri", "2024-03-11"),
        ("sipri", "2023-03-13"),
        ("unroca", "2020-01-01"),
        ("unroca", None),
    ]


def test_a_release_is_found_by_register_date_and_hash(ledger: Ledger) -> None:
    old, new, own = release("2023-03-13"), release("2024-03-11"), release(None, "own table")
    for one in (new, old, own):
        ledger.add_release(one, [])
    for name, found in (
        ("sipri", new),
        ("sipri 2023-03-13", old),
        ("2023-03-13", old),
        (old.sha256, old),
        (old.sha256[:8], old),
        ("own table", own),
        (own.name, own),
    ):
        assert ledger.release(name).release == found


def test_what_is_not_there_is_said_with_what_is(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match=r"sipri: no register of this name .*`armstrail register add FILE`"):
        ledger.release("sipri")
    ledger.add_release(release(), [])
    for name in ("unroca", "", release().sha256[:3], "sipri 2020-01-01"):
        with pytest.raises(LedgerError, match="there are: sipri 2024-03-11"):
            ledger.release(name)


def test_a_release_is_added_whole_or_not_at_all(ledger: Ledger) -> None:
    with pytest.raises(LedgerError):
        ledger.add_release(release(), [row(1, "a"), row(1, "b")])
    assert ledger.releases() == []
    assert not any(ledger.sizes().values())
