"""Corpora and coded passages -> examples: lines of words with the anchors in them and the parts that words play."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from armstrail import cues, gate, sentences, values
from armstrail.model import Document, Span
from armstrail.reader import mentions, rules, windows
from armstrail.reader.chunks import Setting
from training import corpora

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tokenizers import Tokenizer

    from armstrail.reader.windows import Line, Window
    from training.passages import Passage, Place

REPORTS = re.compile(r'["“”‘]|\baccording to\b', re.IGNORECASE)

Run = tuple[int, int]  # words of an example, half open


@dataclass(slots=True)
class Anchor:
    """A cue or a transfer predicate, the runs of words that play each part for it, and what it is."""

    run: Run
    parts: dict[str, list[Run]]
    stage: str | None = None
    polarity: str = "asserted"
    certainty: str = "fact"
    voice: str = "outlet"
    items: list[tuple[Run, str]] = field(default_factory=list)
    parties: list[tuple[Run, str]] = field(default_factory=list)
    # only a cue's source, some words inside its content and some apart from both are known
    partial: bool = False


@dataclass(slots=True)
class Example:
    """A text's lines, with what is marked in them; word numbers count over all lines.

    Where `cues` is None, `reports` are some of them, with their sources alone, and `plain` are words known to be none.
    """

    id: str
    lines: list[Line]
    cues: list[Anchor] | None = None
    transfers: list[Anchor] | None = None
    mentions: list[tuple[Run, str]] | None = None
    reports: list[Anchor] = field(default_factory=list)
    plain: list[Run] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        total = 0
        for line in self.lines:
            self.starts.append(total)
            total += len(line.tokens)


def lines_of(
    document: Document, tokenizer: Tokenizer, split: Sequence[sentences.Sentence] | None = None
) -> list[Line]:
    """The lines of a document as the reader sees them: table features only where the gate lets a passage through."""
    if split is None:
        split = [*sentences.split(document.title, "title"), *sentences.split(document.text)]
    passing = gate.passages(document.text, document.title)
    through = any(p.passes for p in passing) or not passing
    published = values.published_date(document.published)
    texts = {"text": document.text, "title": document.title}
    parsed = []
    for s in split:
        wanted = (
            through
            if s.span.place == "title"
            else any(p.passes and p.start <= s.span.start < p.end for p in passing)
        )
        parsed.append(mentions.find(s, Setting(texts[s.span.place], published)) if wanted else None)
    ruled = rules.mark(document, [clauses for clauses in parsed if clauses])
    return list(windows.lines(split, parsed, tokenizer, ruled))


def windows_of(document: Document, tokenizer: Tokenizer) -> list[Window]:
    """The windows of a document as the reader reads them."""
    return list(windows.windows(lines_of(document, tokenizer)))


def polnear(path: Path, tokenizer: Tokenizer) -> Iterable[Example]:
    """PolNeAR's articles (Newell et al. 2018), one cue an attribution."""
    for article in corpora.rows(path):
        document = Document(article["id"], article["text"], "", article["published"])
        read = lines_of(document, tokenizer)
        places = _Places(read)
        found = []
        for a in article["attributions"]:
            cue = [r for span in a["cue"] for r in places.runs("text", *span)]
            if cue:
                parts = {
                    role: _joined(r for span in a[role] for r in places.runs("text", *span))
                    for role in ("source", "content")
                }
                found.append(Anchor(cue[0], parts))
        yield Example(article["id"], read, cues=found)


def passage(coded: Passage, tokenizer: Tokenizer) -> Example:
    """A coded passage as an example of transfers."""
    document = Document(coded.id, coded.text, coded.title, coded.published)
    split = [
        sentences.Sentence(Span(s, e, place), *_paragraph(coded, place, s, e))  # type: ignore[arg-type]
        for place, s, e in coded.sentences
        if e > s
    ]
    read = lines_of(document, tokenizer, split)
    places = _Places(read)
    found: dict[Run, str] = {}

    def run(place: Place | None, kind: str | None = None) -> list[Run]:
        if place is None:
            return []
        runs = places.runs(*place)
        if kind:
            for r in runs:
                found.setdefault(r, kind)
        return runs

    # A coder names the nearest words for a party; the tables see it named elsewhere too. All of them are marked, so
    # that what is learnt is who supplies, not which of his mentions was picked.
    named = _named(read)
    transfers = []
    for c in coded.claims:
        on = places.runs(*c.on)
        if not on:
            continue
        value = run(c.value, "value")
        parts = {
            "supplier": [r for p in c.supplier for r in [*run(p.at, "party"), *named.get(p.id, ())]],
            "recipient": [r for p in c.recipient for r in [*run(p.at, "party"), *named.get(p.id, ())]],
            "value": value,
            "item": [r for i in c.items for r in run(i.at, "item")],
            "date": run(c.date, "date"),
            "said": [r for s in c.said for r in run(s)],
            "no": run(c.no),
            "may": run(c.may),
        }
        for i in c.items:
            run(i.quantity, "quantity")
        items = [(r, i.category) for i in c.items for r in places.runs(*i.at)]
        asked = [(r, p.id) for p in (*c.supplier, *c.recipient) for r in places.runs(*p.at)]
        transfers.append(Anchor(on[0], parts, c.stage, c.polarity, c.certainty, c.voice, items, asked))
    return Example(
        coded.id, read, transfers=transfers, mentions=list(found.items()), reports=_reports(coded, places),
        plain=_plain(coded, places),
    )  # fmt: skip


