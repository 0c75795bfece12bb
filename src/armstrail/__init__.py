"""Armstrail reads news on arms transfers and records who said what, each record with its exact words.

>>> import armstrail
>>> reading = armstrail.read("Germany delivered 18 Leopard 2A6 tanks to Ukraine.", published="2023-03-27")
>>> [claim.stage for claim in reading.claims]
['delivered']

The names in `__all__` are what there is to rely on; docs/python.md describes them. Each is loaded when it is first
used, so that importing the package, and starting the command line, costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from armstrail.errors import ArmstrailError
    from armstrail.ledger import Ledger, Query
    from armstrail.model import (
        Claim,
        Coverage,
        Date,
        Deal,
        Document,
        Finding,
        Item,
        Judgement,
        Member,
        Money,
        Party,
        Quantity,
        Reading,
        RegisterRow,
        Release,
        Resemblance,
        Span,
        Speaker,
        Statement,
        Story,
        Strand,
    )
    from armstrail.stories import Stories

__version__ = "0.1.0"

__all__ = [
    "ArmstrailError",
    "Claim",
    "Coverage",
    "Date",
    "Deal",
    "Document",
    "Finding",
    "Item",
    "Judgement",
    "Ledger",
    "Member",
    "Money",
    "Party",
    "Quantity",
    "Query",
    "Reading",
    "RegisterRow",
    "Release",
    "Resemblance",
    "Span",
    "Speaker",
    "Statement",
    "Stories",
    "Story",
    "Strand",
    "__version__",
    "read",
    "read_many",
]


def read(
    text: str,
    *,
    title: str = "",
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    id: str = "text",  # noqa: A002 - the name of the field, here and in every output
) -> Reading:
    r"""Read one text. `published`, a date such as 2022-08-16, is what "Monday" or "last year" are counted from.

    Line ends `\r\n` become `\n`: the spans of the reading count the characters of its `document.text`.
    """
    from armstrail.documents import make  # noqa: PLC0415 - lazy, see above
    from armstrail.pipeline import read_document  # noqa: PLC0415

    return read_document(make(text, id=id, title=title, published=published, outlet=outlet, url=url))


def read_many(documents: Iterable[Document]) -> Iterator[Reading]:
    """Read documents one by one, each when its reading is asked for; the readings come in the same order."""
    from armstrail.pipeline import read_document  # noqa: PLC0415 - lazy, see above

    return map(read_document, documents)


if not TYPE_CHECKING:  # type checkers see the imports above, and no others

    def __getattr__(name: str) -> object:
        """A public name, from the module it lives in."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 - lazy, see above

        elsewhere = {"ArmstrailError": "errors", "Ledger": "ledger", "Query": "ledger", "Stories": "stories"}
        module = elsewhere.get(name, "model")
        return getattr(import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
