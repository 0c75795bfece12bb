"""Deals: a table for the eye, one deal whole with its evidence, or JSONL, an object a deal."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from armstrail import equipment
from armstrail.deals.cells import Cell, Step, contradictions, evidence, steps, versions
from armstrail.exports import counted
from armstrail.exports.sourced import party, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from armstrail.ledger import Entry
    from armstrail.model import Claim, Deal, Strand

Record = dict[str, Any]

_SHOWN, _WIDEST, _LONGEST = 6, 45, 60  # cells of a line, the column of their words, each of these
_SIDES = {
    "supplier": "the supplier's side",
    "recipient": "the recipient's side",
    "third": "others",
    "unknown": "speakers whose side is unknown",
    "outlet": "outlets in their own voice",
}


def write_lines(deals: Iterable[Deal], out: TextIO) -> int:
    """JSONL: an object a deal; gives how many."""
    number = 0
    for number, deal in enumerate(deals, 1):  # noqa: B007 - it is counted
        out.write(json.dumps(deal_record(deal), ensure_ascii=False) + "\n")
    return number


def deal_record(deal: Deal) -> Record:
    """A deal as an object of JSON (docs/deals.md): its steps, what each side says of them, what contradicts what, and
    the strands they are made of. Every cell names its claims, documents and independent origins.
    """
    whole = evidence(deal.strands)
    return {
        "deal": deal.id,
        "supplier": deal.supplier or None,
        "recipient": deal.recipient or None,
        "category": deal.category,
        "designation": deal.designation,
        "claims": len(whole.claims),
        "documents": len(whole.documents),
        "origins": len(whole.origins),
        "steps": [_step(step) for step in steps(deal)],
        "versions": {side: [_step(step) for step in some] for side, some in versions(deal).items()},
        "contradictions": [
            {"field": found.field, "stage": found.stage, "cells": [_cell(cell) for cell in found.cells]}
            for found in contradictions(deal)
        ],
        "strands": [_strand(strand) for strand in deal.strands],
    }


def _step(step: Step) -> Record:
    return {
        "stage": step.stage,
        "polarity": step.polarity,
        "first": step.first,
        "last": step.last,
        "dated": step.dated,
        "quantities": [_cell(cell) for cell in step.quantities],
        "values": [_cell(cell) for cell in step.values],
        "dates": [_cell(cell) for cell in step.dates],
        "evidence": _cell(step.all),
    }


def _cell(cell: Cell) -> Record:
    words = {"words": cell.words} if cell.words else {}
    return {
        **words,
        "claims": list(cell.claims),
        "documents": list(cell.documents),
        "origins": list(cell.origins),
        "sides": list(cell.sides),
    }


def _strand(strand: Strand) -> Record:
    return {
        "claim": strand.claim,
        "document": strand.document,
        "origin": strand.origin,
        "item": strand.part,
        "mention": strand.mention,
        "category": strand.category,
        "designation": strand.designation,
        "quantity": {"mention": strand.quantity, "min": strand.least, "max": strand.most}
        if strand.quantity
        else None,
        "value": {"mention": strand.value, "amount": strand.amount, "currency": strand.currency}
        if strand.value
        else None,
        "stage": strand.stage,
        "polarity": strand.polarity,
        "certainty": strand.certainty,
        "date": strand.date,
        "published": strand.published,
        "side": strand.side,
        "speaker": strand.speaker,
        "filled": strand.filled,
        "reason": strand.reason,
    }


# ------------------------------------------------------------------ for the eye


def write_table(deals: Iterable[Deal], out: TextIO) -> int:
    """For each deal its row and its steps; gives how many."""
    number = 0
    for number, deal in enumerate(deals, 1):  # noqa: B007 - it is counted
        _write(_row(deal), out)
    return number


def write_one(deal: Deal, claims: Sequence[Entry[Claim]], out: TextIO) -> None:
    """One deal whole: its steps, the sides' versions, what contradicts what, and each claim with its words and the
    reason why it stands here.
    """
    _write(_whole(deal, {entry.key: entry for entry in claims}), out)


def _write(lines: Iterable[str], out: TextIO) -> None:
    for line in lines:
        out.write("".join(letter if letter.isprintable() else " " for letter in line).rstrip() + "\n")


def _row(deal: Deal) -> Iterator[str]:
    whole = evidence(deal.strands)
    supplier, recipient, what = (
        short(words, _LONGEST) for words in (party(deal.supplier), party(deal.recipient), goods(deal))
    )
    yield f"{supplier} → {recipient}: {what}"
    told = (counted(len(whole.claims), "claim"), counted(len(whole.documents), "document"))
    yield f"  {deal.id}: {', '.join(told)}, {counted(len(whole.origins), 'origin')}"
    yield from (_line(step) for step in steps(deal))
    yield from _contradicted(deal)
    yield ""


def _whole(deal: Deal, claims: Mapping[str, Entry[Claim]]) -> Iterator[str]:
    yield from _row(deal)
    for side, some in versions(deal).items():
        yield f"What {_SIDES[side]} say{'s' if side in ('supplier', 'recipient') else ''}"
        yield from (_line(step) for step in some)
        yield ""
    yield "The claims, and why each stands here"
    for strand in deal.strands:
        entry = claims.get(strand.claim)
        where = (entry.document.outlet, strand.published) if entry else (strand.published,)
        yield f"  {strand.claim}  {' · '.join(filter(None, where))}  {strand.stage}" + (
            f", {strand.polarity}" if strand.polarity == "denied" else ""
        )
        if entry:
            yield f"    “{' '.join(entry.record.evidence.split())}”"
        if strand.speaker:  # the version may be that of whom they cite
            cited = [speaker.name for speaker in entry.record.speakers[1:]] if entry else []
            yield f"    says {', citing '.join((strand.speaker, *cited))} ({strand.side})"
        yield f"    {strand.reason}"
    yield ""


def _line(step: Step) -> str:
    when = step.first or "no date"
    if step.last and step.last[:10] != when:
        when = f"{when} – {step.last}"
    what = step.stage if step.polarity == "asserted" else f"{step.stage}, denied"
    told = "; ".join(_words(step.quantities) + _words(step.values))
    numbers = f"{counted(len(step.all.claims), 'claim')}, {counted(len(step.all.origins), 'origin')}"
    return f"  {what:18} {when:25} {told:{_WIDEST}} {numbers}"


def _words(cells: Sequence[Cell]) -> list[str]:
    """The wordings of cells, each with its origins where it has several."""
    said = [
        short(cell.words, _LONGEST) + (f" (×{len(cell.origins)})" if len(cell.origins) > 1 else "")
        for cell in cells[:_SHOWN]
    ]
    return said + _more(cells)


def _more(cells: Sequence[Cell]) -> list[str]:
    return [f"and {len(cells) - _SHOWN} more"] if len(cells) > _SHOWN else []


def _contradicted(deal: Deal) -> Iterator[str]:
    for found in contradictions(deal):
        if found.field == "polarity":
            asserted, denied = found.cells
            yield (
                f"  {found.stage}: asserted in {counted(len(asserted.claims), 'claim')},"
                f" denied in {counted(len(denied.claims), 'claim')}"
            )
        else:
            said = [
                f"{short(cell.words, _LONGEST)} ({', '.join(cell.sides)})" for cell in found.cells[:_SHOWN]
            ]
            yield f"  {found.stage}: the {found.field}s do not agree: {'; '.join(said + _more(found.cells))}"


def goods(deal: Deal) -> str:
    """What passes: the designation, else the words that most claims have for it; where these say nothing, the kind."""
    if deal.designation:
        return deal.designation
    here = Counter(strand.mention for strand in deal.strands if strand.category == deal.category)
    words = [mention for mention in here if mention and equipment.identify(mention)]
    return max(words, key=here.__getitem__) if words else deal.category.replace("_", " ")
