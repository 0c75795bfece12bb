"""Letters pages: which texts are one, where a letter begins and ends, who signs it, and what follows for claims."""

from __future__ import annotations

import pytest

import armstrail
from armstrail.model import Document
from armstrail.statements.letters import letters

FIRST = "Sir, Norway sold 22 howitzers to Peru and calls itself a friend of peace."
SECOND = "Your readers forget that Berlin delivered 12 tanks to Chile. Who will stop it?"
IN_LINES = (
    f"On selling arms\n\n{FIRST}\n\nAda Whitcombe\nHexham, Durham\n\n{SECOND}\n\nDr Peter N. Osgood\nLeeds"
)
IN_A_ROW = (
    f"{FIRST} Ada Whitcombe Hexham, Durham • {SECOND} Peter Osgood Professor of history, Leeds • Write to us"
)


def told(text: str) -> list[tuple[str, str]]:
    document = Document("d", text)
    found = letters(document)
    assert all(a.cue == () for a in found)
    return [(document.words(a.source[0]), document.words(a.content[0])) for a in found]


def test_letters_on_lines_of_their_own_without_what_stands_over_them() -> None:
    assert told(IN_LINES) == [("Ada Whitcombe", FIRST), ("Peter N. Osgood", SECOND)]


def test_letters_in_a_row() -> None:
    assert told(IN_A_ROW) == [("Ada Whitcombe", FIRST), ("Peter Osgood", SECOND)]


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n\nAda Whitcombe\nHexham",  # a letter that stands alone
        IN_LINES.replace("Sir, ", "In 1987 "),  # nothing says that these are letters
        f"{FIRST} Ada Whitcombe was there • {SECOND} Nobody saw Peter Osgood • Write to us",
        f"Sir, {FIRST} It was told by Sen. Ada Whitcombe\n\nand by a friend of hers and Gov. Peter Osgood\n\nin May.",
        f"Letters\n\n{FIRST}\n\nSaudi Arabia Deal\n\n{SECOND}\n\nMiddle East\n\nMore came.",  # headings
        f"Letters\n\n{FIRST} Javelin Missiles • {SECOND} Patriot Batteries • More came.",  # a list
        f"{FIRST} HEXHAM NORTHUMBERLAND • {SECOND} LEEDS YORKSHIRE • Write to us",
    ],
)
def test_other_texts_hold_no_letters(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", [IN_LINES, IN_A_ROW])
def test_a_claim_in_a_letter_is_its_writers(text: str) -> None:
    by = {c.supplier[0].id: c for c in armstrail.read(text).claims}
    assert [s.name for s in by["NOR"].speakers] == ["Ada Whitcombe"]
    assert by["NOR"].voice == "direct"


def test_i_in_a_letter_is_who_signs_it_and_is_told_once() -> None:
    text = IN_LINES.replace("Sir, Norway", "Sir, I wrote in May that Norway")
    reading = armstrail.read(text)
    mine = [s.speaker for s in reading.statements if s.speaker and s.speaker.mention == "I"]
    assert {s.name for s in mine} == {"Ada Whitcombe"}
    # what stands above a letter is no sentence of its writer's
    (sale,) = [c for c in reading.claims if c.supplier[0].id == "NOR" and c.span.start > 0]
    assert [s.name for s in sale.speakers] == ["Ada Whitcombe"]


def test_a_signature_that_goes_on_and_on_takes_no_time() -> None:
    assert told(f"Letters\n\n• {FIRST} Aa " + "of in for " * 5_000) == []
