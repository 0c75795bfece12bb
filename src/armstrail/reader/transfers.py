"""A window's vectors -> transfers: the predicates, what each states, and the words that play a part for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from armstrail import parties
from armstrail.codebook import tables
from armstrail.model import Link, Mention, Predicate, Span, Unresolved
from armstrail.reader.decoding import PLACES, best_tags, runs
from armstrail.reader.neighbours import jointly
from armstrail.reader.network import CATEGORIES, CERTAINTIES, POLARITIES, SIDES, STAGES, TRANSFER_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.model import Document
    from armstrail.reader.decoding import Tags
    from armstrail.reader.network import Floats, Network, Run, Steps, Vectors
    from armstrail.reader.windows import Window
    from armstrail.sentences import Sentence


@dataclass(slots=True)
class Marked:
    """The mentions, predicates and links of a document, as they are found."""

    document: Document
    sentences: Sequence[Sentence]
    year: int | None
    mentions: list[Mention] = field(default_factory=list)
    predicates: list[Predicate] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    _known: dict[tuple[Span, str, str | None], int] = field(default_factory=dict)

    def mention(self, span: Span, kind: str, refers_to: int | None = None, sense: str | None = None) -> int:
        """The number of a mention; the same words are one mention."""
        key = (span, kind, sense if refers_to is None else f"{sense}>{refers_to}")
        if key not in self._known:
            self._known[key] = len(self.mentions)
            self.mentions.append(Mention(span, kind, refers_to, sense))  # type: ignore[arg-type]
        return self._known[key]


def find(network: Network, vectors: Vectors, window: Window, marked: Marked) -> None:
    """Add the transfers whose predicates stand in the core of a window, in sentences that are read for claims."""
    eager = vectors.on + np.array([0.0] + [EAGER] * (vectors.on.shape[1] - 1), np.float32)
    found = [
        (s, e)
        for s, e, _ in runs(best_tags(eager[None])[0])
        if s >= window.start and window.of(s).clauses is not None
    ]
    if not found:
        return
    steps = network.transfers(vectors, window, found)
    tags = [best_tags(steps.tags[:, :, layer]) for layer in range(len(TRANSFER_ROLES))]
    parts = [_parts(window, on, steps.tags[i], [rows[i] for rows in tags]) for i, on in enumerate(found)]
    asked = [(i, (s, e)) for i, row in enumerate(parts) for s, e, role in row if role in ASKED]
    scores = network.mentions(vectors, [r for _, r in asked], [found[i] for i, _ in asked]) if asked else None
    answers = {key: (scores[0][n], scores[1][n]) for n, key in enumerate(asked)} if scores else {}
    for i, on in enumerate(found):
        _transfer(
            _Found(window, on, parts[i], answers, i, np.stack([rows[i] for rows in tags])),
            network,
            vectors,
            steps,
            marked,
        )


# Added to the log scores of a predicate's tags: the network leaves out more than it puts in. Chosen, like the shares
# below, on the coded passages that are held back.
EAGER = 0.5
ASKED = ("supplier", "recipient", "item")
# How probable a party's part must be: for the best of its side, for one beside it, and for one that a list joins to
# it.
BEST, BESIDE, JOINED = 0.3, 0.95, 0.6
# How sure the network must be of an offer to take its recipient from another sentence: an offer is often to nobody in
# particular.
ADDRESSED = 0.2
# How much likelier than any party nobody must be for words that stand for a party to mean none that is named.
SOMEBODY = 1.0
# The same for a government, its branches and forces, which are always somebody's. Chosen (of 1, 3, 6, no limit) on the
# 37 passages held back in which a government was nobody's: of their dyads .287, .342, .330, .332 are right.
ORGANS = 3.0
# How probable the part of a supplier must be for who is named as another's partner in it.
PARTNER = 0.07
SUPPLIER = SIDES.index("supplier")
JOINTS = frozenset(("and", "or", "nor", ",", "&", "/", "the"))


def _parts(window: Window, on: Run, scores: Floats, tags: Sequence[Tags]) -> list[tuple[int, int, str]]:
    """The runs of words that play a part for a predicate, by its scores [W, 2, T] and the best tags of each layer.

    A party is often named more than once, and its part falls to all of its mentions a little: so the tables' names
    are weighed by party, not by mention, beside the runs of other words that are tagged as a party.
    """
    tagged = [
        (s, e, roles[kind])
        for roles, row in zip(TRANSFER_ROLES, tags, strict=True)
        for s, e, kind in runs(row)
    ]
    share = np.exp(scores[:, 0, 1 : 1 + PLACES * len(SIDES)]).reshape(len(scores), len(SIDES), PLACES).sum(2)
    names = window.names()
    falls = _listed(window, on, names, [share[s:e].mean(0) for s, e, _ in names])
    falls = _together(window, on, names, falls)
    falls, others = _described(window, names, falls, [(s, e) for s, e, role in tagged if role in SIDES])
    plays: dict[str | Run, list[tuple[int, int, Floats]]] = {
        (s, e): [(s, e, share[s:e].mean(0))] for s, e in others
    }
    for (s, e, party), mine in zip(names, falls, strict=True):
        plays.setdefault(party, []).append((s, e, mine))
    found = [p for p in tagged if p[2] not in SIDES]
    for kind, side in enumerate(SIDES):
        found += [(s, e, side) for s, e in _side(window, list(plays.values()), kind)]
    return found


def _described(
    window: Window, names: Sequence[tuple[int, int, str]], falls: Sequence[Floats], tagged: Sequence[Run]
) -> tuple[list[Floats], list[Run]]:
    """How each side falls to names, and which of the words tagged as a party are one beside those names.

    They are none where they go on right before or behind a name: "the government in" Lagos, Belgrade "'s directorate".
    To names inside them that their head is not, no part falls: "the rebels" of "Algeria".
    """
    made, others = list(falls), []
    for start, end in tagged:
        inside = [n for n, (s, e, _) in enumerate(names) if s < end and start < e]
        if not inside:
            if not any(e == start or s == end for s, e, _ in names):
                others.append((start, end))
            continue
        words = [token.text for token in window.tokens[start:end]]
        if names[inside[0]][:2] == (start, end) or any(word.lower() in JOINTS for word in words[1:]):
            continue
        named = parties.identify(" ".join(words))
        apart = named is not None and named.id == "group:" + parties.slug(" ".join(words))
        if named and (apart or any(names[n][2] == named.id for n in inside)):
            for n in inside:
                if names[n][2] != named.id:
                    made[n] = np.zeros(len(SIDES), np.float32)
        if apart:
            others.append((start, end))
    return made, others


def _side(window: Window, plays: Sequence[Sequence[tuple[int, int, Floats]]], kind: int) -> list[Run]:
    """The mentions of those that play one side: of each party its mentions, and how each side falls to them."""
    strength = [max(float(m[kind]) for *_, m in mentions) for mentions in plays]
    order = sorted(
        (
            n
            for n, mentions in enumerate(plays)
            if strength[n] >= max(float(m[1 - kind]) for *_, m in mentions)
        ),
        key=lambda n: -strength[n],
    )
    taken: list[Run] = []
    for n in order:
        mentions = [(s, e) for s, e, m in plays[n] if m[kind] >= strength[n] / 2]
        least = JOINED if any(_joined(window, a, b) for a in mentions for b in taken) else BESIDE
        if strength[n] >= (least if taken else BEST):
            taken += mentions
    return taken


def _listed(
    window: Window, on: Run, names: Sequence[tuple[int, int, str]], shares: Sequence[Floats]
) -> list[Floats]:
    """How each side falls to names: to those of a list of three or more alike, since it gives or gets together.

    Only a list in the predicate's own sentence tells of this step. Two that "and" joins may as well trade with one
    another.
    """
    made = list(shares)
    lists: list[list[int]] = []
    for n, (start, end, _) in enumerate(names):
        if window.line[start] != window.line[on[0]]:
            continue
        if lists and _joined(window, names[lists[-1][-1]][:2], (start, end)):
            lists[-1].append(n)
        else:
            lists.append([n])
    for members in lists:
        if len({names[n][2] for n in members}) > 2:
            side = int(np.mean([shares[n] for n in members], 0).argmax())
            together = np.zeros(len(SIDES), np.float32)
            together[side] = max(shares[n][side] for n in members)
            for n in members:
                made[n] = together
    return made


def _together(
    window: Window, on: Run, names: Sequence[tuple[int, int, str]], shares: Sequence[Floats]
) -> list[Floats]:
    """How each side falls to names: who may supply "together with" another does if he does."""
    made = list(shares)
    partners = [n for n, name in enumerate(names) if _is_partner(window, on, name, shares[n])]
    first = max(range(len(names)), key=lambda n: shares[n][SUPPLIER], default=None)
    if first is not None and shares[first][SUPPLIER] >= BEST:
        for n in partners:
            made[n] = made[first] = np.eye(len(SIDES), dtype=np.float32)[SUPPLIER]
    return made


def _is_partner(window: Window, on: Run, name: tuple[int, int, str], share: Floats) -> bool:
    """Whether a name in a predicate's sentence follows "together with" and may supply."""
    start = name[0]
    before = [token.text.lower() for token in window.tokens[max(start - 6, 0) : start]]
    near = window.line[start] == window.line[on[0]]
    return near and share[SUPPLIER] >= PARTNER and jointly(before)


