"""A deal -> its cells: each step with its numbers, values and dates as stated, by whom, and what contradicts what.

Nothing is averaged or chosen between: two numbers are two cells, each with its claims and independent origins.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from armstrail.deals.kinds import rules
from armstrail.deals.likeness import NO_DAY, PARTS, Number, numbers_agree, ordinal, view
from armstrail.model import Deal, Polarity, Side, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from armstrail.model import Strand

STAGES: tuple[Stage, ...] = get_args(Stage)
SIDES: tuple[Side, ...] = get_args(Side)
_POLARITIES: tuple[Polarity, ...] = get_args(Polarity)


@dataclass(frozen=True, slots=True)
class Cell:
    """Some words of a deal's row, as stated, and the claims that state them: their names, documents, origins, sides."""

    words: str
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    origins: tuple[str, ...]
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a deal, as some say it was, or deny it: when first and last, how many, for how much.

    `first` and `last` are the dates of the step as far as stated, else the days on which it was published (`dated`
    tells which); when deliveries of what was agreed are due is among the `dates` alone. `all` are the claims of the
    step.
    """

    stage: Stage
    polarity: Polarity
    first: str | None
    last: str | None
    dated: bool
    quantities: tuple[Cell, ...]
    values: tuple[Cell, ...]
    dates: tuple[Cell, ...]
    all: Cell


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot both be so: the field ("number", "value", "polarity"), the stage, and the cells that say it."""

    field: Literal["number", "value", "polarity"]
    stage: Stage
    cells: tuple[Cell, ...]


def steps(deal: Deal) -> tuple[Step, ...]:
    """The steps of a deal in the order of the stages, what is denied after what is asserted."""
    found = []
    for stage in STAGES:
        for polarity in _POLARITIES:
            some = [s for s in deal.strands if (s.stage, s.polarity) == (stage, polarity)]
            if some:
                found.append(_step(some))
    return tuple(found)


def versions(deal: Deal) -> dict[Side, tuple[Step, ...]]:
    """The steps of a deal as each side tells them; sides that say nothing are left out."""
    by_side = {side: tuple(s for s in deal.strands if s.side == side) for side in SIDES}
    return {side: steps(replace(deal, strands=some)) for side, some in by_side.items() if some}


def contradictions(deal: Deal) -> tuple[Contradiction, ...]:
    """Numbers and values of one step that do not agree, and steps that some assert and others deny."""
    found = []
    for stage in STAGES:
        some = [s for s in deal.strands if s.stage == stage]
        asserted = [s for s in some if s.polarity == "asserted"]
        denied = [s for s in some if s.polarity == "denied"]
        if asserted and denied:
            found.append(Contradiction("polarity", stage, (evidence(asserted), evidence(denied))))
        if clash := _clashing([s for s in asserted if s.quantity], stage):
            found.append(Contradiction("number", stage, _cells((s, s.quantity) for s in clash)))
        if clash := _unequal([s for s in asserted if s.value]):
            found.append(Contradiction("value", stage, _cells((s, s.value) for s in clash)))
    return tuple(found)


def evidence(strands: Sequence[Strand]) -> Cell:
    """The claims, documents, origins and sides of strands; no words."""
    return Cell(
        "",
        tuple(dict.fromkeys(s.claim for s in strands)),
        tuple(dict.fromkeys(s.document for s in strands)),
        tuple(dict.fromkeys(s.origin for s in strands)),
        tuple(side for side in SIDES if any(s.side == side for s in strands)),
    )


def _step(some: list[Strand]) -> Step:
    stated = sorted(
        (s.date for s in some if s.date and not view(s).due), key=lambda iso: ordinal(iso) or NO_DAY
    )
    days = stated or sorted(s.published for s in some if s.published)
    return Step(
        some[0].stage,
        some[0].polarity,
        days[0] if days else None,
        days[-1] if days else None,
        bool(stated),
        _cells((s, s.quantity) for s in some),
        _cells((s, s.value) for s in some),
        _cells((s, s.date) for s in some),
        evidence(some),
    )


def _cells(said: Iterable[tuple[Strand, str | None]]) -> tuple[Cell, ...]:
    """A cell for each wording, the one that is said first before others."""
    by_words: dict[str, list[Strand]] = defaultdict(list)
    for strand, words in said:
        if words:
            by_words[words].append(strand)
    return tuple(replace(evidence(some), words=words) for words, some in by_words.items())


def _clashing(some: list[Strand], stage: Stage) -> list[Strand]:
    """Strands of which two give numbers that cannot be meant to be the same. "The first four" and "the remaining 16"
    are no other numbers than 20. Deliveries add up: of these only numbers that are said at about the same time.
    """
    found: set[int] = set()
    for part in _parts(some, stage):
        by_day: dict[int, list[Strand]] = defaultdict(list)
        for strand in part:
            day = ordinal(strand.published) if stage == "delivered" else 0
            if day is not None:
                by_day[day].append(strand)
        numbers = {day: {_number(strand) for strand in said} for day, said in by_day.items()}
        soon = int(rules()["days"]["soon"])
        for day, said in by_day.items():
            near = [numbers[other] for other in range(day - soon, day + soon + 1) if other in numbers]
            odd = _at_odds(numbers[day], set().union(*near))
            found |= {id(strand) for strand in said if _number(strand) in odd}
    return [strand for strand in some if id(strand) in found]


def _parts(some: Iterable[Strand], stage: Stage) -> Iterable[list[Strand]]:
    """Strands by what their numbers count: all that the deal is of, or the part that their words or their date of
    delivery tell of; further deliveries are beside those before.
    """
    most = max((s.least or 0 for s in some if not view(s).due), default=0)
    parts: dict[str | None, list[Strand]] = defaultdict(list)
    for strand in some:
        named = strand.wording in PARTS or (strand.wording == "further" and stage == "delivered")
        part: str | None = strand.wording if named else None
        if view(strand).due and (strand.most or strand.least or 0) < most:
            part = strand.date
        parts[part].append(strand)
    return parts.values()


def _at_odds(numbers: Collection[Number], others: Collection[Number]) -> set[Number]:
    """Numbers beside which one of the others is so much less or more that both cannot be meant to be the same."""
    if not others:
        return set()
    lowest = min(others, key=lambda number: float("inf") if number[1] is None else number[1])
    highest = max(others, key=lambda number: number[0] or 0)
    return {
        number for number in numbers if not (numbers_agree(number, lowest) and numbers_agree(number, highest))
    }


def _number(strand: Strand) -> Number:
    return strand.least, strand.most


def _unequal(some: list[Strand]) -> list[Strand]:
    by_currency: dict[str | None, set[Number]] = defaultdict(set)
    for strand in some:
        by_currency[strand.currency].add(_amount(strand))
    odd = {currency: _at_odds(amounts, amounts) for currency, amounts in by_currency.items()}
    return [strand for strand in some if _amount(strand) in odd[strand.currency]]


def _amount(strand: Strand) -> Number:
    amount = None if strand.amount is None else int(strand.amount)
    return amount, amount
