"""Pairs of texts: what they have in common, as each has it, and how they belong together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.stories.overlaps import RUN, Bond, Overlap, common_runs, overlaps, own_passages
from armstrail.stories.prints import SHINGLE, prints, word_spans
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


def overlap(text: str, other: str) -> Overlap:
    one, two = prints([text, other])
    (found,) = overlaps([(one, two)])
    return found


def bond(text: str, other: str) -> Bond | None:
    """The bond of two texts, which is that of the two in the other order."""
    found = overlap(text, other)
    back = overlap(other, text)
    assert (back.one, back.other, back.figures) == (found.other, found.one, found.figures)
    assert back.bond == found.bond
    return found.bond


def count(text: str) -> int:
    return len(word_spans(text))


def words(text: str) -> list[str]:
    return [text[begin:end].lower() for begin, end in word_spans(text)]


# ------------------------------------------------------------------ what is common


def test_a_copy_has_all_in_common() -> None:
    found = overlap(GRAIN, GRAIN.upper().replace("\n\n", " — "))
    assert found.one == found.other
    assert (found.one.share, found.one.own, found.one.prose_share()) == (1, 0, 1)
    assert (found.one.words, found.one.head, found.one.tail, found.one.longest) == (count(GRAIN),) * 4


def test_texts_of_two_events_have_nothing_in_common() -> None:
    found = overlap(GRAIN, HARBOUR)
    assert (found.one.common, found.other.common, found.one.longest, found.figures) == (0, 0, 0, 0)
    assert (found.one.own, found.other.own) == (count(GRAIN), count(HARBOUR))


def test_a_cut_copy() -> None:
    first, second, _ = paragraphs(GRAIN)
    found = overlap(f"{first}\n\n{second}", GRAIN)
    assert (found.one.share, found.one.own) == (1, 0)
    assert found.other.common == count(first) + count(second)
    assert found.other.share == found.other.common / count(GRAIN)
    assert (found.other.head, found.other.tail) == (found.other.common, 0)


def test_a_reordered_copy() -> None:
    first, second, third = paragraphs(GRAIN)
    found = overlap(f"{third}\n\n{first}\n\n{second}", GRAIN)
    assert (found.one.share, found.other.share, found.one.own) == (1, 1, 0)


def test_an_embedded_copy() -> None:
    text = f"{prose('before')}\n\n{HARBOUR}\n\n{prose('after', 200)}"
    found = overlap(text, HARBOUR)
    assert (found.one.words, found.one.common) == (260 + count(HARBOUR), count(HARBOUR))
    assert (found.other.share, found.other.longest) == (1, count(HARBOUR))
    assert (found.one.head, found.one.tail, found.other.head) == (0, 0, count(HARBOUR))
    assert found.one.longest == count(HARBOUR)


@pytest.mark.parametrize(("shared", "common"), [(RUN - 1, 0), (RUN, RUN), (RUN + 1, RUN + 1)])
def test_a_short_run_is_not_common(shared: int, common: int) -> None:
    found = overlap(
        f"{prose(1, 30)} {prose('run', shared)} {prose(2, 30)}",
        f"{prose(3, 40)} {prose('run', shared)} {prose(4, 20)}",
    )
    assert (found.one.common, found.other.common) == (common, common)


def test_words_in_quotation_marks_are_counted_apart() -> None:
    found = overlap(f"{prose(1, 30)} {QUOTATION}", f"{QUOTATION} {prose(2, 50)}")
    assert (found.one.words, found.one.prose) == (66, 30)
    assert (found.one.common, found.one.common_prose, found.other.common_prose) == (36, 0, 0)
    assert (found.other.head, found.one.tail) == (36, 36)


def test_empty_texts_have_nothing_in_common() -> None:
    for text in ("", "mill", GRAIN):
        found = overlap("", text)
        assert (found.one.share, found.other.share, found.one.prose_share(), found.bond) == (0, 0, 0, None)


def test_figures_that_differ_are_counted() -> None:
    assert overlap(form("Monday", 512, 77, 31, 4), form("Monday", 498, 81, 26, 9)).figures == 4
    assert overlap(form("Monday", 512, 77, 31, 4), form("Monday", 512, 77, 31, 9)).figures == 1
    assert overlap(form("Monday", 512, 77, 31, 4), form("Monday", 77, 31, 4, 512)).figures == 0
    moved = f"{form('Monday', 498, 77, 31, 4)} {prose(1, 30)} 512"
    assert overlap(form("Monday", 512, 77, 31, 4), moved).figures == 0
    assert overlap(f"{GRAIN} {prose(1, 30)} 12", f"{GRAIN} {prose(2, 30)} 13").figures == 0


# ------------------------------------------------------------------ the same by another way

BLOCKS = [prose(("block", number), 3 + number) for number in range(12)]
MADE_OF_BLOCKS = st.lists(st.sampled_from(BLOCKS), unique=True, max_size=12).map(" ".join)


def found_by_looking(text: list[str], other: list[str]) -> set[int]:
    """The places of a text's words that stand in a run of RUN words that the other has."""
    runs = {tuple(other[at : at + RUN]) for at in range(len(other) - RUN + 1)}
    begins = [at for at in range(len(text) - RUN + 1) if tuple(text[at : at + RUN]) in runs]
    return {place for at in begins for place in range(at, at + RUN)}


