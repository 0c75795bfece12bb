"""Commands that read and show, and keep nothing: read, demo."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from armstrail.cli.output import opened
from armstrail.exports import Format, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.model import Reading

_ENDINGS: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
}

AsFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="How to show it. [default: by the ending of --output, else table]",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file instead of the screen.", show_default=False
    ),
]


MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        "-c",
        metavar="SHARE",
        min=0.0,
        max=1.0,
        help="Leave out records whose confidence is below this, as in 0.5: of those at 0.5, half are right.",
        show_default=False,
    ),
]

AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch addresses of this machine and of private networks too."),
]


READ_EXAMPLES = """\b
Examples:
  armstrail read article.txt
  armstrail read https://example.org/news/tanks.html
  armstrail read articles.jsonl -f jsonl > readings.jsonl
  armstrail read *.txt -o readings.html
  pdftotext release.pdf - | armstrail read - -f csv

\b
A line of JSONL holds `text` and, where known, `id`, `title`, `published`
(as in 2022-08-16), `outlet`, `url` and `wire`, the agency it comes from. The
exit status is 1 if any source failed; the others are read all the same."""

DEMO_EXAMPLES = """\b
Examples:
  armstrail demo
  armstrail demo -o demo.html"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=READ_EXAMPLES)(read)
    app.command(epilog=DEMO_EXAMPLES)(demo)


def read(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Texts, pages, JSONL, feeds, archives, folders of them; http(s) addresses; - for standard input.",
            show_default=False,
        ),
    ],
    form: AsFormat = None,
    output: Output = None,
    min_confidence: MinConfidence = 0.0,
    allow_private: AllowPrivate = False,
) -> None:
    """Read texts and show their statements and transfer claims."""
    _read(sources, form, output, min_confidence, allow_private=allow_private)


def demo(form: AsFormat = None, output: Output = None, min_confidence: MinConfidence = 0.0) -> None:
    """Read the sample articles that come with Armstrail."""
    samples = Path(__file__).parents[1] / "samples" / "articles.jsonl"
    _read([str(samples)], form, output, min_confidence)
    if output is None:
        typer.echo("As a page, each word linked to its record: armstrail demo -o demo.html", err=True)
        typer.echo("A text of your own: armstrail read FILE", err=True)


def _read(
    places: list[str], form: Format | None, output: Path | None, least: float, *, allow_private: bool = False
) -> None:
    """Read places, write what they hold, tell how it went. Exits with 1 where one failed, 130 where interrupted."""
    from armstrail.run import Run  # noqa: PLC0415 - loads the tables, which help and version do not need
    from armstrail.sources import Guest  # noqa: PLC0415

    form = form or (_ENDINGS.get(output.suffix.lower(), "table") if output else "table")
    guest = Guest(allow_private=allow_private)
    run = Run(places, bar=output is not None or not sys.stdout.isatty(), least=least, guest=guest)
    with run, opened(output, form, places) as out:
        write(_collected(run.readings()), form, out)
    if run.status:
        raise typer.Exit(run.status)


def _collected(readings: Iterator[Reading]) -> Iterator[Reading]:
    """The readings; with the first of them garbage begins to be collected, and the tables are left out of it."""
    for reading in readings:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        yield reading
