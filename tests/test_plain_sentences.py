"""Plain sentences, one transfer each or none: how many are read exactly as coded, with the shipped weights.

A claim is written down as "suppliers > recipients stage categories", then "denied", "planned" or "possible". The
reader is trained, so no single sentence is promised; the share of them is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import armstrail

if TYPE_CHECKING:
    from armstrail.model import Claim

SENTENCES = Path(__file__).with_name("plain_sentences.jsonl")
FLOOR, SIDES_FLOOR = 0.5, 0.6


def short(claim: Claim) -> str:
    suppliers, recipients = (
        "+".join(sorted(party.id for party in side)) or "?" for side in (claim.supplier, claim.recipient)
    )
    parts = [f"{suppliers} > {recipients}", claim.stage, "+".join(sorted({i.category for i in claim.items}))]
    parts += [claim.polarity] if claim.polarity == "denied" else []
    parts += [claim.certainty] if claim.certainty != "fact" else []
    return " ".join(parts)


def test_most_plain_sentences_are_read_as_coded() -> None:
    rows = [json.loads(line) for line in SENTENCES.read_text(encoding="utf8").splitlines()]
    found = [sorted(map(short, armstrail.read(r["text"], published="2022-08-16").claims)) for r in rows]
    whole = sum(read == sorted(row["claims"]) for read, row in zip(found, rows, strict=True))
    sides = sum(
        [" ".join(c.split()[:3]) for c in read] == [" ".join(c.split()[:3]) for c in sorted(row["claims"])]
        for read, row in zip(found, rows, strict=True)
    )
    assert len(rows) >= 70
    wrong = [
        (row["text"], read) for read, row in zip(found, rows, strict=True) if read != sorted(row["claims"])
    ]
    assert whole >= FLOOR * len(rows), wrong
    assert sides >= SIDES_FLOOR * len(rows), wrong
