"""Messages, said again and again, and the occasions on which statements are made."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any, get_args

from fastapi import Depends
from fastapi import Query as Parameter

from armstrail.ledger import Query
from armstrail.model import Topic
from armstrail.web.asking import Asking
from armstrail.web.examples.messages import MESSAGE, MESSAGES, OCCASION, OCCASIONS
from armstrail.web.facets import facets, named
from armstrail.web.hits import newest
from armstrail.web.message_rows import message_row, message_rows
from armstrail.web.narrowing import chosen, filters, search_of
from armstrail.web.periods import periods
from armstrail.web.shapes.messages import (
    Counted,
    MessagePage,
    MessagesPage,
    OccasionPage,
    OccasionRow,
    OccasionsPage,
)
from armstrail.web.turning import Asked, asked_page
from armstrail.web.views import View, show
from armstrail.web.visitors import TheLedger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastapi import FastAPI

    from armstrail.ledger import OccasionEntry

_BY = ("speaker", "party", "topic", "event", "occasion", "outlet")
"""What the statements of messages are narrowed by."""

_FEW = 10
_FIELDS = {"speaker": "speaker_name", "outlet": "outlet_name"}


def register(app: FastAPI) -> None:
    """Add the pages."""
    show(app, View("/messages", "messages.html", messages, MessagesPage, rows=_messages, example=MESSAGES))
    show(app, View("/messages/one", "message.html", message, MessagePage, example=MESSAGE))
    show(
        app,
        View("/occasions", "occasions.html", occasions, OccasionsPage, rows=_occasions, example=OCCASIONS),
    )
    show(app, View("/occasions/one", "occasion.html", occasion, OccasionPage, example=OCCASION))


def messages(ledger: TheLedger, query: Asking, turn: Annotated[Asked, Depends(asked_page)]) -> MessagesPage:
    """Messages: statements of one meaning, by whomever and wherever made, those of most independent origins first."""
    of = replace(query, words="")
    found = ledger.messages(of, wording=query.words, size=turn.size, start=turn.start)
    asked = {name: values for name, values in chosen(of).items() if name in _BY}
    return MessagesPage(
        words=query.words,
        since=query.since,
        until=query.until,
        chosen=filters(asked),
        facets=facets(ledger.counts("statements", of, top=8, by=_BY), asked),
        messages=message_rows(found.entries),
        turning=turn.of(found.total),
    )


def message(
    ledger: TheLedger, name: Annotated[str, Parameter(max_length=100, description="Its name.")]
) -> MessagePage:
    """A message: who says it, how often, since when, in which outlets."""
    view, query = ledger.message(name), Query(message=(name,))
    counts = view.counts
    return MessagePage(
        message=message_row(view.entry),
        speakers=_counted(query, "speaker", counts["speaker"]),
        topics=_counted(query, "topic", counts["topic"]),
        events=_counted(query, "event", counts["event"]),
        occasions=tuple(one for one in _counted(query, "occasion", counts["occasion"]) if one.value),
        outlets=periods(
            view.months,
            [(outlet, named("outlet", outlet)) for outlet in counts["outlet"]][:_FEW],
            query,
            "statements",
            "outlet_name",
        ),
        search=search_of(query, "statements"),
        statements=newest(ledger, "statements", query),
    )


def occasions(
    ledger: TheLedger,
    turn: Annotated[Asked, Depends(asked_page)],
    q: Annotated[str, Parameter(max_length=300, description="What their names hold, in any case.")] = "",
) -> OccasionsPage:
    """Occasions that texts name: fairs, summits, interviews; those of most statements first."""
    found = ledger.occasions(words=q, size=turn.size, start=turn.start)
    return OccasionsPage(q, tuple(map(_occasion, found.entries)), turn.of(found.total))


def occasion(
    ledger: TheLedger, name: Annotated[str, Parameter(max_length=2_000, description="The whole name.")]
) -> OccasionPage:
    """Who said what on an occasion."""
    view, query = ledger.occasion(name), Query(occasion=(name,))
    topics = [(topic, topic) for topic in get_args(Topic)]
    return OccasionPage(
        occasion=_occasion(view.entry),
        speakers=_counted(query, "speaker", view.counts["speaker"]),
        outlets=_counted(query, "outlet", view.counts["outlet"]),
        topics=periods(view.months, topics, query, "statements", "topic"),
        messages=message_rows(ledger.messages(query, size=_FEW).entries),
        search=search_of(query, "statements"),
        statements=newest(ledger, "statements", query),
    )


def _occasion(one: OccasionEntry) -> OccasionRow:
    return OccasionRow(one.name, one.statements, one.speakers, one.origins, one.first, one.last)


def _counted(query: Query, field: str, counts: Mapping[str, int]) -> tuple[Counted, ...]:
    """Values of a field with the searches that find their statements; what is not stated last."""
    made = []
    for value, number in sorted(counts.items(), key=lambda one: (not one[0], -one[1], one[0])):
        asked: dict[str, Any] = {_FIELDS.get(field, field): (value,)}
        search = search_of(replace(query, **asked), "statements")
        made.append(Counted(value, named(field, value), number, search))
    return tuple(made)


def _messages(page: MessagesPage) -> Iterator[dict[str, object]]:
    for one in page.messages:
        yield asdict(one)


def _occasions(page: OccasionsPage) -> Iterator[dict[str, object]]:
    for one in page.occasions:
        yield asdict(one)
