"""Learning: the losses of all heads, and the optimiser's step."""

from __future__ import annotations

import copy
from itertools import islice
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from armstrail.reader import transfers
from training.batches import IGNORED, Anchors, Asked, Batch
from training.encoder import BIOES, Reader, distances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.batches import Piece, Sides
    from training.joint import Told

BATCH = 4096  # word pieces of a batch
BY_PARTY = 1.0  # weight of who supplies and who gets, party by party
PARTIAL = 0.05  # weight of attributions in coded passages: few words are tagged, each would count for many


def pooled(h: Tensor, anchors: Anchors) -> Tensor:
    """The mean of an anchor's words. [N, WIDTH]"""
    places = torch.arange(h.shape[1])[None, :]
    inside = ((places >= anchors.start) & (places < anchors.end)).to(h.dtype)
    return (h.index_select(0, anchors.window) * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True)


def run_parts(
    reader: Reader, h: Tensor, real: Tensor, anchors: Anchors, kind: str
) -> tuple[Tensor, Tensor, Tensor]:
    """Tags, vectors and the anchors' own vectors."""
    head = reader.attribution if kind == "attribution" else reader.transfer
    word, meet = head.project(h)
    p = pooled(h, anchors)
    away = distances(h.shape[1], anchors.start, anchors.end)
    of = anchors.window
    tags, z = head(
        word.index_select(0, of), meet.index_select(0, of), p, away, anchors.line, real[of], anchors.part
    )
    return tags, z, p


def cross(scores: Tensor, tags: Tensor) -> Tensor:
    """The mean over what is tagged; nothing where nothing is, of which the mean would be no number."""
    if (tags == IGNORED).all():
        return scores.new_zeros(())
    return functional.cross_entropy(scores.flatten(0, -2).float(), tags.flatten(), ignore_index=IGNORED)


def some(anchors: Anchors, most: int) -> Anchors:
    """At most that many anchors, chosen at random."""
    n = len(anchors.window)
    if n <= most:
        return anchors
    chosen = torch.randperm(n)[:most]
    return Anchors(*(getattr(anchors, f)[chosen] for f in Anchors.__slots__))


def loss_of(reader: Reader, batch: Batch) -> Tensor:
    """The sum of all heads' losses that the batch has tags for."""
    h = reader.words(batch.ids, batch.features, batch.mask, batch.first, batch.ruled)
    total = h.new_zeros(())
    articles = bool((batch.flat != IGNORED).any())
    known = 1.0 if articles else PARTIAL
    if (batch.cue != IGNORED).any():
        total = total + known * 16 * cross(reader.cue(h), batch.cue)
    if articles:
        total = total + cross(reader.flat(h), batch.flat)
    if batch.attribution is not None:
        anchors = some(batch.attribution, 120)
        tags, _, _ = run_parts(reader, h, batch.real, anchors, "attribution")
        if (anchors.tags != IGNORED).any():
            total = total + known * 12 * cross(tags, anchors.tags)
    if (batch.on != IGNORED).any():
        total = total + 16 * cross(reader.on(h), batch.on)
    if (batch.mention != IGNORED).any():
        total = total + 0.5 * cross(reader.mention(h), batch.mention)
    if batch.transfer is not None:
        anchors = some(batch.transfer, 220)
        tags, z, p = run_parts(reader, h, batch.real, anchors, "transfer")
        kinds = reader.kinds(p, z, anchors.inside)
        total = total + 24 * cross(tags, anchors.tags)
        for name, weight in (("stage", 1.0), ("polarity", 0.5), ("certainty", 0.5), ("voice", 0.2)):
            total = total + weight * cross(kinds[name], getattr(anchors, name))
        if batch.asked is not None and len(anchors.window) == len(batch.transfer.window):
            total = total + 0.5 * asked_loss(reader, h, p, anchors, batch.asked)
        if batch.sides is not None and len(anchors.window) == len(batch.transfer.window):
            total = total + BY_PARTY * sides_loss(tags, batch.sides)
    return total


