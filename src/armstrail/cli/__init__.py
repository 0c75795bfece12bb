"""The command line. Whatever goes wrong is said in one line; docs/cli.md tells all of it."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from armstrail import __version__
from armstrail.cli import (
    accounts,
    exporting,
    folding,
    gathering,
    keeping,
    messages,
    plots,
    reading,
    registers,
    scanning,
    serving,
)
from armstrail.errors import ArmstrailError

app = typer.Typer(
    name="armstrail",
    help="Read news on arms transfers: who said what about arms passing from whom to whom, in which words.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Begin with `armstrail demo`; then `armstrail add --help`.",
)
reading.register(app)
keeping.register(app)
scanning.register(app)
exporting.register(app)
folding.register(app)
gathering.register(app)
messages.register(app)
registers.register(app)
plots.register(app)
accounts.register(app)
serving.register(app)


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
