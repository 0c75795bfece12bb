"""A story is read once: what a document carries of a text that is read has that text's records, the rest is read.

Words are carried letter for letter, so that every span of a record has its place in both texts; the records are taken
of paragraphs that are carried whole, a dateline before the first of them aside. Where so much as a figure differs, the
paragraph is read, with the one before it and the first one, since it may speak of those.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from armstrail.model import Coverage, Reading, Span
from armstrail.parties import identify
from armstrail.pipeline import read_document
from armstrail.sentences import paragraphs
from armstrail.stories.credits import is_dateline
from armstrail.stories.overlaps import common_runs
from armstrail.stories.prints import prints, word_spans
from armstrail.values import published_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from armstrail.model import Claim, Document, OwnSentence, Skipped, Statement, Unresolved

    Read = Callable[[Document], Reading]

LEAST = 0.5
"""The share of a document's characters that must be carried; else it is read whole."""

LONGEST = 200_000
"""The characters of the longest text that carries or is carried: a longer one is a book, and is read."""

_GAP = "\n\n"
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
    shifts: list[Shift] = []
    for here, length, there in stretches:
        shifts += _told(mine, whole, (here, length, there))
        shifts.append(Shift(there, there + length, here, told=False))
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
    dated = _counts_from(base.document, document)
    parts = [_Part(base, how.shifts, titled=how.titled, takes_title=how.titled, dated=dated)]
    taken, lost = _carried_records(parts[0])
    parts_again: list[_Part] = []
    if lost:  # a record has to do with what is not carried: the paragraphs of its main words are read here
        mine = list(paragraphs(document.text))
        again = [
            n for n, (start, end) in enumerate(mine) if any(s.start < end and start < s.end for s in lost)
        ]
        text, back = _apart(document.text, mine, again)
        told = [Shift(shift.to, shift.to + shift.end - shift.start, 0) for shift in back if shift.told]
        taken = [record for record in taken if not _within(_main(record), told)]
        parts_again = [_Part(read(replace(document, text=text)), back)]
        taken += _own_records(parts_again[0], "again ")
    if own:
        parts.append(_Part(own, how.back, takes_title=not how.titled))
        taken += _own_records(parts[1], "own ")
    own_sentences = _own_sentences([*parts_again, *reversed(parts)])
    return Reading(document, *_numbered(taken), _coverage(document, parts), own_sentences)


def _told(
    mine: Sequence[tuple[int, int]], whole: Sequence[bool], stretch: tuple[int, int, int]
) -> list[Shift]:
    """What a stretch holds of paragraphs that are carried whole, those that follow each other in one."""
    here, length, there = stretch
    runs: list[list[int]] = []
    for (start, end), carries in zip(mine, whole, strict=True):
        first, last = max(start, here), min(end, here + length)
        if first < last and carries and last == end:
            if runs and runs[-1][2]:
                runs[-1][1] = last
            else:
                runs.append([first, last, 1])
        elif runs and start < here + length:
            runs[-1][2] = 0
    return [Shift(there + first - here, there + last - here, first) for first, last, _ in runs]


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
            return here <= start or (opens and is_dateline(before))
    return False


def _apart(text: str, mine: Sequence[tuple[int, int]], own: Sequence[int]) -> tuple[str, tuple[Shift, ...]]:
    """Some paragraphs as a text of their own, with those that they may speak of, and where each stretch belongs."""
    wanted = sorted({0, *own, *(number - 1 for number in own if number)}.intersection(range(len(mine))))
    parts: list[str] = []
    back: list[Shift] = []
    size = 0
    for _, run in groupby(enumerate(wanted), lambda place: place[1] - place[0]):
        numbers = [number for _, number in run]
        start, end = mine[numbers[0]][0], mine[numbers[-1]][1]
        for number in set(own).intersection(numbers):
            begin, stop = mine[number]
            back.append(Shift(size + begin - start, size + stop - start, begin))
        back.append(Shift(size, size + end - start, start, told=False))
        parts.append(text[start:end])
        size += end - start + len(_GAP)
    return _GAP.join(parts), tuple(sorted(back, key=lambda shift: (not shift.told, shift.start)))


# ------------------------------------------------------------------ records

Record = Any  # a Statement or a Claim: what is done here is done to both alike


@dataclass(frozen=True, slots=True)
class _Part:
    """A reading of another text, which of its stretches belong here, whether its title is the one here, whether the
    records of that are taken, and whether its days are those meant here.
    """

    read: Reading
    shifts: tuple[Shift, ...]
    titled: bool = True
    takes_title: bool = False
    dated: bool = True

    @property
    def told(self) -> list[Shift]:
        return [shift for shift in self.shifts if shift.told]

    @property
    def records(self) -> tuple[Record, ...]:
        return (*self.read.statements, *self.read.claims)


def _carried_records(part: _Part) -> tuple[list[Record], list[Span]]:
    """The records of a base, with their spans here, as often as their words stand here; and where those stand that have
    to do with words that do not belong here.
    """
    taken: list[Record] = []
    lost: list[Span] = []
    said: dict[str, list[str]] = {}  # the statements that are taken, by their ids in the base
    unbroken = _unbroken(part)
    for record in part.records:
        main = _main(record)
        known = part.dated or not _dated(record)
        if main.place == "title":
            told = record if known else _undated(record)
            taken += _tagged(_moved(told, part) if part.takes_title else None, "title ", said)
            continue
        places = [shift for shift in part.told if _within(main, [shift])]
        alone = known and (main.start < unbroken or not _speaks_of(record, part.read))
        for shift in places:
            first = replace(part, shifts=(shift, *part.shifts))
            placed = _tagged(_moved(record, first) if alone else None, f"{shift.to} ", said)
            taken += placed
            lost += [] if placed else [span for span in (_moved(main, first),) if span]
        if not places:
            lost += _met(main, part.told)
    return taken, lost


