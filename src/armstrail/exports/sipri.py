"""Deals as CSV in the layout of SIPRI's trade register, so that what reads that reads these.

Nothing is estimated, summed or averaged. Of several numbers stands the one that most independent origins state, of
those alike the one published last; a "?" in the unnamed column behind a cell marks it as uncertain, and the comments
name the others and cite the documents. The cells of trend-indicator values stay empty: only SIPRI makes these.

The text begins with a byte order mark: Excel takes a CSV without one for the code page of the machine, while pandas,
Polars, DuckDB, LibreOffice and R's readr pass over it (R's read.csv wants `fileEncoding = "UTF-8-BOM"`, Python's csv
a file opened as utf-8-sig).
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from armstrail.codebook import tables
from armstrail.deals.cells import contradictions
from armstrail.deals.likeness import PARTS, view
from armstrail.exports import counted
from armstrail.exports.deals import goods
from armstrail.exports.rows import safe
from armstrail.exports.sourced import Written, documents, party, short
from armstrail.registers import SIPRI_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from armstrail.exports.sourced import Sourced
    from armstrail.ledger import Entry
    from armstrail.model import Claim, Deal, Document, Side, Stage, Strand

_CITED = 10
_ADDRESS = 2_000  # characters; ten of them fit a cell of Excel
_UNCERTAIN = "?"
_UNSTATED = {"supplier": "unknown supplier(s)", "recipient": "unknown recipient(s)"}
_STATUS = {"new": "New", "second-hand": "Second hand"}
_SIDES: dict[Side, str] = {
    "supplier": "supplier's side",
    "recipient": "recipient's side",
    "third": "others",
    "unknown": "side unknown",
    "outlet": "outlets",
}


def write(deals: Iterable[Sourced], out: TextIO, *, everything: bool = False) -> Written:
    """CSV: the heads, then a row a deal. The register begins at the order: deals of which nobody asserts that anything
    was agreed or delivered are left out, unless `everything` is asked for.
    """
    out.write("\ufeff")
    lines = csv.writer(out)
    lines.writerow(SIPRI_COLUMNS)
    written = left_out = 0
    for deal, claims in deals:
        if everything or _told(deal, "agreed") or _told(deal, "delivered"):
            lines.writerow([safe(cell) for cell in cells(deal, claims)])
            written += 1
        else:
            left_out += 1
    return Written(written, left_out)


def cells(deal: Deal, claims: Sequence[Entry[Claim]]) -> list[str]:
    """The cells of a deal, in the order of SIPRI_COLUMNS."""
    agreed, delivered = _told(deal, "agreed"), _delivered(deal)
    ordered, passed = _Numbers(agreed), _Numbers(delivered)
    denied = {found.stage for found in contradictions(deal) if found.field == "polarity"}
    ordered_on, year_doubted = _ordered(agreed)
    year = ordered_on[:4]
    return [
        party(deal.recipient) if deal.recipient else _UNSTATED["recipient"],
        party(deal.supplier) if deal.supplier else _UNSTATED["supplier"],
        year,
        _doubt(year and (year_doubted or "agreed" in denied)),
        ordered.cell,
        _doubt(ordered.cell and (ordered.doubted or "agreed" in denied)),
        short(goods(deal)),
        "" if deal.category == "unspecified" else deal.category.replace("_", " "),
        passed.cell,
        _doubt(passed.cell and (passed.doubted or "delivered" in denied)),
        "; ".join(_delivery_years(delivered)),
        _status(deal),
        "; ".join([*_comments(deal, ordered, passed), *_citations(documents(claims))]),
        "",
        "",
        "",
    ]


def _told(deal: Deal, stage: Stage) -> list[Strand]:
    return [s for s in deal.strands if (s.stage, s.polarity) == (stage, "asserted")]


def _delivered(deal: Deal) -> list[Strand]:
    """What is said to have been delivered; what is to be, the register does not count."""
    return [s for s in _told(deal, "delivered") if s.certainty == "fact"]


def _doubt(doubted: object) -> str:
    return _UNCERTAIN if doubted else ""


# ------------------------------------------------------------------ numbers


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as some strands state it."""

    least: int | None
    most: int | None
    part: bool
    strands: tuple[Strand, ...]

    @property
    def weight(self) -> tuple[bool, int, str]:
        """What comes first: numbers of the whole, those of most origins, those that were published last."""
        origins = {s.origin for s in self.strands}
        return not self.part, len(origins), max(s.published or "" for s in self.strands)

    @property
    def exact(self) -> bool:
        """Whether it is one number, not of a part of an order, which somebody states as a fact and to the piece."""
        return self.least == self.most and any(
            s.certainty == "fact"
            and not (self.part and s.stage == "agreed")
            and not _is_about(s.quantity or "")
            for s in self.strands
        )


class _Numbers:
    """The numbers of a step: the cell (the lower end of a range, "" where there are but words), and whether it is in
    doubt.
    """

    def __init__(self, strands: Sequence[Strand]) -> None:
        stated: dict[tuple[int | None, int | None, bool, str], list[Strand]] = {}
        for strand in strands:
            if strand.quantity:
                bare = strand.least is None and strand.most is None
                words = " ".join(strand.quantity.casefold().split()) if bare else ""
                number = (strand.least, strand.most, strand.wording in PARTS, words)
                stated.setdefault(number, []).append(strand)
        self.stated = sorted(
            (_Number(least, most, part, tuple(some)) for (least, most, part, _), some in stated.items()),
            key=lambda number: number.weight,
            reverse=True,
        )
        numbers = [number for number in self.stated if number.least is not None or number.most is not None]
        first = numbers[0] if numbers else None
        self.doubted = len(numbers) > 1 or not (first and first.exact)
        self.cell = ""
        if first:
            self.cell = str(first.least if first.least is not None else first.most)

    def said(self) -> str:
        """All numbers in their words, by whom and in how many origins; nothing where the cell tells it all."""
        plain = len(self.stated) == 1 and self.cell and not self.doubted
        return "" if plain else _versions((number.strands for number in self.stated), "quantity")


