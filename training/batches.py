"""Examples -> batches of tensors: windows of like length, with the tags of each head."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from armstrail.reader import windows
from armstrail.reader.network import (
    ATTRIBUTION_ROLES,
    CATEGORIES,
    CERTAINTIES,
    POLARITIES,
    SIDES,
    STAGES,
    TRANSFER_ROLES,
    VOICES,
    parts_seen,
)
from armstrail.reader.windows import FEATURES
from training.encoder import BIOES, MENTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

    from training.examples import Anchor, Example, Run
    from training.exchange import Exchange

IGNORED = -100
OPEN, CLOSE = 101, 102  # [CLS], [SEP]
INSIDE_CONTENT = 1 + ATTRIBUTION_ROLES[0].index("content") * len(BIOES) + BIOES.index("I")


@dataclass(slots=True)
class Anchors:
    """N anchors of a batch: their windows, places, tags of the words; -100 where a word does not count."""

    window: Tensor
    start: Tensor
    end: Tensor
    line: Tensor
    inside: Tensor
    part: Tensor
    tags: Tensor
    stage: Tensor
    polarity: Tensor
    certainty: Tensor
    voice: Tensor


@dataclass(slots=True)
class Asked:
    """M mentions of a batch's transfers: of which anchor, where, an item's category, who may be meant, who is."""

    anchor: Tensor
    start: Tensor
    end: Tensor
    category: Tensor
    named: Tensor
    meant: Tensor


@dataclass(slots=True)
class Sides:
    """Who supplies and who gets, party by party: M mentions of Q parties beside a batch's transfers.

    Of each mention its anchor, its words and its party; of each party whether it plays supplier and recipient [Q, 2].
    """

    anchor: Tensor
    start: Tensor
    end: Tensor
    party: Tensor
    plays: Tensor


@dataclass(slots=True)
class Batch:
    """Windows as tensors [B, P] and [B, W], with the tags of the words and the anchors among them."""

    ids: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    ruled: Tensor
    real: Tensor
    cue: Tensor
    on: Tensor
    flat: Tensor
    mention: Tensor
    attribution: Anchors | None
    transfer: Anchors | None
    asked: Asked | None
    sides: Sides | None


@dataclass(slots=True)
class Piece:
    """A window of an example: word `offset` of the example is its first word."""

    example: Example
    window: windows.Window
    offset: int


def pieces(
    examples: Sequence[Example], longest: int = windows.LONGEST, context: int = windows.CONTEXT
) -> list[Piece]:
    """All windows of all examples."""
    made = []
    for example in examples:
        begin = 0
        for window in windows.windows(example.lines, longest, context):
            made.append(Piece(example, window, example.starts[begin - window.core] if example.lines else 0))
            begin += len(window.lines) - window.core
    return made


def batches(
    found: Sequence[Piece], size: int, seed: int | None, exchange: Exchange | None = None
) -> Iterator[Batch]:
    """Batches of about `size` word pieces each, windows of like length together; shuffled where a seed is given,
    with states exchanged where that is asked for.
    """
    rng = random.Random(seed)
    order = sorted(
        range(len(found)),
        key=lambda i: len(found[i].window.ids) + (rng.random() * 24 if seed is not None else 0),
    )
    groups: list[list[int]] = [[]]
    longest = 0
    for i in order:
        longest = max(longest, len(found[i].window.ids) + 2)
        if groups[-1] and longest * (len(groups[-1]) + 1) > size:
            groups.append([])
            longest = len(found[i].window.ids) + 2
        groups[-1].append(i)
    if seed is not None:
        rng.shuffle(groups)
    for group in groups:
        if group:
            made = batch([found[i] for i in group])
            if exchange:
                made.ids = torch.from_numpy(np.stack([exchange(row, rng) for row in made.ids.numpy()]))
            yield made


def batch(found: Sequence[Piece]) -> Batch:
    """One batch of the given windows."""
    words = max(len(p.window.tokens) for p in found)
    tags = {
        name: np.full((len(found), words), IGNORED, np.int64) for name in ("cue", "on", "flat", "mention")
    }
    cues: list[tuple[int, Piece, Anchor]] = []
    transfers: list[tuple[int, Piece, Anchor]] = []
    for b, piece in enumerate(found):
        rows = {name: row[b] for name, row in tags.items()}
        cues += [(b, piece, anchor) for anchor in _tag_cues(piece, rows)]
        transfers += [(b, piece, anchor) for anchor in _tag_transfers(piece, rows)]
    return Batch(
        *(torch.from_numpy(x) for x in inputs([p.window for p in found], words)),
        *(torch.from_numpy(tags[name]) for name in ("cue", "on", "flat", "mention")),
        _anchors(cues, words, ATTRIBUTION_ROLES),
        _anchors(transfers, words, TRANSFER_ROLES),
        _asked(transfers, words),
        _sides(transfers),
    )


def inputs(found: Sequence[windows.Window], words: int) -> tuple[np.ndarray, ...]:
    """Pieces, features, which pieces are there, each word's first piece, where rules see transfers, which words are."""
    height, width = len(found), max(len(w.ids) for w in found) + 2
    ids = np.zeros((height, width), np.int64)
    features = np.zeros((height, width, len(FEATURES)), np.int64)
    mask = np.zeros((height, width), bool)
    first = np.zeros((height, words), np.int64)
    ruled = np.zeros((height, words), np.int64)
    real = np.zeros((height, words), bool)
    for b, w in enumerate(found):
        n, m = len(w.ids), len(w.tokens)
        ids[b, 0], ids[b, 1 : n + 1], ids[b, n + 1] = OPEN, w.ids, CLOSE
        features[b, 1 : n + 1] = w.features
        mask[b, : n + 2] = True
        first[b, :m] = np.asarray(w.first) + 1
        for (start, end), _ in w.seen():
            ruled[b, start:end] = 1
        real[b, :m] = True
    return ids, features, mask, first, ruled, real


