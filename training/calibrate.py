"""How often is a record right for which the reader is so sure? A curve for statements, one for claims; and how often
claims are right that rules alone see.

    python -m training.calibrate FOLDER      reads the graphs in FOLDER, writes FOLDER/confidence.json

Fitted on texts not trained on (PolNeAR's development part, the passages held back); the calibration error is that of
texts not fitted on either: each half is told by a curve fitted on the other.

What the network is sure of is summed up by a logistic regression; what the sum is worth is then read off the records
themselves, in steps of equal size that never fall, with straight lines between them (Zadrozny and Elkan 2002).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import numpy as np

from armstrail.model import Document
from armstrail.pipeline import read_document
from armstrail.reader.weights import Weights
from armstrail.records import record
from training import corpora, measuring

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Fit = Callable[[NDArray[np.float64], NDArray[np.float64]], "Curve"]

BINS = 10


class Recording(Weights):
    """The network; in place of a confidence it gives the number under which the evidence was noted."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.noted: list[tuple[float, ...]] = []

    def confidence(self, kind: str, evidence: Sequence[float]) -> float | None:  # noqa: ARG002
        self.noted.append(tuple(evidence))
        return float(len(self.noted) - 1)


def statements(network: Recording) -> tuple[list[str], list[tuple[float, ...]], list[bool]]:
    """Documents, evidence and whether it is right ("whole" of score_attribution.py) of every statement read."""
    score = measuring.script("score_attribution")
    gold = score.lines(str(corpora.POLNEAR_DEV))
    read = measuring.read_all([Document(d["id"], d["text"], "", d["published"]) for d in gold], network)
    docs, evidence, right = [], [], []
    for doc, found in zip(gold, read, strict=True):
        matched = measuring.matched_statements(doc, found["statements"], score)
        for number, s in enumerate(found["statements"]):
            if s["confidence"] is None:
                continue  # a letter or a turn of a transcript, which the network did not tell
            docs.append(doc["id"])
            evidence.append(network.noted[int(s["confidence"])])
            right.append(number in matched)
    return docs, evidence, right


def claims(network: Recording) -> tuple[list[str], list[tuple[float, ...]], list[bool]]:
    """The same of every claim read in the passages held back ("claim" of score.py)."""
    score = measuring.script("score")
    documents, gold = measuring.held()
    docs, evidence, right = [], [], []
    for found in measuring.read_all(documents, network):
        matched = measuring.matched_claims(gold[found["doc"]], found["claims"], score)
        for number, c in enumerate(found["claims"]):
            docs.append(found["doc"])
            evidence.append(network.noted[int(c["confidence"])])
            right.append(number in matched)
    return docs, evidence, right


def ruled(network: Weights) -> tuple[list[str], list[bool]]:
    """Documents of the claims that rules alone see in the passages held back, beside that network, and which are right.

    They are those to which a network whose curves tell nothing of rules gives no confidence.
    """
    score = measuring.script("score")
    documents, gold = measuring.held()
    docs, right = [], []
    with patch("armstrail.reader.weights.shipped", lambda: network):
        for document in documents:
            claims = record(read_document(document))["claims"]
            matched = measuring.matched_claims(gold[document.id], claims, score)
            of_rules = [number for number, c in enumerate(claims) if c["confidence"] is None]
            docs += [document.id] * len(of_rules)
            right += [number in matched for number in of_rules]
    return docs, right


STEPS = 12