def _joined(window: Window, a: Run, b: Run) -> bool:
    """Whether only words that join members of a list stand between two runs."""
    first, last = min(a, b), max(a, b)
    return all(token.text.lower() in JOINTS for token in window.tokens[first[1] : last[0]])


@dataclass(slots=True)
class _Found:
    """A predicate with its parts and what the network answers of them."""

    window: Window
    on: Run
    parts: list[tuple[int, int, str]]
    answers: dict[tuple[int, Run], tuple[Floats, Floats]]
    number: int
    tags: Tags

    def of(self, *roles: str) -> list[Run]:
        return [(s, e) for s, e, role in self.parts if role in roles]

    def nearest(self, role: str) -> list[Run]:
        """The runs of a role, those of the predicate's own sentence first, then the nearer ones."""
        line = self.window.line

        def far(run: Run) -> tuple[bool, int]:
            return line[run[0]] != line[self.on[0]], max(self.on[0] - run[1], run[0] - self.on[1], 0)

        return sorted(self.of(role), key=far)

    def spans(self, role: str, place: str) -> tuple[Span, ...]:
        return tuple(span for r in self.of(role) if (span := self.window.span(*r)).place == place)


def _transfer(found: _Found, network: Network, vectors: Vectors, steps: Steps, marked: Marked) -> None:
    i, window = found.number, found.window
    span = window.span(*found.on)
    sentence = marked.sentences[window.of(found.on[0]).sentence].span
    stage = STAGES[int(steps.stage[i].argmax())]
    if span.place == "title" and stage == "unclear":
        return  # "Chile - Tanks": what the text is filed under; it states no step
    polarity = POLARITIES[int(steps.polarity[i].argmax())]
    certainty = CERTAINTIES[int(steps.certainty[i].argmax())]
    negation = tuple(s for s in found.spans("no", span.place) if not _is_silence(marked.document, s))
    modality = found.spans("may", span.place)
    if polarity == "denied" and not negation:
        polarity = "asserted"  # no word denies it
    if certainty == "fact":
        modality = ()
    number = len(marked.predicates)
    confidence = network.confidence("claim", _evidence(found, vectors, steps))
    marked.predicates.append(
        Predicate(
            span, sentence, stage, polarity, certainty, negation if polarity == "denied" else (), modality,
            said=tuple(window.span(*r) for r in found.of("said")), confidence=confidence,
        )
    )  # fmt: skip
    to_anybody = stage == "offered" and confidence is not None and confidence < ADDRESSED
    for role in ("supplier", "recipient"):
        for run in found.nearest(role):  # a party named several times is told by its nearest words
            if role == "recipient" and to_anybody and window.line[run[0]] != window.line[found.on[0]]:
                continue
            mention = _party(found, run, marked)
            if mention is not None:
                marked.links.append(Link(number, mention, role))
    for run in found.of("item"):
        _item(found, run, number, marked)
    for role in ("value", "date"):
        for run in found.of(role)[:1]:
            marked.links.append(Link(number, marked.mention(window.span(*run), role), role))  # type: ignore[arg-type]
    if not found.of("item") and found.of("value"):
        value = marked.mention(window.span(*found.of("value")[0]), "value")
        marked.links.append(Link(number, value, "item"))


