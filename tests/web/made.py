"""A ledger for the pages: articles read by the real reader, a register, two reviewers who do not always agree."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from armstrail.intake import Intake
from armstrail.ledger import Ledger
from armstrail.progress import Progress
from armstrail.registers import load
from tests.web.texts import ARTICLES, REGISTER

FIRST = "A. Reviewer"
SECOND = "B. Reviewer"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of some records of the ledger: what stands for {name} in an address."""

    document: str
    statement: str
    claim: str
    deal: str
    story: str
    release: str
    speaker: str = "Ingrid Halvorsen"
    outlet: str = "Harbour Courier"
    message: str = ""
    occasion: str = ""


_ONE_OF = {
    "documents": "document",
    "statements": "statement",
    "claims": "claim",
    "deals": "deal",
    "stories": "story",
    "registers": "release",
}


def address(path: str, names: Names) -> str:
    """The address of a view, for some record of the ledger where it is about one."""
    kind, _, rest = path[1:].partition("/")
    if rest.startswith("{"):
        return f"/{kind}/{getattr(names, _ONE_OF[kind])}"
    asked = {
        "/speakers/one": names.speaker,
        "/outlets/one": names.outlet,
        "/messages/one": names.message,
        "/occasions/one": names.occasion,
    }
    return f"{path}?{urlencode({'name': asked[path]})}" if path in asked else path


def make_ledger(place: Path) -> Names:
    """Read the articles and the register into a new ledger, decide on a few records, gather the deals."""
    articles = place.with_name("articles.jsonl")
    articles.write_text("".join(f"{json.dumps(_stated(one))}\n" for one in ARTICLES))
    register = place.with_name("trade-register.csv")
    register.write_text(REGISTER)
    with Ledger.open(str(place), create=True) as ledger:
        with Intake(ledger, Progress("Reading", bar=False), workers=1) as intake:
            intake.add([str(articles)])
        ledger.add_release(*load(register))
        _decide(ledger)
        ledger.gather()
        return names_in(ledger)


def names_in(ledger: Ledger) -> Names:
    """Of the agency's text: the order of tanks that other outlets print and a register has."""
    document = next(entry for entry in ledger.documents() if entry.record.id == "agency")
    claim = next(entry for entry in ledger.claims() if entry.document_key == document.key)
    statement = next(entry for entry in ledger.statements() if entry.document_key == document.key)
    return Names(
        document=document.key,
        statement=statement.key,
        claim=claim.key,
        deal=next(iter(ledger.deals_of_claim(claim.key))).id,
        story=next(iter(ledger.stories(least=2))).story.id,
        release=ledger.releases()[0].release.sha256,
        message=next(iter(ledger.messages().entries)).key,
        occasion=next(iter(ledger.occasions().entries)).name,
    )


def _stated(article: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in article.items() if value}


def _decide(ledger: Ledger) -> None:
    """The two agree on the first claim of Greece's, not on the second; the third one of them mends."""
    of_greece = [entry for entry in ledger.claims() if entry.document.id == "frigates"]
    said = next(entry for entry in ledger.statements() if entry.document.id == "frigates")
    for reviewer in (FIRST, SECOND):
        ledger.judge(of_greece[0].key, "accepted", reviewer)
    ledger.judge(of_greece[1].key, "accepted", FIRST)
    ledger.judge(of_greece[1].key, "rejected", SECOND, note="It is the same order as in the title.")
    ledger.judge(
        of_greece[2].key, "edited", FIRST, changes={"stage": "agreed"}, note="Some are still to come."
    )
    ledger.judge(said.key, "rejected", SECOND)
