"""The prints of texts: their words as numbers, which of them stand in quotation marks, and their fingerprints.

Words are compared without case and punctuation. A fingerprint is the least of `WINDOW` neighbouring hashes of
`SHINGLE` words each (winnowing: Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003), so that two texts with a run of WINDOW + SHINGLE - 1 words in common always share one,
however long they are. MinHash in bands promises that for texts alike as wholes, and not for an excerpt in a long text.

All of it is arithmetic on arrays that hold many texts at once: nothing is done in Python word by word.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from armstrail.codebook import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Hashes = NDArray[np.uint32]
    Wide = NDArray[np.uint64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

SHINGLE = 5
"""Words of a shingle."""

WINDOW = 12
"""Neighbouring shingles of which the least is a fingerprint."""

# What is looked at together, in characters and in bytes: about as much as the processor's cache holds.
_TEXTS_AT_ONCE = 1 << 18
_AT_ONCE = 1 << 18

_NONE = np.uint64(2**64 - 1)
_HALF = np.uint64(32)
_STEP = np.uint64(0xD1342543DE82EF95)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SHORT = np.uint32(2**16 - 1)
_CHUNK, _LONGEST = 8, 64  # bytes of a word
_FIRST_BYTES = np.array([(1 << 8 * length) - 1 for length in range(_CHUNK + 1)], np.uint64)
_APART = b"\n" * 2
_LETTER = "[0-9A-Za-z\u00c0-\u1fff\u2080-\u209f\u20d0-\U0010ffff]"
_SOFT = "\u00ad"  # a soft hyphen shows where a word may be broken, and parts none
_WORD = re.compile(f"{_LETTER}+(?:{_SOFT}+{_LETTER}+)*")  # what _words takes for one, in bytes


def _table() -> bytes:
    """Bytes as they are compared: ASCII's letters small, digits, and all beyond ASCII as it is; the rest is space."""
    kept = [b if chr(b).isalnum() or b >= 0x80 else 0x20 for b in range(256)]
    return bytes(kept).lower()


_KEPT = _table()
_MARK = re.compile(rb'"|\xe2\x80[\x9c-\x9f]|\xc2[\xab\xbb]')
_CURLY = np.zeros(256, np.bool_)
_CURLY[[0x9C, 0x9D, 0x9E, 0x9F]] = True  # “ ” „ ‟ behind E2 80
# What may stand before the end of a line that is no end of a paragraph: a word, a comma.
_GOES_ON = np.zeros(256, np.bool_)
_GOES_ON[[b for b in range(128) if chr(b).isalnum() or chr(b) in ",-;"]] = True


@dataclass(frozen=True, slots=True)
class Print:
    """The print of one text: `grams` has an element a word, `marks` are its fingerprints, sorted, each once.

    An element of `grams` is a hash of the SHINGLE words that begin there (31 bits; of nothing at the last words), and
    in its lowest bit whether that word stands in quotation marks. `figures` are the words that are numbers, each as
    its place and, in the lower half, its hash. `name` is what texts of the same words, quoted
    and not, share.
    """

    grams: Hashes
    marks: Hashes
    figures: Wide
    name: bytes

    @property
    def words(self) -> int:
        return len(self.grams)


