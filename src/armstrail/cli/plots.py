"""Pictures of what a ledger holds: plot flows, timeline, stages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from armstrail.cli.gathering import Category, Recipient, Supplier
from armstrail.cli.keeping import LEDGER, Place, which
from armstrail.cli.output import opened, opened_binary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.ledger import Ledger
    from armstrail.model import Deal
    from armstrail.plots import Spec

FLOWS_EXAMPLES = """\b
Examples:
  armstrail plot flows -o flows.html
  armstrail plot flows --map --category missile -o missiles.svg"""

TIMELINE_EXAMPLES = """\b
Examples:
  armstrail plot timeline --recipient Ukraine -o ukraine.html"""

STAGES_EXAMPLES = """\b
Examples:
  armstrail plot stages t3f2a91c04 -o deal.png
  armstrail plot stages --supplier France --recipient India -o deals.html"""

ENDINGS = ("html", "png", "svg")

File = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A page (.html) that needs no network, or a picture (.png, .svg).",
        show_default=False,
    ),
]

app = typer.Typer(
    help="Pictures: who to whom, when, and the stages of deals. Every count is of independent origins.",
    no_args_is_help=True,
)


def register(app_: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=FLOWS_EXAMPLES)(flows)
    app.command(epilog=TIMELINE_EXAMPLES, short_help="Draw how many origins tell of each stage over time.")(
        timeline
    )
    app.command(epilog=STAGES_EXAMPLES, short_help="Draw the stages of deals on a time line.")(stages)
    app_.add_typer(app, name="plot")


def flows(
    output: File,
    ledger: Place = LEDGER,
    on_map: Annotated[bool, typer.Option("--map", help="Lines on a map instead of a matrix.")] = False,
    supplier: Supplier = None,
    recipient: Recipient = None,
    category: Category = None,
) -> None:
    """Draw who to whom, as a matrix or on a map."""
    from armstrail import plots  # noqa: PLC0415 - help does not need it
    from armstrail.ledger import Ledger  # noqa: PLC0415

    _checked(output)
    with Ledger.open(ledger) as opened_ledger:
        cells = plots.flows_of(_deals(opened_ledger, supplier, recipient, category))
    _write(plots.flows(cells, form="map" if on_map else "matrix"), output)


def timeline(
    output: File,
    ledger: Place = LEDGER,
    supplier: Supplier = None,
    recipient: Recipient = None,
    category: Category = None,
) -> None:
    """Draw how many independent origins tell of each stage, when first published: by month, year or decade."""
    from armstrail import plots  # noqa: PLC0415 - see above
    from armstrail.ledger import Ledger  # noqa: PLC0415

    _checked(output)
    with Ledger.open(ledger) as opened_ledger:
        points = plots.points_of(_deals(opened_ledger, supplier, recipient, category))
    _write(plots.timeline(points), output)


def stages(
    output: File,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID...", help="The deals. [default: those of most claims]", show_default=False
        ),
    ] = None,
    ledger: Place = LEDGER,
    supplier: Supplier = None,
    recipient: Recipient = None,
    category: Category = None,
) -> None:
    """Draw the stages of deals on a time line: those of most claims first."""
    from armstrail import plots  # noqa: PLC0415 - see above
    from armstrail.ledger import Ledger  # noqa: PLC0415

    _checked(output)
    with Ledger.open(ledger) as opened_ledger:
        if names:
            deals = [opened_ledger.deal(name) for name in names]
        else:
            found = _deals(opened_ledger, supplier, recipient, category)
            deals = sorted(found, key=lambda deal: -len(deal.strands))
    _write(plots.stages(deals), output)


def _deals(
    ledger: Ledger, supplier: list[str] | None, recipient: list[str] | None, category: list[str] | None
) -> Iterator[Deal]:
    return ledger.deals(**which(supplier, recipient, category))


def _checked(output: Path) -> None:
    """The ending says what is wanted; that is told before anything is counted."""
    if output.suffix.lower().lstrip(".") not in ENDINGS:
        raise typer.BadParameter(
            f"{output}: name a file that ends in .html, .png or .svg", param_hint="--output"
        )


def _write(spec: Spec, output: Path) -> None:
    from armstrail import plots  # noqa: PLC0415 - see above

    form = output.suffix.lower().lstrip(".")
    if form == "html":
        with opened(output, form) as out:
            plots.write_html(spec, out)
    else:
        with opened_binary(output) as binary:
            plots.write_picture(spec, binary, cast("Literal['png', 'svg']", form))
    typer.echo(f"{output} is written", err=True)