class Curve(NamedTuple):
    """Weights of the evidence, the constant first; sums, and how often records with such a sum are right."""

    weights: NDArray[np.float64]
    sums: NDArray[np.float64]
    right: NDArray[np.float64]

    def told(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The confidence of records with the evidence x [N, E]."""
        found: NDArray[np.float64] = np.interp(self.weights[0] + x @ self.weights[1:], self.sums, self.right)
        return found


def fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> Curve:
    """The curve of records with the evidence x [N, E], right or not y [N]."""
    w = logistic(x, y)
    total = w[0] + x @ w[1:]
    order = np.argsort(total, kind="stable")
    sums, right, sizes = [], [], []
    for step in np.array_split(order, min(STEPS, max(len(y) // 20, 2))):
        sums.append(float(total[step].mean()))
        right.append(float(y[step].mean()))
        sizes.append(len(step))
        while len(right) > 1 and right[-2] >= right[-1]:  # a step that falls is one with the step before it
            both = sizes[-2] + sizes[-1]
            for row in (sums, right):
                row[-2:] = [(row[-2] * sizes[-2] + row[-1] * sizes[-1]) / both]
            sizes[-2:] = [both]
    return Curve(w, np.array(sums), np.array(right))


def flat(x: NDArray[np.float64], y: NDArray[np.float64]) -> Curve:
    """The curve of records of which nothing is known: all are as often right."""
    return Curve(np.zeros(1 + x.shape[1]), np.zeros(1), np.array([y.mean()]))


def logistic(x: NDArray[np.float64], y: NDArray[np.float64], ridge: float = 1.0) -> NDArray[np.float64]:
    """Weights of a logistic regression, the constant first (Newton's method, ridge on all but the constant)."""
    x = np.hstack([np.ones((len(x), 1)), x])
    w = np.zeros(x.shape[1])
    penalty = np.eye(x.shape[1]) * ridge
    penalty[0, 0] = 0
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (p - y) + penalty @ w
        bend = (x * (p * (1 - p))[:, None]).T @ x + penalty
        w -= np.linalg.solve(bend, slope)
    return w


def calibration_error(
    p: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over ten equal bins; of each bin told, true, how many (Guo et al. 2017)."""
    rows, total = [], 0.0
    for b in range(BINS):
        inside = (p >= b / BINS) & ((p < (b + 1) / BINS) | (b == BINS - 1))
        if inside.any():
            rows.append((float(p[inside].mean()), float(y[inside].mean()), int(inside.sum())))
            total += abs(rows[-1][0] - rows[-1][1]) * rows[-1][2]
    return total / max(len(p), 1), rows


def calibrate(folder: Path) -> dict[str, dict[str, Any]]:
    """Fit all curves and write them beside the graphs; what each tells and how far it is off."""
    curves: dict[str, Curve] = {}
    report: dict[str, dict[str, Any]] = {}

    def fitted(
        kind: str, docs: Sequence[str], x: NDArray[np.float64], right: Sequence[bool], fitting: Fit
    ) -> None:
        curves[kind], report[kind] = _fitted(docs, x, np.array(right, float), fitting)
        print(kind, json.dumps(report[kind]), flush=True)
        _write(curves, folder)

    _write(curves, folder)
    for kind, of in (("statement", statements), ("claim", claims)):
        docs, evidence, right = of(Recording(folder))
        fitted(kind, docs, np.array(evidence), right, fit)
    docs, right = ruled(Weights(folder))
    fitted("rule", docs, np.zeros((len(docs), 0)), right, flat)
    return report


def _write(curves: dict[str, Curve], folder: Path) -> None:
    rows = {
        kind: {name: [round(float(v), 4) for v in row] for name, row in curve._asdict().items()}
        for kind, curve in curves.items()
    }
    (folder / "confidence.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf8")


def _fitted(
    docs: Sequence[str],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    fitting: Fit,
) -> tuple[Curve, dict[str, Any]]:
    """The curve of records, and how far it is off: each half of the texts told by a curve fitted on the other."""
    half = np.array([hashlib.sha256(d.encode()).digest()[1] % 2 for d in docs])
    p = np.zeros(len(y))
    for h in (0, 1):
        p[half == h] = fitting(x[half != h], y[half != h]).told(x[half == h])
    error, rows = calibration_error(p, y)
    return fitting(x, y), {
        "error": round(error, 4),
        "records": len(y),
        "right": round(float(y.mean()), 3),
        "bins": [[round(told, 3), round(true, 3), n] for told, true, n in rows],
    }


def main() -> int:
    """Calibrate the graphs of a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    calibrate(parser.parse_args().folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
