"""Stories: texts that several outlets carry, the origin of each, who prints it and what each adds."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Response
from fastapi import Query as Parameter

from armstrail.web.examples.stories import STORIES, STORY
from armstrail.web.shapes.stories import (
    OutletOf,
    PassageShown,
    PrintingShown,
    StoriesPage,
    StoryPage,
    StoryRow,
)
from armstrail.web.turning import Asked, asked_page
from armstrail.web.views import View, csv_response, show
from armstrail.web.visitors import TheLedger, reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from armstrail.ledger import Ledger, StoryEntry, StoryHead
    from armstrail.model import Document, Member, Span

_AROUND = 80
_PASSAGES = 12
_AT_ONCE = 200

AskedWords = Annotated[str, Parameter(max_length=1_000, description="Words that one of its documents has.")]
AskedLeast = Annotated[int, Parameter(ge=1, le=1_000_000, description="At least so many printings.")]


def register(app: FastAPI) -> None:
    """Add the pages, and all stories that are found as a table."""
    show(app, View("/stories", "stories.html", stories, StoriesPage, example=STORIES))
    app.get("/stories.csv", dependencies=[Depends(reader)], include_in_schema=False)(table)
    show(app, View("/stories/{key}", "story.html", story, StoryPage, example=STORY))


def stories(
    ledger: TheLedger,
    turn: Annotated[Asked, Depends(asked_page)],
    q: AskedWords = "",
    least: AskedLeast = 2,
) -> StoriesPage:
    """Stories, the largest first, a page at a time."""
    found = ledger.stories_page(least=least, words=q, size=turn.size, start=turn.start)
    return StoriesPage(q, least, tuple(map(_row, found.entries)), turn.of(found.total))


def table(ledger: TheLedger, q: AskedWords = "", least: AskedLeast = 2) -> Response:
    """All stories that are found as CSV."""
    return csv_response(_table(ledger, q, least), "stories")


def story(key: str, ledger: TheLedger, turn: Annotated[Asked, Depends(asked_page)]) -> StoryPage:
    """One story: who prints it, and its documents, the origin first, with what each adds."""
    entry = ledger.story(key)
    members = list(zip(entry.story.documents, entry.documents, strict=True))
    origin = entry.documents[0]
    return StoryPage(
        id=entry.story.id,
        title=origin.name,
        agency=entry.story.agency,
        reason=entry.story.reason,
        outlets=_outlets(entry),
        documents=tuple(_printing(*pair) for pair in members[turn.start : turn.start + turn.size]),
        turning=turn.of(len(members)),
    )


def _row(head: StoryHead) -> StoryRow:
    return StoryRow(
        id=head.key,
        title=head.title,
        outlet=head.outlet,
        published=head.published,
        agency=head.agency,
        reason=head.reason,
        printings=head.printings,
        outlets=head.outlets,
        relations=head.relations,
        first=head.first,
        last=head.last,
        document=head.document,
    )


def _outlets(entry: StoryEntry) -> tuple[OutletOf, ...]:
    """Who prints a story, that of the origin first, then those with most printings."""
    by_outlet: dict[str, list[tuple[Member, Document]]] = defaultdict(list)
    for member, document in zip(entry.story.documents, entry.documents, strict=True):
        by_outlet[document.outlet or ""].append((member, document))
    first = entry.documents[0].outlet or ""
    found = [
        OutletOf(
            name,
            len(some),
            dict(Counter(member.relation for member, _ in some).most_common()),
            min((document.published for _, document in some if document.published), default=None),
            name == first,
        )
        for name, some in by_outlet.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.origin, -one.printings, one.name)))


def _printing(member: Member, document: Document) -> PrintingShown:
    return PrintingShown(
        document=member.document,
        title=document.name,
        outlet=document.outlet,
        published=document.published,
        relation=member.relation,
        share=member.share,
        of_origin=member.of_origin,
        own=tuple(_passage(document, span) for span in member.own[:_PASSAGES]),
        own_total=len(member.own),
    )


def _passage(document: Document, span: Span) -> PassageShown:
    """Own words with a little of what stands around them."""
    whole = document.title if span.place == "title" else document.text
    return PassageShown(
        whole[max(0, span.start - _AROUND) : span.start],
        document.words(span),
        whole[span.end : span.end + _AROUND],
    )


def _table(ledger: Ledger, words: str, least: int) -> Iterator[dict[str, Any]]:
    start = 0
    while some := ledger.stories_page(least=least, words=words, size=_AT_ONCE, start=start).entries:
        for head in some:
            yield {
                "story": head.key,
                "title": head.title,
                "outlet": head.outlet,
                "published": head.published,
                "agency": head.agency,
                "reason": head.reason,
                "printings": head.printings,
                "outlets": head.outlets,
                "relations": "; ".join(f"{name} {number}" for name, number in head.relations.items()),
                "first": head.first,
                "last": head.last,
                "document": head.document,
            }
        start += len(some)
