"""Sheets: passages of texts that may not be shipped, as coders coded them, taken back as offsets.

    python -m training.sheets take DIR shared-02   what coders wrote, checked, into coded/shared-02.jsonl

In DIR lie the sheets, shared-*.json: a list of {"id", "doc", "title", "sents": [[start, end], …]}, and beside each what
its coder wrote, shared-*.out.jsonl: one object a line, {"id", "claims"}, with the claims of coded/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training import corpora
from training.passages import CODED, CodedClaim, CodingError, Finder, Place, distinct

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Sheet:
    """A passage to code: where its sentences stand in its text; a title only where it begins the text."""

    id: str
    doc: str
    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]

    def take(self, claims: list[dict[str, Any]]) -> dict[str, Any]:
        """A coder's claims with their words as offsets. Raises CodingError."""
        words, own, places = "", [], []
        for start, end in self.sentences:
            begin = len(words) + bool(words)
            words += " " * bool(words)
            own += [start] * (begin - len(own))
            for match in re.finditer(r"\S+", self.text[start:end]):
                words += " " * (len(words) > begin)
                own += [start + match.start()] * (len(words) - len(own))
                words += match.group()
                own += range(start + match.start(), start + match.end())
            places.append(("text", begin, len(words)))
        finder = Finder(self.id, self.title, words, (("title", 0, len(self.title)), *places))
        coded = tuple(finder.claim(c) for c in claims)
        distinct(self.id, coded)

        def back(place: Place | None) -> list[int | str] | None:
            if place is None:
                return None
            if place[0] == "title":
                return [place[1], place[2], "title"]
            return [own[place[1]], own[place[2] - 1] + 1]

        start, end = self.sentences[0][0], self.sentences[-1][1]
        return {
            "doc": self.doc,
            "at": [start, end],
            "title": bool(self.title),
            "sha256": hashlib.sha256((self.title + "\n" + self.text[start:end]).encode()).hexdigest(),
            "sentences": [list(s) for s in self.sentences],
            "claims": [_row(c, back) for c in coded],
        }


def _row(claim: CodedClaim, back: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"evidence": back(claim.evidence), "on": back(claim.on), "stage": claim.stage}
    if claim.polarity != "asserted":
        row["polarity"] = claim.polarity
    if claim.certainty != "fact":
        row["certainty"] = claim.certainty
    for key in ("no", "may", "value", "date", "cue"):
        if getattr(claim, key):
            row[key] = back(getattr(claim, key))
    for key, parties in (("from", claim.supplier), ("to", claim.recipient)):
        if parties:
            row[key] = [[back(p.at), p.id + (f"/{p.state}" if p.state else "")] for p in parties]
    if claim.items:
        row["items"] = [[back(i.at), i.category, i.designation, back(i.quantity)] for i in claim.items]
    if claim.said:
        row["said"] = [back(s) for s in claim.said]
        row["voice"] = claim.voice
    return row


def sheets_of(folder: Path) -> Iterator[tuple[Path, dict[str, Sheet]]]:
    """The sheets that were laid out in a folder, by file."""
    for path in sorted(folder.glob("shared-*.json")):
        rows = json.loads(path.read_text(encoding="utf8"))
        texts = corpora.texts({row["doc"] for row in rows})
        yield (
            path,
            {
                row["id"]: Sheet(
                    row["id"],
                    row["doc"],
                    row["title"],
                    texts[row["doc"]].text,
                    tuple(map(tuple, row["sents"])),
                )
                for row in rows
            },
        )


def take(folder: Path, name: str) -> int:
    """Check what coders wrote and store it as offsets in coded/NAME.jsonl; says what is wrong."""
    status, rows = 0, []
    for path, sheets in sheets_of(folder):
        coded = path.with_suffix(".out.jsonl")
        if not coded.exists():
            continue
        for number, line in enumerate(coded.read_text(encoding="utf8").splitlines(), 1):
            if line.strip():
                try:
                    answer = json.loads(line)
                    rows.append(sheets[answer["id"]].take(answer["claims"]))
                except (CodingError, KeyError, ValueError, TypeError, AttributeError) as error:
                    print(f"{coded.name}:{number}: {error!r}")
                    status = 1
    rows.sort(key=lambda r: (r["doc"], r["at"]))
    (CODED / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf8")
    print(f"{len(rows)} passages, {sum(not r['claims'] for r in rows)} without a claim")
    return status


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(dest="command", required=True)
    taking = commands.add_parser("take")
    taking.add_argument("folder", type=Path)
    taking.add_argument("name", help="of the file in coded/, without its ending")
    args = parser.parse_args()
    return take(args.folder, args.name)


if __name__ == "__main__":
    sys.exit(main())
