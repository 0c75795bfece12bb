"""Commands on a ledger: add, watch, find, show, judge."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from armstrail.cli.output import opened
from armstrail.cli.reading import AllowPrivate
from armstrail.model import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.intake import Intake

Kind = Literal["documents", "statements", "claims"]
Which = dict[str, tuple[str, ...]]

Place = Annotated[
    str,
    typer.Option(
        "--ledger",
        "-l",
        metavar="PATH-OR-URL",
        envvar="ARMSTRAIL_LEDGER",
        help="The ledger: a file, or postgresql://user@host/name.",
    ),
]
Interval = Annotated[
    float,
    typer.Option(
        "--interval",
        metavar="SECONDS",
        min=0.0,
        help="Wait at least so long between two requests to one host.",
    ),
]
Processes = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="NUMBER",
        min=1,
        help="Read in so many processes. [default: one a core]",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON, for other programs.")]
Reviewer = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who decides.", envvar="ARMSTRAIL_REVIEWER")
]
Note = Annotated[str, typer.Option("--note", metavar="WORDS", help="Why.")]
LEDGER = "armstrail.db"
_STAGES = get_args(Stage)


ADD_EXAMPLES = """\b
Examples:
  armstrail add articles/ notes.txt
  armstrail add texts.jsonl crawl.warc.gz
  armstrail add https://example.org/news.rss https://example.org/sitemap.xml
  armstrail add --outdated

\b
Stopped at any moment and started again, it goes on where it was. What is
known already is left alone; what cannot be read is named, and the rest goes
on. `armstrail find` and `armstrail show` read back, `armstrail export` hands
on. The exit status is 1 if anything failed."""

WATCH_EXAMPLES = """\b
Examples:
  armstrail watch feeds.toml
  armstrail watch feeds.toml --once

\b
feeds.toml:
  every = "1h"

\b
  [[watch]]
  address = "https://example.org/news.rss"

\b
  [[watch]]
  address = "https://example.com/sitemap.xml"
  every = "1d" """

FIND_EXAMPLES = """\b
Examples:
  armstrail find Leopard
  armstrail find '"air defence" -training' --in claims
  armstrail find --supplier France --recipient India --stage delivered
  armstrail find --speaker minister --since 2022-02 --until 2022-06
  armstrail find --in claims -- Leopard -training

\b
A word with a hyphen before it must not occur. It is taken for an option,
unless it stands in the same quotation marks as another, or after --."""

SHOW_EXAMPLES = """\b
Examples:
  armstrail show c3f2a91
  armstrail show https://example.org/news/tanks.html"""

