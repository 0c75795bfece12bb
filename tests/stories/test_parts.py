"""Stories that are kept up to date in parts, texts let go in between, are those of all documents at once."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from armstrail.stories import Stories
from tests.stories.made import GRAIN, everything, prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.model import Document, Story
    from armstrail.stories import Known, Tie


class Keeper:
    """What a ledger does: it keeps what changes, and gives texts back."""

    def __init__(self) -> None:
        self.whole: list[Document] = []
        self.known: list[Known] = []
        self.ties: list[Tie] = []
        self.stories: dict[str, Story] = {}
        self.loaded: list[int] = []

    def load(self, places: Sequence[int]) -> list[Document]:
        self.loaded += places
        return [self.whole[place] for place in places]

    def opened(self) -> Stories:
        stories = Stories(self.load)
        stories.restore(self.known, self.ties)
        return stories

    def add(self, stories: Stories, documents: Sequence[Document]) -> None:
        self.whole += documents
        stories.add(documents)
        changes = stories.changes()
        self.known += changes.known
        self.ties += changes.ties
        touched = {self.whole[place].id for place in changes.touched}
        self.stories = {
            story.id: story
            for story in self.stories.values()
            if not touched & {member.document for member in story.documents}
        } | {story.id: story for story in changes.stories}


def whole(documents: Sequence[Document]) -> dict[str, Story]:
    stories = Stories()
    stories.add(documents)
    return {story.id: story for story in stories.stories()}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("reopened", [False, True])
def test_parts_are_the_whole(seed: int, reopened: bool) -> None:
    draw = random.Random(seed)
    documents = everything()
    draw.shuffle(documents)
    keeper = Keeper()
    stories = keeper.opened()
    while documents:
        some = [documents.pop() for _ in range(min(len(documents), draw.randrange(1, 6)))]
        if reopened:
            stories = keeper.opened()
        keeper.add(stories, some)
        assert keeper.stories == whole(keeper.whole)


def test_what_is_known_comes_without_its_text_and_what_is_asked_for_is_loaded_alone() -> None:
    keeper = Keeper()
    stories = keeper.opened()
    documents = everything()
    keeper.add(stories, documents)
    assert not any(known.document.text for known in keeper.known)
    assert not any(document.text for document in stories.documents)
    keeper.add(stories, [replace(documents[0], id="again", outlet="The Daily Mill")])
    loaded = {keeper.whole[place].id for place in keeper.loaded}
    assert loaded and all(name.startswith("grain") for name in loaded)
    keeper.loaded.clear()
    keeper.add(stories, [replace(documents[0], id="other", text=prose("other", 90))])
    assert keeper.loaded == []


def test_the_texts_that_a_document_shares_are_told_before_it_is_taken_in() -> None:
    keeper = Keeper()
    stories = keeper.opened()
    keeper.add(stories, everything())
    before = len(stories.documents)
    (new,) = {document.id: document for document in everything() if document.id == "grain/excerpt"}.values()
    shared = stories.bases(replace(new, id="new", text=f"{GRAIN} {prose('new', 30)}", outlet=None))
    names = {keeper.whole[place].id: overlap for place, overlap in shared}
    assert {"grain/own", "grain/edited", "grain/reordered"} <= set(names)
    assert names["grain/own"].other.share == 1
    assert 0.5 < names["grain/own"].one.share < 1
    assert stories.bases(replace(new, text=prose("none", 90))) == []
    assert len(stories.documents) == before
