"""How far reviewers agree with one another, and the reader with them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tallied:
    """Decisions on some records: what these have in common by `name`, how many decisions there are, how many of them
    accept, edit and reject, and the `share` of those that accept, 0 to 1; none where there is no decision.
    """

    name: str
    decisions: int
    accepted: int
    edited: int
    rejected: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Differing:
    """A record on which two reviewers differ: its words, what `one` and the `other` decided, and the fields that their
    edits set otherwise than each other.
    """

    record: str
    document: str
    words: str
    one: str
    other: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crossed:
    """How often `one` decided so and the `other` so."""

    one: str
    other: str
    number: int


@dataclass(frozen=True, slots=True)
class PairOfReviewers:
    """Two reviewers over the `both` records of a kind that both have decided on: on how many they decided the `same`,
    which `percent` of them that is, and Cohen's kappa, which is none where chance alone would have them agree always.
    """

    kind: str
    one: str
    other: str
    both: int
    same: int
    percent: float | None
    kappa: float | None
    crossed: tuple[Crossed, ...]
    differ: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What edits make of a field: its value before and after, "" for none, and in how many of them."""

    before: str
    after: str
    number: int


@dataclass(frozen=True, slots=True)
class EditedField:
    """A field of records of a kind: in how many of the `decisions` that do not reject them it was `edited`, the `share`
    of these, 0 to 1, and how, the most frequent first.
    """

    kind: str
    field: str
    decisions: int
    edited: int
    share: float | None
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """How far reviewers agree, over the `decisions` that hold, on so many `records`; `orphaned` are decisions on
    records that no reading has any more, which no figure counts.

    `pairs` are those who have decided on a record that the other has, too. `claims` and `statements` are tallied by the
    reader's confidence, claims also by the stage and the categories that it gave; a claim with items of two categories
    counts in both.
    """

    reviewers: tuple[str, ...]
    records: int
    decisions: int
    orphaned: int
    pairs: tuple[PairOfReviewers, ...]
    claims: tuple[Tallied, ...]
    statements: tuple[Tallied, ...]
    stages: tuple[Tallied, ...]
    categories: tuple[Tallied, ...]
    fields: tuple[EditedField, ...]
