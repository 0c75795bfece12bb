"""Commands on registers: register add, list, show; compare."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from armstrail.cli.gathering import Category, Recipient, Supplier
from armstrail.cli.keeping import LEDGER, Place, which
from armstrail.cli.output import opened
from armstrail.cli.reading import Output

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from armstrail.ledger import Ledger
    from armstrail.model import Deal, Finding, RegisterRow, Release

Verdict = Literal["recorded", "differs", "not recorded", "cannot tell"]

_MANY = 5_000  # deals from which on a bar is shown
_AT_ONCE = 200
_NAMED = 8  # parties that no table knows

ADD_EXAMPLES = """\b
Examples:
  armstrail register add trade-register.csv
  armstrail register add list.xlsx --mapping list.toml

\b
SIPRI: choose all suppliers and recipients at armstransfers.sipri.org, and
download the trade register as CSV. A table of your own needs a mapping:

\b
  name = "my-list"
  date = "2024-05-01"
  [columns]
  supplier = "Exporter"
  recipient = "Importer"
  designation = "Item"

\b
Each release is kept with its date and the file's hash, beside earlier ones.
The exit status is 1 if something of it could not be read."""

COMPARE_EXAMPLES = """\b
Examples:
  armstrail compare sipri
  armstrail compare sipri --verdict differs
  armstrail compare "sipri 2025-03-13" --format jsonl > findings.jsonl
  armstrail compare sipri --unclaimed --supplier France --recipient India

\b
recorded: a row is the deal's, and agrees. differs: it says otherwise, in
what. not recorded: the register covers such deals and has no row for it.
cannot tell: goods, years or steps that the register does not cover."""

app = typer.Typer(help="The registers to compare with: bring in a release, list them.", no_args_is_help=True)


def register(app_: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=ADD_EXAMPLES, short_help="Bring in a release of a register.")(add)
    app.command("list")(listed)
    app.command(short_help="Show a release and its rows.")(show)
    app_.add_typer(app, name="register")
    app_.command(epilog=COMPARE_EXAMPLES, short_help="Set the deals beside a register: is each on record?")(
        compare
    )


def add(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A register's export: CSV or XLSX.", show_default=False)
    ],
    ledger: Place = LEDGER,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Call the register so.", show_default=False)
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE.toml",
            help="Which columns hold what, for a table of your own.",
            show_default=False,
        ),
    ] = None,
    released: Annotated[
        str | None,
        typer.Option(
            "--released",
            metavar="DAY",
            help="When the release was made. [default: as the file says]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Bring in a release of a register: SIPRI's trade register, UNROCA, or a table of your own."""
    from armstrail.exports import findings as writer  # noqa: PLC0415 - help does not need it
    from armstrail.ledger import Ledger  # noqa: PLC0415
    from armstrail.registers import load  # noqa: PLC0415

    release, rows = load(file, register=name, mapping=mapping, released=released)
    with Ledger.open(ledger, create=True) as opened_ledger:
        new = opened_ledger.add_release(release, rows)
        entry = next(one for one in opened_ledger.releases() if _same(one.release, release))
    with opened(None, "table") as out:
        writer.write_release(entry, out)
    typer.echo("added" if new else "this file is in the ledger already", err=True)
    for line in _strangers(rows):
        typer.echo(line, err=True)
    if not release.complete:
        raise typer.Exit(1)


def _same(one: Release, other: Release) -> bool:
    """Whether two are one in the ledger: one file may be brought in under several names, dates and mappings."""
    return all(
        getattr(one, field) == getattr(other, field) for field in ("sha256", "register", "date", "mapping")
    )


def _strangers(rows: Iterable[RegisterRow]) -> Iterator[str]:
    """Names that no table knows, in a line: rows of theirs are beside no deal."""
    names: dict[str, int] = {}
    for row in rows:
        for side, name in ((row.supplier, row.supplier_name), (row.recipient, row.recipient_name)):
            if side is None and name.strip():
                names.setdefault(" ".join(name.split()), row.line)
    if names:
        some = [f"{name} (line {line})" for name, line in list(names.items())[:_NAMED]]
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        yield f"no table knows these parties, and no deal is set beside their rows: {', '.join(some)}{more}"


