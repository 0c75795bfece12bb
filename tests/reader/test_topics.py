"""What statements are about: topics with their words, an event, who does it to whom; as the network's graph says."""

from __future__ import annotations

from armstrail.model import Document, Marks, Span
from armstrail.reader import mark
from armstrail.sentences import split
from tests.reader.fake import Fake

SAID = "Mali warned that the embargo would fail."
OWN = "Guns fell silent on Monday."
TEXT = f"{SAID} {OWN}"


def marks(network: Fake, text: str = TEXT) -> Marks:
    document = Document("d", text)
    found = split(text)
    return mark(document, found, [True] * len(found), None, network)


def words(spans: tuple[Span, ...], text: str = TEXT) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def reporting(**known: dict[str, str]) -> Fake:
    cues = {"warned": {"source": ("Mali",), "content": ("that the embargo would fail",)}}
    return Fake(cues=cues, **known)  # type: ignore[arg-type]


def test_a_topic_stands_on_the_words_that_carry_it() -> None:
    found = marks(reporting(topics={"embargo": "sanction", "fail": "sanction", "warned": "warning"}))
    told = found.attributions[0].told
    assert told
    assert [(s.topic, words(s.words)) for s in told.topics] == [
        ("sanction", ["embargo"]),
        ("warning", ["warned"]),
    ]
    assert all(s.confidence and s.confidence > 0.9 for s in told.topics)


def test_words_that_stand_together_carry_it_together() -> None:
    network = reporting(topics={"the": "sanction", "embargo": "sanction", "would": "sanction"})
    told = marks(network).attributions[0].told
    assert told
    assert [words(s.words) for s in told.topics] == [["the embargo would"]]


def test_what_no_word_carries_is_other() -> None:
    told = marks(reporting()).attributions[0].told
    assert told
    assert [(s.topic, s.words) for s in told.topics] == [("other", ())]
    assert (told.event, told.sure, told.source, told.target, told.object) == (None, None, (), (), ())


def test_the_words_of_who_says_it_carry_no_topic() -> None:
    told = marks(reporting(topics={"Mali": "territory"})).attributions[0].told
    assert told
    assert [s.topic for s in told.topics] == ["other"]


def test_words_beside_what_is_said_are_not_shown_as_carrying_a_topic() -> None:
    told = marks(reporting(topics={"Mali": "sanction", "embargo": "sanction"})).attributions[0].told
    assert told
    assert [(s.topic, words(s.words)) for s in told.topics] == [("sanction", ["embargo"])]


def test_an_event_with_its_parts() -> None:
    network = reporting(events={"warned": "THREATEN"}, told={"Mali": "source", "embargo": "object"})
    told = marks(network).attributions[0].told
    assert told
    assert told.event == "THREATEN"
    assert told.sure and told.sure > 0.9
    assert (words(told.source), words(told.target), words(told.object)) == (["Mali"], [], ["embargo"])


def test_a_sentence_that_reports_nobody_is_the_outlet_s_own() -> None:
    found = marks(reporting(topics={"Guns": "combat"}, events={"silent": "RETREAT"}))
    [(span, told)] = found.own
    assert words((span,)) == [OWN]
    assert [s.topic for s in told.topics] == ["combat"]
    assert told.event == "RETREAT"


def test_a_sentence_that_goes_on_with_what_is_said_is_nobody_else_s() -> None:
    cues = {
        "warned": {
            "source": ("Mali",),
            "content": ("that the embargo would fail", "Guns fell silent on Monday"),
        }
    }
    assert marks(Fake(cues=cues)).own == ()
