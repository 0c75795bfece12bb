"""The records of a ledger in the formats that others read: export."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from armstrail.cli.keeping import LEDGER, Place
from armstrail.cli.output import opened, opened_binary

if TYPE_CHECKING:
    from armstrail.exports.citations import Form as CitationForm
    from armstrail.ledger import Kind as RecordKind
    from armstrail.ledger import Ledger

Kind = Literal["documents", "statements", "claims", "judgements", "deals", "events", "passages", "all"]
Form = Literal["jsonl", "csv", "parquet", "xlsx", "sipri-csv", "ftm", "bibtex", "csl-json", "plain"]

_TABLES = ("jsonl", "csv", "parquet", "xlsx")
_CITATIONS: dict[str, CitationForm] = {"bibtex": "bibtex", "csl-json": "csl", "plain": "plain"}
FORMS: dict[Kind, tuple[str, ...]] = {
    "documents": (*_TABLES, *_CITATIONS),
    "statements": (*_TABLES, *_CITATIONS),
    "claims": (*_TABLES, *_CITATIONS),
    "judgements": ("jsonl", "xlsx"),
    "deals": (*_TABLES, "sipri-csv", "ftm", *_CITATIONS),
    "events": ("jsonl", "csv"),
    "passages": ("jsonl",),
    "all": ("xlsx",),
}
"""The formats of each kind, the first of them where none is asked for."""

BINARY = ("parquet", "xlsx")
_ENDINGS = {".csv": "csv", ".parquet": "parquet", ".xlsx": "xlsx", ".bib": "bibtex", ".ftm": "ftm"}

EXPORT_EXAMPLES = """\b
Examples:
  armstrail export claims > claims.jsonl
  armstrail export claims -o claims.csv
  armstrail export documents -o documents.parquet
  armstrail export documents -o sources.bib
  armstrail export claims --format plain --site https://arms.example
  armstrail export deals --format sipri-csv -o deals.csv
  armstrail export events -o events.csv
  armstrail export passages -o passages.jsonl
  armstrail export all -o ledger.xlsx"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXPORT_EXAMPLES)(export)


