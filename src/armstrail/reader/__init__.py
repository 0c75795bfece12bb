"""A document's sentences -> marks: the encoder reads, the tables tell it what they know of each word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.model import Document, Marks
from armstrail.reader import attributions, mentions, transfers, weights, windows
from armstrail.reader.chunks import Setting

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from armstrail.reader.network import Network
    from armstrail.sentences import Sentence


def mark(
    document: Document,
    sentences: Sequence[Sentence],
    wanted: Sequence[bool],
    published: dt.date | None,
    network: Network | None = None,
) -> Marks:
    """Mark one document. `wanted` says for each sentence whether the gate lets it through to be read for claims;
    attributions are marked in all of them. `network` is that of the shipped weights, unless another is given.
    """
    network = network or weights.shipped()
    texts = {"text": document.text, "title": document.title}
    parsed = (
        mentions.find(s, Setting(texts[s.span.place], published)) if want else None
        for s, want in zip(sentences, wanted, strict=True)
    )
    found = transfers.Marked(document, sentences, published.year if published else None)
    said = []
    for window in windows.windows(windows.lines(sentences, parsed, network.tokenizer)):
        vectors = network.read(window)
        said += attributions.find(network, vectors, window)
        transfers.find(network, vectors, window, found)
    return Marks(
        tuple(said),
        tuple(found.mentions),
        tuple(found.predicates),
        tuple(found.links),
        tuple(found.unresolved),
    )
