"""A ledger in which every word that comes from outside is a payload."""

from __future__ import annotations

import csv
import io
from itertools import cycle
from pathlib import Path

from armstrail.ledger import Addition, Ledger
from armstrail.model import (
    Claim,
    Coverage,
    Document,
    Item,
    Money,
    Party,
    Quantity,
    Reading,
    Span,
    Speaker,
    Statement,
)
from armstrail.registers import load
from tests.ledger.made import READER
from tests.web.payloads import payloads
from tests.web.texts import AGENCY, REGISTER

_PARTIES = ("FRA", "DEU", "NOR", "GRC", "TUR", "POL", "SWE", "ITA", "ESP", "CHL", "PER", "IND", "JPN", "KOR")
_EVERY = 5
"""Of so many texts one carries the agency's words: the others are told apart from it."""


def make_attacked(place: Path) -> None:
    """Add a text, a claim, a statement, a decision and a register's row for each payload."""
    register = place.with_name("register.csv")
    register.write_text(_register())
    with Ledger.open(str(place), create=True) as ledger:
        ledger.append([_addition(number, words) for number, words in enumerate(_taken_in())], READER)
        ledger.add_release(*load(register))
        for words, entry in zip(cycle(_taken_in()), list(ledger.claims()), strict=False):
            ledger.judge(entry.key, "accepted", f"R {words}", note=words)
        ledger.gather()


def _taken_in() -> list[str]:
    """The payloads as texts are taken in: a null character stands in none."""
    return [words.replace("\0", "\ufffd") for words in payloads()]


def _addition(number: int, words: str) -> Addition:
    reading = read(number, words)
    return Addition(
        f"/texts/{words}-{number}", reading.document.text.encode(), document=reading.document, reading=reading
    )


def read(number: int, words: str) -> Reading:
    """A text of one sentence in which all that is named is the payload, with its claim and its statement."""
    before = AGENCY if number % _EVERY == 0 else ""
    sentence, places = "", []
    for between in (" sold ", " ", " to ", " for ", ", ", " ", "."):
        start = len(before) + len(sentence)
        sentence += words + between
        places.append(Span(start, start + len(words)))
    document = Document(
        id=f"{number}-{words}",
        text=f"{before}{sentence}\n\n{words}\n{number}",
        title=words,
        published=f"20{10 + number % 10}-03-04",
        outlet=words,
        url=words,
        notes=(words,),
        credit=words if number % 2 else None,
    )
    supplier, quantity, item, recipient, value, speaker, cue = places
    said_by = Speaker(words, words, speaker, speaker, _PARTIES[number % len(_PARTIES)])
    whole = Span(len(before), len(before) + len(sentence))
    claim = Claim(
        id="c1",
        evidence=sentence,
        span=whole,
        supplier=(Party(words, _PARTIES[number % len(_PARTIES)], supplier),),
        recipient=(Party(words, _PARTIES[(number // 3 + 1) % len(_PARTIES)], recipient),),
        items=(Item(words, "tank", item, words, item, Quantity(words, quantity, number + 1, number + 1)),),
        value=Money(words, number + 1, "EUR", value),
        stage="agreed",
        polarity="asserted",
        certainty="fact",
        date=None,
        speakers=(said_by,),
        cue=words,
        cue_span=cue,
        voice="indirect",
        stage_words=(Span(supplier.end + 1, supplier.end + 5),),
        statement="s1",
        confidence=0.5,
    )
    content = Span(whole.start, value.end)
    statement = Statement("s1", (speaker,), (cue,), (content,), said_by, "indirect", 0.5)
    return Reading(document, (statement,), (claim,), Coverage(len(document.text), len(document.text)))


def _register() -> str:
    """The register with a row for each payload: its designation, its description and its comments."""
    head, _, _ = REGISTER.partition("\nNorway,")
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    for words in _taken_in():
        rows.writerow(
            ["Norway", "Germany", 2023, "", 54, "", words, words, 0, "", "", "New", words, 4, 216, 0]
        )
    return f"{head}\n{out.getvalue()}"
