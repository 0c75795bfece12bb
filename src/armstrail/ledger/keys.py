"""The names of records: by their words, so that the same words have the same name in every ledger and at every time.

A document is named by the hash of its text (of its title, where it has no text), a statement by its document and the
places of its words, a claim by its document, its evidence and its dyad: a newer reader that finds the same claim finds
it under the same name, with what people decided about it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from armstrail.model import Claim, Document, Party, Span, Statement

_LENGTH = 20


def document_key(document: Document) -> str:
    """ "d" and 20 hexadecimal digits of the SHA-256 of the text; where there is none, of a line end and the title."""
    return "d" + hashlib.sha256((document.text or f"\n{document.title}").encode()).hexdigest()[:_LENGTH]


def statement_keys(document: str, statements: Sequence[Statement]) -> list[str]:
    """The names of the statements of one reading, in their order."""
    return _named(
        "s", document, ([_places(s.source), _places(s.cue), _places(s.content)] for s in statements)
    )


def claim_keys(document: str, claims: Sequence[Claim]) -> list[str]:
    """The names of the claims of one reading, in their order."""
    return _named("c", document, ([_places([c.span]), *dyad(c)] for c in claims))


def dyad(claim: Claim) -> tuple[list[str], list[str]]:
    """The ids of suppliers and of recipients, each sorted."""
    return _ids(claim.supplier), _ids(claim.recipient)


def _ids(parties: Iterable[Party]) -> list[str]:
    return sorted({party.id for party in parties})


def _places(spans: Iterable[Span]) -> list[list[object]]:
    return [[span.place, span.start, span.end] for span in spans]


def _named(letter: str, document: str, records: Iterable[object]) -> list[str]:
    """A name for each record; those alike, such as two items of one dyad in one sentence, are told apart by number."""
    seen: Counter[str] = Counter()
    names = []
    for record in records:
        spelt = json.dumps([document, record])
        seen[spelt] += 1
        names.append(letter + hashlib.sha256(f"{spelt} {seen[spelt]}".encode()).hexdigest()[:_LENGTH])
    return names
