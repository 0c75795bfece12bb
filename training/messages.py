"""The weights by which statements are gathered into messages: learnt from coded ones, into codebook/messages.yaml.

    python -m training.messages            learn, print, and write the weights
    python -m training.messages --measure FILE...   pairwise F1 of messages on coded statements

A line of coded/messages/*.jsonl is a text with one statement and the message it belongs to. Learnt is a logistic
regression over pairs (armstrail.messages.FEATURES); near misses, which are few among all pairs, weigh more. What speaks
against is learnt from first.jsonl, where near misses differ in one thing each; what speaks for it from all.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np

from armstrail.messages import FEATURES, Compared, gathered, least_likeness, uttered
from armstrail.model import Document
from armstrail.pipeline import read_document
from training import corpora

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from armstrail.messages import Message, Uttered
    from armstrail.model import Statement

CODED = Path(__file__).parent / "coded" / "messages"
TABLE = Path(__file__).parents[1] / "src" / "armstrail" / "codebook" / "messages.yaml"
STEPS, FINER = range(-4, 2), (-0.75, -0.5, -0.25, 0.25, 0.5, 0.75)
"""How much the constant is moved, by whole steps and then about the best of them, so that messages, not pairs, are told
best, among all coded statements at once: of these hardly any two are one, as in newswire.
"""
DECIDED = {"denied_alike": -7.0, "parties_alike": -7.0, "goods_alike": -12.0}
"""What is so otherwise in the same words is two messages: decided, not learnt; few coded near misses use the same."""
FOR = "likeness very_alike words same_parties same_event topics same_numbers same_goods same_names".split()
SIGNS = dict.fromkeys(FOR, 1)
"""Features that speak for one message; all others speak against it. No weight has the other sign."""


def utterances(path: Path) -> tuple[list[Uttered], dict[str, str]]:
    """The statements of a file as the reader finds them, and the message of each by its name. One that the reader does
    not find has a message and no words: it is gathered with nothing.
    """
    found, of = [], {}
    for row in corpora.rows(path):
        document = Document(row["id"], row["text"], published=row["published"], outlet=row["outlet"])
        said = read_document(document).statements
        for number, coded in enumerate(row.get("statements") or [{"content": [], "message": row["message"]}]):
            name = f"{row['id']}/{number}"
            of[name] = coded["message"]
            spans = [(at, at + len(w)) for w in coded["content"] for at in [row["text"].index(w)]]
            statement = max(said, key=lambda s: _shared(s, spans), default=None)
            if statement is None or not _shared(statement, spans):
                continue
            words = document.pieces(statement.content)
            made = uttered(name, statement, words, row["published"], row["id"], row["outlet"])
            if made:
                found.append(made)
    return found, of


def _shared(statement: Statement, spans: Sequence[tuple[int, int]]) -> int:
    """How many characters of some spans a statement's content has; all of its own where none are given."""
    whole = spans or [(0, max(c.end for c in statement.content))]
    return sum(
        max(0, min(c.end, end) - max(c.start, start)) for c in statement.content for start, end in whole
    )


def pairs(some: Sequence[Uttered], of: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Features of the pairs that may be linked, [P, F], and which of them are of one message [P]."""
    compared = Compared(some)
    names = np.unique([of[u.key] for u in some], return_inverse=True)[1]
    rows, same = [], []
    for i in range(1, len(some)):
        alike = compared.likeness(slice(i, i + 1), i)[0]
        near = np.flatnonzero(alike >= least_likeness())
        rows.append(np.stack(compared.features(i, alike[near], near), 1))
        same.append(names[near] == names[i])
    return np.concatenate(rows).astype(float), np.concatenate(same)


def learn(
    x: np.ndarray, y: np.ndarray, known: np.ndarray | None = None, passes: int = 4_000
) -> tuple[float, np.ndarray]:
    """Constant and weights, each of its sign; pairs that are alike and are not one weigh most among the others. Weights
    that are known (others are 0) stay as they are.
    """
    sign = np.array([SIGNS.get(name, -1) for name in FEATURES])
    weight = (
        np.where(y, 1.0 / y.sum(), 0.0) + np.where(~y, np.exp(4 * x[:, 0]), 0.0) / np.exp(4 * x[~y, 0]).sum()
    )
    constant, w = 0.0, np.zeros(len(FEATURES)) if known is None else known.copy()
    free = w == 0
    for _ in range(passes):
        p = 1 / (1 + np.exp(-(constant + x @ w)))
        error = weight * (p - y)
        constant -= 2.0 * error.sum()
        w -= 2.0 * (error @ x + 2e-4 * w) * free
        w = np.where(w * sign < 0, 0, w)
    return constant, w


def pairwise(messages: Iterable[Message], of: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of statements."""
    ours = {frozenset((a, b)) for m in messages for i, a in enumerate(m.statements) for b in m.statements[:i]}
    names = sorted(of)
    theirs = {frozenset((a, b)) for i, a in enumerate(names) for b in names[:i] if of[a] == of[b]}
    both = len(ours & theirs)
    precision, recall = both / max(len(ours), 1), both / max(len(theirs), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> int:
    """Learn, or measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--measure", nargs="*", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print what is gathered wrongly")
    args = parser.parse_args()
    if args.measure is not None:
        for path in args.measure or sorted(CODED.glob("*.jsonl")):
            some, of = utterances(path)
            found = gathered(some)
            precision, recall, f1 = pairwise(found, of)
            print(
                f"{path.name}: {len(some)} statements in {len(set(of.values()))} messages, {len(found)} found: "
                f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
            )
            if args.wrong:
                words = {u.key: u.words for u in some}
                for m in found:
                    if len({of[k] for k in m.statements}) > 1:
                        print("together:", *(f"\n   {of[k]} {words[k]}" for k in m.statements))
        return 0
    some, of = [], {}
    for path in sorted(CODED.glob("*.jsonl")):
        more, names = utterances(path)
        some, of = some + more, of | names
    first, names = utterances(CODED / "first.jsonl")
    _, w = learn(*pairs(first, names))
    against = np.where([SIGNS.get(name, -1) < 0 for name in FEATURES], w, 0)
    for name, weight in DECIDED.items():
        against[FEATURES.index(name)] = weight
    constant, w = learn(*pairs(some, of), against)
    told: dict[float, float] = {step: _after(some, of, constant + step, w) for step in STEPS}
    rough = max(told, key=told.__getitem__)
    told |= {rough + step: _after(some, of, constant + rough + step, w) for step in FINER}
    best = max(told, key=told.__getitem__)
    print(f"F1 where it is learnt: {told[best]:.3f}")
    write(constant + best, w)
    return 0


def _after(some: Sequence[Uttered], of: dict[str, str], constant: float, w: np.ndarray) -> float:
    """F1 with these weights."""
    weights = (constant, w.tolist())
    with patch("armstrail.messages._weights", lambda: weights):
        return pairwise(gathered(some), of)[2]


def write(constant: float, w: np.ndarray) -> None:
    """Write weights into the table."""
    table = {"constant": constant, **dict(zip(FEATURES, w, strict=True))}
    line = "weights: {" + ", ".join(f"{name}: {value:.2f}" for name, value in table.items()) + "}\n"
    text = TABLE.read_text(encoding="utf8")
    TABLE.write_text(re.sub(r"weights: \{[^}]*\}\n", line, text), encoding="utf8")


if __name__ == "__main__":
    sys.exit(main())
