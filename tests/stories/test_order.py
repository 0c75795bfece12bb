"""Stories are the same in whatever order and parts their documents come; and they bear any number and size of them."""

from __future__ import annotations

from random import Random
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.model import Document, Relation, Story
from armstrail.stories import REASONS, Stories
from armstrail.stories.candidates import CROWD
from tests.stories.made import (
    ARMS,
    FOOTER,
    GRAIN,
    HARBOUR,
    TRAINS,
    comparable,
    edited,
    everything,
    form,
    paragraphs,
    prose,
)

FIRST, *_ = paragraphs(GRAIN)
ORIGIN = Document("origin", GRAIN, "Grain", "2024-10-01", "The Gulf Post")


def folded(*documents: Document) -> Stories:
    stories = Stories()
    stories.add(documents)
    return stories


def of(*documents: Document) -> list[Story]:
    return folded(*documents).stories()


def later(text: str, name: str = "later") -> Document:
    return Document(name, text, "", "2024-10-02")


# ------------------------------------------------------------------ the order of coming


def in_batches(documents: list[Document], order: Random) -> Stories:
    """Documents taken in shuffled and in parts, with stories asked for now and then."""
    documents = documents[:]
    order.shuffle(documents)
    stories = Stories()
    while documents:
        size = order.choice((1, 1, 2, 5, 20, 60))
        stories.add(documents[:size])
        documents = documents[size:]
        if order.random() < 0.3:
            stories.stories()
    return stories


WHOLE = folded(*everything())


def test_everything_has_all_kinds() -> None:
    found = WHOLE.stories()
    assert {m.relation for story in found for m in story.documents} == set(get_args(Relation))
    assert {m.document for story in found for m in story.documents} == {d.id for d in everything()}
    assert {found.reason for found in WHOLE.resemblances()} == set(REASONS.values())


@given(st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_stories_are_the_same_in_any_order_and_batches(order: Random) -> None:
    stories = in_batches(everything(), order)
    assert comparable(stories.stories()) == comparable(WHOLE.stories())
    assert stories.resemblances() == WHOLE.resemblances()


def crowd() -> list[Document]:
    """More versions of a text, and more texts of a footer, than are all compared with each other."""
    day = "2024-10-{:02}".format
    versions = [edited(GRAIN, n, 100 - n, by=f"word{n}") for n in range(CROWD + 8)]
    footers = [f"{prose(('f', n), 40 + 20 * (n % 4))}\n\n{FOOTER}" for n in range(CROWD + 8)]
    both = [f"{text}\n\n{FOOTER}" for text in (GRAIN, f"{HARBOUR}\n\n{FIRST}", paragraphs(HARBOUR)[0])]
    return [
        Document(f"d{n}", text, "", day(1 + n % 28)) for n, text in enumerate([*versions, *footers, *both])
    ]


@given(st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_so_they_are_in_a_crowd(order: Random) -> None:
    assert comparable(in_batches(crowd(), order).stories()) == comparable(of(*crowd()))


def test_a_crowd_is_one_story() -> None:
    versions = crowd()[: CROWD + 8]
    digest = later(f"{GRAIN}\n\n{HARBOUR}", "digest")
    (story,) = of(digest, *versions)
    assert {m.document for m in story.documents} == {d.id for d in [digest, *versions]}


def test_what_a_crowd_parts_is_parted_whenever_it_comes() -> None:
    # Two notices are versions of each other; then their words are quoted by so many that they are not compared.
    notices = [later(f"{FOOTER} {prose(name, 14)}", name) for name in ("one", "two")]
    quoting = [later(f"“{FOOTER}” {prose(n, 80)}", f"d{n}") for n in range(CROWD + 8)]
    stories = folded(*notices)
    assert len(stories.stories()) == 1
    stories.add(quoting)
    assert comparable(stories.stories()) == comparable(of(*quoting, *notices))
    assert len(stories.stories()) == len(notices + quoting)


def test_resemblances_are_the_same_in_any_batches() -> None:
    one_by_one = Stories()
    for document in crowd():
        one_by_one.add([document])
    assert one_by_one.resemblances() == folded(*crowd()).resemblances()


def test_the_documents_of_a_story_come_in_the_same_order() -> None:
    digest = Document("a", f"{GRAIN}\n\n{TRAINS}", "", "2024-10-03")
    again = Document("b", f"{GRAIN}\n\n{edited(TRAINS, 9)}", "", "2024-10-04")
    assert set(of(ORIGIN, digest, again)) == set(of(ORIGIN, again, digest))


def test_what_stands_in_the_story_of_a_version_is_the_same_in_any_order() -> None:
    a, b, c, d = (prose(name, count) for name, count in (("a", 100), ("b", 50), ("c", 50), ("d", 150)))
    texts = [f"{a} {b}", f"{a} {c}", f"{b} {c} {d}", f"{c} {d}"]
    documents = [Document(f"d{n}", text, "", f"2024-10-0{n + 1}") for n, text in enumerate(texts)]
    assert comparable(of(*documents)) == comparable(of(*documents[::-1]))


def test_one_more_document_leaves_other_stories_untouched() -> None:
    stories = folded(*everything())
    before = {story.origin: story for story in stories.stories()}
    stories.add(
        [later(f"{form('Tuesday', 498, 81, 26, 9)} {prose(9, 30)}"), later(f"{ARMS} {FOOTER}", "more")]
    )
    after = {story.origin: story for story in stories.stories()}
    changed = {name for name in after if after[name] is not before.get(name)}
    assert changed <= {"form/1", "form/2", "later", "arms", "more"}
    assert [m.document for m in after[min(changed & {"arms", "more"})].documents] == ["more", "arms"]
    assert all(after[name] is before[name] for name in before.keys() - changed - {"arms"})


# ------------------------------------------------------------------ size


def test_a_hundred_thousand_of_the_same_words_are_one_story() -> None:
    (story,) = of(*(Document(f"d{number:06}", FIRST) for number in range(100_000)))
    assert (story.origin, len(story.documents)) == ("d000000", 100_000)
    assert {m.relation for m in story.documents[1:]} == {"identical"}


def test_a_text_of_five_megabytes() -> None:
    text = prose("large", 600_000)
    assert len(text) > 5_000_000
    part = text[:2_000_000].rsplit(" ", 1)[0]
    (story,) = of(
        later(f"{prose(1, 50)} {text}"), Document("origin", text, "", "2024-10-01"), later(part, "part")
    )
    assert [(m.document, m.relation, len(m.own)) for m in story.documents] == [
        ("origin", "origin", 0),
        ("later", "extended", 1),
        ("part", "excerpt", 0),
    ]
    assert story.documents[1].own[0].end == len(prose(1, 50))
