"""Deals made by hand, strand by strand, and words that break what is careless."""

from __future__ import annotations

from dataclasses import replace

from armstrail.exports.sourced import Sourced
from armstrail.ledger import Entry
from armstrail.model import Claim, Deal, Document, Strand
from tests.made import AGREED

NAME = "t0123456789abcdef0123"
HOSTILE = (
    '=HYPERLINK("https://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "#N/A",
    "=",
    "\tcmd",
    "</script><script>alert(1)</script>",
    "a\x00b\x0bc\x1b[31md\x7f",
    "\u202egnp.exe\u202c עברית",
    'quote " comma, semicolon; line\nline\r\nend',
    "{ unbalanced \\ brace % _ & # $ ~ ^",
    "Ångström Łódź Şırnak Győr 北京 Київ 🚢 e\u0301",
    "\ufffe\uffff",
    "\ud800",
    "x" * 40_000,
    "🚢" * 40_000,
)

STRAND = Strand(
    claim="c1",
    document="d1",
    origin="d1",
    place=0,
    part=0,
    supplier="DEU",
    recipient="UKR",
    category="tank",
    goods="armour",
    mention="Leopard 2A6 tanks",
    designation="Leopard 2A6",
    quantity=None,
    least=None,
    most=None,
    value=None,
    amount=None,
    currency=None,
    stage="agreed",
    polarity="asserted",
    certainty="fact",
    date=None,
    published="2023-01-25",
    side="outlet",
    speaker=None,
    reason="is the first",
)


def strand(number: int = 1, **changed: object) -> Strand:
    """What the claim of a number says, in a document of that number, whose words are its own."""
    made: Strand = replace(STRAND, claim=f"c{number}", document=f"d{number}", origin=f"d{number}")
    return replace(made, **changed)  # type: ignore[arg-type]


def many(words: str, least: int | None, most: int | None = None) -> dict[str, object]:
    """How many, as stated: exactly, where but one number is given."""
    return {"quantity": words, "least": least, "most": least if most is None else most}


def deal(*strands: Strand, **changed: object) -> Deal:
    first = strands[0]
    made = Deal(NAME, first.supplier, first.recipient, first.category, first.designation, strands)
    return replace(made, **changed)  # type: ignore[arg-type]


def document(number: int, **changed: object) -> Document:
    known = Document(
        f"a{number}",
        "",
        f"Title {number}",
        "2023-01-25",
        f"Outlet {number}",
        f"https://x.example/{number}",
    )
    return replace(known, **changed)  # type: ignore[arg-type]


def claim_entry(key: str, document_key: str, told: Document) -> Entry[Claim]:
    return Entry(key, key, replace(AGREED, id=key), told, document_key, "reader 1", document_key)


def sourced(*strands: Strand, **changed: object) -> Sourced:
    """A deal with an entry for each of its claims; `changed` are fields of all their documents."""
    entries = {
        s.claim: claim_entry(s.claim, s.document, document(int(s.document.lstrip("d")), **changed))
        for s in strands
    }
    return deal(*strands), list(entries.values())
