"""Chunks: the parties, items, quantities, values and dates of one sentence, as runs of its tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from armstrail.codebook import tables
from armstrail.model import Span

if TYPE_CHECKING:
    import datetime as dt

    from armstrail.equipment import ItemName
    from armstrail.parties import PartyName
    from armstrail.sentences import Sentence, Token

PartyForm = Literal[
    "adjective", "name", "office", "pronoun", "generic", "aside", "origin", "supplied", "echo"
]


@dataclass(slots=True, eq=False)
class Chunk:
    """Tokens start to end (half open) of a sentence that name one thing.

    `form` tells how a party is named: an adjective ("Czech"), a name, an office ("the president"), a
    pronoun, a generic noun ("the company"), aside ("U.S.-backed"), origin ("Chinese-made"),
    supplied ("Soviet-supplied"), echo ("arms-for-Iran"). `refers_to` is the chunk that it stands for.
    """

    start: int
    end: int
    span: Span
    kind: Literal["party", "item", "quantity", "value", "date"]
    party: PartyName | None = None
    form: PartyForm = "name"
    item: ItemName | None = None
    weak: bool = False
    possessive: bool = False
    refers_to: Chunk | None = None
    quantity: Chunk | None = None
    origins: list[Chunk] = field(default_factory=list)

    def named(self) -> PartyName | None:
        """The party named, by itself or by what it refers to."""
        chunk = self
        for _ in range(4):
            if chunk.party or chunk.refers_to is None:
                break
            chunk = chunk.refers_to
        return chunk.party


@dataclass(slots=True, eq=False)
class Clauses:
    """A sentence with its chunks, in order; `at` gives the chunk that covers a token, or None."""

    sentence: Sentence
    chunks: list[Chunk]
    at: list[Chunk | None]

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.sentence.tokens

    def of_kind(self, kind: str) -> list[Chunk]:
        return [c for c in self.chunks if c.kind == kind]


@cache
def modality(key: str) -> frozenset[str]:
    """The words of a verb group that change its step (predicates.yaml, `modality`), or under "negation" deny it."""
    table = tables()["predicates"]
    return frozenset(table["negation"] if key == "negation" else table["modality"][key])


@cache
def context(key: str) -> frozenset[str]:
    """The words of contexts.yaml under a key."""
    return frozenset(tables()["contexts"][key])


def chunk_of(sentence: Sentence, start: int, end: int, kind: str) -> Chunk | None:
    """A chunk of the whole tokens that the characters start to end touch."""
    inside = [i for i, t in enumerate(sentence.tokens) if t.start < end and t.end > start]
    if not inside:
        return None
    return Chunk(inside[0], inside[-1] + 1, Span(start, end, sentence.span.place), kind)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text's sentences share: its words, its publication day, the year its names are read in."""

    text: str
    published: dt.date | None

    @property
    def year(self) -> int | None:
        return self.published.year if self.published else None
