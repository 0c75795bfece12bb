"""Documents, statements, claims and deals as citations: BibTeX for LaTeX, CSL-JSON for Zotero and pandoc, plain lines.

The key of a record is its outlet, its year and its name in the ledger: the same in every export, of every ledger.
The outlet is the author, as an institution; `accessed` is the day on which the text was first captured. A citation of a
claim tells its words, who says them and where they stand. `site` is the address at which the ledger is served, if it
is: with it a citation tells the record's own page. What is not known is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal, get_args

from armstrail.deals.cells import evidence
from armstrail.exports import counted
from armstrail.exports.deals import goods
from armstrail.exports.latex import ascii_address, escaped
from armstrail.exports.sourced import day, in_line, link, party
from armstrail.ledger import Entry
from armstrail.model import Claim, Document, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from armstrail.exports.sourced import Sourced
    from armstrail.model import Deal

Form = Literal["bibtex", "csl", "plain"]
FORMS: tuple[Form, ...] = get_args(Form)

_KINDS = {"d": "document", "s": "statement", "c": "claim", "t": "deal"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation tells, whatever its form; "" or None is what is not known. `said` are the words that are cited
    and who says them, `note` where they are kept, `related` the keys of the entries that stand beside it.
    """

    key: str
    title: str
    note: str
    outlet: str = ""
    published: str = ""
    address: str | None = None
    captured: str | None = None
    said: str = ""
    related: tuple[str, ...] = ()


def cite(entry: Entry[Any], form: Form, captured: str | None = None, site: str | None = None) -> str:
    """A document, statement or claim as a citation; `captured` is the day on which its document was first captured.

    The hash of the text is told whole where the entry's document comes with its text, else its beginning, which is in
    the document's name.

    >>> print(cite(claim, "plain", "2024-02-03"))  # doctest: +SKIP
    “Norland sold Sarkia six jets, a minister said.”, according to a minister, in Daily Tide, “Jets”, 2023-03-28, …
    """
    return _written([_reference(entry, captured, site)], form)


def cite_deal(
    deal: Deal,
    claims: Sequence[Entry[Claim]],
    form: Form,
    captured: Mapping[str, str] | None = None,
    site: str | None = None,
) -> str:
    """A deal as a citation, and each document that its claims stand in beside it, once.

    `claims` are those of the deal, `captured` the days on which documents were first captured, by their keys. In plain
    it is a line for the deal and a line for each document.
    """
    return _written(_of_deals([(deal, claims)], captured or {}, site), form)


def write(
    entries: Iterable[Entry[Any]],
    form: Form,
    out: TextIO,
    captured: Mapping[str, str],
    site: str | None = None,
) -> int:
    """A citation for each document, statement or claim; gives how many.

    BibTeX (UTF-8) has an entry @misc for each: what LaTeX takes for a command is escaped, letters with accents are
    spelt as commands, those that it has no command for (Arabic, Cyrillic, Chinese) stay as they are. CSL-JSON is an
    array.
    """
    return _write((_reference(entry, captured.get(entry.document_key), site) for entry in entries), form, out)


def write_deals(
    deals: Iterable[Sourced],
    form: Form,
    out: TextIO,
    captured: Mapping[str, str],
    site: str | None = None,
) -> int:
    """The same for deals, each before its documents, a document once; gives how many citations."""
    return _write(_of_deals(deals, captured, site), form, out)


def csl_record(entry: Entry[Any], captured: str | None = None, site: str | None = None) -> dict[str, Any]:
    """One document, statement or claim as an object of CSL-JSON."""
    return _csl(_reference(entry, captured, site))


def citation_key(entry: Entry[Any]) -> str:
    """The key to cite a document, a statement or a claim by: letters, digits and hyphens of ASCII.

    >>> citation_key(entry)  # doctest: +SKIP
    'daily-tide-2023-d3f2a91c04d5b6e7f8090'
    """
    document: Document = entry.document
    spelt = unicodedata.normalize("NFKD", document.outlet or "").encode("ascii", "ignore").decode().casefold()
    outlet = re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")[:24].strip("-")
    year = (day(document.published) or "")[:4]
    return "-".join(filter(None, (outlet or _kind(entry.key), year, entry.key)))


def page(site: str | None, key: str) -> str | None:
    """The page of a record at the address where its ledger is served; None without one that may be made a link.

    >>> page("https://arms.example", "c3f2a91c04d5b6e7f8090")
    'https://arms.example/claims/c3f2a91c04d5b6e7f8090'
    """
    return link(f"{site.rstrip('/')}/{_kind(key)}s/{key}") if site else None


# ------------------------------------------------------------------ what is told


def _reference(entry: Entry[Any], captured: str | None, site: str | None) -> Reference:
    document: Document = entry.document
    told = [_named(entry.key, site)]
    if isinstance(entry.record, Claim | Statement):
        told = [_where(_spans(entry.record)), *told, f"document {entry.document_key}"]
    return Reference(
        key=citation_key(entry),
        title=in_line(entry.name if isinstance(entry.record, Document) else document.title),
        note=", ".join(filter(None, ["; ".join(told), _digest(entry)])),
        outlet=in_line(document.outlet),
        published=in_line(document.published),
        address=link(document.url),
        captured=captured[:10] if captured else None,
        said=_said(entry),
    )


