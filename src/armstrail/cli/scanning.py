"""The command for a whole corpus: scan."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from armstrail.cli.keeping import Processes

SCAN_EXAMPLES = """\b
Examples:
  armstrail scan crawl/*.warc.gz --out scanned
  armstrail scan texts.jsonl.gz pages.parquet --out scanned --workers 4
  armstrail scan /shared/ccnews --out /shared/scanned --ray 10.0.0.1:6379
  armstrail add scanned --ledger ccnews.db

\b
The folder then holds Parquet tables: documents, stories, statements, claims,
coverage, failures, captures; and manifest.json, which tells what was scanned,
by what, and what it came to. Stopped at any moment, the same command goes on
where it was. On a cluster the inputs and the folder must lie where every
machine sees them under the same path. The exit status is 1 if anything
failed; what did is in failures, and the rest went through."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=SCAN_EXAMPLES)(scan)


def scan(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="WARC, JSONL or Parquet files, gzipped or not; folders and patterns of them.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="DIR", help="The folder of the results.", show_default=False),
    ],
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray",
            metavar="ADDRESS",
            help="Scan on the Ray cluster at this address, as in 10.0.0.1:6379. [default: on this machine]",
            show_default=False,
        ),
    ] = None,
    workers: Processes = None,
) -> None:
    """Go over a whole corpus: sift it, fold its reprints, read what is about arms, write tables."""
    from armstrail.progress import Progress  # noqa: PLC0415 - loads the tables, which help and version do not need
    from armstrail.scan.run import Scan  # noqa: PLC0415

    run = Scan(sources, out, Progress("Scanning", bar=True), ray=ray, workers=workers)
    with run:
        run.run()
    if run.interrupted:
        sys.stderr.flush()
        os._exit(run.status)  # the engine, which is stopped in the middle, would end this with a signal
    if run.status:
        raise typer.Exit(run.status)
