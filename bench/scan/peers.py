"""What one would otherwise build, and what the gate saves: spaCy's pipeline, and the reader, over every text.

Both go over texts in two processes, as the scan does. Pages go through trafilatura first, in two processes, too.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

from bench.scan.running import WORKERS

from armstrail import gate
from armstrail.documents import document
from armstrail.errors import ArmstrailError
from armstrail.pipeline import read_document
from armstrail.sentences import paragraphs
from armstrail.workers import Fault, Workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.model import Document, Reading
    from armstrail.sources import Capture


class Spacy:
    """spaCy's pipeline, loaded: how long that takes is not counted, since a corpus pays it once."""

    def __init__(self, pipeline: Any) -> None:  # noqa: ANN401 - spaCy's Language, which the project does not have
        self._pipeline = pipeline

    def over_texts(self, documents: Sequence[Document]) -> None:
        for _ in self._pipeline.pipe((made.text for made in documents), n_process=WORKERS):
            pass

    def over_pages(self, captures: Sequence[Capture]) -> None:
        self.over_texts(articles(captures))


def articles(captures: Sequence[Capture]) -> list[Document]:
    """The articles of pages, by trafilatura as `armstrail read` sets it; those that hold none are left out."""
    with ProcessPoolExecutor(WORKERS) as pool:
        return [made for made in pool.map(_article, captures, chunksize=50) if made]


def _article(capture: Capture) -> Document | None:
    try:
        return document(capture)
    except ArmstrailError:
        return None


class Ungated:
    """The reader over every passage of every text. A context manager: its processes end with it."""

    def __enter__(self) -> Ungated:
        self._workers = Workers(WORKERS, _read_all)
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.__exit__(None, None, None)

    def over_texts(self, documents: Sequence[Document]) -> None:
        for _, result in self._workers.readings(documents, lambda made: made):
            if isinstance(result, Fault):
                raise SystemExit(result.reason)

    def over_pages(self, captures: Sequence[Capture]) -> None:
        self.over_texts(articles(captures))


def _read_all(made: Document) -> Reading:
    """Read a text as if the gate were not there; only processes that are made for this come here."""
    gate.passages = _every
    return read_document(made)


def _every(text: str, title: str = "") -> list[gate.Passage]:  # noqa: ARG001 - in the gate's place
    return [gate.Passage(start, end, passes=True) for start, end in paragraphs(text)]
