"""Made copies: how many are found with their origin, by kind, and how many of the pairs found are true.

    python -m bench.stories.quality ../shared

Beside datasketch, rensa and text-dedup on the same texts (`--alone` leaves them out). A pair is true where both texts
carry words of one base text. Armstrail's pairs are the documents of each story with its origin.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench.stories.made import KINDS, Made, made, one_event, one_quotation
from bench.stories.peers import PEERS, Pairs

from armstrail.model import Document
from armstrail.stories import Stories

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("shared", type=Path, help="where data/reuters21578 and data/polnear lie")
    options.add_argument("--alone", action="store_true", help="without the other tools")
    options.add_argument("--most", type=int, default=None, help="no more texts than these")
    asked = options.parse_args()
    texts = made(asked.shared)[: asked.most]
    print(f"{len(texts):,} texts, {sum(text.kind == 'base' for text in texts):,} of them base texts")
    peers = {} if asked.alone else PEERS
    tools: dict[str, Callable[[Sequence[Made]], Pairs]] = {"armstrail": armstrail}
    tools |= {name: _on_texts(peer) for name, peer in peers.items()}
    found = {}
    for name, tool in tools.items():
        started = time.perf_counter()
        found[name] = tool(texts)
        print(f"{name}: {len(found[name]):,} pairs, {time.perf_counter() - started:.1f} s")
    show(texts, found)


def _on_texts(peer: Callable[[Sequence[str]], Pairs]) -> Callable[[Sequence[Made]], Pairs]:
    def run(texts: Sequence[Made]) -> Pairs:
        return peer([made.text for made in texts])

    return run


def armstrail(texts: Sequence[Made]) -> Pairs:
    stories = Stories()
    stories.add(
        Document(id=str(number), text=made.text, published=made.published)
        for number, made in enumerate(texts)
    )
    pairs: Pairs = set()
    for story in stories.stories():
        origin = int(story.origin)
        numbers = [int(member.document) for member in story.documents[1:]]
        pairs |= {(min(origin, number), max(origin, number)) for number in numbers}
    return pairs


def show(texts: Sequence[Made], found: dict[str, Pairs]) -> None:
    """Recall by kind, precision, and how many pairs of one event, or with one quotation, were taken for one text."""
    events = one_event([text for text in texts if text.kind == "base"])
    groups = {name: together(pairs) for name, pairs in found.items()}
    base = {next(iter(text.bases)): number for number, text in enumerate(texts) if text.kind == "base"}
    print(f"\n{'':24}" + "".join(f"{name:>12}" for name in found))
    for kind in KINDS:
        asked = [
            (number, base[text.id.split("/")[0]])
            for number, text in enumerate(texts)
            if text.kind == kind and text.id.split("/")[0] in base
        ]
        row = [recall(asked, groups[name]) for name in found]
        print(f"{kind:18}{len(asked):6,}" + "".join(f"{share:12.4f}" for share in row))
    row = [precision(texts, pairs) for pairs in found.values()]
    print(f"{'precision':24}" + "".join(f"{share:12.4f}" for share in row))
    for name, unlike in (("one event", events), ("one quotation", one_quotation(list(texts)))):
        row = [
            sum(frozenset({texts[a].id, texts[b].id}) in unlike for a, b in pairs) for pairs in found.values()
        ]
        print(f"{name:14}{len(unlike):4,} pairs" + "".join(f"{number:12,}" for number in row))


def together(pairs: Pairs) -> dict[int, set[int]]:
    """Each text with those that it stands with: a pair, or two texts that form a pair with one and the same."""
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    return near


def recall(asked: Sequence[tuple[int, int]], near: dict[int, set[int]]) -> float:
    hits = sum(base in near[copy] or bool(near[base] & near[copy]) for copy, base in asked)
    return hits / max(1, len(asked))


def precision(texts: Sequence[Made], pairs: Pairs) -> float:
    return sum(bool(texts[a].bases & texts[b].bases) for a, b in pairs) / max(1, len(pairs))


if __name__ == "__main__":
    main()