def export(
    kind: Annotated[Kind, typer.Argument(help="What to export.", show_default=False)],
    ledger: Place = LEDGER,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format", "-f", help="[default: by the ending of --output, else jsonl]", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to a file instead of the screen.",
            show_default=False,
        ),
    ] = None,
    site: Annotated[
        str | None,
        typer.Option(
            "--site",
            metavar="URL",
            help="The address at which the ledger is served: citations tell the page of each record.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Export all records of a kind: as tables, in SIPRI's layout, for FollowTheMoney, as citations, for training.

    `events` are what statements, claims and the outlets' own sentences tell of one party's act towards another, in the
    field names of PLOVER, with CAMEO's root codes and the words they rest on.

    `passages` are what reviewers decided, for training a reader: a line for each document and reviewer, with the
    offsets of the sentences of which that reviewer decided on every claim. Claims accepted stand in them as they are,
    edited ones as edited; a sentence whose claims were all rejected stands in them without claims.
    """
    from armstrail.ledger import Ledger  # noqa: PLC0415 - help does not need it

    wanted = form or _ENDINGS.get(output.suffix.lower() if output else "", FORMS[kind][0])
    if wanted not in FORMS[kind]:
        raise typer.BadParameter(f"{kind} are exported as {', '.join(FORMS[kind])}", param_hint="--format")
    if wanted in BINARY and output is None:
        raise typer.BadParameter(f"{wanted} is no text; name a file with --output", param_hint="--format")
    if site and wanted not in _CITATIONS:
        raise typer.BadParameter(f"goes with --format {', '.join(_CITATIONS)}", param_hint="--site")
    with Ledger.open(ledger) as opened_ledger:
        if wanted == "xlsx" and output:
            _write_workbook(opened_ledger, kind, ledger, output)
        elif wanted in _CITATIONS:
            _write_citations(opened_ledger, kind, wanted, output, site)
        elif kind == "deals":
            _write_deals(opened_ledger, wanted, output)
        elif kind == "events":
            _write_events(opened_ledger, wanted, output)
        elif kind == "passages":
            _write_passages(opened_ledger, output)
        else:
            _write_records(opened_ledger, kind, wanted, output)


def _write_records(ledger: Ledger, kind: str, form: str, output: Path | None) -> None:
    from armstrail.exports import entries  # noqa: PLC0415 - see above

    judged = ledger.judgements()
    if kind == "judgements":
        with opened(output, "jsonl") as out:
            entries.write_judgements(judged, out)
        return
    known = entries.Judged(judged)
    records = cast("RecordKind", kind)
    rows = ledger.entries(records)
    if form == "parquet" and output:
        with opened_binary(output) as binary:
            entries.write_parquet(rows, records, known, binary)
        return
    with opened(output, form) as out:
        (entries.write_rows if form == "csv" else entries.write_lines)(rows, records, known, out)


def _write_deals(ledger: Ledger, form: str, output: Path | None) -> None:
    from armstrail.exports import counted, deal_rows, followthemoney, sipri  # noqa: PLC0415 - see above
    from armstrail.exports import deals as lines  # noqa: PLC0415

    if form == "parquet" and output:
        with opened_binary(output) as binary:
            deal_rows.write_parquet(ledger.deals(), binary)
        return
    with opened(output, form) as out:
        if form in ("jsonl", "csv"):
            (lines.write_lines if form == "jsonl" else deal_rows.write_rows)(ledger.deals(), out)
            return
        written = (sipri.write if form == "sipri-csv" else followthemoney.write)(ledger.sourced(), out)
    why = "nothing was agreed or delivered" if form == "sipri-csv" else "a party is unstated"
    left = f"; {written.left_out:,} left out: {why}" if written.left_out else ""
    typer.echo(f"{counted(written.records, 'deal')} written{left}", err=True)


def _write_citations(ledger: Ledger, kind: Kind, form: str, output: Path | None, site: str | None) -> None:
    from armstrail.exports import citations  # noqa: PLC0415 - see above

    if site and not citations.page(site, "d"):
        raise typer.BadParameter("is no address of the web; it begins with https://", param_hint="--site")
    captured = ledger.captured()
    with opened(output, form) as out:
        if kind == "deals":
            citations.write_deals(ledger.sourced(), _CITATIONS[form], out, captured, site)
        else:
            entries = ledger.entries(cast("RecordKind", kind))
            citations.write(entries, _CITATIONS[form], out, captured, site)


def _write_events(ledger: Ledger, form: str, output: Path | None) -> None:
    from armstrail.exports import counted, events  # noqa: PLC0415 - see above
    from armstrail.ledger import KINDS  # noqa: PLC0415

    origins = {
        entry.key: entry.origin
        for records in KINDS
        for entry in ledger.entries(records)
        if entry.origin != entry.document_key
    }
    readings = filter(None, (ledger.reading(entry.key) for entry in ledger.documents()))
    with opened(output, form) as out:
        written = (events.write_rows if form == "csv" else events.write_lines)(readings, out, origins)
    typer.echo(f"{counted(written, 'event')} written", err=True)


def _write_passages(ledger: Ledger, output: Path | None) -> None:
    from armstrail.agreement import judged_documents  # noqa: PLC0415 - see above
    from armstrail.exports import counted, passages  # noqa: PLC0415

    judged = ledger.judgements()
    readings = filter(None, map(ledger.reading, judged_documents(judged)))
    with opened(output, "jsonl") as out:
        written = passages.write(readings, judged, out)
    left = written.left_out
    why = (
        f"; {counted(left, 'decision')} left out: the reviewer has not decided on all claims of the sentence"
        if left
        else ""
    )
    typer.echo(f"{counted(written.records, 'passage')} written{why}", err=True)


def _write_workbook(ledger: Ledger, kind: Kind, place: str, output: Path) -> None:
    from armstrail.exports import workbook  # noqa: PLC0415 - see above

    def of(name: Kind) -> bool:
        return kind in ("all", name)

    contents = workbook.Contents(
        ledger=place.rpartition("@")[2] if "://" in place else Path(place).name,
        made=datetime.now(UTC),
        deals=ledger.sourced() if of("deals") else None,
        claims=ledger.claims() if of("claims") else None,
        statements=ledger.statements() if of("statements") else None,
        documents=ledger.documents() if of("documents") else None,
        stories=ledger.stories() if kind == "all" else None,
        judgements=ledger.judgements() if of("judgements") else None,
    )
    with opened_binary(output) as binary:
        workbook.write(contents, binary)