def _of_deals(deals: Iterable[Sourced], captured: Mapping[str, str], site: str | None) -> Iterator[Reference]:
    told: set[str] = set()
    for deal, claims in deals:
        sources = {entry.document_key: _source(entry) for entry in claims}
        whole, passes = evidence(deal.strands), in_line(goods(deal))
        stated = (counted(len(whole.claims), "claim"), counted(len(whole.documents), "document"))
        yield Reference(
            key=f"deal-{deal.id}",
            title=f"What is said of a transfer from {party(deal.supplier)} to {party(deal.recipient)}: {passes}",
            note=f"Armstrail deal {deal.id}: {' in '.join(stated)}, of {counted(len(whole.origins), 'origin')}",
            address=page(site, deal.id),
            related=tuple(map(citation_key, sources.values())),
        )
        for key, source in sources.items():
            if key not in told:
                yield _reference(source, captured.get(key), site)
        told |= sources.keys()


def _source(entry: Entry[Claim]) -> Entry[Document]:
    """The document of a claim, as an entry of its own."""
    document = entry.document
    return Entry(
        entry.document_key, document.title, document, document, entry.document_key, None, entry.origin
    )


def _said(entry: Entry[Any]) -> str:
    """The words of a claim or a statement, and who says them."""
    record = entry.record
    if isinstance(record, Claim):
        who = ", citing ".join(in_line(speaker.name) for speaker in record.speakers)
        return (
            f"“{in_line(record.evidence)}”, {f'according to {who}' if who else 'in the outlet’s own voice'}"
        )
    if isinstance(record, Statement):
        named = record.speaker.name if record.speaker else entry.words.get("source")
        # "denied" turns round what is said: the content alone would be put into their mouth.
        cue = in_line(entry.words.get("cue"))
        who = f"{in_line(named) or 'nobody named'}{f' (“{cue}”)' if cue else ''}"
        content = in_line(entry.words.get("content"))
        return f"{who}: “{content}”" if content else who
    return ""


def _spans(record: Claim | Statement) -> tuple[Span, ...]:
    return (record.span,) if isinstance(record, Claim) else record.content or record.cue or record.source


def _where(spans: Sequence[Span]) -> str:
    stand = ", ".join(f"{span.start}–{span.end}" for span in spans)
    return f"characters {stand} of the {spans[0].place}"


def _named(key: str, site: str | None) -> str:
    return ", ".join(filter(None, (f"Armstrail {_kind(key)} {key}", page(site, key))))


def _digest(entry: Entry[Any]) -> str:
    """The hash of the text; a document that is a title alone has none."""
    document: Document = entry.document
    if document.text:
        return f"SHA-256 of the text {_sha256(document.text)}"
    begins = entry.document_key[1:]
    return (
        ""
        if _sha256(f"\n{document.title}").startswith(begins)
        else f"SHA-256 of the text begins with {begins}"
    )


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _kind(key: str) -> str:
    return _KINDS[key[0]]


# ------------------------------------------------------------------ how it is written


def _written(references: Iterable[Reference], form: Form) -> str:
    out = StringIO()
    _write(references, form, out)
    return out.getvalue()


def _write(references: Iterable[Reference], form: Form, out: TextIO) -> int:
    if form == "csl":
        return _write_csl(references, out)
    number, spelt = 0, _bibtex if form == "bibtex" else _plain
    for number, reference in enumerate(references, 1):  # noqa: B007 - it is counted
        out.write(spelt(reference))
    return number


def _write_csl(references: Iterable[Reference], out: TextIO) -> int:
    number = 0
    out.write("[")
    for number, reference in enumerate(references, 1):
        record = json.dumps(_csl(reference), ensure_ascii=False)
        # A title may hold markup, and the array may be set into a page.
        out.write((",\n" if number > 1 else "\n") + record.replace("<", "\\u003c"))
    out.write("\n]\n")
    return number


def _csl(told: Reference) -> dict[str, Any]:
    published = day(told.published)
    issued: dict[str, object] | None = {"date-parts": [_parts(published)]} if published else None
    if not issued and told.published:
        issued = {"literal": told.published}
    record = {
        "id": told.key,
        "type": "webpage" if told.address else "document",
        "author": [{"literal": told.outlet}] if told.outlet else None,
        "title": told.title,
        "issued": issued,
        "accessed": {"date-parts": [_parts(told.captured)]} if told.captured else None,
        "URL": told.address,
        "note": "; ".join(filter(None, (told.said, told.note))),
    }
    return {name: value for name, value in record.items() if value}


def _bibtex(told: Reference) -> str:
    published = day(told.published)
    year, month, number = [*_parts(published or ""), 0, 0, 0][:3]
    undated = f"published {told.published}" if told.published and not published else ""
    fields = {
        "author": f"{{{escaped(told.outlet)}}}" if told.outlet else "",
        "title": f"{{{escaped(told.title)}}}" if told.title else "",
        "year": f"{year:04}" if year else "",
        "month": _MONTHS[month - 1] if month else "",
        "day": str(number or ""),
        "url": ascii_address(told.address),
        "urldate": told.captured or "",
        "note": escaped("; ".join(filter(None, (undated, told.said, told.note)))),
        "related": ",".join(told.related),
    }
    lines = [f"@misc{{{told.key},\n"]
    for name, value in fields.items():
        if value:
            # The names of months are macros, which styles spell in their language.
            lines.append(f"  {name} = {value},\n" if name == "month" else f"  {name} = {{{value}}},\n")
    return "".join([*lines, "}\n\n"])


def _plain(told: Reference) -> str:
    """One line, as a footnote has it."""
    where = [
        told.outlet,
        f"“{told.title}”" if told.title else "" if told.outlet or not told.said else "an untitled text",
        day(told.published) or told.published,
        told.address or "",
        f"captured {told.captured}" if told.captured else "",
    ]
    source = ", ".join(filter(None, where))
    cited = f"{told.said}, in {source}" if told.said and source else told.said or source
    return "; ".join(filter(None, (cited, told.note))) + ".\n"


def _parts(iso: str) -> list[int]:
    return [int(part) for part in iso.split("-") if part]
