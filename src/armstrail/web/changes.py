"""What an edit of a claim may set: fields in the shape of docs/records.md, whose words stand in the text."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from armstrail.codebook import tables
from armstrail.model import Claim, Span
from armstrail.parties import name_of
from armstrail.records import claim_of, claim_record
from armstrail.web.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from armstrail.model import Document, Item, Money, Party, Quantity, Speaker

Fault = tuple[str, str]
"""A field, as in "supplier 1", and what is the matter with it."""

FIELDS = frozenset(
    "supplier recipient items value stage polarity certainty date speakers cue cue_span cue_in voice words".split()
)
"""The fields of a claim that an edit may set; its sentence is what it is known by."""

_MOST = 50
_LONGEST_ID = 100
_ID = re.compile(r"(?:group|bloc|region|org|person):[^\W_]+(?:-[^\W_]+)*")
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_FULL = "0000-01-01"


class Faulty(Refused):
    """An edit that cannot be kept: 422, with what is the matter with each field."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.by_field = tuple(faults)
        told = [f"{field}: {what}" if field else what for field, what in self.by_field]
        super().__init__(422, f"The edit was not kept. {'; '.join(told[:5])}.", faults=tuple(told[:20]))


def checked(claim: Claim, changes: Mapping[str, Any], document: Document) -> dict[str, object]:
    """The fields of an edit that differ from the claim as it was read. Raises Faulty where one may not be so."""
    if unknown := sorted(set(changes) - FIELDS):
        raise Faulty([(unknown[0][:80], "is no field that an edit may set")])
    try:
        edited = claim_of(claim_record(claim) | dict(changes))
        claims().validate_json(json.dumps(asdict(edited)), strict=True)
    except ValidationError as error:
        raise Faulty(_misshapen(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Faulty([("changes", "are not in the shape of docs/records.md")]) from error
    return differences(claim, edited, document)


def differences(claim: Claim, edited: Claim, document: Document) -> dict[str, object]:
    """The fields in which a claim was edited. Raises Faulty where one may not be so, or where none was."""
    former_faults = set(_faults(claim, document))  # what was read so is not the reviewer's to mend
    if faults := [fault for fault in _faults(edited, document) if fault not in former_faults]:
        raise Faulty(faults)
    former, told = claim_record(claim), claim_record(edited)
    if "cue_in" in former:
        told.setdefault("cue_in", "text")
    changes = {name: value for name, value in told.items() if value != former.get(name)}
    if not changes:
        raise Faulty([("", "Nothing in it differs from what was read: accept the claim instead")])
    return changes


@cache
def claims() -> TypeAdapter[Claim]:
    """What a claim is, as pydantic checks it."""
    return TypeAdapter(Claim)


def categories() -> tuple[str, ...]:
    """The categories of items, those that are near each other side by side."""
    groups: dict[str, list[str]] = tables()["deals"]["groups"]
    return tuple(category for group in groups.values() for category in group)


@cache
def currencies() -> frozenset[str]:
    """The currencies that the codebook knows, by their ISO codes."""
    return frozenset(entry["iso"] for entry in tables()["money"]["currencies"])


def _misshapen(error: ValidationError) -> Iterator[Fault]:
    for fault in error.errors(include_url=False, include_input=False):
        yield ".".join(map(str, fault["loc"])), fault["msg"][:200]


def _faults(claim: Claim, document: Document) -> Iterator[Fault]:
    """What is the matter with the fields of a claim."""
    if not claim.supplier and not claim.recipient:
        yield "supplier", "one of supplier and recipient is stated in every claim; reject it where neither is"
    kinds: tuple[tuple[str, Sequence[Any], Callable[[str, Any, Document], Iterator[Fault]]], ...] = (
        ("supplier", claim.supplier, _of_party),
        ("recipient", claim.recipient, _of_party),
        ("item", claim.items, _of_item),
        ("speaker", claim.speakers, _of_speaker),
    )
    for name, some, faults_of in kinds:
        if len(some) > _MOST:
            yield name, f"{_MOST} at most"
        for number, part in enumerate(some[:_MOST], 1):
            yield from faults_of(f"{name} {number}", part, document)
    if claim.value:
        yield from _of_value(claim.value, document)
    if claim.date:
        yield from _told("date", claim.date.mention, claim.date.span, document)
        if not is_day(claim.date.iso):
            yield "date", f"{claim.date.iso[:20]!r} is no date; write 1987, 1987-03 or 1987-03-04"
    if claim.cue_span:
        yield from _told("cue", claim.cue or "", claim.cue_span, document)
    elif claim.cue:
        yield "cue", "its words stand nowhere: give `cue_span`"
    for name in ("stage", "polarity", "certainty"):
        for span in getattr(claim, f"{name}_words"):
            yield from _inside(f"words of the {name}", span, document)


def _of_value(value: Money, document: Document) -> Iterator[Fault]:
    yield from _told("value", value.mention, value.span, document)
    if not 0 <= value.amount < float("inf"):
        yield "value", "an amount is a number from 0 on"
    if value.currency is not None and value.currency not in currencies():
        yield "value", f"{value.currency[:20]!r} is no currency of the codebook; write its code, as in USD"


def _of_party(field: str, party: Party, document: Document) -> Iterator[Fault]:
    yield from _told(field, party.mention, party.span, document)
    if not is_party(party.id):
        yield (
            field,
            f"{party.id[:80]!r} is no party; write FRA, bloc:nato, group:some-name, org:some-firm, person:a-name",
        )
    if party.state is not None and not is_party(party.state):
        yield field, f"{party.state[:80]!r} is no state"


def _of_item(field: str, item: Item, document: Document) -> Iterator[Fault]:
    yield from _told(field, item.mention, item.span, document)
    if item.category not in categories():
        yield field, f"{item.category[:80]!r} is no category of the codebook"
    if item.designation is not None and item.designation_span is not None:
        yield from _told(f"{field}, designation", item.designation, item.designation_span, document)
    elif item.designation is not None:
        yield f"{field}, designation", "its words stand nowhere in the text"
    if item.quantity:
        yield from _of_quantity(f"{field}, number", item.quantity, document)


def _of_quantity(field: str, number: Quantity, document: Document) -> Iterator[Fault]:
    yield from _told(field, number.mention, number.span, document)
    least, most = number.min, number.max
    if (least is not None and least < 0) or (most is not None and most < (least or 0)):
        yield field, "it goes from a number to one that is not less"


def _of_speaker(field: str, speaker: Speaker, document: Document) -> Iterator[Fault]:
    yield from _told(field, speaker.mention, speaker.span, document)
    yield from _told(field, speaker.name, speaker.name_span, document)
    if speaker.party is not None and not is_party(speaker.party):
        yield field, f"{speaker.party[:80]!r} is no party"


def _told(field: str, words: str, span: Span, document: Document) -> Iterator[Fault]:
    """What is the matter with words that are said to stand somewhere."""
    faults = list(_inside(field, span, document))
    if not faults and document.words(span) != words:
        faults = [
            (field, f"{words[:60]!r} is not what stands at {span.start}–{span.end} of the {span.place}")
        ]
    yield from faults


def _inside(field: str, span: Span, document: Document) -> Iterator[Fault]:
    length = len(document.title if span.place == "title" else document.text)
    if not 0 <= span.start < span.end <= length:
        yield (
            field,
            f"{span.start}–{span.end} does not lie in the {span.place}, which has {length:,} characters",
        )


def is_party(name: str) -> bool:
    """Whether a name is a party's id: of a state that the codebook knows, or of the codebook's form."""
    if len(name) > _LONGEST_ID:
        return False
    of_form = bool(_ID.fullmatch(name)) and name == name.lower()
    return of_form or (len(name) == 3 and name.isupper() and name_of(name) != name)


def is_day(iso: str) -> bool:
    """Whether this is a year, a month or a day."""
    if not _DAY.fullmatch(iso):
        return False
    with suppress(ValueError):
        return bool(date.fromisoformat(iso + _FULL[len(iso) :]))
    return False
