"""Readings as tables for a terminal: the claims of each text, then its statements, with their words.

Plain where the output is no terminal; nothing is told by style alone. 80 columns are enough.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from armstrail.exports import counted, told
from armstrail.exports.columns import BOLD, DIM, ITALIC, REVERSE, UNDERLINE, Cell, Line, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from armstrail.model import Claim, Document, Item, Party, Reading, Speaker, Statement

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NARROWEST, _USUAL, _WIDEST = 60, 80, 140
_NAMES = 6


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """The tables of each reading, as wide as the terminal; 80 columns where there is none."""
    styled = out.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    width = min(max(_width(out), _NARROWEST), _WIDEST)
    for reading in readings:
        out.writelines(f"{line}\n" for line in _shown(reading, width, styled=styled))


def _width(out: TextIO) -> int:
    try:
        return os.get_terminal_size(out.fileno()).columns or _USUAL
    except (OSError, ValueError):  # no terminal, or no file at all
        return _USUAL


def _shown(reading: Reading, width: int, *, styled: bool) -> Iterator[str]:
    """The lines of one reading."""
    half = (width - _NAMES - 4) * 4 // 9
    widths = [_NAMES, half, width - _NAMES - 4 - half]
    document, covered = reading.document, reading.coverage
    yield from columns([_heading(document)], [width], styled=styled)
    claims = [[[_named(claim.id)], _claim(claim), _evidence(claim, document)] for claim in reading.claims]
    statements = [
        [[_named(said.id)], _who(said, document), _what(said, document)] for said in reading.statements
    ]
    for names, rows in (
        (("Claim", "Who to whom, what, which step", "In these words"), claims),
        (("Said", "Who", "What"), statements),
    ):
        if rows:
            yield from columns([[[(name, BOLD)]] for name in names], widths, styled=styled)
            yield "─" * width
        for row in rows:
            yield from columns(row, widths, styled=styled)
            yield ""
    end = f"{covered.read:,} of {covered.characters:,} characters searched for claims"
    if covered.unresolved:
        end += f"; {counted(len(covered.unresolved), 'reference')} not resolved"
    words = told.own_words(document, reading.own)
    if words:
        marked = ", ".join(f"“{one}”" for one in words)
        yield from columns(
            [[[(_plain(f"Held at a distance in the outlet's own voice: {marked}"), DIM)], []]],
            [width],
            styled=styled,
        )
    if not claims and not statements:
        end = f"No claims, no statements. {end}"
    yield from columns([[[(end, DIM)], []]], [width], styled=styled)


def _named(ident: str) -> Line:
    return [(_plain(ident), "")]


def _heading(document: Document) -> Cell:
    """The title, and beneath it where and when the text was published."""
    known = (
        [document.outlet, document.published, document.id]
        if document.title
        else [document.outlet, document.published]
    )
    lines: Cell = [[(_plain(document.title or document.id), BOLD)]]
    if any(known):
        lines.append([(_plain(" · ".join(part for part in known if part)), DIM)])
    return [*lines, *([(_plain(f"note: {note}"), ITALIC)] for note in document.notes)]


def _claim(claim: Claim) -> Cell:
    """A claim in lines: the parties, the items, the step and its date and value, who says it."""
    step: Line = [(claim.stage, REVERSE)]
    sense = [word for word in (claim.polarity, claim.certainty) if word not in ("asserted", "fact")]
    if sense:
        step.append((f" {', '.join(sense)}", ITALIC))
    if claim.date:
        step.append((f" {claim.date.iso}", ""))
    if claim.value:
        step.append((f" for {claim.value.amount:,} {claim.value.currency or ''}".rstrip(), ""))
    return [
        [(f"{_parties(claim.supplier)} → {_parties(claim.recipient)}", BOLD)],
        *([(_item(item), "")] for item in claim.items),
        step,
        [(_voice(claim), ITALIC)],
    ]


def _who(statement: Statement, document: Document) -> Cell:
    cue = " … ".join(document.words(span) for span in statement.cue)
    return [
        [(_plain(_name(statement.speaker)) if statement.speaker else "nobody named", BOLD)],
        *([[(f"“{_plain(cue)}”", "")]] if cue else []),
        [(statement.voice, DIM)],
    ]


def _what(statement: Statement, document: Document) -> Cell:
    """What is said; beneath it what that is about, its event, the occasion, and words held at a distance."""
    lines: Cell = [[(" … ".join(_plain(document.words(span)) for span in statement.content), "")]]
    about = statement.about
    if about:
        lines.append([(told.topics(about), REVERSE)])
        if about.event:
            lines.append([(_plain(told.event(about)), "")])
    if statement.occasion:
        lines.append([(_plain(told.occasion(statement.occasion)), ITALIC)])
    if statement.distanced:
        words = told.held(document, (one.span for one in statement.distanced))
        lines.append([(_plain(f"holds at a distance: {words}"), DIM)])
    return lines


def _parties(parties: tuple[Party, ...]) -> str:
    """Their words, and beside them whom they are."""
    return ", ".join(f"{_plain(party.mention)} ({party.id})" for party in parties) or "unstated"


def _item(item: Item) -> str:
    count = f"{item.quantity.mention} " if item.quantity else ""
    return _plain(f"{count}{item.mention} ({item.category})")


def _voice(claim: Claim) -> str:
    if not claim.speakers:
        return "in the outlet's own voice"
    said = f", “{claim.cue}”" if claim.cue else ""
    return _plain(f"says {' quoting '.join(map(_name, claim.speakers))}{said} ({claim.voice})")


def _name(speaker: Speaker) -> str:
    """The name in full, and the words used here where they are others."""
    return speaker.name if speaker.name == speaker.mention else f"{speaker.name} (“{speaker.mention}”)"


def _evidence(claim: Claim, document: Document) -> Cell:
    """The claim's sentence; the words of its step and of what makes it denied or open are underlined."""
    words = _plain(document.words(claim.span))
    lit = {
        place
        for span in (*claim.stage_words, *claim.polarity_words, *claim.certainty_words)
        if claim.span.holds(span)
        for place in range(span.start - claim.span.start, span.end - claim.span.start)
    }
    return [[(letter, f"{BOLD};{UNDERLINE}" if place in lit else "") for place, letter in enumerate(words)]]


def _plain(words: str) -> str:
    """Words that cannot steer the terminal: each control character becomes a space, so that offsets stay."""
    return _CONTROL.sub(" ", words)