def _tag_cues(piece: Piece, rows: dict[str, np.ndarray]) -> Iterator[Anchor]:
    """Tag the cues and all sources and contents of a window; the cues in its core are its anchors."""
    if piece.example.cues is None:
        yield from _tag_reports(piece, rows["cue"])
        return
    words = len(piece.window.tokens)
    rows["cue"][:words] = rows["flat"][:words] = 0
    for anchor in piece.example.cues:
        for number, role in enumerate(ATTRIBUTION_ROLES[0]):
            for part in anchor.parts[role]:
                if inner := _within(part, piece):
                    _mark(rows["flat"], inner, number)
        if run := _within(anchor.run, piece):
            _mark(rows["cue"], run, 0)
            if run[1] > piece.window.start:
                yield anchor


def _tag_reports(piece: Piece, row: np.ndarray) -> Iterator[Anchor]:
    """Tag the cues that a passage's claims name, and the words known to be none; of all others nothing is known."""
    for plain in piece.example.plain:
        if inner := _within(plain, piece):
            row[inner[0] : inner[1]] = 0
    for anchor in piece.example.reports:
        run = _within(anchor.run, piece)
        if run and run[1] > piece.window.start:
            _mark(row, run, 0)
            yield anchor


def _tag_transfers(piece: Piece, rows: dict[str, np.ndarray]) -> Iterator[Anchor]:
    """Tag the predicates and mentions of a window; the predicates in its core are its anchors."""
    if piece.example.transfers is None:
        return
    rows["on"][piece.window.start : len(piece.window.tokens)] = 0
    # a passage's mentions are coded where they play a part; other words may name things too
    for span, kind in piece.example.mentions or ():
        if inner := _within(span, piece):
            rows["mention"][inner[0] : inner[1]] = 0
            _mark(rows["mention"], inner, MENTIONS.index(kind))
    for anchor in piece.example.transfers:
        run = _within(anchor.run, piece)
        if run and run[1] > piece.window.start:
            _mark(rows["on"], run, 0)
            yield anchor


def _asked(found: Sequence[tuple[int, Piece, Anchor]], words: int) -> Asked | None:
    rows: list[tuple[int, Run, int, Piece, str | None]] = []
    for i, (_, piece, anchor) in enumerate(found):
        for span, category in anchor.items:
            if run := _within(span, piece):
                rows.append((i, run, CATEGORIES.index(category), piece, None))
        for span, party in anchor.parties:
            if run := _within(span, piece):
                rows.append((i, run, IGNORED, piece, party))
    if not rows:
        return None
    named = np.zeros((len(rows), words + 1), bool)
    meant = np.zeros((len(rows), words + 1), bool)
    for n, (_, run, _, piece, party) in enumerate(rows):
        if party is None:
            continue
        for w, name in enumerate(piece.window.parties):
            if name is not None and not run[0] <= w < run[1]:
                named[n, w] = True
                meant[n, w] = name == party
        named[n, -1] = True
        meant[n, -1] = not meant[n].any()
    t = torch.tensor
    return Asked(
        t([r[0] for r in rows]),
        t([[r[1][0]] for r in rows]),
        t([[r[1][1]] for r in rows]),
        t([r[2] for r in rows]),
        torch.from_numpy(named),
        torch.from_numpy(meant),
    )


