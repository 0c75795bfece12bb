"""Text -> sentences and tokens: where they end, that nothing is lost, that offsets are true, in linear time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.sentences import LONGEST, paragraphs, split
from tests.timing import seconds_of


def sentences(text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        # abbreviations, titles, initials
        "Mr. Weber met Gen. Dorn in St. Petersburg.|He left.",
        "Prof. Dr. Maj. Gen. A. B. Khan said so.|Nobody answered.",
        "J. R. Miller wrote it.|George W. Bush read it.",
        "Rep. Smith and Sen. Jones voted against it.",
        "Lockheed Martin Corp. said it won.|Boeing Co. lost.",
        "Jan. 5 was a Monday.|It came in Sept. 1987 by sea.",
        "They had tanks, guns, etc. in store.",
        "e.g. tanks, i.e. arms.|Next.",
        "It has 20 No. 5 guns.|They are old.",
        "At 3 p.m. the ship left.|At 5 p.m. it was back.",
        # U.S. and the like: only before a word that begins sentences
        "The U.S. Navy bought it.|The U.K. sold it.",
        "It went to the U.S.|He said so.",
        "It went to the U.S. Navy.",
        "He is in Washington, D.C.|The deal is on.",
        # numbers
        "It cost $1.5 million.|It weighed 2.5 tons.",
        "It cost $3bn.|20 tanks came.",
        "The firm sold F-16s.|F-16s are jets.",
        # quotes
        '"We sold them," he said.|"They paid."',
        "“We sold them.”|“They paid.”",
        "He said: ‘We sold it.’|She left.",
        "He said, 'We sold it.'|She left.",
        "The deal (worth $2bn) was off.|It was the last.",
        # a question or an exclamation in quotes, and its reporting clause
        '"Did you sell them?" he asked.|"No!" she replied.',
        "“Why now?” the minister asked.|“Because.”",
        "“Why now?” Weber asked.|“Because.”",
        "“They were ours!” President Weber said.|She left.",
        "“Stop!” said the minister.|“Now.”",
        '"Who knows?"|He left the room.',
        "Is it so?|It is!|Yes.",
        # a full stop that ends nothing
        "The gun (see Fig. 2. It is big) is new.|Next.",
        "They sold guns ... and tanks.",
        "He said … and left.|Wait…|They came.",
        "He said no. no he did not.",
        "Visit www.example.com today.|It is free.",
        "It is U.S.Navy property.",
        # a caption or a credit run into the next words
        "A crane lifts a tank at the port on Aug 15, 2022.|President Weber said so.",
        "It ended in 1987.|Iran denied it.",
        "The S-300.|The deal was off.",
        "It was cancelled.|“We regret it,” he said.",
        'She said "it is off."|The minister agreed.',
    ],
)
def test_where_sentences_end(text: str) -> None:
    wanted = text.split("|")
    assert sentences(" ".join(wanted)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "A guard at the fair near Graz on May 9, 2022.President Weber opened it. She left.",
            ["A guard at the fair near Graz on May 9, 2022.", "President Weber opened it.", "She left."],
        ),
        ("ReutersRussian officials spoke. They left.", ["Reuters", "Russian officials spoke.", "They left."]),
        ("AFP/Getty ImagesThe ship sailed.", ["AFP/Getty Images", "The ship sailed."]),
        ("Getty ImagesA ship sailed.", ["Getty Images", "A ship sailed."]),
        ("Reuters said so.", ["Reuters said so."]),
        ("APC deliveries began.", ["APC deliveries began."]),
        ("TASSArms were sold.", ["TASS", "Arms were sold."]),
        ("It was off.The minister agreed.He left.", ["It was off.", "The minister agreed.", "He left."]),
    ],
)
def test_what_is_run_into_the_next_words_swallows_no_sentence(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


def test_every_line_is_a_paragraph_and_a_sentence_never_leaves_it() -> None:
    text = "A headline without a stop\nSecond line. Third\n \n\tFourth  \n"
    assert sentences(text) == ["A headline without a stop", "Second line.", "Third", "Fourth"]
    assert [s.paragraph for s in split(text)] == [0, 1, 1, 2]
    assert [text[s:e] for s, e in paragraphs(text)] == [
        "A headline without a stop",
        "Second line. Third",
        "Fourth",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \n \xa0 "])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    assert split(text) == []


def test_a_title_is_marked_as_one() -> None:
    (sentence,) = split("Ruritania sells tanks", "title")
    assert sentence.span.place == "title"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Peru-Chile talks on German-made U-boats", "Peru|-|Chile|talks|on|German-made|U-boats"),
        ("Guinea-Bissau and Saudi-Iranian ties", "Guinea-Bissau|and|Saudi|-|Iranian|ties"),
        ("Britain's F-16C/Ds", "Britain|'s|F-16C/Ds"),
        ("the rebels’ arms", "the|rebels|’|arms"),
        ("the U.S. Navy", "the|U.S.|Navy"),
        ("1,370 tanks, 24.9%", "1,370|tanks|,|24.9%"),
        ("155mm shells of the 1980s", "155mm|shells|of|the|1980s"),
        ("don't sell", "don't|sell"),
        ("arms-for-hostages", "arms|-|for|-|hostages"),
        ("a Soviet-made anti-tank missile", "a|Soviet-made|anti-tank|missile"),
        ("“Yes,” he said.", "“|Yes|,|”|he|said|."),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    (sentence,) = split(text)
    assert "|".join(t.text for t in sentence.tokens) == tokens
    assert all(t.lower == t.text.lower() for t in sentence.tokens)


# ------------------------------------------------------------------ nothing is lost


PIECES = st.sampled_from(
    'The He Iran said sold tanks arms U.S. U.K. Mr. Gen. No. 2022. 1.5 p.m. ( ) " “ ” ‘ ’ ? ! … ... , ; — - Reuters'
    " AFP F-16s. 3bn. a.m. İ ß \n \t \r\n \x0b \u2028 .” ?” !\" 'We etc.".split(" ")
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.text(max_size=120),
)


@given(TEXTS)
@settings(max_examples=250, deadline=None)
def test_every_character_lies_in_one_sentence_and_one_token(text: str) -> None:
    found = split(text)
    for sentence in found:
        words = text[sentence.span.start : sentence.span.end]
        assert words
        assert words == words.strip()
        tokens = sentence.tokens
        assert [text[t.start : t.end] for t in tokens] == [t.text for t in tokens]
        assert "".join(words.split()) == "".join(t.text for t in tokens)
        assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert all(a.span.end <= b.span.start and a.paragraph <= b.paragraph for a, b in pairwise(found))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_paragraphs_and_sentences_count_alike(text: str) -> None:
    spans = list(paragraphs(text))
    for sentence in split(text):
        start, end = spans[sentence.paragraph]
        assert start <= sentence.span.start < sentence.span.end <= end


def test_no_sentence_is_longer_than_a_limit() -> None:
    for text in ("word " * 5_000, "x" * 20_000, "x" * 3_999 + " y" * 4_000):
        lengths = [s.span.end - s.span.start for s in split(text)]
        assert max(lengths) <= LONGEST <= 5_000
        assert "".join("".join(sentences(text)).split()) == "".join(text.split())


# ------------------------------------------------------------------ time


HOSTILE = [
    ".",
    "...a",
    '."',
    "(a. ",
    "A. ",
    "a.",
    "1,1",
    "a-",
    "a'",
    ".)",
    "?” he ",
    "\n",
    " ",
    "1",
    "“",
    "Reuters",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece)) + "x"
        return seconds_of(lambda: split(text))

    seconds(1_000)
    assert seconds(48_000) < 30 * min(seconds(6_000) for _ in range(3)) + 0.3


def test_a_megabyte_takes_seconds() -> None:
    assert seconds_of(lambda: split("..." * 80_000 + "anti-" * 150_000)) < 20
