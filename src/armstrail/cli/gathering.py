"""Commands on deals: deals, merge, split."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from armstrail.cli.keeping import LEDGER, Note, Place, Reviewer, which
from armstrail.cli.output import opened
from armstrail.cli.reading import Output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.model import Deal

DEALS_EXAMPLES = """\b
Examples:
  armstrail deals
  armstrail deals --supplier Germany --recipient Ukraine --category tank
  armstrail deals t3f2a91c04
  armstrail deals --format jsonl > deals.jsonl

\b
A deal is what claims say of one kind of goods from one party to another,
over documents and time. Numbers and values are as stated; (×3) says that
three independent origins state it. `armstrail merge` and `armstrail split`
correct the gathering; what you decide is kept for ever."""

MERGE_EXAMPLES = """\b
Examples:
  armstrail merge t3f2a91c04 t77cbf9df7 --by "A. Reviewer"
"""

SPLIT_EXAMPLES = """\b
Examples:
  armstrail split t3f2a91c04 c0d7712aa9 c4419e02b1 --by "A. Reviewer"
"""

Supplier = Annotated[
    list[str] | None, typer.Option("--supplier", metavar="PARTY", help="As in FRA, France, NATO.")
]
Recipient = Annotated[list[str] | None, typer.Option("--recipient", metavar="PARTY", help="The same.")]
Category = Annotated[
    list[str] | None, typer.Option("--category", metavar="CATEGORY", help="As in tank, missile.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=DEALS_EXAMPLES, short_help="Show the deals that claims make.")(deals)
    app.command(epilog=MERGE_EXAMPLES, short_help="Decide that two deals are one.")(merge)
    app.command(epilog=SPLIT_EXAMPLES, short_help="Decide that some claims of a deal are another deal.")(
        split
    )


def deals(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="Show this deal whole, each claim with its words and reason.",
            show_default=False,
        ),
    ] = None,
    ledger: Place = LEDGER,
    supplier: Supplier = None,
    recipient: Recipient = None,
    category: Category = None,
    least: Annotated[
        int, typer.Option("--least", metavar="NUMBER", min=1, help="Of at least so many claims.")
    ] = 1,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="So many deals. [default: 20 in a table, else all]", show_default=False),
    ] = None,
    form: Annotated[
        Literal["table", "jsonl"] | None,
        typer.Option(
            "--format", "-f", help="[default: by the ending of --output, else table]", show_default=False
        ),
    ] = None,
    output: Output = None,
) -> None:
    """Show the deals that claims make: their steps, numbers and values as stated, by whom."""
    from armstrail.exports import counted  # noqa: PLC0415 - help does not need it
    from armstrail.exports import deals as writer  # noqa: PLC0415
    from armstrail.ledger import Ledger  # noqa: PLC0415

    form = form or ("jsonl" if output and output.suffix.lower() in (".jsonl", ".ndjson") else "table")
    with Ledger.open(ledger) as opened_ledger, ExitStack() as stack:
        deal = opened_ledger.deal(name) if name else None  # before a file to write to is emptied
        out = stack.enter_context(opened(output, form))
        if deal:
            if form == "jsonl":
                writer.write_lines([deal], out)
            else:
                writer.write_one(deal, opened_ledger.deal_claims(deal.id), out)
            return
        found: Iterator[Deal] = opened_ledger.deals(**which(supplier, recipient, category), least=least)
        some = islice(found, limit or (20 if form == "table" else None))
        shown = (writer.write_lines if form == "jsonl" else writer.write_table)(some, out)
        more = next(found, None) is not None
    there = "; --limit shows more, --format jsonl all" if more else ""
    typer.echo(f"{counted(shown, 'deal')} shown{there}", err=True)


def merge(
    one: Annotated[str, typer.Argument(metavar="ID", help="A deal.", show_default=False)],
    other: Annotated[
        str, typer.Argument(metavar="ID", help="The deal that is the same.", show_default=False)
    ],
    reviewer: Reviewer,
    note: Note = "",
    ledger: Place = LEDGER,
) -> None:
    """Decide that two deals are one; it holds for claims that come later, too."""
    from armstrail.ledger import Ledger  # noqa: PLC0415 - see above

    with Ledger.open(ledger) as opened_ledger:
        made = opened_ledger.merge(one, other, reviewer, note)
    typer.echo(f"{made}: merged by {reviewer}", err=True)


def split(
    deal: Annotated[str, typer.Argument(metavar="ID", help="A deal.", show_default=False)],
    claims: Annotated[
        list[str],
        typer.Argument(metavar="CLAIM...", help="The claims that are another deal.", show_default=False),
    ],
    reviewer: Reviewer,
    note: Note = "",
    ledger: Place = LEDGER,
) -> None:
    """Decide that some claims of a deal are another deal; it holds for claims that come later, too."""
    from armstrail.ledger import Ledger  # noqa: PLC0415 - see above

    with Ledger.open(ledger) as opened_ledger:
        made = opened_ledger.split(deal, claims, reviewer, note)
    typer.echo(f"{made}: split off by {reviewer}", err=True)
