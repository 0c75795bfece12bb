"""The stories of a ledger, or of documents that are only read: stories."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from armstrail.cli.keeping import LEDGER, Place
from armstrail.cli.output import opened
from armstrail.cli.reading import AllowPrivate, Output

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from armstrail.model import Document, Resemblance, Story

    Told = tuple[Story, tuple[Document, ...]]

STORIES_EXAMPLES = """\b
Examples:
  armstrail stories articles.jsonl
  armstrail stories articles/ -f jsonl > stories.jsonl
  armstrail stories --ledger armstrail.db
  armstrail stories --all

\b
relation: origin, identical (the same words), reprint (small edits), excerpt
(a part), extended (with passages of its own), update (later, same outlet).
The percentage says how much of a text stands in the origin. A line of JSONL
may hold `wire` or `credit`, which name the agency that a text comes from.
The exit status is 1 if any source failed."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=STORIES_EXAMPLES, short_help="Fold texts into stories: an origin and its copies.")(
        stories
    )


def stories(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE...",
            help="Texts, folders, pages, JSONL, archives; - for standard input. [default: the ledger]",
            show_default=False,
        ),
    ] = None,
    ledger: Place = LEDGER,
    everything: Annotated[
        bool, typer.Option("--all", help="Show texts that stand alone too; jsonl always holds them.")
    ] = False,
    form: Annotated[
        Literal["table", "jsonl"] | None,
        typer.Option(
            "--format", "-f", help="[default: by the ending of --output, else table]", show_default=False
        ),
    ] = None,
    output: Output = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Fold texts into stories: which carry the same text, which is the origin, what each of the others adds."""
    form = form or ("jsonl" if output and output.suffix.lower() in (".jsonl", ".ndjson") else "table")
    if sources:
        status = _of_sources(sources, form, output, everything, allow_private)
        if status:
            raise typer.Exit(status)
        return
    from armstrail.ledger import Ledger  # noqa: PLC0415 - help does not need it

    with Ledger.open(ledger) as opened_ledger:
        least = 1 if everything or form == "jsonl" else 2
        told = ((entry.story, entry.documents) for entry in opened_ledger.stories(least))
        alike = opened_ledger.resemblances() if form == "jsonl" else ()
        _write(told, alike, form, output)


def _of_sources(
    sources: list[str], form: str, output: Path | None, everything: bool, allow_private: bool
) -> int:
    """The stories of documents that are only read. Gives the exit status."""
    from armstrail.run import Run  # noqa: PLC0415 - loads the tables, which help does not need
    from armstrail.sources import Guest  # noqa: PLC0415
    from armstrail.stories import Stories  # noqa: PLC0415

    folded = Stories()
    run = Run(
        sources, bar=output is not None or not sys.stdout.isatty(), guest=Guest(allow_private=allow_private)
    )
    with run:
        folded.add(_named_apart(run.documents()))
    made = sorted(folded.stories(), key=lambda story: -len(story.documents))
    held = {document.id: document for document in folded.documents}
    shown = [story for story in made if everything or form == "jsonl" or len(story.documents) > 1]
    told = ((story, tuple(held[member.document] for member in story.documents)) for story in shown)
    _write(told, folded.resemblances() if form == "jsonl" else (), form, output, sources)
    return run.status


def _named_apart(documents: Iterable[Document]) -> Iterator[Document]:
    """Documents, a second one of an id named after its number: a story tells them apart by their ids."""
    seen: set[str] = set()
    for document in documents:
        names = chain([document.id], (f"{document.id} ({number})" for number in count(2)))
        name = next(name for name in names if name not in seen)
        seen.add(name)
        yield replace(document, id=name)


def _write(
    told: Iterable[Told],
    alike: Iterable[Resemblance],
    form: str,
    output: Path | None,
    sources: Sequence[str] = (),
) -> None:
    """Write the stories, and count those of two documents or more on standard error."""
    from armstrail.exports import counted  # noqa: PLC0415 - see above
    from armstrail.exports import stories as writer  # noqa: PLC0415

    large: set[str] = set()
    folded: set[tuple[str, str]] = set()  # a ledger has one document of a text that was seen at two places

    def counting() -> Iterator[Told]:
        for story, documents in told:
            if len(documents) > 1:
                large.add(story.id)
                folded.update(
                    (member.document, document.id)
                    for member, document in zip(story.documents, documents, strict=True)
                )
            yield story, documents

    with opened(output, form, sources) as out:
        if form == "jsonl":
            writer.write_lines(counting(), out, writer.resembling(alike))
        else:
            writer.write_table(counting(), out)
    stories = f"{len(large):,} {'story' if len(large) == 1 else 'stories'}"
    typer.echo(f"{stories} of two or more texts, {counted(len(folded), 'text')} in them", err=True)
