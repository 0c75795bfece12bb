"""Columns of wrapped words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from armstrail.exports.columns import BOLD, breadth, columns, draw, wrap

WORDS = st.text(st.sampled_from("ab  ä–漢字e\u0301"), max_size=60)


def lines(words: str, width: int) -> list[str]:
    return [draw(line, styled=False) for line in wrap([(words, "")], width)]


def test_words_are_cut_at_spaces_and_long_ones_where_they_must() -> None:
    assert lines("one two three", 7) == ["one two", "three"]
    assert lines("one two three", 8) == ["one two", "three"]
    assert lines("one twothreefour", 5) == ["one", "twoth", "reefo", "ur"]
    assert lines("", 5) == [""]


def test_wide_letters_take_two_columns_and_accents_none() -> None:
    assert lines("漢字漢字", 5) == ["漢字", "漢字"]
    assert breadth("e\u0301") == 1


def test_styles_survive_the_cut() -> None:
    assert list(wrap([("one ", ""), ("two three", BOLD)], 7)) == [
        [("one ", ""), ("two", BOLD)],
        [("three", BOLD)],
    ]
    assert draw([("one ", ""), ("two", BOLD)], styled=True) == "one \x1b[1mtwo\x1b[0m"


def test_cells_stand_beside_each_other() -> None:
    left, right = [[("one two", "")]], [[("three", "")], [("four", "")], [("five", "")]]
    assert list(columns([left, right], [4, 5], styled=False)) == ["one   three", "two   four", "      five"]


@given(WORDS, st.integers(2, 30))
def test_no_line_is_too_wide_and_no_letter_lost(words: str, width: int) -> None:
    cut = lines(words, width)
    assert all(breadth(line) <= width for line in cut)
    assert "".join("".join(cut).split()) == "".join(words.split())
