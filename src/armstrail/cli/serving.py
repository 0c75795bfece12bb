"""The workbench: serve."""

from __future__ import annotations

import getpass
from ipaddress import ip_network
from typing import Annotated

import typer

from armstrail.cli.keeping import LEDGER, Place

EXAMPLES = """\b
Examples:
  armstrail serve --demo --open
  armstrail serve
  armstrail serve --ledger team.db --by "A. Reviewer" --open
  armstrail serve --accounts --name ledger.example.org --proxy 127.0.0.1 --https
  armstrail serve --read-only --port 9000

\b
On this machine alone no account is needed. For others, make accounts first
(`armstrail user add NAME --role owner`), and set a proxy with HTTPS before it.
The same over JSON stands under /api/v1; its document is
/api/v1/openapi.json."""


def _networks(values: list[str] | None) -> list[str]:
    """As the server of the web takes them, which passes over what it does not understand."""
    try:
        return [str(ip_network(value)) for value in values or ()]
    except ValueError as error:
        raise typer.BadParameter(f"{error}; write it as in 127.0.0.1 or 10.0.0.0/8") from error


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(serve)


def serve(
    ledger: Place = LEDGER,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0: any that is free.")] = 8765,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="NAME",
            envvar="ARMSTRAIL_REVIEWER",
            help="Who decides, where there are no accounts.",
        ),
    ] = "",
    accounts: Annotated[bool, typer.Option("--accounts", help="People sign in.")] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Everybody reads, nobody decides.")] = False,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A host name it is asked for by, as a proxy sends it."),
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--proxy",
            metavar="ADDRESS",
            callback=_networks,
            help="The address or network of a proxy before it, which says truly for whom it asks.",
        ),
    ] = None,
    https: Annotated[
        bool, typer.Option("--https", help="It is reached by HTTPS alone, through a proxy.")
    ] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="Show the sample articles, in a ledger that ends with it.")
    ] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the first page in a browser.")] = False,
) -> None:
    """Show the ledger in a browser: search, read, decide, cite. Ends with Ctrl+C."""
    from armstrail.web import Settings  # noqa: PLC0415 - help does not need it
    from armstrail.web.serving import run  # noqa: PLC0415

    settings = Settings(
        ledger=ledger,
        host=host,
        port=port,
        names=tuple(name or ()),
        reviewer=by or getpass.getuser(),
        accounts=accounts,
        read_only=read_only,
        secure=https,
        proxies=tuple(proxy or ()),
    )
    run(settings, demo=demo, show=show, say=lambda line: typer.echo(line, err=True))
