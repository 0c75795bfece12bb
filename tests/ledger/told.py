"""Texts whose claims make a few deals, and what a ledger makes of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from armstrail.deals import Told, gather, strands
from armstrail.ledger import Addition, Ledger, document_key, gathering, schema
from armstrail.ledger.keys import claim_keys
from armstrail.model import Deal, Reading
from tests.deals.made import LEOPARD, Said, goods, read
from tests.ledger.made import READER

LEOPARDS = goods("Leopard 2A6 tanks", *LEOPARD, "20")
TANKS = Said("Norway ordered 20 Leopard 2A6 tanks from Germany.", (LEOPARDS,))
TANKS_AGAIN = Said("Germany will sell 20 Leopard 2A6 tanks to Norway.", (LEOPARDS,))
SIX = Said("Germany delivered 6 tanks to Norway.", (goods("tanks", quantity="6"),), stage="delivered")
GUNS = Said("Norway ordered 8 howitzers from Germany.", (goods("howitzers", "artillery", None, "8"),))
ARMS = Said("Germany sells arms to Norway.", (goods("arms", "unspecified"),))
MISSILES = Said(
    "France sold 40 missiles to Greece.",
    (goods("missiles", "missile", None, "40"),),
    supplier=("France",),
    recipient=("Greece",),
)

FIRST = read("first", "2021-03-01", TANKS)
AGAIN = read("again", "2021-03-09", TANKS_AGAIN, GUNS)
LATER = read("later", "2022-06-01", SIX)
OTHERS = read("others", "2022-07-01", MISSILES)
WEAPONS = read("weapons", "2021-04-01", ARMS)
ALL = (FIRST, AGAIN, LATER, OTHERS, WEAPONS)
DEALS = [["again-c1", "first-c1", "later-c1"], ["again-c2"], ["others-c1"], ["weapons-c1"]]


def addition(made: Reading, address: str = "") -> Addition:
    return Addition(
        address or f"/texts/{made.document.id}",
        made.document.text.encode(),
        document=made.document,
        reading=made,
    )


def add(ledger: Ledger, *readings: Reading, reader: str = READER) -> None:
    ledger.append([addition(one) for one in readings], reader)


def told(ledger: Ledger) -> list[list[str]]:
    """The deals of a ledger, each as the claims it has."""
    return sorted(sorted(claims(ledger, deal)) for deal in ledger.deals())


def claims(ledger: Ledger, deal: Deal) -> list[str]:
    return [f"{entry.document.id}-{entry.record.id}" for entry in ledger.deal_claims(deal.id)]


def of(ledger: Ledger, claim: str) -> Deal:
    """The deal of a claim."""
    (found,) = [deal for deal in ledger.deals() if claim in claims(ledger, deal)]
    return found


def key(ledger: Ledger, claim: str) -> str:
    (found,) = [e.key for e in ledger.claims() if f"{e.document.id}-{e.record.id}" == claim]
    return found


def kept(ledger: Ledger) -> tuple[Any, ...]:
    """All that is kept of deals, and what is found of them."""
    deals = list(ledger.deals())
    with ledger._database.reading() as db:
        tables = [sorted(map(tuple, db.execute(select(table)))) for table in (schema.strands, schema.deals)]
    return deals, ledger.deal_page(size=1_000, top=1_000), *tables


def assert_as_from_the_beginning(ledger: Ledger) -> None:
    before = kept(ledger)
    with ledger._database.writing() as db:
        gathering.regather(db)
    assert kept(ledger) == before


def expected(*readings: Reading) -> list[Deal]:
    """The deals of readings, gathered without a ledger."""
    made = []
    for one in readings:
        name = document_key(one.document)
        named = zip(claim_keys(name, one.claims), one.claims, strict=True)
        made += strands(name, one.document.published, [Told(key, claim, name) for key, claim in named])
    return gather(made)


def merged(ledger: Ledger, *some: str) -> str:
    """Merge the deals of two claims."""
    one, other = (of(ledger, claim).id for claim in some)
    return ledger.merge(one, other, "A", "the same order")
