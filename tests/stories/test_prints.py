"""Texts to prints: which words are the same word, which are quoted, and that no long common run goes unseen."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.stories.prints import SHINGLE, WINDOW, Print, prints, word_spans
from tests.stories.made import GRAIN, HARBOUR, STORIES, prose

RUN = WINDOW + SHINGLE - 1
BORDER = 1 << 18
"""Characters that are read at once: longer texts, and more texts, are read in pieces."""

CYRILLIC = str.maketrans(string.ascii_lowercase, "абцдефгхийклмнопярстувьыжз")
PIECES = "“|”|„|«|»|’|'|—|_|Москва|çà|ÿ|×|ª|¼|İ|ſ|新华社|、|🚢|👩‍👩‍👧|12|two|The mill, the barge and the lock".split(
    "|"
)
SPACES = [" ", "\n", "\n\n", '"', "\xa0", "\u00ad", "\u200b", "\u2028", "\u2060", "\ud800", "\x00"]
LONG = ["x" * 63, "x" * 64, "x" * 65, "ж" * 40]
ANY_TEXT = st.lists(
    st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from([*PIECES, *SPACES, *LONG]),
    max_size=14,
).map("".join)


def one(text: str) -> Print:
    (made,) = prints([text])
    return made


def told(made: Print) -> tuple[object, ...]:
    """A print as values that can be compared."""
    return made.grams.tolist(), made.marks.tolist(), made.figures.tolist(), made.name


def words(text: str) -> list[str]:
    return [text[begin:end] for begin, end in word_spans(text)]


def quoted(text: str) -> str:
    """The words of a text that stand in quotation marks."""
    return " ".join(
        word for word, gram in zip(words(text), one(text).grams.tolist(), strict=True) if gram & 1
    )


# ------------------------------------------------------------------ which words are the same


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The miller doesn’t sell", "the MILLER doesn't sell!"),
        ("“Wait,” he said", '"Wait", he said'),
        ("« Wait » he said", '"Wait," he said'),
        ("a ten‑year lease – or – none", "a ten-year lease — or -- none"),
        ("mill\xa0gate\u2009shut\u200b", "mill gate\n\n\tshut"),
        ("mill_gate/shut", "mill gate shut"),
        ("(mill) [gate] {shut}…", "mill gate shut"),
        ("mill•gate • 1⁄2", "mill gate 1/2"),
        ("€400 ₹ 12", "400 12"),
        ("a mis\xadsile\xad bat\xad\xadtery", "a missile battery"),
    ],
)
def test_words_are_compared_without_case_and_punctuation(text: str, other: str) -> None:
    after = " stood in the rain and waited for the barge that never came to the lock by the mill."
    assert one(text).name == one(other).name
    assert one(text + after).name == one(other + after).name
    assert one(text + after).marks.tolist() == one(other + after).marks.tolist()


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("mill", "mills"),
        ("mill gate", "gate mill"),
        ("mill gate", "millgate"),
        ("mill gate", "mill"),
        ("mill", "mill mill"),
        ("12", "13"),
        ("café", "cafe"),
        ("Москва", "Москвы"),
        ("🚢", "🚣"),
        ("x" * 60 + "a", "x" * 60 + "b"),
        ("x" * 100, "x" * 101),
        ("", "mill"),
    ],
)
def test_other_words_are_other_texts(text: str, other: str) -> None:
    assert one(text).name != one(other).name


def test_letters_beyond_ascii_are_letters() -> None:
    assert words("Łódź, Ærø und Saint-Étienne’s Μάχη; 新华社 42nd 🚢") == [
        *("Łódź", "Ærø", "und", "Saint", "Étienne", "s", "Μάχη", "新华社", "42nd", "🚢")
    ]


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_spans_are_as_many_as_the_words_of_the_print(text: str) -> None:
    spans = word_spans(text)
    made = one(text)
    assert len(spans) == made.words == len(made.grams)
    assert made.marks.tolist() == sorted(set(made.marks.tolist()))
    assert bool(len(made.marks)) == (made.words >= SHINGLE)


def test_figures_are_known_with_their_places() -> None:
    made = one("Two ships, 14 barges and 3.5bn tonnes; two of 14 sank.")
    assert [figure >> 32 for figure in made.figures.tolist()] == [0, 2, 5, 6, 8, 10]
    two, fourteen, three, _, again, fourteen_again = (
        figure & (1 << 32) - 1 for figure in made.figures.tolist()
    )
    assert (two, fourteen) == (again, fourteen_again)
    assert len({two, fourteen, three}) == 3


@pytest.mark.parametrize("sign", ["€", "₹", "£", "$", "\u20a0", "\u20cf"])
def test_a_sum_is_a_figure_whatever_its_currency(sign: str) -> None:
    assert [figure >> 32 for figure in one(f"It cost {sign}400 m").figures.tolist()] == [2]


def test_a_run_is_known_by_all_its_words() -> None:
    few = "the mill by the lock".split()
    others = [" ".join([*few[:place], "gate", *few[place + 1 :]]) for place in range(SHINGLE)]
    assert len({made.grams[0] for made in prints([" ".join(few), *others])}) == SHINGLE + 1


# ------------------------------------------------------------------ alone and among others


@given(st.lists(ANY_TEXT | st.sampled_from(STORIES), max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_print_is_the_same_alone_and_among_others(texts: list[str]) -> None:
    assert [told(made) for made in prints(texts)] == [told(one(text)) for text in texts]


def test_so_it_is_among_very_many() -> None:
    texts = [prose(number, number % 90) for number in range(3_000)]
    assert sum(map(len, texts)) > 3 * BORDER
    assert [told(made) for made in prints(texts)] == [told(one(text)) for text in texts]


@pytest.mark.parametrize("empty", ["", " ", "\n", "—", "“”\n\n«»", "\x00"])
def test_a_text_without_words(empty: str) -> None:
    made = one(empty)
    assert (made.words, made.marks.tolist(), made.figures.tolist()) == (0, [], [])
    assert made.name == one("").name
    assert [m.words for m in prints([empty, "mill", empty])] == [0, 1, 0]


def test_no_texts_have_no_prints() -> None:
    assert prints([]) == []


def test_a_few_words_have_no_fingerprint() -> None:
    assert one("mill").grams.tolist() == [0]
    assert not len(one("one barge of four").marks)
    assert len(one("one barge of four sank").marks) == 1


# ------------------------------------------------------------------ fingerprints

FEW = st.sampled_from("mill gate barge lock rain".split())
AROUND = st.lists(FEW, max_size=60)


@given(st.lists(FEW, min_size=RUN, max_size=RUN), AROUND, AROUND, AROUND, AROUND)
@settings(max_examples=300, deadline=None)
def test_a_long_common_run_is_a_common_fingerprint(
    run: list[str], before: list[str], after: list[str], other_before: list[str], other_after: list[str]
) -> None:
    text, other = prints([" ".join(before + run + after), " ".join(other_before + run + other_after)])
    assert set(text.marks.tolist()) & set(other.marks.tolist())


@given(st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=100, deadline=None)
def test_so_it_is_in_texts_of_many_words(at: int, place: int) -> None:
    run, around, other = prose("run", RUN), prose("a", 400).split(), prose("b", 400).split()
    text = " ".join([*around[:at], run, *around[at:]])
    host = " ".join([*other[:place], run, *other[place:]])
    first, second = (set(made.marks.tolist()) for made in prints([text, host]))
    assert first & second


def test_fingerprints_are_few() -> None:
    made = one(prose("few", 20_000))
    assert 0.13 < len(made.marks) / made.words < 0.18  # of windows of 12 two in 13 are chosen


def test_texts_that_have_nothing_in_common_share_none() -> None:
    marks = [set(made.marks.tolist()) for made in prints([*STORIES, *(prose(n) for n in range(50))])]
    assert len(set().union(*marks)) == sum(map(len, marks))


# ------------------------------------------------------------------ quotations


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "we go home" and left.', "we go home"),
        ("He said “we go home” and left.", "we go home"),
        ("He said «we go home» and left.", "we go home"),
        ("He said « we go home » and left.", "we go home"),
        ("Er sagte: „wir gehen“ und ging.", "wir gehen"),
        ("“We go,” he said. “At once.”", "We go At once"),
        ('"We go"', "We go"),
        ("Said “we go\nhome to the mill” at dawn.", "we go home to the mill"),
        ("Said “we go,\nthen we come” at dawn.", "we go then we come"),
        # one that is not closed ends with its paragraph
        ("He said “we go home\n\nThe barge left.", "we go home"),
        ("He said “we go home.\nThe barge left.", "we go home"),
        ("“We go.\n\n“And we come,” he said.", "We go And we come"),
        ('He said 5" guns.\n\n“We go,” he said.', "guns We go"),
        ("“We go.\n\nNone.\n\n\n“We come”", "We go We come"),
        # none
        ("He didn't say 'we go home' and ‘we come’.", ""),
        ("No quotation here", ""),
        ('""We go""', ""),
    ],
)
def test_words_in_quotation_marks_are_quoted(text: str, inside: str) -> None:
    assert quoted(text) == inside


def test_a_quotation_that_is_not_closed_stays_in_its_text() -> None:
    first, second = prints(["He said “we go", "The barge left."])
    assert [gram & 1 for gram in first.grams.tolist()] == [0, 0, 1, 1]
    assert not [gram for gram in second.grams.tolist() if gram & 1]


# ------------------------------------------------------------------ very long texts


@pytest.mark.parametrize("apart", [" ", "\n", "\n\n", "\t", ", "])
@pytest.mark.parametrize("letters", [{}, CYRILLIC], ids=["latin", "cyrillic"])
def test_a_text_longer_than_is_read_at_once_is_read_like_its_pieces(
    apart: str, letters: dict[int, int]
) -> None:
    pieces = [prose(number, 9_000).translate(letters).replace(" ", apart) for number in range(12)]
    text = apart.join(pieces)
    assert len(text) > 3 * BORDER
    made, marks = one(text), set(one(text).marks.tolist())
    assert made.words == len(word_spans(text)) == 12 * 9_000
    assert set(made.grams.tolist()[-4:]) == {0}
    for number, piece in enumerate(prints(pieces)):
        begin, end = number * 9_000, (number + 1) * 9_000
        assert (made.grams[begin : end - 4] == piece.grams[:-4]).all()
        seam = one(" ".join(words(pieces[number - 1])[-RUN:] + words(pieces[number])[:RUN]))
        if number:
            assert (made.grams[begin - RUN : begin + RUN - 4] == seam.grams[:-4]).all()
            assert marks & set(seam.marks.tolist())


def test_a_word_longer_than_is_read_at_once_is_one_word() -> None:
    long = "x" * (3 * BORDER)
    for text in (long, f"{GRAIN} {long}", f"{long} {GRAIN}", f"{GRAIN}\n{long}\n{GRAIN}", f" {long} "):
        assert one(text).words == len(word_spans(text))
    assert one(f"{GRAIN} {long} {HARBOUR}").name == one(f"{GRAIN}\n{long}\n{HARBOUR}").name


@pytest.mark.parametrize("apart", [" ", "\n"])
def test_quotations_of_a_long_text_are_those_of_its_sentences(apart: str) -> None:
    sentence = "The miller said “we go home to the mill” and left."
    text = apart.join([sentence] * 16_000)
    assert len(text) > 3 * BORDER
    assert (one(text).grams & 1).tolist() == (one(sentence).grams & 1).tolist() * 16_000


def test_case_does_not_count_beyond_ascii() -> None:
    assert one("ЗЕРНО ÉTÉ").name == one("зерно été").name