JUDGE_EXAMPLES = """\b
Examples:
  armstrail judge c3f2a91c04 accepted --by "A. Reviewer"
  armstrail judge c3f2a91c04 rejected --by "A. Reviewer" --note "an exercise"
"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=ADD_EXAMPLES, short_help="Bring texts into the ledger and read them.")(add)
    app.command(epilog=WATCH_EXAMPLES)(watch)
    app.command(
        epilog=FIND_EXAMPLES, short_help="Find records by words, parties, stage, speaker, outlet and time."
    )(find)
    app.command(epilog=SHOW_EXAMPLES, short_help="Show one record: its words, its history, its captures.")(
        show
    )
    app.command(epilog=JUDGE_EXAMPLES, short_help="Accept or reject a statement or a claim.")(judge)


def add(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE...",
            help="Files, folders, globs, JSONL, pages, WARC archives; addresses of pages, feeds and sitemaps; lists "
            "of addresses; - for standard input.",
            show_default=False,
        ),
    ] = None,
    ledger: Place = LEDGER,
    outdated: Annotated[
        bool, typer.Option("--outdated", help="Read again what an earlier version of the reader read.")
    ] = False,
    workers: Processes = None,
    allow_private: AllowPrivate = False,
    interval: Interval = 1.0,
    as_json: Json = False,
) -> None:
    """Bring texts into the ledger and read them; what is there already is left alone."""
    if not sources and not outdated:
        raise typer.BadParameter("name at least one source, or --outdated", param_hint="SOURCE")
    with _intake(ledger, len(sources or []), workers, allow_private, interval) as intake:
        if outdated:
            intake.read_again()
        intake.add(sources or [])
    _told(intake, as_json)


def watch(
    feeds: Annotated[
        Path,
        typer.Argument(metavar="FEEDS.toml", help="The addresses to watch (see below).", show_default=False),
    ],
    ledger: Place = LEDGER,
    once: Annotated[
        bool, typer.Option("--once", help="Ask each of them once and end, as from cron.")
    ] = False,
    workers: Processes = None,
    allow_private: AllowPrivate = False,
    as_json: Json = False,
) -> None:
    """Ask feeds, sitemaps and pages again and again for what is new."""
    from armstrail.watch import Watch  # noqa: PLC0415 - loads the tables, which help does not need

    plan = Watch.load(feeds)
    while True:
        due = plan.due()
        with _intake(ledger, len(due), workers, allow_private, plan.interval) as intake:
            intake.add(due)
        _told(intake, as_json, ends=once)
        if once:
            return
        plan.wait()


def find(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS...",
            help='All of these words; "in quotation marks": together; -word: not, after -- (see below).',
            show_default=False,
        ),
    ] = None,
    ledger: Place = LEDGER,
    kind: Annotated[
        Kind | None, typer.Option("--in", help="Only these records. [default: all three]", show_default=False)
    ] = None,
    supplier: Annotated[
        list[str] | None, typer.Option(metavar="PARTY", help="As in FRA, France, NATO.")
    ] = None,
    recipient: Annotated[list[str] | None, typer.Option(metavar="PARTY", help="The same.")] = None,
    category: Annotated[
        list[str] | None, typer.Option(metavar="CATEGORY", help="As in tank, missile.")
    ] = None,
    stage: Annotated[
        list[str] | None, typer.Option(metavar="STAGE", help=f"One of {', '.join(_STAGES)}.")
    ] = None,
    speaker: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Words of the speaker's name.")
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Words of the outlet's name.")
    ] = None,
    origin: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Whose words come from this document first.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Published on or after: 2021, 2021-03, 2021-03-04.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Published on or before.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many of each kind.")] = 20,
    skip: Annotated[int, typer.Option(min=0, help="Leave out the first so many.")] = 0,
    as_json: Json = False,
) -> None:
    """Find documents, statements and claims by words, parties, stage, speaker, outlet and time."""
    from armstrail.exports import found  # noqa: PLC0415 - see above
    from armstrail.ledger import KINDS, Ledger, Query  # noqa: PLC0415

    if unknown := [one for one in stage or [] if one not in _STAGES]:
        raise typer.BadParameter(f"{unknown[0]} is none of {', '.join(_STAGES)}", param_hint="--stage")
    query = Query(
        words=" ".join(words or []),
        **which(supplier, recipient, category),
        stage=tuple(stage or []),
        speaker=tuple(speaker or []),
        outlet=tuple(outlet or []),
        origin=tuple(origin or []),
        since=since,
        until=until,
    )
    kinds = [kind] if kind else [k for k in KINDS[::-1] if query.applies_to(k)]
    with Ledger.open(ledger) as opened_ledger, opened(None, "jsonl" if as_json else "table") as out:
        pages = {k: opened_ledger.find(k, query, size=limit, start=skip) for k in kinds}
        (found.write_lines if as_json else found.write_table)(pages, out)


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The id of a record or its beginning; the id or address of a document.",
            show_default=False,
        ),
    ],
    ledger: Place = LEDGER,
    as_json: Json = False,
) -> None:
    """Show one record: its words, its history, its captures, what was decided."""
    from armstrail.exports import history  # noqa: PLC0415 - see above
    from armstrail.ledger import Ledger  # noqa: PLC0415

    with Ledger.open(ledger) as opened_ledger, opened(None, "jsonl" if as_json else "table") as out:
        (history.write_json if as_json else history.write_text)(opened_ledger.history(name), out)


def judge(
    record: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a statement or a claim.", show_default=False)
    ],
    decision: Annotated[
        Literal["accepted", "rejected", "withdrawn"],
        typer.Argument(help="What you decide.", show_default=False),
    ],
    reviewer: Reviewer,
    note: Note = "",
    ledger: Place = LEDGER,
) -> None:
    """Record a decision on a statement or a claim; it is kept for ever, a later one supersedes it."""
    from armstrail.ledger import Ledger  # noqa: PLC0415 - see above

    with Ledger.open(ledger) as opened_ledger:
        key = opened_ledger.history(record).key
        made = opened_ledger.judge(key, decision, reviewer, note=note)
    typer.echo(f"{made.record}: {made.decision} by {made.reviewer}", err=True)


@contextmanager
def _intake(
    place: str, sources: int, workers: int | None, allow_private: bool, interval: float
) -> Iterator[Intake]:
    """A run into a ledger, which is made where it is lacking."""
    from armstrail.intake import Intake  # noqa: PLC0415 - loads the tables, which help does not need
    from armstrail.ledger import Ledger  # noqa: PLC0415
    from armstrail.progress import Progress  # noqa: PLC0415

    with Ledger.open(place, create=True) as ledger:
        progress = Progress("Adding", bar=True, sources=sources)
        with Intake(
            ledger, progress, workers=workers, allow_private=allow_private, interval=interval
        ) as intake:
            yield intake


def _told(intake: Intake, as_json: bool, *, ends: bool = True) -> None:
    """Tell what was done, and end with its status."""
    typer.echo(intake.summary(), err=True)
    if as_json:
        typer.echo(json.dumps(intake.report(), ensure_ascii=False))
    if intake.interrupted or (ends and intake.status):
        raise typer.Exit(intake.status)


def which(supplier: list[str] | None, recipient: list[str] | None, category: list[str] | None) -> Which:
    """What is asked for, names as ids; a party that no table knows is told of, a category that is none refused."""
    from armstrail.deals.kinds import rules  # noqa: PLC0415 - help does not need it
    from armstrail.parties import party_of  # noqa: PLC0415

    asked: Which = {
        "supplier": tuple(map(party_of, supplier or [])),
        "recipient": tuple(map(party_of, recipient or [])),
        "category": tuple(category or []),
    }
    known = [one for members in rules()["groups"].values() for one in members]
    if unknown := [one for one in asked["category"] if one not in known]:
        raise typer.BadParameter(f"{unknown[0]} is none of {', '.join(known)}", param_hint="--category")
    for one in (*asked["supplier"], *asked["recipient"]):
        if one and not one.isupper() and ":" not in one:
            typer.echo(f"{one}: no table knows this party; `armstrail deals -f jsonl` has the ids", err=True)
    return asked
