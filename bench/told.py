"""What topics, events and occasions cost: texts read with and without them, in turn; and how well they are told.

python -m bench.told        needs ../shared for the texts and for PLOVER's sentences
"""

from __future__ import annotations

import gzip
import json
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from bench.figures import SHARED, Figures, arguments, hand_over, in_turn
from bench.plover import scored
from training.messages import pairwise, utterances

from armstrail import gate
from armstrail.messages import gathered
from armstrail.model import Document
from armstrail.pipeline import read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TEXTS, TURNS = 60, 5
MESSAGES = Path(__file__).parent / "messages" / "set.jsonl"
WITHOUT: dict[str, Callable[..., object]] = {
    "armstrail.reader.topics.tell": lambda *given: [None] * len(given[-1]),
    "armstrail.statements.occasions": lambda _, said, __: [None] * len(said),
    "armstrail.pipeline.distanced": lambda _, __, said: (said, []),
    "armstrail.pipeline.own_sentences": lambda *_: (),
}


def newswire(number: int) -> list[Document]:
    """Texts of a wire that the gate lets through."""
    found: list[Document] = []
    with gzip.open(SHARED / "data/reuters21578/documents.jsonl.gz", "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            if len(found) < number and gate.holds_word(row["text"]):
                found.append(Document(row["id"], row["text"], row["title"] or "", row["published"]))
    return found


def seconds(texts: Sequence[Document], *, told: bool) -> float:
    """The time to read some texts, with what statements are about or without."""
    with ExitStack() as stack:
        for name, instead in () if told else WITHOUT.items():
            stack.enter_context(patch(name, instead))
        begin = time.process_time()
        for text in texts:
            read_document(text)
        return time.process_time() - begin


def main() -> None:
    asked = arguments(__doc__).parse_args()
    texts = newswire(TEXTS)
    seconds(texts[:5], told=True)
    figures = Figures("What statements are about", f"{len(texts)} texts of newswire, one core")
    tasks = {name: partial(seconds, texts, told=told) for name, told in (("with", True), ("without", False))}
    rows = {name: figures.row(f"read {name}", "s", runs) for name, runs in in_turn(tasks, TURNS).items()}
    figures.ratio("read with to without", rows["with"], rows["without"], most=1.1)
    told = scored()
    figures.row("PLOVER's sentences, type right", "of 1", [told.types])
    figures.row("PLOVER's sentences, source and target right", "of 1", [told.both])
    figures.ratio("PLOVER's sentences, type", told.types, 1, least=0.7)
    figures.ratio("PLOVER's sentences, source and target", told.both, 1, least=0.6)
    some, of = utterances(MESSAGES)
    precision, recall, f1 = pairwise(gathered(some), of)
    figures.ratio("messages, pairwise F1", f1, 1, least=0.85)
    figures.notes.append(
        f"messages: {len(some)} statements in {len(set(of.values()))}, precision {precision:.3f}, recall {recall:.3f}"
    )
    hand_over([figures], asked.json)


if __name__ == "__main__":
    main()