@given(MADE_OF_BLOCKS, MADE_OF_BLOCKS)
@settings(max_examples=150, deadline=None)
def test_what_is_common_is_what_is_found_word_by_word(text: str, other: str) -> None:
    found = overlap(text, other)
    for side, mine, its in ((found.one, text, other), (found.other, other, text)):
        common = found_by_looking(words(mine), words(its))
        assert side.common == len(common)
        runs = [0]
        for place in range(count(mine)):
            runs.append(runs[-1] + 1 if place in common else 0)
        assert side.longest == max(runs)


@given(MADE_OF_BLOCKS, MADE_OF_BLOCKS)
@settings(max_examples=100, deadline=None)
def test_own_passages_are_the_long_gaps(text: str, other: str) -> None:
    one, two = prints([text, other])
    common = found_by_looking(words(text), words(other))
    runs, begin = [], 0
    for place in range(count(text) + 1):
        if place == count(text) or place in common:
            if place - begin >= RUN:
                runs.append((begin, place))
            begin = place + 1
    assert own_passages([(one, two)]) == [runs]


# ------------------------------------------------------------------ alone and among other pairs

POOL = [
    *(
        GRAIN,
        HARBOUR,
        "",
        "mill",
        f"{GRAIN}\n\n{FOOTER}",
        f"{HARBOUR}\n\n{FOOTER}",
        QUOTATION,
        edited(GRAIN, 9, 50),
    ),
    *(
        form("Monday", 512, 77, 31, 4),
        form("Monday", 498, 81, 26, 9),
        f"{HARBOUR}\n\n{TRAINS}",
        prose(1, 300),
    ),
    *(
        f"{prose(1, 60)} {QUOTATION}",
        f"{QUOTATION} {prose(2, 20)}",
        "mill " * 40,
        "12 " * 30,
        "mill lock " * 20,
    ),
]
PAIRS = st.lists(st.tuples(st.sampled_from(range(len(POOL))), st.sampled_from(range(len(POOL)))), max_size=12)


@given(PAIRS)
@settings(max_examples=150, deadline=None)
def test_a_pair_is_the_same_alone_and_among_others(numbers: list[tuple[int, int]]) -> None:
    texts = prints(POOL)
    pairs = [(texts[one], texts[other]) for one, other in numbers]
    assert overlaps(pairs) == [found for pair in pairs for found in overlaps([pair])]
    assert own_passages(pairs) == [found for pair in pairs for found in own_passages([pair])]


@given(PAIRS)
@settings(max_examples=100, deadline=None)
def test_the_other_way_round_it_is_the_same(numbers: list[tuple[int, int]]) -> None:
    texts = prints(POOL)
    there = overlaps([(texts[one], texts[other]) for one, other in numbers])
    back = overlaps([(texts[other], texts[one]) for one, other in numbers])
    assert there == [Overlap(found.other, found.one, found.figures) for found in back]
    assert [found.bond for found in there] == [found.bond for found in back]


