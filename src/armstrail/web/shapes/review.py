"""The queue of records to decide on, the form that edits a claim, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from armstrail.web.shapes.claims import DealLink, Place
from armstrail.web.shapes.documents import PieceShown
from armstrail.web.shapes.lists import Turning
from armstrail.web.shapes.records import ClaimCard, Decided, StatementCard
from armstrail.web.shapes.search import Chosen

Order = Literal["confidence", "newest", "best", "deal"]


@dataclass(frozen=True, slots=True)
class Item:
    """The record that is to be decided on: a `claim` or a `statement`, and the words `around` its own.

    `own` is what the visitor decided on it last, if that holds.
    """

    around: tuple[PieceShown, ...]
    in_title: bool
    document: Place
    deals: tuple[DealLink, ...]
    claim: ClaimCard | None = None
    statement: StatementCard | None = None
    own: Decided | None = None

    @property
    def record(self) -> ClaimCard | StatementCard:
        """The one of the two that it is."""
        record = self.claim or self.statement
        assert record  # noqa: S101 - it is one of them
        return record


@dataclass(frozen=True, slots=True)
class Done:
    """What the visitor decided just now: on the record of a name, by which words it is known. `meanwhile` is what
    others have decided on it since the form was made.
    """

    record: str
    words: str
    decision: str
    meanwhile: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One record of a list to decide on, and how many are `left` in it; `item` is none where the list ends.

    `list` is what the list is asked by, as in an address; `chosen` are its filters, `asked` the words and times that it
    is asked for (q, since, until), `review` which decisions its records have, `deal` the deal whose claims it holds.
    `seen` is the number of the last judgement there was. `note` is what was typed and could not be kept, for the reason
    that `problem` tells.
    """

    kind: Literal["claims", "statements"]
    order: Order
    review: tuple[str, ...]
    list: str
    chosen: tuple[Chosen, ...]
    asked: dict[str, str]
    deal: DealLink | None
    left: int
    item: Item | None
    done: Done | None
    seen: int
    note: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A field of the form: the name that it is sent by, what it is called, what stands in it, and what it may hold:
    any of some `options` (a value and what it is called), or any words.
    """

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class WordsField:
    """Words of the text, or of the title (`place`), that are to be chosen: the name that their offsets are sent by,
    and these, "" where none are chosen.
    """

    name: str
    label: str
    start: str
    end: str
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A party, an item, a speaker … of the form: its name, its words, its other fields. `known` where the claim has it
    already, `dropped` where it is to be left out.
    """

    name: str
    title: str
    words: tuple[WordsField, ...]
    inputs: tuple[Input, ...]
    known: bool
    dropped: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class EditPage:
    """The form that edits a claim, beside the whole text with the claim's words lit.

    `choices` are its stage, polarity, certainty and voice. `parties` are ids and names of the codebook. `list` and
    `back` tell where it leads afterwards; `seen`, `note` and `problem` are as in ReviewPage.
    """

    claim: ClaimCard
    document: Place
    title: tuple[PieceShown, ...]
    text: tuple[PieceShown, ...]
    choices: tuple[Input, ...]
    groups: tuple[Group, ...]
    parties: tuple[tuple[str, str], ...]
    list: str
    back: str
    seen: int
    note: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was typed and could not be kept, where the ledger cannot even be read: the `action` that it was sent to,
    its fields, and why.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    note: str
    problem: str


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision as a program sends it: on the `record` of a name. `changes` are the fields that an edit sets, in the
    shape of docs/records.md. `seen` is the number of the last judgement that the program knew: what it sends twice is
    then kept once, and it is told what others have decided meanwhile.
    """

    record: str
    decision: Literal["accepted", "rejected", "edited", "withdrawn"]
    note: str = ""
    changes: dict[str, Any] | None = None
    seen: Annotated[int, Field(ge=0, le=2**53)] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as it is kept. `again`: it was kept already. `meanwhile` is what others have decided on the same
    record since `seen`.
    """

    record: str
    judgement: Decided
    again: bool
    meanwhile: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class JudgementShown:
    """A judgement and where it stands: `holds_for` is the record that has it now, none where it is orphaned."""

    record: str
    document: str
    judgement: Decided
    holds_for: str | None


@dataclass(frozen=True, slots=True)
class JudgementsPage:
    """Judgements, the newest first, a page at a time."""

    judgements: tuple[JudgementShown, ...]
    turning: Turning