def _dated(record: Record) -> bool:
    """Whether a claim has a date, or the occasion of a statement."""
    occasion = getattr(record, "occasion", None)
    return bool(getattr(record, "date", None) or (occasion and occasion.date))


def _undated(record: Record) -> Record:
    occasion = getattr(record, "occasion", None)
    return replace(record, occasion=replace(occasion, date=None)) if occasion else replace(record, date=None)


def _own_sentences(parts: Sequence[_Part]) -> tuple[OwnSentence, ...]:
    """The outlet's own sentences of some readings, as far as they belong here, in order; what was read last counts."""
    found: dict[Span, OwnSentence] = {}
    for part in parts:
        for sentence in part.read.own:
            title = sentence.span.place == "title"
            if part.takes_title if title else _within(sentence.span, part.told):
                moved = _moved(sentence, part)
                if moved:
                    found.setdefault(moved.span, moved)
    return tuple(found[span] for span in sorted(found, key=lambda s: (s.place == "text", s.start)))


def _own_records(part: _Part, tag: str) -> list[Record]:
    """The records of what was read of a document itself that have to do with what was to be read."""

    def belongs(record: Record) -> bool:
        main = _main(record)
        return part.takes_title if main.place == "title" else bool(_met(main, part.told))

    claims = [claim for claim in part.read.claims if belongs(claim)]
    needed = {claim.statement for claim in claims}
    statements = [one for one in part.read.statements if belongs(one) or one.id in needed]
    said: dict[str, list[str]] = {}
    return [taken for record in (*statements, *claims) for taken in _tagged(_moved(record, part), tag, said)]


def _tagged(record: Record | None, tag: str, said: dict[str, list[str]]) -> list[Record]:
    """A record under an id of its part; none where it lacks the statement that it stands in."""
    if record is None:
        return []
    name = tag + record.id
    if not hasattr(record, "evidence"):
        said.setdefault(record.id, []).append(name)
        return [replace(record, id=name)]
    if record.statement is None:
        return [replace(record, id=name)]
    names = said.get(record.statement, [])
    within = tag + record.statement if tag + record.statement in names or len(names) != 1 else names[0]
    return [replace(record, id=name, statement=within)] if within in names else []


def _speaks_of(record: Record, read: Reading) -> bool:
    """Whether a claim names a party by words that do so only after others: "it", "the ministry"."""
    day = published_date(read.document.published)
    for party in (*getattr(record, "supplier", ()), *getattr(record, "recipient", ())):
        known = identify(party.mention, day.year if day else None)
        named = known.id == party.id if known else party.id.startswith("org:") and not party.mention.islower()
        if not named:
            return True
    return False


def _unbroken(part: _Part) -> int:
    """How far a text is carried from its beginning on, paragraph by paragraph."""
    text = part.read.document.text
    stretches = [(shift.start, shift.end - shift.start, 0) for shift in part.told]
    for number, bounds in enumerate(paragraphs(text)):
        if not _carries(text, stretches, bounds, number == 0):
            return bounds[0]
    return len(text)


def _counts_from(base: Document, document: Document) -> bool:
    """Whether "Monday" means the same day in both: what a base said that came out later, or no one knows when, may not
    be meant here.
    """
    one, other = published_date(base.published), published_date(document.published)
    return one == other or bool(one and other and one < other)


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
    """Statements and claims in the order of the text, each once, numbered anew."""
    ordered = sorted(taken, key=lambda record: (_main(record).place != "title", _main(record)))
    said: dict[Any, Statement] = {}
    ids: dict[str, Any] = {}
    found: dict[Any, Claim] = {}
    for record in ordered:
        if hasattr(record, "evidence"):
            which = (record.span, record.supplier, record.recipient, record.items, record.stage_words)
            found.setdefault(which, record)
        else:
            what = ids[record.id] = (record.source, record.cue, record.content)
            said.setdefault(what, record)
    number = {what: f"s{place}" for place, what in enumerate(said, 1)}
    return (
        tuple(replace(statement, id=number[what]) for what, statement in said.items()),
        tuple(
            replace(claim, id=f"c{place}", statement=number.get(ids.get(claim.statement or "")))
            for place, claim in enumerate(found.values(), 1)
        ),
    )


def _coverage(document: Document, parts: Sequence[_Part]) -> Coverage:
    skipped: list[Skipped] = []
    unresolved: list[Unresolved] = []
    for part in parts:
        own = replace(part, shifts=tuple(part.told))
        skipped += filter(None, (_moved(one, own) for one in part.read.coverage.skipped))
        unresolved += filter(None, (_moved(one, own) for one in part.read.coverage.unresolved))
    unread = sum(one.span.end - one.span.start for one in skipped)
    return Coverage(
        len(document.text),
        len(document.text) - unread,
        tuple(sorted(skipped, key=lambda one: one.span)),
        tuple(sorted(unresolved, key=lambda one: one.span)),
    )
