"""The command line. Whatever goes wrong is said in one line; docs/cli.md tells all of it."""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from armstrail import __version__
from armstrail.errors import ArmstrailError, OutputError
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

app = typer.Typer(
    name="armstrail",
    help="Read news on arms transfers: who said what about arms passing from whom to whom, in which words.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Begin with `armstrail demo`; then `armstrail read --help`.",
)

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
        help="Leave out records like which, by experience, less than this share is right: 0.5, 0.8 …",
        show_default=False,
    ),
]


def main() -> None:
    """Run the command line. No traceback reaches a user, unless ARMSTRAIL_DEBUG is set.

    While the tables are loaded, Python would look through them for garbage again and again, in vain: a tenth of
    the time that one text takes. It is held back until the first reading is made.
    """
    gc.disable()
    try:
        app()
    except ArmstrailError as error:
        sys.exit(f"armstrail: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("ARMSTRAIL_DEBUG"):
            raise
        sys.exit(
            f"armstrail: a fault of its own: {type(error).__name__}: {error} (ARMSTRAIL_DEBUG=1 shows where)"
        )
    finally:
        gc.enable()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"armstrail {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """What stands before a command."""


@app.command(
    epilog="""\b
Examples:
  armstrail read article.txt
  armstrail read https://example.org/news/tanks.html
  armstrail read articles.jsonl -f jsonl > readings.jsonl
  armstrail read *.txt -o readings.html
  pdftotext release.pdf - | armstrail read - -f csv

\b
A line of JSONL holds `text` and, where known, `id`, `title`, `published`
(as in 2022-08-16), `outlet` and `url`. The exit status is 1 if any source
failed; the others are read all the same."""
)
def read(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Texts, pages or JSONL, gzipped or not; http(s) addresses; - for standard input.",
            show_default=False,
        ),
    ],
    form: AsFormat = None,
    output: Output = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Read texts and show their statements and transfer claims."""
    _read(sources, form, output, min_confidence)


@app.command(
    epilog="""\b
Examples:
  armstrail demo
  armstrail demo -o demo.html"""
)
def demo(form: AsFormat = None, output: Output = None, min_confidence: MinConfidence = 0.0) -> None:
    """Read the sample articles that come with Armstrail."""
    samples = Path(__file__).parent / "samples" / "articles.jsonl"
    _read([str(samples)], form, output, min_confidence)
    if output is None:
        typer.echo("As a page, each word linked to its record: armstrail demo -o demo.html", err=True)
        typer.echo("A text of your own: armstrail read FILE", err=True)


def _read(places: list[str], form: Format | None, output: Path | None, least: float) -> None:
    """Read places, write what they hold, tell how it went. Exits with 1 where one failed, 130 where interrupted."""
    from armstrail.run import Run  # noqa: PLC0415 - loads the tables, which help and version do not need

    form = form or (_ENDINGS.get(output.suffix.lower(), "table") if output else "table")
    run = Run(places, bar=output is not None or not sys.stdout.isatty(), least=least)
    with run, _open(output, places, form) as out:
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


@contextmanager
def _open(output: Path | None, places: list[str], form: Format) -> Iterator[TextIO]:
    """Where to write: a file, which must not be one of the inputs, or the screen. Raises OutputError."""
    if output is None:
        yield _screen(form)
        return
    if output.exists() and any(Path(place).exists() and output.samefile(place) for place in places):
        raise OutputError(f"{output}: is one of the sources and would be lost; choose another --output")
    try:
        with output.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as error:
        raise OutputError(
            f"{output}: cannot be written ({(error.strerror or str(error)).lower()})"
        ) from error


def _screen(form: Format) -> TextIO:
    """Standard output; for other programs always in UTF-8, and each reading as soon as it is made."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if form == "table":
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", newline="", line_buffering=form == "jsonl")
    return sys.stdout