SILENCE = re.compile(r"\s+(?:about|of|on|regarding|more)\b")


def _is_silence(document: Document, words: Span) -> bool:
    """Whether a word denies that something is said, and not the step: "said nothing about the sale"."""
    text = document.title if words.place == "title" else document.text
    return document.words(words).lower() in ("nothing", "little") and bool(SILENCE.match(text, words.end))


def _evidence(found: _Found, vectors: Vectors, steps: Steps) -> tuple[float, ...]:
    """How sure the network is of the predicate, its tags together and the least sure one, what it states, its goods;
    and how many of supplier and recipient it leaves open.
    """
    i = found.number
    each = np.take_along_axis(steps.tags[i], found.tags.T[:, :, None], 2)
    goods = [float(found.answers[i, r][0].max()) for r in found.of("item")]
    return (
        float(vectors.on[found.on[0] : found.on[1]].max(1).mean()),
        max(float(each.sum()), -12.0),
        max(float(each.min()), -4.0),
        float(steps.stage[i].max()),
        float(steps.polarity[i].max() + steps.certainty[i].max()),
        min(goods, default=0.0),
        float((not found.of("supplier")) + (not found.of("recipient"))),
    )


NAMELESS = frozenset(
    "it its they them their he him his she her we us our who whom which that whose this these those both"
    " one others i me my mine myself himself herself itself themselves"
    " anybody anyone everybody everyone nobody somebody someone whoever all abroad elsewhere".split()
)


