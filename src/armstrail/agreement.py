"""How far reviewers agree with one another, and the reader with them: counts over the judgements that hold.

Nothing here says who is right. A judgement holds while its record is found, and its reviewer has neither decided
otherwise since nor withdrawn it; one whose record no reading has any more is counted as orphaned, and in no figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from armstrail.ledger.keys import claim_keys, document_key, statement_keys
from armstrail.model import Claim, Decision, Document, Span, Statement
from armstrail.records import claim_of, claim_record, statement_of, statement_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from armstrail.ledger.judgements import Standing
    from armstrail.model import Item, Judgement, Party, Reading

Kind = Literal["claims", "statements"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_Record = TypeVar("_Record", Claim, Statement)
_BANDS = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """How many decisions on some records accept, edit and reject them; two reviewers' on one record are two."""

    accepted: int
    edited: int
    rejected: int

    @property
    def n(self) -> int:
        """All of them."""
        return self.accepted + self.edited + self.rejected

    def share(self, decision: Literal["accepted", "edited", "rejected"]) -> float | None:
        """The share of a decision, 0 to 1; None where there is none at all."""
        return getattr(self, decision) / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A record on which two reviewers differ: its name, its document's, the words it is tied to, what each decided.

    `fields` are those that they would have otherwise than each other; empty where one of them rejects the record.
    """

    record: str
    document: str
    words: str
    one: Decision
    other: Decision
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers over the `n` records of a kind that both decided on.

    `same` is on how many they decided the same (accepted, edited or rejected), `percent` that of `n`, 0 to 100. `kappa`
    is Cohen's, -1 to 1: how much they agree beyond chance; None where chance alone would have them agree always.
    Both are None where `n` is 0. `table` counts the pairs of decisions, the first of `one`, the second of `other`;
    `differ` are the records where the decisions or the edits are not the same.
    """

    kind: Kind
    one: str
    other: str
    n: int
    same: int
    percent: float | None
    kappa: float | None
    table: tuple[tuple[Decision, Decision, int], ...]
    differ: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Decisions on records whose confidence is `low` or more and less than `high` (the last band: `high` too); both
    None: on those without one.
    """

    low: float | None
    high: float | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit makes of a field: the values before and after as words, "" for none; in how many edits (`n`)."""

    before: str
    after: str
    n: int


