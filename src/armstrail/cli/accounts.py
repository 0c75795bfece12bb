"""Commands on accounts: user add, list, role, password, disable, enable, token, tokens, revoke, audit."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from armstrail.cli.keeping import LEDGER, Json, Place
from armstrail.cli.output import opened
from armstrail.errors import AskedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from armstrail.ledger import Ledger
    from armstrail.ledger.accounts import Actor, AuditEntry, Token, User

Role = Literal["reader", "reviewer", "owner"]

EXAMPLES = """\b
Examples:
  armstrail user add "Anna Reviewer" --role reviewer
  armstrail user list
  armstrail user token "Anna Reviewer" --label notebook --role reader

\b
A reader reads; a reviewer also decides on records and deals; an owner also
keeps the accounts. Whoever can run these commands on a ledger needs no
account: they are for the workbench (`armstrail serve`) and its API."""

ADD_EXAMPLES = """\b
Examples:
  armstrail user add "Anna Reviewer" --role reviewer
  head -c 24 /dev/urandom | base64 | tee anna.txt | armstrail user add Anna --password-stdin

\b
The password is asked for twice and not shown: 12 characters at least, of any
kind; three or four words make a good one. The ledger keeps a hash of it."""

MAKE_EXAMPLES = """\b
Examples:
  armstrail user token Anna --label notebook
  armstrail user token Anna --label nightly-export --role reader --days 90

\b
The token is shown once; the ledger keeps a hash of it. Programs send it with
each request: `Authorization: Bearer armstrail_…`. It may never do more than
its user, and nothing once the user is disabled. `armstrail user revoke` ends
it."""

AUDIT_EXAMPLES = """\b
Examples:
  armstrail user audit
  armstrail user audit --limit 1000 --json > audit.jsonl