def test_more_pairs_than_are_compared_at_once() -> None:
    texts = prints(POOL)
    pairs = [(one, other) for one in texts for other in texts] * 4
    assert sum(one.words + other.words for one, other in pairs) > 3 * 32_768
    assert overlaps(pairs) == overlaps(pairs[: len(texts) ** 2]) * 4
    assert own_passages(pairs) == own_passages(pairs[: len(texts) ** 2]) * 4


# ------------------------------------------------------------------ bonds

SAID = "said the miller at the gate of the mill"
PIECE = prose("a", 50)
LONG_QUOTATION = f"“{prose('speech', 90)}”"
HEAD, TAIL = prose("head", 39), prose("tail", 80)


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        # versions
        (GRAIN, GRAIN, "version"),
        (GRAIN, edited(GRAIN, 9, 30, 60, 90), "version"),
        (GRAIN, f"{GRAIN}\n\n{prose(1, 60)}", "version"),
        (GRAIN, "\n\n".join(reversed(paragraphs(GRAIN))), "version"),
        (f"{GRAIN}\n\n{FOOTER}", f"{prose(1, 30)} {GRAIN}", "version"),
        (prose(1, 19) + f" {prose('a', 20)}", f"{prose('a', 20)} {prose(2, 3)}", "part"),
        # parts
        (paragraphs(GRAIN)[0], GRAIN, "part"),
        (f"{HARBOUR}\n\n{TRAINS}", HARBOUR, "part"),
        (f"{HARBOUR}\n\n{prose(1, 500)}", HARBOUR, "part"),
        (f"{prose(1, 75)} {PIECE} {prose(2, 75)}", f"{prose(3, 200)} {PIECE} {prose(4, 99)}", "piece"),
        (f"{QUOTATION} {SAID}.", f"{GRAIN} {QUOTATION} {SAID.upper()}.", "part"),
        # forms
        (form("Monday", 512, 77, 31, 4), form("Monday", 498, 81, 26, 9), "form"),
        (form("Monday", 512, 77, 31, 4), form("Monday", 498, 81, 31, 4), "form"),
        (form("Monday", 512, 77, 31, 4), form("Monday", 498, 77, 31, 4), "version"),
        # frames
        (f"{ARMS}\n\n{FOOTER}", f"{CANAL}\n\n{FOOTER}", "frame"),
        (f"{FOOTER[:190]} {prose(1, 50)}", f"{FOOTER[:190]} {prose(2, 50)}", "frame"),
        (f"{HEAD} {prose(1, 90)} {TAIL}", f"{HEAD} {prose(2, 90)} {TAIL}", "frame"),
        (f"{HEAD} {GRAIN} {TAIL}", f"{HEAD} {GRAIN} {TAIL} {prose(3, 20)}", "version"),
        (f"{HEAD} {prose(1, 90)}", HEAD, "part"),
        # passages
        (f"{prose(1, 99)} {PIECE} {prose(2, 60)}", f"{prose(3, 99)} {PIECE} {prose(4, 60)}", "passage"),
        (f"{prose(1, 70)} {prose('a', 49)} {prose(2, 70)}", f"{prose(3, 70)} {prose('a', 49)}", "passage"),
        # quotations
        (f"{GRAIN}\n\n{QUOTATION} he said.", f"{HARBOUR}\n\n{QUOTATION} he said.", "quote"),
        (f"{prose(1, 30)} {LONG_QUOTATION}", f"{prose(2, 30)} {LONG_QUOTATION}", "quote"),
        (f"{prose(1, 30)} “{prose('q', 12)}”", f"{prose(2, 30)} “{prose('q', 12)}”", "quote"),
        # nothing
        (GRAIN, HARBOUR, None),
        (f"{prose(1, 30)} “{prose('q', 11)}”", f"{prose(2, 30)} “{prose('q', 11)}”", None),
        (f"{prose(1, 100)} {prose('a', 49)} {prose(2, 60)}", f"{prose(3, 100)} {prose('a', 49)} {prose(4, 60)}", None),
        (prose("a", 19), prose("a", 19), None),
        (prose("a", 20), prose("a", 20), "version"),
        ("", "", None),
    ],
)  # fmt: skip
def test_how_two_texts_belong_together(text: str, other: str, expected: Bond | None) -> None:
    assert bond(text, other) == expected