@dataclass(frozen=True, slots=True)
class FieldEdits:
    """How often a field of records of a kind was edited: in `edited` of the `n` decisions that do not reject them.

    `share` is that of `n`, 0 to 1, None where `n` is 0; `changes` are the edits, the most frequent first.
    """

    kind: Kind
    field: str
    n: int
    edited: int
    share: float | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Decisions on the claims that the reader gives a stage or a category; "" for claims without an item."""

    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Agreement:
    """All of it: who decided, on how many `records`, in how many `decisions` that hold; how many are orphaned.

    `claims` and `statements` are bands of confidence; a claim with items of two categories counts in both groups.
    """

    reviewers: tuple[str, ...]
    records: int
    decisions: int
    orphaned: int
    pairs: tuple[Pair, ...]
    claims: tuple[Band, ...]
    statements: tuple[Band, ...]
    fields: tuple[FieldEdits, ...]
    stages: tuple[Group, ...]
    categories: tuple[Group, ...]


def agreement(readings: Iterable[Reading], standings: Sequence[Standing]) -> Agreement:
    """The agreement of reviewers, and of the reader with them.

    `standings` are all judgements of a ledger, `readings` the current readings of the `judged_documents`.
    """
    held = holding(standings)
    decided = list(_decided(readings, held))
    reviewers = tuple(sorted({made.judgement.reviewer for made in decided}))
    claims = [made for made in decided if made.kind == "claims"]
    return Agreement(
        reviewers=reviewers,
        records=len({made.key for made in decided}),
        decisions=len(decided),
        orphaned=sum(standing.record is None and standing.holds for standing in standings),
        pairs=tuple(_pairs(decided, reviewers)),
        claims=_bands(claims),
        statements=_bands([made for made in decided if made.kind == "statements"]),
        fields=tuple(_fields(decided)),
        stages=_groups((made.record.stage, made.judgement.decision) for made in claims),
        categories=_groups(
            (category, made.judgement.decision)
            for made in claims
            for category in {item.category for item in made.record.items} or {""}
        ),
    )


def judged_documents(standings: Iterable[Standing]) -> list[str]:
    """The names of the documents on whose records judgements hold."""
    return sorted({standing.judgement.document for standing in holding(standings)})


def holding(standings: Iterable[Standing]) -> list[Standing]:
    """The judgements that hold for a record, in the order they were made."""
    return [standing for standing in standings if standing.record is not None and standing.holds]


def named_claims(reading: Reading) -> dict[str, Claim]:
    """The claims of a reading by their names in the ledger, in the order of the text."""
    return dict(zip(claim_keys(document_key(reading.document), reading.claims), reading.claims, strict=True))


def edited(record: _Record, judgement: Judgement) -> _Record:
    """A claim or statement as a judgement would have it: with the fields that its edit sets, else as it is."""
    changes = judgement.changes if judgement.decision == "edited" else None
    if not changes:
        return record
    if isinstance(record, Claim):
        return claim_of(claim_record(record) | changes)
    return statement_of(statement_record(record) | changes)


# ------------------------------------------------------------------ the values of fields, as words


def _ids(parties: Iterable[Party]) -> str:
    return ", ".join(sorted({party.id for party in parties}))


def _each(items: Iterable[Item], told: Callable[[Item], str | None]) -> str:
    words = [told(item) or "" for item in items]
    return ", ".join(words) if any(words) else ""


def _quoted(spans: Iterable[Span], document: Document) -> str:
    return " … ".join(document.words(span) for span in spans)


def _number(item: Item) -> str:
    number = item.quantity
    if number is None:
        return ""
    if number.min is None and number.max is None:
        return number.mention
    least, most = ("" if bound is None else str(bound) for bound in (number.min, number.max))
    return least if least == most else f"{least}–{most}"


FIELDS: dict[Kind, Mapping[str, Callable[[Any, Document], str]]] = {
    "claims": {
        "evidence": lambda claim, _: claim.evidence,
        "supplier": lambda claim, _: _ids(claim.supplier),
        "recipient": lambda claim, _: _ids(claim.recipient),
        "item": lambda claim, _: _each(claim.items, lambda item: item.mention),
        "category": lambda claim, _: _each(claim.items, lambda item: item.category),
        "designation": lambda claim, _: _each(claim.items, lambda item: item.designation),
        "quantity": lambda claim, _: _each(claim.items, _number),
        "value": lambda claim, _: (
            f"{claim.value.amount} {claim.value.currency or ''}".strip() if claim.value else ""
        ),
        "stage": lambda claim, _: claim.stage,
        "polarity": lambda claim, _: claim.polarity,
        "certainty": lambda claim, _: claim.certainty,
        "date": lambda claim, _: claim.date.iso if claim.date else "",
        "speakers": lambda claim, _: ", ".join(speaker.name for speaker in claim.speakers),
        "cue": lambda claim, _: claim.cue or "",
        "voice": lambda claim, _: claim.voice,
    },
    "statements": {
        "speaker": lambda said, _: said.speaker.name if said.speaker else "",
        "source": lambda said, document: _quoted(said.source, document),
        "cue": lambda said, document: _quoted(said.cue, document),
        "content": lambda said, document: _quoted(said.content, document),
        "voice": lambda said, _: said.voice,
    },
}
"""The fields that are compared, each with its value as words."""


# ------------------------------------------------------------------ how it is counted


@dataclass(frozen=True, slots=True)
class _Made:
    """A decision that holds, and the record it holds for as the reader has it."""

    kind: Kind
    key: str
    record: Any
    document: Document
    judgement: Judgement

    def values(self) -> dict[str, str]:
        """The fields as this reviewer would have them."""
        record = edited(self.record, self.judgement)
        return {name: told(record, self.document) for name, told in FIELDS[self.kind].items()}


def _decided(readings: Iterable[Reading], held: Sequence[Standing]) -> Iterator[_Made]:
    by_document: dict[str, list[Standing]] = defaultdict(list)
    for standing in held:
        by_document[standing.judgement.document].append(standing)
    for reading in readings:
        document = document_key(reading.document)
        claims = named_claims(reading)
        said = dict(zip(statement_keys(document, reading.statements), reading.statements, strict=True))
        for standing in by_document[document]:
            key, judgement = standing.record or "", standing.judgement
            if key in claims:
                yield _Made("claims", key, claims[key], reading.document, judgement)
            elif key in said:
                yield _Made("statements", key, said[key], reading.document, judgement)


def _pairs(decided: Iterable[_Made], reviewers: Sequence[str]) -> Iterator[Pair]:
    by_reviewer: dict[tuple[Kind, str], dict[str, _Made]] = defaultdict(dict)
    for made in decided:
        by_reviewer[made.kind, made.judgement.reviewer][made.key] = made
    for kind in KINDS:
        for one, other in combinations(reviewers, 2):
            mine, theirs = by_reviewer[kind, one], by_reviewer[kind, other]
            yield _pair(kind, one, other, [(mine[key], theirs[key]) for key in mine if key in theirs])


def _pair(kind: Kind, one: str, other: str, both: Sequence[tuple[_Made, _Made]]) -> Pair:
    table = Counter((mine.judgement.decision, theirs.judgement.decision) for mine, theirs in both)
    n, same = len(both), sum(number for (mine, theirs), number in table.items() if mine == theirs)
    return Pair(
        kind=kind,
        one=one,
        other=other,
        n=n,
        same=same,
        percent=100 * same / n if n else None,
        kappa=_kappa(table),
        table=tuple((*decisions, number) for decisions, number in sorted(table.items())),
        differ=tuple(filter(None, (_difference(mine, theirs) for mine, theirs in both))),
    )


def _kappa(table: Counter[tuple[Decision, Decision]]) -> float | None:
    n = table.total()
    rows, columns = Counter[str](), Counter[str]()
    for (one, other), number in table.items():
        rows[one] += number
        columns[other] += number
    # In whole numbers: a fraction that is all but 1 would divide by all but nothing.
    chance = sum(rows[decision] * columns[decision] for decision in rows)
    same = sum(number for (one, other), number in table.items() if one == other)
    return (n * same - chance) / (n * n - chance) if n * n > chance else None


def _difference(mine: _Made, theirs: _Made) -> Difference | None:
    one, other = mine.judgement.decision, theirs.judgement.decision
    fields: tuple[str, ...] = ()
    if "rejected" not in (one, other):
        here, there = mine.values(), theirs.values()
        fields = tuple(name for name in here if here[name] != there[name])
    if one == other and not fields:
        return None
    return Difference(mine.key, mine.judgement.document, mine.judgement.words, one, other, fields)


def _bands(decided: Sequence[_Made]) -> tuple[Band, ...]:
    by_band: dict[int | None, list[str]] = defaultdict(list)
    for made in decided:
        sure = made.record.confidence
        band = None if sure is None else min(int(sure * _BANDS), _BANDS - 1)
        by_band[band].append(made.judgement.decision)
    bands = [Band(band / _BANDS, (band + 1) / _BANDS, _tally(by_band[band])) for band in range(_BANDS)]
    return (*bands, Band(None, None, _tally(by_band[None])))


def _fields(decided: Sequence[_Made]) -> Iterator[FieldEdits]:
    for kind, fields in FIELDS.items():
        kept = [made for made in decided if made.kind == kind and made.judgement.decision != "rejected"]
        changes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for made in kept:
            if made.judgement.decision == "edited":
                for name, after in made.values().items():
                    before = fields[name](made.record, made.document)
                    if before != after:
                        changes[name][before, after] += 1
        for name in fields:
            told = sorted(changes[name].items(), key=lambda change: (-change[1], change[0]))
            number = changes[name].total()
            yield FieldEdits(
                kind,
                name,
                len(kept),
                number,
                number / len(kept) if kept else None,
                tuple(Change(before, after, n) for (before, after), n in told),
            )


def _groups(decided: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    by_name: dict[str, list[str]] = defaultdict(list)
    for name, decision in decided:
        by_name[name].append(decision)
    return tuple(Group(name, _tally(by_name[name])) for name in sorted(by_name))


def _tally(decisions: Iterable[str]) -> Tally:
    number = Counter(decisions)
    return Tally(number["accepted"], number["edited"], number["rejected"])
