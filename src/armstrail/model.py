"""The records: what a text holds and what a reading of it yields. Frozen, without behaviour beyond their shape.

Offsets count characters (Unicode code points) of `Document.text`, or of `Document.title` where a span's
`place` is "title". A span is half open: `text[span.start:span.end]` are its words.
The fields of a claim are those of the codebook (docs/codebook.md), the shape in JSON is in `armstrail.exports`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Place = Literal["text", "title"]
Voice = Literal["direct", "indirect", "mixed", "outlet"]
Stance = Literal["says", "denies", "means", "outlet"]
Stage = Literal[
    "sought",
    "offered",
    "negotiating",
    "approved",
    "agreed",
    "delivered",
    "withheld",
    "cancelled",
    "unclear",
]
Polarity = Literal["asserted", "denied"]
Certainty = Literal["fact", "planned", "possible"]
Decision = Literal["accepted", "rejected", "edited", "withdrawn"]
Role = Literal["supplier", "recipient", "item", "quantity", "value", "date"]
Topic = Literal[
    "transfer",
    "cooperation",
    "capability",
    "combat",
    "territory",
    "sanction",
    "warning",
    "stance",
    "aid",
    "other",
]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
OccasionKind = Literal[
    "fair", "summit", "visit", "interview", "press", "speech", "written", "post", "broadcast"
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of characters of a document's text, or of its title."""

    start: int
    end: int
    place: Place = "text"

    def holds(self, other: Span) -> bool:
        return self.place == other.place and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.place == other.place and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One published text. `published` is kept as the source gave it; values.published_date reads it.

    `credit` is whom the source credits with the text, where it says so in a field of its own: a news agency, mostly.
    """

    id: str
    text: str
    title: str = ""
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()
    credit: str | None = None

    @property
    def name(self) -> str:
        """What it is called: its title, else how its text begins, else its id."""
        return self.title or " ".join(self.text[:120].split()) or self.id

    def words(self, span: Span) -> str:
        return (self.title if span.place == "title" else self.text)[span.start : span.end]

    def pieces(self, spans: Iterable[Span]) -> str:
        """The words of some spans, with dots between them."""
        return " … ".join(self.words(span) for span in spans)


# ------------------------------------------------------------------ marks: what a reader finds in a text


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic of a statement, and the words that carry it most; none for `other`, which nothing carries."""

    topic: Topic
    words: tuple[Span, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the reader marks of a statement beside its words, or of a sentence of the outlet's own
    (docs/codebook-statements.md): its topics, its event, and the words for who does it (source), to whom (target),
    and what it is about (object). `sure` is the confidence of the event.

    `meaning` is what is said as a direction: 96 signed whole numbers of a byte each (int8), those of a direction of
    length one times 127, rounded; b"" where its reader tells none.
    """

    topics: tuple[Subject, ...] = ()
    event: EventType | None = None
    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    object: tuple[Span, ...] = ()
    sure: float | None = None
    meaning: bytes = b""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One marked attribution: who (source), the reporting words (cue), what (content). Each may be in pieces.

    `confidence`, here and on: how often a record like this one is right, 0 to 1; None where the reader cannot tell.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float | None = None
    told: Told | None = None


MentionKind = Literal["party", "item", "quantity", "value", "date"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a party, an item, a quantity, a value or a date.

    `refers_to` is the index (in `Marks.mentions`) of the fuller mention that a pronoun or a short form
    stands for; None where the words speak for themselves. `sense` is what the reader takes them for where no
    table knows them: a party's id, an item's category.
    """

    span: Span
    kind: MentionKind
    refers_to: int | None = None
    sense: str | None = None


@dataclass(frozen=True, slots=True)
class Predicate:
    """Words that state a step of a transfer. `sentence` is the evidence they stand in.

    `negation` and `modality` are the words that make it denied, planned or possible (empty: none),
    `governors` the words around it that give it its stage ("approved" in "approved the sale"), `said` the words
    for those who say so, outermost first (empty: the outlet says it; None: the reader does not tell).
    """

    span: Span
    sentence: Span
    stage: Stage
    polarity: Polarity = "asserted"
    certainty: Certainty = "fact"
    negation: tuple[Span, ...] = ()
    modality: tuple[Span, ...] = ()
    governors: tuple[Span, ...] = ()
    said: tuple[Span, ...] | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A role that a mention plays for a predicate; `of` is the item a quantity counts. All are indices."""

    predicate: int
    mention: int
    role: Role
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """All that a reader marks in one document: the seam between readers and records.

    `own` are sentences that report nobody's words, with what they tell.
    """

    attributions: tuple[Attribution, ...] = ()
    mentions: tuple[Mention, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    links: tuple[Link, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    own: tuple[tuple[Span, Told], ...] = ()


# ------------------------------------------------------------------ records


@dataclass(frozen=True, slots=True)
class Party:
    """A state, bloc, region, armed group, company or person; `id` as the codebook writes it.

    `state` is the state of a company or agency, where known (ISO 3166-1 alpha-3, former states 3166-3).
    """

    mention: str
    id: str
    span: Span
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of pieces as stated; min or max is None where open, both where only words are given."""

    mention: str
    span: Span
    min: int | None
    max: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """What passes: the noun phrase without its number, its category and, where named, its designation."""

    mention: str
    category: str
    span: Span
    designation: str | None = None
    designation_span: Span | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """A price or sum: `amount` in whole units of `currency` (ISO 4217, None where the words do not tell)."""

    mention: str
    amount: int | float
    currency: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Date:
    """When a step took or takes place; `iso` to the precision known: 1987, 1987-03 or 1987-03-04."""

    mention: str
    iso: str
    span: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it: the words here, the fullest form of the name in the text, and the party, if it is one."""

    mention: str
    name: str
    span: Span
    name_span: Span
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who plays a part in what is told: the words, and the id of the party that they stand for, where one is known."""

    mention: str
    span: Span
    party: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a statement, or a sentence of the outlet's own, is about (docs/codebook-statements.md).

    `source` does it, or it is theirs; `target` is to whom it is done, with whom it is compared; `object` are the words
    for the weapon, force, agreement, measure or place. `event` is PLOVER's type, `sure` its confidence.
    """

    topics: tuple[Subject, ...] = ()
    event: EventType | None = None
    source: tuple[Actor, ...] = ()
    target: tuple[Actor, ...] = ()
    object: tuple[Span, ...] = ()
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Distanced:
    """Words in quotation marks that report no speech: held at a distance. `whose` are the words for whose they are,
    where the text says so.
    """

    span: Span
    whose: Span | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where a statement was made: the event or channel, by its words; its name, place and date as far as told."""

    kind: OccasionKind
    mention: str
    span: Span
    name: str | None = None
    place: str | None = None
    place_span: Span | None = None
    date: Date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: who says it (source), by which words (cue), what (content); each may be in pieces.

    `meaning` is what is said as a direction, 96 signed whole numbers of a byte each, as in `Told`. Its record in JSON
    does not keep it: b"" where it was read back from that alone, or where its reader tells none.
    """

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Speaker | None
    voice: Voice
    confidence: float | None = None
    about: About | None = None
    occasion: Occasion | None = None
    distanced: tuple[Distanced, ...] = ()
    meaning: bytes = b""


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """A sentence of the outlet in its own voice that has a topic, an event or words held at a distance."""

    span: Span
    about: About | None = None
    distanced: tuple[Distanced, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One transfer claim (codebook, "The unit"). The `*_words` are the spans that carry stage, polarity, certainty."""

    id: str
    evidence: str
    span: Span
    supplier: tuple[Party, ...]
    recipient: tuple[Party, ...]
    items: tuple[Item, ...]
    value: Money | None
    stage: Stage
    polarity: Polarity
    certainty: Certainty
    date: Date | None
    speakers: tuple[Speaker, ...]
    cue: str | None
    cue_span: Span | None
    voice: Voice
    stage_words: tuple[Span, ...]
    polarity_words: tuple[Span, ...] = ()
    certainty_words: tuple[Span, ...] = ()
    statement: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A passage that was not read for claims, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words that stand for a party, a speaker or a date that the text does not tell."""

    span: Span
    what: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read: `characters` of the text, `read` of them searched for claims, the rest in `skipped`."""

    characters: int
    read: int
    skipped: tuple[Skipped, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one document yields. In a notebook it shows its text with the words lit."""

    document: Document
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    coverage: Coverage = field(default_factory=lambda: Coverage(0, 0))
    own: tuple[OwnSentence, ...] = ()

    def _repr_html_(self) -> str:
        from armstrail.exports.page import fragment  # noqa: PLC0415 - only a notebook asks for it

        return fragment(self)


# ------------------------------------------------------------------ stories

Relation = Literal["origin", "identical", "reprint", "excerpt", "extended", "update"]


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a story, and how it stands to the origin.

    `share` is the share of its words that stand in the origin, `of_origin` the share of the origin's words that stand
    in it, both 0 to 1; `own` are the passages of its text that the origin does not have.
    """

    document: str
    relation: Relation
    share: float = 1.0
    of_origin: float = 1.0
    own: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The documents that carry the same text, the origin first. A document may stand in more than one.

    `origin` is the id of a document, `reason` why that one is taken for the origin; `agency` is the news agency that
    the origin is credited to, though its own text may not be there.
    """

    id: str
    origin: str
    reason: str
    documents: tuple[Member, ...]
    agency: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Resemblance:
    """Two documents that have words in common and are no story: why they are not, in `reason`."""

    one: str
    other: str
    reason: str


# ------------------------------------------------------------------ deals

Side = Literal["supplier", "recipient", "third", "unknown", "outlet"]


@dataclass(frozen=True, slots=True)
class Strand:
    """What one claim says of one deal: one of its items, from one of its suppliers to one of its recipients.

    `claim`, `document` and `origin` are names in the ledger (where there is none, the ids of the claim and the
    document); `place` is the claim's among those of its text, `part` that of the item among the claim's, 0 where it
    names none. The dyad are ids, "" where unstated; a company goes by its state where that is known; `filled` is the
    party that the sentence leaves out and its text names. `goods` is the group of categories that it is compared
    within. `least` and `most` bound the number of pieces stated, None where open; `quantity` and `value` are the
    words. `date` is when the step took or takes place, as far as the claim says, `published` the day of publication.
    `side` is whose version it is: that of the supplier's side, the recipient's, a third party's, somebody's whose side
    is unknown, or the outlet's own.
    `condition` is told by words such as "used" or "newly built"; `wording` tells of goods beside earlier ones
    ("another six"), of a part or the last of them ("six of the", "the remaining six") or of the earlier ones themselves
    ("the first six"); `former` is the number that the sentence says it was, or was said to be, before ("cut from 26");
    `refers` where words point to goods told of before ("the weapons"). `key` is the name it had before its claim was
    corrected, None where it goes by what it says. `reason` tells why it stands in its deal.
    """

    claim: str
    document: str
    origin: str
    place: int
    part: int
    supplier: str
    recipient: str
    category: str
    goods: str
    mention: str
    designation: str | None
    quantity: str | None
    least: int | None
    most: int | None
    value: str | None
    amount: float | None
    currency: str | None
    stage: Stage
    polarity: Polarity
    certainty: Certainty
    date: str | None
    published: str | None
    side: Side
    speaker: str | None
    condition: Literal["new", "second-hand"] | None = None
    wording: Literal["further", "rest", "last", "earlier"] | None = None
    former: int | None = None
    refers: bool = False
    filled: Literal["supplier", "recipient"] | None = None
    key: str | None = field(default=None, compare=False)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """Claims about the same transfer, over documents and time, in the order of publication.

    One kind of goods from one supplier to one recipient: what a register would keep as a row. `category` and
    `designation` are the most specific that its claims have. It says nothing that its strands do not say; what
    they say of each cell, and by whom, is in `armstrail.deals.cells`.
    """

    id: str
    supplier: str
    recipient: str
    category: str
    designation: str | None
    strands: tuple[Strand, ...]


# ------------------------------------------------------------------ registers

Field = Literal["order_year", "ordered", "designation", "delivered", "delivery_years"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What of a register's file could not be read: the line, counted from 1 (0: the file as a whole), and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Release:
    """One state of a register, as it was imported.

    `register` is its name ("sipri", "unroca", one the user gives), `date` the day it was made (YYYY-MM-DD), as the
    file says, `layout` how the file is laid out, `file` its name, `sha256` the hash of its bytes, `columns` the heads
    of its columns and `preamble` the lines before them, as they stand; `first` and `last` are the years it covers.
    `mapping` is what the user said of a table of his own, as JSON. Not `complete` where there are `faults`.
    """

    register: str
    date: str | None
    layout: str
    file: str
    sha256: str
    columns: tuple[str, ...]
    preamble: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    mapping: str | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in lists: the register and its date."""
        return f"{self.register} {self.date or self.sha256[:8]}"

    @property
    def complete(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of a register: its line in the file, its cells as they stand, and what they say.

    `transfer` is the same in all rows of one transfer, where the register has a row for each year. The parties are
    ids, None where no table knows the name that stands there. `ordered` and `delivered` are numbers of pieces;
    `estimated` names the fields that the register marks as uncertain.
    """

    line: int
    cells: tuple[str, ...]
    transfer: str
    supplier: str | None
    recipient: str | None
    supplier_name: str
    recipient_name: str
    designation: str
    description: str
    category: str | None
    order_year: int | None = None
    ordered: int | None = None
    delivered: int | None = None
    delivery_years: tuple[int, ...] = ()
    status: str = ""
    comments: str = ""
    estimated: frozenset[Field] = frozenset()


Verdict = Literal["recorded", "differs", "not recorded", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing in which a deal and a register's row were compared: what it adds to their match, and in which words."""

    name: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """How a deal stands against a release of a register.

    `lines` are the rows that it was matched with, best first; `differs` the fields in which they say otherwise
    ("number", "designation", "year", "status"); `reasons` say it in words, `features` how the best row was matched.
    """

    deal: str
    verdict: Verdict
    reasons: tuple[str, ...]
    lines: tuple[int, ...] = ()
    differs: tuple[str, ...] = ()
    features: tuple[Feature, ...] = ()


# ------------------------------------------------------------------ what people decide


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reviewer's decision on a statement or a claim, tied to its words and, for a claim, to its dyad.

    `record` is the name of the record in the ledger, `words` the evidence or content at `span`, `suppliers` and
    `recipients` the ids of the dyad (empty for a statement). `changes` are the fields that an edit sets, in the shape
    of docs/records.md. Never overwritten: a later one of the same reviewer on the same record supersedes it.
    """

    record: str
    document: str
    decision: Decision
    reviewer: str
    made: str
    span: Span
    words: str
    suppliers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    changes: dict[str, object] | None = None
    note: str = ""
