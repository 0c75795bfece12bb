"""Deals: a list of them, and one with each cell and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from armstrail.web.shapes.lists import Facet, Turning
from armstrail.web.shapes.registers import FindingShown
from armstrail.web.shapes.search import Chosen


@dataclass(frozen=True, slots=True)
class CellShown:
    """Words as stated, the names of the claims that state them, how many documents and independent origins these have,
    and whose versions they are. The evidence of a whole step has no words.
    """

    words: str
    claims: tuple[str, ...]
    documents: int
    origins: int
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepShown:
    """A stage of a deal, as some say it was, or deny it: when first and last (the dates stated where `dated`, else the
    days of publication), how many, for how much, on which dates.
    """

    stage: str
    denied: bool
    first: str | None
    last: str | None
    dated: bool
    quantities: tuple[CellShown, ...]
    values: tuple[CellShown, ...]
    dates: tuple[CellShown, ...]
    evidence: CellShown


@dataclass(frozen=True, slots=True)
class VersionTold:
    """A deal as one side tells it: `side` is supplier, recipient, third, unknown or outlet, `name` what people read."""

    side: str
    name: str
    steps: tuple[StepShown, ...]


@dataclass(frozen=True, slots=True)
class Contradicted:
    """What cannot both be so: `field` is number, value or polarity; of it the first cell asserts, the other denies."""

    field: str
    stage: str
    cells: tuple[CellShown, ...]


@dataclass(frozen=True, slots=True)
class MarkShown:
    """A mark on the line of time, `across` from 0 to 100; from `since` to `until` where the words mean a month or a
    year, else both are the same.

    Where not `dated`, no day is stated and the mark stands on that of publication. `claims` are those that it stands
    for. Marks that would cover each other stand in other rows, counted from 0.
    """

    row: int
    across: float
    since: float
    until: float
    dated: bool
    denied: bool
    fact: bool
    origins: int
    claims: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class LaneShown:
    """A stage with its marks in the order of time, in so many rows."""

    stage: str
    rows: int
    marks: tuple[MarkShown, ...]


@dataclass(frozen=True, slots=True)
class TickShown:
    """A day that the line of time names, `across` from 0 to 100."""

    across: float
    name: str
    year: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The stages of a deal over time; `undated` claims have no day at all."""

    lanes: tuple[LaneShown, ...]
    ticks: tuple[TickShown, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class StrandTold:
    """What a claim says of this deal: the goods of one item, and the reason why it stands here. `filled` is the party
    that its sentence leaves out and its text names.
    """

    goods: str
    quantity: str | None
    value: str | None
    date: str | None
    stage: str
    denied: bool
    certainty: str
    filled: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ClaimTold:
    """A claim of a deal: its place among them, its sentence, its document, who says it (the outermost first) and for
    which side, and what it says.
    """

    number: int
    id: str
    words: str
    document: str
    title: str
    outlet: str | None
    published: str | None
    speakers: tuple[str, ...]
    side: str
    strands: tuple[StrandTold, ...]


@dataclass(frozen=True, slots=True)
class DealHead:
    """A deal in a list: the parties (ids, "" where unstated) and their names, the goods, the steps it has reached, the
    fields and stages that do not agree, how many claims, documents and origins it has, when it was last told of.
    """

    id: str
    supplier: str
    supplier_name: str
    recipient: str
    recipient_name: str
    category: str
    designation: str | None
    goods: str
    steps: tuple[StepShown, ...]
    contradictions: tuple[str, ...]
    claims: int
    documents: int
    origins: int
    last: str | None


@dataclass(frozen=True, slots=True)
class OtherDeal:
    """Another deal of the same parties, in short: its goods, the stages that it has reached, the first numbers that are
    stated, how many claims it has, when it was last told of.
    """

    id: str
    goods: str
    stages: tuple[str, ...]
    quantities: str
    claims: int
    last: str | None


@dataclass(frozen=True, slots=True)
class DealsPage:
    """Deals, those last told of first, a page of them. `awaiting` documents are still to be gathered.

    `at_least`: a word is so common that only the newest claims that have it were looked at.
    """

    words: str
    since: str | None
    until: str | None
    least: int
    chosen: tuple[Chosen, ...]
    deals: tuple[DealHead, ...]
    turning: Turning
    at_least: bool
    facets: tuple[Facet, ...]
    awaiting: int


@dataclass(frozen=True, slots=True)
class DealPage:
    """One deal. `order` names all its claims; `claims` are a page of them, in the same order. `others` are deals of the
    same parties, of `others_total`; `findings` tell how it stands against each release of a register. `record` is the
    whole deal, in the shape of docs/deals.md. `awaiting` documents are still to be gathered.
    """

    deal: DealHead
    versions: tuple[VersionTold, ...]
    contradictions: tuple[Contradicted, ...]
    times: TimeLine
    order: tuple[str, ...]
    claims: tuple[ClaimTold, ...]
    turning: Turning
    findings: tuple[FindingShown, ...]
    others: tuple[OtherDeal, ...]
    others_total: int
    citation: str
    awaiting: int
    record: dict[str, Any]


Note = Annotated[str, Field(max_length=2_000)]
Name = Annotated[str, Field(min_length=1, max_length=100)]


@dataclass(frozen=True, slots=True)
class Splitting:
    """The claims that are another deal, by their names, and why."""

    claims: Annotated[tuple[Name, ...], Field(min_length=1, max_length=1_000)]
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Merging:
    """The deal that is the same one, by its name, and why."""

    other: Name
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The name of the deal that came of a correction."""

    deal: str
