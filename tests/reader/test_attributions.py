"""From a network's scores to attributions: their pieces, one source at most, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from armstrail import reader, sentences
from armstrail.model import Attribution, Document
from armstrail.reader.network import Vectors
from tests.reader.fake import Fake

if TYPE_CHECKING:
    from armstrail.reader.windows import Window

Said = tuple[list[str], list[str], list[str]]


def found(text: str, title: str = "", **cues: dict[str, tuple[str, ...]]) -> tuple[Attribution, ...]:
    document = Document("d", text, title)
    split = [*sentences.split(title, "title"), *sentences.split(text)]
    fake = Fake(cues={words.replace("_", " "): parts for words, parts in cues.items()})
    return reader.mark(document, split, [False] * len(split), None, fake).attributions


def words(document: str, attribution: Attribution) -> Said:
    source, cue, content = (
        [document[s.start : s.end] for s in spans]
        for spans in (attribution.source, attribution.cue, attribution.content)
    )
    return source, cue, content


def test_a_cue_has_its_source_and_its_content_in_pieces() -> None:
    text = "The ship, Anna Lund said, is late."
    (attribution,) = found(text, said={"source": ("Anna Lund",), "content": ("The ship", "is late")})
    assert words(text, attribution) == (["Anna Lund"], ["said"], ["The ship", "is late"])
    assert attribution.confidence == 0.75


def test_contents_may_nest() -> None:
    text = "Lund said that Berg denied that it was late."
    inner: dict[str, tuple[str, ...]] = {"source": ("Berg",), "content": ("that it was late",)}
    both = found(
        text, said={"source": ("Lund",), "content": ("that Berg denied that it was late",)}, denied=inner
    )
    assert [words(text, a)[2] for a in both] == [["that Berg denied that it was late"], ["that it was late"]]


def test_of_two_sources_the_surer_one_is_kept() -> None:
    text = "Lund met Berg and said it was late."
    (attribution,) = found(text, said={"source": ("Lund*", "Berg"), "content": ("it was late",)})
    assert words(text, attribution)[0] == ["Berg"]


def test_it_was_announced_is_said_by_nobody_and_it_is_confident_by_somebody() -> None:
    text = "It was announced that it was late."
    (attribution,) = found(text, was_announced={"source": ("It",), "content": ("that it was late",)})
    assert words(text, attribution)[0] == []
    text = "It was reported that it was late."
    (attribution,) = found(text, was={"source": ("reported",), "content": ("that it was late",)})
    assert words(text, attribution)[0] == []
    text = "The reported delay is known."
    (attribution,) = found(text, reported={"source": ("The",), "content": ("delay",)})
    assert words(text, attribution)[0] == []
    text = "It is confident that it was late."
    (attribution,) = found(text, is_confident={"source": ("It",), "content": ("that it was late",)})
    assert words(text, attribution)[0] == ["It"]


def test_a_reference_in_brackets_reports_nothing() -> None:
    parts: dict[str, tuple[str, ...]] = {"source": ("Annex 3",), "content": ("It was late",)}
    assert found("It was late (see Annex 3).", see=parts) == ()
    assert found("It was late [cf. Annex 3].", cf=parts) == ()
    assert len(found("The clerks see Annex 3: It was late.", see=parts)) == 1


@pytest.mark.parametrize(("place", "kept"), [("row 7", 0), ("XYQ4", 0), ("Lima", 1), ("2018", 1)])
def test_a_reference_to_an_entry_of_the_text_reports_nothing(place: str, kept: int) -> None:
    parts: dict[str, tuple[str, ...]] = {"source": ("The army",), "content": ("It was late",)}
    assert len(found(f"The army reported in {place}: It was late.", reported=parts)) == kept


def test_the_word_that_opens_a_content_reports_nothing() -> None:
    parts: dict[str, tuple[str, ...]] = {"source": ("The clerk",), "content": ("it was late",)}
    assert found("The clerk said that it was late.", that=parts) == ()
    assert len(found("The clerk said that it was late.", said=parts, that=parts)) == 1


def test_of_two_that_take_each_others_cue_for_their_source_one_is_kept() -> None:
    text = "It was late, the clerk said."
    turned: dict[str, tuple[str, ...]] = {"source": ("said",), "content": ("It was late",)}
    right: dict[str, tuple[str, ...]] = {"source": ("the clerk",), "content": ("It was late",)}
    (kept,) = found(text, clerk=turned, said=right)
    assert words(text, kept)[:2] == (["the clerk"], ["said"])


def test_what_stands_in_anothers_source_is_no_cue_of_the_same() -> None:
    text = "It was late, Swedish clerks said."
    within: dict[str, tuple[str, ...]] = {"source": ("Swedish",), "content": ("It was late",)}
    whole: dict[str, tuple[str, ...]] = {"source": ("Swedish clerks",), "content": ("It was late",)}
    (kept,) = found(text, clerks=within, said=whole)
    assert words(text, kept)[:2] == (["Swedish clerks"], ["said"])


def test_the_same_said_in_a_statement_is_said_once() -> None:
    told: dict[str, tuple[str, ...]] = {"source": ("Lund",), "content": ("that it was late",)}
    text = "Lund said in a statement that it was late."
    (kept,) = found(text, said=told, statement=told)
    assert words(text, kept)[1] == ["said"]
    text = "Lund warned and said that it was late."
    assert len(found(text, warned=told, said=told)) == 2


def test_a_cue_that_says_nothing_is_none() -> None:
    assert found("Lund said.", said={"source": ("Lund",)}) == ()


def test_an_attribution_does_not_reach_from_the_title_into_the_text() -> None:
    assert found("It is late.", "Lund said", said={"source": ("Lund",), "content": ("It is late",)}) == ()


def test_a_long_text_is_marked_once_wherever_its_windows_begin() -> None:
    text = " ".join(
        ["The weather was fine and the harbour was full of people."] * 60 + ["Lund said it was late."]
    )
    text = text + " " + "Nothing else happened on that day in any of the towns. " * 40
    (attribution,) = found(text.strip(), said={"source": ("Lund",), "content": ("it was late",)})
    assert words(text, attribution) == (["Lund"], ["said"], ["it was late"])


@dataclass
class Doubtful(Fake):
    """Takes each cue for a predicate too, and is less sure of the cue."""

    def read(self, window: Window) -> Vectors:
        vectors = super().read(window)
        return Vectors(vectors.words, np.log(0.6 * np.exp(vectors.cue) + 0.08), vectors.cue)


@pytest.mark.parametrize(("cue", "number"), [("sold", 0), ("promised", 1)])
def test_words_of_a_transfer_are_a_cue_only_where_they_report_something(cue: str, number: int) -> None:
    text = f"Norway {cue} tanks to Chile."
    split = sentences.split(text)
    network = Doubtful(cues={cue: {"source": ("Norway",), "content": ("tanks to Chile",)}})
    marks = reader.mark(Document("d", text), split, [False] * len(split), None, network)
    assert len(marks.attributions) == number


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "said_by", "told"),
    [
        # whom a thing is said of is not who says it, but part of what is said
        ("Peru is accused of it.", "Peru", "accused", "of it", [], ["Peru", "of it"]),
        ("Peru has long been accused of it.", "Peru", "accused", "of it", [], ["Peru", "of it"]),
        ("Peru stands accused of it.", "Peru", "accused", "of it", [], ["Peru", "of it"]),
        ("Peru was accused by Chile of it.", "Peru", "accused", "of it", ["Chile"], ["Peru", "of it"]),
        ("Peru was told by the king of Chile that it was late.", "Peru", "told", "that it was late",
         ["the king of Chile"], ["that it was late"]),
        ("Peru was told by Chile that it was late.", "Peru", "told by", "that it was late", ["Chile"],
         ["that it was late"]),
        ("Peru is said to be late.", "Peru", "is said", "to be late", [], ["to be late"]),
        # who speaks in the active, or of himself
        ("Peru accused Chile of it.", "Peru", "accused", "Chile of it", ["Peru"], ["Chile of it"]),
        ("Peru was reported to have told Chile of it.", "Peru", "told", "Chile of it", ["Peru"], ["Chile of it"]),
        ("Peru, accused of it, denied it was late.", "Peru", "denied", "it was late", ["Peru"], ["it was late"]),
        ("Lund was quoted as saying it was late.", "Lund", "quoted as", "saying it was late", ["Lund"],
         ["saying it was late"]),
        ("Peru is confident of it.", "Peru", "is confident", "of it", ["Peru"], ["of it"]),
    ],
)  # fmt: skip
def test_whom_a_thing_is_said_of_does_not_say_it(
    text: str, source: str, cue: str, content: str, said_by: list[str], told: list[str]
) -> None:
    parts: dict[str, tuple[str, ...]] = {"source": (source,), "content": (content,)}
    (attribution,) = found(text, "", **{cue.replace(" ", "_"): parts})
    assert words(text, attribution) == (said_by, [cue], told)


@pytest.mark.parametrize(
    "opening", ["Asked whether it was late, Lund said no.", "Lund said no when asked whether it was late."]
)
def test_who_answers_a_question_did_not_ask_it(opening: str) -> None:
    asked = "Asked" if opening.startswith("Asked") else "asked"
    parts: dict[str, tuple[str, ...]] = {"source": ("Lund",), "content": ("whether it was late",)}
    (attribution,) = found(opening, "", **{asked: parts})
    assert words(opening, attribution) == ([], [asked], ["whether it was late"])


def test_who_is_asked_between_commas_answers() -> None:
    text = "Lund, asked about Peru, said it was late."
    both = found(
        text,
        asked={"source": ("Lund",), "content": ("about Peru",)},
        said={"source": ("Lund",), "content": ("it was late",)},
    )
    assert [words(text, a)[0] for a in both] == [[], ["Lund"]]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Lund said that most voters had believed it was late.", ["most voters"]),
        ("Lund said the old king believed it was late.", ["the old king"]),
        ("Lund said the king was late and believed it was late.", ["Lund"]),  # more than a subject
        ("Lund said the plan to believed it was late.", ["Lund"]),
    ],
)
def test_what_is_told_within_a_content_is_said_by_the_subject_of_its_clause(
    text: str, subject: list[str]
) -> None:
    inner: dict[str, tuple[str, ...]] = {"source": ("Lund",), "content": ("it was late",)}
    outer: dict[str, tuple[str, ...]] = {"source": ("Lund",), "content": (text[len("Lund said ") : -1],)}
    both = found(text, said=outer, believed=inner)
    assert [words(text, a)[0] for a in both] == [["Lund"], subject]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Radio 4, citing two officers, said it was late.", ["two officers"]),
        ("Radio 4, quoting Paris, said it was late.", ["Paris"]),
        ("Radio 4, citing low growth, said it was late.", ["Radio 4"]),
    ],
)
def test_who_is_cited_says_what_is_said(text: str, cited: list[str]) -> None:
    word = "citing" if "citing" in text else "quoting"
    beside: dict[str, tuple[str, ...]] = {
        "source": ("Radio 4",),
        "content": (text.split(word + " ")[1].split(",", maxsplit=1)[0],),
    }
    said: dict[str, tuple[str, ...]] = {"source": ("Radio 4",), "content": ("it was late",)}
    both = found(text, "", **{word: beside, "said": said})
    assert [words(text, a)[0] for a in both] == [cited, ["Radio 4"]]
    assert (words(text, both[0])[2] == ["it was late"]) == (cited != ["Radio 4"])


def test_who_is_cited_counts_though_the_network_does_not_see_it() -> None:
    text = "It was late, Radio 4 said on Monday, citing people at the yard."
    said: dict[str, tuple[str, ...]] = {"source": ("Radio 4",), "content": ("It was late",)}
    both = found(text, said=said)
    assert [words(text, a) for a in both] == [
        (["Radio 4"], ["said"], ["It was late"]),
        (["people at the yard"], ["citing"], ["It was late"]),
    ]


def test_who_is_quoted_as_saying_says_it() -> None:
    text = "The daily quoted officers as saying it was late."
    both = found(
        text,
        quoted={"source": ("The daily",), "content": ("as saying it was late",)},
        saying={"source": ("The daily quoted officers",), "content": ("it was late",)},
    )
    assert [words(text, a)[0] for a in both] == [["The daily"], ["officers"]]


@pytest.mark.parametrize(
    ("text", "source", "cue", "by"),
    [
        ("Peru, it seems, wants five, says the maker.", "Peru", "says", ["the maker"]),
        ("Peru, so pilots say, is late.", "Peru", "say", ["pilots"]),
        ("Peru, which Quito accuses of it, is late.", "Peru", "accuses", ["Quito"]),
        ("Peru, which says it was late, is here.", "Peru", "says", ["Peru"]),
        ("Lund, the minister, said Peru was late.", "Lund", "said", ["Lund"]),
        ("An envoy accused of it left.", "An envoy", "accused", []),
        ("An envoy accused Peru of it.", "An envoy", "accused", ["An envoy"]),
    ],
)
def test_a_cue_has_the_subject_beside_it_before_one_that_stands_further_away(
    text: str, source: str, cue: str, by: list[str]
) -> None:
    parts: dict[str, tuple[str, ...]] = {
        "source": (source,),
        "content": (text.rsplit(" ", maxsplit=1)[-1][:-1],),
    }
    (attribution,) = found(text, "", **{cue: parts})
    assert words(text, attribution)[0] == by
