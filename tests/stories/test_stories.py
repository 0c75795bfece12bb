"""Documents to stories, end to end: who is the origin, how the others stand to it, and what only looks alike."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from armstrail.model import Document, Member, Relation, Resemblance, Story
from armstrail.stories import Stories
from tests.stories.made import (
    ARMS,
    CANAL,
    FOOTER,
    GRAIN,
    HARBOUR,
    QUOTATION,
    STORIES,
    TRAINS,
    edited,
    form,
    paragraphs,
    prose,
)

FIRST, SECOND, THIRD = paragraphs(GRAIN)
ORIGIN = Document("origin", GRAIN, "Grain", "2024-10-01", "The Gulf Post")


def folded(*documents: Document) -> Stories:
    stories = Stories()
    stories.add(documents)
    return stories


def of(*documents: Document) -> list[Story]:
    return folded(*documents).stories()


def later(text: str, outlet: str | None = None, name: str = "later") -> Document:
    return Document(name, text, "", "2024-10-02", outlet)


def member(document: Document) -> Member:
    """How a document stands in the story of ORIGIN, the only one of the two."""
    (story,) = of(ORIGIN, document)
    assert story.documents[0] == Member("origin", "origin")
    (found,) = story.documents[1:]
    assert found.document == document.id
    return found


def own(document: Document, found: Member) -> list[str]:
    assert all(span.place == "text" for span in found.own)
    return [document.words(span) for span in found.own]


# ------------------------------------------------------------------ how documents stand to the origin


def test_a_document_alone_is_a_story() -> None:
    (alone,) = of(ORIGIN)
    assert alone == Story(alone.id, "origin", "stands alone", (Member("origin", "origin"),))
    assert of() == []


@pytest.mark.parametrize(
    "text", [GRAIN, GRAIN.upper(), GRAIN.replace("\n\n", "\n"), GRAIN.replace(",", " —")]
)
def test_the_same_words_are_identical(text: str) -> None:
    assert member(later(text)) == Member("later", "identical")


def test_a_reprint_has_small_edits() -> None:
    found = member(later(edited(GRAIN, 9, 60)))
    assert found == Member("later", "reprint", 0.984, 0.984)
    assert member(later(f"{THIRD}\n\n{FIRST}\n\n{SECOND}")) == Member("later", "reprint")


def test_an_excerpt_has_little_of_it() -> None:
    assert member(later(FIRST)) == Member("later", "excerpt", 1.0, 0.389)
    assert member(later(f"{FIRST}\n\n{SECOND}")) == Member("later", "reprint", 1.0, 0.754)
    assert member(later(f"{SECOND}\n\n{THIRD}")) == Member("later", "excerpt", 1.0, 0.611)


@pytest.mark.parametrize(
    "pieces",
    [
        ("*", GRAIN),
        (GRAIN, "*"),
        (FIRST, "*", SECOND, THIRD),
        ("*", FIRST, "*", SECOND, "*", THIRD, "*"),
        ("Łódź — « … » 🚢", FIRST, "*", SECOND, THIRD),
    ],
)
def test_an_extended_document_has_passages_of_its_own(pieces: tuple[str, ...]) -> None:
    added = [
        f"Übrigens, № {number}: {prose(number, 12)}" for number, piece in enumerate(pieces) if piece == "*"
    ]
    waiting = iter(added)
    document = later("\n\n".join(next(waiting) if piece == "*" else piece for piece in pieces))
    found = member(document)
    assert (found.relation, found.of_origin) == ("extended", 1.0)
    assert own(document, found) == added


def test_own_passages_of_documents_of_the_same_words_are_found_in_each() -> None:
    added = prose("added", 20)
    plain, spaced = f"{GRAIN}\n\n{added}", f"{FIRST} …\n{SECOND} — {THIRD}\n\n\n{added.upper()}"
    one, two = later(plain, name="one"), later(spaced, name="two")
    (story,) = of(ORIGIN, one, two)
    assert [(m.document, m.relation) for m in story.documents[1:]] == [
        ("one", "extended"),
        ("two", "extended"),
    ]
    assert own(one, story.documents[1]) == [added]
    assert own(two, story.documents[2]) == [added.upper()]


@pytest.mark.parametrize(("added", "relation"), [(5, "reprint"), (3, "excerpt")])
def test_a_copy_with_many_edits_is_a_reprint_where_it_is_longer(added: int, relation: Relation) -> None:
    words = GRAIN.split()
    runs = [f"{' '.join(words[at : at + 9])} {prose(at, added)}" for at in range(0, len(words), 13)]
    found = member(later(" ".join(runs)))
    assert (found.relation, found.own) == (relation, ())
    assert 0.6 < found.of_origin < 0.75


def test_a_few_words_of_its_own_do_not_extend_a_reprint() -> None:
    assert member(later(f"{GRAIN} {prose('few', 7)}")).relation == "reprint"
    assert member(later(f"{GRAIN} {prose('few', 8)}")).relation == "extended"


def test_a_passage_in_another_text_is_an_excerpt_with_the_rest_its_own() -> None:
    document = later(f"{prose(1, 40)}\n\n{' '.join(GRAIN.split()[:55])}\n\n{prose(2, 40)}")
    found = member(document)
    assert (found.relation, own(document, found)) == ("excerpt", [prose(1, 40), prose(2, 40)])


@pytest.mark.parametrize(
    ("text", "outlet", "relation"),
    [
        (f"{GRAIN} {prose('added', 20)}", "The Gulf Post", "update"),
        (edited(GRAIN, 9), "The Gulf Post", "update"),
        (f"{FIRST} {prose('added', 20)}", "The Gulf Post", "update"),
        (GRAIN, "The Gulf Post", "identical"),
        (" ".join(FIRST.split()[:28]), "The Gulf Post", "excerpt"),
        (edited(GRAIN, 9), "The Tide", "reprint"),
        (edited(GRAIN, 9), None, "reprint"),
        (f"{GRAIN} {prose('added', 20)}", "The Tide", "extended"),
    ],
)
def test_the_same_outlet_later_updates_it(text: str, outlet: str | None, relation: Relation) -> None:
    assert member(later(text, outlet)).relation == relation


def test_what_the_same_outlet_printed_on_the_same_day_is_not_known_to_be_later() -> None:
    first = Document("b", f"{GRAIN} {prose('added', 20)}", "", "2024-10-02", "The Gulf Post")
    (story,) = of(first, Document("a", edited(GRAIN, 9), "", "2024-10-02", "The Gulf Post"))
    assert (story.origin, story.documents[1].relation) == ("b", "reprint")


def test_what_came_before_its_agency_is_no_update() -> None:
    own = Document("own", f"OSTVIK (Reuters) - {GRAIN}", "", "2024-10-03", "The Gulf Post")
    (story,) = of(ORIGIN, own)
    assert (story.origin, story.agency) == ("own", "Reuters")
    assert story.reason == "credits Reuters (dateline: “K (Reuters)”)"
    assert story.documents[1].relation == "reprint"


def test_two_outlets_without_a_name_are_not_the_same() -> None:
    (story,) = of(Document("a", GRAIN), Document("b", edited(GRAIN, 9)))
    assert {m.relation for m in story.documents} == {"origin", "reprint"}


def test_documents_without_dates() -> None:
    (story,) = of(later(GRAIN), Document("long", f"{GRAIN} {prose(1, 20)}"), Document("short", FIRST))
    assert (story.origin, story.reason) == ("later", "tells a day, 2024-10-02; others tell none")
    (story,) = of(Document("a", FIRST), Document("long", f"{GRAIN} {prose(1, 20)}"), Document("b", GRAIN))
    assert (story.origin, story.reason) == ("long", "holds the most text (none has a date)")
    assert {(m.document, m.relation) for m in story.documents[1:]} == {("a", "excerpt"), ("b", "reprint")}


def test_a_digest_stands_in_the_stories_that_it_prints() -> None:
    trains = Document("trains", TRAINS, "", "2024-10-01")
    one, two = of(ORIGIN, trains, later(f"{GRAIN}\n\n{TRAINS}"))
    assert {one.origin, two.origin} == {"origin", "trains"}
    assert [[m.document for m in story.documents[1:]] for story in (one, two)] == [["later"]] * 2
    for story in (one, two):
        other = TRAINS if story.origin == "origin" else GRAIN
        assert own(later(f"{GRAIN}\n\n{TRAINS}"), story.documents[1]) == [other]
    (story,) = of(Document("digest", f"{GRAIN}\n\n{TRAINS}", "", "2024-09-01"), ORIGIN, trains)
    assert {(m.document, m.relation) for m in story.documents} == {
        ("digest", "origin"),
        ("origin", "excerpt"),
        ("trains", "excerpt"),
    }


def test_versions_of_versions_are_one_story() -> None:
    words = prose("chain", 200).split()
    texts = [" ".join(words[at : at + 100]) for at in range(0, 101, 20)]
    (story,) = of(*(Document(f"v{n}", text, "", f"2024-10-0{n + 1}") for n, text in enumerate(texts)))
    assert [m.document for m in story.documents] == ["v0", "v1", "v2", "v3", "v4", "v5"]
    assert [m.share for m in story.documents] == [1.0, 0.8, 0.6, 0.4, 0.2, 0.0]


# ------------------------------------------------------------------ few words, none


def test_few_words_are_folded_under_one_title_alone() -> None:
    notice = "Markets are closed today, and the weighing house will not open before the bell has been mended."
    stories = of(
        *(Document(title, notice, title) for title in ("Velden", "Ostvik", " ostvik ")),
        Document("none", notice),
    )
    assert sorted(sorted(m.document for m in story.documents) for story in stories) == [
        [" ostvik ", "Ostvik"],
        ["Velden"],
        ["none"],
    ]
    longer = f"{notice} It is a very old bell."
    assert len(of(Document("a", longer, "Velden"), Document("b", longer, "Ostvik"))) == 1


def test_empty_texts() -> None:
    stories = of(Document("a", "", "Map"), Document("b", " \n", "Picture"), Document("c", "—", "map"), ORIGIN)
    assert sorted(sorted(m.document for m in story.documents) for story in stories) == [
        ["a", "c"],
        ["b"],
        ["origin"],
    ]


# ------------------------------------------------------------------ what only looks alike


@pytest.mark.parametrize(
    ("text", "other", "reason"),
    [
        (form("Monday", 512, 77, 31, 4), form("Monday", 498, 81, 26, 9), "same form, other figures"),
        (f"{ARMS}\n\n{FOOTER}", f"{CANAL}\n\n{FOOTER}", "shared beginning or end"),
        (f"{FOOTER}\n\n{ARMS}", f"{prose(1, 200)} {FOOTER}\n\n{CANAL} {prose(2, 100)}", "shared passage"),
        (f"{prose(1, 300)} {FIRST} {THIRD[:60]}", f"{prose(2, 300)} {FIRST} {THIRD[:60]}", "shared passage"),
        (f"{GRAIN} {QUOTATION} he said.", f"{QUOTATION} said the miller. {HARBOUR}", "shared quote"),
        (GRAIN, HARBOUR, None),
    ],
)
def test_what_looks_alike_is_told_with_a_reason(text: str, other: str, reason: str | None) -> None:
    for one, two in ((text, other), (other, text)):
        stories = folded(Document("b", one, "", "2024-10-01"), Document("a", two, "", "2024-10-02"))
        assert {story.origin for story in stories.stories()} == {"a", "b"}
        assert stories.resemblances() == ([Resemblance("a", "b", reason)] if reason else [])


def test_resemblances_name_the_foremost_document_of_each_text() -> None:
    text, other = (f"{story}\n\n{QUOTATION} he said." for story in (GRAIN, HARBOUR))
    stories = folded(
        *(Document(f"a{day}", text, "", f"2024-10-0{day}") for day in (3, 2, 5)),
        *(Document(f"b{day}", other, "", f"2024-10-0{day}") for day in (4, 7, 6)),
    )
    assert stories.resemblances() == [Resemblance("a2", "b4", "shared quote")]


# ------------------------------------------------------------------ names


def test_a_story_is_named_by_the_words_of_its_origin() -> None:
    (alone,) = of(ORIGIN)
    assert re.fullmatch("y[0-9a-f]{20}", alone.id)
    assert [story.id for story in of(later(edited(GRAIN, 9)), ORIGIN)] == [alone.id]
    assert [story.id for story in of(Document("y", GRAIN.upper(), "A", "2024", "B"))] == [alone.id]
    assert len({story.id for text in STORIES for story in of(Document("x", text))}) == len(STORIES)


def test_no_two_stories_have_one_name() -> None:
    one, two = of(
        Document("a", "Markets are closed.", "Velden"), Document("b", "Markets are closed.", "Ostvik")
    )
    assert one.id != two.id


# ------------------------------------------------------------------ who printed it, and when


def printed(name: str, text: str, day: int, outlet: str | None = "The Gulf Post") -> Document:
    return Document(name, text, "", f"2024-05-{day:02}", outlet)


@pytest.mark.parametrize(
    ("words", "days", "outlet", "together"),
    [
        (60, 7, "The Gulf Post", False),  # the notice of another week
        (60, 2, "The Gulf Post", True),
        (60, 7, "The Daily Mill", True),
        (60, 7, None, True),
        (150, 7, "The Gulf Post", True),
    ],
)
def test_a_short_notice_that_its_outlet_prints_again_later_recurs(
    words: int, days: int, outlet: str | None, together: bool
) -> None:
    one, other = printed("a", prose("n", words), 1), printed("b", prose("n", words), 1 + days, outlet)
    stories = Stories()
    stories.add([one, other])
    assert len(stories.stories()) == (1 if together else 2)
    assert stories.resemblances() == ([] if together else [Resemblance("a", "b", "recurs, another day")])


def test_what_an_outlet_repeats_of_its_own_is_background_and_what_another_prints_is_taken() -> None:
    background = prose("b", 60)
    first = printed("a", f"{prose(1, 60)}\n\n{background}\n\n{prose(2, 60)}", 1)
    again = printed("b", f"{prose(3, 60)}\n\n{background}\n\n{prose(4, 60)}", 2)
    stories = Stories()
    stories.add([first, again])
    assert len(stories.stories()) == 2
    assert stories.resemblances() == [Resemblance("a", "b", "shared passage")]
    assert len(of(first, replace(again, outlet="The Daily Mill"))) == 1


def test_a_round_up_of_an_outlet_is_not_the_origin_of_what_it_gathers() -> None:
    items = [printed("a", HARBOUR, 1), printed("b", GRAIN, 1)]
    found = of(*items, printed("digest", f"{HARBOUR}\n\n{GRAIN}", 1))
    assert {story.origin for story in found} == {"a", "b"}
    assert all([member.document for member in story.documents][1:] == ["digest"] for story in found)
    assert all("is gathered with others" in story.reason for story in found)
    (alone,) = of(items[0], printed("whole", f"{HARBOUR}\n\n{prose('more', 80)}", 1))
    assert alone.origin == "whole"