def _party(found: _Found, run: Run, marked: Marked) -> int | None:
    """The mention of a party: whom its words name, or whom the network says they stand for."""
    window, document = found.window, marked.document
    span = window.span(*run)
    words = document.words(span)
    nameless = parties.without_capitals(words) in NAMELESS
    named = None if nameless else parties.identify(words, marked.year)
    anybody = named is not None and (
        named.id == "group:" + parties.slug(words) or (named.kind in ("bloc", "region") and _is_one(words))
    )
    if named is not None and not anybody:
        return marked.mention(span, "party")
    if city := parties.of_city(words, marked.year):
        return marked.mention(span, "party", None, city.id)
    scores = found.answers[found.number, run][1]
    others = [(s, e, party) for s, e, party in window.names() if not (s < run[1] and run[0] < e)]
    told: dict[str, float] = {}
    for start, end, party in others:
        told[party] = float(np.logaddexp.reduce([told.get(party, -np.inf), *scores[start:end]]))
    best = max(told, key=lambda party: told[party], default=None)
    if best and told[best] >= scores[-1] - (ORGANS if _is_organ(words) else SOMEBODY):
        start, end, _ = max(
            (n for n in others if n[2] == best), key=lambda n: float(scores[n[0] : n[1]].max())
        )
        name = marked.mention(window.span(start, end), "party", None, best)
        return marked.mention(span, "party", name)
    if named is not None:
        return marked.mention(span, "party")
    seen = next((party for s, e, party in window.names() if (s, e) == run), None)
    if seen:
        return marked.mention(span, "party", None, seen)
    if nameless:
        marked.unresolved.append(Unresolved(span, "party"))
        return None
    return marked.mention(span, "party", None, "org:" + parties.slug(words)) if parties.slug(words) else None


def _is_organ(words: str) -> bool:
    """Whether the words end in a noun for a government, its branches, forces or office holders."""
    small = f" {words.lower()}".removesuffix("'s").removesuffix("’s")
    of_somebody = small.split()[0] in DEFINITE
    return any(
        small.endswith(f" {noun}")
        for key in ("government", "forces", "office", *(("company",) if of_somebody else ()))
        for noun in parties.office_nouns(key)
    )


# A company with one of these before it is one that was told of.
DEFINITE = frozenset("the its their this that his her same".split())


def _is_one(words: str) -> bool:
    """Whether the words of a bloc or region may mean one state: "its ally", "a Gulf kingdom"."""
    return words.islower() or words.lower().split()[-1] in tables()["contexts"]["one_of_them"]


def _item(found: _Found, run: Run, number: int, marked: Marked) -> None:
    window = found.window
    span = window.span(*run)
    category = CATEGORIES[int(found.answers[found.number, run][0].argmax())]
    mention = marked.mention(span, "item", None, category)
    marked.links.append(Link(number, mention, "item"))
    quantity = _quantity(found, run, marked)
    if quantity:
        marked.links.append(Link(number, marked.mention(quantity, "quantity"), "quantity", mention))


# What keeps a number from counting the goods behind it.
APART = re.compile(r"[.;:,]|\b(?:and|to|for|that|with|carrying|bearing|loaded|laden)\b")


def _quantity(found: _Found, run: Run, marked: Marked) -> Span | None:
    """The number that stands right before an item with no other between, or opens its words."""
    window = found.window
    clauses = window.of(run[0]).clauses
    if clauses is None:
        return None
    start, end = window.tokens[run[0]].start, window.tokens[run[1] - 1].end
    for chunk in reversed(clauses.of_kind("quantity")):
        if start <= chunk.span.start < end:
            return chunk.span if chunk.span.start == start else None
        if chunk.span.end <= start:
            between = marked.document.words(Span(chunk.span.end, start, chunk.span.place))
            others = any(chunk.span.end <= window.tokens[s].start < start for s, _ in found.of("item"))
            near = len(re.findall(r"\S+", between)) <= 3
            # "40 countries have sent tanks", but "the 12 promised howitzers"
            on = window.span(*found.on)
            sent = chunk.span.end + 1 < on.start < start and on.place == chunk.span.place
            return chunk.span if near and not (others or sent or APART.search(between)) else None
    return None
