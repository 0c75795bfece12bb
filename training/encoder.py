"""The network: MiniLM's encoder with what tables say of each word, a recurrent layer, and the heads.

Anchors (cues, transfer predicates) are tagged first; then, once for each anchor, the words are tagged that play a
part for it. So the cue guides source and content (as in CofeNet, Ma et al. 2023), contents may nest, and one word may
play parts for several predicates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from armstrail.reader import network
from armstrail.reader.network import (
    ATTRIBUTION_ROLES,
    CATEGORIES,
    CERTAINTIES,
    DISTANCES,
    POLARITIES,
    STAGES,
    TRANSFER_ROLES,
    VOICES,
)
from armstrail.reader.windows import FEATURES, RULED

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH, HEADS, INNER, LAYERS, VOCABULARY, POSITIONS = 384, 12, 1536, 6, 30522, 512
BIOES = "BIES"
MENTIONS = ("party", "item", "quantity", "value", "date")


class Dropout(nn.Module):
    """Dropout from a store of random numbers drawn once: drawing them anew takes a fifth of a step on a CPU."""

    STORE = 1 << 23
    _kept: dict[tuple[float, torch.dtype], Tensor] = {}  # noqa: RUF012 - shared on purpose

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        size = x.numel()
        key = (self.share, x.dtype)
        if key not in self._kept:
            generator = torch.Generator().manual_seed(11)
            kept = torch.rand(self.STORE, generator=generator) >= self.share
            self._kept[key] = (kept / (1 - self.share)).to(x.dtype)
        store = self._kept[key]
        if size > self.STORE:
            return functional.dropout(x, self.share)
        begin = int(torch.randint(self.STORE - size + 1, ()))
        return x * store[begin : begin + size].view_as(x)


class Layer(nn.Module):
    """One layer of BERT, as its authors built it: normalised after each half."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        size, length, _ = x.shape
        q, k, v = self.qkv(x).view(size, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q * (WIDTH // HEADS) ** -0.5) @ k.transpose(2, 3)
        if mask is not None:
            scores = scores + mask
        a = scores.softmax(-1) @ v
        x = self.norm1(x + self.dropout(self.out(a.transpose(1, 2).reshape(size, length, WIDTH))))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and their features -> a vector for each piece."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.features = nn.ModuleList(nn.Embedding(len(values), WIDTH) for _, values in FEATURES)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        for table in self.features:
            nn.init.zeros_(table.weight)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        x = self.words(ids) + self.positions.weight[: ids.shape[1]]
        for number, table in enumerate(self.features):
            x = x + table(features[:, :, number])
        x = self.dropout(self.norm(x))
        seen = torch.where(mask[:, None, None, :], 0.0, -1e4).to(x.dtype)
        for layer in self.layers:
            x = layer(x, seen)
        return x

    def load_bert(self, weights: Mapping[str, Tensor]) -> None:
        """Take the weights of a BERT checkpoint; the token type, of which there is one, goes into the positions."""
        own: dict[str, Tensor] = {}
        e = "embeddings."
        own["words.weight"] = weights[e + "word_embeddings.weight"]
        own["positions.weight"] = (
            weights[e + "position_embeddings.weight"] + weights[e + "token_type_embeddings.weight"][0]
        )
        for kind in ("weight", "bias"):
            own["norm." + kind] = weights[f"{e}LayerNorm.{kind}"]
            for n in range(LAYERS):
                theirs, ours = f"encoder.layer.{n}.", f"layers.{n}."
                own[f"{ours}qkv.{kind}"] = torch.cat(
                    [weights[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                )
                for mine, name in (
                    ("out", "attention.output.dense"),
                    ("norm1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm2", "output.LayerNorm"),
                ):
                    own[f"{ours}{mine}.{kind}"] = weights[f"{theirs}{name}.{kind}"]
        missing, unexpected = self.load_state_dict(own, strict=False)
        if unexpected or any(not name.startswith("features.") for name in missing):
            message = f"the checkpoint does not fit: {missing} {unexpected}"
            raise ValueError(message)


LINES = 7
LOOKS = 4  # layers of attention in which the words of a window look at each other for a transfer


def distances(words: int, start: Tensor, end: Tensor) -> Tensor:
    """How far each of the words stands from N anchors, as the reader counts it. [N, W] of 0 to 25"""
    return torch.from_numpy(network.distances(words, start.numpy(), end.numpy()))


class Among(nn.Module):
    """The words of a window, already knowing their anchor, attend to each other; at first it changes nothing."""

    def __init__(self, width: int, heads: int = 6, dropout: float = 0.15) -> None:
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)
        self.dropout = Dropout(dropout)
        for last in (self.out, self.down):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, z: Tensor, mask: Tensor | None) -> Tensor:
        """For N anchors z [N, W, width]; mask [N, W]: which words are there, where windows differ in length."""
        n, words, width = z.shape
        each = width // self.heads
        q, k, v = self.qkv(self.norm1(z)).view(n, words, 3, self.heads, each).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q * each**-0.5) @ k.transpose(2, 3)
        if mask is not None:
            scores = scores + torch.where(mask[:, None, None, :], 0.0, -1e4).to(scores.dtype)
        a = scores.softmax(-1).to(v.dtype) @ v
        z = z + self.dropout(self.out(a.transpose(1, 2).reshape(n, words, width)))
        return z + self.dropout(self.down(functional.gelu(self.up(self.norm2(z)))))


class Parts(nn.Module):
    """The words that play a part for an anchor: tags B, I, E, S of each role, and what the anchor itself is."""

    def __init__(
        self,
        roles: tuple[tuple[str, ...], ...],
        depth: int,
        width: int = 192,
        dropout: float = 0.15,
        seen: int = 0,
    ) -> None:
        super().__init__()
        self.layers, kinds = len(roles), len(roles[0])
        self.word = nn.Linear(WIDTH, width)
        self.anchor = nn.Linear(WIDTH, width)
        self.meet_word = nn.Linear(WIDTH, width)
        self.meet_anchor = nn.Linear(WIDTH, width)
        self.distance = nn.Embedding(DISTANCES, width)
        self.line = nn.Embedding(LINES, width)
        self.seen = nn.Embedding(seen, width) if seen else None
        if self.seen:
            nn.init.zeros_(self.seen.weight)
        self.mix = nn.Linear(5 * width, width)
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)
        self.among = nn.ModuleList(Among(width) for _ in range(depth))
        self.dropout = Dropout(dropout)
        self.tags = nn.Linear(width, self.layers * (1 + len(BIOES) * kinds))

    def project(self, h: Tensor) -> tuple[Tensor, Tensor]:
        """What of the words does not depend on the anchor. [B, W, width] twice."""
        return self.word(h), self.meet_word(h)

    def forward(
        self,
        word: Tensor,
        meet: Tensor,
        pooled: Tensor,
        distance: Tensor,
        line: Tensor,
        mask: Tensor | None = None,
        part: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """For N anchors: word, meet [N, W, width], pooled [N, WIDTH], distance, line, mask, part [N, W].

        `part` is what rules see the word play for the anchor.

        Gives tags [N, W, layers, T] and vectors [N, W, width].
        """
        z = word + self.anchor(pooled)[:, None] + meet * self.meet_anchor(pooled)[:, None]
        z = z + self.distance(distance) + self.line(line)
        if self.seen and part is not None:
            z = z + self.seen(part)
        z = self.norm1(functional.gelu(z))
        around = functional.pad(self.dropout(z), (0, 0, 2, 2))
        beside = torch.cat([around[:, i : i + z.shape[1]] for i in range(5)], 2)
        z = self.norm2(z + functional.gelu(self.mix(beside)))
        for layer in self.among:
            z = layer(z, mask)
        return self.tags(self.dropout(z)).unflatten(2, (self.layers, -1)), z


class Reader(nn.Module):
    """The encoder with all heads."""

    def __init__(self, recurrent: int = 192) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.lstm = nn.LSTM(WIDTH, recurrent, batch_first=True, bidirectional=True)
        self.ruled = nn.Embedding(2, WIDTH)
        nn.init.zeros_(self.ruled.weight)
        self.norm = nn.LayerNorm(WIDTH)
        self.dropout = Dropout(0.15)
        self.cue = nn.Linear(WIDTH, 5)
        self.on = nn.Linear(WIDTH, 5)
        self.flat = nn.Linear(WIDTH, 1 + 8)
        self.mention = nn.Linear(WIDTH, 1 + 4 * len(MENTIONS))
        self.attribution = Parts(ATTRIBUTION_ROLES, 1)
        self.transfer = Parts(TRANSFER_ROLES, LOOKS, seen=len(RULED))
        kinds = WIDTH + 2 * 192
        self.kind = nn.Sequential(nn.Linear(kinds, 192), nn.GELU(), Dropout(0.15))
        self.stage = nn.Linear(192, len(STAGES))
        self.polarity = nn.Linear(192, len(POLARITIES))
        self.certainty = nn.Linear(192, len(CERTAINTIES))
        self.voice = nn.Linear(192, len(VOICES))
        self.category = nn.Sequential(
            nn.Linear(2 * WIDTH, 192), nn.GELU(), Dropout(0.15), nn.Linear(192, len(CATEGORIES))
        )
        self.asks = nn.Linear(2 * WIDTH, 96)
        self.names = nn.Linear(WIDTH, 96)
        self.nobody = nn.Parameter(torch.zeros(96))
        self.apart = nn.Embedding(DISTANCES, 1)

    def words(self, ids: Tensor, features: Tensor, mask: Tensor, first: Tensor, ruled: Tensor) -> Tensor:
        """A vector for each word: that of its first piece, mixed with its neighbours'. [B, W, WIDTH]"""
        x = self.encoder(ids, features, mask)
        x = x.gather(1, first[:, :, None].expand(-1, -1, WIDTH)).float()
        x = self.dropout(x + self.ruled(ruled))
        with torch.autocast("cpu", enabled=False):
            return self.norm(x + self.lstm(x)[0])

    def kinds(self, pooled: Tensor, z: Tensor, inside: Tensor) -> dict[str, Tensor]:
        """Stage, polarity, certainty and voice of anchors, from the words of their sentence (inside [N, W])."""
        near = torch.where(inside[:, :, None], z, -1e4).amax(1)
        mean = (z * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True).clamp(min=1)
        k = self.kind(torch.cat([pooled, near, mean], 1))
        return {
            "stage": self.stage(k),
            "polarity": self.polarity(k),
            "certainty": self.certainty(k),
            "voice": self.voice(k),
        }

    def antecedents(self, h: Tensor, run: Tensor, anchor: Tensor, away: Tensor) -> Tensor:
        """How well each word of their window, or nobody (last), names the party that M runs stand for.

        h [M, W, WIDTH], run and anchor [M, WIDTH], away [M, W] -> [M, W + 1].
        """
        asked = self.asks(torch.cat([run, anchor], 1))
        scores = (self.names(h) @ asked[:, :, None])[:, :, 0] / 96**0.5 + self.apart(away)[:, :, 0]
        return torch.cat([scores, (asked * self.nobody).sum(1, keepdim=True) / 96**0.5], 1)
