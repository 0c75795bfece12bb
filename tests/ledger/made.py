"""Texts, readings and additions made by hand, small enough to be read at a glance."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

from armstrail.ledger import Addition
from armstrail.model import (
    Claim,
    Coverage,
    Document,
    Fault,
    Item,
    Party,
    Reading,
    RegisterRow,
    Release,
    Span,
    Speaker,
    Statement,
)

READER = "reader 1"
NEWER = "reader 2"

SALE = "Ruritania sold tanks to Graustark, the minister said."
GIFT = "Graustark gave rifles to Ruritania."


def document(text: str = SALE, name: str = "a", **known: str | None) -> Document:
    return Document(id=name, text=text, title=known.pop("title", None) or "", **known)  # type: ignore[arg-type]


def reading(made: Document) -> Reading:
    """A claim for each "X sold things to Y" or "X gave things to Y", a statement where somebody said so."""
    claims, statements = [], []
    for number, found in enumerate(
        re.finditer(r"(\w+) (sold|gave) (\w+) to (\w+)(?:, (the \w+) (said))?\.", made.text), 1
    ):
        supplier, step, item, recipient, who, _ = (
            Span(*found.span(group)) if found[group] else None for group in range(1, 7)
        )
        assert supplier and step and item and recipient
        speaker = Speaker(found[5], found[5], who, who) if who else None
        if who:
            cue = Span(*found.span(6))
            content = Span(found.start(), recipient.end)
            statements.append(Statement(f"s{number}", (who,), (cue,), (content,), speaker, "indirect", 0.8))
        claims.append(
            Claim(
                id=f"c{number}",
                evidence=found[0],
                span=Span(*found.span()),
                supplier=(Party(found[1], found[1][:3].upper(), supplier),),
                recipient=(Party(found[4], found[4][:3].upper(), recipient),),
                items=(Item(found[3], "tank" if found[3] == "tanks" else "small_arms", item),),
                value=None,
                stage="delivered" if found[2] == "gave" else "agreed",
                polarity="asserted",
                certainty="fact",
                date=None,
                speakers=(speaker,) if speaker else (),
                cue=found[6],
                cue_span=Span(*found.span(6)) if who else None,
                voice="indirect" if who else "outlet",
                stage_words=(step,),
                statement=f"s{number}" if who else None,
                confidence=0.7,
            )
        )
    return Reading(made, tuple(statements), tuple(claims), Coverage(len(made.text), len(made.text)))


def addition(made: Document, address: str = "/texts/a.txt", **more: object) -> Addition:
    """A document as it was captured, and read."""
    return replace(Addition(address, made.text.encode(), document=made, reading=reading(made)), **more)  # type: ignore[arg-type]


def release(date: str | None = "2024-03-11", register: str = "sipri", **more: object) -> Release:
    """A state of a register, in a file that is like no other of another register or date."""
    made = Release(
        register=register,
        date=date,
        layout="transfers",
        file=f"{register}.csv",
        sha256=sha256(f"{register} {date}".encode()).hexdigest(),
        columns=("Supplier", "Recipient", "Number"),
        preamble=("Transfers, “as they stand”", ""),
        first=1950,
        last=2023,
        faults=(Fault(9, "has two cells"),),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def row(line: int, *cells: str) -> RegisterRow:
    """A row of a register's file; what it says is of no matter to the ledger."""
    return RegisterRow(line, cells, f"r{line}", "RUR", "GRA", "Ruritania", "Graustark", "T-1", "tank", "tank")
