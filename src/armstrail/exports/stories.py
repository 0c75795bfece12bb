"""Stories: a list for the eye, the origin first and what each copy adds; or JSONL, an object a story."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from armstrail.exports import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from armstrail.model import Document, Resemblance, Story

_SHOWN, _PASSAGES = 160, 3


Alike = dict[str, list[dict[str, str]]]


def write_lines(stories: Iterable[tuple[Story, Sequence[Document]]], out: TextIO, alike: Alike) -> None:
    """JSONL: an object a story; `alike` as `resembling` gives it."""
    for story, documents in stories:
        record = story_record(story, documents)
        for member in record["documents"]:
            member["resembles"] = alike.get(member["doc"], [])
        out.write(json.dumps(record, ensure_ascii=False) + "\n")


def story_record(story: Story, documents: Sequence[Document]) -> dict[str, Any]:
    """A story as an object of JSON: its origin and why that one, its documents with their relation, the shares of text
    each way and their own passages (offsets).
    """
    return {
        "story": story.id,
        "origin": story.origin,
        "reason": story.reason,
        "agency": story.agency,
        "documents": [
            {
                "doc": member.document,
                "relation": member.relation,
                "share": member.share,
                "of_origin": member.of_origin,
                "own": [[span.start, span.end] for span in member.own],
                "outlet": document.outlet,
                "published": document.published,
                "url": document.url,
                "title": document.title,
            }
            for member, document in zip(story.documents, documents, strict=True)
        ],
    }


def write_table(stories: Iterable[tuple[Story, Sequence[Document]]], out: TextIO) -> None:
    """For each story its documents, one a line, and the beginnings of their own passages."""
    for story, documents in stories:
        for line in _lines(story, documents):
            out.write("".join(letter if letter.isprintable() else " " for letter in line).rstrip() + "\n")


def resembling(pairs: Iterable[Resemblance]) -> Alike:
    """Of each document those that it has words in common with and is not folded with, and why."""
    held: Alike = {}
    for pair in pairs:
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            held.setdefault(one, []).append({"doc": other, "reason": pair.reason})
    return held


def _lines(story: Story, documents: Sequence[Document]) -> Iterator[str]:
    first = documents[0]
    yield first.title or " ".join(first.text[:_SHOWN].split()) or first.id
    yield f"  {story.id}: {counted(len(documents), 'document')}, 1 origin: {story.reason}"
    for member, document in zip(story.documents, documents, strict=True):
        where = " · ".join(filter(None, (document.outlet, document.published))) or document.id
        yield f"  {member.relation:9}  {member.share:5.0%}  {where}  {member.document}"
        for span in member.own[:_PASSAGES]:
            words = " ".join(document.words(span).split())
            yield f"             own: “{words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + '…'}”"
        if len(member.own) > _PASSAGES:
            yield f"             and {len(member.own) - _PASSAGES:,} more"
    yield ""