@pytest.mark.parametrize("size", [30, 80, 200])
def test_a_quotation_alone_never_folds(size: int) -> None:
    speech = f"“{prose('speech', size)}”"
    for around in (10, 20, 60):
        assert bond(f"{prose(1, around)}\n\n{speech}", f"{speech} {prose(2, around)}") == "quote"


def test_a_version_shares_three_fifths() -> None:
    def pair(shared: int) -> tuple[str, str]:
        first, second = prose("a", shared // 2), prose("b", shared - shared // 2)
        return tuple(
            f"{prose((n, 1), 20)} {first} {prose((n, 2), 100 - 40 - shared)} {second} {prose((n, 3), 20)}"
            for n in range(2)
        )  # type: ignore[return-value]

    assert overlap(*pair(60)).one.share == 0.6
    assert bond(*pair(60)) == "version"
    assert bond(*pair(59)) == "passage"


# ------------------------------------------------------------------ own passages


def test_own_passages_are_those_of_the_first_text() -> None:
    added, inner = prose("added", 30), prose("inner", 10)
    first, second, third = paragraphs(GRAIN)
    text = f"{added}\n\n{first}\n\n{inner}\n\n{second}\n\n{third}\n\n{added}"
    one, other = prints([text, GRAIN])
    after, end = 30 + count(first), count(text)
    assert own_passages([(one, other), (other, one), (one, one)]) == [
        [(0, 30), (after, after + 10), (end - 30, end)],
        [],
        [],
    ]


@pytest.mark.parametrize(("size", "seen"), [(RUN - 1, 0), (RUN, 1)])
def test_a_few_own_words_are_no_passage(size: int, seen: int) -> None:
    one, other = prints([f"{GRAIN} {prose('added', size)}", GRAIN])
    assert len(own_passages([(one, other)])[0]) == seen


# ------------------------------------------------------------------ runs


def test_runs_of_a_reordered_text() -> None:
    first, second, third = (count(paragraph) for paragraph in paragraphs(GRAIN))
    one, other = prints([GRAIN, "\n\n".join(reversed(paragraphs(GRAIN)))])
    assert common_runs(one, other) == [
        (0, third + second, first),
        (first, third, second),
        (first + second, 0, third),
    ]
    assert common_runs(one, one) == [(0, 0, one.words)]
    assert common_runs(*prints([GRAIN, HARBOUR])) == []


FEW = st.lists(st.sampled_from("mill gate barge".split()), max_size=60)


@given(FEW | st.sampled_from([text.lower().split() for text in STORIES]), FEW, FEW, st.integers(0, 40))
@settings(max_examples=300, deadline=None)
def test_the_words_of_a_run_are_the_same_in_both(
    shared: list[str], a: list[str], b: list[str], cut: int
) -> None:
    mine, its = a + shared[cut:] + b, b + shared + a
    one, other = prints([" ".join(mine), " ".join(its)])
    mine, its = words(" ".join(mine)), words(" ".join(its))
    end = 0
    for at, place, length in common_runs(one, other):
        assert length >= RUN
        assert at >= end - SHINGLE
        assert mine[at : at + length] == its[place : place + length]
        assert len(mine[at : at + length]) == length
        end = at + length


@given(MADE_OF_BLOCKS, MADE_OF_BLOCKS)
@settings(max_examples=100, deadline=None)
def test_runs_are_all_that_is_common(text: str, other: str) -> None:
    runs = common_runs(*prints([text, other]))
    held = {place for at, _, length in runs for place in range(at, at + length)}
    assert held == found_by_looking(words(text), words(other))
