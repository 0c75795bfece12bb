"""A story is read once: what a document carries of a text that is read has that text's records, the rest is read.

Words are carried letter for letter, so that every span of a record has its place in both texts; the records are taken
of paragraphs that are carried whole, a dateline before the first of them aside. Where so much as a figure differs, the
paragraph is read, with the one before it and the first one, since it may speak of those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from armstrail.model import Coverage, Reading, Span
from armstrail.pipeline import read_document
from armstrail.sentences import paragraphs
from armstrail.stories.overlaps import common_runs
from armstrail.stories.prints import prints, word_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from armstrail.model import Claim, Document, Skipped, Statement, Unresolved

    Read = Callable[[Document], Reading]

LEAST = 0.5
"""The share of a document's characters that must be carried; else it is read whole."""

LONGEST = 200_000
"""The characters of the longest text that carries or is carried: a longer one is a book, and is read."""

_GAP = "\n\n"
_LONGEST_DATELINE = 80
_DATELINE = re.compile(r"[-–—:/)]\s*$")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of one text, start to end, and where it begins in another. `told`: its records count."""

    start: int
    end: int
    to: int
    told: bool = True


@dataclass(frozen=True, slots=True)
class Carried:
    """How a document carries another, whose records it takes: paragraphs as they stand there, and what it has of its
    own, as a document of that alone (None: nothing) with where its stretches belong.
    """

    base: str
    shifts: tuple[Shift, ...]
    titled: bool
    own: Document | None = None
    back: tuple[Shift, ...] = ()


def carried(document: Document, base: Document, key: str) -> Carried | None:
    """How a document carries a base, which is called `key`; None where it carries too little of it."""
    if max(len(document.text), len(base.text)) > LONGEST:
        return None
    mine = list(paragraphs(document.text))
    stretches = _stretches(document.text, base.text)
    whole = [_carries(document.text, stretches, bounds, number == 0) for number, bounds in enumerate(mine)]
    size = sum(end - start for start, end in mine)
    if sum(end - start for (start, end), carries in zip(mine, whole, strict=True) if carries) < LEAST * size:
        return None
    shifts = []
    for here, length, there in stretches:
        for (start, end), carries in zip(mine, whole, strict=True):
            first, last = max(start, here), min(end, here + length)
            if first < last:
                shifts.append(Shift(there + first - here, there + last - here, first, told=carries))
    titled = document.title == base.title
    own = [number for number, carries in enumerate(whole) if not carries]
    if not own and titled:
        return Carried(key, tuple(shifts), titled)
    text, back = _apart(document.text, mine, own)  # a title is read with the first paragraph, too
    return Carried(key, tuple(shifts), titled, replace(document, text=text), back)


def reading(
    document: Document, how: Carried, base: Reading, own: Reading | None, read: Read = read_document
) -> Reading:
    """The reading of a document: the records of the base that it carries, and those of what it has of its own."""
    parts = [_Part(base, how.shifts, how.titled)]
    if own:
        parts.append(_Part(own, how.back, not how.titled))
    taken, lost = _moved_records(parts[0], "base ")
    if lost:  # a record stands partly in what is not carried: the paragraphs of its main words are read here
        mine = list(paragraphs(document.text))
        again = [
            n for n, (start, end) in enumerate(mine) if any(s.start < end and start < s.end for s in lost)
        ]
        text, back = _apart(document.text, mine, again)
        told = [Shift(shift.to, shift.to + shift.end - shift.start, 0) for shift in back if shift.told]
        taken = [record for record in taken if not _within(_main(record), told)]
        taken += _moved_records(_Part(read(replace(document, text=text)), back, titled=False), "again ")[0]
    if own:
        taken += _moved_records(parts[1], "own ")[0]
    return Reading(document, *_numbered(taken), _coverage(document, parts))


def _stretches(text: str, base: str) -> list[tuple[int, int, int]]:
    """Stretches that are the same in both, letter for letter: where each begins, its length, where it begins there."""
    one, other = prints([text, base])
    mine, theirs = word_spans(text), word_spans(base)
    found: list[tuple[int, int, int]] = []
    for first, place, length in common_runs(one, other):
        here, there, end = mine[first][0], theirs[place][0], mine[first][0]
        for (begin, stop), (begins, _) in zip(
            mine[first : first + length], theirs[place : place + length], strict=True
        ):
            if text[end:stop] != base[there + end - here : there + stop - here]:
                _add(found, text, base, (here, end - here, there))
                here, there = begin, begins
            end = stop
        _add(found, text, base, (here, end - here, there))
    return found


def _add(found: list[tuple[int, int, int]], text: str, base: str, stretch: tuple[int, int, int]) -> None:
    """Add a stretch, with the marks before and behind its words that are the same in both."""
    here, length, there = stretch
    if length <= 0:
        return
    while here and there and text[here - 1] == base[there - 1] and not _parts(text[here - 1]):
        here, there, length = here - 1, there - 1, length + 1
    while text[here + length : here + length + 1] == base[
        there + length : there + length + 1
    ] != "" and not _parts(text[here + length]):
        length += 1
    found.append((here, length, there))


def _parts(letter: str) -> bool:
    return letter.isalnum() or letter == "\n"


def _carries(
    text: str, stretches: Sequence[tuple[int, int, int]], bounds: tuple[int, int], opens: bool
) -> bool:
    """Whether a paragraph is carried whole; that which opens the text, but for a dateline or a credit."""
    start, end = bounds
    for here, length, _ in stretches:
        if end <= here + length and here < end:
            before = text[start:here]
            return here <= start or (
                opens and len(before) <= _LONGEST_DATELINE and bool(_DATELINE.search(before))
            )
    return False


def _apart(text: str, mine: Sequence[tuple[int, int]], own: Sequence[int]) -> tuple[str, tuple[Shift, ...]]:
    """Some paragraphs as a text of their own, with those that they may speak of, and where each stretch belongs."""
    parts: list[str] = []
    back: list[Shift] = []
    size = 0
    for number in sorted({0, *own, *(number - 1 for number in own if number)}.intersection(range(len(mine)))):
        start, end = mine[number]
        back.append(Shift(size, size + end - start, start, told=number in set(own)))
        parts.append(text[start:end])
        size += end - start + len(_GAP)
    return _GAP.join(parts), tuple(back)


# ------------------------------------------------------------------ records

Record = Any  # a Statement or a Claim: what is done here is done to both alike


@dataclass(frozen=True, slots=True)
class _Part:
    """A reading of another text, which of its stretches belong here, and whether its title is the one here."""

    read: Reading
    shifts: tuple[Shift, ...]
    titled: bool


def _moved_records(part: _Part, tag: str) -> tuple[list[Record], list[Span]]:
    """The records of a part with their spans here, their ids behind a tag; and where those stand that have words in
    what does not belong here.
    """
    told = [shift for shift in part.shifts if shift.told]
    taken: list[Record] = []
    lost: list[Span] = []
    ids = set()
    records: tuple[Record, ...] = (*part.read.statements, *part.read.claims)
    for record in records:
        main = _main(record)
        if not (part.titled if main.place == "title" else _within(main, told)):
            lost += _met(main, told)
            continue
        placed = _moved(record, part)
        within = getattr(record, "statement", None)
        if placed is not None and (within is None or within in ids):
            ids.add(record.id)
            named = {"id": tag + record.id, **({"statement": tag + within} if within else {})}
            taken.append(replace(placed, **named))
        elif main.place == "text" and (span := _moved(main, part)):
            lost.append(span)
    return taken, lost


def _met(main: Span, told: Sequence[Shift]) -> list[Span]:
    """What belongs here of words that belong here in part."""
    if main.place == "title":
        return []
    met = ((max(main.start, s.start), min(main.end, s.end), s.to - s.start) for s in told)
    return [Span(start + by, end + by) for start, end, by in met if start < end]


def _moved(value: T, part: _Part) -> T | None:
    """A value with all spans in it moved; None where one has no place here."""
    if isinstance(value, Span):
        if value.place == "title":
            return value if part.titled else None
        for shift in part.shifts:
            if shift.start <= value.start and value.end <= shift.end:
                by = shift.to - shift.start
                return replace(value, start=value.start + by, end=value.end + by)
        return None
    if isinstance(value, tuple):
        held = tuple(_moved(one, part) for one in value)
        return None if None in held else held  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for name in (field.name for field in fields(value)):
            one = getattr(value, name)
            changed[name] = None if one is None else _moved(one, part)
            if one is not None and changed[name] is None:
                return None
        return replace(value, **changed)
    return value


def _main(record: Record) -> Span:
    """Where a record stands: the evidence of a claim, the first words of a statement's content."""
    pieces = (record.span,) if hasattr(record, "evidence") else record.content or record.cue or record.source
    main: Span = pieces[0]
    return main


