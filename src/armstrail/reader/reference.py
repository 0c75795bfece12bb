"""What pronouns and "the government" stand for: the mention before them that fits (a memory of the text so far)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from armstrail.codebook import tables
from armstrail.parties import PartyName, office_nouns, slug
from armstrail.reader.chunks import Chunk, Clauses, context

_WORD = re.compile(r"[\w-]+")
NEAR = 4  # sentences; what was named longer ago is not meant by "they"


@dataclass(slots=True)
class Memory:
    """The parties named so far, latest last, with the number of the sentence that named them."""

    heading: Chunk | None = None
    named: list[tuple[int, Chunk]] = field(default_factory=list)
    offices: dict[str, Chunk] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, chunk: Chunk, words: str) -> None:
        self.named.append((number, chunk))
        party = chunk.named()
        if party:
            self.counts[party.id] += 2 if chunk.form != "adjective" else 1
        whole = f" {' '.join(_WORD.findall(words.lower()))} "
        for office in _offices():
            if f" {office} " in whole:
                self.offices[office] = chunk

    def latest(
        self, number: int, kinds: tuple[str, ...], within: int = NEAR, besides: Chunk | None = None
    ) -> Chunk | None:
        for said, chunk in reversed(self.named):
            if number - said > within:
                return None
            party = chunk.named()
            if besides is not None and party == besides.named():
                continue
            if party and party.kind in kinds and chunk.form not in ("aside", "origin"):
                return chunk
        return None


def resolve_items(sentences: list[Clauses]) -> None:
    """Let "the jets" and "both ships" stand for the goods that the text named before them."""
    families: dict[str, list[str]] = tables()["contexts"]["families"]
    latest: dict[str, tuple[int, Chunk]] = {}  # of each category, numbered as they come
    number = 0
    for clauses in sentences:
        for chunk in clauses.of_kind("item"):
            head = clauses.tokens[chunk.end - 1].lower
            singular = head[:-1] if head.endswith("s") and head not in families else head
            singular = "battery" if singular == "batterie" else singular
            before = clauses.tokens[chunk.start - 1].lower if chunk.start else ""
            again = before in context("determiners") - {"a", "an", "no", "any"} or bool(chunk.quantity)
            if singular in families and again and chunk.item and not chunk.item.designation:
                fitting = [latest[category] for category in families[singular] if category in latest]
                named = max(fitting, key=lambda pair: pair[0])[1] if fitting else None
                if named and named.item and (chunk.weak or chunk.item.category != named.item.category):
                    chunk.refers_to, chunk.item, chunk.weak = named, named.item, False
            if not chunk.weak and chunk.item:
                number += 1
                latest[chunk.item.category] = (number, chunk)


def resolve(sentences: list[Clauses], texts: dict[str, str], heading: Chunk | None) -> Memory:
    """Set `refers_to` on every pronoun and generic noun that an earlier mention explains."""
    memory = Memory(heading=heading)
    for number, clauses in enumerate(sentences):
        text = texts[clauses.sentence.span.place]
        for chunk in clauses.chunks:
            if chunk.kind != "party":
                continue
            words = text[chunk.span.start : chunk.span.end]
            if chunk.form == "pronoun":
                chunk.refers_to = _pronoun(words.lower(), chunk, number, clauses, memory)
            elif chunk.form == "generic":
                subject = None if chunk.possessive else _clause_subject(chunk, clauses)
                chunk.refers_to = _generic(words.lower(), number, memory, subject)
                if chunk.refers_to is None and words.lower() in context("armed_groups"):
                    chunk.party = PartyName("group:" + slug(words), "group")
                if chunk.refers_to or chunk.party:
                    memory.add(number, chunk, words)
            else:
                memory.add(number, chunk, words)
    return memory


def _pronoun(word: str, chunk: Chunk, number: int, clauses: Clauses, memory: Memory) -> Chunk | None:
    pronouns = tables()["offices"]["pronouns"]
    if word in pronouns["person"]:
        return _person(number, memory)
    subject = None if chunk.possessive else _clause_subject(chunk, clauses)
    if word in pronouns["things"]:
        return memory.latest(number, ("state", "group", "org", "bloc"), 1, subject)
    if word in pronouns["many"]:
        return memory.latest(number, ("state", "group", "org", "bloc"), 2, subject)
    return None


def _clause_subject(chunk: Chunk, clauses: Clauses) -> Chunk | None:
    """The party before a pronoun in its own clause: "Washington offered it", where "it" is another."""
    for i in range(chunk.start - 1, -1, -1):
        other = clauses.at[i]
        if other is not None and other.kind == "party":
            return other
        if clauses.tokens[i].text in ",;:" or clauses.tokens[i].lower in (
            "that",
            "and",
            "but",
            "which",
            "said",
            "says",
        ):
            return None
    return None


def _person(number: int, memory: Memory) -> Chunk | None:
    """The latest mention that names a person in office."""
    for said, chunk in reversed(memory.named):
        if number - said > NEAR:
            return None
        if chunk.form == "office":
            return chunk
    return None


@cache
def _offices() -> frozenset[str]:
    return office_nouns("office") | office_nouns("forces") | office_nouns("government")


def _generic(words: str, number: int, memory: Memory, subject: Chunk | None) -> Chunk | None:
    if words in office_nouns("rebels"):
        return memory.latest(number, ("group",), 12)
    if words in office_nouns("company") or words in ("company", "firm", "manufacturer"):
        return memory.latest(number, ("org",), 6)
    if words in memory.offices:
        return memory.offices[words]
    last = words.rsplit(" ", 1)[-1]
    if last in memory.offices and last not in ("minister", "state"):
        return memory.offices[last]
    if memory.heading:
        return memory.heading
    return memory.latest(number, ("state",), 6, subject)
