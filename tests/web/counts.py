"""What the small ledger holds, counted record by record: the figures of a page must be these."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from armstrail.ledger import Ledger
from armstrail.plots.looks import STAGES


@dataclass(slots=True)
class Counts:
    """Claims of each supplier and recipient, and their origins; records of each month, outlet and speaker; the stages
    of claims in dyads ("") and of each speaker's.
    """

    dyads: Counter[tuple[str, str]] = field(default_factory=Counter)
    origins: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    months: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    of_outlet: Counter[str] = field(default_factory=Counter)
    said: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    claimed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    reached: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def stages(self, speaker: str = "") -> list[str]:
        """The stages of a speaker's claims, or of those in dyads."""
        return [stage for stage in STAGES if stage in self.reached[speaker]]


def counts(place: Path) -> Counts:
    """The counts of a ledger. Claims that leave a side open are in no dyad; records of speakers are by month."""
    found = Counts()
    with Ledger.open(str(place)) as ledger:
        for said in ledger.statements():
            if said.record.speaker:
                found.said[said.record.speaker.name][(said.document.published or "")[:7]] += 1
        for entry in ledger.claims():
            claim = entry.record
            month = (entry.document.published or "")[:7]
            found.of_outlet[entry.document.outlet or "not stated"] += 1
            pairs = {(s.id, r.id) for s in claim.supplier for r in claim.recipient}
            if pairs:
                found.months[month] += 1
                found.documents.add(entry.document_key)
                found.reached[""].add(claim.stage)
            for pair in pairs:
                found.dyads[pair] += 1
                found.origins[pair].add(entry.origin)
            for speaker in claim.speakers[-1:]:
                found.claimed[speaker.name][month] += 1
                found.reached[speaker.name].add(claim.stage)
    return found
