"""The command that lists messages, what is said again and again, and shows one with its statements."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer

from armstrail.cli.keeping import LEDGER, Place
from armstrail.cli.output import opened
from armstrail.cli.reading import Output
from armstrail.exports import counted
from armstrail.model import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from armstrail.ledger import Entry, Listing, MessageEntry

MESSAGES_EXAMPLES = """\b
Examples:
  armstrail messages
  armstrail messages --speaker "Ingrid Halvorsen"
  armstrail messages --topic capability --words tanks
  armstrail messages m1f0c2a9d7b3e5846
  armstrail messages -f jsonl -o messages.jsonl

\b
A message is what statements of one meaning say, by whomever and wherever;
reprints of one text count once as an origin. A program gathers them: read
the statements before you cite a message."""

_TOPICS = get_args(Topic)

Form = Literal["table", "jsonl"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=MESSAGES_EXAMPLES, short_help="List what is said again and again.")(messages)


def messages(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="Show the statements of the message of this name.", show_default=False
        ),
    ] = None,
    ledger: Place = LEDGER,
    words: Annotated[
        str, typer.Option("--words", "-w", help="What its wording holds.", show_default=False)
    ] = "",
    speaker: Annotated[
        str | None,
        typer.Option("--speaker", help="Said by this speaker, by the whole name.", show_default=False),
    ] = None,
    topic: Annotated[
        str | None,
        typer.Option("--topic", help=f"Of a topic: {', '.join(_TOPICS)}.", show_default=False),
    ] = None,
    occasion: Annotated[
        str | None, typer.Option("--occasion", help="Said on an occasion, by its name.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many to show.")] = 20,
    form: Annotated[Form, typer.Option("--format", "-f")] = "table",
    output: Output = None,
) -> None:
    """List what is said again and again in a ledger, or the statements of one message."""
    from armstrail.ledger import Ledger, Query  # noqa: PLC0415 - help does not need it

    if topic and topic not in _TOPICS:
        raise typer.BadParameter(f"is one of {', '.join(_TOPICS)}", param_hint="--topic")
    with Ledger.open(ledger) as held:
        held.gather()
        if name:
            view = held.message(name)
            found = held.find("statements", Query(message=(name,)), size=limit, order="newest")
            lines = _shown(view.entry.wording, found.entries, form)
        else:
            query = Query(
                speaker_name=(speaker,) if speaker else (),
                topic=(topic,) if topic else (),
                occasion=(occasion,) if occasion else (),
            )
            lines = _listed(
                held.messages(query, wording=words, size=limit),
                form,
                bool(words or speaker or topic or occasion),
            )
        with opened(output, form) as out:
            out.writelines(lines)


def _listed(found: Listing[MessageEntry], form: Form, narrowed: bool) -> Iterator[str]:
    """Some messages; in a table, how many more there are, or why there is none."""
    if form == "jsonl":
        for one in found.entries:
            yield json.dumps(asdict(one), ensure_ascii=False) + "\n"
        return
    for one in found.entries:
        yield _message(one)
    left = found.total - len(found.entries)
    if left > 0:
        yield f"{left:,} more; --limit shows them\n"
    if not found.total and narrowed:
        yield "No messages are like this; `armstrail messages` lists all\n"
    elif not found.total:
        yield (
            "No messages: nothing is said twice, or the texts were read by an earlier version"
            " (`armstrail add --outdated` reads them again)\n"
        )


def _message(one: MessageEntry) -> str:
    """A message in two lines: its wording, then its name and numbers."""
    days = one.first or "no date"
    days += f" to {one.last}" if one.last != one.first else ""
    words = " ".join(one.wording.split())
    told = f"{counted(one.statements, 'statement')}, {counted(one.origins, 'origin')}"
    return f"{words}\n  {one.key}  {told}, {days}\n"


def _shown(wording: str, entries: Iterable[Entry[Any]], form: Form) -> Iterator[str]:
    """One message: in a table its wording, then its statements."""
    if form == "table":
        yield f"{wording}\n"
    for entry in entries:
        told = {
            "id": entry.key,
            "published": entry.document.published,
            "outlet": entry.document.outlet,
            "speaker": entry.record.speaker.name if entry.record.speaker else None,
            "words": entry.words["content"],
        }
        yield json.dumps(told, ensure_ascii=False) + "\n" if form == "jsonl" else _statement(told)


def _statement(told: Mapping[str, str | None]) -> str:
    """A statement in two lines: who said what, then its name and where it stands."""
    where = ", ".join(part for part in (told["published"], told["outlet"]) if part)
    words = " ".join((told["words"] or "").split())
    return f"  {told['speaker'] or 'nobody named'}: {words}\n    {told['id']}  {where}\n"