\b
Sign-ins, also those that failed; what was decided in the workbench; changes
of accounts and tokens. Lines are only ever added. Of a name that nobody has
only this is kept, not the name: people type their password there."""

app = typer.Typer(
    help="The people who use the workbench: accounts, their tokens for programs, the audit log.",
    epilog=EXAMPLES,
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Their name.", show_default=False)]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Take the password from standard input, for scripts.")
]


def register(app_: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=ADD_EXAMPLES)(add)
    app.command("list")(listed)
    app.command()(role)
    app.command()(password)
    app.command()(disable)
    app.command()(enable)
    app.command(epilog=MAKE_EXAMPLES, short_help="Make a token by which a program may use the API.")(token)
    app.command(short_help="List the tokens of a user, or of all.")(tokens)
    app.command()(revoke)
    app.command(epilog=AUDIT_EXAMPLES)(audit)
    app_.add_typer(app, name="user", short_help="The people who use the workbench, and their tokens.")


def add(
    name: Name,
    role: Annotated[Role, typer.Option("--role", help="What they may do.")] = "reader",
    password_stdin: PasswordStdin = False,
    ledger: Place = LEDGER,
) -> None:
    """Add a user."""
    with _opened(ledger, create=True) as opened_ledger:
        made = opened_ledger.accounts.add_user(name, _password(password_stdin), role, _here())
    typer.echo(f"{made.name}: added, {made.role}", err=True)


def listed(ledger: Place = LEDGER, as_json: Json = False) -> None:
    """List the users."""
    with _opened(ledger) as opened_ledger:
        users = opened_ledger.accounts.users()
    _write((asdict(user) for user in users), map(_user, users), as_json)
    if not users:
        typer.echo("there are no users; add one with `armstrail user add NAME`", err=True)


def role(
    name: Name,
    role: Annotated[Role, typer.Argument(help="What they may do from now on.", show_default=False)],
    ledger: Place = LEDGER,
) -> None:
    """Give a user another role; they have to sign in again."""
    with _opened(ledger) as opened_ledger:
        opened_ledger.accounts.set_role(name, role, _here())
    typer.echo(f"{name}: {role}", err=True)


def password(name: Name, password_stdin: PasswordStdin = False, ledger: Place = LEDGER) -> None:
    """Give a user another password; they have to sign in again. Their tokens stay: see `user tokens`."""
    with _opened(ledger) as opened_ledger:
        opened_ledger.accounts.user(name)  # a name that nobody has is told before a password is asked for
        opened_ledger.accounts.set_password(name, _password(password_stdin), _here())
    typer.echo(f"{name}: has a new password", err=True)


def disable(name: Name, ledger: Place = LEDGER) -> None:
    """Let a user and their tokens in no more; what they decided stays."""
    with _opened(ledger) as opened_ledger:
        opened_ledger.accounts.disable(name, _here())
    typer.echo(f"{name}: disabled; `armstrail user enable` lets them in again", err=True)


def enable(name: Name, ledger: Place = LEDGER) -> None:
    """Let a user who was disabled in again."""
    with _opened(ledger) as opened_ledger:
        opened_ledger.accounts.enable(name, _here())
    typer.echo(f"{name}: enabled", err=True)


def token(
    name: Name,
    label: Annotated[str, typer.Option("--label", metavar="WORDS", help="What it is for.")],
    role: Annotated[
        Role | None,
        typer.Option("--role", help="What it may do. [default: what the user may]", show_default=False),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(
            "--days",
            metavar="NUMBER",
            help="For how many days it holds. [default: until it is revoked]",
            show_default=False,
        ),
    ] = None,
    ledger: Place = LEDGER,
) -> None:
    """Make a token by which a program may use the API for a user, and show it, once."""
    with _opened(ledger) as opened_ledger:
        secret, made = opened_ledger.accounts.make_token(name, label, role, days, _here())
    typer.echo(secret)
    typer.echo(f"{_token(made)}. Keep it now: it cannot be shown again.", err=True)


def tokens(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Whose. [default: everybody's]", show_default=False),
    ] = None,
    ledger: Place = LEDGER,
    as_json: Json = False,
) -> None:
    """List the tokens of a user: what for, when last used; the secrets are not known any more."""
    with _opened(ledger) as opened_ledger:
        found = opened_ledger.accounts.tokens(name)
    _write((asdict(one) for one in found), map(_token, found), as_json)
    if not found:
        typer.echo("there are no tokens; `armstrail user token NAME --label WORDS` makes one", err=True)


def revoke(
    key: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a token, as in `user tokens`.", show_default=False)
    ],
    ledger: Place = LEDGER,
) -> None:
    """Revoke a token; programs that use it are refused from now on."""
    with _opened(ledger) as opened_ledger:
        revoked = opened_ledger.accounts.revoke(key, _here())
    typer.echo(_token(revoked), err=True)


def audit(
    ledger: Place = LEDGER,
    limit: Annotated[int, typer.Option(min=1, help="So many lines.")] = 50,
    skip: Annotated[int, typer.Option(min=0, help="Leave out the newest so many.")] = 0,
    as_json: Json = False,
) -> None:
    """Show who did what, when and from where, the newest first."""
    with _opened(ledger) as opened_ledger:
        entries = opened_ledger.accounts.audited(skip, limit)
    _write((asdict(entry) for entry in entries), map(_line, entries), as_json)


# ------------------------------------------------------------------ asking, telling


@contextmanager
def _opened(place: str, *, create: bool = False) -> Iterator[Ledger]:
    from armstrail.ledger import Ledger  # noqa: PLC0415 - help does not need it

    with Ledger.open(place, create=create) as ledger:
        yield ledger


def _here() -> Actor:
    """Who runs the command is not known: whoever may write the ledger."""
    from armstrail.ledger.accounts import Actor  # noqa: PLC0415 - see above

    return Actor(address="command line")


def _password(from_stdin: bool) -> str:
    """The password, without the end of its line; asked for twice where it is typed."""
    if not from_stdin:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True))
    try:
        return sys.stdin.buffer.readline().decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise AskedError("the password on standard input is not UTF-8") from error


def _write(records: Iterable[dict[str, object]], lines: Iterable[str], as_json: bool) -> None:
    with opened(None, "jsonl" if as_json else "table") as out:
        for line in (json.dumps(one, ensure_ascii=False) for one in records) if as_json else lines:
            out.write(line + "\n")


def _user(user: User) -> str:
    return f"{user.name}: {user.role}, since {user.made[:10]}{', disabled' if user.disabled else ''}"


def _token(token: Token) -> str:
    parts = [f"{token.role} of {token.user}", f"made {token.made[:10]}"]
    parts += [f"holds until {token.expires}"] if token.expires else []
    parts += [f"revoked {token.revoked}"] if token.revoked else []
    parts.append(f"last used {token.used}" if token.used else "not used yet")
    return f"{token.id} {token.label}: {', '.join(parts)}"


def _line(entry: AuditEntry) -> str:
    who = f"{entry.who or 'unknown'} ({entry.address or 'no address'})"
    return "  ".join(filter(None, (entry.made, who, entry.what, entry.record, entry.outcome)))