def sides_loss(tags: Tensor, sides: Sides) -> Tensor:
    """How wrongly supplier and recipient fall to the parties of each transfer, weighed as the reader weighs them: a
    party by the strongest of its mentions, a mention by the mean over its words.

    Most words play no part; the loss over tags alone hardly hears of the few names that could.
    """
    kinds = sides.plays.shape[1]
    share = tags[:, :, 0].float().softmax(-1)[:, :, 1 : 1 + len(BIOES) * kinds]
    share = share.unflatten(2, (kinds, -1)).sum(3)
    up_to = functional.pad(share.cumsum(1), (0, 0, 1, 0))
    length = (sides.end - sides.start)[:, None]
    each = (up_to[sides.anchor, sides.end] - up_to[sides.anchor, sides.start]) / length
    of = sides.party[:, None].expand_as(each)
    party = torch.zeros_like(sides.plays).scatter_reduce(0, of, each, "amax", include_self=False)
    party = party.clamp(1e-4, 1 - 1e-4)
    wrong = functional.binary_cross_entropy(party, sides.plays, reduction="sum")
    anchor = torch.zeros(len(party), dtype=torch.long).scatter(0, sides.party, sides.anchor)
    return (wrong + outdone(party, sides.plays, anchor, len(tags)).sum()) / len(tags)


def outdone(party: Tensor, plays: Tensor, anchor: Tensor, anchors: int) -> Tensor:
    """How far, on each side of N predicates, those who play it are from being the strongest. [N, 2]

    The reader takes the strongest party above a threshold, so what counts is who outdoes whom, nobody among them: a
    softmax over the parties' strengths [Q, 2] and that threshold, each who plays the side against all who do not.
    """
    empty = party.new_zeros(anchors, party.shape[1])
    all_of = empty.index_add(0, anchor, party) + transfers.BEST
    right = empty.index_add(0, anchor, party * plays)
    count = empty.index_add(0, anchor, plays)
    against = (all_of - right)[anchor] + party
    each = plays * (against.log() - party.log()) / count[anchor].clamp(min=1)
    nobody = (count == 0) * (all_of / transfers.BEST).log()
    return empty.index_add(0, anchor, each) + nobody


def asked_loss(reader: Reader, h: Tensor, p: Tensor, anchors: Anchors, asked: Asked) -> Tensor:
    """Losses of items' categories and of whom parties' words stand for."""
    of = anchors.window.index_select(0, asked.anchor)
    places = torch.arange(h.shape[1])[None, :]
    inside = ((places >= asked.start) & (places < asked.end)).to(h.dtype)
    own = (h.index_select(0, of) * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True)
    on = p[asked.anchor]
    total = h.new_zeros(())
    if (asked.category != IGNORED).any():
        total = total + cross(reader.category(torch.cat([own, on], 1)), asked.category)
    rows = asked.named[:, -1]
    if rows.any():
        away = distances(h.shape[1], asked.start[rows], asked.end[rows])
        scores = reader.antecedents(h.index_select(0, of[rows]), own[rows], on[rows], away).float()
        all_of = scores.masked_fill(~asked.named[rows], -1e4).logsumexp(1)
        right = scores.masked_fill(~asked.meant[rows], -1e4).logsumexp(1)
        total = total + (all_of - right).mean()
    return total


def quick_kind() -> torch.dtype:
    """The kind of number that products are quickest in here: bfloat16 is many times slower without a unit for it."""
    return torch.bfloat16 if torch.cpu.get_capabilities().get("avx512_bf16") else torch.float32


