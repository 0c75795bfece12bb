"""Which document of a story is its origin, and why: credit, then time, then length, then the words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from armstrail.model import Document
from armstrail.stories.origins import Standing, reason, standing
from armstrail.stories.prints import prints
from tests.stories.made import GRAIN, HARBOUR, edited, prose


def stand(document: Document) -> Standing:
    (text,) = prints([document.text])
    return standing(document, text)


def chosen(*documents: Document) -> tuple[str, str]:
    """The id of the origin of some documents, and why it is."""
    first, *others = sorted(map(stand, documents))
    assert [one.id for one in sorted(map(stand, documents[::-1]))] == [first.id, *(one.id for one in others)]
    told = reason(first, others)
    assert reason(first, others[::-1]) == told
    return first.id, told


def paper(name: str, published: str | None = None, text: str = GRAIN) -> Document:
    return Document(name, text, "", published, "The Gulf Post")


OWN = Document("own", GRAIN, "", "2024-10-05", "Reuters")
CREDITED = Document("credited", GRAIN, "", "2024-10-04", "The Gulf Post", credit="Reuters")

# ------------------------------------------------------------------ credit


def test_one_alone() -> None:
    assert chosen(paper("a")) == ("a", "stands alone")


def test_an_agency_goes_before_those_that_credit_one_and_these_before_others() -> None:
    early = paper("early", "2024-10-01")
    assert chosen(early, CREDITED, OWN) == ("own", "was published by the agency itself, Reuters")
    assert chosen(early, CREDITED) == ("credited", "credits Reuters (field: “Reuters”)")
    assert [stand(one).tier for one in (OWN, CREDITED, early)] == [0, 1, 2]
    assert [stand(one).agency for one in (OWN, CREDITED, early)] == ["Reuters", "Reuters", None]


def test_of_those_that_credit_an_agency_the_first() -> None:
    later = Document("later", f"OSTVIK (AP) - {GRAIN}", "", "2024-10-06")
    assert chosen(later, CREDITED) == (
        "credited",
        "credits Reuters (field: “Reuters”), as do others; was published first, 2024-10-04",
    )
    other = Document("other", GRAIN, "", "2024-10-04T09:30", "AFP")
    assert chosen(OWN, other) == ("other", "was published first, 2024-10-04T09:30")
    longer = replace(CREDITED, id="longer", text=f"{GRAIN} And so on.")
    assert chosen(CREDITED, longer, paper("long", "2024-01-01", f"{GRAIN} {prose(1, 20)}")) == (
        "longer",
        "credits Reuters (field: “Reuters”), as do others; holds the most text (published at the same time)",
    )


def test_an_agency_without_a_date_goes_before_what_has_one() -> None:
    assert chosen(Document("own", GRAIN, outlet="TASS"), CREDITED, paper("a", "2020-01-01"))[0] == "own"


# ------------------------------------------------------------------ time


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("2024-10-01", "2024-10-02", "2024-10-01"),
        ("2023-12-31", "2024-01-01", "2023-12-31"),
        ("2024-10-01T23:59", "2024-10-02", "2024-10-01T23:59"),
        ("2024-10-01", "2024-10-02T00:01", "2024-10-01"),
        ("2024-10-01T08:00", "2024-10-01T09:00", "2024-10-01T08:00"),
        ("2024-10-01T08:00:59", "2024-10-01T08:01", "2024-10-01T08:00"),
        # a day without a time is its end
        # in whatever zone, and however it is written
        ("2024-10-02T01:00+03:00", "2024-10-01T23:00Z", "2024-10-01T22:00"),
        ("2024-10-01T22:30:00-02:00", "2024-10-02T00:31Z", "2024-10-02T00:30"),
        ("1 October 2024", "2024-10-02", "2024-10-01"),
        ("October 1, 2024", "2 Oct 2024", "2024-10-01"),
    ],
)
def test_what_was_published_first(first: str, second: str | None, told: str) -> None:
    longer = f"{GRAIN} {prose(1, 20)}"
    assert chosen(paper("b", first), paper("a", second, longer)) == ("b", f"was published first, {told}")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("2024-10-01", None, "tells a day, 2024-10-01; others tell none"),
        ("2024-10-01", "", "tells a day, 2024-10-01; others tell none"),
        ("2024-10-01", "last Tuesday", "tells a day, 2024-10-01; others tell none"),
        ("2024-10-01", "October 2023", "tells a day, 2024-10-01; others tell none"),
        ("2024-10-01", "2023-13-01", "tells a day, 2024-10-01; others tell none"),
        ("2024-10-01T23:59", "2024-10-01", "tells an hour, 2024-10-01T23:59; others only the day"),
        ("2024-10-01 08:00", "20241001", "tells an hour, 2024-10-01T08:00; others only the day"),
    ],
)
def test_what_is_not_known_to_be_first_is_not_said_to_be(first: str, second: str | None, told: str) -> None:
    longer = f"{GRAIN} {prose(1, 20)}"
    assert chosen(paper("b", first), paper("a", second, longer)) == ("b", told)


def test_the_reason_names_the_first_of_many() -> None:
    days = [paper(f"day {day}", f"2024-10-{day:02}") for day in range(1, 9)]
    assert chosen(*days[::-1]) == ("day 1", "was published first, 2024-10-01")


# ------------------------------------------------------------------ length, words


@pytest.mark.parametrize(
    ("published", "when"), [("2024-10-01", "published at the same time"), (None, "none has a date")]
)
def test_then_the_longest(published: str | None, when: str) -> None:
    longer = paper("b", published, f"{GRAIN} And so on.")
    assert chosen(paper("a", published), longer, paper("c", published, HARBOUR)) == (
        "b",
        f"holds the most text ({when})",
    )
    assert chosen(paper("a", published), longer, paper("d", "2024-12-01" if published else None))[0] == "b"
    spaced = paper("b", published, f"{GRAIN}  — …  — ")
    assert chosen(paper("a", published), spaced)[1] == f"any of them: the same words, {when}"


@pytest.mark.parametrize(
    ("published", "when"), [("2024-10-01", "published at the same time"), (None, "none has a date")]
)
def test_then_the_words_whatever_the_documents_are_called(published: str | None, when: str) -> None:
    other = edited(GRAIN, 9)
    name, told = chosen(paper("a", published), paper("b", published, other))
    assert told == f"any of them: {when}"
    swapped, _ = chosen(paper("b", published), paper("a", published, other))
    assert {name, swapped} == {"a", "b"}


def test_of_the_same_words_the_first_name() -> None:
    assert chosen(paper("b"), paper("a"), paper("c")) == ("a", "any of them: the same words, none has a date")
    assert chosen(paper("b", "2024-10-01"), paper("a", "2024-10-02")) == (
        "b",
        "was published first, 2024-10-01",
    )
