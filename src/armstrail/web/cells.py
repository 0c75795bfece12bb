"""Deals as pages show them: steps, each cell with its evidence; versions, a line of time, claims with reasons."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from armstrail.deals.cells import STAGES, contradictions, evidence, steps, versions
from armstrail.exports.deals import goods
from armstrail.exports.sourced import party
from armstrail.plots.marks import Mark, lanes, marks, said, undated
from armstrail.plots.ticks import ticks
from armstrail.web.shapes.deals import (
    CellShown,
    ClaimTold,
    Contradicted,
    DealHead,
    LaneShown,
    MarkShown,
    OtherDeal,
    StepShown,
    StrandTold,
    TickShown,
    TimeLine,
    VersionTold,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from armstrail.deals.cells import Cell, Contradiction, Step
    from armstrail.ledger import Entry
    from armstrail.model import Claim, Deal, Strand

SIDES = {
    "supplier": "the supplier's side",
    "recipient": "the recipient's side",
    "third": "others",
    "unknown": "speakers whose side is unknown",
    "outlet": "outlets in their own voice",
}
"""Whose version it is, in words for people."""

_FIELDS = {"number": "numbers", "value": "values", "polarity": "asserted and denied"}
_WIDTH = 480  # pixels of the line of time, for which marks are kept apart
_BESIDE = 20  # days, at least, before the first mark and after the last
_MOST_ROWS = 6


def deal_head(deal: Deal) -> DealHead:
    """A deal as it stands in a list."""
    whole = evidence(deal.strands)
    return DealHead(
        id=deal.id,
        supplier=deal.supplier,
        supplier_name=party(deal.supplier),
        recipient=deal.recipient,
        recipient_name=party(deal.recipient),
        category=deal.category,
        designation=deal.designation,
        goods=goods(deal),
        steps=tuple(map(_step, steps(deal))),
        contradictions=tuple(f"{one.stage}: {_FIELDS[one.field]}" for one in contradictions(deal)),
        claims=len(whole.claims),
        documents=len(whole.documents),
        origins=len(whole.origins),
        last=max((strand.published for strand in deal.strands if strand.published), default=None),
    )


def other_deal(deal: Deal) -> OtherDeal:
    """A deal as it stands beside another of the same parties."""
    told = {(strand.stage, strand.polarity): None for strand in deal.strands}
    return OtherDeal(
        id=deal.id,
        goods=goods(deal),
        stages=tuple(
            stage if polarity == "asserted" else f"{stage}, denied"
            for stage, polarity in sorted(told, key=lambda one: (STAGES.index(one[0]), one[1]))
        ),
        quantities=said(strand.quantity for strand in deal.strands),
        claims=len({strand.claim for strand in deal.strands}),
        last=max((strand.published for strand in deal.strands if strand.published), default=None),
    )


def told_by(deal: Deal) -> tuple[VersionTold, ...]:
    """The versions of the sides that say something."""
    return tuple(
        VersionTold(side, SIDES[side], tuple(map(_step, some))) for side, some in versions(deal).items()
    )


def contradicted(deal: Deal) -> tuple[Contradicted, ...]:
    """What cannot both be so."""
    return tuple(map(_contradicted, contradictions(deal)))


def _contradicted(found: Contradiction) -> Contradicted:
    return Contradicted(found.field, found.stage, tuple(map(_cell, found.cells)))


def _step(step: Step) -> StepShown:
    return StepShown(
        stage=step.stage,
        denied=step.polarity == "denied",
        first=step.first,
        last=step.last,
        dated=step.dated,
        quantities=tuple(map(_cell, step.quantities)),
        values=tuple(map(_cell, step.values)),
        dates=tuple(map(_cell, step.dates)),
        evidence=_cell(step.all),
    )


def _cell(cell: Cell) -> CellShown:
    return CellShown(cell.words, cell.claims, len(cell.documents), len(cell.origins), cell.sides)


# ------------------------------------------------------------------ the line of time


def time_line(deal: Deal) -> TimeLine:
    """The stages of a deal over time."""
    found = marks(deal)
    if not found:
        return TimeLine((), (), undated([deal]))
    first, last = min(mark.days.first for mark in found), max(mark.days.last for mark in found)
    beside = max((last - first) // 25, _BESIDE)
    span = (first - beside, last + beside)
    by_stage = {stage: [mark for mark in found if mark.stage == stage] for stage in STAGES}
    return TimeLine(
        tuple(_lane(stage, some, span) for stage, some in by_stage.items() if some),
        tuple(TickShown(_across(tick.day, span), tick.name, tick.year) for tick in ticks(*span)),
        undated([deal]),
    )


def _lane(stage: str, some: Sequence[Mark], span: tuple[int, int]) -> LaneShown:
    rows = [min(row, _MOST_ROWS - 1) for row in lanes(some, _WIDTH / (span[1] - span[0]))]
    shown = tuple(_mark(mark, row, span) for mark, row in zip(some, rows, strict=True))
    return LaneShown(stage, max(rows) + 1, shown)


def _mark(mark: Mark, row: int, span: tuple[int, int]) -> MarkShown:
    first = mark.strands[0]
    when = f"stated: {first.date}" if mark.dated else f"no day stated; published {first.published}"
    figures = filter(None, (said(s.quantity for s in mark.strands), said(s.value for s in mark.strands)))
    sense = ", ".join(
        (mark.stage, *(["denied"] if mark.denied else []), said(s.certainty for s in mark.strands))
    )
    across, a_day = _across(mark.days.middle + 0.5, span), mark.days.first == mark.days.last
    return MarkShown(
        row=row,
        across=across,
        since=across if a_day else _across(mark.days.first, span),
        until=across if a_day else _across(mark.days.last + 1, span),
        dated=mark.dated,
        denied=mark.denied,
        fact=mark.fact,
        origins=mark.origins,
        claims=tuple(dict.fromkeys(strand.claim for strand in mark.strands)),
        told="; ".join((sense, *figures, when)),
    )


def _across(day: float, span: tuple[int, int]) -> float:
    return round(100 * (day - span[0]) / (span[1] - span[0]), 2)


# ------------------------------------------------------------------ the claims


def claims_told(
    deal: Deal, order: Sequence[str], some: Iterable[str], entries: Mapping[str, Entry[Claim]]
) -> tuple[ClaimTold, ...]:
    """Some of the claims of a deal with the reason why each stands there; `order` names all of them."""
    strands: dict[str, list[Strand]] = defaultdict(list)
    for strand in deal.strands:
        strands[strand.claim].append(strand)
    numbers = {key: number for number, key in enumerate(order, 1)}
    return tuple(_claim(numbers[key], entries[key], strands[key]) for key in some if key in entries)


def _claim(number: int, entry: Entry[Claim], strands: Sequence[Strand]) -> ClaimTold:
    document = entry.document
    return ClaimTold(
        number=number,
        id=entry.key,
        words=entry.record.evidence,
        document=entry.document_key,
        title=document.title or document.id,
        outlet=document.outlet,
        published=document.published,
        speakers=tuple(speaker.name for speaker in entry.record.speakers),
        side=strands[0].side,
        strands=tuple(map(_strand, strands)),
    )


def _strand(strand: Strand) -> StrandTold:
    return StrandTold(
        goods=strand.mention or strand.category.replace("_", " "),
        quantity=strand.quantity,
        value=strand.value,
        date=strand.date,
        stage=strand.stage,
        denied=strand.polarity == "denied",
        certainty=strand.certainty,
        filled=strand.filled,
        reason=strand.reason,
    )
