"""Deals a page at a time: held against all deals, one by one, whatever was added, decided and read anew before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from armstrail.errors import AskedError, UnknownNameError
from armstrail.ledger import DealPage, Ledger, gathering
from armstrail.model import Deal
from tests.deals.made import Said, read
from tests.ledger.made import NEWER
from tests.ledger.told import (
    AGAIN,
    ALL,
    FIRST,
    GUNS,
    MISSILES,
    SIX,
    TANKS,
    add,
    assert_as_from_the_beginning,
    claims,
    key,
    merged,
    of,
)

UNDATED = read("undated", None, GUNS, MISSILES)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Deals that were made and unmade: read anew, merged, parted, rejected."""
    add(ledger, *ALL, UNDATED)
    ledger.gather()
    ledger.judge(key(ledger, "others-c1"), "rejected", "A")
    ledger.gather()
    merged(ledger, "again-c2", "weapons-c1")
    add(ledger, replace(FIRST, claims=()), read("more", "2023-01-05", TANKS, MISSILES), reader=NEWER)
    ledger.gather()
    return ledger


def asked(deals: list[Deal], ledger: Ledger, **which: Any) -> list[str]:
    """The names of the deals that are asked for, found one by one."""
    found = []
    for deal in deals:
        last = max((strand.published for strand in deal.strands if strand.published), default="")
        told = " ".join(entry.record.evidence for entry in ledger.deal_claims(deal.id)).casefold()
        if (
            all(getattr(deal, name) in (which.get(name) or (getattr(deal, name),)) for name in DIMENSIONS)
            and len({strand.claim for strand in deal.strands}) >= which.get("least", 1)
            and which.get("since", "") <= last <= which.get("until", "9") + "~"
            and which.get("words", "") in told
        ):
            found.append(deal.id)
    return found


DIMENSIONS = ("supplier", "recipient", "category")


@pytest.mark.parametrize(
    "which",
    [
        {},
        {"supplier": ("DEU",)},
        {"supplier": ("DEU", "FRA"), "recipient": ("NOR",)},
        {"supplier": ("DEU",), "category": ("artillery",)},
        {"category": ("missile", "tank")},
        {"supplier": ("USA",)},
        {"least": 2},
        {"words": "howitzers"},
        {"words": "missiles", "recipient": ("GRC",)},
        {"words": "submarines"},
        {"since": "2022"},
        {"until": "2022-06-01"},
        {"since": "2021-02", "until": "2021"},
    ],
    ids=str,
)
def test_a_page_has_the_deals_that_are_asked_for(filled: Ledger, which: dict[str, Any]) -> None:
    deals = list(filled.deals())
    wanted = asked(deals, filled, **which)
    page = filled.deal_page(**which)
    assert [deal.id for deal in page.deals] == wanted
    assert (page.total, page.awaiting, page.at_least) == (len(wanted), 0, False)
    pages = [filled.deal_page(**which, size=2, start=start).deals for start in range(0, len(wanted) + 2, 2)]
    assert [deal.id for some in pages for deal in some] == wanted
    for dimension in DIMENSIONS:
        wider = asked(deals, filled, **{name: value for name, value in which.items() if name != dimension})
        for widen, names in ((True, wider), (False, wanted)):
            tally = Counter(getattr(deal, dimension) for deal in deals if deal.id in names)
            assert filled.deal_page(**which, widen=widen).counts[dimension] == tally


def test_no_more_values_are_counted_than_are_wanted(filled: Ledger) -> None:
    page = filled.deal_page(top=1)
    assert [len(counted) for counted in page.counts.values()] == [1, 1, 1]
    assert not any(filled.deal_page(top=0).counts.values())


def test_what_is_no_day_is_said(filled: Ledger) -> None:
    with pytest.raises(AskedError, match="is no day"):
        filled.deal_page(since="soon")


def test_what_is_still_to_be_gathered_is_told_and_not_waited_for(ledger: Ledger, ledger_place: str) -> None:
    """Where others write now, or much is to be gathered."""
    add(ledger, FIRST, AGAIN)
    with Ledger.open(ledger_place) as other, other._database.writing():
        assert (ledger.awaiting(), ledger.deal_page()) == (2, DealPage((), 0, EMPTY, 2))
        with pytest.raises(UnknownNameError):
            ledger.deal("t", wait=False)
    assert ledger.gather_if_few(1) == 2
    assert ledger.gather_if_few(2) == 0
    before = ledger.deal_page()
    assert (before.total, before.awaiting) == (2, 0)
    many = [read(f"more{day}", f"2023-01-{day:02}", later(day)) for day in range(1, 22)]
    add(ledger, *many)
    assert ledger.deal_page() == replace(before, awaiting=21)
    ledger.gather()
    assert (ledger.awaiting(), ledger.deal_page().total) == (0, 2)
    assert "more21-c1" in claims(ledger, ledger.deal(of(ledger, "first-c1").id, wait=False))


def later(day: int) -> Said:
    return replace(SIX, sentence=f"On day {day} Germany delivered 6 tanks to Norway.")


def test_few_documents_among_very_many_claims_are_not_gathered_at_once(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ledger, *ALL)
    ledger.gather()
    monkeypatch.setattr(gathering, "_LITTLE", 2)
    add(ledger, UNDATED)
    assert ledger.gather_if_few() == 0
    add(ledger, read("more", "2023-01-01", later(1)))
    assert ledger.gather_if_few() == 1


def test_what_is_gathered_some_at_a_time_is_as_if_at_once(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("armstrail.ledger._GATHERED_AT_ONCE", 2)
    add(ledger, *ALL, UNDATED)
    ledger.gather()
    assert not ledger.awaiting()
    assert_as_from_the_beginning(ledger)


EMPTY: dict[str, dict[str, int]] = {dimension: {} for dimension in DIMENSIONS}
