r"""From data to weights: `make train`.

    python -m training.train --out out/reader

First the encoder learns attributions from PolNeAR, then transfers from the coded passages, with some of PolNeAR beside
them so that it forgets nothing. What is learnt is exported, calibrated, measured, and told in a model card. It takes
about two hours on two cores. With --start a run goes on from weights that an earlier one saved, or that
`training.restore` takes out of what ships, over all passages or over the newest and a share of the others; with
--topics over coded statements and messages, too:

    python -m training.train --start out/start.pt --newest own-41 own-42 --others 0.4 --passes 4 --rate 1e-4 \
        --heads-rate 6e-4 --frozen 2 --blend 0.5 --topics out/topic.pt
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors.torch import load_file

from armstrail.reader.weights import FOLDER
from training import calibrate, card, corpora, examples, export, measuring, passages
from training.base import base_folder, base_tokenizer
from training.batches import batches, pieces
from training.encoder import Reader
from training.exchange import Exchange
from training.learning import BATCH, Trainer, batch_count, learn_unshipped
from training.torch_network import TorchNetwork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from torch import Tensor

    from training.batches import Batch, Piece
    from training.examples import Example

T = TypeVar("T")
LENGTHS = (176, 208, 254, 254)  # word pieces of a window: its edges fall elsewhere at each pass
CONTEXT = 24  # word pieces of context in windows of articles, where all of a window is learnt from anyway


def main() -> int:
    """Train, export, calibrate, measure."""
    args = _arguments()
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = base_tokenizer()
    reader = Reader()
    start = torch.load(args.start) if args.start else {}
    if start:
        fresh = reader.state_dict()
        start = {name: w for name, w in start.items() if name in fresh and w.shape == fresh[name].shape}
        reader.load_state_dict(start, strict=False)
    else:
        reader.encoder.load_bert(load_file(base_folder() / "model.safetensors"))
    articles = _kept(args.out / "articles.pickle", lambda: list(examples.polnear(corpora.POLNEAR, tokenizer)))
    coded = [p for p in passages.load() if not passages.is_held(p)]
    _say(f"{len(articles)} articles, {len(coded)} passages with {sum(len(p.claims) for p in coded)} claims")
    made = _kept(
        args.out / "passages.pickle", lambda: [(p.file, examples.passage(p, tokenizer)) for p in coded]
    )
    newest = [e for file, e in made if file in args.newest]
    others = [e for file, e in made if file not in args.newest]
    _say(f"{len(newest)} of the passages are the newest; of the others {args.others:.0%} in each pass")
    rng = random.Random(args.seed)
    if not start and args.attribution_passes:
        plan = [_articles(articles, rng, args.seed + n, 1.0) for n in range(args.attribution_passes)]
        reader = _learn(reader, plan, 2e-4, args.out / "attribution.pt")
    exchange = Exchange(tokenizer.get_vocab())
    plan = [
        _both(articles, [*newest, *rng.sample(others, int(args.others * len(others)))], rng, args.seed + 100 + n,
              args.share, exchange)
        for n in range(args.passes)
    ]  # fmt: skip
    if start:
        learn_unshipped(reader, plan[0][1]())
    if args.topics:
        plan = _beside_statements(reader, args, plan)
    network = TorchNetwork if args.measure else None
    reader = _learn(reader, plan, args.rate, args.out / "reader.pt", network, args.frozen, args.heads_rate)
    if args.topics:
        start |= {f"topic.{n}": w for n, w in torch.load(args.topics).items()}
    torch.save(blended(reader.state_dict(), start, args.blend), args.out / "reader.pt")
    return finish(args.out)


def blended(learnt: Mapping[str, Tensor], start: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """What is learnt by a share, what was before by the rest; what was not before is as it is learnt."""
    return {n: share * w + (1 - share) * start[n] if n in start else w for n, w in learnt.items()}


def finish(out: Path) -> int:
    """Export, calibrate, measure and describe the weights of a folder, those of the head for topics among them."""
    reader = Reader()
    weights = torch.load(out / "reader.pt")
    told = {n.removeprefix("topic."): weights.pop(n) for n in list(weights) if n.startswith("topic.")}
    reader.load_state_dict(weights)
    shipped = out / "shipped"
    export.export(reader, shipped)
    if told:
        from training import topics  # noqa: PLC0415 - it reads the corpora

        head = topics.TopicHead()
        head.load_state_dict(told)
        topics.export(head, shipped)
        torch.save(told, out / "topic.pt")
    elif not (shipped / "topic.onnx").exists():
        shutil.copy(FOLDER / "topic.onnx", shipped)  # until `make topics` has learnt one for this encoder
    (shipped / "vocabulary.txt").write_bytes((base_folder() / "vocab.txt").read_bytes().rstrip(b"\n"))
    report = calibrate.calibrate(shipped)
    card.write(shipped, report)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=Path("out/reader"), help="where weights and reports go")
    parser.add_argument("--start", type=Path, help="weights to go on from, in place of the first part")
    parser.add_argument("--attribution-passes", type=int, default=3, help="over PolNeAR alone, first")
    parser.add_argument("--passes", type=int, default=14, help="over the passages and a share of PolNeAR")
    parser.add_argument("--share", type=float, default=0.15, help="of PolNeAR's windows beside the passages")
    parser.add_argument(
        "--rate", type=float, default=1.5e-4, help="learning rate of the encoder in the second part"
    )
    parser.add_argument("--heads-rate", type=float, default=1e-3, help="learning rate of the heads there")
    parser.add_argument("--frozen", type=int, default=0, help="layers of the encoder that learn no more")
    parser.add_argument(
        "--newest", nargs="*", default=[], help="files of coded/ whose passages are in each pass"
    )
    parser.add_argument(
        "--others", type=float, default=1.0, help="the share of all other passages in each pass"
    )
    parser.add_argument(
        "--topics", type=Path, help="weights of the head for topics: statements are learnt from, too"
    )
    parser.add_argument(
        "--blend", type=float, default=1.0, help="with --start: the share of what is learnt in the weights"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--measure", action="store_true", help="measure on the passages held back on the way")
    return parser.parse_args()


def _beside_statements(reader: Reader, args: argparse.Namespace, plan: Sequence[Pass]) -> list[Pass]:
    """The passes, with batches of coded statements among those of passages and articles."""
    from training import joint, topics  # noqa: PLC0415 - they read the corpora

    reader.topic = topics.TopicHead()
    reader.topic.load_state_dict(torch.load(args.topics))
    coded, gathered = _kept(args.out / "statements.pickle", joint.examples)
    _say(f"{len(coded)} coded statements and {len(gathered)} of messages beside them")

    def mixed(todo: Callable[[], Iterator[Batch]], seed: int) -> Iterator[Batch | joint.Told]:
        both = [*todo(), *joint.told_batches(coded, gathered, seed)]
        random.Random(seed).shuffle(both)
        yield from both

    more = -(-len(coded) // joint.CODED) - (-len(gathered) // joint.GATHERED)
    return [
        (count + more, lambda todo=todo, seed=number: mixed(todo, args.seed + seed))
        for number, (count, todo) in enumerate(plan)
    ]


Pass = tuple[int, "Callable[[], Iterator[Batch]]"]


def _articles(articles: Sequence[Example], rng: random.Random, seed: int, share: float) -> Pass:
    found = pieces(articles, rng.choice(LENGTHS), CONTEXT)
    rng.shuffle(found)
    found = found[: int(len(found) * share)]
    return batch_count(found), lambda: batches(found, BATCH, seed)


def _both(
    articles: Sequence[Example],
    learnt: Sequence[Example],
    rng: random.Random,
    seed: int,
    share: float,
    exchange: Exchange,
) -> Pass:
    """A pass over all passages, with a share of the articles; batches of the two in turn."""
    count, theirs = _articles(articles, rng, seed, share)
    found: list[Piece] = pieces(learnt, rng.choice(LENGTHS))

    def mixed() -> Iterator[Batch]:
        both = [*batches(found, BATCH // 2, seed, exchange), *theirs()]
        random.Random(seed).shuffle(both)
        yield from both

    return count + batch_count(found, BATCH // 2), mixed


def _learn(
    reader: Reader,
    plan: Sequence[Pass],
    rate: float,
    save: Path,
    network: type[TorchNetwork] | None = None,
    frozen: int = 0,
    heads_rate: float = 1e-3,
) -> Reader:
    """Learn for all passes of a plan; the mean of the weights is saved after each and returned at the end."""
    trainer = Trainer(reader, rate, heads_rate, sum(n for n, _ in plan), frozen=frozen)
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(save.stem, total=trainer.steps)
        for number, (_, todo) in enumerate(plan, 1):
            reader.train()
            trainer.fast.train()
            losses = []
            for batch in todo():
                losses.append(trainer.step(batch))
                bar.advance(task)
            torch.save(trainer.averaged().state_dict(), save)
            _say(f"{save.stem}: pass {number} of {len(plan)}, loss {sum(losses) / len(losses):.3f}, "
                 f"{time.monotonic() - began:.0f} s")  # fmt: skip
            if network and (number % 4 == 0 or number == len(plan)):
                figures = measuring.figures(network(trainer.averaged(), base_tokenizer()), ("held",))
                _say(json.dumps(figures["held"]))
    return trainer.averaged()


def _kept(path: Path, make: Callable[[], T]) -> T:
    """What an earlier run made of the same data, else made now: the tables' features take minutes."""
    if path.exists():
        kept: T = pickle.loads(path.read_bytes())
        return kept
    made = make()
    path.write_bytes(pickle.dumps(made))
    return made


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
