"""Transfers by tables and patterns: what the network is not yet better at (see training/README.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from armstrail.codebook import tables
from armstrail.model import Document, Link, Marks, Mention, Predicate, Role, Span, Unresolved
from armstrail.reader import discourse, goods, reference, roles, steps, words
from armstrail.reader.discourse import Transfer

if TYPE_CHECKING:
    from armstrail.reader.chunks import Chunk, Clauses


def mark(document: Document, parsed: list[Clauses]) -> Marks:
    """The transfers of a document in the sentences that are read for claims; no attributions."""
    texts = {"text": document.text, "title": document.title}
    reference.resolve_items(parsed)
    memory = reference.resolve(parsed, texts, heading(parsed))
    transfers = discourse.complete(_transfers(parsed, memory), memory)
    if memory.heading is None and not is_martial(document):
        transfers = [t for t in transfers if not goods.civil(t.roles)]
    discourse.join_costs(parsed, transfers)
    return _marks(parsed, transfers)


def is_martial(document: Document) -> bool:
    """Whether a text has a word of soldiers or arms, so that its aircraft and engines can be theirs."""
    words = "|".join(map(re.escape, tables()["gate"]["martial"]))
    return re.search(rf"(?i)\b(?:{words})\b", f"{document.title}\n{document.text}") is not None


def heading(parsed: list[Clauses]) -> Chunk | None:
    """The party that is the whole title: a note filed under a state's or fund's name."""
    for clauses in parsed:
        if clauses.sentence.span.place == "title":
            parties = clauses.of_kind("party")
            if len(parties) == 1 and parties[0].end - parties[0].start >= len(clauses.tokens) - 1:
                return parties[0]
    return None


def _transfers(parsed: list[Clauses], memory: reference.Memory) -> list[Transfer]:
    found: list[Transfer] = []
    armed = any(c.kind == "item" and not c.weak for clauses in parsed for c in clauses.chunks)
    for number, clauses in enumerate(parsed):
        hits = words.find(clauses)
        stated = steps.find(clauses, hits)
        own = [Transfer(number, clauses, step, roles.assign(clauses, step, stated)) for step in stated]
        own = goods.select(own, armed, memory.heading is not None)
        if memory.heading and goods.is_note(clauses, hits, headed=True):
            for transfer in own:  # a note without a verb states no step (codebook, decided case 1)
                if transfer.step.nominal and not transfer.step.operators:
                    transfer.step.stage = "unclear"
        found += own
        found += [
            Transfer(number, clauses, step, parts)
            for step, parts in goods.unstated(clauses, own, memory, hits)
        ]
    return found


# ------------------------------------------------------------------ transfers -> marks


def _marks(parsed: list[Clauses], transfers: list[Transfer]) -> Marks:
    index: dict[int, int] = {}
    found: list[Mention] = []

    def mention(chunk: Chunk) -> int:
        key = id(chunk)
        if key not in index:
            target = mention(chunk.refers_to) if chunk.refers_to else None
            index[key] = len(found)
            found.append(Mention(chunk.span, chunk.kind, target))
        return index[key]

    predicates: list[Predicate] = []
    links: list[Link] = []
    for transfer in transfers:
        number = len(predicates)
        predicates.append(_predicate(transfer))
        for role, chunks in _parts(transfer):
            for chunk in chunks:
                links.append(Link(number, mention(chunk), role))
                if role == "item" and chunk.quantity:
                    links.append(Link(number, mention(chunk.quantity), "quantity", index[id(chunk)]))
    unresolved = tuple(
        Unresolved(c.span, "party")
        for clauses in parsed
        for c in clauses.chunks
        if c.kind == "party" and c.form == "generic" and c.named() is None
    )
    return Marks((), tuple(found), tuple(predicates), tuple(links), unresolved)


def _parts(transfer: Transfer) -> list[tuple[Role, list[Chunk]]]:
    parts = transfer.roles
    return [
        ("supplier", [c for c in parts.suppliers if c.named()]),
        ("recipient", [c for c in parts.recipients if c.named()]),
        ("item", parts.items),
        ("value", [parts.value] if parts.value else []),
        ("date", [parts.date] if parts.date else []),
    ]


def _predicate(transfer: Transfer) -> Predicate:
    step, clauses = transfer.step, transfer.clauses
    place = clauses.sentence.span.place

    def span(start: int, end: int) -> Span:
        return Span(clauses.tokens[start].start, clauses.tokens[end - 1].end, place)

    own = span(step.start, step.end)
    return Predicate(
        own,
        clauses.sentence.span,
        step.stage,
        step.polarity,
        step.certainty,
        tuple(span(i, i + 1) for i in sorted(set(step.negation))),
        tuple(span(i, i + 1) for i in sorted(set(step.modality))),
        tuple(span(s, e) for s, e in sorted(set(step.stage_tokens)) if (s, e) != (step.start, step.end)),
    )
