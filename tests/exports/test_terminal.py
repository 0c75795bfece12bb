"""Readings as tables for a terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from armstrail.exports import write
from armstrail.model import Document, Reading
from tests.made import BARE, DENIED, READING


def table(*readings: Reading) -> str:
    out = io.StringIO()
    write(readings, "table", out)
    return out.getvalue()


def test_a_table_shows_who_what_which_step_and_in_which_words() -> None:
    shown = table(READING)
    for words in (
        "Ruritania (RUR) → Graustark",
        "up to 20 Leopard 2A6 tanks",
        "agreed planned 2024-05-06",
        "1,500,000,000 USD",
        "delivered denied",
        "unstated",
        "Anna Weber (“She”)",
        "Ruritania will deliver up to 20",
        "mixed",
        "nobody named",
        "1 reference not resolved",
        "note: not UTF-8",
    ):
        assert words in shown


def test_80_columns_are_enough() -> None:
    assert max(map(len, table(READING, BARE).splitlines())) <= 80


def test_where_no_terminal_is_there_are_no_colours() -> None:
    assert "\x1b" not in table(READING)


class Screen(io.StringIO):
    """What says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_styles_unless_asked_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Screen()
    write([READING], "table", screen)
    assert "\x1b[7magreed\x1b[0m" in screen.getvalue()
    assert re.sub(r"\x1b\[[\d;]+m", "", screen.getvalue()) == table(READING)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Screen()
    write([READING], "table", plain)
    assert plain.getvalue() == table(READING)


def test_what_a_text_holds_cannot_steer_the_terminal() -> None:
    nasty = Document("a\x1b]0;x\x07", "b", "c\x9b31m", notes=("d\x1b[2J",))
    shown = table(Reading(nasty), Reading(READING.document, (), (replace(DENIED, id="\x1b[1m"),)))
    assert not [letter for letter in shown if (letter < " " and letter != "\n") or "\x7f" <= letter < "\xa0"]


def test_marks_of_the_library_are_no_marks_in_a_text() -> None:
    assert "[bold]a[/bold]" in table(Reading(Document("x", "t", "[bold]a[/bold] [/nothing]")))


def test_nothing_found_is_said() -> None:
    assert "No claims, no statements." in table(BARE)
