"""Coded statements: read, checked, and laid out as the reader's network sees them.

    python -m training.statements            check training/coded/statements and count

The format stands in coded/statements/README.md. Some statements are the project's own passages, some offsets into the
corpora beside the project.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from armstrail.model import Document, EventType, Span, Topic
from training import corpora
from training.passages import CodingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CODED = Path(__file__).parent / "coded" / "statements"
TOPICS, EVENTS = get_args(Topic), get_args(EventType)
KEYS = frozenset("sentence speaker cue content topics event source target object".split())
ROLES = ("source", "target", "object")
FEWEST = 5  # statements of a topic for its F1 to say something


@dataclass(frozen=True, slots=True)
class CodedStatement:
    """A statement, or a sentence of the outlet's own (no cue), with what it is about; all words as spans."""

    id: str
    document: Document
    sentence: Span
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    topics: frozenset[str]
    event: str | None
    parts: dict[str, tuple[Span, ...]]
    kind: str = ""


def load(folder: Path = CODED) -> list[CodedStatement]:
    """All coded statements. Raises CodingError naming file and line."""
    found: list[CodedStatement] = []
    for path in sorted(folder.glob("own-*.jsonl")):
        for number, row in enumerate(corpora.rows(path), 1):
            try:
                found += own(row)
            except (CodingError, KeyError, TypeError) as error:
                message = f"{path.name}:{number}: {error!r}"
                raise CodingError(message) from error
    if (folder / "shared.jsonl").exists() and corpora.REUTERS.exists():
        found += shared(list(corpora.rows(folder / "shared.jsonl")))
    return found


def own(row: dict[str, Any]) -> Iterator[CodedStatement]:
    """The statements of a passage of our own. Raises CodingError."""
    document = Document(row["id"], row["text"], row.get("title") or "", row.get("published"))
    for number, coded in enumerate(row["statements"], 1):
        name = f"{row['id']}/{number}"
        if set(coded) - KEYS:
            raise CodingError(f"{name}: holds {set(coded) - KEYS}")
        if document.text.count(coded["sentence"]) != 1:
            raise CodingError(f"{name}: its sentence does not stand once in the text")
        start = document.text.index(coded["sentence"])
        sentence = Span(start, start + len(coded["sentence"]))
        cue = _words(name, document, coded.get("cue"), sentence)
        source = _words(name, document, coded.get("speaker"), sentence, cue)
        content = tuple(s for words in coded["content"] for s in _words(name, document, words, sentence))
        parts = {
            r: tuple(s for w in coded.get(r, ()) for s in _within(name, document, w, sentence)) for r in ROLES
        }
        yield _made(CodedStatement(
            name, document, sentence, source, cue, content, frozenset(coded["topics"]), coded["event"], parts,
            row.get("kind", ""),
        ))  # fmt: skip


def shared(rows: Sequence[dict[str, Any]]) -> Iterator[CodedStatement]:
    """Statements of the corpora, from offsets. Raises CodingError where a text is not the one that was coded."""
    texts = corpora.texts({row["doc"] for row in rows})
    for row in rows:
        document = texts[row["doc"]]
        start, end = row["sentence"]
        if hashlib.sha256(document.text[start:end].encode()).hexdigest() != row["sha256"]:
            raise CodingError(f"{row['doc']}: the text is not the one that was coded")
        spans = {key: tuple(Span(*pair) for pair in row[key]) for key in ("source", "cue", "content")}
        yield _made(
            CodedStatement(
                f"{row['doc']}/{start}",
                document,
                Span(start, end),
                **spans,
                topics=frozenset(row["topics"]),
                event=row["event"],
                parts={r: tuple(Span(*pair) for pair in row["parts"].get(r, ())) for r in ROLES},
                kind="corpus",
            )
        )


def _made(coded: CodedStatement) -> CodedStatement:
    if not coded.topics or coded.topics - set(TOPICS) or ("other" in coded.topics and len(coded.topics) > 1):
        raise CodingError(f"{coded.id}: topics {sorted(coded.topics)}")
    if coded.event is not None and coded.event not in EVENTS:
        raise CodingError(f"{coded.id}: event {coded.event}")
    return coded


def _words(
    name: str, document: Document, words: str | None, sentence: Span, near: Sequence[Span] = ()
) -> tuple[Span, ...]:
    """Where words stand: in the sentence, nearest to some others, or else anywhere in the text."""
    if not words:
        return ()
    found = _all(document.text, words, sentence.start, sentence.end) or _all(document.text, words)
    if not found:
        raise CodingError(f"{name}: {words!r} does not stand in the text")
    if near:
        found.sort(key=lambda at: abs(at - near[0].start))
    return (Span(found[0], found[0] + len(words)),)


def _within(name: str, document: Document, words: str, sentence: Span) -> tuple[Span, ...]:
    found = [
        at
        for at in _all(document.text, words, sentence.start, sentence.end)
        if _whole(document.text, at, at + len(words))
    ] or _all(document.text, words, sentence.start, sentence.end)
    if not found:
        raise CodingError(f"{name}: {words!r} does not stand in its sentence")
    return (Span(found[0], found[0] + len(words)),)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether words begin and end where words do."""
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def _all(text: str, words: str, start: int = 0, end: int | None = None) -> list[int]:
    found, at = [], text.find(words, start, end)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1, end)
    return found


def agreement(first: Sequence[CodedStatement], second: Sequence[CodedStatement]) -> dict[str, float]:
    """How far two coders of the same statements agree: macro F1 over the topics that either gives five times, the share
    with the same event, F1 of the parts by overlapping words. Statements are the same by text and cue.
    """
    other = {(c.document.id, c.cue): c for c in second}
    both = [(c, other[key]) for c in first if (key := (c.document.id, c.cue)) in other]
    f1 = []
    for topic in TOPICS:
        mine, theirs = ({i for i, pair in enumerate(both) if topic in pair[n].topics} for n in (0, 1))
        if max(len(mine), len(theirs)) >= FEWEST:
            f1.append(2 * len(mine & theirs) / (len(mine) + len(theirs)))
    held = Counter[str]()
    for one, another in both:
        for role in ROLES:
            here, there = one.parts[role], another.parts[role]
            held["all"] += len(here) + len(there)
            held["met"] += sum(any(a.overlaps(b) for b in there) for a in here)
            held["met"] += sum(any(a.overlaps(b) for b in here) for a in there)
    return {
        "statements": len(both),
        "topics, macro F1": sum(f1) / max(len(f1), 1),
        "events, same": sum(a.event == b.event for a, b in both) / max(len(both), 1),
        "parts, F1": held["met"] / max(held["all"], 1),
    }


def main() -> int:
    """Check all, and count them; say how far the second coder agrees."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "").parse_args()
    found = load()
    topics = Counter(t for c in found for t in c.topics)
    events = Counter(c.event or "none" for c in found)
    print(f"{len(found)} statements in {len({c.document.id for c in found})} texts")
    print(", ".join(f"{t} {n}" for t, n in topics.most_common()))
    print(", ".join(f"{e} {n}" for e, n in events.most_common()))
    others = [c for row in corpora.rows(CODED / "second" / "own.jsonl") for c in own(row)]
    if corpora.REUTERS.exists():
        others += shared(list(corpora.rows(CODED / "second" / "shared.jsonl")))
    told = agreement(found, others)
    print("two coders: " + ", ".join(f"{name} {value:.3f}" for name, value in told.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