def _sides(found: Sequence[tuple[int, Piece, Anchor]]) -> Sides | None:
    """The parties that stand beside each transfer as the reader weighs them: by whom the tables see named, and the
    words of other parties that are coded. A name that is only part of coded words counts as nothing.
    """
    mentions: list[tuple[int, Run, int]] = []
    plays: list[tuple[bool, bool]] = []
    for i, (_, piece, anchor) in enumerate(found):
        coded = [[run for part in anchor.parts[role] if (run := _within(part, piece))] for role in SIDES]
        names = piece.window.names()
        parties: dict[str | Run, list[Run]] = {}
        for s, e, party in names:
            if not any(a <= s and e <= b and (s, e) not in runs for runs in coded for a, b in runs):
                parties.setdefault(party, []).append((s, e))
        for runs in coded:
            for a, b in runs:
                if not any(s < b and a < e for s, e, _ in names):
                    parties[a, b] = [(a, b)]
        for runs in parties.values():
            mentions += [(i, run, len(plays)) for run in runs]
            plays.append((any(r in coded[0] for r in runs), any(r in coded[1] for r in runs)))
    if not plays:
        return None
    t = torch.tensor
    return Sides(
        t([m[0] for m in mentions]),
        t([m[1][0] for m in mentions]),
        t([m[1][1] for m in mentions]),
        t([m[2] for m in mentions]),
        t(plays, dtype=torch.float32),
    )


def _within(run: Run, piece: Piece) -> Run | None:
    start, end = max(run[0] - piece.offset, 0), min(run[1] - piece.offset, len(piece.window.tokens))
    return (start, end) if start < end else None


def _mark(row: np.ndarray, run: Run, kind: int) -> None:
    start, end = run
    base = 1 + kind * len(BIOES)
    if end - start == 1:
        row[start] = base + 3
        return
    row[start:end] = base + 1
    row[start], row[end - 1] = base, base + 2


def _anchors(
    found: Sequence[tuple[int, Piece, Anchor]], words: int, layers: Sequence[Sequence[str]]
) -> Anchors | None:
    if not found:
        return None
    n = len(found)
    window = np.zeros(n, np.int64)
    start, end = np.zeros((n, 1), np.int64), np.zeros((n, 1), np.int64)
    line = np.zeros((n, words), np.int64)
    inside = np.zeros((n, words), bool)
    seen = np.zeros((n, words), np.int64)
    tags = np.full((n, words, len(layers)), IGNORED, np.int64)
    kinds = np.full((4, n), IGNORED, np.int64)
    for i, (b, piece, anchor) in enumerate(found):
        run = _within(anchor.run, piece) or (0, 1)  # an anchor always lies in its window
        window[i], start[i], end[i] = b, run[0], run[1]
        lines = np.asarray(piece.window.line)
        m = len(lines)
        away = lines - lines[run[0]]
        line[i, :m] = np.clip(away, -3, 3) + 3
        inside[i, :m] = away == 0
        seen[i, :m] = parts_seen(piece.window, [run])[0]
        if anchor.partial:
            _tag_partly(tags[i], piece, anchor)
        else:
            tags[i, :m] = 0
            _tag_parts(tags[i], piece, anchor.parts, layers)
        if anchor.stage:
            kinds[:, i] = (
                STAGES.index(anchor.stage),
                POLARITIES.index(anchor.polarity),
                CERTAINTIES.index(anchor.certainty),
                VOICES.index(anchor.voice),
            )
    t = torch.from_numpy
    return Anchors(
        t(window), t(start), t(end), t(line), t(inside), t(seen), t(tags), *(t(kinds[k]) for k in range(4))
    )


def _tag_parts(
    tags: np.ndarray, piece: Piece, parts: dict[str, list[Run]], layers: Sequence[Sequence[str]]
) -> None:
    """Tag the words that play a part; what may stand inside another part is marked last. tags [W, layers]"""
    for layer, roles in enumerate(layers):
        for number, role in sorted(
            enumerate(roles), key=lambda r: r[1] in ("supplier", "recipient", "no", "may")
        ):
            runs = parts.get(role, ())
            for part in runs:
                if any(a <= part[0] and part[1] <= b and (a, b) != part for a, b in runs):
                    continue  # the name in "the government in Lagos"
                if inner := _within(part, piece):
                    _mark(tags[:, layer], inner, number)


def _tag_partly(tags: np.ndarray, piece: Piece, anchor: Anchor) -> None:
    """Tag what a claim tells of its cue: the source, words inside what is said, words apart. tags [W, layers]"""
    for part in anchor.parts["apart"]:
        if inner := _within(part, piece):
            tags[inner[0] : inner[1], 0] = 0
    for part in anchor.parts["content"]:
        if inner := _within(part, piece):
            tags[inner[0], 0] = INSIDE_CONTENT
    _tag_parts(tags, piece, {"source": anchor.parts["source"]}, ATTRIBUTION_ROLES)
