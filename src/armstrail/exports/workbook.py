"""A ledger as an XLSX workbook: a sheet a kind of record, and one that says what was written and what columns mean.

Records are read and written one by one; a workbook of a million claims takes no more memory than one of a thousand.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armstrail import __version__
from armstrail.deals.cells import contradictions, evidence, steps
from armstrail.exports import counted
from armstrail.exports.deals import goods
from armstrail.exports.entries import FIELDS, Judged, judgement_record, table_rows
from armstrail.exports.meanings import MEANINGS, TITLES, WIDTHS
from armstrail.exports.sheets import CHARACTERS, EXCEL, Changes, Limits, Sheet, text
from armstrail.exports.sourced import documents, in_line, party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from typing import BinaryIO

    from openpyxl import Workbook

    from armstrail.deals.cells import Cell, Step
    from armstrail.exports.sheets import Value
    from armstrail.exports.sourced import Sourced
    from armstrail.ledger import Entry, StoryEntry
    from armstrail.ledger.entries import Kind
    from armstrail.ledger.judgements import Standing
    from armstrail.model import Claim, Deal, Document, Statement


@dataclass(frozen=True, slots=True)
class Contents:
    """What a workbook is to hold; None: no sheet of it. `ledger` is where it comes from, `made` when it is written."""

    ledger: str
    made: datetime
    deals: Iterable[Sourced] | None = None
    claims: Iterable[Entry[Claim]] | None = None
    statements: Iterable[Entry[Statement]] | None = None
    documents: Iterable[Entry[Document]] | None = None
    stories: Iterable[StoryEntry] | None = None
    judgements: Sequence[Standing] | None = None


def write(contents: Contents, out: BinaryIO, *, limits: Limits = EXCEL) -> dict[str, int]:
    """Write a workbook; gives how many records of each kind."""
    from openpyxl import Workbook  # noqa: PLC0415 - a tenth of a second, for this format only

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = f"Armstrail {__version__}", contents.ledger
    book.properties.created = book.properties.modified = contents.made.replace(tzinfo=None)
    told, changes = book.create_sheet(TITLES["read me"]), Changes()
    for column, width in (("A", 22), ("B", 26)):
        told.column_dimensions[column].width = width
    sheets = _Sheets(book, changes, limits)
    with _closing(book):
        sheets.write_all(contents)
        for line in _told(contents, sheets.written, changes):
            told.append([text(told, in_line(said)) if isinstance(said, str) else said for said in line])
        book.save(out)
    return sheets.written


@contextmanager
def _closing(book: Workbook) -> Iterator[None]:
    """Close the files of the sheets, however it ends."""
    try:
        yield
    finally:
        sheets: list[Any] = book.worksheets
        for sheet in sheets:
            if not sheet.closed:
                sheet.close()


class _Sheets:
    """The sheets of a workbook, one after the other, and how many rows each has."""

    def __init__(self, book: Workbook, changes: Changes, limits: Limits) -> None:
        self._book, self._changes, self._limits = book, changes, limits
        self.written: dict[str, int] = {}

    def write_all(self, contents: Contents) -> None:
        if contents.deals is not None:
            self._write_deals(contents.deals)
        judged = Judged(contents.judgements or ())
        kinds: dict[Kind, Iterable[Any] | None] = {
            "claims": contents.claims,
            "statements": contents.statements,
            "documents": contents.documents,
        }
        for kind, entries in kinds.items():
            if entries is not None:
                self._write(kind, FIELDS[kind], _entry_rows(entries, kind, judged))
        if contents.stories is not None:
            self._write("stories", tuple(MEANINGS["stories"]), _story_rows(contents.stories))
        if contents.judgements is not None:
            self._write("judgements", tuple(MEANINGS["judgements"]), _judgement_rows(contents.judgements))

    def _write(self, kind: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[Value]]]) -> None:
        sheet = self._sheet(kind, columns)
        for name, row in rows:
            sheet.append(row, name)
        self._end(kind, sheet)

    def _write_deals(self, deals: Iterable[Sourced]) -> None:
        """Deals and their cells, which are read but once, so that both sheets are written at a time."""
        whole = self._sheet("deals", tuple(MEANINGS["deals"]))
        parts = self._sheet("deal cells", tuple(MEANINGS["deal cells"]))
        for deal, claims in deals:
            cited = documents(claims)
            whole.append(_deal_row(deal, cited), deal.id)
            for row in _cell_rows(deal, cited):
                parts.append(row, deal.id)
        self._end("deals", whole)
        self._end("deal cells", parts)

    def _sheet(self, kind: str, columns: Sequence[str]) -> Sheet:
        linked = "url" if "url" in columns else None
        title = TITLES[kind]
        return Sheet(
            self._book, title, columns, self._changes, widths=WIDTHS, linked=linked, limits=self._limits
        )

    def _end(self, kind: str, sheet: Sheet) -> None:
        sheet.end()
        self.written[kind] = sheet.written


# ------------------------------------------------------------------ rows


def _deal_row(deal: Deal, cited: dict[str, Document]) -> list[Value]:
    told, whole = steps(deal), evidence(deal.strands)
    return [
        deal.id,
        party(deal.supplier) if deal.supplier else None,
        deal.supplier or None,
        party(deal.recipient) if deal.recipient else None,
        deal.recipient or None,
        goods(deal),
        deal.category,
        deal.designation,
        "; ".join(map(_step, told)),
        min((step.first for step in told if step.first and step.polarity == "asserted"), default=None),
        max((step.last for step in told if step.last and step.polarity == "asserted"), default=None),
        "; ".join(f"{_step(step)}: {_words(step.quantities)}" for step in told if step.quantities),
        "; ".join(f"{_step(step)}: {_words(step.values)}" for step in told if step.values),
        "; ".join(f"{found.stage}: {found.field}" for found in contradictions(deal)),
        len(whole.claims),
        len(whole.documents),
        len(whole.origins),
        next((document.url for document in cited.values() if document.url), None),
    ]


def _cell_rows(deal: Deal, cited: dict[str, Document]) -> Iterator[list[Value]]:
    """A row for each step as a whole, then for each number, value and date that is said of it."""
    against = {
        (found.stage, found.field, cell.words) for found in contradictions(deal) for cell in found.cells
    }
    for step in steps(deal):
        held = (
            ("polarity", (step.all,)),
            ("number", step.quantities),
            ("value", step.values),
            ("date", step.dates),
        )
        for field, some in held:
            for cell in some:
                contradicted = step.polarity == "asserted" or field == "polarity"
                contradicted = contradicted and (step.stage, field, cell.words) in against
                name = "step" if field == "polarity" else field
                told = "yes" if contradicted else None
                yield [*_cell_row(deal, step, name, cell, cited), told]


def _cell_row(deal: Deal, step: Step, field: str, cell: Cell, cited: dict[str, Document]) -> list[Value]:
    told = [cited[key] for key in cell.documents if key in cited]
    return [
        deal.id,
        party(deal.supplier) if deal.supplier else None,
        party(deal.recipient) if deal.recipient else None,
        goods(deal),
        step.stage,
        step.polarity,
        field,
        cell.words or None,
        "; ".join(cell.sides),
        len(cell.origins),
        "; ".join(cell.claims),
        "; ".join(cell.documents),
        "; ".join(cell.origins),
        next((document.url for document in told if document.url), None),
    ]


def _step(step: Step) -> str:
    return step.stage if step.polarity == "asserted" else f"{step.stage} (denied)"


def _words(some: Iterable[Cell]) -> str:
    return ", ".join(f"{cell.words} (×{len(cell.origins)})" for cell in some)


def _entry_rows(
    entries: Iterable[Entry[Any]], kind: Kind, judged: Judged
) -> Iterator[tuple[str, Sequence[Value]]]:
    for row in table_rows(entries, kind, judged):
        name = row["id"] if kind == "documents" else row["document"]
        yield f"document {name}", [row[column] for column in FIELDS[kind]]


def _story_rows(stories: Iterable[StoryEntry]) -> Iterator[tuple[str, Sequence[Value]]]:
    """A row for each document of a story."""
    for entry in stories:
        story = entry.story
        for member, document in zip(story.documents, entry.documents, strict=True):
            yield (
                story.id,
                [
                    story.id,
                    story.origin,
                    story.reason,
                    story.agency,
                    member.document,
                    member.relation,
                    member.share,
                    member.of_origin,
                    document.published,
                    document.outlet,
                    document.url,
                    document.title,
                ],
            )


def _judgement_rows(standings: Iterable[Standing]) -> Iterator[tuple[str, Sequence[Value]]]:
    for standing in standings:
        made = judgement_record(standing)
        made["superseded"] = "yes" if made["superseded"] else None
        made["changes"] = json.dumps(made["changes"], ensure_ascii=False) if made["changes"] else None
        yield made["record"], [made[column] for column in MEANINGS["judgements"]]


# ------------------------------------------------------------------ the sheet that says what the others are


def _told(contents: Contents, written: dict[str, int], changes: Changes) -> Iterator[list[Value]]:
    yield ["Armstrail", __version__]
    yield ["made", contents.made.isoformat(timespec="seconds")]
    yield ["ledger", contents.ledger]
    yield []
    yield ["sheet", "rows"]
    for kind, number in written.items():
        yield [TITLES[kind], number]
    yield []
    for line in _changed(changes):
        yield [line]
    yield []
    yield ["sheet", "column", "holds"]
    for kind in written:
        for column, meaning in MEANINGS[kind].items():
            yield [TITLES[kind], column, meaning]


def _changed(changes: Changes) -> Iterator[str]:
    yield "Who said what about arms passing from whom to whom. It attributes everything and asserts nothing."
    if changes.removed:
        yield (
            f"{counted(changes.removed, 'character')} that XML forbids {'was' if changes.removed == 1 else 'were'}"
            f" removed, in {counted(changes.cleaned, 'cell')}."
        )
    if changes.cut:
        yield (
            f"{counted(changes.cut, 'cell')} of more than {CHARACTERS:,} characters, the most of a spreadsheet,"
            f" {'was' if changes.cut == 1 else 'were'} cut; each says where the whole is."
        )
    if changes.unlinked:
        yield (
            f"{counted(changes.unlinked, 'address')} stayed text: a sheet takes {EXCEL.links:,} links, and none of more"
            " than 2,079 characters."
        )