def _versions(told: Iterable[Sequence[Strand]], field: Literal["quantity", "value"]) -> str:
    """The first ten, and how many more there are."""
    said = [_version(strands, field) for strands in told]
    more = [f"and {len(said) - _CITED} more"] if len(said) > _CITED else []
    return ", ".join(said[:_CITED] + more)


def _version(strands: Sequence[Strand], field: Literal["quantity", "value"]) -> str:
    """ "recipient's side: about 20 (2 origins)"."""
    words = Counter(getattr(s, field) for s in strands).most_common(1)[0][0]
    sides = " and ".join(words for side, words in _SIDES.items() if any(s.side == side for s in strands))
    return f"{sides}: {short(words)} ({counted(len({s.origin for s in strands}), 'origin')})"


def _is_about(words: str) -> bool:
    before, after = _about_words()
    words = words.casefold()
    return words.startswith(before) or words.endswith(after)


@cache
def _about_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words before and after a number that make it about that number (numbers.yaml)."""
    numbers = tables()["numbers"]
    return (
        tuple(f"{words} " for words in numbers["before"]["about"]),
        tuple(f" {words}" for words in numbers["after"]["about"]),
    )


# ------------------------------------------------------------------ years and status


def _ordered(agreed: Sequence[Strand]) -> tuple[str, bool]:
    """When it was agreed first, and whether its year is in doubt: by publication alone, planned, or one of several.
    What is planned counts where nobody tells of a fact; a date at which what was agreed is to be delivered is none.
    """
    facts = [s for s in agreed if s.certainty == "fact"]
    told = facts or agreed
    dated = sorted(s.date for s in told if s.date and not _is_due(s))
    if dated:
        return dated[0], not facts or dated[0][:4] != dated[-1][:4]
    return min((s.published for s in told if s.published), default=""), True


def _is_due(strand: Strand) -> bool:
    return strand.certainty == "fact" and view(strand).due


def _delivery_years(delivered: Sequence[Strand]) -> list[str]:
    stated = {s.date[:4] for s in delivered if s.date}
    return sorted(stated or {s.published[:4] for s in delivered if s.published})


def _status(deal: Deal) -> str:
    told = {s.condition for s in deal.strands if s.condition and s.polarity == "asserted"}
    return _STATUS[told.pop()] if len(told) == 1 else ""


# ------------------------------------------------------------------ comments


def _comments(deal: Deal, ordered: _Numbers, passed: _Numbers) -> Iterator[str]:
    """What the other cells cannot say, each as stated and by whom."""
    for name, numbers in (("number ordered", ordered), ("number delivered", passed)):
        if said := numbers.said():
            yield f"{name} as stated: {said}"
    values: dict[str, list[Strand]] = {}
    for strand in deal.strands:
        if strand.value and strand.polarity == "asserted":
            values.setdefault(strand.value, []).append(strand)
    if values:
        yield f"value as stated: {_versions(values.values(), 'value')}"
    delivered = _delivered(deal)
    if _delivery_years(delivered) and not any(s.date for s in delivered):
        yield "year(s) of delivery by publication"
    planned = {s.date for s in _told(deal, "delivered") if s.certainty == "planned" and s.date}
    agreed = _told(deal, "agreed")
    if any(s.certainty == "fact" for s in agreed):
        made, _ = _ordered(agreed)
        planned |= {s.date for s in agreed if s.date and s.certainty == "planned" and s.date > made}
    planned |= {s.date for s in agreed if s.date and _is_due(s)}
    if planned:
        yield f"delivery planned {', '.join(sorted(planned))}"
    if len({s.condition for s in deal.strands if s.condition}) > 1:
        yield "called both new and second-hand"
    yield from _contested(deal)


def _contested(deal: Deal) -> Iterator[str]:
    """Steps that some deny, and what is said to have ended or held up the deal."""
    for stage in dict.fromkeys(s.stage for s in deal.strands if s.polarity == "denied"):
        asserted = _by_whom(_told(deal, stage))
        denied = _by_whom([s for s in deal.strands if (s.stage, s.polarity) == (stage, "denied")])
        yield f"{stage}: " + (f"asserted by {asserted}, " if asserted else "") + f"denied by {denied}"
    ends: tuple[Stage, ...] = ("withheld", "cancelled")
    for stage in ends:
        if some := _told(deal, stage):
            sure = "" if any(s.certainty == "fact" for s in some) else f", {some[0].certainty}"
            yield f"{stage}{sure}, says {_by_whom(some)}"


def _by_whom(strands: Sequence[Strand]) -> str:
    sides = " and ".join(words for side, words in _SIDES.items() if any(s.side == side for s in strands))
    return f"{sides} ({counted(len({s.origin for s in strands}), 'origin')})" if strands else ""


def _citations(cited: dict[str, Document]) -> Iterator[str]:
    """The documents, each once."""
    for key, document in list(cited.items())[:_CITED]:
        told = (short(document.outlet), short(document.published), short(document.url, _ADDRESS) or key)
        yield f"[{', '.join(filter(None, told))}]"
    if len(cited) > _CITED:
        yield f"and {len(cited) - _CITED} more"
