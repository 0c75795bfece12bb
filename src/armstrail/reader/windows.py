"""Sentences -> windows: the stretches that the encoder reads, as word pieces with what tables say of each word.

A window is some sentences that are read for their own sake (its core) with a little of what stands before them.
Words are the tokens of `armstrail.sentences`; all that heads mark is whole words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, get_args

from armstrail.model import Span, Stage
from armstrail.reader import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tokenizers import Tokenizer

    from armstrail.model import Marks, Place
    from armstrail.reader.chunks import Chunk, Clauses
    from armstrail.sentences import Sentence, Token

LONGEST = 254  # word pieces of a window, beside the two that open and close it
CONTEXT = 72  # word pieces of what stands before, at most
LONGEST_WORD = 64  # characters of a word that are read; no name is longer
MOST_PIECES = 16  # of a word

CASES = ("none", "lower", "title", "upper", "mixed", "digits", "digits and letters", "mark")
QUOTES = ("outside", "opens", "inside", "closes")
PARTS = (
    "none", "party name", "party adjective", "party office", "party pronoun", "party generic", "party aside",
    "party origin", "party supplied", "party echo", "group", "org", "bloc", "region", "designation", "item",
    "weak item", "quantity", "value", "date",
)  # fmt: skip
STAGES = get_args(Stage)
WORDS = ("none", *(f"{part} {stage}" for part in ("verb", "noun", "operator") for stage in STAGES))
RULED = ("none", "supplier", "recipient", "item")
PLACES = ("inside", "first of a sentence", "first of a paragraph", "title")
FRAMES = (
    "none",
    *(
        f"{frame}{turned}"
        for frame in ("give", "take", "arm", "move", "mutual")
        for turned in ("", " passive")
    ),
)
FEATURES = (
    ("case", CASES),
    ("quote", QUOTES),
    ("part", PARTS),
    ("word", WORDS),
    ("place", PLACES),
    ("frame", FRAMES),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A transfer that the rules see: the words that state it, and those that play each part of RULED for it."""

    on: Span
    parts: tuple[tuple[str, Span], ...]


@dataclass(slots=True)
class Line:
    """A sentence ready to be read: its tokens, their word pieces and features, and what tables see in it.

    `clauses` is None where it is not read for claims; `parties` says of each token which party tables see named there,
    `seen` holds the transfers that rules see in it.
    """

    sentence: int
    place: Place
    paragraph: int
    tokens: Sequence[Token]
    pieces: Sequence[tuple[int, ...]]
    features: list[tuple[int, ...]]
    clauses: Clauses | None
    parties: Sequence[str | None]
    seen: Sequence[Seen] = ()
    size: int = 0

    def __post_init__(self) -> None:
        self.size = sum(map(len, self.pieces))

    @property
    def span(self) -> Span:
        """From its first word to its last."""
        return Span(self.tokens[0].start, self.tokens[-1].end, self.place)


@dataclass(slots=True)
class Window:
    """Lines in order; those from `core` on are read for their own sake, those before give context."""

    lines: list[Line]
    core: int
    ids: list[int] = field(default_factory=list)
    parties: list[str | None] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    features: list[tuple[int, ...]] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    start: int = 0
    _seen: list[tuple[tuple[int, int], list[tuple[int, tuple[int, int]]]]] | None = None

    def __post_init__(self) -> None:
        for number, line in enumerate(self.lines):
            if number == self.core:
                self.start = len(self.tokens)
            self.parties += line.parties
            for token, pieces, features in zip(line.tokens, line.pieces, line.features, strict=True):
                self.first.append(len(self.ids))
                self.ids += pieces
                self.features += [features] * len(pieces)
                self.tokens.append(token)
                self.line.append(number)

    def span(self, start: int, end: int) -> Span:
        """The characters of words start to end, as far as they stand in the same place as the first."""
        place = self.lines[self.line[start]].place
        while self.lines[self.line[end - 1]].place != place:
            end -= 1
        return Span(self.tokens[start].start, self.tokens[end - 1].end, place)

    def names(self) -> list[tuple[int, int, str]]:
        """Where the tables see a party named: first word, word behind the last, whom."""
        return named_runs(self.parties, self.line)

    def words(self, span: Span) -> tuple[int, int]:
        """The words that begin in a span; none: an empty run."""
        inside = [
            i
            for i, token in enumerate(self.tokens)
            if span.start <= token.start < span.end and self.of(i).place == span.place
        ]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def seen(self) -> list[tuple[tuple[int, int], list[tuple[int, tuple[int, int]]]]]:
        """The words of each transfer that rules see here, and of its parts, each part by its number in RULED."""
        if self._seen is None:
            self._seen = [
                (self.words(t.on), [(RULED.index(kind), self.words(span)) for kind, span in t.parts])
                for line in self.lines
                for t in line.seen
            ]
        return self._seen

    def of(self, word: int) -> Line:
        """The line that holds a word."""
        return self.lines[self.line[word]]