def _within(span: Span, stretches: Iterable[Shift]) -> bool:
    return span.place == "text" and any(s.start <= span.start and span.end <= s.end for s in stretches)


def _numbered(taken: Sequence[Record]) -> tuple[tuple[Statement, ...], tuple[Claim, ...]]:
    """Statements and claims in the order of the text, numbered anew."""
    ordered = sorted(taken, key=lambda record: (_main(record).place != "title", _main(record)))
    said = [record for record in ordered if not hasattr(record, "evidence")]
    found = [record for record in ordered if hasattr(record, "evidence")]
    ids = {record.id: f"s{number}" for number, record in enumerate(said, 1)}
    return (
        tuple(replace(record, id=ids[record.id]) for record in said),
        tuple(
            replace(record, id=f"c{number}", statement=ids.get(record.statement))
            for number, record in enumerate(found, 1)
        ),
    )


def _coverage(document: Document, parts: Sequence[_Part]) -> Coverage:
    skipped: list[Skipped] = []
    unresolved: list[Unresolved] = []
    for part in parts:
        own = replace(part, shifts=tuple(shift for shift in part.shifts if shift.told))
        skipped += filter(None, (_moved(one, own) for one in part.read.coverage.skipped))
        unresolved += filter(None, (_moved(one, own) for one in part.read.coverage.unresolved))
    unread = sum(one.span.end - one.span.start for one in skipped)
    return Coverage(
        len(document.text),
        len(document.text) - unread,
        tuple(sorted(skipped, key=lambda one: one.span)),
        tuple(sorted(unresolved, key=lambda one: one.span)),
    )
