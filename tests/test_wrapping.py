"""Lines that a sheet or a screen broke are joined, and no others; every place in a text stays."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

import armstrail
from armstrail.wrapping import unwrapped

FIRST = (
    "The ministry of defence in Oslo said on Tuesday that Norway had given Ukraine two field hospitals and 40 mortars,"
    " and that another eight armoured ambulances would follow before the end of the year."
)
SECOND = "Peru has ordered six patrol boats from Norway for 90 million dollars, an official in Lima told reporters."
WHOLE = f"{FIRST}\n\n{SECOND}\n"


def wrapped(width: int, **how: str) -> str:
    return "\n\n".join(textwrap.fill(one, width, **how) for one in (FIRST, SECOND)) + "\n"  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_wrapped_paragraphs_are_whole_again(width: int) -> None:
    assert unwrapped(wrapped(width)) == WHOLE


def test_paragraphs_may_begin_with_an_indent_in_place_of_a_blank_line() -> None:
    text = wrapped(60, initial_indent="    ").replace("\n\n", "\n")
    assert unwrapped(text) == f"    {FIRST}\n    {SECOND}\n"


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"{FIRST}\n{SECOND}\nOslo has not said more.",  # a paragraph a line
        "Given so far:\n14 tanks of the type Leopard 2A6 with parts\n40 Marder vehicles\nTwo field hospitals",
        "Given:\n- 14 Leopard 2A6 tanks with parts and shells\n- 40 Marder vehicles with shells and parts for them",
        f"From          To           Of it\n{'Norway        Peru         six':60}\n{'Norway        Chile        2':60}",
        "One line of no more than eighty characters that stands quite alone in its text.",
        "",
        "\n\n\n",
    ],
)
def test_other_lines_stay(text: str) -> None:
    assert unwrapped(text) == text


@given(st.lists(st.text("abc .,\n-", max_size=90), max_size=12))
def test_only_line_ends_become_spaces(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = unwrapped(text)
    assert len(found) == len(text)
    assert {(a, b) for a, b in zip(text, found, strict=True) if a != b} <= {("\n", " ")}


def test_a_wrapped_text_is_read_as_it_would_be_whole() -> None:
    def told(text: str) -> list[tuple[object, ...]]:
        return [
            (
                c.span,
                c.evidence,
                [p.id for p in c.supplier],
                [i.mention for i in c.items],
                c.stage,
                c.speakers,
            )
            for c in armstrail.read(text).claims
        ]

    assert told(wrapped(60)) == told(WHOLE)
    assert len(told(WHOLE)) > 1