def named_runs(parties: Sequence[str | None], line: Sequence[int]) -> list[tuple[int, int, str]]:
    """Runs of words of one line for which the tables see the same party named."""
    found: list[tuple[int, int, str]] = []
    for i, party in enumerate(parties):
        if party is None:
            continue
        if found and found[-1][1] == i and found[-1][2] == party and line[i - 1] == line[i]:
            found[-1] = (found[-1][0], i + 1, party)
        else:
            found.append((i, i + 1, party))
    return found


def lines(
    sentences: Iterable[Sentence],
    parsed: Iterable[Clauses | None],
    tokenizer: Tokenizer,
    ruled: Marks | None = None,
) -> Iterator[Line]:
    """One line a sentence; `parsed` holds its chunks where it is read for claims, `ruled` the transfers that rules see
    in the text. Overlong sentences are broken.
    """
    seen = _seen(ruled) if ruled else {}
    inside = False
    before = (-1, "")
    for number, (sentence, clauses) in enumerate(zip(sentences, parsed, strict=True)):
        here = (sentence.paragraph, sentence.span.place)
        if here != before:
            inside = False  # a quotation that is not closed ends with its paragraph
        quotes, inside = _quotes(sentence.tokens, inside)
        opening = 3 if sentence.span.place == "title" else 2 if here != before else 1
        before = here
        features = _features(sentence, clauses, quotes, opening)
        pieces = word_pieces(sentence.tokens, tokenizer)
        for start, end in _broken(pieces):
            yield Line(
                number,
                sentence.span.place,
                sentence.paragraph,
                sentence.tokens[start:end],
                pieces[start:end],
                features[start:end],
                clauses,
                _named(clauses)[start:end] if clauses else [None] * (end - start),
                [t for t in seen.get(sentence.span, ()) if _begins(t.on, sentence.tokens[start:end])],
            )


def _seen(ruled: Marks) -> dict[Span, list[Seen]]:
    """The transfers that rules see, by sentence; a party's part falls to the words it is named by, too."""
    parts: dict[int, list[tuple[str, Span]]] = {}
    for link in ruled.links:
        if link.role in RULED:
            number: int | None = link.mention
            while number is not None:
                mention = ruled.mentions[number]
                parts.setdefault(link.predicate, []).append((link.role, mention.span))
                number = mention.refers_to
    found: dict[Span, list[Seen]] = {}
    for i, predicate in enumerate(ruled.predicates):
        found.setdefault(predicate.sentence, []).append(Seen(predicate.span, tuple(parts.get(i, ()))))
    return found


