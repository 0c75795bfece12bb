"""Deals as entities of FollowTheMoney, JSON lines that Aleph, OpenSanctions' tools and `ftm` read.

A party is an entity: a state a PublicBody, since the codebook takes a state's government, ministries and forces for the
state itself; a bloc or an armed group an Organization; a company a Company; a person a Person; a region a LegalEntity,
which is what the model has for a party of unknown kind. A document is an Article, without its text.

A deal is an UnknownLink from supplier to recipient. Of the schemata that tell of an interval it is the only one that
says no more than claims do: EconomicActivity has sender, receiver and goods, but shows as a customs declaration, and
ContractAward and Payment say that a contract was awarded or money paid. It keeps both ends, so that graphs have the
edge, the documents as `proof`, and what its role is in words; sums stand in the description as stated, since only
ContractAward and Payment have an amount. It needs both ends: deals with an unstated party are left out, and counted.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from unicodedata import normalize

from armstrail.codebook import tables
from armstrail.deals.cells import evidence, steps
from armstrail.exports import counted
from armstrail.exports.deals import goods
from armstrail.exports.sourced import Written, day, documents, link, party, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, TextIO

    from armstrail.deals.cells import Cell, Step
    from armstrail.exports.sourced import Sourced
    from armstrail.model import Deal, Document

Entity = dict[str, "Any"]

_SCHEMATA = {
    "bloc": "Organization",
    "group": "Organization",
    "org": "Company",
    "person": "Person",
    "region": "LegalEntity",
}
_LONGEST = {"name": 380, "description": 60_000}  # characters; the model takes little more
_LONGEST_STRING = 1_000
_LONGEST_ADDRESS = 4_000
_LONGEST_ID = 120
_NO_ID = re.compile(r"[^0-9a-zA-Z.-]+")


def write(deals: Iterable[Sourced], out: TextIO) -> Written:
    """JSON lines: each party and document before the first deal that it stands in. Deals without a supplier or a
    recipient are left out.
    """
    seen: set[str] = set()
    written = left_out = 0
    for deal, claims in deals:
        if not (deal.supplier and deal.recipient):
            left_out += 1
            continue
        cited = documents(claims)
        entities = [party_entity(name) for name in (deal.supplier, deal.recipient)]
        entities += [document_entity(key, document) for key, document in cited.items()]
        for entity in entities:
            if entity["id"] not in seen:
                seen.add(entity["id"])
                _put(entity, out)
        _put(deal_entity(deal, list(cited)), out)
        written += 1
    return Written(written, left_out)


def party_entity(name: str) -> Entity:
    """A party by its id; the country is that of a state, or of a company whose state the codebook has."""
    kind = name.partition(":")[0] if ":" in name else ""
    state = _makers().get(name) if kind else name
    return _entity(
        party_id(name),
        _SCHEMATA.get(kind, "LegalEntity") if kind else "PublicBody",
        name=[party(name)],
        country=[_countries().get(state or "")],
    )


def document_entity(key: str, document: Document) -> Entity:
    """A document by its name in the ledger, without its text."""
    made = _entity(
        _id("document", key),
        "Article",
        title=[document.title or document.id],
        publisher=[document.outlet],
        publishedAt=[day(document.published)],
    )
    address = link(document.url)
    if address and len(address) <= _LONGEST_ADDRESS:  # one that is cut leads elsewhere
        made["properties"]["sourceUrl"] = [address]
    return made


def deal_entity(deal: Deal, cited: Sequence[str]) -> Entity:
    """A deal that has both parties; `cited` are the documents that prove it."""
    told = steps(deal)
    dates = sorted({s.date for s in deal.strands if s.date and s.polarity == "asserted"})
    names = [_said(step) for step in told]
    return _entity(
        _id("deal", deal.id),
        "UnknownLink",
        subject=[party_id(deal.supplier)],
        object=[party_id(deal.recipient)],
        role=[f"arms transfer, as claimed: supplier to recipient, {goods(deal)}"],
        status=names,
        date=dates,
        summary=[f"{party(deal.supplier)} to {party(deal.recipient)}: {goods(deal)} ({', '.join(names)})"],
        description=[_described(deal, told)],
        recordId=[deal.id],
        proof=[_id("document", key) for key in cited],
    )


def party_id(name: str) -> str:
    """The id of a party's entity: a state's code, or the codebook's id with a dot for the colon."""
    return _id("party", name.replace(":", "."))


def _id(kind: str, name: str) -> str:
    """A stable id of the letters that the model takes; names that have others are told apart by a hash."""
    spelt = _NO_ID.sub("-", name)[:_LONGEST_ID].strip(".-")
    if spelt != name:
        spelt = f"{spelt}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:12]}".lstrip("-")
    return f"armstrail-{kind}-{spelt}"


def _entity(ident: str, schema: str, /, **properties: Iterable[str | None]) -> Entity:
    """An entity with those of its properties that hold something, each value once."""
    held = {}
    for prop, values in properties.items():
        longest = _LONGEST.get(prop, _LONGEST_STRING)
        kept = dict.fromkeys(short(normalize("NFC", value), longest) for value in values if value)
        if words := [value for value in kept if value]:
            held[prop] = words
    return {"id": ident, "schema": schema, "properties": held}


def _said(step: Step) -> str:
    return step.stage if step.polarity == "asserted" else f"{step.stage} (denied)"


def _described(deal: Deal, told: Sequence[Step]) -> str:
    """What is claimed step by step, in the words of the claims."""
    whole = evidence(deal.strands)
    parts = [f"{_said(step)}: {words}" for step in told if (words := "; ".join(_stated(step)))]
    parts.append(
        f"{counted(len(whole.claims), 'claim')} in {counted(len(whole.documents), 'document')} from "
        f"{counted(len(whole.origins), 'independent origin')}"
    )
    return ". ".join(parts)


def _stated(step: Step) -> Iterator[str]:
    held: tuple[tuple[str, Sequence[Cell]], ...] = (
        ("number", step.quantities),
        ("value", step.values),
        ("date", step.dates),
    )
    for name, some in held:
        if some:
            yield f"{name} " + ", ".join(
                f"“{cell.words}” ({counted(len(cell.origins), 'origin')})" for cell in some
            )


def _put(entity: Entity, out: TextIO) -> None:
    out.write(json.dumps(entity, ensure_ascii=False) + "\n")


@cache
def _countries() -> dict[str, str]:
    """The model's country code of each state that it knows."""
    codes: dict[str, str] = json.loads(
        (files("armstrail.exports") / "countries.json").read_text(encoding="utf-8")
    )
    return codes


@cache
def _makers() -> dict[str, str]:
    return {entry["id"]: entry["state"] for entry in tables()["makers"] if entry.get("state")}
