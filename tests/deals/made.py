"""Sentences with their claims, and strands, made by hand: small enough to be read at a glance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from armstrail.deals import Told, gather, strands
from armstrail.deals.kinds import group
from armstrail.model import (
    Certainty,
    Claim,
    Coverage,
    Date,
    Deal,
    Document,
    Item,
    Money,
    Party,
    Polarity,
    Quantity,
    Reading,
    Span,
    Speaker,
    Stage,
    Strand,
)

STATES = {
    "Germany": "DEU",
    "Norway": "NOR",
    "France": "FRA",
    "Greece": "GRC",
    "Ukraine": "UKR",
    "Oslo": "NOR",
    "Berlin": "DEU",
}
COMPANIES = {"Nordlicht Werke": ("org:nordlicht-werke", "DEU"), "Fjordvern": ("org:fjordvern", "NOR")}
GROUPS = {"the militia": "group:militia"}


@dataclass(frozen=True)
class Goods:
    """An item as it stands in a sentence: its noun phrase, what it is, its number in words."""

    mention: str
    category: str = "tank"
    designation: str | None = None
    quantity: str | None = None
    least: int | None = None
    most: int | None = None


def goods(
    mention: str, category: str = "tank", designation: str | None = None, quantity: str | None = None
) -> Goods:
    """An item; a number in figures counts exactly so many."""
    exact = int(quantity) if quantity and quantity.isdecimal() else None
    return Goods(mention, category, designation, quantity, exact, exact)


LEOPARD = ("tank", "Leopard 2A6")


@dataclass(frozen=True)
class Said:
    """A sentence and the one claim it makes."""

    sentence: str
    goods: tuple[Goods, ...] = ()
    supplier: tuple[str, ...] = ("Germany",)
    recipient: tuple[str, ...] = ("Norway",)
    stage: Stage = "agreed"
    polarity: Polarity = "asserted"
    certainty: Certainty = "fact"
    value: tuple[str, float, str | None] | None = None
    date: str | None = None
    speakers: tuple[tuple[str, str | None], ...] = ()

    def claim(self, number: int = 1, at: int = 0) -> Claim:
        """The claim of this number of a text, whose sentence begins there."""
        last = Span(at, at + len(self.sentence))
        money = (
            Money(self.value[0], self.value[1], self.value[2], self._span(self.value[0], at))
            if self.value
            else None
        )
        return Claim(
            id=f"c{number}",
            evidence=self.sentence,
            span=last,
            supplier=tuple(self._party(name, at) for name in self.supplier),
            recipient=tuple(self._party(name, at) for name in self.recipient),
            items=tuple(self._item(one, at) for one in self.goods),
            value=money,
            stage=self.stage,
            polarity=self.polarity,
            certainty=self.certainty,
            date=Date("then", self.date, last) if self.date else None,
            speakers=tuple(Speaker(name, name, last, last, party) for name, party in self.speakers),
            cue="said" if self.speakers else None,
            cue_span=last if self.speakers else None,
            voice="indirect" if self.speakers else "outlet",
            stage_words=(last,),
        )

    def _party(self, name: str, at: int) -> Party:
        span = self._span(name, at)
        if name in COMPANIES:
            return Party(name, COMPANIES[name][0], span, COMPANIES[name][1])
        return Party(name, STATES.get(name) or GROUPS[name], span)

    def _item(self, one: Goods, at: int) -> Item:
        noun = self._span(one.mention, at)
        quantity = None
        if one.quantity:
            before = self.sentence.rfind(one.quantity, 0, max(noun.start - at, 0))
            start = at + (before if before >= 0 else self.sentence.index(one.quantity))
            quantity = Quantity(one.quantity, Span(start, start + len(one.quantity)), one.least, one.most)
        return Item(
            one.mention, one.category, noun, one.designation, noun if one.designation else None, quantity
        )

    def _span(self, words: str, at: int) -> Span:
        """Where words stand; before the sentence, where the rest of the text has them."""
        start = self.sentence.find(words)
        return Span(at + start, at + start + len(words)) if start >= 0 else Span(at, at, "title")


def claims(*said: Said) -> list[Claim]:
    """The claims of a text of these sentences."""
    made, at = [], 0
    for number, one in enumerate(said, 1):
        made.append(one.claim(number, at))
        at += len(one.sentence) + 1
    return made


def text(name: str, published: str | None, *said: Said, origin: str | None = None) -> list[Strand]:
    """The strands of a text of these sentences."""
    told = [Told(f"{name}-{one.id}", one, origin or name) for one in claims(*said)]
    return strands(name, published, told)


def read(name: str, published: str | None, *said: Said, outlet: str | None = None) -> Reading:
    """A text of these sentences, as it is read."""
    words = " ".join(one.sentence for one in said)
    return Reading(
        Document(name, words, "", published, outlet),
        (),
        tuple(claims(*said)),
        Coverage(len(words), len(words)),
    )


def gathered(*texts: list[Strand]) -> list[list[str]]:
    """The deals of texts, each as the names of its claims, sorted."""
    return names(gather(strand for one in texts for strand in one))


def names(deals: list[Deal]) -> list[list[str]]:
    return sorted(sorted(strand.claim for strand in deal.strands) for deal in deals)


def strand(name: str = "a", published: str | None = "2021-03-01", **changed: Any) -> Strand:
    """What the claim of a name says in a text of its own; a quantity in figures counts exactly so many."""
    quantity = changed.get("quantity")
    exact = int(quantity) if quantity and quantity.isdecimal() else None
    category = changed.get("category", "tank")
    made = Strand(
        claim=name,
        document=f"d-{name}",
        origin=f"d-{name}",
        place=0,
        part=0,
        supplier="DEU",
        recipient="NOR",
        category=category,
        goods=group(category),
        mention="tanks",
        designation=None,
        quantity=None,
        least=exact,
        most=exact,
        value=None,
        amount=None,
        currency=None,
        stage="agreed",
        polarity="asserted",
        certainty="fact",
        date=None,
        published=published,
        side="outlet",
        speaker=None,
    )
    return replace(made, **changed)