def _reports(coded: Passage, places: _Places) -> list[Anchor]:
    """The cues of a passage's claims, each with the innermost of its speakers; with words that stand inside what he
    says, those of the step and of its goods; and with words that do not: the steps of other claims, whose voice is the
    outlet's, and all sentences but his own and the next. Where the content begins and ends is not coded.
    """
    found: dict[Run, Anchor] = {}
    for c in coded.claims:
        if not (c.cue and c.said and (cue := places.runs(*c.cue))):
            continue
        sources = places.runs(*c.said[-1])
        anchor = found.get(cue[0])
        first, last = places.runs(*c.evidence)[0]
        if anchor is None:
            apart = [r for r in _sentences(coded, places) if not first <= r[0] < last and r[0] != last]
            others = [
                r
                for o in coded.claims
                if o.voice == "outlet" and o.evidence == c.evidence
                for r in places.runs(*o.on)
            ]
            parts: dict[str, list[Run]] = {"source": sources, "content": [], "apart": [*apart, *others]}
            anchor = found[cue[0]] = Anchor(cue[0], parts, partial=True)
        edges = {*range(first, last)} - {n for n in range(first + 1, last - 1) if places.wordy(n - 1, n + 1)}
        taken = edges.union(*(range(s - 1, e + 1) for s, e in (cue[0], *sources)))
        said = [
            n for place in (c.on, *(i.at for i in c.items)) for r in places.runs(*place) for n in range(*r)
        ]
        anchor.parts["content"] += [(n, n + 1) for n in said if n not in taken and first <= n < last]
    return list(found.values())


def _sentences(coded: Passage, places: _Places) -> list[Run]:
    return [r for place in coded.sentences if place[2] > place[1] for r in places.runs(*place)]


def _plain(coded: Passage, places: _Places) -> list[Run]:
    """Words known to be no cue: the sentences whose claims are all the outlet's own and which hold no word that
    reports, nor a quotation; and of all claims the words of their step, unless these may report too ("promised").
    """
    voices: dict[Place, set[str]] = {}
    for c in coded.claims:
        voices.setdefault(c.evidence, set()).add(c.voice)
    own = [
        place
        for place, said in voices.items()
        if said == {"outlet"} and not REPORTS.search(coded.words(place)) and not cues.find(coded.words(place))
    ]
    steps = [c.on for c in coded.claims if c.cue is None and not cues.find(coded.words(c.on))]
    return [run for place in (*own, *steps) for run in places.runs(*place)]


def _named(read: Sequence[Line]) -> dict[str, list[Run]]:
    """Where the tables see each party named: runs of words."""
    found: dict[str, list[Run]] = {}
    parties = [party for line in read for party in line.parties]
    of = [number for number, line in enumerate(read) for _ in line.tokens]
    for start, end, party in windows.named_runs(parties, of):
        found.setdefault(party, []).append((start, end))
    return found


def _paragraph(coded: Passage, place: str, start: int, end: int) -> tuple[int, tuple[sentences.Token, ...]]:
    text = coded.title if place == "title" else coded.text
    return text.count("\n\n", 0, start), sentences.tokenise(text, start, end)


class _Places:
    """Finds the words that a span of characters covers."""

    def __init__(self, read: Sequence[Line]) -> None:
        self._words: dict[str, list[tuple[int, int, int]]] = {"text": [], "title": []}
        self._wordy: list[bool] = []
        for line in read:
            for token in line.tokens:
                self._words[line.place].append((token.start, token.end, len(self._wordy)))
                self._wordy.append(token.text[0].isalnum())

    def wordy(self, start: int, end: int) -> bool:
        """Whether the tokens next to a word, `start` and `end`, are words too, no marks."""
        return self._wordy[start] and self._wordy[end]

    def runs(self, place: str, start: int, end: int) -> list[Run]:
        """The words at least half covered, or where there is none, touched; as one run or none."""
        words = self._words[place]
        first = bisect.bisect_left(words, (start - 200, 0, 0))
        touched = []
        for s, e, number in words[first:]:
            if s >= end:
                break
            if e > start:
                touched.append((2 * (min(e, end) - max(s, start)) >= e - s, number))
        half = [n for good, n in touched if good] or [n for _, n in touched]
        return [(half[0], half[-1] + 1)] if half else []


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Runs in order, those that touch joined."""
    made: list[Run] = []
    for start, end in sorted(runs):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