class Trainer:
    """AdamW over a master copy in single precision; the encoder itself runs in bfloat16 where that is quick."""

    def __init__(
        self,
        reader: Reader,
        rate: float,
        heads_rate: float,
        steps: int,
        average: float = 0.998,
        frozen: int = 0,
    ) -> None:
        self.reader = reader
        self.master = reader.encoder
        if frozen:  # the embeddings and that many layers stay as they are: a third less to do
            for part in (self.master.words, self.master.positions, self.master.features, self.master.norm):
                part.requires_grad_(False)  # noqa: FBT003
            for layer in self.master.layers[:frozen]:
                layer.requires_grad_(False)  # noqa: FBT003
        self.kind = quick_kind()
        self.fast = copy.deepcopy(self.master).to(self.kind)
        self.steps, self.step_number = steps, 0
        heads = [p for n, p in reader.named_parameters() if not n.startswith("encoder.")]
        tables = [p for n, p in self.master.named_parameters() if n.startswith("features.")]
        body = [p for n, p in self.master.named_parameters() if not n.startswith("features.")]
        groups = [
            {"params": body, "lr": rate, "top": rate},
            {"params": tables, "lr": heads_rate, "top": heads_rate},
            {"params": heads, "lr": heads_rate, "top": heads_rate},
        ]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self.average = average
        self.learnt = {n: p for n, p in reader.named_parameters() if p.requires_grad}
        self.mean = {n: p.detach().clone() for n, p in self.learnt.items()}

    def step(self, batch: Batch | Told) -> float:
        reader = self.reader
        share = self.step_number / self.steps
        scale = (
            min(self.step_number / (0.06 * self.steps), 1.0) if share < 0.06 else max(0.0, (1 - share) / 0.94)
        )
        for group in self.optimiser.param_groups:
            group["lr"] = group["top"] * scale
        reader.encoder = self.fast
        with torch.autocast("cpu", torch.bfloat16, enabled=self.kind == torch.bfloat16):
            loss = loss_of(reader, batch) if isinstance(batch, Batch) else batch.loss(reader)
        loss.backward()
        reader.encoder = self.master
        for slow, quick in zip(self.master.parameters(), self.fast.parameters(), strict=True):
            slow.grad = None if quick.grad is None else quick.grad.float()
            quick.grad = None
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        self.step_number += 1
        keep = min(self.average, (1 + self.step_number) / (10 + self.step_number))
        with torch.no_grad():
            for slow, quick in zip(self.master.parameters(), self.fast.parameters(), strict=True):
                if slow.requires_grad:
                    quick.copy_(slow)
            mine = [p.detach() for p in self.learnt.values()]
            torch._foreach_lerp_(list(self.mean.values()), mine, 1 - keep)
        return float(loss.detach())

    def averaged(self) -> Reader:
        """A copy of the reader with the running mean of the weights."""
        made = copy.deepcopy(self.reader)
        made.load_state_dict(self.mean, strict=False)
        return made.eval()


def learn_unshipped(reader: Reader, batches: Iterator[Batch], most: int = 30) -> None:
    """Let the two heads that no graph keeps (flat, mention) learn first, with all else as it is: weights restored
    from graphs lack them, and their first losses would shake the encoder.
    """
    optimiser = torch.optim.AdamW([*reader.flat.parameters(), *reader.mention.parameters()], 2e-3)
    reader.eval()
    for batch in islice(batches, most):
        with torch.no_grad():
            h = reader.words(batch.ids, batch.features, batch.mask, batch.first, batch.ruled)
        loss = h.new_zeros(())
        if (batch.flat != IGNORED).any():
            loss = loss + cross(reader.flat(h), batch.flat)
        if (batch.mention != IGNORED).any():
            loss = loss + cross(reader.mention(h), batch.mention)
        if loss.requires_grad:
            loss.backward()
            optimiser.step()
            optimiser.zero_grad()


def batch_count(found: Sequence[Piece], size: int = BATCH) -> int:
    """How many batches of that size batches() makes of these windows, about."""
    count = n = 0
    for long in sorted(len(p.window.ids) + 2 for p in found):
        if n and long * (n + 1) > size:
            count, n = count + 1, 0
        n += 1
    return count + bool(n)