def prints(texts: Sequence[str]) -> list[Print]:
    """The prints of some texts. Time and memory grow with their length alone: some 20 bytes a word while it runs."""
    made: list[Print] = []
    first, size = 0, 0
    for last, text in enumerate(texts, 1):
        size += len(text)
        if size >= _TEXTS_AT_ONCE or last == len(texts):
            made += _prints(texts[first:last])
            first, size = last, 0
    return made


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text begin and end, in characters: as many as its print has."""
    return [found.span() for found in _WORD.finditer(text)]


def _prints(texts: Sequence[str]) -> list[Print]:
    pieces = [_words(data, owners) for owners, data in _pieces(texts)]
    words, quoted, figures, whose = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    ends = np.cumsum(np.bincount(whose, minlength=len(texts)))
    begins = np.concatenate(([0], ends[:-1]))
    held = shingles(words)
    grams = np.zeros(len(words), np.uint32)
    grams[: len(held)] = held >> _HALF
    reaching = np.flatnonzero(whose[: len(held)] != whose[len(words) - len(held) :])  # into the next text
    grams[reaching], held[reaching] = 0, _NONE
    grams = grams & ~np.uint32(1) | quoted
    keys = _winnowed(held, whose, len(texts))
    mark_ends = np.searchsorted(keys >> _HALF, np.arange(len(texts)), side="right")
    mark_begins = np.concatenate(([0], mark_ends[:-1]))
    marks = keys.astype(np.uint32)
    at = np.flatnonzero(figures)
    figure_ends = np.searchsorted(at, ends)
    figure_begins = np.concatenate(([0], figure_ends[:-1]))
    placed = (at - begins[whose[at]]).astype(np.uint64) << _HALF | words[at]
    flat, marked = words.tobytes(), quoted.tobytes()
    bounds = (begins, ends, mark_begins, mark_ends, figure_begins, figure_ends)
    return [
        Print(
            grams[b:e],
            marks[mb:me],
            placed[fb:fe],
            hashlib.blake2b(flat[4 * b : 4 * e] + marked[b:e], digest_size=16).digest(),
        )
        for b, e, mb, me, fb, fe in zip(*(bound.tolist() for bound in bounds), strict=True)
    ]


def _pieces(texts: Sequence[str]) -> Iterator[tuple[list[tuple[int, int]], bytes]]:
    """Texts joined to pieces, a long one cut at spaces: what a piece holds of which text, as (text, end)."""
    held: list[bytes] = []
    owners: list[tuple[int, int]] = []
    size = 0
    for number, text in enumerate(texts):
        small = text if text.isascii() else text.lower().replace(_SOFT, "")
        for part in _parts(small.encode("utf-8", "surrogatepass")):
            held += [part, _APART]
            size += len(part) + len(_APART)
            owners.append((number, size))
            if size >= _AT_ONCE:
                yield owners, b"".join(held)
                held, owners, size = [], [], 0
    if owners:
        yield owners, b"".join(held)


def _parts(data: bytes) -> Iterator[bytes]:
    """A long text in pieces: each ends at a space outside quotation marks, as far as there is one."""
    begin = 0
    while len(data) - begin > 2 * _AT_ONCE:
        end = max(data.rfind(gap, begin, begin + _AT_ONCE) for gap in (b"\n", b" "))
        paragraph = max(begin, data.rfind(b"\n", begin, end) + 1)
        marks = [found.start() for found in _MARK.finditer(data, paragraph, max(end, paragraph))]
        if len(marks) % 2:
            end = max(data.rfind(b" ", begin, marks[-1]), paragraph - 1)
        if end <= begin:  # one word, or one quotation, is longer than all that
            found = [at for gap in (b"\n", b" ") if (at := data.find(gap, begin + _AT_ONCE)) >= 0]
            end = min(found, default=len(data))
        yield data[begin:end]
        begin = end
    yield data[begin:]


def _words(data: bytes, owners: list[tuple[int, int]]) -> tuple[Hashes, Flags, Flags, Places]:
    """The hashes of the words of a piece, whether each stands in quotation marks, is a number, and whose it is."""
    raw = np.frombuffer(data, np.uint8)
    seen = np.frombuffer(bytearray(data.translate(_KEPT) + bytes(_CHUNK)), np.uint8)
    marks = raw == 0x22
    if not data.isascii():
        _part_punctuation(raw, seen, marks)
    inside = seen[: len(raw)] != 0x20
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if inside[0]:
        edges = np.concatenate(([0], edges))
    starts, stops = edges[::2], edges[1::2]  # a piece ends with what parts the texts
    borders = np.searchsorted(starts, [end for _, end in owners])
    whose = np.repeat([number for number, _ in owners], np.diff(borders, prepend=0))
    hashes = _hashes(seen, starts, stops)
    begins = raw[starts]
    figures = (begins <= 0x39) & (begins >= 0x30)
    likely = np.flatnonzero(_likely_numerals()[hashes & _SHORT])  # a tenth of the time of looking all up
    figures[likely] |= np.isin(hashes[likely], _numerals())
    return hashes, _inside_quotation(raw, marks, starts), figures, whose


@cache
def _likely_numerals() -> Flags:
    """By the lower half of a hash, whether a number that is written out has it."""
    likely = np.zeros(int(_SHORT) + 1, np.bool_)
    likely[_numerals() & _SHORT] = True
    return likely


@cache
def _numerals() -> Hashes:
    """The hashes of numbers that are written out: "two", "twelve", "billion"."""
    numbers = tables()["numbers"]
    words = [*numbers["units"], *numbers["tens"], *numbers["scales"]]
    seen = np.frombuffer(" ".join(words).encode() + bytes(_CHUNK), np.uint8)
    stops = np.cumsum([len(word) + 1 for word in words]) - 1
    return np.sort(_hashes(seen, stops - [len(word) for word in words], stops))


def _hashes(seen: Bytes, starts: Places, stops: Places) -> Hashes:
    """A hash of each word by its first 64 bytes, eight at a time, and its length."""
    chunks = np.ndarray((len(seen) - _CHUNK + 1,), "<u8", seen, strides=(1,))
    left = stops - starts
    held = chunks[starts] & _FIRST_BYTES[np.minimum(left, _CHUNK)]
    hashes = _mixed(left.astype(np.uint64) ^ held)
    for first in range(_CHUNK, _LONGEST, _CHUNK):
        longer = np.flatnonzero(left > first)
        if not len(longer):
            break
        held = chunks[starts[longer] + first] & _FIRST_BYTES[np.minimum(left[longer] - first, _CHUNK)]
        hashes[longer] = _mixed(hashes[longer] ^ held)
    return (hashes >> np.uint64(32)).astype(np.uint32)


def _mixed(hashes: Wide) -> Wide:
    hashes = hashes * _MIX
    hashes ^= hashes >> np.uint64(29)
    return hashes * _STEP


def _part_punctuation(raw: Bytes, seen: Bytes, marks: Flags) -> None:
    """Take what UTF-8 writes in several bytes and is no letter for space (U+2000 to U+207F, U+0080 to U+00BF, and the
    signs of currencies, U+20A0 to U+20CF), and note the quotation marks among it.
    """
    at = np.flatnonzero(raw[:-2] == 0xE2)
    second, third = raw[at + 1], raw[at + 2]
    currency = (second == 0x82) & (third >= 0xA0) | (second == 0x83) & (third < 0x90)
    at = at[((second | 1) == 0x81) | currency]
    marks[at] = (raw[at + 1] == 0x80) & _CURLY[raw[at + 2]]
    seen[at] = seen[at + 1] = seen[at + 2] = 0x20
    at = np.flatnonzero(raw[:-1] == 0xC2)
    marks[at] = (raw[at + 1] == 0xAB) | (raw[at + 1] == 0xBB)
    seen[at] = seen[at + 1] = 0x20


def _inside_quotation(raw: Bytes, marks: Flags, starts: Places) -> Flags:
    """Whether words stand in quotation marks: after an odd number of them since their paragraph began."""
    lines = np.flatnonzero(raw == 0x0A)
    paragraphs = lines[~_GOES_ON[raw[lines - 1]]]
    places = np.flatnonzero(marks)
    before = np.cumsum(np.bincount(np.searchsorted(starts, places), minlength=len(starts) + 1))
    begun = np.zeros(len(starts) + 1, np.int64)
    begun[np.searchsorted(starts, paragraphs)] = np.searchsorted(places, paragraphs)
    inside: Flags = (before - np.maximum.accumulate(begun))[:-1] % 2 == 1
    return inside


def _winnowed(held: Wide, whose: Places, count: int) -> Wide:
    """The fingerprints of neighbouring texts, each with the number of its text above it, sorted, each once."""
    # Between texts a window's length of nothing, so that no window sees two of them.
    places = np.arange(len(held)) + (whose[: len(held)] + 1) * WINDOW
    spread = np.full(len(held) + (count + 2) * WINDOW, _NONE)
    spread[places] = held
    least = _over_window(spread, np.minimum)
    most = _over_window(least, np.maximum)  # the greatest of the minima of the windows that hold a place
    chosen = np.flatnonzero((most[places - WINDOW + 1] == held) & (held != _NONE))
    keys = whose[chosen].astype(np.uint64) << _HALF | held[chosen] >> _HALF
    keys.sort()  # np.unique takes five times as long
    return keys[np.concatenate(([True], keys[1:] != keys[:-1]))] if len(keys) else keys


def shingles(words: Hashes) -> Wide:
    """The hash of each run of SHINGLE words."""
    count = max(0, len(words) - SHINGLE + 1)
    held = np.zeros(count, np.uint64)
    for place in range(SHINGLE):
        held = (held + words[place : place + count]) * _STEP
        held ^= held >> np.uint64(31)
    return held


def _over_window(values: Wide, least: np.ufunc) -> Wide:
    """The least (or the greatest) of each value and the WINDOW - 1 behind it."""
    length = 1
    while length < WINDOW:
        step = min(length, WINDOW - length)
        values = least(values[:-step], values[step:])
        length += step
    return values