def listed(
    ledger: Place = LEDGER, as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False
) -> None:
    """List the releases that the ledger has."""
    from armstrail.exports import findings as writer  # noqa: PLC0415 - see above
    from armstrail.ledger import Ledger  # noqa: PLC0415

    with Ledger.open(ledger) as opened_ledger:
        entries = opened_ledger.releases()
    with opened(None, "jsonl" if as_json else "table") as out:
        if as_json:
            for entry in entries:
                out.write(json.dumps(writer.release_record(entry), ensure_ascii=False) + "\n")
        else:
            writer.write_releases(entries, out)
    if not entries:
        typer.echo("no register is in the ledger; bring one in with `armstrail register add FILE`", err=True)


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="REGISTER", help="As in sipri, or a release of `register list`.", show_default=False
        ),
    ],
    ledger: Place = LEDGER,
    supplier: Supplier = None,
    recipient: Recipient = None,
    category: Category = None,
    limit: Annotated[int, typer.Option(min=1, help="So many rows.")] = 20,
) -> None:
    """Show a release: where it comes from, what could not be read, and its rows."""
    from armstrail.exports import counted  # noqa: PLC0415 - see above
    from armstrail.exports import findings as writer  # noqa: PLC0415
    from armstrail.ledger import Ledger  # noqa: PLC0415
    from armstrail.registers import rows_of  # noqa: PLC0415

    with Ledger.open(ledger) as opened_ledger:
        entry = opened_ledger.release(name)
        rows = rows_of(entry.release, opened_ledger.register_rows(entry.release))
    some = _filtered(rows, supplier, recipient, category)
    with opened(None, "table") as out:
        writer.write_release(entry, out)
        out.write("\n")
        shown = writer.write_rows(islice(some, limit), out)
    more = next(some, None) is not None
    typer.echo(f"{counted(shown, 'row')} shown" + ("; --limit shows more" if more else ""), err=True)


def compare(
    name: Annotated[
        str,
        typer.Argument(
            metavar="REGISTER", help="As in sipri, or a release of `register list`.", show_default=False
        ),
    ],
    ledger: Place = LEDGER,
    verdict: Annotated[
        Verdict | None,
        typer.Option("--verdict", help="Only findings of this kind.", show_default=False),
    ] = None,
    unclaimed: Annotated[
        bool, typer.Option("--unclaimed", help="The other way: the register's rows that no claim tells of.")
    ] = False,
    supplier: Supplier = None,
    recipient: Recipient = None,
    category: Category = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="So many. [default: 20 in a table, else all]", show_default=False),
    ] = None,
    form: Annotated[
        Literal["table", "jsonl"] | None,
        typer.Option(
            "--format", "-f", help="[default: by the ending of --output, else table]", show_default=False
        ),
    ] = None,
    output: Output = None,
) -> None:
    """Set the deals beside a register: recorded, differs, not recorded, cannot tell; with the reasons."""
    from armstrail import comparing  # noqa: PLC0415 - see above
    from armstrail.exports import counted  # noqa: PLC0415
    from armstrail.exports import findings as writer  # noqa: PLC0415
    from armstrail.ledger import Ledger  # noqa: PLC0415

    form = form or ("jsonl" if output and output.suffix.lower() in (".jsonl", ".ndjson") else "table")
    most = limit or (20 if form == "table" else None)
    with Ledger.open(ledger) as opened_ledger:
        release = opened_ledger.release(name).release
        beside = comparing.register_of(opened_ledger, release)
        # Rows are claimed by deals of a kind near theirs, and of companies, which the filters would leave out.
        keys = opened_ledger.deal_keys(**({} if unclaimed else which(supplier, recipient, category)))
        counts: Counter[str] = Counter()
        found = _counted(_shown(comparing.findings(ledger, beside, keys), len(keys)), counts)
        with opened(output, form) as out:
            if unclaimed:
                for _ in found:
                    pass
                left = _filtered(beside.unclaimed(), supplier, recipient, category)
                if form == "jsonl":
                    for row in islice(left, most):
                        out.write(json.dumps(writer.row_record(row, release), ensure_ascii=False) + "\n")
                else:
                    writer.write_rows(islice(left, most), out)
                rest = sum(1 for _ in left)
                typer.echo(f"{rest:,} more" if rest else "these are all", err=True)
                return
            wanted = (one for one in found if verdict in (None, one.verdict))
            told = _with_deals(opened_ledger, islice(wanted, most))
            if form == "jsonl":
                writer.write_lines(told, release, beside.rows, out)
            else:
                writer.write_table(told, beside.rows, out)
            for _ in found:  # all are counted
                pass
    told_of = ", ".join(f"{number:,} {verdict}" for verdict, number in counts.most_common())
    deals = counted(sum(counts.values()), "deal")
    typer.echo(f"{deals} beside {release.name}: {told_of or 'there are none'}", err=True)


def _shown(found: Iterator[Finding], number: int) -> Iterator[Finding]:
    """Findings as they come, with a bar on standard error where they are many."""
    from rich.console import Console  # noqa: PLC0415 - see above
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    quiet = number < _MANY or not console.is_terminal
    yield from track(found, "Comparing", total=number, console=console, transient=True, disable=quiet)


def _counted(found: Iterator[Finding], counts: Counter[str]) -> Iterator[Finding]:
    for finding in found:
        counts[finding.verdict] += 1
        yield finding


def _with_deals(ledger: Ledger, found: Iterator[Finding]) -> Iterator[tuple[Deal, Finding]]:
    """Findings with their deals, some at a time."""
    while some := list(islice(found, _AT_ONCE)):
        yield from zip(ledger.deals_of([finding.deal for finding in some]), some, strict=True)


def _filtered(
    rows: Iterator[RegisterRow] | list[RegisterRow],
    supplier: list[str] | None,
    recipient: list[str] | None,
    category: list[str] | None,
) -> Iterator[RegisterRow]:
    asked = which(supplier, recipient, category)
    return (
        row
        for row in rows
        if all(not values or getattr(row, name) in values for name, values in asked.items())
    )
