"""What is found, page by page, and counted: held against a plain search through all records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, product
from typing import Any

import pytest
from bench.made import ARMS, STATES, STEPS, readings
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.ledger import KINDS, Entry, Kind, Ledger, Query
from armstrail.model import Claim, Decision
from tests.ledger.made import NEWER, READER, SALE, addition, document

CLAIMS = 1_000


@pytest.fixture(scope="module")
def filled(place_of_module: str) -> Iterator[Ledger]:
    """A ledger of made readings, a third of them superseded by newer ones with fewer claims; some without a date, some
    decided on.
    """
    with Ledger.open(place_of_module, create=True) as ledger:
        made = list(readings(CLAIMS, seed=5))
        for number, reading in enumerate(made):
            if number % 7 == 0:
                made[number] = replace(reading, document=replace(reading.document, published=None))
            made[number] = replace(made[number], claims=tuple(map(varied, reading.claims, count(number))))
        added = [addition(r.document, r.document.url or "", reading=r) for r in made]
        ledger.append(added, READER)
        less = [replace(a, reading=replace(r, claims=r.claims[1:])) for a, r in zip(added, made, strict=True)]
        ledger.append(less[::3], NEWER)
        for number, entry in enumerate(list(ledger.claims())[::20]):
            for reviewer, decision in zip("AB", DECISIONS[number % len(DECISIONS)], strict=False):
                ledger.judge(entry.key, decision, reviewer)
        yield ledger


def varied(claim: Claim, number: int) -> Claim:
    """A claim of another certainty and confidence."""
    confidence = None if number % 5 == 0 else number % 11 / 11
    return replace(claim, certainty=("fact", "possible", "planned")[number % 3], confidence=confidence)


DECISIONS: tuple[tuple[Decision, ...], ...] = (
    ("accepted",),
    ("rejected",),
    ("accepted", "rejected"),
    ("withdrawn", "accepted"),
    ("withdrawn",),
)


VALUES: dict[str, Any] = {
    "supplier": STATES[:6],
    "recipient": STATES,
    "category": list(ARMS)[:5],
    "stage": list(STEPS)[:4],
    "outlet": ["let 1", "OUTLET 2", "Outlet 33"],
    "speaker": ["minister", "general", "ba"],
    "certainty": ["possible", "fact"],
    "speaker_name": ["", "minister Koba", "spokesman Koko", "general Kori"],
    "outlet_name": ["Outlet 1", "Outlet 2", "Outlet 33", "outlet 1"],
    "review": ["accepted", "disputed", "unreviewed"],
    "since": ["2001", "2003-05", "2010-02-20"],
    "until": ["2014", "2019-11", "2020-07-08"],
}


def asked(chosen: set[str], drawn: dict[str, Any]) -> Query:
    fields: dict[str, Any] = {
        name: drawn[name][0] if name in ("since", "until") else tuple(drawn[name][: drawn["many"]])
        for name in chosen
    }
    return Query(**fields)


queries = st.builds(
    asked,
    st.sets(st.sampled_from(sorted(VALUES)), max_size=3),
    st.fixed_dictionaries(
        {name: st.permutations(values) for name, values in VALUES.items()} | {"many": st.integers(1, 3)}
    ),
)


def values(entry: Entry[Any], dimension: str) -> set[str]:
    """What a claim has in a dimension."""
    claim = entry.record
    return {
        "supplier": {party.id for party in claim.supplier},
        "recipient": {party.id for party in claim.recipient},
        "category": {item.category for item in claim.items},
        "stage": {claim.stage},
        "polarity": {claim.polarity},
        "certainty": {claim.certainty},
        "review": {_review[entry.key]},
        "voice": {claim.voice},
        "speaker": {speaker.name for speaker in claim.speakers} or {""},
        "outlet": {entry.document.outlet or ""},
        "origin": {entry.origin},
        "year": {(entry.document.published or "")[:4]},
    }[dimension]


def fits(entry: Entry[Any], query: Query) -> bool:
    day = entry.document.published or ""
    for name in (
        "supplier",
        "recipient",
        "category",
        "stage",
        "certainty",
        "review",
        "speaker_name",
        "outlet_name",
    ):
        asked = getattr(query, name)
        if asked and not values(entry, name.removesuffix("_name")) & set(asked):
            return False
    if query.document and entry.document_key not in query.document:
        return False
    for name in ("outlet", "speaker"):
        asked = getattr(query, name)
        if asked and not any(part.lower() in held.lower() for part in asked for held in values(entry, name)):
            return False
    if (query.since or query.until) and not day:
        return False
    return (query.since or "") <= day <= (query.until or "9") + "~"


@settings(max_examples=30, deadline=None)
@given(query=queries)
def test_filters_pages_and_counts_agree_with_a_search_through_everything(
    filled: Ledger, query: Query
) -> None:
    wanted = [entry for entry in everything(filled) if fits(entry, query)]
    pages = [filled.find("claims", query, size=90, start=start) for start in range(0, len(wanted) + 90, 90)]
    counted = filled.counts("claims", query, top=5)
    counted |= filled.counts("claims", query, top=5, by=["origin"])
    found = [entry for page in pages for entry in page.entries]
    assert {page.total for page in pages} == {len(wanted)}
    assert {page.documents for page in pages} == {len({entry.document_key for entry in wanted})}
    assert {page.origins for page in pages} == {len({entry.origin for entry in wanted})}
    assert sorted(entry.key for entry in found) == sorted(entry.key for entry in wanted)
    days = [entry.document.published or "" for entry in found]
    assert days == sorted(days, reverse=True)
    for dimension, held in counted.items():
        tally = Counter(value for entry in wanted for value in values(entry, dimension))
        assert (
            sorted(held.values())[::-1] == sorted(tally.values())[::-1][: None if dimension == "year" else 5]
        )
        assert list(held) == sorted(held, reverse=True) or dimension != "year"
        assert all(tally[value] == count for value, count in held.items())


@settings(max_examples=20, deadline=None)
@given(query=queries, start=st.integers(0, 40))
def test_a_search_counts_what_else_one_may_ask_for(filled: Ledger, query: Query, start: int) -> None:
    found = filled.search("claims", query, size=20, start=start, top=1_000)
    assert found.page == filled.find("claims", query, size=20, start=start)
    fields = {"speaker": "speaker_name", "outlet": "outlet_name"}
    for dimension, counted in found.counts.items():
        without: dict[str, Any] = (
            {"since": None, "until": None} if dimension == "year" else {fields.get(dimension, dimension): ()}
        )
        wider = [entry for entry in everything(filled) if fits(entry, replace(query, **without))]
        assert counted == Counter(value for entry in wider for value in values(entry, dimension))
    narrow = filled.counts("claims", query, top=1_000)
    assert narrow == filled.search("claims", query, top=1_000, widen=False).counts


def test_the_least_confident_come_first_and_those_without_a_confidence_last(filled: Ledger) -> None:
    page = filled.find("claims", Query(since="2005"), size=2_000, order="confidence")
    held = [entry.record.confidence for entry in page.entries]
    assert None in held and len(held) == page.total
    assert held == sorted(held, key=lambda confidence: 2 if confidence is None else confidence)


def test_the_newest_may_be_asked_for_among_what_holds_words(filled: Ledger) -> None:
    page = filled.find("claims", Query(words="tanks"), order="newest")
    days = [entry.document.published or "" for entry in page.entries]
    assert page.total > 2 and days == sorted(days, reverse=True)
    assert filled.find("claims", Query(), order="best") == filled.find("claims", Query(), order="newest")


def test_the_records_of_some_documents_are_found(filled: Ledger) -> None:
    keys = sorted({entry.document_key for entry in everything(filled)})[3:5]
    wanted = [entry.key for entry in everything(filled) if entry.document_key in keys]
    page = filled.find("claims", Query(document=tuple(keys)), size=100)
    assert sorted(entry.key for entry in page.entries) == sorted(wanted)
    assert filled.find("documents", Query(document=tuple(keys))).total == 2
    assert filled.find("claims", Query(document=("d0",))).total == 0


def test_flows_and_months_agree_with_a_search_through_everything(filled: Ledger) -> None:
    query = Query(category=("tank", "missile"), since="2001")
    wanted = [entry for entry in everything(filled) if fits(entry, query)]
    flows: dict[tuple[str, str], list[str]] = defaultdict(list)
    months: dict[tuple[str, str], list[str]] = defaultdict(list)
    first: dict[tuple[str, str], str] = {}
    for entry in wanted:
        month = (entry.document.published or "")[:7]
        for supplier, recipient in product(values(entry, "supplier"), values(entry, "recipient")):
            flows[supplier, recipient].append(entry.origin)
        for stage in values(entry, "stage"):
            months[month, stage].append(entry.origin)
            first[entry.origin, stage] = min(first.get((entry.origin, stage), month), month)
    asked = filled.flows(query, top=1_000)
    assert {(s, r): (n, o) for s, r, n, o in asked} == {k: (len(v), len(set(v))) for k, v in flows.items()}
    assert [n for *_, n, _ in asked] == sorted((len(v) for v in flows.values()), reverse=True)
    told = Counter((month, stage) for (_, stage), month in first.items())
    assert {(m, v): (n, o) for m, v, n, o in filled.months(query)} == {
        k: (len(v), told[k]) for k, v in months.items()
    }


_all: dict[int, list[Entry[Any]]] = {}
_review: dict[str, str] = {}


def everything(ledger: Ledger) -> list[Entry[Any]]:
    if id(ledger) not in _all:
        _all[id(ledger)] = list(ledger.claims())
        decided: dict[str, set[str]] = defaultdict(set)
        for standing in ledger.judgements():
            if standing.judgement.decision != "withdrawn":
                decided[standing.record or ""].add(standing.judgement.decision)
        for entry in _all[id(ledger)]:
            of = decided.get(entry.key, {"unreviewed"})
            _review[entry.key] = "disputed" if len(of) > 1 else next(iter(of))
    return _all[id(ledger)]


def totals(ledger: Ledger, words: str, **filters: Any) -> list[int]:
    return [ledger.find(kind, Query(words=words, **filters)).total for kind in KINDS]


def test_words_are_found_in_any_form_in_all_records(ledger: Ledger) -> None:
    ledger.append([addition(document(title="A deal for armour"))], READER)
    assert totals(ledger, "tank") == [1, 1, 1]
    assert totals(ledger, "TANKS minister") == [1, 1, 1]
    assert (
        totals(ledger, "armoured") == totals(ledger, "deal -tanks") == [1, 0, 0]
        or totals(ledger, "deal")[0] == 1
    )
    assert totals(ledger, '"sold tanks"') == [1, 1, 1]
    assert totals(ledger, '"tanks sold"') == totals(ledger, "tanks -sold") == [0, 0, 0]


@pytest.mark.parametrize(
    "words", ['"', "-", "*", "(", "AND OR NOT", 'a" OR "b', "tanks:*", "\x00", "NEAR(", "--"]
)
def test_no_words_can_break_a_search(ledger: Ledger, words: str) -> None:
    ledger.append([addition(document())], READER)
    assert all(total in (0, 1) for total in totals(ledger, words))


def test_words_and_filters_hold_together(ledger: Ledger) -> None:
    ledger.append([addition(document(outlet="The Post", published="2021-05-02"))], READER)
    assert totals(ledger, "tanks", outlet=("post",)) == [1, 1, 1]
    assert totals(ledger, "tanks", outlet=("mail",)) == [0, 0, 0]
    assert totals(ledger, "tanks", since="2021-05-03") == [0, 0, 0]
    assert totals(ledger, "tanks", since="2021-05-02", until="2021-05-02") == [1, 1, 1]


def test_what_an_earlier_reading_held_is_not_found(ledger: Ledger) -> None:
    made = document(SALE)
    ledger.append([addition(made)], READER)
    ledger.append([addition(made, reading=replace(addition(made).reading, claims=(), statements=()))], NEWER)  # type: ignore[type-var]
    assert totals(ledger, "tanks") == [1, 0, 0]


def test_the_best_match_comes_first(ledger: Ledger) -> None:
    short, long = (
        document("Ruritania sold rockets to Graustark.", "short"),
        document("A word on rockets. " + SALE * 40, "long"),
    )
    ledger.append([addition(long, "/1"), addition(short, "/2")], READER)
    assert [entry.document.id for entry in ledger.find("documents", Query(words="rockets")).entries] == [
        "short",
        "long",
    ]


@pytest.mark.parametrize("name", ["ŠKODA NOVINY", "škoda noviny", "Škoda", "koda n"])
def test_names_are_found_in_any_case_of_any_alphabet(ledger: Ledger, name: str) -> None:
    ledger.append([addition(document(SALE, outlet="Škoda Noviny"), "/1")], READER)
    ledger.append([addition(document("Graustark gave Ruritania rifles.", "b", outlet="Skoda"), "/2")], READER)
    assert [entry.document.outlet for entry in ledger.find("documents", Query(outlet=(name,))).entries] == [
        "Škoda Noviny"
    ]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        (Query(words="x", since="2001"), KINDS),
        (Query(speaker=("x",)), ("statements", "claims")),
        (Query(stage=("agreed",), outlet=("x",)), ("claims",)),
        (Query(outlet_name=("x",), document=("d0",)), KINDS),
        (Query(review=("disputed",), speaker_name=("x",)), ("statements", "claims")),
        (Query(certainty=("fact",)), ("claims",)),
    ],
)
def test_a_query_is_put_to_the_records_that_have_what_it_asks_for(
    query: Query, kinds: tuple[Kind, ...]
) -> None:
    assert tuple(kind for kind in KINDS if query.applies_to(kind)) == kinds


def test_one_value_may_stand_as_it_is() -> None:
    asked: Any = "USA"
    assert Query(supplier=asked, since="2021") == Query(supplier=("USA",), since="2021")
