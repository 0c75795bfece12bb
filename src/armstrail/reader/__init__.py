"""A document's sentences -> marks: the encoder reads, tables and rules tell it what they know and see.

Attributions are the network's. Transfers are marked by rules over the tables, then by the network, which is told what
the rules see; for each sentence the one or the other is taken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail.model import Attribution, Document, Marks, Predicate, Span, Told
from armstrail.reader import attributions, mentions, rules, topics, transfers, weights, windows
from armstrail.reader.chunks import Setting

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from tokenizers import Tokenizer

    from armstrail.reader.network import Network
    from armstrail.reader.windows import Window
    from armstrail.sentences import Sentence


# How sure the network must be of a transfer where the rules see another in the sentence, and where they see none;
# training/README.md says how these were set.
BESIDE_RULES, ALONE = 0.17, 0.15


def mark(
    document: Document,
    sentences: Sequence[Sentence],
    wanted: Sequence[bool],
    published: dt.date | None,
    network: Network | None = None,
) -> Marks:
    """Mark one document. `wanted` says for each sentence whether the gate lets it through to be read for claims;
    attributions are marked in all of them. A `network` that is given decides alone, in place of the shipped one and
    the rules.
    """
    reading = network or weights.shipped()
    seen, ruled = windows_of(document, sentences, wanted, published, reading.tokenizer)
    found = transfers.Marked(document, sentences, published.year if published else None)
    said: list[Attribution] = []
    own: list[tuple[Span, Told]] = []
    for window in seen:
        vectors = reading.read(window)
        marked = attributions.find(reading, vectors, window)
        asked, lines = topics.told_of(window, marked)
        told = topics.tell(reading, vectors, window, asked)
        said += [replace(m.attribution, told=t) for m, t in zip(marked, told[: len(marked)], strict=True)]
        own += [(window.lines[n].span, t) for n, t in zip(lines, told[len(marked) :], strict=True)]
        transfers.find(reading, vectors, window, found)
    learnt = Marks(
        tuple(said),
        tuple(found.mentions),
        tuple(found.predicates),
        tuple(found.links),
        tuple(found.unresolved),
        tuple(own),
    )
    if network:
        return learnt
    share = reading.confidence("rule", ())
    steps = tuple(replace(step, confidence=share) for step in ruled.predicates)
    return _chosen(learnt, replace(ruled, predicates=steps))


def windows_of(
    document: Document,
    sentences: Sequence[Sentence],
    wanted: Sequence[bool],
    published: dt.date | None,
    tokenizer: Tokenizer,
) -> tuple[Iterator[Window], Marks]:
    """What the encoder is given of a document, a window at a time, and the transfers that rules see in it."""
    texts = {"text": document.text, "title": document.title}
    parsed = [
        mentions.find(s, Setting(texts[s.span.place], published)) if want else None
        for s, want in zip(sentences, wanted, strict=True)
    ]
    ruled = rules.mark(document, [clauses for clauses in parsed if clauses])
    return windows.windows(windows.lines(sentences, parsed, tokenizer, ruled)), ruled


def _chosen(learnt: Marks, ruled: Marks) -> Marks:
    """For each sentence the transfers of the network or, where it is sure of none, those of the rules: those that name
    both sides, and others only where the network sees a transfer, too, though it is not sure.
    """
    mine, theirs = _by_sentence(learnt), _by_sentence(ruled)
    roles = _roles(ruled)
    kept: list[int] = []
    others: list[int] = []
    for sentence in {**theirs, **mine}:
        own, other = mine.get(sentence, []), theirs.get(sentence, [])
        least = BESIDE_RULES if other else ALONE
        sure = [i for i in own if (p := learnt.predicates[i].confidence) is None or p >= least]
        kept += sure
        if not sure:
            others += [i for i in other if own or {"supplier", "recipient"} <= roles[i]]
    return _joined(_only(learnt, kept), _only(ruled, others))


def _by_sentence(marks: Marks) -> dict[Span, list[int]]:
    found: dict[Span, list[int]] = {}
    for i, predicate in enumerate(marks.predicates):
        found.setdefault(predicate.sentence, []).append(i)
    return found


def _roles(marks: Marks) -> list[set[str]]:
    """Of each predicate the roles that are filled."""
    found: list[set[str]] = [set() for _ in marks.predicates]
    for link in marks.links:
        found[link.predicate].add(link.role)
    return found


def _only(marks: Marks, predicates: Sequence[int]) -> Marks:
    """The marks with these predicates and their links alone, in the order they stood in."""
    number = {old: new for new, old in enumerate(sorted(predicates))}
    links = tuple(
        replace(link, predicate=number[link.predicate]) for link in marks.links if link.predicate in number
    )
    return replace(marks, predicates=tuple(marks.predicates[i] for i in sorted(predicates)), links=links)


def _joined(a: Marks, b: Marks) -> Marks:
    """The marks of both, those of `b` numbered behind those of `a`."""
    more, steps = len(a.mentions), len(a.predicates)
    mentions_of_b = (
        replace(m, refers_to=None if m.refers_to is None else m.refers_to + more) for m in b.mentions
    )
    links_of_b = (
        replace(
            link,
            predicate=link.predicate + steps,
            mention=link.mention + more,
            of=None if link.of is None else link.of + more,
        )
        for link in b.links
    )
    predicates: tuple[Predicate, ...] = (*a.predicates, *b.predicates)
    return Marks(
        (*a.attributions, *b.attributions), (*a.mentions, *mentions_of_b), predicates, (*a.links, *links_of_b),
        tuple(dict.fromkeys((*a.unresolved, *b.unresolved))), a.own,
    )  # fmt: skip
