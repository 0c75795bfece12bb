"""How well deals are set beside SIPRI's register: hand-written passages on its rows (a, b, c), some of them altered.

    python -m bench.registers.quality [--read] [--misses c]

Each passage tells of one transfer: as a row has it (`recorded`), with one thing altered (`differs`, in what), or of
none that the register has (`not recorded`). The weights were set on b and c; a was not looked at. By default the claims
are those coded by hand, so that the comparison is measured; with --read the passages are read by the reader, so that
all is measured together. Needs ../shared.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.coded import load as coded

from armstrail import pipeline
from armstrail.deals import Told, gather, strands
from armstrail.registers import load
from armstrail.registers.comparison import Register

if TYPE_CHECKING:
    from armstrail.model import Claim, Deal, Document, Finding

HERE = Path(__file__).parent
REGISTER = Path("../shared/data/sipri/trade-register.csv")
PARTS = "abc"
_FIRST = ("differs", "recorded", "not recorded", "cannot tell")


@dataclass(frozen=True)
class Passage:
    """A passage with what the register should say, and what was found."""

    document: Document
    wanted: dict[str, Any]
    found: list[tuple[Deal, Finding]]

    @property
    def finding(self) -> Finding | None:
        """The finding that tells most, where the passage makes more than one deal."""
        return min((f for _, f in self.found), key=lambda f: _FIRST.index(f.verdict), default=None)

    @property
    def verdict(self) -> str:
        return self.finding.verdict if self.finding else "no claim"

    @property
    def right(self) -> bool:
        return bool(self.verdict == self.wanted["finding"])

    @property
    def in_what(self) -> bool:
        """Whether what differs is what was altered, if anything was."""
        return set(self.wanted["differs"]) <= set(self.finding.differs if self.finding else ())

    @property
    def unseen(self) -> bool:
        """An alteration that goes unseen."""
        return bool(self.wanted["finding"] == "differs" and self.verdict == "recorded")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--read", action="store_true", help="read the passages instead of taking the coded claims"
    )
    options.add_argument("--misses", metavar="PARTS", default="", help="show the misses of some parts")
    options.add_argument("--parts", default=PARTS)
    asked = options.parse_args()
    release, rows = load(REGISTER)
    register = Register(release, rows)
    every: list[Passage] = []
    for part in asked.parts:
        made = [compared(register, *one, read=asked.read) for one in passages(HERE / part)]
        tell(part, made)
        every += made
        for passage in made if part in asked.misses else ():
            if not passage.right or not passage.in_what:
                show(passage)
    tell("all", every)


def passages(folder: Path) -> list[tuple[Document, list[Claim], dict[str, Any]]]:
    lines = (folder / "findings.jsonl").read_text("utf8").splitlines()
    wanted = {row["doc"]: row for row in map(json.loads, filter(None, lines))}
    return [(document, claims, wanted[document.id]) for document, claims, _ in coded(folder)]


def compared(
    register: Register, document: Document, claims: list[Claim], wanted: dict[str, Any], *, read: bool
) -> Passage:
    some = pipeline.read_document(document).claims if read else claims
    told = [Told(claim.id, claim, document.id) for claim in some]
    deals = gather(strands(document.id, document.published, told))
    return Passage(document, wanted, [(deal, register.find(deal)) for deal in deals])


def tell(part: str, made: list[Passage]) -> None:
    right = sum(passage.right for passage in made)
    unseen = sum(passage.unseen for passage in made)
    altered = [p for p in made if p.wanted["finding"] == "differs"]
    in_what = sum(
        p.finding is not None and set(p.wanted["differs"]) <= set(p.finding.differs) for p in altered
    )
    rows = [p for p in made if p.wanted["rows"]]
    row = sum(p.finding is not None and bool(set(p.wanted["rows"]) & set(p.finding.lines)) for p in rows)
    print(
        f"{part}: {len(made)} passages, findings right {right / max(1, len(made)):.3f},"
        f" alterations unseen {unseen} of {len(altered)}, seen in what they are {in_what};"
        f" the row meant {row} of {len(rows)}"
    )
    for wanted in ("recorded", "differs", "not recorded"):
        of = Counter(p.verdict for p in made if p.wanted["finding"] == wanted)
        print(f"    {wanted}: " + ", ".join(f"{number} {verdict}" for verdict, number in of.most_common()))


def show(passage: Passage) -> None:
    print(
        f"\n{passage.document.id} {passage.document.published}: {passage.document.title} | {passage.document.text}"
    )
    print(f"    wanted {passage.wanted['finding']} {passage.wanted['differs']} {passage.wanted['rows']}")
    for deal, finding in passage.found:
        print(f"    {deal.supplier} {deal.recipient} {deal.category}: {finding.verdict} {finding.lines}")
        for one in deal.strands:
            told = (
                one.stage,
                one.polarity,
                one.quantity,
                one.mention,
                one.designation,
                one.date,
                one.condition,
            )
            print("       ", *told)
        for reason in finding.reasons:
            print(f"        {reason}")


if __name__ == "__main__":
    main()
