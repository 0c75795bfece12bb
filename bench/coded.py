"""Claims coded by hand, in the codebook's format, as the records that a reading would yield."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from armstrail.model import Claim, Date, Document, Item, Money, Party, Quantity, Span, Speaker
from armstrail.parties import identify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Coded = tuple[Document, list[Claim], list[dict[str, Any]]]


def load(folder: Path) -> list[Coded]:
    """The documents of a folder (texts.jsonl, claims.jsonl), with their claims and these as they are coded."""
    texts = {row["id"]: row for row in _rows(folder / "texts.jsonl")}
    found = []
    for row in _rows(folder / "claims.jsonl"):
        text = texts[row["doc"]]
        document = Document(
            text["id"], text["text"], text.get("title") or "", text["published"], text.get("outlet")
        )
        claims = []
        for number, coded in enumerate(row["claims"], 1):
            before = [
                other["items"]
                for other in row["claims"][: number - 1]
                if other["evidence"] == coded["evidence"]
            ]
            claims.append(_claim(document, f"c{number}", coded, before))
        found.append((document, claims, row["claims"]))
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf8").splitlines() if line.strip()]


def _claim(document: Document, name: str, coded: dict[str, Any], before: list[list[dict[str, Any]]]) -> Claim:
    """A claim; `before` are the items of the claims before it on the same words, whose numbers are not its own."""
    span = _find(document, coded["evidence"], None)

    def at(words: str) -> Span:
        return _find(document, words, span)

    numbers = Counter(item["quantity"]["mention"] for items in before for item in items if item["quantity"])

    def number(words: str) -> Span:
        place = span.start - 1
        for _ in range(numbers[words] + 1):
            further = document.text.find(words, place + 1)
            place = further if further >= 0 else place
        return Span(place, place + len(words)) if span.place == "text" and place >= span.start else at(words)

    return Claim(
        id=name,
        evidence=coded["evidence"],
        span=span,
        supplier=tuple(
            Party(p["mention"], p["id"], at(p["mention"]), p.get("state")) for p in coded["supplier"]
        ),
        recipient=tuple(
            Party(p["mention"], p["id"], at(p["mention"]), p.get("state")) for p in coded["recipient"]
        ),
        items=tuple(_item(item, at, number) for item in coded["items"]),
        value=Money(v["mention"], v["amount"], v["currency"], at(v["mention"]))
        if (v := coded["value"])
        else None,
        stage=coded["stage"],
        polarity=coded["polarity"],
        certainty=coded["certainty"],
        date=Date(d["mention"], d["iso"], at(d["mention"])) if (d := coded["date"]) else None,
        speakers=tuple(_speaker(s, at(s["mention"])) for s in coded["speakers"]),
        cue=coded["cue"],
        cue_span=None,
        voice=coded["voice"],
        stage_words=(),
    )


def _item(item: dict[str, Any], at: Callable[[str], Span], number: Callable[[str], Span]) -> Item:
    quantity = item["quantity"]
    return Item(
        item["mention"],
        item["category"],
        at(item["mention"]),
        item["designation"],
        quantity=Quantity(quantity["mention"], number(quantity["mention"]), quantity["min"], quantity["max"])
        if quantity
        else None,
    )


def _speaker(speaker: dict[str, Any], span: Span) -> Speaker:
    party = identify(speaker["name"]) or identify(speaker["mention"])
    return Speaker(speaker["mention"], speaker["name"], span, span, party.id if party else None)


def _find(document: Document, words: str, within: Span | None) -> Span:
    """Where words stand: in the evidence if they can, else in the text, else in the title."""
    if within:
        start = document.words(within).find(words)
        if start >= 0:
            return Span(within.start + start, within.start + start + len(words), within.place)
    start = document.text.find(words)
    if start >= 0:
        return Span(start, start + len(words))
    start = document.title.find(words)
    if start < 0:
        raise ValueError(f"{document.id}: {words!r} stands nowhere")
    return Span(start, start + len(words), "title")
