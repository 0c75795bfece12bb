"""PLOVER's 322 example sentences, read as any text is: how often the event's type, source and target are right.

    python -m bench.plover             the figures, and the confusion of types
    python -m bench.plover --misses    each sentence that went wrong, too

The records name types as PLOVER did before 2021; they are renamed (codebook/events.yaml, `older`). A side is right
where each of its actors is found and none beside them; an actor is found where its code is the same state's, or half of
its words are shared. Nothing of these sentences is learnt from.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.figures import SHARED

from armstrail.events import current, events
from armstrail.model import Document
from armstrail.pipeline import read_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.events import Event, EventActor

RECORDS = SHARED / "data/plover/PLOVER_GSR_CAMEO.txt"
SMALL = frozenset("the a an of in and to for from s its their his her".split())


def records() -> list[dict[str, Any]]:
    """The example sentences with their events."""
    found = json.loads(RECORDS.read_text(encoding="utf8"))
    return [record for record in found if record.get("text")]


def event_of(record: dict[str, Any]) -> Event | None:
    """The event that is read in a record's sentence: of several the surest."""
    found = events(read_document(Document(record["id"], record["text"], published=record.get("date"))))
    return max(found, key=lambda e: e.confidence or 0, default=None)


def side_right(ours: Sequence[EventActor], theirs: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether one side of an event is right."""
    wanted = theirs if isinstance(theirs, list) else []
    if len(ours) == 0 or not wanted:
        return not ours and not wanted
    return all(any(_same(one, other) for one in ours) for other in wanted) and all(
        any(_same(one, other) for other in wanted) for one in ours
    )


def _same(one: EventActor, other: dict[str, Any]) -> bool:
    if one.code and one.code == other.get("code") and len(one.code) == 3 and one.code != "IGO":
        return True
    mine, theirs = _words(one.words), _words(other["actorText"])
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs)) > 0


def _words(words: str) -> set[str]:
    return {w for w in re.findall(r"\w+", words.lower()) if w not in SMALL}


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of the sentences whose type, source, target, and source and target are right; the confusion of types."""

    types: float
    source: float
    target: float
    both: float
    confusion: Counter[tuple[str, str]]
    misses: tuple[str, ...]


def scored() -> Score:
    """Read all sentences and count."""
    confusion: Counter[tuple[str, str]] = Counter()
    counts: Counter[str] = Counter()
    misses = []
    asked = records()
    for record in asked:
        event = event_of(record)
        wanted, found = current(record["event"]), event.type if event else "none"
        confusion[wanted, found] += 1
        right = (
            found == wanted,
            event is not None and side_right(event.source, record.get("source")),
            event is not None and side_right(event.target, record.get("target")),
        )
        counts.update(types=right[0], source=right[1], target=right[2], both=right[1] and right[2])
        if not all(right):
            sides = [[a.words for a in side] for side in (event.source, event.target)] if event else []
            misses.append(f"{record['id']}: {wanted} / {found}; {sides}")
    types, source, target, both = (
        counts[name] / len(asked) for name in ("types", "source", "target", "both")
    )
    return Score(types, source, target, both, confusion, tuple(misses))


def main() -> int:
    """Read, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    score = scored()
    for miss in score.misses if args.misses else ():
        print(miss)
    print(
        f"type {score.types:.3f}, source {score.source:.3f}, target {score.target:.3f},"
        f" source and target {score.both:.3f}"
    )
    print(table(score.confusion))
    return 0


def table(confusion: Counter[tuple[str, str]]) -> str:
    """The confusion of types as a table of Markdown: a row what it is, a column what is found."""
    rows = sorted({wanted for wanted, _ in confusion})
    columns = sorted({found for _, found in confusion})
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    for wanted in rows:
        cells = (str(confusion[wanted, found] or "") for found in columns)
        lines.append(f"| {wanted} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
