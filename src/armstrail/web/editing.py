"""The form that edits a claim: its fields as they are sent, and back. Words are told by where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from armstrail.model import (
    Certainty,
    Date,
    Item,
    Money,
    Party,
    Polarity,
    Quantity,
    Span,
    Speaker,
    Stage,
    Voice,
)
from armstrail.parties import identify, party_of, states_of
from armstrail.values import find_dates, find_money, find_quantities, published_date
from armstrail.web.changes import Faulty, categories, differences
from armstrail.web.rendering import category_name
from armstrail.web.shapes.review import Group, Input, Row, WordsField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from armstrail.model import Claim, Document, Place
    from armstrail.web.changes import Fault

Fields = dict[str, str]
"""What a form sends, by name."""

_Known = TypeVar("_Known")

_CHOICES: dict[str, tuple[str, ...]] = {
    "stage": get_args(Stage),
    "polarity": get_args(Polarity),
    "certainty": get_args(Certainty),
    "voice": get_args(Voice),
}
_MOST_ROWS = 100
_ROW = re.compile(r"([a-z]+)-([0-9]{1,2})-\w+(?:-\w+)?")
_NUMBER = re.compile(r"[0-9]{1,15}")
_AMOUNT = re.compile(
    r"(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3})(?:\.[0-9]{1,6})?"
)
"""An amount, with commas only where `armstrail.values` takes them to part thousands: "1,5" is not clear."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one kind: what they are called, how many blank ones follow those of the claim, which words beside their
    own they are tied to, and their other fields.
    """

    title: str
    one: str
    blank: int
    words: tuple[tuple[str, str], ...] = ()
    inputs: tuple[tuple[str, str, str], ...] = ()


_KINDS: dict[str, _Kind] = {
    "supplier": _Kind("Suppliers", "supplier", 2, inputs=(("id", "party", "FRA, bloc:nato, or a name"),)),
    "recipient": _Kind("Recipients", "recipient", 2, inputs=(("id", "party", "FRA, bloc:nato, or a name"),)),
    "item": _Kind(
        "Items",
        "item",
        1,
        (("number", "its number"),),
        (
            ("category", "category", ""),
            ("designation", "designation", "as the text has it"),
            ("min", "at least", "as its words say"),
            ("max", "at most", "as its words say"),
        ),
    ),
    "value": _Kind(
        "Value",
        "value",
        1,
        inputs=(("amount", "amount", "as its words say"), ("currency", "currency", "USD")),
    ),
    "date": _Kind("Date", "date", 1, inputs=(("iso", "date", "1987-03, or as its words say"),)),
    "speaker": _Kind(
        "Said by, outermost first", "speaker", 1, inputs=(("party", "party, if it is one", "FRA"),)
    ),
    "cue": _Kind("Reporting words", "cue", 1),
    "step": _Kind("Words of the stage", "stage", 1),
    "denied": _Kind("Words that deny it", "denial", 1),
    "unsure": _Kind("Words that make it planned or possible", "certainty", 1),
}
_ALONE = ("value", "date", "cue")
"""The kinds of which a claim has one at most."""


# ------------------------------------------------------------------ a claim as fields


def fields_of(claim: Claim) -> Fields:
    """A claim as its form has it."""
    made = {name: str(getattr(claim, name)) for name in _CHOICES}
    for kind, parties in (("supplier", claim.supplier), ("recipient", claim.recipient)):
        for row, party in _rows(kind, parties):
            made |= _at(row, party.span) | {f"{row}-id": party.id}
    for row, item in _rows("item", claim.items):
        made |= _at(row, item.span) | {
            f"{row}-category": item.category,
            f"{row}-designation": item.designation or "",
        }
        if number := item.quantity:
            made |= _at(f"{row}-number", number.span)
            made |= {f"{row}-min": _shown(number.min), f"{row}-max": _shown(number.max)}
    if claim.value:
        made |= _at("value-0", claim.value.span)
        made |= {"value-0-amount": _shown(claim.value.amount), "value-0-currency": claim.value.currency or ""}
    if claim.date:
        made |= _at("date-0", claim.date.span) | {"date-0-iso": claim.date.iso}
    for row, speaker in _rows("speaker", claim.speakers):
        made |= _at(row, speaker.span) | {f"{row}-party": speaker.party or ""}
    if claim.cue_span:
        made |= _at("cue-0", claim.cue_span)
    for kind, spans in (
        ("step", claim.stage_words),
        ("denied", claim.polarity_words),
        ("unsure", claim.certainty_words),
    ):
        for row, span in _rows(kind, spans):
            made |= _at(row, span)
    return made


def _rows(kind: str, parts: Iterable[_Known]) -> Iterator[tuple[str, _Known]]:
    return ((f"{kind}-{number}", part) for number, part in enumerate(parts))


def _at(row: str, span: Span) -> Fields:
    return {f"{row}-start": str(span.start), f"{row}-end": str(span.end), f"{row}-in": span.place}


def _shown(number: float | None) -> str:
    return "" if number is None else str(number)


# ------------------------------------------------------------------ fields as a page shows them


def choices(fields: Mapping[str, str]) -> tuple[Input, ...]:
    """Stage, polarity, certainty and voice."""
    return tuple(
        Input(name, name, fields.get(name, ""), tuple((value, value) for value in values))
        for name, values in _CHOICES.items()
    )


def groups(fields: Mapping[str, str], known: Mapping[str, str], document: Document) -> tuple[Group, ...]:
    """The rows of the form: those of the `known` fields of the claim, those sent, and some blank ones."""
    made = []
    for name, kind in _KINDS.items():
        there = len(_numbers(name, known))
        number = (
            1 if name in _ALONE else max((*_numbers(name, fields), there - 1), default=-1) + 1 + kind.blank
        )
        rows = tuple(
            _row(name, kind, place, fields, document, known=place < there)
            for place in range(min(number, _MOST_ROWS))
        )
        made.append(Group(kind.title, rows))
    return tuple(made)


def _numbers(kind: str, fields: Mapping[str, str]) -> set[int]:
    """The numbers of the rows of a kind in which something stands."""
    matches = (_ROW.fullmatch(name) for name, value in fields.items() if value and not name.endswith("-in"))
    return {int(match[2]) for match in matches if match and match[1] == kind}


def _row(
    name: str, kind: _Kind, place: int, fields: Mapping[str, str], document: Document, *, known: bool
) -> Row:
    row = f"{name}-{place}"
    words = [(row, "words"), *((f"{row}-{part}", label) for part, label in kind.words)]
    return Row(
        name=row,
        title=kind.one if name in _ALONE else f"{kind.one} {place + 1}",
        words=tuple(_words(part, label, fields, document) for part, label in words),
        inputs=tuple(
            Input(
                f"{row}-{part}",
                label,
                fields.get(f"{row}-{part}", ""),
                (("", "choose"), *((one, category_name(one)) for one in categories()))
                if part == "category"
                else (),
                hint,
            )
            for part, label, hint in kind.inputs
        ),
        known=known,
        dropped=f"{row}-drop" in fields,
    )


def _words(name: str, label: str, fields: Mapping[str, str], document: Document) -> WordsField:
    start, end = fields.get(f"{name}-start", ""), fields.get(f"{name}-end", "")
    place: Place = "title" if fields.get(f"{name}-in") == "title" else "text"
    words = ""
    if _NUMBER.fullmatch(start) and _NUMBER.fullmatch(end):
        words = document.words(Span(int(start), int(end), place))
    return WordsField(name, label, start, end, place, words)


# ------------------------------------------------------------------ fields as an edit


def changes_of(claim: Claim, fields: Mapping[str, str], document: Document) -> dict[str, object]:
    """The fields of a claim that a form sets otherwise. Raises Faulty where one may not be so, or all are alike."""
    form = _Form(fields, document)
    edited = replace(
        claim,
        **{name: form.one_of(name, values) for name, values in _CHOICES.items()},
        supplier=form.parties("supplier", claim.supplier),
        recipient=form.parties("recipient", claim.recipient),
        items=form.items(claim.items, claim.span),
        value=form.value(claim.value),
        date=form.date(claim.date),
        speakers=form.speakers(claim.speakers),
        **form.cue(),
        stage_words=form.spans("step"),
        polarity_words=form.spans("denied"),
        certainty_words=form.spans("unsure"),
    )
    if form.faults:
        raise Faulty(form.faults)
    return differences(claim, edited, document)


@dataclass(slots=True)
class _Form:
    """What was sent, read field by field; what cannot be read is noted."""

    fields: Mapping[str, str]
    document: Document
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def one_of(self, name: str, values: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of the values
        chosen = self.text(name)
        if chosen not in values:
            self.faults.append((name, f"is one of {', '.join(values)}"))
        return chosen

    def rows(self, kind: str) -> Iterator[tuple[str, str, Span]]:
        """The rows of a kind that are to stay: the name of each, what it is called, its words."""
        title = _KINDS[kind].one
        for number in sorted(_numbers(kind, self.fields)):
            row = f"{kind}-{number}"
            if f"{row}-drop" not in self.fields:
                called = title if kind in _ALONE else f"{title} {number + 1}"
                if span := self.span(row, called):
                    yield row, called, span
                elif not any(called == fault[0] for fault in self.faults):
                    self.faults.append((called, "choose its words in the text, or leave it out"))

    def spans(self, kind: str) -> tuple[Span, ...]:
        return tuple(span for _, _, span in self.rows(kind))

    def span(self, name: str, called: str) -> Span | None:
        """Where words stand; None where none are chosen, or it cannot be."""
        start, end = self.text(f"{name}-start"), self.text(f"{name}-end")
        if not start and not end:
            return None
        place: Place = "title" if self.text(f"{name}-in") == "title" else "text"
        if _NUMBER.fullmatch(start) and _NUMBER.fullmatch(end):
            span = Span(int(start), int(end), place)
            length = len(self.document.title if place == "title" else self.document.text)
            chosen = self.fields.get(f"{name}-words")
            if not span.start < span.end <= length:
                self.faults.append((called, f"{start}–{end} does not lie in the {place}"))
            elif chosen is not None and chosen != self.document.words(span):
                self.faults.append((called, "other words stand there than were chosen; choose them again"))
            else:
                return span
        else:
            self.faults.append((called, "the offsets of its words are two numbers"))
        return None

    def parties(self, kind: str, known: tuple[Party, ...]) -> tuple[Party, ...]:
        made = []
        for row, called, span in self.rows(kind):
            words, told = self.document.words(span), self.text(f"{row}-id")
            party = party_of(told) if told else getattr(identify(words), "id", "")
            if not party:
                self.faults.append((called, f"which party is {words[:60]!r}? Write its id, as in FRA"))
            former = next((one for one in known if (one.id, one.span) == (party, span)), None)
            state = next(
                (state for state in states_of(party) if party.startswith("org:") and state != party), None
            )
            made.append(former or Party(words, party, span, state))
        return tuple(made)

    def items(self, known: tuple[Item, ...], sentence: Span) -> tuple[Item, ...]:
        made = []
        for row, called, span in self.rows("item"):
            designation, where = self.text(f"{row}-designation") or None, None
            if designation:
                former = [
                    one.designation_span
                    for one in known
                    if (one.designation, one.span) == (designation, span)
                ]
                where = former[0] if former else self.nearest(designation, (span, sentence))
            made.append(
                Item(
                    mention=self.document.words(span),
                    category=self.text(f"{row}-category"),
                    span=span,
                    designation=designation,
                    designation_span=where,
                    quantity=self.quantity(row, f"{called}, number"),
                )
            )
        return tuple(made)

    def nearest(self, words: str, places: tuple[Span, ...]) -> Span | None:
        """Where some words stand: within the first of some places that has them, else where the text has them first."""
        for place in places:
            if (at := self.document.words(place).find(words)) >= 0:
                return Span(place.start + at, place.start + at + len(words), place.place)
        at = self.document.text.find(words)
        return Span(at, at + len(words)) if at >= 0 else None

    def quantity(self, row: str, called: str) -> Quantity | None:
        told = [self.text(f"{row}-{bound}") for bound in ("min", "max")]
        span = self.span(f"{row}-number", called)
        if span is None:
            if any(told) and not any(called == fault[0] for fault in self.faults):
                self.faults.append(
                    (called, "choose its words in the text, or empty “at least” and “at most”")
                )
            return None
        words = self.document.words(span)
        if not any(told):
            found = next(iter(find_quantities(words, taken=())), None)
            return Quantity(words, span, found.min if found else None, found.max if found else None)
        bounds = [int(bound) if _NUMBER.fullmatch(bound) else None for bound in told]
        if any(bound is None for bound, wanted in zip(bounds, told, strict=True) if wanted):
            self.faults.append((called, "write “at least” and “at most” as whole numbers, in digits alone"))
        return Quantity(words, span, *bounds)

    def value(self, known: Money | None) -> Money | None:
        for row, called, span in self.rows("value"):
            words, amount = self.document.words(span), self.text(f"{row}-amount")
            currency = self.text(f"{row}-currency").upper() or None
            if known and (str(known.amount), known.currency, known.span) == (amount, currency, span):
                return known
            if _AMOUNT.fullmatch(amount):
                amount = amount.replace(",", "")
                return Money(words, float(amount) if "." in amount else int(amount), currency, span)
            found = next(iter(find_money(words)), None)
            if found and not amount:
                return Money(words, found.amount, currency or found.currency, span)
            self.faults.append(
                (called, "write its amount as a number of whole units, as in 1,500,000 or 1.5")
            )
        return None

    def date(self, known: Date | None) -> Date | None:
        for row, called, span in self.rows("date"):
            words, iso = self.document.words(span), self.text(f"{row}-iso")
            if known and (known.iso, known.span) == (iso, span):
                return known
            if not iso:
                found = find_dates(words, published_date(self.document.published))
                iso = next((one.iso for one in found if one.iso), "")
            if iso:
                return Date(words, iso, span)
            self.faults.append((called, "write which it is, as in 1987, 1987-03 or 1987-03-04"))
        return None

    def speakers(self, known: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
        made = []
        for row, _, span in self.rows("speaker"):
            words, party = self.document.words(span), party_of(self.text(f"{row}-party")) or None
            former = next((one for one in known if one.span == span), None)
            made.append(replace(former, party=party) if former else Speaker(words, words, span, span, party))
        return tuple(made)

    def cue(self) -> dict[str, Any]:
        span = next(iter(self.spans("cue")), None)
        return {"cue": self.document.words(span) if span else None, "cue_span": span}