def _begins(span: Span, tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[0].start <= span.start < tokens[-1].end


def _features(
    sentence: Sentence, clauses: Clauses | None, quotes: Sequence[int], opening: int
) -> list[tuple[int, ...]]:
    """The features of each token, in the order of FEATURES."""
    tokens = sentence.tokens
    parts = _parts(clauses) if clauses else [0] * len(tokens)
    steps = _steps(clauses) if clauses else [(0, 0)] * len(tokens)
    first, others = opening, 3 if opening == 3 else 0
    return [
        (_case(token.text), quote, part, step, others if i else first, frame)
        for i, (token, quote, part, (step, frame)) in enumerate(
            zip(tokens, quotes, parts, steps, strict=True)
        )
    ]


def windows(read: Iterable[Line], longest: int = LONGEST, context: int = CONTEXT) -> Iterator[Window]:
    """Windows whose cores together are all lines once. One breaks at a paragraph where it is half full by then.

    Lines are taken as they are needed: a long text never lies in memory as windows.
    """
    coming = iter(read)
    before: list[Line] = []
    waiting: list[Line] = []
    while True:
        while sum(line.size for line in waiting) <= longest and (line := next(coming, None)):
            waiting.append(line)
        if not waiting:
            return
        back = _context(before, min(context, longest - waiting[0].size))
        end = _end(waiting, sum(line.size for line in back), longest)
        yield Window([*back, *waiting[:end]], len(back))
        before = [*before, *waiting[:end]][-context:]
        del waiting[:end]


def _end(waiting: Sequence[Line], size: int, longest: int) -> int:
    """How many of the lines that wait make the core of a window that has `size` pieces of context."""
    end, paragraph = 0, 0
    while end < len(waiting) and (end == 0 or size + waiting[end].size <= longest):
        if end and waiting[end].paragraph != waiting[end - 1].paragraph and size > longest // 2:
            paragraph = end
        size += waiting[end].size
        end += 1
    return paragraph if end < len(waiting) and paragraph else end


def _context(before: Sequence[Line], room: int) -> Sequence[Line]:
    """The last of the lines before a core, as many as fit in."""
    first = len(before)
    while first > 0 and before[first - 1].size <= room:
        first -= 1
        room -= before[first].size
    return before[first:]


def word_pieces(tokens: Sequence[Token], tokenizer: Tokenizer) -> list[tuple[int, ...]]:
    """The word pieces of each token; a token of which the vocabulary knows nothing has the unknown piece."""
    return [_pieces(token.text[:LONGEST_WORD], tokenizer) for token in tokens]


@lru_cache(1 << 15)
def _pieces(word: str, tokenizer: Tokenizer) -> tuple[int, ...]:
    encoded = tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False)
    return tuple(encoded.ids[:MOST_PIECES]) or (tokenizer.token_to_id("[UNK]") or 0,)


def _broken(pieces: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    begin = size = 0
    for i, word in enumerate(pieces):
        if size + len(word) > LONGEST:
            yield begin, i
            begin, size = i, 0
        size += len(word)
    if begin < len(pieces):
        yield begin, len(pieces)


def _case(text: str) -> int:
    if text.isalpha():
        if text.islower():
            return 1
        if text.isupper():
            return 3 if len(text) > 1 else 2
        return 2 if text[1:].islower() else 4
    if text.isdigit() or text[:1].isdigit():
        return 5 if not any(c.isalpha() for c in text) else 6
    if any(c.isalpha() for c in text):
        if any(c.isdigit() for c in text):
            return 6
        letters = [c for c in text if c.isalpha()]
        return 1 if all(c.islower() for c in letters) else 3 if all(c.isupper() for c in letters) else 2
    return 7


def _quotes(tokens: Sequence[Token], inside: bool) -> tuple[list[int], bool]:
    """For each token whether it stands in quotation marks, and whether they are open at the end."""
    found = []
    for token in tokens:
        if token.text == "“" or (token.text in ('"', "''", "``") and not inside):
            inside = True
            found.append(1)
        elif token.text == "”" or (token.text in ('"', "''") and inside):
            inside = False
            found.append(3)
        else:
            found.append(2 if inside else 0)
    return found, inside


def _parts(clauses: Clauses) -> list[int]:
    number = _numbers()
    return [number[_part(chunk)] if chunk else 0 for chunk in clauses.at]


@cache
def _numbers() -> dict[str, int]:
    return {name: i for i, name in enumerate(PARTS)}


def _part(chunk: Chunk) -> str:
    if chunk.kind == "party":
        if (
            chunk.party
            and chunk.party.kind != "state"
            and chunk.form not in ("aside", "origin", "supplied", "echo")
        ):
            return chunk.party.kind
        return f"party {chunk.form}"
    if chunk.kind == "item":
        return (
            "designation" if chunk.item and chunk.item.designation else "weak item" if chunk.weak else "item"
        )
    return chunk.kind


def _named(clauses: Clauses) -> list[str | None]:
    """For each token the party that tables see named there; pronouns and "the government" name none."""
    return [
        chunk.party.id if chunk and chunk.kind == "party" and chunk.party else None for chunk in clauses.at
    ]


def _steps(clauses: Clauses) -> list[tuple[int, int]]:
    """For each token which step a transfer word states there, and who is who around it (predicates.yaml)."""
    found = [(0, 0)] * len(clauses.tokens)
    for word in words.find(clauses):
        part = "operator" if word.meaning.part == "phrase" else word.meaning.part
        step = WORDS.index(f"{part} {word.meaning.stage}")
        frame = FRAMES.index(word.meaning.frame + " passive" * (word.voice == "passive"))
        found[word.start : word.end] = [(step, frame)] * (word.end - word.start)
    return found
